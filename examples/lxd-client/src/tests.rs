//! The charm in a miniature Juju: no process runs, and there is no LXD.

use super::{ENDPOINT, charm};
use relata::testing::{
    Charm, HookEvent, JujuVersion, Ran, SharedWorld, World, relation_for_requirer, run, run_all,
};
use relata_interfaces::lxd::Certificate;

const UNIT: &str = "lxd-client/0";
const PEM: &str = "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";

fn world(relations: u32) -> SharedWorld {
    let charm = Charm::from_metadata(include_str!("../metadata.yaml"))
        .and_then(|charm| charm.with_config(include_str!("../config.yaml")))
        .expect("the metadata is sound");
    let mut world = World::new(JujuVersion::V4_0);
    world.app("lxd-client", 1, charm).expect("the name is free");
    for number in 0..relations {
        let relation = world.relate_to("lxd-client:lxd", &format!("lxd{number}"), 1);
        assert_eq!(relation, Ok(number));
    }
    world.shared()
}

fn configure(world: &SharedWorld, certificate: &str) {
    world
        .borrow_mut()
        .set_config("lxd-client", "certificate", certificate)
        .expect("there is such an option");
}

fn offer(world: &SharedWorld, relation: u32, nodes: &str) {
    let bag = [("version", "1.0"), ("nodes", nodes)];
    world
        .borrow_mut()
        .set_bag(relation, format!("lxd{relation}/0"), bag)
        .expect("it is there");
}

fn node(name: &str, fingerprints: &[&str]) -> String {
    format!(
        r#"{{"endpoint":"https://{name}:8443","name":"{name}","trusted_certs_fp":{fingerprints:?}}}"#
    )
}

/// Runs what is pending, and one hook more; tells the status.
fn settle(world: &SharedWorld) -> String {
    let ran = run_all(world, UNIT, charm).expect("the hooks can run");
    assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    let ran = run(world, UNIT, HookEvent::UpdateStatus, charm).expect("it can run");
    assert!(ran.is_done(), "{ran:?}");
    let world = world.borrow();
    let status = world.status(UNIT).expect("the unit is there");
    format!("{}: {}", status.word, status.message)
}

fn asked(world: &SharedWorld, relation: u32) -> Option<String> {
    world
        .borrow()
        .written(relation, UNIT)
        .remove("client_certificates")
}

#[test]
fn a_certificate_is_handed_over_until_it_is_not_configured_any_more() {
    let world = world(1);
    let missing = "blocked: set `certificate` to one in PEM form";
    assert_eq!(settle(&world), missing);
    configure(&world, PEM);
    assert_eq!(settle(&world), "waiting: lxd: waiting for lxd0");
    assert_eq!(asked(&world, 0), Some(format!("{:?}", [PEM])));

    configure(&world, "no certificate");
    assert_eq!(
        settle(&world),
        "blocked: `certificate`: expected a certificate in PEM form"
    );
    assert!(asked(&world, 0).is_some());

    let reset = relata::Json::Null;
    let mut open = world.borrow_mut();
    open.set_config("lxd-client", "certificate", reset)
        .expect("there is such an option");
    drop(open);
    assert_eq!(settle(&world), missing);
    assert_eq!(asked(&world, 0), None);
}

#[test]
fn a_relation_is_needed() {
    let world = world(0);
    configure(&world, PEM);
    assert_eq!(settle(&world), "blocked: missing relation: lxd");
}

#[test]
fn it_waits_until_a_node_trusts_the_certificate() {
    let world = world(1);
    configure(&world, PEM);
    offer(&world, 0, "[]");
    assert_eq!(settle(&world), "waiting: lxd: waiting for nodes of LXD");
    let waiting = "waiting: lxd: waiting for LXD to trust the certificate";
    offer(&world, 0, &format!("[{}]", node("one", &[])));
    assert_eq!(settle(&world), waiting);
    offer(&world, 0, &format!("[{}]", node("one", &["ced5"])));
    assert_eq!(settle(&world), waiting);

    let certificate = Certificate::parse(PEM).expect("it is one");
    let fingerprint = certificate.fingerprint();
    let nodes = [node("one", &[]), node("two", &["ced5", fingerprint])];
    offer(&world, 0, &format!("[{}]", nodes.join(",")));
    assert_eq!(settle(&world), "active: trusted by two");
}

#[test]
fn one_relation_that_does_not_trust_it_is_waited_for() {
    let world = world(2);
    configure(&world, PEM);
    let certificate = Certificate::parse(PEM).expect("it is one");
    let node = format!("[{}]", node("one", &[certificate.fingerprint()]));
    offer(&world, 0, &node);
    assert_eq!(settle(&world), "waiting: lxd: waiting for lxd1");
    offer(&world, 1, &node);
    assert_eq!(settle(&world), "active: trusted by one, one");
}

#[test]
fn whatever_a_provider_writes_the_hook_ends_well() {
    let interface = relata_interfaces::lxd::model();
    let samples = relation_for_requirer(&interface);
    let mut tried = 0;
    for sample in samples.broken() {
        let world = world(0);
        configure(&world, PEM);
        let mut open = world.borrow_mut();
        let relation = open
            .relate_to(&format!("lxd-client:{ENDPOINT}"), "lxd", 1)
            .expect("they fit");
        sample.write(&mut open, relation).expect("it is there");
        drop(open);
        let status = settle(&world);
        let told = status.starts_with("blocked: lxd:") || status.starts_with("waiting: lxd:");
        assert!(told, "{}: {status}", sample.what);
        tried += 1;
    }
    assert!(tried > 2, "{tried}");
}
