//! Checks between fields: conditions of the tree to predicates of the model.

use super::classes::Class;
use super::names::snake;
use super::nodes::{CheckNode, FieldNode};
use super::values::literal;
use crate::parse::tree::{Condition, Declaration, OperandDecl, Value, ValueKind, Word};
use crate::report::Report;
use relata_spec::model::{Check, CheckKind, Comparison, Operand, Predicate};
use relata_spec::words;
use serde_json::Value as Json;

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

    fn condition(&self, condition: &Condition, report: &mut Report) -> Option<Predicate> {
        let list = |parts: &[Condition], report: &mut Report| {
            // Every part, so that each mistake is reported.
            let parts: Vec<_> = parts
                .iter()
                .map(|part| self.condition(part, report))
                .collect();
            parts.into_iter().collect::<Option<Vec<_>>>()
        };
        Some(match condition {
            Condition::Present(field) => {
                self.find(field, report)?;
                Predicate::Present(field.text.clone())
            }
            Condition::All(parts) => Predicate::All(list(parts, report)?),
            Condition::Any(parts) => Predicate::Any(list(parts, report)?),
            Condition::Not(part) => Predicate::Not(Box::new(self.condition(part, report)?)),
            Condition::Compare(left, how, right) => {
                let (left, left_field) = self.operand(left, report)?;
                let (right, right_field) = self.operand(right, report)?;
                let comparable = self.comparable(&left, *how, right_field, report)
                    && self.comparable(&right, *how, left_field, report);
                if !comparable {
                    return None;
                }
                Predicate::Compare {
                    left: left.into_model(),
                    how: *how,
                    right: right.into_model(),
                }
            }
        })
    }

    fn operand<'d>(
        &self,
        operand: &'d OperandDecl,
        report: &mut Report,
    ) -> Option<(Side<'d>, Option<&FieldNode<'_>>)> {
        match operand {
            OperandDecl::Field(name) => {
                let field = self.find(name, report)?;
                Some((Side::Field(&name.text), Some(field)))
            }
            OperandDecl::Value(value) => Some((Side::Value(value, literal(value)), None)),
        }
    }

    /// Whether a literal can be what the field on the other side holds.
    fn comparable(
        &self,
        side: &Side,
        how: Comparison,
        other: Option<&FieldNode>,
        report: &mut Report,
    ) -> bool {
        let (Side::Value(value, _), Some(field)) = (side, other) else {
            return true;
        };
        let class = self.tree.class(&field.decl.ty);
        let fits = match value.kind {
            ValueKind::Text(_) => matches!(class, Class::Text(_) | Class::Words | Class::Secret),
            ValueKind::Bool(_) => class == Class::Bool,
            ValueKind::Integer(_) | ValueKind::Float(_) => {
                matches!(class, Class::Integer(_) | Class::Float | Class::Numbers)
            }
            _ => false,
        };
        let fits = fits || matches!(class, Class::Any | Class::Union | Class::Unknown);
        if !fits && report.first(*value, "D11") {
            report
                .error(
                    "D11",
                    value.span,
                    format!(
                        "`{}` cannot compare `{}`, a `{}`, with {}",
                        sign(how),
                        field.name(),
                        field.decl.ty.shown(),
                        kind(value)
                    ),
                )
                .help("compare it with a literal of its own type, or ask for `present(field)`");
        }
        fits
    }

    fn find(&self, name: &Word, report: &mut Report) -> Option<&FieldNode<'_>> {
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

/// A comparison as it is written.
fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

/// What a literal is.
fn kind(value: &Value) -> &'static str {
    match value.kind {
        ValueKind::Text(_) | ValueKind::Word(_) => "a text",
        ValueKind::Bool(_) => "a boolean",
        ValueKind::Integer(_) | ValueKind::Float(_) => "a number",
        ValueKind::List(_) => "a list",
        ValueKind::Object(_) => "an object",
    }
}

/// One side of a comparison.
enum Side<'d> {
    Field(&'d str),
    Value(&'d Value, Option<Json>),
}

impl Side<'_> {
    fn into_model(self) -> Operand {
        match self {
            Side::Field(name) => Operand::Field(name.to_owned()),
            Side::Value(_, json) => Operand::Value(json.unwrap_or(Json::Null)),
        }
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
