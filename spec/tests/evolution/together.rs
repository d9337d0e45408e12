//! All rules together.

use crate::support::{
    OLD_READS_NEW, bag, breaking, breaks, decl, numbered, structure, text, typed, version,
    version_of,
};
use relata_spec::evolution::{Bump, TABLE, compare};
use relata_spec::model::{Role, Scope, Status};
use serde_json::{Value as Json, json};

#[test]
fn a_draft_may_change_in_any_way_but_the_changes_are_listed() {
    let old = numbered(1, Status::Draft, version(vec![text("port"), text("host")]));
    let new = numbered(
        1,
        Status::Draft,
        version(vec![typed("port", &json!({"kind": "bool"}))]),
    );
    let changes = compare(&old, &new);
    let rules: Vec<&str> = changes.iter().map(|change| change.rule).collect();
    assert_eq!(rules, ["R1", "R4"]);
    assert!(breaking(&changes).is_empty());
    assert!(changes.iter().all(|change| change.bump < Bump::Major));
}

#[test]
fn a_change_of_a_type_that_both_roles_write_breaks_both_directions() {
    let fields = || vec![typed("it", &json!({"kind": "named", "name": "It"}))];
    let both = |body: &Json| {
        version_of(
            vec![
                (Role::Provider, Scope::App, bag(fields())),
                (Role::Requirer, Scope::Unit, bag(fields())),
            ],
            vec![decl("It", body)],
        )
    };
    let change = breaks(
        &both(&structure(&[text("a")])),
        &both(&structure(&[])),
        "R1",
    );
    assert_eq!(
        change.breaks,
        [
            OLD_READS_NEW,
            "an old provider that reads a new requirer (requirers upgraded first)"
        ]
    );
}

#[test]
fn a_type_that_nothing_uses_is_not_compared() {
    let with = |body: &Json| version_of(Vec::new(), vec![decl("It", body)]);
    let (old, new) = (with(&structure(&[text("a")])), with(&structure(&[])));
    assert!(compare(&old, &new).is_empty());
}

#[test]
fn every_rule_is_in_the_table() {
    for number in 1..=20 {
        let id = format!("R{number}");
        assert!(TABLE.iter().any(|(rule, _)| *rule == id), "{id}");
        assert!(relata_spec::rules::rule(&id).is_some(), "{id}");
    }
}
