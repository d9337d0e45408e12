//! How a unit starts, how a relation begins, and who is told of what.

use crate::rig::{
    BOTH, apart, app_changed, changed, client, created, departed, does, drain, joined, mates, next,
    pass, related, says,
};
use relata::testing::{HookEvent, JujuVersion, World};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s9_1_a_unit_starts_in_jujus_order() {
    for (version, second) in [
        (JujuVersion::V3_6, vec![HookEvent::LeaderSettingsChanged]),
        (JujuVersion::V4_0, Vec::new()),
    ] {
        let mut world = World::new(version);
        world.deploy("c", 2, client()).unwrap();
        let peers = mates(&world);
        let rest = [HookEvent::ConfigChanged, HookEvent::Start];
        let mut expected = vec![HookEvent::Install, created(peers), HookEvent::LeaderElected];
        expected.extend(rest.clone());
        assert_eq!(drain(&mut world, "c/0"), expected);
        let mut expected = vec![HookEvent::Install, created(peers)];
        expected.extend(second);
        expected.extend(rest);
        expected.extend([joined(peers, "c/0"), changed(peers, "c/0")]);
        assert_eq!(drain(&mut world, "c/1"), expected);
    }
}

#[test]
fn s9_1_storage_comes_before_install_and_existing_relations_before_the_leader() {
    let mut world = apart(BOTH[0], 0, 1);
    let charm = client().storage("data", "/srv");
    world.deploy("d", 0, charm).unwrap();
    let relation = world.integrate("d:db", "p:db").unwrap();
    world.look("p/0");
    world.add_unit("d").unwrap();
    let ran = drain(&mut world, "d/0");
    let peers = world.relations_on("d", "mates")[0];
    let storage = HookEvent::StorageAttached {
        storage: "data/0".into(),
    };
    let expected = [
        storage,
        HookEvent::Install,
        created(peers),
        created(relation),
        HookEvent::LeaderElected,
        HookEvent::ConfigChanged,
        HookEvent::Start,
        joined(relation, "p/0"),
        changed(relation, "p/0"),
    ];
    assert_eq!(ran, expected);
}

#[test]
fn s9_4_integrate_is_created_then_joined_then_changed() {
    for version in BOTH {
        let mut world = apart(version, 1, 1);
        let relation = world.integrate("c:db", "p:db").unwrap();
        assert_eq!(next(&world, "c/0"), Some(created(relation)));
        pass(&mut world, "c/0", created(relation));
        // The other side is not there yet.
        assert_eq!(next(&world, "c/0"), None);
        let there = [
            created(relation),
            joined(relation, "c/0"),
            changed(relation, "c/0"),
        ];
        assert_eq!(drain(&mut world, "p/0"), there);
        let here = [joined(relation, "p/0"), changed(relation, "p/0")];
        assert_eq!(drain(&mut world, "c/0"), here);
        assert!(world.busy().is_empty());
    }
}

#[test]
fn s9_4_a_unit_takes_part_before_its_own_created_hook() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("c/0");
    let there = [
        created(relation),
        joined(relation, "c/0"),
        changed(relation, "c/0"),
    ];
    assert_eq!(drain(&mut world, "p/0"), there);
    assert_eq!(next(&world, "c/0"), Some(created(relation)));
}

#[test]
fn s9_4_a_unit_takes_part_in_all_new_relations_at_once() {
    let mut world = apart(BOTH[0], 1, 1);
    let one = world.integrate("c:db", "p:db").unwrap();
    let other = world.integrate("c:other", "p:db").unwrap();
    pass(&mut world, "c/0", created(one));
    assert!(world.bag(other, "c/0").is_some());
    // Which of them is created first is left to chance.
    assert_eq!(world.pending("p/0"), [created(one), created(other)]);
}

#[test]
fn s9_4_application_data_of_the_created_hook_comes_before_joined() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    does(
        &mut world,
        "p/0",
        created(relation),
        &["relation-set --app k=v"],
    );
    let expected = [
        created(relation),
        app_changed(relation),
        joined(relation, "p/0"),
        changed(relation, "p/0"),
    ];
    assert_eq!(drain(&mut world, "c/0"), expected);
}

#[test]
fn s9_4_what_is_written_before_the_other_side_joins_is_in_its_first_changed() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    does(&mut world, "c/0", created(relation), &["relation-set k=v"]);
    pass(&mut world, "p/0", created(relation));
    pass(&mut world, "p/0", joined(relation, "c/0"));
    let mut hook = world.begin("p/0", changed(relation, "c/0")).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "v\n");
    world.finish(hook, 0);
    assert_eq!(next(&world, "p/0"), None);
}

#[test]
fn s9_2_changed_follows_joined_whatever_else_there_is() {
    let mut world = apart(BOTH[0], 1, 2);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("p/0").look("p/1");
    pass(&mut world, "c/0", created(relation));
    pass(&mut world, "c/0", joined(relation, "p/0"));
    world.set_bag(relation, "p", [("k", "v")]).unwrap();
    world.remove_unit("p/0").unwrap();
    let expected = [
        changed(relation, "p/0"),
        departed(relation, "p/0"),
        app_changed(relation),
        joined(relation, "p/1"),
        changed(relation, "p/1"),
    ];
    assert_eq!(drain(&mut world, "c/0"), expected);
}

#[test]
fn s9_2_other_kinds_of_hooks_may_come_between_joined_and_changed() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("p/0");
    pass(&mut world, "c/0", created(relation));
    pass(&mut world, "c/0", joined(relation, "p/0"));
    world.set_config("c", "level", "debug").unwrap();
    assert_eq!(
        drain(&mut world, "c/0"),
        [HookEvent::ConfigChanged, changed(relation, "p/0")]
    );
}

#[test]
fn s9_2_units_are_taken_in_the_order_of_their_names_as_texts() {
    let mut world = apart(BOTH[0], 1, 11);
    let relation = world.integrate("c:db", "p:db").unwrap();
    for number in 0..11 {
        world.look(format!("p/{number}"));
    }
    pass(&mut world, "c/0", created(relation));
    let ran = drain(&mut world, "c/0");
    let units: Vec<&str> = ran
        .iter()
        .filter_map(|event| match event {
            HookEvent::RelationJoined { unit, .. } => Some(unit.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(&units[..4], ["p/0", "p/1", "p/10", "p/2"]);
}

#[test]
fn s9_2_any_number_of_writes_gives_one_changed() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        for value in ["1", "2", "3"] {
            let line = format!("relation-set -r {relation} k={value}");
            does(&mut world, "p/0", UPDATE, &[&line]);
        }
        assert_eq!(drain(&mut world, "c/0"), [changed(relation, "p/0")]);
    }
}

#[test]
fn s9_2_juju_3_announces_a_value_that_was_changed_back_and_juju_4_does_not() {
    for (version, announced) in [(JujuVersion::V3_6, 1), (JujuVersion::V4_0, 0)] {
        let (mut world, relation) = related(version, 1, 1);
        world.set_bag(relation, "p/0", [("k", "a")]).unwrap();
        world.set_bag(relation, "p", [("k", "a")]).unwrap();
        drain(&mut world, "c/0");
        for value in ["b", "a"] {
            let line = format!("relation-set -r {relation} k={value}");
            does(&mut world, "p/0", UPDATE, &[&line]);
        }
        assert_eq!(drain(&mut world, "c/0").len(), announced, "{version}");
        for value in ["b", "a"] {
            let line = format!("relation-set -r {relation} --app k={value}");
            does(&mut world, "p/0", UPDATE, &[&line]);
        }
        assert_eq!(drain(&mut world, "c/0").len(), announced, "{version}");
    }
}

#[test]
fn s9_3_a_unit_databag_is_announced_to_the_other_side_only() {
    let (mut world, relation) = related(BOTH[0], 2, 2);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("relation-set -r {relation} k=v")],
    );
    assert_eq!(world.pending("p/0"), [changed(relation, "c/0")]);
    assert_eq!(world.pending("p/1"), [changed(relation, "c/0")]);
    assert!(world.pending("c/0").is_empty() && world.pending("c/1").is_empty());
}

#[test]
fn s9_3_an_application_databag_is_announced_to_the_other_side_only() {
    let (mut world, relation) = related(BOTH[0], 2, 2);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("relation-set -r {relation} --app k=v")],
    );
    assert_eq!(world.pending("p/0"), [app_changed(relation)]);
    assert_eq!(world.pending("p/1"), [app_changed(relation)]);
    assert!(world.pending("c/0").is_empty() && world.pending("c/1").is_empty());
}

#[test]
fn s9_3_among_peers_a_unit_databag_is_announced_to_the_others() {
    let mut world = apart(BOTH[0], 3, 0);
    let peers = mates(&world);
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("relation-set -r {peers} k=v")],
    );
    assert!(world.pending("c/0").is_empty());
    assert_eq!(world.pending("c/1"), [changed(peers, "c/0")]);
    assert_eq!(world.pending("c/2"), [changed(peers, "c/0")]);
}

#[test]
fn s9_3_among_peers_an_application_databag_is_announced_even_to_who_wrote_it() {
    for version in BOTH {
        let mut world = apart(version, 1, 0);
        let peers = mates(&world);
        does(
            &mut world,
            "c/0",
            UPDATE,
            &[&format!("relation-set -r {peers} --app k=v")],
        );
        assert_eq!(drain(&mut world, "c/0"), [app_changed(peers)]);
    }
}
