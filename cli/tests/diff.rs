//! `relata diff`: what changed between two releases, and whom it breaks.

mod common;
#[path = "common/website.rs"]
mod website;

use common::Said;
use relata_spec::Interface;
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, Stdio};
use website::{catalogue, changed, extended, folder, freeze, retyped, stderr, write};

/// A folder with these interfaces, frozen.
fn frozen(interfaces: &[Interface]) -> tempfile::TempDir {
    let folder = folder();
    assert_eq!(freeze(interfaces, folder.path(), &[]).code, 0);
    folder
}

fn diff(old: &Path, new: &Path, more: &[&str]) -> relata_cli::Answer {
    let paths = [old, new].map(|path| path.to_str().expect("UTF-8"));
    website::run(&[], &[&["diff"], &paths[..], more].concat())
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn nothing_is_said_of_what_did_not_change() {
    let old = frozen(&catalogue());
    let answer = diff(old.path(), old.path(), &[]);
    assert_eq!(
        (answer.code, answer.plain().as_str()),
        (0, "nothing changed\n")
    );
    let answer = diff(old.path(), old.path(), &["--format", "json"]);
    assert_eq!(
        json(&answer.stdout),
        serde_json::json!({"bump": null, "breaking": 0, "findings": []})
    );
}

#[test]
fn what_breaks_is_told_first_with_all_that_one_has_to_know() {
    let old = frozen(&catalogue());
    let new = frozen(&changed(|website| {
        extended(website);
        retyped(website);
    }));
    let answer = diff(old.path(), new.path(), &[]);
    assert_eq!(answer.code, 1);
    let text = answer
        .plain()
        .replace(&new.path().display().to_string(), "NEW");
    common::assert_expected("diff-website.txt", &text);
}

#[test]
fn what_breaks_nothing_exits_with_0_and_says_which_step_it_needs() {
    let old = frozen(&catalogue());
    let new = frozen(&changed(extended));
    let answer = diff(old.path(), new.path(), &[]);
    assert_eq!(answer.code, 0);
    assert_eq!(
        answer.plain(),
        "minor R19: website v1 provider app `health`: a new field that may be missing\n\n\
         0 breaking and 1 compatible change: this needs a minor release\n"
    );
    let documented = frozen(&changed(|website| {
        website.summary = "Where a website is.".into();
    }));
    let answer = diff(old.path(), documented.path(), &["--format", "json"]);
    assert_eq!(
        (answer.code, &json(&answer.stdout)["bump"]),
        (0, &"patch".into())
    );
}

#[test]
fn each_finding_has_rule_place_bump_charms_and_upgrade_order_for_programs() {
    let old = frozen(&catalogue());
    let new = frozen(&changed(retyped));
    let answer = diff(old.path(), new.path(), &["--format", "json"]);
    let report = json(&answer.stdout);
    assert_eq!(
        (answer.code, &report["breaking"], &report["bump"]),
        (1, &2.into(), &"major".into())
    );
    let finding = &report["findings"][0];
    assert_eq!(finding["interface"], "website");
    assert_eq!(
        (&finding["rule"], &finding["version"]),
        (&"R4".into(), &1.into())
    );
    assert_eq!(
        (&finding["owner"], &finding["name"]),
        (&"provider/app".into(), &"port".into())
    );
    assert_eq!(finding["breaking"], true);
    assert_eq!(
        finding["breaks"],
        serde_json::json!([
            "a new requirer that reads an old provider (requirers upgraded first)",
            "an old requirer that reads a new provider (providers upgraded first)"
        ])
    );
    assert_eq!(
        finding["charms"],
        serde_json::json!({"provider": ["apache2"], "requirer": ["haproxy"]})
    );
}

#[test]
fn a_code_scanner_gets_rule_level_message_file_and_line() {
    let old = frozen(&catalogue());
    let new = frozen(&changed(|website| {
        extended(website);
        retyped(website);
    }));
    let answer = diff(old.path(), new.path(), &["--format", "sarif"]);
    assert_eq!(answer.code, 1);
    let sarif = json(&answer.stdout);
    assert_eq!(sarif["version"], "2.1.0");
    assert!(
        sarif["$schema"]
            .as_str()
            .is_some_and(|schema| schema.ends_with("sarif-2.1.0.json"))
    );
    let run = &sarif["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "relata");
    let rules = driver["rules"].as_array().expect("rules");
    let described: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    let results = run["results"].as_array().expect("results");
    assert!(results.len() >= 3);
    for result in results {
        let rule = result["ruleId"].as_str().expect("a rule");
        assert!(described.contains(&rule), "{rule}");
        assert!(
            result["message"]["text"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().expect("a file");
        assert!(file.ends_with("/website/v1.json"), "{file}");
    }
    let level = |rule: &str| {
        let result = results.iter().find(|result| result["ruleId"] == rule);
        result.expect("a finding")["level"].clone()
    };
    assert_eq!((level("R4"), level("R19")), ("error".into(), "note".into()));
    // The line is that of the field.
    let retyped = results.iter().find(|result| result["ruleId"] == "R4");
    let place = &retyped.expect("a finding")["locations"][0]["physicalLocation"];
    let text = std::fs::read_to_string(new.path().join("website/v1.json")).expect("a file");
    let line = place["region"]["startLine"].as_u64().expect("a line");
    let line = text.lines().nth(usize::try_from(line).expect("small") - 1);
    assert_eq!(line.map(str::trim), Some("\"name\": \"port\","));
    let help = &rules.iter().find(|rule| rule["id"] == "R4").expect("R4")["help"];
    assert!(
        help["markdown"]
            .as_str()
            .is_some_and(|page| page.starts_with("# R4"))
    );
}

#[test]
fn files_are_compared_as_folders_are() {
    let old = frozen(&catalogue());
    let new = frozen(&changed(retyped));
    let file = |folder: &tempfile::TempDir| folder.path().join("website/v1.json");
    let answer = diff(&file(&old), &file(&new), &[]);
    assert_eq!(answer.code, 1);
    assert!(answer.plain().starts_with("error[R4]: website v1"));
    // A file with a folder: what is not in the file is new.
    let answer = diff(&file(&old), old.path(), &[]);
    assert_eq!(answer.code, 0);
    assert!(
        answer
            .plain()
            .starts_with("minor R18: mail v0: a new version (published)\n")
    );
}

#[test]
fn an_interface_on_one_side_only_is_new_or_removed() {
    let both = frozen(&catalogue());
    let one = frozen(&catalogue()[1..]);
    let added = diff(one.path(), both.path(), &[]);
    assert_eq!(added.code, 0);
    assert_eq!(
        added.plain(),
        "minor R18: mail v0: a new version (published)\n\n\
         0 breaking and 1 compatible change: this needs a minor release\n"
    );
    let removed = diff(both.path(), one.path(), &[]);
    assert_eq!(removed.code, 1);
    let text = removed.plain();
    assert!(
        text.starts_with("error[R18]: mail v0: the version is gone"),
        "{text}"
    );
    assert!(text.contains("1 breaking and 0 compatible"), "{text}");
}

#[test]
fn with_nothing_on_either_side_nothing_was_compared() {
    let empty = folder();
    write(empty.path(), "README.md", "nothing here");
    for format in ["human", "json", "sarif"] {
        let answer = diff(empty.path(), empty.path(), &["--format", format]);
        assert_eq!((answer.code, answer.stdout.as_str()), (3, ""));
        assert!(stderr(&answer).starts_with("note: there is no frozen specification"));
    }
    let full = frozen(&catalogue());
    assert_eq!(diff(empty.path(), full.path(), &[]).code, 0);
    assert_eq!(diff(full.path(), empty.path(), &[]).code, 1);
}

#[test]
fn what_cannot_be_read_is_told_in_one_line() {
    let old = frozen(&catalogue());
    let bad = frozen(&catalogue());
    write(bad.path(), "package.json", "{\"name\": \"x\"}");
    let none = old.path().join("none");
    for (old, new, said) in [
        (
            old.path(),
            bad.path(),
            "package.json:1:13: this is no frozen specification",
        ),
        (bad.path(), old.path(), "or move it elsewhere"),
        (none.as_path(), old.path(), "there is no such file"),
    ] {
        let answer = diff(old, new, &[]);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
        let line = stderr(&answer);
        assert!(line.contains(said) && line.lines().count() == 1, "{line}");
    }
    for args in [&["diff"][..], &["diff", "a"]] {
        let answer = website::run(&[], args);
        assert_eq!(answer.code, 2);
        assert!(
            stderr(&answer).contains("as in `relata diff OLD NEW`"),
            "{}",
            answer.stderr
        );
    }
}

/// A repository with two releases: `main` has the first, `work` the second.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Repository {
        let repository = Repository(folder());
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        freeze(&catalogue(), &repository.frozen(), &[]);
        repository.commit("The first release");
        repository.git(&["checkout", "--quiet", "-b", "work"]);
        freeze(&changed(extended), &repository.frozen(), &[]);
        repository.commit("The second release");
        repository
    }

    fn frozen(&self) -> std::path::PathBuf {
        self.0.path().join("interfaces/frozen")
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn git(&self, args: &[&str]) {
        let own = [
            "-c",
            "user.name=T",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let mut command = Command::new("git");
        command.args(own).args(args).current_dir(self.0.path());
        let run = command.stdin(Stdio::null()).output().expect("git runs");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
    }

    fn diff(&self, within: &str, args: &[&str]) -> Said {
        let mut command = common::command(&[&["diff"], args].concat());
        let output = command.current_dir(self.0.path().join(within)).output();
        let output = output.expect("the command runs");
        Said {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

#[test]
fn two_revisions_are_compared() {
    let repository = Repository::new();
    let forth = repository.diff("", &["--git", "main..work"]);
    assert_eq!((forth.code, forth.stderr.as_str()), (0, ""));
    assert!(
        forth
            .stdout
            .starts_with("minor R19: website v1 provider app `health`")
    );
    let back = repository.diff("", &["--git", "work..main"]);
    assert_eq!(back.code, 1);
    assert!(
        back.stdout
            .starts_with("error[R1]: website v1 provider app `health`")
    );
    assert!(
        back.stdout
            .contains("--> interfaces/frozen/website/v1.json:"),
        "{}",
        back.stdout
    );
    for range in ["main..", "main"] {
        assert_eq!(
            repository.diff("", &["--git", range]).stdout,
            forth.stdout,
            "{range}"
        );
    }
}

#[test]
fn a_file_in_a_scanners_answer_is_named_from_the_repository() {
    let repository = Repository::new();
    let said = repository.diff("", &["--git", "main..work", "--format", "sarif"]);
    let place = &said.json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "interfaces/frozen/website/v1.json"
    );
}

#[test]
fn three_dots_compare_with_where_the_branch_began() {
    let repository = Repository::new();
    repository.git(&["checkout", "--quiet", "main"]);
    freeze(
        &changed(|website| {
            website.summary = "Where it is.".into();
        }),
        &repository.frozen(),
        &[],
    );
    repository.commit("Meanwhile");
    let from_the_beginning = repository.diff("", &["--git", "main...work"]);
    assert!(
        from_the_beginning.stdout.contains("1 compatible change"),
        "{from_the_beginning:?}"
    );
    let from_the_end = repository.diff("", &["--git", "main..work"]);
    assert!(
        from_the_end.stdout.contains("2 compatible changes"),
        "{from_the_end:?}"
    );
}

#[test]
fn what_is_not_committed_yet_is_compared_with_a_revision() {
    let repository = Repository::new();
    write(&repository.frozen(), "website/v1.json", "{");
    let said = repository.diff("", &["--git", "work"]);
    assert_eq!(said.code, 2);
    assert!(
        said.line()
            .contains("v1.json:1:1: this is no frozen specification"),
        "{said:?}"
    );
    std::fs::remove_dir_all(repository.frozen()).expect("it is there");
    let said = repository.diff("", &["--git", "work", "interfaces/frozen"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stdout
            .contains("error[R18]: mail v0: the version is gone"),
        "{said:?}"
    );
}

#[test]
fn the_folder_is_named_from_where_one_is() {
    let repository = Repository::new();
    let whole = repository.frozen().display().to_string();
    for (within, folder) in [
        ("", whole.as_str()),
        ("interfaces", "frozen"),
        ("interfaces/frozen", "."),
    ] {
        let said = repository.diff(within, &["--git", "main..work", folder]);
        assert_eq!(said.code, 0, "{within} {folder}: {said:?}");
        assert!(
            said.stdout.starts_with("minor R19"),
            "{within} {folder}: {said:?}"
        );
    }
    let said = repository.diff("interfaces", &["--git", "main..work", "/"]);
    assert!(
        said.line()
            .contains("is not in the folder that this was run in"),
        "{said:?}"
    );
}

#[test]
fn revisions_that_are_not_there_are_told() {
    let repository = Repository::new();
    let said = |range| repository.diff("", &["--git", range]);
    assert!(
        said("nowhere..work")
            .line()
            .contains("there is no revision `nowhere`")
    );
    assert!(
        said("main..--all")
            .line()
            .contains("there is no revision `--all`")
    );
    let nothing = repository.diff("", &["--git", "main..work", "elsewhere"]);
    assert_eq!(nothing.code, 3, "{nothing:?}");
    let outside = folder();
    let mut command = common::command(&["diff", "--git", "a..b"]);
    let run = command
        .current_dir(outside.path())
        .env("GIT_CEILING_DIRECTORIES", "/")
        .output();
    let run = run.expect("the command runs");
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&run.stderr).lines().count(), 1);
}

#[test]
fn a_frozen_file_that_is_broken_at_a_revision_is_told_with_the_revision() {
    let repository = Repository::new();
    write(
        &repository.frozen(),
        "website/v1.json",
        "{\n  \"relata\": 1,\n  x",
    );
    repository.commit("A mistake");
    let said = repository.diff("", &["--git", "main..work"]);
    assert_eq!(said.code, 2);
    let line = said.line();
    assert!(
        line.contains("interfaces/frozen/website/v1.json:3:3 at `work`: this is no"),
        "{line}"
    );
}

#[test]
fn only_comparisons_are_for_code_scanners() {
    let answer = website::run(&catalogue(), &["list", "--format", "sarif"]);
    assert_eq!(answer.code, 2);
    assert!(stderr(&answer).contains("only `relata diff` and `relata freeze` answer in SARIF"));
    let folder = frozen(&catalogue());
    let more = ["--check", "--format", "sarif"];
    let answer = freeze(&changed(retyped), folder.path(), &more);
    let sarif = json(&answer.stdout);
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let file = place["artifactLocation"]["uri"].as_str();
    assert!(
        file.is_some_and(|file| file.ends_with("website.rs")),
        "{place}"
    );
    assert!(place["region"]["startColumn"].is_u64());
}
