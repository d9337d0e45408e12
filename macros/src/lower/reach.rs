//! Which types does a version need, and which can it have?

use super::nodes::{Body, FieldNode, RestNode, RoleNode, TypeNode};
use crate::parse::tree::{TypeBody, TypeExpr};
use crate::report::Report;
use proc_macro2::Span;
use relata_spec::model::{Kind, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of one version.
pub(super) struct View<'s, 't> {
    pub(super) number: u32,
    /// The types in this version, by name.
    present: BTreeMap<&'s str, &'s TypeNode<'t>>,
    /// Those that can be emitted.
    usable: BTreeSet<&'s str>,
    /// Those that a databag leads to.
    pub(super) reached: BTreeSet<&'s str>,
    cut: BTreeSet<usize>,
}

/// A use of types by a field, variant or alias.
struct Edge<'s> {
    /// The address of the node in the tree.
    node: usize,
    /// The type as written.
    expr: &'s TypeExpr,
    ty: &'s Type,
}

impl<'s, 't> View<'s, 't> {
    /// The nodes of version `number`. Types that contain themselves are
    /// reported and cut where they do.
    pub(super) fn new(number: u32, types: &'s [TypeNode<'t>], report: &mut Report) -> Self {
        let mut present = BTreeMap::new();
        for node in types.iter().filter(|node| node.versions.contains(number)) {
            present.entry(node.name.as_str()).or_insert(node);
        }
        let mut view = View {
            number,
            present,
            usable: BTreeSet::new(),
            reached: BTreeSet::new(),
            cut: BTreeSet::new(),
        };
        loop {
            view.find_usable();
            let Some((edge, owner)) = view.cycle() else {
                break;
            };
            view.cut.insert(edge.node);
            report.lose();
            if report.first(edge.expr, "D20") {
                report
                    .error(
                        "D20",
                        edge.expr.span,
                        format!("`{}` contains itself", owner.name),
                    )
                    .help("a value would have no end: put the inner one into a list or a map")
                    .also(owner.span, format!("`{}` is declared here", owner.name));
            }
        }
        view
    }

    /// Whether a field can be emitted.
    pub(super) fn has_field(&self, field: &FieldNode) -> bool {
        field.versions.contains(self.number)
            && field.ty.as_ref().is_some_and(|ty| self.has(ty))
            && !self.cut.contains(&address(field.decl))
    }

    /// Whether dynamic keys can be emitted.
    pub(super) fn has_rest(&self, rest: &RestNode) -> bool {
        rest.versions.contains(self.number)
            && !self.cut.contains(&address(rest.decl))
            && rest
                .types
                .as_ref()
                .is_some_and(|(keys, values)| self.has(keys) && self.has(values))
    }

    /// Whether every type that `ty` names can be emitted.
    pub(super) fn has(&self, ty: &Type) -> bool {
        names(ty).iter().all(|name| self.usable.contains(name))
    }

    /// Whether a declaration of a type is emitted in this version.
    pub(super) fn emits(&self, node: &TypeNode) -> bool {
        let name = node.name.as_str();
        let chosen = self.present.get(name);
        chosen.is_some_and(|chosen| std::ptr::eq::<TypeNode>(*chosen, node))
            && self.usable.contains(name)
            && self.reached.contains(name)
    }

    /// Follows the databags of this version to the types that they need. A
    /// type that is not in the version is reported.
    pub(super) fn reach(&mut self, roles: &'s [RoleNode<'t>], report: &mut Report) {
        let bags = roles.iter().flat_map(|role| &role.bags);
        let number = self.number;
        for bag in bags.filter(|bag| bag.versions.contains(number)) {
            for edge in edges_of(&bag.fields, &bag.rests, number) {
                self.follow(&edge, report);
            }
        }
    }

    /// Follows one type as if a databag led to it.
    pub(super) fn reach_type(&mut self, name: &'s str, report: &mut Report) {
        if !self.usable.contains(name) || !self.reached.insert(name) {
            return;
        }
        if let Some(node) = self.present.get(name).copied() {
            for edge in edges(node, self.number) {
                self.follow(&edge, report);
            }
        }
    }

    fn follow(&mut self, edge: &Edge<'s>, report: &mut Report) {
        if self.cut.contains(&edge.node) {
            return;
        }
        if !self.has(edge.ty) {
            self.explain(edge, report);
            return;
        }
        for name in names(edge.ty) {
            self.reach_type(name, report);
        }
    }

    /// Reports a type that is declared, but not in this version.
    fn explain(&self, edge: &Edge<'s>, report: &mut Report) {
        // A circle of aliases has been cut, and reported, somewhere.
        if self.cut.contains(&edge.node) {
            return;
        }
        for name in names(edge.ty) {
            match self.present.get(name) {
                None => {
                    if report.first(edge.expr, "D1") {
                        let number = self.number;
                        report
                            .error(
                                "D1",
                                place(edge.expr, name),
                                format!("the type `{name}` is not in `v{number}`, but this is"),
                            )
                            .help("give both the same version tags");
                    }
                }
                Some(node) if !self.usable.contains(name) => {
                    for edge in edges(node, self.number) {
                        if !self.has(edge.ty) {
                            self.explain(&edge, report);
                        }
                    }
                }
                Some(_) => (),
            }
        }
    }

    /// An alias is usable if its base is; every other type is, less the fields
    /// and variants whose types are not.
    fn find_usable(&mut self) {
        self.usable = self.present.keys().copied().collect();
        loop {
            let dead: Vec<&str> = self
                .usable
                .iter()
                .copied()
                .filter(|name| !self.alias_holds(name))
                .collect();
            if dead.is_empty() {
                return;
            }
            for name in dead {
                self.usable.remove(name);
            }
        }
    }

    fn alias_holds(&self, name: &str) -> bool {
        let Some(node) = self.present.get(name) else {
            return false;
        };
        match (&node.body, node.decl) {
            (Body::Alias(None), _) => false,
            (Body::Alias(Some(ty)), Some(decl)) => {
                self.has(ty) && !self.cut.contains(&address(decl))
            }
            _ => true,
        }
    }

    /// A use that closes a circle, with the type that it leads back to.
    fn cycle(&self) -> Option<(Edge<'s>, &'s TypeNode<'t>)> {
        let mut done = BTreeSet::new();
        for name in &self.usable {
            let mut open = Vec::new();
            if let Some(found) = self.cycle_from(name, &mut open, &mut done) {
                return Some(found);
            }
        }
        None
    }

    /// The types that must not lead back to `node`. To Rust, an alias is what it
    /// stands for, so an alias in an alias has no end even in a list.
    fn held_by(&self, node: &TypeNode, ty: &'s Type) -> Vec<&'s str> {
        if !matches!(node.body, Body::Alias(_)) {
            return direct(ty);
        }
        let mut held = direct(ty);
        held.extend(names(ty).into_iter().filter(|name| {
            let next = self.present.get(name);
            next.is_some_and(|next| matches!(next.body, Body::Alias(_)))
        }));
        held
    }

    fn cycle_from(
        &self,
        name: &'s str,
        open: &mut Vec<&'s str>,
        done: &mut BTreeSet<&'s str>,
    ) -> Option<(Edge<'s>, &'s TypeNode<'t>)> {
        if done.contains(name) {
            return None;
        }
        let node = self.present.get(name).copied()?;
        open.push(name);
        for edge in edges(node, self.number) {
            if self.cut.contains(&edge.node) || !self.has(edge.ty) {
                continue;
            }
            for next in self.held_by(node, edge.ty) {
                if open.contains(&next) {
                    let owner = self.present.get(next).copied()?;
                    return Some((edge, owner));
                }
                if let Some(found) = self.cycle_from(next, open, done) {
                    return Some(found);
                }
            }
        }
        open.pop();
        done.insert(name);
        None
    }
}

/// The declared types of which a value holds one in itself, not in a list or
/// map, which may be empty.
fn direct(ty: &Type) -> Vec<&str> {
    match &ty.kind {
        Kind::Named { name } => vec![name],
        _ => Vec::new(),
    }
}

/// The uses of types in a declaration, as far as they are in a version.
fn edges<'s>(node: &'s TypeNode, number: u32) -> Vec<Edge<'s>> {
    match (&node.body, node.decl) {
        (Body::Object(object), _) => edges_of(&object.fields, &object.rests, number),
        (Body::Union { variants, .. }, _) => variants
            .iter()
            .filter(|variant| variant.versions.contains(number))
            .filter_map(|variant| {
                Some(Edge {
                    node: address(variant.decl),
                    expr: &variant.expr,
                    ty: variant.ty.as_ref()?,
                })
            })
            .collect(),
        (Body::Alias(Some(ty)), Some(decl)) => match &decl.body {
            TypeBody::Alias { of, .. } => vec![Edge {
                node: address(decl),
                expr: of,
                ty,
            }],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn edges_of<'s>(fields: &'s [FieldNode], rests: &'s [RestNode], number: u32) -> Vec<Edge<'s>> {
    let fields = fields
        .iter()
        .filter(|field| field.versions.contains(number))
        .filter_map(|field| {
            Some(Edge {
                node: address(field.decl),
                expr: &field.decl.ty,
                ty: field.ty.as_ref()?,
            })
        });
    let rests = rests
        .iter()
        .filter(|rest| rest.versions.contains(number))
        .filter_map(|rest| Some((rest, rest.types.as_ref()?)))
        .flat_map(|(rest, (keys, values))| {
            [keys, values].map(|ty| Edge {
                node: address(rest.decl),
                expr: &rest.decl.ty,
                ty,
            })
        });
    fields.chain(rests).collect()
}

/// The declared types that a type names.
pub(super) fn names(ty: &Type) -> Vec<&str> {
    match &ty.kind {
        Kind::List { items } | Kind::Set { items } => names(items),
        Kind::Map { keys, values } => {
            let mut all = names(keys);
            all.extend(names(values));
            all
        }
        Kind::Secret { content } => vec![content],
        Kind::Named { name } => vec![name],
        Kind::Text { .. } | Kind::Bool | Kind::Integer { .. } | Kind::Float | Kind::Any => {
            Vec::new()
        }
    }
}

/// Where in a type as written a name stands.
fn place(expr: &TypeExpr, name: &str) -> Span {
    fn find(expr: &TypeExpr, name: &str) -> Option<Span> {
        if expr.name == name {
            return Some(expr.span);
        }
        expr.args.iter().find_map(|arg| find(arg, name))
    }
    find(expr, name).unwrap_or(expr.span)
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}
