//! What does an interface ask of a role beside what its databags look like?
//!
//! A declaration says what stands in a databag. That something stands there at all,
//! and when, is told in the words of its role; here it is a check.

use super::Subject;
use super::case::{Case, Step};
use super::finding::{Fault, Finding};
use crate::stage::Stage;
use relata::Databag;
use relata_spec::bag::judge;
use relata_spec::model::{Role, Scope};
use serde_json::Value as Json;

/// One expectation of a role.
#[derive(Debug)]
pub struct Behaviour {
    /// The interface.
    pub interface: &'static str,
    /// The versions, if not all.
    pub versions: &'static [u32],
    /// The role whose behaviour it is.
    pub role: Role,
    /// What is expected, for people.
    pub what: &'static str,
    /// In which situation it is asked for.
    pub when: Moment,
    /// Whether what is seen is as expected.
    pub holds: fn(&Seen) -> bool,
}

/// When a behaviour is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The relation is there; the other side has written nothing.
    Related,
    /// The other side has written everything that it can.
    Answered,
}

/// What can be seen of a charm in one relation.
#[derive(Debug, Default)]
pub struct Seen {
    /// Its application databag, decoded.
    pub app: Json,
    /// The databag of each of its units, decoded.
    pub units: Vec<Json>,
    /// The other side's application databag, decoded.
    pub remote_app: Json,
    /// The keys of its application databag.
    pub keys: Vec<String>,
}

/// Every expectation that we know of.
pub static BEHAVIOURS: &[Behaviour] = &[
    Behaviour {
        interface: "certificate_transfer",
        versions: &[1],
        role: Role::Requirer,
        what: "states in its application databag which version it reads",
        when: Moment::Related,
        holds: |seen| seen.keys.iter().any(|key| key == "version"),
    },
    Behaviour {
        interface: "s3",
        versions: &[],
        role: Role::Provider,
        what: "publishes the bucket, or an answer without one, once it was asked for",
        when: Moment::Answered,
        holds: |seen| !seen.keys.is_empty(),
    },
    Behaviour {
        interface: "tls-certificates",
        versions: &[1],
        role: Role::Provider,
        what: "publishes no certificate before one was requested",
        when: Moment::Related,
        holds: |seen| is_empty(&seen.app["certificates"]),
    },
    Behaviour {
        interface: "ingress",
        versions: &[2],
        role: Role::Provider,
        what: "publishes no URL before the requirer said where it listens",
        when: Moment::Related,
        holds: |seen| is_empty(&seen.app["ingress"]),
    },
    Behaviour {
        interface: "lxd",
        versions: &[],
        role: Role::Provider,
        what: "publishes the nodes of its cluster to whoever is related",
        when: Moment::Related,
        holds: |seen| seen.units.iter().any(|unit| !is_empty(&unit["nodes"])),
    },
    Behaviour {
        interface: "tracing",
        versions: &[2],
        role: Role::Requirer,
        what: "names the protocols that it wants to speak",
        when: Moment::Related,
        holds: |seen| !is_empty(&seen.app["receivers"]),
    },
];

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(list) => list.is_empty(),
        Json::Object(object) => object.is_empty(),
        Json::String(text) => text.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// The expectations of the subject's role that are not met after a step.
pub(super) fn check(subject: &Subject, stage: &Stage, case: &Case, step: &Step) -> Vec<Finding> {
    let moment = match (case.name.as_str(), step) {
        ("nothing-yet", Step::Relate) => Moment::Related,
        ("typical", Step::Write(_)) => Moment::Answered,
        ("typical", Step::Relate) if case.steps.len() == 2 => Moment::Related,
        _ => return Vec::new(),
    };
    let asked = BEHAVIOURS.iter().filter(|behaviour| {
        behaviour.interface == subject.interface.name
            && behaviour.role == subject.role
            && behaviour.when == moment
            && (behaviour.versions.is_empty() || behaviour.versions.contains(&case.version))
    });
    let seen = see(subject, stage, case);
    asked
        .filter(|behaviour| !(behaviour.holds)(&seen))
        .map(|behaviour| Finding {
            fault: Fault::Behaviour,
            what: format!("the {} {}", subject.role, behaviour.what),
            unit: None,
            hook: None,
            evidence: Vec::new(),
        })
        .collect()
}

fn see(subject: &Subject, stage: &Stage, case: &Case) -> Seen {
    let world = stage.world();
    let mut seen = Seen::default();
    let Some(version) = subject.interface.version(case.version) else {
        return seen;
    };
    let decoded = |role, scope, bag: &Databag| judge(version, role, scope, bag).value;
    let relations = world.relations_on(subject.app(), &subject.endpoint);
    let Some(relation) = relations.first().copied() else {
        return seen;
    };
    let own = world.written(relation, subject.app());
    seen.keys = own.keys().cloned().collect();
    seen.app = decoded(subject.role, Scope::App, &own);
    for end in world.ends(relation) {
        if end.app != subject.app() {
            let theirs = world.written(relation, &end.app);
            seen.remote_app = decoded(subject.role.other(), Scope::App, &theirs);
        }
    }
    let units = world.units().filter(|unit| unit.app() == subject.app());
    for unit in units {
        let bag = world.written(relation, unit.as_str());
        seen.units.push(decoded(subject.role, Scope::Unit, &bag));
    }
    seen
}
