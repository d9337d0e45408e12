//! Small tools to put a schema together.

use crate::model::Deprecation;
use crate::predicate::order_of;
use serde_json::{Number, Value as Json, json};
use std::cmp::Ordering;

/// A schema under construction.
pub(super) type Object = serde_json::Map<String, Json>;

/// An object of these members.
pub(super) fn object<const N: usize>(members: [(&str, Json); N]) -> Object {
    members
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Demands `keyword: value` besides what the schema demands already.
pub(super) fn demand(schema: &mut Object, keyword: &str, value: Json) {
    let kept = match schema.get(keyword) {
        None => true,
        Some(other) if *other == value => return,
        Some(Json::Number(other)) => match tighter(keyword, other, &value) {
            Some(tighter) => tighter,
            None => return,
        },
        Some(_) => false,
    };
    if kept {
        schema.insert(keyword.to_owned(), value);
    } else {
        and(schema, object([(keyword, value)]));
    }
}

/// Whether the bound `new` replaces `old`: `None` if `old` is as tight.
fn tighter(keyword: &str, old: &Number, new: &Json) -> Option<bool> {
    let Json::Number(new) = new else {
        return Some(false);
    };
    let order = order_of(new, old)?;
    let wanted = if keyword.starts_with("min") {
        Ordering::Greater
    } else {
        Ordering::Less
    };
    (order == wanted).then_some(true)
}

/// Demands a whole schema besides what the schema demands already.
pub(super) fn and(schema: &mut Object, other: Object) {
    if let Json::Array(all) = schema.entry("allOf").or_insert_with(|| json!([])) {
        all.push(other.into());
    }
}

/// Accepts `null` besides what the schema accepts.
pub(super) fn nullable(schema: Object) -> Object {
    let simple = match schema.get("type") {
        Some(Json::String(name)) => {
            let beyond_type = [
                "enum", "const", "$ref", "anyOf", "oneOf", "allOf", "not", "if",
            ];
            (!beyond_type
                .iter()
                .any(|keyword| schema.contains_key(*keyword)))
            .then(|| name.clone())
        }
        _ => None,
    };
    match simple {
        Some(name) => {
            let mut schema = schema;
            schema.insert("type".into(), json!([name, "null"]));
            schema
        }
        None => object([("anyOf", json!([schema, {"type": "null"}]))]),
    }
}

/// Puts documentation beside the keywords.
pub(super) fn describe(schema: &mut Object, doc: &str) {
    let doc = doc.trim();
    if !doc.is_empty() {
        schema.insert("description".into(), doc.into());
    }
}

/// Marks what should no longer be used.
pub(super) fn deprecate(schema: &mut Object, deprecation: Option<&Deprecation>) {
    let Some(deprecation) = deprecation else {
        return;
    };
    schema.insert("deprecated".into(), true.into());
    let note = format!(
        "Deprecated since v{}: {}",
        deprecation.since, deprecation.note
    );
    let doc = schema
        .get("description")
        .and_then(Json::as_str)
        .unwrap_or("");
    let doc = format!("{doc}\n\n{note}");
    describe(schema, &doc);
}

/// Adds a remark for whoever reads the schema.
pub(super) fn comment(schema: &mut Object, remark: &str) {
    let comment = match schema.get("$comment").and_then(Json::as_str) {
        Some(before) => format!("{before} {remark}"),
        None => remark.to_owned(),
    };
    schema.insert("$comment".into(), comment.into());
}

/// Either of several schemas; the schema itself if there is but one.
pub(super) fn any_of(mut schemas: Vec<Object>) -> Object {
    if schemas.len() == 1 {
        schemas.swap_remove(0)
    } else {
        object([("anyOf", schemas.into())])
    }
}

/// A regular expression that matches this text and no other, unanchored.
pub(super) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        // `-` needs no escape outside a class, and ECMA 262 refuses one there.
        if "\\^$.|?*+()[]{}/".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// The name as part of a URN (RFC 8141): what is not plain is percent-encoded.
pub(super) fn urn_part(name: &str) -> String {
    percent_encoded(name)
}

/// A reference to a definition: a JSON pointer in a URI fragment.
pub(super) fn pointer(name: &str) -> String {
    let escaped = name.replace('~', "~0").replace('/', "~1");
    format!("#/$defs/{}", percent_encoded(&escaped))
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    encoded
}

/// The same value with the keys of every object in order, whether or not some
/// other crate of the build makes `serde_json` keep the order of insertion.
pub(super) fn sorted(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let mut members: Vec<(String, Json)> = members.into_iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            members
                .into_iter()
                .map(|(key, value)| (key, sorted(value)))
                .collect::<Object>()
                .into()
        }
        Json::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// A pattern for what a version marker's template makes of a number.
pub(super) fn template(template: &str) -> String {
    let (before, after) = template.split_once("{}").unwrap_or((template, ""));
    format!("^{}(?:0|[1-9][0-9]*){}$", literal(before), literal(after))
}
