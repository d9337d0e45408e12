//! Reading a databag: total, tolerant, and each databag on its own.
//!
//! The fast path decodes straight into the typed value. Only when that fails is
//! it found out what is wrong: with the feature `spec` everything, by the
//! interpreter; without it the first problem of each key.

mod document;
mod fault;
mod marker;
mod text;

pub(crate) use marker::{Found, decodings, marker};

use crate::bag::{Bag, BagTable, Databag, JUJU_KEYS, Layout, Use};
use crate::condition::Known;
use crate::limits::Trail;
use crate::record::{Presence, Record, Seen, inspect_known, is_absent};
use crate::report::{Problem, Report};
use document::read_nested;
use fault::Fault;
use std::cmp::Ordering;
use text::{MemberSeed, RestSeed, read_text};

/// What a databag turned out to be.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Reading<T> {
    /// Nothing of the interface is in it yet.
    Absent,
    /// What is there is well-formed, but something required is missing.
    Incomplete(Report),
    /// All there.
    Ready(T),
    /// Something is wrong.
    Invalid(Report),
}

impl<T> Reading<T> {
    /// The value, if the databag is ready.
    pub fn ready(self) -> Option<T> {
        match self {
            Reading::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// What is missing or wrong, if anything is.
    pub fn report(&self) -> Option<&Report> {
        match self {
            Reading::Incomplete(report) | Reading::Invalid(report) => Some(report),
            _ => None,
        }
    }
}

/// Reads a databag.
///
/// Whatever is in it, this neither panics nor fails: the worst outcome is
/// [`Reading::Invalid`]. Unknown keys and Juju's own are ignored.
pub fn read<B: Bag>(bag: &Databag) -> Reading<B> {
    let table = B::TABLE;
    let mut value = <B as Record>::vacant();
    let mut sight = Sight::new();
    match marker::document(table, bag) {
        Some((layout, text)) => {
            sight.present = true;
            sight.document = layout.key();
            read_nested(&mut value, layout, text, &mut sight);
        }
        None if table.layouts.iter().all(is_nested) => {}
        None => read_keys(&mut value, bag, &mut sight),
    }
    if !sight.present {
        return Reading::Absent;
    }
    let missing = settle(&value, &mut sight);
    if missing.is_empty() && sight.problems.is_empty() {
        return Reading::Ready(value);
    }
    let mut report = Report::new(table);
    report.missing = missing;
    if sight.problems.is_empty() {
        return Reading::Incomplete(report);
    }
    report.problems = sight.problems;
    #[cfg(feature = "spec")]
    crate::model::tell_everything(&mut report, B::MODEL, bag);
    Reading::Invalid(report)
}

fn is_nested(layout: &Layout) -> bool {
    layout.key().is_some()
}

/// What was seen while reading.
struct Sight {
    seen: Seen,
    present: bool,
    /// The key of the document that was read, if it was one.
    document: Option<&'static str>,
    problems: Vec<Problem>,
}

impl Sight {
    fn new() -> Self {
        Sight {
            seen: Seen::none(),
            present: false,
            document: None,
            problems: Vec::new(),
        }
    }

    /// Notes what became of one value.
    fn note<R: Record>(&mut self, record: &R, index: usize, key: &str, fault: Option<Fault>) {
        self.present = true;
        match fault {
            None if is_absent(record, index) => {}
            None => self.seen.add(index),
            // `null` is absence, also where that is not allowed.
            Some(fault) if fault.null => {}
            Some(fault) => {
                // Only what is wrong is reported, not that it is missing, too.
                self.seen.add(index);
                self.problems.push(fault.problem(key, R::SHAPE.sensitive));
            }
        }
    }
}

/// Walks the databag and the table of its keys side by side.
fn read_keys<B: Bag>(value: &mut B, bag: &Databag, sight: &mut Sight) {
    let mut known = B::TABLE.keys;
    for (key, text) in bag {
        if text.is_empty() {
            continue;
        }
        match find_use(&mut known, key) {
            Use::Member(index) => read_member(value, index, key, text, sight),
            Use::Also(index) | Use::Alias(index) => {
                if is_first_name::<B>(index, key, bag) {
                    read_member(value, index, key, text, sight);
                }
            }
            Use::Marker | Use::MarkerAlias => sight.present = true,
            Use::Document => {}
            Use::Owned => read_rest(value, key, text, sight),
        }
    }
}

/// What a key is used for. Both the keys that are asked for and the table are in
/// order, so that what was passed is never looked at again.
fn find_use(known: &mut &'static [(&'static str, Use)], key: &str) -> Use {
    while let [(name, usage), rest @ ..] = *known {
        match (*name).cmp(key) {
            Ordering::Less => *known = rest,
            Ordering::Equal => {
                *known = rest;
                return *usage;
            }
            Ordering::Greater => break,
        }
    }
    Use::Owned
}

fn read_member<B: Bag>(value: &mut B, index: usize, key: &str, text: &str, sight: &mut Sight) {
    let mut seed = MemberSeed {
        record: &mut *value,
        index,
    };
    let fault = read_text(&mut seed, text, B::TABLE.encodings[index]);
    sight.note(value, index, key, fault);
}

/// Whether no name that goes before this alias has a text.
fn is_first_name<B: Bag>(index: usize, alias: &str, bag: &Databag) -> bool {
    let member = &B::SHAPE.members[index];
    std::iter::once(&member.name)
        .chain(member.aliases)
        .take_while(|name| **name != alias)
        .all(|name| bag.get(*name).is_none_or(String::is_empty))
}

fn read_rest<B: Bag>(value: &mut B, key: &str, text: &str, sight: &mut Sight) {
    if B::TABLE.rest.is_empty() || JUJU_KEYS.contains(&key) || !B::fits_rest(key) {
        return;
    }
    sight.present = true;
    let mut seed = RestSeed {
        record: &mut *value,
        key,
    };
    let fault = read_text(&mut seed, text, B::TABLE.rest);
    if let Some(fault) = fault.filter(|fault| !fault.null) {
        sight.problems.push(fault.problem(key, B::SHAPE.sensitive));
    }
}

/// Whether a key is a member's, the marker's or Juju's, and so no dynamic key.
pub(crate) fn is_declared(table: &BagTable, key: &str) -> bool {
    let usage = table.keys.iter().find(|(name, _)| *name == key);
    JUJU_KEYS.contains(&key) || usage.is_some_and(|(_, usage)| *usage != Use::Owned)
}

/// Looks for what is broken, and for what is missing, which is the result.
fn settle<B: Bag>(value: &B, sight: &mut Sight) -> Vec<String> {
    let members = B::SHAPE.members.iter().enumerate();
    let absent: Vec<usize> = members
        .filter(|(index, member)| {
            matches!(member.presence, Presence::Required) && !sight.seen.has(*index)
        })
        .map(|(index, _)| index)
        .collect();
    let name = |index: &usize| B::SHAPE.members[*index].name.to_owned();
    let mut missing: Vec<String> = absent.iter().map(name).collect();
    // What could not be read has been reported, and stands there vacant.
    if !B::SHAPE.inspected || !sight.problems.is_empty() {
        return missing;
    }
    let known = Known {
        record: value,
        missing: &absent,
    };
    let mut trail = Trail::into_bag(sight.document);
    inspect_known(&known, &mut trail);
    for breach in trail.found {
        let check = breach.check.and_then(|index| B::SHAPE.checks.get(index));
        let lacking = check
            .and_then(|check| check.presence.as_ref())
            .and_then(|presence| presence.missing(&known));
        match lacking {
            Some(lacking) => {
                for name in lacking {
                    if !missing.contains(&name) {
                        missing.push(name);
                    }
                }
            }
            None => sight.problems.push(breach.into_problem()),
        }
    }
    missing
}
