//! What the relation tools list and read.

use crate::rig::{
    BOTH, apart, app_changed, broken, changed, created, departed, does, drain, joined, mates, pass,
    refuses, related, says,
};
use relata::testing::{HookEvent, JujuVersion};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s3_relation_ids_are_sorted_as_texts() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut expected = Vec::new();
    for number in 0..11 {
        let relation = world
            .relate_to("c:db", &format!("remote{number}"), 0)
            .unwrap();
        expected.push(format!("db:{relation}"));
    }
    expected.sort();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "relation-ids db");
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
    assert!(expected[1].len() > expected[10].len(), "{expected:?}");
}

#[test]
fn s3_relation_ids_without_a_name_is_about_the_hooks_endpoint() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "relation-ids"),
        format!("db:{relation}\n")
    );
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "relation-ids");
    assert_eq!(answer, (2, "no endpoint name specified".into()));
}

#[test]
fn s3_relation_ids_of_an_unknown_endpoint_is_empty() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "relation-ids nope --format=json"),
        "[]\n"
    );
}

#[test]
fn s3_relation_ids_omits_a_broken_relation() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        world.remove_relation(relation).unwrap();
        let mut hook = world.begin("c/0", departed(relation, "p/0")).unwrap();
        // The last member is counted until the hook is done.
        assert_eq!(
            says(&mut world, &mut hook, "relation-ids db"),
            format!("db:{relation}\n")
        );
        drop(world.finish(hook, 0));
        let mut hook = world.begin("c/0", broken(relation)).unwrap();
        assert_eq!(says(&mut world, &mut hook, "relation-ids db"), "");
        let list = format!("relation-list -r {relation} --format=json");
        assert_eq!(says(&mut world, &mut hook, &list), "[]\n");
    }
}

#[test]
fn s3_relation_list_has_who_joined_and_the_hooks_unit() {
    let mut world = apart(BOTH[0], 1, 3);
    let relation = world.integrate("c:db", "p:db").unwrap();
    for unit in ["p/0", "p/1", "p/2"] {
        pass(&mut world, unit, created(relation));
    }
    let list = format!("relation-list -r {relation}");
    let mut hook = world.begin("c/0", created(relation)).unwrap();
    assert_eq!(says(&mut world, &mut hook, &list), "");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", joined(relation, "p/1")).unwrap();
    assert_eq!(says(&mut world, &mut hook, &list), "p/1\n");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, &list), "p/1\n");
}

#[test]
fn s3_relation_list_leaves_out_the_departing_unit() {
    let (mut world, relation) = related(BOTH[0], 1, 2);
    world.remove_unit("p/0").unwrap();
    let mut hook = world.begin("c/0", departed(relation, "p/0")).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-list"), "p/1\n");
}

#[test]
fn s3_relation_list_app_is_the_remote_application_or_ones_own_among_peers() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    let peers = mates(&world);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        &format!("relation-list --app -r {relation}"),
    );
    assert_eq!(said, "p\n");
    let said = says(
        &mut world,
        &mut hook,
        &format!("relation-list --app -r {peers}"),
    );
    assert_eq!(said, "c\n");
}

#[test]
fn s3_relation_get_resolves_whom_it_is_about() {
    let (mut world, relation) = related(BOTH[0], 1, 2);
    world.set_bag(relation, "p", [("k", "app")]).unwrap();
    world.set_bag(relation, "p/0", [("k", "zero")]).unwrap();
    world.set_bag(relation, "p/1", [("k", "one")]).unwrap();
    let mut hook = world.begin("c/0", changed(relation, "p/0")).unwrap();
    for (line, value) in [
        ("relation-get k", "zero\n"),
        ("relation-get k p/1", "one\n"),
        ("relation-get --app k", "app\n"),
        ("relation-get --app k p", "app\n"),
        ("relation-get --app k p/1", "app\n"),
        ("relation-get missing", ""),
        ("relation-get missing --format=json", "null\n"),
    ] {
        assert_eq!(says(&mut world, &mut hook, line), value, "{line}");
    }
    let answer = refuses(&mut world, &mut hook, "relation-get k p");
    assert_eq!(
        answer,
        (2, "expected unit name, got application name \"p\"".into())
    );
    let answer = refuses(&mut world, &mut hook, "relation-get k p/x");
    assert_eq!(answer, (2, "invalid unit name \"p/x\"".into()));
}

#[test]
fn s3_relation_get_without_a_unit_is_about_the_application() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p", [("k", "app")]).unwrap();
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    assert_eq!(says(&mut world, &mut hook, "relation-get k"), "app\n");
    assert_eq!(
        says(&mut world, &mut hook, "relation-get --format=json"),
        "{\"k\":\"app\"}\n"
    );
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} k"),
    );
    assert_eq!(answer, (2, "no unit or application specified".into()));
}

#[test]
fn s3_relation_get_of_an_empty_databag_is_an_empty_map() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "relation-get --format=json"),
        "{}\n"
    );
    assert_eq!(says(&mut world, &mut hook, "relation-get"), "{}\n");
}

#[test]
fn s3_a_hook_sees_what_it_wrote_itself() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "c/0", [("gone", "x")]).unwrap();
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    says(&mut world, &mut hook, "relation-set a=1 gone=");
    says(&mut world, &mut hook, "relation-set --app b=2");
    assert_eq!(says(&mut world, &mut hook, "relation-get a c/0"), "1\n");
    assert_eq!(says(&mut world, &mut hook, "relation-get gone c/0"), "");
    assert_eq!(says(&mut world, &mut hook, "relation-get --app b c"), "2\n");
}

#[test]
fn s3_a_follower_reads_its_own_application_only_among_peers_until_juju_4() {
    let (mut world, relation) = related(JujuVersion::V3_6, 2, 1);
    let peers = mates(&world);
    world.set_bag(peers, "c", [("k", "v")]).unwrap();
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        &format!("relation-get -r {peers} --app k c"),
    );
    assert_eq!(said, "v\n");
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} --app - c"),
    );
    assert_eq!(answer, (1, "permission denied".into()));

    let (mut world, relation) = related(JujuVersion::V4_0, 2, 1);
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    let line = format!("relation-get -r {relation} --app - c");
    assert_eq!(says(&mut world, &mut hook, &line), "{}\n");
}

#[test]
fn s3_units_of_other_applications_are_not_readable() {
    let (mut world, relation) = related(JujuVersion::V3_6, 1, 1);
    world.app("x", 1, crate::rig::server()).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} - x/0"),
    );
    assert_eq!(answer, (1, "permission denied".into()));
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} --app - x"),
    );
    assert_eq!(answer, (1, "permission denied".into()));

    let (mut world, relation) = related(JujuVersion::V4_0, 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for target in ["- x/0", "--app - x"] {
        let line = format!("relation-get -r {relation} {target}");
        let answer = refuses(&mut world, &mut hook, &line);
        assert_eq!(answer, (1, "application not found in relation".into()));
    }
}

#[test]
fn s3_a_sibling_is_readable_in_any_relation() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    world.set_bag(relation, "c/1", [("k", "v")]).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} k c/1"),
    );
    assert_eq!(said, "v\n");
}

#[test]
fn s3_a_unit_that_never_took_part_has_no_settings() {
    let (mut world, relation) = related(JujuVersion::V3_6, 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = format!("relation-get -r {relation} - p/9");
    let why = "cannot read settings for unit \"p/9\" in relation \"c:db p:db\": unit \"p/9\": settings not found";
    assert_eq!(refuses(&mut world, &mut hook, &line), (1, why.into()));

    let (mut world, relation) = related(JujuVersion::V4_0, 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = format!("relation-get -r {relation} - p/9");
    assert_eq!(
        refuses(&mut world, &mut hook, &line),
        (1, "relation unit not found".into())
    );
}

#[test]
fn s3_a_unit_that_departed_stays_readable() {
    let (mut world, relation) = related(BOTH[0], 1, 2);
    world.set_bag(relation, "p/0", [("k", "v")]).unwrap();
    world.remove_unit("p/0").unwrap();
    drain(&mut world, "c/0");
    drain(&mut world, "p/0");
    assert!(world.status("p/0").is_none());
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        &format!("relation-get -r {relation} k p/0"),
    );
    assert_eq!(said, "v\n");
}

#[test]
fn s3_the_databag_of_a_member_is_cached_across_hooks() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "old")]).unwrap();
    does(
        &mut world,
        "c/0",
        changed(relation, "p/0"),
        &["relation-get k"],
    );
    world.set_bag(relation, "p/0", [("k", "new")]).unwrap();
    let line = format!("relation-get -r {relation} k p/0");
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "old\n");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", changed(relation, "p/0")).unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "new\n");
}

#[test]
fn s3_an_application_databag_is_read_once_in_a_hook() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p", [("k", "old")]).unwrap();
    let line = format!("relation-get -r {relation} --app k p");
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "old\n");
    world.set_bag(relation, "p", [("k", "new")]).unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "old\n");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, &line), "new\n");
}
