//! Nothing is found where nothing is wrong.

use crate::{LIBRARY, Made, READER, catalogue, options, story};
use relata_tester::story::{Moment, Pair, Started, Story};

#[test]
fn healthy_charms_survive_every_story() {
    let made = Made::new(LIBRARY, READER);
    let started = made.started();
    let stories = started.drawn(0..100);
    let results = started
        .run_many(&stories, 2, &|_| ())
        .expect("they are told");
    for result in &results {
        let (story, findings) = (&result.story, &result.findings);
        assert!(result.is_fine(), "{:?} {story}: {findings:#?}", story.seed);
    }
    assert_eq!(results.len(), 100);
    let told: Vec<String> = results
        .iter()
        .map(|one| format!(",{}", one.story))
        .collect();
    for act in [
        "integrate",
        "remove-relation",
        "hooks:",
        "settle",
        "add-unit:",
        "remove-unit:",
        "leader:",
        "upgrade:",
        "config:reader:name",
        "rotate",
        "update-status",
        "kill:",
        "fail:",
    ] {
        let act = format!(",{act}");
        assert!(
            told.iter().any(|story| story.contains(&act)),
            "{act} is never told"
        );
    }
}

#[test]
fn a_hook_that_is_killed_or_let_down_is_run_again() {
    let made = Made::new(LIBRARY, READER);
    let started = made.started();
    for fault in ["kill", "fail"] {
        let acts = format!("{fault}:library/0:relation-set,integrate");
        let played = started.play(&story(&acts)).expect("it is told");
        assert!(played.findings.is_empty(), "{:#?}", played.findings);
        let failed: Vec<_> = played.hooks().filter(|run| !run.is_done()).collect();
        assert_eq!(failed.len(), 1, "{fault}");
        let same = |event| event == &failed[0].event;
        let tries = played
            .hooks()
            .filter(|run| run.unit == failed[0].unit && same(&run.event));
        assert!(tries.count() >= 2, "{fault}");
    }
}

#[test]
fn secrets_are_rotated_in_a_story() {
    let made = Made::new(LIBRARY, READER);
    let played = made
        .started()
        .play(&story("integrate,settle,rotate"))
        .expect("it is told");
    assert!(played.findings.is_empty(), "{:#?}", played.findings);
    assert!(played.hooks().any(|run| run.hook == "secret-rotate"));
}

#[test]
fn a_story_is_told_with_what_ends_it() {
    let made = Made::new(LIBRARY, READER);
    let text = "config:reader:name,integrate,settle,remove-relation,integrate";
    let played = made.started().play(&story(text)).expect("it is told");
    assert!(played.findings.is_empty(), "{:#?}", played.findings);
    let acts = played.moments.iter().filter_map(|moment| match moment {
        Moment::Act(act) => Some(act.clone()),
        Moment::Hook(_) => None,
    });
    let told = Story {
        acts: acts.collect(),
        seed: None,
    }
    .to_string();
    let end = "config:reader:name,settle,remove-relation,settle";
    assert_eq!(told, format!("{text},{end}"));
    let relation = played.relation.expect("a relation");
    assert_eq!(played.world.written(relation, "library")["lends_to"], "Ada");
}

#[test]
fn a_side_is_upgraded_to_another_revision_and_back() {
    let made = Made::new(LIBRARY, READER);
    let newer = made.revised(&format!("juju-log newer\n{LIBRARY}"));
    let [library, reader] = made.pair().sides().clone();
    let library = library.upgrades_to(&newer).expect("the same endpoint");
    let pair = Pair::new(library, reader, &catalogue()).expect("a pair");
    let started = Started::new(pair, &options()).expect("both start");
    for (acts, is_newer) in [
        ("integrate,settle,upgrade:library,update-status", true),
        (
            "integrate,settle,upgrade:library,settle,upgrade:library,update-status",
            false,
        ),
    ] {
        let played = started.play(&story(acts)).expect("it is told");
        assert!(played.findings.is_empty(), "{acts}: {:#?}", played.findings);
        let last = played
            .hooks()
            .filter(|run| run.unit.as_str() == "library/0")
            .last();
        let log = last.map(|run| &run.log).expect("a hook");
        assert_eq!(
            log.iter().any(|line| line.message.ends_with("newer")),
            is_newer,
            "{acts}"
        );
    }
}
