//! The side of the model.

use super::sent::SentFiles;
use super::wire::{self, Answer, Request};
use relata::juju::{Output, ToolFault};
use relata::testing::{Hook, World};
use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The model and the hooks that run in it.
pub(crate) struct State {
    pub(crate) world: World,
    /// By `JUJU_CONTEXT_ID`.
    pub(crate) hooks: BTreeMap<String, Hook>,
}

/// The state, as the hook tools and the stage share it.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(crate) fn new(world: World) -> Shared {
        Shared(Arc::new(Mutex::new(State {
            world,
            hooks: BTreeMap::new(),
        })))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked with the lock left a model that is whole: every
        // call of a tool changes its hook only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many tools may wait for their answer at once. A charm that opens more harms only
/// itself: the others are turned away.
const MOST_CONNECTIONS: usize = 128;

/// How long a caller may take for what it has to say. A tool connects when it has read
/// its input, and says all at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers hook tools until it is dropped.
pub(crate) struct Server {
    /// The listener, which ends when this is shut down: the socket's file may be gone by
    /// then.
    listener: UnixStream,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a socket.
    pub(crate) fn start(socket: &Path, shared: Shared) -> io::Result<Server> {
        let listener = UnixListener::bind(socket)?;
        let end = UnixStream::from(OwnedFd::from(listener.try_clone()?));
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = stopped.clone();
        let thread = thread::Builder::new().spawn(move || listen(&listener, &shared, &stop))?;
        Ok(Server {
            listener: end,
            stopped,
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it is to stop.
        drop(self.listener.shutdown(Shutdown::Both));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn listen(listener: &UnixListener, shared: &Shared, stopped: &AtomicBool) {
    /// Until there are file descriptors again.
    const PAUSE: Duration = Duration::from_millis(10);
    let open = Arc::new(());
    for stream in listener.incoming() {
        if stopped.load(Ordering::Relaxed) {
            break;
        }
        let Ok(stream) = stream else {
            thread::sleep(PAUSE);
            continue;
        };
        if Arc::strong_count(&open) > MOST_CONNECTIONS {
            continue;
        }
        let (shared, open) = (shared.clone(), open.clone());
        // A tool that is called badly, or killed, concerns nobody else.
        drop(thread::Builder::new().spawn(move || {
            drop(serve(&stream, &shared));
            drop(open);
        }));
    }
}

fn serve(stream: &UnixStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let Some(mut request) = wire::header::<Request>(&mut reader)? else {
        return Ok(());
    };
    let stdin = match request.stdin {
        Some(length) => Some(wire::body(&mut reader, length)?),
        None => None,
    };
    let sent = std::mem::take(&mut request.files);
    let mut files = SentFiles::receive(&mut reader, &request.folder, sent)?;
    let called = answer(shared, &request, stdin.as_deref(), &mut files);
    let hangs = matches!(called, Err(ToolFault::Hung { .. }));
    let output = called.unwrap_or_else(|fault| refuse(&fault));
    let (path, bytes) = files.written().unzip();
    let bytes: Vec<u8> = bytes.unwrap_or_default();
    let answer = Answer {
        code: output.code,
        stdout: output.stdout.len(),
        stderr: output.stderr.len(),
        write: path.map(|path| (path.display().to_string(), bytes.len())),
        hangs,
    };
    let mut stream = stream;
    wire::send(
        &mut stream,
        &answer,
        &[&output.stdout, &output.stderr, &bytes],
    )
}

fn answer(
    shared: &Shared,
    request: &Request,
    stdin: Option<&[u8]>,
    files: &mut SentFiles,
) -> Result<Output, ToolFault> {
    let mut state = shared.lock();
    let State { world, hooks } = &mut *state;
    match hooks.get_mut(&request.context) {
        Some(hook) => world.try_call_with(hook, &request.tool, &request.args, stdin, files),
        None => Ok(failed(&format!(
            "bad request: wrong context ID; got {:?}",
            request.context
        ))),
    }
}

fn refuse(fault: &ToolFault) -> Output {
    match fault {
        ToolFault::Missing { tool } => failed(&format!("bad request: unknown command: {tool}")),
        fault => failed(&fault.to_string()),
    }
}

fn failed(message: &str) -> Output {
    Output {
        code: 1,
        stdout: Vec::new(),
        stderr: format!("ERROR {message}\n").into_bytes(),
    }
}
