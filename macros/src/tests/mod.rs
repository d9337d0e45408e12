//! The whole way but the expansion, on declarations in strings.
//!
//! What a reader of the messages sees is in `tests/ui` of the workspace; here
//! is what would be slow or impossible to test there.

mod half_typed;
mod messages;
mod models;

use crate::report::Report;
use crate::{check, lower, parse};
use relata_spec::Interface;
use relata_spec::model::{Bag, Field, Role, Scope, TypeBody, Version};

/// The declaration in the documentation of the grammar.
const DOCUMENTED: &str = include_str!("../../../docs/declaring.md");

/// The well-formed part of a declaration, and its errors, each with its token.
fn read(source: &str) -> (Option<Interface>, Vec<(String, String)>) {
    let tokens = source.parse().expect("balanced tokens");
    let mut report = Report::default();
    let interface = parse::parse(tokens, &mut report).map(|tree| {
        let scene = lower::lower(&tree, &mut report);
        check::check(&scene, &mut report);
        scene.into_lowered().interface
    });
    (interface, report.texts())
}

/// A declaration without mistakes.
fn well_formed(source: &str) -> Interface {
    let (interface, errors) = read(source);
    assert_eq!(errors, []);
    interface.expect("a name")
}

/// Two versions and these items.
fn two_versions(items: &str) -> String {
    format!(
        "/// One interface.\ninterface example {{\n/// The first.\nversion v0 (draft);\n/// The \
         second.\nversion v1 (draft);\n{items}\n}}"
    )
}

/// These fields in the provider's application databag, in two versions.
fn fields(fields: &str) -> String {
    two_versions(&format!("provider {{ app {{ {fields} }} }}"))
}

fn bag(version: &Version) -> &Bag {
    let bag = version.bag(Role::Provider, Scope::App);
    bag.expect("the provider's application databag")
}

fn field<'a>(version: &'a Version, name: &str) -> &'a Field {
    bag(version).field(name).expect("the field")
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

fn body<'a>(version: &'a Version, name: &str) -> &'a TypeBody {
    &version.type_decl(name).expect("the type").body
}
