//! Are charms dispatched as they are packed? Both scripts that charmcraft writes, with
//! the packages of a charm where each expects them.

use crate::conformance::results;
use crate::venv;
use relata_tester::CharmDir;
use relata_tester::conformance::CaseVerdict;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the plugins `uv`, `poetry` and `python` of charmcraft 4 write: a virtual
/// environment whose `python` is linked when it is first needed.
const WITH_ENVIRONMENT: &str = r#"#!/bin/sh
dispatch_path="$(dirname $(realpath $0))"
venv_bin_path="${dispatch_path}/venv/bin"
python_path="${venv_bin_path}/python"
if [ ! -e "${python_path}" ]; then
    mkdir -p "${venv_bin_path}"
    ln -s $(which python3) "${python_path}"
fi

export PYTHONPATH="${dispatch_path}/lib:${dispatch_path}/src"
export LD_LIBRARY_PATH="${dispatch_path}/usr/lib:${dispatch_path}/lib:${dispatch_path}/usr/lib/$(uname -m)-linux-gnu"

exec "${python_path}" "${dispatch_path}/src/charm.py"
"#;

/// What the plugin `charm` writes: the packages in a plain folder.
const WITH_FOLDER: &str = r#"#!/bin/sh

JUJU_DISPATCH_PATH="${JUJU_DISPATCH_PATH:-$0}" PYTHONPATH=lib:venv \
  exec ./src/charm.py
"#;

/// The packages that the charm needs, by the beginning of their folders' names.
const PACKAGES: [&str; 8] = [
    "_yaml",
    "object_storage",
    "opentelemetry",
    "ops",
    "typing_extensions.py",
    "websocket",
    "yaml",
    "importlib_metadata",
];

#[test]
fn packed_charms_run_as_juju_would_run_them() {
    let Some(python) = venv::python() else { return };
    for (script, in_environment) in [(WITH_ENVIRONMENT, true), (WITH_FOLDER, false)] {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        pack(folder.path(), &python, script, in_environment);
        let charm = CharmDir::load(folder.path()).expect("it is a charm");
        let results = results(&charm, |case| case.version == 1 && case.name == "typical");
        for result in &results {
            assert_eq!(result.verdict, CaseVerdict::Passed, "{script}{result:#?}");
        }
    }
}

/// Puts a charm into a folder as charmcraft would pack it.
fn pack(folder: &Path, python: &Path, script: &str, in_environment: bool) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("charms/s3-requirer");
    fs::create_dir(folder.join("src")).expect("there is room for a folder");
    for name in ["charmcraft.yaml", "src/charm.py"] {
        fs::copy(source.join(name), folder.join(name)).expect("it is copied");
    }
    let dispatch = folder.join("dispatch");
    fs::write(&dispatch, script).expect("there is room for a file");
    fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755)).expect("it is ours");

    let installed = packages(python);
    // Such as `python3.11`.
    let version = installed.parent().and_then(Path::file_name);
    let version = version.expect("it is in a folder");
    let venv = folder.join("venv");
    let packages = if in_environment {
        let packages = venv.join("lib").join(version).join("site-packages");
        fs::create_dir_all(&packages).expect("there is room for a folder");
        let configuration = python.ancestors().nth(2).map(|own| own.join("pyvenv.cfg"));
        let configuration = configuration.expect("it is in an environment");
        fs::copy(configuration, venv.join("pyvenv.cfg")).expect("it is copied");
        packages
    } else {
        fs::create_dir_all(&venv).expect("there is room for a folder");
        venv
    };
    for entry in fs::read_dir(&installed).expect("it is there") {
        let entry = entry.expect("it is there");
        let name = entry.file_name();
        if PACKAGES
            .iter()
            .any(|one| name.to_string_lossy().starts_with(one))
        {
            let copied = Command::new("cp")
                .arg("-r")
                .arg(entry.path())
                .arg(&packages)
                .status();
            assert!(copied.expect("cp can be run").success());
        }
    }
}

/// The folder of the packages of a virtual environment's Python.
fn packages(python: &Path) -> PathBuf {
    let output = Command::new(python)
        .args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
        ])
        .output()
        .expect("Python can be run");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
