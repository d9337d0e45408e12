//! The nodes of two states of a version, side by side.

use super::finding::Site;
use super::types::Delta;
use crate::model::{
    Bag, Check, Field, Layout, Rest, Role, Scope, Type, TypeBody, TypeDecl, UnionVariant, Variant,
};

/// A databag, struct or secret content: something with fields.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) site: Site<'a>,
    /// Set on a databag.
    pub(super) bag: Option<(Role, Scope)>,
    pub(super) old: Body<'a>,
    pub(super) new: Body<'a>,
    pub(super) kept: Vec<Kept<'a>>,
    pub(super) lost: Vec<Lost<'a>>,
    pub(super) gained: Vec<Gained<'a>>,
    /// How the values of the dynamic keys differ, where both have some.
    pub(super) rest: Vec<Delta>,
}

/// One state of an [`Object`]. Empty where the object did not exist.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Body<'a> {
    pub(super) exists: bool,
    /// The name of the declared type.
    pub(super) name: &'a str,
    pub(super) doc: &'a str,
    pub(super) layouts: &'a [Layout],
    pub(super) fields: &'a [Field],
    pub(super) rest: Option<&'a Rest>,
    pub(super) checks: &'a [Check],
    pub(super) reserved: &'a [String],
}

impl<'a> Body<'a> {
    /// The fields but for the version marker, which has a rule of its own.
    pub(super) fn data(self) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| field.marker.is_none())
    }

    pub(super) fn marker(self) -> Option<&'a Field> {
        self.fields.iter().find(|field| field.marker.is_some())
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    pub(super) fn of_bag(bag: Option<&'a Bag>) -> Body<'a> {
        bag.map_or_else(Body::default, |bag| Body {
            exists: true,
            name: "",
            doc: &bag.doc,
            layouts: &bag.layouts,
            fields: &bag.fields,
            rest: bag.rest.as_ref(),
            checks: &bag.checks,
            reserved: &bag.reserved,
        })
    }

    pub(super) fn of_type(decl: &'a TypeDecl) -> Option<Body<'a>> {
        let (fields, rest, checks) = match &decl.body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => (fields, rest.as_ref(), checks),
            TypeBody::Secret { fields, checks } => (fields, None, checks),
            TypeBody::Enum { .. } | TypeBody::Union { .. } | TypeBody::Alias { .. } => return None,
        };
        Some(Body {
            exists: true,
            name: &decl.name,
            doc: &decl.doc,
            layouts: &[],
            fields,
            rest,
            checks,
            reserved: &decl.reserved,
        })
    }
}

/// A field that both states have under one name, or that the new state also
/// serves under its old name.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    pub(super) old: &'a Field,
    pub(super) new: &'a Field,
    pub(super) deltas: Vec<Delta>,
}

/// A field that the new state does not have.
#[derive(Debug)]
pub(super) struct Lost<'a> {
    pub(super) field: &'a Field,
    pub(super) fate: Fate<'a>,
}

/// What became of a lost field.
#[derive(Debug)]
pub(super) enum Fate<'a> {
    Gone,
    /// It has another name on the wire now.
    Renamed(&'a Field),
    /// It stands in another databag now, at this place.
    Moved(String, &'a Field),
    /// It is in the content of the secret that this field names.
    IntoSecret(&'a Field),
}

/// A field that the old state did not have.
#[derive(Debug)]
pub(super) struct Gained<'a> {
    pub(super) field: &'a Field,
    /// Whether it is a lost field in another place or under another name.
    pub(super) known: bool,
}

/// An enum or union.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub(super) site: Site<'a>,
    pub(super) old: Options<'a>,
    pub(super) new: Options<'a>,
    /// How the types of a union's variants differ, by tag.
    pub(super) deltas: Vec<(String, Delta)>,
}

/// One state of a [`Choice`].
#[derive(Debug)]
pub(super) struct Options<'a> {
    pub(super) name: &'a str,
    pub(super) doc: &'a str,
    pub(super) closed: bool,
    /// The member that holds a union's tag.
    pub(super) tag: Option<&'a str>,
    /// Whether the first shape that fits is taken.
    pub(super) ordered: bool,
    pub(super) values: Vec<OptionValue<'a>>,
    pub(super) reserved: &'a [String],
}

/// One value of an enum or tag of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OptionValue<'a> {
    /// As on the wire; an integer in decimal.
    pub(super) wire: String,
    /// What the documentation and Rust say of it.
    pub(super) described: (&'a str, &'a str, bool),
    pub(super) ty: Option<&'a Type>,
}

impl<'a> Options<'a> {
    pub(super) fn of(decl: &'a TypeDecl) -> Option<Options<'a>> {
        let (closed, tag, ordered, values) = match &decl.body {
            TypeBody::Enum {
                closed, variants, ..
            } => (
                *closed,
                None,
                false,
                variants.iter().map(OptionValue::of_variant).collect(),
            ),
            TypeBody::Union {
                tag,
                closed,
                variants,
            } => (
                *closed,
                tag.as_deref(),
                tag.is_none(),
                variants.iter().map(OptionValue::of_shape).collect(),
            ),
            TypeBody::Struct { .. } | TypeBody::Secret { .. } | TypeBody::Alias { .. } => {
                return None;
            }
        };
        Some(Options {
            name: &decl.name,
            doc: &decl.doc,
            closed,
            tag,
            ordered,
            values,
            reserved: &decl.reserved,
        })
    }

    pub(super) fn value(&self, wire: &str) -> Option<&OptionValue<'a>> {
        self.values.iter().find(|value| value.wire == wire)
    }
}

impl<'a> OptionValue<'a> {
    fn of_variant(variant: &'a Variant) -> OptionValue<'a> {
        OptionValue {
            wire: variant
                .wire
                .as_str()
                .map_or_else(|| variant.wire.to_string(), str::to_owned),
            described: (&variant.doc, &variant.rust, variant.deprecated.is_some()),
            ty: None,
        }
    }

    fn of_shape(variant: &'a UnionVariant) -> OptionValue<'a> {
        OptionValue {
            wire: variant.wire.clone(),
            described: (&variant.doc, &variant.rust, false),
            ty: Some(&variant.ty),
        }
    }
}
