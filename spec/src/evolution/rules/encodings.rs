//! R5: another spelling on the wire.

use crate::evolution::describe;
use crate::evolution::finding::{Breaks, Change};
use crate::evolution::nodes::Object;
use crate::evolution::pair::Step;
use crate::model::{Encoding, Layout};

/// R5: an encoding or layout changed. To accept one more, after all others, is
/// fine.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in step.objects.iter().filter(|object| object.bag.is_some()) {
        layouts(object, &mut changes);
        for kept in &object.kept {
            let (old, new) = (&kept.old.encodings, &kept.new.encodings);
            if let Some(breaks) = difference(old, new, accepts) {
                let what = sentence(breaks, &describe::encodings(old), &describe::encodings(new));
                let name = &kept.new.name;
                changes.push(
                    object
                        .site
                        .judge("R5", name, &kept.new.allows, breaks, what),
                );
            }
        }
        if let (Some(old), Some(new)) = (object.old.rest, object.new.rest)
            && let Some(breaks) = difference(&old.encodings, &new.encodings, accepts)
        {
            let (before, after) = (&old.encodings, &new.encodings);
            let what = sentence(
                breaks,
                &describe::encodings(before),
                &describe::encodings(after),
            );
            let what = format!("dynamic keys `{}`: {what}", new.rust);
            changes.push(object.site.judge("R5", "", &new.allows, breaks, what));
        }
    }
    changes
}

fn layouts(object: &Object<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (object.old.layouts, object.new.layouts);
    if !object.old.exists || !object.new.exists {
        return;
    }
    if let Some(breaks) = difference(old, new, |old: &Layout, new| old == new) {
        let (before, after) = (describe::layouts(old), describe::layouts(new));
        let what = sentence(breaks, &before, &after).replace("the encoding", "the layout");
        changes.push(object.site.judge("R5", "", &[], breaks, what));
    }
}

fn sentence(breaks: Breaks, old: &str, new: &str) -> String {
    match breaks {
        Breaks::Nothing => format!("the encoding was {old} and is {new}: one more is accepted"),
        _ => format!("the encoding was {old} and is {new}"),
    }
}

/// `None` if nothing changed. `accepts(new, old)` says whether `new` reads all
/// that `old` reads, and the same way.
fn difference<T: PartialEq>(
    old: &[T],
    new: &[T],
    accepts: impl Fn(&T, &T) -> bool,
) -> Option<Breaks> {
    if old == new {
        return None;
    }
    let prefix = old.len() <= new.len() && old.iter().zip(new).all(|(old, new)| accepts(new, old));
    if prefix {
        return Some(Breaks::Nothing);
    }
    let all_read = old
        .iter()
        .all(|old| new.iter().any(|new| accepts(new, old)));
    let written_is_known = new
        .first()
        .is_none_or(|written| old.iter().any(|old| accepts(old, written)));
    Some(match (all_read, written_is_known) {
        (false, true) => Breaks::NewReader,
        (true, false) => Breaks::OldReader,
        // Everything is still read, but in another order: one text may now
        // mean another value.
        (true, true) | (false, false) => Breaks::Both,
    })
}

fn accepts(new: &Encoding, old: &Encoding) -> bool {
    match (new, old) {
        (Encoding::Raw { bools: new }, Encoding::Raw { bools: old }) => {
            [true, false].into_iter().all(|truth| {
                let (new, old) = (new.of(truth), old.of(truth));
                new.first() == old.first() && old.iter().all(|word| new.contains(word))
            })
        }
        _ => new == old,
    }
}
