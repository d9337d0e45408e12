//! `certificate_transfer`: what the provider is configured with is what the requirer
//! trusts, whoever wrote them, in both versions and both orders of upgrades.

use crate::charms::{python, rust, shell};
use crate::pair::{PROVIDER, Pair, REQUIRER, Started, set_config};
use crate::schedules;
use relata_tester::{CharmDir, Stage};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const ENDPOINT: &str = "certificates";

/// Who wrote a charm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In Python, with the upstream library: both versions.
    Python,
    /// An example in Rust: both versions.
    Rust,
    /// In shell: version 0.
    Old,
}

use Kind::{Old, Python, Rust};

fn provider(kind: Kind) -> Option<CharmDir> {
    Some(match kind {
        Python => python("certificates-provider")?,
        Rust => rust("ca-distributor"),
        Old => shell("old-certificates-provider"),
    })
}

fn requirer(kind: Kind) -> Option<CharmDir> {
    Some(match kind {
        Python => python("certificates-requirer")?,
        Rust => rust("trust-store"),
        Old => shell("old-certificates-requirer"),
    })
}

/// What the requirer has to have before its first hook: a machine to change.
fn machine(stage: &mut Stage, kind: Kind) {
    if kind == Rust {
        let root = root(stage);
        prepare_machine(&root);
        let set = set_config(stage, REQUIRER, "root", &root.display().to_string());
        set.expect("it has the option");
    }
}

/// The folders that a trust store is in, with nothing in them.
pub(crate) fn prepare_machine(root: &Path) {
    for folder in ["etc/ssl/certs", "usr/share/ca-certificates"] {
        fs::create_dir_all(root.join(folder)).expect("there is room");
    }
    fs::write(root.join("etc/ca-certificates.conf"), "").expect("there is room");
}

fn root(stage: &Stage) -> PathBuf {
    stage.folder().join("machine")
}

/// A pair whose provider shares the first certificate; `None` without Python.
fn pair(seed: u64, one: Kind, other: Kind) -> Option<Pair> {
    let (provider, requirer) = (provider(one)?, requirer(other)?);
    let ends = ((&provider, ENDPOINT), (&requirer, ENDPOINT));
    Some(Pair::new(
        seed,
        "certificate_transfer",
        ends.0,
        ends.1,
        |stage| {
            let set = set_config(stage, PROVIDER, "certificates", &certificate(1));
            set.expect("it has the option");
            machine(stage, other);
        },
    ))
}

/// Every certificate that the requirer really trusts.
fn trusted(pair: &Pair, kind: Kind) -> BTreeSet<String> {
    let texts: Vec<String> = match kind {
        Python => {
            let list = pair.file(REQUIRER, "trusted.json").unwrap_or("[]".into());
            serde_json::from_str(&list).expect("it is a list")
        }
        Old => pair.file(REQUIRER, "trusted.pem").into_iter().collect(),
        Rust => installed(&root(&pair.stage)),
    };
    let end = "-----END CERTIFICATE-----";
    let pieces = texts.iter().flat_map(|text| text.split_inclusive(end));
    (pieces.map(str::trim))
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}

fn installed(root: &Path) -> Vec<String> {
    let folder = fs::read_dir(root.join("usr/local/share/ca-certificates"));
    let files = folder.into_iter().flatten();
    files
        .map(|file| fs::read_to_string(file.expect("it is there").path()))
        .map(|text| text.expect("it is text"))
        .collect()
}

/// The first or the second certificate of an authority. They are real: the Rust charm
/// takes no others.
fn certificate(number: usize) -> String {
    static MADE: OnceLock<[String; 2]> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        ["one.example", "two.example"].map(|name| {
            let made = rcgen::generate_simple_self_signed([name.to_owned()]);
            let text = made.expect("it is a name").cert.pem();
            text.replace('\r', "").trim().to_owned()
        })
    });
    made[number - 1].clone()
}

fn certificates(seeds: &[usize]) -> BTreeSet<String> {
    let each = seeds.iter().map(|seed| certificate(*seed));
    each.collect()
}

/// Whether a change reaches the requirer. It does, but for defects of the library.
fn assert_trusted(pair: &Pair, one: Kind, other: Kind, shared: &[usize], when: &str) {
    let expected = if (one, other) == (Old, Python) {
        // The library reads `ca` and `certificate` as JSON; providers of version 0
        // write plain text. It logs an error and trusts nothing.
        certificates(&[])
    } else {
        certificates(shared)
    };
    let found = trusted(pair, other);
    let status = pair.status(REQUIRER);
    assert_eq!(found, expected, "{one:?} to {other:?}, {when}: {status}");
}

#[test]
fn every_requirer_trusts_what_every_provider_shares() {
    for one in [Python, Rust, Old] {
        for other in [Python, Rust, Old] {
            for seed in 0..2 {
                let Some(mut pair) = pair(seed, one, other) else {
                    return;
                };
                assert_trusted(&pair, one, other, &[1], "integrated");
                if one != Old && other != Old {
                    assert!(pair.speaks(PROVIDER, 1), "{one:?} to {other:?}");
                }
                if one == Python && other == Old {
                    // See `what_is_taken_back_in_version_0_stays_with_the_library`.
                    continue;
                }
                pair.configure(PROVIDER, "certificates", &certificate(2));
                assert_trusted(&pair, one, other, &[2], "changed");
                pair.part();
                assert_trusted(&pair, one, other, &[], "parted");
            }
        }
    }
}

/// The library's provider writes a unit's databag of version 0 only if there is
/// something in it, and adds to what it finds there: nothing is ever taken back.
#[test]
fn what_is_taken_back_in_version_0_stays_with_the_library() {
    let Some(mut pair) = pair(0, Python, Old) else {
        return;
    };
    pair.configure(PROVIDER, "certificates", &certificate(2));
    let stale = certificates(&[1, 2]);
    assert_eq!(trusted(&pair, Old), stale, "the library has been mended");
}

#[test]
fn whoever_is_upgraded_first_nothing_is_lost() {
    for new_provider in [Python, Rust] {
        for new_requirer in [Python, Rust] {
            for provider_first in [true, false] {
                upgraded(new_provider, new_requirer, provider_first);
            }
        }
    }
}

fn upgraded(new_provider: Kind, new_requirer: Kind, provider_first: bool) {
    let (Some(provider), Some(requirer)) = (provider(new_provider), requirer(new_requirer)) else {
        return;
    };
    let Some(mut pair) = pair(3, Old, Old) else {
        return;
    };
    assert_trusted(&pair, Old, Old, &[1], "before");
    assert!(pair.speaks(PROVIDER, 0));
    let (mut one, mut other) = (Old, Old);
    for step in [provider_first, !provider_first] {
        if step {
            pair.upgrade(PROVIDER, &provider, |_| ());
            one = new_provider;
        } else {
            pair.upgrade(REQUIRER, &requirer, |stage| machine(stage, new_requirer));
            other = new_requirer;
        }
        assert_trusted(&pair, one, other, &[1], "upgraded");
    }
    let versions = pair.written(REQUIRER).get("version").cloned();
    if new_requirer == Python {
        // The library states its version in `relation-created` only, so that a
        // relation that is older than the library stays with version 0.
        assert_eq!(versions, None, "the library has been mended");
        assert!(pair.speaks(PROVIDER, 0), "{new_provider:?}");
    } else {
        assert_eq!(versions.as_deref(), Some("1"));
        assert!(pair.speaks(PROVIDER, 1), "{new_provider:?}");
        pair.configure(PROVIDER, "certificates", &certificate(2));
        assert_trusted(&pair, one, other, &[2], "changed after both upgrades");
    }
}

#[test]
fn every_order_of_hooks_ends_with_the_certificate_trusted() {
    let (Some(provider), Some(requirer)) = (provider(Rust), requirer(Python)) else {
        return;
    };
    let ends = ((&provider, ENDPOINT), (&requirer, ENDPOINT));
    let started = Started::new("certificate_transfer", ends.0, ends.1, |stage| {
        let set = set_config(stage, PROVIDER, "certificates", &certificate(1));
        set.expect("it has the option");
    });
    schedules::draw(&started, [&provider, &requirer], |mut pair| {
        assert_trusted(&pair, Rust, Python, &[1], "settled");
        assert!(pair.speaks(PROVIDER, 1));
        pair.part();
        assert_trusted(&pair, Rust, Python, &[], "parted");
    });
}
