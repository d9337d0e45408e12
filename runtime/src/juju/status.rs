//! What a unit says about itself.

use super::call::one_line;
use crate::{Reading, Report};
use std::fmt;

/// How a unit is, in the order in which one outweighs another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Doing its work.
    Active,
    /// Waiting for another charm.
    Waiting,
    /// Busy with itself.
    Maintenance,
    /// Somebody has to do something.
    Blocked,
}

impl Status {
    /// The word that `status-set` takes.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Waiting => "waiting",
            Status::Maintenance => "maintenance",
            Status::Blocked => "blocked",
        }
    }

    /// The status that a word stands for; `None` for those that only Juju sets.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Status::Active,
            Status::Waiting,
            Status::Maintenance,
            Status::Blocked,
        ];
        all.into_iter().find(|status| status.word() == word)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A status with its message.
///
/// Several are combined by their weight: blocked, then maintenance, then waiting,
/// then active. Of two that weigh the same the first counts.
///
/// ```
/// use relata::juju::StatusLine;
///
/// let lines = [
///     StatusLine::active(""),
///     StatusLine::waiting("db: waiting for `host`"),
///     StatusLine::waiting("cache: waiting for `host`"),
/// ];
/// let combined = StatusLine::combine(lines).expect("there are some");
/// assert_eq!(combined.to_string(), "waiting: db: waiting for `host`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    /// How the unit is.
    pub status: Status,
    /// Why, in one line.
    pub message: String,
}

impl StatusLine {
    /// A status and why. Whatever would break the line becomes a space.
    pub fn new(status: Status, message: impl AsRef<str>) -> Self {
        StatusLine {
            status,
            message: one_line(message.as_ref()),
        }
    }

    /// All is well.
    pub fn active(message: impl AsRef<str>) -> Self {
        StatusLine::new(Status::Active, message)
    }

    /// Another charm has to do its part.
    pub fn waiting(message: impl AsRef<str>) -> Self {
        StatusLine::new(Status::Waiting, message)
    }

    /// The unit is busy.
    pub fn maintenance(message: impl AsRef<str>) -> Self {
        StatusLine::new(Status::Maintenance, message)
    }

    /// A person has to do something.
    pub fn blocked(message: impl AsRef<str>) -> Self {
        StatusLine::new(Status::Blocked, message)
    }

    /// The one that outweighs the others; `None` if there are none.
    pub fn combine(lines: impl IntoIterator<Item = StatusLine>) -> Option<StatusLine> {
        lines.into_iter().reduce(|first, next| {
            if next.status > first.status {
                next
            } else {
                first
            }
        })
    }
}

impl fmt::Display for StatusLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status.word())?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}

/// Something missing is waited for; something wrong blocks.
impl From<&Report> for StatusLine {
    fn from(report: &Report) -> Self {
        let status = if report.problems.is_empty() {
            Status::Waiting
        } else {
            Status::Blocked
        };
        StatusLine::new(status, report.line())
    }
}

impl<T> Reading<T> {
    /// What the outcome means for the unit: nothing if it is ready or absent,
    /// else who is waited for, or by whom it is blocked.
    ///
    /// ```
    /// # relata::interface! {
    /// #     /// Say hello.
    /// #     interface greeting {
    /// #         /// The first version.
    /// #         version v0 (published);
    /// #         provider { app { /** What to say. */ text: Option<String>, } }
    /// #     }
    /// # }
    /// use relata::{Databag, Reading};
    ///
    /// let bag = Databag::from([("text".into(), "42".into())]);
    /// let reading: Reading<greeting::v0::ProviderApp> = relata::read(&bag);
    /// let line = reading.status().expect("it is invalid");
    /// assert!(line.to_string().starts_with("blocked: `text`: expected"), "{line}");
    /// ```
    pub fn status(&self) -> Option<StatusLine> {
        self.report().map(StatusLine::from)
    }
}
