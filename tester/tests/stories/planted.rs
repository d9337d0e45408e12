//! Defects that only an order of events shows are found, and told in a few acts.

use crate::{LIBRARY, Made, READER, shortest};
use relata_tester::conformance::Fault;

/// The shortest story that shows a fault, and what it shows.
fn told(made: &Made, fault: Fault) -> (String, String) {
    let result = shortest(&made.started(), |result| {
        result
            .findings
            .first()
            .is_some_and(|finding| finding.fault == fault)
    });
    (result.story.to_string(), result.findings[0].what.clone())
}

fn of_library(script: &str, fault: Fault) -> (String, String) {
    assert_ne!(script, LIBRARY);
    told(&Made::new(script, READER), fault)
}

#[test]
fn an_answer_that_is_lost_when_another_unit_leads() {
    // Who leads only now forgets the answers of the relations that are there, and
    // nothing else.
    let script = format!(
        "if [ $JUJU_DISPATCH_PATH = hooks/leader-elected ] && [ -n \"$(relation-ids lend)\" ]; \
         then touch forgot; fi\n{}",
        LIBRARY.replace(
            "lends_to=\"$name\"",
            "lends_to=\"$([ -e forgot ] || echo $name)\"",
        )
    );
    let (story, what) = of_library(&script, Fault::DataLost);
    let expected = [
        "integrate,leader:library/",
        "integrate,remove-unit:library/",
    ];
    assert!(
        expected.iter().any(|acts| story.starts_with(acts)),
        "{story}"
    );
    assert_eq!(story.split(',').count(), 2, "{story}");
    assert!(
        what.starts_with("`lends_to` in the app databag of library is lost"),
        "{what}"
    );
}

#[test]
fn an_answer_that_is_only_given_when_a_unit_joins() {
    let script = LIBRARY.replace(
        "for id in $(relation-ids lend); do",
        "case $JUJU_DISPATCH_PATH in hooks/lend-relation-joined) ;; *) exit 0 ;; esac\n\
         for id in $(relation-ids lend); do",
    );
    let (story, what) = of_library(&script, Fault::DataLost);
    assert!(
        story.split(',').count() <= 4 && story.contains("integrate"),
        "{story}"
    );
    assert!(what.contains("in the app databag of library"), "{what}");
}

#[test]
fn an_answer_that_is_forgotten_after_an_upgrade() {
    let script = format!(
        "case $JUJU_DISPATCH_PATH in hooks/upgrade-charm) touch upgraded ;; esac\n{}",
        LIBRARY.replace(
            "  if [ -z \"$name\" ]; then continue; fi",
            "  if [ -e upgraded ]; then relation-set -r $id --app lends_to=; continue; fi",
        )
    );
    let (story, what) = of_library(&script, Fault::DataLost);
    let expected = ["integrate,upgrade:library", "upgrade:library,integrate"];
    assert!(expected.contains(&story.as_str()), "{story}");
    assert!(what.contains("`lends_to`"), "{what}");
}

#[test]
fn a_retry_that_believes_that_it_was_done() {
    let script = LIBRARY.replace(
        "  relation-set -r $id --app lends_to",
        "  if [ -e done-$id ]; then continue; fi; touch done-$id\n  \
           relation-set -r $id --app lends_to",
    );
    let (story, _) = of_library(&script, Fault::DataLost);
    assert!(story.contains("integrate"), "{story}");
    assert!(story.split(',').count() <= 3, "{story}");
}

#[test]
fn secrets_that_outlive_their_relation() {
    let script = LIBRARY.replace("secret-remove $uri", ":");
    let (story, what) = of_library(&script, Fault::LeftBehind);
    assert_eq!(story, "integrate");
    let expected = "library: 1 of the secrets that it made";
    assert!(what.starts_with(expected), "{what}");
    // Who knows of it can look for others.
    let made = Made::new(&script, READER);
    let started = made.started().ignoring(|finding, _| {
        finding.fault == Fault::LeftBehind && finding.what.starts_with("library: ")
    });
    let result = started.try_story(&crate::story("integrate"));
    assert!(result.expect("it is told").is_fine());
}

#[test]
fn a_hook_that_fails_in_its_second_relation() {
    let script = format!(
        "case $JUJU_DISPATCH_PATH in hooks/lend-relation-created)\n\
         if [ -e before ]; then exit 3; fi; touch before ;; esac\n{LIBRARY}"
    );
    let (story, what) = of_library(&script, Fault::HookFailed);
    assert_eq!(story, "integrate,settle,remove-relation,integrate");
    assert!(what.contains("exit code 3"), "{what}");
}

#[test]
fn a_place_that_is_not_told_again() {
    // The unit says where it reads in the first relation only.
    let reader = READER.replace(
        "  relation-set -r $id place",
        "  if [ -e told ]; then continue; fi; touch told; relation-set -r $id place",
    );
    let (story, what) = told(&Made::new(LIBRARY, &reader), Fault::DataLost);
    assert!(story.split(',').count() <= 4, "{story}");
    assert!(
        what.starts_with("`place` in the unit databag of reader/"),
        "{what}"
    );
}
