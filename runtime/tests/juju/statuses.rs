//! What a unit says about itself, and what it logs.

use crate::interfaces::database;
use crate::stub::Stub;
use relata::juju::{Status, StatusLine};
use relata::{Databag, Reading};

#[test]
fn the_weightiest_status_is_set_once() {
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    juju.set_status(StatusLine::active("fine"));
    juju.set_status(StatusLine::waiting("first"));
    juju.set_status(StatusLine::waiting("second"));
    juju.set_status(None);
    assert_eq!(stub.lines(), Vec::<String>::new());
    juju.commit().unwrap();
    assert_eq!(stub.lines(), ["status-set waiting -- first"]);
    juju.commit().unwrap();
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn blocked_outweighs_maintenance_and_that_waiting() {
    let weights = [
        Status::Active,
        Status::Waiting,
        Status::Maintenance,
        Status::Blocked,
    ];
    assert!(weights.is_sorted());
    for status in weights {
        assert_eq!(Status::from_word(status.word()), Some(status));
    }
    assert_eq!(Status::from_word("unknown"), None);
}

#[test]
fn whatever_a_remote_wrote_makes_one_line() {
    let line = StatusLine::blocked("one\ntwo\0three\u{1b}[31m");
    assert_eq!(line.message, "one two three [31m");
    let long = StatusLine::blocked("ä".repeat(100_000));
    assert!(long.message.len() < 100_000, "it fits into an argument");
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    juju.warning(&"ü\0".repeat(100_000));
    let lines = stub.lines();
    assert!(lines[0].len() < 128 << 10);
    assert!(!lines[0].contains('\0'));
}

#[test]
fn a_report_goes_to_the_log_and_into_the_status() {
    let bag = Databag::from([("host".into(), "5".into())]);
    let reading: Reading<database::v1::ProviderApp> = relata::read(&bag);
    let report = reading.report().expect("it is invalid");
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    juju.report(report);
    juju.commit().unwrap();
    let lines = stub.lines();
    assert!(
        lines[0].starts_with("juju-log --log-level WARNING -- database v1, app databag"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("status-set blocked -- `host`: expected"),
        "{lines:?}"
    );
}

#[test]
fn a_log_entry_never_fails_a_hook() {
    let stub = Stub::new().refuses("juju-log --log-level INFO -- hi", "no connection");
    stub.hook(&[]).info("hi");
    assert_eq!(stub.lines(), ["juju-log --log-level INFO -- hi"]);
}

#[test]
fn the_status_so_far_can_be_read() {
    let line = "status-get --include-data";
    let stub = Stub::new().says(
        line,
        r#"{"message":"m","status":"waiting","status-data":{}}"#,
    );
    let status = stub.hook(&[]).status().unwrap();
    assert_eq!(status, Some(StatusLine::waiting("m")));
    let stub = Stub::new().says(line, r#"{"message":"","status":"unknown"}"#);
    assert_eq!(stub.hook(&[]).status().unwrap(), None);
}
