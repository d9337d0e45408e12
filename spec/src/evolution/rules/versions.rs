//! R18: versions that come and go. R6 for the interface's own name.

use crate::evolution::finding::{Breaks, Bump, Change, Site};
use crate::model::{Allowance, Interface, Role, Status, Version};
use std::collections::BTreeSet;

/// R18: a version was dropped that was not retired first, or lost its promise.
/// New versions are fine.
pub(super) fn changed(old: &Interface, new: &Interface) -> Vec<Change> {
    let mut changes = Vec::new();
    for before in &old.versions {
        match new.version(before.number) {
            None => changes.push(dropped(before, &new.allows)),
            Some(after) => changes.extend(status(before, after, &new.allows)),
        }
    }
    for after in &new.versions {
        if old.version(after.number).is_none() {
            let what = format!("a new version ({})", after.status);
            changes.push(site(after).judge("R18", "", &[], Breaks::Nothing, what));
        }
    }
    changes
}

fn dropped(version: &Version, allows: &[Allowance]) -> Change {
    let (breaks, what) = match version.status {
        Status::Published => (
            Breaks::Both,
            "the version is gone, and was never released as retired: charms that speak no other are still deployed",
        ),
        Status::Draft => (Breaks::Nothing, "the version is gone; it was a draft"),
        Status::Retired => (Breaks::Nothing, "the version is gone; it was retired"),
    };
    site(version).judge("R18", "", allows, breaks, what.to_owned())
}

fn status(old: &Version, new: &Version, allows: &[Allowance]) -> Option<Change> {
    if old.status == new.status {
        return None;
    }
    let what = format!("the version was {} and is {}", old.status, new.status);
    let (breaks, what) = if new.status == Status::Draft {
        let what = format!("{what}: charms rely on it, and a draft promises nothing");
        (Breaks::Both, what)
    } else {
        (Breaks::Nothing, what)
    };
    Some(site(new).judge("R18", "", allows, breaks, what))
}

fn site(version: &Version) -> Site<'static> {
    Site {
        place: format!("v{}", version.number),
        version: Some(version.number),
        owner: String::new(),
        writers: version.roles.keys().copied().collect(),
        secret: false,
        allows: &[],
    }
}

/// R6: an interface with another name is another interface to every charm.
pub(super) fn renamed(old: &Interface, new: &Interface) -> Vec<Change> {
    if old.name == new.name {
        return Vec::new();
    }
    let roles: BTreeSet<Role> = (old.versions.iter())
        .flat_map(|version| version.roles.keys().copied())
        .collect();
    let site = Site {
        place: format!("interface {}", new.name),
        version: None,
        owner: String::new(),
        writers: roles,
        secret: false,
        allows: &[],
    };
    let what = format!("the interface was `{}` and is `{}`", old.name, new.name);
    let mut change = site.judge("R6", "", &new.allows, Breaks::Both, what);
    change.bump = Bump::Major;
    vec![change]
}
