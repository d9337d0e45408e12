//! One question over a socket.

use crate::fault::Fault;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// How long LXD may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest answer that is read: far more than a full trust store needs.
const LONGEST: u64 = 16 << 20;

const MOST_HEADERS: usize = 64;

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) body: Vec<u8>,
}

/// Asks once. In HTTP/1.0, where the answer is never cut into chunks and ends with
/// the connection.
pub(crate) fn ask(socket: &Path, method: &str, path: &str, body: &str) -> Result<Answer, Fault> {
    let bytes = exchange(socket, method, path, body).map_err(|error| Fault::Unreachable {
        socket: socket.to_owned(),
        error,
    })?;
    parse(&bytes)
}

fn exchange(socket: &Path, method: &str, path: &str, body: &str) -> io::Result<Vec<u8>> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = format!(
        "{method} {path} HTTP/1.0\r\nHost: lxd\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut bytes = Vec::new();
    stream.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(bytes: &[u8]) -> Result<Answer, Fault> {
    const EXPECTED: Fault = Fault::Garbage {
        expected: "an answer in HTTP",
    };
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = head.parse(bytes) else {
        return Err(EXPECTED);
    };
    let code = head.code.ok_or(EXPECTED)?;
    let mut body = bytes.get(length..).unwrap_or_default();
    for header in head.headers {
        if header.name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(EXPECTED);
        }
        if header.name.eq_ignore_ascii_case("content-length") {
            let text = std::str::from_utf8(header.value).unwrap_or_default();
            let length: usize = text.trim().parse().map_err(|_| EXPECTED)?;
            // Less than that was cut off on its way.
            body = body.get(..length).ok_or(EXPECTED)?;
        }
    }
    Ok(Answer {
        code,
        body: body.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, parse};
    use crate::fault::Fault;

    #[test]
    fn an_answer_ends_with_its_length_or_the_connection() {
        for text in [
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.0 200 OK\r\nETag: x\r\n\r\n{}",
        ] {
            let body = b"{}".to_vec();
            let expected = Answer { code: 200, body };
            assert_eq!(parse(text.as_bytes()).expect("it is an answer"), expected);
        }
    }

    #[test]
    fn what_is_no_answer_is_a_fault() {
        for text in [
            "",
            "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.0 200 OK\r\nContent-Le",
            "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.0 200 OK\r\nContent-Length: many\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ] {
            let parsed = parse(text.as_bytes());
            assert!(matches!(parsed, Err(Fault::Garbage { .. })), "{text}");
        }
    }
}
