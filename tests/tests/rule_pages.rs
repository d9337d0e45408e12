//! Is what the pages under `spec/rules` say what happens?
//!
//! A page is read by its fenced blocks; `spec/rules/README.md` says what their
//! info strings mean. After a change of words,
//! `RELATA_BLESS=1 cargo test -p relata-tests --test rule_pages` writes
//! the messages of compiler and comparison anew. What `relata check` prints is
//! copied by hand.

mod pages;

use pages::{Page, build, root};
use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge};
use relata_spec::evolution::{Change, compare_interfaces};
use relata_spec::model::{Role, Scope};
use relata_spec::rules::{RULES, Rule};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

fn page(rule: &Rule) -> Page {
    Page::read(root().join(file(rule)))
}

/// Where a rule's page is, from the root of the repository.
fn file(rule: &Rule) -> String {
    format!("spec/rules/{}.md", rule.id)
}

/// The module of a declaration in a crate made of them: `r4_before_0`.
fn module(rule: &Rule, info: &str, index: usize) -> String {
    let word = info.rsplit(',').next().unwrap_or(info);
    format!("{}_{word}_{index}", rule.id.to_lowercase())
}

/// The declaration itself, or a fragment in the frame that the index shows.
fn whole(code: &str) -> String {
    if code.contains("relata::interface!") {
        return code.to_owned();
    }
    let mut versions = String::new();
    if !code.contains("version v") {
        versions.push_str("/// The first version.\nversion v1 (published);\n");
        if code.contains("(v2)") {
            versions.push_str("/// The second version.\nversion v2 (draft);\n");
        }
    }
    format!(
        "relata::interface! {{\n/// Tell where a website is.\ninterface website {{\n{versions}{code}}}\n}}\n"
    )
}

/// What the compiler says about each declaration that fails, by module.
fn compiler_messages(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let output = build("fails", "build", files);
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let message = &line["message"];
        let Some(file) = message["spans"][0]["file_name"].as_str() else {
            continue;
        };
        let text = message["rendered"].as_str().unwrap_or_default();
        let name = file.trim_start_matches("src/").trim_end_matches(".rs");
        let all = messages.entry(name.to_owned()).or_default();
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(text.trim_end());
        all.push('\n');
        *all = all.replace(file, "src/lib.rs");
    }
    let silent = String::from_utf8_lossy(&output.stderr);
    assert!(!messages.is_empty(), "{silent}");
    messages
}

/// The interfaces of all declarations that compile, by module.
static MODELS: LazyLock<BTreeMap<String, Interface>> = LazyLock::new(|| {
    const INFOS: [&str; 4] = ["rust,passes", "rust,before", "rust,after", "rust,mended"];
    let mut texts = BTreeMap::new();
    for rule in RULES {
        for info in INFOS {
            for (index, block) in page(rule).shown(info).iter().enumerate() {
                texts.insert(module(rule, info, index), whole(&block.code));
            }
        }
    }
    pages::models("passes", &texts)
});

fn model(rule: &Rule, info: &str, index: usize) -> &'static Interface {
    let name = module(rule, info, index);
    MODELS
        .get(&name)
        .unwrap_or_else(|| panic!("{}: no block `{info}` number {index}", file(rule)))
}

/// A finding as the pages show it.
fn told(change: &Change) -> String {
    let mut text = format!("{}: {}: {}\n", change.rule, change.place, change.what);
    for order in &change.breaks {
        writeln!(text, "    breaks {order}").unwrap_or_default();
    }
    text
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let mut pages = BTreeSet::from(["README.md".to_owned()]);
    for rule in RULES {
        let heading = format!("# {}: {}\n", rule.id, rule.title);
        let page = page(rule);
        assert!(page.text.starts_with(&heading), "{}: {heading}", rule.id);
        pages.insert(format!("{}.md", rule.id));
    }
    let folder = fs::read_dir(root().join("spec/rules")).expect("the folder of the pages");
    for file in folder {
        let file = file.expect("an entry").file_name();
        let name = file.to_string_lossy().into_owned();
        assert!(pages.contains(&name), "{name} is the page of no rule");
    }
}

#[test]
fn the_index_lists_every_rule() {
    let index = Page::read(root().join("spec/rules/README.md"));
    for rule in RULES {
        let row = format!("| [{0}]({0}.md) | {1} |\n", rule.id, rule.title);
        assert!(index.text.contains(&row), "missing: {row}");
    }
}

#[test]
fn every_page_shows_what_is_wrong_and_how_to_mend_it() {
    for rule in RULES {
        let page = page(rule);
        let has = |info: &str| !page.shown(info).is_empty();
        let compiled = has("rust,fails") && has("rust,passes");
        let released = has("rust,before") && has("rust,after");
        let complete = match (rule.id, &rule.id[..1]) {
            // What breaks nothing needs no mending.
            ("R19" | "R20" | "R21", _) => released,
            (_, "R") => compiled || (released && has("rust,mended")),
            (_, "B") => has("json,fails") && has("json,passes"),
            // `cli/tests/finding_pages.rs` runs these.
            (_, "C") => has("sh,fails") && has("sh,passes"),
            _ => compiled,
        };
        assert!(complete, "{}", file(rule));
    }
}

#[test]
fn declarations_that_fail_are_reported_as_their_page_says() {
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    for rule in RULES {
        for (index, block) in page(rule).shown("rust,fails").iter().enumerate() {
            let name = module(rule, &block.info, index);
            files.insert(format!("{name}.rs"), block.code.clone());
            writeln!(modules, "mod {name};").unwrap_or_default();
        }
    }
    files.insert("lib.rs".to_owned(), modules);
    let messages = compiler_messages(&files);
    let mut wrong = Vec::new();
    for rule in RULES {
        let page = page(rule);
        let blocks = page.blocks();
        let failing = blocks.iter().enumerate();
        let failing = failing.filter(|(_, block)| block.info == "rust,fails");
        for (index, (at, block)) in failing.enumerate() {
            let name = module(rule, &block.info, index);
            let said = messages.get(&name).map_or("", String::as_str);
            let id = format!("[{}]", rule.id);
            assert!(said.contains(&id), "{name} is not reported: {said}");
            wrong.extend(page.says(at, said));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn changes_between_releases_are_found_and_mended_as_their_page_says() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.id.starts_with('R')) {
        let page = page(rule);
        let blocks = page.blocks();
        let Some(at) = blocks.iter().position(|block| block.info == "rust,after") else {
            continue;
        };
        let before = model(rule, "rust,before", 0);
        let changes = compare_interfaces(before, model(rule, "rust,after", 0));
        let harmless = ["R19", "R20", "R21"].contains(&rule.id);
        let found: Vec<&Change> = changes.iter().filter(|one| one.rule == rule.id).collect();
        assert!(!found.is_empty(), "{}: {changes:?}", rule.id);
        for change in &found {
            assert_ne!(change.breaking, harmless, "{}: {change:?}", rule.id);
        }
        wrong.extend(page.says(at, &found.into_iter().map(told).collect::<String>()));
        for (index, _) in page.shown("rust,mended").iter().enumerate() {
            for change in compare_interfaces(before, model(rule, "rust,mended", index)) {
                assert!(!change.breaking, "{}: {change:?}", rule.id);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn databags_are_judged_as_their_page_says() {
    let catalogue = relata_interfaces::catalogue();
    for rule in RULES.iter().filter(|rule| rule.id.starts_with('B')) {
        let page = page(rule);
        let [console] = page.shown("console").try_into().ok().expect("one command");
        let (command, said) = console.code.split_once('\n').expect("an answer");
        let words: Vec<&str> = command.split_whitespace().collect();
        let flag = |name: &str| {
            let at = words.iter().position(|word| *word == name);
            at.map_or_else(|| panic!("{}: no {name}", rule.id), |at| words[at + 1])
        };
        let name = flag("--interface");
        // Where the catalogue has nothing fit to show it, the page declares it.
        let interface = catalogue
            .iter()
            .find(|interface| interface.name == name)
            .unwrap_or_else(|| model(rule, "rust,passes", 0));
        assert_eq!(interface.name, name, "{}", rule.id);
        let number = flag("--version").trim_start_matches('v');
        let version = interface.version(number.parse().expect("a version"));
        let version = version.expect("a declared version");
        let role: Role = serde_json::from_value(flag("--role").into()).expect("a role");
        let scope: Scope = serde_json::from_value(flag("--scope").into()).expect("a scope");
        let judged = |info: &str| {
            let [bag] = page.shown(info).try_into().ok().expect("one databag");
            let bag: BTreeMap<String, String> = serde_json::from_str(&bag.code)
                .unwrap_or_else(|error| panic!("{}, {info}: {error}", rule.id));
            judge(version, role, scope, &bag)
        };
        let wrong = judged("json,fails").problems;
        assert!(!wrong.is_empty(), "{}", rule.id);
        for found in &wrong {
            assert_eq!(found.problem.rule, rule.id);
            // The command prints the hint as a line of its own.
            let mut problem = found.problem.clone();
            problem.hint = None;
            let line = format!("error[{}]: {}\n", rule.id, problem.message());
            assert!(said.contains(&line), "{}: {line}{said}", rule.id);
        }
        let right = judged("json,passes");
        assert_eq!(right.verdict, Verdict::Ready, "{}: {right:?}", rule.id);
    }
}
