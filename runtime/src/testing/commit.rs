//! The end of a hook: what it wrote is applied, or dropped.

use super::event::{HookEvent, RelationId};
use super::finished::{Change, Finished, Outcome, action_result};
use super::hook::{Hook, Reboot};
use super::model::{Failed, Life, Storage};
use super::ports::PortRange;
use super::world::World;
use crate::bag::ScopeKind;
use crate::{Databag, UnitName};
use std::collections::BTreeMap;

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
    #[expect(clippy::needless_pass_by_value, reason = "a hook ends once")]
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

    /// Ends a hook well, but lets the agent die before it remembers: what the hook
    /// wrote is applied, and it is to be run again all the same.
    #[expect(clippy::needless_pass_by_value, reason = "a hook ends once")]
    pub fn finish_and_forget(&mut self, hook: Hook) -> Finished {
        self.stop_running(&hook.unit);
        let mut changes = Vec::new();
        let outcome = match self.apply(&hook, &mut changes) {
            Ok(()) => Outcome::Interrupted,
            Err(message) => Outcome::Refused { message },
        };
        self.fail(&hook, matches!(outcome, Outcome::Refused { .. }));
        self.forget_caches(&hook.unit);
        let action = action_result(&hook, &outcome);
        Finished {
            outcome,
            changes,
            action,
        }
    }

    /// Lets the agent of a unit start anew, between two hooks: what it had read of
    /// remote units is forgotten.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn restart_agent(&mut self, unit: impl AsRef<str>) -> Result<&mut Self, super::WorldError> {
        let name = super::names::unit(unit.as_ref())?;
        self.unit(name.as_str())?;
        self.forget_caches(&name);
        Ok(self)
    }

    fn forget_caches(&mut self, unit: &UnitName) {
        if let Some(state) = self.units.get_mut(unit) {
            for local in state.agent.relations.values_mut() {
                local.cache.clear();
            }
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
    fn check(&self, hook: &Hook, bags: &[(RelationId, ScopeKind, Databag)]) -> Result<(), String> {
        for (id, scope, data) in bags {
            let relation = self.relations.get(id);
            if !relation.is_some_and(|relation| relation.is_in_scope(hook.unit.as_str())) {
                return Err("cannot apply changes: permission denied".into());
            }
            if *scope == ScopeKind::App && !self.is_leader(hook.unit.as_str()) {
                let (unit, app) = (&hook.unit, hook.unit.app());
                return Err(format!(
                    "cannot apply changes: prerequisites failed: \"{unit}\" is not leader of \"{app}\""
                ));
            }
            let size = |data: &BTreeMap<String, String>| -> usize {
                data.iter()
                    .map(|(key, value)| key.len() + value.len())
                    .sum()
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
            let size: usize = state
                .iter()
                .map(|(key, value)| key.len() + value.len())
                .sum();
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
        let kinds: BTreeMap<String, _> = match self.apps.get(hook.unit.app()) {
            Some(app) => app
                .charm
                .storages()
                .map(|(name, kind)| (name.to_owned(), kind.clone()))
                .collect(),
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
}

/// Whose databag a hook writes.
fn writer(hook: &Hook, scope: ScopeKind) -> &str {
    match scope {
        ScopeKind::Unit => hook.unit.as_str(),
        ScopeKind::App => hook.unit.app(),
    }
}

/// Closing a range for all endpoints closes it for each.
fn close(
    ports: &mut std::collections::BTreeSet<(PortRange, String)>,
    closed: &(PortRange, String),
) {
    let (range, endpoint) = closed;
    if endpoint.is_empty() {
        ports.retain(|(open, _)| open != range);
    } else {
        ports.remove(closed);
    }
}
