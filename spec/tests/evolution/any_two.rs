//! Any two versions.

use crate::support::{enumeration, interface};
use proptest::prelude::*;
use relata_spec::evolution::{Bump, compare, compare_interfaces};
use relata_spec::model::{Role, Scope, Status, Version};
use serde_json::{Value as Json, json};

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
