//! The end of a hook: what it wrote is applied, or dropped.

use super::event::{HookEvent, RelationId};
use super::hook::{Hook, Reboot};
use super::model::{Failed, Life, Storage};
use super::names::app_of;
use super::ports::PortRange;
use super::secret::SecretId;
use super::world::World;
use crate::bag::ScopeKind;
use crate::{Databag, Json, UnitName};
use std::collections::BTreeMap;

/// How a hook ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It ended well, and what it wrote is applied.
    Done,
    /// It ended with another exit code than 0. What it wrote is dropped; it has to
    /// be run again. An action is over.
    Failed {
        /// The exit code.
        code: i32,
    },
    /// It ended well, but what it wrote cannot be applied: the unit does not lead
    /// any more, a databag is too large. It has to be run again.
    Refused {
        /// Juju's words.
        message: String,
    },
    /// It was interrupted. What it wrote is dropped; it has to be run again.
    Interrupted,
}

/// One thing that a hook changed in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A key of a databag.
    Databag {
        /// The relation.
        relation: RelationId,
        /// Whose databag: an application or a unit.
        writer: String,
        /// Which of the two.
        scope: ScopeKind,
        /// The key.
        key: String,
        /// What stood there.
        before: Option<String>,
        /// What stands there now.
        after: Option<String>,
    },
    /// A secret was added.
    SecretAdded {
        /// The secret.
        secret: SecretId,
    },
    /// A secret has another newest revision, or other metadata.
    SecretSet {
        /// The secret.
        secret: SecretId,
        /// The newest revision.
        latest: u32,
    },
    /// A secret, or some of its revisions, were removed.
    SecretRemoved {
        /// The secret.
        secret: SecretId,
    },
    /// A secret can be read by others than before.
    SecretAccess {
        /// The secret.
        secret: SecretId,
    },
    /// Ports were opened or closed.
    Ports,
    /// The state that Juju keeps for the unit is another.
    State,
    /// Storage was asked for.
    Storage,
}

/// What an action came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionResult {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// What it answered, an object.
    pub results: Json,
    /// What it said on the way.
    pub messages: Vec<String>,
}

/// What is left of a hook.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// How it ended.
    pub outcome: Outcome,
    /// What is another in the model than before. What was written with the value
    /// that was there already is not in it.
    pub changes: Vec<Change>,
    /// If it was an action.
    pub action: Option<ActionResult>,
}

impl Finished {
    /// Whether it ended well and was applied.
    pub fn is_done(&self) -> bool {
        self.outcome == Outcome::Done
    }
}

/// All state of a unit in bytes.
const STATE_QUOTA: usize = 2 << 20;

impl World {
    /// Ends a hook with its exit code: 0 applies what it wrote, anything else drops
    /// it. What took effect at once stays: status, log, version, what was read.
    pub fn finish(&mut self, hook: Hook, exit_code: i32) -> Finished {
        if hook.reboots == Some(Reboot::Now) {
            return self.interrupt(hook);
        }
        self.stop_running(&hook.unit);
        let failed = |world: &mut World, hook: &Hook| world.fail(hook, true);
        let (outcome, changes) = if exit_code != 0 {
            failed(self, &hook);
            (Outcome::Failed { code: exit_code }, Vec::new())
        } else {
            let mut changes = Vec::new();
            match self.apply(&hook, &mut changes) {
                Ok(()) => {
                    self.record(&hook);
                    (Outcome::Done, changes)
                }
                Err(message) => {
                    failed(self, &hook);
                    (Outcome::Refused { message }, changes)
                }
            }
        };
        let action = action_result(&hook, &outcome);
        Finished {
            outcome,
            changes,
            action,
        }
    }

    /// Ends a hook that a signal stopped, or that was never run to its end: what it
    /// wrote is dropped, and it is to be run again. The unit is not in error.
    pub fn interrupt(&mut self, hook: Hook) -> Finished {
        self.stop_running(&hook.unit);
        self.fail(&hook, false);
        let outcome = Outcome::Interrupted;
        let action = action_result(&hook, &outcome);
        Finished {
            outcome,
            changes: Vec::new(),
            action,
        }
    }

    /// Takes a unit out of error. With `retry`, its hook is run again; without, it
    /// counts as done.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn resolve(
        &mut self,
        unit: impl AsRef<str>,
        retry: bool,
    ) -> Result<&mut Self, super::WorldError> {
        let state = self.unit_mut(unit.as_ref())?;
        if retry {
            return Ok(self);
        }
        if let Some(failed) = state.agent.failed.take()
            && let Ok(hook) = self.begin(unit.as_ref(), failed.event)
        {
            self.stop_running(&hook.unit);
            self.record(&Hook {
                version: failed.version,
                ..hook
            });
        }
        Ok(self)
    }

    fn stop_running(&mut self, unit: &UnitName) {
        if let Some(state) = self.units.get_mut(unit) {
            state.agent.is_running = false;
        }
    }

    /// Remembers that a hook has to be run again. An action is over.
    fn fail(&mut self, hook: &Hook, is_error: bool) {
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        if hook.event.is_action() {
            state.actions.retain(|action| *action != hook.event);
            return;
        }
        state.agent.failed = Some(Failed {
            event: hook.event.clone(),
            version: hook.version,
            is_error,
        });
    }

    /// Applies what a hook wrote.
    fn apply(&mut self, hook: &Hook, changes: &mut Vec<Change>) -> Result<(), String> {
        let bags = self.new_bags(hook);
        if self.version.commits_atomically() {
            self.check(hook, &bags)?;
            let before = self.secrets.clone();
            if let Err(message) = self.apply_secrets(hook, changes) {
                self.secrets = before;
                changes.clear();
                return Err(message);
            }
        } else {
            // Juju 3.6 does not take back what it did to secrets.
            self.apply_secrets(hook, changes)?;
            self.check(hook, &bags)?;
        }
        self.apply_bags(hook, changes);
        if matches!(hook.event, HookEvent::ConfigChanged) {
            self.renew_network_keys(hook);
        }
        self.apply_to_unit(hook, changes);
        Ok(())
    }

    /// The databags as the hook would leave them.
    fn new_bags(&self, hook: &Hook) -> Vec<(RelationId, ScopeKind, Databag)> {
        let mut bags = Vec::new();
        for (id, seen) in &hook.relations {
            let relation = self.relations.get(id);
            for (scope, changed) in [
                (ScopeKind::Unit, &seen.unit_changes),
                (ScopeKind::App, &seen.app_changes),
            ] {
                if changed.is_empty() {
                    continue;
                }
                let writer = writer(hook, scope);
                let there = relation.and_then(|relation| match scope {
                    ScopeKind::Unit => relation.units.get(writer).map(|member| &member.bag),
                    ScopeKind::App => relation.apps.get(writer),
                });
                let mut bag = there.cloned().unwrap_or_default();
                bag.update(changed);
                bags.push((*id, scope, bag.data));
            }
        }
        bags
    }

    /// Whether databags and state can be written.
    fn check(
        &self,
        hook: &Hook,
        bags: &[(RelationId, ScopeKind, Databag)],
    ) -> Result<(), String> {
        for (id, scope, data) in bags {
            let relation = self.relations.get(id);
            if !relation.is_some_and(|relation| relation.is_in_scope(hook.unit.as_str())) {
                return Err("cannot apply changes: permission denied".into());
            }
            if *scope == ScopeKind::App && !self.is_leader(hook.unit.as_str()) {
                let (unit, app) = (&hook.unit, app_of(hook.unit.as_str()));
                return Err(format!(
                    "cannot apply changes: prerequisites failed: \"{unit}\" is not leader of \"{app}\""
                ));
            }
            let size = |data: &BTreeMap<String, String>| -> usize {
                data.iter().map(|(key, value)| key.len() + value.len()).sum()
            };
            if let Some(quota) = self.version.databag_quota()
                && size(data) > quota
            {
                return Err(format!(
                    "cannot apply changes: max allowed relation settings size ({quota}) exceeded: quota limit exceeded"
                ));
            }
        }
        if let Some(state) = &hook.state {
            let size: usize = state.iter().map(|(key, value)| key.len() + value.len()).sum();
            if size > STATE_QUOTA {
                return Err(format!(
                    "cannot apply changes: max allowed state size ({STATE_QUOTA}) exceeded"
                ));
            }
        }
        Ok(())
    }

    fn apply_bags(&mut self, hook: &Hook, changes: &mut Vec<Change>) {
        for (id, seen) in &hook.relations {
            let Some(relation) = self.relations.get_mut(id) else {
                continue;
            };
            for (scope, written) in [
                (ScopeKind::Unit, &seen.unit_changes),
                (ScopeKind::App, &seen.app_changes),
            ] {
                let writer = writer(hook, scope);
                let bag = match scope {
                    ScopeKind::Unit => relation.units.get_mut(writer).map(|m| &mut m.bag),
                    ScopeKind::App => relation.apps.get_mut(writer),
                };
                let Some(bag) = bag.filter(|_| !written.is_empty()) else {
                    continue;
                };
                let before = bag.data.clone();
                bag.update(written);
                for key in written.keys() {
                    let (before, after) = (before.get(key), bag.data.get(key));
                    if before != after {
                        changes.push(Change::Databag {
                            relation: *id,
                            writer: writer.into(),
                            scope,
                            key: key.clone(),
                            before: before.cloned(),
                            after: after.cloned(),
                        });
                    }
                }
            }
        }
    }

    /// After `config-changed`, the addresses in the unit's databags are those that
    /// it has now.
    fn renew_network_keys(&mut self, hook: &Hook) {
        let mut keys = self.network_keys(hook.unit.as_str());
        for key in crate::bag::JUJU_KEYS {
            keys.entry(key.into()).or_default();
        }
        for relation in self.relations.values_mut() {
            if let Some(member) = relation.units.get_mut(&hook.unit)
                && member.is_in_scope
            {
                member.bag.update(&keys);
            }
        }
    }

    fn apply_to_unit(&mut self, hook: &Hook, changes: &mut Vec<Change>) {
        let kinds: BTreeMap<String, _> = match self.apps.get(app_of(hook.unit.as_str())) {
            Some(app) => app.charm.storages().map(|(name, kind)| (name.to_owned(), kind.clone())).collect(),
            None => BTreeMap::new(),
        };
        for (name, count) in &hook.storage {
            for _ in 0..*count {
                let id = format!("{name}/{}", self.next_storage());
                let (Some(kind), Some(state)) = (kinds.get(name), self.units.get_mut(&hook.unit))
                else {
                    continue;
                };
                state.storage.insert(
                    id,
                    Storage {
                        kind: kind.kind.clone(),
                        location: kind.location.clone(),
                        life: Life::Alive,
                        is_attached: false,
                    },
                );
                changes.push(Change::Storage);
            }
        }
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        if let Some(new) = &hook.state
            && *new != state.state
        {
            state.state.clone_from(new);
            changes.push(Change::State);
        }
        let mut ports = state.ports.clone();
        ports.extend(hook.opens.iter().cloned());
        for closed in &hook.closes {
            close(&mut ports, closed);
        }
        if ports != state.ports {
            state.ports = ports;
            changes.push(Change::Ports);
        }
    }

    /// What the agent remembers of a hook that is done.
    fn record(&mut self, hook: &Hook) {
        let now = self.now;
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        let agent = &mut state.agent;
        agent.failed = None;
        agent.queued = None;
        match &hook.event {
            HookEvent::Install => agent.is_installed = true,
            HookEvent::Start => agent.is_started = true,
            HookEvent::Stop => agent.is_started = false,
            HookEvent::Remove => {
                self.bury(&hook.unit);
                return;
            }
            HookEvent::ConfigChanged => {
                agent.config = Some(hook.config_hash);
                agent.queued = (!agent.is_started).then_some(HookEvent::Start);
            }
            HookEvent::UpgradeCharm => {
                agent.charm_revision = hook.charm_revision;
                agent.queued = Some(HookEvent::ConfigChanged);
            }
            HookEvent::UpdateStatus => agent.last_update_status = now,
            HookEvent::LeaderElected => {
                agent.is_leader = true;
                agent.leader_settings = Some(hook.leader_settings);
            }
            HookEvent::LeaderSettingsChanged => {
                agent.leader_settings = Some(hook.leader_settings);
            }
            HookEvent::StorageAttached { storage } => {
                if let Some(storage) = state.storage.get_mut(storage) {
                    storage.is_attached = true;
                }
            }
            HookEvent::StorageDetaching { storage } => {
                state.storage.remove(storage);
            }
            HookEvent::PebbleReady { .. }
            | HookEvent::PebbleNotice { .. }
            | HookEvent::PebbleCheckFailed { .. }
            | HookEvent::PebbleCheckRecovered { .. } => {
                if state.pebble.front() == Some(&hook.event) {
                    state.pebble.pop_front();
                }
            }
            HookEvent::Action { .. } => state.actions.retain(|action| *action != hook.event),
            event if event.secret().is_some() => self.record_secret(hook),
            _ => self.record_relation(hook),
        }
    }

    fn record_relation(&mut self, hook: &Hook) {
        let Some(id) = hook.event.relation() else {
            return;
        };
        if matches!(hook.event, HookEvent::RelationBroken { .. }) {
            self.leave_scope(id, &hook.unit);
            return;
        }
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        let Some(local) = state.agent.relations.get_mut(&id) else {
            return;
        };
        let version = hook.version.unwrap_or_default();
        local.pending = None;
        match &hook.event {
            HookEvent::RelationCreated { .. } => local.is_created = true,
            HookEvent::RelationJoined { unit, .. } => {
                local.members.insert(unit.clone(), version);
                local.pending = Some(unit.clone());
            }
            HookEvent::RelationDeparted { unit, .. } => {
                local.members.remove(unit);
                local.cache.remove(unit);
            }
            HookEvent::RelationChanged {
                unit: Some(unit), ..
            } => {
                local.members.insert(unit.clone(), version);
            }
            _ => {
                if let Some(app) = &hook.remote_app {
                    local.apps.insert(app.clone(), version);
                }
            }
        }
    }
}

/// Whose databag a hook writes.
fn writer(hook: &Hook, scope: ScopeKind) -> &str {
    match scope {
        ScopeKind::Unit => hook.unit.as_str(),
        ScopeKind::App => app_of(hook.unit.as_str()),
    }
}

/// Closing a range for all endpoints closes it for each.
fn close(ports: &mut std::collections::BTreeSet<(PortRange, String)>, closed: &(PortRange, String)) {
    let (range, endpoint) = closed;
    if endpoint.is_empty() {
        ports.retain(|(open, _)| open != range);
    } else {
        ports.remove(closed);
    }
}

fn action_result(hook: &Hook, outcome: &Outcome) -> Option<ActionResult> {
    let HookEvent::Action { name, id, .. } = &hook.event else {
        return None;
    };
    let run = hook.action.clone().unwrap_or_default();
    let ended = match outcome {
        Outcome::Done => None,
        Outcome::Failed { code } => Some(format!("exit status {code}")),
        Outcome::Refused { message } => Some(message.clone()),
        Outcome::Interrupted => Some("action terminated".into()),
    };
    Some(ActionResult {
        id: *id,
        name: name.clone(),
        failure: run.failure.or(ended),
        results: Json::Object(run.results),
        messages: run.messages,
    })
}
