//! Does a value keep to the constraints that narrow its type?

use super::walk::Walk;
use crate::model::Constraint;
use crate::predicate::order_of;
use crate::wire;
use crate::words;
use regex_lite::Regex;
use serde_json::{Number, Value as Json};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

impl Walk<'_> {
    /// Judges `value` by one constraint. A constraint that says nothing about a
    /// value of this kind holds: the kind has been judged before.
    pub(super) fn constrain(&mut self, constraint: &Constraint, value: &Json, count: u64) {
        match (constraint, value) {
            (Constraint::Pattern(pattern), Json::String(text))
                if matches(pattern, text) == Some(false) =>
            {
                let expected = format!("a text that matches `{pattern}`");
                self.problem("B4", expected, value);
            }
            (Constraint::Range { min, max }, Json::Number(number)) => {
                let below = min
                    .as_ref()
                    .is_some_and(|min| order_of(number, min) == Some(Ordering::Less));
                let above = max
                    .as_ref()
                    .is_some_and(|max| order_of(number, max) == Some(Ordering::Greater));
                if below || above {
                    let expected = format!("a number {}", span(min.as_ref(), max.as_ref()));
                    self.problem("B3", expected, value);
                }
            }
            (Constraint::Length { min, max }, Json::String(_)) => {
                self.measure(*min, *max, count, "character", value);
            }
            (Constraint::Length { min, max }, Json::Array(_)) => {
                self.measure(*min, *max, count, "element", value);
            }
            (Constraint::Length { min, max }, Json::Object(_)) => {
                self.measure(*min, *max, count, "entry", value);
            }
            _ => {}
        }
    }

    fn measure(
        &mut self,
        min: Option<u64>,
        max: Option<u64>,
        count: u64,
        unit: &str,
        value: &Json,
    ) {
        if min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max) {
            return;
        }
        let expected = match (min, max) {
            (Some(min), Some(max)) if min == max => words::count(min, unit),
            (Some(min), Some(max)) => format!("{min} to {}", words::count(max, unit)),
            (Some(min), None) => format!("at least {}", words::count(min, unit)),
            (None, Some(max)) => format!("at most {}", words::count(max, unit)),
            (None, None) => return,
        };
        let found = if self.hides(value) {
            "another number of them".to_owned()
        } else {
            count.to_string()
        };
        self.problem_found("B5", expected, found, None);
    }
}

/// How long a value is: characters of a text, elements of a list, different
/// elements of a set, entries of a map.
pub(super) fn length(walk: &Walk<'_>, kind: &crate::model::Kind, value: &Json) -> u64 {
    let count = match (kind, value) {
        (_, Json::String(text)) => text.chars().count(),
        (crate::model::Kind::Set { items }, Json::Array(elements)) => {
            let mut different: Vec<String> = elements
                .iter()
                .filter(|element| !walk.is_hollow(items, element))
                .map(|element| wire::canonical(walk.version, items, element))
                .collect();
            different.sort_unstable();
            different.dedup();
            different.len()
        }
        (crate::model::Kind::List { items }, Json::Array(elements)) => elements
            .iter()
            .filter(|element| !walk.is_hollow(items, element))
            .count(),
        (_, Json::Object(members)) => members.len(),
        _ => 0,
    };
    count as u64
}

fn span(min: Option<&Number>, max: Option<&Number>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("from {min} to {max}"),
        (Some(min), None) => format!("of at least {min}"),
        (None, Some(max)) => format!("of at most {max}"),
        (None, None) => String::new(),
    }
}

/// Whether `text` matches `pattern` somewhere; `None` if the pattern is
/// malformed, which is a mistake of the declaration (rule D11), not of the text.
fn matches(pattern: &str, text: &str) -> Option<bool> {
    // Compiling costs more than most matches. The number of patterns is that of
    // the declarations, but a program may read any number of those.
    static COMPILED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());
    const MOST: usize = 256;

    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = if let Some(regex) = compiled.get(pattern) {
        regex.clone()
    } else {
        if compiled.len() >= MOST {
            compiled.clear();
        }
        let regex = Regex::new(pattern).ok();
        compiled.insert(pattern.to_owned(), regex.clone());
        regex
    };
    drop(compiled);
    regex.map(|regex| regex.is_match(text))
}

/// Whether a pattern is well-formed; if not, why.
pub(crate) fn compiles(pattern: &str) -> Result<(), String> {
    Regex::new(pattern)
        .map(|_| ())
        .map_err(|error| error.to_string())
}
