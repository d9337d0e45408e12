//! Does a charm do what its role is expected to do?
//!
//! A declaration says what stands in a databag. That something stands there at all,
//! and when, its role expects beside it: `expect present(app.url) when requirer is
//! complete;`. A case that brings such a moment about says so.

use super::Subject;
use super::case::{Asked, Case};
use super::databags;
use super::finding::{Fault, Finding};
use crate::stage::Stage;
use relata::UnitName;
use relata_spec::bag::judge;
use relata_spec::expectation::is_met;
use relata_spec::export::expectation_phrase;
use relata_spec::model::{Expectation, Moment, RoleSpec, Scope, Version};

/// The expectations of the subject's role that are not met after a step, if the
/// step brings about a moment that they are about.
pub(super) fn check(subject: &Subject, stage: &Stage, case: &Case, step: usize) -> Vec<Finding> {
    let Some(Asked { moments, .. }) = case.asked.as_ref().filter(|asked| asked.step == step) else {
        return Vec::new();
    };
    let Some(version) = subject.interface.version(case.version) else {
        return Vec::new();
    };
    let Some(spec) = version.roles.get(&subject.role) else {
        return Vec::new();
    };
    let asked = |expectation: &&Expectation| {
        let mut when = expectation.when.iter();
        when.any(|moment: &Moment| moments.contains(moment))
    };
    let missed = spec.expects.iter().filter(asked).filter(|expectation| {
        let units = databags::own_units(stage, subject);
        !units
            .iter()
            .all(|unit| does(subject, stage, version, spec, expectation, unit))
    });
    missed
        .map(|expectation| Finding {
            fault: Fault::Behaviour,
            what: line(&expectation.doc),
            unit: None,
            hook: None,
            evidence: evidence(subject, stage, version, expectation),
        })
        .collect()
}

/// Whether a unit, with its application, behaves as expected in the first relation.
fn does(
    subject: &Subject,
    stage: &Stage,
    version: &Version,
    spec: &RoleSpec,
    expectation: &Expectation,
    unit: &UnitName,
) -> bool {
    let world = stage.world();
    let relations = world.relations_on(subject.app(), &subject.endpoint);
    let Some(relation) = relations.first().copied() else {
        return true;
    };
    let [app, unit] =
        [(Scope::App, subject.app()), (Scope::Unit, unit.as_str())].map(|(scope, writer)| {
            judge(
                version,
                subject.role,
                scope,
                &world.written(relation, writer),
            )
        });
    is_met(&expectation.expected, spec, &app, &unit)
}

/// What was expected, and what was found instead.
fn evidence(
    subject: &Subject,
    stage: &Stage,
    version: &Version,
    expectation: &Expectation,
) -> Vec<String> {
    let phrase = expectation_phrase(subject.role, expectation);
    let phrase = phrase.trim_end_matches('.').replacen("When ", "when ", 1);
    let mut evidence = vec![format!("expected: {phrase}")];
    for (writer, scope, bag) in databags::databags_of_the_charm(stage, subject) {
        if bag.is_empty() && version.bag(subject.role, scope).is_some() {
            evidence.push(format!("found: the {scope} databag of {writer} is empty"));
        }
        let lines = databags::shown(&bag, version, subject, scope);
        for (line, text) in lines.into_iter().zip(bag.values()) {
            let as_good_as = if is_hollow(text) {
                ", which is as good as missing"
            } else {
                ""
            };
            evidence.push(format!("found: {scope} {line}{as_good_as}"));
        }
    }
    evidence
}

/// Whether a value says no more than one that is missing.
fn is_hollow(text: &str) -> bool {
    matches!(text.trim(), "[]" | "{}" | "\"\"" | "null")
}

/// A sentence of a declaration, in one line without its full stop.
fn line(doc: &str) -> String {
    let words: Vec<&str> = doc.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
