//! A charm speaks the version of the other side, whatever that states.

use crate::{Made, failed, is_found_in, made_with, results_of, subject};
use relata_tester::conformance::CaseVerdict;

relata::interface! {
    /// Find a book.
    pub interface finding {
        /// One shelf, as plain text.
        version v0 (published);
        /// Any number of shelves.
        version v1 (published);

        /// - Says where to look.
        provider {
            app {
                /// Where to look.
                #[until(v1)]
                #[encoding(raw)]
                #[example("A")]
                shelf: Option<String>,
                /// Where to look.
                #[since(v1)]
                shelves: Option<Vec<Shelf>>,
            }

            /// Says nothing to somebody who looks for nothing, or no more.
            expect nothing when requirer is silent or withdrawn;

            /// Says where to look.
            #[until(v1)]
            expect present(app.shelf) when requirer is complete;

            /// Says where to look.
            #[since(v1)]
            expect present(app.shelves) when requirer is complete;
        }

        /// - Says what it looks for.
        requirer {
            app {
                /// What it looks for.
                #[encoding(raw)]
                #[example("Dune")]
                book: Option<String>,
                /// The newest version that it reads.
                #[version(absent = v0)]
                version: u32,
            }
        }

        /// A shelf.
        #[since(v1)]
        struct Shelf {
            /// What it is called.
            #[example("A")]
            name: String,
        }
    }
}

/// It answers in the version that the requirer states.
const ANSWERS: &str = r#"
set_all() { printf '{"shelf": "%s", "shelves": "%s"}' "$1" "$2" | relation-set --app --file -; }
case "$JUJU_DISPATCH_PATH" in
  hooks/find-relation-changed)
    [ "$(is-leader)" = True ] || exit 0
    book=$(relation-get --app book "$JUJU_REMOTE_APP")
    version=$(relation-get --app version "$JUJU_REMOTE_APP")
    case "$version" in [0-9]*) ;; *) version=0 ;; esac
    if [ -z "$book" ]; then set_all "" ""
    elif [ "$version" -ge 1 ]; then set_all "" '[{\"name\": \"A\"}]'
    else set_all A ""
    fi ;;
esac
"#;

fn finder(script: &str) -> Made {
    let metadata = "name: finder\nprovides:\n  find: {interface: finding}\n";
    made_with(metadata, script)
}

fn mutant(from: &str, to: &str) -> Made {
    assert!(ANSWERS.contains(from), "{from} is not in the healthy charm");
    finder(&ANSWERS.replace(from, to))
}

#[test]
fn a_healthy_charm_speaks_every_version() {
    let finder = finder(ANSWERS);
    let results = results_of(&finder, |_| true);
    assert!(failed(&results).is_empty(), "{:#?}", failed(&results));
    assert!(
        results
            .iter()
            .all(|result| result.verdict == CaseVerdict::Passed)
    );
    let cases = subject(&finder.charm).cases();
    for marker in ["absent", "older", "newer", "garbage"] {
        let name = format!("marker-{marker}-app");
        assert!(
            cases.iter().any(|case| case.name == name),
            "{name} is missing"
        );
    }
}

#[test]
fn ignores_that_the_other_side_is_older() {
    let script = r#"elif [ "$version" -ge 1 ]; then"#;
    let found = is_found_in(&mutant(script, "elif true; then"), "C5", &["typical"]);
    assert!(found.iter().all(|result| result.version == "v0"));
}

#[test]
fn ignores_that_the_other_side_is_newer() {
    let script = r#"elif [ "$version" -ge 1 ]; then"#;
    let found = is_found_in(&mutant(script, "elif false; then"), "C5", &["typical"]);
    assert!(found.iter().all(|result| result.version == "v1"));
}

#[test]
fn fails_at_a_version_of_the_future() {
    let checks = "[ \"$version\" -le 1 ]\n    if [ -z";
    is_found_in(&mutant("if [ -z", checks), "C1", &["marker-newer-app"]);
}

#[test]
fn fails_where_no_version_is_stated() {
    let script = "case \"$version\" in [0-9]*) ;; *) version=0 ;; esac";
    let counts = "[ \"$version\" -ge 0 ]";
    is_found_in(&mutant(script, counts), "C1", &["marker-absent-app"]);
}

#[test]
fn fails_at_a_version_that_is_none() {
    let script = "case \"$version\" in [0-9]*) ;; *) version=0 ;; esac";
    let counts = "version=${version:-0}; [ \"$version\" -ge 0 ]";
    is_found_in(&mutant(script, counts), "C1", &["marker-garbage-app"]);
}

#[test]
fn leaves_an_answer_to_what_nobody_asks_any_more() {
    let script = r#"if [ -z "$book" ]; then set_all "" """#;
    is_found_in(
        &mutant(script, r#"if [ -z "$book" ]; then true"#),
        "C11",
        &["taken-back"],
    );
}
