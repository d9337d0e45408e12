//! Writing a databag: canonical, minimal, and never the other side's.

use crate::bag::{Bag, Databag, Encoding, Layout};
use crate::limits::{Breach, Trail};
use crate::plain;
use crate::read::is_declared;
use crate::record::{Member, Visit, VisitRest, inspect_record};
use crate::report::{Problem, Report};
use crate::value::{Key, Value, View};
use crate::{Json, Map};
use std::borrow::Cow;
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
pub fn changes<B: Bag>(value: &B, current: &Databag) -> Result<Changes, Report> {
    changes_in(value, B::TABLE.version(), current)
}

/// As [`changes`], with the version that the marker states.
///
/// # Errors
///
/// As [`changes`].
pub fn changes_in<B: Bag>(value: &B, version: u32, current: &Databag) -> Result<Changes, Report> {
    let mut trail = Trail::default();
    inspect_record(value, &mut trail);
    let mut difference = Difference {
        current,
        written: Vec::with_capacity(B::SHAPE.members.len() + 1),
        changes: BTreeMap::new(),
        problems: trail.found.into_iter().map(Breach::into_problem).collect(),
        buffer: Vec::new(),
    };
    if difference.problems.is_empty() {
        match B::TABLE.layouts.first() {
            Some(Layout::NestedJson(key)) => difference.document(key, value, &Encoding::Json),
            Some(Layout::NestedYaml(key)) => difference.document(key, value, &Encoding::Yaml),
            Some(Layout::Keys) | None => difference.members(value),
        }
    }
    if !difference.problems.is_empty() {
        let mut report = Report::new(B::TABLE);
        report.problems = difference.problems;
        return Err(report);
    }
    difference.marker::<B>(version);
    difference.delete::<B>();
    Ok(Changes(difference.changes))
}

/// The databag that says `value`, from nothing.
///
/// # Errors
///
/// As [`changes`].
pub fn write<B: Bag>(value: &B, version: u32) -> Result<Databag, Report> {
    let mut bag = Databag::new();
    changes_in(value, version, &bag)?.apply(&mut bag);
    Ok(bag)
}

/// What is found to differ while a value is spelled key by key. Where nothing
/// differs, which is the rule, nothing but one buffer is allocated.
struct Difference<'a> {
    current: &'a Databag,
    /// Every key that the value has a text for.
    written: Vec<Cow<'static, str>>,
    changes: BTreeMap<String, Option<String>>,
    problems: Vec<Problem>,
    buffer: Vec<u8>,
}

impl Difference<'_> {
    fn members<R: Bag>(&mut self, value: &R) {
        for (index, member) in R::SHAPE.members.iter().enumerate() {
            if let Some(encoding) = R::TABLE.encodings[index].first() {
                value.get(
                    index,
                    Spell {
                        difference: &mut *self,
                        member,
                        encoding,
                    },
                );
            }
        }
        if let Some(encoding) = R::TABLE.rest.first() {
            value.get_rest(SpellRest {
                difference: self,
                encoding,
            });
        }
    }

    fn document<R: Bag>(&mut self, key: &'static str, value: &R, encoding: &Encoding) {
        self.written.push(Cow::Borrowed(key));
        self.spell(key, value, encoding);
    }

    /// Spells a value and compares it with what is there.
    fn spell<T: Value>(&mut self, key: &str, value: &T, encoding: &Encoding) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let spelled = match encoding {
            Encoding::Plain(plain) => match value.view() {
                View::Text(text) => {
                    self.put(key, text.as_bytes());
                    Ok(())
                }
                _ => plain::write(value, plain).map(|text| self.put(key, text.as_bytes())),
            },
            Encoding::Json | Encoding::Yaml => serde_json::to_writer(&mut buffer, value)
                .map_err(|error| error.to_string())
                .map(|()| {
                    if matches!(encoding, Encoding::Yaml) {
                        escape_for_yaml(&mut buffer);
                    }
                    self.put(key, &buffer);
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

    /// Notes a text that differs from what is there. An empty one is none:
    /// Juju takes it for a deletion.
    fn put(&mut self, key: &str, text: &[u8]) {
        let same = self
            .current
            .get(key)
            .is_some_and(|current| current.as_bytes() == text);
        if !same && !text.is_empty() {
            // JSON and texts are UTF-8: nothing is replaced here.
            let text = String::from_utf8_lossy(text).into_owned();
            self.changes.insert(key.to_owned(), Some(text));
        }
    }

    fn marker<B: Bag>(&mut self, version: u32) {
        let Some(marker) = &B::TABLE.marker else {
            return;
        };
        let versions = <B::Role as crate::Role>::VERSIONS;
        let text = match marker.spec.write(version, versions) {
            Json::String(text) if !marker.json => text,
            other => other.to_string(),
        };
        for key in std::iter::once(&marker.key).chain(marker.also_written) {
            self.written.push(Cow::Borrowed(key));
            self.put(key, text.as_bytes());
        }    }

    /// Deletes what the role owns in any version and the value does not have.
    fn delete<B: Bag>(&mut self) {
        for key in self.current.keys() {
            let owned = B::TABLE.owned.contains(&key.as_str())
                || (!B::TABLE.rest.is_empty() && !is_declared::<B>(key) && B::fits_rest(key));
            if owned && !self.written.iter().any(|written| written == key) {
                self.changes.insert(key.clone(), None);
            }
        }
    }
}

struct Spell<'d, 'a> {
    difference: &'d mut Difference<'a>,
    member: &'static Member,
    encoding: &'static Encoding,
}

impl Visit<'_> for Spell<'_, '_> {
    type Out = ();

    fn visit<T: Value>(self, value: &T) {
        if value.is_absent() {
            return;
        }
        let names = std::iter::once(&self.member.name).chain(self.member.also_written);
        for name in names {
            self.difference.written.push(Cow::Borrowed(name));
            self.difference.spell(name, value, self.encoding);
        }
    }
}

struct SpellRest<'d, 'a> {
    difference: &'d mut Difference<'a>,
    encoding: &'static Encoding,
}

impl VisitRest for SpellRest<'_, '_> {
    type Out = ();

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) {
        for (key, value) in entries {
            let key = key.as_key();
            self.difference.written.push(Cow::Owned(key.to_owned()));
            self.difference.spell(key, value, self.encoding);
        }
    }
}

#[cfg(feature = "yaml")]
fn escape_for_yaml(json: &mut Vec<u8>) {
    crate::yaml::escape(json);
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
fn escape_for_yaml(_: &mut Vec<u8>) {}
