//! How does a sandbox go, whatever a charm did to it?

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Removes a folder with everything in it.
pub(super) fn remove(folder: &Path) {
    if fs::remove_dir_all(folder).is_err() {
        // A charm may have closed a folder of its own.
        open(folder);
        drop(fs::remove_dir_all(folder));
    }
}

/// Lets us into every folder again.
fn open(folder: &Path) {
    if !fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
        return;
    }
    drop(fs::set_permissions(folder, Permissions::from_mode(0o700)));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        open(&entry.path());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_closed_is_opened_and_removed() {
        let whole = tempfile::tempdir().expect("a folder");
        let inner = whole.path().join("a/b");
        fs::create_dir_all(&inner).expect("folders");
        fs::write(inner.join("file"), "x").expect("a file");
        for folder in [&inner, &whole.path().join("a")] {
            fs::set_permissions(folder, Permissions::from_mode(0o0)).expect("permissions");
        }
        open(whole.path());
        let mode = fs::metadata(&inner).expect("a folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        remove(whole.path());
        assert!(!whole.path().exists());
    }
}
