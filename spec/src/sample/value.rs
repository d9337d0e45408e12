//! What is a value of this type?

use super::choose::{Slot, literals, satisfy};
use super::text;
use crate::model::{
    Check, Constraint, EnumBase, Field, IntegerWidth, Kind, Presence, Rest, TextFormat, Type,
    TypeBody, Version,
};
use crate::value::{check, resolve};
use crate::wire::canonical;
use serde_json::{Map, Number, Value as Json, json};

/// How much a value has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Everything that can be there.
    Full,
    /// Only what must be there.
    Least,
}

/// How many values are made for one. A declaration may nest types so that a
/// full value grows with the power of the depth.
const MOST_VALUES: usize = 4_000;

/// How deep a value is.
const MOST_DEPTH: usize = 24;

/// How many elements are made where a declaration asks for many.
const MOST_ELEMENTS: u64 = 2_000;

/// Makes values up.
pub(super) struct Maker<'a> {
    pub(super) version: &'a Version,
    extent: Extent,
    /// Which of several values: values of different numbers differ, where the
    /// type has so many.
    number: usize,
    /// The declared types around the place.
    inside: Vec<&'a str>,
    fuel: usize,
    depth: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(version: &'a Version, extent: Extent) -> Self {
        Maker {
            version,
            extent,
            number: 0,
            inside: Vec::new(),
            fuel: MOST_VALUES,
            depth: 0,
        }
    }

    /// The same maker, which makes no more than so many values.
    pub(super) fn at_most(mut self, fuel: usize) -> Self {
        self.fuel = self.fuel.min(fuel);
        self
    }

    /// How many values it may still make.
    pub(super) fn fuel(&self) -> usize {
        self.fuel
    }

    /// The same maker, for another value.
    pub(super) fn number(mut self, number: usize) -> Self {
        self.number = number;
        self
    }

    /// A value that fits; `None` if none was found.
    pub(super) fn make(&mut self, ty: &'a Type) -> Option<Json> {
        self.fuel = self.fuel.checked_sub(1)?;
        // An alias may contain itself in a list.
        if self.depth >= MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let made = self.kind(ty);
        self.depth -= 1;
        made
    }

    fn kind(&mut self, ty: &'a Type) -> Option<Json> {
        let version = self.version;
        let resolved = resolve(version, ty);
        let fits = |value: &Json| check(version, ty, value).fits();
        let constraints = &resolved.constraints;
        match resolved.kind {
            Kind::Text { format } => {
                let texts = text::candidates(*format, constraints, self.number);
                texts.into_iter().map(Json::from).find(fits)
            }
            Kind::Bool => Some(json!(self.number.is_multiple_of(2))).filter(fits),
            Kind::Integer { width } => self.integers(*width, constraints).into_iter().find(fits),
            Kind::Float => self.floats(constraints).into_iter().find(fits),
            Kind::Any => {
                let texts = text::candidates(TextFormat::Plain, constraints, self.number);
                texts.into_iter().map(Json::from).find(fits)
            }
            Kind::List { items } => self.list(items, constraints, false).filter(fits),
            Kind::Set { items } => self.list(items, constraints, true).filter(fits),
            Kind::Map { keys, values } => self.map(keys, values, constraints).filter(fits),
            Kind::Secret { .. } => Some(json!(text::secret_uri(self.number))).filter(fits),
            Kind::Named { name } => {
                // A type that contains itself, in a list or map, ends there.
                if self.inside.contains(&name.as_str()) {
                    return None;
                }
                let Some(decl) = version.type_decl(name) else {
                    return Some(json!(text::numbered("value", self.number))).filter(fits);
                };
                self.inside.push(name);
                let made = self.declared(&decl.body);
                self.inside.pop();
                made.filter(fits)
            }
        }
    }

    fn declared(&mut self, body: &'a TypeBody) -> Option<Json> {
        match body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => self.members(fields, rest.as_ref(), checks).map(Json::from),
            TypeBody::Secret { fields, checks } => {
                self.members(fields, None, checks).map(Json::from)
            }
            TypeBody::Enum { base, variants, .. } => match (base, variants.as_slice()) {
                (EnumBase::Text, []) => Some(json!(text::numbered("value", self.number))),
                (EnumBase::Integer, []) => Some(json!(self.number)),
                (_, variants) => Some(variants[self.number % variants.len()].wire.clone()),
            },
            TypeBody::Union { tag, variants, .. } => {
                let count = variants.len();
                (0..count).find_map(|offset| {
                    let variant = &variants[(self.number + offset) % count];
                    let mut value = self.make(&variant.ty)?;
                    if let Some(tag) = tag {
                        let members = value.as_object_mut()?;
                        members.insert(tag.clone(), json!(variant.wire));
                    }
                    Some(value)
                })
            }
            // What stands for itself only.
            TypeBody::Alias { .. } => None,
        }
    }

    /// The members of an object, chosen so that its checks hold.
    pub(super) fn members(
        &mut self,
        fields: &'a [Field],
        rest: Option<&'a Rest>,
        checks: &[Check],
    ) -> Option<Map<String, Json>> {
        let mut slots = Vec::new();
        for (place, field) in fields.iter().enumerate() {
            slots.push(self.slot(place, field, checks)?);
        }
        let mut members = satisfy(&slots, fields, checks)?;
        if self.extent == Extent::Full
            && let Some(rest) = rest
            && let Some((key, value)) = self.entry(rest)
            && !fields.iter().any(|field| field.answers_to(&key))
        {
            members.insert(key, value);
        }
        Some(members)
    }

    /// What one member may be, the best first. `None` if it is required and
    /// nothing was found.
    /// `place` is that of the field among the others.
    pub(super) fn slot(
        &mut self,
        place: usize,
        field: &'a Field,
        checks: &[Check],
    ) -> Option<Slot> {
        let mut values: Vec<Json> = self.field(field).into_iter().collect();
        for literal in literals(self.version, field, checks) {
            if !values.contains(&literal) && check(self.version, &field.ty, &literal).fits() {
                values.push(literal);
            }
        }
        let mut options: Vec<Option<Json>> = values.into_iter().map(Some).collect();
        if !field.is_required() {
            match self.extent {
                Extent::Full => options.push(None),
                Extent::Least => options.insert(0, None),
            }
        }
        // Of fields of which one must be there, or only one may, the first one
        // is chosen that is not deprecated.
        let place = isize::try_from(place).unwrap_or(isize::MAX / 4);
        let rank = if field.deprecated.is_some() {
            place + isize::MAX / 2
        } else {
            place
        };
        let varies = match self.extent {
            Extent::Full => rank,
            Extent::Least => -rank,
        };
        (!options.is_empty()).then(|| Slot {
            name: field.name.clone(),
            varies,
            options,
        })
    }

    /// A value for a field: an example of it, unless less will do.
    pub(super) fn field(&mut self, field: &'a Field) -> Option<Json> {
        let fits = |value: &&Json| !value.is_null() && check(self.version, &field.ty, value).fits();
        let examples: Vec<&Json> = field.examples.iter().filter(fits).collect();
        let example = (!examples.is_empty()).then(|| examples[self.number % examples.len()]);
        let is_compound = example.is_some_and(|example| example.is_array() || example.is_object());
        if self.extent == Extent::Least && is_compound {
            return self.make(&field.ty).or_else(|| example.cloned());
        }
        let default = match &field.presence {
            Presence::Default(value) if check(self.version, &field.ty, value).fits() => Some(value),
            _ => None,
        };
        example
            .cloned()
            .or_else(|| self.make(&field.ty))
            .or_else(|| default.cloned())
    }

    /// One dynamic key with its value.
    pub(super) fn entry(&mut self, rest: &'a Rest) -> Option<(String, Json)> {
        let examples = rest.examples.iter().filter_map(Json::as_object).flatten();
        let examples: Vec<(&String, &Json)> = examples
            .filter(|(key, value)| {
                check(self.version, &rest.keys, &json!(key)).fits()
                    && !value.is_null()
                    && check(self.version, &rest.values, value).fits()
            })
            .collect();
        if let Some((key, value)) = examples.get(self.number) {
            return Some(((*key).clone(), (*value).clone()));
        }
        let key = self.make(&rest.keys)?.as_str()?.to_owned();
        let value = self.make(&rest.values)?;
        (!value.is_null()).then_some((key, value))
    }

    fn list(
        &mut self,
        items: &'a Type,
        constraints: &[&Constraint],
        distinct: bool,
    ) -> Option<Json> {
        let wanted = self.wanted(constraints)?;
        let outer = self.number;
        let mut elements: Vec<Json> = Vec::new();
        let mut spellings = Vec::new();
        // A set may need more tries than elements, since two may be the same.
        for attempt in 0..wanted * 4 {
            if elements.len() == wanted {
                break;
            }
            self.number = outer + attempt;
            let Some(element) = self.make(items) else {
                break;
            };
            let spelling = canonical(self.version, items, &element);
            if distinct && spellings.contains(&spelling) {
                continue;
            }
            if distinct {
                spellings.push(spelling);
            }
            elements.push(element);
        }
        self.number = outer;
        Some(elements.into())
    }

    fn map(
        &mut self,
        keys: &'a Type,
        values: &'a Type,
        constraints: &[&Constraint],
    ) -> Option<Json> {
        let wanted = self.wanted(constraints)?;
        let outer = self.number;
        let mut members = Map::new();
        for attempt in 0..wanted * 4 {
            if members.len() == wanted {
                break;
            }
            self.number = outer + attempt;
            let key = self.make(keys);
            let (Some(Json::String(key)), Some(value)) = (key, self.make(values)) else {
                break;
            };
            members.insert(key, value);
        }
        self.number = outer;
        Some(members.into())
    }

    /// How many elements to make; `None` if more are asked for than is sane.
    fn wanted(&self, constraints: &[&Constraint]) -> Option<usize> {
        let mut least = match self.extent {
            Extent::Full => 1,
            Extent::Least => 0,
        };
        let mut most = u64::MAX;
        for constraint in constraints {
            if let Constraint::Length { min, max } = constraint {
                least = least.max(min.unwrap_or(0));
                most = most.min(max.unwrap_or(u64::MAX));
            }
        }
        let wanted = least.min(most);
        (wanted <= MOST_ELEMENTS)
            .then(|| usize::try_from(wanted).ok())
            .flatten()
    }

    fn integers(&self, width: IntegerWidth, constraints: &[&Constraint]) -> Vec<Json> {
        let (mut least, mut most) = width.bounds();
        for (min, max) in ranges(constraints) {
            if let Some(min) = min.and_then(|min| whole(min, f64::ceil)) {
                least = least.max(min);
            }
            if let Some(max) = max.and_then(|max| whole(max, f64::floor)) {
                most = most.min(max);
            }
        }
        let number = self.number as i128;
        let usual = if width == IntegerWidth::Port { 8080 } else { 1 };
        [usual + number, least + number, most - number, least, most]
            .into_iter()
            .filter_map(integer)
            .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "any number will do")]
    fn floats(&self, constraints: &[&Constraint]) -> Vec<Json> {
        let number = self.number as f64;
        let mut floats = vec![1.5 + number];
        for (min, max) in ranges(constraints) {
            let min = min.and_then(Number::as_f64);
            let max = max.and_then(Number::as_f64);
            floats.extend(min.map(|min| min + number));
            floats.extend(max.map(|max| max - number));
            floats.extend(min.zip(max).map(|(min, max)| f64::midpoint(min, max)));
            floats.extend(min);
            floats.extend(max);
        }
        floats
            .into_iter()
            .filter_map(Number::from_f64)
            .map(Json::from)
            .collect()
    }
}

/// The bounds that the constraints set.
pub(super) fn ranges<'c>(
    constraints: &'c [&Constraint],
) -> impl Iterator<Item = (Option<&'c Number>, Option<&'c Number>)> {
    constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Range { min, max } => Some((min.as_ref(), max.as_ref())),
            _ => None,
        })
}

/// The nearest whole number inside a bound.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
fn whole(bound: &Number, inside: fn(f64) -> f64) -> Option<i128> {
    crate::predicate::whole(bound).or_else(|| bound.as_f64().map(|float| inside(float) as i128))
}

/// A whole number as JSON, if it fits in 64 bits.
pub(super) fn integer(number: i128) -> Option<Json> {
    i64::try_from(number)
        .map(Json::from)
        .or_else(|_| u64::try_from(number).map(Json::from))
        .ok()
}
