//! R20: what nothing on the wire shows.

use super::types::deltas;
use crate::evolution::finding::{Bump, Change, Site};
use crate::evolution::nodes::{Kept, Object, OptionValue};
use crate::evolution::pair::Step;
use crate::model::{Field, Interface};
use std::collections::BTreeSet;

/// R20: documentation, examples and Rust-side names.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = version(step);
    for object in &step.objects {
        changes.extend(object_changed(object));
    }
    for choice in &step.choices {
        let site = &choice.site;
        let (old, new) = (&choice.old, &choice.new);
        let documented: Vec<&str> = [(old.doc != new.doc).then_some(DOCUMENTATION)]
            .into_iter()
            .flatten()
            .collect();
        changes.extend(tell(site, "", &documented));
        changes.extend(renamed(site, old.name, new.name));
        for value in &new.values {
            let differs = |before: &OptionValue<'_>| before.described != value.described;
            if old.value(&value.wire).is_some_and(differs) {
                changes.extend(tell(site, &value.wire, &["documentation or Rust name"]));
            }
        }
    }
    changes.extend(deltas(step, "R20").into_iter().map(|change| Change {
        bump: Bump::Patch,
        ..change
    }));
    changes
}

const DOCUMENTATION: &str = "documentation";

fn version(step: &Step<'_>) -> Vec<Change> {
    let (old, new) = (step.old, step.new);
    let mut changes = Vec::new();
    let mut parts = Vec::new();
    if old.doc != new.doc {
        parts.push(DOCUMENTATION);
    }
    if old.lib != new.lib || old.providers != new.providers || old.requirers != new.requirers {
        parts.push("known libraries or charms");
    }
    changes.extend(tell(&step.site(), "", &parts));
    for (role, spec) in &old.roles {
        if let Some(other) = new.roles.get(role)
            && other.doc != spec.doc
        {
            let mut site = step.site();
            site.place = format!("{} {role}", site.place);
            site.owner = role.to_string();
            changes.extend(tell(&site, "", &[DOCUMENTATION]));
        }
    }
    changes
}

fn object_changed(object: &Object<'_>) -> Vec<Change> {
    let (old, new) = (object.old, object.new);
    let mut changes = Vec::new();
    if old.exists && new.exists && old.doc != new.doc {
        changes.extend(tell(&object.site, "", &[DOCUMENTATION]));
    }
    changes.extend(renamed(&object.site, old.name, new.name));
    let same_name = |kept: &&Kept<'_>| kept.old.name == kept.new.name;
    for kept in object.kept.iter().filter(same_name) {
        changes.extend(tell(
            &object.site,
            &kept.new.name,
            &field(kept.old, kept.new),
        ));
    }
    if let (Some(old), Some(new)) = (old.marker(), new.marker()) {
        changes.extend(tell(&object.site, &new.name, &field(old, new)));
    }
    if let (Some(old), Some(new)) = (old.rest, new.rest) {
        let mut parts = Vec::new();
        if old.doc != new.doc {
            parts.push(DOCUMENTATION);
        }
        if old.examples != new.examples {
            parts.push("examples");
        }
        if old.rust != new.rust {
            parts.push("Rust name");
        }
        changes.extend(tell(&object.site, "", &parts).map(|mut change| {
            change.what = format!("dynamic keys `{}`: {}", new.rust, change.what);
            change
        }));
    }
    for check in new.checks {
        let same = |other: &&crate::model::Check| other.holds == check.holds;
        if let Some(other) = old.checks.iter().find(same)
            && (&other.name, &other.message, other.kind)
                != (&check.name, &check.message, check.kind)
        {
            let what = format!("the wording of the check `{}` changed", check.name);
            changes.push(object.site.note("R20", "", what));
        }
    }
    changes
}

fn field(old: &Field, new: &Field) -> Vec<&'static str> {
    let mut parts = Vec::new();
    if old.doc != new.doc {
        parts.push(DOCUMENTATION);
    }
    if old.examples != new.examples {
        parts.push("examples");
    }
    if old.deprecated != new.deprecated {
        parts.push("deprecation");
    }
    if (old.since, old.until) != (new.since, new.until) {
        parts.push("in which other versions it is");
    }
    if old.rust != new.rust {
        parts.push("Rust name");
    }
    parts
}

fn renamed(site: &Site<'_>, old: &str, new: &str) -> Option<Change> {
    let what = || format!("the type was called `{old}`, which only Rust sees");
    (old != new && !old.is_empty() && !new.is_empty()).then(|| site.note("R20", "", what()))
}

fn tell(site: &Site<'_>, name: &str, parts: &[&str]) -> Option<Change> {
    let what = || format!("{} changed", parts.join(", "));
    (!parts.is_empty()).then(|| site.note("R20", name, what()))
}

/// R20 of the interface itself.
pub(super) fn interface_changed(old: &Interface, new: &Interface) -> Vec<Change> {
    let mut parts = Vec::new();
    if old.summary != new.summary || old.description != new.description {
        parts.push(DOCUMENTATION);
    }
    if old.maintainer != new.maintainer || old.internal != new.internal || old.tags != new.tags {
        parts.push("catalogue entry");
    }
    let site = Site {
        place: format!("interface {}", new.name),
        version: None,
        owner: String::new(),
        writers: BTreeSet::new(),
        secret: false,
        allows: &[],
    };
    tell(&site, "", &parts).into_iter().collect()
}
