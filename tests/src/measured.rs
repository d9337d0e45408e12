//! What the benchmarks measure with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, io};

/// How many runs every figure is the median of: `RELATA_BENCH_RUNS`.
pub fn runs(unless_told: usize) -> usize {
    let told = env::var("RELATA_BENCH_RUNS").ok();
    told.and_then(|runs| runs.parse().ok())
        .unwrap_or(unless_told)
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

/// A place in the folder of this crate.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The cargo that runs the benchmark.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Builds a package of the workspace with a profile; returns the executable of that
/// name. It is built where everything else is, unless a folder is given.
///
/// # Errors
///
/// If it does not build.
pub fn built(
    package: &str,
    name: &str,
    profile: &str,
    target: Option<&Path>,
) -> io::Result<PathBuf> {
    let target = target.map(Path::to_owned);
    let target = target
        .or_else(|| env::var_os("CARGO_TARGET_DIR").map(PathBuf::from))
        .unwrap_or_else(|| root().join("target"));
    run(Command::new(cargo())
        .current_dir(root())
        .args(["build", "--quiet", "-p", package, "--profile", profile])
        .env("CARGO_TARGET_DIR", &target)
        .stdin(Stdio::null()))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    Ok(target.join(folder).join(file))
}

/// Runs a command to its end.
///
/// # Errors
///
/// If it cannot be run, or fails.
pub fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    let program = command.get_program().display();
    Err(io::Error::other(format!("{program} failed: {status}")))
}

/// The one in the middle.
///
/// ```
/// use std::time::Duration;
///
/// let times = [9, 1, 2].map(Duration::from_secs);
/// assert_eq!(relata_tests::measured::median(times.to_vec()), Duration::from_secs(2));
/// ```
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
