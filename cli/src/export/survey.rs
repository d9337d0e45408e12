//! Which documents are to be written, and may they be?
//!
//! Everything that can be known beforehand is found out here, so that a run
//! which would fail fails before it has touched anything.

use crate::failure::Failure;
use crate::input::name;
use relata_spec::export::{self, File, index};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files that are not there or differ, and those that are as they should
/// be.
pub(super) fn split<'a>(
    directory: &Path,
    files: &'a [File],
    overwrite: bool,
) -> Result<(Vec<&'a File>, Vec<&'a File>), Failure> {
    let (mut stale, mut same) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for file in files {
        let path = directory.join(&file.path);
        check_folders(&path, &mut known)?;
        match existing(&path)? {
            Some(content) if content == file.content.as_bytes() => same.push(file),
            Some(content) if !overwrite && !may_replace(file, &content) => {
                return Err(Failure::new(format!(
                    "{} was not written by `relata export`; move it away, or say `--overwrite`; \
                     nothing was written",
                    name(&path)
                )));
            }
            _ => stale.push(file),
        }
    }
    Ok((stale, same))
}

/// The index holds what it held before, so it may always be replaced.
fn may_replace(file: &File, content: &[u8]) -> bool {
    let text = str::from_utf8(content);
    file.path == index::NAME || content.is_empty() || text.is_ok_and(export::is_ours)
}

/// What is in the file, if there is one.
fn existing(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let failed = |error: &io::Error| {
        Failure::new(format!(
            "cannot read {}: {error}; nothing was written",
            name(path)
        ))
    };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error)),
        Ok(_) => {}
    }
    let kind = match fs::metadata(path) {
        Ok(kind) => kind,
        Err(error) => return Err(failed(&error)),
    };
    if !kind.is_file() {
        return Err(Failure::new(format!(
            "{} is in the way: it is no regular file; nothing was written",
            name(path)
        )));
    }
    fs::read(path).map(Some).map_err(|error| failed(&error))
}

/// That whatever exists on the way to the file is a directory. `known` holds
/// the folders that are.
fn check_folders(path: &Path, known: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let folders: Vec<&Path> = path
        .ancestors()
        .skip(1)
        .take_while(|folder| !folder.as_os_str().is_empty() && !known.contains(*folder))
        .collect();
    for folder in folders.into_iter().rev() {
        match fs::metadata(folder) {
            Ok(kind) if kind.is_dir() => {
                known.insert(folder.to_owned());
            }
            Ok(_) => {
                return Err(Failure::new(format!(
                    "{} is in the way: it is no directory; nothing was written",
                    name(folder)
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(Failure::new(format!(
                    "cannot look into {}: {error}; nothing was written",
                    name(folder)
                )));
            }
        }
    }
    Ok(())
}
