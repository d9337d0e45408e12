//! What happens when a story is played?

use super::act::{Act, Story};
use super::cast::Cast;
use super::judge;
use super::pair::Pair;
use super::plain::Situation;
use super::started::Started;
use crate::charm_dir::SetupError;
use crate::conformance::{Fault, Finding, expect};
use crate::schedule::Schedule;
use crate::stage::{HookRun, Stage, StageError};
use relata::UnitName;
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

/// What happened in a story, and what is wrong.
#[derive(Debug)]
pub struct Played {
    /// Everything, in order.
    pub moments: Vec<Moment>,
    /// The model when all units had come to rest, before the relation was removed;
    /// or when something went wrong.
    pub world: World,
    /// The relation then.
    pub relation: Option<RelationId>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// One thing that happened in a story.
#[derive(Debug)]
pub enum Moment {
    /// An act. Behind the story's own come those that end every story.
    Act(Act),
    /// A hook.
    Hook(Box<HookRun>),
}

impl Played {
    /// The hooks that ran.
    pub fn hooks(&self) -> impl Iterator<Item = &HookRun> {
        self.moments.iter().filter_map(|moment| match moment {
            Moment::Hook(run) => Some(&**run),
            Moment::Act(_) => None,
        })
    }
}

/// Why a story goes no further.
enum Stop {
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

/// Plays a story on a fork of the stage on which both charms are up.
pub(super) fn play(started: &Started, story: &Story) -> Result<Played, SetupError> {
    let checked = Cast::check(started.pair(), story);
    checked.map_err(|error| SetupError::new(error.to_string()))?;
    let schedule = match story.seed {
        Some(seed) => Schedule::seeded(seed),
        None => Schedule::plain(),
    };
    let mut player = Player::new(started, schedule)?;
    let told = player.tell(&story.acts);
    let (world, relation) = match told {
        Ok(end) => end,
        Err(Stop::Setup(error)) => return Err(error),
        Err(Stop::Found(findings)) => {
            player.findings = findings;
            player.now()
        }
    };
    Ok(Played {
        moments: player.moments,
        world,
        relation,
        findings: player.findings,
    })
}

/// What a run without a history writes in a situation; the findings if it goes wrong.
pub(super) fn play_plainly(
    started: &Started,
    situation: &Situation,
    round: u64,
) -> Result<Result<(World, RelationId), Vec<Finding>>, SetupError> {
    let schedule = match round {
        0 => Schedule::plain(),
        round => Schedule::seeded(round),
    };
    let mut player = Player::new(started, schedule)?;
    match player.reach(situation, round) {
        Ok(relation) => Ok(Ok((player.stage.world().clone(), relation))),
        Err(Stop::Found(findings)) => Ok(Err(findings)),
        Err(Stop::Setup(error)) => Err(error),
    }
}

struct Player<'a> {
    started: &'a Started,
    stage: Stage,
    schedule: Schedule,
    relation: Option<RelationId>,
    /// Which sides have the other revision of their charm.
    upgraded: [bool; 2],
    /// The options that have the charm's own default.
    defaults: BTreeSet<(String, String)>,
    moments: Vec<Moment>,
    findings: Vec<Finding>,
}

impl<'a> Player<'a> {
    fn new(started: &'a Started, schedule: Schedule) -> Result<Player<'a>, SetupError> {
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

    fn pair(&self) -> &'a Pair {
        self.started.pair()
    }

    /// The acts, what ends every story, and the judgement.
    fn tell(&mut self, acts: &[Act]) -> Result<(World, Option<RelationId>), Stop> {
        for act in acts {
            self.act(act)?;
        }
        for (app, option) in self.defaults.clone() {
            self.act(&Act::Config(app, option))?;
        }
        self.act(&Act::Settle)?;
        let end = self.now();
        self.findings = judge::of_databags(&end.0, self.pair());
        if let Some(relation) = end.1 {
            let situation = Situation::of(&end.0, self.pair(), self.upgraded);
            let lost = self.started.plain(&situation)?.compare(
                self.started,
                &situation,
                &end.0,
                relation,
            )?;
            self.findings.extend(lost);
        }
        if !self.findings.is_empty() {
            // What follows would only tell the same again.
            return Ok(end);
        }
        self.stage.world().mend_tools();
        if end.1.is_some() {
            self.act(&Act::RemoveRelation)?;
            self.act(&Act::Settle)?;
        }
        self.findings = judge::of_the_end(self.started, &self.stage);
        Ok(end)
    }

    /// The shortest way to a situation.
    fn reach(&mut self, situation: &Situation, round: u64) -> Result<RelationId, Stop> {
        self.stage.world().set_seed(!round);
        for (side, units) in self.pair().sides.iter().zip(&situation.units) {
            let is_there = |stage: &Stage, unit: &UnitName| {
                let world = stage.world();
                world.units().any(|there| there == unit)
            };
            while units.iter().any(|unit| !is_there(&self.stage, unit)) {
                self.act(&Act::AddUnit(side.app.clone()))?;
            }
            let there: Vec<UnitName> = {
                let world = self.stage.world();
                let own = world.units().filter(|unit| unit.app() == side.app);
                own.cloned().collect()
            };
            for unit in there.into_iter().filter(|unit| !units.contains(unit)) {
                self.act(&Act::RemoveUnit(unit))?;
            }
        }
        self.act(&Act::Settle)?;
        for leader in &situation.leaders {
            self.act(&Act::Leader(leader.clone()))?;
        }
        for (side, is_upgraded) in self.pair().sides.iter().zip(situation.upgraded) {
            if is_upgraded {
                self.act(&Act::Upgrade(side.app.clone()))?;
            }
        }
        self.act(&Act::Settle)?;
        for _ in 0..round {
            // The number of the relation means nothing either.
            let relation = self.integrate()?;
            self.stage.world().force_remove_relation(relation)?;
        }
        self.act(&Act::Integrate)?;
        self.act(&Act::Settle)?;
        let relation = self.relation;
        relation.ok_or_else(|| SetupError::new("the relation was not made").into())
    }

    /// The model, and the relation if it is there.
    fn now(&self) -> (World, Option<RelationId>) {
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

    fn act(&mut self, act: &Act) -> Result<(), Stop> {
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

    fn integrate(&self) -> Result<RelationId, Stop> {
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
        self.stage.world().set_config(app, option, value)?;
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
        self.schedule.ran(&run);
        // A hook may fail when its tools do; the next try has to do better.
        let is_planted = self.stage.world().faults_struck() > struck && !run.is_done();
        let findings = if is_planted {
            Vec::new()
        } else {
            expect::of_runs(std::slice::from_ref(&run))
        };
        self.moments.push(Moment::Hook(Box::new(run)));
        if findings.is_empty() {
            Ok(true)
        } else {
            Err(Stop::Found(findings))
        }
    }
}
