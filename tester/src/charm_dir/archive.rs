//! What is in a packed charm?
//!
//! `charmcraft pack` writes a zip archive with the ending `.charm`.

use super::SetupError;
use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;
use zip::ZipArchive;
use zip::read::ZipFile;

/// The most bytes that the files of a charm may have together.
const LIMIT: u64 = 2 << 30;

/// The longest target of a link.
const LONGEST_LINK: u64 = 4096;

/// Unpacks an archive into a folder of its own.
pub(super) fn unpack(path: &Path) -> Result<TempDir, SetupError> {
    let failed = |error: io::Error| SetupError::at(path, error);
    let no_archive = |error| {
        SetupError::at(
            path,
            format!("{error}; a charm is a folder, or an archive that `charmcraft pack` wrote"),
        )
    };
    let file = File::open(path).map_err(failed)?;
    let mut archive = ZipArchive::new(file).map_err(no_archive)?;
    let folder = tempfile::Builder::new()
        .prefix("relata-charm-")
        .tempdir()
        .map_err(failed)?;
    let mut left = LIMIT;
    let mut links = Vec::new();
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(no_archive)?;
        let name = String::from_utf8_lossy(entry.name_raw())
            .escape_debug()
            .to_string();
        let link = one(entry, folder.path(), &mut left)
            .map_err(|error| SetupError::at(path, format!("`{name}`: {error}")))?;
        links.extend(link);
    }
    // In the end: nothing is written through a link.
    for (link, target) in links {
        symlink(target, &link).map_err(|error| SetupError::at(&link, error))?;
    }
    Ok(folder)
}

/// A link, and where it leads.
type Link = (PathBuf, PathBuf);

/// Writes one entry, or says which link it is. Nothing leaves the folder: Juju refuses
/// such archives, too.
fn one<R: Read>(
    mut entry: ZipFile<'_, R>,
    folder: &Path,
    left: &mut u64,
) -> io::Result<Option<Link>> {
    let inside = entry
        .enclosed_name()
        .filter(|inside| is_inside(inside))
        .ok_or_else(|| io::Error::other("this name leads out of the charm"))?;
    let to = folder.join(&inside);
    if entry.is_dir() {
        fs::create_dir_all(to)?;
        return Ok(None);
    }
    fs::create_dir_all(to.parent().unwrap_or(folder))?;
    if entry.is_symlink() {
        let mut target = String::new();
        (&mut entry)
            .take(LONGEST_LINK)
            .read_to_string(&mut target)?;
        let target = PathBuf::from(target);
        if !stays(&inside, &target) {
            return Err(io::Error::other(format!(
                "this link leads out of the charm, to `{}`",
                target.display()
            )));
        }
        return Ok(Some((to, target)));
    }
    let mode = entry.unix_mode().map_or(0o644, |mode| mode & 0o777);
    let mut file = File::create_new(&to)?;
    let written = io::copy(&mut (&mut entry).take(*left + 1), &mut file)?;
    *left = left
        .checked_sub(written)
        .ok_or_else(|| io::Error::other(format!("the charm has more than {} GiB", LIMIT >> 30)))?;
    fs::set_permissions(to, Permissions::from_mode(mode | 0o600))?;
    Ok(None)
}

fn is_inside(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a link at `inside` leads to a place in the charm.
fn stays(inside: &Path, target: &Path) -> bool {
    let mut depth = inside.components().count().saturating_sub(1);
    target.components().all(|part| match part {
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::CurDir => true,
        Component::ParentDir if depth > 0 => {
            depth -= 1;
            true
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_lead_anywhere_in_the_charm() {
        let leads = |inside: &str, target: &str| stays(Path::new(inside), Path::new(target));
        assert!(leads("hooks/install", "../dispatch"));
        assert!(leads("a/b/c", "../../d/./e"));
        assert!(!leads("hooks/install", "../../dispatch"));
        assert!(!leads("install", ".."));
        assert!(!leads("install", "/etc/passwd"));
    }
}
