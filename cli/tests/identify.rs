//! Which interface and role: by flags, by the charm's metadata, by fit.

mod common;

use common::{bag, check, check_json, relata};
use serde_json::{Value as Json, json};
use std::fmt::Write;

fn unit(relations: &[(&str, &str)]) -> String {
    let mut text = "a/0:\n  charm: ch:amd64/mystery-1\n  relation-info:\n".to_owned();
    for (number, (endpoint, data)) in relations.iter().enumerate() {
        let _ = write!(
            text,
            "  - relation-id: {number}\n    endpoint: {endpoint}\n    \
             related-endpoint: other-{endpoint}\n    application-data: {data}\n    \
             related-units:\n      b-{endpoint}/0: {{in-scope: true, data: {{}}}}\n"
        );
    }
    text
}

const CERTIFICATES: &str = "{certificates: '[\"c\"]', version: '1'}";

fn endpoints(answer: &Json) -> Vec<&str> {
    let mut names: Vec<&str> = answer["bags"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|bag| bag["endpoint"].as_str())
        .collect();
    names.dedup();
    names
}

#[test]
fn data_that_fits_one_interface_is_found_with_its_confidence() {
    let (code, answer) = check_json(&unit(&[("x", CERTIFICATES)]), &["--juju", "3"]);
    assert_eq!(code, 0);
    let bag = bag(&answer, "provider", "app");
    assert_eq!(bag["interface"], "certificate_transfer");
    assert_eq!(bag["interface_by"]["by"], "fit");
    assert_eq!(bag["interface_by"]["confidence"], "exact");
}

#[test]
fn data_that_fits_mostly_is_likely() {
    let data = "{bucket: b, access-key: a, secret-key: s, wrong: x}";
    let (_, answer) = check_json(&unit(&[("x", data)]), &["--juju", "3"]);
    let bag = bag(&answer, "provider", "app");
    assert_eq!(bag["interface"], "s3");
    assert_eq!(bag["interface_by"]["confidence"], "likely");
}

#[test]
fn data_that_fits_several_is_not_checked_but_listed() {
    // Provider and requirer of s3 both write a bucket, and need nothing else.
    let said = check(
        &unit(&[("x", "{bucket: b, version: '1.0'}")]),
        &["--juju", "3", "--interface", "s3"],
    );
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stdout.contains("candidates"), "{said:?}");
    let (code, answer) = check_json(
        &unit(&[("x", "{bucket: b, version: '1.0'}")]),
        &["--juju", "3", "--interface", "s3"],
    );
    assert_eq!(code, 3);
    let candidates = answer["skipped"][0]["candidates"]
        .as_array()
        .expect("a list");
    assert!(candidates.len() > 1, "{answer:#}");
}

#[test]
fn data_that_fits_nothing_is_said_to() {
    let said = check(&unit(&[("x", "{zzz: 1, yyy: 2}")]), &[]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(
        said.stdout.contains("fits no interface of the catalogue"),
        "{said:?}"
    );
    assert!(said.line().starts_with("nothing to check"), "{said:?}");
}

#[test]
fn an_interface_that_is_named_is_checked_where_its_keys_are() {
    let document = unit(&[("x", CERTIFICATES), ("y", "{zzz: 1}"), ("z", "{}")]);
    let args = ["--interface", "certificate_transfer", "--role", "requirer"];
    let (code, answer) = check_json(&document, &args);
    assert_eq!(code, 0);
    assert_eq!(endpoints(&answer), ["x"]);
    assert_eq!(answer["skipped"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_endpoint_that_is_named_is_checked_whatever_it_holds() {
    let document = unit(&[("x", CERTIFICATES), ("y", "{zzz: 1}")]);
    let args = ["--interface", "s3", "--role", "requirer", "--endpoint", "y"];
    let (code, answer) = check_json(&document, &args);
    assert_eq!(code, 0, "{answer:#}");
    assert_eq!(answer["verdict"], "absent");
    assert_eq!(
        bag(&answer, "provider", "app")["unknown_keys"],
        json!(["zzz"])
    );
}

#[test]
fn nothing_written_yet_is_absent() {
    let args = ["--interface", "s3", "--role", "requirer"];
    let (code, answer) = check_json(&unit(&[("y", "{}")]), &args);
    assert_eq!(code, 0);
    assert_eq!(answer["verdict"], "absent");
}

#[test]
fn the_charm_names_interface_and_role() {
    let said = relata(&[
        "check",
        "examples/data/juju3-s3-broken.yaml",
        "--charm",
        "examples/data/metadata.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(said.code, 1, "{said:?}");
    let answer = said.json();
    // The other unit in the document runs another charm.
    for (relation, interface, by) in [
        (4, "s3", "fit"),
        (9, "s3", "charm"),
        (14, "tls-certificates", "charm"),
    ] {
        let bag = answer["bags"]
            .as_array()
            .and_then(|bags| bags.iter().find(|bag| bag["relation_id"] == relation))
            .unwrap_or_else(|| panic!("no relation {relation} in {answer:#}"));
        assert_eq!(bag["interface"], interface);
        assert_eq!(bag["interface_by"]["by"], by);
    }
    assert_eq!(answer["juju"]["version"], "3");
    assert_eq!(answer["juju"]["by"], "fit");
    assert!(
        answer["skipped"][0]["why"]
            .as_str()
            .is_some_and(|why| why.contains("`postgresql_peers` is not in the catalogue")),
        "{answer:#}"
    );
}

#[test]
fn the_metadata_of_another_charm_is_not_applied() {
    let said = relata(&[
        "check",
        "examples/data/juju3-certificate-transfer.yaml",
        "--charm",
        "examples/data/metadata.yaml",
        "--format",
        "json",
    ]);
    let answer = said.json();
    assert_eq!(
        bag(&answer, "provider", "app")["interface_by"]["by"],
        "fit",
        "{answer:#}"
    );
}

#[test]
fn a_charm_s_directory_is_enough() {
    let said = relata(&[
        "check",
        "examples/data/juju3-s3-broken.yaml",
        "--charm",
        "examples/data",
    ]);
    assert_eq!(said.code, 1, "{said:?}");
}

#[test]
fn peers_are_told_by_their_own_units() {
    let document = "a/0:\n  relation-info:\n  - relation-id: 1\n    endpoint: p\n    \
                    related-endpoint: p\n    application-data: {certificates: '[\"c\"]'}\n    \
                    local-unit: {in-scope: true, data: {}}\n    \
                    related-units:\n      a/1: {in-scope: true, data: {}}\n";
    let args = ["--interface", "certificate_transfer", "--role", "requirer"];
    let said = check(document, &args);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stdout.contains("it is a peer relation"), "{said:?}");
}

#[test]
fn the_version_asked_for_is_taken_in_both_spellings() {
    for version in ["v1", "1"] {
        let (_, answer) = check_json(
            &unit(&[("x", CERTIFICATES)]),
            &[
                "--interface",
                "certificate_transfer",
                "--role",
                "requirer",
                "--version",
                version,
            ],
        );
        assert_eq!(bag(&answer, "provider", "app")["version"], "v1");
        assert_eq!(bag(&answer, "provider", "app")["version_by"], "flag");
    }
}

#[test]
fn the_writer_s_marker_tells_the_version() {
    let args = ["--interface", "certificate_transfer", "--role", "requirer"];
    let (_, answer) = check_json(&unit(&[("x", CERTIFICATES)]), &args);
    assert_eq!(bag(&answer, "provider", "app")["version_by"], "marker");
    let future = CERTIFICATES.replace("'1'", "'9'");
    let (_, answer) = check_json(&unit(&[("x", &future)]), &args);
    let bag = bag(&answer, "provider", "app");
    assert_eq!(bag["version"], "v1");
    assert!(
        bag["notes"].to_string().contains("states version v9"),
        "{bag:#}"
    );
}

#[test]
fn a_missing_marker_stands_for_a_version_unless_nothing_of_that_is_here() {
    let v0 = "{bucket: b, access-key: a, secret-key: s}";
    let args = ["--interface", "s3", "--role", "requirer"];
    let (_, answer) = check_json(&unit(&[("x", v0)]), &args);
    let found = bag(&answer, "provider", "app");
    assert_eq!(found["version"], "v0");
    assert_eq!(found["version_by"], "unstated");
    let no_marker = "{certificates: '[\"c\"]'}";
    let args = ["--interface", "certificate_transfer", "--role", "requirer"];
    let (_, answer) = check_json(&unit(&[("x", no_marker)]), &args);
    let found = bag(&answer, "provider", "app");
    assert_eq!(found["version"], "v1");
    assert_eq!(found["version_by"], "fit");
    let notes = found["notes"].to_string();
    assert!(
        notes.contains("which stands for v0; nothing of that is here"),
        "{notes}"
    );
}

#[test]
fn what_is_incomplete_in_the_version_that_a_missing_marker_stands_for_stays_so() {
    let args = ["--interface", "s3", "--role", "requirer"];
    let (code, answer) = check_json(&unit(&[("x", "{bucket: b, access-key: a}")]), &args);
    assert_eq!(code, 1);
    let found = bag(&answer, "provider", "app");
    assert_eq!(found["version"], "v0");
    assert_eq!(found["verdict"], "incomplete");
    assert_eq!(found["missing"], json!(["secret-key"]));
}

#[test]
fn a_version_that_fits_better_than_the_assumed_one_is_taken() {
    let data =
        "{bucket: b, endpoint: 'https://m:9000', secret-extra: 'secret:d40rbhnmp25c76d6bdn0'}";
    let args = ["--interface", "s3", "--role", "requirer"];
    let (code, answer) = check_json(&unit(&[("x", data)]), &args);
    assert_eq!(code, 0);
    let found = bag(&answer, "provider", "app");
    assert_eq!(found["version"], "v1");
    assert_eq!(found["verdict"], "ready");
    let notes = found["notes"].to_string();
    assert!(
        notes.contains("which stands for v0; this version fits better"),
        "{notes}"
    );
}

#[test]
fn a_garbage_marker_is_noted_once() {
    for data in [
        "{bucket: b, access-key: a, secret-key: s, version: banana}",
        "{secret-extra: 'secret:d40rbhnmp25c76d6bdn0', version: banana}",
    ] {
        let args = ["--interface", "s3", "--role", "requirer"];
        let (_, answer) = check_json(&unit(&[("x", data)]), &args);
        let found = bag(&answer, "provider", "app");
        let notes = found["notes"].as_array().expect("a list");
        let of_marker = notes.iter().filter(|note| note["key"] == "version");
        assert_eq!(of_marker.count(), 1, "{notes:#?}");
        let others = notes
            .iter()
            .filter(|note| note["key"].is_null())
            .filter(|note| note.to_string().contains("banana"));
        assert_eq!(others.count(), 0, "{notes:#?}");
    }
}

#[test]
fn without_markers_the_newest_version_that_is_ready_is_taken() {
    let args = ["--interface", "ingress", "--role", "provider"];
    for (data, version) in [
        ("{model: '\"m\"', name: '\"n\"', port: '80'}", "v2"),
        ("{model: m, name: n, port: '80', host: h}", "v1"),
    ] {
        let (code, answer) = check_json(&unit(&[("x", data)]), &args);
        assert_eq!(code, 0, "{answer:#}");
        let found = bag(&answer, "requirer", "app");
        assert_eq!(found["version"], version);
        assert_eq!(found["version_by"], "fit");
    }
}
