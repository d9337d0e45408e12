//! The certificates of this unit in the trust store of a machine.

use crate::failure::Failure;
use crate::machine::Programs;
use relata::UnitName;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Where things are below the root folder.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Names the packages' certificates that are trusted.
    pub conf: PathBuf,
    /// The packages' certificates.
    pub of_packages: PathBuf,
    /// The certificates that were added to the machine.
    pub local: PathBuf,
    /// What programs read: links to all of them, and the bundle.
    pub store: PathBuf,
    /// What is run after an update.
    pub hooks: PathBuf,
}

/// A trust store, and which certificates in it are this unit's.
///
/// Each is a file below `usr/local/share/ca-certificates`, named after the unit, the
/// relation and its content. Nothing else is remembered: what is there tells.
#[derive(Debug)]
pub struct Store {
    folders: Folders,
    /// How the names of our files begin.
    prefix: String,
    /// Our files as they were when this was made.
    there: BTreeMap<String, String>,
}

/// What is to be trusted.
#[derive(Debug, Default)]
pub struct Wanted {
    /// By the names of their files.
    certificates: BTreeMap<String, String>,
    /// Relations whose certificates stay as they are.
    kept: Vec<u32>,
}

/// One thing to do. A charm that is killed between any two of them, or within one,
/// and is run again, brings the rest in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Note that links and bundle are out of date from now on.
    Begin,
    /// Add a certificate.
    Add {
        /// The name of its file.
        name: String,
        /// The certificate.
        text: String,
    },
    /// Take a file away: a certificate, or one that was not written to its end.
    Remove {
        /// Its name.
        name: String,
    },
    /// Bring links and bundle up to date.
    Update {
        /// Forget all links first.
        fresh: bool,
    },
    /// Note that they are.
    End,
}

impl Wanted {
    /// Adds a certificate that a relation shares.
    pub fn add(&mut self, store: &Store, relation: u32, certificate: String) {
        let name = store.name(relation, &certificate);
        self.certificates.insert(name, certificate);
    }

    /// Leaves the certificates of a relation as they are.
    pub fn keep(&mut self, relation: u32) {
        self.kept.push(relation);
    }
}

impl Store {
    /// The store below a folder, as it is now.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn open(root: &str, unit: &UnitName) -> Result<Self, Failure> {
        let root = Path::new(root);
        let mut store = Store {
            folders: Folders {
                conf: root.join("etc/ca-certificates.conf"),
                of_packages: root.join("usr/share/ca-certificates"),
                local: root.join("usr/local/share/ca-certificates"),
                store: root.join("etc/ssl/certs"),
                hooks: root.join("etc/ca-certificates/update.d"),
            },
            prefix: ["juju-", &unit.as_str().replace('/', "-"), "-"].concat(),
            there: BTreeMap::new(),
        };
        let failed = |error| Failure::file(&store.folders.local)(error);
        let entries = match fs::read_dir(&store.folders.local) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(store),
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with(&store.prefix) {
                // What cannot be read is not as it should be: it is written anew.
                let text = fs::read_to_string(entry.path()).unwrap_or_default();
                store.there.insert(name, text);
            }
        }
        Ok(store)
    }

    /// Where things are.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Whether this certificate is there already for this relation.
    pub fn has(&self, relation: u32, certificate: &str) -> bool {
        let there = self.there.get(&self.name(relation, certificate));
        there.is_some_and(|text| text == certificate)
    }

    /// Brings the store in order; returns how many certificates it has from this
    /// unit then, each counted once.
    ///
    /// # Errors
    ///
    /// If a file cannot be written, or a program fails.
    pub fn bring_in_order(
        &self,
        wanted: &Wanted,
        programs: &dyn Programs,
    ) -> Result<usize, Failure> {
        for step in self.plan(wanted) {
            self.take(&step, programs)?;
        }
        let kept = self
            .there
            .iter()
            .filter(|(name, _)| self.is_kept(name, wanted));
        let all = wanted.certificates.iter().chain(kept);
        let distinct: BTreeSet<&str> = all.map(|(_, text)| text.as_str()).collect();
        Ok(distinct.len())
    }

    /// What there is to do; nothing if all is in order.
    pub fn plan(&self, wanted: &Wanted) -> Vec<Step> {
        let mut steps = Vec::new();
        for (name, text) in &wanted.certificates {
            if self.there.get(name) != Some(text) {
                steps.push(Step::Add {
                    name: name.clone(),
                    text: text.clone(),
                });
            }
        }
        let mark = self.mark();
        let mut gone = false;
        for name in self.there.keys() {
            let stays = wanted.certificates.contains_key(name) || self.is_kept(name, wanted);
            if *name != mark && !stays {
                gone = true;
                steps.push(Step::Remove { name: name.clone() });
            }
        }
        let is_unfinished = self.there.contains_key(&mark);
        if steps.is_empty() && !is_unfinished {
            return steps;
        }
        steps.insert(0, Step::Begin);
        steps.push(Step::Update {
            fresh: gone || is_unfinished,
        });
        steps.push(Step::End);
        steps
    }

    /// Whether a file is a certificate of a relation that stays as it is.
    fn is_kept(&self, name: &str, wanted: &Wanted) -> bool {
        let relation = name.strip_prefix(&self.prefix).and_then(|rest| {
            let (relation, _) = rest.strip_suffix(".crt")?.split_once('-')?;
            relation.parse().ok()
        });
        relation.is_some_and(|relation| wanted.kept.contains(&relation))
    }

    /// Does one thing.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or a program fails.
    pub fn take(&self, step: &Step, programs: &dyn Programs) -> Result<(), Failure> {
        let local = |name: &str| self.folders.local.join(name);
        match step {
            Step::Begin => {
                make_folder(&self.folders.local)?;
                write(&local(&self.mark()), "")
            }
            Step::Add { name, text } => {
                // Nobody ever sees half of a certificate.
                let unfinished = local(&format!("{name}.new"));
                write(&unfinished, text)?;
                fs::rename(&unfinished, local(name)).map_err(Failure::file(&unfinished))
            }
            Step::Remove { name } => remove(&local(name)),
            Step::Update { fresh } => {
                make_folder(&self.folders.store)?;
                if !self.folders.conf.exists() {
                    write(&self.folders.conf, "")?;
                }
                let lock = lock(&self.folders.store)?;
                // An interrupted run leaves half a bundle there, to which the next
                // would add; and without any certificate none would be written.
                write(&self.folders.store.join("ca-certificates.crt.new"), "")?;
                programs.update(&self.folders, *fresh, lock)
            }
            Step::End => remove(&local(&self.mark())),
        }
    }

    /// The file that is there as long as links and bundle are out of date.
    fn mark(&self) -> String {
        format!("{}unfinished", self.prefix)
    }

    fn name(&self, relation: u32, certificate: &str) -> String {
        format!("{}{relation}-{:032x}.crt", self.prefix, digest(certificate))
    }
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(Failure::file(path))
}

/// Waits until nobody else holds the folder, then holds it for as long as the file
/// that is returned, or a copy of it, is open.
fn lock(folder: &Path) -> Result<File, Failure> {
    let file = File::open(folder).map_err(Failure::file(folder))?;
    file.lock().map_err(Failure::file(folder))?;
    Ok(file)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(Failure::file(path))
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::file(path)(error)),
        _ => Ok(()),
    }
}

/// A short name for a certificate (FNV-1a with 128 bits). Whoever made two with the
/// same name would only replace a certificate of one's own relation.
fn digest(certificate: &str) -> u128 {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in certificate.bytes() {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash
}
