//! What was frozen at a revision?
//!
//! `git` itself is asked: it knows worktrees, filters and whatever a repository
//! is configured with.

use super::store::{Released, join, load};
use crate::failure::{Failure, one_line};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The frozen interfaces under `folder` at both ends of a range.
///
/// | range | the old end | the new end |
/// |---|---|---|
/// | `A..B` | `A` | `B` |
/// | `A...B` | where `B` branched off `A` | `B` |
/// | `A` | `A` | the files as they are |
///
/// An end that is left out is `HEAD`.
pub(crate) fn revisions(
    range: &str,
    folder: &Path,
) -> Result<[BTreeMap<String, Released>; 2], Failure> {
    let head = |revision: &str| match revision {
        "" => "HEAD".to_owned(),
        named => named.to_owned(),
    };
    if let Some((old, new)) = range.split_once("...") {
        let (old, new) = (commit(&head(old))?, head(new));
        let base = git(&["merge-base", &old, &commit(&new)?]).map_err(|_| {
            Failure::new(format!(
                "`{range}`: the two revisions have no common history"
            ))
        })?;
        return Ok([at(base.trim(), folder)?, at(&new, folder)?]);
    }
    if let Some((old, new)) = range.split_once("..") {
        return Ok([at(&head(old), folder)?, at(&head(new), folder)?]);
    }
    let now = if folder.exists() {
        load(folder)?
    } else {
        BTreeMap::new()
    };
    Ok([at(&head(range), folder)?, now])
}

fn commit(revision: &str) -> Result<String, Failure> {
    let name = format!("{revision}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--end-of-options", &name])
        .map_err(|why| Failure::new(format!("there is no revision `{revision}`: {why}")))?;
    Ok(commit.trim().to_owned())
}

fn at(revision: &str, folder: &Path) -> Result<BTreeMap<String, Released>, Failure> {
    let commit = commit(revision)?;
    let folder = from_here(folder)?;
    let folder = folder.to_string_lossy();
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", &commit, "--", &folder])
        .map_err(|why| Failure::new(format!("cannot list `{folder}` at `{revision}`: {why}")))?;
    let mut texts = Vec::new();
    for path in listed.split('\0').filter(|path| is_frozen(Path::new(path))) {
        let text = git(&["show", &format!("{commit}:./{path}")])
            .map_err(|why| Failure::new(format!("cannot read `{path}` at `{revision}`: {why}")))?;
        texts.push((path.to_owned(), text));
    }
    join(texts, &format!(" at `{revision}`"))
}

/// As in a folder on disk: a `*.json` that is not hidden.
fn is_frozen(path: &Path) -> bool {
    let mut parts = path.components();
    let hidden = parts.any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part.starts_with('.') && part != ".."
    });
    !hidden && path.extension().is_some_and(|end| end == "json")
}

/// `git` takes no absolute path where it lists a tree.
fn from_here(folder: &Path) -> Result<PathBuf, Failure> {
    if folder.is_relative() {
        return Ok(folder.to_owned());
    }
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let here = here.map_err(|why| Failure::new(format!("where are we? {why}")))?;
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match whole.strip_prefix(&here) {
        Ok(within) if within.as_os_str().is_empty() => Ok(PathBuf::from(".")),
        Ok(within) => Ok(within.to_owned()),
        Err(_) => Err(Failure::new(format!(
            "`{}` is not in the folder that this was run in: name it from there",
            folder.display()
        ))),
    }
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
