//! The charm in a miniature Juju: no process runs, and no storage is asked.

use super::charm;
use relata::testing::{
    Charm, HookEvent, JujuVersion, Outcome, Owner, Ran, SharedWorld, World, run, run_all,
};
use relata::{Json, spec::model::Interface};

const UNIT: &str = "backup-uploader/0";

fn world() -> World {
    let metadata = include_str!("../metadata.yaml");
    let charm = Charm::from_metadata(metadata)
        .and_then(|charm| charm.with_config(include_str!("../config.yaml")))
        .and_then(|charm| charm.with_actions(include_str!("../actions.yaml")));
    let mut world = World::new(JujuVersion::V3_6);
    world
        .app("backup-uploader", 1, charm.expect("it is YAML"))
        .expect("the name is free");
    world
}

/// With a provider of which nothing else is known.
fn related() -> SharedWorld {
    let mut world = world();
    world
        .relate_to("backup-uploader:backup-storage", "storage", 1)
        .expect("there is such an endpoint");
    world.shared()
}

fn shares(world: &SharedWorld, what: &[(&str, &str)]) {
    let shared = world
        .borrow_mut()
        .set_bag(0, "storage", what.iter().copied())
        .map(drop);
    shared.expect("it is in the relation");
}

fn status(world: &SharedWorld) -> String {
    let ran = run_all(world, UNIT, charm).expect("the hooks can run");
    assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    let ran = run(world, UNIT, HookEvent::UpdateStatus, charm).expect("it can run");
    assert!(ran.is_done(), "{ran:?}");
    let world = world.borrow();
    let status = world.status(UNIT).expect("the unit is there");
    format!("{}: {}", status.word, status.message)
}

#[test]
fn it_asks_for_what_is_configured() {
    let mut world = world();
    for (option, value) in [("bucket", "backups"), ("path", "daily")] {
        world
            .set_config("backup-uploader", option, value)
            .expect("there is such an option");
    }
    let relation = world.relate_to("backup-uploader:backup-storage", "storage", 1);
    assert_eq!(relation, Ok(0));
    let world = world.shared();
    assert_eq!(
        status(&world),
        "waiting: backup-storage: waiting for storage"
    );
    let asked = world.borrow().written(0, "backup-uploader");
    assert_eq!((&*asked["bucket"], &*asked["path"]), ("backups", "daily"));
}

#[test]
fn every_step_on_the_way_says_what_is_to_be_done() {
    assert_eq!(
        status(&world().shared()),
        "blocked: missing relation: backup-storage"
    );
    let world = related();
    let uri = {
        let mut world = world.borrow_mut();
        let owner = Owner::App("storage".into());
        let content = [("access-key", "EXAMPLEKEYID"), ("secret-key", "hunter2")];
        world.add_secret(owner, "credentials", content)
    };
    let uri = uri.expect("the owner is there");
    let secret = uri.uri();
    for (what, expected) in [
        (
            &[("version", "1")][..],
            "waiting: backup-storage: waiting for `secret-extra`",
        ),
        (
            &[("version", "1"), ("secret-extra", "no secret")],
            "blocked: backup-storage: `secret-extra`: expected the URI of a secret",
        ),
        (
            &[("version", "1"), ("secret-extra", &*secret)],
            "waiting: backup-storage: waiting for a grant of secret ",
        ),
    ] {
        shares(&world, what);
        let status = status(&world);
        assert!(status.starts_with(expected), "{status}");
    }
    let granted = world.borrow_mut().grant_secret(&uri, 0).map(drop);
    granted.expect("it is the owner's");
    let expected = "blocked: `bucket`: expected the name of a bucket";
    assert!(status(&world).starts_with(expected), "{}", status(&world));
    let removed = world.borrow_mut().remove_secret(&uri).map(drop);
    removed.expect("it is there");
    let expected = format!("blocked: backup-storage: secret {uri} is gone: share it anew");
    assert_eq!(status(&world), expected);
}

#[test]
fn an_action_without_a_storage_fails_and_the_hook_does_not() {
    let world = related();
    let id = world.borrow_mut().run_action(UNIT, "backup", Json::Null);
    let ran = run_all(&world, UNIT, charm).expect("it can run");
    let [ran] = ran.as_slice() else {
        panic!("expected the action alone, found {ran:?}");
    };
    assert_eq!(ran.finished.outcome, Outcome::Done);
    let result = ran.finished.action.clone().expect("it is an action");
    assert_eq!(Ok(result.id), id);
    let failure = result.failure.expect("it failed");
    assert_eq!(
        failure,
        "there is no object storage yet: see the status of the unit"
    );
}

/// Whatever the declaration calls broken, the charm stays on its feet.
#[test]
fn nonsense_from_the_provider_blocks_and_no_more() {
    let interface: Interface = relata_interfaces::s3::model();
    let samples = relata::testing_roles::relation_for_requirer(&interface);
    for sample in samples.broken() {
        let world = related();
        let app = sample.app.expect("that is what is broken");
        let entries: Vec<_> = app.iter().map(|(k, v)| (&**k, &**v)).collect();
        shares(&world, &entries);
        let status = status(&world);
        assert!(
            status.starts_with("blocked: backup-storage: `"),
            "{}: {status}",
            sample.what
        );
    }
}
