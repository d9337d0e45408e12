//! Who reads what of a secret.

use crate::rig::{BOTH, apart, app_changed, does, drain, refuses, related, says};
use relata::testing::{
    Charm, Hook, HookEvent, JujuVersion, Outcome, Owner, RelationId, SecretId, Target, World,
};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

/// A client that is related to a provider, which has a secret; granted or not.
fn shared(version: JujuVersion, granted: bool) -> (World, RelationId, SecretId) {
    let (mut world, relation) = related(version, 2, 1);
    let owner = Owner::App("p".into());
    let secret = world
        .add_secret(owner, "own", [("password", "hunter2")])
        .unwrap();
    if granted {
        world.grant_secret(&secret, relation).unwrap();
    }
    (world, relation, secret)
}

/// What `secret-add` comes to: the id of what it printed.
fn add(world: &mut World, hook: &mut Hook, line: &str) -> SecretId {
    SecretId::parse(says(world, hook, line).trim_end()).unwrap()
}

#[test]
fn s6_4_a_read_stays_with_its_revision_until_it_is_refreshed() {
    for version in BOTH {
        let (mut world, _, id) = shared(version, true);
        let get = format!("secret-get {id} password");
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        assert_eq!(says(&mut world, &mut hook, &get), "hunter2\n");
        world.set_secret(&id, [("password", "new")]).unwrap();
        assert_eq!(says(&mut world, &mut hook, &get), "hunter2\n");
        assert_eq!(
            says(&mut world, &mut hook, &format!("{get} --peek")),
            "new\n"
        );
        assert_eq!(says(&mut world, &mut hook, &get), "hunter2\n");
        assert_eq!(
            says(&mut world, &mut hook, &format!("{get} --refresh")),
            "new\n"
        );
        assert_eq!(says(&mut world, &mut hook, &get), "new\n");
    }
}

#[test]
fn s6_4_a_read_and_a_refresh_stay_when_the_hook_fails() {
    let (mut world, _, id) = shared(BOTH[0], true);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(
        &mut world,
        &mut hook,
        &format!("secret-get {id} --label mine"),
    );
    world.finish(hook, 1);
    assert_eq!(world.secret(&id).unwrap().read_by("c/0"), Some(1));
    world.set_secret(&id, [("password", "new")]).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "secret-get --label mine --refresh");
    assert_eq!(said, "password: new\n");
    world.finish(hook, 1);
    assert_eq!(world.secret(&id).unwrap().read_by("c/0"), Some(2));
}

#[test]
fn s6_4_each_unit_reads_on_its_own() {
    let (mut world, _, id) = shared(BOTH[0], true);
    does(&mut world, "c/0", UPDATE, &[&format!("secret-get {id}")]);
    world.set_secret(&id, [("password", "new")]).unwrap();
    does(&mut world, "c/1", UPDATE, &[&format!("secret-get {id}")]);
    let secret = world.secret(&id).unwrap();
    assert_eq!(
        (secret.read_by("c/0"), secret.read_by("c/1")),
        (Some(1), Some(2))
    );
}

#[test]
fn s6_4_a_label_of_a_reader_is_its_own() {
    let (mut world, _, id) = shared(BOTH[0], true);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "secret-get --label own");
    assert_eq!(answer, (1, "consumer label \"own\" not found".into()));
    says(
        &mut world,
        &mut hook,
        &format!("secret-get {id} --label mine"),
    );
    assert_eq!(
        says(&mut world, &mut hook, "secret-get --label mine"),
        "password: hunter2\n"
    );
    world.interrupt(hook);
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    assert_eq!(
        refuses(&mut world, &mut hook, "secret-get --label mine").0,
        1
    );
    assert_eq!(world.secret(&id).unwrap().label(), "own");
}

#[test]
fn s6_4_an_owner_reads_by_its_label_and_so_do_its_units() {
    let mut world = apart(BOTH[0], 2, 0);
    world
        .add_secret(Owner::App("c".into()), "own", [("key", "x")])
        .unwrap();
    for unit in ["c/0", "c/1"] {
        let mut hook = world.begin(unit, UPDATE).unwrap();
        assert_eq!(
            says(&mut world, &mut hook, "secret-get --label own"),
            "key: x\n"
        );
        world.finish(hook, 0);
    }
}

#[test]
fn s6_4_an_owner_sees_what_it_is_about_to_add() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let id = add(&mut world, &mut hook, "secret-add key=x --label l");
    assert_eq!(
        says(&mut world, &mut hook, &format!("secret-get {id} key")),
        "x\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, "secret-get --label l"),
        "key: x\n"
    );
    world.finish(hook, 1);
    assert!(world.secret(&id).is_none());
}

#[test]
fn s6_4_an_owner_sees_what_it_is_about_to_set_only_if_it_asks_for_the_newest() {
    let mut world = apart(BOTH[0], 1, 0);
    let id = world
        .add_secret(Owner::App("c".into()), "l", [("key", "old")])
        .unwrap();
    let get = format!("secret-get {id} key");
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, &get);
    says(&mut world, &mut hook, &format!("secret-set {id} key=new"));
    assert_eq!(says(&mut world, &mut hook, &get), "old\n");
    assert_eq!(
        says(&mut world, &mut hook, &format!("{get} --peek")),
        "new\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, &format!("{get} --refresh")),
        "new\n"
    );
    // What it reads from now on changes when the hook ends well.
    assert_eq!(world.secret(&id).unwrap().read_by("c/0"), Some(1));
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.secret(&id).unwrap().read_by("c/0"), Some(2));
}

#[test]
fn s6_4_what_is_not_there_or_not_granted_is_refused() {
    for (version, missing) in [
        (BOTH[0], "secret \"secret:9m4e2mr0ui3e8a215n4g\" not found"),
        (BOTH[1], "secret not found"),
    ] {
        let (mut world, _, id) = shared(version, false);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        let answer = refuses(&mut world, &mut hook, &format!("secret-get {id}"));
        assert_eq!(answer, (1, "permission denied".into()));
        let answer = refuses(&mut world, &mut hook, "secret-get 9m4e2mr0ui3e8a215n4g");
        assert_eq!(answer, (1, missing.into()));
        world.remove_secret(&id).unwrap();
        assert_eq!(
            refuses(&mut world, &mut hook, &format!("secret-get {id}")).0,
            1
        );
    }
}

#[test]
fn s6_4_a_revision_that_is_gone_is_not_found() {
    let (mut world, _, id) = shared(BOTH[0], true);
    does(&mut world, "c/0", UPDATE, &[&format!("secret-get {id}")]);
    world.set_secret(&id, [("password", "new")]).unwrap();
    does(
        &mut world,
        "p/0",
        UPDATE,
        &[&format!("secret-remove {id} --revision 1")],
    );
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-get {id}"));
    assert_eq!(answer, (1, format!("secret revision \"{id}/1\" not found")));
}

#[test]
fn s6_5_a_secret_of_a_unit_is_nobody_elses() {
    let mut world = apart(BOTH[0], 2, 0);
    let owner = Owner::Unit(crate::rig::unit("c/1"));
    let id = world.add_secret(owner, "l", [("key", "x")]).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-get {id}"));
    assert_eq!(answer, (1, "permission denied".into()));
    assert_eq!(
        says(&mut world, &mut hook, "secret-ids --format=json"),
        "null\n"
    );
}

#[test]
fn s6_5_a_follower_that_sets_what_its_application_owns_fails_at_the_end() {
    let mut world = apart(BOTH[0], 2, 0);
    let id = world
        .add_secret(Owner::App("c".into()), "l", [("key", "x")])
        .unwrap();
    let finished = does(
        &mut world,
        "c/1",
        UPDATE,
        &[&format!("secret-set {id} key=y")],
    );
    let refused = Outcome::Refused {
        message: "cannot apply changes: permission denied".into(),
    };
    assert_eq!(finished.outcome, refused);
    assert_eq!(world.secret(&id).unwrap().latest(), 1);
}

#[test]
fn s6_5_what_a_leader_made_for_its_application_is_the_next_leaders() {
    for version in BOTH {
        let (mut world, relation) = related(version, 2, 1);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        let uri = says(
            &mut world,
            &mut hook,
            "secret-add --label own password=hunter2",
        );
        let uri = uri.trim_end();
        says(
            &mut world,
            &mut hook,
            &format!("secret-grant {uri} -r {relation}"),
        );
        assert!(world.finish(hook, 0).is_done());
        let reads = |world: &mut World| {
            let mut hook = world.begin("p/0", UPDATE).unwrap();
            let said = says(world, &mut hook, &format!("secret-get {uri} password"));
            world.finish(hook, 0);
            said
        };
        assert_eq!(reads(&mut world), "hunter2\n");
        world.remove_unit("c/0").unwrap();
        drain(&mut world, "c/0");
        assert_eq!(reads(&mut world), "hunter2\n");
        world.advance(std::time::Duration::from_secs(60));
        let lines = [
            format!("secret-set {uri} password=hunter3"),
            format!("secret-revoke {uri} -r {relation}"),
            format!("secret-remove {uri} --revision 1"),
        ];
        for line in &lines {
            assert!(does(&mut world, "c/1", UPDATE, &[line]).is_done(), "{line}");
        }
        let secret = SecretId::parse(uri).unwrap();
        let secret = world.secret(&secret).unwrap();
        assert_eq!(secret.revisions().collect::<Vec<_>>(), [2]);
        assert_eq!(secret.grants().count(), 0);
    }
}

#[test]
fn s6_5_a_grant_goes_with_its_relation_and_needs_one_that_is_alive() {
    let (mut world, relation, id) = shared(BOTH[0], true);
    does(&mut world, "c/0", UPDATE, &[&format!("secret-get {id}")]);
    world.force_remove_relation(relation).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-get {id}"));
    assert_eq!(answer, (1, "permission denied".into()));

    let (mut world, relation, id) = shared(BOTH[0], false);
    world.remove_relation(relation).unwrap();
    let lines = [format!("secret-grant {id} -r {relation}")];
    let event = crate::rig::departed(relation, "c/0");
    let finished = does(&mut world, "p/0", event, &[&lines[0]]);
    assert!(!finished.is_done(), "{finished:?}");
}

#[test]
fn s6_5_a_grant_is_of_use_when_the_hook_is_done() {
    let (mut world, relation, id) = shared(BOTH[0], false);
    let mut granting = world.begin("p/0", app_changed(relation)).unwrap();
    says(&mut world, &mut granting, &format!("secret-grant {id}"));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(
        refuses(&mut world, &mut hook, &format!("secret-get {id}")).0,
        1
    );
    assert!(world.finish(granting, 0).is_done());
    assert_eq!(
        says(&mut world, &mut hook, &format!("secret-get {id} password")),
        "hunter2\n"
    );
    let grants: Vec<_> = world.secret(&id).unwrap().grants().collect();
    assert_eq!(grants, [(&Target::App("c".into()), Some(relation))]);
}

#[test]
fn s6_a_secret_of_a_person_is_read_by_the_applications_that_it_is_granted_to() {
    let mut world = World::new(BOTH[0]);
    world
        .app("c", 1, Charm::new("c").secret_option("credentials"))
        .unwrap();
    let id = world
        .add_secret(Owner::Model, "creds", [("user", "me")])
        .unwrap();
    world.set_config("c", "credentials", id.uri()).unwrap();
    let mut hook = world.begin("c/0", HookEvent::ConfigChanged).unwrap();
    let uri = says(&mut world, &mut hook, "config-get credentials");
    let line = format!("secret-get {} user", uri.trim_end());
    assert_eq!(
        refuses(&mut world, &mut hook, &line),
        (1, "permission denied".into())
    );
    world.grant_secret_to_app(&id, "c").unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "me\n");
}

#[test]
fn s6_no_secret_is_shown_by_a_world() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(
        &mut world,
        &mut hook,
        "secret-add password=hunter2 --label l",
    );
    let pending = format!("{hook:?}");
    assert!(world.finish(hook, 0).is_done());
    let shown = format!("{pending} {world:?} {}", world.snapshot());
    // Neither as it is nor in base64.
    assert!(
        !shown.contains("hunter2") && !shown.contains("aHVudGVyMg"),
        "{shown}"
    );
    assert_eq!(world.calls()[0].args[0], "password=…");
}
