//! What do several constraints say together?

use super::py::Py;
use crate::model::Constraint;
use crate::predicate::order_of;
use serde_json::Number;
use std::cmp::Ordering;

/// The bounds of the constraints that a type has, put together.
#[derive(Default)]
pub(super) struct Bounds<'a> {
    pub(super) patterns: Vec<&'a str>,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
}

/// The bounds that these constraints set.
pub(super) fn bounds(constraints: &[Constraint]) -> Bounds<'_> {
    let mut bounds = Bounds::default();
    for constraint in constraints {
        match constraint {
            Constraint::Pattern(pattern) => bounds.patterns.push(pattern),
            Constraint::Length { min, max } => {
                bounds.least = bounds.least.max(*min);
                bounds.most = match (bounds.most, *max) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
            Constraint::Range { min, max } => {
                tighten(&mut bounds.min, min.as_ref(), Ordering::Greater);
                tighten(&mut bounds.max, max.as_ref(), Ordering::Less);
            }
        }
    }
    bounds
}

fn tighten(bound: &mut Option<Number>, other: Option<&Number>, wanted: Ordering) {
    if let Some(other) = other
        && bound
            .as_ref()
            .is_none_or(|bound| order_of(other, bound) == Some(wanted))
    {
        *bound = Some(other.clone());
    }
}

impl Bounds<'_> {
    /// The arguments of `Field` about a length.
    pub(super) fn length(&self) -> Vec<Py> {
        [("min_length", self.least), ("max_length", self.most)]
            .into_iter()
            .filter_map(|(name, bound)| Some(Py::named(name, Py::atom(bound?.to_string()))))
            .collect()
    }

    /// The arguments of `Field` about a range.
    pub(super) fn range(&self) -> Vec<Py> {
        [("ge", &self.min), ("le", &self.max)]
            .into_iter()
            .filter_map(|(name, bound)| {
                Some(Py::named(name, Py::atom(bound.as_ref()?.to_string())))
            })
            .collect()
    }
}
