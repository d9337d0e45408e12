//! Building blocks. What a test does not say is as plain as can be.

use relata_spec::Interface;
use relata_spec::evolution::{Bump, Change, compare};
use relata_spec::model::{
    Allowance, Bag, Field, Layout, Role, RoleSpec, Scope, Status, TypeDecl, Version,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(crate) fn field(name: &str, rest: &Json) -> Field {
    let mut whole = json!({
        "name": name, "rust": name.replace('-', "_"), "doc": format!("About {name}."),
        "type": {"kind": "text"}, "encodings": [{"as": "json"}],
    });
    merge(&mut whole, rest);
    serde_json::from_value(whole).expect("a field")
}

pub(crate) fn merge(whole: &mut Json, rest: &Json) {
    for (key, value) in rest.as_object().expect("an object") {
        whole[key] = value.clone();
    }
}

pub(crate) fn typed(name: &str, ty: &Json) -> Field {
    field(name, &json!({"type": ty}))
}

pub(crate) fn text(name: &str) -> Field {
    field(name, &json!({}))
}

pub(crate) fn bag(fields: Vec<Field>) -> Bag {
    Bag {
        layouts: vec![Layout::Keys],
        fields,
        ..Bag::default()
    }
}

pub(crate) fn version_of(bags: Vec<(Role, Scope, Bag)>, types: Vec<TypeDecl>) -> Version {
    let mut roles: BTreeMap<Role, RoleSpec> = BTreeMap::new();
    for (role, scope, bag) in bags {
        let spec = roles.entry(role).or_default();
        match scope {
            Scope::App => spec.app = Some(bag),
            Scope::Unit => spec.unit = Some(bag),
        }
    }
    Version {
        number: 1,
        status: Status::Published,
        doc: "The first.".into(),
        lib: None,
        providers: Vec::new(),
        requirers: Vec::new(),
        roles,
        types,
    }
}

/// What the provider's application databag holds.
pub(crate) fn version(fields: Vec<Field>) -> Version {
    version_of(vec![(Role::Provider, Scope::App, bag(fields))], Vec::new())
}

pub(crate) fn bagged(bag: Bag) -> Version {
    version_of(vec![(Role::Provider, Scope::App, bag)], Vec::new())
}

pub(crate) fn decl(name: &str, body: &Json) -> TypeDecl {
    serde_json::from_value(json!({"name": name, "doc": format!("A {name}."), "body": body}))
        .expect("a type")
}

/// A version whose provider writes a field `it` of the declared type `It`.
pub(crate) fn using(body: &Json) -> Version {
    using_decl(decl("It", body))
}

pub(crate) fn using_decl(it: TypeDecl) -> Version {
    let it_field = typed("it", &json!({"kind": "named", "name": "It"}));
    version_of(
        vec![(Role::Provider, Scope::App, bag(vec![it_field]))],
        vec![it],
    )
}

pub(crate) fn enumeration(closed: bool, values: &[&str]) -> Json {
    let variants: Vec<Json> = values
        .iter()
        .map(|value| json!({"wire": value, "rust": value.to_uppercase()}))
        .collect();
    json!({"is": "enum", "base": "text", "closed": closed, "variants": variants})
}

pub(crate) fn structure(fields: &[Field]) -> Json {
    json!({"is": "struct", "fields": fields})
}

pub(crate) fn secret(keys: &[&str]) -> Version {
    let fields: Vec<Field> = keys.iter().map(|key| text(key)).collect();
    secret_of(&fields)
}

pub(crate) fn secret_of(fields: &[Field]) -> Version {
    let credentials = decl("Credentials", &json!({"is": "secret", "fields": fields}));
    let uri = typed("uri", &json!({"kind": "secret", "content": "Credentials"}));
    version_of(
        vec![(Role::Provider, Scope::App, bag(vec![uri]))],
        vec![credentials],
    )
}

pub(crate) fn interface(versions: Vec<Version>) -> Interface {
    Interface {
        name: "demo".into(),
        summary: "A demonstration.".into(),
        description: String::new(),
        maintainer: None,
        tags: Vec::new(),
        internal: false,
        versions,
        allows: Vec::new(),
        sources: relata_spec::model::Sources::default(),
    }
}

pub(crate) fn numbered(number: u32, status: Status, version: Version) -> Version {
    Version {
        number,
        status,
        ..version
    }
}

pub(crate) fn allowing(rule: &str, mut field: Field) -> Field {
    field.allows.push(Allowance {
        rule: rule.into(),
        reason: "nobody uses it yet".into(),
    });
    field
}

pub(crate) fn breaking(changes: &[Change]) -> Vec<&str> {
    changes
        .iter()
        .filter(|change| change.breaking)
        .map(|change| change.rule)
        .collect()
}

/// The one finding of the comparison.
#[track_caller]
pub(crate) fn only(old: &Version, new: &Version) -> Change {
    let changes = compare(old, new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    changes.into_iter().next().expect("one")
}

#[track_caller]
pub(crate) fn breaks(old: &Version, new: &Version, rule: &str) -> Change {
    let change = only(old, new);
    assert_eq!((change.rule, change.breaking), (rule, true), "{change:#?}");
    assert_eq!(change.bump, Bump::Major);
    assert!(!change.breaks.is_empty());
    change
}

#[track_caller]
pub(crate) fn is_fine(old: &Version, new: &Version, rule: &str, bump: Bump) -> Change {
    let change = only(old, new);
    assert_eq!((change.rule, change.breaking), (rule, false), "{change:#?}");
    assert_eq!(change.bump, bump, "{change:#?}");
    assert!(change.breaks.is_empty(), "{change:#?}");
    change
}

pub(crate) const NEW_READS_OLD: &str =
    "a new requirer that reads an old provider (requirers upgraded first)";
pub(crate) const OLD_READS_NEW: &str =
    "an old requirer that reads a new provider (providers upgraded first)";
