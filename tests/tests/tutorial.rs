//! The tutorial, followed word by word: every file that it shows is written, every
//! command is run, and has to say what stands there.
//!
//! What a block is for is told by the page itself: "Create `path`" or "Replace
//! `path`" in the paragraph before it makes it a file, the word `console` commands, with `exit=1` where
//! the last of them fails. In what a command says, a line `...` stands for any lines.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TUTORIAL: &str = include_str!("../../docs/tutorial.md");

/// A piece of the tutorial.
#[derive(Debug)]
enum Block<'t> {
    File {
        path: &'t str,
        text: String,
    },
    Commands {
        lines: Vec<&'t str>,
        exit_code: i32,
    },
    /// Shown, not told to be done.
    Shown,
}

#[test]
fn the_tutorial_can_be_followed_word_by_word() {
    let folder = tempfile::tempdir().expect("there is room");
    let checkout = root();
    std::os::unix::fs::symlink(&checkout, folder.path().join("relata")).expect("it is new");
    let mut reader = Reader {
        folder: folder.path().to_owned(),
        checkout,
    };
    let blocks = blocks(TUTORIAL);
    let files = blocks
        .iter()
        .filter(|block| matches!(block, Block::File { .. }));
    assert_eq!(files.count(), 7);
    for block in &blocks {
        match block {
            Block::File { path, text } => {
                let path = reader.folder.join(path);
                fs::create_dir_all(path.parent().expect("it has one")).expect("it is ours");
                fs::write(path, text).expect("it is ours");
            }
            Block::Commands { lines, exit_code } => reader.follow(lines, *exit_code),
            Block::Shown => {}
        }
    }
}

#[test]
fn the_example_is_what_the_tutorial_ends_with() {
    let example = root().join("examples/hello-interface");
    for block in blocks(TUTORIAL) {
        if let Block::File { path, text } = block
            && Path::new(path).extension().is_some_and(|end| end == "rs")
        {
            let there = fs::read_to_string(example.join(path)).expect(path);
            assert_eq!(there, text, "{path}");
        }
    }
}

/// Whoever follows the tutorial.
struct Reader {
    folder: PathBuf,
    checkout: PathBuf,
}

impl Reader {
    fn follow(&mut self, lines: &[&str], exit_code: i32) {
        let mut commands = lines.split(|line| line.starts_with("$ ")).skip(1);
        let typed: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.strip_prefix("$ "))
            .collect();
        for (index, command) in typed.iter().enumerate() {
            let expected = commands.next().unwrap_or_default();
            if let Some(folder) = command.strip_prefix("cd ") {
                self.folder.push(folder);
                // The versions that are tested here, not those of the day.
                let lock = self.checkout.join("Cargo.lock");
                fs::copy(lock, self.folder.join("Cargo.lock")).expect("it is ours");
                continue;
            }
            let is_last = index + 1 == typed.len();
            self.run(command, expected, if is_last { exit_code } else { 0 });
        }
    }

    fn run(&self, command: &str, expected: &[&str], exit_code: i32) {
        let output = Command::new("sh")
            .args(["-c", &format!("{command} 2>&1")])
            .current_dir(&self.folder)
            // The dependencies are built once for all runs of this test.
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial"),
            )
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .env("RUSTFLAGS", "")
            .env_remove("RUST_BACKTRACE")
            .output()
            .expect("there is a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(exit_code), "{command}\n{said}");
        let said: Vec<&str> = said.trim_matches('\n').lines().collect();
        let expected = expected.join("\n");
        let expected: Vec<&str> = expected.trim_matches('\n').lines().collect();
        assert!(
            fits(&expected, &said),
            "{command}\nexpected:\n{expected:#?}\nsaid:\n{said:#?}"
        );
    }
}

/// Whether a text is as expected; a line `...` stands for any lines. How long a test
/// took is nobody's business.
fn fits(expected: &[&str], said: &[&str]) -> bool {
    match (expected, said) {
        ([], []) => true,
        (["...", rest @ ..], _) => (0..=said.len()).any(|skipped| fits(rest, &said[skipped..])),
        ([one, expected @ ..], [other, said @ ..]) => {
            without_time(one) == without_time(other) && fits(expected, said)
        }
        _ => false,
    }
}

fn without_time(line: &str) -> &str {
    line.split("; finished in ")
        .next()
        .unwrap_or_default()
        .trim_end()
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((before, block)) = rest.split_once("\n```") {
        let (kind, block) = block.split_once('\n').expect("a block has lines");
        let (body, after) = block.split_once("\n```\n").expect("a block ends");
        rest = after;
        let paragraph = before.trim_end().rsplit("\n\n").next().unwrap_or_default();
        let told = ["Create `", "Create\n`", "Replace `", "Replace\n`"];
        let told = told.iter().find_map(|verb| paragraph.split_once(verb));
        let path = told.and_then(|(_, path)| path.split('`').next());
        blocks.push(match path {
            _ if kind.starts_with("console") => Block::Commands {
                lines: body.lines().collect(),
                exit_code: kind
                    .split_once("exit=")
                    .map_or(0, |(_, code)| code.parse().expect("a number")),
            },
            Some(path) => Block::File {
                path,
                text: format!("{body}\n"),
            },
            None => Block::Shown,
        });
    }
    blocks
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("it is there")
}
