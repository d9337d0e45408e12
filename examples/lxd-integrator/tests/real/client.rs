//! Somebody with a certificate and its key, who talks to LXD with `openssl`.

use relata_interfaces::lxd::Certificate;
use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn run(args: &[&str], stdin: &str) -> Output {
    let mut openssl = Command::new("openssl")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("cannot run openssl: {error}. These tests need the Debian package `openssl`")
        });
    let mut pipe = openssl.stdin.take().expect("it is piped");
    // It may end before it has read everything: then its answer tells.
    let _ = pipe.write_all(stdin.as_bytes());
    drop(pipe);
    openssl.wait_with_output().expect("it ends")
}

pub(crate) struct Client {
    folder: TempDir,
}

impl Client {
    pub(crate) fn new(name: &str) -> Self {
        let client = Client {
            folder: TempDir::new().expect("there is room"),
        };
        let subject = format!("/CN={name}");
        let (key, certificate) = (client.path("key.pem"), client.path("certificate.pem"));
        let output = run(
            &[
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                &subject,
                "-keyout",
                &key,
                "-out",
                &certificate,
            ],
            "",
        );
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl req: {said}");
        client
    }

    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.into_os_string().into_string().expect("it is UTF-8")
    }

    pub(crate) fn pem(&self) -> String {
        fs::read_to_string(self.path("certificate.pem")).expect("it was made")
    }

    pub(crate) fn certificate(&self) -> Certificate {
        Certificate::parse(&self.pem()).expect("openssl made it")
    }

    /// Whether LXD trusts whoever comes over the network with this certificate and
    /// its key.
    pub(crate) fn is_trusted(&self, address: &str) -> bool {
        let request = "GET /1.0 HTTP/1.0\r\nHost: lxd\r\n\r\n";
        let (key, certificate) = (self.path("key.pem"), self.path("certificate.pem"));
        let output = run(
            &[
                "s_client",
                "-quiet",
                "-ign_eof",
                "-connect",
                address,
                "-cert",
                &certificate,
                "-key",
                &key,
            ],
            request,
        );
        let answer = String::from_utf8_lossy(&output.stdout);
        let says = |auth: &str| answer.contains(&format!(r#""auth":"{auth}""#));
        let (trusted, untrusted) = (says("trusted"), says("untrusted"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert_ne!(trusted, untrusted, "LXD does not say: {answer}{said}");
        trusted
    }
}
