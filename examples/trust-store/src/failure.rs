//! What keeps the charm from doing its work.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why the trust store is not in order.
#[derive(Debug)]
pub enum Failure {
    /// Juju could not be asked or told.
    Juju(relata::juju::Error),
    /// A file of the trust store cannot be read or written.
    File {
        /// The file, or folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A program cannot be run.
    Program {
        /// The program.
        program: &'static str,
        /// The Debian package that it is in.
        package: &'static str,
        /// Why.
        error: std::io::Error,
    },
    /// `update-ca-certificates` failed.
    Update {
        /// What it said last.
        message: String,
    },
}

impl Failure {
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
        let path = path.to_owned();
        |error| Failure::File { path, error }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Juju(error) => error.fmt(f),
            Failure::File { path, error } => write!(f, "{}: {error}", path.display()),
            Failure::Program {
                program,
                package,
                error,
            } => write!(f, "cannot run {program} of package {package}: {error}"),
            Failure::Update { message } => write!(f, "update-ca-certificates failed: {message}"),
        }
    }
}

impl Error for Failure {}

impl From<relata::juju::Error> for Failure {
    fn from(error: relata::juju::Error) -> Self {
        Failure::Juju(error)
    }
}
