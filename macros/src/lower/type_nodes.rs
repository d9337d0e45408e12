//! Declared types: tree to nodes.

use super::classes::Class;
use super::lowering::{Chain, Lowering};
use super::names;
use super::nodes::{Body, Home, TypeNode, UnionVariantNode, VariantNode};
use super::objects::Frame;
use super::values::number;
use super::versions::Versions;
use crate::parse::tree::{
    ReservedDecl, Shape, TypeBody, TypeDecl, TypeExpr, UnionVariantDecl, ValueKind, VariantDecl,
    Word,
};
use relata_spec::model::{Kind, Type};
use serde_json::Value as Json;

impl<'t> Lowering<'t, '_> {
    /// All declarations of types, in declared order. The members of a union's
    /// variant are a struct before the union.
    pub(super) fn type_nodes(&mut self, around: &Chain<'t>) -> Vec<TypeNode<'t>> {
        let mut nodes: Vec<TypeNode> = Vec::new();
        for decl in &self.tree.types {
            let declared = self.declared.clone();
            let mut versions = self.versions_of(&decl.attrs, &declared);
            let name = decl.name.to_string();
            for earlier in nodes.iter().filter(|node| node.name == name) {
                let places = (decl.name.span(), earlier.span);
                versions =
                    self.declared_once(&format!("`{name}`"), places, versions, &earlier.versions);
            }
            let chain = around.with(&decl.attrs);
            let body = self.type_node_body(decl, &chain, &versions, &mut nodes);
            nodes.push(TypeNode {
                name,
                span: decl.name.span(),
                decl: Some(decl),
                doc: decl.attrs.doc.clone(),
                chain,
                versions,
                body,
            });
        }
        nodes
    }

    fn type_node_body(
        &mut self,
        decl: &'t TypeDecl,
        chain: &Chain<'t>,
        versions: &Versions,
        nodes: &mut Vec<TypeNode<'t>>,
    ) -> Body<'t> {
        match &decl.body {
            TypeBody::Struct(body) | TypeBody::Secret(body) => {
                let home = match &decl.body {
                    TypeBody::Secret(_) => Home::Secret,
                    _ => Home::Struct,
                };
                let frame = Frame {
                    owner: decl.name.to_string(),
                    home,
                    span: decl.name.span(),
                    doc: decl.attrs.doc.clone(),
                    chain: chain.clone(),
                    versions: versions.clone(),
                };
                Body::Object(self.object(frame, &decl.attrs, body))
            }
            TypeBody::Enum(variants, reserved) => {
                self.enum_body(variants, reserved, chain, versions)
            }
            TypeBody::Union(variants, reserved) => {
                let variants = variants
                    .iter()
                    .map(|variant| self.union_variant(decl, variant, (chain, versions), nodes))
                    .collect();
                let reserved = self.reserved(reserved, versions);
                Body::Union { variants, reserved }
            }
            TypeBody::Alias { of, .. } => {
                let mut ty = self.ty(of);
                if let Some(ty) = &mut ty {
                    ty.constraints = self.constraints(&decl.attrs.constraints, of);
                } else {
                    self.report.lose();
                }
                Body::Alias(ty)
            }
        }
    }

    fn enum_body(
        &mut self,
        variants: &'t [VariantDecl],
        reserved: &'t [ReservedDecl],
        chain: &Chain<'t>,
        versions: &Versions,
    ) -> Body<'t> {
        let first_number = variants.iter().find(|variant| variant.is_number());
        let mut nodes = Vec::new();
        for decl in variants {
            let node_versions = self.versions_of(&decl.attrs, versions);
            let wire = match decl.wire.as_ref().map(|wire| (&wire.kind, wire.span)) {
                None => Json::String(decl.word.text.clone()),
                Some((ValueKind::Text(text), _)) => Json::String(text.clone()),
                Some((ValueKind::Integer(value), span)) => {
                    let fits = i64::try_from(*value).is_ok();
                    if let Some(number) = number(*value).filter(|_| fits) {
                        Json::Number(number)
                    } else {
                        self.report
                            .error("D24", span, "this value does not fit in an `i64`")
                            .help("an enum's integers have 64 bits and a sign");
                        continue;
                    }
                }
                Some((_, span)) => {
                    self.report
                        .error("D24", span, "a variant is a text or a whole number")
                        .help("write `Name = \"wire-text\"` or `Name = 2`");
                    continue;
                }
            };
            if let (Some(first), true) = (first_number, wire.is_string()) {
                self.report
                    .error(
                        "D24",
                        decl.word.span,
                        format!("`{}` is a text among integers", decl.word.text),
                    )
                    .help("the values of an enum are all texts or all integers: write `Name = 2`")
                    .also(
                        first.word.span,
                        format!("`{}` is an integer", first.word.text),
                    );
                continue;
            }
            // What stands left of `=` is chosen for Rust.
            let rust = match (&decl.wire, &decl.attrs.rust) {
                (Some(_), None) if starts_upper(&decl.word) => Some(decl.word.text.clone()),
                _ => names::variant(&decl.word, &decl.attrs),
            };
            nodes.push(VariantNode {
                rust: self.variant_name(rust, &decl.word),
                decl,
                chain: chain.with(&decl.attrs),
                versions: node_versions,
                wire,
            });
        }
        Body::Enum {
            variants: nodes,
            reserved: self.reserved(reserved, versions),
        }
    }

    fn variant_name(&mut self, rust: Option<String>, word: &Word) -> Option<String> {
        if rust.is_none() {
            self.report
                .error(
                    "D6",
                    word.span,
                    format!("no Rust name follows from `{}`", word.text),
                )
                .help(format!("choose one: `Name = {:?}`", word.text));
        }
        rust
    }

    fn union_variant(
        &mut self,
        union: &'t TypeDecl,
        decl: &'t UnionVariantDecl,
        (chain, parent): (&Chain<'t>, &Versions),
        nodes: &mut Vec<TypeNode<'t>>,
    ) -> UnionVariantNode<'t> {
        let versions = self.versions_of(&decl.attrs, parent);
        let rust = match (&decl.wire, &decl.attrs.rust) {
            (Some(_), None) if starts_upper(&decl.word) => Some(decl.word.text.clone()),
            _ => names::variant(&decl.word, &decl.attrs),
        };
        let rust = self.variant_name(rust, &decl.word);
        let expr = match &decl.shape {
            Shape::Of(of) => of.clone(),
            Shape::Members(_) => TypeExpr {
                name: format!("{}{}", union.name, rust.as_deref().unwrap_or_default()),
                span: decl.word.span,
                args: Vec::new(),
            },
        };
        let ty = match &decl.shape {
            Shape::Of(of) => {
                let is_struct = self
                    .tree
                    .declared(&of.name)
                    .is_some_and(|of| matches!(of.body, TypeBody::Struct(_)));
                let known = self.tree.class(of) != Class::Unknown;
                if union.attrs.tag.is_some() && known && !is_struct {
                    self.report
                        .error(
                            "D24",
                            of.span,
                            format!("`{}` is no struct, so it cannot have a tag", of.name),
                        )
                        .help("write the members here, or declare a struct, or remove `#[tag]`");
                    None
                } else if let Some(deprecated) = &decl.attrs.deprecated {
                    self.report
                        .error(
                            "D1",
                            deprecated.tag.span,
                            "`#[deprecated]` stands on a variant with members of its own",
                        )
                        .help("deprecate the fields that use this variant");
                    self.ty(of)
                } else {
                    self.ty(of)
                }
            }
            Shape::Members(body) => {
                let name = expr.name.clone();
                let mut versions = versions.clone();
                for earlier in nodes.iter().filter(|node| node.name == name) {
                    let places = (decl.word.span, earlier.span);
                    versions = self.declared_once(
                        &format!("`{name}`"),
                        places,
                        versions,
                        &earlier.versions,
                    );
                }
                let doc = match decl.attrs.doc.as_str() {
                    "" => format!("The shape `{}` of `{}`.", decl.word.text, union.name),
                    doc => doc.to_owned(),
                };
                let chain = chain.with(&decl.attrs);
                let frame = Frame {
                    owner: name.clone(),
                    home: Home::Struct,
                    span: decl.word.span,
                    doc: doc.clone(),
                    chain: chain.clone(),
                    versions: versions.clone(),
                };
                let object = self.object(frame, &decl.attrs, body);
                nodes.push(TypeNode {
                    name: name.clone(),
                    span: decl.word.span,
                    decl: None,
                    doc,
                    chain,
                    versions: versions.clone(),
                    body: Body::Object(object),
                });
                Some(Type::new(Kind::Named { name }))
            }
        };
        if ty.is_none() {
            self.report.lose();
        }
        UnionVariantNode {
            wire: decl.wire.clone().unwrap_or_else(|| decl.word.text.clone()),
            decl,
            versions,
            rust,
            ty,
            expr,
        }
    }
}

fn starts_upper(word: &Word) -> bool {
    !word.quoted
        && word
            .text
            .starts_with(|first: char| first.is_ascii_uppercase())
}
