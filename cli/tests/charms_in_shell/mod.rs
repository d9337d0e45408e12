//! Charms in shell, and the command that runs them.

use serde_json::Value as Json;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) const REQUIRES: &str = "requires:\n  certificates: {interface: certificate_transfer}\n";
pub(crate) const PROVIDES: &str = "provides:\n  certificates: {interface: certificate_transfer}\n";

/// States that it reads version 1, and looks at what is there.
pub(crate) const READER: &str = r#"
case $JUJU_DISPATCH_PATH in
  hooks/certificates-relation-changed)
    if [ "$(is-leader)" = True ]; then relation-set --app version=1; fi
    relation-get --app certificates "$JUJU_REMOTE_APP" >/dev/null ;;
esac
"#;

/// Shares one certificate with whoever is there.
pub(crate) const SHARER: &str = r#"
case $JUJU_DISPATCH_PATH in
  hooks/certificates-relation-created)
    if [ "$(is-leader)" = True ]; then
      printf '{"certificates": "[\\"a certificate\\"]", "version": "1"}' | relation-set --app --file -
    fi ;;
esac
"#;

pub(crate) fn charm(folder: &TempDir, name: &str, endpoints: &str, script: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(&path).expect("a folder");
    fs::write(
        path.join("metadata.yaml"),
        format!("name: {name}\n{endpoints}"),
    )
    .expect("metadata");
    let dispatch = path.join("dispatch");
    fs::write(&dispatch, format!("#!/bin/sh\nset -eu\n{script}\n")).expect("a script");
    fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755)).expect("permissions");
    path
}

pub(crate) fn relata(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(args)
        .output()
        .expect("the command runs")
}

pub(crate) fn json(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
