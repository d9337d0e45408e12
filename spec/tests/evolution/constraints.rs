//! R14: constraints and checks.

use crate::support::{
    NEW_READS_OLD, OLD_READS_NEW, allowing, bag, bagged, breaking, breaks, decl, only, text, typed,
    version, version_of,
};
use relata_spec::evolution::{Bump, compare};
use relata_spec::model::{Allowance, Bag, Field, Role, Scope, Version};
use serde_json::{Value as Json, json};

fn ranged(min: u32, max: u32) -> Field {
    let constraints = json!([{"range": {"min": min, "max": max}}]);
    typed(
        "n",
        &json!({"kind": "integer", "width": "u16", "constraints": constraints}),
    )
}

#[test]
fn a_constraint_cannot_be_tightened_loosened_or_replaced() {
    let of = |min, max| version(vec![ranged(min, max)]);
    let tightened = breaks(&of(1, 10), &of(1, 5), "R14");
    assert!(
        tightened
            .what
            .ends_with("was 1..=10 and is 1..=5, which allows less"),
        "{}",
        tightened.what
    );
    assert_eq!(tightened.breaks, [NEW_READS_OLD]);
    let loosened = breaks(&of(1, 10), &of(0, 10), "R14");
    assert!(loosened.what.ends_with("which allows more"));
    assert_eq!(loosened.breaks, [OLD_READS_NEW]);
    let moved = breaks(&of(1, 10), &of(2, 11), "R14");
    assert!(moved.what.ends_with("which allows other values"));
    assert_eq!(moved.breaks.len(), 2);
}

#[test]
fn a_pattern_or_length_cannot_change() {
    let of = |constraints: &Json| {
        version(vec![typed(
            "n",
            &json!({"kind": "text", "constraints": constraints}),
        )])
    };
    let none = of(&json!([]));
    for constraint in [json!({"pattern": "^a"}), json!({"length": {"max": 3}})] {
        breaks(&none, &of(&json!([constraint])), "R14");
        breaks(&of(&json!([constraint])), &none, "R14");
    }
}

#[test]
fn a_constraint_may_change_with_a_reason() {
    let change = only(
        &version(vec![ranged(1, 10)]),
        &version(vec![allowing("R14", ranged(1, 20))]),
    );
    assert!(!change.breaking);
    assert_eq!(change.allowed.as_deref(), Some("nobody uses it yet"));
    assert_eq!(
        (change.bump, change.breaks),
        (Bump::Minor, vec![OLD_READS_NEW.to_owned()])
    );
}

#[test]
fn an_allowance_covers_its_own_rule_only() {
    let old = version(vec![ranged(1, 10)]);
    breaks(&old, &version(vec![allowing("R4", ranged(1, 20))]), "R14");
}

#[test]
fn a_constraint_may_move_into_an_alias() {
    let alias = decl("Small", &json!({"is": "alias", "of": ranged(1, 10).ty}));
    let new = version_of(
        vec![(
            Role::Provider,
            Scope::App,
            bag(vec![typed("n", &json!({"kind": "named", "name": "Small"}))]),
        )],
        vec![alias],
    );
    assert!(compare(&version(vec![ranged(1, 10)]), &new).is_empty());
}

fn checked(fields: Vec<Field>, holds: &[Json]) -> Version {
    let checks: Vec<Json> = holds
        .iter()
        .map(|holds| json!({"name": "c", "kind": "named", "message": "It must.", "holds": holds}))
        .collect();
    bagged(Bag {
        checks: serde_json::from_value(json!(checks)).expect("checks"),
        ..bag(fields)
    })
}

#[test]
fn a_check_between_fields_cannot_come_or_go() {
    let fields = || vec![text("a"), text("b")];
    let check = json!({"present": "a"});
    let (without, with) = (checked(fields(), &[]), checked(fields(), &[check]));
    assert_eq!(breaks(&without, &with, "R14").breaks, [NEW_READS_OLD]);
    assert_eq!(breaks(&with, &without, "R14").breaks, [OLD_READS_NEW]);
}

#[test]
fn a_check_between_new_fields_may_come() {
    let only_with = json!({"any": [{"not": {"present": "b"}}, {"present": "c"}]});
    let old = checked(vec![text("a")], &[]);
    let new = checked(vec![text("a"), text("b"), text("c")], &[only_with]);
    assert!(breaking(&compare(&old, &new)).is_empty());
}

#[test]
fn a_databag_may_allow_what_its_checks_do() {
    let check = json!({"any": [{"present": "a"}, {"present": "b"}]});
    let old = bag(vec![text("a"), text("b")]);
    let mut new = checked(vec![text("a"), text("b")], &[check]);
    let bag = new
        .roles
        .get_mut(&Role::Provider)
        .and_then(|role| role.app.as_mut());
    bag.expect("the databag").allows.push(Allowance {
        rule: "R14".into(),
        reason: "every writer does so already".into(),
    });
    let change = only(&bagged(old), &new);
    assert_eq!(
        (change.rule, change.breaking),
        ("R14", false),
        "{change:#?}"
    );
    assert_eq!(
        change.allowed.as_deref(),
        Some("every writer does so already")
    );
}
