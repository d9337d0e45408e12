//! What can go wrong with LXD.

use relata::juju::StatusLine;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Why LXD did not do what it was asked.
#[derive(Debug)]
pub enum Fault {
    /// It is not there, or does not answer.
    Unreachable {
        /// Its socket.
        socket: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// It answered nonsense: something else may listen there.
    Garbage {
        /// What was expected.
        expected: &'static str,
    },
    /// It says no.
    Refused {
        /// The code of HTTP.
        code: u16,
        /// What it says.
        message: String,
    },
}

impl Fault {
    /// What it means for the unit.
    pub fn status(&self) -> StatusLine {
        match self {
            Fault::Unreachable { .. } => {
                StatusLine::waiting(format!("{self}: trying again with the next event"))
            }
            Fault::Garbage { .. } => StatusLine::blocked(format!("{self}: look at `socket`")),
            Fault::Refused { .. } => StatusLine::blocked(self.to_string()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreachable { socket, error } => {
                write!(f, "LXD at {} cannot be reached: {error}", socket.display())
            }
            Fault::Garbage { expected } => {
                write!(f, "what answers is not LXD: expected {expected}")
            }
            Fault::Refused { code, message } => write!(f, "LXD says no ({code}): {message}"),
        }
    }
}

impl Error for Fault {}
