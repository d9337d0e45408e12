//! Which processes does a charm have, and which has it left behind?
//!
//! A process that starts a session of its own leaves its group, so that its
//! environment tells where it comes from, or its working directory: they name the
//! sandbox.

use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How many of the processes that were killed are told.
const MOST_TOLD: usize = 20;

/// Kills every process of a sandbox; returns what they were.
///
/// Processes that start others while they are killed are looked for again.
pub(super) fn kill(sandbox: &Path) -> Vec<String> {
    /// Until what was killed is gone.
    const PAUSE: Duration = Duration::from_millis(2);
    const MOST_PASSES: u32 = 200;
    let mut killed = BTreeMap::new();
    for _ in 0..MOST_PASSES {
        let mut found = false;
        for (id, process) in of(sandbox) {
            found = true;
            // A process that is dead has no command line any more.
            let was = command(&process);
            if kill_process(id, Signal::KILL).is_ok() {
                killed.entry(id.as_raw_pid()).or_insert(was);
            }
        }
        if !found {
            break;
        }
        thread::sleep(PAUSE);
    }
    let mut killed: Vec<String> = killed.into_values().take(MOST_TOLD).collect();
    killed.sort();
    killed
}

/// How many processes a sandbox has.
pub(super) fn count(sandbox: &Path) -> usize {
    of(sandbox).count()
}

/// The processes of a sandbox, with their folders in `/proc`.
fn of(sandbox: &Path) -> impl Iterator<Item = (Pid, PathBuf)> {
    let needle = sandbox.as_os_str().as_encoded_bytes();
    let own = i32::try_from(std::process::id()).ok();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter_map(move |process| {
        let id: i32 = process.file_name().to_str()?.parse().ok()?;
        let path = process.path();
        let is_of = || {
            let environment = fs::read(path.join("environ"));
            environment.is_ok_and(|variables| contains(&variables, needle))
                || fs::read_link(path.join("cwd")).is_ok_and(|cwd| cwd.starts_with(sandbox))
        };
        (Some(id) != own && is_of()).then_some((Pid::from_raw(id)?, path))
    })
}

fn command(process: &Path) -> String {
    // A process that is just starting a program has no command line for a moment.
    let read = |file| fs::read(process.join(file)).unwrap_or_default();
    let line = Some(read("cmdline")).filter(|line| !line.is_empty());
    let line = line.unwrap_or_else(|| read("comm"));
    let line = String::from_utf8_lossy(&line).replace('\0', " ");
    line.trim().to_owned()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
