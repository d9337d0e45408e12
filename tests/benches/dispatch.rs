//! What a hook of a charm costs: `examples/trust-store`, beside a charm that does
//! the same with `ops` and the upstream library.
//!
//! `cargo bench -p relata-tests --bench dispatch` builds the charm and a compiled
//! stub of the hook tools that both call, and prints
//!
//! - the time of one `relation-changed` in which nothing has to be done any more,
//!   and how many hook tools were called,
//! - the time and memory of one with a thousand units,
//! - the size of the executable, its crates, and how long a clean build takes.
//!
//! The other charm needs a Python with `ops` and
//! `charmlibs-interfaces-certificate-transfer`: `RELATA_BENCH_PYTHON`.
//! `RELATA_BENCH_RUNS` sets how often each has its turn.

use relata_tests::made::certificate;
use relata_tests::measured::{built, cargo, here, median, ms, root, run, runs};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// How often a charm is run before it is the other's turn. Once more before that, it
/// is run without being counted.
const BLOCK: usize = 5;

const TOOLS: [&str; 11] = [
    "config-get",
    "is-leader",
    "juju-log",
    "relation-get",
    "relation-ids",
    "relation-list",
    "relation-model-get",
    "relation-set",
    "state-get",
    "state-set",
    "status-set",
];

fn main() -> io::Result<()> {
    let runs = runs(11);
    let stage = Stage::new()?;
    let charm = Charm {
        name: "Relata",
        program: built("trust-store", "trust-store", "charm", None)?,
        argument: None,
    };
    println!("## One `relation-changed`, median of {}\n", runs * BLOCK);
    stage.answer(&[("relation-list", &units(1)), ("relation-get.app", &v1(3))])?;
    let floor = stage.floor(runs)?;
    println!("one call of a stub hook tool: {:.2} ms\n", ms(floor));
    compare(&stage, &charm, runs)?;
    println!("\n## A thousand units\n");
    println!("| what is read | hook tools | time | memory |");
    println!("|---|---|---|---|");
    let many = units(1000);
    stage.answer(&[("relation-list", &many), ("relation-get.app", &v1(1000))])?;
    thousand(&stage, &charm, "version 1, with 1000 certificates")?;
    stage.answer(&[
        ("relation-list", &many),
        ("relation-get.app", "{}"),
        ("relation-get", &v0(7)),
    ])?;
    thousand(&stage, &charm, "version 0, a databag of each unit")?;
    println!("\n## The executable\n");
    executable(&charm)
}

/// A charm to be dispatched.
struct Charm {
    name: &'static str,
    program: PathBuf,
    argument: Option<PathBuf>,
}

/// A folder with hook tools, their answers and a root folder.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> io::Result<Self> {
        let stage = Stage {
            folder: tempfile::tempdir()?,
        };
        for folder in ["tools", "answers", "root"] {
            fs::create_dir(stage.path(folder))?;
        }
        let stub = stage.path("tools/stub");
        let source = here("benches/stub_tool.rs");
        run(Command::new("rustc")
            .args([
                "--edition",
                "2024",
                "-C",
                "opt-level=3",
                "-C",
                "panic=abort",
                "-o",
            ])
            .args([&stub, &source]))?;
        for tool in TOOLS {
            fs::hard_link(&stub, stage.path("tools").join(tool))?;
        }
        // Certificates that are made up are not for the real ones.
        for (program, body) in [("openssl", "exit 0"), ("update-ca-certificates", "exit 0")] {
            let path = stage.path("tools").join(program);
            fs::write(&path, format!("#!/bin/sh\n{body}\n"))?;
            run(Command::new("chmod").arg("755").arg(path))?;
        }
        Ok(stage)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn answer(&self, answers: &[(&str, &str)]) -> io::Result<()> {
        fs::remove_dir_all(self.path("answers"))?;
        fs::create_dir(self.path("answers"))?;
        let config = format!("{{\"root\":\"{}\"}}", self.path("root").display());
        let always = [
            ("config-get", config.as_str()),
            ("is-leader", "false"),
            ("relation-ids", r#"["certificates:1"]"#),
            ("relation-list.app", r#""ca""#),
            (
                "relation-model-get",
                r#"{"uuid":"c0ffee00-0a1b-4c2d-8e3f-0123456789ab"}"#,
            ),
            ("state-get", "{}"),
        ];
        for (name, text) in always.iter().chain(answers) {
            fs::write(self.path("answers").join(name), text)?;
        }
        // Each charm names its files in its own way.
        let local = self.path("root/usr/local");
        if local.exists() {
            fs::remove_dir_all(local)?;
        }
        Ok(())
    }

    /// A hook about the relation.
    fn hook(&self, program: &Path) -> Command {
        let path = env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("tools").display()))
            .env("STUB_ANSWERS", self.path("answers"))
            .env("JUJU_CHARM_DIR", here("benches/ops_trust_store"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .envs([
                ("JUJU_UNIT_NAME", "trust-store/0"),
                ("JUJU_MODEL_NAME", "bench"),
                ("JUJU_MODEL_UUID", "c0ffee00-0a1b-4c2d-8e3f-0123456789ab"),
                ("JUJU_VERSION", "3.6.4"),
                ("JUJU_DISPATCH_PATH", "hooks/certificates-relation-changed"),
                ("JUJU_HOOK_NAME", "certificates-relation-changed"),
                ("JUJU_RELATION", "certificates"),
                ("JUJU_RELATION_ID", "certificates:1"),
                ("JUJU_REMOTE_APP", "ca"),
                ("JUJU_REMOTE_UNIT", "ca/0"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn dispatch(&self, charm: &Charm) -> Command {
        let mut command = self.hook(&charm.program);
        command.args(&charm.argument);
        command
    }

    /// How long a charm takes.
    fn time(&self, charm: &Charm) -> io::Result<Duration> {
        let start = Instant::now();
        run(&mut self.dispatch(charm))?;
        Ok(start.elapsed())
    }

    /// The hook tools that a charm calls.
    fn calls(&self, charm: &Charm) -> io::Result<Vec<String>> {
        let calls = self.path("calls");
        fs::write(&calls, "")?;
        run(self.dispatch(charm).env("STUB_CALLS", &calls))?;
        let calls = fs::read_to_string(calls)?;
        let tool = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        Ok(calls.lines().map(tool).collect())
    }

    /// How long one hook tool takes that is called from here.
    fn floor(&self, runs: usize) -> io::Result<Duration> {
        let times = (0..runs * 5).map(|_| {
            let start = Instant::now();
            run(&mut self.hook(&self.path("tools/config-get")))?;
            Ok(start.elapsed())
        });
        times.collect::<io::Result<_>>().map(median)
    }
}

/// What all processes have used that were started from here and have ended: the
/// charms and the hook tools that they called. It depends less than time does on
/// what else the machine does.
fn processor_time() -> io::Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program may have anything in it.
    let (_, fields) = stat.rsplit_once(')').unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: u64 = ticks.filter_map(|field| field.parse::<u64>().ok()).sum();
    // A tick is a hundredth of a second wherever Linux runs charms.
    Ok(Duration::from_millis(10 * ticks))
}

/// Both charms, in turn.
fn compare(stage: &Stage, charm: &Charm, runs: usize) -> io::Result<()> {
    let peer = env::var_os("RELATA_BENCH_PYTHON").map(|python| Charm {
        name: "ops and the upstream library",
        program: python.into(),
        argument: Some(here("benches/ops_trust_store/src/charm.py")),
    });
    let charms: Vec<&Charm> = [charm].into_iter().chain(&peer).collect();
    let mut spent = vec![(Vec::new(), Duration::ZERO); charms.len()];
    for charm in &charms {
        // The first run installs the certificates and does not count. Neither charm
        // takes the other's files for its own.
        stage.time(charm)?;
    }
    for _ in 0..runs {
        for (charm, (times, processor)) in charms.iter().zip(&mut spent) {
            stage.time(charm)?;
            let before = processor_time()?;
            for _ in 0..BLOCK {
                times.push(stage.time(charm)?);
            }
            *processor += processor_time()?.saturating_sub(before);
        }
    }
    println!("| charm | time | processor time | hook tools |");
    println!("|---|---|---|---|");
    let mut medians = Vec::new();
    for (charm, (times, processor)) in charms.iter().zip(spent) {
        let processor = processor / u32::try_from(times.len()).unwrap_or(1);
        let median = median(times);
        let calls = stage.calls(charm)?;
        println!(
            "| {} | {:.1} ms | {:.1} ms | {}: {} |",
            charm.name,
            ms(median),
            ms(processor),
            calls.len(),
            calls.join(", ")
        );
        medians.push((median, processor));
    }
    match medians[..] {
        [one, other] => println!(
            "\nratio: {:.0} of time, {:.0} of processor time",
            other.0.as_secs_f64() / one.0.as_secs_f64(),
            other.1.as_secs_f64() / one.1.as_secs_f64()
        ),
        _ => println!("\nno peer: set RELATA_BENCH_PYTHON to a Python with ops and the library"),
    }
    // What the peer keeps between hooks.
    let _ = fs::remove_file(here("benches/ops_trust_store/.unit-state.db"));
    Ok(())
}

/// Time and memory of one hook, of which the first has installed everything.
fn thousand(stage: &Stage, charm: &Charm, what: &str) -> io::Result<()> {
    run(&mut stage.dispatch(charm))?;
    let calls = stage.calls(charm)?.len();
    let report = stage.path("time");
    run(stage
        .hook(Path::new("time"))
        .args(["-f", "%e %M", "-o"])
        .args([&report, &charm.program]))?;
    let report = fs::read_to_string(report)?;
    let (seconds, memory) = report.trim().split_once(' ').unwrap_or_default();
    let megabytes = memory.parse::<f64>().unwrap_or_default() / 1024.0;
    println!("| {what} | {calls} | {seconds} s | {megabytes:.1} MiB |");
    Ok(())
}

fn executable(charm: &Charm) -> io::Result<()> {
    println!(
        "- size, stripped: {} bytes",
        fs::metadata(&charm.program)?.len()
    );
    let count = |edges: &str| -> io::Result<usize> {
        let output = Command::new(cargo())
            .current_dir(root())
            .args([
                "tree",
                "-p",
                "trust-store",
                "--edges",
                edges,
                "--prefix",
                "none",
            ])
            .args(["--format", "{p}"])
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut crates: Vec<&str> = text
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .collect();
        crates.sort_unstable();
        crates.dedup();
        Ok(crates.len())
    };
    println!(
        "- crates in it, its own among them: {}",
        count("normal,no-proc-macro")?
    );
    println!(
        "- crates that are compiled for it: {}",
        count("normal,build")?
    );
    let target = tempfile::tempdir()?;
    for (what, profile) in [("with the profile `charm`", "charm"), ("without", "dev")] {
        let start = Instant::now();
        built("trust-store", "trust-store", profile, Some(target.path()))?;
        println!(
            "- clean build {what}: {:.0} s",
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

fn units(count: usize) -> String {
    let names: Vec<String> = (0..count)
        .map(|number| format!("\"ca/{number}\""))
        .collect();
    format!("[{}]", names.join(","))
}

/// An application databag with that many certificates.
fn v1(count: usize) -> String {
    let certificates: Vec<String> = (0..count).map(certificate).collect();
    let list = format!("{certificates:?}");
    format!("{{\"certificates\":{list:?},\"version\":\"1\"}}")
}

/// A unit databag with a chain of two.
fn v0(seed: usize) -> String {
    let [leaf, root] = [seed, seed + 1].map(certificate);
    let mut bag = String::from("{");
    for (key, text) in [("certificate", &leaf), ("ca", &root)] {
        let json = format!("{text:?}");
        let _ = write!(bag, "\"{key}\":{json:?},");
    }
    let chain = format!("{:?}", [leaf, root]);
    let _ = write!(bag, "\"chain\":{chain:?},\"version\":\"0\"}}");
    bag
}
