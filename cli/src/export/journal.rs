//! How are many files written as if they were one?
//!
//! All of them are first written into a folder beside their places. Only then
//! are they moved there: a version that is not there yet as a whole folder,
//! any other file by file, so that whatever else stands in its folder stays.
//! What is done is noted, and undone in reverse if a later step fails.

use crate::failure::Failure;
use crate::input::name;
use relata_spec::export::File;
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
        for file in files {
            let path = fresh.join(&file.path);
            let folder = path.parent().unwrap_or(&fresh);
            fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
            fs::write(&path, &file.content).map_err(|error| cannot(&path, &error))?;
        }
        let mut whole: Vec<&str> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let folder = version_folder(&file.path);
            if folder.is_some_and(|folder| whole.contains(&folder)) {
                continue;
            }
            match folder.filter(|folder| !directory.join(folder).exists()) {
                Some(folder) => {
                    self.place(&fresh.join(folder), &directory.join(folder))?;
                    whole.push(folder);
                }
                None => {
                    let to = directory.join(&file.path);
                    if fs::symlink_metadata(&to).is_ok() {
                        self.place(&to, &replaced.join(number.to_string()))?;
                    }
                    self.place(&fresh.join(&file.path), &to)?;
                }
            }
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

/// `s3/interface/v1` of `s3/interface/v1/schemas/provider.json`.
fn version_folder(path: &str) -> Option<&str> {
    let (end, _) = path.match_indices('/').nth(2)?;
    Some(&path[..end])
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
