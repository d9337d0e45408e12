//! What does one field say?

use super::indented;
use crate::style::{FAINT, FRAME, NAME, WARNING, paint};
use relata_spec::model::{Check, Constraint, Encoding, Field, Kind, Presence, Rest, Type, Version};
use relata_spec::value::describe;
use std::fmt::{Display, Write};

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
    let of = |items: &Type| kind(version, items);
    let text = match &ty.kind {
        Kind::List { items } => format!("list of {}", of(items)),
        Kind::Set { items } => format!("set of {}", of(items)),
        Kind::Map { keys, values } => format!("map of {} to {}", of(keys), of(values)),
        Kind::Secret { content } => format!("URI of a secret ({content})"),
        Kind::Any => "any JSON".to_owned(),
        Kind::Named { name } => name.clone(),
        // The bounds that are declared say more than those of the width.
        Kind::Integer { .. } if has_both_bounds(ty) => "whole number".to_owned(),
        Kind::Text { .. } | Kind::Bool | Kind::Integer { .. } | Kind::Float => {
            let text = describe(version, ty);
            ["a ", "an "]
                .into_iter()
                .find_map(|article| text.strip_prefix(article))
                .unwrap_or(&text)
                .to_owned()
        }
    };
    let limits: Vec<String> = ty
        .constraints
        .iter()
        .map(|constraint| limit(version, ty, constraint))
        .collect();
    if limits.is_empty() {
        text
    } else {
        format!("{text} ({})", limits.join(", "))
    }
}

fn has_both_bounds(ty: &Type) -> bool {
    ty.constraints.iter().any(|constraint| {
        matches!(
            constraint,
            Constraint::Range {
                min: Some(_),
                max: Some(_)
            }
        )
    })
}

/// A constraint in words: "1 to 64 characters".
fn limit(version: &Version, ty: &Type, constraint: &Constraint) -> String {
    match constraint {
        Constraint::Pattern(pattern) => format!("matching `{pattern}`"),
        Constraint::Range { min, max } => span(min.as_ref(), max.as_ref()),
        Constraint::Length { min, max } => {
            let unit = match &version.resolve(ty).kind {
                Kind::List { .. } | Kind::Set { .. } => "elements",
                Kind::Map { .. } => "entries",
                _ => "characters",
            };
            format!("{} {unit}", span(min.as_ref(), max.as_ref()))
        }
    }
}

fn span<T: Display + PartialEq>(min: Option<&T>, max: Option<&T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any".to_owned(),
    }
}

/// How a databag value is spelled: the first is written, all are read.
fn encodings(encodings: &[Encoding]) -> Option<String> {
    let spelled = |encoding: &Encoding| match encoding {
        Encoding::Separated { by } => format!("list separated by `{by}`"),
        Encoding::Raw { bools } if !bools.yes.is_empty() || !bools.no.is_empty() => format!(
            "plain text (`{}`, `{}`)",
            bools.of(true).join("`/`"),
            bools.of(false).join("`/`")
        ),
        other => other.name().to_owned(),
    };
    let (first, others) = encodings.split_first()?;
    let mut text = format!("as {}", spelled(first));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(spelled).collect();
        let _ = write!(text, ", read from {} too", others.join(" and "));
    }
    Some(paint(FAINT, text))
}

fn doc(text: &mut String, doc: &str, indent: usize) {
    if !doc.is_empty() {
        let _ = writeln!(text, "{}", indented(doc, indent + 4));
    }
}
