//! What does one field say?

use super::indented;
use crate::style::{FAINT, FRAME, NAME, WARNING, paint};
use relata_spec::export::phrases::{encoding_phrase, type_phrase};
use relata_spec::model::{Check, Encoding, Field, Presence, Rest, Type, Version};
use std::fmt::Write;

/// Each field with its type, encoding, presence and meaning.
pub(super) fn render(
    text: &mut String,
    version: &Version,
    fields: &[Field],
    indent: usize,
    own_encodings: bool,
) {
    for field in fields {
        let mut facts = vec![kind(version, &field.ty)];
        if own_encodings {
            facts.extend(encodings(&field.encodings));
        }
        facts.push(match (&field.presence, &field.marker) {
            (_, Some(_)) => "states the writer's version".to_owned(),
            (Presence::Optional, None) => "optional".to_owned(),
            (Presence::Required, None) => paint(WARNING, "required"),
            (Presence::Default(value), None) => format!("{value} if missing"),
        });
        facts.extend(field.aliases.iter().map(|alias| {
            let also = if alias.written {
                "written and read"
            } else {
                "read"
            };
            format!("also {also} as {}", paint(NAME, &alias.name))
        }));
        let _ = writeln!(
            text,
            "{:indent$}{}: {}",
            "",
            paint(NAME, &field.name),
            facts.join("; ")
        );
        if let Some(deprecated) = &field.deprecated {
            let _ = writeln!(
                text,
                "{:indent$}    {} {}",
                "",
                paint(WARNING, "deprecated:"),
                deprecated.note
            );
        }
        doc(text, &field.doc, indent);
    }
}

/// Keys that are no fields.
pub(super) fn render_rest(
    text: &mut String,
    version: &Version,
    rest: &Rest,
    indent: usize,
    own_encodings: bool,
) {
    let mut facts = vec![kind(version, &rest.values)];
    if own_encodings {
        facts.extend(encodings(&rest.encodings));
    }
    let _ = writeln!(
        text,
        "{:indent$}{}: {}",
        "",
        paint(
            NAME,
            format_args!("<each key that is {}>", kind(version, &rest.keys))
        ),
        facts.join("; ")
    );
    doc(text, &rest.doc, indent);
}

/// What must hold between fields.
pub(super) fn render_checks(text: &mut String, checks: &[Check], indent: usize) {
    for check in checks {
        let _ = writeln!(
            text,
            "{:indent$}{} {}",
            "",
            paint(FRAME, "must hold:"),
            check.message
        );
    }
}

/// A type in words: its collections spelled out, declared types by name, with
/// what narrows it.
pub(super) fn kind(version: &Version, ty: &Type) -> String {
    type_phrase(version, ty, &str::to_owned)
}

/// How a databag value is spelled: the first is written, all are read.
fn encodings(encodings: &[Encoding]) -> Option<String> {
    let (first, others) = encodings.split_first()?;
    let mut text = format!("as {}", encoding_phrase(first));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(encoding_phrase).collect();
        let _ = write!(text, ", read from {} too", others.join(" and "));
    }
    Some(paint(FAINT, text))
}

fn doc(text: &mut String, doc: &str, indent: usize) {
    if !doc.is_empty() {
        let _ = writeln!(text, "{}", indented(doc, indent + 4));
    }
}
