//! What does each act do, and which hook runs next?

use super::act::Act;
use super::pair::Pair;
use super::play::Moment;
use super::started::Started;
use crate::charm_dir::SetupError;
use crate::conformance::{Fault, Finding, expect};
use crate::schedule::Schedule;
use crate::stage::{Stage, StageError};
use relata::testing::{Fault as ToolFault, Owner, RelationId, Rotation, World};
use std::collections::BTreeSet;
use std::time::Duration;

/// How many hooks one act may lead to. Two charms that answer each other for ever
/// reach any number.
const MOST_HOOKS: usize = 400;

/// How often a hook may be killed or let down before its unit is given up.
const RETRIES: u32 = 20;

/// How long Juju waits for a leader that is gone.
const LEASE: Duration = Duration::from_secs(60);

/// How often `update-status` is due.
const UPDATE_STATUS: Duration = Duration::from_secs(5 * 60);

/// What a hook tool says that is to fail: the controller cannot be reached.
const AWAY: &str = "connection is shut down";

/// Why a story goes no further.
pub(super) enum Stop {
    /// Something is wrong with a charm.
    Found(Vec<Finding>),
    /// The story cannot be played at all.
    Setup(SetupError),
}

impl From<SetupError> for Stop {
    fn from(error: SetupError) -> Stop {
        Stop::Setup(error)
    }
}

impl From<relata::testing::WorldError> for Stop {
    fn from(error: relata::testing::WorldError) -> Stop {
        Stop::Setup(SetupError::new(error.to_string()))
    }
}

/// A stage on which acts happen.
pub(super) struct Player<'a> {
    pub(super) started: &'a Started,
    pub(super) stage: Stage,
    pub(super) schedule: Schedule,
    pub(super) relation: Option<RelationId>,
    /// Which sides have the other revision of their charm.
    pub(super) upgraded: [bool; 2],
    /// The options that have the charm's own default.
    pub(super) defaults: BTreeSet<(String, String)>,
    pub(super) moments: Vec<Moment>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Player<'a> {
    pub(super) fn new(started: &'a Started, schedule: Schedule) -> Result<Player<'a>, SetupError> {
        Ok(Player {
            stage: started.stage().fork()?,
            started,
            schedule: schedule.retries(RETRIES),
            relation: None,
            upgraded: [false; 2],
            defaults: BTreeSet::new(),
            moments: Vec::new(),
            findings: Vec::new(),
        })
    }

    pub(super) fn pair(&self) -> &'a Pair {
        self.started.pair()
    }

    /// The model, and the relation if it is there.
    pub(super) fn now(&self) -> (World, Option<RelationId>) {
        // The model can be held by one at a time.
        let world = self.stage.world().clone();
        (world, self.related())
    }

    /// The relation, unless it has gone.
    fn related(&self) -> Option<RelationId> {
        let world = self.stage.world();
        self.relation
            .filter(|id| world.relation_ids().any(|there| there == *id))
    }

    pub(super) fn act(&mut self, act: &Act) -> Result<(), Stop> {
        self.moments.push(Moment::Act(act.clone()));
        match act {
            Act::Integrate => {
                if let Some(old) = self.related() {
                    self.until(|world| !world.relation_ids().any(|id| id == old))?;
                }
                self.relation = Some(self.integrate()?);
            }
            Act::RemoveRelation => {
                if let Some(relation) = self.related() {
                    self.stage.world().remove_relation(relation)?;
                }
            }
            Act::Hooks(count) => {
                for _ in 0..*count {
                    self.step()?;
                }
            }
            Act::Settle => self.settle()?,
            Act::AddUnit(app) => {
                let added = self.stage.world().add_unit(app)?;
                super::started::address(&mut self.stage.world(), self.pair(), &added)?;
            }
            Act::RemoveUnit(unit) => {
                self.stage.world().remove_unit(unit)?;
            }
            Act::Leader(unit) => {
                self.stage.world().set_leader(unit)?;
            }
            Act::Upgrade(app) => self.upgrade(app)?,
            Act::Config(app, option) => self.configure(app, option)?,
            Act::Rotate => self.rotate(),
            Act::UpdateStatus => {
                self.stage.world().advance(UPDATE_STATUS);
            }
            Act::Kill(blow) => {
                let fault = ToolFault::hang();
                let fault = fault.on(&blow.unit).after(blow.call - 1).times(1);
                self.stage.world().fail_tool(&blow.tool, fault);
            }
            Act::Fail(blow) => {
                let fault = ToolFault::exit(1, AWAY);
                let fault = fault.on(&blow.unit).after(blow.call - 1).times(1);
                self.stage.world().fail_tool(&blow.tool, fault);
            }
        }
        Ok(())
    }

    pub(super) fn integrate(&self) -> Result<RelationId, Stop> {
        let [one, other] = self.pair().sides();
        let made = (self.stage.world()).integrate(&one.address(), &other.address());
        Ok(made?)
    }

    fn upgrade(&mut self, app: &str) -> Result<(), Stop> {
        for (side, upgraded) in self.pair().sides.iter().zip(&mut self.upgraded) {
            if side.app == app {
                let charm = match &side.other {
                    Some(other) => {
                        *upgraded = !*upgraded;
                        if *upgraded { other } else { &side.charm }
                    }
                    None => &side.charm,
                };
                self.stage.upgrade(app, charm)?;
            }
        }
        Ok(())
    }

    fn configure(&mut self, app: &str, option: &str) -> Result<(), Stop> {
        let key = (app.to_owned(), option.to_owned());
        let said = (self.pair().side(app)).and_then(|side| side.charm.setup().config.get(option));
        let value = if self.defaults.remove(&key) {
            said.cloned().unwrap_or_default()
        } else {
            self.defaults.insert(key);
            serde_json::Value::Null
        };
        self.stage.set_option(app, option, &value)?;
        Ok(())
    }

    /// Lets the longest time pass after which any secret of the two is due.
    fn rotate(&mut self) {
        let mut world = self.stage.world();
        let is_own = |owner: &Owner| match owner {
            Owner::App(app) => self.pair().side(app).is_some(),
            Owner::Unit(unit) => self.pair().side(unit.app()).is_some(),
            Owner::Model => false,
        };
        let longest = (world.secrets().filter(|secret| is_own(secret.owner())))
            .filter_map(|secret| match secret.rotation() {
                Rotation::Every(_, seconds) => Some(seconds),
                Rotation::Never => None,
            })
            .max();
        if let Some(seconds) = longest {
            world.advance(Duration::from_secs(seconds));
        }
    }

    fn settle(&mut self) -> Result<(), Stop> {
        loop {
            self.until(|_| false)?;
            if self.all_lead() {
                return Ok(());
            }
            // The lease of a leader that is gone has to end.
            self.stage.world().advance(LEASE);
        }
    }

    fn all_lead(&self) -> bool {
        let world = self.stage.world();
        let sides = &self.pair().sides;
        sides.iter().all(|side| world.leader(&side.app).is_some())
    }

    /// Runs hooks until something holds, or nobody has anything to do.
    fn until(&mut self, holds: impl Fn(&World) -> bool) -> Result<(), Stop> {
        for _ in 0..MOST_HOOKS {
            let is_enough = holds(&self.stage.world());
            if is_enough || !self.step()? {
                return Ok(());
            }
        }
        let last = self.moments.iter().rev().filter_map(|moment| match moment {
            Moment::Hook(run) => Some(format!("{} {}", run.unit, run.hook)),
            Moment::Act(_) => None,
        });
        let mut evidence: Vec<String> = last.take(6).collect();
        evidence.reverse();
        Err(Stop::Found(vec![Finding {
            fault: Fault::NeverSettles,
            what: format!("after {MOST_HOOKS} hooks there is still something to do"),
            unit: None,
            hook: None,
            evidence,
        }]))
    }

    /// Runs one hook; `false` if nobody has anything to do.
    fn step(&mut self) -> Result<bool, Stop> {
        let next = self.schedule.next(&self.stage.world());
        let Some((unit, event)) = next else {
            return Ok(false);
        };
        let struck = self.stage.world().faults_struck();
        let run = match self.stage.dispatch(&unit, event) {
            Ok(run) => run,
            Err(StageError::Setup(error)) => return Err(error.into()),
            Err(error) => return Err(SetupError::new(error.to_string()).into()),
        };
        let is_done = run.is_done();
        // A hook may fail when its tools do; the next try has to do better.
        let is_planted = self.stage.world().faults_struck() > struck && !is_done;
        let findings = if is_planted {
            Vec::new()
        } else {
            let findings = expect::of_runs(std::slice::from_ref(&run));
            self.started.counted(&findings)
        };
        if is_done || is_planted || !findings.is_empty() {
            self.schedule.ran(&run);
        } else {
            // Of a failure that is known nobody expects that another try does better.
            self.stage.world().resolve(&unit, false)?;
        }
        self.moments.push(Moment::Hook(Box::new(run)));
        if findings.is_empty() {
            Ok(true)
        } else {
            Err(Stop::Found(findings))
        }
    }
}
