//! What operators read in the log.

use super::call::argument;
use super::hook::Juju;
use crate::Report;

/// How much a log entry matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For whoever follows every step.
    Trace,
    /// For whoever looks for a mistake in the charm.
    Debug,
    /// For operators.
    Info,
    /// Something is not as it should be.
    Warning,
    /// Something failed.
    Error,
}

impl Level {
    /// The word that `juju-log` takes.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Trace => "TRACE",
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
        }
    }
}

/// Log entries are written at once. One that cannot be written goes to standard
/// error, which Juju logs as a warning: a log entry never fails a hook. Each is a
/// hook tool, so a charm that logs much takes its time.
impl Juju {
    /// Writes a log entry, which may have several lines.
    pub fn log(&self, level: Level, message: &str) {
        let message = argument(message);
        let args = ["--log-level", level.word(), "--", &message];
        if self.order("juju-log", &args).is_err() {
            eprintln!("{}: {message}", level.word());
        }
    }

    /// Writes an entry of [`Level::Debug`].
    pub fn debug(&self, message: &str) {
        self.log(Level::Debug, message);
    }

    /// Writes an entry of [`Level::Info`].
    pub fn info(&self, message: &str) {
        self.log(Level::Info, message);
    }

    /// Writes an entry of [`Level::Warning`].
    pub fn warning(&self, message: &str) {
        self.log(Level::Warning, message);
    }

    /// Writes an entry of [`Level::Error`].
    pub fn error(&self, message: &str) {
        self.log(Level::Error, message);
    }

    /// Writes everything that a report says as a warning, and says in the status
    /// what it means.
    pub fn report(&self, report: &Report) {
        self.warning(&report.to_string());
        self.set_status(super::StatusLine::from(report));
    }
}
