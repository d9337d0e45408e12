//! Stating one's version, and nothing else.

use crate::interfaces::{database, nested};
use crate::stub::Stub;

const OWN_APP: &str = "relation-get -r db:3 --app - app";

#[test]
fn a_leader_announces_where_it_may_be_needed() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says(OWN_APP, r#"{"other":"stays","database":"\"shop\""}"#);
    let juju = stub.relation_hook("created", "");
    juju.requires::<database::Requirer>("db")
        .announce()
        .unwrap();
    // At once: should the hook come to nothing else, this holds.
    let calls = stub.calls();
    let lines: Vec<&str> = calls.iter().map(|call| call.line.as_str()).collect();
    let set = "relation-set -r db:3 --app --file -";
    assert_eq!(lines, ["is-leader", OWN_APP, set]);
    assert_eq!(calls[2].stdin.as_deref(), Some(r#"{"version":"1"}"#));
    juju.commit().unwrap();
    assert_eq!(stub.calls().len(), 0);
}

#[test]
fn what_is_announced_already_is_not_written_again() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-ids -- db", r#"["db:3"]"#)
        .says(OWN_APP, r#"{"version":"1"}"#);
    let juju = stub.hook(&[("JUJU_DISPATCH_PATH", "hooks/upgrade-charm")]);
    juju.requires::<database::Requirer>("db")
        .announce()
        .unwrap();
    juju.commit().unwrap();
    assert_eq!(stub.lines(), ["is-leader", "relation-ids -- db", OWN_APP]);
}

#[test]
fn an_event_that_begins_nothing_costs_nothing() {
    let stub = Stub::new();
    for kind in ["joined", "changed", "departed", "broken"] {
        let juju = stub.relation_hook(kind, "remote/0");
        juju.requires::<database::Requirer>("db")
            .announce()
            .unwrap();
    }
    let juju = stub.hook(&[
        ("JUJU_DISPATCH_PATH", "hooks/secret-changed"),
        ("JUJU_SECRET_ID", "secret:d40rbhnmp25c76d6bdn0"),
    ]);
    juju.requires::<database::Requirer>("db")
        .announce()
        .unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn the_creation_of_another_relation_costs_nothing() {
    let stub = Stub::new();
    let juju = stub.relation_hook("created", "");
    juju.requires::<database::Requirer>("other")
        .announce()
        .unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn a_follower_announces_nothing() {
    let stub = Stub::new().says("is-leader", "false");
    let juju = stub.relation_hook("created", "");
    juju.requires::<database::Requirer>("db")
        .announce()
        .unwrap();
    assert_eq!(stub.lines(), ["is-leader"]);
}

#[test]
fn a_document_keeps_what_else_it_says() {
    let announce = |before: &str| {
        let stub = Stub::new().says("is-leader", "true").says(OWN_APP, before);
        let juju = stub.relation_hook("created", "");
        juju.provides::<nested::Provider>("db").announce().unwrap();
        stub.calls().pop().and_then(|call| call.stdin)
    };
    assert_eq!(
        announce("{}").as_deref(),
        Some(r#"{"data":"{\"version\":1}"}"#)
    );
    assert_eq!(
        announce(r#"{"data":"{\"text\":\"t\"}"}"#).as_deref(),
        Some(r#"{"data":"{\"text\":\"t\",\"version\":1}"}"#)
    );
    assert_eq!(announce(r#"{"data":"{\"version\":1}"}"#), None);
    assert_eq!(announce(r#"{"data":"not JSON"}"#), None);
}
