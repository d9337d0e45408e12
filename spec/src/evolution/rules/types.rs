//! R4, R11: another type.

use crate::evolution::finding::{Breaks, Change};
use crate::evolution::nodes::{OptionValue, Options};
use crate::evolution::pair::Step;

/// R4: a type widened, narrowed or replaced.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = deltas(step, "R4");
    for choice in &step.choices {
        let (old, new) = (&choice.old, &choice.new);
        if old.closed != new.closed {
            let (breaks, what) = if new.closed {
                (Breaks::NewReader, "open and is closed, which allows less")
            } else {
                (Breaks::OldReader, "closed and is open, which allows more")
            };
            changes.push(
                choice
                    .site
                    .judge("R4", "", &[], breaks, format!("was {what}")),
            );
        }
        let common = |these: &[OptionValue<'_>], those: &Options<'_>| {
            these
                .iter()
                .map(|value| value.wire.clone())
                .filter(|wire| those.value(wire).is_some())
                .collect::<Vec<String>>()
        };
        if old.ordered && new.ordered && common(&old.values, new) != common(&new.values, old) {
            let what = "the first shape that fits is taken, and their order changed".to_owned();
            changes.push(choice.site.judge("R4", "", &[], Breaks::Both, what));
        }
    }
    changes
}

/// R11: a list where one value was, or the reverse.
pub(super) fn list_or_not(step: &Step<'_>) -> Vec<Change> {
    deltas(step, "R11")
}

/// Differences between types that fall under one rule.
pub(super) fn deltas(step: &Step<'_>, rule: &'static str) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for kept in &object.kept {
            for delta in kept.deltas.iter().filter(|delta| delta.rule == rule) {
                changes.push(object.site.judge(
                    rule,
                    &kept.new.name,
                    &kept.new.allows,
                    delta.breaks,
                    delta.what.clone(),
                ));
            }
        }
        if let Some(rest) = object.new.rest {
            for delta in object.rest.iter().filter(|delta| delta.rule == rule) {
                let what = format!("dynamic keys `{}`: {}", rest.rust, delta.what);
                changes.push(
                    object
                        .site
                        .judge(rule, "", &rest.allows, delta.breaks, what),
                );
            }
        }
    }
    for choice in &step.choices {
        for (name, delta) in choice.deltas.iter().filter(|(_, delta)| delta.rule == rule) {
            let what = delta.what.clone();
            changes.push(choice.site.judge(rule, name, &[], delta.breaks, what));
        }
    }
    changes
}
