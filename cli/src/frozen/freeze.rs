//! `relata freeze`: what is released is written down, or checked.

use super::store::{self, Released, alone, place};
use crate::Said;
use crate::args::{FormatArg, FreezeArgs};
use crate::diff::{Finding, breaking, human, sarif, without_versions};
use crate::failure::Failure;
use crate::input;
use crate::names;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use relata_spec::Interface;
use relata_spec::evolution::{compare_interfaces, idle_allowances};
use relata_spec::model::Status;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What is found when declarations and frozen specifications are compared.
#[derive(Debug, Default, Serialize)]
pub(super) struct Outcome {
    /// Every version that is looked at.
    pub(super) versions: Vec<Entry>,
    /// Every change since the last freeze.
    pub(super) findings: Vec<Finding>,
    /// Allowances that no change needs any more.
    pub(super) idle: Vec<IdleEntry>,
}

#[derive(Debug, Serialize)]
pub(super) struct Entry {
    interface: String,
    version: String,
    file: PathBuf,
    state: State,
    #[serde(skip)]
    content: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Not frozen so far.
    New,
    /// Frozen as it is declared.
    Unchanged,
    /// Declared otherwise, which breaks nothing.
    Changed,
    /// Declared otherwise, which breaks something.
    Refused,
    /// Frozen, and declared no longer.
    Removed,
}

#[derive(Debug, Serialize)]
pub(super) struct IdleEntry {
    interface: String,
    rule: String,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &FreezeArgs,
    format: FormatArg,
) -> Result<Said, Failure> {
    let directory = args.directory();
    let outcome = look(catalogue, &directory, &args.names)?;
    let failed = breaking(&outcome.findings) > 0 || args.check && outcome.unfrozen().count() > 0;
    if !args.check {
        outcome.write()?;
    }
    let stdout = match format {
        FormatArg::Json => crate::json(&outcome),
        FormatArg::Sarif => crate::json(&sarif::document(&outcome.findings)),
        FormatArg::Human => outcome.human(args.check),
        FormatArg::Junit => return Err(crate::diff::not_in_junit()),
    };
    Ok(Said {
        code: u8::from(failed),
        stdout,
        stderr: String::new(),
    })
}

/// Compares what is declared with what is frozen in the folder.
pub(super) fn look(
    catalogue: &[Interface],
    directory: &Path,
    names: &[String],
) -> Result<Outcome, Failure> {
    let frozen = if directory.is_file() {
        return Err(Failure::new(format!(
            "{} is a file: name the folder of the frozen specifications",
            input::name(directory)
        )));
    } else if directory.exists() {
        store::load(directory)?
    } else {
        BTreeMap::new()
    };
    frozen.values().try_for_each(store::a_file_each)?;
    let mut outcome = Outcome::default();
    if names.is_empty() {
        for interface in catalogue {
            let known = frozen.get(&interface.name);
            outcome.compare(directory, interface, known, |number, status| {
                status != Status::Draft || known.is_some_and(|one| one.files.contains_key(&number))
            });
        }
        for released in frozen.values() {
            let name = &released.interface.name;
            if !catalogue.iter().any(|interface| interface.name == *name) {
                let gone = without_versions(&released.interface);
                outcome.compare(directory, &gone, Some(released), |_, _| true);
            }
        }
    }
    for name in names {
        let (interface, only) = named(catalogue, name)?;
        let mut known = frozen.get(&interface.name).cloned();
        if let (Some(known), Some(only)) = (&mut known, only) {
            known
                .interface
                .versions
                .retain(|version| version.number == only);
            known.files.retain(|number, _| *number == only);
        }
        outcome.compare(directory, interface, known.as_ref(), |number, _| {
            only.is_none_or(|only| number == only)
        });
    }
    Ok(outcome)
}

/// `NAME` or `NAME@v1`.
fn named<'a>(
    catalogue: &'a [Interface],
    name: &str,
) -> Result<(&'a Interface, Option<u32>), Failure> {
    let (name, version) = match name.split_once('@') {
        Some((name, version)) => (
            name,
            Some(crate::args::version(version).map_err(Failure::new)?),
        ),
        None => (name, None),
    };
    let interface = names::interface(catalogue, name)?;
    if let Some(number) = version {
        names::version(interface, number)?;
    }
    Ok((interface, version))
}

impl Outcome {
    fn compare(
        &mut self,
        directory: &Path,
        declared: &Interface,
        known: Option<&Released>,
        wanted: impl Fn(u32, Status) -> bool,
    ) {
        let mut looked_at = declared.clone();
        looked_at
            .versions
            .retain(|version| wanted(version.number, version.status));
        let nothing = without_versions(declared);
        let before = known.map_or(&nothing, |known| &known.interface);
        let changes = if known.is_some() {
            compare_interfaces(before, &looked_at)
        } else {
            Vec::new()
        };
        if known.is_some() {
            self.idle.extend(
                (idle_allowances(declared, &changes).into_iter()).map(|idle| IdleEntry {
                    interface: declared.name.clone(),
                    source: (declared.sources.of(&idle.owner, &idle.name))
                        .map(|place| place.to_string()),
                    rule: idle.rule,
                    reason: idle.reason,
                }),
            );
        }
        for version in &looked_at.versions {
            let file = known
                .and_then(|known| known.files.get(&version.number))
                .map_or_else(
                    || directory.join(place(&declared.name, version.number)),
                    |file| PathBuf::from(&file.path),
                );
            let content = alone(declared, version).to_json_string();
            let broken = changes.iter().any(|change| {
                change.breaking && change.version.is_none_or(|of| of == version.number)
            });
            let state = match before.version(version.number) {
                None => State::New,
                Some(_) if broken => State::Refused,
                Some(old) if alone(before, old).to_json_string() == content => State::Unchanged,
                Some(_) => State::Changed,
            };
            self.versions.push(Entry {
                interface: declared.name.clone(),
                version: format!("v{}", version.number),
                file,
                state,
                content: Some(content),
            });
        }
        for (number, file) in known.iter().flat_map(|known| &known.files) {
            if looked_at.version(*number).is_none() {
                let refused = changes
                    .iter()
                    .any(|change| change.breaking && change.version == Some(*number));
                self.versions.push(Entry {
                    interface: declared.name.clone(),
                    version: format!("v{number}"),
                    file: PathBuf::from(&file.path),
                    state: if refused {
                        State::Refused
                    } else {
                        State::Removed
                    },
                    content: None,
                });
            }
        }
        self.findings.extend(
            (changes.into_iter()).map(|change| Finding::new(before, &looked_at, change, |_| None)),
        );
    }

    /// What changed in a version, if nothing breaks. What is said of the
    /// interface as a whole is said once, with its newest version.
    fn compatible(&self, entry: &Entry) -> impl Iterator<Item = &Finding> {
        let of = |finding: &&Finding| finding.interface == entry.interface;
        let newest = (self.versions.iter().rev())
            .find(|other| other.interface == entry.interface)
            .is_some_and(|newest| newest.version == entry.version);
        self.findings.iter().filter(of).filter(move |finding| {
            let change = &finding.change;
            let number = change.version.map(|number| format!("v{number}"));
            !change.breaking && number.map_or(newest, |number| number == entry.version)
        })
    }

    /// Published versions without a frozen specification: nothing protects them.
    pub(super) fn unfrozen(&self) -> impl Iterator<Item = &Entry> {
        self.versions
            .iter()
            .filter(|entry| entry.state == State::New)
    }

    /// Writes what changed, unless it breaks something.
    fn write(&self) -> Result<(), Failure> {
        for entry in &self.versions {
            match (entry.state, &entry.content) {
                (State::New | State::Changed, Some(content)) => replace(&entry.file, content)?,
                (State::Removed, _) => fs::remove_file(&entry.file).map_err(|error| {
                    Failure::new(format!(
                        "cannot remove {}: {error}",
                        input::name(&entry.file)
                    ))
                })?,
                _ => {}
            }
        }
        Ok(())
    }

    fn human(&self, check: bool) -> String {
        let mut text = String::new();
        for finding in self.findings.iter().filter(|one| one.change.breaking) {
            human::refused(&mut text, finding);
        }
        for entry in &self.versions {
            entry.human(&mut text, check);
            if matches!(entry.state, State::Changed | State::Removed) {
                for finding in self.compatible(entry) {
                    human::accepted(&mut text, finding, "   ");
                }
            }
        }
        for idle in &self.idle {
            let _ = writeln!(
                text,
                "{} `#[allow({}, reason = \"{}\")]` of {} is not needed any more{}",
                paint(WARNING, "note:"),
                idle.rule,
                idle.reason,
                idle.interface,
                match &idle.source {
                    Some(source) => paint(FAINT, format_args!(" ({source})")),
                    None => String::new(),
                }
            );
        }
        let unchanged = (self.versions.iter())
            .filter(|entry| entry.state == State::Unchanged)
            .count();
        let _ = writeln!(
            text,
            "{} frozen {}, {unchanged} as declared",
            self.versions.len(),
            if self.versions.len() == 1 {
                "version"
            } else {
                "versions"
            },
        );
        text
    }
}

impl Entry {
    /// What is wrong with a released version that is not frozen.
    pub(super) fn unfrozen(&self) -> String {
        format!(
            "{} {} {} is released and not frozen\n   {} run `relata freeze` and commit {}\n",
            paint(ERROR, "error:"),
            self.interface,
            self.version,
            paint(FRAME, "= help:"),
            paint(NAME, self.file.display())
        )
    }

    fn human(&self, text: &mut String, check: bool) {
        let name = paint(STRONG, format_args!("{} {}", self.interface, self.version));
        let file = paint(NAME, self.file.display());
        let _ = match (self.state, check) {
            (State::New, true) => text.write_str(&self.unfrozen()),
            (State::New, false) => writeln!(text, "{} {name} {file}", paint(GOOD, "frozen")),
            (State::Changed, true) => writeln!(
                text,
                "{} {name} has changed since it was frozen, which breaks nothing\n   {} run \
                 `relata freeze` when it is released",
                paint(WARNING, "note:"),
                paint(FRAME, "= help:")
            ),
            (State::Changed, false) => {
                writeln!(text, "{} {name} {file}", paint(GOOD, "frozen again"))
            }
            (State::Removed, true) => writeln!(
                text,
                "{} {name} was retired and is no longer declared\n   {} `relata freeze` removes {file}",
                paint(WARNING, "note:"),
                paint(FRAME, "= help:")
            ),
            (State::Removed, false) => {
                writeln!(text, "{} {name} {file}", paint(WARNING, "removed"))
            }
            (State::Unchanged, _) | (State::Refused, true) => Ok(()),
            (State::Refused, false) => {
                writeln!(text, "{} {name} {file}", paint(ERROR, "not frozen"))
            }
        };
    }
}

/// Writes beside the file, then renames: it is whole or as it was.
fn replace(file: &Path, content: &str) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", input::name(file)))
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    let beside = file.with_extension(format!("json.{}", std::process::id()));
    fs::write(&beside, content).map_err(cannot)?;
    fs::rename(&beside, file).map_err(|error| {
        let _ = fs::remove_file(&beside);
        cannot(error)
    })
}
