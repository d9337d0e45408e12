//! Which interface, and which role, does an endpoint have?
//!
//! What the user says; else what the charm's metadata says; else what the
//! databags fit, with how sure that is. What cannot be told is not guessed.

use super::charm::Charm;
use super::fit::{self, Candidate, Confidence, Relations};
use super::hint;
use super::judging::{Index, Judges};
use super::sides::{self, Juju};
use crate::failure::Failure;
use crate::names;
use relata_spec::Interface;
use relata_spec::model::Role;
use serde::Serialize;
use std::fmt::Write;

/// What is known before looking at the data.
pub(super) struct Given<'a> {
    pub(super) catalogue: &'a [Interface],
    pub(super) index: Index<'a>,
    pub(super) judges: Judges,
    pub(super) interface: Option<&'a Interface>,
    pub(super) role: Option<Role>,
    pub(super) version: Option<u32>,
    /// Whether the user named the endpoint: then its relations are checked
    /// even if no key tells that they are of the interface.
    pub(super) endpoint: bool,
    pub(super) charm: Option<Charm>,
}

/// What an endpoint turned out to be.
#[derive(Debug, Clone)]
pub(super) enum Identity<'a> {
    Known(Known<'a>),
    Unknown { why: String, candidates: Vec<Named> },
}

/// An interface and the role that the unit which is shown has in it.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    pub(super) interface: &'a Interface,
    pub(super) role: Role,
    pub(super) origin: Origin,
    /// Whether any key supports it: without, it is taken on trust.
    supported: bool,
}

/// How an interface and a role were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Origin {
    /// `flag`, `charm` or `fit`.
    pub(super) by: &'static str,
    /// `given`, `exact` or `likely`.
    pub(super) confidence: &'static str,
    pub(super) why: String,
}

/// A candidate by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Named {
    pub(super) interface: String,
    /// The role that the unit which is shown would have.
    pub(super) role: Role,
}

impl Given<'_> {
    /// That what the user says can be: a role and version that exist.
    pub(super) fn validate(&self) -> Result<(), Failure> {
        let Some(interface) = self.interface else {
            return Ok(());
        };
        let Some(number) = self.version else {
            return Ok(());
        };
        let version = names::version(interface, number)?;
        match self.role {
            // An interface may declare one role only.
            Some(role) if version.roles.contains_key(&role.other()) => Ok(()),
            Some(role) => names::role(interface, version, role),
            None => Ok(()),
        }
    }
}

/// Marks what was found by fit under an assumption about Juju that matters: the
/// other one gives the other role.
pub(super) fn qualify<'a>(
    identity: &mut Identity<'a>,
    given: &Given<'a>,
    relations: &Relations<'_>,
    juju: Juju,
) {
    let Identity::Known(known) = identity else {
        return;
    };
    if let Identity::Known(other) = identify(given, relations, juju.other())
        && other.role != known.role
    {
        let origin = &mut known.origin;
        origin.confidence = "likely";
        let _ = write!(
            origin.why,
            ", if Juju {} wrote this; else it is the {}",
            juju.name(),
            other.role
        );
    }
}

/// Identifies one endpoint of one application.
pub(super) fn identify<'a>(
    given: &Given<'a>,
    relations: &Relations<'_>,
    juju: Juju,
) -> Identity<'a> {
    let unknown = |why: String| Identity::Unknown {
        why,
        candidates: Vec::new(),
    };
    let Some((unit, relation)) = relations.first() else {
        return unknown("it has no relation".to_owned());
    };
    if let Some(charm) = given
        .charm
        .as_ref()
        .filter(|charm| charm.runs(unit.charm.as_deref()))
    {
        let Some((role, name)) = charm.endpoint(&relation.endpoint) else {
            return unknown(format!(
                "the charm's metadata declares no endpoint `{}`",
                relation.endpoint
            ));
        };
        return by_charm(given, role, name);
    }
    if let Some(wanted) = given.role
        && !sides::roles(unit, relation, juju).contains(&wanted)
    {
        return unknown(if wanted == Role::Peer {
            "it is no peer relation".to_owned()
        } else {
            format!("it is a peer relation, which has no {wanted}")
        });
    }
    match (given.interface, given.role) {
        (Some(interface), Some(role)) => by_flags(given, interface, role, relations, juju),
        _ => by_fit(given, relations, juju),
    }
}

/// Where some endpoints hold keys of the interface that the user named, those
/// that hold nothing at all are of other interfaces, or tell nothing.
pub(super) fn prefer_supported(identities: &mut [Identity<'_>]) {
    let supported =
        |identity: &Identity<'_>| matches!(identity, Identity::Known(known) if known.supported);
    if !identities.iter().any(supported) {
        return;
    }
    for identity in identities
        .iter_mut()
        .filter(|identity| !supported(identity))
    {
        if let Identity::Known(known) = identity {
            *identity = Identity::Unknown {
                why: format!(
                    "nothing has been written into it; if it is `{}`, name it with `--endpoint`",
                    known.interface.name
                ),
                candidates: Vec::new(),
            };
        }
    }
}

fn by_charm<'a>(given: &Given<'a>, role: Role, name: &str) -> Identity<'a> {
    let unknown = |why: String| Identity::Unknown {
        why,
        candidates: Vec::new(),
    };
    if let Some(wanted) = given.interface
        && wanted.name != name
    {
        return unknown(format!("its interface is `{name}`"));
    }
    if let Some(wanted) = given.role
        && wanted != role
    {
        return unknown(format!("the charm is its {role}"));
    }
    let Some(interface) = given.catalogue.iter().find(|known| known.name == name) else {
        return unknown(format!("its interface `{name}` is not in the catalogue"));
    };
    if let Some(number) = given.version
        && interface.version(number).is_none()
    {
        return unknown(format!("`{name}` has no version v{number}"));
    }
    Identity::Known(Known {
        interface,
        role,
        origin: Origin {
            by: "charm",
            confidence: "given",
            why: "the charm's metadata says so".to_owned(),
        },
        supported: true,
    })
}

/// The user said everything. Still, a document shows many endpoints: those
/// whose keys are all of other interfaces are none of ours.
fn by_flags<'a>(
    given: &Given<'a>,
    interface: &'a Interface,
    role: Role,
    relations: &Relations<'_>,
    juju: Juju,
) -> Identity<'a> {
    let samples = fit::samples(relations);
    let score = fit::score(given, interface, role, &samples, juju).unwrap_or_default();
    let (_, keys) = score.explained();
    if !given.endpoint && keys > 0 && score.confidence() == Confidence::None && !score.knows_any() {
        return Identity::Unknown {
            why: format!(
                "no key in it is one of `{}`; if it should be, name it with `--endpoint`",
                interface.name
            ),
            candidates: Vec::new(),
        };
    }
    Identity::Known(Known {
        interface,
        role,
        origin: Origin {
            by: "flag",
            confidence: "given",
            why: "the command line says so".to_owned(),
        },
        supported: given.endpoint || score.knows_any(),
    })
}

fn by_fit<'a>(given: &Given<'a>, relations: &Relations<'_>, juju: Juju) -> Identity<'a> {
    let samples = fit::samples(relations);
    let candidates = fit::candidates(given, &samples, juju);
    let Some(best) = candidates.first() else {
        return nothing_fits(given, &samples);
    };
    let even: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|candidate| candidate.score.points() == best.score.points())
        .collect();
    let Some((chosen, reason)) = choose(&even, &samples) else {
        return Identity::Unknown {
            why: "its data fits several equally well; name one with `--interface` and `--role`"
                .to_owned(),
            candidates: even.iter().map(|candidate| named(candidate)).collect(),
        };
    };
    let exact = chosen.score.confidence() == Confidence::Exact && reason.is_empty();
    let (explained, keys) = chosen.score.explained();
    let mut why = match (explained, keys) {
        (1, 1) => "its only key is as declared".to_owned(),
        (_, 1) => "its only key is declared, though its value is wrong".to_owned(),
        _ => format!("{explained} of {keys} keys are as declared"),
    };
    if chosen.score.missing > 0 {
        why.push_str(", though others are missing");
    }
    why.push_str(reason);
    Identity::Known(Known {
        interface: chosen.interface,
        role: chosen.role,
        origin: Origin {
            by: "fit",
            confidence: if exact { "exact" } else { "likely" },
            why,
        },
        supported: true,
    })
}

/// Chooses from candidates that explain the keys equally well, with what made
/// the difference. `None` if nothing does.
fn choose<'c, 'a>(
    even: &[&'c Candidate<'a>],
    samples: &Relations<'_>,
) -> Option<(&'c Candidate<'a>, &'static str)> {
    if let [only] = even {
        return Some((only, ""));
    }
    let mut hinted = even
        .iter()
        .filter(|candidate| hint::at(candidate.interface, candidate.role, samples));
    if let (Some(only), None) = (hinted.next(), hinted.next()) {
        return Some((only, ", as for others, but the names in the relation tell"));
    }
    let fewest = even.iter().map(|candidate| candidate.score.missing).min()?;
    let mut complete = even
        .iter()
        .filter(|candidate| candidate.score.missing == fewest);
    if let (Some(only), None) = (complete.next(), complete.next()) {
        return Some((only, ", as for others, of which more would be missing"));
    }
    None
}

fn nothing_fits<'a>(given: &Given<'a>, samples: &Relations<'_>) -> Identity<'a> {
    let written = fit::keys(samples).next().is_some();
    let why = match (written, given.interface) {
        (false, _) => {
            "nothing is written in it, so that nothing tells its interface and role".to_owned()
        }
        (true, Some(interface)) => format!("its data is not that of `{}`", interface.name),
        (true, None) => "its data fits no interface of the catalogue".to_owned(),
    };
    Identity::Unknown {
        why,
        candidates: Vec::new(),
    }
}

fn named(candidate: &Candidate<'_>) -> Named {
    Named {
        interface: candidate.interface.name.clone(),
        role: candidate.role,
    }
}
