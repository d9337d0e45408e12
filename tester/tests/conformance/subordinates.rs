//! A subordinate is tried beside a principal.

use crate::mutants::{NAME, mutant};
use crate::{HEALTHY, failed, is_found_in, made_with, results_of};

/// Its own principal, and readers besides.
const BESIDE: &str = "name: library\nsubordinate: true\n\
    provides:\n  lend: {interface: lending}\n\
    requires:\n  host: {interface: juju-info, scope: container}\n";

const CASES: [&str; 6] = [
    "nothing-yet",
    "typical",
    "followers",
    "scaled-up",
    "two-relations",
    "gone",
];

#[test]
fn a_healthy_subordinate_is_clean() {
    let made = made_with(BESIDE, HEALTHY);
    let results = results_of(&made, |case| CASES.contains(&case.name.as_str()));
    assert!(failed(&results).is_empty(), "{:#?}", failed(&results));
    assert_eq!(results.len(), CASES.len());
    assert!(
        results.iter().all(|result| result.hooks > 0),
        "{results:#?}"
    );
}

#[test]
fn a_subordinate_that_fails_is_found() {
    let script = mutant(NAME, &format!("[ -z \"$name\" ] || exit 1\n  {NAME}"));
    is_found_in(&made_with(BESIDE, &script), "C1", &["typical"]);
}

#[test]
fn an_endpoint_that_is_the_principals_is_tried() {
    let metadata = "name: library\nprovides:\n  lend: {interface: lending, scope: container}\n";
    let script = mutant(NAME, &format!("[ -z \"$name\" ] || exit 1\n  {NAME}"));
    is_found_in(&made_with(metadata, &script), "C1", &["typical"]);
    let results = results_of(&made_with(metadata, HEALTHY), |case| {
        ["typical", "gone"].contains(&case.name.as_str())
    });
    assert!(failed(&results).is_empty(), "{:#?}", failed(&results));
}
