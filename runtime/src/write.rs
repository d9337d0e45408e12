//! Writing a databag: canonical, minimal, and never the other side's.

use crate::Map;
use crate::bag::{Bag, BagTable, Databag, Encoding, JUJU_KEYS, Layout, Use};
use crate::condition::Known;
use crate::limits::{Breach, Trail};
use crate::plain;
use crate::read::is_declared;
use crate::record::{Presence, Record, Visit, VisitRest, inspect_record, write_members};
use crate::report::{Problem, Report};
use crate::value::{Key, Value, View};
use serde_core::ser::{Error as _, Serialize, SerializeMap, Serializer};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What has to be changed in a databag. Empty if nothing has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "changes take effect only when they are handed to `relation-set`"]
pub struct Changes(BTreeMap<String, Option<String>>);

impl Changes {
    /// Whether the databag is as it should be.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every changed key in stable order, with its new text, or `None` if it is
    /// to be deleted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_deref()))
    }

    /// Deletes these keys.
    pub(crate) fn deleting(keys: impl Iterator<Item = String>) -> Self {
        let mut changes = BTreeMap::new();
        for key in keys {
            changes.insert(key, None);
        }
        Changes(changes)
    }

    /// Sets those of the entries that `current` does not have.
    pub(crate) fn setting(entries: Databag, current: &Databag) -> Self {
        let mut changes = BTreeMap::new();
        for (key, text) in entries {
            if current.get(&key) != Some(&text) {
                changes.insert(key, Some(text));
            }
        }
        Changes(changes)
    }

    /// Makes the changes to a databag in memory.
    pub fn apply(self, bag: &mut Databag) {
        for (key, text) in self.0 {
            match text {
                Some(text) => {
                    bag.insert(key, text);
                }
                None => {
                    bag.remove(&key);
                }
            }
        }
    }
}

/// Works out what has to be changed in `current` so that it says `value`.
///
/// Keys that the interface owns in any version, and that `value` does not have,
/// are deleted; other keys are left alone. `current` may be anything: what was
/// written before need not be valid. A version marker is written by itself and
/// states the newest version in which the databag looks like this.
///
/// # Errors
///
/// A report, if the value breaks a constraint or check of its declaration, or
/// cannot be spelled in its encoding. Nothing should be written then.
pub fn changes<B: Bag>(value: &B, current: &Databag) -> Result<Changes, Box<Report>> {
    changes_in(value, B::TABLE.version(), current)
}

/// As [`changes`], with the version that the marker states. For a version that is
/// not declared the marker states the newest that is.
///
/// An empty text, and an empty list of plain texts, cannot be told from a missing
/// key: Juju deletes a key whose value is empty.
///
/// A databag that has nothing yet of what `any_of` or `one_of` asks for is written
/// all the same: readers take it for incomplete until the rest follows.
///
/// # Errors
///
/// As [`changes`].
pub fn changes_in<B: Bag>(
    value: &B,
    version: u32,
    current: &Databag,
) -> Result<Changes, Box<Report>> {
    let mut trail = Trail::into_bag(B::TABLE.layouts.first().and_then(Layout::key));
    inspect_record(value, &mut trail);
    let known = Known {
        record: value,
        missing: &[],
    };
    // What a reader takes for incomplete is no mistake: a side may answer in parts.
    let is_wrong = |breach: &Breach| {
        let check = breach.check.and_then(|index| B::SHAPE.checks.get(index));
        !check.is_some_and(|check| check.is_unanswered(&known))
    };
    let found = trail.found.into_iter().filter(is_wrong);
    let mut difference = Difference {
        changes: BTreeMap::new(),
        problems: found.map(Breach::into_problem).collect(),
        buffer: Vec::new(),
    };
    if difference.problems.is_empty() {
        difference.find(value, version, current);
    }
    if !difference.problems.is_empty() {
        let mut report = Report::new(B::TABLE);
        report.problems = difference.problems;
        report.ours = true;
        return Err(Box::new(report));
    }
    Ok(Changes(difference.changes))
}

/// The databag that says `value`, from nothing; `version` is what the marker
/// states.
///
/// # Errors
///
/// As [`changes`].
pub fn write<B: Bag>(value: &B, version: u32) -> Result<Databag, Box<Report>> {
    let mut bag = Databag::new();
    changes_in(value, version, &bag)?.apply(&mut bag);
    Ok(bag)
}

/// What is found to differ. Where nothing does, which is the rule, nothing but
/// one buffer is allocated.
struct Difference {
    changes: BTreeMap<String, Option<String>>,
    problems: Vec<Problem>,
    buffer: Vec<u8>,
}

impl Difference {
    /// Walks the databag and the table of its keys side by side.
    fn find<B: Bag>(&mut self, value: &B, version: u32, current: &Databag) {
        let mut there = current.iter();
        let mut next = there.next();
        for (key, usage) in B::TABLE.keys {
            let before = loop {
                let Some((name, text)) = next else {
                    break None;
                };
                match name.as_str().cmp(key) {
                    Ordering::Less => self.foreign(value, name),
                    Ordering::Equal => {
                        next = there.next();
                        break Some(text.as_str());
                    }
                    Ordering::Greater => break None,
                }
                next = there.next();
            };
            self.key(value, version, key, *usage, before);
        }
        for (name, _) in next.into_iter().chain(there) {
            self.foreign(value, name);
        }
        let layout = B::TABLE.layouts.first();
        if let (None | Some(Layout::Keys), Some(encoding)) = (layout, B::TABLE.rest.first()) {
            value.get_rest(SpellRest {
                difference: self,
                table: B::TABLE,
                encoding,
                current,
            });
        }
    }

    /// Compares a key that the role owns with what the value has for it.
    fn key<B: Bag>(
        &mut self,
        value: &B,
        version: u32,
        key: &str,
        usage: Use,
        before: Option<&str>,
    ) {
        let layout = B::TABLE.layouts.first();
        match (usage, layout) {
            (Use::Document, Some(Layout::NestedJson(written))) if *written == key => {
                let document = Document { value, version };
                self.spell_json(key, &document, false, before);
            }
            (Use::Document, Some(Layout::NestedYaml(written))) if *written == key => {
                let document = Document { value, version };
                self.spell_json(key, &document, true, before);
            }
            (Use::Member(index) | Use::Also(index), None | Some(Layout::Keys)) => {
                let encoding = B::TABLE.encodings[index].first();
                let encoding = encoding.unwrap_or(&Encoding::Json);
                if is_lost(value, index, encoding) {
                    self.problems.push(Problem {
                        rule: "B1",
                        key: key.to_owned(),
                        path: String::new(),
                        message:
                            "expected a value that is not empty: readers take that for missing"
                                .to_owned(),
                    });
                    return;
                }
                let spell = Spell {
                    difference: &mut *self,
                    key,
                    encoding,
                    before,
                };
                value.get(index, spell);
            }
            (Use::Marker, None | Some(Layout::Keys)) => {
                let text = B::TABLE.marker.as_ref().map(|marker| marker.text(version));
                self.put(key, text.unwrap_or_default().as_bytes(), before);
            }
            // What another version calls its own may be a dynamic key of this one.
            (Use::Owned, None | Some(Layout::Keys))
                if value.get_rest(HasKey(key)) == Some(true) => {}
            _ => self.put(key, b"", before),
        }
    }

    /// A key that is in no table is deleted if it is a dynamic key that the
    /// value no longer has. Nobody else's is touched.
    fn foreign<B: Bag>(&mut self, value: &B, key: &str) {
        let layouts = B::TABLE.layouts;
        if B::TABLE.rest.is_empty()
            || layouts.iter().all(|layout| layout.key().is_some())
            || JUJU_KEYS.contains(&key)
            || !B::fits_rest(key)
        {
            return;
        }
        let is_document = layouts.first().is_some_and(|layout| layout.key().is_some());
        if is_document || value.get_rest(HasKey(key)) != Some(true) {
            self.changes.insert(key.to_owned(), None);
        }
    }

    /// Spells a value and compares it with what is there.
    fn spell<T: Value>(&mut self, key: &str, value: &T, encoding: &Encoding, before: Option<&str>) {
        match encoding {
            Encoding::Plain(plain) => match value.view() {
                View::Text(text) => self.put(key, text.as_bytes(), before),
                _ => match plain::write(value, plain) {
                    Ok(text) => self.put(key, text.as_bytes(), before),
                    Err(expected) => self.cannot_spell(key, &expected),
                },
            },
            Encoding::Json => self.spell_json(key, value, false, before),
            Encoding::Yaml => self.spell_json(key, value, true, before),
        }
    }

    /// Spells a value in JSON, or in JSON that is YAML, too.
    fn spell_json<T: Serialize>(&mut self, key: &str, value: &T, yaml: bool, before: Option<&str>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        // Mostly nothing has changed, and then it is as long as it was.
        buffer.reserve(before.map_or(0, str::len));
        match serde_json::to_writer(&mut buffer, value) {
            Ok(()) => {
                if yaml {
                    escape_for_yaml(&mut buffer);
                }
                self.put(key, &buffer, before);
            }
            Err(error) => self.cannot_spell(key, &error.to_string()),
        }
        self.buffer = buffer;
    }

    fn cannot_spell(&mut self, key: &str, expected: &str) {
        self.problems.push(Problem {
            rule: "B1",
            key: key.to_owned(),
            path: String::new(),
            message: format!("expected {expected}"),
        });
    }

    /// Notes a text that differs from what is there. An empty one is none: Juju
    /// takes it for a deletion.
    fn put(&mut self, key: &str, text: &[u8], before: Option<&str>) {
        match before {
            Some(before) if before.as_bytes() == text => {}
            None if text.is_empty() => {}
            Some(_) if text.is_empty() => {
                self.changes.insert(key.to_owned(), None);
            }
            _ => {
                // JSON and texts are UTF-8: nothing is replaced here.
                let text = String::from_utf8_lossy(text).into_owned();
                self.changes.insert(key.to_owned(), Some(text));
            }
        }
    }
}

/// A databag that is one document: its members, and the version marker if it has
/// one.
struct Document<'v, B> {
    value: &'v B,
    version: u32,
}

impl<B: Bag> Serialize for Document<'_, B> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut map = target.serialize_map(None)?;
        if let Some(marker) = &B::TABLE.marker {
            let stated: crate::Json =
                serde_json::from_str(marker.text(self.version)).map_err(S::Error::custom)?;
            for key in marker.written {
                if self.value.get_rest(HasKey(key)) == Some(true) {
                    let expected = format_args!("no dynamic key `{key}`: the version is there");
                    return Err(S::Error::custom(expected));
                }
                map.serialize_entry(key, &stated)?;
            }
        }
        write_members(self.value, &mut map)?;
        map.end()
    }
}

/// Whether a member would be read as missing, or as its default, because there
/// is nothing to write.
fn is_lost<B: Bag>(value: &B, index: usize, encoding: &Encoding) -> bool {
    let has_text = |value: &B| value.get(index, HasText(encoding)) != Some(false);
    match B::SHAPE.members[index].presence {
        Presence::Optional => false,
        Presence::Required => !has_text(value),
        Presence::Default => !has_text(value) && has_text(&<B as Record>::vacant()),
    }
}

/// Whether a value is spelled as anything at all.
struct HasText<'e>(&'e Encoding);

impl Visit<'_> for HasText<'_> {
    type Out = bool;

    fn visit<T: Value>(self, value: &T) -> bool {
        if value.is_absent() {
            return false;
        }
        let Encoding::Plain(plain) = self.0 else {
            return true;
        };
        match value.view() {
            View::Text(text) => !text.is_empty(),
            View::Len(len) => len > 0,
            View::Opaque => plain::write(value, plain) != Ok(String::new()),
            View::Absent | View::Int(_) | View::Float(_) | View::Bool(_) => true,
        }
    }
}

struct Spell<'d> {
    difference: &'d mut Difference,
    key: &'d str,
    encoding: &'static Encoding,
    before: Option<&'d str>,
}

impl Visit<'_> for Spell<'_> {
    type Out = ();

    fn visit<T: Value>(self, value: &T) {
        if value.is_absent() {
            self.difference.put(self.key, b"", self.before);
        } else {
            self.difference
                .spell(self.key, value, self.encoding, self.before);
        }
    }
}

struct SpellRest<'d> {
    difference: &'d mut Difference,
    table: &'static BagTable,
    encoding: &'static Encoding,
    current: &'d Databag,
}

impl VisitRest for SpellRest<'_> {
    type Out = ();

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) {
        for (key, value) in entries {
            let key = key.as_key();
            if is_declared(self.table, key) {
                self.difference.problems.push(Problem {
                    rule: "B2",
                    key: key.to_owned(),
                    path: String::new(),
                    message: "expected a key that neither the interface nor Juju has".to_owned(),
                });
                continue;
            }
            let before = self.current.get(key).map(String::as_str);
            self.difference.spell(key, value, self.encoding, before);
        }
    }
}

/// Whether there is a value for a dynamic key.
struct HasKey<'k>(&'k str);

impl VisitRest for HasKey<'_> {
    type Out = bool;

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) -> bool {
        entries.keys().any(|key| key.as_key() == self.0)
    }
}

#[cfg(feature = "yaml")]
fn escape_for_yaml(json: &mut Vec<u8>) {
    crate::yaml::escape(json);
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
fn escape_for_yaml(_: &mut Vec<u8>) {}
