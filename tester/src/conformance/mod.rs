//! Does a charm keep to the declaration of an interface?
//!
//! The cases come from the declaration: nobody writes them by hand. Each is played
//! on a stage of its own, on which the charm is already up.

mod behaviour;
mod case;
pub(crate) mod databags;
mod doubt;
pub(crate) mod evidence;
pub(crate) mod expect;
mod finding;
mod leaks;
mod others;
mod plan;
mod play;
mod player;

pub use case::{Asked, Case, Step};
pub use databags::notes;
pub use finding::{Fault, Finding, Remark};

use crate::charm_dir::{CharmDir, SetupError};
use crate::jobs;
use crate::schedule::Schedule;
use crate::stage::{Stage, StageError, StageOptions};
use relata::UnitName;
use relata_spec::model::{Interface, Role, Status};
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::{Duration, Instant};

/// One endpoint of a charm, with what its interface declares.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The name of the charm's application in the model.
    pub app: String,
    /// The charm.
    pub charm: CharmDir,
    /// The endpoint.
    pub endpoint: String,
    /// The interface.
    pub interface: Interface,
    /// The charm's role in it.
    pub role: Role,
}

impl Subject {
    /// The endpoints of a charm whose interface is in the catalogue, and the names of
    /// the others with their interface.
    pub fn of(charm: &CharmDir, catalogue: &[Interface]) -> (Vec<Subject>, Vec<(String, String)>) {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for (name, endpoint) in charm.charm().endpoints() {
            let declared = |interface: &&Interface| interface.name == endpoint.interface;
            match catalogue.iter().find(declared) {
                Some(interface) => known.push(Subject {
                    app: charm.name().to_owned(),
                    charm: charm.clone(),
                    endpoint: name.to_owned(),
                    interface: interface.clone(),
                    role: endpoint.role.into(),
                }),
                None => unknown.push((name.to_owned(), endpoint.interface.clone())),
            }
        }
        (known, unknown)
    }

    pub(crate) fn app(&self) -> &str {
        &self.app
    }

    /// Whether the unit is one of the charm's application.
    fn owns(&self, unit: &UnitName) -> bool {
        unit.app() == self.app()
    }

    /// The cases that its declaration asks for.
    pub fn cases(&self) -> Vec<Case> {
        plan::cases(&self.interface, self.role)
    }

    /// Whether charms are expected to speak a version: the newest, and every one that
    /// is published.
    fn is_expected(&self, version: u32) -> bool {
        let newest = self.interface.newest().map(|newest| newest.number);
        newest == Some(version)
            || self
                .interface
                .version(version)
                .is_some_and(|version| version.status == Status::Published)
    }

    /// A stage on which the charm is up, with so many units.
    fn stage(&self, options: &StageOptions, units: u32) -> Result<Stage, SetupError> {
        let mut stage = Stage::new(options.clone())?;
        stage.deploy(self.app(), &self.charm, units)?;
        others::beside_a_principal(self, &mut stage, units)?;
        let mut runs = settle(&mut stage)?;
        for (number, other) in self.charm.setup().relations.iter().enumerate() {
            stage.relate_other(self.app(), &format!("other-{number}"), other)?;
            runs.extend(settle(&mut stage)?);
        }
        expect::all_started(&runs)?;
        Ok(stage)
    }
}

fn settle(stage: &mut Stage) -> Result<Vec<crate::HookRun>, SetupError> {
    /// More than any charm's start takes.
    const MOST_HOOKS: usize = 200;
    let settled = stage.settle(&mut Schedule::plain().retries(0), MOST_HOOKS);
    settled.map_err(|error| match error {
        StageError::Setup(error) => error,
        error => SetupError::new(error.to_string()),
    })
}

/// What came of one case.
#[derive(Debug, Clone, Serialize)]
pub struct CaseResult {
    /// The endpoint.
    pub endpoint: String,
    /// The interface.
    pub interface: String,
    /// The version that the other side spoke.
    pub version: String,
    /// The charm's role.
    pub role: Role,
    /// The case.
    pub case: String,
    /// What happened in it.
    pub what: String,
    /// What it showed.
    pub verdict: CaseVerdict,
    /// What is wrong, if anything is.
    pub findings: Vec<Finding>,
    /// What is worth knowing about the charm's databags, and not wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Remark>,
    /// How many hooks the charm ran.
    pub hooks: usize,
    /// How long it took, in seconds.
    pub seconds: f64,
}

impl CaseResult {
    /// How the case is named on the command line: `endpoint/v1/typical`.
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.endpoint, self.version, self.case)
    }
}

/// What a case showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseVerdict {
    /// Everything is as declared.
    Passed,
    /// Something is wrong.
    Failed,
    /// The charm does not speak this version, which it need not.
    NotServed,
}

/// How the cases of a charm are run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The stage.
    pub stage: StageOptions,
    /// How many cases run at once.
    pub jobs: usize,
}

/// Runs cases of an endpoint, telling each result as it comes; returns them in the
/// order of the cases.
///
/// # Errors
///
/// If the charm does not start, so that nothing can be said about its relations.
pub fn run(
    subject: &Subject,
    cases: &[Case],
    options: &RunOptions,
    tell: &(dyn Fn(&CaseResult) + Sync),
) -> Result<Vec<CaseResult>, SetupError> {
    let mut stages: BTreeMap<u32, Stage> = BTreeMap::new();
    for case in cases {
        if let Entry::Vacant(place) = stages.entry(case.units) {
            place.insert(subject.stage(&options.stage, case.units)?);
        }
    }
    jobs::each(options.jobs, cases, |case| {
        // There is one for each number of units that a case asks for.
        let result = one(&stages[&case.units], subject, case)?;
        tell(&result);
        Ok(result)
    })
}

fn one(stage: &Stage, subject: &Subject, case: &Case) -> Result<CaseResult, SetupError> {
    let begun = Instant::now();
    let played = play::play(stage, subject, case)?;
    // Who does not speak a version does not behave as it asks, either.
    let only_another_version = (played.findings.iter())
        .all(|finding| matches!(finding.fault, Fault::OtherVersion | Fault::Behaviour));
    let verdict = if played.findings.is_empty() {
        CaseVerdict::Passed
    } else if only_another_version && !subject.is_expected(case.version) {
        CaseVerdict::NotServed
    } else {
        CaseVerdict::Failed
    };
    Ok(CaseResult {
        endpoint: subject.endpoint.clone(),
        interface: subject.interface.name.clone(),
        version: format!("v{}", case.version),
        role: subject.role,
        case: case.name.clone(),
        what: case.what.clone(),
        verdict,
        findings: played.findings,
        notes: played.notes,
        hooks: played.hooks,
        seconds: rounded(begun.elapsed()),
    })
}

fn rounded(time: Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}
