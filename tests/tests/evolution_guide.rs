//! Does what `docs/evolution.md` shows really happen?
//!
//! The page has a released interface and edits of it, each with what the command
//! says. After a change of words, `RELATA_BLESS=1 cargo test -p relata-tests --test
//! evolution_guide` writes the messages anew.

mod pages;

use pages::{Page, models, root};
use relata_spec::Interface;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// What an edit is shown for.
const EDITS: [&str; 3] = ["diff,refused", "diff,accepted", "diff,idle"];

/// Read once: a test that writes messages anew must not confuse another.
static PAGE: LazyLock<Page> = LazyLock::new(|| Page::read(root().join("docs/evolution.md")));

/// The released declaration.
fn released() -> String {
    let [block] = PAGE.shown("rust,released").try_into().ok().expect("one");
    block.code
}

/// The declaration after an edit: its hunks, which `@@` separates, each replace
/// what stands once.
fn edited(released: &str, diff: &str) -> String {
    let mut text = released.to_owned();
    for hunk in diff.split("@@\n") {
        let (mut old, mut new) = (String::new(), String::new());
        for line in hunk.lines() {
            let (sign, rest) = line.split_at_checked(1).unwrap_or((" ", ""));
            assert!([" ", "-", "+"].contains(&sign), "{line}");
            for (side, other) in [(&mut old, "+"), (&mut new, "-")] {
                if sign != other {
                    side.push_str(rest);
                    side.push('\n');
                }
            }
        }
        assert_eq!(text.matches(&old).count(), 1, "not there once:\n{old}");
        text = text.replace(&old, &new);
    }
    text
}

/// The edits: the number of the block, what it is shown for, and the module that
/// it is compiled in.
fn edits() -> Vec<(usize, String, String)> {
    let blocks = PAGE.blocks();
    let shown = blocks.into_iter().enumerate();
    shown
        .filter(|(_, block)| EDITS.contains(&block.info.as_str()))
        .map(|(at, block)| (at, block.info, format!("edit_{at}")))
        .collect()
}

/// The released interface and every edited one.
static MODELS: LazyLock<BTreeMap<String, Interface>> = LazyLock::new(|| {
    let blocks = PAGE.blocks();
    let mut texts = BTreeMap::from([("released".to_owned(), released())]);
    for (at, _, module) in edits() {
        texts.insert(module, edited(&released(), &blocks[at].code));
    }
    models("evolution", &texts)
});

/// Runs the command for one interface, with the folder called `frozen`.
fn run(interface: &Interface, args: &[&str], folder: &Path) -> (u8, String) {
    let folder = folder.to_str().expect("UTF-8");
    let args = [&["relata"], args, &["--dir", folder]].concat();
    let answer = relata_cli::run(std::slice::from_ref(interface), args, None);
    assert_eq!(answer.stderr, "");
    (answer.code, answer.plain().replace(folder, "frozen"))
}

#[test]
fn each_edit_is_judged_as_the_page_says() {
    let mut wrong = Vec::new();
    let mut counts = BTreeMap::new();
    for (at, shown_for, module) in edits() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (code, _) = run(&MODELS["released"], &["freeze"], folder.path());
        assert_eq!(code, 0);
        let edit = &MODELS[&module];
        if shown_for == "diff,idle" {
            let (code, _) = run(edit, &["freeze"], folder.path());
            assert_eq!(code, 0);
        }
        let (code, said) = run(edit, &["freeze", "--check"], folder.path());
        let refused = shown_for == "diff,refused";
        assert_eq!(code, u8::from(refused), "{module}: {said}");
        *counts.entry(shown_for).or_insert(0) += 1;
        wrong.extend(PAGE.says(at, &said));
        // A refused edit leaves what was frozen as it is, an accepted one is
        // written, and is as declared from then on.
        let before = std::fs::read_to_string(folder.path().join("website/v1.json"));
        let (code, _) = run(edit, &["freeze"], folder.path());
        assert_eq!(code, u8::from(refused));
        let after = std::fs::read_to_string(folder.path().join("website/v1.json"));
        if refused {
            assert_eq!(before.expect("it is there"), after.expect("it is there"));
        } else {
            let (code, said) = run(edit, &["freeze", "--check"], folder.path());
            assert_eq!(code, 0);
            assert!(said.contains("1 frozen version, 1 as declared"), "{said}");
        }
    }
    let counts: Vec<i32> = EDITS.iter().map(|one| counts[*one]).collect();
    // The accepted ones are ten, and one that has a reason.
    assert_eq!(counts, [10, 11, 1]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_refusal_names_rule_line_and_upgrade_order() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(&MODELS["released"], &["freeze"], folder.path());
    let mut rules = Vec::new();
    for (_, _, module) in edits().iter().filter(|edit| edit.1 == "diff,refused") {
        let (_, said) = run(&MODELS[module], &["freeze", "--check"], folder.path());
        for part in [
            "error[R",
            "--> src/lib.rs:",
            "= breaks: ",
            "= help: ",
            "(relata explain R",
        ] {
            assert!(said.contains(part), "{module} lacks {part}: {said}");
        }
        let rule = said
            .split_once("error[")
            .and_then(|(_, rest)| rest.split_once(']'));
        rules.push(rule.expect("a rule").0.to_owned());
    }
    let expected = [
        "R6", "R4", "R14", "R8", "R13", "R7", "R5", "R10", "R3", "R18",
    ];
    assert_eq!(rules, expected);
}

#[test]
fn deleting_a_frozen_file_does_not_get_past_a_comparison_with_the_branch() {
    let before = tempfile::tempdir().expect("a temporary folder");
    let after = tempfile::tempdir().expect("a temporary folder");
    run(&MODELS["released"], &["freeze"], before.path());
    let (_, _, tightened) = &edits()[2];
    // To the test alone this is a first release.
    let (code, _) = run(&MODELS[tightened], &["freeze"], after.path());
    assert_eq!(code, 0);
    let [old, new] = [&before, &after].map(|folder| folder.path().to_str().expect("UTF-8"));
    let answer = relata_cli::run(&[], ["relata", "diff", old, new], None);
    assert_eq!(answer.code, 1);
    assert!(answer.plain().contains("error[R14]"), "{}", answer.plain());
}
