//! What is expected, and what was found, in words?

use super::format::format_rule;
use crate::model::{
    EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody, UnionVariant, Version,
};
use crate::words;
use serde_json::Value as Json;

/// What a type expects: "a URL", "a whole number from 0 to 255", "a list".
pub fn describe(version: &Version, ty: &Type) -> String {
    let resolved = version.resolve(ty);
    match &resolved.kind {
        Kind::Text { format } => format_rule(*format).expected.to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Integer { width } => describe_integer(*width),
        Kind::Float => "a number".to_owned(),
        Kind::Any => "a value".to_owned(),
        Kind::List { .. } | Kind::Set { .. } => "a list".to_owned(),
        Kind::Map { .. } => "an object".to_owned(),
        Kind::Secret { .. } => "the URI of a secret".to_owned(),
        Kind::Named { name } => match version.type_decl(name).map(|decl| &decl.body) {
            Some(TypeBody::Enum {
                base,
                closed,
                variants,
            }) => match (closed, base) {
                (true, _) => words::list(
                    variants
                        .iter()
                        .map(|variant| spelled(&variant.wire))
                        .collect::<Vec<_>>()
                        .iter()
                        .map(String::as_str),
                ),
                (false, EnumBase::Text) => "a text".to_owned(),
                (false, EnumBase::Integer) => "a whole number".to_owned(),
            },
            Some(TypeBody::Union {
                tag: None,
                variants,
                ..
            }) => {
                let mut shapes: Vec<String> = Vec::new();
                for variant in variants {
                    for shape in describe_shape(version, variant) {
                        if !shapes.contains(&shape) {
                            shapes.push(shape);
                        }
                    }
                }
                words::either(shapes)
            }
            Some(TypeBody::Struct { .. } | TypeBody::Secret { .. } | TypeBody::Union { .. }) => {
                format!("an object (`{name}`)")
            }
            Some(TypeBody::Alias { .. }) | None => "a value".to_owned(),
        },
    }
}

/// What one shape of a union expects: the words that it may be, or a phrase.
fn describe_shape(version: &Version, variant: &UnionVariant) -> Vec<String> {
    let quoted = |word: &str| format!("`{word}`");
    let resolved = version.resolve(&variant.ty);
    let body = match &resolved.kind {
        Kind::Bool => return vec![quoted("true"), quoted("false")],
        Kind::Named { name } => version.type_decl(name).map(|decl| &decl.body),
        _ => None,
    };
    match body {
        Some(TypeBody::Enum {
            closed: true,
            variants,
            ..
        }) => variants
            .iter()
            .map(|variant| quoted(&spelled(&variant.wire)))
            .collect(),
        // What the type is called in the declaration says nothing to a writer.
        Some(TypeBody::Struct { .. } | TypeBody::Secret { .. }) => vec!["an object".to_owned()],
        // A union in a union is not spelled out: it may be itself.
        Some(TypeBody::Union { .. }) => vec![quoted(&variant.wire)],
        _ => vec![describe(version, &variant.ty)],
    }
}

pub(crate) fn describe_integer(width: IntegerWidth) -> String {
    let (least, most) = width.bounds();
    match width {
        IntegerWidth::Port => format!("a port from {least} to {most}"),
        _ => format!("a whole number from {least} to {most}"),
    }
}

/// A value in words, shortened. Collections are counted, not shown.
///
/// Only for what may be shown: [`check`](super::check) hides secrets and
/// sensitive texts by their type, which this function does not know.
///
/// ```
/// use relata_spec::value::found;
/// use serde_json::json;
///
/// assert_eq!(found(&json!("10.0.0.1")), "the text `10.0.0.1`");
/// assert_eq!(found(&json!([1, 2])), "a list of 2 elements");
/// ```
pub fn found(value: &Json) -> String {
    match value {
        Json::Null => "`null`".to_owned(),
        Json::Bool(truth) => format!("`{truth}`"),
        Json::Number(number) => format!("the number {number}"),
        Json::String(text) => shown_text("the text", text),
        Json::Array(items) => match items.len() {
            0 => "an empty list".to_owned(),
            1 => "a list of 1 element".to_owned(),
            count => format!("a list of {count} elements"),
        },
        Json::Object(_) => "an object".to_owned(),
    }
}

/// The same, of a value that perhaps must not be shown.
pub(crate) fn found_or_hidden(value: &Json, hidden: bool) -> String {
    if !hidden {
        return found(value);
    }
    match value {
        Json::Bool(_) => "a boolean".to_owned(),
        Json::Number(_) => "a number".to_owned(),
        Json::String(_) => "a text that is not shown".to_owned(),
        Json::Null | Json::Array(_) | Json::Object(_) => found(value),
    }
}

/// A text in backquotes, on one line and shortened.
pub(crate) fn shown_text(noun: &str, text: &str) -> String {
    const MOST: usize = 60;
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    // A private key in the wrong field is still a private key.
    if text.contains("PRIVATE KEY") {
        return "a private key that is not shown".to_owned();
    }
    let mut shown = String::new();
    for (count, letter) in text.chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        if letter.is_control()
            || matches!(letter, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    format!("{noun} `{shown}`")
}

/// A variant of an enum as its reader knows it: text without quotes.
pub(crate) fn spelled(wire: &Json) -> String {
    match wire {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a value of this type may hold something that must not be shown, so
/// that a value of the *wrong* type in its place must not be shown either.
pub(crate) fn is_confidential(version: &Version, ty: &Type) -> bool {
    // A text in the place of a secret's URI is perhaps the secret.
    holds(version, ty, true)
}

/// Whether a value of this type may hold something that must not be shown. The URI of
/// a secret may.
pub fn holds_sensitive(version: &Version, ty: &Type) -> bool {
    holds(version, ty, false)
}

fn holds(version: &Version, ty: &Type, uris: bool) -> bool {
    struct Look<'a> {
        version: &'a Version,
        uris: bool,
        seen: Vec<&'a str>,
    }
    fn any<'a>(look: &mut Look<'a>, ty: &'a Type) -> bool {
        match &ty.kind {
            Kind::Text { format } => *format == TextFormat::Sensitive,
            Kind::Secret { .. } => look.uris,
            Kind::Bool | Kind::Integer { .. } | Kind::Float | Kind::Any => false,
            Kind::List { items } | Kind::Set { items } => any(look, items),
            Kind::Map { keys, values } => any(look, keys) || any(look, values),
            Kind::Named { name } => {
                if look.seen.contains(&name.as_str()) {
                    return false;
                }
                look.seen.push(name);
                match look.version.type_decl(name).map(|decl| &decl.body) {
                    Some(TypeBody::Secret { .. }) => look.uris,
                    Some(TypeBody::Struct { fields, rest, .. }) => {
                        fields.iter().any(|field| any(look, &field.ty))
                            || rest.as_ref().is_some_and(|rest| {
                                any(look, &rest.keys) || any(look, &rest.values)
                            })
                    }
                    Some(TypeBody::Union { variants, .. }) => {
                        variants.iter().any(|variant| any(look, &variant.ty))
                    }
                    Some(TypeBody::Alias { of, .. }) => any(look, of),
                    Some(TypeBody::Enum { .. }) | None => false,
                }
            }
        }
    }
    let mut look = Look {
        version,
        uris,
        seen: Vec::new(),
    };
    any(&mut look, ty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_long_text_is_shortened_and_stays_on_one_line() {
        let said = found(&json!(format!("a\nb{}", "x".repeat(1000))));
        assert!(said.starts_with(r"the text `a\nbxxx"), "{said}");
        assert!(said.ends_with("…`") && said.chars().count() < 90, "{said}");
    }

    #[test]
    fn a_private_key_is_never_shown() {
        let said = found(&json!("-----BEGIN RSA PRIVATE KEY-----\nMIIE"));
        assert_eq!(said, "a private key that is not shown");
    }
}
