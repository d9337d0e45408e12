//! D5, D6, R3: does every name stand for one thing, on the wire and in Rust?

use crate::lower::nodes::{FieldNode, Home, Object};
use crate::lower::{Scene, Versions};
use crate::report::Report;
use proc_macro2::Span;
use relata_spec::model::{JUJU_KEYS, Layout};
use std::collections::BTreeMap;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for (_, fields) in owners(scene) {
        aliases(&fields, report);
        identifiers(&fields, report);
    }
    for object in scene.objects() {
        reserved(scene, object, report);
        rest_identifier(object, report);
        if matches!(object.home, Home::Bag(..)) {
            juju_keys(object, report);
            nested_key(object, report);
        }
    }
}

/// The fields of each databag and type, over all of its declarations.
pub(super) fn owners<'s, 't>(scene: &'s Scene<'t>) -> BTreeMap<String, Vec<&'s FieldNode<'t>>> {
    let mut owners: BTreeMap<String, Vec<&FieldNode>> = BTreeMap::new();
    for object in scene.objects() {
        owners
            .entry(object.owner.clone())
            .or_default()
            .extend(&object.fields);
    }
    owners
}

/// A key that a field is read from.
struct Key<'s> {
    text: &'s str,
    span: Span,
    versions: &'s Versions,
    /// Whether it is an alias.
    alias: bool,
    field: usize,
}

/// D5: an alias is no other field's name or alias.
fn aliases(fields: &[&FieldNode], report: &mut Report) {
    let mut keys: Vec<Key> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        keys.push(Key {
            text: field.name(),
            span: field.span(),
            versions: &field.versions,
            alias: false,
            field: index,
        });
        for alias in &field.decl.attrs.aliases {
            keys.push(Key {
                text: &alias.name.text,
                span: alias.name.span,
                versions: &field.versions,
                alias: true,
                field: index,
            });
        }
    }
    for (index, alias) in keys.iter().enumerate().filter(|(_, key)| key.alias) {
        let other = keys.iter().enumerate().find(|(other, key)| {
            let before = !key.alias || *other < index;
            *other != index
                && before
                && key.text == alias.text
                && key.versions.overlap(alias.versions).is_some()
        });
        if let Some((_, other)) = other {
            let what = if other.field == alias.field {
                "this field has that name already"
            } else {
                "another field has that name"
            };
            report
                .error("D5", alias.span, format!("`{}`: {what}", alias.text))
                .help("remove the alias, or choose another name")
                .also(
                    other.span,
                    format!("the name `{}` is taken here", alias.text),
                );
        }
    }
}

/// D6: different names on the wire have different identifiers.
fn identifiers(fields: &[&FieldNode], report: &mut Report) {
    let fields: Vec<_> = fields
        .iter()
        .filter(|field| field.decl.attrs.marker.is_none())
        .collect();
    for (index, later) in fields.iter().enumerate() {
        let clash = fields[..index].iter().find(|earlier| {
            earlier.rust == later.rust
                && earlier.name() != later.name()
                && earlier.versions.overlap(&later.versions).is_some()
        });
        if let Some(earlier) = clash {
            report
                .error(
                    "D6",
                    later.span(),
                    format!(
                        "`{}` and `{}` are both `{}` in Rust",
                        earlier.name(),
                        later.name(),
                        later.rust
                    ),
                )
                .help("choose another identifier for one of them: `#[rust(other_name)]`")
                .also(
                    earlier.span(),
                    format!("`{}` is `{}` in Rust", earlier.name(), earlier.rust),
                );
        }
    }
}

/// D6: the dynamic keys have an identifier of their own.
fn rest_identifier(object: &Object, report: &mut Report) {
    for rest in &object.rests {
        let name = rest.decl.name.to_string();
        let clash = object.fields.iter().find(|field| {
            field.rust == name
                && field.decl.attrs.marker.is_none()
                && field.versions.overlap(&rest.versions).is_some()
        });
        if let Some(field) = clash {
            report
                .error(
                    "D6",
                    rest.decl.name.span(),
                    format!("the field `{}` is `{name}` in Rust, too", field.name()),
                )
                .help("the name of dynamic keys is not on the wire: choose another")
                .also(
                    field.span(),
                    format!("the field `{}` is declared here", field.name()),
                );
        }
    }
}

/// R3: a reserved name is not taken.
fn reserved(scene: &Scene, object: &Object, report: &mut Report) {
    if object.reserved.is_empty() {
        return;
    }
    let fields = scene
        .objects()
        .filter(|other| other.owner == object.owner)
        .flat_map(|other| &other.fields);
    for field in fields {
        for reserved in &object.reserved {
            let name = &reserved.name.text;
            let taken = field.name() == name
                || field
                    .decl
                    .attrs
                    .aliases
                    .iter()
                    .any(|alias| alias.name.text == *name);
            if taken
                && field.versions.overlap(&reserved.versions).is_some()
                && !field.chain.allows("R3")
            {
                report
                    .error("R3", field.span(), format!("`{name}` is reserved"))
                    .help(
                        "older charms read another meaning from it: choose a new name, or tell \
                         with `#[since(v1)]` from when on it is reserved",
                    )
                    .also(reserved.name.span, format!("`{name}` is reserved here"));
            }
        }
    }
}

/// D5: what Juju writes is no interface's.
fn juju_keys(bag: &Object, report: &mut Report) {
    for field in &bag.fields {
        let aliases = field.decl.attrs.aliases.iter().map(|alias| &alias.name);
        for name in std::iter::once(&field.decl.name).chain(aliases) {
            if JUJU_KEYS.contains(&name.text.as_str()) {
                report
                    .error(
                        "D5",
                        name.span,
                        format!("`{}` is a key of Juju's own", name.text),
                    )
                    .help("Juju writes it into every unit databag: choose another name");
            }
        }
    }
}

/// D5: the key of a nested document is no field's.
fn nested_key(bag: &Object, report: &mut Report) {
    if !bag.layouts.contains(&Layout::Keys) {
        return;
    }
    for layout in &bag.layouts {
        let Layout::Nested { key, .. } = layout else {
            continue;
        };
        let field = bag.fields.iter().find(|field| {
            let aliases = field.decl.attrs.aliases.iter().map(|alias| &alias.name);
            let mut names = std::iter::once(&field.decl.name).chain(aliases);
            names.any(|name| name.text == *key)
        });
        if let Some(field) = field {
            report
                .error(
                    "D5",
                    field.span(),
                    format!("`{key}` is the key of the nested document, too"),
                )
                .help("rename the field, or nest the document under another key")
                .also(
                    bag.span,
                    format!("this databag nests its document under `{key}`"),
                );
        }
    }
}
