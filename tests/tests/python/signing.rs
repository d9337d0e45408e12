//! `tls-certificates`: real requests, really signed.

use crate::charms::python;
use crate::pair::{PROVIDER, Pair, REQUIRER};
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const ENDPOINT: &str = "certificates";

/// What a requirer has of its certificate, in a folder of its own.
struct Papers {
    folder: TempDir,
    certificate: String,
}

impl Papers {
    /// `None` as long as the requirer has no certificate.
    fn of(pair: &Pair) -> Option<Papers> {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        for name in ["csr.pem", "certificate.pem", "ca.pem", "key.pem"] {
            let text = pair.file(REQUIRER, name)?;
            fs::write(folder.path().join(name), text).expect("there is room for a file");
        }
        Some(Papers {
            certificate: pair.file(REQUIRER, "certificate.pem")?,
            folder,
        })
    }

    fn openssl(&self, arguments: &str) -> String {
        let output = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .output()
            .expect("openssl can be run");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "openssl {arguments}: {said}{error}"
        );
        said
    }

    /// The certificate is the authority's answer to the request, and the key is ours.
    fn verify(&self, name: &str) {
        self.openssl("req -in csr.pem -noout -verify");
        self.openssl("verify -CAfile ca.pem certificate.pem");
        let requested = self.openssl("req -in csr.pem -noout -pubkey");
        assert_eq!(
            self.openssl("x509 -in certificate.pem -noout -pubkey"),
            requested
        );
        assert_eq!(self.openssl("pkey -in key.pem -pubout"), requested);
        let host = format!("x509 -in certificate.pem -noout -checkhost {name}");
        assert!(self.openssl(&host).contains("does match"), "{name}");
    }
}

#[test]
fn a_request_is_signed_and_the_certificate_is_used() {
    let (Some(provider), Some(requirer)) = (python("tls-provider"), python("tls-requirer")) else {
        return;
    };
    for seed in 0..3 {
        let ends = ((&provider, ENDPOINT), (&requirer, ENDPOINT));
        let mut pair = Pair::new(seed, "tls-certificates", ends.0, ends.1, |_| ());
        let papers = Papers::of(&pair).expect("the requirer has a certificate");
        papers.verify("requirer-0.example");
        // The key is a secret of the requirer's, and never leaves it.
        let key = pair.file(REQUIRER, "key.pem").expect("it is there");
        let line = key.lines().nth(1).expect("it has a body").to_owned();
        for writer in ["provider", "provider/0", "requirer", "requirer/0"] {
            let said = format!("{:?}", pair.written(writer));
            assert!(!said.contains(&line), "{writer}");
        }

        // An upgrade in mid-relation asks for nothing new.
        let before = papers.certificate;
        pair.upgrade(PROVIDER, &provider, |_| ());
        pair.upgrade(REQUIRER, &requirer, |_| ());
        assert_eq!(Papers::of(&pair).expect("it is there").certificate, before);
        pair.part();
    }
}
