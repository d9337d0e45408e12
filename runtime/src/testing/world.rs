//! The model, and what people do to it: deploy, configure, scale, upgrade.

use super::charm::Charm;
use super::error::WorldError;
use super::event::RelationId;
use super::fault::Faults;
use super::hash::{Hash, Numbers};
use super::model::{Application, Life, Unit};
use super::names::{self, app_of};
use super::relation::Relation;
use super::secret::{Secret, SecretId};
use super::time;
use super::version::JujuVersion;
use super::watch::{LogLine, ToolCall};
use crate::{Json, UnitName};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How often `update-status` runs.
pub(super) const UPDATE_STATUS_SECONDS: u64 = 5 * 60;

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
    pub(super) next_machine: u32,
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

    /// Draws random ids from another number from now on.
    pub fn set_seed(&mut self, seed: u64) -> &mut Self {
        self.numbers = Numbers(seed);
        self
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
        let peers: Vec<RelationId> = self
            .relations_of(name)
            .map(|relation| relation.id)
            .collect();
        for relation in peers {
            self.acquaint(relation);
        }
        Ok(self)
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
        self.units.iter().filter(move |(name, _)| name.app() == app)
    }

    pub(super) fn is_leader(&self, unit: &str) -> bool {
        let app = self.apps.get(app_of(unit));
        app.is_some_and(|app| {
            app.leader
                .as_ref()
                .is_some_and(|name| name.as_str() == unit)
        })
    }
}
