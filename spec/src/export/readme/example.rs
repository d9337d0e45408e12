//! What does such a relation look like in a model?

use super::super::markdown::Page;
use super::super::yaml::scalar;
use crate::model::{Interface, Role, Scope, Version};
use crate::sample::{Databag, typical};
use std::fmt::Write;

pub(super) fn section(page: &mut Page, interface: &Interface, version: &Version, role: Role) {
    let Some(document) = show_unit(interface, version, role) else {
        return;
    };
    page.heading(4, &format!("Example of the {role}"));
    let viewer = match role {
        Role::Peer => "another unit".to_owned(),
        _ => format!("a unit of the {}", role.other()),
    };
    page.paragraph(&format!(
        "What `juju show-unit` (Juju 3) prints of {viewer}:"
    ));
    page.fence("yaml", &document);
}

/// The writer's databags, as a unit at the other end of the relation sees them.
fn show_unit(interface: &Interface, version: &Version, role: Role) -> Option<String> {
    let bag = |scope| typical(version, role, scope);
    let (app, unit) = (bag(Scope::App), bag(Scope::Unit));
    if app.is_none() && unit.is_none() {
        return None;
    }
    let (viewer, writer) = match role {
        Role::Peer => ("peer/0".to_owned(), "peer/1".to_owned()),
        _ => (format!("{}/0", role.other()), format!("{role}/0")),
    };
    let endpoint = scalar(&interface.name, 4);
    let mut text = format!(
        "{viewer}:\n  relation-info:\n  - relation-id: 1\n    endpoint: {endpoint}\n    \
         related-endpoint: {endpoint}\n"
    );
    databag(&mut text, "application-data", 4, &app.unwrap_or_default());
    let _ = write!(
        text,
        "    related-units:\n      {writer}:\n        in-scope: true\n"
    );
    databag(&mut text, "data", 8, &unit.unwrap_or_default());
    Some(text)
}

/// A databag behind its key. Also the content of a secret.
pub(super) fn databag(text: &mut String, key: &str, indent: usize, bag: &Databag) {
    if bag.is_empty() {
        let _ = writeln!(text, "{:indent$}{key}: {{}}", "");
        return;
    }
    let _ = writeln!(text, "{:indent$}{key}:", "");
    entries(text, indent + 2, bag);
}

pub(super) fn entries(text: &mut String, indent: usize, bag: &Databag) {
    for (key, value) in bag {
        let _ = writeln!(
            text,
            "{:indent$}{}: {}",
            "",
            scalar(key, indent),
            scalar(value, indent)
        );
    }
}
