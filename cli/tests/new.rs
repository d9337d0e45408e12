//! `relata new`: a crate that builds, passes its tests and exports at the first
//! try.

mod common;

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// `relata new` in an empty catalogue.
fn new(args: &[&str]) -> relata_cli::Answer {
    let args = [&["relata", "new"], args].concat();
    relata_cli::run(&[], args, None)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("in the folder");
                found.insert(path.display().to_string());
            }
        }
    }
    found
}

/// A new crate that depends on this checkout.
struct Crate(
    PathBuf,
    #[expect(dead_code, reason = "removes the folder")] tempfile::TempDir,
);

impl Crate {
    fn new(name: &str) -> Crate {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("here");
        let root = common::root();
        let answer = new(&[name, "--path", text(&path), "--relata", text(&root)]);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
        // The same versions as in this build, so that nothing has to be fetched.
        fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock")).expect("it can be copied");
        Crate(path, folder)
    }

    fn cargo(&self, args: &[&str]) -> Output {
        // Kept from run to run: the second one is fast.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new");
        Command::new(env!("CARGO"))
            .args(args)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .expect("cargo runs")
    }

    /// What a command prints, which must succeed.
    fn said(&self, args: &[&str]) -> String {
        let output = self.cargo(args);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {stderr}");
        assert!(!stderr.contains("warning"), "{args:?}: {stderr}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// `cargo run -- …`
    fn relata(&self, args: &[&str]) -> String {
        self.said(&[&["run", "--quiet", "--offline", "--"], args].concat())
    }
}

#[test]
fn a_new_crate_builds_passes_its_tests_and_exports() {
    let new = Crate::new("build-result");
    let tested = new.said(&["test", "--offline"]);
    assert!(
        tested.contains("test nothing_released_breaks ... ok"),
        "{tested}"
    );
    assert!(
        tested.contains("test what_a_provider_writes_is_read ... ok"),
        "{tested}"
    );
    // The example in its documentation is run, too.
    assert!(tested.contains("test result: ok. 1 passed"), "{tested}");
    let example = new.said(&["run", "--quiet", "--offline", "--example", "exchange"]);
    assert!(example.contains("read: ProviderApp"), "{example}");

    let listed = new.relata(&["list", "--format", "json"]);
    let listed: Json = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert_eq!(listed[0]["name"], "build-result");

    // What `relata new` froze is what the declaration says.
    let frozen = new.relata(&["freeze", "--check"]);
    assert_eq!(frozen, "1 frozen version, 1 as declared\n");

    new.relata(&["export", "docs"]);
    let version = "build-result/interface/v0";
    let expected = [
        "README.md",
        "interface.yaml",
        "schema.py",
        "schemas/provider.json",
        "schemas/requirer.json",
    ];
    let mut expected: BTreeSet<String> = expected.map(|file| format!("{version}/{file}")).into();
    expected.insert("index.json".to_owned());
    assert_eq!(files(&new.0.join("docs")), expected);

    // As its README says: published, frozen, and from then on guarded.
    let lib = new.0.join("src/lib.rs");
    let declared = fs::read_to_string(&lib).expect("a text");
    let published = declared.replace("version v0 (draft);", "version v0 (published);");
    assert_ne!(published, declared);
    fs::write(&lib, &published).expect("it can be written");
    new.relata(&["freeze"]);
    new.said(&["test", "--offline", "--quiet", "--test", "interface"]);
    fs::write(
        &lib,
        published.replace("limit: u32 = 100", "limit: u32 = 50"),
    )
    .expect("written");
    let output = new.cargo(&["test", "--offline", "--quiet", "--test", "interface"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("error[R10]: build-result v0 provider app `limit`"),
        "{said}"
    );
    assert!(said.contains("--> src/lib.rs:38:17"), "{said}");
}

#[test]
fn a_name_with_an_underscore_is_written_without_quotes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("here");
    let answer = new(&["build_result", "--path", text(&path), "--format", "json"]);
    let said: Json = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(said["package"], "build-result-interface");
    let told: Vec<String> = serde_json::from_value(said["files"].clone()).expect("paths");
    assert_eq!(files(&path), told.into_iter().collect());
    let read = |file: &str| fs::read_to_string(path.join(file)).expect("a text");
    assert!(read("src/lib.rs").contains("    pub interface build_result {\n"));
    assert!(read("src/lib.rs").contains("vec![build_result::model()]"));
    // Without a checkout it depends on what is released.
    let manifest = read("Cargo.toml");
    let release = format!(
        "version = \"{}.{}\"",
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR")
    );
    assert_eq!(manifest.matches(&release).count(), 2, "{manifest}");
    for file in files(&path) {
        assert!(!read(&file).contains("{{"), "{file} is not filled in");
    }
}

#[test]
fn in_another_package_it_is_a_workspace_of_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").expect("written");
    let path = folder.path().join("interfaces/here");
    fs::create_dir_all(&path).expect("an empty folder is free");
    assert_eq!(new(&["website", "--path", text(&path)]).code, 0);
    let manifest = fs::read_to_string(path.join("Cargo.toml")).expect("a text");
    assert!(manifest.ends_with("\n[workspace]\n"), "{manifest}");
}

#[test]
fn a_name_that_cannot_be_one_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("here");
    let long = "a".repeat(61);
    for (name, why) in [
        ("", "the interface needs a name"),
        (
            "Build",
            "'B' is none of a to z, 0 to 9, `_` and `-`; did you mean `build`?",
        ),
        ("build result", "did you mean `build_result`?"),
        ("../up", "'.' is none of"),
        ("ü", "'ü' is none of"),
        ("3d", "it begins with a letter"),
        ("build_", "ends with a letter or digit"),
        ("build__result", "has no two of `_` and `-` in a row"),
        ("build-_result", "has no two of `_` and `-` in a row"),
        ("match", "is a word of Rust's own"),
        ("juju-info", "that Juju keeps for itself"),
        (&long, "61 characters, and 60 are the most"),
    ] {
        let answer = new(&[name, "--path", text(&path)]);
        assert_eq!(answer.code, 2, "{name}");
        assert!(answer.stderr.contains(why), "{name}: {}", answer.stderr);
        assert!(!path.exists(), "{name}");
    }
}

#[test]
fn a_name_that_is_taken_is_refused_with_what_it_stands_for() {
    for name in ["tls-certificates", "tls_certificates"] {
        let said = common::relata(&["new", name, "--path", "/nowhere/at/all"]);
        assert_eq!(said.code, 2);
        assert!(
            said.line()
                .contains("there is an interface `tls-certificates` already"),
            "{said:?}"
        );
    }
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let full = folder.path().join("full");
    fs::create_dir(&full).expect("a folder");
    fs::write(full.join("notes"), "mine").expect("written");
    let file = folder.path().join("file");
    fs::write(&file, "mine").expect("written");
    for (path, why) in [
        (
            full.clone(),
            "exists and is not empty: choose another folder",
        ),
        (file.clone(), "exists and is no folder"),
        (file.join("below"), "cannot write"),
    ] {
        let answer = new(&["website", "--path", text(&path)]);
        assert_eq!(answer.code, 2);
        assert!(answer.stderr.contains(why), "{}", answer.stderr);
    }
    let left = files(folder.path()).into_iter().collect::<Vec<_>>();
    assert_eq!(left, ["file", "full/notes"]);
    let nowhere = folder.path().join("new");
    let answer = new(&["website", "--path", text(&nowhere), "--relata", text(&full)]);
    assert!(
        answer.stderr.contains("is no checkout of Relata"),
        "{}",
        answer.stderr
    );
    assert!(!nowhere.exists());
}
