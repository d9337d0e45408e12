//! Which versions share a type.
//!
//! A type that does not differ between two versions is one type: it is defined
//! in the oldest of them and re-exported by the others.

use relata_spec::model::{
    Bag, Field, Interface, Kind, Presence, Rest, Role, Scope, Type, TypeBody, Version,
};
use std::collections::{BTreeMap, BTreeSet};

/// The version in whose module each item is defined.
pub(super) struct Homes {
    types: BTreeMap<(u32, String), u32>,
    bags: BTreeMap<(u32, Role, Scope), u32>,
}

impl Homes {
    pub(super) fn find(interface: &Interface) -> Self {
        let mut homes = Homes {
            types: BTreeMap::new(),
            bags: BTreeMap::new(),
        };
        for (index, version) in interface.versions.iter().enumerate() {
            let older = &interface.versions[..index];
            for decl in &version.types {
                let home = older
                    .iter()
                    .find(|older| same_type(older, version, &decl.name, &mut BTreeSet::new()))
                    .map_or(version.number, |older| older.number);
                homes
                    .types
                    .insert((version.number, decl.name.clone()), home);
            }
            for (role, spec) in &version.roles {
                for scope in Scope::ALL {
                    let Some(bag) = spec.bag(scope) else {
                        continue;
                    };
                    let home = older
                        .iter()
                        .find(|older| {
                            older
                                .bag(*role, scope)
                                .is_some_and(|other| same_bag(older, other, version, bag))
                        })
                        .map_or(version.number, |older| older.number);
                    homes.bags.insert((version.number, *role, scope), home);
                }
            }
        }
        homes
    }

    pub(super) fn of_type(&self, version: u32, name: &str) -> u32 {
        let key = (version, name.to_owned());
        self.types.get(&key).copied().unwrap_or(version)
    }

    pub(super) fn of_bag(&self, version: u32, role: Role, scope: Scope) -> u32 {
        let key = (version, role, scope);
        self.bags.get(&key).copied().unwrap_or(version)
    }

    /// The versions that share a databag with its home, oldest first.
    pub(super) fn versions_of_bag(&self, home: u32, role: Role, scope: Scope) -> Vec<u32> {
        self.bags
            .iter()
            .filter(|((_, its_role, its_scope), its_home)| {
                (*its_role, *its_scope, **its_home) == (role, scope, home)
            })
            .map(|((version, _, _), _)| *version)
            .collect()
    }

    /// Whether a type means the same in two versions.
    pub(super) fn same(&self, old: u32, new: u32, ty: &Type) -> bool {
        names(ty)
            .iter()
            .all(|name| self.of_type(old, name) == self.of_type(new, name))
    }
}

fn same_bag(old_version: &Version, old: &Bag, new_version: &Version, new: &Bag) -> bool {
    let plain = |bag: &Bag| {
        let mut bag = bag.clone();
        bag.fields.iter_mut().for_each(strip_field);
        strip_rest(&mut bag.rest);
        bag
    };
    plain(old) == plain(new)
        && bag_types(new)
            .into_iter()
            .flat_map(names)
            .all(|name| same_type(old_version, new_version, &name, &mut BTreeSet::new()))
}

/// Types that contain themselves are taken as the same until something differs.
fn same_type(old: &Version, new: &Version, name: &str, visited: &mut BTreeSet<String>) -> bool {
    if !visited.insert(name.to_owned()) {
        return true;
    }
    let (Some(old_decl), Some(new_decl)) = (old.type_decl(name), new.type_decl(name)) else {
        return false;
    };
    plain_body(&old_decl.body) == plain_body(&new_decl.body)
        && body_types(&new_decl.body)
            .into_iter()
            .flat_map(names)
            .all(|name| same_type(old, new, &name, visited))
}

/// The body without what only documents it.
fn plain_body(body: &TypeBody) -> TypeBody {
    let mut body = body.clone();
    match &mut body {
        TypeBody::Struct { fields, rest, .. } => {
            fields.iter_mut().for_each(strip_field);
            strip_rest(rest);
        }
        TypeBody::Secret { fields, .. } => fields.iter_mut().for_each(strip_field),
        TypeBody::Enum { variants, .. } => {
            for variant in variants {
                variant.deprecated = None;
            }
        }
        TypeBody::Union { .. } | TypeBody::Alias { .. } => {}
    }
    body
}

fn strip_field(field: &mut Field) {
    field.since = None;
    field.until = None;
    field.deprecated = None;
    field.examples.clear();
    field.allows.clear();
}

fn strip_rest(rest: &mut Option<Rest>) {
    if let Some(rest) = rest {
        rest.examples.clear();
        rest.allows.clear();
    }
}

/// Whether two fields hold the same and may be missing alike.
pub(super) fn same_field(old: &Field, new: &Field) -> bool {
    let optional = |field: &Field| matches!(field.presence, Presence::Optional);
    old.ty == new.ty && optional(old) == optional(new)
}

fn bag_types(bag: &Bag) -> Vec<&Type> {
    let rest = bag.rest.iter().flat_map(|rest| [&rest.keys, &rest.values]);
    bag.fields
        .iter()
        .map(|field| &field.ty)
        .chain(rest)
        .collect()
}

/// The types that a declared type refers to.
pub(super) fn body_types(body: &TypeBody) -> Vec<&Type> {
    match body {
        TypeBody::Struct { fields, rest, .. } => fields
            .iter()
            .map(|field| &field.ty)
            .chain(rest.iter().flat_map(|rest| [&rest.keys, &rest.values]))
            .collect(),
        TypeBody::Secret { fields, .. } => fields.iter().map(|field| &field.ty).collect(),
        TypeBody::Enum { .. } => Vec::new(),
        TypeBody::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        TypeBody::Alias { of, .. } => vec![of],
    }
}

/// The declared types that a type names.
fn names(ty: &Type) -> Vec<String> {
    match &ty.kind {
        Kind::Named { name } | Kind::Secret { content: name } => vec![name.clone()],
        Kind::List { items } | Kind::Set { items } => names(items),
        Kind::Map { keys, values } => {
            let mut all = names(keys);
            all.extend(names(values));
            all
        }
        Kind::Text { .. } | Kind::Bool | Kind::Integer { .. } | Kind::Float | Kind::Any => {
            Vec::new()
        }
    }
}
