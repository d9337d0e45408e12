//! Leadership, configuration, status, log and network.

use crate::rig::{BOTH, apart, app_changed, does, refuses, related, says};
use relata::testing::{HookEvent, JujuVersion};
use serde_json::{Value, json};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn s4_is_leader_says_no_for_the_rest_of_the_hook() {
    let mut world = apart(BOTH[0], 2, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, "is-leader"), "True\n");
    world.set_leader("c/1").unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "is-leader --format=json"),
        "false\n"
    );
    world.set_leader("c/0").unwrap();
    assert_eq!(says(&mut world, &mut hook, "is-leader"), "False\n");
}

#[test]
fn s4_leader_settings_are_written_at_once_and_only_in_juju_3() {
    let mut world = apart(JujuVersion::V3_6, 2, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "leader-set a=1 b=2");
    world.finish(hook, 1);
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, "leader-get a"), "1\n");
    let answer = refuses(&mut world, &mut hook, "leader-set a=2");
    let why = "cannot write leadership settings: cannot write settings: not the leader";
    assert_eq!(answer, (1, why.into()));
    world.interrupt(hook);

    let mut world = apart(JujuVersion::V4_0, 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(refuses(&mut world, &mut hook, "leader-get").0, 1);
    assert!(world.tools().all(|tool| !tool.starts_with("leader-")));
}

#[test]
fn s4_config_get_keeps_types_and_leaves_out_what_is_not_set() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let all = json!({"level": "info", "loud": true, "ratio": 0.5, "size": 3});
    assert_eq!(
        parsed(&says(&mut world, &mut hook, "config-get --format=json")),
        all
    );
    let with_null = parsed(&says(&mut world, &mut hook, "config-get -a --format=json"));
    assert_eq!(with_null["nothing"], Value::Null);
    assert_eq!(with_null.as_object().unwrap().len(), 5);
    let answer = refuses(&mut world, &mut hook, "config-get --all level");
    let why = "cannot use argument --all together with key \"level\"";
    assert_eq!(answer, (2, why.into()));
}

#[test]
fn s4_config_is_read_once_in_a_hook() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, "config-get level"), "info\n");
    world.set_config("c", "level", "debug").unwrap();
    assert_eq!(says(&mut world, &mut hook, "config-get level"), "info\n");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", HookEvent::ConfigChanged).unwrap();
    assert_eq!(says(&mut world, &mut hook, "config-get level"), "debug\n");
}

#[test]
fn s4_status_set_takes_four_words_and_a_message() {
    let mut world = apart(BOTH[0], 2, 0);
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    for (line, why) in [
        (
            "status-set fine",
            "invalid status \"fine\", expected one of [maintenance blocked waiting active]",
        ),
        ("status-set", "invalid args, require <status> [message]"),
        ("status-set active a b", "unrecognized args: [\"b\"]"),
    ] {
        assert_eq!(refuses(&mut world, &mut hook, line), (2, why.into()));
    }
    let answer = refuses(&mut world, &mut hook, "status-set --application active");
    assert_eq!(answer, (1, "this unit is not the leader".into()));
    says(
        &mut world,
        &mut hook,
        "status-set --application=False waiting",
    );
    assert_eq!(world.status("c/1").unwrap().word, "waiting");
}

#[test]
fn s4_status_get_is_cached_at_its_first_call() {
    let mut world = apart(BOTH[0], 1, 0);
    does(&mut world, "c/0", UPDATE, &["status-set waiting for-godot"]);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, "status-get"), "waiting\n");
    says(&mut world, &mut hook, "status-set active");
    assert_eq!(says(&mut world, &mut hook, "status-get"), "waiting\n");
    let said = says(
        &mut world,
        &mut hook,
        "status-get --include-data --format=json",
    );
    let expected = json!({"status": "waiting", "message": "for-godot", "status-data": {}});
    assert_eq!(parsed(&said), expected);
    let said = says(&mut world, &mut hook, "status-get --format=json");
    assert_eq!(parsed(&said), json!({"status": "waiting"}));
}

#[test]
fn s4_status_get_of_the_application_is_for_the_leader() {
    let mut world = apart(BOTH[0], 2, 0);
    does(&mut world, "c/1", UPDATE, &["status-set blocked"]);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        "status-get --application --format=json",
    );
    let units = json!({"c/0": {"status": "unknown"}, "c/1": {"status": "blocked"}});
    let expected = json!({"application-status": {"status": "blocked", "units": units}});
    assert_eq!(parsed(&said), expected);
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "status-get --application");
    let why = "finding application status: this unit is not the leader";
    assert_eq!(answer, (1, why.into()));
}

#[test]
fn s4_juju_log_joins_its_words_and_names_the_relation() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", app_changed(relation)).unwrap();
    says(&mut world, &mut hook, "juju-log one two");
    says(&mut world, &mut hook, "juju-log -l nonsense three");
    says(&mut world, &mut hook, "juju-log --log-level WARNING four");
    says(&mut world, &mut hook, "juju-log --debug five");
    let answer = refuses(&mut world, &mut hook, "juju-log");
    assert_eq!(answer, (2, "no message specified".into()));
    let lines: Vec<(&str, &str)> = world
        .log()
        .iter()
        .map(|line| (&*line.level, &*line.message))
        .collect();
    let prefix = format!("db:{relation}: ");
    assert_eq!(
        lines,
        [
            ("INFO", &*format!("{prefix}one two")),
            ("INFO", &*format!("{prefix}three")),
            ("WARNING", &*format!("{prefix}four")),
            ("DEBUG", &*format!("{prefix}five")),
        ]
    );
}

#[test]
fn s4_network_get_has_the_fields_that_juju_prints() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_address("c/0", "10.0.0.7").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = parsed(&says(&mut world, &mut hook, "network-get db --format=json"));
    assert_eq!(said["ingress-addresses"], json!(["10.0.0.7"]));
    assert_eq!(said["egress-subnets"], json!(["10.0.0.7/32"]));
    let device = said["bind-addresses"][0].as_object().unwrap();
    let keys: Vec<&String> = device.keys().collect();
    assert_eq!(keys, ["addresses", "interface-name", "mac-address"]);
    assert_eq!(device["addresses"][0]["value"], "10.0.0.7");
    let yaml = says(&mut world, &mut hook, "network-get db");
    assert!(
        yaml.contains("macaddress") && yaml.contains("interfacename"),
        "{yaml}"
    );
    let bind = format!("network-get db --bind-address -r {relation}");
    assert_eq!(says(&mut world, &mut hook, &bind), "10.0.0.7\n");
    let both = "network-get db --bind-address --egress-subnets --format=json";
    let expected = json!({"bind-address": "10.0.0.7", "egress-subnets": ["10.0.0.7/32"]});
    assert_eq!(parsed(&says(&mut world, &mut hook, both)), expected);
}

#[test]
fn s4_network_get_refuses_what_it_does_not_know() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "network-get");
    assert_eq!(answer, (2, "no arguments specified".into()));
    let answer = refuses(&mut world, &mut hook, "network-get nope");
    assert_eq!(
        answer,
        (1, "no network config found for binding \"nope\"".into())
    );
}

#[test]
fn s4_unit_get_knows_two_addresses() {
    let mut world = apart(BOTH[0], 1, 0);
    world.set_address("c/0", "10.0.0.7").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for key in ["private-address", "public-address"] {
        assert_eq!(
            says(&mut world, &mut hook, &format!("unit-get {key}")),
            "10.0.0.7\n"
        );
    }
    let answer = refuses(&mut world, &mut hook, "unit-get name");
    assert_eq!(answer, (2, "unknown setting \"name\"".into()));
}

#[test]
fn s4_goal_state_has_units_and_relations() {
    let (mut world, _) = related(BOTH[0], 2, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = parsed(&says(&mut world, &mut hook, "goal-state --format=json"));
    assert_eq!(said["units"].as_object().unwrap().len(), 2);
    let there: Vec<&String> = said["relations"]["db"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(there, ["p", "p/0"]);
    assert_eq!(said["relations"]["db"]["p"]["status"], "joined");
    let answer = refuses(&mut world, &mut hook, "goal-state --format=smart");
    assert_eq!(answer.0, 2);
}
