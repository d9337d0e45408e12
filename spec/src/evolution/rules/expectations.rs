//! R21: how a role is expected to behave.

use crate::evolution::finding::{Breaks, Change, Site};
use crate::evolution::pair::Step;
use crate::model::{Expectation, Role, RoleSpec};
use std::collections::BTreeSet;

/// R21: an expectation that is new, gone or another one. Nothing on the wire
/// changes, so that nothing breaks; but a charm that was as the interface asks may
/// not be any more.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (role, old, new) in roles(step) {
        let site = site(step, role);
        let told = |what: String| site.judge("R21", "", &[], Breaks::Nothing, what);
        for expectation in &new.expects {
            if old.expects.iter().any(|other| is_same(other, expectation)) {
                continue;
            }
            let known = old.expects.iter().any(|other| other.doc == expectation.doc);
            let change = if known { "changed" } else { "is new" };
            changes.push(told(format!(
                "an expectation {change}: {}",
                line(expectation)
            )));
        }
        for expectation in &old.expects {
            let kept =
                |other: &Expectation| is_same(other, expectation) || other.doc == expectation.doc;
            if !new.expects.iter().any(kept) {
                changes.push(told(format!(
                    "an expectation is gone: {}",
                    line(expectation)
                )));
            }
        }
    }
    changes
}

/// The roles whose expectations have only been put into other words.
pub(super) fn reworded(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (role, old, new) in roles(step) {
        for expectation in &new.expects {
            let reworded =
                |other: &Expectation| is_same(other, expectation) && other.doc != expectation.doc;
            if old.expects.iter().any(reworded) && !old.expects.contains(expectation) {
                let what = format!(
                    "the wording of an expectation changed: {}",
                    line(expectation)
                );
                changes.push(site(step, role).note("R20", "", what));
            }
        }
    }
    changes
}

/// The roles that both states have.
fn roles<'a>(step: &Step<'a>) -> impl Iterator<Item = (Role, &'a RoleSpec, &'a RoleSpec)> {
    let new = step.new;
    let both = step.old.roles.iter();
    both.filter_map(move |(role, old)| Some((*role, old, new.roles.get(role)?)))
}

fn site<'a>(step: &Step<'a>, role: Role) -> Site<'a> {
    let mut site = step.site();
    site.place = format!("{} {role}", site.place);
    site.owner = role.to_string();
    site.writers = BTreeSet::from([role]);
    site
}

/// Whether both ask for the same.
fn is_same(one: &Expectation, other: &Expectation) -> bool {
    (&one.expected, &one.when) == (&other.expected, &other.when)
}

/// The sentence, in one line without its full stop.
fn line(expectation: &Expectation) -> String {
    let words: Vec<&str> = expectation.doc.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
