//! Actions.

use crate::rig::{BOTH, apart, pass, refuses, says};
use relata::testing::{Finished, HookEvent, World};
use serde_json::json;

/// Runs an action that calls these tools, and ends with this code.
fn act(world: &mut World, lines: &[&str], code: i32) -> Finished {
    let params = json!({"path": "/tmp", "deep": {"er": 3}});
    world.run_action("c/0", "dump", params).unwrap();
    let event = world.pending("c/0").remove(0);
    assert!(event.is_action());
    let mut hook = world.begin("c/0", event).unwrap();
    for line in lines {
        says(world, &mut hook, line);
    }
    world.finish(hook, code)
}

#[test]
fn s4_an_action_reads_its_parameters() {
    let mut world = apart(BOTH[0], 1, 0);
    world
        .run_action("c/0", "dump", json!({"path": "/tmp", "deep": {"er": 3}}))
        .unwrap();
    let event = world.pending("c/0").remove(0);
    let mut hook = world.begin("c/0", event).unwrap();
    assert_eq!(says(&mut world, &mut hook, "action-get path"), "/tmp\n");
    assert_eq!(
        says(&mut world, &mut hook, "action-get deep.er --format=json"),
        "3\n"
    );
    assert_eq!(
        says(
            &mut world,
            &mut hook,
            "action-get deep.nope.er --format=json"
        ),
        "null\n"
    );
    let all = says(&mut world, &mut hook, "action-get --format=json");
    assert_eq!(all, "{\"deep\":{\"er\":3},\"path\":\"/tmp\"}\n");
}

#[test]
fn s4_results_are_nested_by_the_dots_of_their_keys() {
    let mut world = apart(BOTH[0], 1, 0);
    let finished = act(
        &mut world,
        &["action-set a.b=1 a.c=2", "action-set d=x=y"],
        0,
    );
    let result = finished.action.unwrap();
    assert_eq!(
        result.results,
        json!({"a": {"b": "1", "c": "2"}, "d": "x=y"})
    );
    assert_eq!(result.failure, None);
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s4_keys_of_results_have_a_form() {
    let mut world = apart(BOTH[0], 1, 0);
    world.run_action("c/0", "dump", json!({})).unwrap();
    let event = world.pending("c/0").remove(0);
    let mut hook = world.begin("c/0", event).unwrap();
    for (line, why) in [
        (
            "action-set a",
            "argument \"a\" must be of the form key...=value",
        ),
        (
            "action-set A=1",
            "key \"A\" must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric, hyphens and periods",
        ),
        (
            "action-set stdout=1",
            "cannot set reserved action key \"stdout\"",
        ),
    ] {
        assert_eq!(refuses(&mut world, &mut hook, line), (2, why.into()));
    }
}

#[test]
fn s4_outside_of_an_action_the_tools_refuse() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    for line in [
        "action-get",
        "action-set a=b",
        "action-fail",
        "action-log x",
    ] {
        let answer = refuses(&mut world, &mut hook, line);
        assert_eq!(answer, (1, "not running an action".into()), "{line}");
    }
}

#[test]
fn s8_an_action_that_fails_delivers_its_results_and_drops_the_rest() {
    let mut world = apart(BOTH[0], 1, 0);
    let lines = ["action-set a=1", "action-log half-way", "state-set k=v"];
    let result = act(&mut world, &lines, 3).action.unwrap();
    assert_eq!(result.results, json!({"a": "1"}));
    assert_eq!(result.messages, ["half-way"]);
    assert_eq!(result.failure.as_deref(), Some("exit status 3"));
    assert!(world.state("c/0").unwrap().is_empty());
    // The unit is not in error.
    assert!(!world.is_in_error("c/0"));
    assert!(world.pending("c/0").is_empty());
}

#[test]
fn s4_action_fail_says_why_and_lets_the_rest_be_applied() {
    let mut world = apart(BOTH[0], 1, 0);
    let finished = act(&mut world, &["action-fail nope", "state-set k=v"], 0);
    assert_eq!(
        finished.action.clone().unwrap().failure.as_deref(),
        Some("nope")
    );
    assert!(finished.is_done());
    assert_eq!(world.state("c/0").unwrap()["k"], "v");
    let result = act(&mut world, &["action-fail"], 0).action.unwrap();
    let why = "action failed without reason given, check action for errors";
    assert_eq!(result.failure.as_deref(), Some(why));
}

#[test]
fn s8_a_unit_in_error_still_runs_actions() {
    let mut world = apart(BOTH[0], 1, 0);
    let hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    world.finish(hook, 1);
    let id = world.run_action("c/0", "dump", json!(null)).unwrap();
    let pending = world.pending("c/0");
    assert_eq!(pending[0], HookEvent::UpdateStatus);
    assert!(matches!(&pending[1], HookEvent::Action { id: there, .. } if *there == id));
    pass(&mut world, "c/0", pending[1].clone());
    assert_eq!(world.pending("c/0"), [HookEvent::UpdateStatus]);
}

#[test]
fn s8_what_the_action_log_says_is_there_at_once() {
    let mut world = apart(BOTH[0], 1, 0);
    let result = act(&mut world, &["action-log one two", "action-log three"], 0)
        .action
        .unwrap();
    assert_eq!(result.messages, ["one two", "three"]);
    assert!(world.run_action("c/0", "nope", json!({})).is_err());
}
