//! How does a hook in Python cost less?
//!
//! Most of a hook on `ops` is the start of Python and its imports. A server does that
//! once, and runs each hook in a fork of itself: the same charm, the same `ops`, the
//! same library. What a fork cannot show is what differs from process to process, such
//! as the order of a set: some tests run plain processes for that.

use crate::venv;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The variable that tells the client where the server is.
pub(crate) const VARIABLE: &str = "RELATA_FORK_SERVER";

/// What most charms import.
const MODULES: [&str; 8] = [
    "ops",
    "object_storage",
    "charmlibs.interfaces.certificate_transfer",
    "charmlibs.interfaces.ldap",
    "charmlibs.interfaces.oauth",
    "charmlibs.interfaces.otlp",
    "charmlibs.interfaces.tls_certificates",
    "charmlibs.interfaces.tracing",
];

/// A server, which ends with this process: it reads a pipe that nobody writes to.
pub(crate) struct Forks {
    /// What runs a script as `python` would.
    pub(crate) program: PathBuf,
    /// Where the server listens.
    pub(crate) socket: PathBuf,
    _server: Child,
    _folder: TempDir,
}

/// The server of this process; `None` where there is no Python.
pub(crate) fn forks() -> Option<&'static Forks> {
    static FORKS: OnceLock<Option<Forks>> = OnceLock::new();
    FORKS
        .get_or_init(|| venv::python().map(|python| start(&python)))
        .as_ref()
}

fn start(python: &Path) -> Forks {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let socket = folder.path().join("forks.socket");
    let mut server = Command::new(python)
        .arg(scripts.join("fork_server.py"))
        .arg(&socket)
        .args(MODULES)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut line = String::new();
    let said = server.stdout.take().expect("it is piped");
    BufReader::new(said)
        .read_line(&mut line)
        .expect("it is read");
    assert_eq!(line, "ready\n", "the server did not come up");
    let program = folder.path().join("forked-python");
    let client = scripts.join("fork_client.py");
    let script = format!(
        "#!/bin/sh\nexec '{}' -IS '{}' \"$@\"\n",
        python.display(),
        client.display()
    );
    fs::write(&program, script).expect("there is room for a file");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    Forks {
        program,
        socket,
        _server: server,
        _folder: folder,
    }
}
