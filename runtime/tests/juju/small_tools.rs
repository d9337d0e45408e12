//! Configuration, network, ports, state, goals, resources, actions.

use crate::interfaces::database;
use crate::stub::Stub;
use relata::Secret;
use relata::juju::{Error, Ports, Protocol, StatusLine};

#[test]
fn an_option_has_its_type() {
    let stub = Stub::new().says(
        "config-get",
        r#"{"a":"a text","b":true,"e":"","f":1.5,"i":7,"s":"secret:d40rbhnmp25c76d6bdn0"}"#,
    );
    let juju = stub.hook(&[]);
    let config = juju.config().unwrap();
    assert_eq!(config.text("a"), Some("a text"));
    assert_eq!(config.text("e"), None);
    assert_eq!(config.text("i"), None);
    assert_eq!(config.bool("b"), Some(true));
    assert_eq!(config.float("f"), Some(1.5));
    assert_eq!(config.int("i"), Some(7));
    assert_eq!(config.get("missing"), None);
    assert!(config.secret::<()>("s").is_some());
    assert_eq!(config.secret::<()>("a"), None);
    assert_eq!(config.iter().count(), 6);
    juju.config().unwrap();
    assert_eq!(stub.lines(), ["config-get"]);
}

#[test]
fn an_address_is_found_even_if_much_is_left_out() {
    let line = "network-get -- db";
    let stub = Stub::new().says(
        line,
        r#"{"bind-addresses":[{"mac-address":"aa:bb","interface-name":"eth0","addresses":[{"hostname":"","value":"10.0.0.2","cidr":"10.0.0.0/24"}]}],"egress-subnets":["10.0.0.2/32"],"ingress-addresses":["10.0.0.2"]}"#,
    );
    let network = stub.hook(&[]).network("db").unwrap();
    assert_eq!(network.bind_address(), Some("10.0.0.2"));
    assert_eq!(network.ingress_address(), Some("10.0.0.2"));
    assert_eq!(network.interfaces[0].addresses[0].cidr, "10.0.0.0/24");
    let network = Stub::new()
        .says(line, "{}")
        .hook(&[])
        .network("db")
        .unwrap();
    assert_eq!(
        (network.bind_address(), network.ingress_address()),
        (None, None)
    );
    let error = Stub::new().says(line, "[]").hook(&[]).network("db");
    assert!(matches!(error, Err(Error::Garbage { .. })));
}

#[test]
fn only_ports_that_differ_are_opened_and_closed() {
    let stub = Stub::new()
        .says("opened-ports", r#"["9000-9010/udp","80/tcp","icmp"]"#)
        .says("close-port 9000-9010/udp", "")
        .says("open-port 443/tcp", "");
    let icmp = "icmp".parse().unwrap();
    let wanted = [Ports::tcp(80), Ports::tcp(443), icmp];
    stub.hook(&[]).set_ports(&wanted).unwrap();
    assert_eq!(
        stub.lines(),
        [
            "opened-ports",
            "close-port 9000-9010/udp",
            "open-port 443/tcp"
        ]
    );
}

#[test]
fn what_is_no_port_is_refused() {
    for text in ["", "0/tcp", "80/sctp", "90-80/tcp", "70000/tcp", "x/tcp"] {
        assert!(text.parse::<Ports>().is_err(), "{text}");
    }
    let range: Ports = "1-65535/udp".parse().unwrap();
    assert_eq!((range.last, range.protocol), (65535, Protocol::Udp));
    assert_eq!("80".parse(), Ok(Ports::tcp(80)));
}

#[test]
fn state_is_fetched_once_and_written_where_it_differs() {
    let stub = Stub::new()
        .says("state-get", r#"{"k":"v"}"#)
        .says("state-set --file -", "")
        .says("state-delete -- k", "");
    let juju = stub.hook(&[]);
    assert_eq!(juju.state("k").unwrap().as_deref(), Some("v"));
    juju.set_state("k", "v").unwrap();
    juju.delete_state("other").unwrap();
    assert_eq!(stub.lines(), ["state-get"]);
    juju.set_state("k", "").unwrap();
    assert_eq!(juju.state("k").unwrap().as_deref(), Some(""));
    assert_eq!(stub.only_stdin("state-set --file -"), r#"{"k":""}"#);
    juju.delete_state("k").unwrap();
    assert_eq!(juju.state("k").unwrap(), None);
    assert_eq!(stub.lines(), ["state-delete -- k"]);
    // Go prints a map that is nil as `null`.
    let juju = Stub::new().says("state-get", "null").hook(&[]);
    assert_eq!(juju.state("k").unwrap(), None);
}

#[test]
fn goals_are_told_by_unit_and_endpoint() {
    let stub = Stub::new().says(
        "goal-state",
        r#"{"units":{"app/0":{"status":"active","since":"2026-01-01"}},"relations":{"db":{"pg":{"status":"joined","since":"x"}}}}"#,
    );
    let goals = stub.hook(&[]).goal_state().unwrap();
    assert_eq!(goals.units["app/0"].status, "active");
    assert_eq!(goals.relations["db"]["pg"].status, "joined");
}

#[test]
fn a_credential_is_not_shown() {
    let stub = Stub::new().says(
        "credential-get",
        r#"{"type":"lxd","name":"localhost","region":"","endpoint":"https://x","credential":{"auth-type":"certificate","attrs":{"client-key":"hunter2"}}}"#,
    );
    let credential = stub.hook(&[]).credential().unwrap();
    assert_eq!(credential.attributes["client-key"].reveal(), "hunter2");
    assert_eq!(credential.auth_type, "certificate");
    assert!(!format!("{credential:?}").contains("hunter2"));
}

#[test]
fn a_resource_has_a_path() {
    let stub = Stub::new()
        .says("resource-get -- image", "/var/lib/image")
        .says("resource-get -- none", "");
    let juju = stub.hook(&[]);
    assert_eq!(
        juju.resource("image").unwrap().to_str(),
        Some("/var/lib/image")
    );
    assert!(matches!(juju.resource("none"), Err(Error::Garbage { .. })));
}

#[test]
fn the_rest_has_its_flags() {
    let stub = Stub::new()
        .says("is-leader", "true")
        .says("unit-get -- private-address", "\"10.0.0.2\"")
        .says("unit-get -- public-address", "\"1.2.3.4\"")
        .says("application-version-set -- 1.2", "")
        .says("status-set --application=true active -- ok", "")
        .says("relation-model-get -r db:3", r#"{"uuid":"u"}"#);
    let juju = stub.hook(&[]);
    assert_eq!(juju.private_address().unwrap(), "10.0.0.2");
    assert_eq!(juju.public_address().unwrap(), "1.2.3.4");
    juju.set_workload_version("1.2").unwrap();
    let leader = juju.leader().unwrap().expect("we lead");
    juju.set_app_status(leader, &StatusLine::active("ok"))
        .unwrap();
    let relation = juju.requires::<database::Requirer>("db").relation(3);
    assert_eq!(relation.model_uuid().unwrap(), "u");
    let secret: Secret<()> = Secret::new("secret:x").unwrap();
    assert_eq!(secret.id(), "x");
}

#[test]
fn an_action_gets_and_sets() {
    let stub = Stub::new()
        .says("action-get", r#"{"now":true}"#)
        .says("action-set -- where.path=/srv where.size=3", "")
        .says("action-log -- half", "")
        .says("action-fail -- --no", "");
    let juju = stub.hook(&[
        ("JUJU_DISPATCH_PATH", "actions/backup"),
        ("JUJU_ACTION_NAME", "backup"),
        ("JUJU_ACTION_UUID", "7"),
    ]);
    let action = juju.action().expect("it is one");
    assert_eq!(action.name(), "backup");
    assert_eq!(action.parameters().unwrap()["now"], true);
    action
        .set([("where.path", "/srv"), ("where.size", "3")])
        .unwrap();
    action.set([]).unwrap();
    action.log("half").unwrap();
    action.fail("--no").unwrap();
    assert_eq!(stub.lines().len(), 4);
    assert!(Stub::new().hook(&[]).action().is_none());
}
