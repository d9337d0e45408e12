//! The charm in a miniature Juju: no process runs, and no storage is asked.

use super::charm;
use relata::Databag;
use relata::testing::{
    Charm, HookEvent, JujuVersion, Owner, Ran, SecretId, SharedWorld, World, run, run_all,
};

/// The charm, with one requirer in each version that asks for no bucket.
fn world() -> SharedWorld {
    let metadata = include_str!("../metadata.yaml");
    let charm = Charm::from_metadata(metadata).expect("it is YAML");
    let charm = charm.with_config(include_str!("../config.yaml"));
    let mut world = World::new(JujuVersion::V3_6);
    world
        .app("s3-integrator", 2, charm.expect("it is YAML"))
        .expect("the name is free");
    for (number, (app, asks)) in [("new", ("version", "1")), ("old", ("bucket", "relation-1"))]
        .into_iter()
        .enumerate()
    {
        let relation = world.relate_to("s3-integrator:s3-credentials", app, 1);
        assert_eq!(relation, Ok(u32::try_from(number).expect("few relations")));
        let asked = world.set_bag(relation.expect("there is such an endpoint"), app, [asks]);
        asked.map(drop).expect("it is in the relation");
    }
    world.shared()
}

/// An operator adds a secret, grants it if so wanted, and configures it.
fn configure(world: &SharedWorld, content: &[(&str, &str)], granted: bool) -> SecretId {
    let mut world = world.borrow_mut();
    let secret = world
        .add_secret(Owner::Model, "account", content.iter().copied())
        .expect("there is a model");
    if granted {
        world
            .grant_secret_to_app(&secret, "s3-integrator")
            .expect("the application is there");
    }
    world
        .set_config("s3-integrator", "credentials", secret.uri())
        .expect("there is such an option");
    secret
}

const ACCOUNT: &[(&str, &str)] = &[("access-key", "EXAMPLEKEYID"), ("secret-key", "hunter2")];

/// Runs what is pending, and tells the status.
fn settle(world: &SharedWorld) -> String {
    for unit in ["s3-integrator/0", "s3-integrator/1"] {
        let ran = run_all(world, unit, charm).expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    }
    update(world, "s3-integrator/0")
}

fn update(world: &SharedWorld, unit: &str) -> String {
    let ran = run(world, unit, HookEvent::UpdateStatus, charm).expect("it can run");
    assert!(ran.is_done(), "{ran:?}");
    let world = world.borrow();
    let status = world.status(unit).expect("the unit is there");
    format!("{}: {}", status.word, status.message)
}

fn shared(world: &SharedWorld, relation: u32) -> Databag {
    world.borrow().written(relation, "s3-integrator")
}

#[test]
fn without_credentials_it_says_what_to_do() {
    let world = world();
    assert_eq!(
        settle(&world),
        "blocked: set `credentials` to a secret with `access-key` and `secret-key`"
    );
    assert_eq!(update(&world, "s3-integrator/1"), "active: ");
}

#[test]
fn a_secret_that_cannot_be_used_says_what_to_do() {
    for (content, granted, expected) in [
        (
            ACCOUNT,
            false,
            "blocked: run `juju grant-secret ID s3-integrator`",
        ),
        (
            &[("user", "ada"), ("password", "hunter2")],
            true,
            "blocked: the content of secret ID is not as declared: \
             expected `access-key`, `secret-key`, found `password`, `user`",
        ),
    ] {
        let world = world();
        let secret = configure(&world, content, granted);
        assert_eq!(settle(&world), expected.replace("ID", secret.as_str()));
    }
    let world = world();
    let secret = configure(&world, ACCOUNT, true);
    let removed = world.borrow_mut().remove_secret(&secret).map(drop);
    removed.expect("it is there");
    let expected = format!("blocked: there is no secret {secret}: set `credentials` to another");
    assert_eq!(settle(&world), expected);
}

#[test]
fn an_option_that_cannot_be_used_is_named() {
    for (option, value, expected) in [
        (
            "endpoint",
            "storage.example",
            "blocked: `endpoint`: expected a URL with a scheme",
        ),
        (
            "s3-uri-style",
            "virtual",
            "blocked: `s3-uri-style`: expected `path` or `host`",
        ),
        (
            "tls-ca-chain",
            "MIIB",
            "blocked: `tls-ca-chain`: expected certificates in PEM",
        ),
        (
            "bucket",
            "No Bucket",
            "blocked: `bucket`: expected the name of a bucket: from 3 to 63 lower-case letters, \
             digits, hyphens and dots: change the configuration, or the secret in `credentials`",
        ),
    ] {
        let world = world();
        configure(&world, ACCOUNT, true);
        let set = world
            .borrow_mut()
            .set_config("s3-integrator", option, value)
            .map(drop);
        set.expect("there is such an option");
        assert_eq!(settle(&world), expected);
    }
}

#[test]
fn both_versions_are_served_and_follow_the_secret() {
    let world = world();
    let secret = configure(&world, ACCOUNT, true);
    assert_eq!(settle(&world), "active: ");
    assert!(shared(&world, 0).contains_key("secret-extra"));
    assert_eq!(shared(&world, 1)["secret-key"], "hunter2");

    let content = [("access-key", "EXAMPLEKEYID"), ("secret-key", "hunter3")];
    let set = world.borrow_mut().set_secret(&secret, content).map(drop);
    set.expect("it is there");
    assert_eq!(settle(&world), "active: ");
    assert_eq!(shared(&world, 1)["secret-key"], "hunter3");
    let world = world.borrow();
    let ours = world
        .secrets()
        .find(|one| one.label() == "s3-credentials.credentials");
    let ours = ours.expect("it has been made");
    let content = ours.content(ours.latest()).expect("it has a content");
    assert_eq!(content["secret-key"].reveal(), "hunter3");
}

#[test]
fn what_is_not_configured_any_more_is_taken_back() {
    let world = world();
    configure(&world, ACCOUNT, true);
    settle(&world);
    let reset = world
        .borrow_mut()
        .set_config("s3-integrator", "credentials", relata::Json::Null)
        .map(drop);
    reset.expect("there is such an option");
    settle(&world);
    for relation in [0, 1] {
        let keys: Vec<String> = shared(&world, relation).into_keys().collect();
        assert_eq!(keys, ["lib-version", "version"]);
    }
}

#[test]
fn a_bucket_that_cannot_be_made_is_told_to_nobody() {
    let world = world();
    configure(&world, ACCOUNT, true);
    {
        let mut world = world.borrow_mut();
        // Nobody listens there.
        for (option, value) in [("endpoint", "http://127.0.0.1:9"), ("bucket", "backups")] {
            world
                .set_config("s3-integrator", option, value)
                .expect("there is such an option");
        }
    }
    let status = settle(&world);
    let start = "waiting: the object storage at http://127.0.0.1:9 cannot be reached: ";
    assert!(status.starts_with(start), "{status}");
    assert!(
        status.ends_with("trying again with the next event"),
        "{status}"
    );
    assert!(!shared(&world, 0).contains_key("secret-extra"));
    assert!(!shared(&world, 1).contains_key("secret-key"));
}

#[test]
fn nonsense_from_a_requirer_is_told() {
    let world = world();
    configure(&world, ACCOUNT, true);
    let odd = [("version", "1"), ("requested-secrets", "{")];
    let set = world.borrow_mut().set_bag(0, "new", odd).map(drop);
    set.expect("it is in the relation");
    let status = settle(&world);
    let start = "blocked: s3-credentials: `requested-secrets`: expected";
    assert!(status.starts_with(start), "{status}");
    assert!(
        shared(&world, 1).contains_key("secret-key"),
        "the other is served"
    );
}
