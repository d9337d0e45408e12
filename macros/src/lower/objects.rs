//! Databags, structs and secrets: tree to nodes.

use super::lowering::{Chain, Lowering};
use super::nodes::{CheckNode, ExpectNode, FieldNode, Home, Object, Reserved, RestNode, RoleNode};
use super::versions::Versions;
use super::{encodings, names, shown_owner};
use crate::parse::tree::{
    Attrs, BagDecl, Body, EncodingDecl, FieldDecl, ReservedDecl, RestDecl, RoleDecl, TypeExpr,
};
use proc_macro2::Span;
use relata_spec::model::{Encoding, Type};

/// What an object is in, besides its fields.
pub(super) struct Frame<'t> {
    pub(super) owner: String,
    pub(super) home: Home,
    pub(super) span: Span,
    pub(super) doc: String,
    pub(super) chain: Chain<'t>,
    pub(super) versions: Versions,
}

impl<'t> Lowering<'t, '_> {
    /// All declarations of roles, in declared order.
    pub(super) fn roles(&mut self, around: &Chain<'t>) -> Vec<RoleNode<'t>> {
        let mut nodes: Vec<RoleNode> = Vec::new();
        for decl in &self.tree.roles {
            let declared = self.declared.clone();
            let mut versions = self.versions_of(&decl.attrs, &declared);
            for earlier in nodes.iter().filter(|node| node.decl.role == decl.role) {
                let places = (decl.span, earlier.decl.span);
                let name = format!("`{}`", decl.role);
                versions = self.declared_once(&name, places, versions, &earlier.versions);
            }
            let bags = self.bags(decl, &around.with(&decl.attrs), &versions);
            let expects = (decl.expects.iter())
                .map(|decl| ExpectNode {
                    decl,
                    versions: self.versions_of(&decl.attrs, &versions),
                })
                .collect();
            nodes.push(RoleNode {
                decl,
                versions,
                bags,
                expects,
            });
        }
        nodes
    }

    fn bags(
        &mut self,
        role: &'t RoleDecl,
        around: &Chain<'t>,
        parent: &Versions,
    ) -> Vec<Object<'t>> {
        let mut nodes: Vec<Object> = Vec::new();
        for decl in &role.bags {
            let BagDecl { attrs, scope, .. } = decl;
            let mut versions = self.versions_of(attrs, parent);
            let owner = format!("{}/{scope}", role.role);
            for earlier in nodes.iter().filter(|node| node.owner == owner) {
                let places = (decl.span, earlier.span);
                let name = shown_owner(&owner);
                versions = self.declared_once(&name, places, versions, &earlier.versions);
            }
            let frame = Frame {
                owner,
                home: Home::Bag(role.role, *scope),
                span: decl.span,
                doc: attrs.doc.clone(),
                chain: around.with(attrs),
                versions,
            };
            nodes.push(self.object(frame, attrs, &decl.body));
        }
        nodes
    }

    /// The versions that `earlier` leaves to a second declaration of the same
    /// node; an overlap is reported.
    pub(super) fn declared_once(
        &mut self,
        name: &str,
        (span, first): (Span, Span),
        versions: Versions,
        earlier: &Versions,
    ) -> Versions {
        let Some(both) = versions.overlap(earlier) else {
            return versions;
        };
        self.report
            .error(
                "D17",
                span,
                format!("{name} is declared twice in `v{both}`"),
            )
            .help("join the two, or give them version tags that do not overlap")
            .also(first, format!("{name} was declared first here"));
        versions.without(earlier)
    }

    /// An object with everything in it.
    pub(super) fn object(
        &mut self,
        frame: Frame<'t>,
        attrs: &'t Attrs,
        body: &'t Body,
    ) -> Object<'t> {
        let is_bag = matches!(frame.home, Home::Bag(..));
        let mut layouts = Vec::new();
        let mut inherited = Vec::new();
        if is_bag {
            layouts = self.layouts(&attrs.encodings);
            inherited = encodings::of_values(&attrs.encodings);
        }
        let bag = is_bag.then_some(inherited.as_slice());
        let fields = body
            .fields
            .iter()
            .map(|decl| self.field(decl, &frame, bag))
            .collect();
        let rests = body
            .rests
            .iter()
            .map(|decl| self.rest(decl, &frame, bag))
            .collect();
        self.one_rest(body, frame.home);
        let reserved = self.reserved(&body.reserved, &frame.versions);
        let checks = self.check_nodes(attrs, &frame.versions);
        Object {
            owner: frame.owner,
            home: frame.home,
            span: frame.span,
            doc: frame.doc,
            versions: frame.versions,
            allows: frame.chain.allowances(),
            layouts,
            fields,
            rests,
            reserved,
            checks,
        }
    }

    fn check_nodes(&mut self, attrs: &'t Attrs, parent: &Versions) -> Vec<CheckNode<'t>> {
        attrs
            .checks
            .iter()
            .map(|decl| CheckNode {
                decl,
                versions: self.versions(decl.since, decl.until, parent),
            })
            .collect()
    }

    pub(super) fn reserved(
        &mut self,
        decls: &'t [ReservedDecl],
        parent: &Versions,
    ) -> Vec<Reserved<'t>> {
        let mut reserved = Vec::new();
        for decl in decls {
            let versions = self.versions_of(&decl.attrs, parent);
            reserved.extend(decl.names.iter().map(|name| Reserved {
                name,
                versions: versions.clone(),
            }));
        }
        reserved
    }

    /// One declared field; `bag` holds the encodings of the databag that it is
    /// in, if it is in one.
    fn field(
        &mut self,
        decl: &'t FieldDecl,
        frame: &Frame<'t>,
        bag: Option<&[EncodingDecl]>,
    ) -> FieldNode<'t> {
        let attrs = &decl.attrs;
        let chain = frame.chain.with(attrs);
        let versions = self.versions_of(attrs, &frame.versions);
        let mut ty = self.ty(&decl.ty);
        let mut marker = None;
        if let Some(declared) = &attrs.marker {
            marker = self.marker(declared, &decl.ty);
            if marker.is_none() {
                ty = None;
            }
        }
        if frame.home == Home::Secret && ty.is_some() && !self.is_secret_text(decl) {
            ty = None;
        }
        if let Some(ty) = &mut ty {
            ty.constraints = self.constraints(&attrs.constraints, &decl.ty);
        }
        if ty.is_none() {
            self.report.lose();
        }
        let encodings = match bag {
            Some(inherited) => self.value_encodings(attrs, inherited, &decl.ty),
            None => Vec::new(),
        };
        FieldNode {
            rust: names::field(&decl.name, attrs),
            decl,
            chain,
            versions,
            ty,
            encodings,
            marker,
        }
    }

    /// The content of a secret is a map of strings.
    fn is_secret_text(&mut self, decl: &FieldDecl) -> bool {
        use super::classes::Class;
        match self.tree.class(&decl.ty) {
            Class::Text(_) | Class::Words | Class::Unknown => true,
            _ => {
                self.report
                    .error(
                        "D14",
                        decl.ty.span,
                        format!("`{}` in a secret is no text", decl.name.text),
                    )
                    .help("the content of a Juju secret is a map of texts: write `String`");
                false
            }
        }
    }

    fn rest(
        &mut self,
        decl: &'t RestDecl,
        frame: &Frame<'t>,
        bag: Option<&[EncodingDecl]>,
    ) -> RestNode<'t> {
        let versions = self.versions_of(&decl.attrs, &frame.versions);
        let types = self.rest_types(&decl.ty);
        let mut encodings: Vec<Encoding> = Vec::new();
        if let (Some(inherited), [_, values]) = (bag, decl.ty.args.as_slice()) {
            encodings = self.value_encodings(&decl.attrs, inherited, values);
        }
        RestNode {
            decl,
            chain: frame.chain.with(&decl.attrs),
            versions,
            types,
            encodings,
        }
    }

    fn rest_types(&mut self, ty: &TypeExpr) -> Option<(Type, Type)> {
        if ty.name != "Map" {
            self.report.lose();
            self.report
                .error("D22", ty.span, "dynamic keys are a map")
                .help("write `..name: Map<Hostname, Certificate>`");
            return None;
        }
        match self.ty(ty)?.kind {
            relata_spec::model::Kind::Map { keys, values } => Some((*keys, *values)),
            _ => None,
        }
    }

    /// Dynamic keys stand once, last, and not in a secret.
    fn one_rest(&mut self, body: &Body, home: Home) {
        for (index, rest) in body.rests.iter().enumerate() {
            let span = rest.name.span();
            if home == Home::Secret {
                self.report
                    .error("D22", span, "a secret has no dynamic keys")
                    .help("declare each key");
            } else if index > 0 && rest.attrs.since.is_none() && rest.attrs.until.is_none() {
                self.report
                    .error("D22", span, "there are dynamic keys already")
                    .help("remove one of the two: a key belongs to one of them")
                    .also(
                        body.rests[0].name.span(),
                        "the other dynamic keys are declared here",
                    );
            } else if rest.misplaced && body.rests.len() == 1 {
                self.report
                    .error("D22", span, "dynamic keys stand after all fields")
                    .help("move this line to the end");
            }
        }
    }
}
