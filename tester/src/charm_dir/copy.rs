//! How does a charm get into a sandbox?

use super::SetupError;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// What is in a charm's source tree and never in a packed charm.
const LEFT_OUT: [&str; 9] = [
    ".git",
    ".tox",
    ".venv",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "node_modules",
    "target",
];

/// Folders of a charm that only its packing writes to. Sandboxes share their files.
const SHARED: [&str; 2] = ["lib", "venv"];

/// Copies a source tree. What is not a file, a folder or a link is left out.
pub(super) fn tree(from: &Path, to: &Path) -> Result<(), SetupError> {
    copy(from, to, &LEFT_OUT, false)
}

/// Copies a sandbox with everything in it. Files that nobody writes to are shared.
pub(crate) fn sandbox(from: &Path, to: &Path) -> Result<(), SetupError> {
    copy(from, to, &[], false)
}

fn copy(from: &Path, to: &Path, left_out: &[&str], share: bool) -> Result<(), SetupError> {
    fs::create_dir_all(to).map_err(|error| SetupError::at(to, error))?;
    let entries = fs::read_dir(from).map_err(|error| SetupError::at(from, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| SetupError::at(from, error))?;
        let name = entry.file_name();
        if left_out.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let (path, place) = (entry.path(), to.join(&name));
        let kind = entry
            .file_type()
            .map_err(|error| SetupError::at(&path, error))?;
        if kind.is_dir() {
            let share = share || left_out.is_empty() && SHARED.iter().any(|one| name == *one);
            copy(&path, &place, left_out, share)?;
        } else if share && kind.is_file() && fs::hard_link(&path, &place).is_ok() {
        } else if kind.is_symlink() && left_out.is_empty() {
            let target = fs::read_link(&path).map_err(|error| SetupError::at(&path, error))?;
            symlink(target, &place).map_err(|error| SetupError::at(&place, error))?;
        } else if kind.is_symlink() {
            link(&path, &place)?;
        } else if kind.is_file() {
            file(&path, &place)?;
        }
    }
    Ok(())
}

/// Copies a file with its permissions.
pub(super) fn file(from: &Path, to: &Path) -> Result<(), SetupError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| SetupError::at(folder, error))?;
    }
    fs::copy(from, to).map_err(|error| SetupError::at(from, error))?;
    Ok(())
}

/// A link inside of the tree stays one; any other becomes what it points to.
fn link(from: &Path, to: &Path) -> Result<(), SetupError> {
    let target = fs::read_link(from).map_err(|error| SetupError::at(from, error))?;
    let stays = target.is_relative()
        && !target
            .components()
            .any(|part| part == std::path::Component::ParentDir);
    if stays {
        return symlink(&target, to).map_err(|error| SetupError::at(to, error));
    }
    match fs::metadata(from) {
        Ok(found) if found.is_dir() => tree(&fs::canonicalize(from).unwrap_or(target), to),
        Ok(found) if found.is_file() => file(from, to),
        // A broken link is of no use to the charm either.
        _ => Ok(()),
    }
}
