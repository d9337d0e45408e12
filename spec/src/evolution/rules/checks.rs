//! R14: what must hold of values.

use super::types::deltas;
use crate::evolution::finding::{Breaks, Change};
use crate::evolution::nodes::Object;
use crate::evolution::pair::Step;
use crate::model::Check;
use crate::predicate::{eval, fields_of};
use serde_json::Map;

/// R14: a constraint on a type, or a check between fields, tightened, loosened
/// or changed.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = deltas(step, "R14");
    for object in &step.objects {
        // What an old writer never wrote cannot fail a check.
        if object.old.exists {
            for check in object.new.checks {
                changes.extend(added(object, check));
            }
        }
        if object.new.exists {
            for check in object.old.checks {
                if !holds_somewhere(check, object.new.checks) {
                    let what = format!(
                        "the check `{}` is gone ({}): what it refused may be written now",
                        check.name, check.message
                    );
                    changes.push(object.site.judge("R14", "", &[], Breaks::OldReader, what));
                }
            }
        }
    }
    changes
}

fn added(object: &Object<'_>, check: &Check) -> Option<Change> {
    if holds_somewhere(check, object.old.checks) {
        return None;
    }
    let new_fields_only = fields_of(&check.holds)
        .iter()
        .all(|name| !object.old.has(name));
    let (breaks, word) = if new_fields_only && holds_without(object, check) {
        (Breaks::Nothing, "it concerns only fields that are new, too")
    } else {
        (Breaks::NewReader, "what old charms write may fail it")
    };
    let what = format!(
        "the check `{}` is new ({}): {word}",
        check.name, check.message
    );
    Some(object.site.judge("R14", "", &[], breaks, what))
}

fn holds_somewhere(check: &Check, others: &[Check]) -> bool {
    others.iter().any(|other| other.holds == check.holds)
}

/// Whether the check holds where none of its fields is there.
fn holds_without(object: &Object<'_>, check: &Check) -> bool {
    eval(&check.holds, object.new.fields, &Map::new())
}
