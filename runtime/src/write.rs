//! Writing a databag: canonical, minimal, and never the other side's.

use crate::bag::{Bag, Databag, Encoding, JUJU_KEYS, Layout};
use crate::limits::Trail;
use crate::plain;
use crate::read::is_declared;
use crate::record::{Visit, VisitRest, inspect_record};
use crate::report::{Problem, Report};
use crate::value::{Key, Value, canonical};
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
    match B::TABLE.layouts.first() {
        Some(Layout::NestedJson(key)) => {
            bag.insert((*key).to_owned(), canonical(value));
        }
        Some(Layout::NestedYaml(key)) => {
            bag.insert((*key).to_owned(), yaml(value));
        }
        Some(Layout::Keys) | None => write_keys(value, &mut bag),
    }
    write_marker::<B>(version, &mut bag);
    // Juju takes an empty text for a deletion.
    bag.retain(|_, text| !text.is_empty());
    Ok(bag)
}

fn refused<B: Bag>(trail: Trail) -> Report {
    let mut report = Report::new(B::TABLE);
    report.problems = trail
        .found
        .into_iter()
        .map(|breach| Problem {
            rule: breach.rule,
            key: breach.path,
            path: String::new(),
            message: breach.expected,
        })
        .collect();
    report
}

fn write_keys<B: Bag>(value: &B, bag: &mut Databag) {
    for (index, member) in B::SHAPE.members.iter().enumerate() {
        let Some(encoding) = B::TABLE.encodings[index].first() else {
            continue;
        };
        if let Some(text) = value.get(index, Spell(encoding)).flatten() {
            for (also, key) in B::TABLE.also_written {
                if *also == index {
                    bag.insert((*key).to_owned(), text.clone());
                }
            }
            bag.insert(member.name.to_owned(), text);
        }
    }
    if let Some(encoding) = B::TABLE.rest.first() {
        value.get_rest(SpellRest { encoding, bag });
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
    type Out = Option<String>;

    fn visit<T: Value>(self, value: &T) -> Option<String> {
        spell(value, self.0)
    }
}

struct SpellRest<'e> {
    encoding: &'e Encoding,
    bag: &'e mut Databag,
}

impl VisitRest for SpellRest<'_> {
    type Out = ();

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) {
        for (key, value) in entries {
            if let Some(text) = spell(value, self.encoding) {
                self.bag.insert(key.as_key().to_owned(), text);
            }
        }
    }
}

fn spell<T: Value>(value: &T, encoding: &Encoding) -> Option<String> {
    if value.is_absent() {
        return None;
    }
    match encoding {
        Encoding::Json => Some(canonical(value)),
        Encoding::Plain(plain) => plain::write(value, plain),
        Encoding::Yaml => Some(yaml(value)),
    }
}

#[cfg(feature = "yaml")]
fn yaml<T: serde_core::Serialize>(value: &T) -> String {
    crate::yaml::write(&canonical(value))
}

/// JSON is YAML, and every reader of YAML reads it.
#[cfg(not(feature = "yaml"))]
fn yaml<T: serde_core::Serialize>(value: &T) -> String {
    canonical(value)
}
