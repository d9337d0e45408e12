//! What the other end says, and what this end says.

use crate::interfaces::{beacon, database, plain};
use crate::stub::Stub;
use relata::juju::{Error, Status};
use relata::versions::Agreement;
use relata::{Port, Reading};

fn provider_says(stub: Stub, bag: &str) -> Stub {
    stub.says("relation-ids -- db", r#"["db:3"]"#)
        .says("relation-get -r db:3 --app - remote", bag)
}

#[test]
fn what_is_ready_is_typed() {
    let stub = provider_says(Stub::new(), r#"{"host":"\"db.example\"","version":"1"}"#);
    let juju = stub.relation_hook("changed", "");
    let relations = juju
        .requires::<database::Requirer>("db")
        .relations()
        .unwrap();
    let Reading::Ready(database::ProviderData::V1(provider)) = relations[0].remote().unwrap()
    else {
        panic!("expected version 1");
    };
    let app = provider.app.expect("it is ready");
    assert_eq!(app.host, "db.example");
    assert_eq!(app.port, Port::new(5432).unwrap());
    assert_eq!(relations[0].agreement().unwrap(), Agreement::Agreed(1));
    assert_eq!(
        stub.lines(),
        ["relation-ids -- db", "relation-get -r db:3 --app - remote"]
    );
}

#[test]
fn what_is_missing_is_waited_for_and_what_is_wrong_blocks() {
    let stub = provider_says(Stub::new(), r#"{"port":"80","version":"1"}"#);
    let juju = stub.relation_hook("changed", "");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let reading = relation.remote().unwrap();
    assert!(matches!(reading, Reading::Incomplete(_)), "{reading:?}");
    let line = relation.status(&reading).expect("something is missing");
    assert_eq!(line.status, Status::Waiting);
    assert_eq!(
        line.message,
        "db: waiting for `host` from the provider (database v1)"
    );

    let stub = provider_says(
        Stub::new(),
        r#"{"host":"\"h\"","port":"\"http\"","version":"1"}"#,
    );
    let juju = stub.relation_hook("changed", "");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let reading = relation.remote().unwrap();
    let line = relation.status(&reading).expect("something is wrong");
    assert_eq!(line.status, Status::Blocked);
    assert!(line.message.starts_with("db: `port`: expected"), "{line}");
    let full = reading.report().expect("something is wrong").to_string();
    assert!(
        full.starts_with(
            "database v1, app databag of the provider remote, endpoint db, relation 3"
        ),
        "{full}"
    );
}

#[test]
fn nothing_yet_is_waited_for() {
    let stub = provider_says(Stub::new(), "{}").says("relation-list -r db:3", "[]");
    let juju = stub.relation_hook("created", "");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let reading = relation.remote().unwrap();
    assert_eq!(reading, Reading::Absent);
    let line = relation.status(&reading).expect("something is waited for");
    assert_eq!(line.to_string(), "waiting: db: waiting for remote");
    assert_eq!(relation.agreement().unwrap(), Agreement::Waiting);
}

#[test]
fn one_bad_unit_hides_no_other() {
    let stub = Stub::new()
        .says("relation-list -r db:3", r#"["remote/2","remote/10"]"#)
        .says("relation-get -r db:3 - remote/2", r#"{"place":"\"here\""}"#)
        .says("relation-get -r db:3 - remote/10", r#"{"place":"7"}"#);
    let juju = stub.relation_hook("changed", "remote/2");
    let relation = juju.requires::<beacon::Requirer>("db").relation(3);
    let received = relation.receive().unwrap().expect("something is there");
    assert_eq!(received.reports.len(), 1);
    let writer = received.reports[0].place.writer.as_deref();
    assert_eq!(writer, Some("remote/10"));
    let beacon::ProviderData::V0(provider) = received.data;
    assert_eq!(provider.units.len(), 1);
    stub.calls();

    let reading = relation.remote().unwrap();
    assert!(matches!(reading, Reading::Ready(_)), "{reading:?}");
    let lines = stub.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("juju-log --log-level WARNING -- beacon v0, unit databag"));
}

#[test]
fn a_requirer_that_writes_nothing_reads_all_the_same() {
    let stub = Stub::new().says("relation-list -r db:3", "[]");
    let juju = stub.relation_hook("created", "");
    let relation = juju.requires::<beacon::Requirer>("db").relation(3);
    assert_eq!(relation.remote().unwrap(), Reading::Absent);
}

#[test]
fn a_unit_that_departs_can_still_be_read() {
    let stub = Stub::new().says("relation-list -r db:3", "[]").says(
        "relation-get -r db:3 - remote/0",
        r#"{"place":"\"there\""}"#,
    );
    let juju = stub.relation_hook("departed", "remote/0");
    let endpoint = juju.requires::<beacon::Requirer>("db");
    let (event, relation) = endpoint.event().expect("it is about the endpoint");
    let unit = event.unit.as_ref().expect("a unit departs");
    assert_eq!(
        relation.remote_unit_bag(unit).unwrap()["place"],
        "\"there\""
    );
}

#[test]
fn a_broken_relation_is_not_among_the_others() {
    // Juju lists it where only this unit goes; before 3.6 it may always do.
    for (listed, ended) in [
        (r#"["db:10","db:3","db:9"]"#, None),
        (r#"["db:10","db:9"]"#, Some(3)),
    ] {
        let stub = Stub::new().says("relation-ids -- db", listed);
        let juju = stub.relation_hook("broken", "");
        let endpoint = juju.requires::<database::Requirer>("db");
        let relations = endpoint.relations().unwrap();
        let ids: Vec<u32> = relations.iter().map(relata::juju::Relation::id).collect();
        assert_eq!(ids, [9, 10]);
        assert_eq!(endpoint.broken().map(|relation| relation.id()), Some(3));
        assert_eq!(endpoint.ended().unwrap().map(|one| one.id()), ended);
        assert_eq!(stub.lines(), ["relation-ids -- db"]);
    }
    let stub = Stub::new();
    let juju = stub.relation_hook("departed", "remote/0");
    let endpoint = juju.requires::<database::Requirer>("db");
    assert!(endpoint.ended().unwrap().is_none());
    assert_eq!(stub.lines(), [""; 0]);
}

#[test]
fn what_breaks_its_declaration_is_not_written() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-get -r db:3 --app - app", "{}");
    let juju = stub.relation_hook("created", "");
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let value = database::v1::RequirerApp {
        database: Some(String::new()),
    };
    let Err(Error::Invalid(report)) = relation.write_app(leader, &value) else {
        panic!("expected a refusal");
    };
    assert_eq!(report.place.writer.as_deref(), Some("app"));
    assert_eq!(report.place.endpoint.as_deref(), Some("db"));
    stub.calls();
    juju.commit().unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn what_was_written_is_what_one_reads() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-get -r db:3 --app - app", "{}")
        .says(
            "relation-get -r db:3 - app/0",
            r#"{"ingress-address":"10.0.0.1"}"#,
        );
    let juju = stub.relation_hook("created", "");
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let value = database::v1::RequirerApp {
        database: Some("shop".into()),
    };
    relation.write_app(leader, &value).unwrap();
    assert_eq!(relation.local_app(leader).unwrap(), Reading::Ready(value));
    let absent: Reading<database::v1::RequirerUnit> = relation.local_unit().unwrap();
    assert_eq!(absent, Reading::Absent);
    let value = database::v1::RequirerUnit {
        host: Some("here".into()),
    };
    relation.write_unit(&value).unwrap();
    assert_eq!(relation.local_unit().unwrap(), Reading::Ready(value));
}

#[test]
fn each_peer_is_served_in_its_own_version() {
    let serve = |theirs: &str, app: &str, unit: &str| {
        let stub = Stub::new()
            .says("is-leader", "true")
            .says("relation-get -r db:3 --app - remote", theirs)
            .says("relation-get -r db:3 --app - app", app)
            .says("relation-get -r db:3 - app/0", unit);
        let juju = stub.relation_hook("changed", "remote/0");
        let leader = juju.leader().unwrap();
        let relation = juju.provides::<database::Provider>("db").relation(3);
        let agreement = relation.serve_with(leader, |version, draft| match version {
            0 => draft.unit(&database::v0::ProviderUnit { host: "h".into() }),
            _ => draft.app(&database::v1::ProviderApp {
                host: "h".into(),
                port: Port::new(5432).unwrap(),
                user: None,
            }),
        });
        stub.calls();
        juju.commit().unwrap();
        let calls = stub.calls().into_iter();
        let calls: Vec<String> = calls
            .map(|call| call.line + " < " + &call.stdin.unwrap_or_default())
            .collect();
        (agreement.unwrap(), calls)
    };
    let (agreement, calls) = serve("{}", "{}", "{}");
    assert_eq!(agreement, Agreement::Agreed(0));
    assert_eq!(
        calls,
        [r#"relation-set -r db:3 --file - < {"host":"h","version":"0"}"#]
    );
    // The other side has been upgraded: what is in the unit's databag goes.
    let unit = r#"{"host":"h","version":"0","ingress-address":"10.0.0.1"}"#;
    let (agreement, calls) = serve(r#"{"version":"1"}"#, "{}", unit);
    assert_eq!(agreement, Agreement::Agreed(1));
    assert_eq!(
        calls,
        [
            r#"relation-set -r db:3 --app --file - < {"host":"\"h\"","port":"5432","version":"1"}"#,
            r#"relation-set -r db:3 --file - < {"host":"","version":""}"#,
        ]
    );
}

#[test]
fn a_follower_leaves_the_application_alone() {
    let stub = Stub::new()
        .says("is-leader", "false")
        .says("relation-get -r db:3 --app - remote", r#"{"version":"1"}"#)
        .says("relation-get -r db:3 - app/0", "{}");
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.provides::<database::Provider>("db").relation(3);
    let agreement = relation.serve_with(juju.leader().unwrap(), |_, draft| {
        draft.app(&database::v1::ProviderApp {
            host: "h".into(),
            port: Port::new(1).unwrap(),
            user: None,
        })
    });
    assert_eq!(agreement.unwrap(), Agreement::Agreed(1));
    stub.calls();
    juju.commit().unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn the_newest_version_is_said_and_read_whatever_the_peer_speaks() {
    let newest = |text: &str| plain::v1::Provider {
        app: Some(plain::v1::ProviderApp {
            text: Some(text.into()),
            times: 3,
        }),
    };
    for (theirs, version) in [("{}", 0), (r#"{"version":"1"}"#, 1)] {
        let stub = Stub::new()
            .says("is-leader", "true")
            .says("relation-get -r db:3 --app - remote", theirs)
            .says("relation-get -r db:3 --app - app", "{}");
        let juju = stub.relation_hook("changed", "remote/0");
        let relation = juju.provides::<plain::Provider>("db").relation(3);
        let agreement = relation.serve(juju.leader().unwrap(), newest("hi"));
        assert_eq!(agreement, Ok(Agreement::Agreed(version)));
        stub.calls();
        juju.commit().unwrap();
        // Version 0 passes over what it does not know.
        assert_eq!(
            stub.only_stdin("relation-set -r db:3 --app --file -"),
            r#"{"text":"\"hi\"","times":"3"}"#
        );
    }
    let stub = provider_says(Stub::new(), r#"{"text":"\"hi\""}"#);
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.requires::<plain::Requirer>("db").relation(3);
    let Reading::Ready(provider) = relation.newest().unwrap() else {
        panic!("it is ready");
    };
    assert_eq!(provider.app.and_then(|app| app.text).as_deref(), Some("hi"));
}

#[test]
fn a_follower_says_nothing_of_the_application() {
    let stub = Stub::new()
        .says("is-leader", "false")
        .says("relation-get -r db:3 --app - remote", r#"{"version":"1"}"#);
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.provides::<plain::Provider>("db").relation(3);
    let newest = plain::v1::Provider { app: None };
    relation.serve(juju.leader().unwrap(), newest).unwrap();
    juju.commit().unwrap();
    assert_eq!(stub.lines().len(), 2);
}

#[test]
fn a_requirer_begins_the_talk_and_a_provider_waits() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("relation-get -r db:3 --app - remote", "{}")
        .says("relation-list -r db:3", "[]")
        .says("relation-get -r db:3 --app - app", "{}")
        .says("relation-get -r db:3 - app/0", "{}");
    let juju = stub.relation_hook("created", "");
    let leader = juju.leader().unwrap();
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let agreement = relation.serve_with(leader, |version, draft| {
        assert_eq!(version, 1);
        draft.app(&database::v1::RequirerApp {
            database: Some("shop".into()),
        })
    });
    assert_eq!(agreement, Ok(Agreement::Waiting));
    stub.calls();
    juju.commit().unwrap();
    assert_eq!(stub.lines(), ["relation-set -r db:3 --app --file -"]);

    let juju = stub.relation_hook("created", "");
    let relation = juju.provides::<database::Provider>("db").relation(3);
    let agreement = relation.serve_with(None, |version, _| panic!("nobody said {version}"));
    assert_eq!(agreement, Ok(Agreement::Waiting));
}
