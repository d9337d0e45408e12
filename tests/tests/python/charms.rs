//! Which charms are there, and how is each dispatched?

use crate::fork::{self, forks};
use crate::venv;
use relata_tester::{CharmDir, StageOptions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// A charm of `tests/charms` on the real `ops`; `None` where there is no Python. Its
/// hooks run in forks.
pub(crate) fn python(name: &str) -> Option<CharmDir> {
    let forks = forks()?;
    let mut charm = load(&charms().join(name));
    let setup = charm.setup_mut();
    setup.python = Some(fork::PROGRAM.into());
    let socket = forks.socket.display().to_string();
    setup.environment.insert(fork::VARIABLE.to_owned(), socket);
    Some(charm)
}

/// The same, with a Python of its own for each hook.
pub(crate) fn plain_python(name: &str) -> Option<CharmDir> {
    let python = venv::python()?;
    let mut charm = load(&charms().join(name));
    charm.setup_mut().python = Some(python);
    Some(charm)
}

/// A charm of `tests/charms` in shell.
pub(crate) fn shell(name: &str) -> CharmDir {
    load(&charms().join(name))
}

/// An example charm, built.
pub(crate) fn rust(name: &str) -> CharmDir {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let built = BUILT.get_or_init(build);
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut charm = load(&examples.join(name));
    let files = &mut charm.setup_mut().files;
    files.insert("dispatch".to_owned(), built.join(name));
    charm
}

/// How hooks are run.
pub(crate) fn options(seed: u64) -> StageOptions {
    StageOptions {
        seed,
        // A machine that builds at the same time is slow.
        hook_limit: Duration::from_secs(120),
        tool: Some(PathBuf::from(env!("CARGO_BIN_EXE_relata-tests-hook-tool"))),
        ..StageOptions::default()
    }
}

fn charms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("charms")
}

fn load(folder: &Path) -> CharmDir {
    CharmDir::load(folder).expect("the charm is there")
}

/// Builds the example charms where this test was built, as the checkout's own `cargo
/// build` does; returns the folder of the executables.
fn build() -> PathBuf {
    const CHARMS: [&str; 6] = [
        "backup-uploader",
        "ca-distributor",
        "certificate-holder",
        "s3-integrator",
        "self-signed-authority",
        "trust-store",
    ];
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let status = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--quiet", "--locked"])
        .args(CHARMS.iter().flat_map(|charm| ["-p", *charm]))
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .expect("cargo can be run");
    assert!(status.success(), "the example charms do not build");
    target.join("debug")
}
