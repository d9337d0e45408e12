//! What differs from the other versions?

use super::super::conditions;
use super::super::markdown::{Page, capital, code, sentence};
use crate::evolution::{Change, compare};
use crate::model::{Check, Interface, Role, Scope, Version};

pub(super) fn section(page: &mut Page, interface: &Interface, version: &Version) {
    if interface.versions.len() < 2 {
        return;
    }
    page.heading(2, "Versions");
    let others: Vec<String> = interface
        .versions
        .iter()
        .map(|other| {
            let name = format!("Version {}", other.number);
            if other.number == version.number {
                format!("{name} ({}): this one.", other.status)
            } else {
                let link = format!("[{name}](../v{}/README.md)", other.number);
                format!("{link} ({}): {}", other.status, first_sentence(&other.doc))
            }
        })
        .collect();
    page.bullets(&others);
    let before = interface
        .versions
        .iter()
        .rev()
        .find(|other| other.number < version.number);
    if let Some(before) = before {
        page.heading(3, &format!("What differs from version {}", before.number));
        let rows = rows(before, version);
        if rows.is_empty() {
            page.paragraph("Nothing on the wire.");
        } else {
            page.table(&["Where", "What", "Change"], &rows);
        }
    }
}

fn first_sentence(doc: &str) -> String {
    let paragraph = doc.split("\n\n").next().unwrap_or_default();
    sentence(&super::one_line(paragraph))
}

/// One row per place and kind of change.
fn rows(before: &Version, version: &Version) -> Vec<Vec<String>> {
    let mut rows: Vec<Row> = Vec::new();
    for change in compare(before, version) {
        // What would be wrong within one version is news between two; advice on
        // single nodes, and what stands in the section above, is not.
        // What is reserved stands below the table of its databag.
        let reservation = change.what.starts_with("the name is reserved");
        if matches!(change.rule, "R15" | "R20" | "R21") || reservation {
            continue;
        }
        let told =
            check_of(&change, before, version).unwrap_or_else(|| tidied(&change.what, version));
        let place = place(&change.owner);
        let known = rows
            .iter_mut()
            .find(|row| (&row.place, &row.change) == (&place, &told));
        let row = match known {
            Some(row) => row,
            None => {
                rows.push(Row {
                    place,
                    names: Vec::new(),
                    change: told,
                });
                let last = rows.len() - 1;
                &mut rows[last]
            }
        };
        if !change.name.is_empty() {
            row.names.push(code(&change.name));
        }
    }
    rows.sort_by_key(|row| (place_order(&row.place), !row.names.is_empty()));
    rows.into_iter()
        .map(|row| vec![row.place, row.names.join(", "), row.change])
        .collect()
}

struct Row {
    place: String,
    /// Empty where the place itself changed.
    names: Vec<String>,
    change: String,
}

/// The databag in words, or a type's name.
fn place(owner: &str) -> String {
    let Some((role, scope)) = bag(owner) else {
        return if owner.is_empty() {
            "Version".to_owned()
        } else {
            code(owner)
        };
    };
    let scope = match scope {
        Scope::App => "application",
        Scope::Unit => "unit",
    };
    format!("{}, {scope} databag", capital(role.name()))
}

fn bag(owner: &str) -> Option<(Role, Scope)> {
    let (role, scope) = owner.split_once('/')?;
    Some((
        Role::ALL.into_iter().find(|it| it.name() == role)?,
        Scope::ALL.into_iter().find(|it| it.name() == scope)?,
    ))
}

/// Databags first, in the order of the document; then types, as they come.
fn place_order(place: &str) -> usize {
    let places = Role::ALL
        .into_iter()
        .flat_map(|role| Scope::ALL.map(|scope| self::place(&format!("{role}/{scope}"))));
    places
        .enumerate()
        .find(|(_, known)| known == place)
        .map_or(usize::MAX, |(number, _)| number)
}

/// A change of a check by what the check says: its name is for programs.
fn check_of(change: &Change, before: &Version, version: &Version) -> Option<String> {
    let rest = change.what.strip_prefix("the check `")?;
    let (name, rest) = rest.split_once('`')?;
    let (role, scope) = bag(&change.owner)?;
    let (word, of) = if rest.starts_with(" is gone") {
        ("no longer demanded", before)
    } else if rest.starts_with(" is new") {
        ("demanded now", version)
    } else {
        return None;
    };
    let check: &Check = of
        .bag(role, scope)?
        .checks
        .iter()
        .find(|check| check.name == name)?;
    Some(format!(
        "{word}: {}",
        conditions::member_check(check).trim_end_matches('.')
    ))
}

/// What the rule says between two releases of one version, without what it
/// only says there: who would be surprised.
fn tidied(what: &str, version: &Version) -> String {
    /// What an aside is about.
    const ASIDES: [&str; 6] = [
        "old charms",
        "old readers",
        "new readers",
        "reserved",
        "readers require",
        "one more is accepted",
    ];
    let aside = ASIDES.iter().filter_map(|words| what.find(words)).min();
    let before = &what[..aside.unwrap_or(what.len())];
    let breaks = [": ", "; ", ", ", " and not "];
    let end = breaks.iter().filter_map(|mark| before.rfind(mark)).max();
    let what = match (aside, end) {
        (Some(_), Some(end)) => &what[..end],
        _ => what,
    };
    // One row may name several fields.
    match what {
        "this databag is used now" => "the databag is new".to_owned(),
        "a new field that may be missing" => "new, may be missing".to_owned(),
        "a new field that is required" => "new and required".to_owned(),
        "the field was removed" | "the value was removed" => "removed".to_owned(),
        other => other.replace(&format!(" v{} ", version.number), " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn what_only_matters_within_a_version_is_left_out() {
        let version = Version {
            number: 2,
            status: Status::Draft,
            doc: "The second.".into(),
            lib: None,
            providers: Vec::new(),
            requirers: Vec::new(),
            roles: std::collections::BTreeMap::new(),
            types: Vec::new(),
        };
        for (what, told) in [
            ("the field was removed; its name is reserved", "removed"),
            (
                "the field was removed, and its name is not reserved: old charms still look for it",
                "removed",
            ),
            (
                "the value was removed and not reserved: new readers no longer know it",
                "removed",
            ),
            (
                "the encoding was json and is json, raw: one more is accepted",
                "the encoding was json and is json, raw",
            ),
            (
                "moved to v2 requirer unit, where old charms do not look for it",
                "moved to requirer unit",
            ),
            ("it may be missing now", "it may be missing now"),
        ] {
            assert_eq!(tidied(what, &version), told);
        }
    }
}
