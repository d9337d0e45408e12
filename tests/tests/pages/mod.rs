//! Documents whose fenced blocks are compiled, and compared with what happens.
#![allow(dead_code, reason = "each test takes what it needs")]

use relata_spec::Interface;
use relata_spec::model::Sources;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

/// A page, or the index.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// A fenced block of a page.
pub(crate) struct Block {
    /// What stands behind the opening fence.
    pub(crate) info: String,
    pub(crate) code: String,
}

impl Page {
    pub(crate) fn read(path: PathBuf) -> Page {
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
        Page { path, text }
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
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
    pub(crate) fn shown(&self, info: &str) -> Vec<Block> {
        let mut blocks = self.blocks();
        blocks.retain(|block| block.info == info);
        blocks
    }

    /// What is wrong if the block behind block `at` does not say `told`.
    pub(crate) fn says(&self, at: usize, told: &str) -> Option<String> {
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
        if std::env::var_os("RELATA_BLESS").is_some() {
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

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds a crate of these modules, which all use `relata`.
pub(crate) fn build(name: &str, command: &str, files: &BTreeMap<String, String>) -> Output {
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

/// The interfaces of declarations that compile, by the modules that they are
/// compiled in. Each stands in a `src/lib.rs` of its own.
pub(crate) fn models(
    package: &str,
    texts: &BTreeMap<String, String>,
) -> BTreeMap<String, Interface> {
    let mut files = BTreeMap::new();
    let (mut modules, mut prints) = (String::new(), String::new());
    for (name, text) in texts {
        let (_, interface) = text.split_once("interface ").expect("a declaration");
        let (interface, _) = interface.split_once(' ').expect("a declaration");
        let model =
            format!("pub fn model() -> relata::spec::Interface {{ {interface}::model() }}\n");
        files.insert(format!("{name}.rs"), text.clone() + &model);
        writeln!(modules, "mod {name};").unwrap_or_default();
        writeln!(prints, "show({name:?}, {name}::model());").unwrap_or_default();
    }
    let main =
        format!("#![allow(dead_code, deprecated)]\n{modules}fn main() {{\n{prints}}}\n{SHOW}");
    files.insert("main.rs".to_owned(), main);
    let output = build(package, "run", &files);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "a declaration does not compile: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // What cargo itself says stands before the first name.
    let entries = printed.split('\u{2}').filter_map(|entry| {
        let mut parts = entry.split('\u{1}');
        let name = parts.next()?.rsplit('\n').next()?.to_owned();
        let mut model = Interface::from_json_str(parts.next()?).expect("a model");
        model.sources = Sources::new("src/lib.rs", parts.next()?);
        Some((name, model))
    });
    entries.collect()
}

/// Prints a model with the places of its nodes.
const SHOW: &str = r#"
fn show(name: &str, model: relata::spec::Interface) {
    let places: Vec<String> = (model.sources.places())
        .map(|(owner, name, line, column)| format!("[{owner:?}, {name:?}, {line}, {column}]"))
        .collect();
    let places = places.join(", ");
    println!("{name}\u{1}{}\u{1}[{places}]\u{2}", model.to_json_string());
}
"#;
