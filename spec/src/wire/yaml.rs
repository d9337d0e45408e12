//! Reading YAML into a JSON value.

use super::{Broken, Limit};
use serde_json::Value as Json;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::DuplicateKeyPolicy;

/// How deep a document may be. The parser of YAML calls itself for every level
/// and needs some 20 kB of stack for each in a debug build, so this is less than
/// for JSON: half of the 2 MB that a Rust thread has.
pub(super) const MOST_DEPTH: usize = 48;

/// How many values a document may unfold to through its aliases. A few lines of
/// YAML can stand for billions of values.
const MOST_REPLAYED: usize = 100_000;

/// Reads one YAML document.
///
/// Scalars are read as YAML 1.2 says. What a YAML 1.1 writer such as Python's
/// `yaml.safe_dump` emits is understood: it writes booleans as `true` and
/// `false`, and puts every text in quotes that YAML 1.1 would take for something
/// else. It does not quote `y`, `n` and the like, which is why only `true` and
/// `false` are booleans here. What it does not quote either and YAML 1.2 takes
/// for a number, `1e3` and `08`, is read as that number.
pub(super) fn read(text: &str) -> Result<Json, Broken> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        // As JSON is read, and as Python reads YAML.
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        // A snippet would show what may have to be hidden.
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MOST_REPLAYED,
        },
        budget: serde_saphyr::budget! {
            max_depth: MOST_DEPTH,
            // JSON may have keys of more than the 1024 characters that YAML
            // allows, and JSON is what is written.
            simple_key_max_lookahead: 16 << 10,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        use serde_saphyr::Error;
        let said = error.to_string();
        match error.without_snippet() {
            Error::MultipleDocuments { .. } => Broken {
                limit: None,
                why: "several documents in one value".to_owned(),
            },
            Error::Budget { breach, .. } => Broken {
                limit: Some(match breach {
                    BudgetBreach::Depth { .. } => Limit::Depth,
                    _ => Limit::Size,
                }),
                why: said,
            },
            // The limits on aliases arrive as the text of another error.
            _ => Broken {
                limit: said.contains("limit exceeded").then_some(Limit::Size),
                why: said,
            },
        }
    })
}
