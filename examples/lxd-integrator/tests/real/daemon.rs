//! A LXD daemon of one's own.

use lxd_integrator::{Daemon, Lxd};
use std::fs::{self, File};
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a daemon may take to start or to stop on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// The folder of a daemon that may be started and stopped.
pub(crate) struct Home {
    folder: TempDir,
    pub(crate) port: u16,
}

/// A daemon that runs as long as this is there.
pub(crate) struct Running {
    child: Child,
}

impl Home {
    /// A folder for a daemon; `None`, and a loud word about it, where there can be no
    /// daemon. In CI there has to be one.
    pub(crate) fn new() -> Option<Self> {
        let Err(why) = available() else {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
            let port = listener.local_addr().expect("it is bound").port();
            return Some(Home {
                folder: folder(),
                port,
            });
        };
        assert!(
            std::env::var_os("CI").is_none(),
            "{why}. In CI the tests with a real LXD have to run"
        );
        let word = format!(
            "\n*** NOT TESTED with a real LXD: {why}. As root: \
             apt-get install --no-install-recommends lxd lxd-client ***\n\n"
        );
        // Not captured, as what `eprintln!` says is.
        let _ = io::stderr().write_all(word.as_bytes());
        None
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("unix.socket")
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What the charm asks.
    pub(crate) fn lxd(&self) -> Daemon {
        Daemon::new(self.socket(), None)
    }

    /// Starts the daemon; returns when it answers.
    pub(crate) fn start(&self) -> Running {
        start(self.folder.path()).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Has the daemon listen, as an operator does.
    pub(crate) fn listen(&self) {
        self.preseed(&format!(
            "config:\n  core.https_address: {}\n",
            self.address()
        ));
    }

    /// Makes the daemon a cluster of one node.
    pub(crate) fn cluster(&self, name: &str) {
        self.preseed(&format!(
            "config:\n  core.https_address: {}\n\
             cluster:\n  enabled: true\n  server_name: {name}\n",
            self.address()
        ));
    }

    fn preseed(&self, text: &str) {
        let mut init = Command::new("lxd")
            .args(["init", "--preseed"])
            .env("LXD_DIR", self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it was there");
        let mut pipe = init.stdin.take().expect("it is piped");
        pipe.write_all(text.as_bytes()).expect("it reads");
        drop(pipe);
        let output = init.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "lxd init: {said}");
    }
}

impl Running {
    /// Stops the daemon; returns when it is gone.
    pub(crate) fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        // It has mounts in its folder, which it undoes if it is asked to end.
        let id = self.child.id().to_string();
        let asked = Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &id])
            .status();
        let begin = Instant::now();
        while asked.is_ok() && begin.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(PAUSE);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a daemon in a folder; returns when it answers, or says why it does not.
fn start(folder: &Path) -> Result<Running, String> {
    let log = folder.join("test.log");
    let file = File::create(&log).expect("it is writable");
    let child = Command::new("lxd")
        .args(["--group", "root"])
        .env("LXD_DIR", folder)
        .stdin(Stdio::null())
        .stdout(file.try_clone().expect("it is open"))
        .stderr(file)
        .spawn()
        .map_err(|error| format!("cannot run lxd: {error}"))?;
    let mut running = Running { child };
    let lxd = Daemon::new(folder.join("unix.socket"), None);
    let begin = Instant::now();
    while let Err(fault) = lxd.trusted() {
        let ended = running.child.try_wait().expect("it is our child");
        if ended.is_some() || begin.elapsed() > PATIENCE {
            let said = fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("lxd does not start: {fault}: {}", said.trim()));
        }
        sleep(PAUSE);
    }
    Ok(running)
}

/// Whether there can be a daemon; if not, why. It is tried once.
fn available() -> Result<(), String> {
    static TRIED: OnceLock<Result<(), String>> = OnceLock::new();
    let tried = TRIED.get_or_init(|| {
        let folder = folder();
        start(folder.path()).map(Running::stop)
    });
    tried.clone()
}

fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("lxd").tempdir();
    folder.expect("there is room")
}
