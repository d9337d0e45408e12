//! Charms as they lie in a repository.

use crate::{PROVIDES, folder, stage, write_script};
use relata::testing::HookEvent;
use relata_tester::{CharmDir, HookRun};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

fn install(charm: &Path) -> HookRun {
    let charm = CharmDir::load(charm).expect("a charm");
    let mut stage = stage();
    stage.deploy("app", &charm, 1).expect("deployed");
    let unit = relata::UnitName::new("app/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook")
}

fn metadata(charm: &Path, text: &str) {
    fs::create_dir_all(charm).expect("a folder");
    fs::write(charm.join("metadata.yaml"), text).expect("metadata");
}

#[test]
fn links_to_what_charms_share_become_what_they_lead_to() {
    let repository = folder();
    let path = repository.path().join("charms/one");
    metadata(&path, &format!("name: one\n{PROVIDES}"));
    fs::create_dir_all(repository.path().join("common")).expect("a folder");
    fs::write(repository.path().join("common/word"), "shared").expect("a file");
    symlink("../../common", path.join("lib")).expect("a link");
    symlink("lib/word", path.join("own")).expect("a link");
    symlink("nowhere", path.join("broken")).expect("a link");
    let script = "cat lib/word; [ -L lib ] || echo ' copied'; [ -L own ] && cat own";
    write_script(&path.join("dispatch"), script);
    let run = install(&path);
    assert_eq!(run.stdout, "shared copied\nshared", "{run:?}");
}

#[test]
fn a_link_that_leads_to_where_it_is_would_never_end() {
    let repository = folder();
    let path = repository.path().join("one");
    metadata(&path, "name: one\n");
    write_script(&path.join("dispatch"), "exit 0");
    fs::create_dir_all(repository.path().join("a")).expect("a folder");
    fs::create_dir_all(repository.path().join("b")).expect("a folder");
    symlink("../b", repository.path().join("a/b")).expect("a link");
    symlink("../a", repository.path().join("b/a")).expect("a link");
    for target in ["..", "/", "../a"] {
        symlink(target, path.join("loop")).expect("a link");
        let charm = CharmDir::load(&path).expect("a charm");
        let mut stage = stage();
        stage.deploy("one", &charm, 1).expect("deployed");
        let unit = relata::UnitName::new("one/0").expect("a name");
        let told = stage
            .dispatch(&unit, HookEvent::Install)
            .expect_err(target)
            .to_string();
        assert!(told.contains("which would never end"), "{told}");
        fs::remove_file(path.join("loop")).expect("a link");
    }
}

#[test]
fn hooks_may_be_links_to_one_program() {
    let repository = folder();
    let path = repository.path().join("old");
    metadata(&path, "name: old\n");
    write_script(&path.join("bin/all"), "echo \"ran $(basename \"$0\")\"");
    fs::create_dir_all(path.join("hooks")).expect("a folder");
    symlink("../bin/all", path.join("hooks/install")).expect("a link");
    symlink("install", path.join("hooks/start")).expect("a link");
    let run = install(&path);
    assert_eq!(run.stdout, "ran install\n", "{run:?}");
}
