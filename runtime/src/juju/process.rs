//! Hook tools as processes.

use super::tools::{Output, ToolFault, Tools};
use std::io::{self, ErrorKind, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// Hook tools as processes, found on `PATH` as Juju sets it in a hook.
#[derive(Debug, Clone)]
pub struct Process {
    /// How long one tool may take before it is killed; 5 minutes by default. A
    /// tool waits for the controller, so a short limit turns a slow controller
    /// into a failed hook. `resource-get`, which downloads, has 12 times as long.
    pub timeout: Duration,
}

impl Default for Process {
    fn default() -> Self {
        Process {
            timeout: Duration::from_secs(300),
        }
    }
}

impl Tools for Process {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        let fault = |error: io::Error| match error.kind() {
            ErrorKind::NotFound => ToolFault::Missing { tool: tool.into() },
            _ => ToolFault::Io {
                tool: tool.into(),
                message: error.to_string(),
            },
        };
        let limit = match tool {
            "resource-get" => self.timeout * 12,
            _ => self.timeout,
        };
        let child = Command::new(tool)
            .args(args)
            .stdin(if stdin.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What the tool starts itself can then be killed with it.
            .process_group(0)
            .spawn()
            .map_err(fault)?;
        let id = child.id();
        let Some(ended) = wait(child, stdin, limit) else {
            kill_group(id);
            return Err(ToolFault::Hung {
                tool: tool.into(),
                seconds: limit.as_secs(),
            });
        };
        let ended = ended.map_err(fault)?;
        Ok(Output {
            code: code(ended.status),
            stdout: ended.stdout,
            stderr: ended.stderr,
        })
    }
}

/// How a tool ended, once it has.
type Ended = Mutex<Option<io::Result<process::Output>>>;

/// Waits for a tool to end and to close its pipes; `None` if that takes too long.
///
/// Somebody else waits, so that this can stop waiting.
fn wait(
    mut child: Child,
    stdin: Option<&[u8]>,
    limit: Duration,
) -> Option<io::Result<process::Output>> {
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), stdin) {
        let text = Zeroizing::new(text.to_vec());
        thread::spawn(move || {
            // A tool that fails early does not read: its exit code tells.
            let _ = pipe.write_all(&text);
        });
    }
    let here = Arc::new((Ended::default(), Condvar::new()));
    let there = Arc::clone(&here);
    thread::spawn(move || {
        let ended = child.wait_with_output();
        *lock(&there.0) = Some(ended);
        there.1.notify_one();
    });
    let (ended, change) = &*here;
    let wait = change.wait_timeout_while(lock(ended), limit, |ended| ended.is_none());
    let (mut ended, _) = wait.unwrap_or_else(PoisonError::into_inner);
    ended.take()
}

fn lock(ended: &Ended) -> MutexGuard<'_, Option<io::Result<process::Output>>> {
    ended.lock().unwrap_or_else(PoisonError::into_inner)
}

fn code(status: ExitStatus) -> i32 {
    let signal = || status.signal().map_or(1, |signal| 128 + signal);
    status.code().unwrap_or_else(signal)
}

/// Ends a tool and all that it started. The standard library kills one process;
/// the shell's own `kill` kills a group.
fn kill_group(id: u32) {
    let kill = ["kill -KILL -", &id.to_string()].concat();
    let _ = Command::new("/bin/sh")
        .args(["-c", &kill])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}
