//! The schema of an object that a reader drops from a collection.

use super::keywords::{Object, object};
use super::types::Composer;
use crate::model::{Field, Kind, Rest, Type, TypeBody};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// The members that a type of objects knows.
#[derive(Default)]
struct Known<'a> {
    names: BTreeSet<&'a str>,
    rests: Vec<&'a Rest>,
}

impl<'a> Composer<'a> {
    /// What an element without any known member looks like, where a reader
    /// drops such elements and the type itself may refuse them.
    pub(super) fn hollow(&self, items: &Type) -> Option<Object> {
        if !self.reads() || self.accepts_empty(items) {
            return None;
        }
        self.without_known(items)
    }

    /// What an element without any known member looks like; `None` if no
    /// element is dropped.
    pub(super) fn without_known(&self, items: &Type) -> Option<Object> {
        let known = self.known(items)?;
        let properties: Object = (known.names.iter())
            .map(|name| ((*name).to_owned(), json!(false)))
            .collect();
        let mut schema = object([
            ("type", json!("object")),
            ("properties", properties.into()),
            (
                "description",
                json!("An object without any known member: a reader drops it."),
            ),
        ]);
        for rest in known.rests {
            self.no_dynamic(&mut schema, rest);
        }
        Some(schema)
    }

    /// Whether the type is a struct that accepts an object without members, and
    /// so each without known ones.
    fn accepts_empty(&self, ty: &Type) -> bool {
        let Kind::Named { name } = self.version.resolve(ty).kind else {
            return false;
        };
        match self.version.type_decl(&name).map(|decl| &decl.body) {
            Some(TypeBody::Struct { fields, checks, .. }) => {
                !fields.iter().any(Field::is_required)
                    && checks
                        .iter()
                        .all(|check| crate::predicate::eval(&check.holds, fields, &Map::new()))
            }
            _ => false,
        }
    }

    /// `None` if every object counts.
    fn known(&self, ty: &Type) -> Option<Known<'a>> {
        let mut known = Known::default();
        self.collect(ty, &mut known, &mut BTreeSet::new())
            .then_some(known)
    }

    /// Adds what `ty` knows. False if it takes objects of which every one
    /// counts, or if it takes none.
    fn collect(&self, ty: &Type, known: &mut Known<'a>, seen: &mut BTreeSet<String>) -> bool {
        let Kind::Named { name } = self.version.resolve(ty).kind else {
            return false;
        };
        match self.version.type_decl(&name).map(|decl| &decl.body) {
            Some(TypeBody::Struct { fields, rest, .. }) => {
                for field in fields {
                    known.names.insert(&field.name);
                    known
                        .names
                        .extend(field.aliases.iter().map(|alias| alias.name.as_str()));
                }
                known.rests.extend(rest);
                true
            }
            Some(TypeBody::Union { tag, variants, .. }) if seen.insert(name) => {
                known.names.extend(tag.as_deref());
                let shapes: Vec<&Type> = (variants.iter())
                    .map(|variant| &variant.ty)
                    .filter(|ty| self.takes_objects(ty))
                    .collect();
                !shapes.is_empty() && shapes.iter().all(|ty| self.collect(ty, known, seen))
            }
            _ => false,
        }
    }

    fn takes_objects(&self, ty: &Type) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Any | Kind::Map { .. } => true,
            Kind::Named { name } => !matches!(
                self.version.type_decl(&name).map(|decl| &decl.body),
                Some(TypeBody::Enum { .. })
            ),
            _ => false,
        }
    }
}
