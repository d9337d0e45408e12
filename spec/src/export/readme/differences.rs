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
        // single nodes, and what only documentation says, is not.
        if matches!(change.rule, "R15" | "R20") {
            continue;
        }
        let told = check_of(&change, before, version).unwrap_or_else(|| tidied(&change.what));
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
/// only says there.
fn tidied(what: &str) -> String {
    const ASIDES: [&str; 15] = [
        ", and its name is not reserved",
        ", and not reserved",
        ", although it is required",
        "; it is reserved",
        "; its name is reserved",
        ": that takes a new version",
        ": a missing one is taken for another version",
        "; a missing one stands for this version",
        ": who does not know it yet does not write it",
        "; old readers",
        "; new readers",
        ": nothing keeps the name",
        ": widened",
        ": narrowed",
        ": one more is accepted",
    ];
    let cut = ASIDES.iter().filter_map(|aside| what.find(aside)).min();
    let what = cut.map_or(what, |end| &what[..end]);
    match what {
        "this databag is used now" => "the databag is new".to_owned(),
        other => other.to_owned(),
    }
}
