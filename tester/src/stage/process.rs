//! How is a hook run as a process, and stopped if it does not end?

use super::strays;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::process::{
    Pid, PidfdFlags, Resource, Rlimit, Signal, getrlimit, kill_process_group, pidfd_open, prlimit,
};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How much of what a hook prints is kept.
const OUTPUT_LIMIT: usize = 1 << 20;

/// How often a hook that takes its time is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long a hook is left alone between two looks at its limits.
const MOMENT: Duration = Duration::from_millis(10);

/// How many processes a hook may have at once. Charms have a handful.
const MOST_PROCESSES: usize = 300;

/// How many processes a user may have beside those that were there when the first hook
/// ran. The system holds everybody but `root` to it, who is only stopped when we look.
const MOST_OF_USER: u64 = 2000;

/// How long a program may be held open for writing before it is said to be.
const BUSY: Duration = Duration::from_secs(2);

/// How long the last output of a hook that has ended may take to arrive.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What a hook may use.
pub(super) struct Limits<'a> {
    pub(super) time: Duration,
    /// Bytes in all files of the sandbox.
    pub(super) disk: u64,
    /// Whether it is to be killed now.
    pub(super) is_over: &'a dyn Fn() -> bool,
}

/// How the process of a hook ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// With this exit code.
    Code(i32),
    /// Of a signal that the harness did not send.
    Signal(i32),
    /// It took longer than a hook may take, and was killed.
    TimedOut,
    /// It wrote more than a charm may write, and was killed.
    TooMuchDisk,
    /// It was killed while a hook tool hung on purpose.
    Interrupted,
    /// It had more processes than a charm may have at once, and was killed.
    TooManyProcesses,
    /// It could not be started, and why.
    NotStarted(String),
    /// The charm has no program for this hook, which is no mistake.
    NothingToRun,
}

impl Exit {
    /// Whether the hook ended well.
    pub fn is_fine(&self) -> bool {
        matches!(self, Exit::Code(0) | Exit::NothingToRun)
    }
}

/// What a process left.
pub(super) struct Ended {
    pub(super) exit: Exit,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) took: Duration,
    /// The processes of the hook, if some were still there after it.
    pub(super) left: Option<Pid>,
}

/// Runs a program to its end, or until it breaks a limit.
pub(super) fn run(
    program: &Path,
    charm: &Path,
    sandbox: &Path,
    environment: &BTreeMap<String, String>,
    limits: &Limits<'_>,
) -> Ended {
    let begun = Instant::now();
    let mut command = Command::new(program);
    command
        .current_dir(charm)
        .env_clear()
        .envs(environment)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Its children can be killed with it.
        .process_group(0);
    let mut child = match spawn(&mut command) {
        Ok(child) => child,
        Err(error) => return not_started(program, &error, begun.elapsed()),
    };
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    limit(group, Resource::Fsize, limits.disk);
    limit(group, Resource::Nproc, processes_of_user());
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let stopped = wait(&mut child, sandbox, begun, limits);
    if stopped.is_err() {
        kill(group);
    }
    let status = child.wait();
    let left = group.filter(|group| is_alive(*group));
    let exit = match (stopped, status) {
        (Err(exit), _) => exit,
        (Ok(()), Ok(status)) => exit_of(status),
        (Ok(()), Err(error)) => Exit::NotStarted(error.to_string()),
    };
    Ended {
        exit,
        stdout: finish(&stdout),
        stderr: finish(&stderr),
        took: begun.elapsed(),
        left,
    }
}

/// Starts a process. Another thread that starts one in the same moment holds open for
/// writing, for the blink of an eye, what was just unpacked; Linux does not run it then.
fn spawn(command: &mut Command) -> io::Result<Child> {
    let patience = Instant::now() + BUSY;
    loop {
        match command.spawn() {
            Err(error)
                if error.kind() == io::ErrorKind::ExecutableFileBusy
                    && Instant::now() < patience =>
            {
                thread::sleep(Duration::from_millis(2));
            }
            spawned => return spawned,
        }
    }
}

fn not_started(program: &Path, error: &io::Error, took: Duration) -> Ended {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "; is it executable?",
        io::ErrorKind::NotFound => "; is the interpreter in its first line there?",
        _ => "",
    };
    Ended {
        exit: Exit::NotStarted(format!("{}: {error}{hint}", program.display())),
        stdout: String::new(),
        stderr: String::new(),
        took,
        left: None,
    }
}

fn exit_of(status: ExitStatus) -> Exit {
    /// What a process gets that writes more into a file than it may.
    const FILE_TOO_LARGE: i32 = Signal::XFSZ.as_raw();
    match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, Some(FILE_TOO_LARGE)) => Exit::TooMuchDisk,
        (None, Some(signal)) => Exit::Signal(signal),
        (None, None) => Exit::Code(1),
    }
}

/// No single file may grow beyond what all may hold, and no charm may have more
/// processes than its user can stop.
fn limit(process: Option<Pid>, resource: Resource, most: u64) {
    if process.is_some() {
        let least = |limit: Option<u64>| Some(limit.map_or(most, |limit| limit.min(most)));
        let Rlimit { current, maximum } = getrlimit(resource);
        let limit = Rlimit {
            current: least(current),
            maximum: least(maximum),
        };
        // The process may be over already.
        let _ = prlimit(process, resource, limit);
    }
}

fn processes_of_user() -> u64 {
    static THERE: OnceLock<u64> = OnceLock::new();
    let threads = || {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let each = processes.filter_map(|process| fs::read_dir(process.path().join("task")).ok());
        each.map(|threads| threads.count() as u64).sum::<u64>()
    };
    MOST_OF_USER + *THERE.get_or_init(threads)
}

/// Waits until the process ends, or breaks a limit.
fn wait(
    child: &mut Child,
    sandbox: &Path,
    begun: Instant,
    limits: &Limits<'_>,
) -> Result<(), Exit> {
    let process = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let handle = process.and_then(|process| pidfd_open(process, PidfdFlags::empty()).ok());
    let mut looked = begun;
    loop {
        match child.try_wait() {
            Ok(Some(_)) | Err(_) => return Ok(()),
            Ok(None) => {}
        }
        if begun.elapsed() > limits.time {
            return Err(Exit::TimedOut);
        }
        if (limits.is_over)() {
            return Err(Exit::Interrupted);
        }
        if looked.elapsed() > LOOK_EVERY {
            looked = Instant::now();
            if size(sandbox, limits.disk) > limits.disk {
                return Err(Exit::TooMuchDisk);
            }
            if strays::count(sandbox) > MOST_PROCESSES {
                return Err(Exit::TooManyProcesses);
            }
        }
        pause(handle.as_ref());
    }
}

/// Waits a moment, and no longer than the process lives.
fn pause(process: Option<&OwnedFd>) {
    let moment = Timespec {
        tv_sec: 0,
        tv_nsec: MOMENT.as_nanos().try_into().unwrap_or_default(),
    };
    let ended = process.map(|process| {
        // A process that has ended can be read from.
        let mut watched = [PollFd::new(process, PollFlags::IN)];
        poll(&mut watched, Some(&moment))
    });
    if !matches!(ended, Some(Ok(_))) {
        // An old kernel has no such handles.
        thread::sleep(Duration::from_millis(1));
    }
}

/// The bytes of all files in a folder, counted until there are more than `enough`.
pub(super) fn size(folder: &Path, enough: u64) -> u64 {
    let mut total = 0;
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => {
                    total += entry.metadata().map_or(0, |found| found.len());
                }
                _ => {}
            }
            if total > enough {
                return total;
            }
        }
    }
    total
}

fn is_alive(group: Pid) -> bool {
    rustix::process::test_kill_process_group(group).is_ok()
}

/// Kills a process with its children.
pub(super) fn kill(group: Option<Pid>) {
    if let Some(group) = group {
        // It may be gone.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Reads to the end, in a thread of its own: a process that fills a pipe that
/// nobody reads would wait for ever.
fn collect(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut stream) = stream {
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            let mut kept = 0;
            while let Ok(length @ 1..) = stream.read(&mut chunk) {
                let rest = OUTPUT_LIMIT - kept;
                let piece = &chunk[..length.min(rest)];
                kept += piece.len();
                if !piece.is_empty() && sender.send(piece.to_vec()).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// What arrived. A process that escaped may hold the pipe open, so that its end is
/// not waited for.
fn finish(stream: &Receiver<Vec<u8>>) -> String {
    let mut bytes = Vec::new();
    let begun = Instant::now();
    while let Ok(piece) = stream.recv_timeout(LAST_WORDS.saturating_sub(begun.elapsed())) {
        bytes.extend(piece);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
