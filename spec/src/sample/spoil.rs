//! In how many ways can a value of this type be wrong?

use super::choose::violate;
use super::value::{Extent, Maker, integer, ranges};
use crate::model::{Check, Constraint, EnumBase, Field, Kind, Rest, Type, TypeBody, Version};
use crate::value::{Path, Segment, check, format_rule, resolve};
use serde_json::{Map, Value as Json, json};

/// One way.
pub(super) struct Spoiled {
    /// Where in the value.
    pub(super) path: Vec<Segment>,
    /// What is wrong there, in a few words.
    pub(super) what: String,
    /// The whole value with the mistake in it.
    pub(super) value: Json,
}

/// How many places of one value are spoiled.
const MOST_PLACES: usize = 400;

/// How many values are made up to spoil one. A declaration may nest types so
/// that their number grows with the power of the depth.
const MOST_VALUES: usize = 20_000;

/// How deep a value is spoiled.
const MOST_DEPTH: usize = 12;

/// The longest text or list that is made to be too long.
const MOST_LENGTH: u64 = 5_000;

/// Ways in which a value of this type is wrong, each of them verified.
pub(super) fn ways(version: &Version, ty: &Type, value: &Json) -> Vec<Spoiled> {
    let mut spoiler = Spoiler::new(version);
    let mut ways = spoiler.ty(ty, value);
    ways.retain(|way| !check(version, ty, &way.value).fits());
    ways
}

/// The same for the members of an object.
pub(super) fn ways_of_members(
    version: &Version,
    fields: &[Field],
    rest: Option<&Rest>,
    checks: &[Check],
    members: &Map<String, Json>,
) -> Vec<Spoiled> {
    let mut spoiler = Spoiler::new(version);
    spoiler.object(fields, rest, checks, members)
}

struct Spoiler<'a> {
    version: &'a Version,
    depth: usize,
    /// How many places may still be spoiled.
    places: usize,
    /// How many values may still be made up.
    fuel: usize,
}

impl<'a> Spoiler<'a> {
    fn new(version: &'a Version) -> Self {
        Spoiler {
            version,
            depth: 0,
            places: MOST_PLACES,
            fuel: MOST_VALUES,
        }
    }

    fn ty(&mut self, ty: &'a Type, value: &Json) -> Vec<Spoiled> {
        if self.depth >= MOST_DEPTH || self.places == 0 {
            return Vec::new();
        }
        self.depth += 1;
        self.places -= 1;
        let resolved = resolve(self.version, ty);
        let mut ways = self.wrong_types(ty);
        ways.extend(self.kind(resolved.kind, value));
        ways.extend(self.constraints(ty, resolved.kind, &resolved.constraints, value));
        self.depth -= 1;
        ways
    }

    /// Values of other types: a scalar and a collection.
    fn wrong_types(&self, ty: &Type) -> Vec<Spoiled> {
        let wrong = |value: &Json| !check(self.version, ty, value).fits();
        let scalar = [json!(7), json!("no such value"), json!(true)]
            .into_iter()
            .find(&wrong);
        let collection = [json!({"no": "such value"}), json!([[]])]
            .into_iter()
            .find(&wrong);
        scalar
            .into_iter()
            .chain(collection)
            .map(|value| here("another type", value))
            .collect()
    }

    fn kind(&mut self, kind: &'a Kind, value: &Json) -> Vec<Spoiled> {
        match kind {
            Kind::Text { format } if format_rule(*format).pattern.is_some() => {
                [" ", "no such form", "-", "é:"]
                    .into_iter()
                    .map(|text| here("not of the declared form", json!(text)))
                    .take(2)
                    .collect()
            }
            Kind::Text { .. } | Kind::Bool | Kind::Any => Vec::new(),
            Kind::Float => vec![here("a number as a text", json!("1.5"))],
            Kind::Integer { width } => {
                let (least, most) = width.bounds();
                let above = integer(most + 1).unwrap_or(json!(1e20));
                let below = integer(least - 1).unwrap_or(json!(-1e20));
                vec![
                    here("above the type's range", above),
                    here("below the type's range", below),
                    here("a fraction", json!(1.5)),
                    here("a number as a text", json!("1")),
                ]
            }
            Kind::Secret { .. } => vec![here("no URI of a secret", json!("s3cret!"))],
            Kind::List { items } | Kind::Set { items } => self.elements(items, value),
            Kind::Map { keys, values } => self.entries(keys, values, value),
            Kind::Named { name } => {
                let version = self.version;
                match version.type_decl(name) {
                    Some(decl) => self.declared(&decl.body, value),
                    None => Vec::new(),
                }
            }
        }
    }

    fn elements(&mut self, items: &'a Type, value: &Json) -> Vec<Spoiled> {
        let mut elements = value.as_array().cloned().unwrap_or_default();
        if elements.is_empty() {
            let Some(element) = self.full(items) else {
                return Vec::new();
            };
            elements.push(element);
        }
        let ways = self.ty(items, &elements[0].clone());
        ways.into_iter()
            .map(|way| {
                let mut elements = elements.clone();
                elements[0] = way.value.clone();
                below(Segment::Index(0), way, elements.into())
            })
            .collect()
    }

    fn entries(&mut self, keys: &'a Type, values: &'a Type, value: &Json) -> Vec<Spoiled> {
        let mut members = value.as_object().cloned().unwrap_or_default();
        if members.is_empty() {
            let entry = self.full(keys).zip(self.full(values));
            let Some((Json::String(key), value)) = entry else {
                return Vec::new();
            };
            members.insert(key, value);
        }
        let Some((key, member)) = members.iter().next() else {
            return Vec::new();
        };
        let (key, member) = (key.clone(), member.clone());
        let mut ways = Vec::new();
        for way in self.ty(keys, &json!(key)) {
            let Some(wrong) = way.value.as_str() else {
                continue;
            };
            let mut members = members.clone();
            members.remove(&key);
            members.insert(wrong.to_owned(), member.clone());
            ways.push(Spoiled {
                path: vec![Segment::Key(wrong.to_owned())],
                what: format!("a key: {}", way.what),
                value: members.into(),
            });
        }
        for way in self.ty(values, &member) {
            let mut members = members.clone();
            members.insert(key.clone(), way.value.clone());
            ways.push(below(Segment::Key(key.clone()), way, members.into()));
        }
        ways
    }

    fn declared(&mut self, body: &'a TypeBody, value: &Json) -> Vec<Spoiled> {
        let members = || value.as_object().cloned().unwrap_or_default();
        match body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => self.object(fields, rest.as_ref(), checks, &members()),
            TypeBody::Secret { fields, checks } => self.object(fields, None, checks, &members()),
            TypeBody::Enum { base, closed, .. } => {
                let unknown = match base {
                    EnumBase::Text => json!("no-such-value"),
                    EnumBase::Integer => json!(987_654_321),
                };
                (closed.then(|| here("a value that is not on the closed list", unknown)))
                    .into_iter()
                    .collect()
            }
            TypeBody::Union { tag, variants, .. } => {
                let mut ways = Vec::new();
                if let Some(tag) = tag {
                    let mut without = members();
                    without.remove(tag);
                    ways.push(here(&format!("no `{tag}`"), without.into()));
                    for (what, word) in [
                        ("an unknown tag", json!("no-such-tag")),
                        ("a tag of another type", json!(7)),
                    ] {
                        let mut other = members();
                        other.insert(tag.clone(), word);
                        ways.push(here(what, other.into()));
                    }
                }
                for variant in variants {
                    let Some(shape) = self.full(&variant.ty) else {
                        continue;
                    };
                    for mut way in self.ty(&variant.ty, &shape) {
                        if let (Some(tag), Some(members)) = (tag, way.value.as_object_mut()) {
                            members.insert(tag.clone(), json!(variant.wire));
                        }
                        ways.push(way);
                    }
                }
                ways
            }
            TypeBody::Alias { .. } => Vec::new(),
        }
    }

    fn object(
        &mut self,
        fields: &'a [Field],
        rest: Option<&'a Rest>,
        checks: &[Check],
        members: &Map<String, Json>,
    ) -> Vec<Spoiled> {
        let mut ways = Vec::new();
        for field in fields.iter().filter(|field| field.marker.is_none()) {
            let segment = || Segment::Member(field.name.clone());
            if field.is_required() {
                let mut without = members.clone();
                without.remove(&field.name);
                ways.push(Spoiled {
                    path: vec![segment()],
                    what: "missing".to_owned(),
                    value: without.into(),
                });
            }
            // What is made up has more in it than what stands there.
            let full = self.full(&field.ty);
            let Some(member) = full.or_else(|| members.get(&field.name).cloned()) else {
                continue;
            };
            for way in self.ty(&field.ty, &member) {
                let mut members = members.clone();
                members.insert(field.name.clone(), way.value.clone());
                ways.push(below(segment(), way, members.into()));
            }
        }
        if let Some(rest) = rest
            && let Some((key, value)) = Maker::new(self.version, Extent::Full).entry(rest)
        {
            for way in self.ty(&rest.values, &value) {
                let mut members = members.clone();
                members.insert(key.clone(), way.value.clone());
                ways.push(below(Segment::Key(key.clone()), way, members.into()));
            }
        }
        ways.extend(self.checks(fields, checks, members));
        ways
    }

    /// Every check, broken with values that fit each on its own.
    fn checks(
        &self,
        fields: &'a [Field],
        checks: &[Check],
        members: &Map<String, Json>,
    ) -> Vec<Spoiled> {
        if checks.is_empty() {
            return Vec::new();
        }
        let mut slots = Vec::new();
        let fields_of_data = fields.iter().filter(|field| field.marker.is_none());
        for (place, field) in fields_of_data.enumerate() {
            let mut maker = Maker::new(self.version, Extent::Full);
            let Some(mut slot) = maker.slot(place, field, checks) else {
                return Vec::new();
            };
            // What stands there is the best.
            let there = members.get(&field.name).cloned();
            slot.options.retain(|option| *option != there);
            slot.options.insert(0, there);
            slots.push(slot);
        }
        checks
            .iter()
            .filter_map(|broken| {
                let found = violate(&slots, fields, checks, broken)?;
                let others = members
                    .iter()
                    .filter(|(name, _)| !fields.iter().any(|field| field.name == **name));
                let mut value: Map<String, Json> = others
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                value.extend(found);
                Some(here(
                    &format!("against the check `{}`", broken.name),
                    value.into(),
                ))
            })
            .collect()
    }

    fn constraints(
        &self,
        ty: &'a Type,
        kind: &Kind,
        constraints: &[&Constraint],
        value: &Json,
    ) -> Vec<Spoiled> {
        let mut ways = Vec::new();
        for (min, max) in ranges(constraints) {
            let is_float = matches!(kind, Kind::Float);
            let beyond = |bound: &serde_json::Number, step: i128| match bound.as_i64() {
                Some(whole) if !is_float => integer(i128::from(whole) + step),
                _ => bound.as_f64().map(|float| {
                    #[expect(clippy::cast_precision_loss, reason = "1 or -1")]
                    let step = step as f64;
                    json!(float + step * float.abs().max(1.0))
                }),
            };
            let below = min.and_then(|min| beyond(min, -1));
            let above = max.and_then(|max| beyond(max, 1));
            ways.extend(below.map(|value| here("below the declared range", value)));
            ways.extend(above.map(|value| here("above the declared range", value)));
        }
        for constraint in constraints {
            match constraint {
                Constraint::Pattern(_) => {
                    let texts = ["", "!", " ", "\u{1}", "é", "A", "0", "no such text"];
                    let wrong = texts
                        .into_iter()
                        .map(|text| json!(text))
                        .find(|text| !check(self.version, ty, text).fits());
                    ways.extend(wrong.map(|text| here("against the pattern", text)));
                }
                Constraint::Length { min, max } => {
                    let shorter = min.and_then(|min| self.resized(ty, value, min.checked_sub(1)?));
                    let longer = (max.filter(|max| *max < MOST_LENGTH))
                        .and_then(|max| self.resized(ty, value, max + 1));
                    ways.extend(shorter.map(|value| here("too short", value)));
                    ways.extend(longer.map(|value| here("too long", value)));
                }
                Constraint::Range { .. } => {}
            }
        }
        ways
    }

    /// The value, of another length.
    fn resized(&self, ty: &'a Type, value: &Json, length: u64) -> Option<Json> {
        let length = usize::try_from(length).ok()?;
        let make = |ty: &'a Type, number| {
            Maker::new(self.version, Extent::Full)
                .number(number)
                .make(ty)
        };
        match (resolve(self.version, ty).kind, value) {
            (_, Json::String(text)) => {
                let letters = text.chars().chain(std::iter::repeat('x'));
                Some(letters.take(length).collect::<String>().into())
            }
            (Kind::List { items } | Kind::Set { items }, _) => (0..length)
                .map(|number| make(items, number))
                .collect::<Option<Vec<Json>>>()
                .map(Json::from),
            (Kind::Map { keys, values }, _) => {
                let mut members = Map::new();
                for number in 0..length {
                    let key = make(keys, number)?.as_str()?.to_owned();
                    members.insert(key, make(values, 0)?);
                }
                Some(members.into())
            }
            _ => None,
        }
    }

    fn full(&mut self, ty: &'a Type) -> Option<Json> {
        if self.places == 0 {
            return None;
        }
        let mut maker = Maker::new(self.version, Extent::Full).at_most(self.fuel);
        let before = maker.fuel();
        let made = maker.make(ty);
        self.fuel -= before - maker.fuel();
        made
    }
}

fn here(what: &str, value: Json) -> Spoiled {
    Spoiled {
        path: Vec::new(),
        what: what.to_owned(),
        value,
    }
}

/// The same way, seen from around.
fn below(segment: Segment, way: Spoiled, value: Json) -> Spoiled {
    let mut path = vec![segment];
    path.extend(way.path);
    Spoiled {
        path,
        what: way.what,
        value,
    }
}

impl Spoiled {
    /// The way in one line.
    pub(super) fn describe(&self) -> String {
        if self.path.is_empty() {
            return self.what.clone();
        }
        format!("{}: {}", Path::from(self.path.clone()), self.what)
    }
}
