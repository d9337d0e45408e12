//! Who takes part in a relation, and sees whom.

use super::event::RelationId;
use super::model::Life;
use super::relation::{LocalRelation, Relation};
use super::world::World;
use crate::{Databag, UnitName};

impl World {
    /// Lets all units of a relation join and know each other, without a hook.
    pub(super) fn acquaint(&mut self, id: RelationId) {
        let Some(relation) = self.relations.get(&id) else {
            return;
        };
        let apps: Vec<String> = relation.ends.iter().map(|end| end.app.clone()).collect();
        for app in &apps {
            let units: Vec<UnitName> = self.units_of(app).map(|(name, _)| name.clone()).collect();
            for unit in units {
                if self.units[&unit].agent.is_installed {
                    self.enter_scope(id, &unit);
                }
            }
        }
        for app in &apps {
            let units: Vec<UnitName> = self.units_of(app).map(|(name, _)| name.clone()).collect();
            for unit in units {
                let members = self.members(id, unit.as_str());
                let members = members
                    .into_iter()
                    .map(|name| (name.clone(), self.unit_bag_version(id, name.as_str())));
                let local = LocalRelation {
                    is_created: true,
                    members: members.collect(),
                    apps: self.app_bag_versions(id, app).into_iter().collect(),
                    ..LocalRelation::default()
                };
                // A subordinate that came with the relation runs its hooks first.
                if let Some(state) = self.units.get_mut(&unit)
                    && state.agent.relations.contains_key(&id)
                {
                    state.agent.relations.insert(id, local);
                }
            }
        }
    }

    /// Whether a unit of a relation can see another one of it at all.
    fn sees(&self, relation: &Relation, unit: &str, other: &str) -> bool {
        if !relation.has_container_scope {
            return true;
        }
        let principal = |unit: &str| {
            let state = self.units.get(unit)?;
            Some(
                state
                    .principal
                    .as_ref()
                    .map_or(unit, UnitName::as_str)
                    .to_owned(),
            )
        };
        principal(unit).is_some() && principal(unit) == principal(other)
    }

    /// The units that a unit is to know in a relation: those in scope that are not
    /// on their way out.
    pub(super) fn members<'a>(&'a self, id: RelationId, unit: &'a str) -> Vec<&'a UnitName> {
        let Some(relation) = self.relations.get(&id) else {
            return Vec::new();
        };
        let is_alive = |name: &UnitName| {
            let unit = self.units.get(name);
            unit.is_some_and(|unit| unit.life == Life::Alive)
        };
        let others = relation.others(unit);
        others
            .filter(|name| is_alive(name) && self.sees(relation, unit, name.as_str()))
            .collect()
    }

    pub(super) fn unit_bag_version(&self, id: RelationId, unit: &str) -> u64 {
        let member = self.relations.get(&id).and_then(|r| r.units.get(unit));
        member.map_or(0, |member| member.bag.version(self.version))
    }

    /// The application databag that an application is told about, with its version.
    pub(super) fn app_bag_versions(&self, id: RelationId, app: &str) -> Option<(String, u64)> {
        let relation = self.relations.get(&id)?;
        let remote = &relation.counterpart(app)?.app;
        let bag = relation.apps.get(remote)?;
        Some((remote.clone(), bag.version(self.version)))
    }

    /// What Juju itself writes into the databag of a unit.
    pub(super) fn network_keys(&self, unit: &str) -> Databag {
        let mut keys = Databag::new();
        let Some(network) = self.units.get(unit).map(|unit| &unit.network) else {
            return keys;
        };
        if let Some(address) = &network.address {
            keys.insert("private-address".into(), address.clone());
            keys.insert("ingress-address".into(), address.clone());
        }
        if !network.egress.is_empty() {
            keys.insert("egress-subnets".into(), network.egress.join(","));
        }
        keys
    }

    /// Lets a unit take part in a relation. Its databag starts anew.
    pub(super) fn enter_scope(&mut self, id: RelationId, unit: &UnitName) {
        let keys = self.network_keys(unit.as_str());
        let Some(relation) = self.relations.get_mut(&id) else {
            return;
        };
        let member = relation.units.entry(unit.clone()).or_default();
        member.is_in_scope = true;
        member.bag.renew(keys);
        let subordinate = relation
            .counterpart(unit.app())
            .filter(|_| relation.has_container_scope)
            .map(|end| end.app.clone());
        if let Some(state) = self.units.get_mut(unit) {
            state.agent.relations.insert(id, LocalRelation::default());
        }
        if let Some(app) = subordinate {
            self.add_subordinate(&app, unit);
        }
    }

    /// A unit that relates to a subordinate application gets a unit of it.
    fn add_subordinate(&mut self, app: &str, principal: &UnitName) {
        let is_subordinate = |app: &str| {
            let app = self.apps.get(app);
            app.is_some_and(|app| app.charm.is_subordinate())
        };
        let has_one = self
            .units_of(app)
            .any(|(_, unit)| unit.principal.as_ref() == Some(principal));
        if is_subordinate(app) && !is_subordinate(principal.app()) && !has_one {
            // The application is there: it is an end of the relation.
            let _ = self.add_unit_beside(app, Some(principal.clone()));
        }
    }

    pub(super) fn leave_scope(&mut self, id: RelationId, unit: &UnitName) {
        if let Some(relation) = self.relations.get_mut(&id)
            && let Some(member) = relation.units.get_mut(unit)
        {
            member.is_in_scope = false;
        }
        if let Some(state) = self.units.get_mut(unit) {
            state.agent.relations.remove(&id);
        }
        self.forget_if_empty(id);
    }

    /// Units whose charm does not know of the relation leave without a hook.
    pub(super) fn leave_implicitly(&mut self, id: RelationId) {
        let Some(relation) = self.relations.get(&id) else {
            return;
        };
        let is_implicit = |unit: &UnitName| {
            let end = relation.end(unit.app());
            end.is_some_and(|end| end.is_implicit)
        };
        let members = relation.units.keys().filter(|unit| is_implicit(unit));
        let units: Vec<UnitName> = members.cloned().collect();
        for unit in units {
            self.leave_scope(id, &unit);
        }
    }

    /// The last unit that leaves a relation on its end takes it along.
    pub(super) fn forget_if_empty(&mut self, id: RelationId) {
        let relation = self.relations.get(&id);
        if relation.is_some_and(|r| r.life == Life::Dying && !r.has_units()) {
            self.forget_relation(id);
        }
    }

    pub(super) fn forget_relation(&mut self, id: RelationId) {
        self.relations.remove(&id);
        for secret in self.secrets.values_mut() {
            secret.grants.retain(|(_, relation)| *relation != Some(id));
        }
    }
}
