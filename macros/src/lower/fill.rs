//! Defaults and examples, once the types of a version are known.

use super::nodes::{FieldNode, RestNode};
use super::values::{Use, fitting};
use crate::parse::tree::{self, Value, ValueKind};
use crate::report::Report;
use relata_spec::model::{Field, Kind, Presence, Rest, Role, Scope, Type, TypeBody, Version};
use serde_json::Value as Json;

/// Where an object stands in a version.
#[derive(Clone, Copy)]
pub(super) enum Home {
    Bag(Role, Scope),
    Type(usize),
}

/// A field or dynamic keys of the model, with the node that it was made from.
pub(super) enum Slot<'s, 't> {
    Field(Home, usize, &'s FieldNode<'t>),
    Rest(Home, &'s RestNode<'t>),
}

/// What goes into a slot.
struct Filling {
    default: Option<Presence>,
    examples: Vec<Json>,
}

/// Fills in the literals of a version. Those that do not fit are reported and
/// left out; a field whose default is left out keeps its type in Rust.
pub(super) fn fill(version: &mut Version, slots: &[Slot], report: &mut Report) {
    let fillings: Vec<Filling> = slots
        .iter()
        .map(|slot| match slot {
            Slot::Field(_, _, node) => field(node, version, report),
            Slot::Rest(_, node) => rest(node, version, report),
        })
        .collect();
    for (slot, filling) in slots.iter().zip(fillings) {
        match slot {
            Slot::Field(home, index, _) => {
                let Some(field) = fields(version, *home).and_then(|all| all.get_mut(*index)) else {
                    continue;
                };
                field.examples = filling.examples;
                if let Some(presence) = filling.default {
                    field.presence = presence;
                }
            }
            Slot::Rest(home, _) => {
                if let Some(rest) = rest_of(version, *home) {
                    rest.examples = filling.examples;
                }
            }
        }
    }
}

fn field(node: &FieldNode, version: &Version, report: &mut Report) -> Filling {
    let decl = node.decl;
    let mut filling = Filling {
        default: None,
        examples: Vec::new(),
    };
    let Some(ty) = &node.ty else {
        return filling;
    };
    if let (Some(default), false) = (&decl.default, decl.optional) {
        let value = match default {
            tree::Default::Value(value) => fitting(value, ty, version, Use::Default, report),
            tree::Default::Broken => None,
        };
        filling.default = Some(value.map_or(Presence::Required, Presence::Default));
    }
    let examples = decl.attrs.examples.iter();
    filling.examples = examples
        .filter_map(|example| fitting(example, ty, version, Use::Example, report))
        .collect();
    filling
}

fn rest(node: &RestNode, version: &Version, report: &mut Report) -> Filling {
    let mut examples = Vec::new();
    if let Some((keys, values)) = &node.types {
        let entries = Type::new(Kind::Map {
            keys: Box::new(keys.clone()),
            values: Box::new(values.clone()),
        });
        for example in &node.decl.attrs.examples {
            if is_entry(example) {
                examples.extend(fitting(example, &entries, version, Use::Example, report));
            } else if report.first(example, "D12") {
                report
                    .error(
                        "D12",
                        example.span,
                        "an example of dynamic keys is one entry",
                    )
                    .help("write `#[example({ \"key\": value })]`, and repeat it for more");
            }
        }
    }
    Filling {
        default: None,
        examples,
    }
}

fn is_entry(example: &Value) -> bool {
    matches!(&example.kind, ValueKind::Object(members) if members.len() == 1)
}

fn fields(version: &mut Version, home: Home) -> Option<&mut Vec<Field>> {
    match home {
        Home::Bag(role, scope) => {
            let role = version.roles.get_mut(&role)?;
            let bag = match scope {
                Scope::App => role.app.as_mut(),
                Scope::Unit => role.unit.as_mut(),
            };
            bag.map(|bag| &mut bag.fields)
        }
        Home::Type(index) => match &mut version.types.get_mut(index)?.body {
            TypeBody::Struct { fields, .. } | TypeBody::Secret { fields, .. } => Some(fields),
            _ => None,
        },
    }
}

fn rest_of(version: &mut Version, home: Home) -> Option<&mut Rest> {
    match home {
        Home::Bag(role, scope) => {
            let role = version.roles.get_mut(&role)?;
            let bag = match scope {
                Scope::App => role.app.as_mut(),
                Scope::Unit => role.unit.as_mut(),
            };
            bag?.rest.as_mut()
        }
        Home::Type(index) => match &mut version.types.get_mut(index)?.body {
            TypeBody::Struct { rest, .. } => rest.as_mut(),
            _ => None,
        },
    }
}
