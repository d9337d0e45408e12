//! R12, R13: values of an enum, shapes of a union.

use crate::evolution::finding::{Breaks, Change};
use crate::evolution::pair::Step;

/// R12: one more. Fine where readers keep what they do not know.
pub(super) fn added(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for choice in &step.choices {
        let (old, new) = (&choice.old, &choice.new);
        for value in &new.values {
            if old.value(&value.wire).is_some() || old.reserved.contains(&value.wire) {
                continue;
            }
            // Without a tag nothing says "unknown": an old reader refuses.
            let (breaks, what) = if old.closed || old.ordered {
                (
                    Breaks::OldReader,
                    "a new value, and old readers refuse values that they do not know",
                )
            } else {
                (
                    Breaks::Nothing,
                    "a new value; old readers keep values that they do not know",
                )
            };
            changes.push(
                choice
                    .site
                    .judge("R12", &value.wire, &[], breaks, what.to_owned()),
            );
        }
    }
    changes
}

/// R13: one less.
pub(super) fn removed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for choice in &step.choices {
        let new = &choice.new;
        for value in &choice.old.values {
            if new.value(&value.wire).is_some() {
                continue;
            }
            let (breaks, what) = if new.closed || new.ordered {
                (
                    Breaks::NewReader,
                    "the value was removed: new readers refuse it, and old charms still write it",
                )
            } else if new.reserved.contains(&value.wire) {
                (Breaks::Nothing, "the value was removed; it is reserved")
            } else {
                (
                    Breaks::NewReader,
                    "the value was removed and not reserved: new readers no longer know it, and old charms still write it",
                )
            };
            changes.push(
                choice
                    .site
                    .judge("R13", &value.wire, &[], breaks, what.to_owned()),
            );
        }
    }
    changes
}
