//! What must hold between several fields.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A named condition over the fields of one databag or object.
///
/// A condition is data, not code, so that the runtime, JSON Schema, pydantic
/// and the documentation all say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// A name for messages and tests.
    pub name: String,
    /// Which form the author chose.
    pub kind: CheckKind,
    /// What to tell the reader when it does not hold.
    pub message: String,
    /// What must hold.
    pub holds: Predicate,
}

/// The form in which a check was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// At least one of the fields is there. A databag without is incomplete.
    AnyOf,
    /// Exactly one of the fields is there.
    OneOf,
    /// All of the fields are there, or none.
    Together,
    /// A condition of the author's own.
    Named,
}

/// A condition. Fields are named as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Predicate {
    /// The field is there and not `null`.
    Present(String),
    /// All hold.
    All(Vec<Predicate>),
    /// At least one holds.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// A comparison of fields and values. Where a field is absent, or the two
    /// sides are of different types, no comparison but `ne` holds.
    Compare {
        /// The left side.
        left: Operand,
        /// What is compared.
        how: Comparison,
        /// The right side.
        right: Operand,
    },
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operand {
    /// The value of a field; its default where it is absent and has one.
    Field(String),
    /// A string, number or boolean.
    Value(Json),
}

/// How two operands are compared. Strings are ordered by code point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "named after Rust's comparison operators")]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}
