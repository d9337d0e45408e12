//! May this version become that one?
//!
//! Either side of a relation may be upgraded first, so inside a released
//! version every old and new pair of charms has to work. The rules R1 to R21
//! say which changes keep that promise. Each rule is one function in
//! [`TABLE`](static@TABLE); all of them look at the same pairing of an old and
//! a new version.
//!
//! | question | function |
//! |---|---|
//! | what changed inside one version between two releases? | [`compare`] |
//! | what changed in an interface between two releases? | [`compare_interfaces`] |
//! | which allowances does nothing need? | [`idle_allowances`] |
//! | what does a declaration do wrong on its own (R3 between its versions, R15)? | [`declared`] |
//!
//! Three things turn an error into a finding that is listed but not
//! [`breaking`](Change::breaking):
//!
//! - an allowance with a reason, on the new field, its type's declaration, the
//!   dynamic keys, the databag, or any node around them. For a removed field,
//!   which has no new declaration, the old one's allowance counts;
//! - the old version was a draft: a draft may still change in any way;
//! - a reservation: a field that may be missing can be removed when its name is
//!   reserved.
//!
//! Types are compared by what they say on the wire, not by name: to rename a
//! declared type, or to give a type an alias, is a change of Rust-side names
//! (R20). A text that becomes `Sensitive` or `Pem`, or the reverse, is R20 too:
//! both accept any text.
//!
//! Inside the content of a secret, what would be an error under any rule is
//! reported as R16, with that rule's id in its sentence.

mod describe;
mod finding;
mod idle;
mod nodes;
mod pair;
mod rules;
mod types;

pub use finding::{Bump, Change};
pub use idle::{Idle, idle_allowances};
pub use rules::{TABLE, Test};

use crate::model::{Interface, Status, Version};
pub use pair::Step;

/// What changed between two states of one released version, by rule.
///
/// The result is empty when nothing changed. It is sorted by rule.
///
/// ```
/// use relata_spec::evolution::compare;
/// use relata_spec::model::{Status, Version};
///
/// let version = Version {
///     number: 1,
///     status: Status::Published,
///     doc: "The first.".into(),
///     lib: None,
///     providers: Vec::new(),
///     requirers: Vec::new(),
///     roles: Default::default(),
///     types: Vec::new(),
/// };
/// assert!(compare(&version, &version).is_empty());
/// ```
pub fn compare(old: &Version, new: &Version) -> Vec<Change> {
    let step = Step::new(old, new);
    let mut changes: Vec<Change> = TABLE
        .iter()
        .filter_map(|(_, test)| match test {
            Test::Version(rule) => Some(rule(&step)),
            Test::Interface(_) => None,
        })
        .flatten()
        .collect();
    if old.status == Status::Draft {
        changes.iter_mut().for_each(finding::forgive);
    }
    changes
}

/// What changed between two releases of an interface: each version that both
/// have as [`compare`] sees it, versions that came and went (R18), and what the
/// new declaration does wrong on its own that the old one did not.
pub fn compare_interfaces(old: &Interface, new: &Interface) -> Vec<Change> {
    let mut changes: Vec<Change> = old
        .versions
        .iter()
        .filter_map(|before| Some(compare(before, new.version(before.number)?)))
        .flatten()
        .collect();
    for (_, test) in TABLE {
        if let Test::Interface(rule) = test {
            changes.extend(rule(old, new));
        }
    }
    let known = declared(old);
    for change in declared(new) {
        if !known.contains(&change) && !changes.contains(&change) {
            // A reused name is no mere addition, even if the version that
            // gained it never had it before.
            changes.retain(|other| !(other.rule == "R19" && other.same_place(&change)));
            changes.push(change);
        }
    }
    changes
}

/// What an interface's declaration breaks on its own: a name that one version
/// dropped and a later one uses for something else (R3), and collections that
/// cannot be extended (R15).
///
/// A field whose type changes from one version to the next, without a version
/// between that lacks it, is no finding: that is what versions are for.
pub fn declared(interface: &Interface) -> Vec<Change> {
    let mut changes = rules::names_reused_between_versions(interface);
    for version in &interface.versions {
        for change in rules::collections_of(version) {
            let told = |other: &Change| {
                (other.rule, &other.owner, &other.name)
                    == (change.rule, &change.owner, &change.name)
            };
            if !changes.iter().any(told) {
                changes.push(change);
            }
        }
    }
    changes
}

/// The collections of a version that cannot be extended (R15), allowed ones
/// included.
pub fn collections(version: &Version) -> Vec<Change> {
    rules::collections_of(version)
}
