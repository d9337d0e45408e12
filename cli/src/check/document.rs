//! What does `juju show-unit` say?
//!
//! The shape is that of Juju's `cmd/juju/application/showunit.go`: a map from
//! unit to its description, in which `relation-info` lists the relations. Juju
//! 2.9 to 4 write the same keys (`relation-id` since 2.9.30); keys that play no
//! part here are skipped. JSON is read as the YAML that it is, so that a number
//! keeps the spelling that it has in the text.

use crate::failure::Failure;
use relata_spec::{document, words};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A databag, as Juju holds it.
pub(super) type Data = BTreeMap<String, String>;

/// All units that the document shows, in its order.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) units: Vec<Unit>,
}

/// One unit that is shown.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) name: String,
    /// The charm's URL, such as `ch:amd64/postgresql-k8s-281`.
    pub(super) charm: Option<String>,
    pub(super) relations: Vec<Relation>,
}

impl Unit {
    pub(super) fn application(&self) -> &str {
        application(&self.name)
    }
}

/// One relation, seen from the unit that is shown.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: Option<u64>,
    pub(super) endpoint: String,
    pub(super) related_endpoint: Option<String>,
    pub(super) cross_model: bool,
    /// The databag of one application: whose, depends on Juju.
    pub(super) application_data: Data,
    /// The databag of the unit that is shown, where Juju shows it.
    pub(super) local_unit: Option<UnitData>,
    pub(super) related_units: Vec<(String, UnitData)>,
}

/// One unit's databag.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct UnitData {
    pub(super) in_scope: Option<bool>,
    #[serde(deserialize_with = "databag")]
    pub(super) data: Data,
}

/// The application that a unit belongs to.
pub(super) fn application(unit: &str) -> &str {
    unit.rsplit_once('/').map_or(unit, |(name, _)| name)
}

/// Reads a document.
pub(super) fn parse(text: &str, name: &str) -> Result<Document, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::new(format!(
            "{name} is empty; it should hold the output of `juju show-unit`"
        )));
    }
    let Ordered(entries) = document::parse::<Ordered<RawUnit>>(text).map_err(|error| {
        let values = if error.ends_with(document::NO_TEXT) {
            "; databag values are texts"
        } else {
            ""
        };
        Failure::new(format!(
            "cannot read {name}: {error}{values}{}",
            advice(text)
        ))
    })?;
    let mut units = Vec::with_capacity(entries.len());
    for (unit, raw) in entries {
        if !is_unit(&unit) {
            return Err(Failure::new(format!(
                "{name} is no output of `juju show-unit`: `{}` is no unit such as `app/0`{}",
                shortened(&unit),
                advice(text)
            )));
        }
        units.push(raw.into_unit(unit));
    }
    Ok(Document { units })
}

/// What else the document may be, for those who took the wrong one.
fn advice(text: &str) -> &'static str {
    let begins = |word: &str| text.lines().take(200).any(|line| line.starts_with(word));
    if text.trim_start().starts_with("ERROR ") {
        "; it is an error message of Juju"
    } else if begins("applications:") || text.trim_start().starts_with("{\"model\"") {
        "; it looks like `juju status`, which shows no relation data: run `juju show-unit app/0`"
    } else {
        "; for a bare databag use `--bag`"
    }
}

fn is_unit(name: &str) -> bool {
    name.rsplit_once('/').is_some_and(|(application, number)| {
        !application.is_empty()
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A word from the input, short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

/// The endpoints of a document, once each, for a message.
pub(super) fn endpoints(document: &Document) -> String {
    let mut names: Vec<&str> = document
        .units
        .iter()
        .flat_map(|unit| &unit.relations)
        .map(|relation| relation.endpoint.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    words::list(names)
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct RawUnit {
    charm: Option<String>,
    relation_info: Option<Vec<RawRelation>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct RawRelation {
    #[serde(default)]
    relation_id: Option<u64>,
    endpoint: String,
    #[serde(default)]
    related_endpoint: Option<String>,
    #[serde(default)]
    cross_model: bool,
    #[serde(default, deserialize_with = "databag")]
    application_data: Data,
    #[serde(default)]
    local_unit: Option<UnitData>,
    #[serde(default)]
    related_units: Option<Ordered<Option<UnitData>>>,
}

impl RawUnit {
    fn into_unit(self, name: String) -> Unit {
        Unit {
            name,
            charm: self.charm,
            relations: self
                .relation_info
                .unwrap_or_default()
                .into_iter()
                .map(RawRelation::into_relation)
                .collect(),
        }
    }
}

impl RawRelation {
    fn into_relation(self) -> Relation {
        let Ordered(related) = self.related_units.unwrap_or_default();
        Relation {
            id: self.relation_id,
            endpoint: self.endpoint,
            related_endpoint: self.related_endpoint,
            cross_model: self.cross_model,
            application_data: self.application_data,
            // In JSON, Juju writes `{"in-scope": false, "data": null}` for
            // "there is none".
            local_unit: self
                .local_unit
                .filter(|unit| unit.in_scope == Some(true) || !unit.data.is_empty()),
            related_units: related
                .into_iter()
                .map(|(name, data)| (name, data.unwrap_or_default()))
                .collect(),
        }
    }
}

/// A databag: a map of texts, or `null` for an empty one. Every plain scalar
/// is the text that it is written as; `null` is the empty text, which Juju
/// cannot store.
pub(super) fn databag<'de, D: Deserializer<'de>>(source: D) -> Result<Data, D::Error> {
    let raw = Option::<BTreeMap<String, Option<String>>>::deserialize(source)?;
    Ok(raw
        .unwrap_or_default()
        .into_iter()
        .map(|(key, value)| (key, value.unwrap_or_default()))
        .collect())
}

/// A map in the order of the document.
struct Ordered<V>(Vec<(String, V)>);

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        Ordered(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Ordered<V> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Ordered<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        source.deserialize_map(Entries(PhantomData))
    }
}
