//! How a relation is named.

use crate::rig::{BOTH, apart, app_changed, refuses, related, says};
use relata::testing::HookEvent;

#[test]
fn s2_only_the_number_after_the_last_colon_counts() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
        for name in ["", "db:", ":", "nonsense:", "a:b:"] {
            let line = format!("relation-list -r {name}{relation} --format=json");
            assert_eq!(says(&mut world, &mut hook, &line), "[\"p/0\"]\n", "{line}");
        }
    }
}

#[test]
fn s2_the_relation_of_the_hook_is_the_default() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-list"), "p/0\n");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    for tool in [
        "relation-list",
        "relation-get",
        "relation-set a=b",
        "relation-model-get",
    ] {
        let answer = refuses(&mut world, &mut hook, tool);
        assert_eq!(answer, (2, "no relation id specified".into()), "{tool}");
    }
}

#[test]
fn s2_wrong_and_unknown_relations_are_wrong_calls() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    for (value, why) in [
        ("x", "invalid relation id"),
        ("db:x", "invalid relation id"),
        ("db:99", "relation not found"),
        ("-1", "relation not found"),
    ] {
        let answer = refuses(&mut world, &mut hook, &format!("relation-get -r {value}"));
        let why = format!("invalid value \"{value}\" for option -r: {why}");
        assert_eq!(answer, (2, why));
    }
    let answer = refuses(&mut world, &mut hook, "relation-get --relation db:99");
    assert!(
        answer
            .1
            .contains("for option --relation: relation not found"),
        "{answer:?}"
    );
}

#[test]
fn s2_no_relation_is_known_during_install() {
    let mut world = apart(BOTH[0], 0, 1);
    world.integrate("c:db", "p:db").unwrap();
    world.add_unit("c").unwrap();
    let mut hook = world.begin("c/0", HookEvent::Install).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "relation-ids db --format=json"),
        "[]\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, "relation-ids mates --format=json"),
        "[]\n"
    );
}

#[test]
fn s2_a_relation_is_known_from_the_moment_that_the_unit_takes_part() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    // Not asked for by this hook, but there.
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    let said = says(&mut world, &mut hook, "relation-ids db");
    assert_eq!(said, format!("db:{relation}\n"));
}

#[test]
fn s2_a_relation_that_began_during_a_hook_is_not_known_to_it() {
    let mut world = apart(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    let relation = world.integrate("c:db", "p:db").unwrap();
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-list -r {relation}"),
    );
    assert_eq!(answer.0, 2);
}
