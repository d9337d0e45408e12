//! The catalogue on one page: which interfaces are there, by category?

use super::markdown::{Page, code, one_line};
use crate::model::{Interface, Status};
use std::collections::BTreeMap;

/// The heading of interfaces that no category claims.
const OTHER: &str = "other";

/// A page that lists all interfaces by category, the project-internal ones
/// apart. `link` says where an interface is declared.
///
/// ```
/// use relata_spec::export::catalogue_page;
///
/// assert!(catalogue_page(&[], &|_| String::new()).starts_with("# Catalogue\n"));
/// ```
pub fn catalogue_page(interfaces: &[Interface], link: &dyn Fn(&Interface) -> String) -> String {
    let mut page = Page::default();
    let (internal, shared): (Vec<_>, Vec<_>) =
        interfaces.iter().partition(|interface| interface.internal);
    let versions: usize = interfaces
        .iter()
        .map(|interface| interface.versions.len())
        .sum();
    page.heading(1, "Catalogue");
    page.paragraph(&format!(
        "{} interfaces in {versions} versions. A *published* version only gains \
         additions, a *draft* may still change in any way, and no new charm should speak a \
         *retired* one. An interface with several categories stands under each.",
        interfaces.len()
    ));
    page.heading(2, "Interfaces");
    let mut categories: BTreeMap<&str, Vec<&Interface>> = BTreeMap::new();
    for interface in shared {
        // `internal` says for whom a library is, not what it is about.
        let tags = interface.tags.iter().map(String::as_str);
        let mut tags: Vec<&str> = tags.filter(|tag| *tag != "internal").collect();
        if tags.is_empty() {
            tags.push(OTHER);
        }
        for tag in tags {
            categories.entry(tag).or_default().push(interface);
        }
    }
    // What has no category comes last.
    let other = categories.remove_entry(OTHER);
    for (tag, members) in categories.into_iter().chain(other) {
        page.heading(3, &title(tag));
        list(&mut page, &members, link);
    }
    if !internal.is_empty() {
        page.heading(2, "Project-internal interfaces");
        page.paragraph("Meant for the charms of one project only. By maintainer:");
        let mut teams: BTreeMap<&str, Vec<&Interface>> = BTreeMap::new();
        for interface in internal {
            let team = interface.maintainer.as_deref().unwrap_or(OTHER);
            teams.entry(team).or_default().push(interface);
        }
        for (team, members) in teams {
            page.heading(3, &code(team));
            list(&mut page, &members, link);
        }
    }
    page.finish()
}

fn list(page: &mut Page, interfaces: &[&Interface], link: &dyn Fn(&Interface) -> String) {
    let mut interfaces = interfaces.to_vec();
    interfaces.sort_by(|a, b| a.name.cmp(&b.name));
    let rows: Vec<Vec<String>> = interfaces
        .iter()
        .map(|interface| {
            vec![
                format!("[{}]({})", code(&interface.name), link(interface)),
                status(interface),
                roles(interface),
                one_line(&interface.summary),
            ]
        })
        .collect();
    page.table(&["Interface", "Versions", "Roles", "What it is for"], &rows);
}

fn status(interface: &Interface) -> String {
    let each: Vec<String> = interface
        .versions
        .iter()
        .map(|version| match version.status {
            Status::Published => format!("**v{} published**", version.number),
            status => format!("v{} {status}", version.number),
        })
        .collect();
    each.join(", ")
}

/// Who takes part in the newest version.
fn roles(interface: &Interface) -> String {
    let roles = interface.newest().map(|version| {
        let roles: Vec<&str> = version.roles.keys().map(|role| role.name()).collect();
        roles.join(", ")
    });
    roles.unwrap_or_default()
}

/// A tag as a heading: `identity-auth` becomes "Identity auth".
fn title(tag: &str) -> String {
    super::markdown::capital(&tag.replace(['-', '_'], " "))
}
