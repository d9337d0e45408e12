//! The same story goes the same way every time.

use crate::{LIBRARY, Made, READER, story};
use relata_tester::story::{Act, Pair, Side, Story};
use std::collections::BTreeSet;

/// The hooks of a story, in order.
fn order(made: &Made, story: &Story) -> Vec<String> {
    let played = made.started().play(story).expect("it is told");
    let hooks = played.hooks();
    hooks
        .map(|run| format!("{} {} {:?}", run.unit, run.hook, run.exit))
        .collect()
}

#[test]
fn a_seed_tells_the_same_story_in_the_same_order() {
    let made = Made::new(LIBRARY, READER);
    let pair = made.pair();
    for seed in [3, 8, 21] {
        let told = Story::drawn(&pair, seed);
        assert_eq!(told, Story::drawn(&pair, seed));
        assert_eq!(order(&made, &told), order(&made, &told), "{told}");
    }
    let stories = (0..50).map(|seed| Story::drawn(&pair, seed).to_string());
    assert!(stories.collect::<BTreeSet<_>>().len() > 45);
}

#[test]
fn a_story_that_is_written_down_shows_the_same() {
    let script = format!(
        "case $JUJU_DISPATCH_PATH in hooks/upgrade-charm) touch again ;; esac\n\
         if [ -e again ] && [ $JUJU_DISPATCH_PATH = hooks/lend-relation-joined ]; then exit 4; fi\n\
         {LIBRARY}"
    );
    let made = Made::new(&script, READER);
    let started = made.started();
    let stories = started.drawn(0..40);
    let results = started
        .run_many(&stories, 2, &|_| ())
        .expect("they are told");
    let failed = results
        .iter()
        .find(|result| !result.is_fine())
        .expect("one fails");
    let written = story(&failed.story.to_string()).with_seed(failed.story.seed);
    let again = started.try_story(&written).expect("it is told");
    assert_eq!(again.findings[0].what, failed.findings[0].what);
    assert_eq!(again.hooks, failed.hooks);
}

#[test]
fn every_drawn_story_reads_as_it_is_written() {
    let pair = Made::new(LIBRARY, READER).pair();
    for seed in 0..500 {
        let drawn = Story::drawn(&pair, seed);
        let read: Story = drawn.to_string().parse().expect("a story");
        assert_eq!(read.acts, drawn.acts, "{drawn}");
    }
}

#[test]
fn what_cannot_be_read_says_what_could() {
    for (text, told) in [
        (
            "",
            "act 1 of the story, ``: expected one of integrate, remove-relation, hooks:N",
        ),
        (
            "integrate,dance",
            "act 2 of the story, `dance`: expected one of",
        ),
        (
            "hooks",
            "nothing stands behind `hooks`; it is written `hooks:N`",
        ),
        ("hooks:0", "expected a number from 1 to 10000, found `0`"),
        ("hooks:many", "expected a number"),
        (
            "leader:reader",
            "expected a unit such as `app/0`, found `reader`; it is written `leader:UNIT`",
        ),
        ("add-unit:Reader", "expected an application, found `Reader`"),
        (
            "config:reader",
            "no option is named; it is written `config:APP:OPTION`",
        ),
        ("kill:reader/0", "expected a hook tool behind `reader/0:`"),
        ("fail:reader/0:relation-set:x", "expected a number"),
        (
            "fail:reader/0:relation-set:1:2",
            "expected its end, found `:2`",
        ),
        (
            "settle:1",
            "expected its end, found `:1`; it is written `settle`",
        ),
    ] {
        let error = text.parse::<Story>().expect_err(text).to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn what_cannot_happen_is_told_before_a_hook_runs() {
    let made = Made::new(LIBRARY, READER);
    let started = made.started();
    for (text, told) in [
        (
            "integrate,integrate",
            "act 2 of the story, `integrate`: the relation is there already",
        ),
        ("remove-relation", "there is no relation: `integrate` first"),
        (
            "leader:reader/7",
            "there is no unit `reader/7` then, only `reader/0` or `reader/1`",
        ),
        (
            "remove-unit:reader/0,leader:reader/0",
            "there is no unit `reader/0` then",
        ),
        (
            "remove-unit:reader/0,remove-unit:reader/1",
            "reader/1 is the last unit of reader",
        ),
        (
            "upgrade:other",
            "there is no application `other`: there are library and reader",
        ),
        ("config:library:x", "says nothing of the option `x`"),
    ] {
        let error = started.check(&story(text)).expect_err(text).to_string();
        assert!(error.contains(told), "{text}: {error}");
        let refused = started.play(&story(text)).expect_err(text).message;
        assert_eq!(refused, error);
    }
    assert!(
        started
            .check(&story("add-unit:reader,leader:reader/2"))
            .is_ok()
    );
    assert_eq!(
        story(" integrate , hooks:2 ").acts,
        [Act::Integrate, Act::Hooks(2)]
    );
}

#[test]
fn charms_that_do_not_fit_are_no_pair() {
    let made = Made::new(LIBRARY, READER);
    let side = || Side::new(&made.library, "lend").expect("an endpoint");
    let error = Pair::new(side(), side(), &[]).expect_err("both provide");
    assert!(
        error.message.contains("both endpoints are providers"),
        "{error}"
    );
    let error = Side::new(&made.library, "borrow").expect_err("no endpoint");
    assert!(
        error.message.contains("library has no endpoint `borrow`"),
        "{error}"
    );
    let error = side().upgrades_to(&made.reader).expect_err("another charm");
    assert!(
        error.message.contains("reader has no endpoint `lend`"),
        "{error}"
    );
}
