//! `README.md`: the specification of one version, for people.
//!
//! The sections are those of the public catalogue's own documents, in their
//! order: usage, direction, behaviour, relation data. What its documents leave
//! to prose (types, secrets, what differs from the version before) follows in
//! sections of its own.

mod charms;
mod data;
mod differences;
mod direction;
mod example;
mod fields;
mod types;

use super::MARK;
use super::conditions::expectation_phrase;
use super::markdown::{Page, capital, code, one_line, sentence};
use crate::model::{Expectation, Interface, Role, RoleSpec, Status, Version};

/// The README of a version.
pub fn readme(interface: &Interface, version: &Version) -> String {
    let mut page = Page::default();
    page.heading(1, &code(&format!("{}/v{}", interface.name, version.number)));
    page.paragraph(&format!(
        "<!-- {MARK} from the declaration of the interface: edit that, then export again. -->"
    ));
    usage(&mut page, interface, version);
    direction::section(&mut page, version);
    behaviour(&mut page, version);
    data::section(&mut page, interface, version);
    types::section(&mut page, version);
    types::secrets(&mut page, version);
    differences::section(&mut page, interface, version);
    charms::section(&mut page, version);
    page.finish()
}

fn usage(page: &mut Page, interface: &Interface, version: &Version) {
    page.heading(2, "Usage");
    page.paragraph(&interface.summary);
    page.paragraph(&interface.description);
    let doc = one_line(&version.doc);
    if !doc.is_empty() {
        page.paragraph(&format!(
            "**Version {}:** {}",
            version.number,
            version.doc.trim()
        ));
    }
    let status = match version.status {
        Status::Draft => "draft: it may still change.",
        Status::Published => "published: charms rely on it, and only additions are allowed.",
        Status::Retired => "retired: deployed charms may speak it, no new one should.",
    };
    let mut facts = vec![format!("Status: {status}")];
    if interface.internal {
        facts.push("Project-internal: meant for the charms of one project only.".to_owned());
    }
    facts.extend(
        version
            .lib
            .iter()
            .map(|lib| format!("Library: {}.", code(lib))),
    );
    facts.extend(
        interface
            .maintainer
            .iter()
            .map(|team| format!("Maintainer: {}.", code(team))),
    );
    if !interface.tags.is_empty() {
        facts.push(format!("Tags: {}.", interface.tags.join(", ")));
    }
    page.bullets(&facts);
}

fn behaviour(page: &mut Page, version: &Version) {
    page.heading(2, "Behaviour");
    for (role, spec) in &version.roles {
        page.heading(3, &capital(role.name()));
        if spec.doc.trim().is_empty() {
            page.paragraph(&format!(
                "Nothing is laid down for the {role} beyond {}.",
                if writes(spec) {
                    "the data that it writes"
                } else {
                    "reading"
                }
            ));
        } else {
            page.paragraph(&spec.doc);
        }
        expectations(page, *role, spec);
    }
    if version.roles.is_empty() {
        page.paragraph("Nothing is laid down yet.");
    }
}

/// What a test expects of the role, in words that say when and of which fields.
fn expectations(page: &mut Page, role: Role, spec: &RoleSpec) {
    if spec.expects.is_empty() {
        return;
    }
    page.paragraph(&format!("A charm is tested for this as the {role}:"));
    let told = |expectation: &Expectation| {
        let doc = sentence(&one_line(&expectation.doc));
        format!("{doc} {}", expectation_phrase(role, expectation))
    };
    page.bullets(&spec.expects.iter().map(told).collect::<Vec<_>>());
}

fn writes(spec: &RoleSpec) -> bool {
    spec.app.is_some() || spec.unit.is_some()
}
