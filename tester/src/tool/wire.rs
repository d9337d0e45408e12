//! What goes over the socket: a line of JSON, then the bytes that it counts.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

/// The longest header, and the most that one call may send or be answered.
const LIMIT: u64 = 64 << 20;

/// A tool was called.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// `JUJU_CONTEXT_ID`.
    pub(super) context: String,
    pub(super) tool: String,
    pub(super) args: Vec<String>,
    /// The caller's working directory.
    pub(super) folder: String,
    /// How many bytes of standard input follow, if any was read.
    pub(super) stdin: Option<usize>,
}

/// What it ends with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) code: i32,
    /// How many bytes of standard output follow.
    pub(super) stdout: usize,
    /// How many bytes of standard error follow those.
    pub(super) stderr: usize,
    /// Nothing is answered, ever: the tool hangs on purpose.
    pub(super) hangs: bool,
}

pub(super) fn send<T: Serialize>(
    stream: &mut impl Write,
    header: &T,
    bodies: &[&[u8]],
) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(header)?;
    bytes.push(b'\n');
    for body in bodies {
        bytes.extend_from_slice(body);
    }
    stream.write_all(&bytes)?;
    stream.flush()
}

/// Reads a header; `None` at the end of the stream.
pub(super) fn header<T: DeserializeOwned>(stream: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    if Read::by_ref(stream)
        .take(LIMIT)
        .read_until(b'\n', &mut line)?
        == 0
    {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

pub(super) fn body(stream: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    if length as u64 > LIMIT {
        return Err(io::Error::other("more than a hook tool takes"));
    }
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}
