//! `check --bag`.

mod common;

use common::{relata, relata_reading};
use serde_json::json;

fn args<'a>(interface: &'a str, role: &'a str, scope: &'a str) -> Vec<&'a str> {
    vec![
        "check",
        "--bag",
        "-",
        "--interface",
        interface,
        "--role",
        role,
        "--scope",
        scope,
        "--format",
        "json",
    ]
}

#[test]
fn a_databag_is_judged_alone() {
    let said = relata(&[
        "check",
        "--bag",
        "examples/data/certificate-transfer-provider-app.json",
        "--interface",
        "certificate_transfer",
        "--version",
        "v1",
        "--role",
        "provider",
        "--scope",
        "app",
        "--format",
        "json",
    ]);
    assert_eq!(said.code, 0, "{said:?}");
    let answer = said.json();
    assert_eq!(answer["verdict"], "ready");
    let bag = &answer["bags"][0];
    assert_eq!(bag["role"], "provider");
    assert_eq!(bag["scope"], "app");
    assert_eq!(bag["endpoint"], json!(null));
    assert_eq!(bag["relation_id"], json!(null));
    assert_eq!(bag["unit"], json!(null));
}

#[test]
fn a_wrong_databag_is_a_finding() {
    let bag = br#"{"certificates": "unloadable", "version": "1"}"#;
    let said = relata_reading(&args("certificate_transfer", "provider", "app"), bag);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(said.json()["verdict"], "invalid");
    assert_eq!(said.json()["bags"][0]["problems"][0]["rule"], "B1");
}

#[test]
fn an_empty_databag_is_absent() {
    for empty in ["{}", "null", "{\"private-address\": \"10.0.0.1\"}"] {
        let said = relata_reading(&args("s3", "provider", "app"), empty.as_bytes());
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(said.json()["verdict"], "absent");
    }
}

#[test]
fn what_is_no_map_of_texts_is_refused() {
    for wrong in ["[]", "\"text\"", "{\"a\": {}}", "{\"a\": [1]}", "{"] {
        let said = relata_reading(&args("s3", "provider", "app"), wrong.as_bytes());
        assert_eq!(said.code, 2, "{wrong}: {said:?}");
        assert!(said.line().contains("JSON object of strings"), "{said:?}");
    }
}

#[test]
fn people_get_a_report_too() {
    let bag = br#"{"certificates": "unloadable", "version": "1"}"#;
    let mut args = args("certificate_transfer", "provider", "app");
    args.truncate(args.len() - 2);
    let said = relata_reading(&args, bag);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("error[B1]"), "{}", said.stdout);
    assert!(said.stdout.contains("--> certificates"), "{}", said.stdout);
}
