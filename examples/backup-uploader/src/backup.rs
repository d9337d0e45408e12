//! One backup: uploaded, read back, and compared.

use relata::UnitName;
use relata::juju::StatusLine;
use s3_storage::{Fault, Storage};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// What is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Under which key.
    pub(crate) key: String,
    /// How much it is.
    pub(crate) bytes: u64,
}

/// Why it could not be kept.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The file cannot be read.
    Source { path: PathBuf, why: io::Error },
    /// The storage does not take it.
    Storage(Fault),
    /// What was read back is something else.
    Differs { key: String },
}

impl Failure {
    /// What it means for the unit; `renew` is for [`Fault::status`].
    pub(crate) fn status(&self, renew: &str) -> StatusLine {
        match self {
            Failure::Source { .. } => StatusLine::blocked(format!("{self}: set `source`")),
            Failure::Storage(fault) => fault.status(renew),
            Failure::Differs { .. } => StatusLine::blocked(format!("{self}: run `backup` again")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Source { path, why } => write!(f, "cannot read {}: {why}", path.display()),
            Failure::Storage(fault) => fault.fmt(f),
            Failure::Differs { key } => {
                write!(f, "the object storage gives something else back for {key}")
            }
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Storage(fault)
    }
}

/// Keeps the file under the names of the unit and of the file.
pub(crate) fn keep(storage: &Storage, unit: &UnitName, source: &Path) -> Result<Kept, Failure> {
    let unreadable = |why| Failure::Source {
        path: source.to_owned(),
        why,
    };
    let name = source.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| unreadable(io::ErrorKind::InvalidFilename.into()))?;
    let name = format!("{}/{name}", unit.as_str().replace('/', "-"));
    let mut file = File::open(source).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    let key = storage.put(&name, &file)?;
    file.rewind().map_err(unreadable)?;
    match is_same(storage.get(&name)?, file) {
        Ok(true) => Ok(Kept {
            key,
            bytes: about.len(),
        }),
        Ok(false) | Err(_) => Err(Failure::Differs { key }),
    }
}

/// Whether both give the same, byte by byte, without holding either in memory.
fn is_same(one: impl Read, other: impl Read) -> io::Result<bool> {
    let mut one = BufReader::new(one).bytes();
    let mut other = BufReader::new(other).bytes();
    loop {
        match (one.next().transpose()?, other.next().transpose()?) {
            (None, None) => return Ok(true),
            (a, b) if a != b => return Ok(false),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn what_is_longer_or_other_is_not_the_same() {
        let same = |one: &str, other: &str| {
            is_same(one.as_bytes(), other.as_bytes()).expect("memory can be read")
        };
        assert!(same("", "") && same("ab", "ab"));
        assert!(!same("ab", "a") && !same("a", "ab") && !same("ab", "ac"));
    }
}
