//! What goes over the socket: a line of JSON, then the bytes that it counts.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

/// The most bytes that one call may send or be answered besides its header.
pub(super) const LIMIT: u64 = 64 << 20;

/// The longest header. A command line is shorter, whatever has to be escaped in it.
const LONGEST_HEADER: u64 = 16 << 20;

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
    /// The files that its arguments name. What stands in them follows, in order.
    pub(super) files: Vec<Sent>,
}

/// A file of the caller.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    /// As the arguments name it.
    pub(super) path: String,
    /// How many bytes are in it, or the number of the system's error.
    pub(super) read: Result<usize, i32>,
}

/// What it ends with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) code: i32,
    /// How many bytes of standard output follow.
    pub(super) stdout: usize,
    /// How many bytes of standard error follow those.
    pub(super) stderr: usize,
    /// A file that the caller is to write, and how many bytes of it follow those.
    pub(super) write: Option<(String, usize)>,
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
    let mut stream = Read::by_ref(stream).take(LONGEST_HEADER);
    if stream.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

/// Reads the bytes that a header counts. Memory is taken for what comes, not for what
/// was promised.
pub(super) fn body(stream: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    if length as u64 > LIMIT {
        return Err(io::Error::other("more than a hook tool takes"));
    }
    let mut bytes = Vec::new();
    stream.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_header_is_refused() {
        let read = |bytes: &[u8]| header::<Answer>(&mut io::BufReader::new(bytes)).map(drop);
        for bytes in [
            &b"\xff\xfe\n"[..],
            b"{\n",
            b"{}",
            b"null\n",
            b"{\"code\": 1e400}\n",
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        assert!(read(b"").is_ok());
        let endless = io::repeat(b'[');
        assert!(header::<Answer>(&mut io::BufReader::new(endless)).is_err());
    }

    #[test]
    fn a_body_is_as_long_as_its_header_says_and_no_longer_than_it_may_be() {
        assert_eq!(body(&mut &b"abc"[..], 2).expect("two bytes"), b"ab");
        let told = body(&mut &b"abc"[..], 4).expect_err("one is missing");
        assert_eq!(told.kind(), io::ErrorKind::UnexpectedEof);
        assert!(body(&mut io::repeat(0), usize::MAX).is_err());
    }
}
