//! R8, R9, R10: whether a field may be missing, and what that means.

use crate::evolution::finding::{Breaks, Change};
use crate::evolution::pair::Step;
use crate::model::Presence;

/// R8: a new field that must be there.
pub(super) fn required_added(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for gained in &object.gained {
            let field = gained.field;
            if !gained.known && field.is_required() {
                let what =
                    "a new field that is required: old charms do not know it and do not write it";
                let site = &object.site;
                let breaks = Breaks::NewReader;
                changes.push(site.judge("R8", &field.name, &field.allows, breaks, what.to_owned()));
            }
        }
    }
    changes
}

/// R9: a field that might be missing must be there, or the reverse.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for kept in &object.kept {
            let (breaks, what) = match (kept.old.is_required(), kept.new.is_required()) {
                (false, true) => (Breaks::NewReader, "it could be missing and is required now"),
                (true, false) => (Breaks::OldReader, "it was required and may be missing now"),
                _ => continue,
            };
            let (site, new) = (&object.site, kept.new);
            changes.push(site.judge("R9", &new.name, &new.allows, breaks, what.to_owned()));
        }
    }
    changes
}

/// R10: a missing field means something else.
pub(super) fn default_changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for kept in &object.kept {
            let what = match (&kept.old.presence, &kept.new.presence) {
                (Presence::Default(old), Presence::Default(new)) if old != new => {
                    format!("where it is missing, that meant {old} and means {new} now")
                }
                (Presence::Default(old), Presence::Optional) => {
                    format!(
                        "where it is missing, that meant {old} and means that there is none now"
                    )
                }
                (Presence::Optional, Presence::Default(new)) => {
                    format!(
                        "where it is missing, that meant that there is none and means {new} now"
                    )
                }
                _ => continue,
            };
            let (site, new) = (&object.site, kept.new);
            changes.push(site.judge("R10", &new.name, &new.allows, Breaks::Both, what));
        }
    }
    changes
}
