//! What must hold of the hooks of each step, and of what is left in the end?

use super::Subject;
use super::case::Step;
use super::evidence;
use super::finding::{Fault, Finding};
use crate::charm_dir::SetupError;
use crate::stage::{Exit, HookRun, Stage};
use relata::testing::{Change, Owner, SecretId, World};
use std::collections::BTreeSet;

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
    let ended = run.failure()?;
    let fault = match &run.exit {
        Exit::TimedOut => Fault::HookHung,
        _ if wrote_as_follower(run) => {
            let what = "it was refused what only the leader may do".to_owned();
            return Some(finding(Fault::FollowerWrote, run, what));
        }
        Exit::Interrupted => Fault::HookHung,
        _ => Fault::HookFailed,
    };
    Some(finding(fault, run, format!("it {ended}")))
}

/// Whether the hook failed because its unit does not lead: Juju refused what it wrote,
/// or `ops` did, which asks Juju first.
fn wrote_as_follower(run: &HookRun) -> bool {
    let is_refused = |call: &relata::testing::ToolCall| {
        let mut args = call.args.iter();
        call.tool == "relation-set"
            && args.any(|arg| arg == "--app" || arg == "--app=true")
            && call.code.is_some_and(|code| code != 0)
    };
    let says = |text: &str| {
        text.contains("not the leader")
            || text.contains("is not leader and cannot write application data")
    };
    let mut complaints = evidence::complaints(run);
    run.calls.iter().any(is_refused) || says(&run.stderr) || complaints.any(says)
}

fn finding(fault: Fault, run: &HookRun, what: String) -> Finding {
    Finding {
        fault,
        what,
        unit: Some(run.unit.to_string()),
        hook: Some(run.hook.clone()),
        evidence: evidence::of_run(run),
    }
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
