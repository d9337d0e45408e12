//! What does a YAML document that a person wrote say, and where is it wrong?

use crate::words;
use serde::Deserialize;
use serde_saphyr::Error;

/// The largest document that is read, in bytes.
const LIMIT: usize = 32 << 20;

/// Reads YAML (or JSON) within bounds, refusing what is said twice.
///
/// # Errors
///
/// If it is no such document: the place, and what is wrong there, in one line. Of a key
/// that nobody knows the error says which one was meant.
///
/// ```
/// use relata_spec::document::parse;
///
/// #[derive(Debug, serde::Deserialize)]
/// #[serde(deny_unknown_fields)]
/// struct Charm {
///     #[expect(dead_code)]
///     path: String,
/// }
///
/// let told = parse::<Charm>("pth: ../reader").unwrap_err();
/// assert_eq!(told, "line 1, column 1: unknown key `pth`; did you mean `path`?");
/// ```
pub fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, String> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::Error,
        // A databag may hold the key `<<`; nobody writes a merge into one.
        merge_keys: serde_saphyr::options::MergeKeyPolicy::AsOrdinary,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 100_000,
            max_replay_stack_depth: 8,
        },
        budget: serde_saphyr::budget! {
            max_events: 8_000_000,
            max_nodes: 4_000_000,
            max_total_scalar_bytes: LIMIT,
            // Juju writes databag keys of any length; a JSON key of more than
            // 1024 characters is still a key.
            simple_key_max_lookahead: 16 << 10,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| told(&error))
}

/// How an error of [`parse`] ends if there is a list or map in the place of a text.
pub const NO_TEXT: &str = "a list or map stands where a text belongs";

/// The parser's error in our words: the place first, no advice to programmers.
fn told(error: &Error) -> String {
    let error = error.without_snippet();
    let text = error.to_string();
    let (what, _) = text.split_once(" at line ").unwrap_or((&text, ""));
    let what = match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => unknown_key(field, expected),
        Error::SerdeMissingField { field, .. } => format!("the key `{field}` is missing"),
        _ if what.starts_with("expected string scalar") => NO_TEXT.to_owned(),
        _ if what.starts_with("expected mapping start") => "a map belongs here".to_owned(),
        _ if what.starts_with("expected sequence start") => "a list belongs here".to_owned(),
        _ if what.starts_with("multiple YAML documents") => {
            "a second document begins; give one document at a time".to_owned()
        }
        _ => match what.strip_prefix("duplicate mapping key") {
            Some(rest) => {
                let (key, _) = rest.split_once(", set ").unwrap_or((rest, ""));
                format!("a key is there twice{key}")
            }
            None => what.to_owned(),
        },
    };
    match error.location() {
        Some(place) if place.line() > 0 => {
            format!("line {}, column {}: {what}", place.line(), place.column())
        }
        _ => what,
    }
}

/// A key that nobody knows, and the one that was meant.
fn unknown_key(key: &str, known: &[&str]) -> String {
    match words::did_you_mean(key, known.iter().copied()) {
        Some(meant) => format!("unknown key `{key}`; did you mean `{meant}`?"),
        None => format!(
            "unknown key `{key}`; there may be {}",
            words::list(known.iter().copied())
        ),
    }
}
