//! Which databags must be refused?

use super::Databag;
use super::bag::{Made, make};
use super::spoil::{Spoiled, ways, ways_of_members};
use super::value::{Extent, Maker};
use crate::bag::{Verdict, judge};
use crate::model::{Bag, Encoding, Layout, Role, Scope, Type, Version};
use crate::value::Segment;
use crate::wire::{encode, encode_bag, first};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A databag that must be refused, with one mistake in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The key with the mistake.
    pub key: String,
    /// The declared field with the mistake; `None` where it is none, such as a
    /// dynamic key or a whole document.
    pub field: Option<String>,
    /// The rule that is broken, such as `B2`; `incomplete` where only keys are
    /// missing.
    pub rule: &'static str,
    /// What was done, in one line: `port: above the type's range`.
    pub what: String,
    /// The databag.
    pub databag: Databag,
}

/// Databags that must be refused: at least one for every required field,
/// constraint, type, encoding and check that a databag can break. Each is a
/// typical databag with one mistake; the interpreter calls it incomplete or
/// invalid.
///
/// Empty if the role writes no such databag, or if nothing in it can be wrong.
pub fn broken(version: &Version, role: Role, scope: Scope) -> Vec<Broken> {
    let (Some(declared), Some(made)) = (
        version.bag(role, scope),
        make(version, role, scope, Extent::Full),
    ) else {
        return Vec::new();
    };
    let spoilt = match declared.layouts.first() {
        Some(Layout::Nested { key, .. }) => document(version, declared, key, &made),
        _ => keys(version, declared, &made),
    };
    let mut seen = BTreeSet::new();
    spoilt
        .into_iter()
        .filter(|(_, databag)| seen.insert(databag.clone()))
        .filter_map(|(what, databag)| {
            let judgement = judge(version, role, scope, &databag);
            let (place, member, found_rule) = match (judgement.verdict, judgement.problems.first())
            {
                (Verdict::Invalid, Some(found)) => {
                    let member = match found.problem.path.segments().first() {
                        Some(Segment::Member(name)) => Some(name.clone()),
                        _ => None,
                    };
                    (found.key.clone(), member, found.problem.rule)
                }
                (Verdict::Incomplete, _) => {
                    (judgement.missing.first()?.clone(), None, "incomplete")
                }
                _ => return None,
            };
            // In a nested document, the key is not the field's.
            let names = [Some(place.clone()), member];
            let field = (names.iter().flatten()).find_map(|name| declared.field(name));
            Some(Broken {
                field: field.map(|field| field.name.clone()),
                key: place,
                rule: found_rule,
                what,
                databag,
            })
        })
        .collect()
}

type Spoilt = Vec<(String, Databag)>;

/// Texts that are no document, number or boolean.
const NO_VALUES: [&str; 2] = ["{\"unclosed", "no such value"];

fn keys(version: &Version, bag: &Bag, made: &Made) -> Spoilt {
    let mut spoilt = Spoilt::new();
    let mut put = |key: &str, what: String, text: String| {
        let mut databag = made.databag.clone();
        for alias in bag.field(key).iter().flat_map(|field| &field.aliases) {
            databag.remove(&alias.name);
        }
        databag.insert(key.to_owned(), text);
        spoilt.push((format!("{key}: {what}"), databag));
    };
    let fields = bag.fields.iter().filter(|field| field.marker.is_none());
    let fields = fields.map(|field| (field.name.clone(), &field.ty, field.encodings.as_slice()));
    let rest = bag.rest.iter().filter_map(|rest| {
        let (key, _) = Maker::new(version, Extent::Full).entry(rest)?;
        Some((key, &rest.values, rest.encodings.as_slice()))
    });
    for (key, ty, encodings) in fields.chain(rest) {
        for text in NO_VALUES {
            put(&key, "another encoding".to_owned(), text.to_owned());
        }
        let full = Maker::new(version, Extent::Full).make(ty);
        for value in full.iter().chain(made.values.get(&key)) {
            for way in ways(version, ty, value) {
                if let Some(text) = spelled(version, ty, first(encodings), &way.value) {
                    put(&key, way.describe(), text);
                }
            }
        }
    }
    // What is missing, and what does not go together.
    for way in ways_of_members(version, &bag.fields, None, &bag.checks, &made.values) {
        if let (Some(members), [] | [Segment::Member(_)]) =
            (way.value.as_object(), way.path.as_slice())
            && let Ok(databag) = encode_bag(version, bag, members)
        {
            spoilt.push((way.describe(), databag));
        }
    }
    spoilt
}

fn document(version: &Version, bag: &Bag, key: &str, made: &Made) -> Spoilt {
    let mut spoilt = Spoilt::new();
    let mut put = |what: String, text: String| {
        let mut databag = made.databag.clone();
        databag.insert(key.to_owned(), text);
        spoilt.push((what, databag));
    };
    for text in NO_VALUES {
        put(format!("{key}: no document"), text.to_owned());
    }
    put(format!("{key}: no object"), "[]".to_owned());
    for way in ways_of_members(
        version,
        &bag.fields,
        bag.rest.as_ref(),
        &bag.checks,
        &made.values,
    ) {
        let what = describe_below(key, &way);
        put(what, way.value.to_string());
    }
    spoilt
}

fn describe_below(key: &str, way: &Spoiled) -> String {
    match way.path.as_slice() {
        [] => format!("{key}: {}", way.what),
        _ => way.describe(),
    }
}

/// A value, right or wrong, as a databag value. `None` if the encoding cannot
/// spell it.
fn spelled(version: &Version, ty: &Type, encoding: &Encoding, value: &Json) -> Option<String> {
    match encoding {
        // The canonical spelling would leave unknown members out and put
        // defaults in.
        Encoding::Json | Encoding::Yaml => Some(value.to_string()),
        Encoding::Raw { .. } | Encoding::Separated { .. } => {
            encode(version, ty, encoding, value).ok()
        }
    }
}
