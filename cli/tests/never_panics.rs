//! Whatever is given as a document, the command answers.

use proptest::prelude::*;
use relata_spec::Interface;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Vec<Interface>> = LazyLock::new(relata_interfaces::catalogue);

/// Checks the bytes as a document and as a bare databag.
fn check(bytes: &[u8]) {
    let document = ["relata", "check", "-", "--format", "json"];
    let bare = [
        "relata",
        "check",
        "--bag",
        "-",
        "--interface",
        "s3",
        "--role",
        "provider",
        "--scope",
        "app",
    ];
    for args in [&document[..], &bare[..]] {
        let answer = relata_cli::run(&CATALOGUE, args, Some(&mut &*bytes));
        assert!(answer.code <= 3, "{answer:?}");
        assert!(answer.stderr.lines().count() <= 1, "{answer:?}");
    }
}

/// Text that looks like YAML.
fn yamlish() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just("a/0:".to_owned()),
            Just("\n  relation-info:\n  - endpoint: s3\n    application-data:".to_owned()),
            Just("\n      bucket: ".to_owned()),
            Just("related-units: ".to_owned()),
            Just("{in-scope: false, data: null}".to_owned()),
            Just("&a ".to_owned()),
            Just("*a".to_owned()),
            Just("!!binary ".to_owned()),
            Just("|\n".to_owned()),
            Just("---\n".to_owned()),
            "[ \\[\\]{}:,\"'#\\n\\ta-c0-9-]{1,8}",
        ],
        0..24,
    )
    .prop_map(|parts| parts.concat())
}

/// A document of the right shape whose databag holds anything.
fn document() -> impl Strategy<Value = String> {
    let keys = prop_oneof![
        prop::sample::select(
            [
                "bucket",
                "certificates",
                "version",
                "lib-version",
                "ingress",
                "data",
                "nodes",
                "tls-ca-chain",
                "secret-extra",
                "config",
                "host",
                "port",
            ]
            .as_slice()
        )
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let values = prop_oneof![any::<String>(), json().prop_map(|json| json.to_string())];
    let data = proptest::collection::btree_map(keys, values, 0..6);
    (data.clone(), data).prop_map(|(app, unit)| {
        serde_json::json!({"a/0": {"relation-info": [{
            "relation-id": 1,
            "endpoint": "e",
            "application-data": app,
            "related-units": {"b/0": {"in-scope": true, "data": unit}},
        }]}})
        .to_string()
    })
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::hash_map(any::<String>(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn anything_like_yaml_gets_an_answer(text in yamlish()) {
        check(text.as_bytes());
    }

    #[test]
    fn any_databag_gets_a_verdict(text in document()) {
        let args = ["relata", "check", "-", "--format", "json"];
        let answer = relata_cli::run(&CATALOGUE, args, Some(&mut text.as_bytes()));
        prop_assert_ne!(answer.code, 2, "{:?}", answer);
    }
}
