//! What the tester costs: hooks per second of a Rust charm and of one with `ops`, the
//! call of a hook tool beside the start of a process, and the same charm tried by
//! upstream's `pytest-interface-tester`.
//!
//! `cargo bench -p relata-tests --bench tester` builds the command and the charm
//! `examples/trust-store`. The other charm needs a Python with `ops`,
//! `charmlibs-interfaces-certificate-transfer`, `pytest-interface-tester` and
//! `ops-scenario` up to 8.8: `RELATA_BENCH_PYTHON`. With `RELATA_BENCH_SETUP=1` such an
//! environment is made, too, to see how long that takes. `RELATA_BENCH_RUNS` sets how
//! often each has its turn.

use relata_tests::measured::{built, here, median, ms, root, run, runs};
use serde_json::Value as Json;
use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What upstream's tester needs. Newer releases of `ops-scenario` do not work with it.
const REQUIREMENTS: [&str; 5] = [
    "pytest-interface-tester==3.4.1",
    "ops-scenario==8.8.0",
    "ops[testing]==3.8.0",
    "charmlibs-interfaces-certificate-transfer==1.1.0",
    "setuptools",
];

/// The situations that upstream's tester is given, too.
const SAME: [&str; 4] = ["nothing-yet", "typical", "gone", "unknown-key"];

fn main() -> io::Result<()> {
    let place = tempfile::tempdir()?;
    let relata = built("relata-cli", "relata", "release", None)?;
    let bench = Bench {
        relata,
        place: place.path().to_owned(),
        runs: runs(5),
    };
    println!("## Hooks per second, every case of `certificate_transfer` v1, one job\n");
    println!("| charm | hooks | time | hooks per second |");
    println!("|---|---|---|---|");
    let rust = bench.rust_charm()?;
    bench.hooks("Relata", &rust)?;
    let python = env::var_os("RELATA_BENCH_PYTHON").map(PathBuf::from);
    let ops = match &python {
        Some(python) => Some(bench.ops_charm(python)?),
        None => None,
    };
    if let Some(ops) = &ops {
        bench.hooks("ops and the upstream library", ops)?;
    }
    println!("\n## One call of a hook tool\n");
    bench.tool()?;
    let (Some(python), Some(ops)) = (python, ops) else {
        println!("\nno peer: set RELATA_BENCH_PYTHON");
        return Ok(());
    };
    println!("\n## The same charm and situations by pytest-interface-tester\n");
    bench.peer(&python, &ops)
}

struct Bench {
    relata: PathBuf,
    place: PathBuf,
    runs: usize,
}

impl Bench {
    /// `examples/trust-store`, as it is packed.
    fn rust_charm(&self) -> io::Result<PathBuf> {
        let charm = self.place.join("trust-store");
        let executable = built("trust-store", "trust-store", "charm", None)?;
        fs::create_dir(&charm)?;
        fs::copy(executable, charm.join("dispatch"))?;
        for file in ["metadata.yaml", "config.yaml"] {
            fs::copy(
                root().join("examples/trust-store").join(file),
                charm.join(file),
            )?;
        }
        Self::setup(&charm, None)?;
        Ok(charm)
    }

    /// The same on `ops`.
    fn ops_charm(&self, python: &Path) -> io::Result<PathBuf> {
        let charm = self.place.join("ops-trust-store");
        fs::create_dir_all(charm.join("src"))?;
        for file in ["metadata.yaml", "config.yaml", "src/charm.py"] {
            fs::copy(here("benches/ops_trust_store").join(file), charm.join(file))?;
        }
        Self::setup(&charm, Some(python))?;
        Ok(charm)
    }

    /// Where a charm may put certificates, and which Python it runs in.
    fn setup(charm: &Path, python: Option<&Path>) -> io::Result<()> {
        let root = charm.with_extension("root");
        fs::create_dir_all(root.join("etc"))?;
        fs::write(root.join("etc/ca-certificates.conf"), "")?;
        let mut setup = serde_json::json!({"config": {"root": root}});
        if let Some(python) = python {
            setup["python"] = python.display().to_string().into();
        }
        fs::write(charm.join("relata-test.yaml"), setup.to_string())
    }

    /// Tries a charm; the results, and how long it took.
    fn test(&self, charm: &Path, filter: &str) -> io::Result<(Json, Duration)> {
        let begun = Instant::now();
        let output = Command::new(&self.relata)
            .arg("test")
            .arg(charm)
            .args(["--filter", filter, "--jobs", "1", "--format", "json"])
            .stdin(Stdio::null())
            .output()?;
        let took = begun.elapsed();
        let report: Json = serde_json::from_slice(&output.stdout)
            .map_err(|_| io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))?;
        Ok((report, took))
    }

    fn hooks(&self, name: &str, charm: &Path) -> io::Result<()> {
        let mut times = Vec::new();
        let mut hooks = 0;
        for _ in 0..self.runs {
            let (report, took) = self.test(charm, "/v1/")?;
            hooks = hooks_of(&report);
            times.push(took);
        }
        let time = median(times).as_secs_f64();
        let each_second = f64::from(u32::try_from(hooks).unwrap_or(u32::MAX)) / time;
        println!("| {name} | {hooks} | {time:.2} s | {each_second:.0} |");
        Ok(())
    }

    /// A charm that calls a tool, and a program that does nothing, so many times.
    fn tool(&self) -> io::Result<()> {
        const CALLS: u32 = 500;
        let charm = self.place.join("caller");
        fs::create_dir(&charm)?;
        let log = self.place.join("calls");
        fs::write(
            charm.join("metadata.yaml"),
            "name: caller\nrequires: {certificates: {interface: certificate_transfer}}\n",
        )?;
        fs::write(
            charm.join("relata-test.yaml"),
            serde_json::json!({"environment": {"LOG": log}}).to_string(),
        )?;
        let script = format!(
            "#!/bin/sh\n\
             case $JUJU_DISPATCH_PATH in hooks/certificates-relation-created) ;; *) exit 0 ;; esac\n\
             many() {{ i=0; while [ $i -lt {CALLS} ]; do \"$@\" >/dev/null; i=$((i+1)); done; }}\n\
             for _ in 1 2 3 4 5; do\n\
             a=$(date +%s%N); many /bin/true; b=$(date +%s%N); many is-leader; c=$(date +%s%N)\n\
             echo $((b-a)) $((c-b)) >> \"$LOG\"\n\
             done\n"
        );
        let dispatch = charm.join("dispatch");
        fs::write(&dispatch, script)?;
        fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755))?;
        self.test(&charm, "/v1/nothing-yet")?;
        let text = fs::read_to_string(log)?;
        let column = |number: usize| {
            let nanos = text
                .lines()
                .filter_map(|line| line.split(' ').nth(number)?.parse().ok());
            median(nanos.map(Duration::from_nanos).collect()) / CALLS
        };
        let (spawn, call) = (column(0), column(1));
        println!("- start of `/bin/true`: {:.2} ms", ms(spawn));
        println!("- `is-leader`: {:.2} ms", ms(call));
        println!("- ratio: {:.2}", call.as_secs_f64() / spawn.as_secs_f64());
        Ok(())
    }

    fn peer(&self, python: &Path, charm: &Path) -> io::Result<()> {
        let setup = match env::var_os("RELATA_BENCH_SETUP") {
            Some(_) => Some(self.environment()?),
            None => None,
        };
        let interfaces = self.interfaces()?;
        let tests = charm.join("tests");
        fs::create_dir(&tests)?;
        let test = fs::read_to_string(here("benches/interface_tester/test_charm.py"))?
            .replace("{INTERFACES}", &interfaces.display().to_string());
        fs::write(tests.join("test_charm.py"), test)?;
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        let (mut cases, mut hooks) = (0_u32, 0);
        for _ in 0..self.runs {
            let begun = Instant::now();
            run(Command::new(python)
                .args(["-m", "pytest", "--quiet", "tests"])
                .env("PYTHONPATH", "src:lib")
                .current_dir(charm)
                .stdin(Stdio::null())
                .stdout(Stdio::null()))?;
            theirs.push(begun.elapsed());
            let mut took = Duration::ZERO;
            (cases, hooks) = (0, 0);
            for case in SAME {
                let (report, time) = self.test(charm, &format!("certificates/v1/{case}"))?;
                took += time;
                let results = report["results"].as_array().map_or(0, Vec::len);
                cases += u32::try_from(results).unwrap_or(u32::MAX);
                hooks += hooks_of(&report);
            }
            ours.push(took);
        }
        let all = median(theirs).as_secs_f64();
        let theirs = all / 4.0;
        let ours = median(ours).as_secs_f64() / f64::from(cases);
        println!("- pytest-interface-tester, 4 cases: {all:.2} s, {theirs:.2} s per case");
        println!("- relata test, {cases} cases with {hooks} hooks: {ours:.2} s per case");
        println!("- ratio per case: {:.1}", ours / theirs);
        if let Some(setup) = setup {
            let whole = (all + setup.as_secs_f64()) / 4.0;
            println!("- its virtual environment: {:.1} s", setup.as_secs_f64());
            println!("- ratio per case with that: {:.1}", ours / whole);
        }
        Ok(())
    }

    /// How long it takes to make the environment that upstream's tester needs.
    fn environment(&self) -> io::Result<Duration> {
        let folder = self.place.join("venv");
        let begun = Instant::now();
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run(Command::new(folder.join("bin/pip"))
            .args(["install", "--quiet"])
            .args(REQUIREMENTS))?;
        Ok(begun.elapsed())
    }

    /// A repository of interfaces, as upstream's tester clones it.
    fn interfaces(&self) -> io::Result<PathBuf> {
        let repository = self.place.join("interfaces");
        let version = repository.join("interfaces/certificate_transfer/v1");
        fs::create_dir_all(version.join("interface_tests"))?;
        let from = here("benches/interface_tester");
        fs::copy(from.join("schema.py"), version.join("schema.py"))?;
        fs::copy(
            from.join("test_requirer.py"),
            version.join("interface_tests/test_requirer.py"),
        )?;
        fs::write(
            version.join("interface.yaml"),
            "name: certificate_transfer\nversion: 1\nstatus: published\nproviders: []\nrequirers: []\n",
        )?;
        for args in [
            &["init", "--quiet", "--initial-branch", "main"][..],
            &["add", "--all"],
            &[
                "-c",
                "user.name=bench",
                "-c",
                "user.email=bench@localhost",
                "commit",
                "--quiet",
                "-m",
                "interfaces",
            ],
        ] {
            run(Command::new("git").args(args).current_dir(&repository))?;
        }
        Ok(repository)
    }
}

/// How many hooks ran in all cases of a report.
fn hooks_of(report: &Json) -> u64 {
    let results = report["results"].as_array().into_iter().flatten();
    let hooks = results.filter_map(|result| result["hooks"].as_u64());
    hooks.sum()
}
