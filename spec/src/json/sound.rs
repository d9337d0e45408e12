//! Is an interface from a file one that the macro could have built?
//!
//! Only what the rest of the crate relies on is checked here. What an author
//! may do or not is checked where the author can see it, in the declaration.

use crate::model::{
    Bag, Check, Constraint, EnumBase, Expectation, Expected, Field, Interface, Kind, Layout,
    Moment, Operand, Predicate, Presence, Rest, Role, Type, TypeBody, TypeDecl, UnionVariant,
    Version, place,
};
use crate::predicate::fields_of;
use crate::value::compiles;
use crate::words;
use serde_json::Value as Json;
use std::collections::BTreeSet;

type Verdict = Result<(), String>;

/// The first thing that is wrong, in one line.
pub(super) fn check(interface: &Interface) -> Verdict {
    if interface.name.is_empty() {
        return Err("the interface has no name".to_owned());
    }
    if interface.versions.is_empty() {
        return Err(format!("`{}` has no version", interface.name));
    }
    for pair in interface.versions.windows(2) {
        if pair[0].number >= pair[1].number {
            return Err(format!(
                "v{} stands before v{}: versions are in ascending order",
                pair[0].number, pair[1].number
            ));
        }
    }
    interface.versions.iter().try_for_each(|version| {
        check_version(version).map_err(|why| format!("v{}: {why}", version.number))
    })
}

fn check_version(version: &Version) -> Verdict {
    let mut names = BTreeSet::new();
    for decl in &version.types {
        if !names.insert(&decl.name) {
            return Err(format!("the type `{}` is declared twice", decl.name));
        }
    }
    for decl in &version.types {
        check_decl(version, decl).map_err(|why| format!("`{}`: {why}", decl.name))?;
    }
    for decl in &version.types {
        if contains_itself(version, decl) {
            return Err(format!("the type `{}` contains itself", decl.name));
        }
    }
    for (role, spec) in &version.roles {
        for (scope, bag) in [("app", &spec.app), ("unit", &spec.unit)] {
            if let Some(bag) = bag {
                check_bag(version, bag).map_err(|why| format!("{role}/{scope}: {why}"))?;
            }
        }
        for expectation in &spec.expects {
            check_expectation(version, *role, expectation)
                .map_err(|why| format!("{role}: an expectation names {why}"))?;
        }
    }
    Ok(())
}

fn check_expectation(version: &Version, role: Role, expectation: &Expectation) -> Verdict {
    let own = match &expectation.expected {
        Expected::Nothing => Vec::new(),
        Expected::Holds(condition) => fields_of(condition),
    };
    let others = expectation.when.iter().filter_map(Moment::field);
    let names =
        (own.into_iter().map(|name| (role, name))).chain(others.map(|name| (role.other(), name)));
    for (role, name) in names {
        let Some((scope, field)) = place(name) else {
            return Err(format!("`{name}`, which says no databag"));
        };
        let bag = version.bag(role, scope);
        if !bag.is_some_and(|bag| bag.fields.iter().any(|known| known.name == field)) {
            return Err(format!("`{name}`, which is no field of the {role}"));
        }
    }
    Ok(())
}

fn check_bag(version: &Version, bag: &Bag) -> Verdict {
    if bag.layouts.is_empty() {
        return Err("the databag has no layout".to_owned());
    }
    let markers = bag.fields.iter().filter(|field| field.marker.is_some());
    if markers.count() > 1 {
        return Err("the databag has two version markers".to_owned());
    }
    for layout in &bag.layouts {
        if let Layout::Nested { key, .. } = layout
            && key.is_empty()
        {
            return Err("the key of the nested document is empty".to_owned());
        }
    }
    check_members(version, &bag.fields, bag.rest.as_ref(), &bag.checks)
}

fn check_decl(version: &Version, decl: &TypeDecl) -> Verdict {
    match &decl.body {
        TypeBody::Struct {
            fields,
            rest,
            checks,
        } => {
            no_marker(fields)?;
            check_members(version, fields, rest.as_ref(), checks)
        }
        TypeBody::Secret { fields, checks } => {
            no_marker(fields)?;
            check_members(version, fields, None, checks)
        }
        TypeBody::Enum { base, variants, .. } => {
            let mut known = BTreeSet::new();
            for variant in variants {
                let fits = match base {
                    EnumBase::Text => variant.wire.is_string(),
                    EnumBase::Integer => variant.wire.is_i64(),
                };
                if !fits {
                    return Err(format!("the value {} is of another type", variant.wire));
                }
                if !known.insert(variant.wire.to_string()) {
                    return Err(format!("the value {} stands twice", variant.wire));
                }
            }
            Ok(())
        }
        TypeBody::Union { tag, variants, .. } => {
            let mut known = BTreeSet::new();
            for variant in variants {
                if !known.insert(&variant.wire) {
                    return Err(format!("the shape `{}` stands twice", variant.wire));
                }
                check_type(version, &variant.ty)?;
                if tag.is_some() && !is_struct(version, variant) {
                    return Err(format!(
                        "the shape `{}` is no struct, but the union has a tag",
                        variant.wire
                    ));
                }
            }
            Ok(())
        }
        TypeBody::Alias { of, .. } => check_type(version, of),
    }
}

fn no_marker(fields: &[Field]) -> Verdict {
    match fields.iter().find(|field| field.marker.is_some()) {
        Some(field) => Err(format!(
            "`{}` is a version marker outside of a databag",
            field.name
        )),
        None => Ok(()),
    }
}

fn is_struct(version: &Version, variant: &UnionVariant) -> bool {
    match version.resolve(&variant.ty).kind {
        Kind::Named { name } => version
            .type_decl(&name)
            .is_some_and(|decl| matches!(decl.body, TypeBody::Struct { .. })),
        _ => false,
    }
}

fn check_members(
    version: &Version,
    fields: &[Field],
    rest: Option<&Rest>,
    checks: &[Check],
) -> Verdict {
    let mut names = BTreeSet::new();
    for field in fields {
        let aliases = field.aliases.iter().map(|alias| &alias.name);
        for name in std::iter::once(&field.name).chain(aliases) {
            if name.is_empty() {
                return Err("a field has no name".to_owned());
            }
            if !names.insert(name) {
                return Err(format!("two fields are read from `{name}`"));
            }
        }
        check_type(version, &field.ty).map_err(|why| format!("`{}`: {why}", field.name))?;
    }
    if let Some(rest) = rest {
        check_type(version, &rest.keys)?;
        check_type(version, &rest.values)?;
    }
    for check in checks {
        for name in fields_of(&check.holds) {
            if !fields.iter().any(|field| field.name == name) {
                return Err(format!(
                    "the check `{}` names `{name}`, which is no field",
                    check.name
                ));
            }
        }
    }
    Ok(())
}

fn check_type(version: &Version, ty: &Type) -> Verdict {
    for constraint in &ty.constraints {
        if let Constraint::Pattern(pattern) = constraint {
            compiles(pattern).map_err(|why| format!("the pattern `{pattern}`: {why}"))?;
        }
    }
    match &ty.kind {
        Kind::List { items } | Kind::Set { items } => check_type(version, items),
        Kind::Map { keys, values } => {
            check_type(version, keys)?;
            check_type(version, values)
        }
        Kind::Secret { content } => match version.type_decl(content).map(|decl| &decl.body) {
            Some(TypeBody::Secret { .. }) => Ok(()),
            Some(_) => Err(format!("`{content}` is no secret")),
            None => Err(undeclared(version, content)),
        },
        Kind::Named { name } => match version.type_decl(name).map(|decl| &decl.body) {
            Some(TypeBody::Secret { .. }) => Err(format!(
                "`{name}` is the content of a secret: it can only stand in `Secret<{name}>`"
            )),
            Some(_) => Ok(()),
            None => Err(undeclared(version, name)),
        },
        Kind::Text { .. } | Kind::Bool | Kind::Integer { .. } | Kind::Float | Kind::Any => Ok(()),
    }
}

fn undeclared(version: &Version, name: &str) -> String {
    let known = version.types.iter().map(|decl| decl.name.as_str());
    let meant = match words::did_you_mean(name, known) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => String::new(),
    };
    format!("the type `{name}` is not declared{meant}")
}

/// Whether a value of the type would have to hold another value of it, without
/// end: through aliases, shapes of a union, and members that are not optional.
fn contains_itself(version: &Version, start: &TypeDecl) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = parts(start);
    while let Some(name) = open.pop() {
        if name == start.name {
            return true;
        }
        if seen.insert(name)
            && let Some(decl) = version.type_decl(name)
        {
            open.extend(parts(decl));
        }
    }
    false
}

/// The declared types that are part of every value, or of one shape.
fn parts(decl: &TypeDecl) -> Vec<&str> {
    let types: Vec<&Type> = match &decl.body {
        TypeBody::Struct { fields, .. } | TypeBody::Secret { fields, .. } => fields
            .iter()
            .filter(|field| field.presence != Presence::Optional)
            .map(|field| &field.ty)
            .collect(),
        TypeBody::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        TypeBody::Alias { of, .. } => vec![of],
        TypeBody::Enum { .. } => Vec::new(),
    };
    types
        .into_iter()
        .filter_map(|ty| match &ty.kind {
            Kind::Named { name } => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// The interface with the objects in its examples and defaults sorted by key.
///
/// Whether `serde_json` sorts them by itself depends on a feature that any
/// other crate of a build may turn on.
pub(super) fn with_sorted_values(interface: &Interface) -> Interface {
    let mut interface = interface.clone();
    for version in &mut interface.versions {
        for spec in version.roles.values_mut() {
            for bag in [&mut spec.app, &mut spec.unit].into_iter().flatten() {
                sort_members(&mut bag.fields, bag.rest.as_mut(), &mut bag.checks);
            }
            for expectation in &mut spec.expects {
                if let Expected::Holds(condition) = &mut expectation.expected {
                    sort_predicate(condition);
                }
            }
        }
        for decl in &mut version.types {
            match &mut decl.body {
                TypeBody::Struct {
                    fields,
                    rest,
                    checks,
                } => sort_members(fields, rest.as_mut(), checks),
                TypeBody::Secret { fields, checks } => sort_members(fields, None, checks),
                TypeBody::Enum { .. } | TypeBody::Union { .. } | TypeBody::Alias { .. } => {}
            }
        }
    }
    interface
}

fn sort_members(fields: &mut [Field], rest: Option<&mut Rest>, checks: &mut [Check]) {
    for field in fields {
        if let Presence::Default(value) = &mut field.presence {
            sort(value);
        }
        field.examples.iter_mut().for_each(sort);
    }
    if let Some(rest) = rest {
        rest.examples.iter_mut().for_each(sort);
    }
    for check in checks {
        sort_predicate(&mut check.holds);
    }
}

fn sort_predicate(predicate: &mut Predicate) {
    match predicate {
        Predicate::Present(_) => {}
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter_mut().for_each(sort_predicate),
        Predicate::Not(part) => sort_predicate(part),
        Predicate::Compare { left, right, .. } => {
            for side in [left, right] {
                if let Operand::Value(value) = side {
                    sort(value);
                }
            }
        }
    }
}

fn sort(value: &mut Json) {
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(sort),
        Json::Object(members) => {
            members.iter_mut().for_each(|(_, member)| sort(member));
            let mut sorted: Vec<(String, Json)> = std::mem::take(members).into_iter().collect();
            sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
            members.extend(sorted);
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
