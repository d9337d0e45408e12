//! Where does every story begin?

use super::act::Story;
use super::pair::Pair;
use super::plain::{Plain, Situation};
use super::play::{self, Played};
use super::{StoryResult, cast::Cast};
use crate::charm_dir::SetupError;
use crate::conformance::{Finding, expect};
use crate::schedule::Schedule;
use crate::stage::{HookRun, Stage, StageError, StageOptions};
use crate::{jobs, story::act::StoryError};
use relata::UnitName;
use relata::testing::{World, WorldError};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// More than the start of any charm takes.
const MOST_HOOKS: usize = 400;

/// What a run without a history ends with, made when it is first asked for.
type Known = Arc<OnceLock<Result<Plain, SetupError>>>;

/// Whether a finding is known and not counted, among those that were made with it.
type IsKnown = Box<dyn Fn(&Finding, &[Finding]) -> bool + Send + Sync>;

/// Both charms are up and not related: every story is told from here.
pub struct Started {
    pair: Pair,
    stage: Stage,
    runs: Vec<HookRun>,
    plain: Mutex<BTreeMap<Situation, Known>>,
    is_known: IsKnown,
}

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Started")
            .field("pair", &self.pair)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

impl Started {
    /// Starts both charms, with what their setups ask for.
    ///
    /// # Errors
    ///
    /// If one of them does not start, so that no story says anything about it.
    pub fn new(pair: Pair, options: &StageOptions) -> Result<Started, SetupError> {
        let mut stage = Stage::new(StageOptions {
            // A tool hangs only to have its hook killed.
            hang_limit: Some(Duration::ZERO),
            ..options.clone()
        })?;
        let mut runs = Vec::new();
        for side in pair.sides() {
            stage.deploy(side.app(), side.charm(), side.units)?;
            for unit in side.unit_names() {
                let moved = address(&mut stage.world(), &pair, &unit);
                moved.map_err(|error| SetupError::new(error.to_string()))?;
            }
        }
        runs.extend(settle(&mut stage)?);
        for side in pair.sides() {
            for (number, other) in side.charm().setup().relations.iter().enumerate() {
                let name = format!("{}-other-{number}", side.app());
                stage.relate_other(side.app(), &name, other)?;
                runs.extend(settle(&mut stage)?);
            }
        }
        expect::all_started(&runs)?;
        Ok(Started {
            pair,
            stage,
            runs,
            plain: Mutex::default(),
            is_known: Box::new(|_, _| false),
        })
    }

    /// Does not count findings that are known, such as a defect of a library that is
    /// not yours to mend: the stories go on where these show. The function is given a
    /// finding and all that were made with it, since one may be what another leads to. A
    /// hook that fails in a way that is known counts as done, as after `juju resolve
    /// --no-retry`.
    ///
    /// ```no_run
    /// use relata_tester::StageOptions;
    /// use relata_tester::conformance::Fault;
    /// use relata_tester::story::{Pair, Started};
    ///
    /// # fn started(pair: Pair) -> Result<Started, relata_tester::SetupError> {
    /// let started = Started::new(pair, &StageOptions::default())?;
    /// // The library keeps its secret when the relation is over.
    /// Ok(started.ignoring(|finding, _| {
    ///     finding.fault == Fault::LeftBehind && finding.what.starts_with("storage: ")
    /// }))
    /// # }
    /// ```
    #[must_use]
    pub fn ignoring(
        self,
        is_known: impl Fn(&Finding, &[Finding]) -> bool + Send + Sync + 'static,
    ) -> Started {
        Started {
            is_known: Box::new(is_known),
            ..self
        }
    }

    /// The findings that count.
    pub(super) fn counted(&self, findings: &[Finding]) -> Vec<Finding> {
        let counts = |finding: &&Finding| !(self.is_known)(finding, findings);
        findings.iter().filter(counts).cloned().collect()
    }

    /// The charms.
    pub fn pair(&self) -> &Pair {
        &self.pair
    }

    /// The stage on which both are up.
    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The hooks of their start, in order.
    pub fn runs(&self) -> &[HookRun] {
        &self.runs
    }

    /// Plays a story on a stage of its own.
    ///
    /// # Errors
    ///
    /// If one of its acts cannot happen, or the files cannot be had. What the charms
    /// do wrong is in the findings.
    pub fn play(&self, story: &Story) -> Result<Played, SetupError> {
        play::play(self, story)
    }

    /// Whether each act of a story can happen when its turn comes.
    ///
    /// # Errors
    ///
    /// The first act that cannot, and why.
    pub fn check(&self, story: &Story) -> Result<(), StoryError> {
        Cast::check(&self.pair, story)
    }

    /// Plays a story and keeps only what came of it.
    ///
    /// # Errors
    ///
    /// As for [`Started::play`].
    pub fn try_story(&self, story: &Story) -> Result<StoryResult, SetupError> {
        let begun = Instant::now();
        let played = self.play(story)?;
        Ok(StoryResult {
            story: story.clone(),
            hooks: played.hooks().count(),
            findings: played.findings,
            took: begun.elapsed(),
        })
    }

    /// The stories that these seeds tell, as [`Story::drawn`].
    pub fn drawn(&self, seeds: impl IntoIterator<Item = u64>) -> Vec<Story> {
        let each = seeds.into_iter();
        each.map(|seed| Story::drawn(&self.pair, seed)).collect()
    }

    /// Plays stories, so many at once, and says each result as it comes; returns them in
    /// the order of the stories.
    ///
    /// # Errors
    ///
    /// As for [`Started::play`].
    pub fn run_many(
        &self,
        stories: &[Story],
        jobs: usize,
        tell: &(dyn Fn(&StoryResult) + Sync),
    ) -> Result<Vec<StoryResult>, SetupError> {
        jobs::each(jobs, stories, |story| {
            let result = self.try_story(story)?;
            tell(&result);
            Ok(result)
        })
    }

    /// What a run without a history ends with.
    pub(super) fn plain(&self, situation: &Situation) -> Result<Plain, SetupError> {
        let known = {
            let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
            plain.entry(situation.clone()).or_default().clone()
        };
        // Others who ask for the same wait; who asks for something else does not.
        known.get_or_init(|| Plain::of(self, situation)).clone()
    }
}

fn settle(stage: &mut Stage) -> Result<Vec<HookRun>, SetupError> {
    let settled = stage.settle(&mut Schedule::plain().retries(0), MOST_HOOKS);
    settled.map_err(|error| match error {
        StageError::Setup(error) => error,
        error => SetupError::new(error.to_string()),
    })
}

/// Gives a unit an address that follows from its name: it is the same however the
/// unit came to be there.
pub(super) fn address(world: &mut World, pair: &Pair, unit: &UnitName) -> Result<(), WorldError> {
    world.set_address(unit, &address_of(pair, unit)).map(drop)
}

/// The address that follows from a unit's name.
pub(super) fn address_of(pair: &Pair, unit: &UnitName) -> String {
    let number: u32 = unit
        .as_str()
        .rsplit('/')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or_default();
    let [one, _] = pair.sides();
    let network = if unit.app() == one.app() { 20 } else { 21 };
    let [_, high, middle, low] = (number + 10).to_be_bytes();
    format!("10.{}.{middle}.{low}", network + high)
}
