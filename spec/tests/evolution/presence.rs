//! R8, R9, R10: what may be missing.

use crate::support::{NEW_READS_OLD, OLD_READS_NEW, breaks, field, is_fine, text, version};
use relata_spec::evolution::{Bump, compare};
use serde_json::json;

// R8

#[test]
fn a_new_field_cannot_be_required() {
    let port = field("port", &json!({"presence": "required"}));
    let change = breaks(&version(Vec::new()), &version(vec![port]), "R8");
    assert_eq!(change.breaks, [NEW_READS_OLD]);
}

#[test]
fn a_new_field_with_a_default_is_an_addition() {
    let port = field("port", &json!({"presence": {"default": "80"}}));
    is_fine(
        &version(Vec::new()),
        &version(vec![port]),
        "R19",
        Bump::Minor,
    );
}

// R9

#[test]
fn an_optional_field_cannot_become_required_nor_the_reverse() {
    let optional = version(vec![text("port")]);
    let required = version(vec![field("port", &json!({"presence": "required"}))]);
    assert_eq!(breaks(&optional, &required, "R9").breaks, [NEW_READS_OLD]);
    assert_eq!(breaks(&required, &optional, "R9").breaks, [OLD_READS_NEW]);
}

#[test]
fn a_field_that_stays_required_is_no_finding() {
    let required = version(vec![field("port", &json!({"presence": "required"}))]);
    assert!(compare(&required, &required).is_empty());
}

// R10

#[test]
fn a_default_cannot_change_appear_or_vanish() {
    let default = |value: &str| {
        version(vec![field(
            "port",
            &json!({"presence": {"default": value}}),
        )])
    };
    let optional = version(vec![text("port")]);
    breaks(&default("80"), &default("443"), "R10");
    breaks(&default("80"), &optional, "R10");
    breaks(&optional, &default("80"), "R10");
}

#[test]
fn a_default_may_stay() {
    let default = version(vec![field("port", &json!({"presence": {"default": "80"}}))]);
    let mut new = default.clone();
    new.doc = "Other words.".into();
    is_fine(&default, &new, "R20", Bump::Patch);
}
