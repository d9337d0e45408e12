//! How two types differ on the wire.

use super::describe;
use super::finding::Breaks;
use crate::model::{Constraint, EnumBase, Kind, TextFormat, Type, TypeBody, Version};
use serde_json::Number;
use std::cmp::Ordering;

/// One difference between the old and the new type of the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delta {
    /// The rule that it falls under: R4, R11, R14, R16 or R20.
    pub(super) rule: &'static str,
    /// What changed.
    pub(super) what: String,
    /// Who suffers.
    pub(super) breaks: Breaks,
}

/// What two types have to do with each other.
#[derive(Debug, Default)]
pub(super) struct Relation {
    /// How they differ themselves.
    pub(super) deltas: Vec<Delta>,
    /// Declared types, old and new, that take each other's place. They are
    /// compared on their own.
    pub(super) pairs: Vec<(String, String)>,
    /// Types by name that were compared. An alias that contains itself is a
    /// mistake (rule D20), and must do no harm here.
    seen: Vec<(Type, Type)>,
}

impl Relation {
    /// Compares a type of one version with one of another.
    pub(super) fn between(versions: (&Version, &Version), old: &Type, new: &Type) -> Relation {
        let mut relation = Relation::default();
        relation.compare(versions, old, new, "the type");
        relation
    }

    fn compare(&mut self, versions: (&Version, &Version), old: &Type, new: &Type, at: &str) {
        let by_name = |ty: &Type| matches!(ty.kind, Kind::Named { .. });
        if by_name(old) || by_name(new) {
            let both = (old.clone(), new.clone());
            if self.seen.contains(&both) {
                return;
            }
            self.seen.push(both);
        }
        let (old, new) = (versions.0.resolve(old), versions.1.resolve(new));
        let told = self.deltas.len();
        self.compare_kinds(versions, &old, &new, at);
        if self.deltas.len() == told {
            self.compare_constraints(&old, &new, at);
        }
    }

    fn compare_kinds(&mut self, versions: (&Version, &Version), old: &Type, new: &Type, at: &str) {
        let verdict = match (&old.kind, &new.kind) {
            (Kind::Text { format: old }, Kind::Text { format: new }) => text_formats(*old, *new),
            (Kind::Integer { width: old }, Kind::Integer { width: new }) => {
                let ((old_min, old_max), (new_min, new_max)) = (old.bounds(), new.bounds());
                bounds_of(new_min.cmp(&old_min), new_max.cmp(&old_max)).map(|breaks| ("R4", breaks))
            }
            (Kind::Bool, Kind::Bool) | (Kind::Float, Kind::Float) | (Kind::Any, Kind::Any) => None,
            (Kind::Integer { .. }, Kind::Float) | (_, Kind::Any) => Some(("R4", Breaks::OldReader)),
            (Kind::Float, Kind::Integer { .. }) | (Kind::Any, _) => Some(("R4", Breaks::NewReader)),
            (Kind::List { items: old }, Kind::List { items: new })
            | (Kind::Set { items: old }, Kind::Set { items: new }) => {
                return self.compare(versions, old, new, "the type of the elements");
            }
            (
                Kind::Map { keys, values },
                Kind::Map {
                    keys: new_keys,
                    values: new_values,
                },
            ) => {
                self.compare(versions, keys, new_keys, "the type of the keys");
                return self.compare(versions, values, new_values, "the type of the values");
            }
            (Kind::Secret { content: old }, Kind::Secret { content: new }) => {
                self.pairs.push((old.clone(), new.clone()));
                None
            }
            (Kind::Text { .. }, Kind::Secret { .. }) | (Kind::Secret { .. }, Kind::Text { .. }) => {
                Some(("R16", Breaks::Both))
            }
            (Kind::List { .. }, Kind::Set { .. } | Kind::Map { .. })
            | (Kind::Set { .. }, Kind::List { .. } | Kind::Map { .. })
            | (Kind::Map { .. }, Kind::List { .. } | Kind::Set { .. }) => {
                Some(("R4", Breaks::Both))
            }
            (Kind::List { .. } | Kind::Set { .. }, _)
            | (_, Kind::List { .. } | Kind::Set { .. }) => Some(("R11", Breaks::Both)),
            (Kind::Named { name: old }, Kind::Named { name: new }) => {
                if same_sort(versions, old, new) {
                    self.pairs.push((old.clone(), new.clone()));
                    None
                } else {
                    Some(("R4", Breaks::Both))
                }
            }
            (Kind::Named { name }, other) => Some((
                "R4",
                enum_beside(versions.0, name, other, Breaks::OldReader),
            )),
            (other, Kind::Named { name }) => Some((
                "R4",
                enum_beside(versions.1, name, other, Breaks::NewReader),
            )),
            _ => Some(("R4", Breaks::Both)),
        };
        if let Some((rule, breaks)) = verdict {
            self.deltas.push(Delta {
                rule,
                what: kind_change(rule, breaks, old, new, at),
                breaks,
            });
        }
    }

    fn compare_constraints(&mut self, old: &Type, new: &Type, at: &str) {
        let (before, after) = (Narrowing::of(old), Narrowing::of(new));
        let mut tell = |word: &str, breaks: Option<Breaks>, from: String, to: String| {
            if let Some(breaks) = breaks {
                self.deltas.push(Delta {
                    rule: "R14",
                    what: format!(
                        "the {word} of {subject} was {from} and is {to}, {}",
                        direction(breaks),
                        subject = at
                            .replace("the type of ", "")
                            .replace("the type", "the value"),
                    ),
                    breaks,
                });
            }
        };
        tell(
            "range",
            bounds_of(
                compare_low(before.range.0.as_ref(), after.range.0.as_ref()),
                compare_high(before.range.1.as_ref(), after.range.1.as_ref()),
            ),
            describe::range(before.range.0.as_ref(), before.range.1.as_ref()),
            describe::range(after.range.0.as_ref(), after.range.1.as_ref()),
        );
        tell(
            "length",
            bounds_of(
                compare_low(before.length.0.as_ref(), after.length.0.as_ref()),
                compare_high(before.length.1.as_ref(), after.length.1.as_ref()),
            ),
            describe::range(before.length.0.as_ref(), before.length.1.as_ref()),
            describe::range(after.length.0.as_ref(), after.length.1.as_ref()),
        );
        let dropped = before
            .patterns
            .iter()
            .any(|one| !after.patterns.contains(one));
        let added = after
            .patterns
            .iter()
            .any(|one| !before.patterns.contains(one));
        let breaks = match (dropped, added) {
            (false, false) => None,
            (true, false) => Some(Breaks::OldReader),
            (false, true) => Some(Breaks::NewReader),
            (true, true) => Some(Breaks::Both),
        };
        tell(
            "pattern",
            breaks,
            words(&before.patterns),
            words(&after.patterns),
        );
    }
}

/// All constraints of a type, merged.
struct Narrowing {
    patterns: Vec<String>,
    range: (Option<Number>, Option<Number>),
    length: (Option<Number>, Option<Number>),
}

impl Narrowing {
    fn of(ty: &Type) -> Narrowing {
        let mut all = Narrowing {
            patterns: Vec::new(),
            range: (None, None),
            length: (None, None),
        };
        for constraint in &ty.constraints {
            match constraint {
                Constraint::Pattern(pattern) => all.patterns.push(pattern.clone()),
                Constraint::Range { min, max } => narrow(&mut all.range, min.clone(), max.clone()),
                Constraint::Length { min, max } => narrow(
                    &mut all.length,
                    min.map(Number::from),
                    max.map(Number::from),
                ),
            }
        }
        all
    }
}

fn narrow(bounds: &mut (Option<Number>, Option<Number>), min: Option<Number>, max: Option<Number>) {
    if compare_low(bounds.0.as_ref(), min.as_ref()) == Ordering::Greater {
        bounds.0 = min;
    }
    if compare_high(bounds.1.as_ref(), max.as_ref()) == Ordering::Less {
        bounds.1 = max;
    }
}

/// How the new lower bound lies to the old one; none lies lowest.
fn compare_low(old: Option<&Number>, new: Option<&Number>) -> Ordering {
    match (old, new) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(old), Some(new)) => numbers(new, old),
    }
}

/// How the new upper bound lies to the old one; none lies highest.
fn compare_high(old: Option<&Number>, new: Option<&Number>) -> Ordering {
    match (old, new) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => numbers(new, old),
    }
}

fn numbers(left: &Number, right: &Number) -> Ordering {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left
            .as_f64()
            .partial_cmp(&right.as_f64())
            .unwrap_or(Ordering::Equal),
    }
}

/// What moved bounds do, given how the new ones lie to the old ones.
fn bounds_of(low: Ordering, high: Ordering) -> Option<Breaks> {
    let tightened = low == Ordering::Greater || high == Ordering::Less;
    let loosened = low == Ordering::Less || high == Ordering::Greater;
    match (tightened, loosened) {
        (false, false) => None,
        (true, false) => Some(Breaks::NewReader),
        (false, true) => Some(Breaks::OldReader),
        (true, true) => Some(Breaks::Both),
    }
}

fn text_formats(old: TextFormat, new: TextFormat) -> Option<(&'static str, Breaks)> {
    let any = |format| {
        matches!(
            format,
            TextFormat::Plain | TextFormat::Sensitive | TextFormat::Pem
        )
    };
    if old == new {
        None
    } else {
        Some(match (any(old), any(new)) {
            (true, true) => ("R20", Breaks::Nothing),
            (false, true) => ("R4", Breaks::OldReader),
            (true, false) => ("R4", Breaks::NewReader),
            (false, false) => ("R4", Breaks::Both),
        })
    }
}

/// Whether two declared types are of one sort and so worth comparing inside.
fn same_sort(versions: (&Version, &Version), old: &str, new: &str) -> bool {
    let body =
        |version: &Version, name: &str| version.type_decl(name).map(|decl| decl.body.clone());
    match (body(versions.0, old), body(versions.1, new)) {
        (Some(old), Some(new)) => match (&old, &new) {
            (TypeBody::Enum { base: old, .. }, TypeBody::Enum { base: new, .. }) => old == new,
            (TypeBody::Union { tag: old, .. }, TypeBody::Union { tag: new, .. }) => {
                old.is_some() == new.is_some()
            }
            _ => std::mem::discriminant(&old) == std::mem::discriminant(&new),
        },
        (None, None) => old == new,
        _ => false,
    }
}

/// An enum takes the place of another type, or the reverse: `breaks` says who
/// suffers if that is its base type.
fn enum_beside(version: &Version, name: &str, other: &Kind, breaks: Breaks) -> Breaks {
    let base = match version.type_decl(name).map(|decl| &decl.body) {
        Some(TypeBody::Enum { base, .. }) => Some(*base),
        _ => None,
    };
    let related = matches!(
        (base, other),
        (
            Some(EnumBase::Text),
            Kind::Text {
                format: TextFormat::Plain
            }
        ) | (Some(EnumBase::Integer), Kind::Integer { .. })
    );
    if related { breaks } else { Breaks::Both }
}

fn kind_change(rule: &str, breaks: Breaks, old: &Type, new: &Type, at: &str) -> String {
    let (from, to) = (describe::ty(old), describe::ty(new));
    match rule {
        "R16" => format!(
            "{at} was `{from}` and is `{to}`: charms would take a text for the URI of a secret, or the reverse"
        ),
        "R20" => format!("{at} was `{from}` and is `{to}`, which allows the same"),
        "R11" => format!("{at} was `{from}` and is `{to}`: a list is no single value"),
        _ => {
            let word = match breaks {
                Breaks::OldReader => "which allows more",
                Breaks::NewReader => "which allows less",
                _ => "which is something else",
            };
            format!("{at} was `{from}` and is `{to}`, {word}")
        }
    }
}

/// Whether a constraint refuses more or less than before.
fn direction(breaks: Breaks) -> &'static str {
    match breaks {
        Breaks::NewReader => "which allows less",
        Breaks::OldReader => "which allows more",
        Breaks::Both | Breaks::Nothing | Breaks::APromise => "which allows other values",
    }
}

fn words(patterns: &[String]) -> String {
    if patterns.is_empty() {
        "anything".to_owned()
    } else {
        let quoted: Vec<String> = patterns.iter().map(|one| format!("`{one}`")).collect();
        quoted.join(" and ")
    }
}
