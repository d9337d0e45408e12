//! What can go wrong between a charm and Juju.

use super::status::{Status, StatusLine};
use super::tools::{Output, ToolFault};
use crate::Report;
use std::fmt;

/// Why something could not be had from Juju, or said to it.
///
/// Nothing that another charm wrote is an error: that is a [`Reading`]. Each of
/// these has a [`StatusLine`] that says what to do, and none holds the content of
/// a secret.
///
/// [`Reading`]: crate::Reading
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A hook tool could not be run to its end.
    Tool(ToolFault),
    /// A hook tool failed with a message that is none of the others.
    Refused {
        /// The tool.
        tool: String,
        /// Its exit code.
        code: i32,
        /// What it said, without `ERROR `.
        message: String,
    },
    /// A hook tool said something that cannot be understood.
    Garbage {
        /// The tool.
        tool: String,
        /// What it should have said.
        expected: &'static str,
    },
    /// The relation is gone, or this unit has left it.
    RelationGone {
        /// The relation, such as `db:3`.
        relation: String,
    },
    /// Only the leader may do this, and this unit is not, or is not any more.
    NotLeader {
        /// The tool.
        tool: String,
    },
    /// There is no such secret, or it is not ours to manage.
    SecretNotFound {
        /// Its id, or its label.
        secret: String,
    },
    /// The secret has not been granted to this unit, or not any more.
    SecretDenied {
        /// Its id, or its label.
        secret: String,
    },
    /// The content of a secret is not what it is declared to be.
    SecretContent {
        /// Its id, or its label.
        secret: String,
        /// What is wrong, with nothing of the content.
        problem: String,
    },
    /// This is no action.
    NotAnAction,
    /// What was to be written breaks its declaration. Nothing was written.
    Invalid(Box<Report>),
    /// This is no hook, or Juju's environment is not as it should be.
    Environment {
        /// The variable.
        variable: &'static str,
    },
}

/// The result of nearly everything that a charm asks of Juju.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What a tool that ended with an error means by it. `subject` is the
    /// relation or secret in question.
    pub(super) fn from_output(tool: &str, subject: &str, output: &Output) -> Error {
        let text = String::from_utf8_lossy(&output.stderr);
        let text = text.trim();
        let message = text.strip_prefix("ERROR").map_or(text, str::trim_start);
        let has = |part: &str| message.contains(part);
        let is_secret = tool.starts_with("secret-");
        let subject = || subject.to_owned();
        if has("is not the leader")
            || has("not the leader")
            || has("cannot write relation settings")
        {
            return Error::NotLeader { tool: tool.into() };
        }
        if has("not running an action") {
            return Error::NotAnAction;
        }
        if is_relation_gone(message) {
            return Error::RelationGone {
                relation: subject(),
            };
        }
        if is_secret && has("permission denied") {
            return Error::SecretDenied { secret: subject() };
        }
        if is_secret && has("not found") && !has("secret key value") {
            return Error::SecretNotFound { secret: subject() };
        }
        Error::Refused {
            tool: tool.into(),
            code: output.code,
            message: message.to_owned(),
        }
    }

    pub(super) fn garbage(tool: &str, expected: &'static str) -> Error {
        Error::Garbage {
            tool: tool.into(),
            expected,
        }
    }

    /// A status that says what to do about it.
    ///
    /// ```
    /// use relata::juju::{Error, Status};
    ///
    /// let error = Error::SecretDenied { secret: "d40rbhnmp25c76d6bdn0".into() };
    /// let line = error.status();
    /// assert_eq!(line.status, Status::Waiting);
    /// assert_eq!(line.message, "waiting for a grant of secret d40rbhnmp25c76d6bdn0");
    /// ```
    pub fn status(&self) -> StatusLine {
        let (status, message) = match self {
            Error::SecretDenied { secret } => (
                Status::Waiting,
                ["waiting for a grant of secret ", secret].concat(),
            ),
            Error::SecretNotFound { secret } => (
                Status::Blocked,
                ["secret ", secret, " is gone: share it anew"].concat(),
            ),
            Error::RelationGone { relation } => (
                Status::Waiting,
                ["relation ", relation, " is being removed"].concat(),
            ),
            Error::NotLeader { .. } => (
                Status::Waiting,
                "waiting for the leader to do its part".to_owned(),
            ),
            Error::Invalid(report) => (Status::Blocked, report.line()),
            Error::Tool(ToolFault::Hung { tool, .. }) => (
                Status::Maintenance,
                ["trying again: `", tool, "` did not end"].concat(),
            ),
            other => (Status::Blocked, other.to_string()),
        };
        StatusLine::new(status, message)
    }
}

/// `relation not found`, or with its number in between.
fn is_relation_gone(message: &str) -> bool {
    message.match_indices("relation ").any(|(at, word)| {
        let rest = &message[at + word.len()..];
        rest.trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start()
            .starts_with("not found")
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Tool(fault) => fault.fmt(f),
            Error::Refused { tool, message, .. } => {
                let message = if message.is_empty() {
                    "it gave no reason"
                } else {
                    message
                };
                write!(f, "`{tool}` failed: {message}")
            }
            Error::Garbage { tool, expected } => {
                write!(f, "`{tool}` did not say {expected}")
            }
            Error::RelationGone { relation } => write!(f, "the relation {relation} is gone"),
            Error::NotLeader { tool } => {
                write!(f, "`{tool}` is for the leader, and this unit is not")
            }
            Error::SecretNotFound { secret } => {
                write!(f, "the secret {secret} is not there, or not ours")
            }
            Error::SecretDenied { secret } => {
                write!(f, "the secret {secret} has not been granted to us")
            }
            Error::SecretContent { secret, problem } => {
                write!(
                    f,
                    "the content of secret {secret} is not as declared: {problem}"
                )
            }
            Error::NotAnAction => f.write_str("this is no action"),
            Error::Invalid(report) => report.fmt(f),
            Error::Environment { variable } => write!(
                f,
                "the variable {variable} is missing or not as Juju sets it: is this a hook?"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl From<ToolFault> for Error {
    fn from(fault: ToolFault) -> Self {
        Error::Tool(fault)
    }
}

impl From<Box<Report>> for Error {
    fn from(report: Box<Report>) -> Self {
        Error::Invalid(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(tool: &str, message: &str) -> Error {
        Error::from_output(tool, "it", &Output::error(1, message))
    }

    #[test]
    fn each_wording_of_a_lost_relation_is_known() {
        for message in [
            "invalid value \"db:9\" for option -r: relation not found",
            "relation 9 not found",
            "cannot read: relation not found",
        ] {
            let expected = Error::RelationGone {
                relation: "it".into(),
            };
            assert_eq!(error("relation-get", message), expected, "{message}");
        }
        assert!(matches!(
            error("relation-get", "relation settings could not be found"),
            Error::Refused { .. }
        ));
    }

    #[test]
    fn a_key_that_a_secret_lacks_is_no_lost_secret() {
        let error = error("secret-get", "secret key value \"k\" not found");
        assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    }

    #[test]
    fn a_tool_without_a_word_is_reported_all_the_same() {
        let error = error("relation-ids", "");
        assert_eq!(
            error.to_string(),
            "`relation-ids` failed: it gave no reason"
        );
    }
}
