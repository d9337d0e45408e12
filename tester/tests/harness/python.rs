//! Which Python runs a source tree. The Pythons here are shell scripts that say who
//! they are.

use crate::{folder, stage, write_script};
use relata::UnitName;
use relata::testing::HookEvent;
use relata_tester::CharmDir;
use std::fs;
use std::path::Path;

fn source_tree(folder: &Path) {
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::write(folder.join("charmcraft.yaml"), "name: snake\n").expect("metadata");
    fs::write(folder.join("src/charm.py"), "").expect("a charm");
}

fn environment(folder: &Path, who: &str) {
    write_script(
        &folder.join("bin/python"),
        &format!("echo {who} $1 in $(ls -A)"),
    );
    fs::write(folder.join("pyvenv.cfg"), "").expect("a mark");
}

fn said(charm: &CharmDir) -> String {
    let mut stage = stage();
    stage.deploy("snake", charm, 1).expect("deployed");
    let unit = UnitName::new("snake/0").expect("a name");
    let run = stage.dispatch(&unit, HookEvent::Install).expect("it runs");
    assert!(run.is_done(), "{run:?}");
    run.stdout
}

#[test]
fn the_virtual_environment_beside_a_charm_runs_it_and_is_not_packed() {
    for name in [".venv", "venv"] {
        let folder = folder();
        source_tree(folder.path());
        environment(&folder.path().join(name), "beside");
        let said = said(&CharmDir::load(folder.path()).expect("a charm"));
        assert!(said.starts_with("beside ./src/charm.py in "), "{said}");
        assert!(!said.contains("venv"), "{said}");
    }
}

#[test]
fn the_setup_names_a_python_from_the_charms_folder() {
    let folder = folder();
    source_tree(folder.path());
    environment(&folder.path().join(".venv"), "beside");
    let elsewhere = folder.path().join("it's elsewhere");
    environment(&elsewhere, "elsewhere");
    let setup = "python: \"it's elsewhere/bin/python\"\n";
    fs::write(folder.path().join("relata-test.yaml"), setup).expect("a setup");
    let charm = CharmDir::load(folder.path()).expect("a charm");
    let told = said(&charm);
    assert!(told.starts_with("elsewhere ./src/charm.py in "), "{told}");

    let mut charm = charm;
    charm.setup_mut().python = Some("echo".into());
    assert_eq!(said(&charm), "./src/charm.py\n");
}
