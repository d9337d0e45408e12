//! Units of a world: they come, lead and go.

use super::error::WorldError;
use super::event::RelationId;
use super::model::{Agent, Life, Network, Status, Storage, Unit};
use super::names;
use super::secret::Owner;
use super::world::World;
use crate::UnitName;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How long a leader that went away keeps its title.
const LEASE_SECONDS: u64 = 60;

impl World {
    /// Makes a unit one that has run all hooks of its start.
    pub(super) fn start(&mut self, unit: &UnitName) {
        let app = unit.app();
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
            machine: if on_kubernetes {
                String::new()
            } else {
                machine
            },
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
                    format!("{kind}/{}", self.next_storage()),
                    Storage {
                        kind: storage.kind.clone(),
                        location: storage.location.clone(),
                        life: Life::Alive,
                        is_attached: false,
                    },
                );
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
        self.secrets
            .retain(|_, secret| secret.owner != Owner::Unit(unit.clone()));
        for secret in self.secrets.values_mut() {
            secret.consumers.remove(unit);
        }
        let app = unit.app().to_owned();
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
        let is_dying = self
            .apps
            .get(app)
            .is_some_and(|app| app.life == Life::Dying);
        if is_dying && self.units_of(app).next().is_none() {
            self.apps.remove(app);
            self.relations.retain(|_, relation| {
                relation.end(app).is_none() || (!relation.is_peer() && relation.has_units())
            });
            self.secrets
                .retain(|_, secret| secret.owner != Owner::App(app.into()));
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
        self.elect(name.app(), Some(name.clone()));
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

    pub(super) fn elect(&mut self, app: &str, unit: Option<UnitName>) {
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
            egress: vec![format!(
                "{address}/{}",
                if address.contains(':') { 128 } else { 32 }
            )],
        };
        Ok(self)
    }
}
