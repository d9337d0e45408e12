//! R17: how a writer states its version.

use crate::evolution::describe;
use crate::evolution::finding::{Breaks, Change};
use crate::evolution::pair::Step;
use crate::model::{Field, Marker, MarkerSpelling};

/// R17: the version marker's key, spelling or meaning changed.
pub(super) fn changed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        let (old, new) = (object.old.marker(), object.new.marker());
        let verdict = match (old, new) {
            (Some(old), Some(new)) => difference(old, new).map(|what| (Breaks::Both, what)),
            (Some(old), None) => {
                let what = format!(
                    "the version marker `{}` is gone: old readers no longer know which version this is",
                    old.name
                );
                Some((Breaks::OldReader, what))
            }
            (None, Some(new)) => Some(appeared(step, new)),
            (None, None) => None,
        };
        if let Some((breaks, what)) = verdict {
            let field = new.or(old);
            let name = field.map_or("", |field| &field.name);
            let allows = field.map_or(&[][..], |field| &field.allows);
            changes.push(object.site.judge("R17", name, allows, breaks, what));
        }
    }
    changes
}

/// A new marker is missing from what old writers wrote. That does no harm if a
/// missing one stands for this very version.
fn appeared(step: &Step<'_>, field: &Field) -> (Breaks, String) {
    let absent = field.marker.as_ref().and_then(|marker| marker.absent);
    if absent == Some(step.new.number) {
        let what = "a version marker was added; where it is missing, that means this version";
        (Breaks::Nothing, what.to_owned())
    } else {
        let what = "a version marker was added, which old charms do not write: they are taken for charms of another version";
        (Breaks::NewReader, what.to_owned())
    }
}

fn difference(old: &Field, new: &Field) -> Option<String> {
    let (before, after) = (old.marker.as_ref()?, new.marker.as_ref()?);
    let mut parts = Vec::new();
    if old.name != new.name {
        parts.push(format!("key was `{}` and is `{}`", old.name, new.name));
    } else if old.aliases != new.aliases {
        parts.push("other keys changed".to_owned());
    }
    if before.spelling != after.spelling
        || before.list != after.list
        || old.encodings != new.encodings
        || old.ty != new.ty
    {
        parts.push(format!(
            "spelling was {} and is {}",
            spelled(old, before),
            spelled(new, after)
        ));
    }
    if before.absent != after.absent {
        let shown = |absent: Option<u32>| match absent {
            Some(number) => format!("v{number}"),
            None => "the oldest version".to_owned(),
        };
        parts.push(format!(
            "absence meant {} and means {}",
            shown(before.absent),
            shown(after.absent)
        ));
    }
    let said = parts.join("; its ");
    (!said.is_empty()).then(|| format!("the version marker's {said}"))
}

/// How version 1 is spelled: `` `v1` (json) ``.
fn spelled(field: &Field, marker: &Marker) -> String {
    let one = match &marker.spelling {
        MarkerSpelling::Number => "1".to_owned(),
        MarkerSpelling::Template(template) => template.replace("{}", "1"),
    };
    let one = if marker.list { format!("[{one}]") } else { one };
    format!("`{one}` ({})", describe::encodings(&field.encodings))
}
