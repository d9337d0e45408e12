//! The model, and what people do to it: deploy, configure, scale, upgrade.

use super::charm::Charm;
use super::error::WorldError;
use super::event::RelationId;
use super::fault::Faults;
use super::hash::{Hash, Numbers};
use super::model::{Agent, Application, Life, Network, Status, Storage, Unit};
use super::names::{self, app_of};
use super::relation::Relation;
use super::secret::{Owner, Secret, SecretId};
use super::time;
use super::version::JujuVersion;
use super::watch::{LogLine, ToolCall};
use crate::{Json, UnitName};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// How often `update-status` runs.
pub(super) const UPDATE_STATUS_SECONDS: u64 = 5 * 60;

/// How long a leader that went away keeps its title.
const LEASE_SECONDS: u64 = 60;

/// A miniature Juju: one model, in memory.
///
/// The [module](super) tells what it is for. It is a plain value: cloning it
/// keeps a state to come back to, and the same steps lead to the same state on
/// every run.
#[derive(Debug, Clone)]
pub struct World {
    pub(super) version: JujuVersion,
    pub(super) model_name: String,
    pub(super) model_uuid: String,
    pub(super) now: u64,
    pub(super) numbers: Numbers,
    pub(super) apps: BTreeMap<String, Application>,
    pub(super) units: BTreeMap<UnitName, Unit>,
    pub(super) relations: BTreeMap<RelationId, Relation>,
    pub(super) secrets: BTreeMap<SecretId, Secret>,
    pub(super) credential: Option<Json>,
    pub(super) next_relation: RelationId,
    next_machine: u32,
    next_action: u32,
    next_storage: u32,
    pub(super) log: Vec<LogLine>,
    pub(super) calls: Vec<ToolCall>,
    pub(super) faults: Faults,
    pub(super) folder: String,
}

impl World {
    /// An empty model.
    pub fn new(version: JujuVersion) -> Self {
        World::with_seed(version, 0)
    }

    /// An empty model whose random ids follow from a number.
    pub fn with_seed(version: JujuVersion, seed: u64) -> Self {
        World {
            version,
            model_name: "testing".into(),
            model_uuid: "c0ffee00-0a1b-4c2d-8e3f-0123456789ab".into(),
            now: time::START,
            numbers: Numbers(seed),
            apps: BTreeMap::new(),
            units: BTreeMap::new(),
            relations: BTreeMap::new(),
            secrets: BTreeMap::new(),
            credential: None,
            next_relation: 0,
            next_machine: 0,
            next_action: 1,
            next_storage: 0,
            log: Vec::new(),
            calls: Vec::new(),
            faults: Faults::default(),
            folder: "/var/lib/juju".into(),
        }
    }

    /// Which Juju it behaves like.
    pub fn version(&self) -> JujuVersion {
        self.version
    }

    /// Gives the model a name.
    pub fn set_model_name(&mut self, name: impl Into<String>) -> &mut Self {
        self.model_name = name.into();
        self
    }

    /// The model's name.
    pub fn model_name(&self) -> &str {
        &self.model_name
    }

    /// The model's UUID.
    pub fn model_uuid(&self) -> &str {
        &self.model_uuid
    }

    /// Seconds since 1970 on the world's own clock, which only
    /// [`advance`](World::advance) moves.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Lets time pass: `update-status` becomes due, leases of leaders that are gone
    /// end, secrets expire and are due for renewal.
    pub fn advance(&mut self, time: Duration) -> &mut Self {
        self.now += time.as_secs();
        let due = |app: &Application| app.lease_ends.is_some_and(|ends| ends <= self.now);
        let vacant: Vec<String> = self
            .apps
            .iter()
            .filter(|(_, app)| due(app))
            .map(|(name, _)| name.clone())
            .collect();
        for app in vacant {
            let heir = self
                .units_of(&app)
                .find(|(_, unit)| unit.life == Life::Alive)
                .map(|(name, _)| name.clone());
            self.elect(&app, heir);
        }
        self
    }

    /// Deploys an application: its units have run no hook yet. The first unit
    /// leads. Units of a subordinate charm come with those that they stand beside.
    ///
    /// # Errors
    ///
    /// The name is none, or taken.
    pub fn deploy(
        &mut self,
        name: &str,
        units: u32,
        charm: Charm,
    ) -> Result<&mut Self, WorldError> {
        if !names::is_app(name) {
            return Err(WorldError::BadName {
                what: "an application",
                name: name.into(),
            });
        }
        if self.apps.contains_key(name) {
            return Err(WorldError::exists("application", name));
        }
        let is_subordinate = charm.is_subordinate();
        self.apps
            .insert(name.into(), Application::new(Arc::new(charm)));
        self.add_peer_relations(name);
        if !is_subordinate {
            for _ in 0..units {
                self.add_unit(name)?;
            }
        }
        Ok(self)
    }

    /// Deploys an application whose units are up already: installed, configured,
    /// started, and acquainted with their peers.
    ///
    /// # Errors
    ///
    /// As for [`deploy`](World::deploy).
    pub fn app(&mut self, name: &str, units: u32, charm: Charm) -> Result<&mut Self, WorldError> {
        self.deploy(name, units, charm)?;
        let names: Vec<UnitName> = self.units_of(name).map(|(name, _)| name.clone()).collect();
        for unit in &names {
            self.start(unit);
        }
        let peers: Vec<RelationId> = self.relations_of(name).map(|relation| relation.id).collect();
        for relation in peers {
            self.acquaint(relation);
        }
        Ok(self)
    }

    /// Makes a unit one that has run all hooks of its start.
    pub(super) fn start(&mut self, unit: &UnitName) {
        let app = app_of(unit.as_str());
        let config = self.config_hash(unit.as_str());
        let Some(app) = self.apps.get(app) else {
            return;
        };
        let is_leader = app.leader.as_ref() == Some(unit);
        let settings = app.leader_settings.version(self.version);
        let revision = app.charm_revision;
        let Some(state) = self.units.get_mut(unit) else {
            return;
        };
        for storage in state.storage.values_mut() {
            storage.is_attached = true;
        }
        state.agent = Agent {
            is_installed: true,
            is_started: true,
            is_leader,
            leader_settings: Some(settings),
            config: Some(config),
            charm_revision: revision,
            last_update_status: self.now,
            ..Agent::default()
        };
    }

    /// Adds a unit that has run no hook yet.
    ///
    /// # Errors
    ///
    /// There is no such application.
    pub fn add_unit(&mut self, app: &str) -> Result<UnitName, WorldError> {
        self.add_unit_beside(app, None)
    }

    pub(super) fn add_unit_beside(
        &mut self,
        app: &str,
        principal: Option<UnitName>,
    ) -> Result<UnitName, WorldError> {
        let application = self.app_mut(app)?;
        let name = names::unit(&format!("{app}/{}", application.next_unit))?;
        application.next_unit += 1;
        application.leader.get_or_insert_with(|| name.clone());
        let charm = application.charm.clone();
        let on_kubernetes = application.is_on_kubernetes();
        let beside = principal.as_ref().and_then(|unit| self.units.get(unit));
        let (machine, network) = match beside {
            Some(unit) => (unit.machine.clone(), unit.network.clone()),
            None => self.new_machine(),
        };
        let mut unit = Unit {
            life: Life::Alive,
            principal,
            machine: if on_kubernetes { String::new() } else { machine },
            network,
            status: Status::new("unknown", "", self.now),
            ports: BTreeSet::new(),
            state: BTreeMap::new(),
            storage: BTreeMap::new(),
            actions: VecDeque::new(),
            pebble: VecDeque::new(),
            agent: Agent {
                last_update_status: self.now,
                ..Agent::default()
            },
        };
        for (kind, storage) in charm.storages() {
            for _ in 0..storage.count {
                unit.storage.insert(
                    format!("{kind}/{}", self.next_storage),
                    Storage {
                        kind: storage.kind.clone(),
                        location: storage.location.clone(),
                        life: Life::Alive,
                        is_attached: false,
                    },
                );
                self.next_storage += 1;
            }
        }
        self.units.insert(name.clone(), unit);
        Ok(name)
    }

    fn new_machine(&mut self) -> (String, Network) {
        let number = self.next_machine;
        self.next_machine += 1;
        let host = number + 10;
        let address = format!("10.{}.{}.{}", host >> 16 & 255, host >> 8 & 255, host & 255);
        let network = Network {
            egress: vec![format!("{address}/32")],
            public_address: Some(address.clone()),
            address: Some(address),
        };
        (number.to_string(), network)
    }

    /// Starts to remove a unit. It still runs the hooks of its end.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn remove_unit(&mut self, unit: impl AsRef<str>) -> Result<&mut Self, WorldError> {
        let name = names::unit(unit.as_ref())?;
        self.unit_mut(name.as_str())?.life = Life::Dying;
        let beside: Vec<UnitName> = self
            .units
            .iter()
            .filter(|(_, other)| other.principal.as_ref() == Some(&name))
            .map(|(name, _)| name.clone())
            .collect();
        for subordinate in beside {
            self.remove_unit(&subordinate)?;
        }
        if !self.unit(name.as_str())?.agent.is_installed {
            self.bury(&name);
        }
        Ok(self)
    }

    /// Starts to remove an application with its units and relations.
    ///
    /// # Errors
    ///
    /// There is no such application.
    pub fn remove_app(&mut self, app: &str) -> Result<&mut Self, WorldError> {
        self.app_mut(app)?.life = Life::Dying;
        let relations: Vec<RelationId> = self
            .relations_of(app)
            .filter(|relation| !relation.is_peer())
            .map(|relation| relation.id)
            .collect();
        for relation in relations {
            self.remove_relation(relation)?;
        }
        let units: Vec<UnitName> = self.units_of(app).map(|(name, _)| name.clone()).collect();
        for unit in units {
            self.remove_unit(&unit)?;
        }
        self.forget_app_without_units(app);
        Ok(self)
    }

    /// Ends a unit that has run its last hook.
    pub(super) fn bury(&mut self, unit: &UnitName) {
        let relations: Vec<RelationId> = self
            .relations
            .values()
            .filter(|relation| relation.is_in_scope(unit.as_str()))
            .map(|relation| relation.id)
            .collect();
        for relation in relations {
            self.leave_scope(relation, unit);
        }
        self.units.remove(unit);
        self.secrets.retain(|_, secret| secret.owner != Owner::Unit(unit.clone()));
        for secret in self.secrets.values_mut() {
            secret.consumers.remove(unit);
        }
        let app = app_of(unit.as_str()).to_owned();
        let ends = self.now + LEASE_SECONDS;
        if let Some(application) = self.apps.get_mut(&app)
            && application.leader.as_ref() == Some(unit)
        {
            application.leader = None;
            application.lease_ends = Some(ends);
        }
        self.forget_app_without_units(&app);
    }

    fn forget_app_without_units(&mut self, app: &str) {
        let is_dying = self.apps.get(app).is_some_and(|app| app.life == Life::Dying);
        if is_dying && self.units_of(app).next().is_none() {
            self.apps.remove(app);
            self.relations.retain(|_, relation| {
                relation.end(app).is_none() || (!relation.is_peer() && relation.has_units())
            });
            self.secrets.retain(|_, secret| secret.owner != Owner::App(app.into()));
        }
    }

    /// Makes a unit the leader of its application. The old leader is told nothing.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn set_leader(&mut self, unit: impl AsRef<str>) -> Result<&mut Self, WorldError> {
        let name = names::unit(unit.as_ref())?;
        self.unit(name.as_str())?;
        self.elect(app_of(name.as_str()), Some(name.clone()));
        Ok(self)
    }

    /// Leaves an application without a leader until somebody
    /// [leads](World::set_leader) it.
    ///
    /// # Errors
    ///
    /// There is no such application.
    pub fn depose_leader(&mut self, app: &str) -> Result<&mut Self, WorldError> {
        self.app_mut(app)?;
        self.elect(app, None);
        Ok(self)
    }

    fn elect(&mut self, app: &str, unit: Option<UnitName>) {
        let Some(application) = self.apps.get_mut(app) else {
            return;
        };
        application.lease_ends = None;
        if application.leader == unit {
            return;
        }
        if let Some(old) = std::mem::replace(&mut application.leader, unit)
            && let Some(old) = self.units.get_mut(&old)
        {
            old.agent.is_leader = false;
        }
    }

    /// Sets a configuration option; `null` puts it back to its default.
    ///
    /// # Errors
    ///
    /// There is no such application or option.
    pub fn set_config(
        &mut self,
        app: &str,
        option: &str,
        value: impl Into<Json>,
    ) -> Result<&mut Self, WorldError> {
        let application = self.app_mut(app)?;
        if !application.charm.options().any(|(name, _)| name == option) {
            return Err(WorldError::missing("option", format!("{app}.{option}")));
        }
        match value.into() {
            Json::Null => application.config.remove(option),
            value => application.config.insert(option.into(), value),
        };
        Ok(self)
    }

    /// Gives the charm a newer revision: each unit runs `upgrade-charm`.
    ///
    /// # Errors
    ///
    /// There is no such application, or a relation would lose its endpoint.
    pub fn upgrade_charm(&mut self, app: &str, charm: Charm) -> Result<&mut Self, WorldError> {
        self.app_mut(app)?;
        for relation in self.relations_of(app) {
            let end = relation.end(app);
            let kept = end.is_some_and(|end| {
                let new = charm.endpoint_or_implicit(&end.endpoint);
                new.is_some_and(|new| new.role == end.role && new.interface == end.interface)
            });
            if !kept && !relation.is_peer() {
                return Err(WorldError::Unfit {
                    why: format!("the new charm of {app} breaks `{}`", relation.key()),
                });
            }
        }
        let application = self.app_mut(app)?;
        application.charm = Arc::new(charm);
        application.charm_revision += 1;
        self.add_peer_relations(app);
        Ok(self)
    }

    /// Gives a unit another address.
    ///
    /// # Errors
    ///
    /// There is no such unit.
    pub fn set_address(
        &mut self,
        unit: impl AsRef<str>,
        address: &str,
    ) -> Result<&mut Self, WorldError> {
        self.unit_mut(unit.as_ref())?.network = Network {
            address: Some(address.into()),
            public_address: Some(address.into()),
            egress: vec![format!("{address}/{}", if address.contains(':') { 128 } else { 32 })],
        };
        Ok(self)
    }

    /// What the model's cloud is asked with: what `credential-get` says.
    pub fn set_credential(&mut self, credential: Json) -> &mut Self {
        self.credential = Some(credential);
        self
    }

    /// The folder that Juju keeps its files in, `/var/lib/juju` unless told
    /// otherwise. The charm's folder and the tools' are in it.
    pub fn set_folder(&mut self, folder: impl Into<String>) -> &mut Self {
        self.folder = folder.into();
        self
    }

    /// What makes `config-changed` run: options, trust and address.
    pub(super) fn config_hash(&self, unit: &str) -> u64 {
        let mut hash = Hash::default();
        if let Some(app) = self.apps.get(app_of(unit)) {
            for (name, value) in app.settings() {
                hash.text(&name);
                hash.text(&value.to_string());
            }
            hash.text(if app.trusted { "trusted" } else { "" });
        }
        if let Some(unit) = self.units.get(unit) {
            hash.text(unit.network.address.as_deref().unwrap_or_default());
        }
        hash.value()
    }

    pub(super) fn next_action(&mut self) -> u32 {
        self.next_action += 1;
        self.next_action - 1
    }

    pub(super) fn next_storage(&mut self) -> u32 {
        self.next_storage += 1;
        self.next_storage - 1
    }

    pub(super) fn app_ref(&self, app: &str) -> Result<&Application, WorldError> {
        self.apps
            .get(app)
            .ok_or_else(|| WorldError::missing("application", app))
    }

    pub(super) fn app_mut(&mut self, app: &str) -> Result<&mut Application, WorldError> {
        self.apps
            .get_mut(app)
            .ok_or_else(|| WorldError::missing("application", app))
    }

    pub(super) fn unit(&self, unit: &str) -> Result<&Unit, WorldError> {
        self.units
            .get(unit)
            .ok_or_else(|| WorldError::missing("unit", unit))
    }

    pub(super) fn unit_mut(&mut self, unit: &str) -> Result<&mut Unit, WorldError> {
        self.units
            .get_mut(unit)
            .ok_or_else(|| WorldError::missing("unit", unit))
    }

    pub(super) fn units_of<'a>(
        &'a self,
        app: &'a str,
    ) -> impl Iterator<Item = (&'a UnitName, &'a Unit)> {
        self.units
            .iter()
            .filter(move |(name, _)| app_of(name.as_str()) == app)
    }

    pub(super) fn is_leader(&self, unit: &str) -> bool {
        let app = self.apps.get(app_of(unit));
        app.is_some_and(|app| app.leader.as_ref().is_some_and(|name| name.as_str() == unit))
    }
}
