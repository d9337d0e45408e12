//! Checks between fields of one object.

use super::conditions::Names;
use super::names::snake;
use super::nodes::{CheckNode, FieldNode};
use crate::parse::tree::{Declaration, Word};
use crate::report::Report;
use relata_spec::model::{Check, CheckKind, Predicate};
use relata_spec::words;

/// What a check may name: the fields of one object in one version.
pub(super) struct Fields<'a, 't> {
    pub(super) tree: &'a Declaration,
    pub(super) version: u32,
    /// Those that are emitted.
    pub(super) here: &'a [&'a FieldNode<'t>],
    /// Those of every version.
    pub(super) ever: &'a [FieldNode<'t>],
}

impl Fields<'_, '_> {
    /// The check, or `None` if it names what is not there, which is reported.
    pub(super) fn check(&self, node: &CheckNode, report: &mut Report) -> Option<Check> {
        let decl = node.decl;
        if let Some((name, message, condition)) = &decl.named {
            return Some(Check {
                name: name.to_string(),
                kind: decl.kind,
                message: message.clone(),
                holds: self.condition(condition, report)?,
            });
        }
        let mut known = true;
        for field in &decl.fields {
            known &= self.find(field, report).is_some();
        }
        if !known {
            return None;
        }
        let names: Vec<&str> = decl
            .fields
            .iter()
            .map(|field| field.text.as_str())
            .collect();
        Some(group(decl.kind, &names))
    }
}

impl<'t> Names<'t> for Fields<'_, 't> {
    fn tree(&self) -> &Declaration {
        self.tree
    }

    fn find(&self, name: &Word, report: &mut Report) -> Option<&FieldNode<'t>> {
        if let Some(field) = self.here.iter().find(|field| field.name() == name.text) {
            return Some(field);
        }
        let mut elsewhere = self.ever.iter().filter(|field| field.name() == name.text);
        if let Some(field) = elsewhere.next() {
            let mut declared = std::iter::once(field).chain(elsewhere);
            let left_out = declared.any(|field| field.versions.contains(self.version));
            if !left_out && report.first(name, "D16") {
                report
                    .error(
                        "D16",
                        name.span,
                        format!(
                            "`{}` is not in `v{}`, but this check is",
                            name.text, self.version
                        ),
                    )
                    .help(
                        "give the check tags of its own, as its last arguments: `since(v1)` or \
                         `until(v1)`",
                    )
                    .also(field.span(), format!("`{}` is declared here", name.text));
            }
            return None;
        }
        if report.first(name, "D16") {
            let names = self.ever.iter().map(FieldNode::name);
            let by_rust = self.ever.iter().find(|field| field.rust == name.text);
            let help = match by_rust {
                Some(field) => format!("write `field({:?})`, its name on the wire", field.name()),
                None => match words::did_you_mean(&name.text, names.clone()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("declared here: {}", words::list(names)),
                },
            };
            if !(report.is_lossy() && by_rust.is_none() && self.ever.is_empty()) {
                report
                    .error(
                        "D16",
                        name.span,
                        format!("there is no field `{}`", name.text),
                    )
                    .help(help);
            }
        }
        None
    }
}

/// `any_of`, `one_of` and `together` as conditions.
fn group(kind: CheckKind, names: &[&str]) -> Check {
    let present = |name: &&str| Predicate::Present((*name).to_owned());
    let absent = |name: &&str| Predicate::Not(Box::new(present(name)));
    let (word, message, holds) = match kind {
        CheckKind::OneOf => {
            let one = |chosen: &&str| {
                let parts = names.iter().map(|name| {
                    if name == chosen {
                        present(name)
                    } else {
                        absent(name)
                    }
                });
                Predicate::All(parts.collect())
            };
            (
                "one_of",
                format!(
                    "exactly one of {} is there",
                    words::list(names.iter().copied())
                ),
                Predicate::Any(names.iter().map(one).collect()),
            )
        }
        CheckKind::Together => (
            "together",
            format!(
                "all of {} are there, or none",
                words::list(names.iter().copied()).replace(" or ", " and ")
            ),
            Predicate::Any(vec![
                Predicate::All(names.iter().map(present).collect()),
                Predicate::All(names.iter().map(absent).collect()),
            ]),
        ),
        CheckKind::AnyOf | CheckKind::Named => (
            "any_of",
            format!(
                "at least one of {} is there",
                words::list(names.iter().copied())
            ),
            Predicate::Any(names.iter().map(present).collect()),
        ),
    };
    Check {
        name: format!("{word}_{}", snake(&names.join("_"))),
        kind,
        message,
        holds,
    }
}
