//! Which hook comes next on a unit.

use super::event::{HookEvent, RelationId};
use super::model::{Life, Unit};
use super::relation::Relation;
use super::world::{UPDATE_STATUS_SECONDS, World};
use crate::UnitName;

/// Looks for hooks of one kind.
type Step = fn(&World, &UnitName, &Unit) -> Vec<HookEvent>;

impl World {
    /// The hooks of which any may come next on a unit, in a stable order; none if
    /// it has nothing to do.
    ///
    /// Juju chooses by priority: what follows the last hook for sure, new relations,
    /// leadership, containers, secrets, actions, storage, then the life of the unit,
    /// then relations, those of peers last. Where it leaves the choice to chance,
    /// between relations, all are here. There is no order between units at all.
    pub fn pending(&self, unit: impl AsRef<str>) -> Vec<HookEvent> {
        let Some((name, state)) = self.units.get_key_value(unit.as_ref()) else {
            return Vec::new();
        };
        let steps: [Step; 9] = [
            World::pending_created,
            World::pending_leadership,
            |_, _, unit| installed(unit, unit.pebble.front().cloned()),
            World::pending_secret,
            |_, _, unit| installed(unit, unit.actions.front().cloned()),
            |_, _, unit| pending_storage(unit),
            World::pending_life,
            World::pending_relations,
            World::pending_update_status,
        ];
        if let Some(failed) = &state.agent.failed {
            let mut choices = vec![failed.event.clone()];
            // A unit in error still runs actions.
            choices.extend(state.actions.front().filter(|_| failed.is_error).cloned());
            return choices;
        }
        if let Some(queued) = &state.agent.queued {
            return vec![queued.clone()];
        }
        let mut found = steps.iter().map(|step| step(self, name, state));
        found
            .find(|choices| !choices.is_empty())
            .unwrap_or_default()
    }

    /// All units that have something to do.
    pub fn busy(&self) -> Vec<UnitName> {
        let names = self.units.keys();
        names
            .filter(|name| !self.pending(name).is_empty())
            .cloned()
            .collect()
    }

    /// Lets the agent of a unit look at the model between two hooks: the unit takes
    /// part in every relation that is new to it, before any hook tells its charm.
    /// [`begin`](World::begin) does so by itself; a scheduler may do it earlier, as
    /// an agent that has to wait for its turn does.
    pub fn look(&mut self, unit: impl AsRef<str>) -> &mut Self {
        if let Ok(name) = super::names::unit(unit.as_ref()) {
            self.wake(&name);
        }
        self
    }

    pub(super) fn wake(&mut self, unit: &UnitName) {
        let Some(state) = self.units.get(unit) else {
            return;
        };
        let agent = &state.agent;
        let waits = agent.failed.is_some() || agent.queued.is_some() || agent.is_running;
        if state.life != Life::Alive || !agent.is_installed || waits {
            return;
        }
        let new: Vec<RelationId> = self
            .relations_of(unit.app())
            .filter(|relation| relation.is_alive() && !relation.is_in_scope(unit.as_str()))
            .map(|relation| relation.id)
            .collect();
        for relation in new {
            self.enter_scope(relation, unit);
        }
    }

    fn pending_created(&self, name: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        if !unit.agent.is_installed || unit.life != Life::Alive {
            return Vec::new();
        }
        let app = name.app();
        self.relations_of(app)
            .filter(|relation| {
                let local = unit.agent.relations.get(&relation.id);
                let end = relation.end(app);
                relation.is_alive()
                    && !local.is_some_and(|local| local.is_created)
                    && !end.is_some_and(|end| end.is_implicit)
            })
            .map(|relation| HookEvent::RelationCreated {
                relation: relation.id,
            })
            .collect()
    }

    fn pending_leadership(&self, name: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        let agent = &unit.agent;
        if !agent.is_installed || unit.life != Life::Alive {
            return Vec::new();
        }
        if self.is_leader(name.as_str()) {
            return none_if(agent.is_leader, HookEvent::LeaderElected);
        }
        let app = self.apps.get(name.app());
        let version = app.map(|app| app.leader_settings.version(self.version));
        let is_told = agent.leader_settings == version;
        none_if(
            is_told || !self.version.has_leader_settings(),
            HookEvent::LeaderSettingsChanged,
        )
    }

    fn pending_life(&self, name: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        let agent = &unit.agent;
        if unit.life == Life::Dying {
            let relations = self.pending_relations(name, unit);
            let last = if agent.is_started {
                HookEvent::Stop
            } else {
                HookEvent::Remove
            };
            return if relations.is_empty() {
                vec![last]
            } else {
                relations
            };
        }
        let app = self.apps.get(name.app());
        let revision = app.map(|app| app.charm_revision);
        let event = if !agent.is_installed {
            HookEvent::Install
        } else if revision != Some(agent.charm_revision) {
            HookEvent::UpgradeCharm
        } else if agent.config != Some(self.config_hash(name.as_str())) {
            HookEvent::ConfigChanged
        } else {
            return Vec::new();
        };
        vec![event]
    }

    fn pending_relations(&self, name: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        let mut relations: Vec<HookEvent> = Vec::new();
        let mut peers: Vec<HookEvent> = Vec::new();
        for id in unit.agent.relations.keys() {
            let Some(event) = self.next_in_relation(name, unit, *id) else {
                continue;
            };
            let is_peer = self.relations.get(id).is_some_and(Relation::is_peer);
            if is_peer { &mut peers } else { &mut relations }.push(event);
        }
        if relations.is_empty() {
            peers
        } else {
            relations
        }
    }

    /// The one hook that can come next in a relation.
    fn next_in_relation(&self, name: &UnitName, unit: &Unit, id: RelationId) -> Option<HookEvent> {
        let relation = self.relations.get(&id)?;
        let local = unit.agent.relations.get(&id)?;
        let app = name.app();
        if relation.end(app)?.is_implicit {
            return None;
        }
        if let Some(remote) = &local.pending {
            return Some(HookEvent::RelationChanged {
                relation: id,
                unit: Some(remote.clone()),
            });
        }
        let ends = !relation.is_alive() || unit.life == Life::Dying;
        let remote = if ends {
            Vec::new()
        } else {
            self.members(id, name.as_str())
        };
        // In the order of their names, as the map that they come from.
        let departs = local
            .members
            .keys()
            .find(|unit| remote.binary_search(unit).is_err());
        if let Some(remote) = departs {
            return Some(HookEvent::RelationDeparted {
                relation: id,
                unit: remote.clone(),
            });
        }
        if ends {
            let breaks = !relation.is_peer();
            return breaks.then_some(HookEvent::RelationBroken { relation: id });
        }
        if let Some((remote, version)) = self.app_bag_versions(id, app)
            && local.apps.get(&remote).copied().unwrap_or_default() != version
        {
            return Some(HookEvent::RelationChanged {
                relation: id,
                unit: None,
            });
        }
        let joins = remote
            .iter()
            .find(|unit| !local.members.contains_key(**unit));
        if let Some(remote) = joins {
            return Some(HookEvent::RelationJoined {
                relation: id,
                unit: (*remote).clone(),
            });
        }
        let mut known = local.members.iter();
        let changed = known.find(|(unit, seen)| self.unit_bag_version(id, unit.as_str()) != **seen);
        changed.map(|(remote, _)| HookEvent::RelationChanged {
            relation: id,
            unit: Some(remote.clone()),
        })
    }

    fn pending_update_status(&self, _: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        let due = unit.agent.last_update_status + UPDATE_STATUS_SECONDS;
        none_if(
            !unit.agent.is_started || self.now < due,
            HookEvent::UpdateStatus,
        )
    }

    fn pending_secret(&self, name: &UnitName, unit: &Unit) -> Vec<HookEvent> {
        let agent = &unit.agent;
        if !agent.is_installed || unit.life != Life::Alive {
            return Vec::new();
        }
        let owned = self.owned_secrets(name.as_str());
        let owned = || owned.iter().filter_map(|id| self.secrets.get(id));
        let expired = owned().find_map(|secret| {
            let is_due = |revision: u32, at: u64| {
                let retry = agent.expiry_retry.get(&(secret.id.clone(), revision));
                self.now >= at && retry.is_none_or(|again| self.now >= *again)
            };
            let mut revisions = secret.revisions.iter();
            let (revision, _) = revisions.find(|(number, revision)| {
                revision.expires.is_some_and(|at| is_due(**number, at))
            })?;
            Some(HookEvent::SecretExpired {
                secret: secret.id.clone(),
                revision: *revision,
            })
        });
        let rotates = || {
            let mut owned = owned();
            let secret = owned.find(|secret| secret.next_rotation.is_some_and(|at| self.now >= at));
            secret.map(|secret| HookEvent::SecretRotate {
                secret: secret.id.clone(),
            })
        };
        let changed = || {
            let mut read = self
                .secrets
                .values()
                .filter(|s| s.consumers.contains_key(name));
            let changed = read.find(|secret| {
                // The first revision is no news for anybody.
                let seen = agent.secrets.get(&secret.id).copied().unwrap_or(1);
                secret.latest != seen
            });
            changed.map(|secret| HookEvent::SecretChanged {
                secret: secret.id.clone(),
            })
        };
        let removable = || {
            owned().find_map(|secret| {
                let mut obsolete = secret.obsolete();
                let told = |revision: u32| agent.obsolete.contains(&(secret.id.clone(), revision));
                Some(HookEvent::SecretRemove {
                    secret: secret.id.clone(),
                    revision: obsolete.find(|revision| !told(*revision))?,
                })
            })
        };
        let next = expired.or_else(rotates).or_else(changed).or_else(removable);
        next.into_iter().collect()
    }
}

fn pending_storage(unit: &Unit) -> Vec<HookEvent> {
    let leaves = unit.life == Life::Dying;
    let mut storages = unit.storage.iter();
    let next = storages.find_map(|(id, storage)| {
        let storage_leaves = leaves || storage.life == Life::Dying;
        match (storage_leaves, storage.is_attached) {
            (false, false) => Some(HookEvent::StorageAttached {
                storage: id.clone(),
            }),
            (true, true) => Some(HookEvent::StorageDetaching {
                storage: id.clone(),
            }),
            _ => None,
        }
    });
    next.into_iter().collect()
}

fn installed(unit: &Unit, event: Option<HookEvent>) -> Vec<HookEvent> {
    event
        .into_iter()
        .filter(|_| unit.agent.is_installed)
        .collect()
}

fn none_if(is_done: bool, event: HookEvent) -> Vec<HookEvent> {
    if is_done { Vec::new() } else { vec![event] }
}
