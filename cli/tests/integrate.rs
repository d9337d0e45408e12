//! Two real charms between whom more happens than an integration.

mod charms_in_shell;

use charms_in_shell::{PROVIDES, READER, REQUIRES, SHARER, charm, json, relata, text};
use serde_json::Value as Json;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

/// Two charms, as the command line names them.
struct Both {
    folder: TempDir,
    sides: [String; 2],
}

impl Both {
    fn new(sharer: &str, reader: &str) -> Both {
        let folder = tempfile::tempdir().expect("a folder");
        let sharer = charm(&folder, "sharer", PROVIDES, sharer);
        let reader = charm(&folder, "reader", REQUIRES, reader);
        let side = |path| format!("{}:certificates", text(path));
        let sides = [side(&sharer), side(&reader)];
        Both { folder, sides }
    }

    fn integrate(&self, more: &[&str]) -> Output {
        let [one, other] = &self.sides;
        relata(&[&["integrate", one, other][..], more].concat())
    }

    fn report(&self, more: &[&str]) -> Json {
        json(&self.integrate(&[more, &["--format", "json"]].concat()))
    }
}

/// What is refused, and why.
fn refused(run: &Output, told: &str) {
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    let line = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(line.contains(told), "{told}: {line}");
}

#[test]
fn each_side_has_the_units_that_are_asked_for() {
    let both = Both::new(SHARER, READER);
    let report = both.report(&["--units", "1", "--units", "reader=2"]);
    let units = serde_json::json!(["sharer/0", "reader/0", "reader/1"]);
    assert_eq!(report["units"], units);
    refused(
        &both.integrate(&["--units", "other=2"]),
        "there is no side `other`, only `sharer` and `reader`",
    );
    refused(
        &both.integrate(&["--units", "many"]),
        "a number of units is written",
    );
    refused(
        &both.integrate(&["--units", "0"]),
        "a number of units is written",
    );
}

#[test]
fn the_unit_that_is_asked_for_leads() {
    let both = Both::new(SHARER, READER);
    let report = both.report(&["--units", "2", "--leader", "sharer/1"]);
    let hooks = report["hooks"].as_array().expect("hooks");
    let writer = hooks
        .iter()
        .find(|hook| hook["changes"][0]["writer"] == "sharer");
    assert_eq!(writer.expect("somebody writes")["unit"], "sharer/1");
    refused(
        &both.integrate(&["--leader", "sharer/1"]),
        "there is no unit `sharer/1`, only `sharer/0`",
    );
    refused(
        &both.integrate(&["--leader", "sharer"]),
        "names no unit: expected one such as `reader/0`",
    );
}

#[test]
fn a_side_is_upgraded_when_all_is_settled() {
    let both = Both::new(SHARER, READER);
    let newer = charm(&both.folder, "newer", "", READER);
    fs::write(
        newer.join("metadata.yaml"),
        format!("name: reader\n{REQUIRES}"),
    )
    .expect("metadata");
    let upgrade = format!("reader={}", text(&newer));
    let report = both.report(&["--upgrade", &upgrade]);
    assert_eq!(report["acts"][1]["act"], "upgrade:reader");
    let after = report["acts"][1]["after"].as_u64().expect("a number");
    let next = &report["hooks"][usize::try_from(after).expect("small")];
    assert_eq!(next["hook"], "upgrade-charm");
    let run = both.integrate(&["--upgrade", &upgrade]);
    assert!(
        String::from_utf8_lossy(&run.stdout).contains("== upgrade:reader"),
        "{run:?}"
    );
    refused(
        &both.integrate(&["--upgrade", "reader"]),
        "an upgrade is written `reader=CHARM_DIR`",
    );
    refused(
        &both.integrate(&["--upgrade", "reader=/no/such"]),
        "/no/such",
    );
    let other = format!("sharer={}", text(&newer));
    refused(
        &both.integrate(&["--upgrade", &other]),
        "Juju refuses such an upgrade",
    );
}

#[test]
fn a_hook_whose_tool_fails_is_run_again() {
    let both = Both::new(SHARER, READER);
    let report = both.report(&["--fault", "reader/0:relation-get"]);
    let hooks = report["hooks"].as_array().expect("hooks");
    let failed: Vec<&Json> = hooks.iter().filter(|hook| hook["fine"] == false).collect();
    assert_eq!(failed.len(), 1);
    assert!(
        failed[0]["stderr"]
            .as_str()
            .expect("a text")
            .contains("connection is shut down")
    );
    assert_eq!(
        both.integrate(&["--fault", "reader/0:relation-get"])
            .status
            .code(),
        Some(0)
    );
    let never = both.integrate(&["--fault", "reader/0:secret-get:3"]);
    assert_eq!(never.status.code(), Some(0));
    assert!(
        String::from_utf8_lossy(&never.stderr).contains("0 of 1 faults struck"),
        "{never:?}"
    );
    refused(
        &both.integrate(&["--fault", "reader/3:is-leader"]),
        "there is no unit `reader/3`",
    );
    refused(
        &both.integrate(&["--fault", "reader/0"]),
        "expected a hook tool behind `reader/0:`",
    );
    refused(
        &both.integrate(&["--fault", "reader/0:relation-got"]),
        "there is no hook tool `relation-got`; did you mean `relation-get`?",
    );
}

#[test]
fn a_story_is_told_as_it_is_written() {
    let both = Both::new(STEADY_SHARER, STEADY_READER);
    let acts = "integrate,settle,leader:reader/1";
    let report = both.report(&["--story", acts, "--seed", "4"]);
    assert_eq!(report["story"], acts);
    let told: Vec<&str> = (report["acts"].as_array().expect("acts").iter())
        .filter_map(|act| act["act"].as_str())
        .collect();
    assert_eq!(told[..3], ["integrate", "settle", "leader:reader/1"]);
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(both.integrate(&["--story", acts]).status.code(), Some(0));
    refused(
        &both.integrate(&["--story", "dance"]),
        "act 1 of the story, `dance`: expected one of",
    );
    refused(
        &both.integrate(&["--story", "leader:reader/9"]),
        "there is no unit `reader/9` then",
    );
    refused(
        &both.integrate(&["--story", "settle", "--stories", "2"]),
        "cannot be used with",
    );
}

/// Shares one certificate, whatever happens.
const STEADY_SHARER: &str = r#"
leader=$(is-leader)
for id in $(relation-ids certificates); do
  if [ $leader = True ]; then
    printf '{"certificates": "[\\"a certificate\\"]", "version": "1"}' | relation-set -r $id --app --file -
  fi
done
"#;

/// States what it reads, whatever happens.
const STEADY_READER: &str = r"
leader=$(is-leader)
for id in $(relation-ids certificates); do
  if [ $leader = True ]; then relation-set -r $id --app version=1; fi
done
";

/// It takes everything back when another unit leads, and never gives it again.
fn forgetful() -> String {
    format!(
        "if [ -e forgot ]; then exit; fi\n{STEADY_SHARER}\n\
         if [ $JUJU_DISPATCH_PATH = hooks/leader-elected ]; then\n\
         for id in $(relation-ids certificates); do\n\
         touch forgot; relation-set -r $id --app certificates= version=; done; fi"
    )
}

#[test]
fn stories_that_fail_are_told_in_a_few_acts_with_how_to_replay_them() {
    let both = Both::new(STEADY_SHARER, STEADY_READER);
    let run = both.integrate(&["--stories", "6", "--jobs", "2"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("6 stories from --seed 0, 6 passed"));

    let both = Both::new(&forgetful(), STEADY_READER);
    let many = ["--stories", "12", "--seed", "0", "--jobs", "2"];
    let report = both.report(&many);
    let failure = &report["failures"][0];
    let story = failure["story"].as_str().expect("a story");
    assert!(
        story.split(',').count() <= 3
            && ["leader:sharer/", "remove-unit:sharer/"]
                .iter()
                .any(|act| story.contains(act)),
        "{report}"
    );
    assert_eq!(failure["minimal"], true);
    assert_eq!(failure["findings"][0]["rule"], "C7");
    let replay = failure["replay"].as_str().expect("a command");
    let words: Vec<&str> = replay.split(' ').skip(1).collect();
    let again = relata(&words);
    assert_eq!(again.status.code(), Some(1), "{replay}: {again:?}");
    let told = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(told.contains("error[C7]"), "{told}");
    let run = both.integrate(&many);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(told.contains("replay: relata integrate "), "{told}");
    assert_eq!(both.integrate(&["--stories", "0"]).status.code(), Some(3));
}

#[test]
fn the_page_holds_everything_and_takes_nothing_for_markup() {
    let marked = SHARER.replace("a certificate", "<script>alert(1)</script>");
    let both = Both::new(&marked, READER);
    let file = both.folder.path().join("page.html");
    fs::write(&file, "something older").expect("a file");
    let run = both.integrate(&["--html", text(&file)]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let page = fs::read_to_string(&file).expect("a page");
    assert!(
        !page.contains("<script") && page.contains("&lt;script&gt;alert(1)"),
        "{page}"
    );
    for part in [
        "<!DOCTYPE html>",
        "sharer/0",
        "certificates-relation-joined",
        "relation-set",
        "prefers-color-scheme",
    ] {
        assert!(page.contains(part), "{part}");
    }
    for outside in ["http://", "https://", "url(", "src=", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for tag in ["details", "li", "ol", "table", "article", "main", "p"] {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let left = fs::read_dir(both.folder.path())
        .expect("a folder")
        .flatten();
    assert!(
        !left
            .into_iter()
            .any(|file| file.file_name().to_string_lossy().ends_with(".new"))
    );
    refused(
        &both.integrate(&["--html", "/no/such/folder/page.html"]),
        "cannot write",
    );
}

#[test]
fn what_is_in_a_secret_is_nowhere_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let s3 = |side: &str| format!("{side}:\n  s3: {{interface: s3}}\n");
    let owner = r"
case $JUJU_DISPATCH_PATH in
  hooks/s3-relation-created)
    secret-add access-key=in-a-secret-77 >/dev/null
    relation-set --app bucket=b secret-key=hidden-in-the-bag access-key=in-a-secret-77
    echo hidden-in-the-bag >&2 ;;
esac";
    let owner = charm(&folder, "owner", &s3("provides"), owner);
    let user = charm(&folder, "user", &s3("requires"), "exit 0");
    let page = folder.path().join("page.html");
    let sides = [&owner, &user].map(|path| format!("{}:s3", text(path)));
    let run = relata(&[
        "integrate",
        &sides[0],
        &sides[1],
        "--html",
        text(&page),
        "--format",
        "json",
    ]);
    let human = relata(&["integrate", &sides[0], &sides[1]]);
    let page = fs::read_to_string(&page).expect("a page");
    for told in [
        page,
        String::from_utf8_lossy(&run.stdout).into(),
        String::from_utf8_lossy(&human.stdout).into(),
    ] {
        assert!(told.contains("(not shown)"), "{told}");
        for hidden in ["in-a-secret-77", "hidden-in-the-bag"] {
            assert!(!told.contains(hidden), "{hidden}: {told}");
        }
    }
}

#[test]
fn other_forms_of_report_are_refused() {
    let both = Both::new(SHARER, READER);
    refused(
        &both.integrate(&["--format", "junit"]),
        "answer in JUnit's form: use `--format json`",
    );
    refused(
        &both.integrate(&["--format", "sarif"]),
        "answer in SARIF: use `--format json`",
    );
}

#[test]
fn how_a_hook_ended_is_said_in_words_with_the_end_of_what_it_said() {
    let fails = "case $JUJU_DISPATCH_PATH in *-changed) juju-log --log-level ERROR 'no trust'; \
                 echo 'it is over' >&2; exit 9 ;; esac";
    let both = Both::new(SHARER, fails);
    let page = both.folder.path().join("page.html");
    let run = both.integrate(&["--html", text(&page)]);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    for part in [
        "ended with exit code 9\n",
        "| stderr: it is over\n",
        "| log: ",
        "no trust\n",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let page = fs::read_to_string(page).expect("a page");
    for part in [
        "It ended with exit code 9.",
        "log: ",
        "no trust",
        "it is over",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("Failed {"), "{page}");
}

#[test]
fn a_hook_without_a_program_is_no_card_of_the_page() {
    let both = Both::new(SHARER, READER);
    let reader = both.folder.path().join("reader");
    fs::remove_file(reader.join("dispatch")).expect("it was there");
    fs::create_dir(reader.join("hooks")).expect("a folder");
    let page = both.folder.path().join("page.html");
    let run = both.integrate(&["--html", text(&page)]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let page = fs::read_to_string(page).expect("a page");
    let unheard = "<span class=\"unit\">reader/0 </span>certificates-relation-changed</p>";
    assert!(page.contains(unheard), "{page}");
    assert!(!page.contains("reader/0 </span> certificates"), "{page}");
}
