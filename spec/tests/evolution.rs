//! Every rule of evolution, with changes that break it and changes that do not.

use proptest::prelude::*;
use relata_spec::Interface;
use relata_spec::evolution::{Bump, Change, TABLE, compare, compare_interfaces, declared};
use relata_spec::model::{
    Allowance, Bag, Field, Layout, Role, RoleSpec, Scope, Status, TypeDecl, Version,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

// Building blocks. What a test does not say is as plain as can be.

fn field(name: &str, rest: &Json) -> Field {
    let mut whole = json!({
        "name": name, "rust": name.replace('-', "_"), "doc": format!("About {name}."),
        "type": {"kind": "text"}, "encodings": [{"as": "json"}],
    });
    merge(&mut whole, rest);
    serde_json::from_value(whole).expect("a field")
}

fn merge(whole: &mut Json, rest: &Json) {
    for (key, value) in rest.as_object().expect("an object") {
        whole[key] = value.clone();
    }
}

fn typed(name: &str, ty: &Json) -> Field {
    field(name, &json!({"type": ty}))
}

fn text(name: &str) -> Field {
    field(name, &json!({}))
}

fn bag(fields: Vec<Field>) -> Bag {
    Bag {
        layouts: vec![Layout::Keys],
        fields,
        ..Bag::default()
    }
}

fn version_of(bags: Vec<(Role, Scope, Bag)>, types: Vec<TypeDecl>) -> Version {
    let mut roles: BTreeMap<Role, RoleSpec> = BTreeMap::new();
    for (role, scope, bag) in bags {
        let spec = roles.entry(role).or_default();
        match scope {
            Scope::App => spec.app = Some(bag),
            Scope::Unit => spec.unit = Some(bag),
        }
    }
    Version {
        number: 1,
        status: Status::Published,
        doc: "The first.".into(),
        lib: None,
        providers: Vec::new(),
        requirers: Vec::new(),
        roles,
        types,
    }
}

/// What the provider's application databag holds.
fn version(fields: Vec<Field>) -> Version {
    version_of(vec![(Role::Provider, Scope::App, bag(fields))], Vec::new())
}

fn bagged(bag: Bag) -> Version {
    version_of(vec![(Role::Provider, Scope::App, bag)], Vec::new())
}

fn decl(name: &str, body: &Json) -> TypeDecl {
    serde_json::from_value(json!({"name": name, "doc": format!("A {name}."), "body": body}))
        .expect("a type")
}

/// A version whose provider writes a field `it` of the declared type `It`.
fn using(body: &Json) -> Version {
    using_decl(decl("It", body))
}

fn using_decl(it: TypeDecl) -> Version {
    let it_field = typed("it", &json!({"kind": "named", "name": "It"}));
    version_of(
        vec![(Role::Provider, Scope::App, bag(vec![it_field]))],
        vec![it],
    )
}

fn enumeration(closed: bool, values: &[&str]) -> Json {
    let variants: Vec<Json> = values
        .iter()
        .map(|value| json!({"wire": value, "rust": value.to_uppercase()}))
        .collect();
    json!({"is": "enum", "base": "text", "closed": closed, "variants": variants})
}

fn structure(fields: &[Field]) -> Json {
    json!({"is": "struct", "fields": fields})
}

fn secret(keys: &[&str]) -> Version {
    let fields: Vec<Field> = keys.iter().map(|key| text(key)).collect();
    secret_of(&fields)
}

fn secret_of(fields: &[Field]) -> Version {
    let credentials = decl("Credentials", &json!({"is": "secret", "fields": fields}));
    let uri = typed("uri", &json!({"kind": "secret", "content": "Credentials"}));
    version_of(
        vec![(Role::Provider, Scope::App, bag(vec![uri]))],
        vec![credentials],
    )
}

fn interface(versions: Vec<Version>) -> Interface {
    Interface {
        name: "demo".into(),
        summary: "A demonstration.".into(),
        description: String::new(),
        maintainer: None,
        tags: Vec::new(),
        internal: false,
        versions,
    }
}

fn numbered(number: u32, status: Status, version: Version) -> Version {
    Version {
        number,
        status,
        ..version
    }
}

fn allowing(rule: &str, mut field: Field) -> Field {
    field.allows.push(Allowance {
        rule: rule.into(),
        reason: "nobody uses it yet".into(),
    });
    field
}

fn breaking(changes: &[Change]) -> Vec<&str> {
    changes
        .iter()
        .filter(|change| change.breaking)
        .map(|change| change.rule)
        .collect()
}

/// The one finding of the comparison.
#[track_caller]
fn only(old: &Version, new: &Version) -> Change {
    let changes = compare(old, new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    changes.into_iter().next().expect("one")
}

#[track_caller]
fn breaks(old: &Version, new: &Version, rule: &str) -> Change {
    let change = only(old, new);
    assert_eq!((change.rule, change.breaking), (rule, true), "{change:#?}");
    assert_eq!(change.bump, Bump::Major);
    assert!(!change.breaks.is_empty());
    change
}

#[track_caller]
fn is_fine(old: &Version, new: &Version, rule: &str, bump: Bump) -> Change {
    let change = only(old, new);
    assert_eq!((change.rule, change.breaking), (rule, false), "{change:#?}");
    assert_eq!(change.bump, bump, "{change:#?}");
    assert!(change.breaks.is_empty(), "{change:#?}");
    change
}

const NEW_READS_OLD: &str = "a new requirer that reads an old provider";
const OLD_READS_NEW: &str = "an old requirer that reads a new provider";

// R1

#[test]
fn a_field_cannot_be_removed() {
    let change = breaks(
        &version(vec![text("port"), text("host")]),
        &version(vec![text("host")]),
        "R1",
    );
    assert_eq!(change.place, "v1 provider app `port`");
    assert_eq!(
        (change.owner.as_str(), change.name.as_str()),
        ("provider/app", "port")
    );
    assert_eq!(change.breaks, [OLD_READS_NEW]);
}

#[test]
fn a_field_that_may_be_missing_can_be_removed_if_its_name_is_reserved() {
    let mut new = bag(vec![text("host")]);
    new.reserved.push("port".into());
    is_fine(
        &version(vec![text("port"), text("host")]),
        &bagged(new),
        "R1",
        Bump::Minor,
    );
}

#[test]
fn a_required_field_cannot_be_removed_even_if_its_name_is_reserved() {
    let port = field("port", &json!({"presence": "required"}));
    let mut new = bag(Vec::new());
    new.reserved.push("port".into());
    breaks(&version(vec![port]), &bagged(new), "R1");
}

#[test]
fn a_whole_databag_cannot_be_removed() {
    let changes = compare(
        &version(vec![text("port"), text("host")]),
        &version_of(Vec::new(), Vec::new()),
    );
    assert_eq!(breaking(&changes), ["R1", "R1"]);
}

#[test]
fn a_member_of_a_struct_cannot_be_removed() {
    let old = using(&structure(&[text("a"), text("b")]));
    let new = using(&structure(&[text("a")]));
    let change = breaks(&old, &new, "R1");
    assert_eq!(change.place, "v1 struct It `b`");
    assert_eq!((change.owner.as_str(), change.name.as_str()), ("It", "b"));
}

#[test]
fn dynamic_keys_cannot_be_removed() {
    let mut old = bag(Vec::new());
    old.rest = Some(rest(&json!({"kind": "text"})));
    breaks(&bagged(old), &bagged(bag(Vec::new())), "R1");
}

fn rest(values: &Json) -> relata_spec::model::Rest {
    serde_json::from_value(json!({
        "rust": "others", "doc": "One per unit.",
        "keys": {"kind": "text", "format": "unit-name"}, "values": values,
        "encodings": [{"as": "json"}],
    }))
    .expect("dynamic keys")
}

// R2

#[test]
fn a_reservation_cannot_be_dropped() {
    let mut old = bag(Vec::new());
    old.reserved.push("port".into());
    breaks(&bagged(old), &bagged(bag(Vec::new())), "R2");
}

#[test]
fn a_reservation_of_an_enum_cannot_be_dropped() {
    let mut old = decl("It", &enumeration(false, &["a"]));
    old.reserved.push("b".into());
    let new = decl("It", &enumeration(false, &["a"]));
    breaks(&using_decl(old), &using_decl(new), "R2");
}

#[test]
fn a_name_may_be_reserved_that_nobody_used() {
    let mut new = bag(Vec::new());
    new.reserved.push("port".into());
    is_fine(&bagged(bag(Vec::new())), &bagged(new), "R19", Bump::Minor);
}

// R3

#[test]
fn a_reserved_name_cannot_be_taken_again() {
    let mut old = bag(Vec::new());
    old.reserved.push("port".into());
    let change = breaks(&bagged(old), &version(vec![text("port")]), "R3");
    assert_eq!(change.breaks, [NEW_READS_OLD, OLD_READS_NEW]);
}

#[test]
fn a_reserved_value_of_an_enum_cannot_be_taken_again() {
    let mut old = decl("It", &enumeration(false, &["a"]));
    old.reserved.push("b".into());
    let new = decl("It", &enumeration(false, &["a", "b"]));
    breaks(&using_decl(old), &using_decl(new), "R3");
}

#[test]
fn a_new_field_cannot_take_a_name_that_was_a_dynamic_key() {
    let mut old = bag(Vec::new());
    old.rest = Some(rest(&json!({"kind": "text"})));
    let mut new = old.clone();
    new.fields.push(text("app/0"));
    breaks(&bagged(old.clone()), &bagged(new), "R3");
    let mut other = old.clone();
    other.fields.push(text("no unit"));
    is_fine(&bagged(old), &bagged(other), "R19", Bump::Minor);
}

#[test]
fn a_name_that_one_version_dropped_cannot_come_back_as_something_else() {
    let first = numbered(0, Status::Published, version(vec![text("port")]));
    let second = version(Vec::new());
    let revived = |ty: &Json, doc: &str| {
        let port = field("port", &json!({"type": ty, "doc": doc}));
        let third = numbered(2, Status::Draft, version(vec![port]));
        declared(&interface(vec![first.clone(), second.clone(), third]))
    };
    let changes = revived(&json!({"kind": "bool"}), "About port.");
    assert_eq!(breaking(&changes), ["R3"]);
    assert_eq!(changes[0].place, "v2 provider app `port`");
    assert_eq!(
        breaking(&revived(&json!({"kind": "text"}), "Something else.")),
        ["R3"]
    );
    assert!(revived(&json!({"kind": "text"}), "About port.\n\nMore.").is_empty());
}

#[test]
fn a_field_may_change_its_type_with_the_next_version() {
    let first = numbered(0, Status::Published, version(vec![text("port")]));
    let second = version(vec![typed("port", &json!({"kind": "bool"}))]);
    assert!(declared(&interface(vec![first, second])).is_empty());
}

#[test]
fn a_member_that_one_version_dropped_cannot_come_back_as_something_else() {
    let first = numbered(
        0,
        Status::Published,
        using(&structure(&[text("a"), text("b")])),
    );
    let second = using(&structure(&[text("a")]));
    let third = using(&structure(&[
        text("a"),
        typed("b", &json!({"kind": "bool"})),
    ]));
    let third = numbered(2, Status::Published, third);
    let changes = declared(&interface(vec![first, second, third]));
    assert_eq!(breaking(&changes), ["R3"]);
    assert_eq!(changes[0].place, "v2 type It `b`");
}

#[test]
fn a_release_that_revives_a_name_with_another_type_is_no_addition() {
    let first = numbered(0, Status::Published, version(vec![text("port")]));
    let old = interface(vec![first.clone(), version(Vec::new())]);
    let last = numbered(
        2,
        Status::Published,
        version(vec![typed("port", &json!({"kind": "bool"}))]),
    );
    let mut middle = old.clone();
    middle
        .versions
        .push(numbered(2, Status::Published, version(Vec::new())));
    let new = interface(vec![first, version(Vec::new()), last]);
    let changes = compare_interfaces(&middle, &new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(breaking(&changes), ["R3"]);
}

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
    assert_eq!(change.what, "the type was `u8` and is `u32`: widened");
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

// R5

fn encoded(encodings: &Json) -> Version {
    version(vec![field("n", &json!({"encodings": encodings}))])
}

#[test]
fn the_encoding_cannot_change() {
    let (json_only, raw_only) = (json!([{"as": "json"}]), json!([{"as": "raw"}]));
    let change = breaks(&encoded(&json_only), &encoded(&raw_only), "R5");
    assert_eq!(change.breaks, [NEW_READS_OLD, OLD_READS_NEW]);
    assert_eq!(change.what, "the encoding was json and is raw");
}

#[test]
fn an_encoding_cannot_be_accepted_no_longer() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    let change = breaks(&encoded(&both), &encoded(&json!([{"as": "json"}])), "R5");
    assert_eq!(change.breaks, [NEW_READS_OLD]);
}

#[test]
fn the_order_of_encodings_cannot_change() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    breaks(
        &encoded(&both),
        &encoded(&json!([{"as": "raw"}, {"as": "json"}])),
        "R5",
    );
}

#[test]
fn one_more_encoding_may_be_accepted() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    is_fine(
        &encoded(&json!([{"as": "json"}])),
        &encoded(&both),
        "R5",
        Bump::Minor,
    );
}

#[test]
fn one_more_spelling_of_a_boolean_may_be_accepted() {
    let raw =
        |yes: &[&str]| encoded(&json!([{"as": "raw", "bools": {"true": yes, "false": ["no"]}}]));
    is_fine(&raw(&["yes"]), &raw(&["yes", "y"]), "R5", Bump::Minor);
    breaks(&raw(&["yes"]), &raw(&["y", "yes"]), "R5");
}

#[test]
fn the_layout_of_a_databag_cannot_change() {
    let laid = |layouts: &Json| {
        bagged(Bag {
            layouts: serde_json::from_value(layouts.clone()).expect("layouts"),
            ..bag(vec![text("n")])
        })
    };
    let keys = json!({"layout": "keys"});
    let nested = json!({"layout": "nested", "key": "data", "format": "json"});
    breaks(&laid(&json!([keys])), &laid(&json!([nested])), "R5");
    is_fine(
        &laid(&json!([keys])),
        &laid(&json!([keys, nested])),
        "R5",
        Bump::Minor,
    );
}

// R6

#[test]
fn a_field_cannot_be_renamed_on_the_wire() {
    let old = version(vec![text("port")]);
    let new = version(vec![field("tcp-port", &json!({"rust": "port"}))]);
    let change = breaks(&old, &new, "R6");
    assert_eq!(change.place, "v1 provider app `port`");
    assert!(
        change
            .what
            .contains("removed (R1) and `tcp-port` added (R19)")
    );
}

#[test]
fn a_field_with_the_same_words_and_type_is_the_same_field() {
    let old = version(vec![text("port")]);
    let new = version(vec![field("number", &json!({"doc": "About port."}))]);
    breaks(&old, &new, "R6");
}

#[test]
fn a_field_may_get_another_name_if_the_old_one_is_still_read_and_written() {
    let old = version(vec![text("port")]);
    let renamed = |written: bool| {
        let aliases = json!([{"name": "port", "written": written}]);
        version(vec![field("tcp-port", &json!({"aliases": aliases}))])
    };
    is_fine(&old, &renamed(true), "R6", Bump::Minor);
    assert_eq!(breaks(&old, &renamed(false), "R6").breaks, [OLD_READS_NEW]);
}

#[test]
fn an_alias_may_come_but_not_go() {
    let plain = version(vec![text("port")]);
    let aliased = version(vec![field("port", &json!({"aliases": [{"name": "p"}]}))]);
    is_fine(&plain, &aliased, "R6", Bump::Minor);
    assert_eq!(breaks(&aliased, &plain, "R6").breaks, [NEW_READS_OLD]);
}

#[test]
fn the_member_that_holds_a_tag_cannot_be_renamed() {
    let shape = decl("Shape", &structure(&[text("a")]));
    let union = |tag: &str| {
        let variant = json!({"wire": "x", "rust": "X", "type": {"kind": "named", "name": "Shape"}});
        let it = decl(
            "It",
            &json!({"is": "union", "tag": tag, "variants": [variant]}),
        );
        let mut version = using_decl(it);
        version.types.push(shape.clone());
        version
    };
    breaks(&union("type"), &union("kind"), "R6");
}

#[test]
fn an_interface_cannot_be_renamed() {
    let old = interface(vec![version(vec![text("port")])]);
    let mut new = old.clone();
    new.name = "other".into();
    assert_eq!(breaking(&compare_interfaces(&old, &new)), ["R6"]);
}

// R7

#[test]
fn a_field_cannot_move_to_another_scope_or_role() {
    let at = |role, scope| version_of(vec![(role, scope, bag(vec![text("port")]))], Vec::new());
    let old = at(Role::Provider, Scope::Unit);
    for new in [
        at(Role::Provider, Scope::App),
        at(Role::Requirer, Scope::Unit),
    ] {
        let changes = compare(&old, &new);
        assert_eq!(breaking(&changes), ["R7"], "{changes:#?}");
        assert!(changes.iter().all(|change| change.rule != "R1"));
    }
}

#[test]
fn a_field_may_be_written_in_another_databag_as_well() {
    let old = version(vec![text("port")]);
    let mut new = old.clone();
    let spec = new.roles.get_mut(&Role::Provider).expect("provider");
    spec.unit = Some(bag(vec![text("port")]));
    assert!(breaking(&compare(&old, &new)).is_empty());
}

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

// R12

#[test]
fn a_closed_enum_cannot_grow() {
    let (small, large) = (enumeration(true, &["a"]), enumeration(true, &["a", "b"]));
    let change = breaks(&using(&small), &using(&large), "R12");
    assert_eq!(change.place, "v1 enum It `b`");
    assert_eq!(change.breaks, [OLD_READS_NEW]);
}

#[test]
fn an_open_enum_may_grow() {
    let (small, large) = (enumeration(false, &["a"]), enumeration(false, &["a", "b"]));
    is_fine(&using(&small), &using(&large), "R12", Bump::Minor);
}

// R13

#[test]
fn an_enum_cannot_shrink() {
    for closed in [false, true] {
        let (small, large) = (
            enumeration(closed, &["a"]),
            enumeration(closed, &["a", "b"]),
        );
        let change = breaks(&using(&large), &using(&small), "R13");
        assert_eq!(change.breaks, [NEW_READS_OLD]);
    }
}

#[test]
fn an_open_enum_may_lose_a_value_that_is_reserved() {
    let reserving = |closed| {
        let mut new = decl("It", &enumeration(closed, &["a"]));
        new.reserved.push("b".into());
        using_decl(new)
    };
    let old = |closed| using(&enumeration(closed, &["a", "b"]));
    is_fine(&old(false), &reserving(false), "R13", Bump::Minor);
    breaks(&old(true), &reserving(true), "R13");
}

#[test]
fn integers_of_an_enum_are_reserved_in_decimal() {
    let numbers = |values: &[i64]| {
        let variants: Vec<Json> = values
            .iter()
            .map(|value| json!({"wire": value, "rust": format!("N{value}")}))
            .collect();
        decl(
            "It",
            &json!({"is": "enum", "base": "integer", "variants": variants}),
        )
    };
    let mut new = numbers(&[4]);
    new.reserved.push("2".into());
    is_fine(
        &using_decl(numbers(&[2, 4])),
        &using_decl(new),
        "R13",
        Bump::Minor,
    );
}

// R14

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
            .ends_with("was 1..=10 and is 1..=5: tightened"),
        "{}",
        tightened.what
    );
    assert_eq!(tightened.breaks, [NEW_READS_OLD]);
    let loosened = breaks(&of(1, 10), &of(0, 10), "R14");
    assert!(loosened.what.ends_with("loosened"));
    assert_eq!(loosened.breaks, [OLD_READS_NEW]);
    let moved = breaks(&of(1, 10), &of(2, 11), "R14");
    assert!(moved.what.ends_with("changed"));
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

// R15

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

// R16

#[test]
fn what_breaks_a_databag_breaks_a_secret() {
    let change = breaks(&secret(&["user", "password"]), &secret(&["user"]), "R16");
    assert_eq!(change.place, "v1 secret Credentials `password`");
    assert!(
        change.what.ends_with("(in a secret; R1)"),
        "{}",
        change.what
    );
}

#[test]
fn a_key_may_be_added_to_a_secret() {
    is_fine(
        &secret(&["user"]),
        &secret(&["user", "password"]),
        "R19",
        Bump::Minor,
    );
}

#[test]
fn a_text_cannot_become_a_secret_nor_the_reverse() {
    let plain = |version: &Version| {
        let mut plain = version.clone();
        let spec = plain.roles.get_mut(&Role::Provider).expect("provider");
        spec.app = Some(bag(vec![text("uri")]));
        plain
    };
    let secret = secret(&["user"]);
    breaks(&plain(&secret), &secret, "R16");
    breaks(&secret, &plain(&secret), "R16");
}

#[test]
fn a_text_cannot_move_into_a_secret() {
    let mut old = secret(&["password"]);
    old.types.clear();
    old.roles.get_mut(&Role::Provider).expect("provider").app = Some(bag(vec![text("password")]));
    let changes = compare(&old, &secret(&["password"]));
    assert_eq!(breaking(&changes), ["R16"]);
    assert_eq!(changes[0].name, "password");
}

#[test]
fn an_allowance_in_a_secret_may_name_either_rule() {
    let old = secret_of(&[field("n", &json!({"type": {"kind": "text"}}))]);
    for rule in ["R14", "R16"] {
        let narrowed = field(
            "n",
            &json!({"type": {"kind": "text", "constraints": [{"pattern": "^a"}]}}),
        );
        let change = only(&old, &secret_of(&[allowing(rule, narrowed)]));
        assert!(!change.breaking, "{change:#?}");
    }
}

// R17

fn marked(marker: &Json) -> Field {
    let number = json!({"kind": "integer", "width": "u32"});
    field("version", &json!({"type": number, "marker": marker}))
}

#[test]
fn a_version_marker_cannot_change() {
    let old = version(vec![marked(&json!({}))]);
    let spelled = field(
        "version",
        &json!({"type": {"kind": "text"}, "marker": {"spelling": {"template": "v{}"}}}),
    );
    let mut moved = marked(&json!({}));
    moved.name = "v".into();
    for new in [spelled, moved, marked(&json!({"absent": 0}))] {
        breaks(&old, &version(vec![new]), "R17");
    }
    breaks(&old, &version(Vec::new()), "R17");
}

#[test]
fn a_version_marker_may_come_if_a_missing_one_means_this_version() {
    let none = version(Vec::new());
    is_fine(
        &none,
        &version(vec![marked(&json!({"absent": 1}))]),
        "R17",
        Bump::Minor,
    );
    breaks(&none, &version(vec![marked(&json!({"absent": 0}))]), "R17");
}

// R18

#[test]
fn a_version_cannot_be_dropped_unless_it_was_retired() {
    let newest = numbered(2, Status::Published, version(Vec::new()));
    let new = interface(vec![newest.clone()]);
    let dropped = |status| {
        let old = interface(vec![
            numbered(1, status, version(Vec::new())),
            newest.clone(),
        ]);
        let changes = compare_interfaces(&old, &new);
        assert_eq!(changes.len(), 1, "{changes:#?}");
        (changes[0].rule, changes[0].breaking)
    };
    assert_eq!(dropped(Status::Published), ("R18", true));
    assert_eq!(dropped(Status::Retired), ("R18", false));
    assert_eq!(dropped(Status::Draft), ("R18", false));
}

#[test]
fn a_version_may_be_added_published_and_retired() {
    let old = interface(vec![version(Vec::new())]);
    let mut new = old.clone();
    new.versions
        .push(numbered(2, Status::Draft, version(vec![text("port")])));
    let mut published = new.clone();
    published.versions[1].status = Status::Published;
    published.versions[0].status = Status::Retired;
    for (old, new) in [(&old, &new), (&new, &published)] {
        let changes = compare_interfaces(old, new);
        assert!(breaking(&changes).is_empty(), "{changes:#?}");
        assert!(changes.iter().all(|change| change.rule == "R18"));
        assert!(changes.iter().all(|change| change.bump == Bump::Minor));
    }
}

#[test]
fn a_published_version_cannot_become_a_draft_again() {
    let old = interface(vec![version(Vec::new())]);
    let new = interface(vec![numbered(1, Status::Draft, version(Vec::new()))]);
    assert_eq!(breaking(&compare_interfaces(&old, &new)), ["R18"]);
}

// R19

#[test]
fn an_optional_field_may_be_added() {
    let change = is_fine(
        &version(vec![text("host")]),
        &version(vec![text("host"), text("port")]),
        "R19",
        Bump::Minor,
    );
    assert_eq!(change.place, "v1 provider app `port`");
}

#[test]
fn a_required_field_is_no_addition() {
    let port = field("port", &json!({"presence": "required"}));
    let changes = compare(&version(Vec::new()), &version(vec![port]));
    assert!(changes.iter().all(|change| change.rule != "R19"));
}

// R20

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

// All rules together

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
        [OLD_READS_NEW, "an old provider that reads a new requirer"]
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

// Any two versions. Names, types and attributes are drawn from few, so that two
// versions have much in common.

fn some_type() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(json!({"kind": "text"})),
        Just(json!({"kind": "text", "format": "url"})),
        Just(json!({"kind": "bool"})),
        Just(json!({"kind": "any"})),
        Just(json!({"kind": "integer", "width": "u8"})),
        Just(json!({"kind": "float", "constraints": [{"range": {"min": 1}}]})),
        Just(json!({"kind": "secret", "content": "S"})),
        "[A-FZ]".prop_map(|name| json!({"kind": "named", "name": name})),
    ];
    leaf.prop_recursive(2, 4, 1, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|items| json!({"kind": "list", "items": items})),
            inner
                .clone()
                .prop_map(|items| json!({"kind": "set", "items": items})),
            inner.prop_map(
                |values| json!({"kind": "map", "keys": {"kind": "text"}, "values": values})
            ),
        ]
    })
}

fn some_field() -> impl Strategy<Value = Json> {
    let presence = prop_oneof![
        Just(json!("optional")),
        Just(json!("required")),
        Just(json!({"default": 1})),
    ];
    let encodings = prop_oneof![
        Just(json!([{"as": "json"}])),
        Just(json!([{"as": "raw"}, {"as": "json"}]))
    ];
    (
        "[a-d]",
        "[a-d]",
        some_type(),
        presence,
        encodings,
        any::<bool>(),
    )
        .prop_map(|(name, alias, ty, presence, encodings, marker)| {
            let aliases = if alias == name {
                json!([])
            } else {
                json!([{"name": alias}])
            };
            let marker = if marker && name == "d" {
                json!({})
            } else {
                Json::Null
            };
            json!({
                "name": name, "rust": alias, "doc": "A field.", "type": ty, "aliases": aliases,
                "presence": presence, "encodings": encodings, "marker": marker,
            })
        })
}

fn some_fields() -> impl Strategy<Value = Vec<Json>> {
    proptest::collection::vec(some_field(), 0..4).prop_map(each_name_once)
}

fn each_name_once(nodes: Vec<Json>) -> Vec<Json> {
    let mut kept: Vec<Json> = Vec::new();
    for node in nodes {
        if !kept.iter().any(|other| other["name"] == node["name"]) {
            kept.push(node);
        }
    }
    kept
}

fn some_version() -> impl Strategy<Value = Version> {
    let body = prop_oneof![
        some_fields().prop_map(|fields| json!({"is": "struct", "fields": fields})),
        any::<bool>().prop_map(|closed| enumeration(closed, &["a", "b"])),
        some_type().prop_map(|of| json!({"is": "alias", "of": of})),
        (some_type(), any::<bool>()).prop_map(|(ty, tagged)| json!({
            "is": "union", "tag": if tagged { json!("t") } else { Json::Null },
            "variants": [{"wire": "x", "rust": "X", "type": ty}],
        })),
    ];
    let types = proptest::collection::vec(("[A-F]", body), 0..4);
    let status = prop_oneof![Just("draft"), Just("published"), Just("retired")];
    let reserved = proptest::collection::vec("[a-d]", 0..2);
    (some_fields(), some_fields(), types, status, reserved, some_type()).prop_map(
        |(app, unit, types, status, reserved, values)| {
            let types = types
                .into_iter()
                .map(|(name, body)| json!({"name": name, "doc": "A type.", "body": body, "reserved": reserved}))
                .collect();
            let mut types = each_name_once(types);
            types.push(json!({"name": "S", "doc": "A secret.", "body": {"is": "secret", "fields": unit}}));
            let version = json!({
                "number": 1, "status": status, "doc": "A version.",
                "roles": {"provider": {
                    "app": {"layouts": [{"layout": "keys"}], "fields": app, "reserved": reserved},
                    "unit": {
                        "layouts": [{"layout": "keys"}], "fields": unit,
                        "rest": {"rust": "r", "doc": "R.", "keys": {"kind": "text"}, "values": values},
                    },
                }},
                "types": types,
            });
            serde_json::from_value(version).expect("a version")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changed_between_a_version_and_itself(version in some_version()) {
        prop_assert_eq!(compare(&version, &version), Vec::new());
        let interface = interface(vec![version]);
        prop_assert_eq!(compare_interfaces(&interface, &interface), Vec::new());
    }

    #[test]
    fn any_two_versions_can_be_compared(old in some_version(), new in some_version()) {
        for change in compare(&old, &new) {
            prop_assert!(relata_spec::rules::rule(change.rule).is_some(), "{}", change.rule);
            prop_assert!(!change.what.is_empty() && !change.place.is_empty());
            prop_assert_eq!(change.breaking, change.bump == Bump::Major);
            prop_assert!(!(change.breaking && change.allowed.is_some()));
            prop_assert!(!(change.breaking && old.status == Status::Draft));
        }
        compare_interfaces(&interface(vec![old]), &interface(vec![new]));
    }

    #[test]
    fn what_changed_is_never_passed_over(old in some_version(), new in some_version()) {
        // Allowances, reservations and unused types aside, two databags that
        // differ in a field differ in a finding.
        let fields = |version: &Version| {
            let bag = version.bag(Role::Provider, Scope::App).cloned().unwrap_or_default();
            bag.fields.into_iter().map(|field| (field.name, field.presence)).collect::<Vec<_>>()
        };
        let mut before = fields(&old);
        let mut after = fields(&new);
        before.sort_by(|one, other| one.0.cmp(&other.0));
        after.sort_by(|one, other| one.0.cmp(&other.0));
        if before != after {
            prop_assert!(!compare(&old, &new).is_empty());
        }
    }
}
