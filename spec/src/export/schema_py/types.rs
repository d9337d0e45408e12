//! What is a declared type in Python?

use super::bounds::{Bounds, bounds};
use super::helpers::{Helper, Import, Needs};
use super::names::class;
use super::py::{Py, literal, pattern, string};
use super::regex;
use crate::model::{EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody, Variant, Version};
use crate::predicate::order_of;
use serde_json::Number;
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

impl Types<'_> {
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

    pub(super) fn list(
        &mut self,
        element: Py,
        items: &Type,
        bounds: &Bounds<'_>,
        is_set: bool,
    ) -> Py {
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
}
