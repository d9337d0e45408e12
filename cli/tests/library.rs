//! A crate with interfaces of its own gets the same command for them.

mod common;

use relata_spec::Interface;
use serde_json::json;

fn own() -> Interface {
    let field = |name: &str, more: serde_json::Value| {
        let mut field = json!({"name": name, "rust": name, "doc": format!("The {name}.")});
        let members = field.as_object_mut().expect("an object");
        members.extend(more.as_object().cloned().expect("an object"));
        field
    };
    let url = field(
        "url",
        json!({"type": {"kind": "text", "format": "url"}, "encodings": [{"as": "raw"}],
               "presence": "required"}),
    );
    let kind = field(
        "kind",
        json!({"type": {"kind": "named", "name": "Kind"},
               "encodings": [{"as": "json"}, {"as": "raw"}], "presence": {"default": "package"}}),
    );
    let old = field(
        "branch",
        json!({"type": {"kind": "text"}, "encodings": [{"as": "raw"}],
               "deprecated": {"since": 0, "note": "use `url`"}}),
    );
    let files = field(
        "files",
        json!({"type": {"kind": "set", "items": {"kind": "named", "name": "File"}},
               "encodings": [{"as": "json"}]}),
    );
    let bag =
        |fields: &[&serde_json::Value]| json!({"layouts": [{"layout": "keys"}], "fields": fields});
    let kinds = json!({"name": "Kind", "doc": "What a result is for.", "body": {"is": "enum",
        "base": "text", "variants": [
            {"wire": "package", "rust": "Package", "doc": "To be installed."},
            {"wire": "debug-symbols", "rust": "DebugSymbols"}]}});
    let file = json!({"name": "File", "doc": "One file.", "body": {"is": "struct", "fields": [
        {"name": "size", "rust": "size", "doc": "In bytes.", "presence": "required",
         "type": {"kind": "integer", "width": "u64"}}]}});
    serde_json::from_value(json!({
        "name": "build_result",
        "summary": "Share build results.",
        "description": "More than one paragraph\nmay follow.",
        "maintainer": "ci",
        "tags": ["data"],
        "versions": [{
            "number": 0, "status": "retired", "doc": "The first.",
            "roles": {"provider": {"app": bag(&[&url, &old])}, "requirer": {}},
        }, {
            "number": 1, "status": "draft", "doc": "Files, too.",
            "providers": [{"name": "builder", "url": "https://example.com/builder"}],
            "roles": {
                "provider": {"doc": "- Builds.", "app": bag(&[&url, &kind, &files])},
                "requirer": {},
            },
            "types": [kinds, file],
        }],
    }))
    .expect("a model")
}

/// An interface between the units of one application.
fn peers() -> Interface {
    let text = json!({"kind": "text"});
    let bag = |key: &str| {
        json!({"layouts": [{"layout": "keys"}], "fields": [{"name": key, "rust": key, "doc": "D.",
               "type": text, "encodings": [{"as": "raw"}], "presence": "required"}]})
    };
    serde_json::from_value(json!({
        "name": "build_peers",
        "summary": "Builders among themselves.",
        "versions": [{
            "number": 0, "status": "draft", "doc": "The first.",
            "roles": {"peer": {"app": bag("leader"), "unit": bag("load")}},
        }],
    }))
    .expect("a model")
}

fn run(args: &[&str], stdin: &str) -> relata_cli::Answer {
    let mut all = vec!["relata"];
    all.extend(args);
    relata_cli::run(&[own(), peers()], all, Some(&mut stdin.as_bytes()))
}

#[test]
fn only_its_own_interfaces_are_listed() {
    let answer = run(&["list"], "");
    assert_eq!(
        answer.plain(),
        "build_result  v0 (retired), v1 (draft)  Share build results.\n\
         build_peers   v0 (draft)                Builders among themselves.\n"
    );
}

#[test]
fn an_interface_is_shown_for_people() {
    let answer = run(&["show", "build_result"], "");
    assert_eq!(answer.code, 0);
    common::assert_expected("show-build_result.txt", &answer.plain());
}

#[test]
fn an_interface_of_its_own_is_found_by_fit_and_checked() {
    let document = "a/0:\n  relation-info:\n  - relation-id: 1\n    endpoint: builds\n    \
                    related-endpoint: out\n    application-data: {url: 'no url'}\n    \
                    related-units:\n      b/0: {in-scope: true, data: {}}\n";
    let answer = run(&["check", "-", "--juju", "3"], document);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.plain().contains("error[B6]"), "{}", answer.plain());
}

#[test]
fn an_empty_catalogue_lists_nothing_and_fits_nothing() {
    let answer = relata_cli::run(&[], ["relata", "list"], None);
    assert_eq!((answer.code, answer.stdout.as_str()), (0, ""));
    let document = "a/0: {relation-info: [{endpoint: e, application-data: {k: v}}]}";
    let mut stdin = document.as_bytes();
    let answer = relata_cli::run(&[], ["relata", "check", "-"], Some(&mut stdin));
    assert_eq!(answer.code, 3);
}

#[test]
fn a_terminal_as_standard_input_is_no_document() {
    let answer = relata_cli::run(&[own()], ["relata", "check"], None);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("juju show-unit"), "{answer:?}");
}

#[test]
fn all_databags_of_a_peer_relation_are_of_the_same_application() {
    let document = "a/0:\n  relation-info:\n  - relation-id: 1\n    endpoint: p\n    \
                    related-endpoint: p\n    application-data: {leader: a/1}\n    \
                    local-unit: {in-scope: true, data: {load: '0.5'}}\n    \
                    related-units:\n      a/1: {in-scope: true, data: {}}\n";
    for juju in ["3", "4", "auto"] {
        let args = ["check", "-", "--juju", juju, "--format", "json"];
        let answer = run(&args, document);
        let json: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        let bags: Vec<_> = json["bags"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|bag| {
                assert_eq!(bag["role"], "peer");
                assert_eq!(bag["application"], "a");
                assert_eq!(bag["side"], "local");
                (
                    bag["unit"].as_str(),
                    bag["verdict"].as_str().expect("a text"),
                )
            })
            .collect();
        let expected = [
            (None, "ready"),
            (Some("a/0"), "ready"),
            (Some("a/1"), "absent"),
        ];
        assert_eq!(bags, expected, "--juju {juju}");
    }
}

#[test]
fn a_lone_unit_of_juju_4_is_a_peer_if_its_data_says_so() {
    // Up to 4.0.5, Juju shows the own unit everywhere, and no other.
    let relation = |endpoint: &str, data: &str| {
        format!(
            "a/0:\n  relation-info:\n  - relation-id: 1\n    endpoint: {endpoint}\n    \
             related-endpoint: {endpoint}\n    application-data: {data}\n    \
             local-unit: {{in-scope: true, data: {{}}}}\n"
        )
    };
    for (document, role) in [
        (relation("p", "{leader: a/0}"), "peer"),
        (
            relation("builds", "{url: 'https://builds.example'}"),
            "provider",
        ),
    ] {
        let args = ["check", "-", "--juju", "4", "--format", "json"];
        let answer = run(&args, &document);
        let json: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(json["bags"][0]["role"], role, "{json:#}");
        assert_eq!(json["bags"][0]["application"], "a");
    }
}
