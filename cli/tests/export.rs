//! `relata export`: which files it writes, and which it leaves alone.

mod common;

use common::{Said, relata};
use relata_spec::Interface;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Every file under a folder, by its path in it.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, root, files);
            } else {
                let name = path.strip_prefix(root).expect("it is in it");
                let name = name.to_str().expect("UTF-8").to_owned();
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files
}

fn export(folder: &Path, more: &[&str]) -> Said {
    let mut args = vec!["export", folder.to_str().expect("UTF-8")];
    args.extend(more);
    relata(&args)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// That the command refuses in one line that says `part`.
#[track_caller]
fn refused(said: &Said, part: &str) {
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stdout.is_empty(), "{said:?}");
    assert!(said.line().starts_with("error: "), "{said:?}");
    assert!(said.line().contains(part), "{part:?} not in {said:?}");
    assert!(said.line().contains("nothing was written"), "{said:?}");
}

/// An interface that is in no catalogue, with one of everything.
fn own() -> Interface {
    let text = include_str!("data/build_result.json");
    Interface::from_json_str(text).expect("a model")
}

fn run_own(interfaces: &[Interface], args: &[&str]) -> relata_cli::Answer {
    let mut all = vec!["relata", "export"];
    all.extend(args);
    relata_cli::run(interfaces, all, None)
}

#[test]
fn every_version_of_the_catalogue_has_its_folder() {
    let out = folder();
    let said = export(&out.path().join("new/deep"), &["--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let files = tree(&out.path().join("new/deep"));
    let mut expected = vec!["index.json".to_owned()];
    for interface in relata(&["list", "--format", "json"])
        .json()
        .as_array()
        .expect("a list")
    {
        let name = interface["name"].as_str().expect("a text");
        for version in interface["versions"].as_array().expect("a list") {
            let version = version["version"].as_str().expect("a text");
            for file in [
                "README.md",
                "interface.yaml",
                "schema.py",
                "schemas/provider.json",
                "schemas/requirer.json",
            ] {
                expected.push(format!("{name}/interface/{version}/{file}"));
            }
        }
    }
    expected.sort();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
    let answer = said.json();
    let mut written: Vec<&str> = answer["written"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|path| path.as_str().expect("a text"))
        .collect();
    written.sort_unstable();
    assert_eq!(written, expected);
    assert_eq!(answer["unchanged"], serde_json::json!([]));
}

#[test]
fn a_second_run_writes_nothing_and_another_folder_gets_the_same_bytes() {
    let (one, two) = (folder(), folder());
    assert_eq!(export(one.path(), &[]).code, 0);
    assert_eq!(export(two.path(), &[]).code, 0);
    let before = tree(one.path());
    assert_eq!(before, tree(two.path()));
    let said = export(one.path(), &["--format", "json"]);
    let answer = said.json();
    assert_eq!(answer["written"], serde_json::json!([]));
    assert_eq!(
        answer["unchanged"].as_array().expect("a list").len(),
        before.len()
    );
    assert_eq!(before, tree(one.path()));
}

#[test]
fn the_schemas_are_those_that_the_command_prints() {
    let out = folder();
    assert_eq!(export(out.path(), &["s3"]).code, 0);
    let written = fs::read_to_string(out.path().join("s3/interface/v1/schemas/provider.json"));
    let args = ["schema", "s3", "--version", "1", "--role", "provider"];
    assert_eq!(written.expect("a file"), relata(&args).stdout);
}

#[test]
fn files_of_others_are_left_alone() {
    let out = folder();
    let theirs = [
        "NOTES.md",
        "other/interface/v0/README.md",
        "s3/pyproject.toml",
        "s3/interface/v0/tests/test_provider.py",
        "s3/interface/v0/schemas/peer.json",
        "s3/interface/v9/README.md",
    ];
    for name in theirs {
        let path = out.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        fs::write(path, format!("mine: {name}")).expect("a writable folder");
    }
    assert_eq!(export(out.path(), &["s3"]).code, 0);
    assert_eq!(export(out.path(), &["s3"]).code, 0);
    let files = tree(out.path());
    for name in theirs {
        assert_eq!(files[name], format!("mine: {name}").into_bytes());
    }
    assert_eq!(files.len(), theirs.len() + 11);
}

#[test]
fn a_document_that_was_written_by_hand_is_replaced_only_if_asked() {
    let out = folder();
    let path = out.path().join("s3/interface/v1/README.md");
    fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
    fs::write(&path, "# Mine\n").expect("a writable folder");
    let before = tree(out.path());
    refused(&export(out.path(), &["s3"]), "`--overwrite`");
    assert_eq!(tree(out.path()), before);
    assert_eq!(export(out.path(), &["s3", "--overwrite"]).code, 0);
    let after = tree(out.path());
    assert!(after["s3/interface/v1/README.md"].starts_with(b"# `s3/v1`"));
    assert_eq!(after.len(), 11);
}

#[test]
fn a_document_of_an_earlier_run_is_brought_up_to_date() {
    let out = folder();
    assert_eq!(export(out.path(), &["s3"]).code, 0);
    let fresh = tree(out.path());
    for name in fresh.keys().filter(|name| *name != "index.json") {
        let path = out.path().join(name);
        let text = fs::read_to_string(&path).expect("a text");
        fs::write(path, text + "\n").expect("a writable file");
    }
    let said = export(out.path(), &["s3", "--format", "json"]);
    assert_eq!(said.json()["written"].as_array().expect("a list").len(), 10);
    assert_eq!(tree(out.path()), fresh);
}

#[test]
fn an_index_keeps_the_entries_of_other_interfaces() {
    let out = folder();
    let index = out.path().join("index.json");
    fs::write(
        &index,
        r#"[{"name": "zz_mine", "x": 1}, {"name": "s3", "version": "0"}]"#,
    )
    .expect("a writable folder");
    assert_eq!(export(out.path(), &["s3", "ingress", "s3"]).code, 0);
    let entries: Vec<serde_json::Value> =
        serde_json::from_slice(&fs::read(&index).expect("a file")).expect("a list");
    let names: Vec<_> = entries.iter().map(|entry| entry["name"].as_str()).collect();
    assert_eq!(names, [Some("ingress"), Some("s3"), Some("zz_mine")]);
    assert_eq!(entries[1]["version"], "1");
    assert_eq!(entries[2], serde_json::json!({"name": "zz_mine", "x": 1}));
}

#[test]
fn what_is_in_the_way_is_named_and_nothing_is_written() {
    let out = folder();
    let file = out.path().join("file");
    fs::write(&file, "mine").expect("a writable folder");
    refused(&export(&file, &["s3"]), "it is no directory");
    refused(&export(&file.join("below"), &["s3"]), "is in the way");
    let below = out.path().join("tree");
    fs::create_dir_all(below.join("s3/interface/v1/README.md")).expect("a writable folder");
    refused(&export(&below, &["s3"]), "it is no regular file");
    fs::create_dir_all(below.join("lxd")).expect("a writable folder");
    fs::write(below.join("lxd/interface"), "mine").expect("a writable folder");
    refused(&export(&below, &["lxd"]), "lxd/interface` is in the way");
    fs::write(below.join("index.json"), "{}").expect("a writable folder");
    refused(
        &export(&below, &["ingress"]),
        "is not an index of interfaces",
    );
    assert_eq!(
        tree(out.path()).into_keys().collect::<Vec<_>>(),
        ["file", "tree/index.json", "tree/lxd/interface"]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_an_error_of_one_line() {
    // Nobody can make a folder there, not even root.
    refused(
        &export(Path::new("/proc/relata"), &["s3"]),
        "cannot write `/proc/relata`",
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_left_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let out = folder();
    let locked: PathBuf = out.path().join("locked");
    fs::create_dir(&locked).expect("a writable folder");
    let only = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode));
    only(0o555).expect("our own folder");
    if fs::write(locked.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let said = export(&locked, &["s3"]);
    only(0o755).expect("our own folder");
    refused(&said, "permission denied");
    assert!(tree(&locked).is_empty());
}

#[test]
fn a_name_that_is_not_known_is_answered_with_the_nearest() {
    let out = folder();
    let said = export(out.path(), &["ingres"]);
    assert_eq!(said.code, 2);
    assert!(said.line().contains("did you mean `ingress`?"), "{said:?}");
    assert!(tree(out.path()).is_empty());
}

#[test]
fn a_crate_with_interfaces_of_its_own_exports_those() {
    let out = folder();
    let path = out.path().to_str().expect("UTF-8");
    let answer = run_own(&[own()], &[path]);
    assert_eq!(
        answer.plain(),
        format!("1 interface in 3 versions: 15 files written, 0 unchanged, in {path}\n")
    );
    for (name, content) in tree(out.path()) {
        if !name.ends_with("schema.py") && !name.contains("/schemas/") {
            let text = String::from_utf8(content).expect("UTF-8");
            common::assert_expected(&format!("export/{name}"), &text);
        }
    }
    assert!(
        out.path()
            .join("build-result/interface/v2/schemas/peer.json")
            .is_file()
    );
    assert!(
        !out.path()
            .join("build-result/interface/v2/schemas/provider.json")
            .exists()
    );
}

#[test]
fn a_name_that_leads_elsewhere_is_refused() {
    for name in [
        "../up",
        "a/b",
        "..",
        ".",
        "/tmp/x",
        "index.json",
        "a\\b",
        "",
    ] {
        let out = folder();
        let mut interface = own();
        interface.name = name.to_owned();
        let answer = run_own(&[interface], &[out.path().to_str().expect("UTF-8")]);
        assert_eq!(answer.code, 2, "{name:?}");
        assert!(answer.stderr.contains("nothing was written"), "{answer:?}");
        assert!(tree(out.path()).is_empty(), "{name:?}");
    }
    let out = folder();
    let answer = run_own(&[own(), own()], &[out.path().to_str().expect("UTF-8")]);
    assert!(
        answer
            .stderr
            .contains("two interfaces are called `build-result`")
    );
}

#[test]
fn nothing_to_export_is_told_apart() {
    let out = folder();
    let answer = run_own(&[], &[out.path().to_str().expect("UTF-8")]);
    assert_eq!((answer.code, answer.stdout.as_str()), (3, ""));
    assert!(tree(out.path()).is_empty());
}
