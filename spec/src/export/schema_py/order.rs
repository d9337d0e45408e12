//! Which declared types does a module need, and in which order?

use crate::model::{Field, Kind, Rest, Role, Scope, Type, TypeBody, TypeDecl, Version};
use std::collections::BTreeSet;

/// The declared types that the databags of a version use, and those of secrets,
/// each after those that it is made of, as far as that is possible.
pub(super) fn in_order(version: &Version) -> Vec<&TypeDecl> {
    let mut order = Order {
        version,
        done: Vec::new(),
        seen: BTreeSet::new(),
    };
    for role in Role::ALL {
        for scope in Scope::ALL {
            if let Some(bag) = version.bag(role, scope) {
                order.members(&bag.fields, bag.rest.as_ref());
            }
        }
    }
    order.done
}

struct Order<'a> {
    version: &'a Version,
    done: Vec<&'a TypeDecl>,
    seen: BTreeSet<&'a str>,
}

impl<'a> Order<'a> {
    fn members(&mut self, fields: &'a [Field], rest: Option<&'a Rest>) {
        for field in fields.iter().filter(|field| field.marker.is_none()) {
            self.ty(&field.ty);
        }
        if let Some(rest) = rest {
            self.ty(&rest.keys);
            self.ty(&rest.values);
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        match &ty.kind {
            Kind::List { items } | Kind::Set { items } => self.ty(items),
            Kind::Map { keys, values } => {
                self.ty(keys);
                self.ty(values);
            }
            Kind::Secret { content } => self.named(content),
            Kind::Named { name } => self.named(name),
            Kind::Text { .. } | Kind::Bool | Kind::Integer { .. } | Kind::Float | Kind::Any => {}
        }
    }

    fn named(&mut self, name: &str) {
        let Some(decl) = self.version.type_decl(name) else {
            return;
        };
        if !self.seen.insert(&decl.name) {
            return;
        }
        match &decl.body {
            TypeBody::Struct { fields, rest, .. } => self.members(fields, rest.as_ref()),
            TypeBody::Secret { fields, .. } => self.members(fields, None),
            TypeBody::Union { variants, .. } => {
                for variant in variants {
                    self.ty(&variant.ty);
                }
            }
            TypeBody::Alias { of, .. } => self.ty(of),
            TypeBody::Enum { .. } => {}
        }
        self.done.push(decl);
    }
}
