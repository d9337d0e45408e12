//! `tls-certificates`: real requests, really signed, whoever wrote the charms.

use crate::charms::{python, rust};
use crate::pair::{PROVIDER, Pair, REQUIRER, set_config};
use relata_tester::{CharmDir, Stage};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ENDPOINT: &str = "certificates";

/// What the requirer is called in its certificate.
const NAME: &str = "requirer-0.example";

/// Who wrote a charm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In Python, with the upstream library.
    Python,
    /// An example in Rust.
    Rust,
}

use Kind::{Python, Rust};

const PAIRS: [(Kind, Kind); 4] = [
    (Python, Python),
    (Python, Rust),
    (Rust, Python),
    (Rust, Rust),
];

fn provider(kind: Kind) -> Option<CharmDir> {
    match kind {
        Python => python("tls-provider"),
        Rust => Some(rust("self-signed-authority")),
    }
}

fn requirer(kind: Kind) -> Option<CharmDir> {
    match kind {
        Python => python("tls-requirer"),
        Rust => Some(rust("certificate-holder")),
    }
}

/// What the requirer has to have before its first hook: a folder for its files.
fn prepare(stage: &mut Stage, kind: Kind) {
    if kind == Rust {
        let folder = shelf(stage).display().to_string();
        for (option, value) in [("folder", &*folder), ("common-name", "{name}.example")] {
            set_config(stage, REQUIRER, option, value).expect("it has the option");
        }
    }
}

fn shelf(stage: &Stage) -> PathBuf {
    stage.folder().join("certificates")
}

/// A pair that is integrated; `None` without Python.
fn pair(seed: u64, one: Kind, other: Kind) -> Option<Pair> {
    let (provider, requirer) = (provider(one)?, requirer(other)?);
    let ends = ((&provider, ENDPOINT), (&requirer, ENDPOINT));
    Some(Pair::new(
        seed,
        "tls-certificates",
        ends.0,
        ends.1,
        |stage| {
            prepare(stage, other);
        },
    ))
}

/// What a requirer has of its certificate, in a folder of its own.
struct Papers {
    folder: TempDir,
    certificate: String,
    key: String,
}

impl Papers {
    /// `None` as long as the requirer has no certificate.
    fn of(pair: &Pair, kind: Kind) -> Option<Papers> {
        let files = match kind {
            Python => |pair: &Pair, name: &str| pair.file(REQUIRER, name),
            Rust => |pair: &Pair, name: &str| {
                let name = name.replace("key.pem", "private-key.pem");
                let folder = format!("requirer-0-{}", pair.relation);
                fs::read_to_string(shelf(&pair.stage).join(folder).join(name)).ok()
            },
        };
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("there is room for a file");
        };
        for name in ["certificate.pem", "ca.pem", "key.pem"] {
            write(name, &files(pair, name)?);
        }
        write("csr.pem", &request(pair)?);
        Some(Papers {
            certificate: files(pair, "certificate.pem")?,
            key: files(pair, "key.pem")?,
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
        self.openssl("verify -x509_strict -CAfile ca.pem certificate.pem");
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

/// The only request that the requirer has written, for its unit or the application.
fn request(pair: &Pair) -> Option<String> {
    let bags = ["requirer", "requirer/0"].map(|writer| pair.written(writer));
    let mut texts = bags
        .iter()
        .filter_map(|bag| bag.get("certificate_signing_requests"));
    let requests: serde_json::Value = serde_json::from_str(texts.next()?).expect("it is JSON");
    assert_eq!((texts.next(), requests.as_array()?.len()), (None, 1));
    Some(
        requests[0]["certificate_signing_request"]
            .as_str()?
            .to_owned(),
    )
}

/// A requirer has its certificate, and nobody else its key.
fn certified(pair: &Pair, kind: Kind, name: &str, when: &str) -> Papers {
    let papers = Papers::of(pair, kind);
    let papers = papers.unwrap_or_else(|| panic!("{when}: {}", pair.status(REQUIRER)));
    papers.verify(name);
    // The key is a secret of the requirer's, and never leaves it.
    let line = papers.key.lines().nth(1).expect("it has a body");
    for writer in ["provider", "provider/0", "requirer", "requirer/0"] {
        let said = format!("{:?}", pair.written(writer));
        assert!(!said.contains(line), "{when}: {writer}");
    }
    papers
}

#[test]
fn a_request_is_signed_and_the_certificate_is_used() {
    for (one, other) in PAIRS {
        for seed in 0..3 {
            let Some(mut pair) = pair(seed, one, other) else {
                return;
            };
            let when = format!("{one:?} to {other:?}, seed {seed}");
            let before = certified(&pair, other, NAME, &when).certificate;

            // An upgrade in mid-relation asks for nothing new.
            pair.upgrade(PROVIDER, &provider(one).expect("it is there"), |_| ());
            pair.upgrade(REQUIRER, &requirer(other).expect("it is there"), |_| ());
            let after = certified(&pair, other, NAME, &when).certificate;
            assert_eq!(after, before, "{when}");
            pair.part();
            if other == Rust {
                assert!(Papers::of(&pair, other).is_none(), "{when}");
                assert!(is_empty(&shelf(&pair.stage)), "{when}");
            }
        }
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).expect("it is there").next().is_none()
}

#[test]
fn whoever_is_upgraded_first_there_is_a_certificate() {
    for (from, to) in [(Python, Rust), (Rust, Python)] {
        for provider_first in [true, false] {
            let Some(mut pair) = pair(1, from, from) else {
                return;
            };
            let mut kind = from;
            for step in [provider_first, !provider_first] {
                let when = format!("{from:?} to {to:?}, provider {step}");
                let before = certified(&pair, kind, NAME, &when).certificate;
                if step {
                    let charm = provider(to).expect("it is there");
                    pair.upgrade(PROVIDER, &charm, |_| ());
                } else {
                    let charm = requirer(to).expect("it is there");
                    pair.upgrade(REQUIRER, &charm, |stage| prepare(stage, to));
                    kind = to;
                }
                let after = certified(&pair, kind, NAME, &when).certificate;
                // Another requirer has a key of its own. The authority in Python goes on
                // with the one in Rust; the other way round it has another name.
                let is_kept = step && to == Python;
                assert_eq!(after == before, is_kept, "{when}");
            }
        }
    }
}

#[test]
fn another_name_is_asked_for_and_another_mode() {
    for one in [Python, Rust] {
        let Some(mut pair) = pair(0, one, Rust) else {
            return;
        };
        let before = certified(&pair, Rust, NAME, "integrated").certificate;
        pair.configure(REQUIRER, "sans", "www.example 10.0.0.7");
        let papers = certified(&pair, Rust, "www.example", "with another name");
        let address = papers.openssl("x509 -in certificate.pem -noout -checkip 10.0.0.7");
        assert!(address.contains("does match"), "{address}");
        assert_ne!(papers.certificate, before);
        pair.configure(REQUIRER, "mode", "app");
        certified(&pair, Rust, "requirer.example", "for the application");
        assert!(
            !pair
                .written("requirer/0")
                .contains_key("certificate_signing_requests")
        );
        pair.configure(REQUIRER, "mode", "unit");
        certified(&pair, Rust, NAME, "for the unit");
    }
}

#[test]
fn what_is_turned_down_is_told_and_signed_when_it_may_be() {
    for other in [Python, Rust] {
        let Some(mut pair) = pair(2, Rust, other) else {
            return;
        };
        certified(&pair, other, NAME, "integrated");
        pair.configure(PROVIDER, "allowed-domains", "shop.example");
        let answers = pair.written(PROVIDER);
        assert!(
            answers["request_errors"].contains("DOMAIN_NOT_ALLOWED"),
            "{answers:?}"
        );
        assert_eq!(answers["certificates"], "[]");
        if other == Rust {
            let status = pair.status(REQUIRER);
            let expected = "certificates: provider turned the request down: \
                            DOMAIN_NOT_ALLOWED: requirer-0.example is not ours to certify";
            assert_eq!(status, expected);
        }
        pair.configure(PROVIDER, "allowed-domains", "example");
        certified(&pair, other, NAME, "allowed");
    }
}

#[test]
fn another_authority_certifies_everybody_anew() {
    for other in [Python, Rust] {
        let Some(mut pair) = pair(1, Rust, other) else {
            return;
        };
        let before = certified(&pair, other, NAME, "integrated").certificate;
        pair.configure(PROVIDER, "ca-common-name", "Our Authority");
        let papers = certified(&pair, other, NAME, "with another authority");
        assert_ne!(papers.certificate, before);
        let issuer = papers.openssl("x509 -in certificate.pem -noout -issuer");
        assert!(issuer.contains("Our Authority"), "{issuer}");
    }
}
