//! An endpoint of the charm: every relation there.

use super::error::Result;
use super::event::RelationEvent;
use super::hook::Juju;
use super::relation::Relation;
use super::status::StatusLine;
use crate::{Paired, RoleKind};
use std::fmt;
use std::marker::PhantomData;

/// An endpoint at which the charm plays the role `R`.
///
/// [`Juju::requires`] and its sisters make one; that asks nothing of Juju.
pub struct Endpoint<'j, R> {
    juju: &'j Juju,
    name: String,
    role: PhantomData<R>,
}

impl<R> fmt::Debug for Endpoint<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.name).finish()
    }
}

impl<'j, R: Paired> Endpoint<'j, R> {
    pub(super) fn new(juju: &'j Juju, name: &str) -> Self {
        Endpoint {
            juju,
            name: name.to_owned(),
            role: PhantomData,
        }
    }

    /// Its name in the charm's metadata.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every relation of the endpoint, by number. One that is broken is not among
    /// them: see [`Endpoint::broken`].
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-ids` fails.
    pub fn relations(&self) -> Result<Vec<Relation<'j, R>>> {
        let ids = self.juju.relations.ids(self.juju, &self.name)?;
        Ok(ids.iter().map(|id| self.relation(*id)).collect())
    }

    /// The relation with this number, which Juju is not asked about.
    pub fn relation(&self, id: u32) -> Relation<'j, R> {
        let peer = R::KIND == RoleKind::Peer;
        let bags = self.juju.relations.bags(&self.name, id, peer);
        Relation::new(self.juju, bags)
    }

    /// The event, if it is about a relation of this endpoint, and that relation.
    pub fn event(&self) -> Option<(&'j RelationEvent, Relation<'j, R>)> {
        let event = self.juju.event().relation()?;
        (event.endpoint == self.name).then(|| (event, self.relation(event.relation_id)))
    }

    /// The relation that is broken now, if that is what the event is about. What
    /// its other end has written can mostly still be read; what is written to it
    /// reaches nobody.
    ///
    /// A unit that goes is told the same of each relation, although the relation goes
    /// on with the other units: [`Endpoint::ended`] tells these apart.
    pub fn broken(&self) -> Option<Relation<'j, R>> {
        let (event, relation) = self.event()?;
        (event.kind == super::RelationEventKind::Broken).then_some(relation)
    }

    /// The relation that is broken now, if it is over for the whole application: time
    /// to remove what the application keeps for it, such as a secret.
    ///
    /// Where only this unit goes, nothing is over, even if the unit leads: the next
    /// leader needs what is there. Versions of Juju that still list a relation that is
    /// over are told as if the unit went.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-ids` fails.
    pub fn ended(&self) -> Result<Option<Relation<'j, R>>> {
        let Some(broken) = self.broken() else {
            return Ok(None);
        };
        let goes_on = self.juju.relations.goes_on(self.juju, &self.name)?;
        Ok((!goes_on).then_some(broken))
    }

    /// States the version that this charm speaks in every relation where that may
    /// not have been done. Only a leader does, and only in an event that
    /// [begins](super::Event::is_beginning) something: in any other, this asks
    /// nothing of Juju.
    ///
    /// It is told at once and not with the [commit](Juju::commit): no later event would
    /// bring it, should the charm [settle](super::settle) for a status in this one.
    ///
    /// [`Relation::announce`] does it without regard to the event, with the commit.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn announce(&self) -> Result<()> {
        if R::MARKED.is_empty() || !self.juju.event().is_beginning() {
            return Ok(());
        }
        let event = self.juju.event().relation();
        if event.is_some_and(|event| event.endpoint != self.name) {
            return Ok(());
        }
        let Some(leader) = self.juju.leader()? else {
            return Ok(());
        };
        if let Some(event) = event {
            return self.relation(event.relation_id).announce_now(leader);
        }
        let relations = self.relations()?;
        relations
            .iter()
            .try_for_each(|one| one.announce_now(leader))
    }

    /// What it means that there is no relation, where the charm cannot do without
    /// one; nothing if there is one.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-ids` fails.
    pub fn missing(&self) -> Result<Option<StatusLine>> {
        let ids = self.juju.relations.ids(self.juju, &self.name)?;
        let missing = || StatusLine::blocked(["missing relation: ", &self.name].concat());
        Ok(ids.is_empty().then(missing))
    }
}
