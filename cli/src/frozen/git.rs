//! What was frozen at a revision?
//!
//! `git` itself is asked: it knows worktrees, filters and whatever a repository
//! is configured with.

use super::store::{Released, join};
use crate::failure::{Failure, one_line};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The frozen interfaces under `folder` at both ends of a range `A..B`. Without
/// `B`, the end is `HEAD`.
pub(crate) fn revisions(
    range: &str,
    folder: &Path,
) -> Result<[BTreeMap<String, Released>; 2], Failure> {
    let Some((old, new)) = range.split_once("..") else {
        return Err(Failure::new(format!(
            "`{range}` is no range of revisions: write `--git main..HEAD`"
        )));
    };
    let new = new.strip_prefix('.').unwrap_or(new);
    let end = |revision: &str| {
        if revision.is_empty() {
            "HEAD"
        } else {
            revision
        }
        .to_owned()
    };
    Ok([at(&end(old), folder)?, at(&end(new), folder)?])
}

fn at(revision: &str, folder: &Path) -> Result<BTreeMap<String, Released>, Failure> {
    // Said apart: `ls-tree` of a folder that is not there is no error.
    let commit = git(&[
        "rev-parse",
        "--verify",
        "--end-of-options",
        &format!("{revision}^{{commit}}"),
    ])
    .map_err(|why| Failure::new(format!("there is no revision `{revision}`: {why}")))?;
    let commit = commit.trim();
    let folder = folder.to_string_lossy().into_owned();
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", commit, "--", &folder])
        .map_err(|why| Failure::new(format!("cannot list `{folder}` at `{revision}`: {why}")))?;
    let mut texts = Vec::new();
    for path in listed
        .split('\0')
        .filter(|path| Path::new(path).extension().is_some_and(|end| end == "json"))
    {
        let text = git(&["show", &format!("{commit}:./{path}")])
            .map_err(|why| Failure::new(format!("cannot read `{path}` at `{revision}`: {why}")))?;
        texts.push((format!("{path}@{revision}"), text));
    }
    join(texts)
}

/// What `git` prints, or why it did not.
fn git(args: &[&str]) -> Result<String, String> {
    let run = Command::new("git").args(args).output();
    let output = run.map_err(|error| format!("`git` cannot be run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(one_line(said.trim_start_matches("fatal: ")));
    }
    String::from_utf8(output.stdout).map_err(|_| "it is not UTF-8".to_owned())
}
