//! Which Python runs a charm's source tree?

use super::Setup;
use std::path::{Path, PathBuf};

/// Where tools put the virtual environment of a project.
const ENVIRONMENTS: [&str; 2] = [".venv", "venv"];

/// The Python that runs a charm.
pub(super) struct Python {
    program: PathBuf,
    /// The folder of the charm that holds it, which no packed charm has.
    pub(super) own: Option<String>,
}

/// What the setup says, else the virtual environment in the charm's folder, else the
/// one that is active, else the system's.
pub(super) fn find(charm: &Path, setup: &Setup) -> Python {
    let other = |program: PathBuf| Python { program, own: None };
    if let Some(python) = &setup.python {
        // A command without a folder is looked up in `PATH`.
        let is_command = python.components().count() == 1;
        return other(if is_command {
            python.clone()
        } else {
            charm.join(python)
        });
    }
    for name in ENVIRONMENTS {
        let folder = charm.join(name);
        let program = folder.join("bin/python");
        if folder.join("pyvenv.cfg").is_file() && program.exists() {
            return Python {
                program,
                own: Some(name.to_owned()),
            };
        }
    }
    let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let active = active.map(|folder| folder.join("bin/python"));
    other(match active {
        Some(python) if python.exists() => python,
        _ => PathBuf::from("python3"),
    })
}

impl Python {
    /// What charmcraft writes as `dispatch` for a charm on `ops`, with this Python.
    pub(super) fn dispatch(&self) -> String {
        let program = self.program.display().to_string().replace('\'', "'\\''");
        format!(
            "#!/bin/sh
JUJU_DISPATCH_PATH=\"${{JUJU_DISPATCH_PATH:-$0}}\" \\
PYTHONPATH=lib:venv:src${{PYTHONPATH:+:$PYTHONPATH}} \\
exec '{program}' ./src/charm.py
"
        )
    }
}
