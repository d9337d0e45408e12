//! A charm that has its machine trust the certificates that other charms share.
//!
//! It brings the trust store in order in every hook, whatever the event: so it does
//! not matter which hooks ran before, or how far one of them came.

mod failure;
mod machine;
mod pem;
mod store;

pub use failure::Failure;
pub use machine::{Machine, Programs};
pub use store::{Folders, Step, Store, Wanted};

use relata::Reading;
use relata::juju::{Event, Juju, StatusLine, fail, settle};
use relata_interfaces::certificate_transfer::{Requires, Shared};
use std::error::Error;
use std::process::ExitCode;

/// The endpoint in `metadata.yaml`.
pub const ENDPOINT: &str = "certificates";

/// Makes the machine trust what is shared now, and nothing that is shared no more.
///
/// # Errors
///
/// If a hook tool fails, or the trust store cannot be changed.
pub fn reconcile(juju: &Juju, programs: &dyn Programs) -> Result<(), Failure> {
    let requires = Requires::new(juju, ENDPOINT);
    requires.announce()?;
    let root = juju.config()?.text("root").unwrap_or("/");
    if !root.starts_with('/') {
        juju.set_status(StatusLine::blocked("set `root` to an absolute path"));
        return Ok(());
    }
    leave_former_root(juju, root, programs)?;
    let store = Store::open(root, juju.unit())?;

    let shared = requires.shared()?;
    let mut wanted = Wanted::default();
    for one in &shared {
        let refused = want(&mut wanted, one, &store, programs)?;
        juju.set_status(one.status());
        if refused > 0 {
            let app = one.relation.app()?;
            juju.set_status(StatusLine::blocked(format!(
                "{ENDPOINT}: texts of {app} that are no certificates: {refused}"
            )));
        }
    }
    let count = store.bring_in_order(&wanted, programs)?;
    juju.set_status(if shared.is_empty() {
        StatusLine::blocked(format!("missing relation: {ENDPOINT}"))
    } else {
        StatusLine::active(format!("certificates trusted: {count}"))
    });
    Ok(())
}

/// What becomes of a hook in which [`reconcile`] failed.
pub fn give_up(juju: &Juju, error: &(dyn Error + 'static)) -> ExitCode {
    match error.downcast_ref() {
        // Juju runs the hook again.
        Some(Failure::Juju(error)) => fail(juju, error),
        // A person has to look at the machine.
        _ => settle(juju, error),
    }
}

/// Notes what a relation wants to have trusted; returns how many of its texts are
/// no certificates.
fn want(
    wanted: &mut Wanted,
    shared: &Shared<'_>,
    store: &Store,
    programs: &dyn Programs,
) -> Result<usize, Failure> {
    let id = shared.relation.id();
    // Nonsense takes nothing away: what was good remains until the other side
    // shares something else.
    if matches!(shared.reading, Reading::Incomplete(_) | Reading::Invalid(_)) {
        wanted.keep(id);
        return Ok(0);
    }
    let mut refused = 0;
    for text in shared.certificates() {
        let certificates = pem::certificates(text.as_str());
        refused += usize::from(certificates.is_empty());
        for certificate in certificates {
            if store.has(id, &certificate) || programs.is_certificate(&certificate)? {
                wanted.add(store, id, certificate);
            } else {
                refused += 1;
            }
        }
    }
    Ok(refused)
}

/// Takes everything out of the trust store that was configured before this one.
fn leave_former_root(juju: &Juju, root: &str, programs: &dyn Programs) -> Result<(), Failure> {
    if !matches!(
        juju.event(),
        Event::Install | Event::ConfigChanged | Event::UpgradeCharm
    ) {
        return Ok(());
    }
    let key = "root";
    if let Some(former) = juju.state(key)?.filter(|former| former != root) {
        let former = Store::open(&former, juju.unit())?;
        former.bring_in_order(&Wanted::default(), programs)?;
    }
    // Juju takes it when the hook ends well; until then the former one is left anew.
    Ok(juju.set_state(key, root)?)
}
