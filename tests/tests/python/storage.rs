//! `s3`: the credentials that a requirer reads are those that the provider has, in a
//! secret or, in version 0, in plain text.

use crate::charms::{python, rust, shell};
use crate::pair::{PROVIDER, Pair, REQUIRER, Started};
use crate::schedules;
use crate::server::Server;
use relata_tester::CharmDir;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

const KEY: &str = "EXAMPLEKEYID";
const SECRET: &str = "kq3nR8sVt1ZxYw0mUe5Lb7Hd";
const PROVIDES: &str = "s3-credentials";
const REQUIRES: &str = "backup-storage";

/// Who wrote a charm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Python,
    Rust,
    /// In shell: version 0.
    Old,
}

use Kind::{Old, Python, Rust};

/// A server that takes these credentials and no others.
pub(crate) struct Storage {
    server: Server,
    _folder: TempDir,
}

impl Storage {
    pub(crate) fn new() -> Storage {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let root = folder.path().join("storage");
        // The bucket that a requirer of version 0 is given.
        for bucket in ["shared", "backups"] {
            fs::create_dir_all(root.join(bucket)).expect("there is room for a folder");
        }
        Storage {
            server: Server::start(root, KEY, SECRET),
            _folder: folder,
        }
    }

    fn provider(&self, kind: Kind) -> Option<CharmDir> {
        let mut charm = match kind {
            Python => python("s3-provider")?,
            Rust => rust("s3-integrator"),
            Old => shell("old-s3-provider"),
        };
        let setup = charm.setup_mut();
        let mut configure = |option: &str, value: &str| {
            setup.config.insert(option.to_owned(), value.into());
        };
        configure("endpoint", &self.server.endpoint());
        if kind == Rust {
            configure("credentials", "{secret:account}");
            configure("s3-uri-style", "path");
            let account = [("access-key", KEY), ("secret-key", SECRET)];
            let account = account.map(|(key, text)| (key.to_owned(), text.to_owned()));
            setup.secrets.insert("account".to_owned(), account.into());
        } else {
            configure("access-key", KEY);
            configure("secret-key", SECRET);
        }
        Some(charm)
    }

    /// The integrator in Rust, configured.
    pub(crate) fn integrator(&self) -> CharmDir {
        self.provider(Rust).expect("it needs no Python")
    }

    fn requirer(kind: Kind) -> Option<CharmDir> {
        let mut charm = match kind {
            Python => python("s3-requirer")?,
            Rust => rust("backup-uploader"),
            Old => shell("old-s3-requirer"),
        };
        let config = &mut charm.setup_mut().config;
        config.insert("bucket".to_owned(), "backups".into());
        Some(charm)
    }

    fn pair(&self, seed: u64, one: Kind, other: Kind) -> Option<Pair> {
        let (provider, requirer) = (self.provider(one)?, Self::requirer(other)?);
        let ends = ((&provider, PROVIDES), (&requirer, REQUIRES));
        Some(Pair::new(seed, "s3", ends.0, ends.1, |_| ()))
    }
}

/// What the requirer knows of its storage; `None` if nothing.
fn known(pair: &Pair, kind: Kind) -> Option<BTreeMap<String, String>> {
    let of_json = |text: String| -> BTreeMap<String, String> {
        let read: BTreeMap<String, Json> = serde_json::from_str(&text).expect("it is an object");
        let text = |value: Json| value.as_str().map(str::to_owned);
        let texts = read.into_iter().map(|(key, value)| (key, text(value)));
        texts.filter_map(|(key, text)| Some((key, text?))).collect()
    };
    let of_lines = |text: String| -> BTreeMap<String, String> {
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        pairs
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .collect()
    };
    match kind {
        Python => pair.file(REQUIRER, "connection.json").map(of_json),
        Old => pair.file(REQUIRER, "connection.txt").map(of_lines),
        Rust => None,
    }
}

fn assert_connected(pair: &Pair, other: Kind, bucket: &str, secret: &str, when: &str) {
    if other == Rust {
        // It has signed a request with them, and the server has accepted it.
        assert_eq!(
            pair.status(REQUIRER),
            format!("backups go to {bucket}/"),
            "{when}"
        );
        return;
    }
    let known = known(pair, other).unwrap_or_default();
    let value = |key: &str| known.get(key).map(String::as_str);
    assert_eq!(value("access-key"), Some(KEY), "{when}");
    assert_eq!(value("secret-key"), Some(secret), "{when}");
    assert_eq!(value("bucket"), Some(bucket), "{when}");
}

#[test]
fn every_requirer_has_the_credentials_of_every_provider() {
    let storage = Storage::new();
    for one in [Python, Rust, Old] {
        for other in [Python, Rust, Old] {
            for seed in 0..2 {
                let Some(mut pair) = storage.pair(seed, one, other) else {
                    return;
                };
                let when = format!("{one:?} to {other:?}, seed {seed}");
                assert_connected(&pair, other, bucket(one, other), SECRET, &when);
                let in_plain_text = format!("{:?}", pair.written(PROVIDER)).contains(SECRET);
                assert_eq!(in_plain_text, one == Old || other == Old, "{when}");
                pair.part();
                assert_eq!(known(&pair, other), None, "{when}, parted");
            }
        }
    }
}

/// The bucket that comes of a request for `backups`.
fn bucket(one: Kind, other: Kind) -> &'static str {
    match (one, other) {
        // The library takes no wishes from version 0.
        (Python, Old) => "shared",
        _ => "backups",
    }
}

#[test]
fn new_credentials_reach_whoever_reads_them() {
    let storage = Storage::new();
    let Some(mut pair) = storage.pair(0, Python, Python) else {
        return;
    };
    pair.configure(PROVIDER, "secret-key", "an-entirely-new-one");
    assert_connected(&pair, Python, "backups", "an-entirely-new-one", "rotated");
}

#[test]
fn whoever_is_upgraded_first_nothing_is_lost() {
    let storage = Storage::new();
    for new_provider in [Python, Rust] {
        for new_requirer in [Python, Rust] {
            for provider_first in [true, false] {
                upgraded(&storage, new_provider, new_requirer, provider_first);
            }
        }
    }
}

fn upgraded(storage: &Storage, new_provider: Kind, new_requirer: Kind, provider_first: bool) {
    let (Some(provider), Some(requirer)) = (
        storage.provider(new_provider),
        Storage::requirer(new_requirer),
    ) else {
        return;
    };
    let Some(mut pair) = storage.pair(5, Old, Old) else {
        return;
    };
    assert_connected(&pair, Old, "backups", SECRET, "before");
    let (mut one, mut other) = (Old, Old);
    for step in [provider_first, !provider_first] {
        if step {
            one = new_provider;
            let setup = provider.setup().clone();
            pair.upgrade(PROVIDER, &provider, |stage| {
                stage
                    .configure(PROVIDER, &setup)
                    .expect("it has the options");
            });
        } else {
            other = new_requirer;
            pair.upgrade(REQUIRER, &requirer, |_| ());
        }
        let when = format!("{one:?} and {other:?}, provider first: {provider_first}");
        let bucket = match (one, other) {
            // See below: it stays with version 0.
            (Python, Python) => bucket(Python, Old),
            _ => bucket(one, other),
        };
        assert_connected(&pair, other, bucket, SECRET, &when);
    }
    // The library's requirer states its version and which secrets it wants in
    // `relation-created` and `relation-joined` only, so that a relation that is older
    // than the library stays with version 0.
    let stated = pair.written(REQUIRER).get("version").cloned();
    let expected = (new_requirer == Rust).then_some("1.0");
    assert_eq!(stated.as_deref(), expected, "{new_provider:?}");
    // And its provider goes on in plain text where it finds plain text.
    let shared = pair.written(PROVIDER);
    let in_secret = (new_provider, new_requirer) == (Rust, Rust);
    let in_plain_text = format!("{shared:?}").contains(SECRET);
    let who = format!("{new_provider:?} to {new_requirer:?}");
    assert_eq!(in_plain_text, !in_secret, "{who}");
    assert_eq!(shared.contains_key("secret-extra"), in_secret, "{who}");
}

#[test]
fn every_order_of_hooks_ends_with_the_credentials_in_rust() {
    in_every_order(Python, Rust);
}

#[test]
fn every_order_of_hooks_ends_with_the_credentials_in_python() {
    in_every_order(Rust, Python);
}

fn in_every_order(one: Kind, other: Kind) {
    let storage = Storage::new();
    let (Some(provider), Some(requirer)) = (storage.provider(one), Storage::requirer(other)) else {
        return;
    };
    let ends = ((&provider, PROVIDES), (&requirer, REQUIRES));
    let started = Started::new("s3", ends.0, ends.1, |_| ());
    schedules::draw(&started, [&provider, &requirer], |mut pair| {
        assert_connected(&pair, other, "backups", SECRET, "settled");
        assert!(pair.speaks(PROVIDER, 1));
        pair.part();
        assert_eq!(known(&pair, other), None, "parted");
    });
}
