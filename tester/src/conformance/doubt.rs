//! Has the other side said yet which version it speaks?

use super::Subject;
use super::case::Case;
use relata::Databag;
use relata::testing::World;
use relata_spec::bag::stated_versions;
use relata_spec::model::{Scope, Version};
use serde_json::Value as Json;

/// Whether a charm that answers in any version answers right: the other side has
/// written nothing, or states no version where versions are stated. A databag without
/// a marker is of the version that a missing marker stands for.
pub(super) fn is_open(world: &World, subject: &Subject, case: &Case) -> bool {
    let theirs = their_databags(world, subject);
    if theirs.iter().all(|(_, bag)| bag.is_empty()) {
        return true;
    }
    let stated = |version: &Version, scope: Scope, bag: &Databag| -> Option<Stated> {
        let declared = version.bag(subject.role.other(), scope)?;
        let (field, marker) = declared.marker()?;
        let mut written = bag.iter().filter(|(key, _)| field.answers_to(key));
        let says = |(_, text): (&String, &String)| {
            let value = serde_json::from_str(text).unwrap_or_else(|_| Json::from(text.as_str()));
            stated_versions(marker, &value).is_some()
        };
        Some(Stated {
            some: written.any(says),
            absent: marker.absent,
        })
    };
    let stated: Vec<Stated> = (subject.interface.versions.iter())
        .flat_map(|version| {
            let each = theirs.iter();
            each.filter_map(move |(scope, bag)| stated(version, *scope, bag))
        })
        .collect();
    let means = |stated: &Stated| stated.some || stated.absent == Some(case.version);
    !stated.is_empty() && !stated.iter().any(means)
}

/// What a marker says in one reading of a databag.
struct Stated {
    /// It states a version.
    some: bool,
    /// The version that it stands for if it is missing.
    absent: Option<u32>,
}

fn their_databags(world: &World, subject: &Subject) -> Vec<(Scope, Databag)> {
    let mut bags = Vec::new();
    for relation in world.relations_on(subject.app(), &subject.endpoint) {
        for end in world.ends(relation) {
            if end.app == subject.app() {
                continue;
            }
            bags.push((Scope::App, world.written(relation, &end.app)));
            for unit in world.units().filter(|unit| unit.app() == end.app) {
                bags.push((Scope::Unit, world.written(relation, unit)));
            }
        }
    }
    bags
}
