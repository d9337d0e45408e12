//! What must hold of the charm's own databags?

use super::case::Case;
use super::evidence::shortened;
use super::finding::{Fault, Finding, Remark};
use super::{Subject, doubt, leaks};
use crate::stage::{HookRun, Stage};
use relata::testing::World;
use relata::{Databag, UnitName};
use relata_spec::Interface;
use relata_spec::bag::{Judgement, Verdict, declared_keys, judge, misstated, unknown_key};
use relata_spec::model::{Kind, Role, Scope, TextFormat, Version};

/// What the charm's own databags must look like.
pub(super) fn of_databags(
    stage: &Stage,
    runs: &[&HookRun],
    subject: &Subject,
    case: &Case,
) -> Vec<Finding> {
    let Some(version) = subject.interface.version(case.version) else {
        return Vec::new();
    };
    let databags = databags_of_the_charm(stage, subject);
    let world = stage.world();
    let mut findings = of_shape(subject, version, case.is_complete, &databags);
    if case.any_version || doubt::is_open(&world, subject, case) {
        findings.retain(|finding| finding.fault != Fault::OtherVersion);
        let versions: Vec<&Version> = subject.interface.versions.iter().collect();
        findings.extend(leaks::find(&world, runs, &databags, subject, &versions));
    } else {
        findings.extend(leaks::find(&world, runs, &databags, subject, &[version]));
    }
    findings
}

/// What the charm's own databags must look like in a version. `is_complete`: the other
/// side has written all that its declaration demands.
pub(crate) fn of_version(
    world: &World,
    runs: &[&HookRun],
    subject: &Subject,
    version: &Version,
    is_complete: bool,
) -> Vec<Finding> {
    let databags = own_databags(world, subject);
    let mut findings = of_shape(subject, version, is_complete, &databags);
    findings.extend(leaks::find(world, runs, &databags, subject, &[version]));
    findings
}

/// The same, without a look at secrets.
fn of_shape(
    subject: &Subject,
    version: &Version,
    is_complete: bool,
    databags: &[Written],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let serves = (databags.iter())
        .any(|(_, scope, bag)| judge(version, subject.role, *scope, bag).verdict == Verdict::Ready);
    for (writer, scope, bag) in databags {
        // Whatever a reader makes of it, and whichever version that speaks.
        if let Some(wrong) = misstated(&subject.interface, subject.role, *scope, bag) {
            findings.push(Finding {
                fault: Fault::InvalidDatabag,
                what: format!(
                    "the {scope} databag of {writer}: `{}`: {}",
                    wrong.key, wrong.message
                ),
                unit: None,
                hook: None,
                evidence: shown(bag, version, subject, *scope),
            });
        }
        if serves && version.bag(subject.role, *scope).is_none() {
            // What stands here for readers of another version is not in the way.
            continue;
        }
        let judgement = judge(version, subject.role, *scope, bag);
        let wrong = verdict(&judgement, version, subject, *scope, bag, is_complete);
        if let Some((fault, what)) = wrong {
            findings.push(Finding {
                fault,
                what: format!("the {scope} databag of {writer}: {what}"),
                unit: None,
                hook: None,
                evidence: shown(bag, version, subject, *scope),
            });
        }
    }
    findings
}

fn verdict(
    judgement: &Judgement,
    version: &Version,
    subject: &Subject,
    scope: Scope,
    bag: &Databag,
    is_complete: bool,
) -> Option<(Fault, String)> {
    let elsewhere = || {
        (subject.interface.versions.iter())
            .filter(|other| other.number != version.number)
            .find(|other| judge(other, subject.role, scope, bag).verdict == Verdict::Ready)
    };
    let other_version = |other: &Version| {
        let what = format!(
            "it is ready in v{}, and the other side speaks v{}",
            other.number, version.number
        );
        (Fault::OtherVersion, what)
    };
    match judgement.verdict {
        Verdict::Ready => None,
        Verdict::Absent if judgement.unknown_keys.is_empty() => None,
        Verdict::Absent => elsewhere().map(other_version),
        Verdict::Incomplete if !is_complete => None,
        Verdict::Incomplete => Some(elsewhere().map_or_else(
            || {
                let missing = judgement.missing.join("`, `");
                (Fault::InvalidDatabag, format!("`{missing}` is missing"))
            },
            other_version,
        )),
        Verdict::Invalid => Some(elsewhere().map_or_else(
            || {
                let problems = judgement
                    .problems
                    .iter()
                    .map(|found| format!("`{}`: {}", found.key, found.problem.message()));
                let missing = judgement.missing.iter().filter(|_| is_complete);
                let missing = missing.map(|key| format!("`{key}` is missing"));
                let problems = problems.chain(missing);
                (
                    Fault::InvalidDatabag,
                    problems.collect::<Vec<_>>().join("; "),
                )
            },
            other_version,
        )),
    }
}

/// A databag with its writer.
pub(crate) type Written = (String, Scope, Databag);

/// Every databag of the application, with its writer.
pub(crate) fn own_databags(world: &World, subject: &Subject) -> Vec<Written> {
    let mut bags = Vec::new();
    for relation in world.relations_on(subject.app(), &subject.endpoint) {
        let app = world.written(relation, subject.app());
        bags.push((subject.app().to_owned(), Scope::App, app));
        for unit in world.units().filter(|unit| subject.owns(unit)) {
            let bag = world.written(relation, unit.as_str());
            bags.push((unit.to_string(), Scope::Unit, bag));
        }
    }
    bags
}

/// Those that the charm has written to. The application's is whose unit leads.
pub(super) fn databags_of_the_charm(stage: &Stage, subject: &Subject) -> Vec<Written> {
    let world = stage.world();
    let leads = world.leader(subject.app());
    let leads = leads.is_none_or(|leader| !stage.is_mute(leader));
    let is_mute = |writer: &str| UnitName::new(writer).is_ok_and(|unit| stage.is_mute(&unit));
    let mut bags = own_databags(&world, subject);
    bags.retain(|(writer, scope, _)| match scope {
        Scope::App => leads,
        Scope::Unit => !is_mute(writer),
    });
    bags
}

/// The units that run the charm.
pub(super) fn own_units(stage: &Stage, subject: &Subject) -> Vec<UnitName> {
    let world = stage.world();
    let own = |unit: &&UnitName| subject.owns(unit) && !stage.is_mute(unit);
    world.units().filter(own).cloned().collect()
}

/// The databag for a report, without what is sensitive.
pub(crate) fn shown(
    bag: &Databag,
    version: &Version,
    subject: &Subject,
    scope: Scope,
) -> Vec<String> {
    bag.iter()
        .map(|(key, text)| {
            if is_sensitive(version, subject, scope, key) {
                format!("{key}: (not shown)")
            } else {
                format!("{key}: {}", shortened(text))
            }
        })
        .collect()
}

pub(super) fn is_sensitive(version: &Version, subject: &Subject, scope: Scope, key: &str) -> bool {
    let field = version
        .bag(subject.role, scope)
        .and_then(|bag| bag.field(key));
    field.is_some_and(|field| {
        matches!(
            version.resolve(&field.ty).kind,
            Kind::Text {
                format: TextFormat::Sensitive
            }
        )
    })
}

/// What is worth knowing about the charm's databags, and not wrong.
pub(super) fn remarks(stage: &Stage, subject: &Subject, case: &Case) -> Vec<Remark> {
    let Some(version) = subject.interface.version(case.version) else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    for (writer, scope, bag) in databags_of_the_charm(stage, subject) {
        for (key, message) in notes(&subject.interface, version, subject.role, scope, &bag) {
            remarks.push(Remark {
                databag: format!("the {scope} databag of {writer}"),
                key,
                message,
            });
        }
    }
    remarks
}

/// Advice about the keys of a databag: each key with what is odd there, such as that it
/// is perhaps misspelled. What stands there for readers of another version is not odd,
/// and what is wrong with a [marker](misstated) is more than odd.
pub fn notes(
    interface: &Interface,
    version: &Version,
    role: Role,
    scope: Scope,
    bag: &Databag,
) -> Vec<(String, String)> {
    let judgement = judge(version, role, scope, bag);
    let marker = misstated(interface, role, scope, bag).map(|wrong| wrong.key);
    let is_marker = |key: &str| {
        let declared = version.bag(role, scope).and_then(|bag| bag.marker());
        marker.is_some() && declared.is_some_and(|(field, _)| field.answers_to(key))
    };
    let mut notes: Vec<(String, String)> = (judgement.notes.into_iter())
        .filter(|found| !is_marker(&found.key))
        .map(|found| {
            let path = found.note.path.to_string();
            let message = match &*path {
                "" => found.note.message,
                path => format!("{path}: {}", found.note.message),
            };
            (found.key, message)
        })
        .collect();
    let is_known = |key: &str| {
        let mut bags = (interface.versions.iter()).filter_map(|other| other.bag(role, scope));
        bags.any(|bag| declared_keys(bag).any(|declared| declared == key))
    };
    for key in judgement.unknown_keys {
        if !is_known(&key)
            && !notes.iter().any(|(noted, _)| *noted == key)
            && let Some(message) = unknown_key(interface, version, role, scope, &key)
        {
            notes.push((key, message));
        }
    }
    notes
}
