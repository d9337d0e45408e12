//! Nodes to the model, version by version.

use super::checks::Fields;
use super::expectations::Sides;
use super::fill::{Home as Filled, Slot};
use super::lowering::Chain;
use super::nodes::{Body, FieldNode, Object, Reserved, RestNode, RoleNode, TypeNode};
use super::reach::View;
use crate::parse::tree::{self, Declaration, VersionDecl};
use crate::report::Report;
use quote::ToTokens;
use relata_spec::model::{
    Alias, Allowance, Bag, Check, EnumBase, Field, Presence, Rest, RoleSpec, Scope, TypeBody,
    TypeDecl, UnionVariant, Variant, Version,
};
use serde_json::Value as Json;

/// What one version is made from.
pub(super) struct Assembly<'s, 't, 'r> {
    pub(super) tree: &'t Declaration,
    pub(super) view: &'s View<'s, 't>,
    pub(super) report: &'r mut Report,
    /// Where literals have to be filled in.
    pub(super) slots: Vec<Slot<'s, 't>>,
}

impl<'s, 't> Assembly<'s, 't, '_> {
    /// One version, with its literals still to be filled in.
    pub(super) fn version(
        &mut self,
        decl: &VersionDecl,
        roles: &'s [RoleNode<'t>],
        types: &'s [TypeNode<'t>],
    ) -> Version {
        let number = self.view.number;
        let mut version = Version {
            number,
            status: decl.status,
            doc: decl.attrs.doc.clone(),
            lib: decl.lib.clone(),
            providers: decl.providers.clone(),
            requirers: decl.requirers.clone(),
            roles: std::collections::BTreeMap::new(),
            types: Vec::new(),
        };
        for role in roles.iter().filter(|role| role.versions.contains(number)) {
            let mut spec = RoleSpec {
                doc: role.decl.attrs.doc.clone(),
                ..RoleSpec::default()
            };
            for bag in role.bags.iter().filter(|bag| bag.versions.contains(number)) {
                let super::nodes::Home::Bag(role, scope) = bag.home else {
                    continue;
                };
                let model = self.bag(bag, Filled::Bag(role, scope));
                match scope {
                    Scope::App => spec.app = Some(model),
                    Scope::Unit => spec.unit = Some(model),
                }
            }
            let sides = Sides::new(self.tree, self.view, role, roles);
            let expects = role.expects.iter();
            spec.expects = expects
                .filter(|node| node.versions.contains(number))
                .filter_map(|node| sides.expectation(node, self.report))
                .collect();
            version.roles.insert(role.decl.role, spec);
        }
        for node in types.iter().filter(|node| self.view.emits(node)) {
            let index = version.types.len();
            let declared = self.type_decl(node, index);
            version.types.push(declared);
        }
        version
    }

    fn bag(&mut self, bag: &'s Object<'t>, home: Filled) -> Bag {
        let (fields, rest, checks) = self.object(bag, home);
        Bag {
            doc: bag.doc.clone(),
            layouts: bag.layouts.clone(),
            fields,
            rest,
            checks,
            reserved: self.reserved(&bag.reserved),
            allows: bag.allows.clone(),
        }
    }

    fn type_decl(&mut self, node: &'s TypeNode<'t>, index: usize) -> TypeDecl {
        let closed = node.decl.is_some_and(|decl| decl.attrs.closed);
        let mut reserved = Vec::new();
        let body = match &node.body {
            Body::Object(object) => {
                reserved = self.reserved(&object.reserved);
                let (fields, rest, checks) = self.object(object, Filled::Type(index));
                if object.home == super::nodes::Home::Secret {
                    TypeBody::Secret { fields, checks }
                } else {
                    TypeBody::Struct {
                        fields,
                        rest,
                        checks,
                    }
                }
            }
            Body::Enum {
                variants,
                reserved: names,
            } => {
                reserved = self.reserved(names);
                let variants = self.variants(variants, closed);
                let is_number = variants.iter().any(|variant| variant.wire.is_number());
                TypeBody::Enum {
                    base: if is_number {
                        EnumBase::Integer
                    } else {
                        EnumBase::Text
                    },
                    closed,
                    variants,
                }
            }
            Body::Union {
                variants,
                reserved: names,
            } => {
                reserved = self.reserved(names);
                let tag = node.decl.and_then(|decl| decl.attrs.tag.as_ref());
                TypeBody::Union {
                    tag: tag.map(|tag| tag.text.clone()),
                    closed,
                    variants: self.union_variants(variants, closed),
                }
            }
            Body::Alias(ty) => TypeBody::Alias {
                // An alias without a base is not emitted.
                of: ty.clone().unwrap_or_else(relata_spec::model::Type::text),
                rust: match node.decl.map(|decl| &decl.body) {
                    Some(tree::TypeBody::Alias {
                        rust: Some(rust), ..
                    }) => Some(rust.to_token_stream().to_string().replace(' ', "")),
                    _ => None,
                },
            },
        };
        TypeDecl {
            name: node.name.clone(),
            doc: node.doc.clone(),
            body,
            allows: allowances(node),
            reserved,
        }
    }

    /// The fields, dynamic keys and checks of an object. Of two fields that
    /// cannot stand beside each other, which is reported elsewhere, the first
    /// one stays.
    fn object(
        &mut self,
        object: &'s Object<'t>,
        home: Filled,
    ) -> (Vec<Field>, Option<Rest>, Vec<Check>) {
        let number = self.view.number;
        let mut here: Vec<&'s FieldNode<'t>> = Vec::new();
        for field in object
            .fields
            .iter()
            .filter(|field| self.view.has_field(field))
        {
            let clashes = here.iter().any(|other| {
                let markers = field.marker.is_some() && other.marker.is_some();
                let structs = field.marker.is_none() && other.marker.is_none();
                other.name() == field.name() || markers || structs && other.rust == field.rust
            });
            if !clashes {
                here.push(field);
            }
        }
        let rest = object.rests.iter().find(|rest| self.view.has_rest(rest));
        let fields = Fields {
            tree: self.tree,
            version: number,
            here: &here,
            ever: &object.fields,
        };
        let checks = object
            .checks
            .iter()
            .filter(|check| check.versions.contains(number))
            .filter_map(|check| fields.check(check, self.report))
            .collect();
        for (index, field) in here.iter().enumerate() {
            self.slots.push(Slot::Field(home, index, field));
        }
        let fields = here
            .iter()
            .map(|field| field_model(field, number))
            .collect();
        if let Some(rest) = rest {
            self.slots.push(Slot::Rest(home, rest));
        }
        (fields, rest.and_then(rest_model), checks)
    }

    fn variants(&self, nodes: &[super::nodes::VariantNode], closed: bool) -> Vec<Variant> {
        let number = self.view.number;
        let mut variants: Vec<Variant> = Vec::new();
        for node in nodes.iter().filter(|node| node.versions.contains(number)) {
            let Some(rust) = &node.rust else { continue };
            let taken = |other: &Variant| other.wire == node.wire || other.rust == *rust;
            if !is_catch_all(rust, closed) && !variants.iter().any(taken) {
                variants.push(Variant {
                    wire: node.wire.clone(),
                    rust: rust.clone(),
                    doc: node.decl.attrs.doc.clone(),
                    deprecated: node.chain.deprecation(number),
                });
            }
        }
        variants
    }

    fn union_variants(
        &self,
        nodes: &[super::nodes::UnionVariantNode],
        closed: bool,
    ) -> Vec<UnionVariant> {
        let number = self.view.number;
        let mut variants: Vec<UnionVariant> = Vec::new();
        for node in nodes.iter().filter(|node| node.versions.contains(number)) {
            let (Some(rust), Some(ty)) = (&node.rust, &node.ty) else {
                continue;
            };
            let taken = |other: &UnionVariant| other.wire == node.wire || other.rust == *rust;
            if !is_catch_all(rust, closed) && self.view.has(ty) && !variants.iter().any(taken) {
                variants.push(UnionVariant {
                    wire: node.wire.clone(),
                    rust: rust.clone(),
                    doc: node.decl.attrs.doc.clone(),
                    ty: ty.clone(),
                });
            }
        }
        variants
    }

    fn reserved(&self, nodes: &[Reserved]) -> Vec<String> {
        nodes
            .iter()
            .filter(|node| node.versions.contains(self.view.number))
            .map(|node| node.name.text.clone())
            .collect()
    }
}

/// What is allowed on a type. A variant is allowed what it breaks on its type,
/// which has a place for it in the model.
fn allowances(node: &TypeNode) -> Vec<Allowance> {
    let mut all = node.chain.allowances();
    let variants: Vec<Chain> = match &node.body {
        Body::Enum { variants, .. } => {
            let chains = variants.iter().map(|variant| variant.chain.clone());
            chains.collect()
        }
        Body::Union { variants, .. } => {
            let attrs = variants.iter().map(|variant| &variant.decl.attrs);
            attrs.map(Chain::new).collect()
        }
        Body::Object(_) | Body::Alias(_) => Vec::new(),
    };
    for allowance in variants.iter().flat_map(Chain::allowances) {
        if !all.iter().any(|known| known.rule == allowance.rule) {
            all.push(allowance);
        }
    }
    all
}

/// Whether an open enum or union keeps unknown values in a variant of this
/// name.
pub(crate) fn is_catch_all(variant: &str, closed: bool) -> bool {
    !closed && variant == "Unknown"
}

fn field_model(node: &FieldNode, number: u32) -> Field {
    let decl = node.decl;
    let presence = if node.marker.is_some() || decl.optional {
        Presence::Optional
    } else if decl.default.is_some() {
        // Filled in once the version's types are known.
        Presence::Default(Json::Null)
    } else {
        Presence::Required
    };
    let doc = match (decl.attrs.doc.as_str(), &node.marker) {
        ("", Some(_)) => "The version that the writer speaks.".to_owned(),
        (doc, _) => doc.to_owned(),
    };
    Field {
        name: decl.name.text.clone(),
        rust: node.rust.clone(),
        aliases: decl
            .attrs
            .aliases
            .iter()
            .map(|alias| Alias {
                name: alias.name.text.clone(),
                written: alias.written,
            })
            .collect(),
        doc,
        ty: node
            .ty
            .clone()
            .unwrap_or_else(relata_spec::model::Type::text),
        presence,
        encodings: node.encodings.clone(),
        examples: Vec::new(),
        marker: node.marker.clone(),
        deprecated: node.chain.deprecation(number),
        since: node.chain.since(),
        until: node.chain.until(),
        allows: node.chain.allowances(),
    }
}

fn rest_model(node: &RestNode) -> Option<Rest> {
    let (keys, values) = node.types.clone()?;
    Some(Rest {
        rust: node.decl.name.to_string(),
        doc: node.decl.attrs.doc.clone(),
        keys,
        values,
        encodings: node.encodings.clone(),
        examples: Vec::new(),
        allows: node.chain.allowances(),
    })
}
