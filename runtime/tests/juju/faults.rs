//! Hook tools that fail, hang, are missing, or talk nonsense.

use crate::interfaces::database;
use crate::stub::Stub;
use relata::Reading;
use relata::juju::{Error, Juju, Output, Status, ToolFault};

const REMOTE: &str = "relation-get -r db:3 --app - remote";
const OWN_APP: &str = "relation-get -r db:3 --app - app";

fn read(stub: &Stub) -> Result<Reading<database::ProviderData>, Error> {
    let juju = stub.relation_hook("changed", "remote/0");
    juju.requires::<database::Requirer>("db")
        .relation(3)
        .remote()
}

fn leader_hook(stub: &Stub) -> Juju {
    stub.clone().says("is-leader", "true");
    stub.relation_hook("changed", "remote/0")
}

#[test]
fn a_relation_that_goes_during_the_hook_reads_as_empty() {
    for message in [
        r#"invalid value "db:3" for option -r: relation not found"#,
        "permission denied",
    ] {
        let stub = Stub::new()
            .refuses(REMOTE, message)
            .refuses("relation-list -r db:3", "relation not found");
        assert_eq!(read(&stub).unwrap(), Reading::Absent, "{message}");
    }
}

#[test]
fn what_is_written_to_a_relation_that_is_gone_is_dropped() {
    let stub = Stub::new()
        .says(OWN_APP, "{}")
        .refuses("relation-set -r db:3 --app --file -", "relation not found");
    let juju = leader_hook(&stub);
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    relation.announce(leader).unwrap();
    assert!(!relation.is_gone());
    juju.commit().unwrap();
    assert!(relation.is_gone());
}

#[test]
fn lost_leadership_has_its_own_error() {
    let stub = Stub::new().says(OWN_APP, "{}").refuses(
        "relation-set -r db:3 --app --file -",
        "cannot write relation settings",
    );
    let juju = leader_hook(&stub);
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    relation.announce(leader).unwrap();
    let error = juju.commit().expect_err("we lead no more");
    assert!(matches!(error, Error::NotLeader { .. }), "{error:?}");
    assert_eq!(error.status().status, Status::Waiting);

    let stub = Stub::new().refuses(OWN_APP, "permission denied");
    let juju = leader_hook(&stub);
    let leader = juju.leader().unwrap().expect("we lead");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let error = relation.announce(leader).expect_err("we lead no more");
    assert!(matches!(error, Error::NotLeader { .. }), "{error:?}");
}

#[test]
fn nonsense_is_reported_with_what_was_expected() {
    for (answer, expected) in [
        ("", "any JSON"),
        ("<html>", "any JSON"),
        ("[]", "a map of texts"),
        (r#"{"a":1}"#, "a map of texts"),
    ] {
        let error = read(&Stub::new().says(REMOTE, answer)).expect_err("it is nonsense");
        let Error::Garbage {
            tool,
            expected: said,
        } = &error
        else {
            panic!("unexpected: {error:?}");
        };
        assert_eq!((tool.as_str(), *said), ("relation-get", expected));
        assert_eq!(error.status().status, Status::Blocked);
    }
    let stub = Stub::new().answers(REMOTE, Ok(Output::ok([0xff, 0xfe, b'{'])));
    assert!(matches!(read(&stub), Err(Error::Garbage { .. })));
    for names in ["7", r#"["db"]"#, r#"["db:x"]"#, "[1]"] {
        let stub = Stub::new().says("relation-ids -- db", names);
        let juju = stub.hook(&[]);
        let relations = juju.requires::<database::Requirer>("db").relations();
        assert!(matches!(relations, Err(Error::Garbage { .. })), "{names}");
    }
    for leads in ["", "null", "\"yes\""] {
        let juju = Stub::new().says("is-leader", leads).hook(&[]);
        assert!(
            matches!(juju.leader(), Err(Error::Garbage { .. })),
            "{leads}"
        );
    }
}

#[test]
fn go_prints_an_empty_map_as_null() {
    let stub = Stub::new()
        .says(REMOTE, "null")
        .says("relation-list -r db:3", "null");
    assert_eq!(read(&stub).unwrap(), Reading::Absent);
}

#[test]
fn a_tool_that_cannot_run_is_an_error_at_once() {
    for fault in [
        ToolFault::Missing {
            tool: "relation-get".into(),
        },
        ToolFault::Hung {
            tool: "relation-get".into(),
            seconds: 300,
        },
        ToolFault::Io {
            tool: "relation-get".into(),
            message: "no memory".into(),
        },
    ] {
        let stub = Stub::new().answers(REMOTE, Err(fault.clone()));
        let juju = stub.relation_hook("changed", "remote/0");
        let relation = juju.requires::<database::Requirer>("db").relation(3);
        assert_eq!(relation.remote(), Err(Error::Tool(fault.clone())));
        // Nothing else is tried after that.
        assert_eq!(stub.lines(), [REMOTE]);
        let line = Error::Tool(fault).status();
        assert!(line.message.contains("`relation-get`"), "{line}");
    }
}

#[test]
fn a_unit_that_never_joined_reads_as_empty() {
    let stub = Stub::new()
        .says("relation-list -r db:3", r#"["remote/0"]"#)
        .refuses(
            "relation-get -r db:3 - remote/9",
            r#"cannot read settings for unit "remote/9" in relation "a:db b:db": unit "remote/9": settings not found"#,
        );
    let juju = stub.relation_hook("changed", "remote/0");
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    let unit = "remote/9".parse().unwrap();
    assert!(relation.remote_unit_bag(&unit).unwrap().is_empty());
    assert!(!relation.is_gone());
}

#[test]
fn any_other_failure_keeps_its_message() {
    let stub = Stub::new().refuses("config-get", "connection is shut down");
    let error = stub.hook(&[]).config().expect_err("it fails").clone();
    assert_eq!(
        error.to_string(),
        "`config-get` failed: connection is shut down"
    );
    // Next time it may work.
    let stub = stub.says("config-get", "{}");
    assert!(stub.hook(&[]).config().is_ok());
}
