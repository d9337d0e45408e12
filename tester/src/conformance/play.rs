//! What happens when a case is played?

use super::Subject;
use super::case::{Case, Step};
use super::expect;
use super::finding::{Fault, Finding};
use super::plan;
use crate::charm_dir::SetupError;
use crate::schedule::Schedule;
use crate::stage::{HookRun, Stage, StageError};
use relata::UnitName;
use relata::testing::{Charm, HookEvent, Owner, RelationId, Sample, SecretId};
use relata_spec::model::Role;

/// How many hooks a step may lead to.
const MOST_HOOKS: usize = 200;

/// The other side's endpoint.
const ENDPOINT: &str = "peer";

/// What came of a case.
pub(super) struct Played {
    pub(super) findings: Vec<Finding>,
    /// How many hooks of the charm were run.
    pub(super) hooks: usize,
}

/// Plays a case on a fork of a stage on which the charm is up.
pub(super) fn play(base: &Stage, subject: &Subject, case: &Case) -> Result<Played, SetupError> {
    let mut stage = base.fork()?;
    let secrets = expect::own_secrets(&stage.world(), subject);
    let mut player = Player {
        stage: &mut stage,
        subject,
        relations: Vec::new(),
    };
    let mut outcome = Played {
        findings: Vec::new(),
        hooks: 0,
    };
    for step in &case.steps {
        let runs = match player.step(step) {
            Ok(runs) => runs,
            Err(StageError::NeverSettles { hooks, last }) => {
                outcome.findings.push(Finding {
                    fault: Fault::NeverSettles,
                    what: format!("after {hooks} hooks there is still something to do"),
                    unit: None,
                    hook: None,
                    evidence: last,
                });
                return Ok(outcome);
            }
            Err(StageError::Setup(error)) => return Err(error),
            Err(StageError::World(error)) => return Err(SetupError::new(error.to_string())),
        };
        outcome.hooks += runs.iter().filter(|run| player.is_own(&run.unit)).count();
        let mut found = expect::of_runs(&runs);
        if found.is_empty() {
            found.extend(match step {
                Step::Repeat => expect::of_repetition(&runs),
                step if expect::concerns_only_the_charm(step) => {
                    expect::of_own_affairs(&runs, subject)
                }
                _ => Vec::new(),
            });
            found.extend(expect::of_databags(player.stage, subject, case));
            found.extend(subject.behaviours(player.stage, case, step));
            if matches!(step, Step::Remove) {
                found.extend(expect::of_the_end(player.stage, subject, &secrets));
            }
        }
        if !found.is_empty() {
            // What follows would only tell the same again.
            outcome.findings = found;
            return Ok(outcome);
        }
    }
    Ok(outcome)
}

struct Player<'a> {
    stage: &'a mut Stage,
    subject: &'a Subject,
    relations: Vec<(String, RelationId)>,
}

impl Player<'_> {
    fn step(&mut self, step: &Step) -> Result<Vec<HookRun>, StageError> {
        match step {
            Step::Relate if self.subject.role == Role::Peer => {}
            Step::Relate => self.relate("remote")?,
            Step::Write(sample) => self.write(sample, true)?,
            Step::WriteUngranted(sample) => self.write(sample, false)?,
            Step::RelateAnother(sample) => {
                self.relate("another")?;
                // Its unit has to be there before it can write.
                self.settle()?;
                self.write_as("another", sample, true)?;
            }
            Step::Repeat => return self.repeat(),
            Step::RotateSecrets => self.each_secret(|stage, id| {
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
            })?,
            Step::RevokeSecrets => self.each_secret(|stage, id| {
                stage.world().revoke_secret(id)?;
                Ok(())
            })?,
            Step::RemoveSecrets => self.each_secret(|stage, id| {
                stage.world().remove_secret(id)?;
                Ok(())
            })?,
            Step::ChangeLeader => {
                let follower = self
                    .own_units()
                    .into_iter()
                    .find(|unit| self.stage.world().leader(self.subject.app()) != Some(unit));
                if let Some(follower) = follower {
                    self.stage.world().set_leader(&follower)?;
                }
            }
            Step::AddUnit => {
                self.stage.world().add_unit(self.subject.app())?;
            }
            Step::Upgrade => {
                let charm = self.subject.charm.clone();
                self.stage.upgrade(self.subject.app(), &charm)?;
            }
            Step::Clear => {
                for (app, relation) in self.relations.clone() {
                    let nothing = || std::iter::empty::<(String, String)>();
                    let mut world = self.stage.world();
                    world.set_bag(relation, &app, nothing())?;
                    let unit = format!("{app}/0");
                    if world.bag(relation, &unit).is_some() {
                        world.set_bag(relation, unit, nothing())?;
                    }
                }
            }
            Step::Remove => {
                for (_, relation) in std::mem::take(&mut self.relations) {
                    self.stage.world().remove_relation(relation)?;
                }
            }
        }
        self.settle()
    }

    fn settle(&mut self) -> Result<Vec<HookRun>, StageError> {
        let mut schedule = Schedule::plain().retries(0);
        self.stage.settle(&mut schedule, MOST_HOOKS)
    }

    fn relate(&mut self, app: &str) -> Result<(), StageError> {
        let subject = self.subject;
        let puppet = Charm::new(app).with_endpoint(
            ENDPOINT,
            &subject.interface.name,
            plan::other(subject.role),
        );
        self.stage.puppet(app, puppet, 1)?;
        let ours = format!("{}:{}", subject.app(), subject.endpoint);
        let theirs = format!("{app}:{ENDPOINT}");
        let relation = self.stage.world().integrate(&ours, &theirs)?;
        self.relations.push((app.to_owned(), relation));
        Ok(())
    }

    fn write(&mut self, sample: &Sample, granted: bool) -> Result<(), StageError> {
        self.write_as("remote", sample, granted)
    }

    fn write_as(&mut self, app: &str, sample: &Sample, granted: bool) -> Result<(), StageError> {
        let relation = self.relations.iter().find(|(of, _)| of == app);
        let Some((_, relation)) = relation else {
            return Ok(());
        };
        let relation = *relation;
        sample.write(&mut self.stage.world(), relation)?;
        if !granted {
            self.each_secret(|stage, id| {
                stage.world().revoke_secret(id)?;
                Ok(())
            })?;
        }
        Ok(())
    }

    fn each_secret(
        &mut self,
        act: impl Fn(&Stage, &SecretId) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        let theirs = |owner: &Owner| match owner {
            Owner::App(app) => self.relations.iter().any(|(of, _)| of == app),
            _ => false,
        };
        let ids: Vec<SecretId> = {
            let world = self.stage.world();
            (world.secrets().filter(|secret| theirs(secret.owner())))
                .map(|secret| secret.id().clone())
                .collect()
        };
        ids.iter().try_for_each(|id| act(self.stage, id))
    }

    /// Tells every unit once more what it has been told.
    fn repeat(&mut self) -> Result<Vec<HookRun>, StageError> {
        let mut runs = self.settle()?;
        for unit in self.own_units() {
            let mut events = vec![HookEvent::ConfigChanged, HookEvent::UpdateStatus];
            for (app, relation) in &self.relations {
                let remote = UnitName::new(format!("{app}/0")).ok();
                events.push(HookEvent::RelationChanged {
                    relation: *relation,
                    unit: remote,
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

    fn own_units(&self) -> Vec<UnitName> {
        let world = self.stage.world();
        world
            .units()
            .filter(|unit| self.is_own(unit))
            .cloned()
            .collect()
    }

    fn is_own(&self, unit: &UnitName) -> bool {
        unit.app() == self.subject.app()
    }
}
