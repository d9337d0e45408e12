//! How many hook tools a hook takes.

use crate::interfaces::{beacon, database};
use crate::stub::Stub;
use relata::Reading;
use relata::juju::{Juju, Result, StatusLine};
use std::fmt::Write as _;

/// A charm that brings everything in order, whatever the event.
fn reconcile(juju: &Juju) -> Result<()> {
    let databases = juju.requires::<database::Requirer>("db");
    databases.announce()?;
    juju.set_status(StatusLine::active(""));
    juju.set_status(databases.missing()?);
    for relation in databases.relations()? {
        let reading = relation.remote()?;
        juju.set_status(relation.status(&reading));
        // Looking twice costs nothing.
        assert_eq!(relation.remote()?, reading);
    }
    juju.commit()
}

#[test]
fn a_change_takes_two_calls_and_the_status() {
    let stub = Stub::new().says("relation-ids -- db", r#"["db:3"]"#).says(
        "relation-get -r db:3 --app - remote",
        r#"{"host":"\"h\"","version":"1"}"#,
    );
    reconcile(&stub.relation_hook("changed", "remote/0")).unwrap();
    assert_eq!(
        stub.lines(),
        [
            "relation-ids -- db",
            "relation-get -r db:3 --app - remote",
            "status-set active -- ",
        ]
    );
}

#[test]
fn without_a_relation_there_is_nothing_to_fetch() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-ids -- db", "[]");
    reconcile(&stub.hook(&[])).unwrap();
    assert_eq!(
        stub.lines(),
        [
            "is-leader",
            "relation-ids -- db",
            "status-set blocked -- missing relation: db",
        ]
    );
}

#[test]
fn a_second_writing_of_the_same_calls_nothing() {
    let stub = Stub::new().says("is-leader", "true").says(
        "relation-get -r db:3 --app - app",
        r#"{"database":"\"shop\"","version":"1"}"#,
    );
    let juju = stub.relation_hook("changed", "remote/0");
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    for _ in 0..3 {
        let value = database::v1::RequirerApp {
            database: Some("shop".into()),
        };
        relation.write_app(leader, &value).unwrap();
        relation.announce(leader).unwrap();
        juju.commit().unwrap();
    }
    assert_eq!(
        stub.lines(),
        ["is-leader", "relation-get -r db:3 --app - app"]
    );
}

#[test]
fn several_writings_take_one_call_for_each_databag() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says(
            "relation-get -r db:3 --app - app",
            r#"{"database":"\"old\""}"#,
        )
        .says("relation-get -r db:3 - app/0", "{}");
    let juju = stub.relation_hook("changed", "remote/0");
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    for name in ["shop", "store"] {
        let value = database::v1::RequirerApp {
            database: Some(name.into()),
        };
        relation.write_app(leader, &value).unwrap();
        let value = database::v1::RequirerUnit {
            host: Some(name.into()),
        };
        relation.write_unit(&value).unwrap();
    }
    stub.calls();
    juju.commit().unwrap();
    juju.commit().unwrap();
    assert_eq!(
        stub.lines(),
        [
            "relation-set -r db:3 --app --file -",
            "relation-set -r db:3 --file -"
        ]
    );
}

#[test]
fn a_change_that_is_taken_back_is_not_written() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-get -r db:3 --app - app", "{}");
    let juju = stub.relation_hook("changed", "remote/0");
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    relation.announce(leader).unwrap();
    relation.clear_app(leader).unwrap();
    stub.calls();
    juju.commit().unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn what_is_not_looked_at_is_not_fetched() {
    let stub = Stub::new()
        .says("relation-ids -- db", r#"["db:3","db:4"]"#)
        .says("relation-list -r db:3", r#"["remote/0","remote/1"]"#);
    let juju = stub.relation_hook("changed", "remote/0");
    let relations = juju
        .requires::<database::Requirer>("db")
        .relations()
        .unwrap();
    assert_eq!(relations.len(), 2);
    assert_eq!(relations[0].units().unwrap().len(), 2);
    assert_eq!(relations[0].units().unwrap().len(), 2);
    // The event names the application.
    assert_eq!(relations[0].app().unwrap().as_str(), "remote");
    assert_eq!(
        stub.lines(),
        ["relation-ids -- db", "relation-list -r db:3"]
    );
}

#[test]
fn the_application_is_known_from_its_units() {
    let stub = Stub::new().says("relation-list -r db:4", r#"["other/0"]"#);
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.requires::<database::Requirer>("db").relation(4);
    assert_eq!(relation.units().unwrap().len(), 1);
    assert_eq!(relation.app().unwrap().as_str(), "other");
    assert_eq!(stub.lines(), ["relation-list -r db:4"]);
}

#[test]
fn a_thousand_units_take_a_thousand_calls_and_one() {
    let mut names = String::from("[");
    let mut stub = Stub::new();
    for number in 0..1000 {
        let comma = if number > 0 { "," } else { "" };
        write!(names, "{comma}\"remote/{number}\"").unwrap();
        let line = format!("relation-get -r db:3 - remote/{number}");
        stub = stub.says(&line, r#"{"place":"\"here\""}"#);
    }
    names.push(']');
    let stub = stub.says("relation-list -r db:3", &names);
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.requires::<beacon::Requirer>("db").relation(3);
    for _ in 0..2 {
        let Reading::Ready(beacon::ProviderData::V0(provider)) = relation.remote().unwrap() else {
            panic!("all are ready");
        };
        assert_eq!(provider.units.len(), 1000);
    }
    assert_eq!(stub.lines().len(), 1001);
}
