//! One side of a relation: its application databag and those of its units.

use crate::bag::{AppBag, Bag, Databag, Encoding, RoleKind, ScopeKind, UnitBag};
use crate::read::{Found, Reading, read};
use crate::report::{Place, Report};
use crate::versions::{self, Agreement, Evidence, MarkerSpec, Stated};
use crate::write::{Changes, changes_in};
use crate::{Json, Map, UnitName};
use std::marker::PhantomData;

/// A role of an interface, such as `certificate_transfer::Provider`.
///
/// The macro implements it; nobody else should.
pub trait Role: Sized {
    /// What the role writes, in any of the versions: an enum of them.
    type Data;

    /// The interface.
    const INTERFACE: &'static str;

    /// Which side.
    const KIND: RoleKind;

    /// Every declared version in which the role exists, oldest first.
    const VERSIONS: &'static [u32];

    /// How the role states its version, if it does.
    const MARKER: Option<&'static MarkerSpec>;

    /// The tables of the databags that hold the marker.
    #[doc(hidden)]
    const MARKED: &'static [&'static crate::bag::BagTable];

    /// Reads everything in one version.
    #[doc(hidden)]
    fn gather(version: u32, gather: &mut Gather<'_>) -> Option<Self::Data>;
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

    fn bags_in_scope(&self) -> impl Iterator<Item = (ScopeKind, &'a Databag)> {
        let app = self.app.map(|bag| (ScopeKind::App, bag));
        let units = self.units.iter().map(|(_, bag)| (ScopeKind::Unit, *bag));
        app.into_iter().chain(units)
    }

    fn is_empty(&self) -> bool {
        self.app.is_none() && self.units.is_empty()
    }
}

/// Reads the databags of one side, one by one.
#[doc(hidden)]
#[derive(Debug)]
pub struct Gather<'a> {
    remote: &'a Remote<'a>,
    version: u32,
    reports: Vec<Report>,
    ready: bool,
}

impl<'a> Gather<'a> {
    fn new(remote: &'a Remote<'a>, version: u32) -> Self {
        Gather {
            remote,
            version,
            reports: Vec::new(),
            ready: false,
        }
    }

    fn take<B: Bag>(&mut self, bag: &Databag, writer: Option<&UnitName>) -> Option<B> {
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
        let remote = self.remote;
        self.take(remote.app?, None)
    }

    pub fn units<B: UnitBag>(&mut self) -> Map<UnitName, B> {
        let remote = self.remote;
        let mut units = Map::new();
        for (unit, bag) in &remote.units {
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
    /// Nothing is stated, and nothing of the assumed version is there: the newest
    /// version whose databags are ready.
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
    if remote.is_empty() {
        return None;
    }
    let Some(spec) = R::MARKER else {
        let newest = R::VERSIONS.last().copied().unwrap_or_default();
        return Some(versions::Reading {
            stated: Stated::UpTo(newest),
            evidence: Evidence::Absent,
        });
    };
    // A marker counts in the databags that declare it, and in no other.
    let found = remote
        .bags_in_scope()
        .flat_map(|(scope, bag)| {
            let tables = R::MARKED.iter().filter(move |table| table.scope == scope);
            tables.map(move |table| (table, bag))
        })
        .find_map(|(table, bag)| {
            let encodings = table.marker.as_ref()?.encodings;
            Some((crate::read::marker(table, bag)?, encodings))
        });
    Some(match found {
        None => spec.read(None),
        Some((Found::Value(value), _)) => spec.read(Some(&value)),
        Some((Found::Text(text), encodings)) => read_marker(spec, text, encodings),
    })
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
    let reading = stated::<O>(remote);
    versions::agree(O::VERSIONS, reading.as_ref().map(|reading| &reading.stated))
}

/// Reads what a side has written, in the version that it states, or in the one
/// that fits.
///
/// `None` if the side has written nothing of the interface yet.
pub fn receive<R: Role>(remote: &Remote<'_>) -> Option<Received<R::Data>> {
    if remote.is_empty() {
        return None;
    }
    if R::MARKER.is_some() {
        let reading = stated::<R>(remote)?;
        let found_by = match reading.evidence {
            Evidence::Marker => FoundBy::Marker,
            Evidence::Absent => FoundBy::AbsentMarker,
            Evidence::Garbage => FoundBy::GarbageMarker,
        };
        let read = match versions::agree(R::VERSIONS, Some(&reading.stated)) {
            Agreement::Agreed(version) => read_in::<R>(version, found_by, remote),
            Agreement::Waiting | Agreement::Incompatible { .. } => None,
        };
        // What is stated counts; what is only assumed must not hide what is there.
        if read.is_some() || found_by == FoundBy::Marker {
            return read.map(|attempt| attempt.received);
        }
    }
    let mut newest = None;
    for version in R::VERSIONS.iter().rev() {
        let Some(attempt) = read_in::<R>(*version, FoundBy::Fit, remote) else {
            continue;
        };
        if attempt.fits {
            return Some(attempt.received);
        }
        // Where nothing fits, the newest version's reports tell most.
        newest.get_or_insert(attempt.received);
    }
    newest
}

struct Attempt<D> {
    received: Received<D>,
    /// Something is ready, and nothing is missing or wrong.
    fits: bool,
}

/// `None` if nothing of this version has been written.
fn read_in<R: Role>(
    version: u32,
    found_by: FoundBy,
    remote: &Remote<'_>,
) -> Option<Attempt<R::Data>> {
    let mut gather = Gather::new(remote, version);
    let data = R::gather(version, &mut gather)?;
    if !gather.ready && gather.reports.is_empty() {
        return None;
    }
    Some(Attempt {
        fits: gather.ready && gather.reports.is_empty(),
        received: Received {
            version,
            found_by,
            data,
            reports: gather.reports,
        },
    })
}

/// Proof that this unit is the leader of its application.
///
/// Only the leader may write the application databag: a follower's `relation-set
/// --app` fails. Who asks for this proof cannot forget to look.
#[derive(Debug)]
pub struct Leader(());

impl Leader {
    /// Takes what the hook tool `is-leader` said in this hook.
    ///
    /// ```
    /// use relata::Leader;
    ///
    /// assert!(Leader::if_true(true).is_some());
    /// assert!(Leader::if_true(false).is_none());
    /// ```
    pub fn if_true(is_leader: bool) -> Option<Self> {
        is_leader.then_some(Leader(()))
    }
}

/// Our own side of a relation, in role `R`: what may be written, and by whom.
///
/// ```
/// # relata::interface! {
/// #     /// Say hello.
/// #     interface greeting {
/// #         /// The first version.
/// #         version v0 (published);
/// #         provider { app { /** What to say. */ text: Option<String>, } }
/// #         requirer { app { /** Who asks. */ name: Option<String>, } }
/// #     }
/// # }
/// use relata::{Databag, Leader, Local};
///
/// let side = Local::<greeting::Provider>::new();
/// let value = greeting::v0::ProviderApp { text: Some("hello".into()) };
/// if let Some(leader) = Leader::if_true(true) {
///     let changes = side.app(&leader, &value, &Databag::new())?;
///     assert_eq!(changes.iter().count(), 1);
/// }
/// # Ok::<(), Box<relata::Report>>(())
/// ```
///
/// The other side's databag cannot be written:
///
/// ```compile_fail,E0271
/// # relata::interface! {
/// #     /// Say hello.
/// #     interface greeting {
/// #         /// The first version.
/// #         version v0 (published);
/// #         provider { app { /** What to say. */ text: Option<String>, } }
/// #         requirer { app { /** Who asks. */ name: Option<String>, } }
/// #     }
/// # }
/// # use relata::{Databag, Leader, Local};
/// # let leader = Leader::if_true(true).unwrap();
/// let side = Local::<greeting::Provider>::new();
/// let value = greeting::v0::RequirerApp { name: None };
/// let changes = side.app(&leader, &value, &Databag::new());
/// ```
///
/// Nor can the application databag without the proof of leadership, which has no
/// constructor of its own:
///
/// ```compile_fail,E0423
/// let leader = relata::Leader(());
/// ```
#[derive(Debug)]
pub struct Local<R>(PhantomData<R>);

impl<R: Role> Local<R> {
    /// The side that plays `R`.
    #[expect(
        clippy::new_without_default,
        reason = "a side is chosen, not defaulted"
    )]
    pub const fn new() -> Self {
        Local(PhantomData)
    }

    /// What has to be changed in our application databag.
    ///
    /// # Errors
    ///
    /// A report, if the value breaks its declaration; see [`crate::changes`].
    pub fn app<B: AppBag<Role = R>>(
        &self,
        _leader: &Leader,
        value: &B,
        current: &Databag,
    ) -> Result<Changes, Box<Report>> {
        changes_in(value, B::TABLE.version(), current)
    }

    /// What has to be changed in our unit databag.
    ///
    /// # Errors
    ///
    /// A report, if the value breaks its declaration; see [`crate::changes`].
    pub fn unit<B: UnitBag<Role = R>>(
        &self,
        value: &B,
        current: &Databag,
    ) -> Result<Changes, Box<Report>> {
        changes_in(value, B::TABLE.version(), current)
    }
}
