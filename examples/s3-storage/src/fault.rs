//! What can go wrong at the storage, and who has to do what about it.

use relata::juju::StatusLine;
use std::fmt;

/// Why the storage did not do what was asked.
///
/// None of them holds anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection information cannot be used as it is.
    Unfit {
        /// Which part of it, by its key on the wire.
        key: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The storage cannot be reached.
    Unreachable {
        /// Where it should be.
        endpoint: String,
        /// What the system says.
        why: String,
    },
    /// The storage speaks no TLS, or its certificate does not follow from those
    /// that are trusted, or is for another host.
    Insecure {
        /// Where the storage is.
        endpoint: String,
        /// What is wrong.
        why: String,
    },
    /// The storage does not know the account, or the account may not do this.
    Refused {
        /// The storage's own code, such as `SignatureDoesNotMatch`; a storage does
        /// not always say it.
        code: Option<String>,
    },
    /// There is no such bucket.
    NoBucket {
        /// Its name.
        bucket: String,
    },
    /// There is no such object.
    NoObject {
        /// Its key.
        key: String,
    },
    /// The storage says anything else.
    Failed {
        /// The HTTP status.
        status: u16,
        /// The storage's own code.
        code: Option<String>,
    },
}

impl Fault {
    /// What it means for the unit. `renew` says how to get other connection
    /// information, such as ``set the option `credentials` ``.
    ///
    /// ```
    /// use s3_storage::Fault;
    ///
    /// let fault = Fault::Refused { code: None };
    /// assert_eq!(
    ///     fault.status("set the option `credentials`").to_string(),
    ///     "blocked: the object storage refuses the credentials: set the option `credentials`",
    /// );
    /// ```
    pub fn status(&self, renew: &str) -> StatusLine {
        match self {
            Fault::Unreachable { .. } | Fault::Failed { status: 500.., .. } => {
                StatusLine::waiting(format!("{self}: trying again with the next event"))
            }
            _ => StatusLine::blocked(format!("{self}: {renew}")),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |code: &Option<String>| {
            let code = code.as_ref();
            code.map_or_else(String::new, |code| format!(" ({code})"))
        };
        match self {
            Fault::Unfit { key, expected } => write!(f, "`{key}`: expected {expected}"),
            Fault::Unreachable { endpoint, why } => {
                write!(
                    f,
                    "the object storage at {endpoint} cannot be reached: {why}"
                )
            }
            Fault::Insecure { endpoint, why } => {
                write!(f, "no secure connection to {endpoint} can be made: {why}")
            }
            Fault::Refused { code } => {
                write!(
                    f,
                    "the object storage refuses the credentials{}",
                    said(code)
                )
            }
            Fault::NoBucket { bucket } => write!(f, "there is no bucket {bucket}"),
            Fault::NoObject { key } => write!(f, "there is no object {key}"),
            Fault::Failed { status, code } => {
                write!(f, "the object storage answers {status}{}", said(code))
            }
        }
    }
}

impl std::error::Error for Fault {}
