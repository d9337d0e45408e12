//! What does each step of a case do to the model?

use super::Subject;
use super::case::{Case, Step};
use super::others::Others;
use crate::schedule::Schedule;
use crate::stage::{HookRun, Stage, StageError};
use relata::UnitName;
use relata::testing::{HookEvent, Owner, RelationId, Sample, SecretId};
use relata_spec::model::Role;

/// How many hooks a step may lead to.
const MOST_HOOKS: usize = 200;

/// Plays the steps of a case, and everybody whom the charm meets in it.
pub(super) struct Player<'a> {
    pub(super) stage: &'a mut Stage,
    subject: &'a Subject,
    others: Others<'a>,
}

impl<'a> Player<'a> {
    pub(super) fn new(stage: &'a mut Stage, subject: &'a Subject, case: &Case) -> Self {
        Player {
            stage,
            subject,
            others: Others::new(subject, case.units),
        }
    }

    /// Does what the step says, and lets all hooks run that follow from it.
    pub(super) fn step(&mut self, step: &Step) -> Result<Vec<HookRun>, StageError> {
        match step {
            Step::Relate => self.others.come(self.stage, "remote")?,
            Step::Write(sample) => self.write("remote", sample)?,
            Step::WriteUngranted(sample) => {
                self.write("remote", sample)?;
                self.each_secret(|stage, id| Ok(stage.world().revoke_secret(id).map(drop)?))?;
            }
            Step::RelateAnother(sample) => {
                self.others.come(self.stage, "another")?;
                // Its unit has to be there before it can write.
                self.settle()?;
                self.write("another", sample)?;
            }
            Step::Repeat => return self.repeat(),
            Step::RotateSecrets => self.each_secret(rotate)?,
            Step::RevokeSecrets => {
                self.each_secret(|stage, id| Ok(stage.world().revoke_secret(id).map(drop)?))?;
            }
            Step::RemoveSecrets => {
                self.each_secret(|stage, id| Ok(stage.world().remove_secret(id).map(drop)?))?;
            }
            Step::ChangeLeader => self.lead_another()?,
            Step::AddUnit => {
                // A unit of a subordinate comes with one of its principal.
                let app = self.others.principal().unwrap_or(self.subject.app());
                self.stage.world().add_unit(app)?;
            }
            Step::RemoveUnit => {
                if let Some(follower) = self.follower() {
                    self.stage.world().remove_unit(&follower)?;
                }
            }
            Step::RemoveLeader => {
                let leader = self.stage.world().leader(self.subject.app()).cloned();
                if let Some(leader) = leader {
                    self.stage.world().remove_unit(&leader)?;
                    let mut runs = self.settle()?;
                    self.lead_another()?;
                    runs.extend(self.settle()?);
                    return Ok(runs);
                }
            }
            Step::AddRemoteUnit(sample) => {
                self.stage.world().add_unit("remote")?;
                let mut runs = self.settle()?;
                let mut unit = sample.clone();
                unit.app = None;
                unit.secrets.clear();
                self.write("remote", &unit)?;
                runs.extend(self.settle()?);
                return Ok(runs);
            }
            Step::RemoveRemoteUnit => {
                let newest = self.others.units(self.stage, "remote").pop();
                if let Some(newest) = newest {
                    self.stage.world().remove_unit(&newest)?;
                }
            }
            Step::Upgrade => {
                let charm = self.subject.charm.clone();
                self.stage.upgrade(self.subject.app(), &charm)?;
            }
            Step::Clear => self.others.take_back(self.stage)?,
            Step::Remove => {
                self.others.go(self.stage)?;
                if self.subject.role == Role::Peer {
                    let mut runs = self.settle()?;
                    self.lead_another()?;
                    runs.extend(self.settle()?);
                    return Ok(runs);
                }
            }
        }
        self.settle()
    }

    fn settle(&mut self) -> Result<Vec<HookRun>, StageError> {
        let mut schedule = Schedule::plain().retries(0);
        self.stage.settle(&mut schedule, MOST_HOOKS)
    }

    fn write(&mut self, app: &str, sample: &Sample) -> Result<(), StageError> {
        self.others.write(self.stage, app, sample)
    }

    fn each_secret(
        &mut self,
        act: impl Fn(&Stage, &SecretId) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let theirs = |owner: &Owner| match owner {
            Owner::App(app) => app != self.subject.app() && self.others.has(app),
            Owner::Unit(_) | Owner::Model => false,
        };
        let ids: Vec<SecretId> = {
            let world = self.stage.world();
            (world.secrets().filter(|secret| theirs(secret.owner())))
                .map(|secret| secret.id().clone())
                .collect()
        };
        ids.iter().try_for_each(|id| act(self.stage, id))
    }

    /// Makes a unit the leader that is not.
    fn lead_another(&mut self) -> Result<(), StageError> {
        if let Some(follower) = self.follower() {
            self.stage.world().set_leader(&follower)?;
        }
        Ok(())
    }

    fn follower(&self) -> Option<UnitName> {
        let units = self.own_units();
        let world = self.stage.world();
        let leader = world.leader(self.subject.app());
        units.into_iter().find(|unit| leader != Some(unit))
    }

    /// Tells every unit once more what it has been told.
    fn repeat(&mut self) -> Result<Vec<HookRun>, StageError> {
        let mut runs = self.settle()?;
        for unit in self.own_units() {
            let mut events = vec![HookEvent::ConfigChanged, HookEvent::UpdateStatus];
            for (relation, other) in self.met_by(&unit) {
                events.push(HookEvent::RelationChanged {
                    relation,
                    unit: Some(other),
                });
            }
            for event in events {
                match self.stage.dispatch(&unit, event) {
                    Ok(run) => runs.push(run),
                    // The unit may not have joined yet.
                    Err(StageError::World(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(runs)
    }

    /// The units that a unit meets over the endpoint, with the relation.
    fn met_by(&self, unit: &UnitName) -> Vec<(RelationId, UnitName)> {
        let world = self.stage.world();
        let is_peer = self.subject.role == Role::Peer;
        let mut met = Vec::new();
        for relation in world.relations_on(self.subject.app(), &self.subject.endpoint) {
            for other in world.units() {
                let is_there = world.bag(relation, other.as_str()).is_some();
                if is_there && other != unit && self.subject.owns(other) == is_peer {
                    met.push((relation, other.clone()));
                }
            }
        }
        met
    }

    fn own_units(&self) -> Vec<UnitName> {
        let world = self.stage.world();
        let own = world.units().filter(|unit| self.is_own(unit));
        own.cloned().collect()
    }

    /// Whether the unit runs the charm.
    pub(super) fn is_own(&self, unit: &UnitName) -> bool {
        self.subject.owns(unit) && !self.stage.is_mute(unit)
    }
}

fn rotate(stage: &Stage, id: &SecretId) -> Result<(), StageError> {
    let content: Vec<(String, String)> = {
        let world = stage.world();
        let secret = world
            .secret(id)
            .and_then(|secret| secret.content(secret.latest()));
        (secret.unwrap_or_default().into_keys())
            .map(|key| (key, "rotated-9f2c41".to_owned()))
            .collect()
    };
    let content = content
        .iter()
        .map(|(key, text)| (key.as_str(), text.as_str()));
    stage.world().set_secret(id, content)?;
    Ok(())
}
