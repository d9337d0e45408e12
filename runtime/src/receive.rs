//! What the other side of a relation has written, and in which version.

use crate::bag::{AppBag, Bag, BagTable, Databag, Encoding, ScopeKind, UnitBag};
use crate::read::{Found, Reading, is_declared, read};
use crate::report::{Place, Report};
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
    ready: bool,
    /// How many keys the version knows, in all databags that it looks at.
    known: usize,
}

impl<'a> Gather<'a> {
    fn new(source: &'a dyn Source, version: u32) -> Self {
        Gather {
            source,
            version,
            reports: Vec::new(),
            ready: false,
            known: 0,
        }
    }

    fn take<B: Bag>(&mut self, bag: &Databag, writer: Option<&UnitName>) -> Option<B> {
        self.known += bag.keys().filter(|key| knows::<B>(key)).count();
        match read::<B>(bag) {
            Reading::Absent => None,
            Reading::Ready(value) => {
                self.ready = true;
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

/// Whether a key means something in a databag.
fn knows<B: Bag>(key: &str) -> bool {
    is_declared(B::TABLE, key) || !B::TABLE.rest.is_empty() && B::fits_rest(key)
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
    /// Nothing is stated, and nothing of the assumed version is there: of the
    /// versions whose databags are ready, the one that knows the most keys, and of
    /// several such the newest.
    Fit,
}

impl<D> Received<D> {
    /// Whether nothing is missing and nothing is wrong, the version marker
    /// included.
    pub fn is_clean(&self) -> bool {
        self.reports.is_empty() && self.found_by != FoundBy::GarbageMarker
    }
}

/// What a side states about its version; `None` as long as it has no databag.
///
/// A role without a marker states nothing: that counts as every version that is
/// declared.
pub fn stated<R: Role>(remote: &Remote<'_>) -> Option<versions::Reading> {
    stated_in::<R>(remote)
}

pub(crate) fn stated_in<R: Role>(source: &dyn Source) -> Option<versions::Reading> {
    let Some(spec) = R::MARKER else {
        let newest = R::VERSIONS.last().copied().unwrap_or_default();
        return (!source.is_empty()).then_some(versions::Reading {
            stated: Stated::UpTo(newest),
            evidence: Evidence::Absent,
        });
    };
    match marker(R::MARKED, spec, source) {
        Some(reading) => Some(reading),
        None => (!source.is_empty()).then(|| spec.read(None)),
    }
}

/// What the marker says, if there is one. It counts in the databags that declare
/// it, and in no other.
fn marker(
    marked: &'static [&'static BagTable],
    spec: &MarkerSpec,
    source: &dyn Source,
) -> Option<versions::Reading> {
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
    let in_units = || {
        let mut units = (0..source.units()).filter_map(|index| source.unit(index));
        units.find_map(|(_, bag)| find(ScopeKind::Unit, bag))
    };
    in_app().or_else(|| marks(ScopeKind::Unit).then(in_units)?)
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
/// taken as spoken by us.
pub fn agree<O: Role>(remote: &Remote<'_>) -> Agreement {
    agree_with::<O>(remote)
}

pub(crate) fn agree_with<O: Role>(source: &dyn Source) -> Agreement {
    let reading = stated_in::<O>(source);
    versions::agree(O::VERSIONS, reading.as_ref().map(|reading| &reading.stated))
}

/// Reads what a side has written, in the version that it states, or in the one
/// that fits.
///
/// `None` if the side has written nothing of the interface yet.
pub fn receive<R: Role>(remote: &Remote<'_>) -> Option<Received<R::Data>> {
    receive_from::<R>(remote)
}

pub(crate) fn receive_from<R: Role>(source: &dyn Source) -> Option<Received<R::Data>> {
    if let Some(spec) = R::MARKER {
        // Where nobody is there, nothing is read below.
        let reading = marker(R::MARKED, spec, source).unwrap_or_else(|| spec.read(None));
        let found_by = match reading.evidence {
            Evidence::Marker => FoundBy::Marker,
            Evidence::Absent => FoundBy::AbsentMarker,
            Evidence::Garbage => FoundBy::GarbageMarker,
        };
        let read = match versions::agree(R::VERSIONS, Some(&reading.stated)) {
            Agreement::Agreed(version) => read_in::<R>(version, found_by, source),
            Agreement::Waiting | Agreement::Incompatible { .. } => None,
        };
        // What is stated counts; what is only assumed must not hide what is there.
        if read.is_some() || found_by == FoundBy::Marker {
            return read.map(|attempt| attempt.received);
        }
    }
    let mut best: Option<Attempt<R::Data>> = None;
    for version in R::VERSIONS.iter().rev() {
        let Some(attempt) = read_in::<R>(*version, FoundBy::Fit, source) else {
            continue;
        };
        // Where nothing fits, the newest version's reports tell most.
        let better = best.as_ref().is_none_or(|best| {
            attempt.fits && (!best.fits || attempt.known > best.known)
        });
        if better {
            best = Some(attempt);
        }
    }
    best.map(|attempt| attempt.received)
}

struct Attempt<D> {
    received: Received<D>,
    /// Something is ready, and nothing is missing or wrong.
    fits: bool,
    /// How many keys the version knows.
    known: usize,
}

/// `None` if nothing of this version has been written.
fn read_in<R: Role>(
    version: u32,
    found_by: FoundBy,
    source: &dyn Source,
) -> Option<Attempt<R::Data>> {
    let mut gather = Gather::new(source, version);
    let data = R::gather(version, &mut gather)?;
    if !gather.ready && gather.reports.is_empty() {
        return None;
    }
    Some(Attempt {
        fits: gather.ready && gather.reports.is_empty(),
        known: gather.known,
        received: Received {
            version,
            found_by,
            data,
            reports: gather.reports,
            any_ready: gather.ready,
        },
    })
}
