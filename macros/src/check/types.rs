//! D17, D18: is every declared type's name free, and the type used?

use crate::lower::nodes::{CheckNode, Object};
use crate::lower::{Scene, builtins, is_taken};
use crate::report::Report;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for decl in &scene.tree.types {
        let name = decl.name.to_string();
        if !is_taken(&name) {
            continue;
        }
        let what = if builtins().any(|builtin| builtin == name) {
            "is known without a declaration"
        } else {
            "is the name of a generated type"
        };
        report
            .error("D17", decl.name.span(), format!("`{name}` {what}"))
            .help("choose another name");
    }
    for object in scene.objects() {
        checks_once(object, report);
    }
    // What uses a type may be in the part that was not understood.
    if report.is_lossy() {
        return;
    }
    let mut told = std::collections::BTreeSet::new();
    for node in &scene.types {
        // The members of a variant go with their union.
        let declared = node.decl.is_some() && !node.versions.is_empty();
        if declared && scene.unused.contains(&node.name) && told.insert(&node.name) {
            report
                .error(
                    "D18",
                    node.span,
                    format!("no databag uses `{}` in any version", node.name),
                )
                .help("use it in a field, or remove it");
        }
    }
}

fn checks_once(object: &Object, report: &mut Report) {
    let name = |check: &CheckNode| check.decl.named.as_ref().map(|(name, ..)| name.to_string());
    for (index, later) in object.checks.iter().enumerate() {
        let earlier = object.checks[..index].iter().find(|earlier| {
            let same = match (name(earlier), name(later)) {
                (None, None) => {
                    let fields = |check: &CheckNode| -> Vec<String> {
                        let fields = check.decl.fields.iter();
                        fields.map(|field| field.text.clone()).collect()
                    };
                    earlier.decl.kind == later.decl.kind && fields(earlier) == fields(later)
                }
                (earlier, later) => earlier == later,
            };
            same && earlier.versions.overlap(&later.versions).is_some()
        });
        if let Some(earlier) = earlier {
            report
                .error("D17", later.decl.span, "this check is declared twice")
                .help("give it another name, or remove it")
                .also(earlier.decl.span, "this check was declared first here");
        }
    }
}
