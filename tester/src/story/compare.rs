//! Is everything there that a run without a history ends with?
//!
//! Two runs of the same charms differ in what is drawn anew in each: ids, keys,
//! certificates, times. So a run without a history is made more than once, with other
//! numbers of the model each time, and what these runs do not agree on is only looked
//! for, not compared. What they agree on has to be there. Lists are compared without
//! their order.

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What several runs have in common.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    /// Something, another in each run.
    Drawn,
    /// This number, text or truth.
    Exactly(Json),
    /// An object with these members.
    Object(BTreeMap<String, Pattern>),
    /// A list of these, in any order.
    List(Vec<Pattern>),
}

/// One place where a run differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The members that lead there.
    pub(super) path: Vec<String>,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is not there.
    Missing,
    /// It is there and should not be.
    More,
    /// It is another.
    Other,
}

impl Pattern {
    /// What one run wrote.
    pub(super) fn of(found: &Json) -> Pattern {
        match found {
            Json::Object(members) => {
                let each = |(key, value): (&String, &Json)| (key.clone(), Pattern::of(value));
                Pattern::Object(members.iter().map(each).collect())
            }
            Json::Array(items) => Pattern::List(items.iter().map(Pattern::of).collect()),
            scalar => Pattern::Exactly(scalar.clone()),
        }
    }

    /// What it has in common with another run.
    #[must_use]
    pub(super) fn and(self, found: &Json) -> Pattern {
        match (self, found) {
            (Pattern::Object(mut members), Json::Object(others)) => {
                let keys: BTreeSet<&String> = others.keys().collect();
                let known: BTreeSet<&String> = members.keys().collect();
                if !known.is_subset(&keys) && !keys.is_subset(&known) {
                    // Its keys are drawn as well.
                    return Pattern::Drawn;
                }
                for (key, value) in others {
                    let both = match members.remove(key) {
                        Some(pattern) => pattern.and(value),
                        None => Pattern::of(value),
                    };
                    members.insert(key.clone(), both);
                }
                Pattern::Object(members)
            }
            (Pattern::List(patterns), Json::Array(items)) => {
                let (mut both, patterns, items) = matched(patterns, items);
                let mut items = items.into_iter();
                for pattern in patterns {
                    both.push(match items.next() {
                        Some(item) => pattern.and(item),
                        None => pattern,
                    });
                }
                both.extend(items.map(Pattern::of));
                Pattern::List(both)
            }
            (Pattern::Exactly(value), found) if value == *found => Pattern::Exactly(value),
            _ => Pattern::Drawn,
        }
    }

    /// Where something else was found.
    pub(super) fn differences(&self, found: &Json) -> Vec<Difference> {
        let mut differences = Vec::new();
        self.compare(found, &mut Vec::new(), &mut differences);
        differences
    }

    fn fits(&self, found: &Json) -> bool {
        self.differences(found).is_empty()
    }

    fn compare(&self, found: &Json, path: &mut Vec<String>, differences: &mut Vec<Difference>) {
        let mut differs = |path: &[String], kind| {
            let path = path.to_vec();
            differences.push(Difference { path, kind });
        };
        match (self, found) {
            (Pattern::Drawn, _) => {}
            (Pattern::Object(members), Json::Object(others)) => {
                for key in others.keys().filter(|key| !members.contains_key(*key)) {
                    path.push(key.clone());
                    differs(path, Kind::More);
                    path.pop();
                }
                for (key, pattern) in members {
                    path.push(key.clone());
                    match others.get(key) {
                        Some(value) => pattern.compare(value, path, differences),
                        None => differences.push(Difference {
                            path: path.clone(),
                            kind: Kind::Missing,
                        }),
                    }
                    path.pop();
                }
            }
            (Pattern::List(patterns), Json::Array(items)) => {
                let (_, missing, more) = matched(patterns.clone(), items);
                match (missing.as_slice(), more.as_slice()) {
                    ([], []) => {}
                    ([one], [other]) => one.compare(other, path, differences),
                    ([], _) => differs(path, Kind::More),
                    (_, []) => differs(path, Kind::Missing),
                    _ => differs(path, Kind::Other),
                }
            }
            (Pattern::Exactly(value), found) if value == found => {}
            _ => differs(path, Kind::Other),
        }
    }
}

/// Pairs each item of a list with a pattern that it fits, the exact ones first; what
/// is left of both comes after.
fn matched(patterns: Vec<Pattern>, items: &[Json]) -> (Vec<Pattern>, Vec<Pattern>, Vec<&Json>) {
    let mut left: Vec<&Json> = items.iter().collect();
    let (mut both, mut missing) = (Vec::new(), Vec::new());
    let (vague, exact): (Vec<Pattern>, Vec<Pattern>) =
        patterns.into_iter().partition(Pattern::has_drawn);
    for pattern in exact.into_iter().chain(vague) {
        match left.iter().position(|item| pattern.fits(item)) {
            Some(at) => {
                left.remove(at);
                both.push(pattern);
            }
            None => missing.push(pattern),
        }
    }
    (both, missing, left)
}

impl Pattern {
    fn has_drawn(&self) -> bool {
        match self {
            Pattern::Drawn => true,
            Pattern::Exactly(_) => false,
            Pattern::Object(members) => members.values().any(Pattern::has_drawn),
            Pattern::List(patterns) => patterns.iter().any(Pattern::has_drawn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Pattern};
    use serde_json::{Value as Json, json};

    fn told(runs: &[Json], found: &Json) -> Vec<(String, Kind)> {
        let mut pattern = Pattern::of(&runs[0]);
        for run in &runs[1..] {
            pattern = pattern.and(run);
        }
        let differences = pattern.differences(found).into_iter();
        differences
            .map(|one| (one.path.join("/"), one.kind))
            .collect()
    }

    #[test]
    fn what_runs_do_not_agree_on_only_has_to_be_there() {
        let runs = [
            json!({"id": "a1", "name": "x"}),
            json!({"id": "b2", "name": "x"}),
        ];
        assert_eq!(told(&runs, &json!({"id": "c3", "name": "x"})), []);
        assert_eq!(
            told(&runs, &json!({"name": "y"})),
            [
                ("id".to_owned(), Kind::Missing),
                ("name".to_owned(), Kind::Other)
            ]
        );
    }

    #[test]
    fn lists_have_no_order() {
        let runs = [
            json!([{"u": 1, "k": "p"}, {"u": 2, "k": "q"}]),
            json!([{"u": 2, "k": "r"}, {"u": 1, "k": "s"}]),
        ];
        // Which of the two is which cannot be told any more, how many there are can.
        assert_eq!(told(&runs[..1], &runs[1]).len(), 1);
        assert_eq!(told(&runs, &runs[0]), []);
        assert_eq!(
            told(&runs, &json!([{"u": 1, "k": "p"}])),
            [(String::new(), Kind::Missing)]
        );
        let plain = [json!(["a", "b"])];
        assert_eq!(told(&plain, &json!(["b", "a"])), []);
        assert_eq!(
            told(&plain, &json!(["b", "a", "c"])),
            [(String::new(), Kind::More)]
        );
    }

    #[test]
    fn what_one_run_lacks_is_still_asked_for() {
        let runs = [json!({"app": {}}), json!({"app": {"answer": "42"}})];
        assert_eq!(
            told(&runs, &json!({"app": {}})),
            [("app/answer".to_owned(), Kind::Missing)]
        );
    }

    #[test]
    fn maps_whose_keys_are_drawn_are_not_compared() {
        let runs = [json!({"m": {"a1": 1}}), json!({"m": {"b2": 1}})];
        assert_eq!(told(&runs, &json!({"m": {"c3": 1}})), []);
    }
}
