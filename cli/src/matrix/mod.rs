//! Which charms of a list keep to which interface?

mod human;
mod junit;
mod list;
mod markdown;
mod parts;
mod results;
mod trial;

use crate::Said;
use crate::args::{FormatArg, MatrixArgs};
use crate::conform;
use crate::failure::{Failure, warning};
use crate::input;
use list::Entry;
use relata_spec::Interface;
use results::{Outcome, Results};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use trial::{Cell, Trial};

/// The exit code if there was nothing to try.
const NOTHING: u8 = 3;

/// Everything that was found out.
#[derive(Debug, Default)]
struct Report {
    results: Results,
    /// What is known besides; nothing if results were merged.
    trial: Trial,
    /// Where charms come from.
    urls: BTreeMap<String, String>,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &MatrixArgs,
    format: FormatArg,
) -> Result<Said, Failure> {
    if format == FormatArg::Sarif {
        return Err(Failure::new(
            "`relata matrix` does not answer in SARIF: use `--format json` or `--format junit`",
        ));
    }
    let report = if args.merge {
        merged(args)?
    } else {
        let entries = list::read(catalogue, args)?;
        if let Some(most) = args.github_matrix {
            return github(&entries, most);
        }
        tried(catalogue, args, &entries)
    };
    if let Some(path) = &args.json {
        write(path, &crate::json(&report.results))?;
    }
    if let Some(path) = &args.markdown {
        write(path, &markdown::table(&report))?;
    }
    Ok(Said {
        code: report.code(),
        stdout: match format {
            FormatArg::Json | FormatArg::Sarif => crate::json(&report.results),
            FormatArg::Junit => junit::document(&report)?,
            FormatArg::Human => human::render(&report),
        },
        stderr: String::new(),
    })
}

fn github(entries: &[Entry<'_>], most: u16) -> Result<Said, Failure> {
    Ok(match parts::github(entries, usize::from(most))? {
        Some(matrix) => Said::fine(matrix),
        None => Said {
            code: NOTHING,
            stdout: String::new(),
            stderr: warning(
                "no charm can be tried: write the `path` of each, or name the folder of all \
                 with `--checkouts`",
            ),
        },
    })
}

fn merged(args: &MatrixArgs) -> Result<Report, Failure> {
    let mut report = Report::default();
    for path in &args.lists {
        report.results.merge(path)?;
    }
    Ok(report)
}

fn tried(catalogue: &[Interface], args: &MatrixArgs, entries: &[Entry<'_>]) -> Report {
    let shard = args.shard.unwrap_or((1, 1));
    let mut report = Report::default();
    let mut number = 0;
    for entries in parts::by_charm(entries).values() {
        // Only what can be tried is shared out; what cannot be is told by the first.
        let mine = if parts::can_be_tried(entries) {
            number += 1;
            parts::is_in(number - 1, shard)
        } else {
            shard.0 == 1
        };
        if mine {
            report.add(
                entries,
                trial::of_charm(catalogue, entries, &args.trial, &conform::progress),
            );
        }
    }
    report
}

impl Report {
    fn add(&mut self, entries: &[&Entry<'_>], trial: Trial) {
        for entry in entries {
            if let (Some(interface), Some(version)) = (entry.claim.interface, entry.claim.version) {
                self.results.add_version(&interface.name, version);
            }
            if let Some(url) = &entry.url {
                self.urls.insert(entry.name.clone(), url.clone());
            }
        }
        for cell in &trial.cells {
            self.results.add(Outcome {
                interface: &cell.interface,
                version: cell.version,
                role: cell.role,
                charm: &cell.charm,
                passed: cell.why.is_none(),
            });
        }
        self.trial.cells.extend(trial.cells);
        self.trial.untried.extend(trial.untried);
        self.trial.broken.extend(trial.broken);
        self.trial.notes.extend(trial.notes);
    }

    fn code(&self) -> u8 {
        let failed = self.results.each().any(|result| !result.passed);
        if failed || !self.trial.broken.is_empty() {
            1
        } else if self.results.each().next().is_none() {
            NOTHING
        } else {
            0
        }
    }

    /// What is known of a result besides.
    fn cell(&self, result: Outcome<'_>) -> Option<&Cell> {
        self.trial.cells.iter().find(|cell| {
            cell.interface == result.interface
                && cell.version == result.version
                && cell.role == result.role
                && cell.charm == result.charm
        })
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", input::name(path))))
}
