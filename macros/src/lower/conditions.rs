//! Conditions of the tree to predicates of the model.

use super::classes::Class;
use super::nodes::FieldNode;
use super::values::literal;
use crate::parse::tree::{Condition, Declaration, OperandDecl, Value, ValueKind, Word};
use crate::report::Report;
use relata_spec::model::{Comparison, Operand, Predicate};
use serde_json::Value as Json;

/// What a condition may name.
pub(super) trait Names<'t> {
    fn tree(&self) -> &Declaration;

    /// The field of this name; `None` if there is none, which is reported.
    fn find(&self, name: &Word, report: &mut Report) -> Option<&FieldNode<'t>>;

    /// The condition; `None` if something in it is wrong, which is reported.
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
    ) -> Option<(Side<'d>, Option<&FieldNode<'t>>)> {
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
        let class = self.tree().class(&field.decl.ty);
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
pub(super) enum Side<'d> {
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
