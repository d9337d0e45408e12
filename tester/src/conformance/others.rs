//! Who stands at the other end of the endpoint?
//!
//! For a provider or requirer, an application without a process. Among peers, a unit
//! of the charm's own application that runs nothing, as one of another revision may
//! do; it leads, so that it speaks for the application.

use super::Subject;
use super::plan;
use crate::charm_dir::SetupError;
use crate::schedule::Schedule;
use crate::stage::{Stage, StageError};
use relata::testing::{Charm, Owner, RelationId, Sample};
use relata::{Databag, RoleKind, UnitName};
use relata_spec::model::Role;

/// The endpoint of whoever stands there.
const ENDPOINT: &str = "peer";
/// The application beside which a subordinate stands, if not the one that it meets.
const PRINCIPAL: &str = "principal";

/// Everybody whom the charm meets over the endpoint.
pub(super) struct Others<'a> {
    subject: &'a Subject,
    /// How many units the charm has.
    units: u32,
    /// The applications, each with its relation.
    met: Vec<(String, RelationId)>,
}

impl<'a> Others<'a> {
    pub(super) fn new(subject: &'a Subject, units: u32) -> Self {
        Others {
            subject,
            units,
            met: Vec::new(),
        }
    }

    /// Whether the application is one of them.
    pub(super) fn has(&self, app: &str) -> bool {
        self.met.iter().any(|(of, _)| of == app)
    }

    /// The application beside which the charm stands, if it is a subordinate.
    pub(super) fn principal(&self) -> Option<&'static str> {
        if !self.subject.charm.charm().is_subordinate() {
            return None;
        }
        Some(match principal_endpoint(self.subject) {
            Some(_) => PRINCIPAL,
            None => "remote",
        })
    }

    /// Somebody comes, and is related.
    pub(super) fn come(&mut self, stage: &mut Stage, app: &str) -> Result<(), StageError> {
        let subject = self.subject;
        if subject.role == Role::Peer {
            return self.a_peer_comes(stage);
        }
        let charm = subject.charm.charm();
        let in_container =
            (charm.endpoint(&subject.endpoint)).is_some_and(|own| own.container_scope);
        let interface = &subject.interface.name;
        let plain = Charm::new(app).with_endpoint(ENDPOINT, interface, plan::other(subject.role));
        let (puppet, units) = match (in_container, charm.is_subordinate()) {
            // Each unit of a subordinate has its own principal.
            (true, true) => (plain, self.units),
            (true, false) if subject.role == Role::Provider => {
                (Charm::new(app).subordinate_over(ENDPOINT, interface), 0)
            }
            _ => (plain, 1),
        };
        stage.puppet(app, puppet, units)?;
        let ours = format!("{}:{}", subject.app(), subject.endpoint);
        let theirs = format!("{app}:{ENDPOINT}");
        let relation = stage.world().integrate(&ours, &theirs)?;
        self.met.push((app.to_owned(), relation));
        Ok(())
    }

    fn a_peer_comes(&mut self, stage: &mut Stage) -> Result<(), StageError> {
        /// More than a start without a process takes.
        const MOST_HOOKS: usize = 100;
        let app = self.subject.app();
        let unit = stage.world().add_unit(app)?;
        stage.mute(&unit);
        stage.settle(&mut Schedule::plain().retries(0), MOST_HOOKS)?;
        stage.world().set_leader(&unit)?;
        let relation = (stage.world())
            .relations_on(app, &self.subject.endpoint)
            .first()
            .copied();
        let missing = || SetupError::new(format!("{app} has no peer relation"));
        self.met
            .push((app.to_owned(), relation.ok_or_else(missing)?));
        Ok(())
    }

    /// The units of an application that run nothing, the oldest first.
    pub(super) fn units(&self, stage: &Stage, app: &str) -> Vec<UnitName> {
        let is_of = |unit: &&UnitName| unit.app() == app;
        let is_played = |unit: &&UnitName| self.subject.role != Role::Peer || stage.is_mute(unit);
        let world = stage.world();
        let units = world.units().filter(is_of).filter(is_played);
        units.cloned().collect()
    }

    /// One of them writes, with its secrets granted.
    pub(super) fn write(
        &self,
        stage: &mut Stage,
        app: &str,
        sample: &Sample,
    ) -> Result<(), StageError> {
        if sample.writer == RoleKind::Peer {
            return self.a_peer_writes(stage, sample);
        }
        let relation = self.met.iter().find(|(of, _)| of == app);
        if let Some((_, relation)) = relation {
            sample.write(&mut stage.world(), *relation)?;
        }
        Ok(())
    }

    fn a_peer_writes(&self, stage: &mut Stage, sample: &Sample) -> Result<(), StageError> {
        let app = self.subject.app();
        let units = self.units(stage, app);
        let Some((_, relation)) = self.met.first() else {
            return Ok(());
        };
        let mut world = stage.world();
        let mut uris = Vec::new();
        for secret in &sample.secrets {
            let content = secret.content.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            let id = world.add_secret(Owner::App(app.to_owned()), "", content)?;
            uris.push((secret.uri.as_str(), id.uri()));
        }
        let real = |bag: &Databag| {
            let mut bag = bag.clone();
            for (invented, real) in &uris {
                for text in bag.values_mut() {
                    *text = text.replace(invented, real);
                }
            }
            bag
        };
        if let Some(bag) = &sample.app {
            world.set_bag(*relation, app, real(bag))?;
        }
        if let Some(bag) = &sample.unit {
            for unit in units {
                world.set_bag(*relation, unit, real(bag))?;
            }
        }
        Ok(())
    }

    /// All of them take back what they wrote.
    pub(super) fn take_back(&self, stage: &mut Stage) -> Result<(), StageError> {
        let nothing = || std::iter::empty::<(String, String)>();
        for (app, relation) in &self.met {
            let units = self.units(stage, app);
            let mut world = stage.world();
            world.set_bag(*relation, app, nothing())?;
            for unit in units {
                if world.bag(*relation, &unit).is_some() {
                    world.set_bag(*relation, unit, nothing())?;
                }
            }
        }
        Ok(())
    }

    /// The relations are removed; among peers, whoever came.
    pub(super) fn go(&mut self, stage: &mut Stage) -> Result<(), StageError> {
        for (app, relation) in std::mem::take(&mut self.met) {
            if self.subject.role == Role::Peer {
                for unit in self.units(stage, &app) {
                    stage.world().remove_unit(&unit)?;
                }
            } else {
                stage.world().remove_relation(relation)?;
            }
        }
        Ok(())
    }
}

/// The endpoint over which a subordinate comes to its principal, if that is not the
/// one that is tried.
fn principal_endpoint(subject: &Subject) -> Option<(&str, &str)> {
    let mut endpoints = subject.charm.charm().endpoints();
    let (name, endpoint) = endpoints.find(|(name, endpoint)| {
        endpoint.container_scope && endpoint.role == RoleKind::Requirer && *name != subject.endpoint
    })?;
    Some((name, &endpoint.interface))
}

/// Brings a subordinate up beside a principal, if the endpoint that is tried does not.
pub(super) fn beside_a_principal(
    subject: &Subject,
    stage: &mut Stage,
    units: u32,
) -> Result<(), SetupError> {
    let Some((name, interface)) =
        principal_endpoint(subject).filter(|_| subject.charm.charm().is_subordinate())
    else {
        return Ok(());
    };
    let puppet = Charm::new(PRINCIPAL).with_endpoint(ENDPOINT, interface, RoleKind::Provider);
    stage.puppet(PRINCIPAL, puppet, units)?;
    let ours = format!("{}:{name}", subject.app());
    let theirs = format!("{PRINCIPAL}:{ENDPOINT}");
    let related = stage.world().integrate(&ours, &theirs).map(drop);
    related.map_err(|error| SetupError::new(error.to_string()))
}
