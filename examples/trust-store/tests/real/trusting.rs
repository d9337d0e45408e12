//! What the charm does to a trust store.

use crate::authority::{Authority, json, root_with};
use relata::testing::{Charm, JujuVersion, Ran, RelationId, SharedWorld, World, run_all};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use trust_store::{ENDPOINT, Machine, reconcile};

const UNIT: &str = "trust-store/0";

fn world(root: &Path) -> SharedWorld {
    let charm = Charm::from_metadata(include_str!("../../metadata.yaml"))
        .and_then(|charm| charm.with_config(include_str!("../../config.yaml")))
        .expect("the metadata is sound");
    let mut world = World::new(JujuVersion::V3_6);
    world
        .app("trust-store", 1, charm)
        .expect("the name is free");
    let root = root.to_str().expect("it is UTF-8");
    world
        .set_config("trust-store", "root", root)
        .expect("there is such an option");
    world.shared()
}

fn relate(world: &SharedWorld, app: &str) -> RelationId {
    let endpoint = format!("trust-store:{ENDPOINT}");
    world
        .borrow_mut()
        .relate_to(&endpoint, app, 1)
        .expect("they fit")
}

fn share(world: &SharedWorld, relation: RelationId, app: &str, certificates: &str) {
    let bag = [("certificates", certificates), ("version", "1")];
    world
        .borrow_mut()
        .set_bag(relation, app, bag)
        .expect("it is there");
    settle(world);
}

fn settle(world: &SharedWorld) {
    let ran = run_all(world, UNIT, |juju| reconcile(juju, &Machine)).expect("they can run");
    assert!(ran.iter().all(Ran::is_done), "{ran:?}");
}

/// No link of the store leads nowhere.
fn assert_no_dead_links(root: &Path) {
    for entry in fs::read_dir(root.join("etc/ssl/certs")).expect("it is there") {
        let path = entry.expect("it is readable").path();
        assert!(path.exists(), "{} leads nowhere", path.display());
    }
}

#[test]
fn a_chain_is_verified_as_long_as_its_authority_is_shared() {
    let [package, one, other] = ["Package", "One", "Other"].map(Authority::new);
    let root = root_with(&package);
    let root = root.path();
    let world = world(root);
    let (first, second) = (relate(&world, "first"), relate(&world, "second"));
    settle(&world);
    assert!(!one.is_trusted(root));

    share(&world, first, "first", &json(&[&one]));
    share(&world, second, "second", &json(&[&other]));
    assert!(one.is_trusted(root) && other.is_trusted(root) && package.is_trusted(root));

    share(&world, first, "first", "[]");
    assert!(!one.is_trusted(root));
    assert!(other.is_trusted(root) && package.is_trusted(root));
    assert_no_dead_links(root);

    world.borrow_mut().remove_relation(second).unwrap();
    settle(&world);
    assert!(!other.is_trusted(root) && package.is_trusted(root));
    assert_no_dead_links(root);
}

#[test]
fn the_last_certificate_goes_from_the_bundle_too() {
    let one = Authority::new("One");
    let root = TempDir::new().unwrap();
    let world = world(root.path());
    let relation = relate(&world, "ca");
    share(&world, relation, "ca", &json(&[&one]));
    assert!(one.is_trusted(root.path()));
    share(&world, relation, "ca", "[]");
    assert!(!one.is_trusted(root.path()));
    let bundle = root.path().join("etc/ssl/certs/ca-certificates.crt");
    assert_eq!(fs::read_to_string(bundle).unwrap(), "");
}

#[test]
fn both_certificates_of_one_text_are_trusted() {
    let [one, other] = ["One", "Other"].map(Authority::new);
    let root = TempDir::new().unwrap();
    let world = world(root.path());
    let relation = relate(&world, "ca");
    let text = [one.pem(), other.pem()].concat();
    share(&world, relation, "ca", &format!("{:?}", [text]));
    assert!(one.is_trusted(root.path()) && other.is_trusted(root.path()));
}

#[test]
fn what_only_looks_like_a_certificate_hides_no_other() {
    let good = Authority::new("Good");
    let root = TempDir::new().unwrap();
    let world = world(root.path());
    let relation = relate(&world, "ca");
    // In the order of the texts this comes first, in the bundle as well.
    let bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    share(&world, relation, "ca", &format!("{:?}", [bad, &good.pem()]));
    assert!(good.is_trusted(root.path()));
    let local = root.path().join("usr/local/share/ca-certificates");
    assert_eq!(fs::read_dir(local).unwrap().count(), 1);
    let world = world.borrow();
    let status = world.status(UNIT).expect("the unit is there");
    assert_eq!(
        status.message,
        "certificates: texts of ca that are no certificates: 1"
    );
}
