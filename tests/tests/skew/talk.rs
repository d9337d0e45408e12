//! Two charms that talk to each other, each with a release of its own.

use crate::as_of::{Bags, agree_as_of, read_in, receive_as_of};
use crate::steps::{Steps, walk};
use relata::versions::Agreement;
use relata::{Databag, Json, Own, RoleKind, ScopeKind, Served, UnitName, Writer, changes_of};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What becomes of the version marker on its way to the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// It arrives.
    Present,
    /// It is missing.
    Missing,
    /// It says a version that nobody knows yet.
    Higher,
    /// It says nothing that can be understood.
    Garbage,
}

impl Marker {
    pub(crate) const ALL: [Marker; 4] = [
        Marker::Present,
        Marker::Missing,
        Marker::Higher,
        Marker::Garbage,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Marker::Present => "present",
            Marker::Missing => "missing",
            Marker::Higher => "higher than known",
            Marker::Garbage => "garbage",
        }
    }
}

/// What one side has got of what the other has to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// There is nothing to be said in this version.
    Silent,
    /// Everything that both can say.
    All,
    /// Everything that both have a key for. These keys, which the older version
    /// alone has, are not filled: the writer cannot know that it should.
    Without(Vec<String>),
    /// Nothing, or nothing of use.
    Nothing,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Silent => f.write_str("nothing to say"),
            Outcome::All => f.write_str("works"),
            Outcome::Without(keys) => write!(f, "works, without `{}`", keys.join("`, `")),
            Outcome::Nothing => f.write_str("incompatible"),
        }
    }
}

/// One charm.
pub(crate) struct Charm<R: Steps> {
    /// The newest version that it knows.
    pub(crate) knows: u32,
    /// What is in its databags.
    pub(crate) bags: Bags,
    /// What becomes of its version marker.
    pub(crate) marker: Marker,
    /// What it has to say, in each version.
    says: BTreeMap<u32, R::Data>,
    unit: UnitName,
}

/// Every secret has this content.
#[expect(clippy::unnecessary_wraps, reason = "a secret may not be readable")]
fn contents(_: &str) -> Option<Json> {
    Some(json!({"access-key": "EXAMPLEKEYID", "secret-key": "kq3nR8sVt1ZxYw0mUe5Lb7Hd"}))
}

fn unit_of<R: Steps>() -> UnitName {
    let name = match R::KIND {
        RoleKind::Requirer => "requirer/0",
        RoleKind::Provider | RoleKind::Peer => "provider/0",
    };
    UnitName::new(name).expect("the name of a unit")
}

impl<R: Steps> Charm<R> {
    pub(crate) fn new(knows: u32, says: &BTreeMap<u32, R::Data>) -> Self {
        Charm {
            knows,
            bags: Bags::default(),
            marker: Marker::Present,
            says: says.clone(),
            unit: unit_of::<R>(),
        }
    }

    /// The newest version that it knows and that its role has.
    fn newest(&self) -> Option<u32> {
        let mut known = R::VERSIONS.iter().rev();
        known.find(|version| **version <= self.knows).copied()
    }

    /// What it has to say, in the newest version that it knows.
    fn message(&self) -> Option<R::Data> {
        self.says.get(&self.newest()?).cloned()
    }

    fn writer(&self) -> Writer<'static> {
        Writer::new(self.unit.clone()).with_secrets(&contents)
    }

    /// What the other side sees of its databags.
    fn seen(&self) -> Bags {
        let mut bags = self.bags.clone();
        spoil::<R>(self.marker, ScopeKind::App, &mut bags.app);
        spoil::<R>(self.marker, ScopeKind::Unit, &mut bags.unit);
        bags
    }

    /// One hook: reads the other side and writes what is to be said to it. Whether
    /// anything was written.
    fn hook<O: Steps>(&mut self, other: &Charm<O>) -> bool {
        let (Some(newest), Some(message)) = (self.newest(), self.message()) else {
            return false;
        };
        let agreed = match agree_as_of::<O>(self.knows, &other.seen(), &other.unit) {
            Agreement::Agreed(version) => version,
            // Somebody has to begin.
            Agreement::Waiting if R::KIND == RoleKind::Requirer => newest,
            Agreement::Waiting | Agreement::Incompatible { .. } => return false,
        };
        // A provider answers, unless there is nothing to be asked.
        if R::KIND == RoleKind::Provider && !self.is_asked(other) {
            return false;
        }
        let served = match self.served(message.clone(), agreed) {
            Some(served) => served,
            // It does not speak that version at all.
            None if R::KIND == RoleKind::Requirer => Served {
                version: newest,
                data: message,
            },
            None => {
                let before = std::mem::take(&mut self.bags);
                return before != self.bags;
            }
        };
        let own = Own {
            app: Some(&self.bags.app),
            unit: &self.bags.unit,
        };
        let changes = changes_of::<R>(&served, &self.unit, own)
            .unwrap_or_else(|report| panic!("what is said breaks its declaration: {report}"));
        let has_changed = !changes.app.is_empty() || !changes.unit.is_empty();
        changes.app.apply(&mut self.bags.app);
        changes.unit.apply(&mut self.bags.unit);
        has_changed
    }

    /// What it writes to a side with which `agreed` is the newest common version.
    fn served(&self, data: R::Data, agreed: u32) -> Option<Served<R::Data>> {
        let version = R::version(&data);
        if agreed >= version {
            return Some(Served { version, data });
        }
        if R::VERSIONS.last() == Some(&version) && R::BRIDGED {
            return R::serve(data, agreed, &self.writer());
        }
        // `relata::serve` knows the newest version of all only: so here is what it
        // would do in an older release.
        let older = walk::<R>(data.clone(), agreed, &self.writer())?;
        let agreed = R::version(&older);
        let newest = written::<R>(self, version, &data);
        let read = read_in::<R>(agreed, &newest, &self.unit);
        let is_same = read.is_some_and(|read| read.reports.is_empty() && read.data == older);
        if is_same || written::<R>(self, agreed, &older) == Bags::default() {
            return Some(Served { version, data });
        }
        Some(Served {
            version: agreed,
            data: older,
        })
    }

    fn is_asked<O: Steps>(&self, other: &Charm<O>) -> bool {
        let mut known = O::VERSIONS.iter().rev();
        let known = known.find(|version| **version <= self.knows);
        if known.is_none_or(|version| O::SILENT.contains(version)) {
            return true;
        }
        let received = receive_as_of::<O>(self.knows, &other.seen(), &other.unit);
        received.is_some_and(|received| received.any_ready && received.reports.is_empty())
    }

    /// The version in which this charm reads the other.
    pub(crate) fn reads_in<O: Steps>(&self, other: &Charm<O>) -> Option<u32> {
        let received = receive_as_of::<O>(self.knows, &other.seen(), &other.unit);
        received.map(|received| received.version)
    }

    /// Whether the version that a reader knows has words for the message.
    fn can_say_something_to(&self, reader: u32) -> bool {
        let mut known = R::VERSIONS.iter().rev().copied();
        let version = known.find(|version| *version <= reader.min(self.knows));
        let is_said = |data: &R::Data| !R::SILENT.contains(&R::version(data));
        let (Some(version), Some(message)) = (version, self.message().filter(is_said)) else {
            return false;
        };
        match walk::<R>(message, version, &self.writer()) {
            // There are, but nothing leads there.
            None => true,
            Some(said) => {
                let mut bags = written::<R>(self, version, &said);
                let read = read_in::<R>(version, &bags, &self.unit);
                let is_said = read.is_some_and(|read| read.reports.is_empty() && read.data == said);
                spoil::<R>(Marker::Missing, ScopeKind::App, &mut bags.app);
                spoil::<R>(Marker::Missing, ScopeKind::Unit, &mut bags.unit);
                is_said && bags != Bags::default()
            }
        }
    }

    /// What this charm has got of what `other` says.
    pub(crate) fn gets<O: Steps>(&self, other: &Charm<O>) -> Outcome {
        let Some(message) = other.message() else {
            return Outcome::Silent;
        };
        let Some(received) = receive_as_of::<O>(self.knows, &other.seen(), &other.unit) else {
            let was_asked = O::KIND == RoleKind::Requirer || self.can_say_something_to(other.knows);
            return self.missed(other, was_asked);
        };
        if !received.any_ready || !received.reports.is_empty() {
            return self.missed(other, true);
        }
        let newest = O::newest(received.data.clone());
        let Some(said) = walk::<O>(message, received.version, &other.writer()) else {
            return Outcome::Nothing;
        };
        if said == received.data {
            return Outcome::All;
        }
        // A value that went there and back may look otherwise and mean the same.
        if newest.is_some() && O::newest(said.clone()) == newest {
            return Outcome::All;
        }
        match unfilled::<O>(other, received.version, &said, &received.data) {
            Some(keys) => Outcome::Without(keys),
            None => Outcome::Nothing,
        }
    }

    /// What it means that nothing of use arrived.
    fn missed<O: Steps>(&self, other: &Charm<O>, was_asked: bool) -> Outcome {
        // The other may have to take this charm for an older one.
        let understood = match agree_as_of::<R>(other.knows, &self.seen(), &self.unit) {
            Agreement::Agreed(version) => version.min(self.knows),
            Agreement::Waiting | Agreement::Incompatible { .. } => self.knows,
        };
        if was_asked && other.can_say_something_to(understood) {
            Outcome::Nothing
        } else {
            Outcome::Silent
        }
    }
}

/// Until neither writes anything any more.
pub(crate) fn converse<P: Steps, R: Steps>(provider: &mut Charm<P>, requirer: &mut Charm<R>) {
    const MOST_ROUNDS: usize = 6;
    for _ in 0..MOST_ROUNDS {
        let provider_wrote = provider.hook(requirer);
        let requirer_wrote = requirer.hook(provider);
        if !provider_wrote && !requirer_wrote {
            return;
        }
    }
    panic!(
        "{} v{} and v{} never come to an end:\n{:?} {:#?}\n{:?} {:#?}",
        P::INTERFACE,
        provider.knows,
        requirer.knows,
        provider.marker,
        provider.bags,
        requirer.marker,
        requirer.bags
    );
}

/// The keys that should be there and are not, if those that are there are as
/// they should be, and the newer version has no such keys.
fn unfilled<R: Steps>(
    charm: &Charm<R>,
    version: u32,
    said: &R::Data,
    got: &R::Data,
) -> Option<Vec<String>> {
    let [said, got] = [said, got].map(|data| written::<R>(charm, version, data));
    let newest = charm.message()?;
    let newest = written::<R>(charm, R::version(&newest), &newest);
    // A databag that does not arrive at all is no key that stays empty.
    let arrives = |said: &Databag, got: &Databag| said.is_empty() || !got.is_empty();
    if !arrives(&said.app, &got.app) || !arrives(&said.unit, &got.unit) {
        return None;
    }
    let all = |bags: Bags| -> Databag { bags.app.into_iter().chain(bags.unit).collect() };
    let [said, got, newest] = [said, got, newest].map(all);
    let keys: BTreeSet<&String> = said.keys().chain(got.keys()).collect();
    let differ = keys
        .into_iter()
        .filter(|key| said.get(*key) != got.get(*key));
    differ
        .map(|key| {
            let is_its_own = !newest.contains_key(key) && !got.contains_key(key);
            is_its_own.then(|| key.clone())
        })
        .collect()
}

/// The databags in which something is said.
fn written<R: Steps>(charm: &Charm<R>, version: u32, data: &R::Data) -> Bags {
    let nothing = Databag::new();
    let own = Own {
        app: Some(&nothing),
        unit: &nothing,
    };
    let served = Served {
        version,
        data: data.clone(),
    };
    let mut bags = Bags::default();
    if let Ok(changes) = changes_of::<R>(&served, &charm.unit, own) {
        changes.app.apply(&mut bags.app);
        changes.unit.apply(&mut bags.unit);
    }
    bags
}

/// Does to the version marker of a databag what is to be done.
fn spoil<R: Steps>(marker: Marker, scope: ScopeKind, bag: &mut Databag) {
    let tables = R::MARKED.iter().filter(|table| table.scope == scope);
    let keys: BTreeSet<&str> = tables
        .filter_map(|table| table.marker.as_ref())
        .flat_map(|marker| marker.keys.iter().copied())
        .collect();
    // Under the same key another version may have something else.
    let states = |text: &str| {
        let plain = text.trim_matches('"').trim_start_matches('v');
        let number = plain.split('.').next().unwrap_or_default();
        plain.len() <= 3 && number.parse::<u32>().is_ok()
    };
    for key in keys {
        let Some(text) = bag.get(key).filter(|text| states(text)).cloned() else {
            continue;
        };
        match marker {
            Marker::Present => {}
            Marker::Missing => {
                bag.remove(key);
            }
            Marker::Higher => {
                let higher = text.replacen(|letter: char| letter.is_ascii_digit(), "9", 1);
                bag.insert(key.to_owned(), higher);
            }
            Marker::Garbage => {
                bag.insert(key.to_owned(), "soon".to_owned());
            }
        }
    }
}

/// What is said in one version, if these databags are what is to be written.
pub(crate) fn message<R: Steps>(version: u32, bags: &Bags) -> Option<R::Data> {
    let received = read_in::<R>(version, bags, &unit_of::<R>())?;
    received.reports.is_empty().then_some(received.data)
}
