//! Wrong use and unreadable input: one line that says what to do, exit code 2.

mod common;

use common::{check, relata, relata_reading};
use std::fmt::Write;
use std::fs;

const UNIT: &str = "a/0:\n  relation-info:\n  - endpoint: s3\n";

/// That the command refuses, says `part`, and says it in one line.
#[track_caller]
fn refused(said: &common::Said, part: &str) {
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stdout.is_empty(), "{said:?}");
    assert!(said.line().starts_with("error: "), "{said:?}");
    assert!(said.line().contains(part), "{part:?} not in {said:?}");
}

#[test]
fn a_missing_file_is_named() {
    refused(
        &relata(&["check", "no/such/file.yaml"]),
        "cannot read `no/such/file.yaml`: there is no such file",
    );
}

#[test]
fn a_directory_is_no_document() {
    refused(&relata(&["check", "examples"]), "it is a directory");
}

#[test]
fn an_empty_document_is_told_from_one_without_relations() {
    refused(&check("", &[]), "standard input is empty");
    refused(&check(" \n\n", &[]), "standard input is empty");
    assert_eq!(check("{}", &[]).code, 3);
    assert_eq!(check("a/0:\n  charm: x\n", &[]).code, 3);
}

#[test]
fn wrong_yaml_is_pointed_at() {
    refused(
        &check("a/0:\n  charm: \"open\n  x: y\n", &[]),
        "line 3, column 3",
    );
    refused(&check("a/0: {charm: [}", &[]), "line 1");
}

#[test]
fn a_list_where_a_map_belongs_is_pointed_at() {
    refused(&check("- a\n- b\n", &[]), "a map belongs here");
    let relation = format!("{UNIT}    application-data: [1]\n");
    refused(
        &check(&relation, &[]),
        "line 4, column 23: a map belongs here",
    );
    let value = format!("{UNIT}    application-data: {{key: [1]}}\n");
    refused(&check(&value, &[]), "databag values are texts");
    refused(
        &check("a/0:\n  relation-info: {}\n", &[]),
        "a list belongs here",
    );
}

#[test]
fn the_output_of_other_commands_is_recognised() {
    refused(
        &check("model:\n  name: m\napplications:\n  a: {}\n", &[]),
        "looks like `juju status`",
    );
    refused(
        &check("ERROR unit \"a/0\" not found\n", &[]),
        "it is an error message of Juju",
    );
    refused(
        &check("{\"bucket\": \"backups\"}", &[]),
        "for a bare databag use `--bag`",
    );
}

#[test]
fn what_is_said_twice_is_refused() {
    refused(&check("a/0: {}\na/0: {}\n", &[]), "a key is there twice");
    let twice = format!("{UNIT}    application-data: {{k: a, k: b}}\n");
    refused(&check(&twice, &[]), "a key is there twice");
    refused(
        &check("a/0: {}\n---\nb/0: {}\n", &[]),
        "a second document begins",
    );
}

#[test]
fn nesting_and_aliases_are_bounded() {
    refused(&check(&"[".repeat(100_000), &[]), "cannot read");
    refused(
        &check(&format!("a/0: {}", "{a: ".repeat(50_000)), &[]),
        "cannot read",
    );
    let mut bomb = "a/0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(bomb, "a/{level}: &a{level} [{before}]");
    }
    refused(&check(&bomb, &[]), "cannot read");
}

#[test]
fn a_document_of_a_hundred_megabytes_is_refused_without_reading_it_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.yaml");
    let file = fs::File::create(&path).expect("a file");
    file.set_len(100 << 20).expect("a sparse file");
    let path = path.to_str().expect("UTF-8");
    refused(&relata(&["check", path]), "larger than 32 MiB");
}

#[test]
fn other_encodings_are_refused() {
    refused(
        &relata_reading(&["check", "-"], b"a/0: {}\n\xff\n"),
        "byte 9 cannot be read",
    );
    refused(
        &relata_reading(&["check", "-"], b"\xff\xfea\0"),
        "is UTF-16",
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let said = check("\u{feff}a/0:\n  charm: x\n", &[]);
    assert_eq!(said.code, 3, "{said:?}");
}

#[test]
fn an_unknown_interface_gets_a_suggestion() {
    refused(
        &relata(&["show", "certificate-transfer"]),
        "did you mean `certificate_transfer`?",
    );
    refused(&relata(&["show", "zzzzzz"]), "`relata list` names them all");
    refused(&check(UNIT, &["--interface", "s4"]), "did you mean `s3`?");
}

#[test]
fn an_unknown_version_or_role_lists_those_that_exist() {
    refused(
        &relata(&["show", "s3@v9"]),
        "no version v9, only `v0`, `v1`",
    );
    refused(
        &relata(&["show", "s3@x"]),
        "a version is written `v1` or `1`",
    );
    refused(
        &relata(&["schema", "s3", "--version", "v1", "--role", "peer"]),
        "no role `peer`, only `provider` or `requirer`",
    );
    refused(
        &check(UNIT, &["--interface", "s3", "--version", "7"]),
        "no version v7",
    );
}

#[test]
fn wrong_flags_are_one_line_with_a_suggestion() {
    refused(&relata(&["check", "--rol", "provider"]), "'--role'");
    refused(
        &relata(&["check", "--role", "provder"]),
        "[possible values: provider, requirer, peer]",
    );
    refused(&relata(&["chek"]), "'check'");
    refused(
        &relata(&["check", "--juju", "2"]),
        "'3', '4', 'auto'".replace('\'', "").as_str(),
    );
    refused(&relata(&["schema", "s3"]), "--version <V>");
}

#[test]
fn flags_that_exclude_each_other_are_refused() {
    let bare = ["check", "--bag", "-", "--interface", "s3"];
    refused(&relata(&bare), "--scope <SCOPE>");
    refused(
        &relata(&["check", "file", "--bag", "-"]),
        "cannot be used with",
    );
    refused(&relata(&["check", "--scope", "app"]), "--bag <FILE>");
}

#[test]
fn a_charm_without_endpoints_is_refused() {
    refused(
        &check(UNIT, &["--charm", "Cargo.toml"]),
        "cannot read charm metadata `Cargo.toml`",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("metadata.yaml");
    fs::write(&path, "name: lonely\n").expect("a file");
    refused(
        &check(UNIT, &["--charm", path.to_str().expect("UTF-8")]),
        "declares no endpoints",
    );
}

#[test]
fn what_steers_a_terminal_never_reaches_it() {
    let said = check("\"a\\e[31mred\\n\": {}\n", &[]);
    refused(&said, "is no unit");
    assert!(!said.stderr.contains('\u{1b}'), "{said:?}");
}
