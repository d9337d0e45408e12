//! How long the command needs for the whole catalogue, beside the public
//! catalogue's own generator of JSON Schemas.
//!
//! `cargo bench -p relata-tests --bench export` builds the command and times it
//! as a whole process: `relata list`, `relata export` into a new folder, and
//! again into the same one. The peer is `docs/build.py` of
//! `canonical/charm-relation-interfaces`, which makes the JSON Schemas of the
//! same interfaces with pydantic, and nothing else. It is timed as a whole
//! process, and once more without the start of Python and its imports; so is
//! what Relata does for the schemas alone.
//!
//! `RELATA_PEER` names a checkout of the peer; without it, the bench clones
//! one. `RELATA_PYTHON` names a Python that has what the peer needs; without
//! it, the bench makes a virtual environment. `RELATA_BENCH_RUNS` sets how many
//! runs there are; every figure is the median of them, taken in turn.

use relata_interfaces::catalogue;
use relata_spec::schema::{Side, View, role_schema};
use relata_tests::measured::{built, median, ms, runs};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// What the peer needs, as its own `pyproject.toml` and `tox.ini` have it, in
/// versions that fit together.
const REQUIREMENTS: [&str; 4] = [
    "pytest-interface-tester==3.4.1",
    "ops-scenario<=8.8.0",
    "pydantic>=2,<3",
    "PyYAML",
];

/// Runs the peer's function without the start of Python and its imports.
const PEER_ALONE: &str = "
import logging, sys, time
sys.path.insert(0, 'docs')
import build
logging.disable(logging.CRITICAL)
start = time.perf_counter()
build.run()
print(time.perf_counter() - start)
";

fn main() -> io::Result<()> {
    let runs = runs(9);
    let folder = tempfile::tempdir()?;
    let relata = built("relata-cli", "relata", "release", None)?;
    let peer = match Peer::prepare(folder.path()) {
        Ok(peer) => Some(peer),
        Err(why) => {
            println!("SKIPPED: the peer, `docs/build.py`: {why}");
            None
        }
    };

    let mut list = Vec::new();
    let mut fresh = Vec::new();
    let mut again = Vec::new();
    let mut alone = Vec::new();
    let mut peer_process = Vec::new();
    let mut peer_alone = Vec::new();
    let mut schemas = 0;
    // The first run fills the caches and does not count.
    for run in 0..=runs {
        let out = folder.path().join(format!("out-{run}"));
        let mut export = Command::new(&relata);
        export.arg("export").arg(&out);
        let figures = [
            (&mut list, timed(Command::new(&relata).arg("list"))?),
            (&mut fresh, timed(&mut export)?),
            (&mut again, timed(&mut export)?),
        ];
        for (times, figure) in figures {
            times.extend((run > 0).then_some(figure));
        }
        let start = Instant::now();
        schemas = write_schemas(&folder.path().join(format!("schemas-{run}")))?;
        alone.extend((run > 0).then(|| start.elapsed()));
        if let Some(peer) = &peer {
            let process = timed(peer.python().arg("docs/build.py"))?;
            peer_process.extend((run > 0).then_some(process));
            let inside = peer.alone()?;
            peer_alone.extend((run > 0).then_some(inside));
        }
        fs::remove_dir_all(out)?;
    }

    let interfaces = catalogue();
    let versions: usize = interfaces.iter().map(|one| one.versions.len()).sum();
    println!(
        "{} interfaces in {versions} versions, median of {runs} runs",
        interfaces.len()
    );
    println!("| what | time |");
    println!("|---|---|");
    let (fresh, alone) = (median(fresh), median(alone));
    row("`relata list`", median(list));
    row("`relata export`, new folder", fresh);
    row("`relata export`, nothing to do", median(again));
    row(&format!("{schemas} JSON Schemas alone, written"), alone);
    if let Some(peer) = peer {
        let (process, inside) = (median(peer_process), median(peer_alone));
        let count = peer.schemas()?;
        row("`docs/build.py`", process);
        row(&format!("its {count} JSON Schemas alone, written"), inside);
        println!(
            "whole processes: {:.1} times as fast",
            ratio(process, fresh)
        );
        println!(
            "JSON Schemas alone: {:.1} times as fast",
            ratio(inside, alone)
        );
        println!(
            "the same per schema: {:.1} times as fast",
            ratio(inside, alone) * f64::from(schemas) / f64::from(count)
        );
    }
    Ok(())
}

/// What the peer does, for our catalogue: read the declarations, make the
/// schemas, write each to a file.
fn write_schemas(folder: &Path) -> io::Result<u32> {
    let mut count = 0;
    for interface in black_box(catalogue()) {
        for version in &interface.versions {
            let place = folder
                .join(&interface.name)
                .join(format!("v{}", version.number));
            fs::create_dir_all(&place)?;
            for role in version.roles.keys() {
                let schema = role_schema(&interface, version, *role, Side::Reader, View::Decoded);
                fs::write(place.join(format!("{role}.json")), format!("{schema:#}\n"))?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The public catalogue's generator, ready to run.
struct Peer {
    checkout: PathBuf,
    python: PathBuf,
}

impl Peer {
    fn prepare(folder: &Path) -> Result<Peer, String> {
        let checkout = folder.join("peer");
        match env::var_os("RELATA_PEER") {
            // A copy: the peer writes into its own folder.
            Some(given) => succeed(
                Command::new("git")
                    .args(["clone", "--quiet", "--no-hardlinks"])
                    .arg(given)
                    .arg(&checkout),
            )?,
            None => succeed(
                Command::new("git")
                    .args(["clone", "--quiet", "--depth", "1"])
                    .arg("https://github.com/canonical/charm-relation-interfaces")
                    .arg(&checkout),
            )?,
        }
        let python = match env::var_os("RELATA_PYTHON") {
            Some(given) => PathBuf::from(given),
            None => install(&folder.join("venv"))?,
        };
        let peer = Peer { checkout, python };
        succeed(peer.python().arg("docs/build.py"))?;
        Ok(peer)
    }

    fn python(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.current_dir(&self.checkout);
        command
    }

    /// Its work without the start of Python, by its own clock.
    fn alone(&self) -> io::Result<Duration> {
        let output = self.python().args(["-c", PEER_ALONE]).output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        let seconds = told
            .trim()
            .lines()
            .last()
            .and_then(|line| line.parse().ok());
        seconds
            .map(Duration::from_secs_f64)
            .ok_or_else(|| io::Error::other("the peer did not say how long it took"))
    }

    /// How many schemas it writes.
    fn schemas(&self) -> io::Result<u32> {
        let root = self.checkout.join("docs/json_schemas");
        fs::remove_dir_all(&root)?;
        let _ = self.alone()?;
        let mut folders = vec![root];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

/// A virtual environment with what the peer needs; its Python.
fn install(venv: &Path) -> Result<PathBuf, String> {
    succeed(Command::new("python3").args(["-m", "venv"]).arg(venv))?;
    let python = venv.join("bin").join("python");
    succeed(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(REQUIREMENTS),
    )?;
    Ok(python)
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let told = format!("`{}`", command.get_program().display());
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{told}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr);
    let why = why.trim().lines().last().unwrap_or("no reason given");
    Err(format!("{told} failed: {why}"))
}

fn timed(command: &mut Command) -> io::Result<Duration> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    if status.success() {
        Ok(time)
    } else {
        Err(io::Error::other(format!("{command:?} failed")))
    }
}

fn ratio(slow: Duration, fast: Duration) -> f64 {
    slow.as_secs_f64() / fast.as_secs_f64()
}

fn row(what: &str, time: Duration) {
    println!("| {what} | {:.1} ms |", ms(time));
}
