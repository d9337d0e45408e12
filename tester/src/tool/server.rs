//! The side of the model.

use super::wire::{self, Answer, Request};
use relata::juju::{Output, ToolFault};
use relata::testing::{Hook, World};
use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

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

/// Answers hook tools until it is dropped.
pub(crate) struct Server {
    socket: PathBuf,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a socket.
    pub(crate) fn start(socket: PathBuf, shared: Shared) -> io::Result<Server> {
        let listener = UnixListener::bind(&socket)?;
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = stopped.clone();
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let shared = shared.clone();
                // A tool that is called badly, or killed, concerns nobody else.
                thread::spawn(move || drop(serve(&stream, &shared)));
            }
        });
        Ok(Server {
            socket,
            stopped,
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it is to stop.
        drop(UnixStream::connect(&self.socket));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(stream: &UnixStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let Some(request) = wire::header::<Request>(&mut reader)? else {
        return Ok(());
    };
    let stdin = match request.stdin {
        Some(length) => Some(wire::body(&mut reader, length)?),
        None => None,
    };
    let called = answer(shared, &request, stdin.as_deref());
    let hangs = matches!(called, Err(ToolFault::Hung { .. }));
    let output = called.unwrap_or_else(|fault| refuse(&fault));
    let answer = Answer {
        code: output.code,
        stdout: output.stdout.len(),
        stderr: output.stderr.len(),
        hangs,
    };
    let mut stream = stream;
    wire::send(&mut stream, &answer, &[&output.stdout, &output.stderr])
}

fn answer(shared: &Shared, request: &Request, stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
    let mut state = shared.lock();
    let State { world, hooks } = &mut *state;
    match hooks.get_mut(&request.context) {
        Some(hook) => world.try_call(
            hook,
            &request.tool,
            &request.args,
            stdin,
            Path::new(&request.folder),
        ),
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
