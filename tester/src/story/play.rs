//! What happens when a story is played?

use super::act::{Act, Story};
use super::cast::Cast;
use super::judge;
use super::plain::{self, Situation};
use super::player::{Player, Stop};
use super::started::Started;
use crate::charm_dir::SetupError;
use crate::conformance::Finding;
use crate::schedule::Schedule;
use crate::stage::{HookRun, Stage};
use relata::UnitName;
use relata::testing::{RelationId, World};

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
        hooks(&self.moments)
    }
}

fn hooks(moments: &[Moment]) -> impl Iterator<Item = &HookRun> {
    moments.iter().filter_map(|moment| match moment {
        Moment::Hook(run) => Some(&**run),
        Moment::Act(_) => None,
    })
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

impl Player<'_> {
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
        let runs: Vec<&HookRun> = hooks(&self.moments).collect();
        let mut findings = judge::of_databags(&end.0, &runs, self.pair());
        if let Some(relation) = end.1 {
            let situation = Situation::of(&end.0, self.pair(), self.upgraded);
            let lost = plain::compare(self.started, &situation, &end.0, relation)?;
            findings.extend(lost);
        }
        self.findings = self.started.counted(&findings);
        if !self.findings.is_empty() {
            // What follows would only tell the same again.
            return Ok(end);
        }
        self.stage.world().mend_tools();
        if end.1.is_some() {
            self.act(&Act::RemoveRelation)?;
            self.act(&Act::Settle)?;
        }
        let left = judge::of_the_end(self.started, &self.stage);
        self.findings = self.started.counted(&left);
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
}
