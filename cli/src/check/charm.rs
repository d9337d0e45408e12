//! What does the charm's metadata say about its endpoints?

use crate::failure::Failure;
use crate::input;
use relata_spec::document;
use relata_spec::model::Role;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The endpoints of one charm.
#[derive(Debug)]
pub(super) struct Charm {
    pub(super) name: Option<String>,
    endpoints: BTreeMap<String, (Role, String)>,
}

#[derive(Deserialize)]
struct Metadata {
    name: Option<String>,
    #[serde(default)]
    provides: Option<BTreeMap<String, Endpoint>>,
    #[serde(default)]
    requires: Option<BTreeMap<String, Endpoint>>,
    #[serde(default)]
    peers: Option<BTreeMap<String, Endpoint>>,
}

#[derive(Deserialize)]
struct Endpoint {
    interface: String,
}

impl Charm {
    /// Reads `metadata.yaml` or `charmcraft.yaml`, or the one that lies in a
    /// charm's directory.
    pub(super) fn read(path: &Path) -> Result<Charm, Failure> {
        let path = within(path);
        let name = input::name(&path);
        let text = input::read(&path, None)?;
        let metadata: Metadata = document::parse(&text)
            .map_err(|error| Failure::new(format!("cannot read charm metadata {name}: {error}")))?;
        let mut endpoints = BTreeMap::new();
        let sections = [
            (Role::Provider, metadata.provides),
            (Role::Requirer, metadata.requires),
            (Role::Peer, metadata.peers),
        ];
        for (role, section) in sections {
            for (endpoint, declared) in section.unwrap_or_default() {
                endpoints.insert(endpoint, (role, declared.interface));
            }
        }
        if endpoints.is_empty() {
            return Err(Failure::new(format!(
                "{name} declares no endpoints under `provides`, `requires` or `peers`; \
                 is it the charm's `metadata.yaml` or `charmcraft.yaml`?"
            )));
        }
        Ok(Charm {
            name: metadata.name,
            endpoints,
        })
    }

    /// The role and the interface of an endpoint. Every charm provides
    /// `juju-info` without saying so.
    pub(super) fn endpoint(&self, name: &str) -> Option<(Role, &str)> {
        match self.endpoints.get(name) {
            Some((role, interface)) => Some((*role, interface)),
            None if name == "juju-info" => Some((Role::Provider, "juju-info")),
            None => None,
        }
    }

    /// Whether a unit with this charm URL runs the charm, as far as one can
    /// tell: `ch:amd64/postgresql-k8s-281` runs `postgresql-k8s`.
    pub(super) fn runs(&self, url: Option<&str>) -> bool {
        match (&self.name, url.and_then(charm_name)) {
            (Some(own), Some(shown)) => own == shown,
            _ => true,
        }
    }
}

/// The name in a charm's URL, without store, architecture, series and revision.
pub(super) fn charm_name(url: &str) -> Option<&str> {
    let last = url.rsplit(['/', ':']).next()?;
    let name = match last.rsplit_once('-') {
        Some((name, revision)) if revision.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => last,
    };
    (!name.is_empty()).then_some(name)
}

fn within(path: &Path) -> PathBuf {
    if path.is_dir() {
        ["metadata.yaml", "charmcraft.yaml"]
            .into_iter()
            .map(|name| path.join(name))
            .find(|file| file.is_file())
            .unwrap_or_else(|| path.to_owned())
    } else {
        path.to_owned()
    }
}
