//! What is said of one change?

use super::locate;
use crate::frozen::File;
use relata_spec::Interface;
use relata_spec::evolution::{Bump, Change};
use relata_spec::model::{Charm, Role};
use serde::Serialize;
use std::collections::BTreeMap;

/// One change of an interface, with what its author has to know to decide.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Finding {
    pub(crate) interface: String,
    #[serde(flatten)]
    pub(crate) change: Change,
    /// Where the new state is declared or frozen: `file:line:column`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// The charms that are registered for the version, by role.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) charms: BTreeMap<Role, Vec<String>>,
}

impl Finding {
    /// A change from `old` to `new`. `file` holds the new state of a version, if
    /// it was read from files.
    pub(crate) fn new<'f>(
        old: &Interface,
        new: &Interface,
        change: Change,
        file: impl Fn(u32) -> Option<&'f File>,
    ) -> Finding {
        let charms = change.version.map(|number| charms(old, new, number));
        let compiled = new.sources.of(&change.owner, &sought(&change));
        let source = compiled.map(|place| place.to_string()).or_else(|| {
            let file = file(change.version?)?;
            let (line, column) = locate::locate(&file.text, &change.owner, &change.name);
            Some(format!("{}:{line}:{column}", file.path))
        });
        Finding {
            interface: new.name.clone(),
            source,
            charms: charms.unwrap_or_default(),
            change,
        }
    }
}

/// The name under which the macro knows the place of a change.
fn sought(change: &Change) -> String {
    match change.version {
        Some(number) if change.owner.is_empty() && change.name.is_empty() => format!("v{number}"),
        _ => change.name.clone(),
    }
}

/// Charms that the old or the new state names: both may be deployed.
fn charms(old: &Interface, new: &Interface, number: u32) -> BTreeMap<Role, Vec<String>> {
    let versions = [old.version(number), new.version(number)];
    let mut charms: BTreeMap<Role, Vec<String>> = BTreeMap::new();
    for version in versions.into_iter().flatten() {
        let sides = [
            (Role::Provider, &version.providers),
            (Role::Requirer, &version.requirers),
        ];
        for (role, known) in sides {
            for Charm { name, .. } in known {
                let names = charms.entry(role).or_default();
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
    }
    charms
}

/// The step that a release with all these changes needs; `None` without any.
pub(crate) fn bump<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Option<Bump> {
    findings.into_iter().map(|one| one.change.bump).max()
}

/// How many of the changes break something.
pub(crate) fn breaking(findings: &[Finding]) -> usize {
    findings.iter().filter(|one| one.change.breaking).count()
}
