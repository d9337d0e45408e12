//! Types, constraints and encodings in the words of a declaration.

use crate::model::{Encoding, Kind, Layout, Type};
use serde_json::Number;

/// A type as its author wrote it.
pub(super) fn ty(ty: &Type) -> String {
    match &ty.kind {
        Kind::Text { format } => format.rust().to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::Integer { width } => width.rust().to_owned(),
        Kind::Float => "f64".to_owned(),
        Kind::Any => "Json".to_owned(),
        Kind::List { items } => format!("Vec<{}>", self::ty(items)),
        Kind::Set { items } => format!("Set<{}>", self::ty(items)),
        Kind::Map { keys, values } => format!("Map<{}, {}>", self::ty(keys), self::ty(values)),
        Kind::Secret { content } => format!("Secret<{content}>"),
        Kind::Named { name } => name.clone(),
    }
}

/// A range of numbers or lengths: `1..=10`, `1..`, `unlimited`.
pub(super) fn range(min: Option<&Number>, max: Option<&Number>) -> String {
    match (min, max) {
        (None, None) => "unlimited".to_owned(),
        (Some(min), None) => format!("{min}.."),
        (None, Some(max)) => format!("..={max}"),
        (Some(min), Some(max)) => format!("{min}..={max}"),
    }
}

/// Encodings as in an attribute: `json, raw`.
pub(super) fn encodings(encodings: &[Encoding]) -> String {
    let words: Vec<String> = encodings.iter().map(encoding).collect();
    words.join(", ")
}

fn encoding(encoding: &Encoding) -> String {
    match encoding {
        Encoding::Json => "json".to_owned(),
        Encoding::Raw { bools } => {
            if bools.yes.is_empty() && bools.no.is_empty() {
                "raw".to_owned()
            } else {
                let spelled = |truth| {
                    let words: Vec<String> = bools
                        .of(truth)
                        .iter()
                        .map(|word| format!("{word:?}"))
                        .collect();
                    words.join(" | ")
                };
                format!("raw(true = {}, false = {})", spelled(true), spelled(false))
            }
        }
        Encoding::Yaml => "yaml".to_owned(),
        Encoding::Separated { by } if by == "," => "csv".to_owned(),
        Encoding::Separated { by } => format!("separated({by:?})"),
    }
}

/// Layouts of a databag: `keys, nested("config")`.
pub(super) fn layouts(layouts: &[Layout]) -> String {
    let words: Vec<String> = layouts
        .iter()
        .map(|layout| match layout {
            Layout::Keys => "a key per field".to_owned(),
            Layout::Nested { key, format } => format!(
                "nested({key:?}, {})",
                match format {
                    crate::model::Document::Json => "json",
                    crate::model::Document::Yaml => "yaml",
                }
            ),
        })
        .collect();
    words.join(", ")
}
