//! What is handed to the expansion.

use proc_macro2::Span;
use relata_spec::Interface;
use std::collections::BTreeMap;
use syn::{Ident, Type, Visibility};

/// The well-formed part of a declaration.
pub(crate) struct Lowered {
    /// How visible the interface's module is.
    pub(crate) vis: Visibility,
    /// The name of the interface's module.
    pub(crate) module: Ident,
    /// Every well-formed part, resolved for each version.
    pub(crate) interface: Interface,
    /// The author's own Rust types, by the name of the alias that has one.
    pub(crate) rust_types: BTreeMap<String, Type>,
    /// Where the names stand.
    pub(crate) spans: Spans,
}

/// Where the names of a declaration stand, so that what rustc says about the
/// generated code points into it.
#[derive(Default)]
pub(crate) struct Spans(BTreeMap<(String, String), Span>);

impl Spans {
    /// The place of a name: `owner` is `provider/app` or a type's name, `name`
    /// a wire name, or empty for the owner itself. The call site if nothing of
    /// that name was declared.
    pub(crate) fn of(&self, owner: &str, name: &str) -> Span {
        self.0
            .get(&(owner.to_owned(), name.to_owned()))
            .copied()
            .unwrap_or_else(Span::call_site)
    }

    /// All places as a JSON list of `[owner, name, line, column]`, with lines and
    /// columns from 1.
    pub(crate) fn to_json(&self) -> String {
        let places: Vec<serde_json::Value> = (self.0.iter())
            .map(|((owner, name), span)| {
                let start = span.start();
                serde_json::json!([owner, name, start.line, start.column + 1])
            })
            .collect();
        serde_json::Value::Array(places).to_string()
    }

    /// Remembers the first place of a name.
    pub(crate) fn insert(&mut self, owner: &str, name: &str, span: Span) {
        self.0
            .entry((owner.to_owned(), name.to_owned()))
            .or_insert(span);
    }
}
