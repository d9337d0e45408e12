//! Which objects does a reader drop from a list?

use super::types::Types;
use crate::model::{Kind, Type, TypeBody, TypeDecl};
use std::collections::BTreeSet;

impl<'a> Types<'a> {
    /// The members of which an object in a list must have one, where objects
    /// without are dropped and it matters.
    pub(super) fn droppable(&self, items: &Type, counts: bool) -> Option<Vec<&'a str>> {
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
