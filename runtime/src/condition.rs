//! What must hold between the members of a record, as static data.

use crate::record::{Record, Visit};
use crate::value::{Value, View};
use std::cmp::Ordering;

/// A check between members.
#[doc(hidden)]
#[derive(Debug)]
pub struct Check {
    pub name: &'static str,
    pub message: &'static str,
    /// Set where a databag that fails only lacks something: what is missing is
    /// found among these members.
    pub presence: Option<PresenceCheck>,
    pub holds: Condition,
}

/// A check of presence alone.
#[doc(hidden)]
#[derive(Debug)]
pub enum PresenceCheck {
    /// At least one is there.
    AnyOf(&'static [usize]),
    /// Exactly one is there.
    OneOf(&'static [usize]),
    /// All are there, or none.
    Together(&'static [usize]),
}

impl Check {
    /// Whether the record has nothing yet of what must be there.
    pub(crate) fn is_unanswered<R: Record>(&self, record: &Known<'_, R>) -> bool {
        match &self.presence {
            Some(PresenceCheck::AnyOf(members) | PresenceCheck::OneOf(members)) => {
                !members.iter().any(|index| record.has(*index))
            }
            Some(PresenceCheck::Together(_)) | None => false,
        }
    }
}

impl PresenceCheck {
    /// What is missing from a record that fails the check; `None` if the record
    /// has too much rather than too little.
    pub(crate) fn missing<R: Record>(&self, record: &Known<'_, R>) -> Option<Vec<String>> {
        let there = |index: &&usize| record.has(**index);
        let name = |index: &usize| R::SHAPE.members[*index].name;
        match self {
            PresenceCheck::AnyOf(members) | PresenceCheck::OneOf(members) => {
                let none = members.iter().find(there).is_none();
                none.then(|| vec![members.iter().map(name).collect::<Vec<_>>().join(" | ")])
            }
            PresenceCheck::Together(members) => Some(
                members
                    .iter()
                    .filter(|index| !there(index))
                    .map(|index| name(index).to_owned())
                    .collect(),
            ),
        }
    }
}

/// A condition; members are named by their place in the shape.
#[doc(hidden)]
#[derive(Debug)]
pub enum Condition {
    Present(usize),
    All(&'static [Condition]),
    Any(&'static [Condition]),
    Not(&'static Condition),
    Compare(Operand, Comparison, Operand),
}

/// One side of a comparison.
#[doc(hidden)]
#[derive(Debug)]
pub enum Operand {
    Member(usize),
    Text(&'static str),
    Int(i128),
    Float(f64),
    Bool(bool),
}

#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Condition {
    /// The member that is named first.
    pub(crate) fn first_member(&self) -> Option<usize> {
        match self {
            Condition::Present(index) => Some(*index),
            Condition::All(conditions) | Condition::Any(conditions) => {
                conditions.iter().find_map(Condition::first_member)
            }
            Condition::Not(condition) => condition.first_member(),
            Condition::Compare(left, _, right) => {
                [left, right].into_iter().find_map(|operand| match operand {
                    Operand::Member(index) => Some(*index),
                    _ => None,
                })
            }
        }
    }

    pub(crate) fn holds<R: Record>(&self, record: &Known<'_, R>) -> bool {
        match self {
            Condition::Present(index) => record.has(*index),
            Condition::All(conditions) => conditions.iter().all(|each| each.holds(record)),
            Condition::Any(conditions) => conditions.iter().any(|each| each.holds(record)),
            Condition::Not(condition) => !condition.holds(record),
            Condition::Compare(left, how, right) => {
                let order = compare(left.view(record), right.view(record));
                match how {
                    Comparison::Eq => order == Some(Ordering::Equal),
                    Comparison::Ne => order != Some(Ordering::Equal),
                    Comparison::Lt => order == Some(Ordering::Less),
                    Comparison::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
                    Comparison::Gt => order == Some(Ordering::Greater),
                    Comparison::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
                }
            }
        }
    }
}

impl Operand {
    fn view<'a, R: Record>(&'a self, record: &Known<'a, R>) -> View<'a> {
        match self {
            Operand::Member(index) => record.look(*index),
            Operand::Text(text) => View::Text(text),
            Operand::Int(number) => View::Int(*number),
            Operand::Float(number) => View::Float(*number),
            Operand::Bool(truth) => View::Bool(*truth),
        }
    }
}

/// How two values stand to each other; `None` where they cannot be compared.
#[expect(
    clippy::cast_precision_loss,
    reason = "what JSON's one kind of number does, too"
)]
fn compare(left: View<'_>, right: View<'_>) -> Option<Ordering> {
    match (left, right) {
        (View::Text(left), View::Text(right)) => Some(left.cmp(right)),
        (View::Bool(left), View::Bool(right)) => Some(left.cmp(&right)),
        (View::Int(left), View::Int(right)) => Some(left.cmp(&right)),
        (View::Float(left), View::Float(right)) => left.partial_cmp(&right),
        (View::Int(left), View::Float(right)) => (left as f64).partial_cmp(&right),
        (View::Float(left), View::Int(right)) => left.partial_cmp(&(right as f64)),
        _ => None,
    }
}

/// A record, and which of its mandatory members are not there: what stands in
/// their place means nothing.
pub(crate) struct Known<'a, R> {
    pub(crate) record: &'a R,
    pub(crate) missing: &'a [usize],
}

impl<'a, R: Record> Known<'a, R> {
    /// Whether a member is there.
    fn has(&self, index: usize) -> bool {
        !matches!(self.look(index), View::Absent)
    }

    fn look(&self, index: usize) -> View<'a> {
        struct Look;

        impl<'a> Visit<'a> for Look {
            type Out = View<'a>;

            fn visit<T: Value>(self, value: &'a T) -> View<'a> {
                value.view()
            }
        }

        if self.missing.contains(&index) {
            return View::Absent;
        }
        self.record.get(index, Look).unwrap_or(View::Absent)
    }
}
