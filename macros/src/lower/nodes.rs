//! The nodes of a declaration, each with the versions that it is in.
//!
//! Between the tree, which knows no versions, and the model, which has each
//! version apart: what rules between versions are checked on.

use super::lowering::Chain;
use super::versions::Versions;
use crate::parse::tree::{
    CheckDecl, ExpectDecl, FieldDecl, RestDecl, RoleDecl, TypeDecl, TypeExpr, UnionVariantDecl,
    VariantDecl, Word,
};
use proc_macro2::Span;
use relata_spec::model::{Allowance, Encoding, Layout, Marker, Role, Scope, Type};
use serde_json::Value as Json;

/// One declaration of a role.
pub(crate) struct RoleNode<'t> {
    pub(crate) decl: &'t RoleDecl,
    pub(crate) versions: Versions,
    pub(crate) bags: Vec<Object<'t>>,
    pub(crate) expects: Vec<ExpectNode<'t>>,
}

/// One expectation of a role.
pub(crate) struct ExpectNode<'t> {
    pub(crate) decl: &'t ExpectDecl,
    pub(crate) versions: Versions,
}

/// One declaration of something with fields.
pub(crate) struct Object<'t> {
    /// `provider/app`, or the name of the type.
    pub(crate) owner: String,
    pub(crate) home: Home,
    pub(crate) span: Span,
    pub(crate) doc: String,
    pub(crate) versions: Versions,
    /// Of a databag only.
    pub(crate) layouts: Vec<Layout>,
    pub(crate) fields: Vec<FieldNode<'t>>,
    pub(crate) rests: Vec<RestNode<'t>>,
    pub(crate) reserved: Vec<Reserved<'t>>,
    pub(crate) checks: Vec<CheckNode<'t>>,
    /// What may be broken here and in every node around it.
    pub(crate) allows: Vec<Allowance>,
}

/// What has the fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Bag(Role, Scope),
    Struct,
    Secret,
}

/// One declaration of a field.
pub(crate) struct FieldNode<'t> {
    pub(crate) decl: &'t FieldDecl,
    pub(crate) chain: Chain<'t>,
    pub(crate) versions: Versions,
    pub(crate) rust: String,
    /// `None` if it could not be understood; then the field is left out.
    pub(crate) ty: Option<Type>,
    pub(crate) encodings: Vec<Encoding>,
    pub(crate) marker: Option<Marker>,
}

impl FieldNode<'_> {
    pub(crate) fn name(&self) -> &str {
        &self.decl.name.text
    }

    pub(crate) fn span(&self) -> Span {
        self.decl.name.span
    }
}

/// One declaration of dynamic keys.
pub(crate) struct RestNode<'t> {
    pub(crate) decl: &'t RestDecl,
    pub(crate) chain: Chain<'t>,
    pub(crate) versions: Versions,
    /// Keys and values; `None` if they could not be understood.
    pub(crate) types: Option<(Type, Type)>,
    pub(crate) encodings: Vec<Encoding>,
}

/// A name that must not be taken again.
pub(crate) struct Reserved<'t> {
    pub(crate) name: &'t Word,
    pub(crate) versions: Versions,
}

/// One check between fields.
pub(crate) struct CheckNode<'t> {
    pub(crate) decl: &'t CheckDecl,
    pub(crate) versions: Versions,
}

/// One declaration of a type.
pub(crate) struct TypeNode<'t> {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// `None` for the members of a union's variant.
    pub(crate) decl: Option<&'t TypeDecl>,
    pub(crate) doc: String,
    pub(crate) chain: Chain<'t>,
    pub(crate) versions: Versions,
    pub(crate) body: Body<'t>,
}

pub(crate) enum Body<'t> {
    Object(Object<'t>),
    Enum {
        variants: Vec<VariantNode<'t>>,
        reserved: Vec<Reserved<'t>>,
    },
    Union {
        variants: Vec<UnionVariantNode<'t>>,
        reserved: Vec<Reserved<'t>>,
    },
    /// `None` if the base could not be understood; then the alias is left out.
    Alias(Option<Type>),
}

/// One variant of an enum.
pub(crate) struct VariantNode<'t> {
    pub(crate) decl: &'t VariantDecl,
    pub(crate) chain: Chain<'t>,
    pub(crate) versions: Versions,
    pub(crate) wire: Json,
    /// `None` if no identifier follows; then the variant is left out.
    pub(crate) rust: Option<String>,
}

/// One variant of a union.
pub(crate) struct UnionVariantNode<'t> {
    pub(crate) decl: &'t UnionVariantDecl,
    pub(crate) versions: Versions,
    pub(crate) wire: String,
    /// `None` if no identifier follows; then the variant is left out.
    pub(crate) rust: Option<String>,
    /// `None` if it could not be understood; then the variant is left out.
    pub(crate) ty: Option<Type>,
    /// The type as written, or the name of the struct of its members.
    pub(crate) expr: TypeExpr,
}

impl<'t> TypeNode<'t> {
    /// The members, of a struct or secret.
    pub(crate) fn object(&self) -> Option<&Object<'t>> {
        match &self.body {
            Body::Object(object) => Some(object),
            _ => None,
        }
    }
}
