//! Charms in shell, dispatched as processes.

mod cleanup;
mod faults;
mod lifecycle;
mod python;
mod sandbox;
mod socket;
mod sources;

use relata::testing::HookEvent;
use relata_tester::{CharmDir, HookRun, Stage, StageOptions};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A charm whose `dispatch` is this script.
fn charm(folder: &TempDir, name: &str, endpoints: &str, script: &str) -> CharmDir {
    let path = folder.path().join(name);
    fs::create_dir_all(&path).expect("a folder");
    fs::write(
        path.join("metadata.yaml"),
        format!("name: {name}\n{endpoints}"),
    )
    .expect("metadata");
    write_script(&path.join("dispatch"), script);
    CharmDir::load(&path).expect("a charm")
}

fn write_script(path: &Path, script: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder");
    }
    fs::write(path, format!("#!/bin/sh\nset -eu\n{script}\n")).expect("a script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// The first hook of a charm with this script.
fn first_hook(options: StageOptions, script: &str) -> HookRun {
    let folder = folder();
    let bad = charm(&folder, "bad", PROVIDES, script);
    let mut stage = Stage::new(options).expect("a stage");
    stage.deploy("bad", &bad, 1).expect("deployed");
    let unit = relata::UnitName::new("bad/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook")
}

/// Whether there is a process whose command line begins with this.
fn is_running(command: &str) -> bool {
    let processes = fs::read_dir("/proc").expect("/proc");
    processes.flatten().any(|process| {
        let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).starts_with(command)
    })
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn stage() -> Stage {
    Stage::new(options()).expect("a stage")
}

fn options() -> StageOptions {
    StageOptions {
        hook_limit: Duration::from_secs(20),
        tool: Some(PathBuf::from(env!("CARGO_BIN_EXE_relata-hook-tool"))),
        ..StageOptions::default()
    }
}

const PROVIDES: &str = "provides:\n  greetings: {interface: greeting}\n";
const REQUIRES: &str = "requires:\n  greetings: {interface: greeting}\n";
