//! What stands in the databags?

use super::super::conditions;
use super::super::markdown::{Page, capital, code};
use super::example;
use super::fields::Rows;
use crate::model::{Bag, Document, Interface, Layout, Role, Scope, Version};

pub(super) fn section(page: &mut Page, interface: &Interface, version: &Version) {
    page.heading(2, "Relation data");
    page.paragraph(
        "A databag holds strings. The encoding says how a value is spelled as one; \
         the first is written, each is read. A key that is not listed means nothing \
         here and is left alone.",
    );
    page.paragraph("[Pydantic schema](./schema.py)");
    for role in version.roles.keys() {
        page.heading(3, &capital(role.name()));
        page.paragraph(&format!(
            "[JSON Schema of the {role}](./schemas/{role}.json)"
        ));
        let mut silent = true;
        for scope in Scope::ALL {
            if let Some(bag) = version.bag(*role, scope) {
                silent = false;
                databag(page, version, *role, scope, bag);
            }
        }
        if silent {
            page.paragraph(&format!("The {role} writes nothing."));
        } else {
            example::section(page, interface, version, *role);
        }
    }
}

fn databag(page: &mut Page, version: &Version, role: Role, scope: Scope, bag: &Bag) {
    let title = match scope {
        Scope::App => format!("Application databag of the {role}"),
        Scope::Unit => format!("Unit databag of the {role}"),
    };
    page.heading(4, &title);
    page.paragraph(&bag.doc);
    let nested: Vec<String> = bag.layouts.iter().filter_map(document).collect();
    let keys = bag.layouts.contains(&Layout::Keys);
    if !nested.is_empty() {
        let nested = nested.join(" or ");
        page.paragraph(&match bag.layouts.first() {
            Some(Layout::Keys) => format!(
                "Each field stands under its own key. A databag that holds all of them in \
                 {nested} is read too."
            ),
            _ if keys => {
                format!("All fields stand in {nested}. A databag with a key per field is read too.")
            }
            _ => format!("All fields stand in {nested}."),
        });
    }
    let rows = Rows {
        version,
        encoded: keys,
    };
    if bag.fields.is_empty() && bag.rest.is_none() {
        page.paragraph("Nothing is declared in it.");
    } else {
        let fields = bag.fields.iter().map(|field| rows.field(field));
        let rest = bag.rest.iter().map(|rest| rows.rest(rest));
        page.table(&rows.head(), &fields.chain(rest).collect::<Vec<_>>());
    }
    let mut rules: Vec<String> = bag.checks.iter().map(conditions::check).collect();
    if !bag.reserved.is_empty() {
        let names: Vec<String> = bag.reserved.iter().map(|name| code(name)).collect();
        rules.push(format!(
            "Had a meaning once and must not be used again: {}.",
            names.join(", ")
        ));
    }
    page.bullets(&rules);
}

fn document(layout: &Layout) -> Option<String> {
    match layout {
        Layout::Keys => None,
        Layout::Nested { key, format } => {
            let format = match format {
                Document::Json => "JSON",
                Document::Yaml => "YAML",
            };
            Some(format!("one {format} document under the key {}", code(key)))
        }
    }
}
