//! Tree to model: which node is in which version, and what it is there.
//!
//! What cannot be emitted is reported and left out here; what can be, but
//! should not be, is for `check`.

mod assemble;
mod checks;
mod classes;
mod conditions;
mod constraints;
mod encodings;
mod expectations;
mod fill;
mod lowering;
mod marker;
mod names;
pub(crate) mod nodes;
mod objects;
mod reach;
mod spans;
mod type_nodes;
mod types;
mod values;
mod versions;

pub(crate) use assemble::is_catch_all;
pub(crate) use names::shown_owner;
pub(crate) use types::builtins;
pub(crate) use versions::Versions;

use crate::lowered::Lowered;
use crate::parse::tree::{Declaration, TypeBody};
use crate::report::Report;
use assemble::Assembly;
use lowering::{Chain, Lowering};
use nodes::{Object, RoleNode, TypeNode};
use reach::View;
use relata_spec::Interface;
use relata_spec::model::{Role, Scope, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// A declaration on all levels: as written, resolved, and as the model.
pub(crate) struct Scene<'t> {
    pub(crate) tree: &'t Declaration,
    /// All declared versions.
    pub(crate) declared: Versions,
    pub(crate) roles: Vec<RoleNode<'t>>,
    pub(crate) types: Vec<TypeNode<'t>>,
    /// Names of types that no databag leads to in any version.
    pub(crate) unused: BTreeSet<String>,
    pub(crate) interface: Interface,
}

impl<'t> Scene<'t> {
    /// Everything with fields: databags, structs, secrets.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &Object<'t>> {
        let bags = self.roles.iter().flat_map(|role| &role.bags);
        bags.chain(self.types.iter().filter_map(TypeNode::object))
    }

    /// What is left to expand.
    pub(crate) fn into_lowered(self) -> Lowered {
        let mut rust_types = BTreeMap::new();
        for decl in &self.tree.types {
            if let TypeBody::Alias {
                rust: Some(rust), ..
            } = &decl.body
            {
                rust_types.insert(decl.name.to_string(), (**rust).clone());
            }
        }
        Lowered {
            vis: self.tree.vis.clone(),
            module: names::module(&self.tree.name.text, self.tree.name.span),
            spans: spans::spans(&self),
            rust_types,
            interface: self.interface,
        }
    }
}

/// Resolves a declaration.
pub(crate) fn lower<'t>(tree: &'t Declaration, report: &mut Report) -> Scene<'t> {
    let declared = Versions::declared(tree, report);
    let mut lowering = Lowering {
        tree,
        report,
        declared: declared.clone(),
    };
    let chain = Chain::new(&tree.attrs);
    let roles = lowering.roles(&chain);
    let mut types = lowering.type_nodes(&chain);
    // What has a name that is taken is reported by `check`.
    types.retain(|node| !is_taken(&node.name));

    let mut views: Vec<View> = declared
        .iter()
        .map(|number| View::new(number, &types, report))
        .collect();
    for view in &mut views {
        view.reach(&roles, report);
    }
    let unused = keep_unused(&types, &mut views, report);

    let mut versions = Vec::new();
    for view in &views {
        let decls = tree.versions.iter();
        let Some(decl) = decls.clone().find(|decl| decl.tag.number == view.number) else {
            continue;
        };
        let mut assembly = Assembly {
            tree,
            view,
            report,
            slots: Vec::new(),
        };
        let mut version = assembly.version(decl, &roles, &types);
        let slots = assembly.slots;
        fill::fill(&mut version, &slots, report);
        versions.push(version);
    }
    let (summary, description) = paragraphs(&tree.attrs.doc);
    let attrs = (tree.versions.iter()).fold(Chain::new(&tree.attrs), |chain, version| {
        chain.with(&version.attrs)
    });
    let interface = Interface {
        name: tree.name.text.clone(),
        summary,
        description,
        maintainer: tree.maintainer.clone(),
        tags: tree.tags.clone(),
        internal: tree.internal,
        versions,
        allows: attrs.allowances(),
        sources: Sources::default(),
    };
    drop(views);
    Scene {
        tree,
        declared,
        roles,
        types,
        unused,
        interface,
    }
}

/// Whether a type of this name would hide one that is built in or generated.
pub(crate) fn is_taken(name: &str) -> bool {
    let generated = Role::ALL.into_iter().any(|role| {
        let role = names::camel(role.name()).unwrap_or_default();
        name.strip_prefix(role.as_str()).is_some_and(|scope| {
            scope.is_empty()
                || Scope::ALL
                    .into_iter()
                    .any(|known| names::camel(known.name()).as_deref() == Some(scope))
        })
    });
    generated || builtins().any(|builtin| builtin == name)
}

/// Types that no databag leads to are emitted all the same, wherever they can
/// be: what uses them may be the part that has a mistake.
fn keep_unused<'s>(
    types: &'s [TypeNode],
    views: &mut [View<'s, '_>],
    report: &mut Report,
) -> BTreeSet<String> {
    let unused: Vec<&str> = types
        .iter()
        .map(|node| node.name.as_str())
        .filter(|name| !views.iter().any(|view| view.reached.contains(name)))
        .collect();
    for view in views {
        for name in &unused {
            view.reach_type(name, report);
        }
    }
    unused.into_iter().map(str::to_owned).collect()
}

/// The first paragraph in one line, and the rest.
fn paragraphs(doc: &str) -> (String, String) {
    let (first, rest) = doc.split_once("\n\n").unwrap_or((doc, ""));
    let first: Vec<&str> = first.lines().map(str::trim).collect();
    (first.join(" "), rest.trim_matches('\n').to_owned())
}
