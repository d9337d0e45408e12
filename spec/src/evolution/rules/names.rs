//! R1, R2, R3, R6, R7, R19: names that come and go.

use crate::evolution::finding::{Breaks, Change, Site};
use crate::evolution::nodes::{Fate, Gained, Object};
use crate::evolution::pair::Step;
use crate::evolution::types::Relation;
use crate::model::{Allowance, Field, Interface, Role, Scope, TypeBody, Version};
use crate::value::key_fits;
use std::collections::BTreeSet;

/// R1: a field is gone. Fine if it was allowed to be missing and its name is
/// reserved.
pub(super) fn removed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for lost in &object.lost {
            if !matches!(lost.fate, Fate::Gone) {
                continue;
            }
            let field = lost.field;
            let reserved = object.new.reserved.contains(&field.name);
            let (breaks, what) = if field.is_required() {
                let what = "the field was removed, although readers require it";
                (Breaks::OldReader, what)
            } else if reserved {
                (
                    Breaks::Nothing,
                    "the field was removed; its name is reserved",
                )
            } else {
                (
                    Breaks::OldReader,
                    "the field was removed, and its name is not reserved: old charms still look for it, and it may be taken for something else",
                )
            };
            let change =
                object
                    .site
                    .judge("R1", &field.name, &field.allows, breaks, what.to_owned());
            changes.push(change);
        }
        if let (Some(rest), None) = (object.old.rest, object.new.rest) {
            let what = format!("the dynamic keys `{}` were removed", rest.rust);
            let change = object
                .site
                .judge("R1", "", &rest.allows, Breaks::OldReader, what);
            changes.push(change);
        }
    }
    changes
}

/// R2: a reserved name is reserved no longer.
pub(super) fn reservation_dropped(step: &Step<'_>) -> Vec<Change> {
    let what = || {
        "the name is reserved no longer: it may be taken for something else, which old charms would misread".to_owned()
    };
    let mut changes = Vec::new();
    for object in &step.objects {
        for name in object.old.reserved {
            if !object.new.reserved.contains(name) && !object.new.has(name) {
                changes.push(object.site.judge("R2", name, &[], Breaks::APromise, what()));
            }
        }
    }
    for choice in &step.choices {
        for name in choice.old.reserved {
            if !choice.new.reserved.contains(name) && choice.new.value(name).is_none() {
                changes.push(choice.site.judge("R2", name, &[], Breaks::APromise, what()));
            }
        }
    }
    changes
}

/// R3: a name that meant something once means something else.
pub(super) fn reused(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for gained in &object.gained {
            if let Some(meaning) = former_meaning(step, object, gained) {
                let what = format!("the name is used again: {meaning}");
                changes.push(object.site.judge(
                    "R3",
                    &gained.field.name,
                    &gained.field.allows,
                    Breaks::Both,
                    what,
                ));
            }
        }
        for field in object.new.data() {
            for alias in &field.aliases {
                let was_there = object.old.data().any(|old| old.answers_to(&alias.name));
                if object.old.reserved.contains(&alias.name) && !was_there {
                    let what = format!(
                        "it is also read from `{}`, which was reserved, because it meant \
                         something else to old charms",
                        alias.name
                    );
                    let (site, allows) = (&object.site, &field.allows);
                    changes.push(site.judge("R3", &field.name, allows, Breaks::Both, what));
                }
            }
        }
    }
    for choice in &step.choices {
        for value in &choice.new.values {
            if choice.old.reserved.contains(&value.wire) && choice.old.value(&value.wire).is_none()
            {
                let what = "the value is used again: it was reserved, because it meant something else to old charms".to_owned();
                let change = choice
                    .site
                    .judge("R3", &value.wire, &[], Breaks::Both, what);
                changes.push(change);
            }
        }
    }
    changes
}

/// What a gained name meant in the old state, if anything.
fn former_meaning(
    step: &Step<'_>,
    object: &Object<'_>,
    gained: &Gained<'_>,
) -> Option<&'static str> {
    let name = &gained.field.name;
    if object.old.reserved.contains(name) {
        Some("it was reserved, because it meant something else to old charms")
    } else if object
        .old
        .rest
        .is_some_and(|rest| key_fits(step.old, &rest.keys, name))
    {
        Some("it was one of the dynamic keys, which old readers still take it for")
    } else {
        None
    }
}

/// R6: another name on the wire. Readers and writers of the old name are only
/// served while the field is also read, and also written, under it.
pub(super) fn renamed(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for lost in &object.lost {
            let Fate::Renamed(heir) = lost.fate else {
                continue;
            };
            let old = &lost.field.name;
            let alias = heir.aliases.iter().find(|alias| alias.name == *old);
            let (breaks, served) = match alias {
                None => (
                    Breaks::Both,
                    format!(
                        "old charms neither write nor look for `{}`, new ones no longer `{old}`",
                        heir.name
                    ),
                ),
                Some(alias) if !alias.written => (
                    Breaks::OldReader,
                    format!("`{old}` is still read, but no longer written"),
                ),
                Some(_) => (
                    Breaks::Nothing,
                    format!("`{old}` is still read and written"),
                ),
            };
            let what = format!("renamed to `{}`: {served}", heir.name);
            let change = object.site.judge("R6", old, &heir.allows, breaks, what);
            changes.push(change);
        }
        for kept in &object.kept {
            changes.extend(aliases(&object.site, kept.old, kept.new));
        }
    }
    for choice in &step.choices {
        if let (Some(old), Some(new)) = (choice.old.tag, choice.new.tag)
            && old != new
        {
            let what = format!("the member that says which shape it is was `{old}` and is `{new}`");
            changes.push(choice.site.judge("R6", "", &[], Breaks::Both, what));
        }
    }
    changes
}

fn aliases(site: &Site<'_>, old: &Field, new: &Field) -> Vec<Change> {
    let mut changes = Vec::new();
    for alias in &old.aliases {
        let name = &alias.name;
        let (breaks, what) = match new.aliases.iter().find(|other| other.name == *name) {
            None if alias.written => (
                Breaks::Both,
                format!("no longer read from, or written to, `{name}`"),
            ),
            None => (Breaks::NewReader, format!("no longer read from `{name}`")),
            Some(other) if alias.written && !other.written => {
                (Breaks::OldReader, format!("no longer written to `{name}`"))
            }
            Some(other) if !alias.written && other.written => {
                (Breaks::Nothing, format!("also written to `{name}`"))
            }
            Some(_) => continue,
        };
        changes.push(site.judge("R6", &new.name, &new.allows, breaks, what));
    }
    for alias in &new.aliases {
        if !old.answers_to(&alias.name) {
            let what = format!("also read from `{}`", alias.name);
            changes.push(site.judge("R6", &new.name, &[], Breaks::Nothing, what));
        }
    }
    changes
}

/// R7: in another databag.
pub(super) fn moved(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for lost in &object.lost {
            if let Fate::Moved(place, heir) = &lost.fate {
                let what =
                    format!("moved to {place}, where old charms neither write nor look for it");
                let allows = [&heir.allows[..], &lost.field.allows].concat();
                let name = &lost.field.name;
                changes.push(object.site.judge("R7", name, &allows, Breaks::Both, what));
            }
        }
    }
    changes
}

/// R19: something new that may be missing, under a name never used before.
pub(super) fn added(step: &Step<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for object in &step.objects {
        for gained in &object.gained {
            if !gained.known
                && !gained.field.is_required()
                && former_meaning(step, object, gained).is_none()
            {
                changes.push(fine(
                    &object.site,
                    &gained.field.name,
                    "a new field that may be missing".to_owned(),
                ));
            }
        }
        if let (None, Some(rest)) = (object.old.rest, object.new.rest) {
            let what = format!("dynamic keys `{}` added", rest.rust);
            changes.push(fine(&object.site, "", what));
        }
        if object.bag.is_some() && !object.old.exists {
            changes.push(fine(
                &object.site,
                "",
                "this databag is used now".to_owned(),
            ));
        }
        for name in object.new.reserved {
            let was_there = object.old.has(name) || object.old.reserved.contains(name);
            if !was_there {
                changes.push(fine(
                    &object.site,
                    name,
                    "the name is reserved now".to_owned(),
                ));
            }
        }
    }
    changes
}

fn fine(site: &Site<'_>, name: &str, what: String) -> Change {
    site.judge("R19", name, &[], Breaks::Nothing, what)
}

/// R3 between the declared versions: one version has a name, a later one does
/// not, and a still later one has it again. An identical revival is fine.
pub(in crate::evolution) fn names_reused_between_versions(interface: &Interface) -> Vec<Change> {
    let mut changes = Vec::new();
    for role in Role::ALL {
        for scope in Scope::ALL {
            let states: Vec<(&Version, &[Field])> = (interface.versions.iter())
                .map(|version| {
                    let bag = version.bag(role, scope);
                    (version, bag.map_or(&[][..], |bag| &bag.fields[..]))
                })
                .collect();
            let site = |version: &Version| Site {
                place: format!("v{} {role} {scope}", version.number),
                version: Some(version.number),
                owner: format!("{role}/{scope}"),
                writers: BTreeSet::from([role]),
                secret: false,
                allows: &[],
            };
            changes.extend(reused_in(&states, site));
        }
    }
    let names: BTreeSet<&str> = (interface.versions.iter())
        .flat_map(|version| version.types.iter().map(|decl| decl.name.as_str()))
        .collect();
    for name in names {
        let states: Vec<(&Version, &[Field])> = (interface.versions.iter())
            .map(|version| {
                let fields = match version.type_decl(name).map(|decl| &decl.body) {
                    Some(TypeBody::Struct { fields, .. } | TypeBody::Secret { fields, .. }) => {
                        fields
                    }
                    _ => &[][..],
                };
                (version, fields)
            })
            .collect();
        let site = |version: &Version| Site {
            place: format!("v{} type {name}", version.number),
            version: Some(version.number),
            owner: name.to_owned(),
            writers: BTreeSet::new(),
            secret: false,
            allows: &[],
        };
        changes.extend(reused_in(&states, site));
    }
    changes
}

fn reused_in<'a>(
    states: &[(&'a Version, &'a [Field])],
    site: impl Fn(&Version) -> Site<'static>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (at, (version, fields)) in states.iter().enumerate() {
        for field in fields.iter().filter(|field| field.marker.is_none()) {
            let named = |fields: &&'a [Field]| fields.iter().find(|other| other.name == field.name);
            let Some(gap) = at
                .checked_sub(1)
                .filter(|gap| named(&states[*gap].1).is_none())
            else {
                continue;
            };
            let before = (states[..gap].iter().rev())
                .find_map(|(version, fields)| Some((*version, named(fields)?)));
            if let Some((former, other)) = before
                && !identical((former, version), other, field)
            {
                let what = format!(
                    "the name meant something else in v{} and was gone in v{}",
                    former.number, states[gap].0.number
                );
                let allows: &[Allowance] = &field.allows;
                changes.push(site(version).judge("R3", &field.name, allows, Breaks::Both, what));
            }
        }
    }
    changes
}

/// The same type and encoding, and documentation that opens with the same
/// paragraph.
fn identical(versions: (&Version, &Version), old: &Field, new: &Field) -> bool {
    let meaning = |field: &Field| {
        let doc = field.doc.trim();
        doc.split("\n\n").next().unwrap_or(doc).to_owned()
    };
    Relation::between(versions, &old.ty, &new.ty)
        .deltas
        .is_empty()
        && old.encodings == new.encodings
        && meaning(old) == meaning(new)
}
