//! Is what the pages of the findings C1 to C11 show what `relata` prints?
//!
//! Each page has a charm that shows its fault, the command with what it prints, and the
//! charm without the fault. What is left out at the beginning of an answer is `…`.

use relata_spec::rules::{RULES, Rule};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// What stands in the only fence of a page with this info string.
fn block<'a>(rule: &'a Rule, info: &str) -> &'a str {
    let fence = format!("\n```{info}\n");
    let parts: Vec<&str> = rule.page().split(fence.as_str()).collect();
    let [_, rest] = parts[..] else {
        panic!("{}: expected one block `{info}`", rule.id);
    };
    rest.split_once("```\n").expect("the end of a fence").0
}

/// Puts the charm into a folder of its name.
fn make(folder: &Path, metadata: &str, script: &str) {
    let name = metadata
        .lines()
        .find_map(|line| line.strip_prefix("name: "));
    let charm = folder.join(name.expect("a name"));
    fs::create_dir_all(&charm).expect("a folder");
    fs::write(charm.join("metadata.yaml"), metadata).expect("metadata");
    let dispatch = charm.join("dispatch");
    fs::write(&dispatch, script).expect("a script");
    fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
}

fn run(folder: &Path, command: &str) -> Output {
    let mut words = command.split_whitespace();
    assert_eq!(
        (words.next(), words.next()),
        (Some("$"), Some("relata")),
        "{command}"
    );
    Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(words)
        .current_dir(folder)
        .output()
        .expect("the command runs")
}

#[test]
fn each_page_shows_what_is_printed_and_how_it_is_mended() {
    let pages: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| rule.id.starts_with('C'))
        .collect();
    assert_eq!(pages.len(), 11);
    for rule in pages {
        let folder: TempDir = tempfile::tempdir().expect("a folder");
        let metadata = block(rule, "yaml");
        let console = block(rule, "console");
        let (command, shown) = console.split_once('\n').expect("an answer");
        make(folder.path(), metadata, block(rule, "sh,fails"));
        let failed = run(folder.path(), command);
        let told = String::from_utf8_lossy(&failed.stdout).into_owned();
        assert_eq!(failed.status.code(), Some(1), "{}: {told}", rule.id);
        assert!(
            shown.contains(&format!("error[{}]", rule.id)),
            "{}",
            rule.id
        );
        let is_shown = match shown.strip_prefix("…\n") {
            Some(end) => told.ends_with(end),
            None => told.starts_with(shown),
        };
        assert!(
            is_shown,
            "{}: the page shows\n{shown}\nand this is printed:\n{told}",
            rule.id
        );
        make(folder.path(), metadata, block(rule, "sh,passes"));
        let passed = run(folder.path(), command);
        assert_eq!(passed.status.code(), Some(0), "{}: {passed:?}", rule.id);
    }
}
