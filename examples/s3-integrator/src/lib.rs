//! A charm that shares an object storage.
//!
//! Whatever the event, it does the same: it reads its configuration, sees to it
//! that the buckets are there, and tells every requirer, in the version that the
//! requirer understands, how to reach its own.

mod config;
#[cfg(test)]
mod tests;

use relata::Reading;
use relata::juju::{Juju, Result, StatusLine};
use relata_interfaces::s3::{ConnectionInfo, Provides};
use s3_storage::{Fault, Storage};
use std::collections::BTreeMap;

/// Where requirers are related.
pub const ENDPOINT: &str = "s3-credentials";

/// How an operator gets other connection information to everybody.
const RENEW: &str = "change the configuration, or the secret in `credentials`";

/// Brings everything in order.
///
/// # Errors
///
/// If a hook tool fails.
pub fn charm(juju: &Juju) -> Result<()> {
    juju.set_status(StatusLine::active(""));
    if juju.leader()?.is_none() {
        // The leader looks after the storage and the databags.
        return Ok(());
    }
    let requirers = Provides::new(juju, ENDPOINT);
    match config::read(juju)? {
        config::Found::Info(info) => share(juju, &requirers, &info),
        config::Found::Nothing => {
            let missing = "set `credentials` to a secret with `access-key` and `secret-key`";
            juju.set_status(StatusLine::blocked(missing));
            requirers.withdraw()
        }
        // What has been shared may still be good.
        config::Found::Unusable(line) => {
            juju.set_status(line);
            requirers.clean_up()
        }
    }
}

fn share(juju: &Juju, requirers: &Provides<'_>, info: &ConnectionInfo) -> Result<()> {
    let mut buckets = Buckets::default();
    requirers.share_after(info, |info| Ok(buckets.ensure(juju, info)))?;
    for (relation, request) in requirers.requests()? {
        // Who has not asked yet keeps nobody waiting.
        if let Reading::Invalid(_) = request {
            juju.set_status(relation.status(&request));
        }
    }
    Ok(())
}

/// The buckets that have been looked at in this hook, and whether they are there.
#[derive(Default)]
struct Buckets(BTreeMap<String, bool>);

impl Buckets {
    /// Whether a requirer may be told: its bucket is there, or it has none.
    fn ensure(&mut self, juju: &Juju, info: &ConnectionInfo) -> bool {
        let Some(bucket) = &info.bucket else {
            return true;
        };
        if let Some(known) = self.0.get(bucket) {
            return *known;
        }
        let ensured = ensure(info);
        if let Err(fault) = &ensured {
            juju.set_status(fault.status(RENEW));
        }
        self.0.insert(bucket.clone(), ensured.is_ok());
        ensured.is_ok()
    }
}

fn ensure(info: &ConnectionInfo) -> Result<(), Fault> {
    Storage::new(info)?.ensure_bucket()
}
