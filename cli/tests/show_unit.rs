//! `check` of `juju show-unit` output: shapes, sides and reports.

mod common;

use common::{assert_expected, bag, check, check_json, relata};
use serde_json::json;

const REQUIRER: &[&str] = &["--interface", "s3", "--role", "requirer"];

/// A relation as Juju prints it for the unit `a/0`.
fn relation(body: &str) -> String {
    format!("a/0:\n  charm: x\n  relation-info:\n  - relation-id: 4\n    endpoint: e\n{body}")
}

fn with_data(data: &str) -> String {
    relation(&format!(
        "    related-endpoint: f\n    application-data: {data}\n    \
         related-units:\n      b/0: {{in-scope: true, data: {{private-address: 10.0.0.1}}}}\n"
    ))
}

#[test]
fn the_examples_are_reported_as_reviewed() {
    for (name, code) in [
        ("juju3-certificate-transfer.yaml", 0),
        ("juju4-certificate-transfer.yaml", 0),
        ("juju4.0-early-s3.yaml", 0),
        ("juju3-s3-broken.yaml", 1),
        ("juju3-ingress-broken.yaml", 1),
        ("juju3-ingress-two-units.json", 0),
    ] {
        let path = format!("examples/data/{name}");
        let said = relata(&["check", &path]);
        assert_eq!(said.code, code, "{name}: {said:?}");
        assert_expected(&format!("{name}.txt"), &said.stdout);
        let said = relata(&["check", &path, "--format", "json"]);
        assert_eq!(said.code, code, "{name}: {said:?}");
        assert_expected(&format!("{name}.json"), &said.stdout);
    }
}

#[test]
fn a_bag_in_the_answer_has_the_keys_of_the_contract() {
    let document = with_data("{endpoint: 10.0.0.9:9000, bukcet: b}");
    let (code, answer) = check_json(&document, &[REQUIRER, &["--version", "v1"]].concat());
    assert_eq!(code, 1, "{answer:#}");
    assert_eq!(answer["verdict"], "invalid");
    let bag = bag(&answer, "provider", "app");
    assert_eq!(bag["interface"], "s3");
    assert_eq!(bag["version"], "v1");
    assert_eq!(bag["endpoint"], "e");
    assert_eq!(bag["relation_id"], 4);
    assert_eq!(bag["unit"], json!(null));
    assert_eq!(bag["application"], "b");
    assert_eq!(bag["side"], "remote");
    assert_eq!(bag["verdict"], "invalid");
    assert!(bag["missing"].is_array());
    let problem = &bag["problems"][0];
    assert_eq!(problem["key"], "endpoint");
    assert_eq!(problem["path"], "");
    assert_eq!(problem["rule"], "B6");
    assert!(
        problem["message"]
            .as_str()
            .is_some_and(|text| text.contains("expected a URL")),
        "{problem:#}"
    );
    assert_eq!(bag["unknown_keys"], json!(["bukcet"]));
}

#[test]
fn juju_3_shows_the_remote_application_and_juju_4_the_local_one() {
    let document = with_data("{bucket: backups}");
    for (juju, application, side) in [("3", "b", "remote"), ("4", "a", "local")] {
        let role = if juju == "3" { "requirer" } else { "provider" };
        let (_, answer) = check_json(
            &document,
            &["--interface", "s3", "--role", role, "--juju", juju],
        );
        assert_eq!(answer["juju"]["version"], juju);
        assert_eq!(answer["juju"]["by"], "flag");
        let bag = bag(&answer, "provider", "app");
        assert_eq!(bag["application"], application);
        assert_eq!(bag["side"], side);
    }
}

#[test]
fn the_own_unit_in_an_ordinary_relation_tells_juju_4() {
    let document = relation(
        "    related-endpoint: f\n    application-data: {bucket: b}\n    \
         local-unit: {in-scope: true, data: {ingress-address: 10.0.0.1}}\n",
    );
    let (_, answer) = check_json(&document, &["--interface", "s3", "--role", "provider"]);
    assert_eq!(answer["juju"]["version"], "4");
    assert_eq!(answer["juju"]["by"], "shape");
    assert_eq!(bag(&answer, "provider", "app")["application"], "a");
    assert_eq!(bag(&answer, "provider", "unit")["unit"], "a/0");
}

#[test]
fn the_role_tells_which_juju_wrote_it() {
    let document = with_data("{access-key: k, secret-key: s, bucket: b}");
    let (_, answer) = check_json(&document, &["--interface", "s3", "--role", "provider"]);
    assert_eq!(answer["juju"]["version"], "4", "{answer:#}");
    assert_eq!(answer["juju"]["by"], "fit");
    let (_, answer) = check_json(&document, REQUIRER);
    assert_eq!(answer["juju"]["version"], "3", "{answer:#}");
    assert_eq!(answer["juju"]["by"], "fit");
}

#[test]
fn what_cannot_be_told_is_assumed_and_said() {
    let document = with_data("{certificates: '[\"c\"]', version: '1'}");
    let said = check(&document, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("say `--juju 4`"), "{}", said.stdout);
    let (_, answer) = check_json(&document, &[]);
    assert_eq!(answer["juju"]["by"], "assumed");
    let origin = &bag(&answer, "provider", "app")["interface_by"];
    assert_eq!(origin["confidence"], "likely", "{origin:#}");
}

#[test]
fn a_databag_keeps_the_spelling_of_the_document() {
    let keys = "{s3-api-version: 1.10, region: yes, path: 2024-01-01, bucket: 0x1F}";
    let (_, answer) = check_json(&with_data(keys), &[REQUIRER, &["--version", "v1"]].concat());
    let problems = bag(&answer, "provider", "app")["problems"].to_string();
    // Only the version of the API is a number; had `1.10` become 1.1, or `yes`
    // true, the report would tell.
    assert!(!problems.contains("region"), "{problems}");
    assert!(!problems.contains("2024"), "{problems}");
    let json = r#"{"a/0":{"relation-info":[{"relation-id":1,"endpoint":"ingress",
        "related-endpoint":"ingress","application-data":{"model":"\"m\"","name":"\"n\"",
        "port":80.0},"related-units":{"b/0":{"in-scope":true,"data":{}}}}]}}"#;
    let (code, answer) = check_json(
        json,
        &[
            "--interface",
            "ingress",
            "--role",
            "provider",
            "--version",
            "2",
        ],
    );
    assert_eq!(code, 1);
    let problem = &bag(&answer, "requirer", "app")["problems"][0];
    assert_eq!(problem["key"], "port", "{answer:#}");
    assert!(problem["found"].to_string().contains("80.0"), "{problem:#}");
}

#[test]
fn juju_s_json_of_a_relation_without_own_unit_is_understood() {
    let json = r#"{"a/0":{"opened-ports":[],"charm":"x","leader":true,"life":"alive",
        "relation-info":[{"relation-id":3,"endpoint":"s3","cross-model":true,
        "related-endpoint":"server","application-data":{"bucket":"b"},
        "local-unit":{"in-scope":false,"data":null},
        "related-units":{"remote-0f9a0f9a0f9a0f9a0f9a0f9a0f9a0f9a/2":
        {"in-scope":true,"data":{"private-address":"10.0.0.1"}}}}],
        "provider-id":"a-0","address":"192.168.1.1"}}"#;
    let (_, answer) = check_json(json, REQUIRER);
    let bags = answer["bags"].as_array().expect("a list");
    assert!(bags.iter().all(|bag| bag["side"] == "remote"), "{answer:#}");
    assert_eq!(
        bag(&answer, "provider", "unit")["unit"],
        "remote-0f9a0f9a0f9a0f9a0f9a0f9a0f9a0f9a/2"
    );
}

#[test]
fn a_unit_that_has_left_is_noted() {
    let document = relation(
        "    related-endpoint: f\n    application-data: {bucket: b}\n    \
         related-units:\n      b/0: {in-scope: false, data: {}}\n",
    );
    let (_, answer) = check_json(&document, &[REQUIRER, &["--juju", "3"]].concat());
    let notes = bag(&answer, "provider", "unit")["notes"].to_string();
    assert!(notes.contains("not in the relation's scope"), "{notes}");
}

#[test]
fn each_bag_is_reported_once_though_several_units_show_it() {
    let one = |unit: u32| {
        format!(
            "a/{unit}:\n  relation-info:\n  - relation-id: 4\n    endpoint: e\n    \
             related-endpoint: f\n    application-data: {{bucket: b}}\n    \
             related-units:\n      b/0: {{in-scope: true, data: {{}}}}\n"
        )
    };
    let document = one(0) + &one(1);
    let (_, answer) = check_json(&document, &[REQUIRER, &["--juju", "3"]].concat());
    assert_eq!(
        answer["bags"].as_array().map(Vec::len),
        Some(2),
        "{answer:#}"
    );
    let said = check(&document, &[REQUIRER, &["--juju", "3"]].concat());
    assert!(said.stdout.contains("a/0, a/1"), "{}", said.stdout);
}

#[test]
fn only_the_endpoint_asked_for_is_checked() {
    let path = "examples/data/juju3-s3-broken.yaml";
    let said = relata(&[
        "check",
        path,
        "--endpoint",
        "s3-parameters",
        "--format",
        "json",
    ]);
    let answer = said.json();
    assert_eq!(answer["skipped"], json!([]));
    for bag in answer["bags"].as_array().expect("a list") {
        assert_eq!(bag["endpoint"], "s3-parameters");
    }
    let said = relata(&["check", path, "--endpoint", "s3-parametres"]);
    assert_eq!(said.code, 3);
    assert!(
        said.line().contains("did you mean `s3-parameters`?"),
        "{said:?}"
    );
}

#[test]
fn secrets_are_never_shown() {
    let keys = "{access-key: hunter2access, secret-key: hunter2secret, tls-ca-chain: hunter2}";
    for format in ["human", "json"] {
        let said = check(
            &with_data(keys),
            &[REQUIRER, &["--format", format]].concat(),
        );
        assert!(!said.stdout.contains("hunter2access"), "{}", said.stdout);
        assert!(!said.stdout.contains("hunter2secret"), "{}", said.stdout);
    }
}

#[test]
fn values_of_many_kilobytes_are_read_and_shortened() {
    let certificate = "x".repeat(200_000);
    let good = with_data(&format!(
        "{{certificates: '[\"{certificate}\"]', version: '1'}}"
    ));
    let args = ["--interface", "certificate_transfer", "--role", "requirer"];
    assert_eq!(check(&good, &args).code, 0);
    let bad = with_data(&format!("{{certificates: '{certificate}', version: '1'}}"));
    let said = check(&bad, &args);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.len() < 2000, "{}", said.stdout.len());
}

#[test]
fn a_file_is_read_like_standard_input() {
    let path = "examples/data/juju3-certificate-transfer.yaml";
    let text = std::fs::read_to_string(common::root().join(path)).expect("the example");
    let file = relata(&["check", path]);
    assert_eq!(file.stdout, check(&text, &[]).stdout);
    let piped = common::relata_reading(&["check"], text.as_bytes());
    assert_eq!(file.stdout, piped.stdout);
}
