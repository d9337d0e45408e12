//! How units come and go, how relations end, and who leads.

use crate::rig::{
    BOTH, apart, app_changed, broken, changed, client, created, departed, does, drain, joined,
    mates, next, pass, refuses, related, says, server,
};
use relata::testing::{Charm, HookEvent, JujuVersion, World};
use std::time::Duration;

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s9_5_a_new_unit_joins_each_and_each_joins_it() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    world.add_unit("p").unwrap();
    assert!(world.pending("c/0").is_empty());
    let ran = drain(&mut world, "p/1");
    assert_eq!(&ran[..2], [HookEvent::Install, created(relation)]);
    let expected = ["c/0", "c/1"]
        .iter()
        .flat_map(|unit| [joined(relation, unit), changed(relation, unit)]);
    assert_eq!(ran[ran.len() - 4..], expected.collect::<Vec<_>>());
    let expected = [joined(relation, "p/1"), changed(relation, "p/1")];
    assert_eq!(drain(&mut world, "c/1"), expected);
}

#[test]
fn s9_5_a_unit_that_goes_departs_breaks_stops_and_removes() {
    let (mut world, relation) = related(BOTH[0], 2, 2);
    let peers = mates(&world);
    world.remove_unit("c/1").unwrap();
    // At once, even before the unit itself did anything.
    assert_eq!(world.pending("p/0"), [departed(relation, "c/1")]);
    assert_eq!(world.pending("c/0"), [departed(peers, "c/1")]);
    let expected = [
        departed(relation, "p/0"),
        departed(relation, "p/1"),
        broken(relation),
        departed(peers, "c/0"),
        HookEvent::Stop,
        HookEvent::Remove,
    ];
    assert_eq!(drain(&mut world, "c/1"), expected);
    assert_eq!(drain(&mut world, "p/0"), [departed(relation, "c/1")]);
    assert!(world.status("c/1").is_none());
    assert!(world.bag(relation, "c/1").is_some());
}

#[test]
fn s9_5_a_relation_that_only_a_unit_leaves_is_still_listed_when_it_breaks() {
    for version in BOTH {
        let (mut world, relation) = related(version, 2, 1);
        world.remove_unit("c/1").unwrap();
        pass(&mut world, "c/1", departed(relation, "p/0"));
        let mut hook = world.begin("c/1", broken(relation)).unwrap();
        let listed = says(&mut world, &mut hook, "relation-ids db");
        assert_eq!(listed, format!("db:{relation}\n"));
        world.finish(hook, 0);
        world.remove_relation(relation).unwrap();
        pass(&mut world, "c/0", departed(relation, "p/0"));
        let mut hook = world.begin("c/0", broken(relation)).unwrap();
        assert_eq!(says(&mut world, &mut hook, "relation-ids db"), "");
    }
}

#[test]
fn s9_5_data_of_a_departing_unit_is_not_announced() {
    let (mut world, relation) = related(BOTH[0], 1, 2);
    world.remove_unit("p/1").unwrap();
    does(
        &mut world,
        "p/1",
        departed(relation, "c/0"),
        &["relation-set k=late"],
    );
    assert_eq!(drain(&mut world, "c/0"), [departed(relation, "p/1")]);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("relation-set -r {relation} k=late")],
    );
    assert_eq!(next(&world, "p/1"), Some(broken(relation)));
}

#[test]
fn s9_5_a_unit_that_was_never_installed_goes_without_a_hook() {
    let mut world = World::new(BOTH[0]);
    world.deploy("c", 2, client()).unwrap();
    world.remove_unit("c/1").unwrap();
    assert_eq!(world.units().count(), 1);
}

#[test]
fn s9_6_removing_a_relation_departs_and_breaks_on_both_sides() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 2);
        world.set_bag(relation, "p", [("k", "v")]).unwrap();
        world.remove_relation(relation).unwrap();
        let expected = [
            departed(relation, "p/0"),
            departed(relation, "p/1"),
            broken(relation),
        ];
        assert_eq!(drain(&mut world, "c/0"), expected);
        assert!(world.bag(relation, "p").is_some());
        for unit in ["p/0", "p/1"] {
            assert_eq!(
                drain(&mut world, unit),
                [departed(relation, "c/0"), broken(relation)]
            );
        }
        // The last one out took it along.
        assert!(world.bag(relation, "p").is_none());
        assert_eq!(world.ends(relation), []);
    }
}

#[test]
fn s9_6_a_side_that_never_saw_anybody_just_breaks() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    pass(&mut world, "c/0", created(relation));
    world.remove_relation(relation).unwrap();
    assert_eq!(drain(&mut world, "c/0"), [broken(relation)]);
    assert!(world.pending("p/0").is_empty());
    assert_eq!(world.ends(relation), []);
}

#[test]
fn s9_6_a_pending_changed_comes_first() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("p/0");
    pass(&mut world, "c/0", created(relation));
    pass(&mut world, "c/0", joined(relation, "p/0"));
    world.remove_relation(relation).unwrap();
    let expected = [
        changed(relation, "p/0"),
        departed(relation, "p/0"),
        broken(relation),
    ];
    assert_eq!(drain(&mut world, "c/0"), expected);
}

#[test]
fn s9_6_a_relation_that_nobody_took_part_in_goes_at_once() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.remove_relation(relation).unwrap();
    assert!(world.busy().is_empty());
    assert_eq!(world.ends(relation), []);
}

#[test]
fn s9_6_a_suspended_relation_ends_and_begins_anew() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "c/0", [("k", "v")]).unwrap();
    world.set_bag(relation, "c", [("k", "v")]).unwrap();
    drain(&mut world, "p/0");
    world.suspend_relation(relation).unwrap();
    for (unit, other) in [("c/0", "p/0"), ("p/0", "c/0")] {
        assert_eq!(
            drain(&mut world, unit),
            [departed(relation, other), broken(relation)]
        );
    }
    world.resume_relation(relation).unwrap();
    assert_eq!(next(&world, "c/0"), Some(created(relation)));
    pass(&mut world, "c/0", created(relation));
    // The unit's databag is fresh, the application's is not.
    assert!(world.written(relation, "c/0").is_empty());
    assert_eq!(world.written(relation, "c")["k"], "v");
    let expected = [
        created(relation),
        app_changed(relation),
        joined(relation, "c/0"),
        changed(relation, "c/0"),
    ];
    assert_eq!(drain(&mut world, "p/0"), expected);
}

#[test]
fn s9_7_data_is_readable_to_the_end() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "unit")]).unwrap();
    world.set_bag(relation, "p", [("k", "app")]).unwrap();
    drain(&mut world, "c/0");
    world.remove_relation(relation).unwrap();
    drain(&mut world, "p/0");
    let mut hook = world.begin("c/0", departed(relation, "p/0")).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "unit\n");
    assert_eq!(says(&mut world, &mut hook, "relation-get --app k"), "app\n");
    world.finish(hook, 0);
    let mut hook = world.begin("c/0", broken(relation)).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "app\n");
    assert_eq!(says(&mut world, &mut hook, "relation-get k p/0"), "unit\n");
    says(&mut world, &mut hook, "relation-set k=late");
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.ends(relation), []);
}

#[test]
fn s9_8_a_new_leader_is_told_and_the_old_one_is_not() {
    for (version, old) in [
        (JujuVersion::V3_6, vec![HookEvent::LeaderSettingsChanged]),
        (JujuVersion::V4_0, Vec::new()),
    ] {
        let (mut world, relation) = related(version, 2, 1);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        if version.has_leader_settings() {
            says(&mut world, &mut hook, "leader-set k=v");
        }
        says(
            &mut world,
            &mut hook,
            &format!("relation-set -r {relation} --app k=v"),
        );
        world.finish(hook, 0);
        world.set_leader("c/1").unwrap();
        assert_eq!(drain(&mut world, "c/1"), [HookEvent::LeaderElected]);
        // Settings that it wrote itself are news for who does not lead any more.
        assert_eq!(drain(&mut world, "c/0"), old);
        let line = format!("relation-set -r {relation} --app k=w");
        assert!(does(&mut world, "c/1", UPDATE, &[&line]).is_done());
        assert_eq!(world.written(relation, "c")["k"], "w");
    }
}

#[test]
fn s9_8_a_leader_that_dies_keeps_its_lease_for_a_while() {
    let (mut world, _) = related(BOTH[1], 2, 1);
    world.remove_unit("c/0").unwrap();
    drain(&mut world, "c/0");
    drain(&mut world, "c/1");
    assert_eq!(world.leader("c"), None);
    world.advance(Duration::from_secs(60));
    assert_eq!(world.leader("c").unwrap().as_str(), "c/1");
    assert_eq!(drain(&mut world, "c/1"), [HookEvent::LeaderElected]);
}

#[test]
fn s9_8_the_first_unit_may_lead_before_it_is_told() {
    let mut world = apart(BOTH[0], 0, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.add_unit("c").unwrap();
    pass(&mut world, "c/0", HookEvent::Install);
    let mut hook = world.begin("c/0", created(relation)).unwrap();
    assert_eq!(says(&mut world, &mut hook, "is-leader"), "True\n");
}

#[test]
fn s9_9_impossible_hooks_are_not_begun() {
    let (mut world, relation) = related(BOTH[1], 1, 1);
    let peers = mates(&world);
    for event in [
        departed(relation, "p/0"),
        departed(relation, "p/7"),
        joined(relation, "p/7"),
        changed(relation, "x/0"),
        broken(relation),
        broken(peers),
        created(77),
        HookEvent::LeaderSettingsChanged,
        HookEvent::StorageAttached {
            storage: "data/0".into(),
        },
    ] {
        assert!(world.begin("c/0", event.clone()).is_err(), "{event:?}");
    }
    world.remove_relation(relation).unwrap();
    assert!(world.begin("c/0", broken(relation)).is_err());
    assert!(world.begin("c/7", UPDATE).is_err());
    // And none of these attempts is in the way of others.
    pass(&mut world, "c/0", UPDATE);
}

#[test]
fn s9_upgrading_a_charm_runs_two_hooks_and_may_bring_peers() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let charm = server().peers("friends", "server_peers");
    world.upgrade_charm("p", charm).unwrap();
    let friends = world.relations_on("p", "friends")[0];
    let expected = [
        created(friends),
        HookEvent::UpgradeCharm,
        HookEvent::ConfigChanged,
    ];
    assert_eq!(drain(&mut world, "p/0"), expected);
    assert!(world.upgrade_charm("p", Charm::new("server")).is_err());
    assert!(world.bag(relation, "p").is_some());
}

#[test]
fn s9_removing_an_application_takes_everything_along() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    world.remove_app("c").unwrap();
    while let Some(unit) = world.busy().into_iter().next() {
        drain(&mut world, unit.as_str());
    }
    assert_eq!(world.apps().collect::<Vec<_>>(), ["p"]);
    assert_eq!(world.units().count(), 1);
    assert_eq!(world.ends(relation), []);
    assert_eq!(world.relation_ids().count(), 0);
}

#[test]
fn s9_a_subordinate_sees_only_its_principal() {
    let mut world = World::new(BOTH[0]);
    world.app("p", 2, server()).unwrap();
    world
        .deploy(
            "s",
            0,
            Charm::new("s").subordinate_over("host", "juju-info"),
        )
        .unwrap();
    let relation = world.integrate("s:host", "p:juju-info").unwrap();
    world.look("p/0").look("p/1");
    assert_eq!(
        world
            .units()
            .filter(|unit| unit.as_str().starts_with("s/"))
            .count(),
        2
    );
    // The charm of `p` does not know of the relation: no hook runs for it.
    assert!(world.pending("p/0").is_empty());
    drain(&mut world, "s/0");
    drain(&mut world, "s/1");
    let mut hook = world.begin("s/0", UPDATE).unwrap();
    assert_eq!(
        says(
            &mut world,
            &mut hook,
            &format!("relation-list -r {relation}")
        ),
        "p/0\n"
    );
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} - x/0"),
    );
    assert_eq!(answer.0, 1);
    world.finish(hook, 0);
    world.remove_unit("p/0").unwrap();
    let ran = drain(&mut world, "s/0");
    let end = [
        departed(relation, "p/0"),
        broken(relation),
        HookEvent::Stop,
        HookEvent::Remove,
    ];
    assert_eq!(ran, end);
}
