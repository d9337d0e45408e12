//! What is the JSON Schema of a role's databags?
//!
//! Every schema is JSON Schema 2020-12 and comes in four kinds, by two choices.
//!
//! **[`Side`]**: a *reader* accepts whatever a charm must be able to read, a
//! *writer* describes what a charm should write.
//!
//! | | reader | writer |
//! |---|---|---|
//! | required field | required | required |
//! | field with a default | may be missing or `null` | required |
//! | optional field | may be missing or `null` | may be missing |
//! | open enum, open union | any value of the base type | known values |
//! | set | may repeat itself | unique items |
//! | object without any known member in a list or set | accepted, since a reader drops it | refused |
//! | version marker | anything, even garbage | as declared |
//! | alias | read in the field's stead | only if it is written too |
//! | other keys of a databag | ignored | allowed: a writer leaves them alone |
//! | other members of an object | ignored | refused: a writer invents none |
//!
//! **[`View`]**: *decoded* describes the values, *wire* the map of strings that
//! Juju holds. In the wire view each value is a string; what JSON or YAML text
//! in it says is under `contentSchema`, which JSON Schema defines as an
//! annotation: a validator does not look inside. So the wire view is strict
//! about shape (a pattern tells a list from an object from a number) and the
//! decoded view about content. A `$comment` repeats that in each such place.
//!
//! # Agreement with the interpreter
//!
//! The reader's decoded schema accepts exactly the databags that
//! [`crate::bag::judge`] calls ready, and an empty one if nothing is required,
//! but for what JSON Schema cannot say:
//!
//! - `42.0` is an integer in JSON Schema, and none for Relata;
//! - a comparison between two fields, or of the order of strings, becomes a
//!   `$comment`;
//! - the length of a set is that of its distinct elements, which is checked only
//!   as far as it can be;
//! - of a field that is there under its own name and under an alias, only the
//!   one that is read is described;
//! - in lookups by pattern, validators without look-ahead (`(?!…)`) cannot read
//!   the schema of dynamic keys whose pattern also fits a declared field.
//!
//! A schema's `$id` is `urn:relata:interface:<name>:v<N>:<role>`, followed by
//! `:app` or `:unit` for one databag, `:writer` for the writer's side and
//! `:wire` for the wire view. The keys of every object are sorted.

mod checks;
mod hollow;
mod keywords;
mod object;
mod rest;
mod spelling;
mod types;
mod wire;

use crate::model::{Bag, Interface, Role, Scope, Version};
use keywords::{Object, object, sorted, urn_part};
use serde_json::{Value as Json, json};
use types::Composer;

/// Whom a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What a charm must be able to read.
    Reader,
    /// What a charm should write.
    Writer,
}

impl Side {
    /// Both sides.
    pub const ALL: [Side; 2] = [Side::Reader, Side::Writer];

    /// The side as written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Side::Reader => "reader",
            Side::Writer => "writer",
        }
    }
}

/// What of a databag a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// The values, decoded.
    Decoded,
    /// The strings that Juju holds.
    Wire,
}

impl View {
    /// Both views.
    pub const ALL: [View; 2] = [View::Decoded, View::Wire];

    /// The view as written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            View::Decoded => "decoded",
            View::Wire => "wire",
        }
    }
}

/// The schema of `{"app": …, "unit": …}`, the databags that `role` writes in
/// this version.
///
/// A databag that is not there is an empty one. So `app` or `unit` is required
/// exactly if an empty databag would be refused.
pub fn role_schema(
    interface: &Interface,
    version: &Version,
    role: Role,
    side: Side,
    view: View,
) -> Json {
    let mut composer = Composer::new(version, side);
    let mut properties = Object::new();
    let mut required = Vec::new();
    for scope in Scope::ALL {
        let bag = version.bag(role, scope);
        if bag.is_some_and(|bag| composer.needs_something(bag)) {
            required.push(scope.name());
        }
        let schema = composer.scope(bag, view);
        properties.insert(scope.name().to_owned(), schema.into());
    }
    let mut root = object([
        ("type", json!("object")),
        (
            "title",
            json!(format!("{} v{} {role}", interface.name, version.number)),
        ),
        ("properties", properties.into()),
        ("additionalProperties", json!(false)),
    ]);
    if !required.is_empty() {
        root.insert("required".into(), required.into());
    }
    let doc = version.roles.get(&role).map_or("", |spec| &spec.doc);
    keywords::describe(&mut root, doc);
    let id = id(interface, version, role, None, side, view);
    composer.finish(root, Some(id))
}

/// The schema of one databag that `role` writes in this version: an object with
/// a property per key.
pub fn bag_schema(
    interface: &Interface,
    version: &Version,
    role: Role,
    scope: Scope,
    side: Side,
    view: View,
) -> Json {
    let mut composer = Composer::new(version, side);
    let mut root = composer.scope(version.bag(role, scope), view);
    let title = format!("{} v{} {role} {scope}", interface.name, version.number);
    root.insert("title".into(), title.into());
    let id = id(interface, version, role, Some(scope), side, view);
    composer.finish(root, Some(id))
}

/// The schema of the type that the body declares as `name`, decoded. It has no
/// `$id`, because a type may belong to several versions.
///
/// A name that the version does not declare gives a schema that accepts
/// anything, as everywhere in this crate.
pub fn type_schema(version: &Version, name: &str, side: Side) -> Json {
    let mut composer = Composer::new(version, side);
    let root = object([("$ref", composer.reference(name).into())]);
    composer.finish(root, None)
}

fn id(
    interface: &Interface,
    version: &Version,
    role: Role,
    scope: Option<Scope>,
    side: Side,
    view: View,
) -> String {
    let mut id = format!(
        "urn:relata:interface:{}:v{}:{role}",
        urn_part(&interface.name),
        version.number
    );
    if let Some(scope) = scope {
        id = format!("{id}:{scope}");
    }
    if side == Side::Writer {
        id.push_str(":writer");
    }
    if view == View::Wire {
        id.push_str(":wire");
    }
    id
}

impl Composer<'_> {
    fn scope(&mut self, bag: Option<&Bag>, view: View) -> Object {
        match (bag, view) {
            (Some(bag), View::Decoded) => self.bag(bag),
            (Some(bag), View::Wire) => self.wire_bag(bag),
            (None, View::Decoded) => object([
                ("type", json!("object")),
                ("description", json!("Nothing is declared here.")),
            ]),
            (None, View::Wire) => object([
                ("type", json!("object")),
                ("description", json!("Nothing is declared here.")),
                ("additionalProperties", json!({"type": "string"})),
            ]),
        }
    }

    /// Adds the definitions that the schema refers to and the keywords of a
    /// document's root.
    fn finish(mut self, mut root: Object, id: Option<String>) -> Json {
        let definitions = self.definitions();
        if !definitions.is_empty() {
            root.insert("$defs".into(), definitions.into());
        }
        root.insert(
            "$schema".into(),
            "https://json-schema.org/draft/2020-12/schema".into(),
        );
        if let Some(id) = id {
            root.insert("$id".into(), id.into());
        }
        sorted(root.into())
    }
}
