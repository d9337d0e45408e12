//! Which databags of a document are reported?
//!
//! Each once: every unit of an application shows the same remote databags.

use super::document::{Data, Document, Relation, Unit};
use super::identify::{self, Given, Identity, Known};
use super::report::{BagReport, RelationReport, Report, Skipped};
use super::sides::{self, Bag, Juju};
use super::{reading, version};
use crate::args::CheckArgs;
use std::collections::HashMap;

/// The relations of one endpoint of one application, each with its unit.
type Endpoint<'a> = Vec<(&'a Unit, &'a Relation)>;

/// Checks every relation that can be told.
pub(super) fn check<'a>(document: &'a Document, given: &'a Given<'a>, args: &CheckArgs) -> Report {
    let endpoints = by_endpoint(document, args.endpoint.as_deref());
    let reading = reading::read(args.juju, document, given, &endpoints);
    let mut identities: Vec<Identity<'_>> = endpoints
        .iter()
        .map(|relations| identify::identify(given, relations, reading.juju))
        .collect();
    identify::prefer_supported(&mut identities);
    if reading.by == "assumed" {
        for (identity, relations) in identities.iter_mut().zip(&endpoints) {
            identify::qualify(identity, given, relations, reading.juju);
        }
    }
    let mut check = Check {
        given,
        juju: reading.juju,
        seen: HashMap::new(),
        report: Report {
            reading: Some(reading),
            ..Report::default()
        },
    };
    for (relations, identity) in endpoints.iter().zip(&identities) {
        for (unit, relation) in relations {
            match identity {
                Identity::Known(known) => check.relation(known, unit, relation),
                Identity::Unknown { why, candidates } => check.report.skipped.push(Skipped {
                    unit: unit.name.clone(),
                    endpoint: relation.endpoint.clone(),
                    relation_id: relation.id,
                    why: why.clone(),
                    candidates: candidates.clone(),
                }),
            }
        }
    }
    check.report
}

/// Groups by application and endpoint, in the order of the document.
fn by_endpoint<'a>(document: &'a Document, wanted: Option<&str>) -> Vec<Endpoint<'a>> {
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    let mut groups: Vec<Endpoint<'a>> = Vec::new();
    for unit in &document.units {
        for relation in &unit.relations {
            if wanted.is_some_and(|wanted| wanted != relation.endpoint) {
                continue;
            }
            let place = *places
                .entry((unit.application(), &relation.endpoint))
                .or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
            groups[place].push((unit, relation));
        }
    }
    groups
}

/// What makes a databag the same one: relation, scope and owner.
type Key<'a> = (u64, &'static str, &'a str, Option<&'a str>);

/// A check under way.
struct Check<'a> {
    given: &'a Given<'a>,
    juju: Juju,
    /// The databags that were reported.
    seen: HashMap<Key<'a>, &'a Data>,
    report: Report,
}

impl<'a> Check<'a> {
    fn relation(&mut self, known: &Known<'_>, unit: &'a Unit, relation: &'a Relation) {
        let bags = sides::bags(unit, relation, known.role, self.juju);
        let fresh: Vec<bool> = bags.iter().map(|bag| self.is_new(relation, bag)).collect();
        if !fresh.contains(&true) {
            self.also_shown_by(unit, relation);
            return;
        }
        // All databags of a side tell its version, reported before or not.
        let judged = version::judge_all(
            &self.given.judges,
            known.interface,
            self.given.version,
            &bags,
        );
        let bags = judged
            .unwrap_or_default()
            .into_iter()
            .zip(fresh)
            .filter(|(_, fresh)| *fresh)
            .map(|(judged, _)| {
                let endpoint = Some(relation.endpoint.as_str());
                BagReport::new(
                    known.interface,
                    endpoint,
                    relation.id,
                    &known.origin,
                    judged,
                )
            })
            .collect();
        self.report.relations.push(RelationReport {
            units: vec![unit.name.clone()],
            endpoint: relation.endpoint.clone(),
            related_endpoint: relation.related_endpoint.clone(),
            id: relation.id,
            cross_model: relation.cross_model,
            interface: known.interface.name.clone(),
            role: known.role,
            origin: known.origin.clone(),
            bags,
        });
    }

    fn is_new(&mut self, relation: &Relation, bag: &Bag<'a>) -> bool {
        // Without its number, or an owner, nothing tells it from others.
        let (Some(id), Some(application)) = (relation.id, bag.application) else {
            return true;
        };
        let key = (id, bag.scope.name(), application, bag.unit);
        // Shown at another time, it may hold something else.
        self.seen
            .insert(key, bag.data)
            .is_none_or(|known| known != bag.data)
    }

    /// Notes that another unit shows what was reported already.
    fn also_shown_by(&mut self, unit: &Unit, relation: &Relation) {
        let same = self
            .report
            .relations
            .iter_mut()
            .rfind(|known| known.id == relation.id && known.endpoint == relation.endpoint);
        if let Some(known) = same {
            known.units.push(unit.name.clone());
        }
    }
}
