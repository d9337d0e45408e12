//! Which version does a writer speak?
//!
//! What `--version` says; else what the writer's own marker states; else, newest
//! first, the first version in which its databags are ready; else the one that
//! knows most of the keys.
//!
//! Where the interface has a marker and the writer states none, that stands for
//! a version too. It gives way only to a version in which the databags are
//! ready and that knows more of the keys, and the answer says so.

use super::judging::Judges;
use super::sides::Bag;
use relata::versions::{Evidence, MarkerSpec, Stated};
use relata_spec::Interface;
use relata_spec::bag::{Judgement, Verdict};
use relata_spec::model::{Marker, MarkerSpelling, Role, Scope, Version};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::rc::Rc;

/// How a version was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The user named it.
    Flag,
    /// There is no other.
    Only,
    /// The writer states it.
    Marker,
    /// The writer states none, and that stands for this one.
    Unstated,
    /// It is the one that the databags fit.
    Fit,
}

impl Origin {
    pub(super) fn name(self) -> &'static str {
        match self {
            Origin::Flag => "flag",
            Origin::Only => "only",
            Origin::Marker => "marker",
            Origin::Unstated => "unstated",
            Origin::Fit => "fit",
        }
    }
}

/// One databag, judged.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    pub(super) bag: Bag<'a>,
    pub(super) version: &'a Version,
    pub(super) origin: Origin,
    pub(super) judgement: Rc<Judgement>,
    /// What is odd about the marker.
    pub(super) note: Option<String>,
}

/// Judges the databags of a relation, each side in the version that it speaks.
/// `None` if the interface does not have the version asked for.
pub(super) fn judge_all<'a>(
    judges: &Judges,
    interface: &'a Interface,
    asked: Option<u32>,
    bags: &[Bag<'a>],
) -> Option<Vec<Judged<'a>>> {
    let mut answers = Vec::with_capacity(bags.len());
    for side in bags.chunk_by(|one, next| one.side == next.side) {
        answers.extend(judge_side(judges, interface, asked, side)?);
    }
    Some(answers)
}

fn judge_side<'a>(
    judges: &Judges,
    interface: &'a Interface,
    asked: Option<u32>,
    bags: &[Bag<'a>],
) -> Option<Vec<Judged<'a>>> {
    let in_version = |version: &'a Version, origin| -> Vec<Judged<'a>> {
        bags.iter()
            .map(|bag| judged(judges, bag, version, origin))
            .collect()
    };
    if let Some(number) = asked {
        return Some(in_version(interface.version(number)?, Origin::Flag));
    }
    let newest = interface.newest()?;
    if interface.versions.len() == 1 {
        return Some(in_version(newest, Origin::Only));
    }
    let stated: Vec<Option<Claim>> = bags
        .iter()
        .map(|bag| claim(judges, interface, bag))
        .collect();
    let spoken = |claim: &Claim| Some((claim.speaks(interface)?, claim.note(interface)));
    // The application's marker speaks for its units that state nothing.
    let of_side = stated.iter().flatten().find_map(spoken);
    let mut answers = match &of_side {
        Some((version, _)) => in_version(version, Origin::Marker),
        None => by_fit(judges, interface, bags),
    };
    for ((answer, bag), own) in answers.iter_mut().zip(bags).zip(&stated) {
        if let Some((version, note)) = own.as_ref().and_then(spoken) {
            if version.number != answer.version.number {
                *answer = judged(judges, bag, version, Origin::Marker);
            }
            answer.note = note;
            continue;
        }
        if let Some(claim) = own {
            answer.note = claim.note(interface);
        }
        // A writer that serves old readers too writes databags of several
        // versions; one that means nothing in the version of the others may be
        // complete in another.
        if says_nothing(answer)
            && let Some(other) = first_ready(judges, interface, bag)
        {
            *answer = other;
        }
    }
    Some(answers)
}

fn judged<'a>(judges: &Judges, bag: &Bag<'a>, version: &'a Version, origin: Origin) -> Judged<'a> {
    Judged {
        bag: *bag,
        version,
        origin,
        judgement: judges.judge(version, bag),
        note: None,
    }
}

fn says_nothing(answer: &Judged<'_>) -> bool {
    answer.judgement.verdict == Verdict::Absent && !answer.judgement.unknown_keys.is_empty()
}

fn first_ready<'a>(judges: &Judges, interface: &'a Interface, bag: &Bag<'a>) -> Option<Judged<'a>> {
    newest_first(interface)
        .map(|version| judged(judges, bag, version, Origin::Fit))
        .find(|answer| answer.judgement.verdict == Verdict::Ready)
}

fn newest_first(interface: &Interface) -> impl Iterator<Item = &Version> {
    interface.versions.iter().rev()
}

/// All databags of a side, judged in one version.
struct Trial<'a> {
    answers: Vec<Judged<'a>>,
    unknown: usize,
}

impl<'a> Trial<'a> {
    fn new(judges: &Judges, bags: &[Bag<'a>], version: &'a Version, origin: Origin) -> Trial<'a> {
        let answers: Vec<Judged<'a>> = bags
            .iter()
            .map(|bag| judged(judges, bag, version, origin))
            .collect();
        Trial {
            unknown: answers
                .iter()
                .map(|answer| answer.judgement.unknown_keys.len())
                .sum(),
            answers,
        }
    }

    /// Whether every databag that says something is ready, and one does.
    fn is_ready(&self) -> bool {
        let verdicts = || self.answers.iter().map(|answer| answer.judgement.verdict);
        verdicts().any(|verdict| verdict == Verdict::Ready)
            && verdicts().all(|verdict| matches!(verdict, Verdict::Ready | Verdict::Absent))
    }
}

/// The version of a side that states none.
fn by_fit<'a>(judges: &Judges, interface: &'a Interface, bags: &[Bag<'a>]) -> Vec<Judged<'a>> {
    let unstated = unstated(interface, bags);
    let mut best = unstated.map(|version| Trial::new(judges, bags, version, Origin::Unstated));
    if best.as_ref().is_some_and(Trial::is_ready) {
        return best.map(|trial| trial.answers).unwrap_or_default();
    }
    let most = best.as_ref().map_or(usize::MAX, |trial| trial.unknown);
    for version in newest_first(interface) {
        if unstated.is_some_and(|known| known.number == version.number) {
            continue;
        }
        let mut trial = Trial::new(judges, bags, version, Origin::Fit);
        if trial.is_ready() && trial.unknown < most {
            if let Some(unstated) = unstated {
                note_unstated(&mut trial.answers, unstated);
            }
            return trial.answers;
        }
        if best
            .as_ref()
            .is_none_or(|best| trial.unknown < best.unknown)
        {
            best = Some(trial);
        }
    }
    best.map(|trial| trial.answers).unwrap_or_default()
}

/// The version that a missing marker stands for, if these databags could hold
/// one and hold anything at all.
fn unstated<'a>(interface: &'a Interface, bags: &[Bag<'_>]) -> Option<&'a Version> {
    bags.iter().find(|bag| bag.keys().next().is_some())?;
    let (_, marker) = newest_first(interface).find_map(|version| {
        bags.iter()
            .find_map(|bag| declared(version, bag.role, bag.scope))
    })?;
    interface.version(spec(interface, marker).absent)
}

fn note_unstated(answers: &mut [Judged<'_>], unstated: &Version) {
    for answer in answers {
        if declared(answer.version, answer.bag.role, answer.bag.scope).is_some() {
            answer.note = Some(format!(
                "the writer states no version, which readers take for v{}",
                unstated.number
            ));
        }
    }
}

/// What a databag's marker states.
struct Claim {
    stated: Stated,
    evidence: Evidence,
    shown: String,
}

/// Looks for the marker as the newest version declares it, then the older ones.
fn claim(judges: &Judges, interface: &Interface, bag: &Bag<'_>) -> Option<Claim> {
    let mut garbage = None;
    for version in newest_first(interface) {
        let Some((_, marker)) = declared(version, bag.role, bag.scope) else {
            continue;
        };
        let judgement = judges.judge(version, bag);
        let Some(value) = &judgement.stated else {
            continue;
        };
        let reading = spec(interface, marker).read(Some(value));
        let claim = Claim {
            stated: reading.stated,
            evidence: reading.evidence,
            shown: shown(value),
        };
        match claim.evidence {
            Evidence::Marker => return Some(claim),
            Evidence::Garbage => garbage = garbage.or(Some(claim)),
            Evidence::Absent => {}
        }
    }
    garbage
}

fn declared(
    version: &Version,
    role: Role,
    scope: Scope,
) -> Option<(&relata_spec::model::Field, &Marker)> {
    version.bag(role, scope)?.marker()
}

/// The runtime's form of a declared marker.
fn spec(interface: &Interface, marker: &Marker) -> MarkerSpec {
    let oldest = interface.versions.first().map_or(0, |first| first.number);
    MarkerSpec {
        absent: marker.absent.unwrap_or(oldest),
        template: match &marker.spelling {
            MarkerSpelling::Number => None,
            MarkerSpelling::Template(template) => Some(Cow::Owned(template.clone())),
        },
        list: marker.list,
    }
}

impl Claim {
    /// The newest version of ours that the writer speaks; one from the future
    /// means our newest. `None` if it states nothing that we know.
    fn speaks<'a>(&self, interface: &'a Interface) -> Option<&'a Version> {
        if self.evidence != Evidence::Marker {
            return None;
        }
        newest_first(interface).find(|version| match &self.stated {
            Stated::UpTo(newest) => version.number <= *newest,
            Stated::Exactly(numbers) => numbers.contains(&version.number),
        })
    }

    fn note(&self, interface: &Interface) -> Option<String> {
        let newest = interface.newest()?.number;
        let highest = match &self.stated {
            Stated::UpTo(number) => *number,
            Stated::Exactly(numbers) => numbers.iter().copied().max()?,
        };
        match (self.evidence, self.speaks(interface)) {
            (Evidence::Garbage, _) => Some(format!(
                "the version marker `{}` means nothing, and is treated as missing",
                self.shown
            )),
            (Evidence::Marker, None) => Some(format!(
                "the writer states version v{highest}, which `{}` does not have",
                interface.name
            )),
            (Evidence::Marker, Some(_)) if highest > newest => Some(format!(
                "the writer states version v{highest}; the newest that is known here, v{newest}, \
                 is checked"
            )),
            _ => None,
        }
    }
}

/// The marker for a message.
fn shown(value: &Json) -> String {
    super::document::shortened(&match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    })
}
