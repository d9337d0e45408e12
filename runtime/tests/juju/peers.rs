//! A relation of an application with itself.

use crate::interfaces::circle;
use crate::stub::Stub;
use relata::Reading;
use relata::juju::Juju;

fn hook(stub: &Stub) -> Juju {
    stub.hook(&[
        ("JUJU_DISPATCH_PATH", "hooks/circle-relation-changed"),
        ("JUJU_RELATION", "circle"),
        ("JUJU_RELATION_ID", "circle:1"),
        ("JUJU_REMOTE_APP", "app"),
        ("JUJU_REMOTE_UNIT", "app/1"),
    ])
}

#[test]
fn what_the_leader_says_is_read_by_all() {
    let stub = Stub::new()
        .says(
            "relation-get -r circle:1 --app - app",
            r#"{"motto":"\"on\""}"#,
        )
        .says("relation-list -r circle:1", r#"["app/1"]"#)
        .says("relation-get -r circle:1 - app/1", r#"{"size":"2"}"#);
    let juju = hook(&stub);
    let relation = juju.peers::<circle::Peer>("circle").relation(1);
    let Reading::Ready(circle::PeerData::V0(peer)) = relation.remote().unwrap() else {
        panic!("it is ready");
    };
    assert_eq!(peer.app.and_then(|app| app.motto).as_deref(), Some("on"));
    let sizes: Vec<u32> = peer.units.values().map(|unit| unit.size).collect();
    assert_eq!(sizes, [2]);
    assert_eq!(relation.app().unwrap().as_str(), "app");
}

#[test]
fn a_leader_reads_what_it_has_just_written() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-get -r circle:1 --app - app", "{}")
        .says("relation-list -r circle:1", "[]");
    let juju = hook(&stub);
    let relation = juju.peers::<circle::Peer>("circle").relation(1);
    let leader = juju.leader().unwrap().expect("we lead");
    let value = circle::v0::PeerApp {
        motto: Some("off".into()),
    };
    relation.write_app(leader, &value).unwrap();
    let Reading::Ready(circle::PeerData::V0(peer)) = relation.remote().unwrap() else {
        panic!("it is ready");
    };
    assert_eq!(peer.app, Some(value));
    stub.calls();
    juju.commit().unwrap();
    assert_eq!(
        stub.only_stdin("relation-set -r circle:1 --app --file -"),
        r#"{"motto":"\"off\""}"#
    );
}
