//! How is a databag value of a type spelled?

use super::bounds::bounds;
use super::helpers::{Helper, Import};
use super::names::class;
use super::py::{Py, literal, string};
use super::types::Types;
use crate::model::{BoolSpelling, Encoding, EnumBase, Kind, Type, TypeBody};
use serde_json::Value as Json;

impl Types<'_> {
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
}
