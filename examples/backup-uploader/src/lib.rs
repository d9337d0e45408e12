//! A charm that keeps backups in an object storage.
//!
//! Whatever the event, it asks for its bucket, looks at what its provider shares,
//! and tries whether the storage takes it. The action `backup` uploads.

mod backup;
#[cfg(test)]
mod tests;

use backup::Kept;
use relata::juju::{Juju, Result, StatusLine};
use relata_interfaces::s3::{Connection, ConnectionInfo, Request, Requires, State};
use s3_storage::Storage;
use std::fmt;
use std::path::Path;

/// Where the provider of the storage is related.
pub const ENDPOINT: &str = "backup-storage";

/// Brings everything in order, and does what the action asks for, if it is one.
///
/// # Errors
///
/// If a hook tool fails.
pub fn charm(juju: &Juju) -> Result<()> {
    let provider = Requires::new(juju, ENDPOINT);
    let config = juju.config()?;
    let wanted = |option: &str| config.text(option).map(str::to_owned);
    provider.ask(&Request {
        bucket: wanted("bucket"),
        path: wanted("path"),
    })?;
    juju.set_status(provider.missing()?);
    let connections = provider.connections()?;
    for connection in &connections {
        juju.set_status(connection.status());
    }
    let ready = connections
        .into_iter()
        .find_map(|Connection { relation, state }| match state {
            State::Ready(info) => Some((relation, info)),
            _ => None,
        });
    let Some((relation, info)) = ready else {
        return fail(
            juju,
            "there is no object storage yet: see the status of the unit",
        );
    };
    let source = config.text("source").unwrap_or_default();
    let renew = format!("set it right at {}", relation.app()?);
    match (Storage::new(&info), juju.action()) {
        (Err(fault), _) => {
            juju.set_status(fault.status(&renew));
            fail(juju, &fault)
        }
        (Ok(storage), None) => {
            juju.set_status(match storage.check() {
                Ok(()) => StatusLine::active(place(&info)),
                Err(fault) => fault.status(&renew),
            });
            Ok(())
        }
        (Ok(storage), Some(action)) => match backup::keep(&storage, juju.unit(), Path::new(source))
        {
            Ok(Kept { key, bytes }) => {
                juju.set_status(StatusLine::active(place(&info)));
                action.set([("key", &*key), ("bytes", &bytes.to_string())])
            }
            Err(failure) => {
                juju.set_status(failure.status(&renew));
                fail(juju, &failure)
            }
        },
    }
}

/// Where backups go, for people.
fn place(info: &ConnectionInfo) -> String {
    let bucket = info.bucket.as_deref().unwrap_or_default();
    let path = info.path.as_deref().unwrap_or_default();
    format!("backups go to {bucket}/{}", path.trim_matches('/'))
}

/// Lets the action fail, if this is one.
fn fail(juju: &Juju, why: &(impl fmt::Display + ?Sized)) -> Result<()> {
    match juju.action() {
        Some(action) => action.fail(&why.to_string()),
        None => Ok(()),
    }
}
