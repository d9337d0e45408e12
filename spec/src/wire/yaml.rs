//! Reading YAML into a JSON value.

use super::Broken;
use crate::value::MOST_DEPTH;
use serde_json::Value as Json;
use serde_saphyr::options::DuplicateKeyPolicy;

/// How many values a document may unfold to through its aliases. A few lines of
/// YAML can stand for billions of values.
const MOST_REPLAYED: usize = 100_000;

/// Reads one YAML document.
///
/// Scalars are read as YAML 1.2 says. What a YAML 1.1 writer such as Python's
/// `yaml.safe_dump` emits is understood: it writes booleans as `true` and
/// `false`, and puts every text in quotes that YAML 1.1 would take for something
/// else. It does not quote `y`, `n` and the like, which is why only `true` and
/// `false` are booleans here.
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
            flow_nesting_limit: MOST_DEPTH,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| Broken {
        too_large: is_limit(&error),
        why: error.to_string(),
    })
}

fn is_limit(error: &serde_saphyr::Error) -> bool {
    use serde_saphyr::Error;
    matches!(
        error.without_snippet(),
        Error::Budget { .. }
            | Error::AliasReplayCounterOverflow { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
    )
}
