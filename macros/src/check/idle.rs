//! D21: is every exception needed?
//!
//! Only R15 is judged by a declaration alone. What the other rules say of a
//! change can be known where it is compared with what was released: there
//! `relata freeze` reports an exception that nothing needs.

use super::allows::all;
use crate::lower::Scene;
use crate::lower::nodes::{Body, Object, TypeNode};
use crate::parse::tree::{AllowDecl, TypeBody, TypeExpr};
use crate::report::Report;
use relata_spec::evolution;
use std::collections::BTreeSet;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    // What needs an exception may be in the part that was not understood.
    if report.is_lossy() {
        return;
    }
    let needed = Needed::of(scene);
    for attrs in all(scene.tree) {
        for allow in attrs.allows.iter().filter(|allow| allow.rule == "R15") {
            if !needed.has(allow) {
                report
                    .error("D21", allow.span, "this exception is not needed")
                    .help(
                        "nothing here breaks R15 that has no exception of its own: remove it, so \
                         that it hides nothing later",
                    );
            }
        }
    }
}

/// The exceptions that something needs, by their addresses: the tree does not
/// move.
#[derive(Default)]
struct Needed(BTreeSet<usize>);

impl Needed {
    fn of(scene: &Scene) -> Needed {
        let mut needed = Needed::default();
        for version in &scene.interface.versions {
            for change in evolution::collections(version) {
                let owner = change.owner.as_str();
                for object in scene.objects().filter(|object| object.owner == owner) {
                    needed.in_object(scene, object, &change.name, version.number);
                }
                for node in scene.types.iter().filter(|node| node.name == owner) {
                    needed.in_union(scene, node, &change.name, version.number);
                }
            }
        }
        needed.not_understood(scene);
        needed
    }

    fn has(&self, allow: &AllowDecl) -> bool {
        self.0.contains(&std::ptr::from_ref(allow).addr())
    }

    fn add(&mut self, allow: Option<&AllowDecl>) {
        self.0
            .extend(allow.map(|allow| std::ptr::from_ref(allow).addr()));
    }

    fn in_object(&mut self, scene: &Scene, object: &Object, name: &str, version: u32) {
        for field in &object.fields {
            if field.name() == name && field.versions.contains(version) {
                self.nearest(scene, &field.decl.ty, field.chain.exception("R15"));
            }
        }
        for rest in object.rests.iter().filter(|_| name.is_empty()) {
            if rest.versions.contains(version) {
                self.nearest(scene, &rest.decl.ty, rest.chain.exception("R15"));
            }
        }
    }

    fn in_union(&mut self, scene: &Scene, node: &TypeNode, name: &str, version: u32) {
        let Body::Union { variants, .. } = &node.body else {
            return;
        };
        for variant in variants.iter().filter(|variant| variant.wire == name) {
            if variant.versions.contains(version) {
                let mut own = variant.decl.attrs.allows.iter();
                let own = own.find(|allow| allow.rule == "R15");
                let own = own.or_else(|| node.chain.exception("R15"));
                self.nearest(scene, &variant.expr, own);
            }
        }
    }

    /// An alias may have the exception for all that use it: it is nearer to the
    /// type than `own`.
    fn nearest(&mut self, scene: &Scene, ty: &TypeExpr, own: Option<&AllowDecl>) {
        let aliases: BTreeSet<usize> = of_aliases(scene, ty, 16)
            .map(|allow| std::ptr::from_ref(allow).addr())
            .collect();
        if aliases.is_empty() {
            self.add(own);
        }
        self.0.extend(aliases);
    }

    /// Of what has a mistake of its own nothing is concluded.
    fn not_understood(&mut self, scene: &Scene) {
        for object in scene.objects() {
            for field in object.fields.iter().filter(|field| field.ty.is_none()) {
                self.add(field.chain.exception("R15"));
            }
            for rest in object.rests.iter().filter(|rest| rest.types.is_none()) {
                self.add(rest.chain.exception("R15"));
            }
        }
        for node in &scene.types {
            let variants = match &node.body {
                Body::Union { variants, .. } => &variants[..],
                Body::Alias(None) => {
                    self.add(node.chain.exception("R15"));
                    continue;
                }
                _ => continue,
            };
            for variant in variants.iter().filter(|variant| variant.ty.is_none()) {
                self.add(
                    variant
                        .decl
                        .attrs
                        .allows
                        .iter()
                        .find(|one| one.rule == "R15"),
                );
                self.add(node.chain.exception("R15"));
            }
        }
    }
}

/// The exceptions of the aliases in a type. One that contains itself is a mistake
/// of its own (D20): `depth` keeps it from being followed for ever.
fn of_aliases<'s>(
    scene: &'s Scene,
    ty: &'s TypeExpr,
    depth: usize,
) -> Box<dyn Iterator<Item = &'s AllowDecl> + 's> {
    if depth == 0 {
        return Box::new(std::iter::empty());
    }
    let named = scene.types.iter().filter(|node| node.name == ty.name);
    let aliases = named.filter_map(|node| match &node.decl?.body {
        TypeBody::Alias { of, .. } => Some((node.chain.exception("R15"), of)),
        _ => None,
    });
    let here = aliases.flat_map(move |(exception, of)| {
        exception
            .into_iter()
            .chain(of_aliases(scene, of, depth - 1))
    });
    let inside = ty
        .args
        .iter()
        .flat_map(move |arg| of_aliases(scene, arg, depth - 1));
    Box::new(here.chain(inside))
}
