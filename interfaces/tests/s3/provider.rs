//! The provider's side.

use super::{VERSIONS, bag, hook, world, written};
use relata::juju::{Juju, Result};
use relata::testing::{Fault, HookEvent, JujuVersion, Outcome, Ran, Secret, SharedWorld, run};
use relata::{Databag, Reading};
use relata_interfaces::s3::{ConnectionInfo, Provides, Request};

/// How long Juju waits for a leader that is gone.
const LEASE: std::time::Duration = std::time::Duration::from_secs(60);

fn info() -> ConnectionInfo {
    ConnectionInfo {
        endpoint: Some("https://storage.example:9000".parse().expect("a URL")),
        region: Some("eu-west-1".into()),
        ..ConnectionInfo::new("EXAMPLEKEYID", "hunter2")
    }
}

fn share(juju: &Juju) -> Result<()> {
    Provides::new(juju, "s3").share(&info())
}

fn share_new_key(juju: &Juju) -> Result<()> {
    let info = ConnectionInfo {
        secret_key: "hunter3".into(),
        ..info()
    };
    Provides::new(juju, "s3").share(&info)
}

fn asks(world: &SharedWorld, relation: u32, app: &str, what: &[(&str, &str)]) {
    world
        .borrow_mut()
        .set_bag(relation, app, what.iter().copied())
        .expect("there is such a relation");
}

/// What a requirer in version 1 asks for.
const NEW: &[(&str, &str)] = &[
    ("version", "1"),
    ("requested-secrets", r#"["access-key", "secret-key"]"#),
    ("bucket", "backups"),
    ("path", "db/"),
];

/// What a requirer in version 0 asks for.
const OLD: &[(&str, &str)] = &[("bucket", "old-backups")];

/// The secrets there are: label, newest content, and how many may read it.
fn secrets(world: &SharedWorld) -> Vec<(String, Databag, usize)> {
    let tell = |secret: &Secret| {
        let content = secret.content(secret.latest()).expect("it has a content");
        let content = content
            .into_iter()
            .map(|(key, text)| (key, text.reveal().to_owned()));
        (
            secret.label().to_owned(),
            content.collect(),
            secret.grants().count(),
        )
    };
    world.borrow().secrets().map(tell).collect()
}

fn account(key: &str) -> Databag {
    bag([("access-key", "EXAMPLEKEYID"), ("secret-key", key)])
}

fn uri(world: &SharedWorld, relation: u32) -> String {
    written(world, relation, "storage")["secret-extra"].clone()
}

#[test]
fn an_old_and_a_new_requirer_are_served_at_once_from_one_value() {
    for version in VERSIONS {
        let world = world(version, &["new", "old"]);
        asks(&world, 0, "new", NEW);
        asks(&world, 1, "old", OLD);
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);

        assert_eq!(
            secrets(&world),
            [("s3.credentials".into(), account("hunter2"), 1)]
        );
        let secret = uri(&world, 0);
        let new = bag([
            ("version", "1.0"),
            ("lib-version", "1.0"),
            ("secret-extra", &secret),
            ("bucket", "backups"),
            ("path", "db/"),
            ("endpoint", "https://storage.example:9000"),
            ("region", "eu-west-1"),
        ]);
        assert_eq!(written(&world, 0, "storage"), new);
        // It says that it speaks more: the requirer may be upgraded.
        let old = bag([
            ("version", "1.0"),
            ("lib-version", "1.0"),
            ("access-key", "EXAMPLEKEYID"),
            ("secret-key", "hunter2"),
            ("bucket", "old-backups"),
            ("endpoint", "https://storage.example:9000"),
            ("region", "eu-west-1"),
        ]);
        assert_eq!(written(&world, 1, "storage"), old);
    }
}

#[test]
fn sharing_the_same_again_changes_nothing_and_asks_little() {
    let world = world(JujuVersion::V3_6, &["new", "old"]);
    asks(&world, 0, "new", NEW);
    asks(&world, 1, "old", OLD);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    let again = hook(&world, "storage/0", HookEvent::UpdateStatus, share);
    assert_eq!(again.finished.changes, []);
    let expected = [
        "is-leader",
        "relation-ids",
        // What the new one asks for, what it has been told, and the secret, which
        // Juju leaves alone if nothing is new.
        "relation-list",
        "relation-get",
        "relation-get",
        "secret-info-get",
        "secret-set",
        // What the old one asks for, and what it has been told.
        "relation-list",
        "relation-get",
        "relation-get",
    ];
    assert_eq!(again.tools(), expected);
}

#[test]
fn whoever_has_not_asked_gets_no_more_than_the_version() {
    let world = world(JujuVersion::V3_6, &["new"]);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    let stated = bag([("version", "1.0"), ("lib-version", "1.0")]);
    assert_eq!(written(&world, 0, "storage"), stated);
    assert_eq!(secrets(&world), []);
}

#[test]
fn whoever_states_a_version_and_wants_nothing_in_particular_is_served() {
    let world = world(JujuVersion::V3_6, &["new"]);
    for marker in ["version", "lib-version"] {
        asks(&world, 0, "new", &[(marker, "1")]);
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);
        assert!(
            written(&world, 0, "storage").contains_key("secret-extra"),
            "{marker}"
        );
    }
}

/// The Python library does so between two hooks.
#[test]
fn who_names_secrets_before_its_version_gets_no_plain_text() {
    for first in [
        &[("requested-secrets", r#"["access-key"]"#)][..],
        &[("requested-secrets", r#"["access-key"]"#), ("bucket", "b")],
    ] {
        let world = world(JujuVersion::V3_6, &["new"]);
        asks(&world, 0, "new", first);
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);
        let shared = written(&world, 0, "storage");
        assert!(shared.contains_key("secret-extra"), "{shared:?}");
        assert!(!shared.contains_key("secret-key"), "{shared:?}");
    }
}

#[test]
fn new_credentials_are_a_new_revision_of_the_same_secret() {
    let world = world(JujuVersion::V3_6, &["new", "newer"]);
    asks(&world, 0, "new", NEW);
    asks(&world, 1, "newer", NEW);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    let before = written(&world, 0, "storage");
    hook(&world, "storage/0", HookEvent::ConfigChanged, share_new_key);
    assert_eq!(written(&world, 0, "storage"), before);
    assert_eq!(uri(&world, 0), uri(&world, 1));
    assert_eq!(
        secrets(&world),
        [("s3.credentials".into(), account("hunter3"), 2)]
    );
}

#[test]
fn a_revision_that_nobody_reads_any_more_is_removed() {
    let world = world(JujuVersion::V3_6, &["new"]);
    asks(&world, 0, "new", NEW);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share_new_key);
    let ran = relata::testing::run_all(&world, "storage/0", share_new_key);
    let ran = ran.expect("the hooks can run");
    assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    let removes = |event: &HookEvent| matches!(event, HookEvent::SecretRemove { revision: 1, .. });
    assert!(ran.iter().any(|one| removes(&one.event)), "{ran:?}");
    let revisions = |secret: &Secret| secret.revisions().collect::<Vec<_>>();
    let left: Vec<_> = world.borrow().secrets().map(revisions).collect();
    assert_eq!(left, [[2]]);
}

#[test]
fn the_secret_goes_with_the_last_relation() {
    for version in VERSIONS {
        let world = world(version, &["one", "other"]);
        asks(&world, 0, "one", NEW);
        asks(&world, 1, "other", NEW);
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);
        for (relation, left) in [(0, 1), (1, 0)] {
            world
                .borrow_mut()
                .remove_relation(relation)
                .expect("it is there");
            for charm in ["one/0", "other/0"] {
                relata::testing::run_all(&world, charm, |_| -> Result<()> { Ok(()) })
                    .expect("the hooks can run");
            }
            let ran = relata::testing::run_all(&world, "storage/0", share);
            let ran = ran.expect("the hooks can run");
            assert!(ran.iter().all(Ran::is_done), "{ran:?}");
            assert_eq!(secrets(&world).len(), left);
        }
    }
}

#[test]
fn one_relation_may_have_credentials_of_its_own() {
    let world = world(JujuVersion::V3_6, &["one", "other"]);
    asks(&world, 0, "one", NEW);
    asks(&world, 1, "other", NEW);
    let each = |juju: &Juju| -> Result<()> {
        Provides::new(juju, "s3").only(0).share(&info())?;
        let other = ConnectionInfo::new("EXAMPLEKEYID", "hunter3");
        Provides::new(juju, "s3").only(1).share(&other)
    };
    hook(&world, "storage/0", HookEvent::ConfigChanged, each);
    assert_ne!(uri(&world, 0), uri(&world, 1));
    let mut found = secrets(&world);
    found.sort();
    let expected = [
        ("s3.0.credentials".into(), account("hunter2"), 1),
        ("s3.1.credentials".into(), account("hunter3"), 1),
    ];
    assert_eq!(found, expected);

    // From now on they share one, and those of their own are gone.
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    assert_eq!(uri(&world, 0), uri(&world, 1));
    assert_eq!(
        secrets(&world),
        [("s3.credentials".into(), account("hunter2"), 2)]
    );

    // And back.
    hook(&world, "storage/0", HookEvent::ConfigChanged, each);
    world.borrow_mut().remove_relation(1).expect("it is there");
    relata::testing::run_all(&world, "other/0", |_| -> Result<()> { Ok(()) }).expect("they can");
    let ran = relata::testing::run_all(&world, "storage/0", |juju| {
        Provides::new(juju, "s3").clean_up()
    });
    assert!(ran.expect("they can").iter().all(Ran::is_done));
    let labels: Vec<_> = secrets(&world)
        .into_iter()
        .map(|(label, ..)| label)
        .collect();
    assert!(!labels.contains(&"s3.1.credentials".into()), "{labels:?}");
    assert!(labels.contains(&"s3.0.credentials".into()), "{labels:?}");
}

#[test]
fn a_requirer_that_is_upgraded_or_rolled_back_is_served_anew() {
    let world = world(JujuVersion::V3_6, &["db"]);
    asks(&world, 0, "db", OLD);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    assert!(written(&world, 0, "storage").contains_key("secret-key"));

    asks(&world, 0, "db", NEW);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    let shared = written(&world, 0, "storage");
    assert!(!shared.contains_key("secret-key") && !shared.contains_key("access-key"));
    assert_eq!(secrets(&world)[0].2, 1);

    asks(&world, 0, "db", OLD);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    let shared = written(&world, 0, "storage");
    assert!(shared.contains_key("secret-key") && !shared.contains_key("secret-extra"));
    assert_eq!(secrets(&world)[0].2, 0, "the grant is taken back");
}

#[test]
fn what_is_withdrawn_cannot_be_read_any_more() {
    let world = world(JujuVersion::V3_6, &["new", "old"]);
    asks(&world, 0, "new", NEW);
    asks(&world, 1, "old", OLD);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    hook(&world, "storage/0", HookEvent::ConfigChanged, |juju| {
        Provides::new(juju, "s3").withdraw()
    });
    let stated = bag([("version", "1.0"), ("lib-version", "1.0")]);
    for relation in [0, 1] {
        assert_eq!(written(&world, relation, "storage"), stated);
    }
    assert_eq!(secrets(&world), []);
}

#[test]
fn requests_tell_what_each_one_asks_for() {
    let world = world(JujuVersion::V3_6, &["a", "b", "c", "d", "e"]);
    asks(&world, 0, "a", NEW);
    asks(&world, 1, "b", OLD);
    asks(&world, 2, "c", &[("bucket", "relation-7")]);
    asks(
        &world,
        4,
        "e",
        &[("version", "1"), ("requested-secrets", "{")],
    );
    hook(&world, "storage/0", HookEvent::UpdateStatus, |juju| {
        let found = Provides::new(juju, "s3").requests()?;
        let request = |bucket: &str, path: &str| Request {
            bucket: Some(bucket.to_owned()).filter(|text| !text.is_empty()),
            path: Some(path.to_owned()).filter(|text| !text.is_empty()),
        };
        let ready = [
            Reading::Ready(request("backups", "db/")),
            Reading::Ready(request("old-backups", "")),
            Reading::Ready(Request::default()),
            Reading::Absent,
        ];
        for ((relation, reading), expected) in found.iter().zip(ready) {
            assert_eq!(reading, &expected, "{relation}");
        }
        let (relation, reading) = &found[4];
        let line = relation.status(reading).expect("it is wrong").to_string();
        assert!(
            line.starts_with("blocked: s3: `requested-secrets`: "),
            "{line}"
        );
        Ok(())
    });
}

#[test]
fn nonsense_from_one_requirer_keeps_nobody_else_waiting() {
    let world = world(JujuVersion::V3_6, &["odd", "new"]);
    asks(
        &world,
        0,
        "odd",
        &[("version", "1"), ("requested-secrets", "{")],
    );
    asks(&world, 1, "new", NEW);
    hook(&world, "storage/0", HookEvent::ConfigChanged, share);
    assert!(!written(&world, 0, "storage").contains_key("secret-extra"));
    assert!(written(&world, 1, "storage").contains_key("secret-extra"));
}

#[test]
fn a_unit_that_does_not_lead_writes_nothing() {
    let world = world(JujuVersion::V3_6, &["new"]);
    asks(&world, 0, "new", NEW);
    let ran = hook(&world, "storage/1", HookEvent::ConfigChanged, share);
    assert_eq!(ran.tools(), ["is-leader"]);
    assert_eq!(written(&world, 0, "storage"), Databag::new());
}

#[test]
fn who_is_not_prepared_for_is_left_as_it_is() {
    let world = world(JujuVersion::V3_6, &["one", "other"]);
    asks(&world, 0, "one", NEW);
    asks(&world, 1, "other", OLD);
    hook(&world, "storage/0", HookEvent::ConfigChanged, |juju| {
        let mut seen = Vec::new();
        Provides::new(juju, "s3").share_after(&info(), |info| {
            seen.push(info.bucket.clone().expect("each asks for one"));
            Ok(seen.len() == 1)
        })?;
        assert_eq!(seen, ["backups", "old-backups"]);
        Ok(())
    });
    assert!(written(&world, 0, "storage").contains_key("secret-extra"));
    assert_eq!(written(&world, 1, "storage"), Databag::new());
}

/// Every call of a hook tool is a place where a hook may be killed.
#[test]
fn a_hook_that_is_killed_anywhere_and_run_again_ends_the_same() {
    let fresh = || {
        let world = world(JujuVersion::V3_6, &["new", "old"]);
        asks(&world, 0, "new", NEW);
        asks(&world, 1, "old", OLD);
        world
    };
    let wanted = fresh();
    let calls = hook(&wanted, "storage/0", HookEvent::ConfigChanged, share).calls;
    let told = |world: &SharedWorld| {
        let mut bags = [0, 1].map(|relation| written(world, relation, "storage"));
        // The id of a secret is random.
        bags[0].remove("secret-extra");
        (bags, secrets(world))
    };
    for (index, call) in calls.iter().enumerate() {
        let world = fresh();
        let before = calls[..index].iter().filter(|one| one.tool == call.tool);
        let fault = Fault::exit(1, "connection is shut down")
            .after(u32::try_from(before.count()).expect("few calls"))
            .times(1);
        world.borrow_mut().fail_tool(&call.tool, fault);
        let ran = run(&world, "storage/0", HookEvent::ConfigChanged, share).expect("it can run");
        assert_ne!(ran.finished.outcome, Outcome::Done, "{call:?}");
        assert!(ran.error.is_some(), "{call:?}");
        let retried = world.borrow().pending("storage/0").remove(0);
        hook(&world, "storage/0", retried, share);
        assert_eq!(told(&world), told(&wanted), "{call:?}");
    }
}

/// Runs all that is pending for a unit.
fn runs_all(world: &SharedWorld, unit: &str, charm: fn(&Juju) -> Result<()>) {
    let ran = relata::testing::run_all(world, unit, charm).expect("the hooks can run");
    assert!(ran.iter().all(Ran::is_done), "{ran:?}");
}

#[test]
fn a_leader_that_goes_leaves_the_secret_to_the_next() {
    for version in VERSIONS {
        let world = world(version, &["new"]);
        asks(&world, 0, "new", NEW);
        for unit in ["storage/0", "storage/1"] {
            runs_all(&world, unit, share);
        }
        let (before, secret) = (secrets(&world), uri(&world, 0));
        assert_eq!(before, [("s3.credentials".into(), account("hunter2"), 1)]);
        world
            .borrow_mut()
            .remove_unit("storage/0")
            .expect("it is there");
        runs_all(&world, "storage/0", share);
        assert_eq!(secrets(&world), before, "the requirer still reads it");
        world.borrow_mut().advance(LEASE);
        runs_all(&world, "storage/1", share);
        let leads = world.borrow().leader("storage").map(ToString::to_string);
        assert_eq!(leads.as_deref(), Some("storage/1"));
        assert_eq!(secrets(&world), before);
        assert_eq!(uri(&world, 0), secret);
    }
}

fn share_apart(juju: &Juju) -> Result<()> {
    Provides::new(juju, "s3").only(0).share(&info())?;
    Provides::new(juju, "s3").only(1).share(&info())?;
    Provides::new(juju, "s3").clean_up()
}

/// Nobody leads between the end of one leader and the election of the next.
#[test]
fn what_ended_while_nobody_led_is_removed_by_the_next_leader() {
    for (charm, made) in [(share as fn(&Juju) -> Result<()>, 1), (share_apart, 2)] {
        let world = world(JujuVersion::V3_6, &["one", "other"]);
        for (relation, app) in [(0, "one"), (1, "other")] {
            asks(&world, relation, app, NEW);
        }
        for unit in ["storage/0", "storage/1"] {
            runs_all(&world, unit, charm);
        }
        assert_eq!(secrets(&world).len(), made);
        world
            .borrow_mut()
            .remove_unit("storage/0")
            .expect("it is there");
        runs_all(&world, "storage/0", charm);
        for relation in [0, 1] {
            world
                .borrow_mut()
                .remove_relation(relation)
                .expect("it is there");
        }
        for unit in ["one/0", "other/0"] {
            runs_all(&world, unit, |_| Ok(()));
        }
        runs_all(&world, "storage/1", charm);
        assert_eq!(secrets(&world).len(), made, "no other unit may remove them");
        world.borrow_mut().advance(LEASE);
        runs_all(&world, "storage/1", charm);
        assert_eq!(secrets(&world), []);
    }
}

#[test]
fn a_secret_that_is_gone_is_shared_anew() {
    for version in VERSIONS {
        let world = world(version, &["new"]);
        asks(&world, 0, "new", NEW);
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);
        let gone = world.borrow().secrets().next().map(|one| one.id().clone());
        let gone = gone.expect("it has been made");
        world
            .borrow_mut()
            .remove_secret(&gone)
            .expect("it is there");
        hook(&world, "storage/0", HookEvent::ConfigChanged, share);
        assert!(!uri(&world, 0).contains(gone.as_str()));
        assert_eq!(
            secrets(&world),
            [("s3.credentials".into(), account("hunter2"), 1)]
        );
    }
}
