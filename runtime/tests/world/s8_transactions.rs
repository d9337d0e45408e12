//! What stays of a hook that ends well, and of one that does not.

use crate::rig::{BOTH, apart, app_changed, changed, does, feed, mates, pass, related, says};
use relata::ScopeKind;
use relata::testing::{Change, HookEvent, JujuVersion, Outcome, Owner};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s8_nothing_is_seen_by_others_before_the_hook_is_done() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    says(&mut world, &mut hook, "relation-set a=1");
    says(&mut world, &mut hook, "relation-set --app b=2");
    assert!(world.written(relation, "c/0").is_empty());
    assert!(world.pending("p/0").is_empty());
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.written(relation, "c/0")["a"], "1");
    assert_eq!(world.written(relation, "c")["b"], "2");
}

#[test]
fn s8_what_a_failed_hook_wrote_is_dropped_and_what_it_said_stays() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
        for line in [
            "relation-set a=1",
            "relation-set --app b=2",
            "state-set k=v",
            "open-port 80",
            "secret-add key=x",
            "status-set blocked oh",
            "juju-log hello",
            "application-version-set 7",
        ] {
            says(&mut world, &mut hook, line);
        }
        let finished = world.finish(hook, 1);
        assert_eq!(finished.outcome, Outcome::Failed { code: 1 });
        assert!(finished.changes.is_empty());
        assert!(world.written(relation, "c/0").is_empty());
        assert!(world.written(relation, "c").is_empty());
        assert!(world.state("c/0").unwrap().is_empty());
        assert!(world.ports("c/0").is_empty());
        assert_eq!(world.secrets().count(), 0);
        assert_eq!(world.status("c/0").unwrap().word, "blocked");
        assert_eq!(world.log().len(), 1);
        assert_eq!(world.workload_version("c"), Some("7"));
        assert!(world.is_in_error("c/0"));
    }
}

#[test]
fn s8_what_changed_is_told_and_what_did_not_is_not() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world
        .set_bag(relation, "c/0", [("same", "1"), ("old", "1")])
        .unwrap();
    let lines = ["relation-set same=1 new=2 old= never="];
    let finished = does(&mut world, "c/0", app_changed(relation), &lines);
    let told = |key: &str, before: Option<&str>, after: Option<&str>| Change::Databag {
        relation,
        writer: "c/0".into(),
        scope: ScopeKind::Unit,
        key: key.into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    let expected = [told("new", None, Some("2")), told("old", Some("1"), None)];
    assert_eq!(finished.changes, expected);
}

#[test]
fn s8_the_value_that_is_there_already_triggers_nothing() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        world.set_bag(relation, "c/0", [("k", "v")]).unwrap();
        pass(&mut world, "p/0", changed(relation, "c/0"));
        let finished = does(
            &mut world,
            "c/0",
            UPDATE,
            &[&format!("relation-set -r {relation} k=v")],
        );
        assert!(finished.changes.is_empty());
        assert!(world.pending("p/0").is_empty());
    }
}

#[test]
fn s8_several_relations_become_visible_together() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let other = world.relate_to("c:other", "q", 1).unwrap();
    let lines = [
        format!("relation-set -r {relation} a=1"),
        format!("relation-set -r {other} b=2"),
    ];
    does(&mut world, "c/0", UPDATE, &[&lines[0], &lines[1]]);
    assert_eq!(world.written(relation, "c/0")["a"], "1");
    assert_eq!(world.written(other, "c/0")["b"], "2");
}

#[test]
fn s8_a_leader_that_is_deposed_in_the_middle_fails_as_a_whole() {
    for version in BOTH {
        let (mut world, relation) = related(version, 2, 1);
        let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
        says(&mut world, &mut hook, "relation-set a=1");
        says(&mut world, &mut hook, "relation-set --app b=2");
        world.set_leader("c/1").unwrap();
        let finished = world.finish(hook, 0);
        let message = "cannot apply changes: prerequisites failed: \"c/0\" is not leader of \"c\"";
        let refused = Outcome::Refused {
            message: message.into(),
        };
        assert_eq!(finished.outcome, refused);
        assert!(world.written(relation, "c/0").is_empty());
        assert!(world.is_in_error("c/0"));
    }
}

#[test]
fn s8_unit_data_needs_no_leadership() {
    let (mut world, relation) = related(BOTH[1], 2, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    says(&mut world, &mut hook, "relation-set a=1");
    world.set_leader("c/1").unwrap();
    assert!(world.finish(hook, 0).is_done());
}

#[test]
fn s8_juju_3_keeps_secrets_of_a_commit_that_failed_late_and_juju_4_does_not() {
    for (version, left) in [(JujuVersion::V3_6, 1), (JujuVersion::V4_0, 0)] {
        let (mut world, relation) = related(version, 2, 1);
        let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
        says(&mut world, &mut hook, "secret-add --owner unit key=x");
        says(&mut world, &mut hook, "relation-set --app b=2");
        world.set_leader("c/1").unwrap();
        let finished = world.finish(hook, 0);
        assert!(!finished.is_done());
        assert_eq!(world.secrets().count(), left, "{version}");
        assert_eq!(finished.changes.len(), left);
    }
}

#[test]
fn s8_juju_4_takes_back_what_it_did_to_secrets_before_one_failed() {
    for (version, left) in [(JujuVersion::V3_6, 2), (JujuVersion::V4_0, 1)] {
        let mut world = apart(version, 2, 0);
        let foreign = world
            .add_secret(Owner::App("c".into()), "l", [("key", "1")])
            .unwrap();
        let set = format!("secret-set {foreign} key=2");
        let finished = does(
            &mut world,
            "c/1",
            UPDATE,
            &["secret-add --owner unit key=x", &set],
        );
        assert!(!finished.is_done());
        assert_eq!(world.secrets().count(), left, "{version}");
    }
}

#[test]
fn s8_a_failed_hook_comes_first_and_with_fresh_data() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
    let event = changed(relation, "p/0");
    let mut hook = world.begin("c/0", event.clone()).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "1\n");
    world.finish(hook, 1);
    world.set_bag(relation, "p/0", [("k", "2")]).unwrap();
    world.set_config("c", "level", "debug").unwrap();
    assert_eq!(world.pending("c/0"), std::slice::from_ref(&event));
    assert!(world.begin("c/0", HookEvent::ConfigChanged).is_err());
    let mut hook = world.begin("c/0", event.clone()).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "2\n");
    assert!(world.finish(hook, 0).is_done());
    // The data moved on since the hook was chosen: once more.
    assert_eq!(world.pending("c/0"), [HookEvent::ConfigChanged]);
    pass(&mut world, "c/0", HookEvent::ConfigChanged);
    assert_eq!(world.pending("c/0"), [event]);
}

#[test]
fn s8_a_failed_hook_has_to_be_run_even_if_the_relation_goes() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
    let event = changed(relation, "p/0");
    let hook = world.begin("c/0", event.clone()).unwrap();
    world.finish(hook, 1);
    world.remove_relation(relation).unwrap();
    assert_eq!(world.pending("c/0"), std::slice::from_ref(&event));
    pass(&mut world, "c/0", event.clone());
    assert_eq!(
        world.pending("c/0"),
        [crate::rig::departed(relation, "p/0")]
    );

    let (mut world, relation) = related(BOTH[0], 1, 1);
    let hook = world.begin("c/0", event.clone()).unwrap();
    world.finish(hook, 1);
    world.force_remove_relation(relation).unwrap();
    assert_eq!(world.pending("c/0"), std::slice::from_ref(&event));
    let hook = world.begin("c/0", event).unwrap();
    assert!(!world.environment(&hook).contains_key("JUJU_RELATION_ID"));
    assert!(world.finish(hook, 0).is_done());
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s8_resolving_without_a_retry_counts_as_done() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
    let event = changed(relation, "p/0");
    let hook = world.begin("c/0", event.clone()).unwrap();
    world.finish(hook, 1);
    world.resolve("c/0", true).unwrap();
    assert_eq!(world.pending("c/0"), [event]);
    world.resolve("c/0", false).unwrap();
    assert!(!world.is_in_error("c/0"));
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s8_an_interrupted_hook_is_run_again_and_the_unit_is_not_in_error() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
    let event = changed(relation, "p/0");
    let mut hook = world.begin("c/0", event.clone()).unwrap();
    says(&mut world, &mut hook, "relation-set a=1");
    assert_eq!(world.interrupt(hook).outcome, Outcome::Interrupted);
    assert!(!world.is_in_error("c/0"));
    assert!(world.written(relation, "c/0").is_empty());
    assert_eq!(world.pending("c/0"), [event]);
}

#[test]
fn s8_an_agent_that_dies_after_the_commit_runs_the_hook_again() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "1")]).unwrap();
    let event = changed(relation, "p/0");
    let mut hook = world.begin("c/0", event.clone()).unwrap();
    says(&mut world, &mut hook, "relation-set a=1");
    let finished = world.finish_and_forget(hook);
    assert_eq!(
        (finished.outcome, finished.changes.len()),
        (Outcome::Interrupted, 1)
    );
    assert_eq!(world.written(relation, "c/0")["a"], "1");
    assert_eq!(world.pending("c/0"), std::slice::from_ref(&event));
    let again = does(&mut world, "c/0", event, &["relation-set a=1"]);
    assert!(again.changes.is_empty());
}

#[test]
fn s8_a_reboot_now_runs_the_hook_again() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "juju-reboot --now");
    assert_eq!(world.finish(hook, 0).outcome, Outcome::Interrupted);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "juju-reboot");
    assert!(world.finish(hook, 0).is_done());
}

#[test]
fn s8_a_units_hooks_are_serial_and_those_of_others_are_not() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut one = world.begin("c/0", UPDATE).unwrap();
    assert!(world.begin("c/0", UPDATE).is_err());
    let mut other = world.begin("p/0", UPDATE).unwrap();
    says(
        &mut world,
        &mut one,
        &format!("relation-set -r {relation} a=1"),
    );
    feed(
        &mut world,
        &mut other,
        &format!("relation-set -r {relation} --file -"),
        "b: 2",
    );
    assert!(world.finish(other, 0).is_done());
    assert!(world.finish(one, 0).is_done());
    assert_eq!(world.pending("p/0"), [changed(relation, "c/0")]);
    assert_eq!(world.pending("c/0"), [changed(relation, "p/0")]);
}

#[test]
fn s8_writing_after_broken_was_chosen_is_accepted_and_nobody_is_told() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.remove_relation(relation).unwrap();
    let lines = ["relation-set a=1", "relation-get - c/0"];
    let finished = does(
        &mut world,
        "c/0",
        crate::rig::departed(relation, "p/0"),
        &lines,
    );
    assert!(finished.is_done());
    let finished = does(
        &mut world,
        "c/0",
        crate::rig::broken(relation),
        &["relation-set a=2"],
    );
    assert!(finished.is_done());
    assert_eq!(
        world.pending("p/0"),
        [crate::rig::departed(relation, "c/0")]
    );
}

#[test]
fn s8_peers_are_told_of_what_the_leader_wrote() {
    let mut world = apart(BOTH[0], 2, 0);
    let peers = mates(&world);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("relation-set -r {peers} --app k=v")],
    );
    assert_eq!(world.pending("c/1"), [app_changed(peers)]);
}
