//! Where keys and certificates are files.

use crate::certificate::Certificate;
use crate::failure::Failure;
use relata::{Sensitive, UnitName};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The private key, for the owner of the folder alone.
const KEY: &str = "private-key.pem";

/// The certificate. While it is there, all others are, and belong to it.
const CERTIFICATE: &str = "certificate.pem";

/// The certificate of the authority.
const AUTHORITY: &str = "ca.pem";

/// From the certificate up to the root's.
const CHAIN: &str = "chain.pem";

/// The files of this unit: a folder for each relation. Nothing else is remembered.
pub(crate) struct Shelf {
    folder: PathBuf,
    /// How the names of our folders begin.
    prefix: String,
}

impl Shelf {
    /// The shelf in a folder, which need not be there.
    pub(crate) fn new(folder: &str, unit: &UnitName) -> Self {
        Shelf {
            folder: PathBuf::from(folder),
            prefix: [&unit.as_str().replace('/', "-"), "-"].concat(),
        }
    }

    /// Puts a certificate and its key where programs find them. What is there already
    /// is not written again; nobody ever sees half of a file.
    pub(crate) fn put(
        &self,
        relation: u32,
        key: &Sensitive,
        certificate: &Certificate,
    ) -> Result<(), Failure> {
        let folder = self.of(relation);
        let mut make = DirBuilder::new();
        make.recursive(true).mode(0o755);
        make.create(&folder).map_err(Failure::file(&folder))?;
        // The certificate comes last.
        for (name, text, mode) in [
            (KEY, key.reveal(), 0o600),
            (AUTHORITY, &certificate.ca, 0o644),
            (CHAIN, &certificate.chain, 0o644),
            (CERTIFICATE, &certificate.pem, 0o644),
        ] {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
                continue;
            }
            let unfinished = folder.join([name, ".new"].concat());
            write(&unfinished, text, mode).map_err(Failure::file(&unfinished))?;
            fs::rename(&unfinished, &path).map_err(Failure::file(&path))?;
        }
        Ok(())
    }

    /// Whether there is a certificate for another key than this.
    pub(crate) fn has_other_key(&self, relation: u32, key: &Sensitive) -> bool {
        let there = fs::read_to_string(self.of(relation).join(KEY)).map(Sensitive::from);
        there.is_ok_and(|there| there != *key)
    }

    /// Takes everything of a relation away.
    pub(crate) fn remove(&self, relation: u32) -> Result<(), Failure> {
        let folder = self.of(relation);
        for gone in [
            fs::remove_file(folder.join(CERTIFICATE)),
            fs::remove_dir_all(&folder),
        ] {
            match gone {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Failure::file(&folder)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes away what is there of other relations than these.
    pub(crate) fn keep_only(&self, relations: &[u32]) -> Result<(), Failure> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Failure::file(&self.folder)(error)),
        };
        for entry in entries {
            let name = entry.map_err(Failure::file(&self.folder))?.file_name();
            let relation = name
                .to_str()
                .and_then(|name| name.strip_prefix(&self.prefix));
            if let Some(relation) = relation.and_then(|number| number.parse().ok())
                && !relations.contains(&relation)
            {
                self.remove(relation)?;
            }
        }
        Ok(())
    }

    fn of(&self, relation: u32) -> PathBuf {
        self.folder
            .join([&self.prefix, &*relation.to_string()].concat())
    }
}

fn write(path: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    // A hook that was killed may have left one with other rights.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(text.as_bytes())
}
