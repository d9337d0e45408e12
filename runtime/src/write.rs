//! Writing a databag: canonical, minimal, and never the other side's.

use crate::Map;
use crate::bag::{Bag, BagTable, Databag, Encoding, JUJU_KEYS, Layout, Plain, Use};
use crate::limits::{Breach, Trail};
use crate::plain;
use crate::read::is_declared;
use crate::record::{Presence, Record, Visit, VisitRest, inspect_record};
use crate::report::{Problem, Report};
use crate::value::{Key, Value, View};
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

/// As [`changes`], with the version that the marker states.
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
    let mut difference = Difference {
        changes: BTreeMap::new(),
        problems: trail.found.into_iter().map(Breach::into_problem).collect(),
        buffer: Vec::new(),
    };
    if difference.problems.is_empty() {
        difference.find(value, version, current);
    }
    if !difference.problems.is_empty() {
        let mut report = Report::new(B::TABLE);
        report.problems = difference.problems;
        return Err(Box::new(report));
    }
    Ok(Changes(difference.changes))
}

/// The databag that says `value`, from nothing.
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
        if let Some(encoding) = B::TABLE.rest.first() {
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
                self.spell(key, value, &Encoding::Json, before);
            }
            (Use::Document, Some(Layout::NestedYaml(written))) if *written == key => {
                self.spell(key, value, &Encoding::Yaml, before);
            }
            (Use::Member(index) | Use::Also(index), None | Some(Layout::Keys)) => {
                let encoding = B::TABLE.encodings[index].first();
                let encoding = encoding.unwrap_or(&Encoding::Json);
                if is_lost(value, index, encoding) {
                    self.problems.push(Problem {
                        rule: "B1",
                        key: key.to_owned(),
                        path: String::new(),
                        message: "expected a text that is not empty, which Juju does not keep"
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
            (Use::Marker, _) => {
                let text = B::TABLE.marker.as_ref().map(|marker| marker.text(version));
                self.put(key, text.unwrap_or_default().as_bytes(), before);
            }
            // What another version calls its own may be a dynamic key of this one.
            (Use::Owned, _) if value.get_rest(HasKey(key)) == Some(true) => {}
            _ => self.put(key, b"", before),
        }
    }

    /// A key that is in no table is deleted if it is a dynamic key that the
    /// value no longer has. Nobody else's is touched.
    fn foreign<B: Bag>(&mut self, value: &B, key: &str) {
        if B::TABLE.rest.is_empty() || JUJU_KEYS.contains(&key) || !B::fits_rest(key) {
            return;
        }
        if value.get_rest(HasKey(key)) != Some(true) {
            self.changes.insert(key.to_owned(), None);
        }
    }

    /// Spells a value and compares it with what is there.
    fn spell<T: Value>(&mut self, key: &str, value: &T, encoding: &Encoding, before: Option<&str>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let spelled = match encoding {
            Encoding::Plain(plain) => match value.view() {
                View::Text(text) => {
                    self.put(key, text.as_bytes(), before);
                    Ok(())
                }
                _ => plain::write(value, plain).map(|text| self.put(key, text.as_bytes(), before)),
            },
            Encoding::Json | Encoding::Yaml => serde_json::to_writer(&mut buffer, value)
                .map_err(|error| error.to_string())
                .map(|()| {
                    if matches!(encoding, Encoding::Yaml) {
                        escape_for_yaml(&mut buffer);
                    }
                    self.put(key, &buffer, before);
                }),
        };
        if let Err(expected) = spelled {
            self.problems.push(Problem {
                rule: "B1",
                key: key.to_owned(),
                path: String::new(),
                message: format!("expected {expected}"),
            });
        }
        self.buffer = buffer;
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

/// Whether a member would be read as missing, or as its default, because its
/// text is empty.
fn is_lost<B: Bag>(value: &B, index: usize, encoding: &Encoding) -> bool {
    let Encoding::Plain(plain) = encoding else {
        return false;
    };
    if value.get(index, HasNoText(plain)) != Some(true) {
        return false;
    }
    match B::SHAPE.members[index].presence {
        Presence::Optional => false,
        Presence::Required => true,
        Presence::Default => <B as Record>::vacant().get(index, HasNoText(plain)) != Some(true),
    }
}

/// Whether a value is an empty text, or a list that is spelled as one.
struct HasNoText<'p>(&'p Plain);

impl Visit<'_> for HasNoText<'_> {
    type Out = bool;

    fn visit<T: Value>(self, value: &T) -> bool {
        match value.view() {
            View::Text(text) => text.is_empty(),
            View::Len(len) => len == 0,
            View::Opaque => plain::write(value, self.0).is_ok_and(|text| text.is_empty()),
            View::Absent | View::Int(_) | View::Float(_) | View::Bool(_) => false,
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
