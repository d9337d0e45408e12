//! Does the content of a secret stand where anybody can read it?

use super::Subject;
use super::databags::{Written, is_sensitive};
use super::finding::{Fault, Finding};
use crate::stage::HookRun;
use relata::testing::{Change, Owner, Secret, World};
use relata_spec::model::Version;
use std::collections::BTreeMap;

/// The shortest text whose appearance elsewhere is no accident.
const TELLING: usize = 8;

/// What stands in plain text somewhere and is in a secret, for a charm that may speak
/// these versions; with the hook among `runs` that put it there.
pub(super) fn find(
    world: &World,
    runs: &[&HookRun],
    databags: &[Written],
    subject: &Subject,
    versions: &[&Version],
) -> Vec<Finding> {
    let hidden = Hidden::of(world);
    let finding = |what: String, run: Option<&&HookRun>| Finding {
        fault: Fault::SecretLeaked,
        what,
        unit: run.map(|run| run.unit.to_string()),
        hook: run.map(|run| run.hook.clone()),
        evidence: Vec::new(),
    };
    let mut findings = Vec::new();
    for (place, scope, bag) in databags {
        for (key, text) in bag {
            // Where the version has no secrets, credentials stand in plain text.
            let is_meant = |version: &&Version| is_sensitive(version, subject, *scope, key);
            if let Some(secret) = hidden.found_in(text)
                && !versions.iter().any(is_meant)
            {
                let wrote = |run: &&&HookRun| {
                    let mut changes = run.finished.changes.iter();
                    changes.any(|change| matches!(change,
                        Change::Databag { writer, key: of, after: Some(_), .. } if writer == place && of == key))
                };
                findings.push(finding(
                    format!("`{key}` in the {scope} databag of {place} holds {secret}"),
                    runs.iter().rev().find(wrote),
                ));
            }
        }
    }
    let mut logged = world.log().iter();
    if let Some((line, secret)) =
        logged.find_map(|line| Some((line, hidden.found_in(&line.message)?)))
    {
        let logs = |run: &&&HookRun| run.log.contains(line);
        findings.push(finding(
            format!("{} logs {secret} (level {})", line.unit, line.level),
            runs.iter().find(logs),
        ));
    }
    for unit in world.units() {
        let status = world.status(unit);
        if let Some(secret) = status.and_then(|status| hidden.found_in(&status.message)) {
            let sets = |run: &&&HookRun| {
                let mut calls = run.calls.iter();
                run.unit == *unit && calls.any(|call| call.tool == "status-set")
            };
            findings.push(finding(
                format!("the status of {unit} shows {secret}"),
                runs.iter().rev().find(sets),
            ));
        }
    }
    findings
}

/// What stands in the secrets of a model, each text with the name of where that is.
struct Hidden(BTreeMap<String, String>);

impl Hidden {
    fn of(world: &World) -> Hidden {
        let mut texts = BTreeMap::new();
        for secret in world.secrets() {
            let revisions = secret.revisions();
            for content in revisions.filter_map(|revision| secret.content(revision)) {
                for (key, text) in content {
                    if text.reveal().len() >= TELLING {
                        let named = format!("`{key}` of {}", name(secret));
                        texts.insert(text.reveal().to_owned(), named);
                    }
                }
            }
        }
        Hidden(texts)
    }

    /// The name of what stands in the text, if anything does.
    fn found_in(&self, text: &str) -> Option<&str> {
        let mut texts = self.0.iter();
        let (_, name) = texts.find(|(hidden, _)| text.contains(hidden.as_str()))?;
        Some(name)
    }
}

/// The label of a secret, or whose it is.
fn name(secret: &Secret) -> String {
    match (secret.label(), secret.owner()) {
        ("", Owner::App(app)) => format!("a secret of {app}"),
        ("", Owner::Unit(unit)) => format!("a secret of {unit}"),
        ("", Owner::Model) => "a secret of the model".to_owned(),
        (label, _) => format!("the secret `{label}`"),
    }
}
