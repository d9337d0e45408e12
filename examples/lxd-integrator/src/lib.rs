//! A charm that lets others use the LXD of its machine.
//!
//! Whatever the event, it does the same: it compares the trust store with what is
//! asked for over all relations, and mends what differs.

mod fault;
mod http;
mod lxd;
#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use lxd::{Daemon, Lxd, Trusted};

use relata::Url;
use relata::juju::{Juju, Result, StatusLine};
use relata_interfaces::lxd::{Certificate, Provides, Request};
use std::collections::{BTreeMap, BTreeSet};

/// Where requirers are related.
pub const ENDPOINT: &str = "api";

/// Brings the trust store and the relations in order.
///
/// # Errors
///
/// If a hook tool fails.
pub fn charm(juju: &Juju) -> Result<()> {
    reconcile(juju, |socket, endpoint| Daemon::new(socket, endpoint))
}

/// As [`charm`], with a LXD of one's own, which is given the options `socket` and
/// `endpoint`.
///
/// # Errors
///
/// If a hook tool fails.
pub fn reconcile<L: Lxd>(juju: &Juju, connect: impl FnOnce(&str, Option<Url>) -> L) -> Result<()> {
    let config = juju.config()?;
    let socket = config.text("socket").unwrap_or("/var/lib/lxd/unix.socket");
    if !socket.starts_with('/') {
        juju.set_status(StatusLine::blocked("set `socket` to an absolute path"));
        return Ok(());
    }
    let endpoint = match config.text("endpoint").map(str::parse).transpose() {
        Ok(endpoint) => endpoint,
        Err(error) => {
            juju.set_status(StatusLine::blocked(format!("`endpoint`: {error}")));
            return Ok(());
        }
    };
    let requests = Provides::new(juju, ENDPOINT).requests()?;
    let wanted = Wanted::of(&requests)?;
    let lxd = connect(socket, endpoint);
    match bring_in_order(&lxd, &owner(juju), &wanted) {
        Ok(state) => tell(juju, &requests, &state),
        Err(fault) => {
            // What has been told may still be right.
            juju.set_status(fault.status());
            Ok(())
        }
    }
}

/// How this unit calls its certificates in the trust store: so it knows them again,
/// however often it is killed, and leaves all others alone.
fn owner(juju: &Juju) -> String {
    let model = juju.model_uuid().unwrap_or_default();
    format!("juju:{model}:{}", juju.unit())
}

/// What is asked for over all relations.
struct Wanted {
    certificates: BTreeMap<String, Certificate>,
    /// Fingerprints of relations that cannot be read now: nonsense takes nothing
    /// away.
    kept: BTreeSet<String>,
}

impl Wanted {
    fn of(requests: &[Request<'_>]) -> Result<Self> {
        let mut wanted = Wanted {
            certificates: BTreeMap::new(),
            kept: BTreeSet::new(),
        };
        for request in requests {
            let certificates = request.certificates().into_iter();
            let named = certificates.map(|one| (one.fingerprint().to_owned(), one));
            wanted.certificates.extend(named);
            if !request.is_complete() {
                wanted.kept.extend(request.published()?);
            }
        }
        Ok(wanted)
    }

    fn has(&self, fingerprint: &str) -> bool {
        self.certificates.contains_key(fingerprint) || self.kept.contains(fingerprint)
    }
}

/// How LXD is in the end.
struct State {
    nodes: Vec<relata_interfaces::lxd::v1::Node>,
    trusted: BTreeSet<String>,
    /// What LXD says to certificates that it does not take, by fingerprint.
    refused: BTreeMap<String, String>,
}

fn bring_in_order(lxd: &dyn Lxd, owner: &str, wanted: &Wanted) -> Result<State, Fault> {
    let nodes = lxd.nodes()?;
    let mut trusted = BTreeSet::new();
    for one in lxd.trusted()? {
        if one.name == owner && !wanted.has(&one.fingerprint) {
            lxd.distrust(&one.fingerprint)?;
        } else {
            trusted.insert(one.fingerprint);
        }
    }
    let mut refused = BTreeMap::new();
    for (fingerprint, certificate) in &wanted.certificates {
        if trusted.contains(fingerprint) {
            continue;
        }
        match lxd.trust(owner, certificate) {
            Ok(()) => {
                trusted.insert(fingerprint.clone());
            }
            Err(Fault::Refused { message, .. }) => {
                refused.insert(fingerprint.clone(), message);
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(State {
        nodes,
        trusted,
        refused,
    })
}

/// Tells each relation which of its certificates are trusted.
fn tell(juju: &Juju, requests: &[Request<'_>], state: &State) -> Result<()> {
    if state.nodes.is_empty() {
        juju.set_status(StatusLine::blocked(
            "LXD listens nowhere: run `lxc config set core.https_address`, or set `endpoint`",
        ));
    }
    let mut count = 0;
    for request in requests {
        juju.set_status(request.status()?);
        let mut fingerprints = BTreeSet::new();
        for one in request.certificates() {
            if let Some(message) = state.refused.get(one.fingerprint()) {
                let app = request.relation.app()?;
                let line = format!("{ENDPOINT}: LXD refuses a certificate of {app}: {message}");
                juju.set_status(StatusLine::blocked(line));
            }
            fingerprints.insert(one.fingerprint().to_owned());
        }
        if !request.is_complete() {
            fingerprints.extend(request.published()?);
        }
        let trusted = fingerprints.intersection(&state.trusted);
        request.publish(&state.nodes, trusted.clone())?;
        count += trusted.count();
    }
    juju.set_status(StatusLine::active(format!(
        "client certificates trusted: {count}"
    )));
    Ok(())
}
