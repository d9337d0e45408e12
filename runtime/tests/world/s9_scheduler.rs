//! Which hook comes next, across relations and kinds.

use crate::rig::{BOTH, apart, app_changed, changed, drain, mates, next, pass, related};
use relata::testing::{Charm, HookEvent, Owner, World};
use std::time::Duration;

#[test]
fn s9_1_relations_of_peers_come_last() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    let peers = mates(&world);
    assert!(peers < relation);
    world.set_bag(peers, "c/1", [("k", "v")]).unwrap();
    world.set_bag(relation, "p/0", [("k", "v")]).unwrap();
    assert_eq!(
        drain(&mut world, "c/0"),
        [changed(relation, "p/0"), changed(peers, "c/1")]
    );
}

#[test]
fn s9_1_between_relations_the_choice_is_left_to_chance() {
    let (mut world, one) = related(BOTH[0], 1, 1);
    let other = world.relate_to("c:other", "q", 1).unwrap();
    world.set_bag(one, "p", [("k", "v")]).unwrap();
    world.set_bag(other, "q", [("k", "v")]).unwrap();
    assert_eq!(world.pending("c/0"), [app_changed(one), app_changed(other)]);
    pass(&mut world, "c/0", app_changed(other));
    assert_eq!(world.pending("c/0"), [app_changed(one)]);
}

#[test]
fn s9_1_kinds_of_hooks_have_their_order() {
    let mut world = World::new(BOTH[0]);
    let charm = Charm::new("c")
        .requires("db", "database")
        .requires("other", "database")
        .container("web")
        .storage("data", "/srv")
        .option("level", "info")
        .action("dump");
    world.app("c", 2, charm.clone()).unwrap();
    let one = world.relate_to("c:db", "p", 1).unwrap();
    let owner = Owner::App("c".into());
    let secret = world.add_secret(owner, "l", [("key", "1")]).unwrap();

    world.set_bag(one, "p/0", [("k", "v")]).unwrap();
    world.advance(Duration::from_secs(600));
    world.set_config("c", "level", "debug").unwrap();
    world.upgrade_charm("c", charm).unwrap();
    let storage = world.add_storage("c/1", "data").unwrap();
    world
        .run_action("c/1", "dump", serde_json::json!({}))
        .unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    let ready = HookEvent::PebbleReady {
        container: "web".into(),
    };
    world.notify("c/1", ready.clone()).unwrap();
    world.set_leader("c/1").unwrap();
    world.relate_to("c:other", "q", 0).unwrap();
    let other = world.integrate("c:other", "p:db").unwrap();

    let ran = drain(&mut world, "c/1");
    let remove = HookEvent::SecretRemove {
        secret,
        revision: 1,
    };
    assert_eq!(
        ran[..4],
        [
            crate::rig::created(other),
            HookEvent::LeaderElected,
            ready,
            remove
        ]
    );
    assert!(ran[4].is_action());
    let expected = [
        HookEvent::StorageAttached { storage },
        HookEvent::UpgradeCharm,
        HookEvent::ConfigChanged,
        changed(one, "p/0"),
        HookEvent::UpdateStatus,
    ];
    assert_eq!(ran[5..], expected);
}

#[test]
fn s9_1_update_status_comes_every_five_minutes() {
    let mut world = apart(BOTH[0], 1, 0);
    world.advance(Duration::from_secs(299));
    assert_eq!(next(&world, "c/0"), None);
    world.advance(Duration::from_secs(1));
    assert_eq!(next(&world, "c/0"), Some(HookEvent::UpdateStatus));
    pass(&mut world, "c/0", HookEvent::UpdateStatus);
    assert_eq!(next(&world, "c/0"), None);
}

#[test]
fn s9_1_configuration_that_is_put_back_is_no_news() {
    let mut world = apart(BOTH[0], 1, 0);
    world.set_config("c", "level", "debug").unwrap();
    assert_eq!(next(&world, "c/0"), Some(HookEvent::ConfigChanged));
    world
        .set_config("c", "level", serde_json::Value::Null)
        .unwrap();
    assert_eq!(next(&world, "c/0"), None);
    assert!(world.set_config("c", "nope", 1).is_err());
}

#[test]
fn s9_1_configuration_that_changes_during_the_hook_brings_another() {
    let mut world = apart(BOTH[0], 1, 0);
    world.set_config("c", "level", "debug").unwrap();
    let hook = world.begin("c/0", HookEvent::ConfigChanged).unwrap();
    world.set_config("c", "level", "trace").unwrap();
    world.finish(hook, 0);
    assert_eq!(next(&world, "c/0"), Some(HookEvent::ConfigChanged));
}

#[test]
fn s9_2_data_that_changes_during_the_hook_brings_another() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
        let hook = world.begin("c/0", changed(relation, "p/0")).unwrap();
        world.set_bag(relation, "p/0", [("k", "2")]).unwrap();
        world.finish(hook, 0);
        assert_eq!(next(&world, "c/0"), Some(changed(relation, "p/0")));
    }
}
