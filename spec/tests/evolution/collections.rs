//! R15: collections that cannot be extended.

use crate::support::{allowing, breaking, field, interface, numbered, typed, version};
use relata_spec::evolution::{compare, declared};
use relata_spec::model::Status;
use serde_json::json;

#[test]
fn collections_of_single_values_and_free_maps_are_advised_against() {
    let list = json!({"kind": "list", "items": {"kind": "text"}});
    let map = json!({"kind": "map", "keys": {"kind": "text"}, "values": {"kind": "any"}});
    for ty in [list, map] {
        let new = version(vec![typed("n", &ty)]);
        let changes = compare(&version(Vec::new()), &new);
        let rules: Vec<&str> = changes.iter().map(|change| change.rule).collect();
        assert_eq!(rules, ["R15", "R19"]);
        assert!(breaking(&changes).is_empty());
        assert_eq!(declared(&interface(vec![new])).len(), 1);
    }
}

#[test]
fn collections_of_objects_and_maps_of_units_need_no_reason() {
    let list = json!({"kind": "list", "items": {"kind": "any"}});
    let keys = json!({"kind": "text", "format": "unit-name"});
    let map = json!({"kind": "map", "keys": keys, "values": {"kind": "text"}});
    for ty in [list, map] {
        assert!(declared(&interface(vec![version(vec![typed("n", &ty)])])).is_empty());
    }
}

#[test]
fn a_collection_with_a_reason_is_listed_with_it() {
    let list = typed("n", &json!({"kind": "list", "items": {"kind": "text"}}));
    let changes = declared(&interface(vec![version(vec![allowing("R15", list)])]));
    assert_eq!(changes[0].allowed.as_deref(), Some("nobody uses it yet"));
}

#[test]
fn a_collection_in_several_versions_is_one_finding() {
    let list = typed("n", &json!({"kind": "list", "items": {"kind": "text"}}));
    let first = numbered(0, Status::Published, version(vec![list.clone()]));
    assert_eq!(
        declared(&interface(vec![first, version(vec![list])])).len(),
        1
    );
}

#[test]
fn a_list_in_a_version_marker_is_no_finding() {
    let marker = field(
        "versions",
        &json!({"type": {"kind": "list", "items": {"kind": "integer", "width": "u32"}}, "marker": {"list": true}}),
    );
    assert!(declared(&interface(vec![version(vec![marker])])).is_empty());
}
