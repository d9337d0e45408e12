//! The side of the charm.

use super::wire::{self, Answer, Request};
use relata::testing::{JujuVersion, World};
use std::env;
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
        let read = io::stdin().read_to_end(&mut bytes);
        read.map_err(|error| error.to_string())?;
        Some(bytes)
    } else {
        None
    };
    let request = Request {
        context,
        tool: tool.to_owned(),
        args,
        folder: folder.display().to_string(),
        stdin: stdin.as_ref().map(Vec::len),
    };
    let dial = |error: io::Error| format!("dial unix {socket}: connect: {error}");
    let mut stream = UnixStream::connect(&socket).map_err(dial)?;
    let sent = wire::send(&mut stream, &request, &[&stdin.unwrap_or_default()]);
    sent.map_err(|error| error.to_string())?;
    answer(&mut BufReader::new(stream)).map_err(|error| error.to_string())
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
    io::stdout().write_all(&stdout)?;
    io::stderr().write_all(&stderr)?;
    io::stdout().flush()?;
    Ok(answer.code)
}
