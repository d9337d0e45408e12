//! Reading one databag value in the encodings that are accepted.

use crate::model::{Encoding, Type, Version};
use crate::value::{self, Findings, Note, Path, Problem};
use crate::wire;
use serde_json::Value as Json;

/// What one databag value says.
pub(super) struct Read {
    /// What was decoded; `None` if no encoding could.
    pub(super) value: Option<Json>,
    pub(super) findings: Findings,
}

/// Reads one databag value of a field or dynamic key: in the first encoding
/// that decodes and fits. If none does, the findings are those of the first
/// that decoded, else of the first.
pub(super) fn read(version: &Version, ty: &Type, encodings: &[Encoding], text: &str) -> Read {
    let mut nearest: Option<Read> = None;
    let mut undecoded: Option<Problem> = None;
    for encoding in accepted(encodings) {
        let value = match wire::decode(version, ty, encoding, text) {
            Ok(value) => value,
            Err(error) => {
                undecoded.get_or_insert_with(|| error.into_problem());
                continue;
            }
        };
        // Whether the field may be absent is not asked here.
        let mut findings = if value.is_null() {
            Findings::default()
        } else {
            value::check(version, ty, &value)
        };
        let hint = wire::hint(encoding, text, &value);
        if findings.fits() {
            if let (Some(hint), Encoding::Raw { .. }) = (hint, encoding) {
                findings.notes.push(Note {
                    path: Path::default(),
                    message: hint.to_owned(),
                });
            }
            return Read {
                value: Some(value),
                findings,
            };
        }
        if let (Some(hint), Some(problem)) = (hint, findings.problems.first_mut()) {
            problem.hint.get_or_insert_with(|| hint.to_owned());
        }
        nearest.get_or_insert(Read {
            value: Some(value),
            findings,
        });
    }
    nearest.unwrap_or_else(|| Read {
        value: None,
        findings: Findings {
            problems: undecoded.into_iter().collect(),
            ..Findings::default()
        },
    })
}

/// The encodings of a field. JSON where none is declared.
pub(super) fn accepted(encodings: &[Encoding]) -> &[Encoding] {
    if encodings.is_empty() {
        &[Encoding::Json]
    } else {
        encodings
    }
}
