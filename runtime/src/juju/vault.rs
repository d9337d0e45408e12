//! Files in which the content of a secret goes to Juju.
//!
//! Juju's agent opens them; it takes no content from the standard input.

use super::content::Pair;
use super::error::{Error, Result};
use super::hook::Juju;
use super::tools::ToolFault;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// How the folders are called. In the charm's own folder, what a hook left behind
/// that was killed is swept away by the next.
const PREFIX: &str = ".relata-secret-";

/// A folder of files; they are wiped and removed when it is dropped.
pub(super) struct Files {
    /// None if there is no content.
    folder: Option<PathBuf>,
    args: Vec<String>,
}

impl Files {
    /// Writes one file for each pair.
    pub(super) fn write(juju: &Juju, tool: &str, content: &[Pair]) -> Result<Files> {
        let mut files = Files {
            folder: None,
            args: Vec::new(),
        };
        if content.is_empty() {
            return Ok(files);
        }
        files.fill(juju, content).map_err(|error| {
            Error::Tool(ToolFault::Io {
                tool: tool.to_owned(),
                message: error.to_string(),
            })
        })?;
        Ok(files)
    }

    fn fill(&mut self, juju: &Juju, content: &[Pair]) -> io::Result<()> {
        let folder = match juju.charm_dir() {
            Some(dir) if dir.is_dir() => {
                sweep(&dir);
                make(&dir).or_else(|_| make(&std::env::temp_dir()))?
            }
            _ => make(&std::env::temp_dir())?,
        };
        // From here on the folder goes when this is dropped.
        let folder = &*self.folder.insert(folder);
        for (number, (key, text)) in content.iter().enumerate() {
            let path = folder.join(number.to_string());
            let mut options = OpenOptions::new();
            let mut file = options
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)?;
            file.write_all(text.as_bytes())?;
            let path = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
            self.args.push([key, "#file=", path].concat());
        }
        Ok(())
    }

    /// The arguments that name the files.
    pub(super) fn args(&self) -> impl Iterator<Item = &str> {
        self.args.iter().map(String::as_str)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            discard(folder);
        }
    }
}

/// Makes a folder for this user alone, which nobody can have prepared.
fn make(dir: &Path) -> io::Result<PathBuf> {
    let process = std::process::id().to_string();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..1000_u32 {
        let name = [PREFIX, &process, "-", &number.to_string()].concat();
        let path = std::path::absolute(dir.join(name))?;
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Removes what was left behind. A unit runs one hook at a time.
fn sweep(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(PREFIX.as_bytes())
        {
            discard(&entry.path());
        }
    }
}

/// Overwrites and removes the files of a folder, as far as the system lets it.
fn discard(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = wipe(&entry.path());
        let _ = fs::remove_file(entry.path());
    }
    let _ = fs::remove_dir(folder);
}

fn wipe(path: &Path) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    while left > 0 {
        let zeros = [0; 512];
        let some = zeros
            .len()
            .min(usize::try_from(left).unwrap_or(zeros.len()));
        file.write_all(&zeros[..some])?;
        left -= some as u64;
    }
    Ok(())
}
