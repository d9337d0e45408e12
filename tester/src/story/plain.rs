//! What does a run without a history end with?

use super::compare::{Difference, Kind, Pattern};
use super::pair::Pair;
use super::play;
use super::renaming::Renaming;
use super::started::{Started, address_of};
use super::written;
use crate::charm_dir::SetupError;
use crate::conformance::{Fault, Finding, databags};
use relata::UnitName;
use relata::testing::{RelationId, World};
use relata_spec::model::Scope;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// How many runs are compared before anything is asked for.
const RUNS: u64 = 2;

/// How many more are made before something is said to be missing: what they do not
/// agree on is drawn, such as the time of day.
const MORE_RUNS: u64 = 2;

/// Who is there in the end, in which revision, and who leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Situation {
    pub(super) units: [BTreeSet<UnitName>; 2],
    pub(super) leaders: Vec<UnitName>,
    pub(super) upgraded: [bool; 2],
}

impl Situation {
    pub(super) fn of(world: &World, pair: &Pair, upgraded: [bool; 2]) -> Situation {
        let units = |app: &str| {
            let own = world.units().filter(|unit| unit.app() == app);
            own.cloned().collect()
        };
        let [one, other] = &pair.sides;
        Situation {
            units: [units(&one.app), units(&other.app)],
            leaders: (pair.sides.iter())
                .filter_map(|side| world.leader(&side.app).cloned())
                .collect(),
            upgraded,
        }
    }

    /// The one with as many units that is reached soonest: they have the lowest numbers,
    /// and the first leads.
    fn simplest(&self) -> Situation {
        let simple = |units: &BTreeSet<UnitName>| {
            let numbered = units.iter().zip(0..);
            let named = numbered.filter_map(|(unit, at)| {
                let name = format!("{}/{at}", unit.app());
                UnitName::new(name).ok()
            });
            named.collect::<BTreeSet<UnitName>>()
        };
        let units = [simple(&self.units[0]), simple(&self.units[1])];
        Situation {
            leaders: (units.iter())
                .filter_map(|units| units.first().cloned())
                .collect(),
            units,
            upgraded: self.upgraded,
        }
    }

    /// What the names and addresses of units are in the simplest situation.
    fn renaming(&self, pair: &Pair, simple: &Situation) -> Renaming {
        let mut renaming = Renaming::default();
        for (units, others) in self.units.iter().zip(&simple.units) {
            let leads = |unit: &&UnitName| self.leaders.contains(*unit);
            let led = units.iter().filter(leads);
            let follow = units.iter().filter(|unit| !leads(unit));
            for (unit, other) in led.chain(follow).zip(others) {
                renaming.add(unit.as_str(), other.as_str());
                renaming.add(&address_of(pair, unit), &address_of(pair, other));
            }
        }
        renaming
    }
}

/// What a story should have ended with and did not.
pub(super) fn compare(
    started: &Started,
    situation: &Situation,
    world: &World,
    relation: RelationId,
) -> Result<Vec<Finding>, SetupError> {
    let simple = situation.simplest();
    if simple != *situation {
        // Most stories end as one that needs fewer hooks and is known already.
        let renaming = situation.renaming(started.pair(), &simple);
        let found = written::of(world, started.pair(), relation);
        if let Plain(Ok(pattern)) = started.plain(&simple)?
            && told(started, &pattern, &renaming.of(found), world, relation).is_empty()
        {
            return Ok(Vec::new());
        }
    }
    (started.plain(situation)?).compare(started, situation, world, relation)
}

/// What runs without a history have in common; what is wrong if one of them fails.
#[derive(Debug, Clone)]
pub(super) struct Plain(Result<Pattern, Vec<Finding>>);

impl Plain {
    /// Makes the runs.
    pub(super) fn of(started: &Started, situation: &Situation) -> Result<Plain, SetupError> {
        let mut pattern: Option<Pattern> = None;
        for round in 0..RUNS {
            let (world, relation) = match play::play_plainly(started, situation, round)? {
                Ok(end) => end,
                Err(findings) => return Ok(Plain(Err(findings))),
            };
            let found = written::of(&world, started.pair(), relation);
            pattern = Some(match pattern {
                Some(pattern) => pattern.and(&found),
                None => Pattern::of(&found),
            });
        }
        Ok(Plain(pattern.ok_or_else(Vec::new)))
    }

    fn compare(
        &self,
        started: &Started,
        situation: &Situation,
        world: &World,
        relation: RelationId,
    ) -> Result<Vec<Finding>, SetupError> {
        let mut pattern = match &self.0 {
            Ok(pattern) => pattern.clone(),
            Err(findings) => return Ok(findings.clone()),
        };
        let found = written::of(world, started.pair(), relation);
        let mut findings = told(started, &pattern, &found, world, relation);
        for round in RUNS..RUNS + MORE_RUNS {
            if findings.is_empty() {
                break;
            }
            if let Ok((plain, there)) = play::play_plainly(started, situation, round)? {
                pattern = pattern.and(&written::of(&plain, started.pair(), there));
                findings = told(started, &pattern, &found, world, relation);
            }
        }
        Ok(findings)
    }
}

/// What counts of the differences.
fn told(
    started: &Started,
    pattern: &Pattern,
    found: &Json,
    world: &World,
    relation: RelationId,
) -> Vec<Finding> {
    let differences = pattern.differences(found).into_iter();
    let findings = differences.map(|one| finding(started.pair(), world, relation, &one));
    started.counted(&findings.collect::<Vec<_>>())
}

fn finding(pair: &Pair, world: &World, relation: RelationId, difference: &Difference) -> Finding {
    let mut path = difference.path.iter();
    let writer = path.next().cloned().unwrap_or_default();
    let scope = if writer.contains('/') {
        Scope::Unit
    } else {
        Scope::App
    };
    let place: Vec<&str> = path.map(String::as_str).collect();
    let place = place.join(".");
    let straight = "a run that goes straight to the same units, leaders and revisions";
    let (fault, how) = match difference.kind {
        Kind::Missing => (Fault::DataLost, format!("is lost: {straight} ends with it")),
        Kind::Other => (
            Fault::DataLost,
            format!("says something else than {straight} ends with"),
        ),
        Kind::More => (
            Fault::LeftBehind,
            format!("is left over: {straight} ends without it"),
        ),
    };
    let app = UnitName::new(&*writer).map_or_else(|_| writer.clone(), |unit| unit.app().to_owned());
    let subjects = pair.subjects();
    let subject = subjects.iter().find(|subject| subject.app == app);
    let version = pair.declared().and_then(|declared| declared.newest());
    let bag = world.written(relation, &writer);
    let evidence = match (subject, version) {
        (Some(subject), Some(version)) => databags::shown(&bag, version, subject, scope),
        // Nobody says which values may be shown.
        _ => bag.into_keys().map(|key| format!("{key}: …")).collect(),
    };
    Finding {
        fault,
        what: format!("`{place}` in the {scope} databag of {writer} {how}"),
        unit: None,
        hook: None,
        evidence,
    }
}
