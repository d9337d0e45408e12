//! Which Juju wrote the document?
//!
//! The shape of the document rarely tells; then the reading is taken in which
//! the data fits better, and the answer says so.

use super::document::{Document, Relation, Unit};
use super::fit::{self, Relations};
use super::hint;
use super::identify::{Given, Identity, identify};
use super::sides::Juju;
use crate::args::JujuArg;
use serde::Serialize;

/// A reading, with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Reading {
    /// `3` or `4`.
    pub(super) version: &'static str,
    /// `flag`, `shape`, `fit` or `assumed`.
    pub(super) by: &'static str,
    pub(super) why: String,
    #[serde(skip)]
    pub(super) juju: Juju,
}

impl Reading {
    fn new(juju: Juju, by: &'static str, why: &str) -> Reading {
        Reading {
            version: juju.name(),
            by,
            why: why.to_owned(),
            juju,
        }
    }
}

/// Decides how `application-data` is to be read.
pub(super) fn read(
    asked: JujuArg,
    document: &Document,
    given: &Given<'_>,
    endpoints: &[Vec<(&Unit, &Relation)>],
) -> Reading {
    match asked {
        JujuArg::Three => Reading::new(Juju::Three, "flag", "`--juju 3`"),
        JujuArg::Four => Reading::new(Juju::Four, "flag", "`--juju 4`"),
        JujuArg::Auto => by_shape(document).unwrap_or_else(|| by_fit(given, endpoints)),
    }
}

fn by_shape(document: &Document) -> Option<Reading> {
    let relations = || document.units.iter().flat_map(|unit| &unit.relations);
    if relations().all(|relation| relation.application_data.is_empty()) {
        return Some(Reading::new(
            Juju::Three,
            "shape",
            "no application databag holds anything, so that it makes no difference",
        ));
    }
    let own_unit_in_ordinary_relation = relations().any(|relation| {
        let other_end = relation.related_endpoint.as_deref();
        relation.local_unit.is_some() && other_end.is_some_and(|other| other != relation.endpoint)
    });
    if own_unit_in_ordinary_relation {
        return Some(Reading::new(
            Juju::Four,
            "shape",
            "it shows the own unit in a relation with another application, which only Juju 4 does",
        ));
    }
    if relations().all(|relation| relation.id.is_none()) {
        return Some(Reading::new(
            Juju::Three,
            "shape",
            "relations have no `relation-id`, as in Juju before 2.9.30",
        ));
    }
    None
}

fn by_fit(given: &Given<'_>, endpoints: &[Vec<(&Unit, &Relation)>]) -> Reading {
    let evidence = |juju| {
        endpoints
            .iter()
            .map(|relations| evidence(given, relations, juju))
            .fold((0, 0), |sum, each| (sum.0 + each.0, sum.1 + each.1))
    };
    let (three, four) = (evidence(Juju::Three), evidence(Juju::Four));
    let juju = if four > three {
        Juju::Four
    } else {
        Juju::Three
    };
    if three.0 != four.0 {
        let side = match juju {
            Juju::Three => "remote",
            Juju::Four => "local",
        };
        let why = format!("`application-data` fits the databag of the {side} application");
        Reading::new(juju, "fit", &why)
    } else if three.1 != four.1 {
        Reading::new(
            juju,
            "fit",
            "`application-data` fits either side, but the catalogue knows the charm's role",
        )
    } else {
        Reading::new(
            Juju::Three,
            "assumed",
            "`application-data` fits either side equally well; if the controller is Juju 4, say \
             `--juju 4`",
        )
    }
}

/// How much speaks for a reading: the data, then what is known about the charm.
/// A wrong value of a declared key speaks for it too: that key is in the right
/// databag.
fn evidence(given: &Given<'_>, relations: &Relations<'_>, juju: Juju) -> (i64, i64) {
    let Identity::Known(known) = identify(given, relations, juju) else {
        return (0, 0);
    };
    let samples = fit::samples(relations);
    let score = fit::score(given, known.interface, known.role, &samples, juju);
    let charm = match hint::known_role(known.interface, &samples) {
        Some(role) if role == known.role => 1,
        Some(_) => -1,
        None => 0,
    };
    (score.map_or(0, |score| score.affinity()), charm)
}
