//! D7: is everything documented that a reader of the interface will see?

use crate::lower::Scene;
use crate::parse::tree::Attrs;
use crate::report::Report;
use proc_macro2::Span;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    let tree = scene.tree;
    let mut need = |attrs: &Attrs, span: Span, what: &str| {
        if attrs.doc.trim().is_empty() && !attrs.broken {
            report
                .error("D7", span, format!("{what} is not documented"))
                .help(
                    "write a `///` line above it: it becomes the rustdoc, the README and the \
                     schema's description",
                );
        }
    };
    need(&tree.attrs, tree.name.span, "the interface");
    for version in &tree.versions {
        let tag = version.tag;
        need(
            &version.attrs,
            tag.span,
            &format!("version `{}`", tag.name()),
        );
    }
    for decl in &tree.types {
        need(&decl.attrs, decl.name.span(), &format!("`{}`", decl.name));
    }
    for expectation in scene.roles.iter().flat_map(|role| &role.expects) {
        let decl = expectation.decl;
        need(&decl.attrs, decl.span, "what is expected");
    }
    for object in scene.objects() {
        for field in &object.fields {
            // What a marker means is always the same.
            if field.decl.attrs.marker.is_none() {
                need(
                    &field.decl.attrs,
                    field.span(),
                    &format!("`{}`", field.name()),
                );
            }
        }
        for rest in &object.rests {
            let name = &rest.decl.name;
            need(&rest.decl.attrs, name.span(), &format!("`{name}`"));
        }
    }
}
