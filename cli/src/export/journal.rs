//! How are many files written as if they were one?
//!
//! All of them are first written into a folder beside their places. Only then
//! are they moved there: a folder that is not there yet as a whole, any other
//! file by file, so that whatever else stands in its folder stays.
//! What is done is noted, and undone in reverse if a later step fails.

use crate::failure::Failure;
use crate::input::name;
use relata_spec::export::File;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the files, all or none.
pub(super) fn write(directory: &Path, files: &[&File]) -> Result<(), Failure> {
    if files.is_empty() {
        return Ok(());
    }
    let mut journal = Journal::default();
    let done = journal.carry_out(directory, files);
    let staging = journal.staging.take();
    if done.is_err() {
        journal.undo(staging.as_deref());
    } else if let Some(staging) = staging {
        // It only holds what was replaced.
        let _ = fs::remove_dir_all(staging);
    }
    done
}

/// What was done, in order.
#[derive(Default)]
struct Journal {
    steps: Vec<Step>,
    staging: Option<PathBuf>,
}

enum Step {
    Made(PathBuf),
    Moved { from: PathBuf, to: PathBuf },
}

impl Journal {
    fn carry_out(&mut self, directory: &Path, files: &[&File]) -> Result<(), Failure> {
        self.make(directory)?;
        let staging = stage(directory)?;
        self.staging = Some(staging.clone());
        let (fresh, replaced) = (staging.join("new"), staging.join("old"));
        let mut made = BTreeSet::new();
        for file in files {
            let path = fresh.join(&file.path);
            let folder = path.parent().unwrap_or(&fresh);
            if made.insert(folder.to_owned()) {
                fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
            }
            fs::write(&path, &file.content).map_err(|error| cannot(&path, &error))?;
        }
        let mut whole: BTreeSet<&str> = BTreeSet::new();
        for (number, file) in files.iter().enumerate() {
            if folders(&file.path).any(|folder| whole.contains(folder)) {
                continue;
            }
            let missing = folders(&file.path).find(|folder| !directory.join(folder).exists());
            if let Some(folder) = missing {
                self.place(&fresh.join(folder), &directory.join(folder))?;
                whole.insert(folder);
                continue;
            }
            let to = directory.join(&file.path);
            if fs::symlink_metadata(&to).is_ok() {
                self.place(&to, &replaced.join(number.to_string()))?;
            }
            self.place(&fresh.join(&file.path), &to)?;
        }
        Ok(())
    }

    fn place(&mut self, from: &Path, to: &Path) -> Result<(), Failure> {
        if let Some(folder) = to.parent() {
            self.make(folder)?;
        }
        fs::rename(from, to).map_err(|error| cannot(to, &error))?;
        self.steps.push(Step::Moved {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        Ok(())
    }

    /// Makes the folder and those above it.
    fn make(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.steps.push(Step::Made(folder.to_owned())),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(cannot(folder, &error)),
            }
        }
        Ok(())
    }

    /// Undoes as much as can be undone.
    fn undo(self, staging: Option<&Path>) {
        let mut made = Vec::new();
        for step in self.steps.into_iter().rev() {
            match step {
                Step::Moved { from, to } => {
                    let _ = fs::rename(to, from);
                }
                Step::Made(folder) => made.push(folder),
            }
        }
        if let Some(staging) = staging {
            let _ = fs::remove_dir_all(staging);
        }
        for folder in made {
            // Only if it is empty.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new folder for what is about to be moved, where a move is but a new name.
fn stage(directory: &Path) -> Result<PathBuf, Failure> {
    let mut number = std::process::id();
    loop {
        let folder = directory.join(format!(".relata-export-{number}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                number = number.wrapping_add(1);
            }
            Err(error) => return Err(cannot(directory, &error)),
        }
    }
}

/// The folders on the way to a file, outermost first: `s3`, `s3/interface`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(format!(
        "cannot write {}: {why}; nothing was written",
        name(path)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> File {
        File {
            path: path.to_owned(),
            content: format!("new {path}"),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string())
            .map(|name| name.expect("UTF-8"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_done_is_undone_if_a_later_file_cannot_be_placed() {
        let out = tempfile::tempdir().expect("a folder");
        let root = out.path();
        fs::create_dir_all(root.join("a/interface/v0")).expect("a writable folder");
        fs::write(root.join("a/interface/v0/README.md"), "old").expect("a writable folder");
        fs::write(root.join("c"), "in the way").expect("a writable folder");
        let files = [
            file("a/interface/v0/README.md"),
            file("a/interface/v0/schemas/provider.json"),
            file("b/interface/v1/README.md"),
            file("c/interface/v1/README.md"),
        ];
        let files: Vec<&File> = files.iter().collect();
        let error = write(root, &files).expect_err("`c` is a file");
        assert!(error.line().contains("nothing was written"), "{error:?}");
        assert_eq!(names(root), ["a", "c"]);
        assert_eq!(names(&root.join("a/interface/v0")), ["README.md"]);
        let readme = fs::read_to_string(root.join("a/interface/v0/README.md"));
        assert_eq!(readme.expect("a file"), "old");

        write(root, &files[..3]).expect("nothing is in the way");
        assert_eq!(names(root), ["a", "b", "c"]);
        let readme = fs::read_to_string(root.join("b/interface/v1/README.md"));
        assert_eq!(readme.expect("a file"), "new b/interface/v1/README.md");
    }
}
