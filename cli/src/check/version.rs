//! Which version does a writer speak?
//!
//! What `--version` says; else what [`relata::receive`] takes, so that the
//! command and a charm judge alike. A marker that is stated counts. Where the
//! interface has a marker and the writer states none, or garbage, that stands
//! for a version too, unless nothing of that version is in its databags, or
//! another fits better. Else it is the version that fits and knows the most keys,
//! and where none fits, the newest of which anything is there.

use super::judging::Judges;
use super::sides::Bag;
use relata::versions::{self, Agreement, Evidence, MarkerSpec, Stated};
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
    /// What is odd about the version.
    pub(super) notes: Vec<VersionNote>,
}

/// What is odd about the version, or its marker.
#[derive(Debug)]
pub(super) struct VersionNote {
    /// The marker's key, where it is about that.
    pub(super) key: Option<String>,
    pub(super) message: String,
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
    let trial = |version: &'a Version, origin| Trial::new(judges, bags, version, origin);
    if let Some(number) = asked {
        return Some(trial(interface.version(number)?, Origin::Flag).answers);
    }
    let newest = interface.newest()?;
    if interface.versions.len() == 1 {
        return Some(trial(newest, Origin::Only).answers);
    }
    let role = bags.first()?.role;
    let candidates = Candidates::new(interface, role);
    let claims: Vec<Option<Claim>> = bags
        .iter()
        .map(|bag| claim(judges, &candidates, bag))
        .collect();
    let mut answers = match speakers(bags, &claims) {
        Spoken::Stated(claims) => by_marker(&candidates, &claims, trial)?,
        Spoken::Unstated => by_default(&candidates, trial)?,
    };
    for ((answer, bag), own) in answers.iter_mut().zip(bags).zip(&claims) {
        if let Some(claim) = own {
            // Of a marker that the version declares, its own reading says it.
            if claim.evidence == Evidence::Marker
                || declared(answer.version, bag.role, bag.scope).is_none()
            {
                answer.notes.extend(claim.note(&candidates, answer.version));
            }
        }
        // A writer that serves old readers too writes databags of several
        // versions.
        if answer.says_nothing()
            && let Some(other) = candidates
                .newest_first()
                .find(|version| judges.judge(version, bag).verdict == Verdict::Ready)
        {
            answer.notes.push(VersionNote {
                key: None,
                message: format!(
                    "nothing in it is of v{}; it is ready in v{}, for readers of that",
                    answer.version.number, other.number
                ),
            });
        }
    }
    Some(answers)
}

/// The versions that a writer can speak: those that have its role.
struct Candidates<'a> {
    interface: &'a Interface,
    /// Newest first.
    versions: Vec<&'a Version>,
    role: Role,
}

impl<'a> Candidates<'a> {
    fn new(interface: &'a Interface, role: Role) -> Candidates<'a> {
        Candidates {
            interface,
            versions: interface
                .versions
                .iter()
                .rev()
                .filter(|version| version.roles.contains_key(&role))
                .collect(),
            role,
        }
    }

    fn newest_first(&self) -> impl Iterator<Item = &'a Version> {
        self.versions.iter().copied()
    }

    /// The newest of them that a writer speaks that states this; one from the
    /// future means the newest.
    fn spoken(&self, stated: &Stated) -> Option<&'a Version> {
        let numbers: Vec<u32> = self.newest_first().map(|version| version.number).collect();
        match versions::agree(&numbers, Some(stated)) {
            Agreement::Agreed(number) => self.interface.version(number),
            Agreement::Waiting | Agreement::Incompatible { .. } => None,
        }
    }

    /// The version that a missing marker stands for, if the role has one.
    fn unstated(&self) -> Option<&'a Version> {
        let (_, marker) = self.newest_first().find_map(|version| {
            Scope::ALL
                .into_iter()
                .find_map(|scope| declared(version, self.role, scope))
        })?;
        self.spoken(&spec(self.interface, marker).read(None).stated)
    }
}

/// All databags of a side, judged in one version.
struct Trial<'a> {
    answers: Vec<Judged<'a>>,
}

impl<'a> Trial<'a> {
    fn new(judges: &Judges, bags: &[Bag<'a>], version: &'a Version, origin: Origin) -> Trial<'a> {
        let answers = bags
            .iter()
            .map(|bag| Judged {
                bag: *bag,
                version,
                origin,
                judgement: judges.judge(version, bag),
                notes: Vec::new(),
            })
            .collect();
        Trial { answers }
    }

    fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        self.answers.iter().map(|answer| answer.judgement.verdict)
    }

    /// Whether nothing of the version is there.
    fn is_absent(&self) -> bool {
        self.verdicts().all(|verdict| verdict == Verdict::Absent)
    }

    /// Whether every databag that says something is ready, and one does.
    fn is_ready(&self) -> bool {
        !self.is_absent()
            && self
                .verdicts()
                .all(|verdict| matches!(verdict, Verdict::Ready | Verdict::Absent))
    }

    /// How many databags are ready.
    fn ready(&self) -> usize {
        let ready = |verdict: &Verdict| *verdict == Verdict::Ready;
        self.verdicts().filter(ready).count()
    }

    fn unknown(&self) -> usize {
        self.answers
            .iter()
            .map(|answer| answer.judgement.unknown_keys.len())
            .sum()
    }

    /// Says something of the databag that says most about the version.
    fn note(&mut self, message: String) {
        let place = self
            .verdicts()
            .position(|verdict| verdict != Verdict::Absent)
            .unwrap_or_default();
        if let Some(answer) = self.answers.get_mut(place) {
            answer.notes.push(VersionNote { key: None, message });
        }
    }
}

impl Judged<'_> {
    fn says_nothing(&self) -> bool {
        self.judgement.verdict == Verdict::Absent && !self.judgement.unknown_keys.is_empty()
    }
}

/// Whose markers count.
enum Spoken<'c> {
    /// The application's, or else those of the units.
    Stated(Vec<&'c Claim>),
    /// Nobody states a version that means anything.
    Unstated,
}

fn speakers<'c>(bags: &[Bag<'_>], claims: &'c [Option<Claim>]) -> Spoken<'c> {
    let of = |scope| {
        let here = bags.iter().zip(claims);
        here.filter(move |(bag, _)| bag.scope == scope)
            .filter_map(|(_, claim)| claim.as_ref())
            .collect::<Vec<&Claim>>()
    };
    let mut speaking = of(Scope::App);
    if speaking.is_empty() {
        speaking = of(Scope::Unit);
    }
    if speaking
        .iter()
        .any(|claim| claim.evidence == Evidence::Marker)
    {
        Spoken::Stated(speaking)
    } else {
        Spoken::Unstated
    }
}

/// A side that states its version: of several, the one in which most databags are
/// ready; of versions that nobody has declared, the newest that is.
fn by_marker<'a>(
    candidates: &Candidates<'a>,
    claims: &[&Claim],
    trial: impl Fn(&'a Version, Origin) -> Trial<'a>,
) -> Option<Vec<Judged<'a>>> {
    let mut agreed: Vec<&Version> = (claims.iter())
        .filter_map(|claim| candidates.spoken(&claim.stated))
        .collect();
    agreed.sort_by_key(|version| version.number);
    agreed.dedup_by_key(|version| version.number);
    let newest = agreed
        .last()
        .copied()
        .or_else(|| candidates.newest_first().next())?;
    let attempts = agreed.iter().map(|version| trial(version, Origin::Marker));
    let best = attempts
        .filter(|attempt| !attempt.is_absent())
        .max_by_key(Trial::ready);
    Some(
        best.unwrap_or_else(|| trial(newest, Origin::Marker))
            .answers,
    )
}

/// A side that states no version: in the one for which that stands, unless another
/// fits and that one does not, or has less that is ready.
fn by_default<'a>(
    candidates: &Candidates<'a>,
    trial: impl Fn(&'a Version, Origin) -> Trial<'a>,
) -> Option<Vec<Judged<'a>>> {
    let mut found = by_fit(candidates, &trial)?;
    let Some(assumed) = candidates.unstated() else {
        return Some(found.answers);
    };
    let mut taken = trial(assumed, Origin::Unstated);
    let stands_for = format!(
        "the writer states no version, which stands for v{}",
        assumed.number
    );
    if taken.is_absent() {
        if !found.is_absent() {
            found.note(format!("{stands_for}; nothing of that is here"));
        }
        return Some(found.answers);
    }
    if found.is_ready()
        && found.unknown() <= taken.unknown()
        && (!taken.is_ready() || found.ready() > taken.ready())
    {
        found.note(format!("{stands_for}; this version fits better"));
        return Some(found.answers);
    }
    let better = candidates
        .newest_first()
        .filter(|version| version.number != assumed.number)
        .map(|version| (version.number, trial(version, Origin::Fit)))
        .find(|(_, other)| {
            other.unknown() < taken.unknown() && (other.is_ready() || !taken.is_ready())
        });
    if let Some((number, _)) = better {
        taken.note(format!(
            "{stands_for}, though v{number} knows more of these keys"
        ));
    }
    Some(taken.answers)
}

/// Of the versions that are ready the one that knows the most keys, and of several
/// such the newest; where none is ready, the newest of which anything is there, and
/// where nothing is, the newest.
fn by_fit<'a>(
    candidates: &Candidates<'a>,
    trial: impl Fn(&'a Version, Origin) -> Trial<'a>,
) -> Option<Trial<'a>> {
    let mut best: Option<Trial<'a>> = None;
    for version in candidates.newest_first() {
        let found = trial(version, Origin::Fit);
        let better = best.as_ref().is_none_or(|best| {
            if found.is_ready() {
                !best.is_ready() || found.unknown() < best.unknown()
            } else {
                best.is_absent() && !found.is_absent()
            }
        });
        if better {
            best = Some(found);
        }
    }
    best.or_else(|| Some(trial(candidates.interface.newest()?, Origin::Fit)))
}

/// What a databag's marker states.
struct Claim {
    key: String,
    stated: Stated,
    evidence: Evidence,
    shown: String,
}

/// Looks for the marker as the newest version declares it, then the older ones.
fn claim(judges: &Judges, candidates: &Candidates<'_>, bag: &Bag<'_>) -> Option<Claim> {
    let mut garbage = None;
    for version in candidates.newest_first() {
        let Some((field, marker)) = declared(version, bag.role, bag.scope) else {
            continue;
        };
        let judgement = judges.judge(version, bag);
        let Some(value) = &judgement.stated else {
            continue;
        };
        let reading = spec(candidates.interface, marker).read(Some(value));
        let claim = Claim {
            key: field.name.clone(),
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
    /// What is odd about it in a databag that is judged in this version.
    fn note(&self, candidates: &Candidates<'_>, judged: &Version) -> Option<VersionNote> {
        let highest = match &self.stated {
            Stated::UpTo(number) => *number,
            Stated::Exactly(numbers) => numbers.iter().copied().max()?,
        };
        let newest = candidates.interface.newest()?.number;
        let message = match (self.evidence, candidates.spoken(&self.stated)) {
            (Evidence::Garbage, _) => format!(
                "the version marker `{}` means nothing, and is treated as missing",
                self.shown
            ),
            (Evidence::Marker, None) => format!(
                "the writer states version v{highest}, which `{}` does not have",
                candidates.interface.name
            ),
            (Evidence::Marker, Some(spoken)) if spoken.number != judged.number => format!(
                "this databag states version v{highest}; it is checked in v{}, which the first \
                 marker of its side states",
                judged.number
            ),
            (Evidence::Marker, Some(_)) if highest > newest => format!(
                "the writer states version v{highest}; the newest that is known here, v{newest}, \
                 is checked"
            ),
            (Evidence::Marker | Evidence::Absent, _) => return None,
        };
        Some(VersionNote {
            key: (self.evidence == Evidence::Garbage).then(|| self.key.clone()),
            message,
        })
    }
}

/// The marker for a message.
fn shown(value: &Json) -> String {
    super::document::shortened(&match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    })
}
