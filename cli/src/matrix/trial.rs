//! Does a charm keep to what a list says of it?

use super::list::{Claim, Entry};
use crate::args::TrialArgs;
use relata_spec::Interface;
use relata_spec::model::Role;
use relata_tester::conformance::{
    Case, CaseResult, CaseVerdict, RunOptions, Subject, run as run_cases,
};
use relata_tester::{CharmDir, SetupError};
use std::collections::{BTreeMap, BTreeSet};

/// What was found out about a charm in one role of one version.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) interface: String,
    pub(super) version: u32,
    pub(super) role: Role,
    pub(super) charm: String,
    /// How many cases were played.
    pub(super) cases: usize,
    pub(super) seconds: f64,
    /// Why it does not pass, if it does not.
    pub(super) why: Option<Why>,
}

/// Why a charm does not pass.
#[derive(Debug)]
pub(super) struct Why {
    /// In one sentence.
    pub(super) what: String,
    /// The command that shows all of it.
    pub(super) replay: Option<String>,
}

impl Why {
    fn new(what: impl Into<String>) -> Why {
        Why {
            what: what.into(),
            replay: None,
        }
    }
}

/// What came of the entries of one charm.
#[derive(Debug, Default)]
pub(super) struct Trial {
    pub(super) cells: Vec<Cell>,
    /// Of what nothing is known, and why.
    pub(super) untried: Vec<Untried>,
    /// What went wrong where nobody knows for which interface.
    pub(super) broken: Vec<Untried>,
    /// What is worth knowing besides.
    pub(super) notes: Vec<String>,
}

/// A charm of which there is no result.
#[derive(Debug)]
pub(super) struct Untried {
    pub(super) charm: String,
    pub(super) at: String,
    pub(super) why: String,
}

impl Untried {
    fn of(entry: &Entry<'_>, why: impl Into<String>) -> Untried {
        Untried {
            charm: entry.name.clone(),
            at: entry.at.clone(),
            why: why.into(),
        }
    }
}

/// Tries one charm for everything that lists say of it.
pub(super) fn of_charm(
    catalogue: &[Interface],
    entries: &[&Entry<'_>],
    args: &TrialArgs,
    tell: &(dyn Fn(&CaseResult) + Sync),
) -> Trial {
    let mut trial = Trial::default();
    let (here, elsewhere): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
        entries.iter().partition(|entry| entry.folder.is_some());
    for entry in elsewhere {
        trial.untried.push(Untried::of(
            entry,
            "it is not on this machine: write its `path`, or name the folder of all with \
             `--checkouts`",
        ));
    }
    let Some(folder) = here.first().and_then(|entry| entry.folder.as_deref()) else {
        return trial;
    };
    let charm = match CharmDir::load(folder) {
        Ok(charm) => charm,
        Err(error) => {
            for entry in here {
                trial.cannot_be_set_up(entry, &error);
            }
            return trial;
        }
    };
    if charm.name() != entries[0].name {
        trial.notes.push(format!(
            "{}: `{}` calls itself `{}`",
            entries[0].at,
            entries[0].name,
            charm.name()
        ));
    }
    let (subjects, _) = Subject::of(&charm, catalogue);
    let wanted = Wanted::new(&here, &subjects);
    let ran = wanted.run(&subjects, &args.options(), tell);
    let replay = |case: &CaseResult| args.replay(&folder.display().to_string(), &case.id());
    for entry in here {
        trial.judge(entry, &subjects, &ran, &replay);
    }
    trial
}

/// The command that plays a case again.
type Replay<'a> = &'a dyn Fn(&CaseResult) -> String;

/// The versions of each endpoint that somebody asks for.
struct Wanted(BTreeMap<usize, BTreeSet<u32>>);

/// What came of the cases of each endpoint.
type Ran = BTreeMap<usize, Result<Vec<CaseResult>, SetupError>>;

impl Wanted {
    fn new(entries: &[&Entry<'_>], subjects: &[Subject]) -> Wanted {
        let mut wanted = BTreeMap::new();
        for (number, subject) in subjects.iter().enumerate() {
            let versions: BTreeSet<u32> = (entries.iter())
                .filter(|entry| concerns(&entry.claim, subject))
                .flat_map(|entry| versions(&entry.claim, &subject.interface))
                .collect();
            if !versions.is_empty() {
                wanted.insert(number, versions);
            }
        }
        Wanted(wanted)
    }

    fn run(
        &self,
        subjects: &[Subject],
        options: &RunOptions,
        tell: &(dyn Fn(&CaseResult) + Sync),
    ) -> Ran {
        let mut ran = Ran::new();
        for (number, versions) in &self.0 {
            let subject = &subjects[*number];
            let cases: Vec<Case> = (subject.cases().into_iter())
                .filter(|case| versions.contains(&case.version))
                .collect();
            ran.insert(*number, run_cases(subject, &cases, options, tell));
        }
        ran
    }
}

fn concerns(claim: &Claim<'_>, subject: &Subject) -> bool {
    claim.role == subject.role
        && (claim.interface).is_none_or(|interface| interface.name == subject.interface.name)
}

fn versions(claim: &Claim<'_>, interface: &Interface) -> Vec<u32> {
    match claim.version {
        Some(version) => vec![version],
        None => interface.numbers(),
    }
}

impl Trial {
    /// Nothing in the charm can be run.
    fn cannot_be_set_up(&mut self, entry: &Entry<'_>, error: &SetupError) {
        let why = format!("it cannot be set up: {error}");
        let Some(interface) = entry.claim.interface else {
            self.broken.push(Untried::of(entry, why));
            return;
        };
        self.fails(entry, interface, &why);
    }

    /// Every version that an entry claims fails for one reason.
    fn fails(&mut self, entry: &Entry<'_>, interface: &Interface, why: &str) {
        for version in versions(&entry.claim, interface) {
            self.cells.push(Cell {
                why: Some(Why::new(why)),
                ..Cell::of(entry, &interface.name, version)
            });
        }
    }

    /// What the cases say of an entry.
    fn judge(&mut self, entry: &Entry<'_>, subjects: &[Subject], ran: &Ran, replay: Replay<'_>) {
        let claim = &entry.claim;
        let mut judged: BTreeMap<(&str, u32), Vec<usize>> = BTreeMap::new();
        for (number, subject) in subjects.iter().enumerate() {
            if concerns(claim, subject) {
                for version in versions(claim, &subject.interface) {
                    let key = (subject.interface.name.as_str(), version);
                    judged.entry(key).or_default().push(number);
                }
            }
        }
        if judged.is_empty() {
            self.without_endpoint(entry);
            return;
        }
        let before = self.cells.len();
        for ((interface, version), numbers) in judged {
            let mut cell = Cell::of(entry, interface, version);
            let mut unserved = 0;
            for number in numbers {
                unserved += cell.add(ran.get(&number), version, replay);
            }
            if unserved > 0 && cell.why.is_none() {
                if claim.version.is_none() {
                    // Nobody says that it speaks this version.
                    continue;
                }
                cell.why = Some(Why::new(format!("it does not speak v{version}")));
            }
            if cell.cases > 0 || cell.why.is_some() {
                self.cells.push(cell);
            }
        }
        if self.cells.len() == before {
            self.untried
                .push(Untried::of(entry, "its declaration asks for no case"));
        }
    }

    fn without_endpoint(&mut self, entry: &Entry<'_>) {
        let verb = match entry.claim.role {
            Role::Provider => "provides",
            Role::Requirer => "requires",
            Role::Peer => "shares",
        };
        let Some(interface) = entry.claim.interface else {
            self.untried.push(Untried::of(
                entry,
                format!("it {verb} no interface that is declared here"),
            ));
            return;
        };
        let why = format!("no endpoint in its metadata {verb} `{}`", interface.name);
        self.fails(entry, interface, &why);
    }
}

impl Cell {
    /// A result of which nothing is known yet.
    fn of(entry: &Entry<'_>, interface: &str, version: u32) -> Cell {
        Cell {
            interface: interface.to_owned(),
            version,
            role: entry.claim.role,
            charm: entry.name.clone(),
            cases: 0,
            seconds: 0.0,
            why: None,
        }
    }

    /// Adds what the cases of one endpoint say of a version; returns how many were not
    /// served.
    fn add(
        &mut self,
        ran: Option<&Result<Vec<CaseResult>, SetupError>>,
        version: u32,
        replay: Replay<'_>,
    ) -> usize {
        let results = match ran {
            Some(Ok(results)) => results,
            Some(Err(error)) => {
                self.why = Some(Why::new(format!("it cannot be set up: {error}")));
                return 0;
            }
            None => return 0,
        };
        let of_version = format!("v{version}");
        let results: Vec<&CaseResult> = (results.iter())
            .filter(|result| result.version == of_version)
            .collect();
        self.cases += results.len();
        self.seconds += results.iter().map(|result| result.seconds).sum::<f64>();
        let count = |verdict| results.iter().filter(|one| one.verdict == verdict).count();
        let failed = (results.iter()).find(|result| result.verdict == CaseVerdict::Failed);
        if let (Some(first), None) = (failed, &self.why) {
            let finding = first.findings.first();
            let what = finding.map_or(String::new(), |finding| {
                format!(
                    ": {} {}: {}",
                    finding.fault.id(),
                    finding.fault.title(),
                    finding.what
                )
            });
            self.why = Some(Why {
                what: format!(
                    "{} of {} cases of its endpoint `{}` fail, first `{}`{what}",
                    count(CaseVerdict::Failed),
                    results.len(),
                    first.endpoint,
                    first.case,
                ),
                replay: Some(replay(first)),
            });
        }
        count(CaseVerdict::NotServed)
    }
}
