//! D21: does every exception name a rule, once, and a reason?

use crate::lower::Scene;
use crate::parse::tree::{Attrs, Body, Declaration, Shape, TypeBody};
use crate::report::Report;
use relata_spec::rules::rule;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for attrs in all(scene.tree) {
        for allow in &attrs.allows {
            let known = rule(&allow.rule).is_some();
            if !known || !allow.rule.starts_with('R') {
                let what = if known {
                    format!("rule `{}` cannot be allowed to be broken", allow.rule)
                } else {
                    format!("there is no rule `{}`", allow.rule)
                };
                report
                    .error("D21", allow.span, what)
                    .help("rules R1 to R18 can be allowed: write `#[allow(R15, reason = \"…\")]`");
            } else if ["R19", "R20", "R21"].contains(&allow.rule.as_str()) {
                let what = format!("nothing breaks rule `{}`", allow.rule);
                report
                    .error("D21", allow.span, what)
                    .help("such a change is always fine: remove the exception");
            }
            let mut same = attrs.allows.iter().filter(|one| one.rule == allow.rule);
            if let Some(first) = same.next()
                && !std::ptr::eq(first, allow)
            {
                report
                    .error(
                        "D21",
                        allow.span,
                        format!("`{}` is allowed twice", allow.rule),
                    )
                    .help("write one exception with one reason")
                    .also(first.span, format!("`{}` is allowed here", allow.rule));
            }
            if allow
                .reason
                .as_ref()
                .is_none_or(|reason| reason.trim().is_empty())
            {
                report
                    .error("D21", allow.span, "this exception has no reason")
                    .help(format!("write `#[allow({}, reason = \"…\")]`", allow.rule));
            }
        }
    }
}

/// The attributes of every node.
pub(super) fn all(tree: &Declaration) -> Vec<&Attrs> {
    let mut all = vec![&tree.attrs];
    all.extend(tree.versions.iter().map(|version| &version.attrs));
    for role in &tree.roles {
        all.push(&role.attrs);
        for bag in &role.bags {
            all.push(&bag.attrs);
            of_body(&bag.body, &mut all);
        }
    }
    for decl in &tree.types {
        all.push(&decl.attrs);
        match &decl.body {
            TypeBody::Struct(body) | TypeBody::Secret(body) => of_body(body, &mut all),
            TypeBody::Enum(variants, _) => {
                all.extend(variants.iter().map(|variant| &variant.attrs));
            }
            TypeBody::Union(variants, _) => {
                for variant in variants {
                    all.push(&variant.attrs);
                    if let Shape::Members(body) = &variant.shape {
                        of_body(body, &mut all);
                    }
                }
            }
            TypeBody::Alias { .. } => (),
        }
    }
    all
}

fn of_body<'t>(body: &'t Body, all: &mut Vec<&'t Attrs>) {
    all.extend(body.fields.iter().map(|field| &field.attrs));
    all.extend(body.rests.iter().map(|rest| &rest.attrs));
}
