//! D16: does a check ask whether something is there that always is?

use crate::lower::Scene;
use crate::lower::nodes::{CheckNode, FieldNode, Object};
use crate::parse::tree::{Condition, Word};
use crate::report::Report;
use relata_spec::model::CheckKind;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for object in scene.objects() {
        for check in &object.checks {
            for name in asked(check) {
                if let Some(field) = defaulted(object, check, name)
                    && report.first(name, "D16")
                {
                    always_there(check, name, field, report);
                }
            }
        }
    }
}

/// A field with a default is never absent: who asks for it has forgotten that.
fn always_there(check: &CheckNode, name: &Word, field: &FieldNode, report: &mut Report) {
    let follows = match check.decl.kind {
        CheckKind::AnyOf => ", so that this check always holds",
        CheckKind::OneOf | CheckKind::Together | CheckKind::Named => "",
    };
    report
        .error(
            "D16",
            name.span,
            format!("`{}` is always there{follows}", name.text),
        )
        .help(format!(
            "it has a default: write `Option<{}>` without one, compare it with the default, or \
             leave it out of the check",
            field.decl.ty.shown()
        ))
        .also(field.span(), format!("`{}` has a default here", name.text));
}

/// The field of this name, if it has a default where the check is.
fn defaulted<'o, 't>(
    object: &'o Object<'t>,
    check: &CheckNode,
    name: &Word,
) -> Option<&'o FieldNode<'t>> {
    object.fields.iter().find(|field| {
        field.name() == name.text
            && field.decl.default.is_some()
            && !field.decl.optional
            && field.versions.overlap(&check.versions).is_some()
    })
}

/// The fields of which a check asks whether they are there.
fn asked<'t>(check: &CheckNode<'t>) -> Vec<&'t Word> {
    let mut names: Vec<&Word> = check.decl.fields.iter().collect();
    if let Some((_, _, condition)) = &check.decl.named {
        asked_by(condition, &mut names);
    }
    names
}

fn asked_by<'t>(condition: &'t Condition, names: &mut Vec<&'t Word>) {
    match condition {
        Condition::Present(name) => names.push(name),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                asked_by(part, names);
            }
        }
        Condition::Not(part) => asked_by(part, names),
        Condition::Compare(..) => {}
    }
}
