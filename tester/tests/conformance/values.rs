//! Values that are no mistake, and that a charm does not expect.

use crate::mutants::{NAME, mutant};
use crate::{is_found_in, made};

/// The mutant reads a field, and fails at one value. It is found in that value's
/// case, and the finding says which value it was.
#[track_caller]
fn fails_at(field: &str, value: &str, said: &str) {
    let reads = format!(
        "case \"$(relation-get -r \"$1\" --app {field} \"$JUJU_REMOTE_APP\")\" in {value}) \
         exit 1 ;; esac"
    );
    let script = mutant(NAME, &format!("{reads}\n  {NAME}"));
    let case = format!("odd-app-{field}");
    let found = is_found_in(&made(&script), "C1", &[&case]);
    let evidence = found[0].findings[0].evidence.join("\n");
    assert!(evidence.contains(said), "{said} is not in {evidence}");
}

#[test]
fn fails_at_null() {
    fails_at("reader", "null", "`reader` is null");
}

#[test]
fn fails_at_an_empty_value() {
    fails_at("reader", "' '", "`reader` is empty");
}

#[test]
fn fails_at_another_spelling() {
    fails_at("reader", "'\"'*", "`reader` is JSON instead of plain text");
}

#[test]
fn fails_at_a_kind_that_came_later() {
    let said = "`binding` is of a kind that nobody has declared yet";
    fails_at("binding", "x-*", said);
}
