//! R15: collections that nobody can extend.

use crate::evolution::finding::{Breaks, Change, Site};
use crate::evolution::pair::Step;
use crate::model::{
    Allowance, Field, Kind, Rest, Role, Scope, TextFormat, Type, TypeBody, Version,
};
use std::collections::BTreeSet;

/// R15 of what is new. It breaks nothing today, so it is advice.
pub(super) fn added(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for gained in object.gained.iter().filter(|gained| !gained.known) {
            changes.extend(field(step.new, &object.site, gained.field));
        }
        if let (None, Some(new)) = (object.old.rest, object.new.rest) {
            changes.extend(rest(step.new, &object.site, new));
        }
    }
    changes
}

/// R15 of everything that a version declares, used or not.
pub(in crate::evolution) fn collections_of(version: &Version) -> Vec<Change> {
    let mut changes = Vec::new();
    let site = |place: String, owner: String| Site {
        place: format!("v{} {place}", version.number),
        version: Some(version.number),
        owner,
        writers: BTreeSet::new(),
        secret: false,
        allows: &[],
    };
    for role in Role::ALL {
        for scope in Scope::ALL {
            if let Some(bag) = version.bag(role, scope) {
                let mut site = site(format!("{role} {scope}"), format!("{role}/{scope}"));
                site.allows = &bag.allows;
                changes.extend(
                    bag.fields
                        .iter()
                        .filter_map(|one| field(version, &site, one)),
                );
                changes.extend(bag.rest.iter().filter_map(|one| rest(version, &site, one)));
            }
        }
    }
    for decl in &version.types {
        let mut site = site(format!("type {}", decl.name), decl.name.clone());
        site.allows = &decl.allows;
        match &decl.body {
            TypeBody::Struct {
                fields,
                rest: dynamic,
                ..
            } => {
                changes.extend(fields.iter().filter_map(|one| field(version, &site, one)));
                changes.extend(dynamic.iter().filter_map(|one| rest(version, &site, one)));
            }
            TypeBody::Union { variants, .. } => changes.extend(variants.iter().filter_map(|one| {
                let trouble = trouble(version, &one.ty)?;
                Some(advise(&site, &one.wire, &[], &trouble))
            })),
            // An alias is judged where it is used, and a secret holds texts.
            TypeBody::Alias { .. } | TypeBody::Secret { .. } | TypeBody::Enum { .. } => {}
        }
    }
    changes
}

fn field(version: &Version, site: &Site<'_>, field: &Field) -> Option<Change> {
    if field.marker.is_some() {
        return None;
    }
    let trouble = trouble(version, &field.ty)?;
    Some(advise(site, &field.name, &field.allows, &trouble))
}

fn rest(version: &Version, site: &Site<'_>, rest: &Rest) -> Option<Change> {
    let trouble = keyed_by_anything(version, &rest.keys)
        .then(|| Trouble::new(UNKEYED))
        .or_else(|| trouble(version, &rest.values))?;
    Some(advise(site, "", &rest.allows, &trouble))
}

/// The reason nearest to the type counts: that of an alias, then the node's.
fn advise(site: &Site<'_>, name: &str, allows: &[Allowance], trouble: &Trouble<'_>) -> Change {
    let reason = (trouble.allows.iter().copied())
        .chain(allows)
        .chain(site.allows)
        .find(|allowance| allowance.rule == "R15")
        .map(|allowance| allowance.reason.clone());
    Change {
        allowed: reason,
        ..site.judge("R15", name, &[], Breaks::Nothing, trouble.what.to_owned())
    }
}

const PRIMITIVES: &str = "a collection of single values, which cannot be extended later";
const UNKEYED: &str = "a map that is not keyed by a Juju application or unit: a collection of objects can be extended";

/// What is wrong with a type.
struct Trouble<'a> {
    what: &'static str,
    /// What the aliases on the way to it allow.
    allows: Vec<&'a Allowance>,
}

impl Trouble<'_> {
    fn new(what: &'static str) -> Self {
        Trouble {
            what,
            allows: Vec::new(),
        }
    }
}

/// What is wrong with a type or with one inside it.
fn trouble<'a>(version: &'a Version, ty: &'a Type) -> Option<Trouble<'a>> {
    trouble_within(version, ty, &mut BTreeSet::new())
}

/// `seen` are the aliases on the way, one of which may contain itself in a
/// faulty declaration (rule D20).
fn trouble_within<'a>(
    version: &'a Version,
    ty: &'a Type,
    seen: &mut BTreeSet<&'a str>,
) -> Option<Trouble<'a>> {
    match &ty.kind {
        Kind::List { items } | Kind::Set { items } => {
            if is_primitive(version, items) {
                Some(Trouble::new(PRIMITIVES))
            } else {
                trouble_within(version, items, seen)
            }
        }
        Kind::Map { keys, values } => {
            if keyed_by_anything(version, keys) {
                Some(Trouble::new(UNKEYED))
            } else {
                trouble_within(version, values, seen)
            }
        }
        Kind::Named { name } => {
            let decl = version.type_decl(name)?;
            let TypeBody::Alias { of, .. } = &decl.body else {
                return None;
            };
            if !seen.insert(name) {
                return None;
            }
            let mut trouble = trouble_within(version, of, seen)?;
            trouble.allows.extend(&decl.allows);
            Some(trouble)
        }
        _ => None,
    }
}

fn keyed_by_anything(version: &Version, keys: &Type) -> bool {
    !matches!(
        version.resolve(keys).kind,
        Kind::Text {
            format: TextFormat::UnitName | TextFormat::AppName
        }
    )
}

fn is_primitive(version: &Version, ty: &Type) -> bool {
    match version.resolve(ty).kind {
        Kind::Text { .. }
        | Kind::Bool
        | Kind::Integer { .. }
        | Kind::Float
        | Kind::Secret { .. } => true,
        Kind::Named { name } => matches!(
            version.type_decl(&name).map(|decl| &decl.body),
            Some(TypeBody::Enum { .. })
        ),
        Kind::Any | Kind::List { .. } | Kind::Set { .. } | Kind::Map { .. } => false,
    }
}
