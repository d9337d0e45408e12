//! Which processes has a charm left behind?
//!
//! A process that starts a session of its own leaves its group, so that its
//! environment tells where it comes from: it names the sandbox.

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::Path;

/// Kills every process whose environment names the folder; returns what they were.
pub(super) fn kill(folder: &Path) -> Vec<String> {
    let needle = folder.as_os_str().as_encoded_bytes();
    let own = std::process::id();
    let mut killed = Vec::new();
    let Ok(processes) = fs::read_dir("/proc") else {
        return killed;
    };
    for process in processes.flatten() {
        let Some(id) = process
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<i32>().ok())
        else {
            continue;
        };
        if u32::try_from(id) == Ok(own) {
            continue;
        }
        let names_it = fs::read(process.path().join("environ"))
            .is_ok_and(|variables| contains(&variables, needle));
        if !names_it {
            continue;
        }
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        if let Some(id) = Pid::from_raw(id)
            && kill_process(id, Signal::KILL).is_ok()
        {
            killed.push(command.trim().to_owned());
        }
    }
    killed.sort();
    killed
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
