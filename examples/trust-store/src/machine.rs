//! The programs that keep a trust store.

use crate::failure::Failure;
use crate::store::Folders;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};

/// What the charm asks of its machine. A unit test asks something else.
pub trait Programs {
    /// Whether a text in PEM form is a certificate.
    ///
    /// One that is none would keep programs from reading what comes after it in the
    /// bundle.
    ///
    /// # Errors
    ///
    /// If that cannot be found out.
    fn is_certificate(&self, pem: &str) -> Result<bool, Failure>;

    /// Makes the bundle and the links anew from the certificates that are there.
    /// `fresh` forgets all links first: that is needed to get rid of those whose
    /// certificate is gone, and of what an interrupted run left. As long as `lock`
    /// is open, nobody else does the same.
    ///
    /// # Errors
    ///
    /// If that fails.
    fn update(&self, folders: &Folders, fresh: bool, lock: File) -> Result<(), Failure>;
}

/// The machine itself.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl Programs for Machine {
    fn is_certificate(&self, pem: &str) -> Result<bool, Failure> {
        let failed = |error| Failure::Program {
            program: "openssl",
            package: "openssl",
            error,
        };
        let mut openssl = Command::new("openssl")
            .args(["x509", "-noout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        if let Some(mut pipe) = openssl.stdin.take() {
            // It may end before it has read everything: then its exit code tells.
            let _ = pipe.write_all(pem.as_bytes());
        }
        Ok(openssl.wait().map_err(failed)?.success())
    }

    fn update(&self, folders: &Folders, fresh: bool, lock: File) -> Result<(), Failure> {
        let mut update = Command::new("update-ca-certificates");
        update
            .arg("--certsconf")
            .arg(&folders.conf)
            .arg("--certsdir")
            .arg(&folders.of_packages)
            .arg("--localcertsdir")
            .arg(&folders.local)
            .arg("--etccertsdir")
            .arg(&folders.store)
            .arg("--hooksdir")
            .arg(&folders.hooks);
        if fresh {
            update.arg("--fresh");
        }
        let output = update
            // It outlives a charm that is killed, and so does the lock: the next run
            // waits for it.
            .stdin(lock)
            .output()
            .map_err(|error| Failure::Program {
                program: "update-ca-certificates",
                package: "ca-certificates",
                error,
            })?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let last = text.lines().rfind(|line| !line.trim().is_empty());
        Err(Failure::Update {
            message: last.unwrap_or("it gave no reason").to_owned(),
        })
    }
}
