//! Reading a databag: total, tolerant, and each databag on its own.
//!
//! The fast path decodes straight into the typed value. Only when that fails is
//! it found out what is wrong: with the feature `spec` everything, by the
//! interpreter; without it the first problem of each key.

use crate::Json;
use crate::bag::{Bag, BagTable, Databag, Encoding, JUJU_KEYS, Layout, Plain, Use};
use crate::condition::Known;
use crate::limits::Trail;
use crate::plain::PlainText;
use crate::record::{Presence, Record, Seen, inspect_known, is_absent};
use crate::report::{Problem, Report};
use crate::value::{dot_before, split_path};
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
    match document(table, bag) {
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
        // `null` is absence, whatever another encoding would make of it.
        if fault.null {
            return Some(fault);
        }
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
    if text.trim_ascii() == "null" {
        return Some(Fault::null());
    }
    let mut source = serde_json::Deserializer::from_str(text);
    let read = slot.put(&mut source).and_then(|()| source.end());
    let error = read.err()?;
    Some(
        Fault {
            undecodable: error.is_syntax() || error.is_eof(),
            null: false,
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

fn read_yaml<S: Slot>(slot: &mut S, text: &str) -> Option<Fault> {
    match parse_yaml(text) {
        Err(error) => Some(
            Fault {
                undecodable: true,
                null: false,
                rule: "B2",
                text: error,
            }
            .expecting("YAML"),
        ),
        Ok(Json::Null) => Some(Fault::null()),
        Ok(value) => slot.put(value).err().as_ref().map(Fault::of_member),
    }
}

impl Fault {
    fn null() -> Self {
        Fault {
            undecodable: false,
            null: true,
            rule: "B2",
            text: "expected a value".to_owned(),
        }
    }

    /// What is wrong with a value that has been decoded.
    fn of_member(error: &serde_json::Error) -> Self {
        Fault {
            undecodable: false,
            null: false,
            rule: "B2",
            text: error.to_string(),
        }
    }

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
        let text = if self.undecodable {
            self.text.as_str()
        } else {
            without_position(&self.text)
        };
        let (path, text) = split_path(text);
        let (path, text) = (path.to_owned(), text.to_owned());
        let message = if sensitive {
            without_found(&text)
        } else {
            expected_first(text)
        };
        Problem {
            rule: self.rule,
            key: key.to_owned(),
            path,
            message,
        }
    }
}

/// The text of an error of `serde_json` without its last words, such as ` at line
/// 1 column 5`. The same words in what was found are left alone.
fn without_position(text: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let position = text.rsplit_once(" at line ").filter(|(_, position)| {
        let numbers = position.split_once(" column ");
        numbers.is_some_and(|(line, column)| is_number(line) && is_number(column))
    });
    position.map_or(text, |(text, _)| text)
}

/// Says what was expected before what was found, which may be long.
fn expected_first(text: String) -> String {
    const MOST: usize = 60;
    let found = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|start| text.strip_prefix(start));
    let Some((found, expected)) = found.and_then(|text| text.rsplit_once(", expected ")) else {
        return text;
    };
    match found.char_indices().nth(MOST) {
        None => format!("expected {expected}, found {found}"),
        Some((end, _)) => format!("expected {expected}, found {}…", &found[..end]),
    }
}

/// What was expected, without what was found: that goes before it, and may hold
/// any words.
fn without_found(text: &str) -> String {
    let expected = match text.rfind(", expected ") {
        Some(comma) => &text[comma + 2..],
        None if text.starts_with("expected ") => text,
        None => return "not what was expected".to_owned(),
    };
    let end = expected.find(" (").unwrap_or(expected.len());
    expected[..end].to_owned()
}

fn read_nested<B: Bag>(value: &mut B, layout: &Layout, text: &str, sight: &mut Sight) {
    let key = layout.key().unwrap_or_default();
    let mut object = match parse_document(layout, text) {
        Ok(Json::Object(object)) => object,
        // `null` is as good as missing.
        Ok(Json::Null) => {
            sight.present = false;
            return;
        }
        Ok(_) => {
            sight.problems.push(Problem {
                rule: "B10",
                key: key.to_owned(),
                path: String::new(),
                message: "expected an object".to_owned(),
            });
            return;
        }
        Err(fault) => {
            sight.problems.push(Problem {
                rule: "B10",
                ..fault.problem(key, B::SHAPE.sensitive)
            });
            return;
        }
    };
    for (index, member) in B::SHAPE.members.iter().enumerate() {
        let mut names = std::iter::once(&member.name).chain(member.aliases);
        let Some(name) =
            names.find(|name| object.get(**name).is_some_and(|value| !value.is_null()))
        else {
            continue;
        };
        let Some(fault) = object
            .get_mut(*name)
            .map(|member| value.put(index, member.take()).err())
        else {
            continue;
        };
        let before = sight.problems.len();
        sight.note(value, index, key, fault.as_ref().map(Fault::of_member));
        for problem in &mut sight.problems[before..] {
            let dot = dot_before(&problem.path);
            problem.path = format!("{name}{dot}{}", problem.path);
        }
    }
    for (name, member) in object {
        let marker = B::TABLE.marker.as_ref();
        let declared = B::SHAPE.find(&name, 0).is_some()
            || marker.is_some_and(|marker| marker.keys.contains(&name.as_str()));
        if declared || !B::fits_rest(&name) {
            continue;
        }
        if let Err(error) = value.put_rest(&name, member) {
            let mut problem = Fault::of_member(&error).problem(key, B::SHAPE.sensitive);
            let dot = dot_before(&problem.path);
            problem.path = format!("[{name:?}]{dot}{}", problem.path);
            sight.problems.push(problem);
        }
    }
}

/// Reads the document that a databag is.
fn parse_document(layout: &Layout, text: &str) -> Result<Json, Fault> {
    let (read, format) = match layout {
        Layout::NestedYaml(_) => (parse_yaml(text), "YAML"),
        _ => {
            let read = serde_json::from_str(text).map_err(|error| error.to_string());
            (read, "JSON")
        }
    };
    read.map_err(|text| {
        Fault {
            undecodable: true,
            null: false,
            rule: "B1",
            text,
        }
        .expecting(format)
    })
}

#[cfg(feature = "yaml")]
fn parse_yaml(text: &str) -> Result<Json, String> {
    crate::yaml::parse(text)
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
fn parse_yaml(_: &str) -> Result<Json, String> {
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

/// A version marker as it was found.
pub(crate) enum Found<'a> {
    /// As a text of its own.
    Text(&'a str),
    /// In the document that the databag is.
    Value(Json),
}

/// The version marker of a databag.
pub(crate) fn marker<'a>(table: &'static BagTable, bag: &'a Databag) -> Option<Found<'a>> {
    let keys = table.marker.as_ref()?.keys;
    match document(table, bag) {
        Some((layout, text)) => {
            let document = parse_document(layout, text).ok()?;
            let mut values = keys.iter().filter_map(|key| document.get(key));
            values
                .find(|value| !value.is_null())
                .cloned()
                .map(Found::Value)
        }
        None if table.layouts.iter().all(is_nested) => None,
        None => {
            let texts = keys.iter().filter_map(|key| bag.get(*key));
            let mut texts = texts.map(String::as_str);
            texts.find(|text| !text.is_empty()).map(Found::Text)
        }
    }
}

/// The document that a databag is, with its layout.
fn document<'a>(
    table: &'static BagTable,
    bag: &'a Databag,
) -> Option<(&'static Layout, &'a String)> {
    table.layouts.iter().find_map(|layout| {
        let text = bag.get(layout.key()?)?;
        (!text.is_empty()).then_some((layout, text))
    })
}

/// What a text says in each of several encodings.
pub(crate) fn decodings(text: &str, encodings: &[Encoding]) -> impl Iterator<Item = Json> {
    encodings.iter().filter_map(move |encoding| match encoding {
        Encoding::Json => serde_json::from_str(text).ok(),
        Encoding::Yaml => parse_yaml(text).ok(),
        Encoding::Plain(Plain {
            separator: None, ..
        }) => Some(Json::from(text)),
        Encoding::Plain(Plain {
            separator: Some(separator),
            ..
        }) => Some(text.split(separator).collect()),
    })
}
