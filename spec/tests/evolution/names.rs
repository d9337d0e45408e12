//! R1, R2, R3, R6, R7, R19: names that come, go and move.

use crate::support::{
    NEW_READS_OLD, OLD_READS_NEW, allowing, bag, bagged, breaking, breaks, decl, enumeration,
    field, interface, is_fine, merge, numbered, only, structure, text, typed, using, using_decl,
    version, version_of,
};
use relata_spec::evolution::{Bump, compare, compare_interfaces, declared};
use relata_spec::model::{Field, Role, Scope, Status, Version};
use serde_json::{Value as Json, json};

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

pub(crate) fn rest(values: &Json) -> relata_spec::model::Rest {
    serde_json::from_value(json!({
        "rust": "others", "doc": "One per unit.",
        "keys": {"kind": "text", "format": "unit-name"}, "values": values,
        "encodings": [{"as": "json"}],
    }))
    .expect("dynamic keys")
}

// R2

/// Nothing breaks yet, but the next release may.
#[track_caller]
fn is_a_broken_promise(old: &Version, new: &Version) {
    let change = only(old, new);
    assert_eq!((change.rule, change.breaking), ("R2", true), "{change:#?}");
    assert!(change.breaks.is_empty(), "{change:#?}");
}

#[test]
fn a_reservation_cannot_be_dropped() {
    let mut old = bag(Vec::new());
    old.reserved.push("port".into());
    is_a_broken_promise(&bagged(old), &bagged(bag(Vec::new())));
}

#[test]
fn a_reservation_of_an_enum_cannot_be_dropped() {
    let mut old = decl("It", &enumeration(false, &["a"]));
    old.reserved.push("b".into());
    let new = decl("It", &enumeration(false, &["a"]));
    is_a_broken_promise(&using_decl(old), &using_decl(new));
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

// R6

#[test]
fn a_field_cannot_be_renamed_on_the_wire() {
    let old = version(vec![text("port")]);
    let new = version(vec![field("tcp-port", &json!({"rust": "port"}))]);
    let change = breaks(&old, &new, "R6");
    assert_eq!(change.place, "v1 provider app `port`");
    assert_eq!(
        change.what,
        "renamed to `tcp-port`: old charms neither write nor look for `tcp-port`, new ones no \
         longer `port`"
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
fn a_field_that_is_served_under_its_old_name_is_still_what_it_was() {
    let old = version(vec![text("port")]);
    for (rule, change) in [
        ("R4", json!({"type": {"kind": "integer", "width": "u16"}})),
        ("R5", json!({"encodings": [{"as": "raw"}]})),
        ("R9", json!({"presence": "required"})),
        ("R10", json!({"presence": {"default": "x"}})),
    ] {
        let mut rest = json!({"aliases": [{"name": "port", "written": true}]});
        merge(&mut rest, &change);
        let changes = compare(&old, &version(vec![field("tcp-port", &rest)]));
        assert_eq!(breaking(&changes), [rule], "{changes:#?}");
    }
}

#[test]
fn what_stands_in_a_field_that_is_served_under_its_old_name_is_compared_too() {
    let of = |name: &str, rest: &Json, members: &[&str]| {
        let members: Vec<Field> = members.iter().map(|name| text(name)).collect();
        let mut all = json!({"type": {"kind": "named", "name": "It"}});
        merge(&mut all, rest);
        let mut version = version(vec![field(name, &all)]);
        version.types = vec![decl("It", &structure(&members))];
        version
    };
    let old = of("old", &json!({}), &["a", "b"]);
    let served = json!({"aliases": [{"name": "old", "written": true}]});
    let changes = compare(&old, &of("new", &served, &["a"]));
    assert_eq!(breaking(&changes), ["R1"], "{changes:#?}");
}

#[test]
fn a_reserved_name_cannot_become_an_alias() {
    let mut old = version(vec![text("host")]);
    let provider = old.roles.get_mut(&Role::Provider).expect("a provider");
    provider.app.as_mut().expect("a databag").reserved = vec!["address".into()];
    let mut new = old.clone();
    let provider = new.roles.get_mut(&Role::Provider).expect("a provider");
    let bag = provider.app.as_mut().expect("a databag");
    bag.fields = vec![field("host", &json!({"aliases": [{"name": "address"}]}))];
    bag.reserved.clear();
    let changes = compare(&old, &new);
    assert_eq!(breaking(&changes), ["R2", "R3"], "{changes:#?}");
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
fn a_field_may_move_if_either_place_allows_it() {
    let breaking_after = |old: Field, new: Field| {
        let unit = vec![(Role::Provider, Scope::Unit, bag(vec![new]))];
        let changes = compare(&version(vec![old]), &version_of(unit, Vec::new()));
        assert!(
            changes.iter().any(|change| change.rule == "R7"),
            "{changes:#?}"
        );
        changes.iter().filter(|change| change.breaking).count()
    };
    assert_eq!(breaking_after(text("a"), text("a")), 1);
    assert_eq!(breaking_after(text("a"), allowing("R7", text("a"))), 0);
    assert_eq!(breaking_after(allowing("R7", text("a")), text("a")), 0);
}

#[test]
fn a_field_may_be_written_in_another_databag_as_well() {
    let old = version(vec![text("port")]);
    let mut new = old.clone();
    let spec = new.roles.get_mut(&Role::Provider).expect("provider");
    spec.unit = Some(bag(vec![text("port")]));
    assert!(breaking(&compare(&old, &new)).is_empty());
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
