//! How a hook tool is called.

use std::fmt;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// What a hook tool left behind when it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Its exit code: 0 fine, 1 it failed, 2 it was called the wrong way. A tool
    /// that died of a signal has 128 plus the signal's number.
    pub code: i32,
    /// What it said.
    pub stdout: Vec<u8>,
    /// What it complained about.
    pub stderr: Vec<u8>,
}

impl Output {
    /// A tool that ended well and said this.
    pub fn ok(stdout: impl Into<Vec<u8>>) -> Self {
        Output {
            code: 0,
            stdout: stdout.into(),
            stderr: Vec::new(),
        }
    }

    /// A tool that failed with this complaint, spelled as Juju does:
    /// `ERROR <message>` and a line break.
    ///
    /// ```
    /// use relata::juju::Output;
    ///
    /// let output = Output::error(2, "no relation id specified");
    /// assert_eq!(output.stderr, b"ERROR no relation id specified\n");
    /// ```
    pub fn error(code: i32, message: &str) -> Self {
        Output {
            code,
            stdout: Vec::new(),
            stderr: ["ERROR ", message, "\n"].concat().into_bytes(),
        }
    }
}

/// Runs hook tools.
///
/// A charm runs them as processes: [`Process`]. A unit test runs them in memory.
pub trait Tools {
    /// Runs one hook tool to its end.
    ///
    /// `stdin` is what the tool may read; `None` leaves it empty.
    ///
    /// # Errors
    ///
    /// Only if the tool could not be run at all, or hung. A tool that fails has
    /// an [`Output`], too.
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault>;
}

impl<T: Tools + ?Sized> Tools for &T {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

impl<T: Tools + ?Sized> Tools for std::rc::Rc<T> {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

impl<T: Tools + ?Sized> Tools for Box<T> {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

/// A hook tool that could not be run to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolFault {
    /// There is no such tool: this Juju does not have it, or this is no hook.
    Missing {
        /// The tool.
        tool: String,
    },
    /// It did not end within the time limit, and was killed.
    Hung {
        /// The tool.
        tool: String,
        /// The limit.
        seconds: u64,
    },
    /// The system did not let it run.
    Io {
        /// The tool.
        tool: String,
        /// What the system says.
        message: String,
    },
}

impl fmt::Display for ToolFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ToolFault::Missing { tool } => write!(
                f,
                "the hook tool `{tool}` is not there: this Juju lacks it, or this is no hook"
            ),
            ToolFault::Hung { tool, seconds } => {
                write!(f, "the hook tool `{tool}` did not end within {seconds} s")
            }
            ToolFault::Io { tool, message } => {
                write!(f, "the hook tool `{tool}` could not be run: {message}")
            }
        }
    }
}

impl std::error::Error for ToolFault {}

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

/// What the threads at the pipes of a tool hand over.
enum Drained {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
}

impl Tools for Process {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        let fault = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => ToolFault::Missing { tool: tool.into() },
            _ => ToolFault::Io {
                tool: tool.into(),
                message: error.to_string(),
            },
        };
        let limit = match tool {
            "resource-get" => self.timeout * 12,
            _ => self.timeout,
        };
        let deadline = Instant::now() + limit;
        let mut child = Command::new(tool)
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
        let mut output = Output::default();
        match drain(&mut child, stdin, deadline, &mut output) {
            Some(status) => {
                output.code = code(status.map_err(fault)?);
                Ok(output)
            }
            None => {
                kill(&mut child);
                Err(ToolFault::Hung {
                    tool: tool.into(),
                    seconds: limit.as_secs(),
                })
            }
        }
    }
}

/// Serves the pipes of a tool until it ends; `None` if that takes too long.
///
/// Each pipe has its own thread: a tool may fill one while another waits.
fn drain(
    child: &mut Child,
    stdin: Option<&[u8]>,
    deadline: Instant,
    output: &mut Output,
) -> Option<std::io::Result<ExitStatus>> {
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), stdin) {
        let mut text = text.to_vec();
        thread::spawn(move || {
            // A tool that fails early does not read: its exit code tells.
            let _ = pipe.write_all(&text);
            zeroize::Zeroize::zeroize(&mut text);
        });
    }
    let (sender, receiver) = mpsc::channel();
    if let Some(mut pipe) = child.stderr.take() {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut text = Vec::new();
            // What could be read counts; the exit code tells the rest.
            let _ = pipe.read_to_end(&mut text);
            let _ = sender.send(Drained::Stderr(text));
        });
    }
    if let Some(mut pipe) = child.stdout.take() {
        thread::spawn(move || {
            let mut text = Vec::new();
            let _ = pipe.read_to_end(&mut text);
            let _ = sender.send(Drained::Stdout(text));
        });
    }
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(Drained::Stdout(text)) => output.stdout = text,
            Ok(Drained::Stderr(text)) => output.stderr = text,
            Err(mpsc::RecvTimeoutError::Timeout) => return None,
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    // Its pipes are closed: it ends now, or it never will.
    let mut pause = Duration::from_micros(50);
    loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < deadline => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            Ok(None) => return None,
            Ok(Some(status)) => return Some(Ok(status)),
            Err(error) => return Some(Err(error)),
        }
    }
}

fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    let signal = || status.signal().map_or(1, |signal| 128 + signal);
    status.code().unwrap_or_else(signal)
}

/// Ends a tool and all that it started.
fn kill(child: &mut Child) {
    // The standard library kills one process; the shell's own `kill` a group.
    let group = ["kill -KILL -", &child.id().to_string()].concat();
    let _ = Command::new("/bin/sh")
        .args(["-c", &group])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}
