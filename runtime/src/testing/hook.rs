//! A hook that runs: what it sees, and what it wants to change.

use super::error::WorldError;
use super::event::{HookEvent, RelationId};
use super::model::{Life, Status};
use super::names::app_of;
use super::ports::PortRange;
use super::secret::{Content, Owner, Rotation, SecretId, Target};
use super::world::World;
use crate::{Databag, Json, UnitName};
use std::collections::{BTreeMap, BTreeSet};

/// A hook that runs on a unit, between [`World::begin`] and [`World::finish`].
///
/// What it writes is held back until it ends well.
#[derive(Debug, Clone)]
pub struct Hook {
    pub(super) unit: UnitName,
    pub(super) event: HookEvent,
    pub(super) name: String,
    pub(super) id: String,
    /// Of the data that it is about, when it was chosen.
    pub(super) version: Option<u64>,
    pub(super) relation: Option<RelationId>,
    pub(super) endpoint: String,
    pub(super) remote_app: Option<String>,
    pub(super) departing: Option<UnitName>,
    pub(super) relations: BTreeMap<RelationId, HookRelation>,
    /// As `config-get` first read it.
    pub(super) config: Option<BTreeMap<String, Json>>,
    /// What `config-changed` will have seen.
    pub(super) config_hash: u64,
    pub(super) leader_settings: u64,
    pub(super) charm_revision: u64,
    /// `is-leader` has said no: it keeps saying so.
    pub(super) is_follower: bool,
    /// As `status-get` first read it.
    pub(super) status: Option<Status>,
    pub(super) opens: BTreeSet<(PortRange, String)>,
    pub(super) closes: BTreeSet<(PortRange, String)>,
    pub(super) state: Option<BTreeMap<String, String>>,
    pub(super) owned: BTreeSet<SecretId>,
    pub(super) secrets: SecretChanges,
    /// Kinds of storage to add.
    pub(super) storage: Vec<(String, u32)>,
    pub(super) action: Option<ActionRun>,
    pub(super) reboots: Option<Reboot>,
}

/// A relation as a hook sees it.
#[derive(Debug, Clone)]
pub(super) struct HookRelation {
    pub(super) endpoint: String,
    pub(super) remote_app: String,
    /// The key that Juju's messages use.
    pub(super) key: String,
    pub(super) members: Vec<UnitName>,
    /// No member is left, and none will come.
    pub(super) is_broken: bool,
    /// The unit's own databag, as it was first read.
    pub(super) unit_bag: Option<Databag>,
    pub(super) unit_changes: BTreeMap<String, String>,
    pub(super) app_bag: Option<Databag>,
    pub(super) app_changes: BTreeMap<String, String>,
    /// Application databags, read once in a hook.
    pub(super) apps: BTreeMap<String, Databag>,
    /// Databags of units that are no members, read once in a hook.
    pub(super) strangers: BTreeMap<UnitName, Databag>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reboot {
    Now,
    AfterHook,
}

/// What an action says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct ActionRun {
    pub(super) params: Json,
    pub(super) results: serde_json::Map<String, Json>,
    /// Why it failed, if it says so.
    pub(super) failure: Option<String>,
    pub(super) messages: Vec<String>,
}

/// What one hook wants to do to secrets.
#[derive(Debug, Clone, Default)]
pub(super) struct SecretChanges {
    pub(super) creates: Vec<(SecretId, Owner, Upsert)>,
    pub(super) updates: BTreeMap<SecretId, Upsert>,
    pub(super) tracks: BTreeSet<SecretId>,
    pub(super) grants: Vec<(SecretId, Target, RelationId)>,
    pub(super) revokes: Vec<(SecretId, Target)>,
    /// Whole secrets, or some revisions.
    pub(super) removes: BTreeMap<SecretId, Option<BTreeSet<u32>>>,
}

/// What is said of a secret when it is added or set.
#[derive(Debug, Clone, Default)]
pub(super) struct Upsert {
    pub(super) content: Option<Content>,
    pub(super) label: Option<String>,
    pub(super) description: Option<String>,
    pub(super) rotation: Option<Rotation>,
    pub(super) expires: Option<u64>,
}

impl Upsert {
    /// Lets a later one win, field by field.
    pub(super) fn merge(&mut self, later: Upsert) {
        self.content = later.content.or(self.content.take());
        self.label = later.label.or(self.label.take());
        self.description = later.description.or(self.description.take());
        self.rotation = later.rotation.or(self.rotation);
        self.expires = later.expires.or(self.expires);
    }
}

impl Hook {
    /// The unit that it runs on.
    pub fn unit(&self) -> &UnitName {
        &self.unit
    }

    /// What it is about.
    pub fn event(&self) -> &HookEvent {
        &self.event
    }

    /// The name of the hook, such as `db-relation-changed`, or of the action.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `JUJU_CONTEXT_ID`, which tells it from all other hooks.
    pub fn context_id(&self) -> &str {
        &self.id
    }
}

impl World {
    /// Begins a hook: the unit takes part in relations that are new to it, and sees
    /// the model as it is now.
    ///
    /// The hook need not be the one that [`World::pending`] has first, but it must be
    /// one that makes sense: a unit cannot depart that is still there.
    ///
    /// # Errors
    ///
    /// [`WorldError::NotNow`] if Juju would not run this hook, with the reason.
    pub fn begin(&mut self, unit: impl AsRef<str>, event: HookEvent) -> Result<Hook, WorldError> {
        let unit = super::names::unit(unit.as_ref())?;
        self.unit(unit.as_str())?;
        self.wake(&unit);
        let endpoint = self.endpoint_of(&unit, &event);
        let name = event.name(&endpoint);
        let retried = self.units[&unit].agent.failed.clone();
        let is_retry = retried.as_ref().is_some_and(|failed| failed.event == event);
        if let Err(why) = self.judge(&unit, &event, is_retry) {
            return Err(WorldError::NotNow {
                unit: unit.into_string(),
                hook: name,
                why,
            });
        }
        let version = match retried {
            Some(failed) if is_retry => failed.version,
            _ => self.event_version(&unit, &event),
        };
        let mut hook = Hook {
            id: self.context_id(&unit, &name),
            relation: event
                .relation()
                .filter(|id| self.relations.contains_key(id)),
            remote_app: None,
            departing: self.departing(&unit, &event),
            relations: BTreeMap::new(),
            config: None,
            config_hash: self.config_hash(unit.as_str()),
            leader_settings: 0,
            charm_revision: 0,
            is_follower: false,
            status: None,
            opens: BTreeSet::new(),
            closes: BTreeSet::new(),
            state: None,
            owned: self.owned_secrets(unit.as_str()),
            secrets: SecretChanges::default(),
            storage: Vec::new(),
            action: None,
            reboots: None,
            unit,
            event,
            name,
            endpoint,
            version,
        };
        if let Some(app) = self.apps.get(hook.unit.app()) {
            hook.leader_settings = app.leader_settings.version(self.version);
            hook.charm_revision = app.charm_revision;
        }
        if let HookEvent::Action { params, .. } = &hook.event {
            hook.action = Some(ActionRun {
                params: params.clone(),
                ..ActionRun::default()
            });
        }
        self.look_at_relations(&mut hook);
        if let Some(state) = self.units.get_mut(&hook.unit) {
            state.agent.is_running = true;
        }
        Ok(hook)
    }

    /// The name of the unit's end of the relation that an event is about.
    pub(super) fn endpoint_of(&self, unit: &UnitName, event: &HookEvent) -> String {
        let relation = event.relation().and_then(|id| self.relations.get(&id));
        let end = relation.and_then(|relation| relation.end(unit.app()));
        end.map(|end| end.endpoint.clone()).unwrap_or_default()
    }

    fn context_id(&mut self, unit: &UnitName, name: &str) -> String {
        let (high, low) = (self.numbers.next(), self.numbers.next());
        format!("{unit}-{name}-{high:016x}{low:016x}")
    }

    /// Whether Juju could run a hook now.
    fn judge(&self, unit: &UnitName, event: &HookEvent, is_retry: bool) -> Result<(), String> {
        let state = &self.units[unit];
        if state.agent.is_running {
            return Err("another hook of the unit runs".into());
        }
        match &state.agent.failed {
            Some(failed) if !is_retry && (!failed.is_error || !event.is_action()) => {
                let failed = failed.event.name(&self.endpoint_of(unit, &failed.event));
                return Err(format!("`{failed}` did not end well: it comes first"));
            }
            _ if is_retry => return Ok(()),
            _ => {}
        }
        match event {
            HookEvent::LeaderSettingsChanged if !self.version.has_leader_settings() => {
                Err(format!("Juju {} has no such hook", self.version))
            }
            HookEvent::SecretChanged { secret } => {
                let secret = self.secrets.get(secret).ok_or("there is no such secret")?;
                let reads = secret.consumers.contains_key(unit);
                reads
                    .then_some(())
                    .ok_or("the unit never read the secret".into())
            }
            HookEvent::SecretRotate { secret }
            | HookEvent::SecretExpired { secret, .. }
            | HookEvent::SecretRemove { secret, .. } => {
                let owns = self.owned_secrets(unit.as_str()).contains(secret);
                owns.then_some(()).ok_or(
                    "the secret is not the unit's, nor its application's that it leads".into(),
                )
            }
            HookEvent::StorageAttached { storage } | HookEvent::StorageDetaching { storage } => {
                let is_there = state.storage.contains_key(storage);
                is_there
                    .then_some(())
                    .ok_or("there is no such storage".into())
            }
            _ => match event.relation() {
                Some(relation) => self.judge_relation(unit, event, relation),
                None => Ok(()),
            },
        }
    }

    fn judge_relation(
        &self,
        unit: &UnitName,
        event: &HookEvent,
        id: RelationId,
    ) -> Result<(), String> {
        let relation = self.relations.get(&id).ok_or("there is no such relation")?;
        let local = self.units[unit].agent.relations.get(&id);
        let local = local.ok_or("the unit takes no part in the relation")?;
        let members = self.members(id, unit.as_str());
        let ends = !relation.is_alive() || self.units[unit].life == Life::Dying;
        match event {
            HookEvent::RelationJoined { unit, .. } if !members.contains(&unit) => {
                Err(format!("{unit} takes no part in the relation"))
            }
            HookEvent::RelationChanged {
                unit: Some(unit), ..
            } if !members.contains(&unit) && !local.members.contains_key(unit) => {
                Err(format!("{unit} takes no part in the relation"))
            }
            HookEvent::RelationDeparted { unit, .. } if !local.members.contains_key(unit) => {
                Err(format!("{unit} has not joined"))
            }
            HookEvent::RelationDeparted { unit, .. } if !ends && members.contains(&unit) => {
                Err(format!("{unit} is still there: remove it, or the relation"))
            }
            HookEvent::RelationBroken { .. } if relation.is_peer() => {
                Err("a relation of peers does not break".into())
            }
            HookEvent::RelationBroken { .. } if !ends => {
                Err("the relation is to stay: remove it".into())
            }
            HookEvent::RelationBroken { .. } => match local.members.keys().next() {
                Some(unit) => Err(format!("{unit} has to depart first")),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The version of the data that an event is about.
    fn event_version(&self, unit: &UnitName, event: &HookEvent) -> Option<u64> {
        let app = unit.app();
        match event {
            HookEvent::RelationJoined { relation, unit }
            | HookEvent::RelationChanged {
                relation,
                unit: Some(unit),
            } => Some(self.unit_bag_version(*relation, unit.as_str())),
            HookEvent::RelationChanged { relation, .. } => {
                Some(self.app_bag_versions(*relation, app)?.1)
            }
            HookEvent::SecretChanged { secret } | HookEvent::SecretRotate { secret } => {
                Some(u64::from(self.secrets.get(secret)?.latest))
            }
            _ => None,
        }
    }

    /// Who goes away: the unit itself if it is on its way out.
    fn departing(&self, unit: &UnitName, event: &HookEvent) -> Option<UnitName> {
        let HookEvent::RelationDeparted { unit: remote, .. } = event else {
            return None;
        };
        let app = self.apps.get(unit.app());
        let leaves =
            self.units[unit].life == Life::Dying || app.is_some_and(|app| app.life == Life::Dying);
        Some(if leaves { unit } else { remote }.clone())
    }

    /// The secrets that a unit manages.
    pub(super) fn owned_secrets(&self, unit: &str) -> BTreeSet<SecretId> {
        let leads = self.is_leader(unit);
        let secrets = self.secrets.values().filter(|secret| match &secret.owner {
            Owner::App(app) => leads && app == app_of(unit),
            Owner::Unit(owner) => owner.as_str() == unit,
            Owner::Model => false,
        });
        secrets.map(|secret| secret.id.clone()).collect()
    }

    /// What the hook knows of each relation that its unit takes part in.
    fn look_at_relations(&mut self, hook: &mut Hook) {
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        for (id, local) in &mut state.agent.relations {
            let Some(relation) = self.relations.get(id) else {
                continue;
            };
            let app = hook.unit.app();
            let (Some(end), Some(remote)) = (relation.end(app), relation.counterpart(app)) else {
                continue;
            };
            let mut members: BTreeSet<UnitName> = local.members.keys().cloned().collect();
            let is_broken = !relation.is_peer() && !relation.is_alive() && local.members.is_empty();
            if hook.event.relation() == Some(*id) {
                hook.remote_app = Some(remote.app.clone());
                match &hook.event {
                    HookEvent::RelationDeparted { unit, .. } => {
                        members.remove(unit);
                    }
                    event => {
                        // What this hook is about is read afresh.
                        if let Some(unit) = event.remote_unit() {
                            members.insert(unit.clone());
                            local.cache.remove(unit);
                        }
                    }
                }
            }
            local.cache.retain(|unit, _| members.contains(unit));
            let seen = HookRelation {
                endpoint: end.endpoint.clone(),
                remote_app: remote.app.clone(),
                key: relation.key(),
                members: members.into_iter().collect(),
                is_broken,
                unit_bag: None,
                unit_changes: BTreeMap::new(),
                app_bag: None,
                app_changes: BTreeMap::new(),
                apps: BTreeMap::new(),
                strangers: BTreeMap::new(),
            };
            hook.relations.insert(*id, seen);
        }
    }
}
