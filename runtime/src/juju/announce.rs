//! Stating one's version without writing anything else.

use super::bags::{Bags, Whose};
use super::error::Result;
use super::hook::Juju;
use crate::bag::{BagTable, Databag, Layout};
use crate::{Changes, Json, Paired};

/// States the newest version of the role in one of our databags.
pub(super) fn announce<R: Paired>(juju: &Juju, bags: &Bags, whose: Whose) -> Result<()> {
    let newest = R::VERSIONS.last().copied().unwrap_or_default();
    let marked = R::MARKED.iter().rev();
    match marked.copied().find(|table| table.scope == whose.scope()) {
        Some(table) => state(juju, bags, whose, table, newest),
        None => Ok(()),
    }
}

fn state(juju: &Juju, bags: &Bags, whose: Whose, table: &BagTable, version: u32) -> Result<()> {
    let Some(marker) = &table.marker else {
        return Ok(());
    };
    let current = bags.own(juju, whose)?;
    let text = marker.text(version);
    let mut entries = Databag::new();
    match table.layouts.first() {
        Some(Layout::NestedJson(key) | Layout::NestedYaml(key)) => {
            let before = current.get(*key).map(String::as_str);
            if let Some(document) = in_document(before, marker.written, text) {
                entries.insert((*key).to_owned(), document);
            }
        }
        None | Some(Layout::Keys) => {
            for key in marker.written {
                entries.insert((*key).to_owned(), text.to_owned());
            }
        }
    }
    bags.change(juju, whose, Changes::setting(entries, &current))
}

/// The document with the marker in it; `None` if it is there. Of a document that
/// is none, or is YAML, nothing can be kept: whoever writes it states the version
/// as well.
fn in_document(before: Option<&str>, keys: &[&str], text: &str) -> Option<String> {
    let stated: Json = serde_json::from_str(text).ok()?;
    let mut document = match before.map(serde_json::from_str) {
        None => serde_json::Map::new(),
        Some(Ok(Json::Object(document))) => document,
        Some(_) => return None,
    };
    if keys.iter().all(|key| document.get(*key) == Some(&stated)) {
        return None;
    }
    for key in keys {
        document.insert((*key).to_owned(), stated.clone());
    }
    serde_json::to_string(&document).ok()
}
