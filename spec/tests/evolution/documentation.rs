//! R20: what nothing on the wire shows.

use crate::support::{field, interface, is_fine, text, typed, version};
use relata_spec::evolution::{Bump, compare, compare_interfaces};
use serde_json::json;

#[test]
fn documentation_examples_and_rust_names_may_change() {
    let old = version(vec![text("port")]);
    let different = [
        json!({"doc": "Other words."}),
        json!({"examples": ["80"]}),
        json!({"rust": "tcp_port"}),
        json!({"deprecated": {"since": 1, "note": "use `ports`"}}),
        json!({"type": {"kind": "text", "format": "sensitive"}}),
    ];
    for rest in different {
        is_fine(
            &old,
            &version(vec![field("port", &rest)]),
            "R20",
            Bump::Patch,
        );
    }
}

#[test]
fn the_interface_may_be_described_in_other_words() {
    let old = interface(vec![version(Vec::new())]);
    let mut new = old.clone();
    new.summary = "Other words.".into();
    new.maintainer = Some("somebody".into());
    let changes = compare_interfaces(&old, &new);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].rule, changes[0].bump), ("R20", Bump::Patch));
}

#[test]
fn a_type_is_no_documentation() {
    let old = version(vec![text("port")]);
    let changes = compare(
        &old,
        &version(vec![typed("port", &json!({"kind": "bool"}))]),
    );
    assert!(changes.iter().all(|change| change.rule != "R20"));
}
