//! Has `fork_server.py` run a script, as `python SCRIPT` would: with the environment,
//! folder, streams and process group of this process.

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketAddrUnix,
    SocketType, connect, recv, sendmsg, socket,
};
use rustix::process::getpgrp;
use std::env;
use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::process::ExitCode;

/// Where the server listens.
const VARIABLE: &str = "RELATA_FORK_SERVER";

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("the server that runs Python in forks: {error}");
            // `EX_SOFTWARE`: nothing that a charm ends with by itself.
            ExitCode::from(70)
        }
    }
}

fn run() -> io::Result<u8> {
    let path = env::var_os(VARIABLE).ok_or(io::ErrorKind::NotFound)?;
    let server = socket(AddressFamily::UNIX, SocketType::SEQPACKET, None)?;
    connect(&server, &SocketAddrUnix::new(path.as_bytes())?)?;
    let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
    let streams = [stdin.as_fd(), stdout.as_fd(), stderr.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(3))];
    let mut rights = SendAncillaryBuffer::new(&mut space);
    if !rights.push(SendAncillaryMessage::ScmRights(&streams)) {
        return Err(Errno::NOBUFS.into());
    }
    let message = message()?;
    sendmsg(
        &server,
        &[IoSlice::new(&message)],
        &mut rights,
        SendFlags::empty(),
    )?;
    let mut code = [0; 16];
    let (length, _) = recv(&server, &mut code, RecvFlags::empty())?;
    let code = std::str::from_utf8(&code[..length]).unwrap_or_default();
    // A server that goes away has said nothing.
    code.parse()
        .map_err(|_| io::ErrorKind::UnexpectedEof.into())
}

/// The group, the folder, how many arguments there are, these, and the environment.
fn message() -> io::Result<Vec<u8>> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let mut parts = vec![
        getpgrp().to_string().into_bytes(),
        env::current_dir()?.into_os_string().into_vec(),
        arguments.len().to_string().into_bytes(),
    ];
    parts.extend(arguments.into_iter().map(OsStringExt::into_vec));
    parts.extend(env::vars_os().map(|(name, value)| {
        let mut variable = name.into_vec();
        variable.push(b'=');
        variable.extend(value.into_vec());
        variable
    }));
    Ok(parts.join(&0))
}
