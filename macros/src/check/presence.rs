//! D8, D13: may a field be missing, and does the declaration say so once?

use crate::lower::Scene;
use crate::lower::nodes::{FieldNode, Home};
use crate::parse::tree;
use crate::report::Report;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for object in scene.objects() {
        for field in &object.fields {
            twice(field, report);
            if matches!(object.home, Home::Bag(..)) {
                mandatory(field, report);
            }
        }
    }
}

/// Official rule OP083: no field at the top of a databag is mandatory.
fn mandatory(field: &FieldNode, report: &mut Report) {
    let decl = field.decl;
    let attrs = &decl.attrs;
    if attrs.marker.is_some() {
        return;
    }
    let may_be_missing = decl.optional || decl.default.is_some();
    match attrs.required {
        None if !may_be_missing && !attrs.broken => {
            report
                .error(
                    "D8",
                    field.span(),
                    format!("`{}` is mandatory without saying so", field.name()),
                )
                .help(format!(
                    "write `Option<{}>` or a default; if charms cannot do without it, add \
                     `#[required]`",
                    decl.ty.shown()
                ));
        }
        Some(span) if may_be_missing => {
            let why = if decl.optional {
                "it is an `Option`"
            } else {
                "it has a default"
            };
            report
                .error(
                    "D8",
                    span,
                    format!("`{}` cannot be required: {why}", field.name()),
                )
                .help("remove one of the two");
        }
        _ => (),
    }
}

/// A field with a default is never absent.
fn twice(field: &FieldNode, report: &mut Report) {
    let decl = field.decl;
    if let (true, Some(tree::Default::Value(value))) = (decl.optional, &decl.default) {
        report
            .error(
                "D13",
                value.span,
                format!("`{}` is an `Option`, so it has no default", field.name()),
            )
            .help(format!(
                "write `{}` without `Option`, or remove the default",
                decl.ty.shown()
            ));
    }
}
