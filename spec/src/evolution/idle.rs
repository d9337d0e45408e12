//! Allowances that nothing needs.

use super::Change;
use crate::model::{Allowance, Bag, Interface, Role, Scope, TypeBody, Version};
use std::collections::BTreeSet;

/// An allowance that no change needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// The rule that is allowed to be broken.
    pub rule: String,
    /// The author's reason.
    pub reason: String,
    /// The innermost node that it was found at, as in [`Change::owner`].
    pub owner: String,
    /// The same, as in [`Change::name`].
    pub name: String,
}

/// The allowances of `new` that none of these changes needed, nor the
/// declaration itself: each once, at the first node that has it.
///
/// An allowance of a change that has been released is idle from then on. R3, R7,
/// R15 and R17 are judged within a declaration too, and count as needed there
/// unless nothing in it is listed under them.
pub fn idle_allowances(new: &Interface, changes: &[Change]) -> Vec<Idle> {
    let within = super::declared(new);
    let needed: BTreeSet<(&str, &str)> = changes
        .iter()
        .chain(&within)
        .filter_map(|change| Some((change.rule, change.allowed.as_deref()?)))
        .collect();
    let mut idle: Vec<Idle> = Vec::new();
    for (owner, name, allowance) in allowances(new) {
        // What the macro judges between two nodes leaves no trace in a change.
        let judged_by_the_macro = ["R3", "R7", "R17"].contains(&allowance.rule.as_str());
        let is_needed = needed.iter().any(|(rule, reason)| {
            *reason == allowance.reason && (*rule == allowance.rule || *rule == "R16")
        });
        let told = idle
            .iter()
            .any(|one| one.rule == allowance.rule && one.reason == allowance.reason);
        if !judged_by_the_macro && !is_needed && !told {
            idle.push(Idle {
                rule: allowance.rule.clone(),
                reason: allowance.reason.clone(),
                owner,
                name: name.to_owned(),
            });
        }
    }
    idle
}

/// Every allowance with its place, the inner nodes first.
fn allowances(interface: &Interface) -> Vec<(String, &str, &Allowance)> {
    let mut all = Vec::new();
    for version in &interface.versions {
        for role in Role::ALL {
            for scope in Scope::ALL {
                if let Some(bag) = version.bag(role, scope) {
                    of_bag(&format!("{role}/{scope}"), bag, &mut all);
                }
            }
        }
        of_types(version, &mut all);
    }
    all.extend(interface.allows.iter().map(|one| (String::new(), "", one)));
    all
}

fn of_bag<'a>(owner: &str, bag: &'a Bag, all: &mut Vec<(String, &'a str, &'a Allowance)>) {
    for field in &bag.fields {
        let name = field.name.as_str();
        all.extend((field.allows.iter()).map(|one| (owner.to_owned(), name, one)));
    }
    let rest = bag.rest.iter().flat_map(|rest| &rest.allows);
    all.extend(
        rest.chain(&bag.allows)
            .map(|one| (owner.to_owned(), "", one)),
    );
}

fn of_types<'a>(version: &'a Version, all: &mut Vec<(String, &'a str, &'a Allowance)>) {
    for decl in &version.types {
        let (fields, rest) = match &decl.body {
            TypeBody::Struct { fields, rest, .. } => (&fields[..], rest.as_ref()),
            TypeBody::Secret { fields, .. } => (&fields[..], None),
            TypeBody::Enum { .. } | TypeBody::Union { .. } | TypeBody::Alias { .. } => {
                (&[][..], None)
            }
        };
        for field in fields {
            let name = field.name.as_str();
            all.extend((field.allows.iter()).map(|one| (decl.name.clone(), name, one)));
        }
        let rest = rest.into_iter().flat_map(|rest| &rest.allows);
        all.extend(
            rest.chain(&decl.allows)
                .map(|one| (decl.name.clone(), "", one)),
        );
    }
}
