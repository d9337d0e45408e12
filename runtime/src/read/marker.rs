//! What states the writer's version.

use super::document::parse_document;
use super::document::parse_yaml;
use super::is_nested;
use crate::Json;
use crate::bag::{BagTable, Databag, Encoding, Layout, Plain};

/// A version marker as it was found.
pub(crate) enum Found<'a> {
    /// As a text of its own.
    Text(&'a str),
    /// In the document that the databag is.
    Value(Json),
}

/// The version marker of a databag.
pub(crate) fn marker<'a>(table: &'static BagTable, bag: &'a Databag) -> Option<Found<'a>> {
    let keys = table.marker.as_ref()?.keys;
    match document(table, bag) {
        Some((layout, text)) => {
            let document = parse_document(layout, text).ok()?;
            let mut values = keys.iter().filter_map(|key| document.get(key));
            values
                .find(|value| !value.is_null())
                .cloned()
                .map(Found::Value)
        }
        None if table.layouts.iter().all(is_nested) => None,
        None => {
            let texts = keys.iter().filter_map(|key| bag.get(*key));
            let mut texts = texts.map(String::as_str);
            texts.find(|text| !text.is_empty()).map(Found::Text)
        }
    }
}

/// The document that a databag is, with its layout.
pub(super) fn document<'a>(
    table: &'static BagTable,
    bag: &'a Databag,
) -> Option<(&'static Layout, &'a String)> {
    table.layouts.iter().find_map(|layout| {
        let text = bag.get(layout.key()?)?;
        (!text.is_empty()).then_some((layout, text))
    })
}

/// What a text says in each of several encodings.
pub(crate) fn decodings(text: &str, encodings: &[Encoding]) -> impl Iterator<Item = Json> {
    encodings.iter().filter_map(move |encoding| match encoding {
        Encoding::Json => serde_json::from_str(text).ok(),
        Encoding::Yaml => parse_yaml(text).ok(),
        Encoding::Plain(Plain {
            separator: None, ..
        }) => Some(Json::from(text)),
        Encoding::Plain(Plain {
            separator: Some(separator),
            ..
        }) => Some(text.split(separator).collect()),
    })
}
