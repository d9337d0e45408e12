//! What the tests of the command share.
#![allow(dead_code, reason = "each test takes what it needs")]

use serde_json::Value as Json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The one line on standard error.
    pub(crate) fn line(&self) -> &str {
        let line = self.stderr.strip_suffix('\n').unwrap_or(&self.stderr);
        assert!(!line.contains('\n'), "more than one line: {self:?}");
        line
    }
}

/// Runs the command in the repository's root, with nothing on standard input.
pub(crate) fn relata(args: &[&str]) -> Said {
    relata_reading(args, b"")
}

/// Runs the command with this on standard input.
pub(crate) fn relata_reading(args: &[&str], stdin: &[u8]) -> Said {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin);
    let output = child.wait_with_output().expect("the command ends");
    Said {
        code: output.status.code().expect("the command is not killed"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The command, not started yet.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command
        .args(args)
        .current_dir(root())
        .env_remove("NO_COLOR")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Checks this document, given as text, with further arguments.
pub(crate) fn check(document: &str, args: &[&str]) -> Said {
    let mut all = vec!["check", "-"];
    all.extend(args);
    relata_reading(&all, document.as_bytes())
}

/// The same, with the answer as JSON.
pub(crate) fn check_json(document: &str, args: &[&str]) -> (i32, Json) {
    let mut all = vec!["--format", "json"];
    all.extend(args);
    let said = check(document, &all);
    (said.code, said.json())
}

/// The databag of this scope and role in an answer.
pub(crate) fn bag<'a>(answer: &'a Json, role: &str, scope: &str) -> &'a Json {
    let bags = answer["bags"].as_array().expect("a list");
    bags.iter()
        .find(|bag| bag["role"] == role && bag["scope"] == scope)
        .unwrap_or_else(|| panic!("no {scope} databag of a {role} in {answer:#}"))
}

/// Compares with the reviewed text in `tests/expected`; `RELATA_BLESS=1`
/// writes it anew, for another review.
pub(crate) fn assert_expected(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/expected")
        .join(name);
    if std::env::var_os("RELATA_BLESS").is_some() {
        std::fs::write(&path, text).expect("a writable folder");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{name} differs; expected:\n{expected}\nfound:\n{text}"
    );
}
