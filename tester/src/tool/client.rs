//! The side of the charm.
//!
//! The files that a tool's arguments name are opened here, with the charm's rights, in
//! its working directory and in the time that its hook has.

use super::wire::{self, Answer, Request, Sent};
use relata::testing::{JujuVersion, World};
use rustix::io::Errno;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

/// Does the work of a hook tool if the process was called by the name of one.
///
/// A `main` that wants to be its own hook tool calls this first and ends with what
/// it returns. `None` if this is no hook tool.
pub fn multicall() -> Option<ExitCode> {
    let mut args = env::args_os();
    let called = args.next()?;
    let name = Path::new(&called).file_name()?.to_str()?.to_owned();
    // Whether this Juju has the tool is the model's to say.
    if !World::new(JujuVersion::V3_6)
        .tools()
        .any(|tool| tool == name)
    {
        return None;
    }
    Some(
        match call(
            &name,
            args.map(|arg| arg.to_string_lossy().into_owned()).collect(),
        ) {
            Ok(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
            Err(message) => {
                eprintln!("ERROR {message}");
                ExitCode::FAILURE
            }
        },
    )
}

fn call(tool: &str, args: Vec<String>) -> Result<i32, String> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} not set"));
    let context = variable("JUJU_CONTEXT_ID")?;
    let socket = variable("JUJU_AGENT_SOCKET_ADDRESS")?;
    let folder = env::current_dir().map_err(|error| error.to_string())?;
    let stdin = if relata::testing::reads_stdin(tool, &args) {
        let mut bytes = Vec::new();
        let read = io::stdin().take(wire::LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| error.to_string())?;
        Some(bytes)
    } else {
        None
    };
    let mut bodies = vec![stdin.clone().unwrap_or_default()];
    let mut files = Vec::new();
    for path in relata::testing::files_read(tool, &args) {
        let read = read(&path).map_err(|error| error.raw_os_error().unwrap_or_default());
        files.push(Sent {
            path: path.display().to_string(),
            read: read.as_ref().map(Vec::len).map_err(|number| *number),
        });
        bodies.extend(read.ok());
    }
    let request = Request {
        context,
        tool: tool.to_owned(),
        args,
        folder: folder.display().to_string(),
        stdin: stdin.as_ref().map(Vec::len),
        files,
    };
    let dial = |error: io::Error| format!("dial unix {socket}: connect: {error}");
    let mut stream = UnixStream::connect(&socket).map_err(dial)?;
    let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
    let sent = wire::send(&mut stream, &request, &bodies);
    sent.map_err(|error| error.to_string())?;
    answer(&mut BufReader::new(stream)).map_err(|error| error.to_string())
}

/// What stands in a file, if that is not more than a tool takes.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?
        .take(wire::LIMIT + 1)
        .read_to_end(&mut bytes)?;
    if read as u64 > wire::LIMIT {
        return Err(Errno::FBIG.into());
    }
    Ok(bytes)
}

fn answer(stream: &mut BufReader<UnixStream>) -> io::Result<i32> {
    let Some(answer) = wire::header::<Answer>(stream)? else {
        return Err(io::Error::other("the agent closed the connection"));
    };
    if answer.hangs {
        loop {
            thread::park();
        }
    }
    let (stdout, stderr) = (
        wire::body(stream, answer.stdout)?,
        wire::body(stream, answer.stderr)?,
    );
    if let Some((path, length)) = answer.write {
        let bytes = wire::body(stream, length)?;
        fs::write(&path, bytes)
            .map_err(|error| io::Error::other(format!("open {path}: {error}")))?;
    }
    io::stdout().write_all(&stdout)?;
    io::stderr().write_all(&stderr)?;
    io::stdout().flush()?;
    Ok(answer.code)
}
