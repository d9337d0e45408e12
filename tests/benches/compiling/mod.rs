//! Times the compilation of one crate, its dependencies being built already.

use relata_tests::measured::{cargo, median};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

/// A crate that is compiled.
pub(crate) struct Krate {
    folder: PathBuf,
    target: PathBuf,
}

impl Krate {
    /// Writes a crate of one file.
    pub(crate) fn write(
        folder: &Path,
        name: &str,
        manifest: &str,
        source: &str,
    ) -> io::Result<Krate> {
        let folder = folder.join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/lib.rs"), source)?;
        let target = folder.join("target");
        Ok(Krate::at(folder, target))
    }

    /// A crate that is there, compiled into a folder of its own.
    pub(crate) fn at(folder: PathBuf, target: PathBuf) -> Krate {
        Krate { folder, target }
    }

    /// How long it takes to compile the crate itself.
    pub(crate) fn timed(&self, arguments: &[&str]) -> io::Result<Duration> {
        let source = self.folder.join("src/lib.rs");
        fs::File::options()
            .append(true)
            .open(&source)?
            .set_modified(std::time::SystemTime::now())?;
        let start = Instant::now();
        let output = self
            .cargo()
            .args(arguments)
            .stdout(Stdio::null())
            .output()?;
        let took = start.elapsed();
        if output.status.success() {
            return Ok(took);
        }
        Err(io::Error::other(format!(
            "cargo {arguments:?} failed in {}: {}",
            self.folder.display(),
            String::from_utf8_lossy(&output.stderr)
        )))
    }

    /// `cargo`, where the crate is.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(cargo());
        cargo
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        cargo
    }
}

/// The medians of crates that are compiled in turn. The first run builds their
/// dependencies and does not count.
pub(crate) fn medians<const N: usize>(
    runs: usize,
    compile: [&dyn Fn() -> io::Result<Duration>; N],
) -> io::Result<[Duration; N]> {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
    for run in 0..=runs {
        for (times, compile) in times.iter_mut().zip(compile) {
            let took = compile()?;
            times.extend((run > 0).then_some(took));
        }
    }
    Ok(times.map(median))
}
