//! `list`, `show` and `schema`.

mod common;

use common::{command, relata};

#[test]
fn the_list_holds_every_interface_with_its_versions_and_roles() {
    let said = relata(&["list", "--format", "json"]);
    assert_eq!(said.code, 0);
    let list = said.json();
    let list = list.as_array().expect("a list");
    let interface = list
        .iter()
        .find(|entry| entry["name"] == "certificate_transfer")
        .expect("it is in the catalogue");
    assert!(interface["summary"].is_string());
    assert_eq!(interface["tags"][0], "security");
    assert!(interface["status"].is_string());
    let versions = interface["versions"].as_array().expect("a list");
    assert_eq!(versions[1]["version"], "v1");
    assert_eq!(
        versions[1]["roles"],
        serde_json::json!(["provider", "requirer"])
    );
    assert!(versions[1]["status"].is_string());
}

#[test]
fn people_see_one_line_per_interface() {
    let list = relata(&["list", "--format", "json"]);
    let said = relata(&["list"]);
    assert_eq!(
        said.stdout.lines().count(),
        list.json().as_array().expect("a list").len()
    );
    assert!(said.stdout.contains("certificate_transfer"));
}

#[test]
fn one_version_is_shown_alone() {
    let said = relata(&["show", "ingress@1", "--format", "json"]);
    assert_eq!(said.code, 0);
    let interface = said.json();
    assert_eq!(interface["name"], "ingress");
    let versions = interface["versions"].as_array().expect("a list");
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0]["number"], 1);
}

#[test]
fn every_interface_can_be_shown_and_has_schemas() {
    let list = relata(&["list", "--format", "json"]).json();
    for entry in list.as_array().expect("a list") {
        let name = entry["name"].as_str().expect("a text");
        let said = relata(&["show", name]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stdout.starts_with(&format!("{name}: ")), "{said:?}");
        for version in entry["versions"].as_array().expect("a list") {
            for role in version["roles"].as_array().expect("a list") {
                let version = version["version"].as_str().expect("a text");
                let role = role.as_str().expect("a text");
                let said = relata(&["schema", name, "--version", version, "--role", role]);
                let schema = said.json();
                assert_eq!(said.code, 0, "{said:?}");
                for scope in ["app", "unit"] {
                    assert!(schema["properties"][scope].is_object(), "{schema:#}");
                }
            }
        }
    }
}

#[test]
fn the_schema_depends_on_the_side_and_the_view() {
    let schema = |more: &[&str]| {
        let mut args = vec!["schema", "s3", "--version", "1", "--role", "provider"];
        args.extend(more);
        relata(&args).json()
    };
    let reader = schema(&[]);
    assert_eq!(reader, schema(&["--side", "reader", "--view", "decoded"]));
    assert_ne!(reader, schema(&["--side", "writer"]));
    assert_ne!(reader, schema(&["--view", "wire"]));
    assert_eq!(
        reader["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let escape = '\u{1b}';
    assert!(!relata(&["list"]).stdout.contains(escape));
    assert!(
        relata(&["list", "--color", "always"])
            .stdout
            .contains(escape)
    );
    let unwanted = command(&["list"])
        .env("NO_COLOR", "1")
        .output()
        .expect("it runs");
    assert!(!unwanted.stdout.contains(&0x1b));
}

#[test]
fn json_is_never_coloured() {
    let said = relata(&["show", "s3", "--format", "json", "--color", "always"]);
    assert!(!said.stdout.contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = command(&["show", "s3"]).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn help_and_version_are_no_errors() {
    for args in [&["--help"][..], &["check", "--help"], &["--version"]] {
        let said = relata(args);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stderr.is_empty(), "{said:?}");
        assert!(!said.stdout.is_empty(), "{said:?}");
    }
}

#[test]
fn show_tells_what_narrows_a_type_and_what_must_hold() {
    let s3 = relata(&["show", "s3@v1"]).stdout;
    assert!(
        s3.contains("delete-older-than-days: whole number (1 to 9999999);"),
        "{s3}"
    );
    let transfer = relata(&["show", "certificate_transfer@v0"]).stdout;
    assert!(
        transfer.contains("must hold: at least one of `certificate`, `ca` or `chain` is there"),
        "{transfer}"
    );
}
