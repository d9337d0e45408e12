//! What is a declared type in Python?

use super::helpers::{Helper, Import, Needs};
use super::names::class;
use super::py::{Py, literal, pattern, string};
use super::regex;
use crate::model::{
    BoolSpelling, Constraint, Encoding, EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody,
    TypeDecl, Variant, Version,
};
use crate::predicate::order_of;
use serde_json::{Number, Value as Json};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Spells types, and notes what the module needs for them.
pub(super) struct Types<'a> {
    pub(super) version: &'a Version,
    pub(super) needs: Needs,
    /// The declared types that stand above already.
    pub(super) defined: BTreeSet<&'a str>,
    /// Booleans in spellings of their own.
    pub(super) spellings: Vec<(String, Py)>,
}

/// The bounds of the constraints that a type has, put together.
#[derive(Default)]
struct Bounds<'a> {
    patterns: Vec<&'a str>,
    least: Option<u64>,
    most: Option<u64>,
    min: Option<Number>,
    max: Option<Number>,
}

impl<'a> Types<'a> {
    /// A decoded value of a type.
    pub(super) fn decoded(&mut self, ty: &Type) -> Py {
        if let Kind::Named { name } = &ty.kind
            && ty.constraints.is_empty()
            && self.version.type_decl(name).is_some()
        {
            return self.reference(name);
        }
        let resolved = self.version.resolve(ty);
        self.kind(&resolved.kind, &bounds(&resolved.constraints))
    }

    fn reference(&mut self, name: &str) -> Py {
        if self.defined.contains(name) {
            Py::atom(class(name))
        } else {
            // It contains itself: pydantic resolves the name later.
            Py::Later(class(name))
        }
    }

    fn kind(&mut self, kind: &Kind, bounds: &Bounds<'_>) -> Py {
        match kind {
            Kind::Text { format } => self.text(*format, bounds),
            Kind::Bool => Py::atom("bool"),
            Kind::Integer { width } => self.integer(*width, bounds),
            Kind::Float => {
                self.import(Import::Typing("Annotated"));
                let mut arguments = bounds.range();
                // JSON has no infinity, but a number may be too large.
                arguments.push(Py::atom("allow_inf_nan=False"));
                Py::atom("float").annotated(vec![self.field(arguments)])
            }
            Kind::Any => {
                self.import(Import::Typing("Any"));
                Py::atom("Any")
            }
            Kind::List { items } => {
                let element = self.decoded(items);
                self.list(element, items, bounds, false)
            }
            Kind::Set { items } => {
                let element = self.decoded(items);
                self.list(element, items, bounds, true)
            }
            Kind::Map { keys, values } => {
                let dict = Py::of("dict", vec![self.decoded(keys), self.decoded(values)]);
                let arguments = bounds.length();
                self.with_field(dict, arguments)
            }
            Kind::Secret { .. } => {
                self.needs.helper(Helper::SecretUri);
                let with = self.text_bounds(bounds, true);
                Py::atom("SecretUri").annotated(with)
            }
            Kind::Named { name } => match self.version.type_decl(name) {
                // A constraint on an enum or union says something about texts,
                // numbers and collections in it.
                Some(decl) => self.reference(&decl.name),
                None => {
                    self.import(Import::Typing("Any"));
                    Py::atom("Any")
                }
            },
        }
    }

    fn text(&mut self, format: TextFormat, bounds: &Bounds<'_>) -> Py {
        let named = match format {
            TextFormat::Plain | TextFormat::Sensitive | TextFormat::Pem => None,
            TextFormat::Url => Some((Helper::Url, "Url")),
            TextFormat::IpAddress => Some((Helper::IpAddress, "IpAddress")),
            TextFormat::Cidr => Some((Helper::Cidr, "Cidr")),
            TextFormat::Hostname => Some((Helper::Hostname, "Hostname")),
            TextFormat::UnitName => Some((Helper::UnitName, "UnitName")),
            TextFormat::AppName => Some((Helper::AppName, "AppName")),
            TextFormat::Base64 => Some((Helper::Base64, "Base64")),
        };
        let Some((helper, name)) = named else {
            let with = self.text_bounds(bounds, false);
            return Py::atom("str").annotated(with);
        };
        self.needs.helper(helper);
        let with = self.text_bounds(bounds, true);
        Py::atom(name).annotated(with)
    }

    /// What the constraints say of a text; `has_pattern` if its type has a
    /// pattern already, since pydantic keeps only one.
    fn text_bounds(&mut self, bounds: &Bounds<'_>, has_pattern: bool) -> Vec<Py> {
        let mut arguments = bounds.length();
        let mut patterns = bounds.patterns.iter();
        if !has_pattern && let Some(first) = patterns.next() {
            arguments.push(Py::named(
                "pattern",
                Py::atom(pattern(&regex::ascii(first))),
            ));
        }
        let mut with = Vec::new();
        if !arguments.is_empty() {
            self.import(Import::Typing("Annotated"));
            with.push(self.field(arguments));
        }
        for more in patterns {
            self.import(Import::Typing("Annotated"));
            self.needs.helper(Helper::Matches);
            let more = Py::atom(pattern(&regex::for_python(more)));
            with.push(Py::call("_matches", vec![more]));
        }
        with
    }

    fn integer(&mut self, width: IntegerWidth, bounds: &Bounds<'_>) -> Py {
        let (least, most) = width.bounds();
        if bounds.min.is_none() && bounds.max.is_none() {
            return self.whole(width);
        }
        let inner = |bound: Option<&Number>, own: i128, wanted: Ordering| -> String {
            let number = match i64::try_from(own) {
                Ok(own) => Number::from(own),
                Err(_) => Number::from(u64::MAX),
            };
            match bound {
                Some(bound) if order_of(bound, &number) == Some(wanted) => bound.to_string(),
                _ => number.to_string(),
            }
        };
        let min = inner(bounds.min.as_ref(), least, Ordering::Greater);
        let max = inner(bounds.max.as_ref(), most, Ordering::Less);
        let range = [("ge", min), ("le", max)];
        let range = range.map(|(name, bound)| Py::named(name, Py::atom(bound)));
        self.import(Import::Typing("Annotated"));
        let field = self.field(range.to_vec());
        Py::atom("int").annotated(vec![field])
    }

    /// A whole number of this width.
    fn whole(&mut self, width: IntegerWidth) -> Py {
        let (helper, name) = match width {
            IntegerWidth::U8 => (Helper::UInt8, "UInt8"),
            IntegerWidth::U16 => (Helper::UInt16, "UInt16"),
            IntegerWidth::U32 => (Helper::UInt32, "UInt32"),
            IntegerWidth::U64 => (Helper::UInt64, "UInt64"),
            IntegerWidth::I8 => (Helper::Int8, "Int8"),
            IntegerWidth::I16 => (Helper::Int16, "Int16"),
            IntegerWidth::I32 => (Helper::Int32, "Int32"),
            IntegerWidth::I64 => (Helper::Int64, "Int64"),
            IntegerWidth::Port => (Helper::Port, "Port"),
        };
        self.needs.helper(helper);
        Py::atom(name)
    }

    fn list(&mut self, element: Py, items: &Type, bounds: &Bounds<'_>, is_set: bool) -> Py {
        let list = Py::of("list", vec![element]);
        let length = bounds.length();
        let mut with = Vec::new();
        if is_set && !length.is_empty() {
            self.needs.helper(Helper::Different);
            let arguments = [("least", bounds.least), ("most", bounds.most)];
            let arguments = arguments
                .into_iter()
                .filter_map(|(name, bound)| Some(Py::named(name, Py::atom(bound?.to_string()))));
            with.push(Py::call("_different", arguments.collect()));
        } else if !length.is_empty() {
            with.push(self.field(length.clone()));
        }
        if let Some(known) = self.droppable(items, !length.is_empty()) {
            if known.contains(&"*") {
                self.needs.helper(Helper::PassOverEmpty);
                with.push(Py::atom("BeforeValidator(_pass_over_empty)"));
            } else {
                self.needs.helper(Helper::PassOver);
                let known = known.into_iter().map(|name| Py::atom(string(name)));
                with.push(Py::call("_pass_over_unknown", known.collect()));
            }
        }
        if !with.is_empty() {
            self.import(Import::Typing("Annotated"));
        }
        list.annotated(with)
    }

    fn with_field(&mut self, ty: Py, arguments: Vec<Py>) -> Py {
        if arguments.is_empty() {
            return ty;
        }
        self.import(Import::Typing("Annotated"));
        let field = self.field(arguments);
        ty.annotated(vec![field])
    }

    pub(super) fn field(&mut self, arguments: Vec<Py>) -> Py {
        self.import(Import::Pydantic("Field"));
        Py::call("Field", arguments)
    }

    pub(super) fn import(&mut self, from: Import) {
        self.needs.import(from);
    }

    /// A value of a type as plain text. `None` if plain text cannot hold it.
    pub(super) fn raw(&mut self, ty: &Type, bools: &BoolSpelling) -> Option<Py> {
        let resolved = self.version.resolve(ty);
        match &resolved.kind {
            Kind::Text { .. } | Kind::Secret { .. } => Some(self.decoded(ty)),
            Kind::Any => Some(Py::atom("str")),
            Kind::Bool => {
                if *bools == BoolSpelling::default() {
                    self.needs.helper(Helper::Boolean);
                    return Some(Py::atom("Boolean"));
                }
                let spellings: Vec<Py> = [true, false]
                    .into_iter()
                    .flat_map(|truth| bools.of(truth).into_iter().map(move |text| (text, truth)))
                    .map(|(text, truth)| {
                        Py::atom(format!("{}: {}", string(text), literal(&Json::from(truth))))
                    })
                    .collect();
                let spellings = Py::Dict(spellings);
                Some(self.spelled(bools, spellings))
            }
            Kind::Integer { .. } => Some(self.read_by(Helper::Integer, "Integer", ty)),
            Kind::Float => Some(self.read_by(Helper::Number, "Number", ty)),
            Kind::List { .. } | Kind::Set { .. } | Kind::Map { .. } => None,
            Kind::Named { name } => match self.version.type_decl(name).map(|decl| &decl.body) {
                Some(TypeBody::Enum {
                    base: EnumBase::Integer,
                    ..
                }) => Some(self.read_by(Helper::Integer, "Integer", ty)),
                Some(TypeBody::Enum { .. }) => Some(self.decoded(ty)),
                None => Some(Py::atom("str")),
                Some(TypeBody::Union {
                    tag: None,
                    variants,
                    ..
                }) => {
                    let mut shapes = Vec::new();
                    for variant in variants {
                        // A union inside is no plain text.
                        if !self.is_union(&variant.ty) {
                            shapes.extend(self.raw(&variant.ty, bools));
                        }
                    }
                    (!shapes.is_empty()).then(|| Py::either(shapes))
                }
                Some(_) => None,
            },
        }
    }

    /// A boolean in spellings of its own, which get a name.
    fn spelled(&mut self, bools: &BoolSpelling, spellings: Py) -> Py {
        self.import(Import::Typing("Annotated"));
        self.needs.helper(Helper::Spelled);
        let with = Py::call("_spelled", vec![spellings]);
        let ty = Py::atom("bool").annotated(vec![with]);
        if let Some((name, _)) = self.spellings.iter().find(|(_, other)| *other == ty) {
            return Py::atom(name);
        }
        let word = class(bools.of(true)[0]);
        let mut name = format!("{word}Boolean");
        while self.spellings.iter().any(|(other, _)| *other == name) {
            name.push('_');
        }
        self.spellings.push((name.clone(), ty));
        Py::atom(name)
    }

    fn read_by(&mut self, helper: Helper, name: &str, ty: &Type) -> Py {
        self.needs.helper(helper);
        Py::of(name, vec![self.decoded(ty)])
    }

    fn is_union(&self, ty: &Type) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Named { name } => matches!(
                self.version.type_decl(&name).map(|decl| &decl.body),
                Some(TypeBody::Union { .. })
            ),
            _ => false,
        }
    }

    /// A databag value in one encoding, after `wrap` has changed what a
    /// document in it may be.
    pub(super) fn encoded(
        &mut self,
        ty: &Type,
        encoding: &Encoding,
        wrap: &mut dyn FnMut(&mut Self, Py) -> Py,
    ) -> Option<Py> {
        match encoding {
            Encoding::Json | Encoding::Yaml => {
                let content = self.decoded(ty);
                let content = wrap(self, content);
                let (helper, name) = if *encoding == Encoding::Json {
                    (Helper::FromJson, "FromJson")
                } else {
                    (Helper::FromYaml, "FromYaml")
                };
                self.needs.helper(helper);
                Some(Py::of(name, vec![content]))
            }
            Encoding::Raw { bools } => self.raw(ty, bools),
            Encoding::Separated { by } => {
                let resolved = self.version.resolve(ty);
                let (items, is_set) = match &resolved.kind {
                    Kind::List { items } => (items, false),
                    Kind::Set { items } => (items, true),
                    _ => return None,
                };
                let element = self.raw(items, &BoolSpelling::default())?;
                let list = self.list(element, items, &bounds(&resolved.constraints), is_set);
                Some(match by.as_str() {
                    "," => {
                        self.needs.helper(Helper::CommaSeparated);
                        Py::of("CommaSeparated", vec![list])
                    }
                    ";" => {
                        self.needs.helper(Helper::SemicolonSeparated);
                        Py::of("SemicolonSeparated", vec![list])
                    }
                    by => {
                        self.import(Import::Typing("Annotated"));
                        self.needs.helper(Helper::Separated);
                        list.annotated(vec![Py::call("_separated", vec![Py::atom(string(by))])])
                    }
                })
            }
        }
    }

    /// The type of an enum: its values, and any other if it is open.
    pub(super) fn choice(&mut self, base: EnumBase, closed: bool, variants: &[Variant]) -> Py {
        let known: Vec<Py> = variants
            .iter()
            .map(|variant| Py::atom(literal(&variant.wire)))
            .collect();
        match base {
            EnumBase::Text if known.is_empty() && !closed => Py::atom("str"),
            EnumBase::Text if known.is_empty() => {
                self.import(Import::Typing("Never"));
                Py::atom("Never")
            }
            EnumBase::Text => {
                self.import(Import::Typing("Literal"));
                let known = Py::of("Literal", known);
                if closed {
                    known
                } else {
                    Py::either(vec![known, Py::atom("str")])
                }
            }
            EnumBase::Integer if !closed => {
                self.import(Import::Typing("Annotated"));
                let whole = self.whole(IntegerWidth::I64);
                let known: Vec<String> = known.iter().map(Py::flat).collect();
                let examples = Py::atom(format!("[{}]", known.join(", ")));
                let field = self.field(vec![Py::named("examples", examples)]);
                whole.annotated(vec![field])
            }
            EnumBase::Integer => {
                // `Literal` would take `2.0` for 2.
                self.import(Import::Typing("Annotated"));
                self.needs.helper(Helper::OneOf);
                Py::atom("int").annotated(vec![Py::call("_one_of", known)])
            }
        }
    }

    /// Whether `null` is a value of the type.
    pub(super) fn accepts_null(&self, ty: &Type) -> bool {
        self.null_in(ty, &mut BTreeSet::new())
    }

    fn null_in(&self, ty: &Type, seen: &mut BTreeSet<String>) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Any => true,
            Kind::Named { name } => match self.version.type_decl(&name).map(|decl| &decl.body) {
                None | Some(TypeBody::Alias { .. }) => true,
                Some(TypeBody::Union {
                    tag: None,
                    variants,
                    ..
                }) => {
                    seen.insert(name)
                        && variants
                            .iter()
                            .any(|variant| self.null_in(&variant.ty, seen))
                }
                Some(_) => false,
            },
            _ => false,
        }
    }

    /// The members of which an object in a list must have one, where objects
    /// without are dropped and it matters.
    fn droppable(&self, items: &Type, counts: bool) -> Option<Vec<&'a str>> {
        let Kind::Named { name } = self.version.resolve(items).kind else {
            return None;
        };
        let decl = self.version.type_decl(&name)?;
        if !counts && accepts_empty(decl) {
            return None;
        }
        let mut known = Vec::new();
        self.known(decl, &mut known, &mut BTreeSet::new())
            .then_some(known)
    }

    /// Adds the members that a type of objects knows; false if every object
    /// counts.
    fn known(
        &self,
        decl: &'a TypeDecl,
        known: &mut Vec<&'a str>,
        seen: &mut BTreeSet<&'a str>,
    ) -> bool {
        match &decl.body {
            TypeBody::Struct { fields, rest, .. } => {
                for field in fields {
                    let aliases = field.aliases.iter().map(|alias| alias.name.as_str());
                    for name in std::iter::once(field.name.as_str()).chain(aliases) {
                        if !known.contains(&name) {
                            known.push(name);
                        }
                    }
                }
                if rest.is_some() && !known.contains(&"*") {
                    known.push("*");
                }
                true
            }
            TypeBody::Union { tag, variants, .. } => {
                if !seen.insert(&decl.name) {
                    return true;
                }
                known.extend(tag.as_deref());
                let mut any = false;
                for variant in variants {
                    match self.version.resolve(&variant.ty).kind {
                        Kind::Any | Kind::Map { .. } => return false,
                        Kind::Named { name } => match self.version.type_decl(&name) {
                            Some(decl) if matches!(decl.body, TypeBody::Enum { .. }) => {}
                            Some(decl) => {
                                any = true;
                                if !self.known(decl, known, seen) {
                                    return false;
                                }
                            }
                            None => return false,
                        },
                        _ => {}
                    }
                }
                any
            }
            _ => false,
        }
    }
}

/// Whether a type accepts an object without members.
fn accepts_empty(decl: &TypeDecl) -> bool {
    match &decl.body {
        TypeBody::Struct { fields, checks, .. } => {
            let nothing = serde_json::Map::new();
            !fields.iter().any(crate::model::Field::is_required)
                && checks
                    .iter()
                    .all(|check| crate::predicate::eval(&check.holds, fields, &nothing))
        }
        _ => false,
    }
}

fn bounds(constraints: &[Constraint]) -> Bounds<'_> {
    let mut bounds = Bounds::default();
    for constraint in constraints {
        match constraint {
            Constraint::Pattern(pattern) => bounds.patterns.push(pattern),
            Constraint::Length { min, max } => {
                bounds.least = bounds.least.max(*min);
                bounds.most = match (bounds.most, *max) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
            Constraint::Range { min, max } => {
                tighten(&mut bounds.min, min.as_ref(), Ordering::Greater);
                tighten(&mut bounds.max, max.as_ref(), Ordering::Less);
            }
        }
    }
    bounds
}

fn tighten(bound: &mut Option<Number>, other: Option<&Number>, wanted: Ordering) {
    if let Some(other) = other
        && bound
            .as_ref()
            .is_none_or(|bound| order_of(other, bound) == Some(wanted))
    {
        *bound = Some(other.clone());
    }
}

impl Bounds<'_> {
    fn length(&self) -> Vec<Py> {
        [("min_length", self.least), ("max_length", self.most)]
            .into_iter()
            .filter_map(|(name, bound)| Some(Py::named(name, Py::atom(bound?.to_string()))))
            .collect()
    }

    fn range(&self) -> Vec<Py> {
        [("ge", &self.min), ("le", &self.max)]
            .into_iter()
            .filter_map(|(name, bound)| {
                Some(Py::named(name, Py::atom(bound.as_ref()?.to_string())))
            })
            .collect()
    }
}
