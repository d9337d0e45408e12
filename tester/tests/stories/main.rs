//! Stories of two related charms in shell.

mod healthy;
mod planted;
mod replay;

use relata_spec::Interface;
use relata_tester::story::{Pair, Side, Started, Story, StoryResult};
use relata_tester::{CharmDir, StageOptions};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
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
                /// Who may borrow.
                #[encoding(raw)]
                #[example("Ada")]
                lends_to: Option<String>,
                /// The account of the reader.
                #[encoding(raw)]
                account: Option<Secret<Account>>,
            }
        }

        /// - Says who reads.
        requirer {
            app {
                /// The reader's name.
                #[encoding(raw)]
                #[example("Ada")]
                reader: Option<String>,
            }
            unit {
                /// Where the unit reads.
                #[encoding(raw)]
                #[example("at home")]
                place: Option<String>,
            }
        }

        /// A reader's account.
        secret Account {
            /// The password.
            #[example("open-sesame-2217")]
            password: String,
        }
    }
}

/// Asks for books in its own name.
const READER: &str = r#"
leader=$(is-leader)
for id in $(relation-ids borrow); do
  if [ $leader = True ]; then
    name=$(config-get name)
    relation-set -r $id --app reader="$name"
  fi
  relation-set -r $id place="$JUJU_UNIT_NAME"
done
"#;

/// Lends books to whoever asks, with an account for each reader.
const LIBRARY: &str = r#"
leader=$(is-leader)
if [ $leader = False ]; then exit 0; fi
case $JUJU_DISPATCH_PATH in
  hooks/lend-relation-broken | hooks/leader-elected)
    # A unit that goes leaves its relations to the others: then Juju lists them.
    for uri in $(secret-ids); do
      info=$(secret-info-get $uri)
      for id in $(relation-ids lend); do
        case $info in *"account-$id."*) continue 2 ;; esac
      done
      secret-remove $uri
    done ;;
  hooks/secret-rotate) secret-set $JUJU_SECRET_ID password=rotated-$(date +%N) ;;
esac
for id in $(relation-ids lend); do
  remote=$(relation-list -r $id --app)
  name=$(relation-get -r $id --app reader $remote)
  if [ -z "$name" ]; then continue; fi
  account=$(relation-get -r $id --app account $JUJU_UNIT_NAME)
  if [ -z "$account" ]; then
    account=$(secret-add --label account-$id. --rotate daily password=open-sesame-2217)
    secret-grant -r $id $account
  fi
  relation-set -r $id --app lends_to="$name" account="$account"
done
"#;

const PROVIDES: &str = "provides:\n  lend: {interface: lending}\n";
const REQUIRES: &str = "requires:\n  borrow: {interface: lending}\n\
                        config: {options: {name: {type: string, default: Grace}}}\n";

/// Two charms, and where they are.
struct Made {
    folder: TempDir,
    library: CharmDir,
    reader: CharmDir,
}

impl Made {
    /// Both, each with this script.
    fn new(library: &str, reader: &str) -> Made {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other) = (folder.path().join("library"), folder.path().join("reader"));
        fs::create_dir_all(&other).expect("a folder");
        fs::write(other.join("relata-test.yaml"), "config: {name: Ada}\n").expect("a setup");
        Made {
            library: charm(&one, "library", PROVIDES, library),
            reader: charm(&other, "reader", REQUIRES, reader),
            folder,
        }
    }

    /// Another revision of the library.
    fn revised(&self, script: &str) -> CharmDir {
        charm(
            &self.folder.path().join("revised"),
            "library",
            PROVIDES,
            script,
        )
    }

    fn pair(&self) -> Pair {
        let library = Side::new(&self.library, "lend").expect("an endpoint");
        let reader = Side::new(&self.reader, "borrow").expect("an endpoint");
        Pair::new(library, reader, &catalogue()).expect("a pair")
    }

    fn started(&self) -> Started {
        Started::new(self.pair(), &options()).expect("both start")
    }
}

fn catalogue() -> [Interface; 1] {
    [lending::model()]
}

fn charm(path: &Path, name: &str, metadata: &str, script: &str) -> CharmDir {
    fs::create_dir_all(path).expect("a folder");
    let metadata = format!("name: {name}\n{metadata}");
    fs::write(path.join("metadata.yaml"), metadata).expect("metadata");
    let dispatch = path.join("dispatch");
    fs::write(&dispatch, format!("#!/bin/sh\nset -eu\n{script}\n")).expect("a script");
    fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
    CharmDir::load(path).expect("a charm")
}

fn options() -> StageOptions {
    StageOptions {
        hook_limit: Duration::from_secs(20),
        tool: Some(PathBuf::from(env!("CARGO_BIN_EXE_relata-hook-tool"))),
        ..StageOptions::default()
    }
}

fn story(text: &str) -> Story {
    text.parse().expect("a story")
}

/// What the first of some stories shows that shows what is wanted, in its shortest
/// form.
fn shortest(started: &Started, wanted: impl Fn(&StoryResult) -> bool) -> StoryResult {
    for stories in started.drawn(0..120).chunks(10) {
        let results = started
            .run_many(stories, 2, &|_| ())
            .expect("they are told");
        if let Some(failed) = results.iter().find(|result| wanted(result)) {
            let shrunk = started.shrink(failed, 200).expect("it is shrunk");
            assert!(shrunk.is_minimal, "{shrunk:#?}");
            assert!(shrunk.result.shows_the_same(failed));
            return shrunk.result;
        }
    }
    panic!("no story shows it");
}
