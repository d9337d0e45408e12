//! Why a charm runs, whatever Juju's version says about it.

use crate::stub::Stub;
use relata::juju::{
    Error, Event, Juju, PebbleEventKind, RelationEventKind, SecretEventKind, Status,
};

fn event(variables: &[(&str, &str)]) -> Event {
    Stub::new().hook(variables).event().clone()
}

fn dispatch(path: &str) -> Event {
    event(&[("JUJU_DISPATCH_PATH", path)])
}

fn error(variables: &[(&str, &str)]) -> Error {
    let variables = variables.iter().copied();
    Juju::with(Stub::new(), variables).expect_err("the environment is wrong")
}

#[test]
fn every_lifecycle_event_has_its_name() {
    for (name, expected) in [
        ("install", Event::Install),
        ("start", Event::Start),
        ("stop", Event::Stop),
        ("remove", Event::Remove),
        ("config-changed", Event::ConfigChanged),
        ("upgrade-charm", Event::UpgradeCharm),
        ("update-status", Event::UpdateStatus),
        ("leader-elected", Event::LeaderElected),
    ] {
        assert_eq!(dispatch(&format!("hooks/{name}")), expected);
        // Without `dispatch` there is the name alone.
        let old = event(&[("JUJU_DISPATCH_PATH", ""), ("JUJU_HOOK_NAME", name)]);
        assert_eq!(old, expected);
    }
    assert_eq!(
        dispatch("hooks/collect-metrics"),
        Event::Other("collect-metrics".into())
    );
}

#[test]
fn a_relation_event_says_who() {
    let variables = [
        ("JUJU_DISPATCH_PATH", "hooks/my-db-relation-departed"),
        ("JUJU_RELATION", "my-db"),
        ("JUJU_RELATION_ID", "my-db:7"),
        ("JUJU_REMOTE_APP", "pg"),
        ("JUJU_REMOTE_UNIT", "pg/1"),
        ("JUJU_DEPARTING_UNIT", "app/0"),
    ];
    let Event::Relation(event) = event(&variables) else {
        panic!("it is about a relation");
    };
    assert_eq!(event.kind, RelationEventKind::Departed);
    assert_eq!((event.endpoint.as_str(), event.relation_id), ("my-db", 7));
    assert_eq!(event.app.unwrap().as_str(), "pg");
    assert_eq!(event.unit.unwrap().as_str(), "pg/1");
    assert_eq!(event.departing.unwrap().as_str(), "app/0");
}

#[test]
fn a_variable_that_is_empty_is_as_good_as_absent() {
    let variables = [
        ("JUJU_DISPATCH_PATH", "hooks/db-relation-broken"),
        ("JUJU_RELATION_ID", "db:7"),
        ("JUJU_REMOTE_APP", ""),
        ("JUJU_REMOTE_UNIT", ""),
    ];
    let Event::Relation(event) = event(&variables) else {
        panic!("it is about a relation");
    };
    assert_eq!(event.endpoint, "db");
    assert_eq!((event.app, event.unit, event.departing), (None, None, None));
}

#[test]
fn a_secret_event_needs_no_revision() {
    let Event::Secret(changed) = event(&[
        ("JUJU_DISPATCH_PATH", "hooks/secret-changed"),
        ("JUJU_SECRET_ID", "secret:d40rbhnmp25c76d6bdn0"),
        ("JUJU_SECRET_LABEL", ""),
    ]) else {
        panic!("it is about a secret");
    };
    assert_eq!(changed.kind, SecretEventKind::Changed);
    assert_eq!((changed.label, changed.revision), (None, None));
    let Event::Secret(expired) = event(&[
        ("JUJU_DISPATCH_PATH", "hooks/secret-expired"),
        ("JUJU_SECRET_ID", "secret:d40rbhnmp25c76d6bdn0"),
        ("JUJU_SECRET_LABEL", "password"),
        ("JUJU_SECRET_REVISION", "4"),
    ]) else {
        panic!("it is about a secret");
    };
    assert_eq!(expired.label.as_deref(), Some("password"));
    assert_eq!(expired.revision, Some(4));
}

#[test]
fn containers_storages_and_actions_are_known() {
    let Event::Pebble(ready) = dispatch("hooks/web-server-pebble-ready") else {
        panic!("it is about a container");
    };
    assert_eq!(ready.workload, "web-server");
    assert_eq!(ready.kind, PebbleEventKind::Ready);
    let Event::Pebble(notice) = event(&[
        ("JUJU_DISPATCH_PATH", "hooks/web-pebble-custom-notice"),
        ("JUJU_WORKLOAD_NAME", "web"),
        ("JUJU_NOTICE_ID", "1"),
        ("JUJU_NOTICE_TYPE", "custom"),
        ("JUJU_NOTICE_KEY", "example.com/done"),
    ]) else {
        panic!("it is about a container");
    };
    let PebbleEventKind::CustomNotice { key, .. } = notice.kind else {
        panic!("it is a notice");
    };
    assert_eq!(key, "example.com/done");
    for path in [
        "hooks/web-pebble-check-failed",
        "hooks/web-pebble-check-recovered",
    ] {
        let event = event(&[
            ("JUJU_DISPATCH_PATH", path),
            ("JUJU_PEBBLE_CHECK_NAME", "up"),
        ]);
        let Event::Pebble(pebble) = event else {
            panic!("it is about a container");
        };
        let (PebbleEventKind::CheckFailed { check } | PebbleEventKind::CheckRecovered { check }) =
            pebble.kind
        else {
            panic!("it is about a check");
        };
        assert_eq!(check, "up");
    }
    let Event::Storage(storage) = event(&[
        ("JUJU_DISPATCH_PATH", "hooks/data-storage-attached"),
        ("JUJU_STORAGE_ID", "data/0"),
        ("JUJU_STORAGE_LOCATION", "/srv/data"),
    ]) else {
        panic!("it is about a storage");
    };
    assert!(storage.attached);
    assert_eq!(
        (storage.name.as_str(), storage.id.as_str()),
        ("data", "data/0")
    );
    let action = dispatch("actions/backup-now");
    let Event::Action(action) = action else {
        panic!("it is an action");
    };
    assert_eq!(action.name, "backup-now");
}

#[test]
fn outside_a_hook_there_is_a_word_about_it() {
    let unit = ("JUJU_UNIT_NAME", "app/0");
    let variable = |error| match error {
        Error::Environment { variable } => variable,
        other => panic!("unexpected: {other}"),
    };
    assert_eq!(variable(error(&[])), "JUJU_UNIT_NAME");
    assert_eq!(variable(error(&[unit])), "JUJU_HOOK_NAME");
    let path = ("JUJU_DISPATCH_PATH", "hooks/db-relation-changed");
    assert_eq!(variable(error(&[unit, path])), "JUJU_RELATION_ID");
    let id = ("JUJU_RELATION_ID", "db:x");
    assert_eq!(variable(error(&[unit, path, id])), "JUJU_RELATION_ID");
    let id = ("JUJU_RELATION_ID", "db:1");
    let remote = ("JUJU_REMOTE_UNIT", "nonsense");
    let wrong = error(&[unit, path, id, remote]);
    assert_eq!(wrong.status().status, Status::Blocked);
    assert_eq!(variable(wrong), "JUJU_REMOTE_UNIT");
}

#[test]
fn any_spelling_of_the_version_is_understood() {
    for (text, expected) in [
        ("3.6.4", (3, 6, 4)),
        ("4.0-beta5.1", (4, 0, 0)),
        ("2.9.52-ubuntu-amd64", (2, 9, 52)),
        ("", (0, 0, 0)),
    ] {
        let juju = Stub::new().hook(&[("JUJU_VERSION", text)]);
        let (major, minor, patch) = juju.version();
        assert_eq!((major, minor), (expected.0, expected.1), "{text}");
        if text.contains("beta") {
            continue;
        }
        assert_eq!(patch, expected.2, "{text}");
    }
}
