//! What the agent of a unit remembers of a hook that is done.

use super::event::HookEvent;
use super::hook::Hook;
use super::world::World;

impl World {
    /// What the agent remembers of a hook that is done.
    pub(super) fn record(&mut self, hook: &Hook) {
        let now = self.now;
        let leads = self.is_leader(hook.unit.as_str());
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        let agent = &mut state.agent;
        if hook.event.is_action() {
            // It runs beside what the unit has to do.
            state.actions.retain(|action| *action != hook.event);
            return;
        }
        agent.failed = None;
        agent.queued = None;
        match &hook.event {
            HookEvent::Install => agent.is_installed = true,
            HookEvent::Start => agent.is_started = true,
            HookEvent::Stop => agent.is_started = false,
            HookEvent::Remove => self.bury(&hook.unit),
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
                // It may have lost the lead while the hook ran.
                agent.is_leader = leads;
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
