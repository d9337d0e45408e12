//! Writing a databag: canonical, minimal, and never the other side's.

use crate::bag::{Bag, Databag, Encoding, JUJU_KEYS, Layout};
use crate::limits::{Breach, Trail};
use crate::plain;
use crate::read::is_declared;
use crate::record::{Visit, VisitRest, inspect_record};
use crate::report::{Problem, Report};
use crate::value::{Key, Value};
use crate::{Json, Map};
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
/// A report, if the value breaks a constraint or check of its declaration.
/// Nothing should be written then.
pub fn changes<B: Bag>(value: &B, current: &Databag) -> Result<Changes, Report> {
    changes_in(value, B::TABLE.version(), current)
}

/// As [`changes`], with the version that the marker states.
///
/// # Errors
///
/// As [`changes`].
pub fn changes_in<B: Bag>(value: &B, version: u32, current: &Databag) -> Result<Changes, Report> {
    let wanted = write(value, version)?;
    let mut changes = BTreeMap::new();
    for key in current.keys() {
        if !wanted.contains_key(key) && owns::<B>(key) {
            changes.insert(key.clone(), None);
        }
    }
    for (key, text) in wanted {
        if current.get(&key) != Some(&text) {
            changes.insert(key, Some(text));
        }
    }
    Ok(Changes(changes))
}

/// Whether the role owns a key of this databag, in any version.
fn owns<B: Bag>(key: &str) -> bool {
    B::TABLE.owned.contains(&key)
        || (!B::TABLE.rest.is_empty()
            && !JUJU_KEYS.contains(&key)
            && !is_declared::<B>(key)
            && B::fits_rest(key))
}

/// The databag that says `value`.
///
/// # Errors
///
/// As [`changes`].
pub fn write<B: Bag>(value: &B, version: u32) -> Result<Databag, Report> {
    let mut trail = Trail::default();
    inspect_record(value, &mut trail);
    if !trail.found.is_empty() {
        return Err(refused::<B>(trail));
    }
    let mut bag = Databag::new();
    let mut problems = Vec::new();
    let document = match B::TABLE.layouts.first() {
        Some(Layout::NestedJson(key)) => Some((*key, spell(value, &Encoding::Json))),
        Some(Layout::NestedYaml(key)) => Some((*key, spell(value, &Encoding::Yaml))),
        Some(Layout::Keys) | None => None,
    };
    match document {
        Some((key, text)) => put(&mut bag, &mut problems, key, text),
        None => write_keys(value, &mut bag, &mut problems),
    }
    if !problems.is_empty() {
        let mut report = Report::new(B::TABLE);
        report.problems = problems;
        return Err(report);
    }
    write_marker::<B>(version, &mut bag);
    // Juju takes an empty text for a deletion.
    bag.retain(|_, text| !text.is_empty());
    Ok(bag)
}

fn refused<B: Bag>(trail: Trail) -> Report {
    let mut report = Report::new(B::TABLE);
    report.problems = trail.found.into_iter().map(Breach::into_problem).collect();
    report
}

/// Puts a text under a key, or notes why there is none.
fn put(bag: &mut Databag, problems: &mut Vec<Problem>, key: &str, text: Result<String, String>) {
    match text {
        Ok(text) => {
            bag.insert(key.to_owned(), text);
        }
        Err(expected) => problems.push(Problem {
            rule: "B1",
            key: key.to_owned(),
            path: String::new(),
            message: format!("expected {expected}"),
        }),
    }
}

fn write_keys<B: Bag>(value: &B, bag: &mut Databag, problems: &mut Vec<Problem>) {
    for (index, member) in B::SHAPE.members.iter().enumerate() {
        let Some(encoding) = B::TABLE.encodings[index].first() else {
            continue;
        };
        let Some(text) = value.get(index, Spell(encoding)).flatten() else {
            continue;
        };
        for key in member.also_written {
            put(bag, problems, key, text.clone());
        }
        put(bag, problems, member.name, text);
    }
    if let Some(encoding) = B::TABLE.rest.first() {
        value.get_rest(SpellRest {
            encoding,
            bag,
            problems,
        });
    }
}

fn write_marker<B: Bag>(version: u32, bag: &mut Databag) {
    let Some(marker) = &B::TABLE.marker else {
        return;
    };
    let versions = <B::Role as crate::Role>::VERSIONS;
    let text = match marker.spec.write(version, versions) {
        Json::String(text) if !marker.json => text,
        other => other.to_string(),
    };
    for key in marker.also_written {
        bag.insert((*key).to_owned(), text.clone());
    }
    bag.insert(marker.key.to_owned(), text);
}

/// Spells a member; `None` if it is absent.
struct Spell<'e>(&'e Encoding);

impl Visit<'_> for Spell<'_> {
    type Out = Option<Result<String, String>>;

    fn visit<T: Value>(self, value: &T) -> Self::Out {
        (!value.is_absent()).then(|| spell(value, self.0))
    }
}

struct SpellRest<'e> {
    encoding: &'e Encoding,
    bag: &'e mut Databag,
    problems: &'e mut Vec<Problem>,
}

impl VisitRest for SpellRest<'_> {
    type Out = ();

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) {
        for (key, value) in entries {
            let text = spell(value, self.encoding);
            put(self.bag, self.problems, key.as_key(), text);
        }
    }
}

/// The text of a value, or what it would have to be to have one.
fn spell<T: Value>(value: &T, encoding: &Encoding) -> Result<String, String> {
    let json = |value: &T| serde_json::to_string(value).map_err(|error| error.to_string());
    match encoding {
        Encoding::Json => json(value),
        Encoding::Plain(plain) => plain::write(value, plain),
        Encoding::Yaml => json(value).map(yaml),
    }
}

#[cfg(feature = "yaml")]
fn yaml(json: String) -> String {
    crate::yaml::write(&json)
}

/// Without the feature no declaration that uses YAML compiles.
#[cfg(not(feature = "yaml"))]
fn yaml(json: String) -> String {
    json
}
