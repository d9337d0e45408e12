//! The model of an interface as data, and what only it can tell.

use crate::bag::{Databag, RoleKind, ScopeKind};
use crate::report::{Problem, Report};
use relata_spec::model::{Interface, Role, Scope};

/// The model that the macro left in the program.
#[doc(hidden)]
pub fn parse(model: &str) -> Interface {
    match Interface::from_json_str(model) {
        Ok(interface) => interface,
        // The macro wrote the text with the same crate.
        Err(error) => unreachable!("the macro's own model cannot be read: {error}"),
    }
}

/// Puts every problem of a databag into a report, with secrets redacted.
pub(crate) fn tell_everything(report: &mut Report, model: &str, bag: &Databag) {
    let interface = parse(model);
    let Some(version) = interface.version(report.version) else {
        return;
    };
    let judgement = relata_spec::bag::judge(version, role(report.role), scope(report.scope), bag);
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
            message: match &found.problem.hint {
                Some(hint) => format!("{}: {hint}", found.problem.message()),
                None => found.problem.message(),
            },
            key: found.key,
        })
        .collect();
}

fn role(kind: RoleKind) -> Role {
    match kind {
        RoleKind::Provider => Role::Provider,
        RoleKind::Requirer => Role::Requirer,
        RoleKind::Peer => Role::Peer,
    }
}

fn scope(kind: ScopeKind) -> Scope {
    match kind {
        ScopeKind::App => Scope::App,
        ScopeKind::Unit => Scope::Unit,
    }
}

/// The JSON Schema of a generated type, from the model.
#[cfg(feature = "schema")]
#[doc(hidden)]
pub fn type_schema(model: &str, version: u32, of: &SchemaOf) -> schemars::Schema {
    use relata_spec::schema::{Side, View, bag_schema, type_schema};
    let interface = parse(model);
    let json = interface.version(version).map(|version| match of {
        SchemaOf::Type(name) => type_schema(version, name, Side::Writer),
        SchemaOf::Bag(kind, part) => bag_schema(
            &interface,
            version,
            role(*kind),
            scope(*part),
            Side::Writer,
            View::Decoded,
        ),
    });
    json.and_then(|json| schemars::Schema::try_from(json).ok())
        .unwrap_or_default()
}

/// What a schema is of.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[derive(Debug)]
pub enum SchemaOf {
    Type(&'static str),
    Bag(RoleKind, ScopeKind),
}
