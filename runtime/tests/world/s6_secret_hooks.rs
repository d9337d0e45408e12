//! Hooks about secrets.

use crate::rig::{BOTH, apart, does, drain, pass, related, says};
use relata::testing::{HookEvent, Owner, RelationId, SecretId, World};
use std::time::Duration;

const UPDATE: HookEvent = HookEvent::UpdateStatus;
const HOUR: Duration = Duration::from_secs(3600);

fn secret_changed(secret: &SecretId) -> HookEvent {
    HookEvent::SecretChanged {
        secret: secret.clone(),
    }
}

fn secret_remove(secret: &SecretId, revision: u32) -> HookEvent {
    HookEvent::SecretRemove {
        secret: secret.clone(),
        revision,
    }
}

/// `c/0` has read a secret of `p`.
fn read() -> (World, RelationId, SecretId) {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let owner = Owner::App("p".into());
    let secret = world.add_secret(owner, "l", [("key", "1")]).unwrap();
    world.grant_secret(&secret, relation).unwrap();
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-get {secret}")],
    );
    (world, relation, secret)
}

/// What is pending but for `update-status`, which time brings along.
fn pending(world: &World, unit: &str) -> Vec<HookEvent> {
    let mut pending = world.pending(unit);
    pending.retain(|event| *event != UPDATE);
    pending
}

#[test]
fn s6_6_granting_and_adding_fire_nothing() {
    let (world, _, _) = read();
    assert!(world.pending("c/0").is_empty());
    assert!(world.pending("p/0").is_empty());
}

#[test]
fn s6_6_a_newer_revision_is_announced_once_to_who_read_it() {
    let (mut world, _, secret) = read();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    world.set_secret(&secret, [("key", "3")]).unwrap();
    assert_eq!(world.pending("c/0"), [secret_changed(&secret)]);
    pass(&mut world, "c/0", secret_changed(&secret));
    // Even if it does not refresh.
    assert!(world.pending("c/0").is_empty());
    world.set_secret(&secret, [("key", "4")]).unwrap();
    assert_eq!(world.pending("c/0"), [secret_changed(&secret)]);
}

#[test]
fn s6_6_who_never_read_is_not_told() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let secret = world
        .add_secret(Owner::App("p".into()), "l", [("key", "1")])
        .unwrap();
    world.grant_secret(&secret, relation).unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s6_6_a_first_read_of_a_later_revision_brings_one_hook() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let secret = world
        .add_secret(Owner::App("p".into()), "l", [("key", "1")])
        .unwrap();
    world.grant_secret(&secret, relation).unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-get {secret}")],
    );
    assert_eq!(drain(&mut world, "c/0"), [secret_changed(&secret)]);
}

#[test]
fn s6_6_an_owner_that_reads_is_told_of_its_own_change() {
    let mut world = apart(BOTH[0], 1, 0);
    let secret = world
        .add_secret(Owner::App("c".into()), "l", [("key", "1")])
        .unwrap();
    let lines = [
        format!("secret-get {secret}"),
        format!("secret-set {secret} key=2"),
    ];
    does(&mut world, "c/0", UPDATE, &[&lines[0], &lines[1]]);
    assert_eq!(world.pending("c/0"), [secret_changed(&secret)]);
}

#[test]
fn s6_6_a_revision_without_readers_may_be_removed() {
    let (mut world, _, secret) = read();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    // Revision 1 is still read.
    assert!(world.pending("p/0").is_empty());
    let refresh = format!("secret-get {secret} --refresh");
    does(&mut world, "c/0", secret_changed(&secret), &[&refresh]);
    assert_eq!(world.pending("p/0"), [secret_remove(&secret, 1)]);
    pass(&mut world, "p/0", secret_remove(&secret, 1));
    assert!(world.pending("p/0").is_empty());
}

#[test]
fn s6_6_a_revision_that_nobody_ever_read_may_be_removed() {
    let mut world = apart(BOTH[0], 2, 0);
    let secret = world
        .add_secret(Owner::App("c".into()), "l", [("key", "1")])
        .unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    assert_eq!(world.pending("c/0"), [secret_remove(&secret, 1)]);
    // Only the leader is told.
    assert!(world.pending("c/1").is_empty());
    let remove = format!("secret-remove {secret} --revision 1");
    does(&mut world, "c/0", secret_remove(&secret, 1), &[&remove]);
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s6_6_rotation_is_asked_for_again_until_there_is_a_new_revision() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "secret-add key=1 --rotate hourly");
    let secret = SecretId::parse(said.trim_end()).unwrap();
    world.finish(hook, 0);
    assert!(pending(&world, "c/0").is_empty());
    world.advance(HOUR);
    let rotate = HookEvent::SecretRotate {
        secret: secret.clone(),
    };
    assert_eq!(pending(&world, "c/0"), std::slice::from_ref(&rotate));
    pass(&mut world, "c/0", rotate.clone());
    assert!(pending(&world, "c/0").is_empty());
    world.advance(Duration::from_secs(5 * 60));
    assert_eq!(pending(&world, "c/0"), std::slice::from_ref(&rotate));
    does(
        &mut world,
        "c/0",
        rotate.clone(),
        &[&format!("secret-set {secret} key=2")],
    );
    world.advance(Duration::from_secs(5 * 60));
    assert!(!pending(&world, "c/0").contains(&rotate));
    pass(&mut world, "c/0", secret_remove(&secret, 1));
    world.advance(HOUR);
    assert_eq!(pending(&world, "c/0"), [rotate]);
}

#[test]
fn s6_6_expiry_is_told_of_until_the_revision_is_removed() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = "secret-add key=1 --expire 2026-01-01T01:00:00Z";
    let secret = SecretId::parse(says(&mut world, &mut hook, line).trim_end()).unwrap();
    world.finish(hook, 0);
    world.advance(HOUR);
    let expired = HookEvent::SecretExpired {
        secret: secret.clone(),
        revision: 1,
    };
    for _ in 0..2 {
        assert_eq!(pending(&world, "c/0"), std::slice::from_ref(&expired));
        pass(&mut world, "c/0", expired.clone());
        assert!(pending(&world, "c/0").is_empty());
        world.advance(Duration::from_secs(5 * 60));
    }
    does(
        &mut world,
        "c/0",
        expired,
        &[&format!("secret-remove {secret} --revision 1")],
    );
    world.advance(HOUR);
    assert!(pending(&world, "c/0").is_empty());
}

#[test]
fn s6_6_owner_hooks_follow_the_leader() {
    let mut world = apart(BOTH[0], 2, 0);
    let secret = world
        .add_secret(Owner::App("c".into()), "l", [("key", "1")])
        .unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    world.set_leader("c/1").unwrap();
    assert!(world.pending("c/0").is_empty());
    assert!(world.begin("c/0", secret_remove(&secret, 1)).is_err());
    pass(&mut world, "c/1", HookEvent::LeaderElected);
    assert_eq!(world.pending("c/1"), [secret_remove(&secret, 1)]);
}

#[test]
fn s6_6_expiry_comes_before_rotation_and_both_before_changes() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = "secret-add key=1 --rotate hourly --expire 1h";
    let secret = SecretId::parse(says(&mut world, &mut hook, line).trim_end()).unwrap();
    world.finish(hook, 0);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-get {secret}")],
    );
    world.advance(HOUR);
    let relation = world.relate_to("c:db", "q", 1).unwrap();
    world.set_bag(relation, "q", [("k", "v")]).unwrap();
    world.set_secret(&secret, [("key", "2")]).unwrap();
    let kinds: Vec<u8> = drain(&mut world, "c/0")
        .iter()
        .map(|event| match event {
            HookEvent::SecretExpired { .. } => 0,
            HookEvent::SecretRotate { .. } => 1,
            HookEvent::SecretChanged { .. } => 2,
            HookEvent::RelationChanged { .. } => 3,
            HookEvent::UpdateStatus => 4,
            event => panic!("{event:?}"),
        })
        .collect();
    assert_eq!(kinds, [0, 1, 2, 3, 4]);
}
