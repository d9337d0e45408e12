//! Lists that are wrong: exit code 2, and one line that says what to do.

use crate::{GOOD, Place, list, matrix};

#[track_caller]
fn refused(text: &str, parts: &[&str]) {
    let place = Place::new();
    place.charm("good", GOOD);
    place.charm("other", GOOD);
    let said = matrix(&[&place.write("interface.yaml", text)]);
    assert_eq!(said.code, 2, "{said:?}");
    for part in parts {
        assert!(said.line().contains(part), "{part}: {}", said.line());
    }
    assert!(said.stdout.is_empty());
}

#[test]
fn a_list_that_cannot_be_read() {
    for path in ["/no/such/list.yaml", "/proc/self/mem"] {
        let said = matrix(&[path]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.line().contains("cannot read"), "{said:?}");
    }
    let place = Place::new();
    let said = matrix(&[&place.text("")]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.line().contains("no `interface.yaml`"), "{said:?}");
}

#[test]
fn a_list_that_is_no_yaml() {
    refused("name: s3\nproviders: [\n", &["line 2", "unclosed bracket"]);
    refused(&list("  - {name: good}\n   - x\n"), &["line 6"]);
    refused("- good\n", &["line 1", "a map belongs here"]);
    refused("providers: good\n", &["line 1", "a list belongs here"]);
    refused("providers: [good]\n", &["line 1", "a map belongs here"]);
    refused("providers: []\nproviders: []\n", &["line 2", "there twice"]);
}

#[test]
fn a_key_that_nobody_knows() {
    refused(
        &list("  - name: good\n    pth: good\n"),
        &["line 6", "unknown key `pth`; did you mean `path`?"],
    );
    refused(
        "provides: []\n",
        &[
            "line 1",
            "unknown key `provides`; did you mean `providers`?",
        ],
    );
    refused(
        &list("  - name: good\n    test_setup: {charm-root: x}\n"),
        &["did you mean `charm_root`?"],
    );
    refused(
        "charms: []\n",
        &["unknown key `charms`; there may be `name`"],
    );
}

#[test]
fn an_interface_or_version_that_nobody_declared() {
    refused(
        "name: certificate-transfer\nproviders: []\n",
        &["no interface `certificate-transfer`; did you mean `certificate_transfer`?"],
    );
    refused(
        "name: nonsense\nproviders: []\n",
        &["`relata list` names them all"],
    );
    refused(
        "name: certificate_transfer\nversion: 7\nproviders: []\n",
        &["has no version v7, only `v0`, `v1`"],
    );
    refused(
        "version: 1\nproviders: []\n",
        &["a `version` and no `name`"],
    );
    refused("name: s3\nversion: newest\n", &["line 2"]);
}

#[test]
fn a_charm_that_is_named_twice() {
    refused(
        &list("  - {name: good, path: good}\n  - {name: good, path: good}\n"),
        &["line 6: `good` is named twice as a requirer", "line 5"],
    );
    refused(
        "name: certificate_transfer\nproviders: [{name: good, path: good}]\n\
         requirers: [{name: good, path: other}]\n",
        &["line 3: `good` has another path"],
    );
}

#[test]
fn a_name_or_a_folder_that_leads_elsewhere() {
    refused(&list("  - {path: good}\n"), &["line 5", "name"]);
    for name in ["../good", "''", "/etc", "..", "a/b"] {
        refused(
            &list(&format!("  - {{name: {name}}}\n")),
            &["line 5", "is no charm's name"],
        );
    }
    for root in ["..", "/etc", "a/../../b"] {
        refused(
            &list(&format!(
                "  - {{name: good, path: ., test_setup: {{charm_root: {root}}}}}\n"
            )),
            &[
                "line 5",
                "`charm_root` is a folder in the charm's repository",
            ],
        );
    }
}

#[test]
fn nothing_to_try_is_no_success() {
    let place = Place::new();
    let far = place.write("interface.yaml", &list("  - {name: far, url: u}\n"));
    let said = matrix(&[&far]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stdout.contains("nothing was tried"), "{said:?}");
    let empty = place.write("empty/interface.yaml", "name: s3\nproviders: []\n");
    assert_eq!(matrix(&[&empty]).code, 3);
    assert_eq!(matrix(&[&far, "--github-matrix"]).code, 3);
}

#[test]
fn a_file_that_cannot_be_written() {
    let place = Place::new();
    place.charm("good", GOOD);
    let lists = place.write("interface.yaml", &list("  - {name: good, path: good}\n"));
    let said = matrix(&[&lists, "--json", "/no/such/folder/results.json"]);
    assert_eq!(said.code, 2);
    assert!(said.line().contains("cannot write"), "{said:?}");
}
