//! What a charm says of its own version has to be one that there is.

use crate::{Made, failed, made_with, results_of};
use relata_tester::conformance::CaseResult;

/// It looks for a book, and reads both versions.
const SEEKS: &str = r#"
case "$JUJU_DISPATCH_PATH" in
  hooks/find-relation-created)
    if [ "$(is-leader)" = True ]; then relation-set --app version=1 book=Dune; fi ;;
esac
"#;

fn seeker(wrong: &str) -> Made {
    let metadata = "name: seeker\nrequires:\n  find: {interface: finding}\n";
    let right = "version=1 book=Dune";
    assert!(SEEKS.contains(right));
    made_with(metadata, &SEEKS.replace(right, wrong))
}

/// What is found in each case, as `C4: what`.
fn told(result: &CaseResult) -> Vec<String> {
    let told = |finding: &relata_tester::conformance::Finding| {
        format!("{}: {}", finding.fault.id(), finding.what)
    };
    result.findings.iter().map(told).collect()
}

#[test]
fn a_version_that_there_is_may_be_stated_whatever_the_other_side_speaks() {
    for right in ["version=1 book=Dune", "version=0 book=Dune", "book=Dune"] {
        let results = results_of(&seeker(right), |_| true);
        assert!(
            failed(&results).is_empty(),
            "{right}: {:#?}",
            failed(&results)
        );
        let notes = results.iter().flat_map(|result| &result.notes);
        assert_eq!(notes.count(), 0, "{right}");
    }
}

#[test]
fn a_marker_that_states_no_version_is_found_in_every_case() {
    let results = results_of(&seeker("version=one book=Dune"), |_| true);
    let expected = "C4: the app databag of seeker: `version`: the text `one` states no version";
    for result in &results {
        assert_eq!(told(result), [expected], "{}", result.id());
        assert_eq!(result.notes, [], "it is told once");
    }
}

#[test]
fn a_version_that_nobody_has_declared_is_found_in_every_case() {
    let results = results_of(&seeker("version=7 book=Dune"), |_| true);
    let expected = "C4: the app databag of seeker: `version`: it states v7, which nobody has \
                    declared: there is only `v0` or `v1`";
    for result in &results {
        assert_eq!(told(result), [expected], "{}", result.id());
    }
}

#[test]
fn what_is_perhaps_misspelled_is_noted_and_no_fault() {
    let results = results_of(&seeker("version=1 bok=Dune"), |case| case.name == "typical");
    assert!(!results.is_empty());
    for result in &results {
        assert_eq!(told(result), [""; 0]);
        let [note] = &result.notes[..] else {
            panic!("{:#?}", result.notes);
        };
        assert_eq!(note.databag, "the app databag of seeker");
        assert_eq!(note.key, "bok");
        assert_eq!(note.message, "did the writer mean `book`?");
    }
}
