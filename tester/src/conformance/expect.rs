//! What must hold after each step?

use super::Subject;
use super::case::{Case, Step};
use super::doubt;
use super::finding::{Fault, Finding};
use crate::charm_dir::SetupError;
use crate::stage::{Exit, HookRun, Stage};
use relata::testing::{Change, Owner, SecretId, World};
use relata::{Databag, ScopeKind, UnitName};
use relata_spec::bag::{Judgement, Verdict, judge};
use relata_spec::model::{Kind, Scope, TextFormat, Version};
use std::collections::BTreeSet;

/// How much of what a hook said is shown.
const LAST_LINES: usize = 6;

/// The shortest text whose appearance elsewhere is no accident.
const TELLING: usize = 8;

/// Whether charms came up. That one did not says nothing about its relations.
pub(crate) fn all_started(runs: &[HookRun]) -> Result<(), SetupError> {
    match of_runs(runs).into_iter().next() {
        None => Ok(()),
        Some(finding) => Err(SetupError::new(format!(
            "{} does not start: {} in `{}`; {}",
            finding.unit.unwrap_or_default(),
            finding.what,
            finding.hook.unwrap_or_default(),
            if finding.evidence.is_empty() {
                "it said nothing".to_owned()
            } else {
                finding.evidence.join("; ")
            }
        ))),
    }
}

/// What the hooks themselves did wrong.
pub(crate) fn of_runs(runs: &[HookRun]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for run in runs {
        if let Some(finding) = of_run(run) {
            findings.push(finding);
        }
        if !run.left_behind.is_empty() {
            let what = format!(
                "processes outlived the hook: {}",
                run.left_behind.join(", ")
            );
            findings.push(finding(Fault::LeftBehind, run, what));
        }
    }
    findings
}

fn of_run(run: &HookRun) -> Option<Finding> {
    if run.is_done() {
        return None;
    }
    let wrote_as_follower = run.calls.iter().any(|call| {
        let app = call
            .args
            .iter()
            .any(|arg| arg == "--app" || arg == "--app=true");
        call.tool == "relation-set" && app && call.code.is_some_and(|code| code != 0)
    });
    let wrote_as_follower = wrote_as_follower || run.stderr.contains("not the leader");
    Some(match &run.exit {
        Exit::TimedOut => finding(
            Fault::HookHung,
            run,
            format!("it was killed after {} s", run.took.as_secs()),
        ),
        _ if wrote_as_follower => finding(
            Fault::FollowerWrote,
            run,
            "Juju refused it what only the leader may do".to_owned(),
        ),
        Exit::TooMuchDisk => finding(
            Fault::HookFailed,
            run,
            "it filled the disk of its sandbox and was killed".to_owned(),
        ),
        Exit::TooManyProcesses => finding(
            Fault::HookFailed,
            run,
            "it started hundreds of processes at once and was killed".to_owned(),
        ),
        Exit::Code(0) | Exit::NothingToRun => finding(
            Fault::HookFailed,
            run,
            format!(
                "Juju did not take what it wrote: {:?}",
                run.finished.outcome
            ),
        ),
        Exit::Code(code) => finding(
            Fault::HookFailed,
            run,
            format!("it ended with exit code {code}"),
        ),
        Exit::Interrupted => finding(
            Fault::HookHung,
            run,
            "it was killed while a hook tool hung".to_owned(),
        ),
        Exit::Signal(signal) => finding(
            Fault::HookFailed,
            run,
            format!("it died of signal {signal}"),
        ),
        Exit::NotStarted(why) => finding(
            Fault::HookFailed,
            run,
            format!("it could not be started: {why}"),
        ),
    })
}

/// What a step that changed nothing must not have led to.
pub(super) fn of_repetition(runs: &[HookRun]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for run in runs {
        let mut written = Vec::new();
        let mut lost = Vec::new();
        for change in &run.finished.changes {
            if let Change::Databag { key, after, .. } = change {
                match after {
                    Some(_) => written.push(format!("`{key}`")),
                    None => lost.push(format!("`{key}`")),
                }
            }
        }
        if !written.is_empty() {
            let what = format!("it wrote {} again, in other words", written.join(", "));
            findings.push(finding(Fault::NeedlessWrite, run, what));
        }
        if !lost.is_empty() {
            let what = format!("it took back {}", lost.join(", "));
            findings.push(finding(Fault::DataLost, run, what));
        }
    }
    findings
}

/// What must not be taken back in a step after which it is as true as before.
pub(super) fn of_what_stays_true(runs: &[HookRun], subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for run in runs {
        let lost = run
            .finished
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Databag {
                    key,
                    after: None,
                    writer,
                    ..
                } if writer == subject.app() => Some(format!("`{key}`")),
                _ => None,
            });
        let lost: Vec<String> = lost.collect();
        if !lost.is_empty() {
            let what = format!("it took back {}", lost.join(", "));
            findings.push(finding(Fault::DataLost, run, what));
        }
    }
    findings
}

/// What the charm's own databags must look like.
pub(super) fn of_databags(stage: &Stage, subject: &Subject, case: &Case) -> Vec<Finding> {
    let Some(version) = subject.interface.version(case.version) else {
        return Vec::new();
    };
    let databags = databags_of_the_charm(stage, subject);
    let world = stage.world();
    let mut findings = of_shape(subject, version, case.is_complete, &databags);
    if case.any_version || doubt::is_open(&world, subject, case) {
        findings.retain(|finding| finding.fault != Fault::OtherVersion);
        let versions: Vec<&Version> = subject.interface.versions.iter().collect();
        findings.extend(leaks(&world, &databags, subject, &versions));
    } else {
        findings.extend(leaks(&world, &databags, subject, &[version]));
    }
    findings
}

/// What the charm's own databags must look like in a version. `is_complete`: the other
/// side has written all that its declaration demands.
pub(crate) fn of_version(
    world: &World,
    subject: &Subject,
    version: &Version,
    is_complete: bool,
) -> Vec<Finding> {
    let databags = own_databags(world, subject);
    let mut findings = of_shape(subject, version, is_complete, &databags);
    findings.extend(leaks(world, &databags, subject, &[version]));
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

fn is_sensitive(version: &Version, subject: &Subject, scope: Scope, key: &str) -> bool {
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

/// What stands in plain text somewhere and is in a secret, for a charm that may speak
/// these versions.
fn leaks(
    world: &World,
    databags: &[Written],
    subject: &Subject,
    versions: &[&Version],
) -> Vec<Finding> {
    let hidden: BTreeSet<String> = world
        .secrets()
        .flat_map(|secret| {
            let contents = secret
                .revisions()
                .filter_map(|revision| secret.content(revision));
            contents
                .flat_map(|content| content.into_values().map(|text| text.reveal().to_owned()))
                .collect::<Vec<String>>()
        })
        .filter(|text| text.len() >= TELLING)
        .collect();
    let leaked = |text: &str| hidden.iter().any(|hidden| text.contains(hidden.as_str()));
    let finding = |what: String| Finding {
        fault: Fault::SecretLeaked,
        what,
        unit: None,
        hook: None,
        evidence: Vec::new(),
    };
    let mut findings = Vec::new();
    for (writer, scope, bag) in databags {
        for (key, text) in bag {
            // Where the version has no secrets, credentials stand in plain text.
            let is_meant = |version: &&Version| is_sensitive(version, subject, *scope, key);
            if leaked(text) && !versions.iter().any(is_meant) {
                findings.push(finding(format!(
                    "`{key}` in the {scope} databag of {writer} holds the content of a secret"
                )));
            }
        }
    }
    if let Some(line) = world.log().iter().find(|line| leaked(&line.message)) {
        findings.push(finding(format!(
            "{} logs the content of a secret (level {})",
            line.unit, line.level
        )));
    }
    for unit in world.units() {
        if world
            .status(unit)
            .is_some_and(|status| leaked(&status.message))
        {
            findings.push(finding(format!(
                "the status of {unit} shows the content of a secret"
            )));
        }
    }
    findings
}

/// The secrets that belong to the charm.
pub(crate) fn own_secrets(world: &World, subject: &Subject) -> BTreeSet<SecretId> {
    let is_own = |owner: &Owner| match owner {
        Owner::App(app) => app == subject.app(),
        Owner::Unit(unit) => unit.app() == subject.app(),
        Owner::Model => false,
    };
    (world.secrets().filter(|secret| is_own(secret.owner())))
        .map(|secret| secret.id().clone())
        .collect()
}

/// What must not be there any more when a relation is over.
pub(crate) fn of_the_end(
    stage: &Stage,
    subject: &Subject,
    before: &BTreeSet<SecretId>,
) -> Vec<Finding> {
    let world = stage.world();
    let left = own_secrets(&world, subject);
    let left = left.difference(before).count();
    if left == 0 {
        return Vec::new();
    }
    vec![Finding {
        fault: Fault::LeftBehind,
        what: format!("{left} of the secrets that it made for the relation are still there"),
        unit: None,
        hook: None,
        evidence: Vec::new(),
    }]
}

pub(super) fn finding(fault: Fault, run: &HookRun, what: String) -> Finding {
    let mut evidence = Vec::new();
    evidence.extend(last_lines("stderr", &run.stderr));
    let complaints = run
        .log
        .iter()
        .filter(|line| matches!(line.level.as_str(), "ERROR" | "CRITICAL" | "WARNING"));
    let complaints: Vec<String> = complaints.map(|line| line.message.clone()).collect();
    evidence.extend(last_lines("log", &complaints.join("\n")));
    if let Some(call) = run.calls.last() {
        evidence.push(format!(
            "last hook tool: {} {}",
            call.tool,
            shortened(&call.args.join(" "))
        ));
    }
    for change in &run.finished.changes {
        if let Change::Databag {
            scope,
            key,
            before,
            after,
            ..
        } = change
        {
            let scope = match scope {
                ScopeKind::App => "app",
                ScopeKind::Unit => "unit",
            };
            evidence.push(format!(
                "{scope} `{key}`: {} → {}",
                before.as_deref().map_or("nothing".to_owned(), shortened),
                after.as_deref().map_or("nothing".to_owned(), shortened),
            ));
        }
    }
    Finding {
        fault,
        what,
        unit: Some(run.unit.to_string()),
        hook: Some(run.hook.clone()),
        evidence,
    }
}

fn last_lines(what: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let from = lines.len().saturating_sub(LAST_LINES);
    (lines[from..].iter())
        .map(|line| format!("{what}: {}", shortened(line)))
        .collect()
}

fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.replace(['\n', '\r'], " ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Whether after a step everything that the charm has said is as true as before.
pub(super) fn leaves_all_true(step: &Step) -> bool {
    matches!(
        step,
        Step::ChangeLeader
            | Step::AddUnit
            | Step::RemoveUnit
            | Step::RemoveLeader
            | Step::AddRemoteUnit(_)
            | Step::Upgrade
    )
}
