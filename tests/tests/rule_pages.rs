//! Is what the pages under `docs/rules` say what happens?
//!
//! A page is read by its fenced blocks; `docs/rules/README.md` says what their
//! info strings mean. After a change of words,
//! `RULE_PAGES=overwrite cargo test -p relata-tests --test rule_pages` writes
//! the messages of compiler and comparison anew. What `relata check` prints is
//! copied by hand.

use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge};
use relata_spec::evolution::{Change, compare_interfaces};
use relata_spec::model::{Role, Scope};
use relata_spec::rules::{RULES, Rule};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, Mutex};

/// A page, or the index.
struct Page {
    path: PathBuf,
    text: String,
}

/// A fenced block of a page.
struct Block {
    /// What stands behind the opening fence.
    info: String,
    code: String,
}

impl Page {
    fn of(rule: &Rule) -> Page {
        Page::read(root().join(rule.page()))
    }

    fn read(path: PathBuf) -> Page {
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
        Page { path, text }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for line in self.text.lines() {
            match (line.strip_prefix("```"), open) {
                (Some(_), true) => open = false,
                (Some(info), false) => {
                    open = true;
                    blocks.push(Block {
                        info: info.to_owned(),
                        code: String::new(),
                    });
                }
                (None, true) => {
                    let block = blocks.last_mut().expect("a block is open");
                    block.code.push_str(line);
                    block.code.push('\n');
                }
                (None, false) => {}
            }
        }
        blocks
    }

    /// The blocks with one info string.
    fn shown(&self, info: &str) -> Vec<Block> {
        let mut blocks = self.blocks();
        blocks.retain(|block| block.info == info);
        blocks
    }

    /// What is wrong if the block behind block `at` does not say `told`.
    fn says(&self, at: usize, told: &str) -> Option<String> {
        static WRITING: Mutex<()> = Mutex::new(());
        let blocks = self.blocks();
        let next = blocks.get(at + 1).filter(|next| next.info == "text");
        let name = self.path.display();
        let Some(next) = next else {
            return Some(format!("{name}: no `text` block follows block {at}"));
        };
        if next.code == told {
            return None;
        }
        if std::env::var_os("RULE_PAGES").is_some_and(|how| how == "overwrite") {
            let _guard = WRITING.lock();
            let now = Page::read(self.path.clone()).with(at + 1, told);
            fs::write(&self.path, now).expect("a page can be written");
            return None;
        }
        let stale = &next.code;
        Some(format!(
            "{name}\n--- on the page\n{stale}--- in truth\n{told}"
        ))
    }

    /// The page with another content of block `at`.
    fn with(&self, at: usize, code: &str) -> String {
        let (mut text, mut fences) = (String::new(), 0);
        for line in self.text.lines() {
            let fence = line.starts_with("```");
            if fence && fences == 2 * at + 1 {
                text.push_str(code);
            }
            fences += usize::from(fence);
            if fence || fences != 2 * at + 1 {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
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

/// Builds a crate of these modules, which all use `relata`.
fn build(name: &str, command: &str, files: &BTreeMap<String, String>) -> Output {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rule-pages");
    let package = scratch.join(name);
    let sources = package.join("src");
    let _ = fs::remove_dir_all(&sources);
    fs::create_dir_all(&sources).expect("the target directory can be written to");
    let runtime = root().join("runtime").display().to_string();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies.relata]\npath = {runtime:?}\nfeatures = [\"spec\", \"yaml\"]\n\
         [profile.dev]\ndebug = false\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest can be written");
    let lock = root().join("Cargo.lock");
    fs::copy(lock, package.join("Cargo.lock")).expect("the lock file can be copied");
    for (file, text) in files {
        fs::write(sources.join(file), text).expect("a source file can be written");
    }
    Command::new(env!("CARGO"))
        .args([command, "--offline", "--quiet", "--target-dir"])
        .arg(scratch.join("target"))
        .args(["--message-format", "json"])
        .current_dir(&package)
        .stdin(Stdio::null())
        .output()
        .expect("cargo runs")
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
    let mut files = BTreeMap::new();
    let (mut modules, mut prints) = (String::new(), String::new());
    for rule in RULES {
        for info in INFOS {
            for (index, block) in Page::of(rule).shown(info).iter().enumerate() {
                let name = module(rule, info, index);
                let text = whole(&block.code);
                let (_, interface) = text.split_once("interface ").expect("a declaration");
                let (interface, _) = interface.split_once(' ').expect("a declaration");
                let model = format!(
                    "pub fn model() -> relata::spec::Interface {{ {interface}::model() }}\n"
                );
                files.insert(format!("{name}.rs"), text.clone() + &model);
                writeln!(modules, "mod {name};").unwrap_or_default();
                writeln!(prints, "show({name:?}, {name}::model());").unwrap_or_default();
            }
        }
    }
    let main = format!(
        "#![allow(dead_code, deprecated)]\n{modules}fn main() {{\n{prints}}}\n\
         fn show(name: &str, model: relata::spec::Interface) {{\n\
         println!(\"{{name}}\\u{{1}}{{}}\\u{{2}}\", model.to_json_string());\n}}\n"
    );
    files.insert("main.rs".to_owned(), main);
    let output = build("passes", "run", &files);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "a declaration does not compile: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // What cargo itself says stands before the first name.
    let entries = printed.split('\u{2}').filter_map(|entry| {
        let (name, model) = entry.split_once('\u{1}')?;
        let name = name.rsplit('\n').next()?.to_owned();
        Some((name, Interface::from_json_str(model).expect("a model")))
    });
    entries.collect()
});

fn model(rule: &Rule, info: &str, index: usize) -> &'static Interface {
    let name = module(rule, info, index);
    MODELS
        .get(&name)
        .unwrap_or_else(|| panic!("{}: no block `{info}` number {index}", rule.page()))
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
        let page = Page::of(rule);
        assert!(page.text.starts_with(&heading), "{}: {heading}", rule.id);
        pages.insert(format!("{}.md", rule.id));
    }
    let folder = fs::read_dir(root().join("docs/rules")).expect("the folder of the pages");
    for file in folder {
        let file = file.expect("an entry").file_name();
        let name = file.to_string_lossy().into_owned();
        assert!(pages.contains(&name), "{name} is the page of no rule");
    }
}

#[test]
fn the_index_lists_every_rule() {
    let index = Page::read(root().join("docs/rules/README.md"));
    for rule in RULES {
        let row = format!("| [{0}]({0}.md) | {1} |\n", rule.id, rule.title);
        assert!(index.text.contains(&row), "missing: {row}");
    }
}

#[test]
fn every_page_shows_what_is_wrong_and_how_to_mend_it() {
    for rule in RULES {
        let page = Page::of(rule);
        let has = |info: &str| !page.shown(info).is_empty();
        let compiled = has("rust,fails") && has("rust,passes");
        let released = has("rust,before") && has("rust,after");
        let complete = match (rule.id, &rule.id[..1]) {
            // What breaks nothing needs no mending.
            ("R19" | "R20", _) => released,
            (_, "R") => compiled || (released && has("rust,mended")),
            (_, "B") => has("json,fails") && has("json,passes"),
            _ => compiled,
        };
        assert!(complete, "{}", rule.page());
    }
}

#[test]
fn declarations_that_fail_are_reported_as_their_page_says() {
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    for rule in RULES {
        for (index, block) in Page::of(rule).shown("rust,fails").iter().enumerate() {
            let name = module(rule, &block.info, index);
            files.insert(format!("{name}.rs"), block.code.clone());
            writeln!(modules, "mod {name};").unwrap_or_default();
        }
    }
    files.insert("lib.rs".to_owned(), modules);
    let messages = compiler_messages(&files);
    let mut wrong = Vec::new();
    for rule in RULES {
        let page = Page::of(rule);
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
        let page = Page::of(rule);
        let blocks = page.blocks();
        let Some(at) = blocks.iter().position(|block| block.info == "rust,after") else {
            continue;
        };
        let before = model(rule, "rust,before", 0);
        let changes = compare_interfaces(before, model(rule, "rust,after", 0));
        let harmless = ["R19", "R20"].contains(&rule.id);
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
        let page = Page::of(rule);
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
