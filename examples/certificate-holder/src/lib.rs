//! A charm that has certificates signed, and keeps them as files.
//!
//! Whatever the event, it does the same for each relation: it sees to it that there is
//! a key and a request for what is configured, and puts what was issued for that key
//! where programs find it, if it can be used.

mod answers;
mod certificate;
mod config;
mod failure;
mod key;
mod request;
mod shelf;

pub use failure::Failure;

use answers::Answers;
use config::{Mode, Options};
use key::Key;
use relata::juju::{Event, Juju, Relation, RelationEventKind, StatusLine};
use relata::{Leader, Reading};
use relata_interfaces::tls_certificates::v1::{self, ProviderApp, SigningRequest};
use relata_interfaces::tls_certificates::{ProviderData, Requirer};
use request::Request;
use shelf::Shelf;
use std::time::SystemTime;

/// The endpoint in `metadata.yaml`.
pub const ENDPOINT: &str = "certificates";

/// Sees to it that each relation has a request, and that what was issued is there as
/// files; what is of no use any more goes. `now` is the time.
///
/// # Errors
///
/// If a hook tool fails, no key can be made, or the folder that was configured before
/// cannot be emptied.
pub fn reconcile(juju: &Juju, now: SystemTime) -> Result<(), Failure> {
    let endpoint = juju.requires::<Requirer>(ENDPOINT);
    juju.set_status(endpoint.missing()?);
    let relations = endpoint.relations()?;
    let ids: Vec<u32> = relations.iter().map(Relation::id).collect();
    let folder = match config::folder(juju.config()?) {
        Ok(folder) => folder,
        Err(problem) => {
            juju.set_status(StatusLine::blocked(problem));
            return Ok(());
        }
    };
    leave_former_folder(juju, folder)?;
    let shelf = Shelf::new(folder, juju.unit());
    note(juju, shelf.keep_only(&ids))?;
    let options = match Options::read(juju.config()?, juju.unit()) {
        Ok(options) => options,
        // What is there may still be good.
        Err(problem) => {
            juju.set_status(StatusLine::blocked(problem));
            return Ok(());
        }
    };
    let holder = Holder {
        juju,
        leader: juju.leader()?,
        options,
        shelf,
        now,
    };
    holder.clean_up(&relations, endpoint.ended()?.is_some())?;
    let mut held = 0;
    for relation in &relations {
        held += usize::from(holder.hold(relation)?);
    }
    juju.set_status(StatusLine::active(format!("certificates held: {held}")));
    Ok(())
}

/// One unit, and what it needs to have certificates signed.
struct Holder<'j> {
    juju: &'j Juju,
    leader: Option<&'j Leader>,
    options: Options,
    shelf: Shelf,
    now: SystemTime,
}

impl<'j> Holder<'j> {
    /// Does everything for one relation; returns whether it has a certificate.
    fn hold(&self, relation: &Relation<'j, Requirer>) -> Result<bool, Failure> {
        let (id, mode) = (relation.id(), self.options.mode);
        let key = match Key::find(self.juju, mode, id)? {
            Some(key) => key,
            None if self.asks() => Key::make(self.juju, self.leader, mode, id)?,
            None => {
                let line = "waiting for the leader to make a key";
                self.juju.set_status(StatusLine::waiting(line));
                return Ok(false);
            }
        };
        if self.shelf.has_other_key(id, &key.pem) {
            note(self.juju, self.shelf.remove(id))?;
        }
        let request = Request::new(&self.options, &key)?;
        let theirs = self.theirs(relation)?;
        let answers = Answers::to(&request, theirs.as_ref());
        self.tell(relation, &answers)?;
        if self.asks() {
            self.ask(relation, &request, &answers)?;
        }
        if let Some(certificate) = answers.valid(self.now) {
            return note(self.juju, self.shelf.put(id, &key.pem, certificate));
        }
        if answers.best.is_none() && !answers.revoked.is_empty() {
            note(self.juju, self.shelf.remove(id))?;
        }
        // What is there otherwise may be good until something else comes.
        Ok(false)
    }

    /// Whether this unit asks for certificates.
    fn asks(&self) -> bool {
        self.options.mode == Mode::Unit || self.leader.is_some()
    }

    /// What the provider has written; `None` if that is nothing, or cannot be used.
    fn theirs(&self, relation: &Relation<'j, Requirer>) -> Result<Option<ProviderApp>, Failure> {
        let reading = relation.remote()?;
        if !matches!(reading, Reading::Absent) {
            self.juju.set_status(relation.status(&reading));
        }
        Ok(match reading {
            Reading::Ready(ProviderData::V1(side)) => side.app,
            Reading::Ready(ProviderData::V0(_)) => {
                let app = relation.app()?;
                self.juju.set_status(StatusLine::blocked(format!(
                    "{ENDPOINT}: {app} does not sign requests: upgrade it"
                )));
                None
            }
            _ => None,
        })
    }

    /// Says in the status what keeps the relation from having a certificate.
    fn tell(
        &self,
        relation: &Relation<'j, Requirer>,
        answers: &Answers<'_>,
    ) -> Result<(), Failure> {
        let app = relation.app()?;
        if let Some(error) = answers.turned_down {
            let (name, message) = (&error.name, &error.message);
            let line = format!("{ENDPOINT}: {app} turned the request down: {name}: {message}");
            self.juju.set_status(match error.code {
                // The provider has the request, and tries again.
                v1::ErrorCode::ServerNotAvailable => StatusLine::waiting(line),
                _ => StatusLine::blocked(line),
            });
        } else if answers.valid(self.now).is_none() {
            if let Some(flaw) = answers.flaw {
                let line = format!("{ENDPOINT}: the certificate of {app} {flaw}");
                self.juju.set_status(StatusLine::blocked(line));
            }
            self.juju
                .set_status(relation.status(&Reading::<()>::Absent));
        }
        Ok(())
    }

    /// Sees to it that our databag holds one request, for what is configured. It is a
    /// new one if there was none, if its certificate was revoked, or if that expires
    /// soon.
    fn ask(
        &self,
        relation: &Relation<'j, Requirer>,
        fresh: &Request,
        answers: &Answers<'_>,
    ) -> Result<(), Failure> {
        let sent = self.sent(relation)?;
        let is_fine = |one: &SigningRequest| {
            fresh.is_for_the_same(&one.certificate_signing_request)
                && one.ca.as_ref().is_none_or(|flag| !flag.is_true())
        };
        let current = sent.into_iter().find(is_fine);
        let csr = current.as_ref().map(|one| &one.certificate_signing_request);
        let is_revoked = csr.is_some_and(|csr| answers.revoke(csr));
        let is_due = csr.is_some_and(|csr| answers.is_due(csr, self.now));
        let to_send = if is_revoked && answers.best.is_none() {
            // Whoever revokes a certificate may know its key to be lost.
            let key = Key::make(self.juju, self.leader, self.options.mode, relation.id())?;
            Request::new(&self.options, &key)?.to_send()
        } else {
            let is_spent = is_revoked || is_due && self.may_renew();
            let kept = current.filter(|_| !is_spent);
            kept.unwrap_or_else(|| fresh.to_send())
        };
        let certificate_signing_requests = vec![to_send];
        match (self.options.mode, self.leader) {
            (Mode::Unit, _) => relation.write_unit(&v1::RequirerUnit {
                certificate_signing_requests,
            })?,
            (Mode::App, Some(leader)) => relation.write_app(
                leader,
                &v1::RequirerApp {
                    certificate_signing_requests,
                },
            )?,
            (Mode::App, None) => {}
        }
        Ok(())
    }

    /// What our databag asks for.
    fn sent(&self, relation: &Relation<'j, Requirer>) -> Result<Vec<SigningRequest>, Failure> {
        Ok(match (self.options.mode, self.leader) {
            (Mode::Unit, _) => match relation.local_unit::<v1::RequirerUnit>()? {
                Reading::Ready(unit) => unit.certificate_signing_requests,
                _ => Vec::new(),
            },
            (Mode::App, Some(leader)) => match relation.local_app::<v1::RequirerApp>(leader)? {
                Reading::Ready(app) => app.certificate_signing_requests,
                _ => Vec::new(),
            },
            (Mode::App, None) => Vec::new(),
        })
    }

    /// Whether a certificate that expires soon is renewed in this hook. A provider
    /// whose certificates have expired when they come must not have us ask again with
    /// every answer.
    fn may_renew(&self) -> bool {
        !matches!(self.juju.event(), Event::Relation(_))
    }

    /// Withdraws the requests of the other mode, and removes keys that are of no use:
    /// when a relation is broken, and when something is as it was not before.
    /// `has_ended` says whether the relation that is broken is over for all units.
    fn clean_up(
        &self,
        relations: &[Relation<'j, Requirer>],
        has_ended: bool,
    ) -> Result<(), Failure> {
        let broken = match self.juju.event() {
            Event::Relation(event) if event.kind == RelationEventKind::Broken => {
                Some(event.relation_id)
            }
            Event::ConfigChanged | Event::LeaderElected | Event::UpgradeCharm => None,
            _ => return Ok(()),
        };
        for relation in relations {
            match (self.options.mode, self.leader) {
                (Mode::Unit, Some(leader)) => relation.clear_app(leader)?,
                (Mode::Unit, None) => {}
                (Mode::App, _) => relation.clear_unit()?,
            }
        }
        // The others go on with the key of the application when this unit leaves.
        let goes_on = |mode, id| mode == Mode::App && broken == Some(id) && !has_ended;
        key::sweep(self.juju, |mode, id| {
            let is_there = relations.iter().any(|relation| relation.id() == id);
            mode == self.options.mode && (is_there || goes_on(mode, id))
        })?;
        Ok(())
    }
}

/// Says in the status that files cannot be written, where a person has to look at the
/// machine; the next hook tries again. What Juju is told has nothing to do with them.
/// Returns whether all is well.
fn note(juju: &Juju, done: Result<(), Failure>) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(true),
        Err(failure @ Failure::File { .. }) => {
            let text = failure.to_string();
            juju.error(&text);
            juju.set_status(StatusLine::blocked(text));
            Ok(false)
        }
        Err(failure) => Err(failure),
    }
}

/// Takes everything away that is in the folder that was configured before this one.
fn leave_former_folder(juju: &Juju, folder: &str) -> Result<(), Failure> {
    if !matches!(
        juju.event(),
        Event::Install | Event::ConfigChanged | Event::UpgradeCharm
    ) {
        return Ok(());
    }
    let key = "folder";
    if let Some(former) = juju.state(key)?.filter(|former| former != folder) {
        Shelf::new(&former, juju.unit()).keep_only(&[])?;
    }
    // Juju takes it when the hook ends well; until then the former one is left anew.
    Ok(juju.set_state(key, folder)?)
}
