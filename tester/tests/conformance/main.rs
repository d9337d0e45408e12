//! A healthy charm is clean, and each planted defect is found for the right reason.
//!
//! The charm is a few lines of shell, so that a mutant is a few words' difference.

mod behaviours;
mod healthy;
mod markers;
mod mutants;
mod peers;
mod subordinates;
mod units;
mod values;
mod versions;

use relata_spec::Interface;
use relata_tester::conformance::{Case, CaseResult, CaseVerdict, RunOptions, Subject};
use relata_tester::{CharmDir, StageOptions};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

relata::interface! {
    /// Lend books.
    pub interface lending {
        /// The first version.
        version v1 (published);

        /// - Lends what the requirer asked for.
        provider {
            app {
                /// What can be lent.
                #[example(["Dune"])]
                #[allow(R15, reason = "a book is never more than its title here")]
                titles: Option<Vec<String>>,
                /// How many days.
                #[range(1..=60)]
                days: u32 = 14,
                /// The account of the reader.
                #[encoding(raw)]
                account: Option<Secret<Account>>,
            }

            /// Lends nothing to nobody.
            expect nothing when requirer is silent, requirer.app.reader is missing;

            /// Lends a book, whatever else the reader has got wrong.
            expect present(app.titles) when requirer is complete, requirer.app.books is broken;
        }

        /// - Says who reads.
        requirer {
            app {
                /// The reader's name.
                #[encoding(raw)]
                #[example("Ada")]
                reader: Option<String>,
                /// The reader's card.
                #[encoding(raw)]
                card: Option<Secret<Card>>,
                /// How many books.
                #[encoding(raw)]
                #[range(1..=10)]
                #[example(2)]
                books: Option<u32>,
                /// What they are bound in.
                #[encoding(raw)]
                #[example("cloth")]
                binding: Option<Binding>,
            }
        }

        /// What a book is bound in.
        enum Binding { paper, cloth }

        /// A reader's account.
        secret Account {
            /// The password.
            #[example("open-sesame-2217")]
            password: String,
        }

        /// A reader's card.
        secret Card {
            /// The number.
            #[example("4711-0815-2217")]
            number: String,
        }
    }
}

/// The healthy charm: it lends to every reader that has said a name.
const HEALTHY: &str = r#"
state() { status-set "$1" "$2"; }
give() { # relation
  name=$(relation-get -r "$1" --app reader "$JUJU_REMOTE_APP" || true)
  case "$name" in "") state waiting "for a reader"; return 0 ;; esac
  uri=$(relation-get -r "$1" --app card "$JUJU_REMOTE_APP" || true)
  case "$uri" in
    secret:*) secret-get "$uri" --refresh >/dev/null 2>&1 || { state blocked "the card may not be read"; return 0; } ;;
  esac
  own=$(relation-get -r "$1" --app account "$JUJU_UNIT_NAME" || true)
  if [ -z "$own" ]; then
    own=$(secret-add --label "account-$1" password=open-sesame-2217)
    secret-grant -r "$1" "$own"
  fi
  if [ "$(relation-get -r "$1" --app titles "$JUJU_UNIT_NAME" || true)" != '["Dune"]' ]; then
    printf '{"titles": "[\\"Dune\\"]", "account": "%s"}' "$own" | relation-set -r "$1" --app --file -
  fi
  state active ""
}
take_back() {
  for uri in $(secret-ids); do
    secret-info-get "$uri" | grep -q "account-$JUJU_RELATION_ID" || continue
    secret-remove "$uri"
  done
}
case "$JUJU_DISPATCH_PATH" in
  hooks/lend-relation-broken) [ "$(is-leader)" = True ] && take_back || true ;;
  hooks/lend-relation-changed|hooks/lend-relation-joined)
    if [ "$(is-leader)" = True ]; then give "$JUJU_RELATION_ID"; fi ;;
esac
"#;

/// A charm in a folder that lives as long as the answer.
struct Made {
    _folder: TempDir,
    charm: CharmDir,
}

fn made(script: &str) -> Made {
    let metadata = "name: library\nprovides:\n  lend: {interface: lending}\n";
    made_with(metadata, script)
}

fn made_with(metadata: &str, script: &str) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library");
    fs::create_dir_all(&path).expect("a folder");
    fs::write(path.join("metadata.yaml"), metadata).expect("metadata");
    let dispatch = path.join("dispatch");
    fs::write(&dispatch, format!("#!/bin/sh\nset -eu\n{script}\n")).expect("a script");
    fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
    let charm = CharmDir::load(&path).expect("a charm");
    Made {
        _folder: folder,
        charm,
    }
}

fn subject(charm: &CharmDir) -> Subject {
    let catalogue: [Interface; 3] = [
        lending::model(),
        peers::shelving::model(),
        versions::finding::model(),
    ];
    let (mut known, _) = Subject::of(charm, &catalogue);
    assert_eq!(known.len(), 1);
    known.remove(0)
}

fn options() -> RunOptions {
    RunOptions {
        stage: StageOptions {
            hook_limit: Duration::from_secs(10),
            tool: Some(PathBuf::from(env!("CARGO_BIN_EXE_relata-hook-tool"))),
            ..StageOptions::default()
        },
        jobs: 2,
    }
}

/// Runs the cases whose names are wanted.
fn results(script: &str, wanted: impl Fn(&Case) -> bool) -> Vec<CaseResult> {
    results_of(&made(script), wanted)
}

fn results_of(made: &Made, wanted: impl Fn(&Case) -> bool) -> Vec<CaseResult> {
    let subject = subject(&made.charm);
    let cases: Vec<Case> = subject.cases().into_iter().filter(wanted).collect();
    assert!(!cases.is_empty());
    relata_tester::conformance::run(&subject, &cases, &options(), &|_| ()).expect("it starts")
}

/// Something is found in these cases, and what is found first is this fault.
#[track_caller]
fn is_found_in(made: &Made, fault: &str, cases: &[&str]) -> Vec<CaseResult> {
    let results = results_of(made, |case| cases.contains(&case.name.as_str()));
    let failed = failed(&results);
    assert!(!failed.is_empty(), "nothing was found");
    let reasons: Vec<&str> = (failed.iter().flat_map(|result| &result.findings))
        .map(|finding| finding.fault.id())
        .collect();
    // What follows from a defect may be found beside it, and comes after it.
    assert_eq!(reasons.first(), Some(&fault), "{reasons:?}: {failed:#?}");
    failed.into_iter().cloned().collect()
}

fn failed(results: &[CaseResult]) -> Vec<&CaseResult> {
    results
        .iter()
        .filter(|result| result.verdict == CaseVerdict::Failed)
        .collect()
}
