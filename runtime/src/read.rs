//! Reading a databag: total, tolerant, and each databag on its own.
//!
//! The fast path decodes straight into the typed value. Only when that fails is
//! it found out what is wrong: with the feature `spec` everything, by the
//! interpreter; without it the first problem of each key.

use crate::bag::{Bag, BagTable, Databag, Encoding, JUJU_KEYS, Layout, Plain, Use};
use crate::condition::Known;
use crate::limits::Trail;
use crate::plain::PlainText;
use crate::record::{Presence, Record, Seen, inspect_known, is_absent};
use crate::report::{Problem, Report};
use crate::value::PATH_END;
use serde_core::de::Deserializer;
use std::cmp::Ordering;

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
    let nested = table.layouts.iter().find_map(|layout| {
        let text = bag.get(layout.key()?)?;
        (!text.is_empty()).then_some((layout, text))
    });
    match nested {
        Some((layout, text)) => {
            sight.present = true;
            sight.document = layout.key();
            read_nested(&mut value, layout, text, &mut sight);
        }
        None if table.layouts.iter().all(is_nested) => {
            sight.present = marker(table, bag).is_some();
        }
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
    if let Some(fault) = read_text(&mut seed, text, B::TABLE.rest) {
        sight.problems.push(fault.problem(key, B::SHAPE.sensitive));
    }
}

/// Whether a key is a member's, the marker's or Juju's, and so no dynamic key.
pub(crate) fn is_declared(table: &BagTable, key: &str) -> bool {
    let usage = table.keys.iter().find(|(name, _)| *name == key);
    JUJU_KEYS.contains(&key) || usage.is_some_and(|(_, usage)| *usage != Use::Owned)
}

/// A place to which one value is read, whatever its encoding.
trait Slot {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error>;
}

struct MemberSeed<'a, R> {
    record: &'a mut R,
    index: usize,
}

impl<R: Record> Slot for MemberSeed<'_, R> {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error> {
        self.record.put(self.index, source)
    }
}

struct RestSeed<'a, R> {
    record: &'a mut R,
    key: &'a str,
}

impl<R: Record> Slot for RestSeed<'_, R> {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error> {
        self.record.put_rest(self.key, source)
    }
}

/// Reads a text in the first encoding that fits; else says why it does not.
fn read_text<S: Slot>(slot: &mut S, text: &str, encodings: &[Encoding]) -> Option<Fault> {
    let mut best: Option<Fault> = None;
    for encoding in encodings {
        let fault = match encoding {
            Encoding::Json => read_json(slot, text),
            Encoding::Plain(plain) => read_plain(slot, text, plain),
            Encoding::Yaml => read_yaml(slot, text),
        };
        let fault = fault?;
        // The first encoding that could at least be decoded tells most.
        best = match best {
            Some(earlier) if !earlier.undecodable || fault.undecodable => Some(earlier),
            _ => Some(fault),
        };
    }
    best
}

/// Why a value could not be read.
struct Fault {
    /// Not even the encoding fits.
    undecodable: bool,
    /// It was JSON's `null`.
    null: bool,
    rule: &'static str,
    text: String,
}

fn read_json<S: Slot>(slot: &mut S, text: &str) -> Option<Fault> {
    let mut source = serde_json::Deserializer::from_str(text);
    let read = slot.put(&mut source).and_then(|()| source.end());
    let error = read.err()?;
    Some(
        Fault {
            undecodable: error.is_syntax() || error.is_eof(),
            null: text.trim() == "null",
            rule: "B2",
            text: error.to_string(),
        }
        .expecting("JSON"),
    )
}

fn read_plain<S: Slot>(slot: &mut S, text: &str, plain: &'static Plain) -> Option<Fault> {
    let error = slot.put(PlainText { text, plain }).err()?;
    Some(Fault {
        undecodable: false,
        null: false,
        rule: "B2",
        text: error.to_string(),
    })
}

#[cfg(feature = "yaml")]
fn read_yaml<S: Slot>(slot: &mut S, text: &str) -> Option<Fault> {
    match crate::yaml::parse(text) {
        Err(error) => Some(
            Fault {
                undecodable: true,
                null: false,
                rule: "B2",
                text: error,
            }
            .expecting("YAML"),
        ),
        Ok(value) => {
            let null = value.is_null();
            let error = slot.put(value).err()?;
            Some(Fault {
                undecodable: false,
                null,
                rule: "B2",
                text: error.to_string(),
            })
        }
    }
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
#[expect(clippy::unnecessary_wraps, reason = "as its twin with the feature")]
fn read_yaml<S: Slot>(_: &mut S, _: &str) -> Option<Fault> {
    Some(Fault {
        undecodable: true,
        null: false,
        rule: "B1",
        text: "expected YAML, which this build of relata cannot read".to_owned(),
    })
}

impl Fault {
    /// Says which encoding was expected, where that is what is wrong.
    fn expecting(mut self, encoding: &str) -> Self {
        if self.undecodable {
            self.rule = "B1";
            self.text = format!("expected {encoding}, found other text ({})", self.text);
        }
        self
    }

    fn problem(self, key: &str, sensitive: bool) -> Problem {
        // Where in the text it was is of no use to whoever sees only the path.
        let text = match self.text.rfind(" at line ") {
            Some(end) if !self.undecodable => &self.text[..end],
            _ => self.text.as_str(),
        };
        let (path, text) = match text.split_once(PATH_END) {
            Some((path, text)) => (path.to_owned(), text.to_owned()),
            None => (String::new(), text.to_owned()),
        };
        // The part before "expected" repeats what was found.
        let message = match text.find("expected") {
            Some(start) if sensitive => {
                let end = text.find([',', '(']).filter(|end| *end > start);
                text[start..end.unwrap_or(text.len())].trim_end().to_owned()
            }
            None if sensitive => "not what was expected".to_owned(),
            _ => text,
        };
        Problem {
            rule: self.rule,
            key: key.to_owned(),
            path,
            message,
        }
    }
}

fn read_nested<B: Bag>(value: &mut B, layout: &Layout, text: &str, sight: &mut Sight) {
    let key = layout.key().unwrap_or_default();
    let document = match layout {
        Layout::NestedYaml(_) => nested_yaml(text),
        _ => serde_json::from_str(text).map_err(|error| error.to_string()),
    };
    let object = match document {
        Ok(crate::Json::Object(object)) => object,
        Ok(_) => {
            sight.problems.push(Problem {
                rule: "B10",
                key: key.to_owned(),
                path: String::new(),
                message: "expected an object".to_owned(),
            });
            return;
        }
        Err(error) => {
            let fault = Fault {
                undecodable: true,
                null: false,
                rule: "B1",
                text: error,
            };
            let format = if matches!(layout, Layout::NestedYaml(_)) {
                "YAML"
            } else {
                "JSON"
            };
            let problem = fault.expecting(format).problem(key, B::SHAPE.sensitive);
            sight.problems.push(Problem {
                rule: "B10",
                ..problem
            });
            return;
        }
    };
    let mut rest = Vec::new();
    for (name, member) in object {
        let index = B::SHAPE
            .members
            .iter()
            .position(|known| known.name == name || known.aliases.contains(&name.as_str()));
        match index {
            Some(index) => {
                let null = member.is_null();
                let fault = value.put(index, member).err().map(|error| Fault {
                    undecodable: false,
                    null,
                    rule: "B2",
                    text: error.to_string(),
                });
                let before = sight.problems.len();
                sight.note(value, index, key, fault);
                for problem in &mut sight.problems[before..] {
                    let dot = if problem.path.is_empty() || problem.path.starts_with('[') {
                        ""
                    } else {
                        "."
                    };
                    problem.path = format!("{name}{dot}{}", problem.path);
                }
            }
            None => rest.push((name, member)),
        }
    }
    for (name, member) in rest {
        if is_declared(B::TABLE, &name) || !B::fits_rest(&name) {
            continue;
        }
        if let Err(error) = value.put_rest(&name, member) {
            let fault = Fault {
                undecodable: false,
                null: false,
                rule: "B2",
                text: error.to_string(),
            };
            let mut problem = fault.problem(key, B::SHAPE.sensitive);
            problem.path = format!("[{name:?}]{}", problem.path);
            sight.problems.push(problem);
        }
    }
}

#[cfg(feature = "yaml")]
fn nested_yaml(text: &str) -> Result<crate::Json, String> {
    crate::yaml::parse(text)
}

#[cfg(not(feature = "yaml"))]
fn nested_yaml(_: &str) -> Result<crate::Json, String> {
    Err("this build of relata cannot read YAML".to_owned())
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

/// The text of the version marker and the key under which it stands.
pub(crate) fn marker<'a>(table: &BagTable, bag: &'a Databag) -> Option<&'a str> {
    table
        .marker
        .as_ref()?
        .keys
        .iter()
        .filter_map(|key| bag.get(*key))
        .map(String::as_str)
        .find(|text| !text.is_empty())
}
