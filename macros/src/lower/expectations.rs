//! Expectations: the fields that they name, on both sides.

use super::conditions::Names;
use super::nodes::{ExpectNode, FieldNode, Home, Object, RoleNode};
use super::reach::View;
use crate::parse::tree::{Declaration, Word};
use crate::report::Report;
use relata_spec::model::{Expectation, Expected, Moment, Role, Scope, place};
use relata_spec::words;

/// The two sides of a relation in one version, seen from one role.
pub(super) struct Sides<'s, 't> {
    tree: &'t Declaration,
    own: Side<'s, 't>,
    other: Side<'s, 't>,
}

/// The databags of a role.
struct Side<'s, 't> {
    role: Role,
    view: &'s View<'s, 't>,
    bags: Vec<&'s Object<'t>>,
}

impl<'s, 't> Sides<'s, 't> {
    pub(super) fn new(
        tree: &'t Declaration,
        view: &'s View<'s, 't>,
        role: &'s RoleNode<'t>,
        roles: &'s [RoleNode<'t>],
    ) -> Self {
        let other = role.decl.role.other();
        let others = roles.iter().filter(|node| node.decl.role == other);
        Sides {
            tree,
            own: Side {
                role: role.decl.role,
                view,
                bags: role.bags.iter().collect(),
            },
            other: Side {
                role: other,
                view,
                bags: others.flat_map(|node| &node.bags).collect(),
            },
        }
    }

    /// The expectation, or `None` if it names what is not there, which is reported.
    pub(super) fn expectation(
        &self,
        node: &ExpectNode,
        report: &mut Report,
    ) -> Option<Expectation> {
        let decl = node.decl;
        let expected = match &decl.expected {
            None => Some(Expected::Nothing),
            Some(condition) => self.condition(condition, report).map(Expected::Holds),
        };
        let mut when: Vec<Moment> = Vec::new();
        let mut known = true;
        for moment in &decl.when {
            if let Some(field) = &moment.field {
                known &= self.other.find(field, report).is_some();
            }
            if !when.contains(&moment.moment) {
                when.push(moment.moment.clone());
            }
        }
        Some(Expectation {
            doc: decl.attrs.doc.clone(),
            expected: expected.filter(|_| known)?,
            when,
        })
    }
}

impl<'t> Names<'t> for Sides<'_, 't> {
    fn tree(&self) -> &Declaration {
        self.tree
    }

    fn find(&self, name: &Word, report: &mut Report) -> Option<&FieldNode<'t>> {
        self.own.find(name, report)
    }
}

impl<'t> Side<'_, 't> {
    fn find(&self, name: &Word, report: &mut Report) -> Option<&FieldNode<'t>> {
        let (scope, field) = place(&name.text)?;
        let number = self.view.number;
        let here = |node: &&FieldNode| self.view.has_field(node);
        let found = self
            .fields(scope)
            .find(|node| node.name() == field && here(node));
        if found.is_some() || !report.first(name, "D16") {
            return found;
        }
        let elsewhere = Scope::ALL.into_iter().find(|other| {
            *other != scope
                && self
                    .fields(*other)
                    .any(|node| node.name() == field && here(&node))
        });
        let role = self.role;
        if let Some(elsewhere) = elsewhere {
            report
                .error(
                    "D16",
                    name.span,
                    format!("`{field}` is not in the {scope} databag of the {role}"),
                )
                .help(format!(
                    "it is in the other one: write `{elsewhere}` before it"
                ));
        } else if let Some(other) = self.fields(scope).find(|node| node.name() == field) {
            if other.ty.is_some() {
                report
                    .error(
                        "D16",
                        name.span,
                        format!("`{field}` is not in `v{number}`, but this expectation is"),
                    )
                    .help("write `#[since(v1)]` or `#[until(v1)]` before the expectation")
                    .also(other.span(), format!("`{field}` is declared here"));
            }
        } else if !report.is_lossy() || self.fields(scope).next().is_some() {
            let names = self.fields(scope).map(FieldNode::name);
            let by_rust = self.fields(scope).find(|node| node.rust == field);
            let help = match (by_rust, words::did_you_mean(field, names.clone())) {
                (Some(node), _) => {
                    format!(
                        "write `{scope}.field({:?})`, its name on the wire",
                        node.name()
                    )
                }
                (None, Some(meant)) => format!("did you mean `{meant}`?"),
                (None, None) if names.clone().next().is_none() => {
                    format!("the {role} has no field in that databag")
                }
                (None, None) => format!("declared here: {}", words::list(names)),
            };
            report
                .error(
                    "D16",
                    name.span,
                    format!("there is no field `{field}` in the {scope} databag of the {role}"),
                )
                .help(help);
        }
        None
    }

    /// The fields of a databag, whatever the version.
    fn fields(&self, scope: Scope) -> impl Iterator<Item = &FieldNode<'t>> + Clone {
        let own = move |bag: &&&Object<'t>| bag.home == Home::Bag(self.role, scope);
        self.bags.iter().filter(own).flat_map(|bag| &bag.fields)
    }
}
