//! A charm that is a certificate authority.
//!
//! Whatever the event, the leader does the same: it looks at every request of every
//! relation and at the answers that are there, and signs what has no answer yet. The
//! authority itself is in a secret of the application, where the next leader finds it.

mod answers;
mod authority;
mod config;
mod request;

use relata::juju::{Error, Juju, Owner, Relation, Result, StatusLine};
use relata::{Leader, Reading};
use relata_interfaces::tls_certificates::{Provider, RequirerData, v1};
use std::time::SystemTime;

use answers::{Asked, Outcome};
use authority::{Authority, kept};
use config::Options;

/// The endpoint in `metadata.yaml`.
pub const ENDPOINT: &str = "certificates";

/// The label of the secret that holds the authority.
pub const SECRET: &str = "authority";

/// Answers every request that has no answer yet, and takes away what answers none.
/// `now` is the time.
///
/// # Errors
///
/// If a hook tool fails.
pub fn reconcile(juju: &Juju, now: SystemTime) -> Result<()> {
    let Some(leader) = juju.leader()? else {
        // The leader has the authority, and writes all answers.
        juju.set_status(StatusLine::active(""));
        return Ok(());
    };
    let options = match Options::read(juju.config()?) {
        Ok(options) => options,
        // What has been signed may still be good.
        Err(problem) => {
            juju.set_status(StatusLine::blocked(problem));
            return Ok(());
        }
    };
    let Some(authority) = authority(juju, leader, &options, now)? else {
        juju.set_status(StatusLine::blocked("the system gives no key"));
        return Ok(());
    };
    let mut outcome = Outcome::default();
    for relation in juju.provides::<Provider>(ENDPOINT).relations()? {
        outcome += answer(juju, &relation, leader, &authority, &options, now)?;
    }
    juju.set_status(StatusLine::active(outcome.to_string()));
    Ok(())
}

/// The authority that is kept, or a new one if there is none, if it has another name,
/// or if it would expire before a certificate that it signs.
fn authority(
    juju: &Juju,
    leader: &Leader,
    options: &Options,
    now: SystemTime,
) -> Result<Option<Authority>> {
    let secrets = juju.secrets();
    let there = match secrets.peek_by_label::<kept::v0::Authority>(SECRET) {
        Ok(content) => Authority::open(&content),
        // It never was there, or is none that we could have written.
        Err(Error::SecretNotFound { .. } | Error::SecretContent { .. }) => None,
        Err(error) => return Err(error),
    };
    if there.as_ref().is_some_and(|it| it.fits(options, now)) {
        return Ok(there);
    }
    let Ok((made, content)) = Authority::make(options, now) else {
        return Ok(None);
    };
    let former = secrets.info_by_label(SECRET)?;
    let secret = secrets.ensure(Owner::App(leader), SECRET, &content)?;
    if let Some(former) = former {
        // Nobody needs its key any more.
        secrets.remove_revision(&secret, former.revision)?;
    }
    Ok(Some(made))
}

/// Answers the requests of one relation.
fn answer(
    juju: &Juju,
    relation: &Relation<'_, Provider>,
    leader: &Leader,
    authority: &Authority,
    options: &Options,
    now: SystemTime,
) -> Result<Outcome> {
    let mut asked = Asked::default();
    if let Some(received) = relation.receive()? {
        for report in &received.reports {
            juju.set_status(StatusLine::from(report));
        }
        // What cannot be read may still ask for something.
        asked.is_complete = received.reports.is_empty();
        match received.data {
            RequirerData::V1(side) => {
                for unit in side.units.into_values() {
                    asked.add(unit.certificate_signing_requests);
                }
                asked.add(side.app.unwrap_or_default().certificate_signing_requests);
            }
            RequirerData::V0(_) => {
                let app = relation.app()?;
                juju.set_status(StatusLine::blocked(format!(
                    "{ENDPOINT}: {app} sends no signing requests: upgrade it"
                )));
            }
        }
    }
    let before = match relation.local_app::<v1::ProviderApp>(leader)? {
        Reading::Ready(before) => before,
        _ => v1::ProviderApp::default(),
    };
    let (answers, outcome) = asked.answer(before, authority, options, now);
    relation.write_app(leader, &answers)?;
    Ok(outcome)
}
