//! YAML in databag values.

use crate::Json;
use crate::juju::stdin::is_special;
use std::fmt::Write as _;

/// How deep a document may be. The parser calls itself for every level and needs
/// some 20 kB of stack for each in a debug build.
const MOST_DEPTH: usize = 48;

/// How many values a document may unfold to through its aliases.
const MOST_REPLAYED: usize = 100_000;

/// Reads one document. Aliases, depth and size are bounded, so that a hostile
/// document cannot use memory out of proportion.
///
/// The options are those of the interpreter in `relata-spec`, which says why.
pub(crate) fn parse(text: &str) -> Result<Json, String> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MOST_REPLAYED,
        },
        budget: serde_saphyr::budget! {
            max_depth: MOST_DEPTH,
            simple_key_max_lookahead: 16 << 10,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| error.to_string())
}

/// Makes canonical JSON fit for every YAML reader.
///
/// JSON is YAML, quotes everything that a YAML 1.1 reader might take for
/// something else, and has one canonical form. Only the control characters that
/// JSON lets stand and YAML does not have to be escaped.
pub(crate) fn escape(json: &mut Vec<u8>) {
    let Ok(text) = std::str::from_utf8(json) else {
        return;
    };
    if !text.chars().any(is_special) {
        return;
    }
    let mut yaml = String::with_capacity(text.len() + 5);
    for c in text.chars() {
        if is_special(c) {
            // Writing to a `String` cannot fail.
            let _ = write!(yaml, "\\u{:04x}", u32::from(c));
        } else {
            yaml.push(c);
        }
    }
    *json = yaml.into_bytes();
}
