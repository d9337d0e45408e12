//! What changed between two releases, and whom does it break?

mod finding;
pub(crate) mod human;
mod locate;
pub(crate) mod sarif;

pub(crate) use finding::{Finding, breaking, bump};

use crate::Said;
use crate::args::{DiffArgs, FormatArg, frozen_directory};
use crate::failure::{self, Failure};
use crate::frozen::{self, Released};
use relata_spec::Interface;
use relata_spec::evolution::{Bump, compare_interfaces};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The exit code where there is nothing to do.
const NOTHING: u8 = 3;

#[derive(Serialize)]
struct Report<'a> {
    /// The step of a semantic version that the changes need.
    bump: Option<Bump>,
    /// How many of them break something.
    breaking: usize,
    findings: &'a [Finding],
}

pub(crate) fn run(args: &DiffArgs, format: FormatArg) -> Result<Said, Failure> {
    let [old, new] = match (&args.git, &args.paths[..]) {
        (Some(range), []) => frozen::revisions(range, &frozen_directory())?,
        (Some(range), [folder]) => frozen::revisions(range, folder)?,
        (None, [old, new]) => [frozen::load(old)?, frozen::load(new)?],
        _ => {
            return Err(Failure::new(
                "name two frozen specifications or folders of them, as in `relata diff OLD NEW`, \
                 or revisions, as in `relata diff --git main...HEAD`",
            ));
        }
    };
    if old.is_empty() && new.is_empty() {
        return Ok(Said {
            code: NOTHING,
            stderr: failure::warning(
                "there is no frozen specification on either side, so nothing was compared; \
                 `relata freeze` writes them",
            ),
            ..Said::default()
        });
    }
    let findings = compare(&old, &new);
    let stdout = match format {
        FormatArg::Sarif => crate::json(&sarif::document(&findings)),
        FormatArg::Json => crate::json(&Report {
            bump: bump(&findings),
            breaking: breaking(&findings),
            findings: &findings,
        }),
        FormatArg::Human => human::render(&findings),
        FormatArg::Junit => return Err(not_in_junit()),
    };
    Ok(Said {
        code: u8::from(breaking(&findings) > 0),
        stdout,
        stderr: String::new(),
    })
}

/// Every change between two sets of frozen interfaces, by the interfaces' names.
fn compare(old: &BTreeMap<String, Released>, new: &BTreeMap<String, Released>) -> Vec<Finding> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut findings = Vec::new();
    for name in names {
        let (before, after) = (old.get(name), new.get(name));
        let Some(known) = after.or(before) else {
            continue;
        };
        let nothing = without_versions(&known.interface);
        let of = |released: Option<&Released>| {
            released.map_or_else(|| nothing.clone(), |one| one.interface.clone())
        };
        let (was, is) = (of(before), of(after));
        let file = |number: u32| after.and_then(|one| one.files.get(&number));
        findings.extend(
            (compare_interfaces(&was, &is).into_iter())
                .map(|change| Finding::new(&was, &is, change, file)),
        );
    }
    findings
}

/// An interface that is not there: every version of it is new, or gone.
pub(crate) fn without_versions(interface: &Interface) -> Interface {
    Interface {
        versions: Vec::new(),
        ..interface.clone()
    }
}

/// What a command says that answers in SARIF, and in no form for test runners.
pub(crate) fn not_in_junit() -> Failure {
    Failure::new("only `relata test` answers in JUnit's form: use `--format json` or `sarif`")
}
