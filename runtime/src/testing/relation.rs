//! A relation: who takes part, and its databags.

use super::event::RelationId;
use super::hash::Hash;
use super::model::Life;
use super::names::app_of;
use super::version::JujuVersion;
use crate::bag::RoleKind;
use crate::{Databag, UnitName};
use std::collections::BTreeMap;

/// A databag, and how often it changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bag {
    pub(crate) data: Databag,
    counter: u64,
}

impl Bag {
    /// Sets keys; an empty value deletes its key. Says whether anything changed.
    pub(crate) fn update(&mut self, changes: &BTreeMap<String, String>) -> bool {
        let mut is_new = false;
        for (key, value) in changes {
            is_new |= if value.is_empty() {
                self.data.remove(key).is_some()
            } else {
                self.data.insert(key.clone(), value.clone()).as_ref() != Some(value)
            };
        }
        self.counter += u64::from(is_new);
        is_new
    }

    /// Puts other content in its place.
    pub(crate) fn replace(&mut self, data: Databag) {
        if self.data != data {
            self.data = data;
            self.counter += 1;
        }
    }

    /// Puts other content in its place, which counts as a change even if it is
    /// the same.
    pub(crate) fn renew(&mut self, data: Databag) {
        self.data = data;
        self.counter += 1;
    }

    /// What an agent compares to learn of a change: 0 if it was never written.
    pub(crate) fn version(&self, juju: JujuVersion) -> u64 {
        if !juju.compares_content() || self.counter == 0 {
            return self.counter;
        }
        let mut hash = Hash::default();
        for (key, value) in &self.data {
            hash.text(key);
            hash.text(value);
        }
        hash.value()
    }
}

/// One side of a relation; a peer relation has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) app: String,
    pub(crate) endpoint: String,
    pub(crate) interface: String,
    pub(crate) role: RoleKind,
    /// The charm does not declare it, so no hook runs for it.
    pub(crate) is_implicit: bool,
}

/// A unit that takes part, or did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Member {
    pub(crate) is_in_scope: bool,
    pub(crate) bag: Bag,
}

#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) id: RelationId,
    pub(crate) ends: Vec<End>,
    pub(crate) life: Life,
    pub(crate) is_suspended: bool,
    /// Units only see those that they share a machine with.
    pub(crate) has_container_scope: bool,
    pub(crate) units: BTreeMap<UnitName, Member>,
    pub(crate) apps: BTreeMap<String, Bag>,
}

impl Relation {
    pub(crate) fn is_peer(&self) -> bool {
        self.ends.len() == 1
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.life == Life::Alive && !self.is_suspended
    }

    pub(crate) fn end(&self, app: &str) -> Option<&End> {
        self.ends.iter().find(|end| end.app == app)
    }

    /// The other side; in a peer relation, the same.
    pub(crate) fn counterpart(&self, app: &str) -> Option<&End> {
        if self.is_peer() {
            return self.end(app);
        }
        self.end(app)?;
        self.ends.iter().find(|end| end.app != app)
    }

    pub(crate) fn is_in_scope(&self, unit: &str) -> bool {
        self.units
            .get(unit)
            .is_some_and(|member| member.is_in_scope)
    }

    /// The units in scope of the other side; in a peer relation, all others.
    pub(crate) fn others<'a>(&'a self, unit: &'a str) -> impl Iterator<Item = &'a UnitName> {
        let app = self.counterpart(app_of(unit)).map(|end| &*end.app);
        let members = self.units.iter().filter(|(_, member)| member.is_in_scope);
        members
            .map(|(name, _)| name)
            .filter(move |name| Some(name.app()) == app && name.as_str() != unit)
    }

    pub(crate) fn has_units(&self) -> bool {
        self.units.values().any(|member| member.is_in_scope)
    }

    /// How Juju's own messages name it: `wordpress:db mysql:server`.
    pub(crate) fn key(&self) -> String {
        let mut ends: Vec<&End> = self.ends.iter().collect();
        ends.sort_by_key(|end| match end.role {
            RoleKind::Requirer => 0,
            RoleKind::Provider => 1,
            RoleKind::Peer => 2,
        });
        let names: Vec<String> = ends
            .iter()
            .map(|end| format!("{}:{}", end.app, end.endpoint))
            .collect();
        names.join(" ")
    }
}

/// What the agent of a unit remembers of a relation.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocalRelation {
    /// Whether `relation-created` has run.
    pub(crate) is_created: bool,
    /// The units that have joined, and the version of the databag that the last
    /// hook about each saw.
    pub(crate) members: BTreeMap<UnitName, u64>,
    pub(crate) apps: BTreeMap<String, u64>,
    /// A unit whose first `relation-changed` has to come next.
    pub(crate) pending: Option<UnitName>,
    /// Databags of members as they were read last.
    pub(crate) cache: BTreeMap<UnitName, Databag>,
}
