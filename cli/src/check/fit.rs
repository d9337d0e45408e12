//! How well do the databags of an endpoint fit an interface and a role?

use super::document::{Relation, Unit};
use super::identify::Given;
use super::sides::{self, Bag, Juju};
use super::version::{Judged, judge_all};
use relata_spec::Interface;
use relata_spec::bag::{Verdict, declared_keys};
use relata_spec::model::Role;
use std::cmp::Ordering;
use std::collections::HashSet;

/// How many relations of an endpoint are looked at. All of them have the same
/// interface.
const SAMPLES: usize = 16;

/// An interface with the role that the unit which is shown has in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) interface: &'a Interface,
    pub(super) role: Role,
    pub(super) score: Score,
}

/// What the keys of the databags say for and against a candidate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// Declared, and the value is as declared.
    fine: usize,
    /// Taken by dynamic keys, which take much.
    loose: usize,
    /// Not declared.
    unknown: usize,
    /// Declared, but the value is wrong.
    faulty: usize,
    /// Required, but not there: says little, for everything is written once.
    pub(super) missing: usize,
}

/// How much a score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Confidence {
    /// Less than half of the keys are known.
    None,
    /// At least half are.
    Likely,
    /// Every key is, and nothing is missing.
    Exact,
}

impl Score {
    fn add(&mut self, judged: &Judged<'_>) {
        let judgement = &judged.judgement;
        let declared: HashSet<&str> = judged
            .version
            .bag(judged.bag.role, judged.bag.scope)
            .into_iter()
            .flat_map(declared_keys)
            .collect();
        let unknown: HashSet<&str> = judgement.unknown_keys.iter().map(String::as_str).collect();
        let faulty: HashSet<&str> = judgement
            .problems
            .iter()
            .map(|problem| problem.key.as_str())
            .collect();
        for key in judged.bag.keys() {
            let count = if unknown.contains(key) {
                &mut self.unknown
            } else if faulty.contains(key) {
                &mut self.faulty
            } else if declared.contains(key) {
                &mut self.fine
            } else {
                &mut self.loose
            };
            *count += 1;
        }
        if judgement.verdict != Verdict::Absent {
            self.missing += judgement.missing.len();
        }
    }

    pub(super) fn confidence(&self) -> Confidence {
        if !self.knows_any() {
            Confidence::None
        } else if self.unknown + self.faulty + self.missing == 0 {
            Confidence::Exact
        } else if self.fine + self.loose + self.faulty >= self.unknown {
            Confidence::Likely
        } else {
            Confidence::None
        }
    }

    /// More is better. A key that is declared says more than one that dynamic
    /// keys take; a wrong value of a declared key says less against a candidate
    /// than a key that it does not have.
    pub(super) fn points(&self) -> i64 {
        weigh(self.fine, 4) + weigh(self.loose, 1) - weigh(self.unknown, 3) - weigh(self.faulty, 1)
    }

    /// How much speaks for the databags being where the candidate has them.
    pub(super) fn affinity(&self) -> i64 {
        weigh(self.fine, 4) + weigh(self.faulty, 2) + weigh(self.loose, 1)
    }

    fn order(&self, other: &Score) -> Ordering {
        self.points()
            .cmp(&other.points())
            .then(other.missing.cmp(&self.missing))
    }

    /// Whether any key is one of the candidate's, right or wrong.
    pub(super) fn knows_any(&self) -> bool {
        self.fine + self.loose + self.faulty > 0
    }

    /// How many keys the candidate explains, and how many there are.
    pub(super) fn explained(&self) -> (usize, usize) {
        let explained = self.fine + self.loose;
        (explained, explained + self.unknown + self.faulty)
    }
}

fn weigh(count: usize, weight: i64) -> i64 {
    i64::try_from(count).map_or(i64::MAX, |count| count.saturating_mul(weight))
}

/// One endpoint of one application: its relations, each with the unit that is
/// shown.
pub(super) type Relations<'a> = [(&'a Unit, &'a Relation)];

/// The relations that say most, enough of them to tell.
pub(super) fn samples<'a>(relations: &Relations<'a>) -> Vec<(&'a Unit, &'a Relation)> {
    let mut telling: Vec<_> = relations.to_vec();
    let size = |relation: &Relation| {
        let units = relation.related_units.iter().map(|(_, unit)| unit);
        relation.application_data.len()
            + units
                .chain(&relation.local_unit)
                .map(|unit| unit.data.len())
                .sum::<usize>()
    };
    telling.sort_by_cached_key(|(_, relation)| std::cmp::Reverse(size(relation)));
    telling.truncate(SAMPLES);
    telling
}

/// The candidates that explain anything, best first.
pub(super) fn candidates<'a>(
    given: &Given<'a>,
    samples: &Relations<'_>,
    juju: Juju,
) -> Vec<Candidate<'a>> {
    let interfaces = match given.interface {
        Some(interface) => vec![interface],
        None => given.index.knowing(keys(samples)),
    };
    let mut candidates = Vec::new();
    for interface in interfaces {
        for role in Role::ALL {
            if given.role.is_some_and(|given| given != role)
                || !declares(interface, role, given.version)
            {
                continue;
            }
            if let Some(score) = score(given, interface, role, samples, juju)
                && score.confidence() > Confidence::None
            {
                candidates.push(Candidate {
                    interface,
                    role,
                    score,
                });
            }
        }
    }
    // Stable: candidates that score the same stay in the catalogue's order.
    candidates.sort_by(|one, other| other.score.order(&one.score));
    candidates
}

/// Every key that somebody wrote.
pub(super) fn keys<'s>(samples: &'s Relations<'s>) -> impl Iterator<Item = &'s str> {
    samples.iter().flat_map(|(unit, relation)| {
        // Whose databags they are makes no difference to their keys.
        sides::bags(unit, relation, Role::Provider, Juju::Three)
            .into_iter()
            .flat_map(Bag::keys)
    })
}

/// How well all samples fit; `None` if the role cannot be, or the version does
/// not exist.
pub(super) fn score(
    given: &Given<'_>,
    interface: &Interface,
    role: Role,
    samples: &Relations<'_>,
    juju: Juju,
) -> Option<Score> {
    let mut score = Score::default();
    for (unit, relation) in samples {
        if !sides::roles(unit, relation, juju).contains(&role) {
            return None;
        }
        let bags = sides::bags(unit, relation, role, juju);
        for judged in judge_all(&given.judges, interface, given.version, &bags)? {
            score.add(&judged);
        }
    }
    Some(score)
}

fn declares(interface: &Interface, role: Role, version: Option<u32>) -> bool {
    interface
        .versions
        .iter()
        .filter(|declared| version.is_none_or(|number| number == declared.number))
        // Some interfaces declare the one role only; its counterpart is there
        // all the same.
        .any(|declared| {
            declared.roles.contains_key(&role) || declared.roles.contains_key(&role.other())
        })
}
