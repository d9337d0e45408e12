//! D25: can what is expected be met, and can it be asked for?

use crate::lower::Scene;
use crate::lower::nodes::{ExpectNode, Home, RoleNode};
use crate::parse::tree::{Condition, MomentDecl};
use crate::report::Report;
use relata_spec::model::{Moment, Role, Scope, Version, place};
use relata_spec::sample;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for role in &scene.roles {
        for version in &scene.interface.versions {
            let expected = |node: &&ExpectNode| node.versions.contains(version.number);
            for node in role.expects.iter().filter(expected) {
                for moment in &node.decl.when {
                    // What another part of the declaration lacks is not known.
                    if !report.is_lossy()
                        && let Some((what, help)) = never(moment, version, role.decl.role)
                        && report.first(moment, "D25")
                    {
                        report.error("D25", moment.span, what).help(help);
                    }
                }
            }
        }
        denied(role, report);
    }
}

/// Why the other side cannot bring the moment about in a version.
fn never(moment: &MomentDecl, version: &Version, role: Role) -> Option<(String, String)> {
    let other = role.other();
    let number = version.number;
    let silence = "write `silent`, or leave this expectation out of the version: `#[since(v1)]`";
    let typical = Scope::ALL.map(|scope| sample::typical(version, other, scope));
    if moment.moment != Moment::Silent && typical.iter().all(Option::is_none) {
        let what = format!("the {other} writes nothing in `v{number}`, so it is always silent");
        return Some((what, silence.to_owned()));
    }
    match &moment.moment {
        Moment::Minimal => {
            let mut least = Scope::ALL.into_iter();
            let nothing = least.all(|scope| {
                sample::minimal(version, other, scope).is_none_or(|databag| databag.is_empty())
            });
            let what = format!("nothing of what the {other} writes in `v{number}` must be there");
            nothing.then(|| (what, silence.to_owned()))
        }
        Moment::Broken => {
            let mut scopes = Scope::ALL.into_iter();
            let never = scopes.all(|scope| sample::broken(version, other, scope).is_empty());
            let what = format!("nothing that the {other} writes in `v{number}` can be wrong");
            never.then(|| (what, "name another moment".to_owned()))
        }
        Moment::BrokenField(name) => {
            let (scope, field) = place(name)?;
            version.bag(other, scope)?.field(field)?;
            let broken = sample::broken(version, other, scope);
            let never = !broken
                .iter()
                .any(|broken| broken.field.as_deref() == Some(field));
            let what = format!("no value of `{field}` is wrong in `v{number}`");
            let help =
                "give it a type or a constraint that something can break, or write `missing`";
            never.then(|| (what, help.to_owned()))
        }
        Moment::Silent | Moment::Complete | Moment::Withdrawn | Moment::Missing(_) => None,
    }
}

/// Two expectations of which one denies the other.
fn denied(role: &RoleNode, report: &mut Report) {
    for (number, node) in role.expects.iter().enumerate() {
        for earlier in &role.expects[..=number] {
            let together = node.versions.overlap(&earlier.versions).is_some();
            if !together || !at_once(node, earlier) {
                continue;
            }
            let Some(what) = contradiction(role, node, earlier) else {
                continue;
            };
            if report.first(node.decl, "D25") {
                let mistake = report.error("D25", node.decl.span, what);
                mistake.help(
                    "at one moment a field is there or not: name other moments, or remove one",
                );
                if !std::ptr::eq(node, earlier) {
                    mistake.also(
                        earlier.decl.span,
                        "this expectation is the other one".to_owned(),
                    );
                }
            }
        }
    }
}

fn at_once(node: &ExpectNode, earlier: &ExpectNode) -> bool {
    let mut moments = node.decl.when.iter();
    moments.any(|one| {
        let mut others = earlier.decl.when.iter();
        others.any(|other| one.moment.overlaps(&other.moment))
    })
}

/// What both say of the same field, where that cannot be.
fn contradiction(role: &RoleNode, node: &ExpectNode, earlier: &ExpectNode) -> Option<String> {
    let (one, other) = (said(role, node), said(role, earlier));
    for (name, there) in &one {
        let conflict = other.iter().any(|(known, is)| known == name && is != there);
        if conflict {
            return Some(format!(
                "`{name}` is expected to be there and not to be there"
            ));
        }
    }
    let nothing = |node: &ExpectNode| node.decl.expected.is_none();
    let given = one.iter().chain(&other).find(|(_, there)| *there);
    match given {
        Some((name, _)) if nothing(node) || nothing(earlier) => Some(format!(
            "`{name}` is expected to be there, and nothing to be there"
        )),
        _ => None,
    }
}

/// The fields that must be there, or must not, whatever else holds. What is no
/// field is reported elsewhere.
fn said<'t>(role: &RoleNode, node: &ExpectNode<'t>) -> Vec<(&'t str, bool)> {
    let mut said = Vec::new();
    if let Some(condition) = &node.decl.expected {
        collect(condition, &mut said);
    }
    said.retain(|(name, _)| is_field(role, name));
    said
}

fn is_field(role: &RoleNode, name: &str) -> bool {
    let mut bags = role.bags.iter();
    place(name).is_some_and(|(scope, field)| {
        bags.any(|bag| {
            bag.home == Home::Bag(role.decl.role, scope)
                && bag.fields.iter().any(|known| known.name() == field)
        })
    })
}

fn collect<'t>(condition: &'t Condition, said: &mut Vec<(&'t str, bool)>) {
    match condition {
        Condition::Present(name) => said.push((&name.text, true)),
        Condition::Not(inner) => {
            if let Condition::Present(name) = &**inner {
                said.push((&name.text, false));
            }
        }
        Condition::All(parts) => parts.iter().for_each(|part| collect(part, said)),
        // Where a field has a default, a comparison does not ask for the field.
        Condition::Any(_) | Condition::Compare(..) => {}
    }
}
