//! What `relation-set` and Juju itself write into databags.

use crate::rig::{
    BOTH, apart, app_changed, changed, does, feed, pass, raw, refuses, refuses_args, related, says,
};
use relata::testing::{HookEvent, JujuVersion, Outcome};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s3_relation_set_cuts_white_space_of_arguments_but_not_of_a_file() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    let line = ["relation-set", " a = x y ", "", "b=c=d"];
    assert_eq!(raw(&mut world, &mut hook, &line, None).0, 0);
    feed(
        &mut world,
        &mut hook,
        "relation-set --file -",
        "{\"f\": \" x \"}",
    );
    drop(world.finish(hook, 0));
    let bag = world.written(relation, "c/0");
    assert_eq!((&*bag["a"], &*bag["b"], &*bag["f"]), ("x y", "c=d", " x "));
}

#[test]
fn s3_relation_set_refuses_what_is_no_pair() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    for (line, why) in [
        ("relation-set a", "expected \"key=value\", got \"a\""),
        ("relation-set =b", "expected \"key=value\", got \"=b\""),
        ("relation-set a=1 a=2", "key \"a\" specified more than once"),
    ] {
        assert_eq!(refuses(&mut world, &mut hook, line), (2, why.into()));
    }
    assert_eq!(says(&mut world, &mut hook, "relation-set"), "");
}

#[test]
fn s3_relation_set_still_takes_format() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    let answer = raw(
        &mut world,
        &mut hook,
        &["relation-set", "--format=json", "a=b"],
        None,
    );
    let note = "--format flag deprecated for command \"relation-set\"";
    assert_eq!(answer, (0, String::new(), note.into()));
}

#[test]
fn s3_a_follower_cannot_write_for_its_application() {
    for version in BOTH {
        let (mut world, relation) = related(version, 2, 1);
        let mut hook = world.begin("c/1", app_changed(relation)).unwrap();
        let answer = refuses(&mut world, &mut hook, "relation-set --app a=b");
        assert_eq!(answer, (1, "cannot write relation settings".into()));
    }
}

#[test]
fn s3_an_empty_value_deletes_its_key_and_is_never_stored() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "c/0", [("a", "1")]).unwrap();
    does(
        &mut world,
        "c/0",
        app_changed(relation),
        &["relation-set a= never="],
    );
    assert!(world.written(relation, "c/0").is_empty());
}

#[test]
fn s3_a_databag_of_juju_4_holds_16_mib_and_the_hook_fails_beyond() {
    let big = "x".repeat((16 << 20) - 1);
    for (value, fits) in [(big.clone(), true), (big + "x", false)] {
        for version in BOTH {
            let (mut world, relation) = related(version, 1, 1);
            world.set_bag(relation, "c", [("gone", "x")]).unwrap();
            let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
            let pair = format!("k={value}");
            let line = ["relation-set", "--app", &pair, "gone="];
            // The tool takes it; the end of the hook tells.
            assert_eq!(raw(&mut world, &mut hook, &line, None).0, 0);
            let finished = world.finish(hook, 0);
            if fits || version == JujuVersion::V3_6 {
                assert!(finished.is_done(), "{version} {fits}");
            } else {
                let refused = matches!(finished.outcome, Outcome::Refused { ref message }
                    if message.contains("quota limit exceeded"));
                assert!(refused, "{:?}", finished.outcome);
                assert_eq!(world.written(relation, "c")["gone"], "x");
            }
        }
    }
}

#[test]
fn s3_relation_model_get_says_the_models_uuid() {
    for version in BOTH {
        let (mut world, relation) = related(version, 1, 1);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        let line = format!("relation-model-get --format=json -r db:{relation}");
        let said = says(&mut world, &mut hook, &line);
        assert_eq!(said, format!("{{\"uuid\":\"{}\"}}\n", world.model_uuid()));
    }
}

#[test]
fn s3_juju_writes_the_addresses_of_a_unit_that_takes_part() {
    let mut world = apart(BOTH[0], 1, 1);
    world.set_address("c/0", "10.1.2.3").unwrap();
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("c/0");
    let bag = world.bag(relation, "c/0").unwrap();
    let expected = [
        ("egress-subnets", "10.1.2.3/32"),
        ("ingress-address", "10.1.2.3"),
        ("private-address", "10.1.2.3"),
    ];
    let there: Vec<(&str, &str)> = bag.iter().map(|(k, v)| (&**k, &**v)).collect();
    assert_eq!(there, expected);
    assert!(world.bag(relation, "c").unwrap().is_empty());
}

#[test]
fn s3_config_changed_renews_the_addresses() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_address("c/0", "10.9.9.9").unwrap();
    assert_eq!(world.pending("c/0"), [HookEvent::ConfigChanged]);
    assert!(world.pending("p/0").is_empty());
    pass(&mut world, "c/0", HookEvent::ConfigChanged);
    assert_eq!(
        world.bag(relation, "c/0").unwrap()["ingress-address"],
        "10.9.9.9"
    );
    assert_eq!(world.pending("p/0"), [changed(relation, "c/0")]);
}

#[test]
fn s3_a_relation_that_goes_in_the_middle_of_a_hook_is_denied() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    world.force_remove_relation(relation).unwrap();
    let denied = (1, "permission denied".into());
    assert_eq!(refuses(&mut world, &mut hook, "relation-get - p/0"), denied);
    assert_eq!(
        refuses(&mut world, &mut hook, "relation-get --app -"),
        denied
    );
    let answer = refuses_args(&mut world, &mut hook, &["relation-set", "a=b"], None);
    assert_eq!(
        answer,
        (1, "cannot read relation settings: permission denied".into())
    );
    assert_eq!(says(&mut world, &mut hook, "relation-ids"), "");
}
