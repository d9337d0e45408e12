//! `relata matrix`: which charms of a list keep to which interface.

#[path = "../common/mod.rs"]
mod common;

mod bad_lists;
mod parts;
mod results;
mod workflow;

use common::Said;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// States that it reads version 1, and looks at what is there.
const GOOD: &str = r#"
case $JUJU_DISPATCH_PATH in
  hooks/certificates-relation-changed)
    if [ "$(is-leader)" = True ]; then relation-set --app version=1; fi
    relation-get --app certificates "$JUJU_REMOTE_APP" >/dev/null ;;
esac
"#;

/// A list, and the charms beside it.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    /// A charm that requires `certificate_transfer`, with this script.
    fn charm(&self, name: &str, script: &str) {
        let endpoints = "requires:\n  certificates: {interface: certificate_transfer}\n";
        self.write(
            &format!("{name}/metadata.yaml"),
            &format!("name: {}\n{endpoints}", last(name)),
        );
        let dispatch = self.write(
            &format!("{name}/dispatch"),
            &format!("#!/bin/sh\nset -eu\n{script}\n"),
        );
        fs::set_permissions(dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    /// A charm that breaks the interface: it takes the other side for a unit.
    fn bad_charm(&self, name: &str) {
        self.charm(name, &GOOD.replace("--app certificates", "certificates"));
    }
}

fn last(path: &str) -> &str {
    Path::new(path)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(path)
}

fn matrix(args: &[&str]) -> Said {
    common::relata(&[&["matrix"], args].concat())
}

/// The list of one version, with these requirers.
fn list(requirers: &str) -> String {
    format!("name: certificate_transfer\nversion: 1\nproviders: []\nrequirers:\n{requirers}")
}
