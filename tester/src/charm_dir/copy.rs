//! How does a charm get into a sandbox?

use super::SetupError;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

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

/// Copies a source tree. What is not a file, a folder or a link is left out, and so
/// is the folder in it that is called `except`.
///
/// A link inside of the tree stays one; any other becomes what it points to, as does a
/// link to a file that another charm of the same repository shares.
pub(super) fn tree(from: &Path, to: &Path, except: Option<&str>) -> Result<(), SetupError> {
    let whole = fs::canonicalize(from).map_err(|error| SetupError::at(from, error))?;
    let inside = &[whole];
    copy(from, to, How::Source { inside, except })
}

/// Copies a sandbox with everything in it, and with the times of its files: what
/// Python has compiled is compiled anew for a source of another time. Nothing is
/// shared by hard links, since a charm may write to whatever is its own.
///
/// What a charm made of its sandbox is not followed out of it.
pub(crate) fn sandbox(from: &Path, to: &Path) -> Result<(), SetupError> {
    check(from)?;
    copy(from, to, How::Sandbox)
}

/// That a folder of a sandbox is still one: a charm may have put a link in its place.
pub(crate) fn check(folder: &Path) -> Result<(), SetupError> {
    if fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
        Ok(())
    } else {
        Err(SetupError::at(
            folder,
            "the charm has replaced this folder of its sandbox",
        ))
    }
}

/// What is copied.
#[derive(Clone, Copy)]
enum How<'a> {
    /// A source tree, with the real folders that it was reached over, and the name of a
    /// folder that is left out.
    Source {
        inside: &'a [PathBuf],
        except: Option<&'a str>,
    },
    /// A sandbox.
    Sandbox,
}

fn copy(from: &Path, to: &Path, how: How<'_>) -> Result<(), SetupError> {
    folder(to)?;
    let entries = fs::read_dir(from).map_err(|error| SetupError::at(from, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| SetupError::at(from, error))?;
        let name = entry.file_name();
        let (path, place) = (entry.path(), to.join(&name));
        let kind = entry
            .file_type()
            .map_err(|error| SetupError::at(&path, error))?;
        match how {
            How::Source { except, .. }
                if (LEFT_OUT.into_iter().chain(except)).any(|left_out| name == left_out) => {}
            _ if kind.is_dir() => copy(&path, &place, how)?,
            How::Source { inside, .. } if kind.is_symlink() => link(&path, &place, inside)?,
            How::Sandbox if kind.is_symlink() => {
                let target = fs::read_link(&path).map_err(|error| SetupError::at(&path, error))?;
                symlink(target, &place).map_err(|error| SetupError::at(&place, error))?;
            }
            How::Sandbox if kind.is_file() => {
                file(&path, &place)?;
                keep_time(&path, &place).map_err(|error| SetupError::at(&place, error))?;
            }
            _ if kind.is_file() => file(&path, &place)?,
            _ => {}
        }
    }
    Ok(())
}

fn keep_time(from: &Path, to: &Path) -> io::Result<()> {
    let time = fs::metadata(from)?.modified()?;
    match fs::File::open(to) {
        Ok(file) => file.set_modified(time),
        // A file that its owner may not read has no time that matters.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Copies a file with its permissions.
fn file(from: &Path, to: &Path) -> Result<(), SetupError> {
    clear(to)?;
    fs::copy(from, to).map_err(|error| SetupError::at(from, error))?;
    Ok(())
}

/// Copies a file to a place in a folder, which may be a charm's.
pub(super) fn file_into(from: &Path, root: &Path, inside: &Path) -> Result<(), SetupError> {
    let mut to = root.to_owned();
    for part in inside.parent().into_iter().flat_map(Path::components) {
        to.push(part);
        folder(&to)?;
    }
    file(from, &root.join(inside))
}

/// Writes a file into a folder, which may be a charm's.
pub(super) fn write(to: &Path, text: &str) -> Result<(), SetupError> {
    clear(to)?;
    fs::write(to, text).map_err(|error| SetupError::at(to, error))
}

/// Makes a folder where none is. A link to one is none: a charm may have put it there,
/// and we write where it leads to nothing.
fn folder(to: &Path) -> Result<(), SetupError> {
    if !fs::symlink_metadata(to).is_ok_and(|found| found.is_dir()) {
        clear(to)?;
        fs::create_dir_all(to).map_err(|error| SetupError::at(to, error))?;
    }
    Ok(())
}

/// Takes away what stands in a place.
fn clear(to: &Path) -> Result<(), SetupError> {
    let gone = match fs::symlink_metadata(to) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(to),
        Ok(_) => fs::remove_file(to),
        Err(_) => Ok(()),
    };
    gone.map_err(|error| SetupError::at(to, error))
}

/// Copies a link of a source tree.
fn link(from: &Path, to: &Path, inside: &[PathBuf]) -> Result<(), SetupError> {
    let failed = |error| SetupError::at(from, error);
    let target = fs::read_link(from).map_err(failed)?;
    let stays =
        target.is_relative() && !(target.components()).any(|part| part == Component::ParentDir);
    if stays {
        clear(to)?;
        return symlink(&target, to).map_err(|error| SetupError::at(to, error));
    }
    match fs::metadata(from) {
        Ok(found) if found.is_dir() => {
            let real = fs::canonicalize(from).map_err(failed)?;
            if inside.iter().any(|folder| folder.starts_with(&real)) {
                return Err(SetupError::at(
                    from,
                    "this link leads to a folder that it is in itself, which would never end; \
                     remove it",
                ));
            }
            let inside = [inside, &[real]].concat();
            copy(
                from,
                to,
                How::Source {
                    inside: &inside,
                    except: None,
                },
            )
        }
        Ok(found) if found.is_file() => file(from, to),
        // A broken link is of no use to the charm either.
        _ => Ok(()),
    }
}
