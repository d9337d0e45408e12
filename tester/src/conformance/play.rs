//! What happens when a case is played?

use super::case::{Case, Step};
use super::finding::{Fault, Finding, Remark};
use super::player::Player;
use super::{Subject, behaviour, databags, expect};
use crate::charm_dir::SetupError;
use crate::stage::{HookRun, Stage, StageError};

/// What came of a case.
pub(super) struct Played {
    pub(super) findings: Vec<Finding>,
    /// What is odd, each once.
    pub(super) notes: Vec<Remark>,
    /// How many hooks of the charm were run.
    pub(super) hooks: usize,
}

/// Plays a case on a fork of a stage on which the charm is up.
pub(super) fn play(base: &Stage, subject: &Subject, case: &Case) -> Result<Played, SetupError> {
    let mut stage = base.fork()?;
    let secrets = expect::own_secrets(&stage.world(), subject);
    let mut player = Player::new(&mut stage, subject, case);
    let mut outcome = Played {
        findings: Vec::new(),
        notes: Vec::new(),
        hooks: 0,
    };
    for (number, step) in case.steps.iter().enumerate() {
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
        for note in databags::remarks(player.stage, subject, case) {
            if !outcome.notes.contains(&note) {
                outcome.notes.push(note);
            }
        }
        let mut found = expect::of_runs(&runs);
        if found.is_empty() {
            found.extend(match step {
                Step::Repeat => expect::of_repetition(&runs),
                step if expect::leaves_all_true(step) => expect::of_what_stays_true(&runs, subject),
                _ => Vec::new(),
            });
            let seen: Vec<&HookRun> = runs.iter().collect();
            found.extend(databags::of_databags(player.stage, &seen, subject, case));
            if found.is_empty() {
                found.extend(behaviour::check(subject, player.stage, case, number));
            }
            if matches!(step, Step::Remove) {
                found.extend(expect::of_the_end(player.stage, subject, &secrets));
            }
        }
        if !found.is_empty() {
            for finding in &mut found {
                finding.evidence.insert(0, format!("when {}", step.what()));
            }
            // What follows would only tell the same again.
            outcome.findings = found;
            return Ok(outcome);
        }
    }
    if outcome.hooks == 0 {
        return Err(SetupError::new(format!(
            "no unit of {} ran a hook in the case `{}`: it says nothing about the charm",
            subject.app(),
            case.name
        )));
    }
    Ok(outcome)
}
