//! Is everything right when all units have come to rest?

use super::pair::Pair;
use super::started::Started;
use crate::conformance::{Finding, databags, expect};
use crate::stage::{HookRun, Stage};
use relata::testing::World;

/// What is wrong with the databags of both sides, in the version in which the least
/// is.
pub(super) fn of_databags(world: &World, runs: &[&HookRun], pair: &Pair) -> Vec<Finding> {
    let Some(interface) = pair.declared() else {
        return Vec::new();
    };
    let subjects = pair.subjects();
    let wrong = interface.versions.iter().rev().map(|version| {
        let each = |subject| databags::of_version(world, runs, subject, version, true);
        subjects.iter().flat_map(each).collect::<Vec<Finding>>()
    });
    wrong.min_by_key(Vec::len).unwrap_or_default()
}

/// What is left of the relation when it is gone.
pub(super) fn of_the_end(started: &Started, stage: &Stage) -> Vec<Finding> {
    let base = started.stage().world().clone();
    let subjects = started.pair().subjects();
    let left = subjects.iter().flat_map(|subject| {
        let before = expect::own_secrets(&base, subject);
        let mut found = expect::of_the_end(stage, subject, &before);
        for finding in &mut found {
            // Two charms are judged here.
            finding.what = format!("{}: {}", subject.app(), finding.what);
        }
        found
    });
    left.collect()
}
