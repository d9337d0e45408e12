//! Sharing an object storage, with requirers of either version at once.

use super::Provider;
use super::asked::{Asked, asked, map};
use super::info::{ConnectionInfo, Request};
use super::v1::{self, Credentials};
use relata::juju::{Endpoint, Error, Event, Juju, Owner, Relation, Result, SecretEventKind};
use relata::report::Place;
use relata::{Leader, Reading, Secret};

/// An endpoint under `provides:` that shares an object storage.
///
/// Every method is for all relations of the endpoint, unless [`Provides::only`]
/// names one. The leader alone writes; on any other unit nothing happens, so call
/// the same methods on every unit.
///
/// A requirer in version 1 gets the credentials in a secret. There is one for the
/// endpoint, made once, given a new revision when the credentials change, granted
/// to each relation, and removed with the last of them. A requirer in version 0
/// gets them in the databag. One that has not asked for anything yet is only told
/// which version this side speaks.
///
/// ```
/// use relata::juju::{Juju, Result};
/// use relata_interfaces::s3::{ConnectionInfo, Provides};
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let info = ConnectionInfo {
///         region: Some("eu-west-1".into()),
///         ..ConnectionInfo::new("EXAMPLEKEYID", "hunter2")
///     };
///     Provides::new(juju, "s3-credentials").share(&info)
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("storage", 1, Charm::new("storage").provides("s3-credentials", "s3"))?;
/// # let relation = world.relate_to("storage:s3-credentials", "db", 1)?;
/// # world.set_bag(relation, "db", [("version", "1"), ("bucket", "backups")])?;
/// # let world = world.shared();
/// # assert!(run(&world, "storage/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # let shared = world.borrow().written(relation, "storage");
/// # assert_eq!((&*shared["bucket"], &*shared["region"]), ("backups", "eu-west-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Provides<'j> {
    juju: &'j Juju,
    endpoint: Endpoint<'j, Provider>,
    only: Option<u32>,
}

impl<'j> Provides<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Provides {
            juju,
            endpoint: juju.provides(endpoint),
            only: None,
        }
    }

    /// The same endpoint with only one of its relations, by number. If there is no
    /// such relation, nothing happens.
    ///
    /// What is shared so has a secret of its own. A charm that gives each relation
    /// other credentials names each of them: what [`Provides::share`] is given
    /// without that goes to all.
    #[must_use]
    pub fn only(mut self, relation: u32) -> Self {
        self.only = Some(relation);
        self
    }

    /// Each relation, and what its requirer asks for: absent as long as it has
    /// not asked for anything.
    ///
    /// A bucket `relation-<number>` is how an old requirer says that it does not
    /// care: it counts as no bucket.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn requests(&self) -> Result<Vec<(Relation<'j, Provider>, Reading<Request>)>> {
        let relations = self.relations()?.into_iter();
        relations
            .map(|relation| {
                let asked = self.asked(&relation)?;
                Ok((relation, map(asked, |asked| asked.request)))
            })
            .collect()
    }

    /// Shares this. Where it has no bucket or no path, a requirer gets those that
    /// it asked for.
    ///
    /// # Errors
    ///
    /// If a hook tool fails, or the information breaks its declaration.
    pub fn share(&self, info: &ConnectionInfo) -> Result<()> {
        self.share_after(info, |_| Ok(true))
    }

    /// As [`Provides::share`], for each relation for which `prepare` says `true`
    /// when it has seen what the requirer is about to get: by then, its bucket has
    /// to be there. The others are left as they are.
    ///
    /// # Errors
    ///
    /// As [`Provides::share`], and those of `prepare`.
    pub fn share_after(
        &self,
        info: &ConnectionInfo,
        mut prepare: impl FnMut(&ConnectionInfo) -> Result<bool>,
    ) -> Result<()> {
        let Some(leader) = self.juju.leader()? else {
            return Ok(());
        };
        self.tidy()?;
        let mut common = None;
        for relation in self.relations()? {
            let Reading::Ready(asked) = self.asked(&relation)? else {
                relation.announce(leader)?;
                continue;
            };
            let info = info.answering(&asked.request);
            if prepare(&info)? {
                self.answer(leader, &relation, asked.version, &info, &mut common)?;
            }
        }
        self.remove_revision()
    }

    /// Takes back what was shared: the databag says no more than the version that
    /// this side speaks, and the secret is gone.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn withdraw(&self) -> Result<()> {
        let Some(leader) = self.juju.leader()? else {
            return Ok(());
        };
        self.tidy()?;
        for relation in self.relations()? {
            let before = shared_secret(&relation, leader)?;
            relation.clear_app(leader)?;
            relation.announce(leader)?;
            if let Some(secret) = before {
                self.let_go(&relation, &secret)?;
            }
        }
        if self.only.is_none() {
            return self.remove(&self.common_label());
        }
        self.remove_revision()
    }

    /// Removes what nobody needs any more: the secrets of a relation that is over, and
    /// revisions that nobody reads any more. A new leader removes what the one before
    /// it could not. [`Provides::share`] and [`Provides::withdraw`] do it, too; a
    /// charm that calls neither of them in a hook calls this. Without a reason in the
    /// event, it asks nothing of Juju.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn clean_up(&self) -> Result<()> {
        let is_due = self.endpoint.broken().is_some()
            || self.is_elected()
            || self.unused_revision().is_some();
        if !is_due {
            return Ok(());
        }
        match self.juju.leader()? {
            Some(_) => self.tidy().and_then(|()| self.remove_revision()),
            None => Ok(()),
        }
    }

    fn relations(&self) -> Result<Vec<Relation<'j, Provider>>> {
        let mut relations = self.endpoint.relations()?;
        if let Some(only) = self.only {
            relations.retain(|relation| relation.id() == only);
        }
        Ok(relations)
    }

    fn asked(&self, relation: &Relation<'_, Provider>) -> Result<Reading<Asked>> {
        let bag = relation.remote_app_bag()?;
        let mut reading = asked(&bag);
        if let Reading::Incomplete(report) | Reading::Invalid(report) = &mut reading {
            report.place = Place {
                endpoint: Some(self.endpoint.name().to_owned()),
                relation_id: Some(relation.id()),
                writer: Some(relation.app()?.to_string()),
            };
        }
        Ok(reading)
    }

    /// Says it in the version that the requirer understands.
    fn answer(
        &self,
        leader: &Leader,
        relation: &Relation<'_, Provider>,
        version: u32,
        info: &ConnectionInfo,
        common: &mut Option<Secret<Credentials>>,
    ) -> Result<()> {
        let before = shared_secret(relation, leader)?;
        let mut after = None;
        if version == 0 {
            relation.write_app(leader, &info.to_v0(self.juju.unit()))?;
            // The requirer may be upgraded: it has to see that we speak more.
            relation.announce(leader)?;
        } else {
            let secret = self.secret(leader, relation, info, common)?;
            // The databag and the grant are stored together, so that whoever is
            // told the URI may read the secret.
            if before.as_ref() != Some(&secret) {
                self.juju.secrets().grant(&secret, relation)?;
            }
            relation.write_app(leader, &info.to_v1(secret.clone()))?;
            after = Some(secret);
        }
        match before {
            Some(before) if after.as_ref() != Some(&before) => self.let_go(relation, &before),
            _ => Ok(()),
        }
    }

    /// The secret with these credentials; the endpoint's is looked at once.
    fn secret(
        &self,
        leader: &Leader,
        relation: &Relation<'_, Provider>,
        info: &ConnectionInfo,
        common: &mut Option<Secret<Credentials>>,
    ) -> Result<Secret<Credentials>> {
        if let Some(secret) = common {
            return Ok(secret.clone());
        }
        let label = match self.only {
            Some(_) => self.label(relation.id()),
            None => self.common_label(),
        };
        let owner = Owner::App(leader);
        let secret = self
            .juju
            .secrets()
            .ensure(owner, &label, &info.credentials())?;
        *common = Some(secret.clone());
        Ok(secret)
    }

    /// Takes a secret away from a relation that has another one now, or none.
    fn let_go(
        &self,
        relation: &Relation<'_, Provider>,
        secret: &Secret<Credentials>,
    ) -> Result<()> {
        let secrets = self.juju.secrets();
        let own = secrets.info_by_label(&self.label(relation.id()))?;
        let gone = match own {
            Some(own) if own.id == secret.id() => secrets.remove(secret),
            // Juju would find out only when the hook is over, and refuse all of it.
            _ => (secrets.info(secret)).and_then(|_| secrets.revoke(secret, relation)),
        };
        unless_gone(gone)
    }

    /// The secrets of relations that are over.
    fn tidy(&self) -> Result<()> {
        if let Some(ended) = self.endpoint.ended()? {
            self.remove(&self.label(ended.id()))?;
        } else if self.is_elected() {
            self.tidy_after_another()?;
        } else {
            return Ok(());
        }
        if self.endpoint.relations()?.is_empty() {
            self.remove(&self.common_label())?;
        }
        Ok(())
    }

    /// The secrets of relations that were over when nobody led.
    fn tidy_after_another(&self) -> Result<()> {
        let secrets = self.juju.secrets();
        let relations = self.endpoint.relations()?;
        for id in secrets.ids()? {
            let Ok(secret) = Secret::<Credentials>::new(id) else {
                continue;
            };
            let label = secrets.info(&secret)?.label;
            let is_over = |number| relations.iter().all(|there| there.id() != number);
            if self.owns(&label) && self.relation_of(&label).is_some_and(is_over) {
                unless_gone(secrets.remove(&secret))?;
            }
        }
        Ok(())
    }

    /// Whether this unit leads only now.
    fn is_elected(&self) -> bool {
        *self.juju.event() == Event::LeaderElected
    }

    /// The revision that nobody reads any more. This comes last: until the hook is
    /// over, Juju tells nothing more about the secret.
    fn remove_revision(&self) -> Result<()> {
        match self.unused_revision() {
            Some((secret, revision)) => {
                unless_gone(self.juju.secrets().remove_revision(&secret, revision))
            }
            None => Ok(()),
        }
    }

    /// The secret and the revision that the event says is of no use any more, if
    /// the secret is one of ours.
    fn unused_revision(&self) -> Option<(Secret<Credentials>, u32)> {
        let Event::Secret(event) = self.juju.event() else {
            return None;
        };
        let is_ours = self.owns(event.label.as_deref()?);
        let is_due = is_ours && event.kind == SecretEventKind::Remove;
        let secret = is_due.then(|| Secret::new(event.uri.as_str()));
        Some((secret?.ok()?, event.revision?))
    }

    fn remove(&self, label: &str) -> Result<()> {
        let secrets = self.juju.secrets();
        let Some(info) = secrets.info_by_label(label)? else {
            return Ok(());
        };
        match Secret::<Credentials>::new(info.id.as_str()) {
            Ok(secret) => unless_gone(secrets.remove(&secret)),
            Err(_) => Ok(()),
        }
    }

    /// The label of the secret that all relations share.
    fn common_label(&self) -> String {
        [self.endpoint.name(), ".credentials"].concat()
    }

    /// The label of the secret that is for one relation alone.
    fn label(&self, relation: u32) -> String {
        [
            self.endpoint.name(),
            ".",
            &relation.to_string(),
            ".credentials",
        ]
        .concat()
    }

    fn owns(&self, label: &str) -> bool {
        if let Some(only) = self.only {
            return label == self.label(only);
        }
        label == self.common_label() || self.relation_of(label).is_some()
    }

    /// The relation for whose secret alone a label stands.
    fn relation_of(&self, label: &str) -> Option<u32> {
        let rest = label.strip_prefix(self.endpoint.name())?;
        let number = rest.strip_prefix('.')?.strip_suffix(".credentials")?;
        number.parse().ok()
    }
}

/// The secret that our databag names, if it does.
fn shared_secret(
    relation: &Relation<'_, Provider>,
    leader: &Leader,
) -> Result<Option<Secret<Credentials>>> {
    Ok(match relation.local_app::<v1::ProviderApp>(leader)? {
        Reading::Ready(app) => app.secret_extra,
        _ => None,
    })
}

fn unless_gone(result: Result<()>) -> Result<()> {
    match result {
        Err(Error::SecretNotFound { .. } | Error::RelationGone { .. }) => Ok(()),
        result => result,
    }
}
