//! What does a type, a constraint or an encoding say, in words?
//!
//! The README and the command `relata show` say the same.

use crate::model::{Constraint, Encoding, IntegerWidth, Kind, TextFormat, Type, Version};
use crate::value::describe;
use std::fmt::Display;

/// A type in words, with what narrows it: "list of URL", "text (1 to 63
/// characters)". `name` says how the name of a declared type is shown.
///
/// ```
/// use relata_spec::export::phrases::type_phrase;
/// use relata_spec::model::{Kind, Status, Type, Version};
///
/// let version = Version {
///     number: 0,
///     status: Status::Draft,
///     doc: "The first.".into(),
///     lib: None,
///     providers: Vec::new(),
///     requirers: Vec::new(),
///     roles: Default::default(),
///     types: Vec::new(),
/// };
/// let list = Type::new(Kind::List { items: Box::new(Type::text()) });
/// assert_eq!(type_phrase(&version, &list, &str::to_owned), "list of text");
/// ```
pub fn type_phrase(version: &Version, ty: &Type, name: &dyn Fn(&str) -> String) -> String {
    let of = |items: &Type| type_phrase(version, items, name);
    let text = match &ty.kind {
        Kind::List { items } => format!("list of {}", of(items)),
        Kind::Set { items } => format!("set of {}", of(items)),
        Kind::Map { keys, values } => format!("map of {} to {}", of(keys), of(values)),
        Kind::Secret { content } => format!("URI of a secret ({})", name(content)),
        Kind::Any => "any JSON".to_owned(),
        Kind::Named { name: declared } => name(declared),
        // The bounds that are declared say more than those of the width.
        Kind::Integer { width } if bounds_suffice(ty, *width) => "whole number".to_owned(),
        Kind::Text {
            format: TextFormat::Sensitive,
        } => "confidential text".to_owned(),
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

/// Whether the declared bounds leave nothing to say about the width. Nobody
/// comes near the upper bound of 64 bits.
fn bounds_suffice(ty: &Type, width: IntegerWidth) -> bool {
    let vast = matches!(width, IntegerWidth::U64 | IntegerWidth::I64);
    ty.constraints.iter().any(|constraint| match constraint {
        Constraint::Range { min, max } => min.is_some() && (max.is_some() || vast),
        Constraint::Pattern(_) | Constraint::Length { .. } => false,
    })
}

/// A constraint in words: "1 to 64 characters".
fn limit(version: &Version, ty: &Type, constraint: &Constraint) -> String {
    match constraint {
        Constraint::Pattern(pattern) => format!("matching {}", super::markdown::code(pattern)),
        Constraint::Range { min, max } => span(min.as_ref(), max.as_ref()),
        Constraint::Length { min, max } => {
            let (one, many) = match &version.resolve(ty).kind {
                Kind::List { .. } | Kind::Set { .. } => ("element", "elements"),
                Kind::Map { .. } => ("entry", "entries"),
                _ => ("character", "characters"),
            };
            let unit = if max.or(*min) == Some(1) { one } else { many };
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

/// An encoding in words: "JSON", "plain text (`True`, `False`)".
pub fn encoding_phrase(encoding: &Encoding) -> String {
    match encoding {
        Encoding::Separated { by } => format!("list separated by `{by}`"),
        Encoding::Raw { bools } if !bools.yes.is_empty() || !bools.no.is_empty() => format!(
            "plain text (`{}`, `{}`)",
            bools.of(true).join("`/`"),
            bools.of(false).join("`/`")
        ),
        other => other.name().to_owned(),
    }
}
