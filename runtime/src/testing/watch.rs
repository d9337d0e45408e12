//! What a test asks a world afterwards.

use super::error::WorldError;
use super::event::{HookEvent, RelationId};
use super::fault::Fault;
use super::model::{Life, Status, Storage};
use super::names;
use super::ports::PortRange;
use super::relation::{End, Relation};
use super::world::World;
use crate::{Json, UnitName};
use std::collections::BTreeMap;

/// A line that a charm wrote with `juju-log`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The unit.
    pub unit: UnitName,
    /// `DEBUG`, `INFO`, `WARNING`, `ERROR`, `CRITICAL` or `TRACE`.
    pub level: String,
    /// The text. In a relation hook, Juju puts `<endpoint>:<number>: ` before it.
    pub message: String,
}

/// A call of a hook tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolCall {
    /// The unit.
    pub unit: UnitName,
    /// The hook in which it was called.
    pub hook: String,
    /// The tool.
    pub tool: String,
    /// Its arguments. Values of secrets are left out.
    pub args: Vec<String>,
    /// Its exit code; `None` if it did not come to an end.
    pub code: Option<i32>,
}

/// One side of a relation, as [`World::ends`] tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationEnd {
    /// The application.
    pub app: String,
    /// Its endpoint.
    pub endpoint: String,
    /// The interface.
    pub interface: String,
    /// Its side.
    pub role: crate::RoleKind,
}

impl World {
    /// Makes a hook tool fail on purpose. Faults are tried in the order in which they
    /// were added; the first that fits counts.
    pub fn fail_tool(&mut self, tool: &str, fault: Fault) -> &mut Self {
        self.faults.add(tool, fault);
        self
    }

    /// Lets all hook tools work again.
    pub fn mend_tools(&mut self) -> &mut Self {
        self.faults.clear();
        self
    }

    /// How many calls of hook tools failed on purpose so far.
    ///
    /// ```
    /// use relata::testing::{Charm, Fault, HookEvent, JujuVersion, World};
    /// use std::path::Path;
    ///
    /// let mut world = World::new(JujuVersion::V3_6);
    /// world.app("db", 1, Charm::new("db"))?;
    /// world.fail_tool("is-leader", Fault::exit(1, "the controller is away").times(1));
    /// let mut hook = world.begin("db/0", HookEvent::UpdateStatus)?;
    /// for _ in 0..2 {
    ///     world.call(&mut hook, "is-leader", &[], None, Path::new("/"));
    /// }
    /// assert_eq!(world.faults_struck(), 1);
    /// # Ok::<(), relata::testing::WorldError>(())
    /// ```
    pub fn faults_struck(&self) -> u32 {
        self.faults.struck()
    }

    /// Every call of a hook tool so far.
    pub fn calls(&self) -> &[ToolCall] {
        &self.calls
    }

    /// How often a hook tool was called so far.
    pub fn count_calls(&self, tool: &str) -> usize {
        self.calls.iter().filter(|call| call.tool == tool).count()
    }

    /// Takes the calls so far, and counts from zero.
    pub fn take_calls(&mut self) -> Vec<ToolCall> {
        std::mem::take(&mut self.calls)
    }

    /// Everything that charms logged so far.
    pub fn log(&self) -> &[LogLine] {
        &self.log
    }

    /// The names of the applications.
    pub fn apps(&self) -> impl Iterator<Item = &str> {
        self.apps.keys().map(|name| &**name)
    }

    /// The names of all units, sorted as texts.
    pub fn units(&self) -> impl Iterator<Item = &UnitName> {
        self.units.keys()
    }

    /// The number of each relation.
    pub fn relation_ids(&self) -> impl Iterator<Item = RelationId> {
        self.relations.keys().copied()
    }

    /// The sides of a relation; one if it is of peers, none if it is not there.
    pub fn ends(&self, relation: RelationId) -> Vec<RelationEnd> {
        let ends = self.relations.get(&relation).map(|relation| &relation.ends);
        let tell = |end: &End| RelationEnd {
            app: end.app.clone(),
            endpoint: end.endpoint.clone(),
            interface: end.interface.clone(),
            role: end.role,
        };
        ends.into_iter().flatten().map(tell).collect()
    }

    /// The relations of an endpoint.
    pub fn relations_on(&self, app: &str, endpoint: &str) -> Vec<RelationId> {
        let on = |relation: &&Relation| {
            relation
                .end(app)
                .is_some_and(|end| end.endpoint == endpoint)
        };
        self.relations_of(app)
            .filter(on)
            .map(|relation| relation.id)
            .collect()
    }

    /// Which unit leads an application.
    pub fn leader(&self, app: &str) -> Option<&UnitName> {
        self.apps.get(app)?.leader.as_ref()
    }

    /// What a unit last said of itself; `unknown` if nothing. `None` if it is gone.
    pub fn status(&self, unit: impl AsRef<str>) -> Option<&Status> {
        Some(&self.units.get(unit.as_ref())?.status)
    }

    /// What an application last said of itself.
    pub fn app_status(&self, app: &str) -> Option<&Status> {
        self.apps.get(app)?.status.as_ref()
    }

    /// What `application-version-set` said.
    pub fn workload_version(&self, app: &str) -> Option<&str> {
        Some(&self.apps.get(app)?.workload_version)
    }

    /// The ports that a unit opens, with the endpoint that each is for; empty for all.
    pub fn ports(&self, unit: impl AsRef<str>) -> Vec<(PortRange, String)> {
        let unit = self.units.get(unit.as_ref());
        unit.into_iter()
            .flat_map(|unit| unit.ports.iter().cloned())
            .collect()
    }

    /// What Juju keeps for a unit (`state-set`).
    pub fn state(&self, unit: impl AsRef<str>) -> Option<&BTreeMap<String, String>> {
        Some(&self.units.get(unit.as_ref())?.state)
    }

    /// Whether a unit is in error: its last hook failed.
    pub fn is_in_error(&self, unit: impl AsRef<str>) -> bool {
        let unit = self.units.get(unit.as_ref());
        let failed = unit.and_then(|unit| unit.agent.failed.as_ref());
        failed.is_some_and(|failed| failed.is_error)
    }

    /// Lets a person run an action on a unit; returns its number.
    ///
    /// # Errors
    ///
    /// There is no such unit, or the charm has no such action.
    pub fn run_action(
        &mut self,
        unit: impl AsRef<str>,
        name: &str,
        params: Json,
    ) -> Result<u32, WorldError> {
        let unit = names::unit(unit.as_ref())?;
        self.unit(unit.as_str())?;
        let charm = &self.app_ref(unit.app())?.charm;
        if !charm.actions().any(|action| action == name) {
            return Err(WorldError::missing("action", name));
        }
        let id = self.next_action();
        let event = HookEvent::Action {
            name: name.into(),
            id,
            params: match params {
                Json::Null => Json::Object(serde_json::Map::new()),
                params => params,
            },
        };
        self.unit_mut(unit.as_str())?.actions.push_back(event);
        Ok(id)
    }

    /// Lets a container tell its unit something: one of the `Pebble…` events.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn notify(
        &mut self,
        unit: impl AsRef<str>,
        event: HookEvent,
    ) -> Result<&mut Self, WorldError> {
        self.unit_mut(unit.as_ref())?.pebble.push_back(event);
        Ok(self)
    }

    /// Says where a resource lies, as `resource-get` tells it.
    ///
    /// # Errors
    ///
    /// There is no such application, or its charm has no such resource.
    pub fn set_resource(
        &mut self,
        app: &str,
        resource: &str,
        path: impl Into<String>,
    ) -> Result<&mut Self, WorldError> {
        let application = self.app_mut(app)?;
        if !application.charm.has_resource(resource) {
            return Err(WorldError::missing("resource", resource));
        }
        application.resources.insert(resource.into(), path.into());
        Ok(self)
    }

    /// Attaches one more storage of a kind to a unit; returns its id.
    ///
    /// # Errors
    ///
    /// There is no such unit, or its charm has no such storage.
    pub fn add_storage(&mut self, unit: impl AsRef<str>, kind: &str) -> Result<String, WorldError> {
        let unit = names::unit(unit.as_ref())?;
        let charm = self.app_ref(unit.app())?.charm.clone();
        self.unit(unit.as_str())?;
        let declared = charm.storages().find(|(name, _)| *name == kind);
        let (_, declared) = declared.ok_or_else(|| WorldError::missing("storage", kind))?;
        let id = format!("{kind}/{}", self.next_storage());
        let storage = Storage {
            kind: declared.kind.clone(),
            location: declared.location.clone(),
            life: Life::Alive,
            is_attached: false,
        };
        self.unit_mut(unit.as_str())?
            .storage
            .insert(id.clone(), storage);
        Ok(id)
    }

    /// Starts to take a storage away from a unit.
    ///
    /// # Errors
    ///
    /// There is no such unit or storage.
    pub fn remove_storage(
        &mut self,
        unit: impl AsRef<str>,
        storage: &str,
    ) -> Result<&mut Self, WorldError> {
        let attached = self.unit_mut(unit.as_ref())?.storage.get_mut(storage);
        let attached = attached.ok_or_else(|| WorldError::missing("storage", storage))?;
        attached.life = Life::Dying;
        Ok(self)
    }

    /// Trusts an application with the cloud's credential, or no longer.
    ///
    /// # Errors
    ///
    /// There is no such application.
    pub fn set_trust(&mut self, app: &str, trusted: bool) -> Result<&mut Self, WorldError> {
        self.app_mut(app)?.trusted = trusted;
        Ok(self)
    }
}
