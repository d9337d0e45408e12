//! What stands in the files of a hook tool's caller, as it sent them.

use super::wire;
use relata::testing::Files;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The caller's files. Nothing is read or written here: what a tool would write, the
/// caller is told to write.
pub(super) struct SentFiles {
    folder: PathBuf,
    read: BTreeMap<PathBuf, Result<Vec<u8>, i32>>,
    write: Option<(PathBuf, Vec<u8>)>,
}

impl SentFiles {
    /// Takes what follows the header, and its standard input.
    pub(super) fn receive(
        stream: &mut impl io::Read,
        folder: &str,
        sent: Vec<wire::Sent>,
    ) -> io::Result<SentFiles> {
        let mut read = BTreeMap::new();
        let mut total = 0;
        for file in sent {
            let bytes = match file.read {
                Ok(length) => {
                    total += length as u64;
                    if total > wire::LIMIT {
                        return Err(io::Error::other("more than a hook tool takes"));
                    }
                    Ok(wire::body(stream, length)?)
                }
                Err(number) => Err(number),
            };
            read.insert(PathBuf::from(file.path), bytes);
        }
        Ok(SentFiles {
            folder: PathBuf::from(folder),
            read,
            write: None,
        })
    }

    /// What the caller is to write, and where.
    pub(super) fn written(self) -> Option<(PathBuf, Vec<u8>)> {
        self.write
    }
}

impl Files for SentFiles {
    fn folder(&self) -> &Path {
        &self.folder
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.read.get(path) {
            Some(Ok(bytes)) => Ok(bytes.clone()),
            Some(Err(number)) => Err(io::Error::from_raw_os_error(*number)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write = Some((path.to_owned(), bytes.to_owned()));
        Ok(())
    }
}
