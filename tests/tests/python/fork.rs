//! How does a hook in Python cost less?
//!
//! Most of a hook on `ops` is the start of Python and its imports, and of the hook tools
//! that it calls. A server does the first once, and runs each hook in a fork of itself:
//! the same charm, the same `ops`, the same library. The fork asks the model what its
//! tools would ask. What it cannot show is what differs from process to process, such as
//! the order of a set: some tests run plain processes for that.

use crate::charms::{options, plain_python, python};
use crate::venv;
use relata::Databag;
use relata_tester::{CharmDir, Schedule, Stage};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The variable that tells the client where the server is.
pub(crate) const VARIABLE: &str = "RELATA_FORK_SERVER";

/// What runs a script as `python` would.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_relata-tests-forked-python");

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
    Forks {
        socket,
        _server: server,
        _folder: folder,
    }
}

/// A hook: the unit and its name, how it ended, and the tools that it called.
type Told = (String, String, Vec<(String, Option<i32>)>);

/// What two charms do from their deployment to rest, and what they have written.
fn told(provider: &CharmDir, requirer: &CharmDir) -> (Vec<Told>, Vec<Databag>) {
    const MOST_HOOKS: usize = 100;
    let mut stage = Stage::new(options(0)).expect("there is room for a stage");
    for (app, charm) in [("provider", provider), ("requirer", requirer)] {
        stage.deploy(app, charm, 2).expect("it can be deployed");
    }
    let related = {
        let mut world = stage.world();
        world.integrate("provider:s3-credentials", "requirer:backup-storage")
    };
    let relation = related.expect("the endpoints fit");
    let runs = stage.settle(&mut Schedule::seeded(7), MOST_HOOKS);
    let hooks = runs.expect("they come to rest").into_iter().map(|run| {
        assert!(run.is_done(), "{run:#?}");
        let calls = run.calls.into_iter().map(|call| (call.tool, call.code));
        // Whatever Python keeps in a set comes in another order in each process.
        let mut calls: Vec<_> = calls.collect();
        calls.sort();
        (run.unit.to_string(), run.hook, calls)
    });
    let hooks = hooks.collect();
    let world = stage.world();
    let written = ["provider", "provider/0", "requirer", "requirer/0"]
        .map(|writer| world.written(relation, writer));
    (hooks, written.into())
}

#[test]
fn a_fork_does_what_a_process_does() {
    let charms = |python: fn(&str) -> Option<CharmDir>| {
        Some((python("s3-provider")?, python("s3-requirer")?))
    };
    let (Some(forked), Some(plain)) = (charms(python), charms(plain_python)) else {
        return;
    };
    let (hooks, written) = told(&forked.0, &forked.1);
    assert!(hooks.len() > 20, "{hooks:#?}");
    assert!(
        written
            .iter()
            .any(|databag| databag.contains_key("requested-secrets"))
    );
    assert_eq!((hooks, written), told(&plain.0, &plain.1));
}
