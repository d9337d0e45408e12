//! What is found out, in every form.

use crate::{GOOD, Place, list, matrix};
use serde_json::json;
use std::fs;

fn three() -> Place {
    let place = Place::new();
    place.charm("charms/good", GOOD);
    place.bad_charm("charms/bad");
    place.charm("charms/stuck", "exit 4");
    place.write(
        "lists/interface.yaml",
        &list(
            "  - {name: good, path: ../charms/good, url: https://example.com/good}\n  \
             - {name: bad, path: ../charms/bad}\n  \
             - {name: stuck, path: ../charms/stuck}\n  \
             - {name: far, url: https://example.com/far}\n",
        ),
    );
    place
}

#[test]
fn every_form_of_report_says_the_same() {
    let place = three();
    let lists = place.text("lists/interface.yaml");
    let (json, markdown) = (place.text("results.json"), place.text("matrix.md"));
    let said = matrix(&[&lists, "--json", &json, "--markdown", &markdown]);
    assert_eq!(said.code, 1, "{said:?}");
    for part in [
        "certificate_transfer v1\n",
        "✓ requirer good: ",
        "✗ requirer bad: ",
        "C1 a hook fails",
        "= replay: relata test ",
        "✗ requirer stuck: it cannot be set up: stuck/0 does not start",
        "not tried: far (",
        "line 8): it is not on this machine",
        "3 results: 1 passed, 2 failed",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    let results: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(json).expect("results")).expect("JSON");
    let expected = json!({"certificate_transfer": {"v1": {
        "provider": {},
        "requirer": {"good": true, "bad": false, "stuck": false},
    }}});
    assert_eq!(results, expected);
    let table = fs::read_to_string(markdown).expect("a table");
    assert_eq!(
        table,
        "| interface | version | providers | requirers |\n|---|---|---|---|\n\
         | `certificate_transfer` | v1 |  | \
         ![bad: failing](https://img.shields.io/badge/bad-failing-red)<br>\
         [![good: passing](https://img.shields.io/badge/good-passing-brightgreen)]\
         (https://example.com/good)<br>\
         ![stuck: failing](https://img.shields.io/badge/stuck-failing-red) |\n"
    );
}

#[test]
fn the_replay_of_a_failure_shows_it() {
    let place = three();
    let said = matrix(&[&place.text("lists")]);
    let replay = (said.stdout.lines())
        .find_map(|line| line.trim().strip_prefix("= replay: relata "))
        .expect("a replay");
    let args: Vec<&str> = replay.split_whitespace().collect();
    let replayed = crate::common::relata(&args);
    assert_eq!(replayed.code, 1, "{replayed:?}");
    assert!(replayed.stdout.contains("error[C1]"), "{replayed:?}");
}

#[test]
fn programs_get_json_or_junit() {
    let place = Place::new();
    place.charm("good", GOOD);
    let lists = place.write(
        "charms.yaml",
        &list("  - {name: good, path: good}\n  - {name: far, url: u}\n"),
    );
    let said = matrix(&[&lists, "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.json()["certificate_transfer"]["v1"]["requirer"],
        json!({"good": true})
    );
    let said = matrix(&[&lists, "--format", "junit"]);
    for part in [
        "name=\"certificate_transfer.v1.requirer\"",
        "<testcase name=\"good\"",
        "<testcase name=\"far\"",
        "<skipped",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    assert_eq!(matrix(&[&lists, "--format", "sarif"]).code, 2);
}

#[test]
fn a_list_without_a_name_is_of_every_interface_that_its_charms_name() {
    let place = Place::new();
    place.charm("good", GOOD);
    place.write("none/metadata.yaml", "name: none\n");
    let lists = place.write(
        "charms.yaml",
        "requirers:\n  - {name: good, path: good}\nproviders:\n  - {name: good, path: good}\n  \
         - {name: none, path: none}\n",
    );
    let said = matrix(&[&lists]);
    assert!(said.stdout.contains("✓ requirer good"), "{said:?}");
    assert!(
        said.stdout
            .contains("it provides no interface that is declared here"),
        "{said:?}"
    );
    // Nobody knows which interface it would have failed.
    assert!(said.stdout.contains("not set up: none ("), "{said:?}");
    assert_eq!(said.code, 1);
}

#[test]
fn a_list_of_the_old_catalogue_is_of_the_interface_that_its_folder_says() {
    let place = Place::new();
    place.charm("good", GOOD);
    let text = "requirers:\n  - {name: good, path: ../../../good}\nproviders: []\n";
    place.write("interfaces/certificate_transfer/v1/charms.yaml", text);
    place.write("interfaces/__template__/v0/charms.yaml", "nonsense: [");
    let said = matrix(&[&place.text("interfaces"), "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.json(),
        json!({"certificate_transfer": {"v1": {"provider": {}, "requirer": {"good": true}}}})
    );
}

#[test]
fn a_charm_is_found_by_its_name_and_its_folder_in_its_repository() {
    let place = Place::new();
    place.charm("all/several/charms/good", GOOD);
    let lists = place.write(
        "interface.yaml",
        &list(
            "  - name: several\n    url: https://example.com/several\n    \
             test_setup: {charm_root: charms/good, identifier: x, location: y, pre_run: z}\n",
        ),
    );
    let said = matrix(&[&lists, "--checkouts", &place.text("all")]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stdout.contains("`several` calls itself `good`"),
        "{said:?}"
    );
}

#[test]
fn a_charm_that_has_no_such_endpoint_or_is_not_there_does_not_pass() {
    let place = Place::new();
    place.charm("good", GOOD);
    let text = "name: certificate_transfer\nproviders:\n  - {name: good, path: good}\n  \
                - {name: gone, path: gone}\n";
    let lists = place.write("interface.yaml", text);
    let said = matrix(&[&lists]);
    assert_eq!(said.code, 1);
    for part in [
        "no endpoint in its metadata provides `certificate_transfer`",
        "gone: it cannot be set up: ",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
}

#[test]
fn a_version_that_a_charm_does_not_speak_is_a_failure_only_if_the_list_says_that_it_does() {
    let place = Place::new();
    // Writes v1 whatever the other side states.
    place.write(
        "sharer/metadata.yaml",
        "name: sharer\nprovides:\n  certificates: {interface: certificate_transfer}\n",
    );
    let script = r#"
case $JUJU_DISPATCH_PATH in
  hooks/certificates-relation-created)
    if [ "$(is-leader)" = True ]; then relation-set --app version=1 certificates='[]'; fi ;;
esac
"#;
    place.charm("script", script);
    fs::copy(place.path("script/dispatch"), place.path("sharer/dispatch")).expect("a copy");
    let entry = "providers: [{name: sharer, path: sharer}]\n";
    let of_v0 = place.write(
        "v0.yaml",
        &format!("name: certificate_transfer\nversion: 0\n{entry}"),
    );
    let any = place.write("any.yaml", &format!("name: certificate_transfer\n{entry}"));
    let said = matrix(&[&of_v0]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("it does not speak v0"), "{said:?}");
    let said = matrix(&[&any, "--format", "json"]);
    assert!(
        said.json()["certificate_transfer"].get("v0").is_none(),
        "{said:?}"
    );
}
