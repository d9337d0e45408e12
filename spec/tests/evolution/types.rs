//! R4, R11: types.

use crate::support::{
    NEW_READS_OLD, OLD_READS_NEW, bag, breaks, decl, enumeration, is_fine, structure, text, typed,
    using, version, version_of,
};
use relata_spec::evolution::{Bump, compare};
use relata_spec::model::{Role, Scope};
use serde_json::{Value as Json, json};

// R4

#[test]
fn a_type_cannot_be_widened() {
    let old = version(vec![typed("n", &json!({"kind": "integer", "width": "u8"}))]);
    let new = version(vec![typed(
        "n",
        &json!({"kind": "integer", "width": "u32"}),
    )]);
    let change = breaks(&old, &new, "R4");
    assert_eq!(change.breaks, [OLD_READS_NEW]);
    assert_eq!(
        change.what,
        "the type was `u8` and is `u32`, which allows more"
    );
}

#[test]
fn a_type_cannot_be_narrowed() {
    let old = version(vec![text("n")]);
    let new = version(vec![typed("n", &json!({"kind": "text", "format": "url"}))]);
    let change = breaks(&old, &new, "R4");
    assert_eq!(change.breaks, [NEW_READS_OLD]);
}

#[test]
fn a_type_cannot_be_replaced_even_inside_a_collection() {
    let list = |items: &Json| version(vec![typed("n", &json!({"kind": "list", "items": items}))]);
    let change = breaks(
        &list(&json!({"kind": "bool"})),
        &list(&json!({"kind": "text"})),
        "R4",
    );
    assert_eq!(change.breaks, [NEW_READS_OLD, OLD_READS_NEW]);
    let map = |values: &Json| {
        let keys = json!({"kind": "text", "format": "app-name"});
        version(vec![typed(
            "n",
            &json!({"kind": "map", "keys": keys, "values": values}),
        )])
    };
    breaks(
        &map(&json!({"kind": "bool"})),
        &map(&json!({"kind": "text"})),
        "R4",
    );
}

#[test]
fn an_enum_cannot_be_closed_or_opened() {
    let (open, closed) = (enumeration(false, &["a"]), enumeration(true, &["a"]));
    assert_eq!(
        breaks(&using(&open), &using(&closed), "R4").breaks,
        [NEW_READS_OLD]
    );
    assert_eq!(
        breaks(&using(&closed), &using(&open), "R4").breaks,
        [OLD_READS_NEW]
    );
}

#[test]
fn the_order_of_shapes_without_a_tag_cannot_change() {
    let union = |shapes: [&str; 2]| {
        let variants: Vec<Json> = shapes
            .iter()
            .map(|kind| json!({"wire": kind, "rust": kind, "type": {"kind": kind}}))
            .collect();
        using(&json!({"is": "union", "variants": variants}))
    };
    breaks(&union(["text", "bool"]), &union(["bool", "text"]), "R4");
}

#[test]
fn a_list_cannot_become_a_set() {
    let of = |kind: &str| {
        version(vec![typed(
            "n",
            &json!({"kind": kind, "items": {"kind": "any"}}),
        )])
    };
    breaks(&of("list"), &of("set"), "R4");
}

#[test]
fn a_declared_type_may_get_another_name_or_an_alias() {
    let inner = structure(&[text("a")]);
    let old = using(&inner);
    let mut renamed = using(&inner);
    renamed.types[0].name = "Other".into();
    let name = json!({"kind": "named", "name": "Other"});
    let renamed_field = |name: &Json| {
        let it = typed("it", name);
        vec![(Role::Provider, Scope::App, bag(vec![it]))]
    };
    let new = version_of(renamed_field(&name), renamed.types.clone());
    is_fine(&old, &new, "R20", Bump::Patch);

    let alias = decl(
        "Also",
        &json!({"is": "alias", "of": {"kind": "named", "name": "It"}}),
    );
    let mut types = old.types.clone();
    types.push(alias);
    let new = version_of(
        renamed_field(&json!({"kind": "named", "name": "Also"})),
        types,
    );
    assert!(compare(&old, &new).is_empty());
}

// R11

#[test]
fn one_value_cannot_become_a_list_nor_the_reverse() {
    let one = version(vec![text("port")]);
    let many = version(vec![typed(
        "port",
        &json!({"kind": "list", "items": {"kind": "text"}}),
    )]);
    breaks(&one, &many, "R11");
    breaks(&many, &one, "R11");
}

#[test]
fn a_list_beside_the_single_value_is_an_addition() {
    let one = version(vec![text("port")]);
    let items = json!({"kind": "named", "name": "It"});
    let ports = typed("ports", &json!({"kind": "list", "items": items}));
    let both = version_of(
        vec![(Role::Provider, Scope::App, bag(vec![text("port"), ports]))],
        vec![decl("It", &structure(&[text("a")]))],
    );
    is_fine(&one, &both, "R19", Bump::Minor);
}
