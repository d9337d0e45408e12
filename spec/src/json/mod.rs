//! How is an interface written to, and read from, a file?
//!
//! A frozen specification is a JSON object
//! `{"relata": 1, "interface": {…}}`. The number is that of the format; a file
//! of a newer format is refused, not misread.

mod sound;

use crate::model::Interface;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of the format that this version of Relata writes.
pub const FORMAT: u32 = 1;

/// Why a frozen specification could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, in one line.
    pub message: String,
    /// Line and column, both from 1, where the text itself is wrong. `None`
    /// where the text is well-formed and the interface is not.
    pub place: Option<(usize, usize)>,
    /// Whether the file is of a newer format, so that nothing is wrong with it.
    pub newer: bool,
}

impl ReadError {
    fn new(message: impl Into<String>) -> Self {
        ReadError {
            message: message.into(),
            place: None,
            newer: false,
        }
    }
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        let place = (error.line() > 0).then(|| (error.line(), error.column()));
        let said = error.to_string();
        // The place is told apart, so that there is one way to print it.
        let message = match said.rfind(" at line ") {
            Some(end) if place.is_some() => said[..end].to_owned(),
            _ => said,
        };
        ReadError {
            message,
            place,
            newer: false,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "line {line}, column {column}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}

#[derive(Serialize)]
struct Written<'a> {
    relata: u32,
    interface: &'a Interface,
}

/// Read first, so that a newer format is not judged by the rules of this one.
#[derive(Deserialize)]
#[serde(expecting = "an object with the members `relata` and `interface`")]
struct Header {
    relata: u32,
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with the members `relata` and `interface`"
)]
struct Frozen {
    #[expect(dead_code, reason = "read as a `Header` before")]
    relata: u32,
    interface: Interface,
}

impl Interface {
    /// The interface as a frozen specification: indented JSON with a newline at
    /// the end. The same interface always gives the same text.
    pub fn to_json_string(&self) -> String {
        let interface = sound::with_sorted_values(self);
        let written = Written {
            relata: FORMAT,
            interface: &interface,
        };
        // The model has only string keys and finite numbers, which is all that
        // writing JSON can fail over.
        let mut text = serde_json::to_string_pretty(&written).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads a frozen specification.
    ///
    /// # Errors
    ///
    /// If the text is no such JSON, if its format is newer than
    /// [`FORMAT`], or if the interface in it is not sound: no version, versions
    /// out of order, a type that is not declared or contains itself, two fields
    /// of one name, a check of an unknown field, a malformed pattern.
    ///
    /// ```
    /// use relata_spec::Interface;
    ///
    /// let error = Interface::from_json_str("{\n  \"relata\": 1,\n  x").unwrap_err();
    /// assert_eq!(error.place, Some((3, 3)));
    ///
    /// let newer = Interface::from_json_str(r#"{"relata": 2}"#).unwrap_err();
    /// assert!(newer.to_string().contains("newer"));
    /// ```
    pub fn from_json_str(text: &str) -> Result<Interface, ReadError> {
        let header: Header = serde_json::from_str(text)?;
        match header.relata {
            FORMAT => {}
            0 => {
                return Err(ReadError::new(
                    "the format number `relata` is 0, which is none",
                ));
            }
            newer => {
                let message = format!(
                    "the file has format {newer}, which is newer than {FORMAT}, the newest that \
                     this program reads: update relata"
                );
                return Err(ReadError {
                    newer: true,
                    ..ReadError::new(message)
                });
            }
        }
        let interface = Interface::from_declaration(text)?;
        sound::check(&interface).map_err(ReadError::new)?;
        Ok(interface)
    }

    /// Reads what `interface!` left in a program: of this format, and sound, since the
    /// macro wrote it with the same crate.
    #[doc(hidden)]
    pub fn from_declaration(text: &str) -> Result<Interface, ReadError> {
        let frozen: Frozen = serde_json::from_str(text)?;
        Ok(frozen.interface)
    }
}
