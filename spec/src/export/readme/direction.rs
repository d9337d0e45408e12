//! Which way does the data flow?

use super::super::markdown::{Page, capital};
use crate::model::{Bag, Role, Scope, Version};
use std::fmt::Write;

/// How many letters of field names stand in one line of an arrow's label.
const WIDTH: usize = 48;

pub(super) fn section(page: &mut Page, version: &Version) {
    page.heading(2, "Direction");
    page.fence("mermaid", &flowchart(version));
    let told: Vec<String> = version
        .roles
        .iter()
        .flat_map(|(role, spec)| {
            let scopes = Scope::ALL
                .into_iter()
                .filter(|scope| spec.bag(*scope).is_some_and(says_something));
            scopes.map(|scope| told(*role, scope))
        })
        .collect();
    if told.is_empty() {
        page.paragraph("No data is exchanged: that the relation exists says it all.");
    }
    page.bullets(&told);
}

fn says_something(bag: &Bag) -> bool {
    !bag.fields.is_empty() || bag.rest.is_some()
}

fn told(role: Role, scope: Scope) -> String {
    match (role, scope) {
        (Role::Peer, Scope::App) => {
            "The leader writes the **application** databag for all units.".to_owned()
        }
        (Role::Peer, Scope::Unit) => {
            "Each unit writes its own **unit** databag for the others.".to_owned()
        }
        (role, Scope::App) => format!(
            "The {role}'s leader writes its **application** databag for the {}.",
            role.other()
        ),
        (role, Scope::Unit) => format!(
            "Each unit of the {role} writes its own **unit** databag for the {}.",
            role.other()
        ),
    }
}

fn flowchart(version: &Version) -> String {
    let mut chart = "flowchart TD\n".to_owned();
    let declared = |role: Role| version.roles.contains_key(&role);
    if declared(Role::Provider) || declared(Role::Requirer) {
        chart.push_str("    Requirer\n    Provider\n");
    }
    if declared(Role::Peer) {
        chart.push_str("    Peer\n");
    }
    for role in [Role::Requirer, Role::Provider, Role::Peer] {
        for scope in Scope::ALL {
            if let Some(bag) = version.bag(role, scope).filter(|bag| says_something(bag)) {
                let _ = writeln!(
                    chart,
                    "    {} -- \"{}\" --> {}",
                    capital(role.name()),
                    label(scope, bag),
                    capital(role.other().name())
                );
            }
        }
    }
    chart
}

/// The databag and its fields, in lines of bearable length.
fn label(scope: Scope, bag: &Bag) -> String {
    let mut names: Vec<String> = bag.fields.iter().map(|field| field.name.clone()).collect();
    if let Some(rest) = &bag.rest {
        names.push(format!("any number of {}", rest.rust));
    }
    let mut lines = vec![format!("{scope}: ")];
    for (number, name) in names.iter().enumerate() {
        let comma = if number + 1 == names.len() { "" } else { "," };
        let line = lines
            .last_mut()
            .filter(|line| number == 0 || line.chars().count() + name.chars().count() < WIDTH);
        match line {
            Some(line) => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
                let _ = write!(line, "{name}{comma}");
            }
            None => lines.push(format!("{name}{comma}")),
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br>")
}

/// Text in a label between double quotes: Mermaid writes what it would take
/// for syntax as entities.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '#' => safe.push_str("#35;"),
            '"' => safe.push_str("#quot;"),
            '<' => safe.push_str("#lt;"),
            '>' => safe.push_str("#gt;"),
            '`' => safe.push_str("#96;"),
            letter => safe.push(letter),
        }
    }
    safe
}
