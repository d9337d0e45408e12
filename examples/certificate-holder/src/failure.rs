//! What keeps the charm from doing its work.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why keys and certificates are not in order.
#[derive(Debug)]
pub enum Failure {
    /// Juju could not be asked or told.
    Juju(relata::juju::Error),
    /// A file cannot be read or written.
    File {
        /// The file, or folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// No key or request can be made.
    Key {
        /// Why, with nothing of the key.
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
            Failure::Key { message } => write!(f, "no key or request can be made: {message}"),
        }
    }
}

impl Error for Failure {}

impl From<relata::juju::Error> for Failure {
    fn from(error: relata::juju::Error) -> Self {
        Failure::Juju(error)
    }
}

impl From<rcgen::Error> for Failure {
    fn from(error: rcgen::Error) -> Self {
        let message = error.to_string();
        Failure::Key { message }
    }
}
