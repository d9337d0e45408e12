//! What the other side of a relation has written, and in which version.

use crate::bag::{AppBag, Bag, BagTable, Databag, Encoding, JUJU_KEYS, ScopeKind, UnitBag};
use crate::read::{Found, Reading, is_declared, read};
use crate::report::{Place, Problem, Report};
use crate::side::Role;
use crate::versions::{self, Agreement, Evidence, MarkerSpec, Stated};
use crate::{Json, Map, UnitName};
use std::borrow::Cow;

/// Where the databags of a side come from.
///
/// Each is asked for only when it is looked at: in a charm that is a hook tool.
pub(crate) trait Source {
    /// The application databag.
    fn app(&self) -> Option<Cow<'_, Databag>>;

    /// How many units there are.
    fn units(&self) -> usize;

    /// The databag of one of them.
    fn unit(&self, index: usize) -> Option<(&UnitName, &Databag)>;

    /// Whether nobody is there yet.
    fn is_empty(&self) -> bool;
}

/// The databags of the side that one reads.
///
/// ```
/// use relata::{Databag, Remote};
///
/// let app = Databag::from([("version".to_owned(), "1".to_owned())]);
/// let remote = Remote::new().app(&app);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Remote<'a> {
    app: Option<&'a Databag>,
    units: Vec<(UnitName, &'a Databag)>,
}

impl<'a> Remote<'a> {
    /// A side with no databag yet.
    pub fn new() -> Self {
        Remote::default()
    }

    /// With this application databag.
    #[must_use]
    pub fn app(mut self, bag: &'a Databag) -> Self {
        self.app = Some(bag);
        self
    }

    /// With the databag of one more unit.
    #[must_use]
    pub fn unit(mut self, unit: UnitName, bag: &'a Databag) -> Self {
        self.units.push((unit, bag));
        self
    }
}

impl Source for Remote<'_> {
    fn app(&self) -> Option<Cow<'_, Databag>> {
        self.app.map(Cow::Borrowed)
    }

    fn units(&self) -> usize {
        self.units.len()
    }

    fn unit(&self, index: usize) -> Option<(&UnitName, &Databag)> {
        self.units.get(index).map(|(unit, bag)| (unit, *bag))
    }

    fn is_empty(&self) -> bool {
        self.app.is_none() && self.units.is_empty()
    }
}

/// Reads the databags of one side, one by one.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "for the macro only")]
pub struct Gather<'a> {
    source: &'a dyn Source,
    version: u32,
    reports: Vec<Report>,
    /// How many databags are ready.
    ready: usize,
    /// How many of their keys this version knows.
    known: usize,
}

impl<'a> Gather<'a> {
    pub(crate) fn new(source: &'a dyn Source, version: u32) -> Self {
        Gather {
            source,
            version,
            reports: Vec::new(),
            ready: 0,
            known: 0,
        }
    }

    /// Whether nothing is missing and nothing is wrong in what was read.
    pub(crate) fn is_clean(&self) -> bool {
        self.reports.is_empty()
    }

    fn take<B: Bag>(&mut self, bag: &Databag, writer: Option<&UnitName>) -> Option<B> {
        self.known += known_keys::<B>(bag);
        match read::<B>(bag) {
            Reading::Absent => None,
            Reading::Ready(value) => {
                self.ready += 1;
                Some(value)
            }
            Reading::Incomplete(report) | Reading::Invalid(report) => {
                self.report(report, writer);
                None
            }
        }
    }

    fn report(&mut self, mut report: Report, writer: Option<&UnitName>) {
        // The databag may look the same in several versions.
        report.version = self.version;
        self.reports.push(report.at(Place {
            writer: writer.map(ToString::to_string),
            ..Place::default()
        }));
    }

    pub fn app<B: AppBag>(&mut self) -> Option<B> {
        let source = self.source;
        let bag = source.app()?;
        self.take(&bag, None)
    }

    pub fn units<B: UnitBag>(&mut self) -> Map<UnitName, B> {
        let source = self.source;
        let mut units = Map::new();
        for index in 0..source.units() {
            let Some((unit, bag)) = source.unit(index) else {
                continue;
            };
            if let Some(value) = self.take(bag, Some(unit)) {
                units.insert(unit.clone(), value);
            }
        }
        units
    }
}

/// What a side has written.
#[derive(Debug, Clone, PartialEq)]
pub struct Received<D> {
    /// The version in which it was read.
    pub version: u32,
    /// Whether the version was stated, assumed, or found by what fits.
    pub found_by: FoundBy,
    /// Every databag that is ready, typed.
    pub data: D,
    /// What is missing from, or wrong with, each of the others.
    pub reports: Vec<Report>,
    /// Whether any databag is ready.
    pub any_ready: bool,
}

/// How the version of a side was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// Its version marker says so.
    Marker,
    /// It has no marker, and that stands for this version.
    AbsentMarker,
    /// Its marker says nothing that can be understood; treated as absent.
    GarbageMarker,
    /// Nothing is stated, and nothing of the assumed version is there: the
    /// version that fits, see [`receive`].
    Fit,
}

impl<D> Received<D> {
    /// Whether nothing is missing and nothing is wrong, the version marker
    /// included.
    pub fn is_clean(&self) -> bool {
        self.reports.is_empty() && self.found_by != FoundBy::GarbageMarker
    }
}

/// How many keys of a databag mean something in this version.
fn known_keys<B: Bag>(bag: &Databag) -> usize {
    let is_known = |key: &str| {
        !JUJU_KEYS.contains(&key)
            && (is_declared(B::TABLE, key) || (!B::TABLE.rest.is_empty() && B::fits_rest(key)))
    };
    let keys = bag.iter().filter(|(_, text)| !text.is_empty());
    keys.filter(|(key, _)| is_known(key)).count()
}

/// What a side states about its version; `None` as long as it has no databag, or
/// has not written anything in them. Only a role that writes nothing at all in the
/// version that a missing marker stands for need not have.
///
/// A role without a marker states nothing: that counts as every version that is
/// declared. Where units state different things, what they have in common
/// counts.
pub fn stated<R: Role>(remote: &Remote<'_>) -> Option<versions::Reading> {
    stated_in::<R>(remote)
}

pub(crate) fn stated_in<R: Role>(source: &dyn Source) -> Option<versions::Reading> {
    let Some(spec) = R::MARKER else {
        return (!source.is_empty()).then_some(versions::Reading {
            stated: Stated::UpTo(newest::<R>()),
            evidence: Evidence::Absent,
        });
    };
    let readings = markers(R::MARKED, spec, source);
    let common = readings.into_iter().reduce(versions::Reading::and);
    common.or_else(|| {
        // Who has not written anything yet may still state a version.
        let has_spoken = || R::SILENT.contains(&spec.absent) || fit::<R>(source).is_some();
        (!source.is_empty() && has_spoken()).then(|| spec.read(None))
    })
}

fn newest<R: Role>() -> u32 {
    R::VERSIONS.last().copied().unwrap_or_default()
}

/// What each marker says: that of the application, or else those of the units.
/// It counts in the databags that declare it, and in no other.
fn markers(
    marked: &'static [&'static BagTable],
    spec: &MarkerSpec,
    source: &dyn Source,
) -> Vec<versions::Reading> {
    let find = |scope, bag: &Databag| {
        let mut tables = marked.iter().filter(|table| table.scope == scope);
        tables.find_map(|table| {
            let encodings = table.marker.as_ref()?.encodings;
            Some(match crate::read::marker(table, bag)? {
                Found::Value(value) => spec.read(Some(&value)),
                Found::Text(text) => read_marker(spec, text, encodings),
            })
        })
    };
    let marks = |scope| marked.iter().any(|table| table.scope == scope);
    let in_app = || marks(ScopeKind::App).then(|| find(ScopeKind::App, &*source.app()?))?;
    if let Some(reading) = in_app() {
        return vec![reading];
    }
    if !marks(ScopeKind::Unit) {
        return Vec::new();
    }
    let units = (0..source.units()).filter_map(|index| source.unit(index));
    units
        .filter_map(|(_, bag)| find(ScopeKind::Unit, bag))
        .collect()
}

/// A marker that should be JSON may be plain text all the same; a plain one is
/// never taken for JSON, or `1.10` would become 1.1.
fn read_marker(spec: &MarkerSpec, text: &str, encodings: &[Encoding]) -> versions::Reading {
    let plain = Json::from(text);
    crate::read::decodings(text, encodings)
        .map(|value| spec.read(Some(&value)))
        .find(|reading| reading.evidence != Evidence::Garbage)
        .unwrap_or_else(|| spec.read(Some(&plain)))
}

/// The newest version that both sides speak, given the databags of the other.
///
/// `O` is the other side's role. Every version that our declaration knows is
/// taken as spoken by us. A role that states no version speaks the one in which
/// its databags are written; as long as that does not show, it is the newest.
pub fn agree<O: Role>(remote: &Remote<'_>) -> Agreement {
    agree_with::<O>(remote)
}

pub(crate) fn agree_with<O: Role>(source: &dyn Source) -> Agreement {
    if O::MARKER.is_none() && O::VERSIONS.len() > 1 {
        let fitting = fit::<O>(source).filter(|attempt| attempt.received.any_ready);
        if let Some(attempt) = fitting {
            return Agreement::Agreed(attempt.received.version);
        }
    }
    let reading = stated_in::<O>(source);
    versions::agree(O::VERSIONS, reading.as_ref().map(|reading| &reading.stated))
}

/// Reads what a side has written, in the version that it states, or in the one
/// that fits.
///
/// `None` if the side has written nothing of the interface yet. If it states
/// versions of which we know none, nothing is read, and the report says so.
///
/// A version fits if all that is there is ready in it. Of those that do, the
/// version that knows the most keys is taken; of several, the newest.
pub fn receive<R: Role>(remote: &Remote<'_>) -> Option<Received<R::Data>> {
    receive_from::<R>(remote)
}

pub(crate) fn receive_from<R: Role>(source: &dyn Source) -> Option<Received<R::Data>> {
    let Some(spec) = R::MARKER else {
        return Some(fit::<R>(source)?.received);
    };
    let mut readings = markers(R::MARKED, spec, source);
    if readings.is_empty() {
        // Where nobody is there, nothing is read below.
        readings.push(spec.read(None));
    }
    let found_by = readings
        .iter()
        .map(|reading| match reading.evidence {
            Evidence::Marker => FoundBy::Marker,
            Evidence::Absent => FoundBy::AbsentMarker,
            Evidence::Garbage => FoundBy::GarbageMarker,
        })
        .max_by_key(|found_by| *found_by == FoundBy::Marker)?;
    let mut agreed: Vec<u32> = readings
        .iter()
        .filter_map(
            |reading| match versions::agree(R::VERSIONS, Some(&reading.stated)) {
                Agreement::Agreed(version) => Some(version),
                Agreement::Waiting | Agreement::Incompatible { .. } => None,
            },
        )
        .collect();
    agreed.sort_unstable();
    agreed.dedup();
    let attempts = agreed
        .iter()
        .filter_map(|version| read_in::<R>(*version, found_by, source));
    // While units are upgraded they may write different versions. What most of
    // them have written counts; on a tie the newest, which comes last.
    let attempt = attempts.max_by_key(|attempt| attempt.ready);
    // What is stated counts; what is only assumed must not hide what is there.
    if found_by != FoundBy::Marker {
        let hides = |fit: &Attempt<R::Data>| match &attempt {
            None => true,
            Some(assumed) => {
                fit.fits()
                    && fit.known >= assumed.known
                    && (!assumed.fits() || fit.ready > assumed.ready)
            }
        };
        return Some(fit::<R>(source).filter(hides).or(attempt)?.received);
    }
    if let Some(attempt) = attempt {
        return Some(attempt.received);
    }
    if !agreed.is_empty() {
        return None;
    }
    unknown_versions::<R>(&readings.first()?.stated)
}

/// Nothing can be read of a side that speaks no version of ours.
fn unknown_versions<R: Role>(stated: &Stated) -> Option<Received<R::Data>> {
    let nobody = Remote::new();
    let version = newest::<R>();
    let table = R::MARKED.last()?;
    let mut report = Report::new(table);
    report.version = version;
    let keys = table.marker.as_ref().map(|marker| marker.keys);
    report.problems.push(Problem {
        rule: "B7",
        key: keys?.first().copied().unwrap_or_default().to_owned(),
        path: String::new(),
        message: format!(
            "expected {}, found {stated}",
            Stated::Exactly(R::VERSIONS.to_vec())
        ),
    });
    Some(Received {
        version,
        found_by: FoundBy::Marker,
        data: R::gather(version, &mut Gather::new(&nobody, version))?,
        reports: vec![report],
        any_ready: false,
    })
}

struct Attempt<D> {
    received: Received<D>,
    /// How many databags are ready.
    ready: usize,
    /// How many of their keys this version knows.
    known: usize,
}

impl<D> Attempt<D> {
    /// Something is ready, and nothing is missing or wrong.
    fn fits(&self) -> bool {
        self.ready > 0 && self.received.reports.is_empty()
    }
}

/// Reads in the version that fits. Where none does, the newest version's reports
/// tell most.
fn fit<R: Role>(source: &dyn Source) -> Option<Attempt<R::Data>> {
    let versions = R::VERSIONS.iter().rev();
    let attempts = versions.filter_map(|version| read_in::<R>(*version, FoundBy::Fit, source));
    attempts.reduce(|best, older| {
        let better = match (best.fits(), older.fits()) {
            (true, true) => older.known > best.known,
            (best, older) => older && !best,
        };
        if better { older } else { best }
    })
}

/// `None` if nothing of this version has been written.
fn read_in<R: Role>(
    version: u32,
    found_by: FoundBy,
    source: &dyn Source,
) -> Option<Attempt<R::Data>> {
    let mut gather = Gather::new(source, version);
    let data = R::gather(version, &mut gather)?;
    if gather.ready == 0 && gather.reports.is_empty() {
        return None;
    }
    Some(Attempt {
        ready: gather.ready,
        known: gather.known,
        received: Received {
            version,
            found_by,
            data,
            any_ready: gather.ready > 0,
            reports: gather.reports,
        },
    })
}
