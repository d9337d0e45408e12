//! The model of an interface as data, and what only it can tell.

use crate::bag::{Databag, RoleKind, ScopeKind};
use crate::report::{Problem, Report};
use relata_spec::model::{Interface, Role, Scope, Sources};

/// The model that the macro left in the program.
#[doc(hidden)]
pub fn parse(model: &str) -> Interface {
    match Interface::from_declaration(model) {
        Ok(interface) => interface,
        // The macro wrote the text with the same crate.
        Err(error) => unreachable!("the macro's own model cannot be read: {error}"),
    }
}

/// The model with the places of its nodes in the declaration.
#[doc(hidden)]
pub fn declared(model: &str, file: &str, places: &str) -> Interface {
    Interface {
        sources: Sources::new(file, places),
        ..parse(model)
    }
}

/// Puts every problem of a databag into a report, with secrets redacted.
pub(crate) fn tell_everything(report: &mut Report, model: &str, bag: &Databag) {
    let interface = parse(model);
    let Some(version) = interface.version(report.version) else {
        return;
    };
    let judgement = relata_spec::bag::judge(version, report.role.into(), scope(report.scope), bag);
    if judgement.problems.is_empty() {
        return;
    }
    report.missing = judgement.missing;
    report.problems = judgement
        .problems
        .into_iter()
        .map(|found| Problem {
            rule: found.problem.rule,
            path: found.problem.path.to_string(),
            message: found.problem.message(),
            key: found.key,
        })
        .collect();
}

impl From<RoleKind> for Role {
    fn from(kind: RoleKind) -> Role {
        match kind {
            RoleKind::Provider => Role::Provider,
            RoleKind::Requirer => Role::Requirer,
            RoleKind::Peer => Role::Peer,
        }
    }
}

fn scope(kind: ScopeKind) -> Scope {
    match kind {
        ScopeKind::App => Scope::App,
        ScopeKind::Unit => Scope::Unit,
    }
}

/// The JSON Schema of a generated type, from the model: of what its `Deserialize`
/// takes, without the version marker, which is no member.
///
/// The types that it refers to become definitions of the generator, under names
/// that no other interface has.
#[cfg(feature = "schema")]
#[doc(hidden)]
pub fn type_schema(
    model: &str,
    number: u32,
    of: &SchemaOf,
    generator: &mut schemars::SchemaGenerator,
) -> schemars::Schema {
    use relata_spec::schema::{Side, View, bag_schema, type_schema};
    let mut interface = parse(model);
    for version in &mut interface.versions {
        for spec in version.roles.values_mut() {
            for bag in spec.app.iter_mut().chain(&mut spec.unit) {
                bag.fields.retain(|field| field.marker.is_none());
            }
        }
    }
    let Some(version) = interface.version(number) else {
        return schemars::Schema::default();
    };
    let mut json = match of {
        SchemaOf::Type(name) => type_schema(version, name, Side::Reader),
        SchemaOf::Bag(kind, part) => bag_schema(
            &interface,
            version,
            (*kind).into(),
            scope(*part),
            Side::Reader,
            View::Decoded,
        ),
    };
    let prefix = format!("{}.v{number}.", interface.name);
    prefix_references(&mut json, &prefix);
    let Some(object) = json.as_object_mut() else {
        return schemars::Schema::default();
    };
    object.remove("$schema");
    object.remove("$id");
    if let Some(crate::Json::Object(definitions)) = object.remove("$defs") {
        for (name, definition) in definitions {
            generator
                .definitions_mut()
                .insert(format!("{prefix}{name}"), definition);
        }
    }
    schemars::Schema::try_from(json).unwrap_or_default()
}

/// Makes references to definitions refer to the prefixed ones.
#[cfg(feature = "schema")]
fn prefix_references(json: &mut crate::Json, prefix: &str) {
    match json {
        crate::Json::Array(list) => list
            .iter_mut()
            .for_each(|one| prefix_references(one, prefix)),
        crate::Json::Object(object) => {
            for (key, value) in object {
                let name = value
                    .as_str()
                    .and_then(|text| text.strip_prefix("#/$defs/"));
                match name {
                    Some(name) if key == "$ref" => {
                        *value = format!("#/$defs/{prefix}{name}").into();
                    }
                    _ => prefix_references(value, prefix),
                }
            }
        }
        _ => {}
    }
}

/// What a schema is of.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[derive(Debug)]
pub enum SchemaOf {
    Type(&'static str),
    Bag(RoleKind, ScopeKind),
}
