//! Relations of a world: made, ended, and their databags set from outside.

use super::charm::Charm;
use super::error::WorldError;
use super::event::RelationId;
use super::model::Life;
use super::names;
use super::relation::{Bag, End, Relation};
use super::world::World;
use crate::Databag;
use crate::bag::{JUJU_KEYS, RoleKind};
use std::collections::BTreeMap;

impl World {
    /// Integrates two endpoints, each as `application:endpoint`. No hook has run
    /// yet: what follows is [pending](World::pending).
    ///
    /// # Errors
    ///
    /// There is no such endpoint, or the two do not fit.
    pub fn integrate(&mut self, one: &str, other: &str) -> Result<RelationId, WorldError> {
        let mut ends = vec![self.end(one)?, self.end(other)?];
        let (first, second) = (&ends[0], &ends[1]);
        let fits = matches!(
            (first.role, second.role),
            (RoleKind::Provider, RoleKind::Requirer) | (RoleKind::Requirer, RoleKind::Provider)
        );
        if !fits || first.interface != second.interface {
            let say = |end: &End| format!("{} of {}", end.role, end.interface);
            return Err(WorldError::Unfit {
                why: format!("{one} is {}, {other} is {}", say(first), say(second)),
            });
        }
        let same = |relation: &&Relation| {
            ends.iter().all(|end| {
                relation
                    .end(&end.app)
                    .is_some_and(|there| there.endpoint == end.endpoint)
            })
        };
        if self.relations.values().find(same).is_some() {
            return Err(WorldError::exists("relation", format!("{one} {other}")));
        }
        let has_container_scope = ends.iter().any(|end| {
            let charm = self.apps.get(&end.app).map(|app| &app.charm);
            charm
                .and_then(|charm| charm.endpoint(&end.endpoint))
                .is_some_and(|endpoint| endpoint.container_scope)
        });
        // A requirer comes first, as in Juju's own lists.
        ends.sort_by_key(|end| end.role != RoleKind::Requirer);
        Ok(self.add_relation(ends, has_container_scope))
    }

    /// Integrates two endpoints whose units know each other already, as if all
    /// hooks of the beginning had run: nothing is pending.
    ///
    /// # Errors
    ///
    /// As for [`integrate`](World::integrate).
    pub fn relate(&mut self, one: &str, other: &str) -> Result<RelationId, WorldError> {
        let relation = self.integrate(one, other)?;
        self.acquaint(relation);
        Ok(relation)
    }

    /// Relates an endpoint to an application that is there for nothing else: it is
    /// made if there is none, with the endpoint that fits, under the same name.
    ///
    /// ```
    /// use relata::testing::{Charm, JujuVersion, World};
    ///
    /// let mut world = World::new(JujuVersion::V3_6);
    /// let charm = Charm::new("trust-store").requires("certificates", "certificate_transfer");
    /// world.app("trust-store", 1, charm)?;
    /// let relation = world.relate_to("trust-store:certificates", "ca", 2)?;
    /// world.set_bag(relation, "ca", [("version", "1")])?;
    /// assert_eq!(world.pending("trust-store/0").len(), 1);
    /// # Ok::<(), relata::testing::WorldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such endpoint, it is one for peers, or `remote` is there and
    /// has no endpoint of that name that fits.
    pub fn relate_to(
        &mut self,
        endpoint: &str,
        remote: &str,
        units: u32,
    ) -> Result<RelationId, WorldError> {
        let end = self.end(endpoint)?;
        let role = match end.role {
            RoleKind::Provider => RoleKind::Requirer,
            RoleKind::Requirer => RoleKind::Provider,
            RoleKind::Peer => {
                return Err(WorldError::Unfit {
                    why: format!("{endpoint} is for peers"),
                });
            }
        };
        if !self.apps.contains_key(remote) {
            let charm = Charm::new(remote).with_endpoint(&end.endpoint, &end.interface, role);
            self.app(remote, units, charm)?;
        }
        self.relate(endpoint, &format!("{remote}:{}", end.endpoint))
    }

    fn end(&self, name: &str) -> Result<End, WorldError> {
        let (app, endpoint) = name
            .split_once(':')
            .ok_or_else(|| WorldError::missing("endpoint", name))?;
        let charm = &self.app_ref(app)?.charm;
        let declared = charm
            .endpoint_or_implicit(endpoint)
            .ok_or_else(|| WorldError::missing("endpoint", name))?;
        Ok(End {
            app: app.into(),
            endpoint: endpoint.into(),
            interface: declared.interface,
            role: declared.role,
            is_implicit: charm.endpoint(endpoint).is_none(),
        })
    }

    fn add_relation(&mut self, ends: Vec<End>, has_container_scope: bool) -> RelationId {
        let id = self.next_relation;
        self.next_relation += 1;
        let apps = ends.iter().map(|end| (end.app.clone(), Bag::default()));
        let relation = Relation {
            id,
            apps: apps.collect(),
            ends,
            life: Life::Alive,
            is_suspended: false,
            has_container_scope,
            units: BTreeMap::new(),
        };
        self.relations.insert(id, relation);
        id
    }

    /// Makes the relation of each peer endpoint that has none yet.
    pub(super) fn add_peer_relations(&mut self, app: &str) {
        let Ok(application) = self.app_ref(app) else {
            return;
        };
        let charm = application.charm.clone();
        for (endpoint, declared) in charm.endpoints() {
            let is_there = self.relations_of(app).any(|relation| {
                relation.is_peer()
                    && relation
                        .end(app)
                        .is_some_and(|end| end.endpoint == endpoint)
            });
            if declared.role == RoleKind::Peer && !is_there {
                let end = End {
                    app: app.into(),
                    endpoint: endpoint.into(),
                    interface: declared.interface.clone(),
                    role: RoleKind::Peer,
                    is_implicit: false,
                };
                self.add_relation(vec![end], declared.container_scope);
            }
        }
    }

    /// Starts to end a relation: each unit that takes part runs its hooks. If none
    /// does, it is gone at once.
    ///
    /// # Errors
    ///
    /// There is no such relation.
    pub fn remove_relation(&mut self, id: RelationId) -> Result<&mut Self, WorldError> {
        self.relation_mut(id)?.life = Life::Dying;
        self.leave_implicitly(id);
        self.forget_if_empty(id);
        Ok(self)
    }

    /// Ends a relation at once, even in the middle of a hook. No hook tells.
    ///
    /// # Errors
    ///
    /// There is no such relation.
    pub fn force_remove_relation(&mut self, id: RelationId) -> Result<&mut Self, WorldError> {
        self.relation_mut(id)?;
        self.forget_relation(id);
        for unit in self.units.values_mut() {
            unit.agent.relations.remove(&id);
        }
        Ok(self)
    }

    /// Suspends a relation: each unit runs the hooks of its end.
    ///
    /// # Errors
    ///
    /// There is no such relation.
    pub fn suspend_relation(&mut self, id: RelationId) -> Result<&mut Self, WorldError> {
        self.relation_mut(id)?.is_suspended = true;
        self.leave_implicitly(id);
        Ok(self)
    }

    /// Takes up a suspended relation again, from the beginning.
    ///
    /// # Errors
    ///
    /// There is no such relation.
    pub fn resume_relation(&mut self, id: RelationId) -> Result<&mut Self, WorldError> {
        self.relation_mut(id)?.is_suspended = false;
        Ok(self)
    }

    /// Sets a databag from outside, as if its writer had: `writer` is an
    /// application or a unit. What Juju itself wrote stays.
    ///
    /// # Errors
    ///
    /// There is no such relation, or the writer takes no part in it.
    pub fn set_bag<K: Into<String>, V: Into<String>>(
        &mut self,
        id: RelationId,
        writer: impl AsRef<str>,
        data: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, WorldError> {
        let bag = self.bag_mut(id, writer.as_ref())?;
        let kept = bag
            .data
            .iter()
            .filter(|(key, _)| JUJU_KEYS.contains(&&***key));
        let mut content: Databag = kept.map(|(k, v)| (k.clone(), v.clone())).collect();
        let data = data.into_iter().map(|(k, v)| (k.into(), v.into()));
        content.extend(data.filter(|(_, value): &(String, String)| !value.is_empty()));
        bag.replace(content);
        Ok(self)
    }

    /// Sets some keys of a databag from outside; an empty value deletes its key.
    ///
    /// # Errors
    ///
    /// As for [`set_bag`](World::set_bag).
    pub fn update_bag<K: Into<String>, V: Into<String>>(
        &mut self,
        id: RelationId,
        writer: impl AsRef<str>,
        changes: impl IntoIterator<Item = (K, V)>,
    ) -> Result<&mut Self, WorldError> {
        let changes = changes.into_iter().map(|(k, v)| (k.into(), v.into()));
        self.bag_mut(id, writer.as_ref())?
            .update(&changes.collect());
        Ok(self)
    }

    fn bag_mut(&mut self, id: RelationId, writer: &str) -> Result<&mut Bag, WorldError> {
        let relation = self.relation_mut(id)?;
        let bag = if names::is_unit(writer) {
            relation.units.get_mut(writer).map(|member| &mut member.bag)
        } else {
            relation.apps.get_mut(writer)
        };
        bag.ok_or_else(|| WorldError::missing("databag", format!("{id} {writer}")))
    }

    /// A databag as Juju holds it; `None` if the writer takes no part. Those of
    /// units that left stay as long as the relation.
    pub fn bag(&self, id: RelationId, writer: impl AsRef<str>) -> Option<&Databag> {
        let relation = self.relations.get(&id)?;
        let writer = writer.as_ref();
        let bag = match relation.units.get(writer) {
            Some(member) => Some(&member.bag),
            None => relation.apps.get(writer),
        };
        bag.map(|bag| &bag.data)
    }

    /// What a charm wrote into a databag: all but Juju's own keys. Empty if there
    /// is no such databag.
    pub fn written(&self, id: RelationId, writer: impl AsRef<str>) -> Databag {
        let bag = self.bag(id, writer).into_iter().flatten();
        let own = bag.filter(|(key, _)| !JUJU_KEYS.contains(&&***key));
        own.map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    pub(super) fn relation_mut(&mut self, id: RelationId) -> Result<&mut Relation, WorldError> {
        self.relations
            .get_mut(&id)
            .ok_or_else(|| WorldError::missing("relation", id.to_string()))
    }

    pub(super) fn relations_of<'a>(&'a self, app: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.relations
            .values()
            .filter(move |relation| relation.end(app).is_some())
    }
}
