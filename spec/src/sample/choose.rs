//! Which values of several fields go together?

use crate::model::{
    Check, CheckKind, Comparison, Field, Kind, Operand, Predicate, TypeBody, Version,
};
use crate::predicate::{eval, fields_of};
use crate::value::resolve;
use serde_json::{Map, Value as Json};

/// What one field may be, the best first. `None` stands for its absence.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) name: String,
    /// How readily another option than the best is taken: the highest first.
    pub(super) varies: isize,
    pub(super) options: Vec<Option<Json>>,
}

/// How many combinations are tried.
const MOST_TRIES: usize = 30_000;

/// How many values of an enum are tried.
const MOST_VARIANTS: usize = 12;

/// The best value of each field such that all checks hold: as few fields as
/// possible have another value than their best.
pub(super) fn satisfy(
    slots: &[Slot],
    fields: &[Field],
    checks: &[Check],
) -> Option<Map<String, Json>> {
    search(slots, checks, |members| {
        checks
            .iter()
            .all(|check| eval(&check.holds, fields, members))
    })
}

/// Values of the fields such that exactly one check does not hold; if there
/// are none, such that it does not and others may not hold either.
pub(super) fn violate(
    slots: &[Slot],
    fields: &[Field],
    checks: &[Check],
    broken: &Check,
) -> Option<Map<String, Json>> {
    let holds = |check: &Check, members: &Map<String, Json>| eval(&check.holds, fields, members);
    search(slots, checks, |members| {
        checks
            .iter()
            .all(|check| holds(check, members) != std::ptr::eq(check, broken))
    })
    .or_else(|| {
        let only = std::slice::from_ref(broken);
        search(slots, only, |members| !holds(broken, members))
    })
}

/// The first combination, in order of how many fields differ from their best,
/// that is `wanted`. Only fields that the checks name are varied.
fn search(
    slots: &[Slot],
    checks: &[Check],
    wanted: impl Fn(&Map<String, Json>) -> bool,
) -> Option<Map<String, Json>> {
    let named: Vec<&str> = checks
        .iter()
        .flat_map(|check| fields_of(&check.holds))
        .collect();
    let mut varied: Vec<&Slot> = slots
        .iter()
        .filter(|slot| named.contains(&slot.name.as_str()) && slot.options.len() > 1)
        .collect();
    varied.sort_by_key(|slot| std::cmp::Reverse(slot.varies));
    let mut best = Map::new();
    for slot in slots {
        set(&mut best, slot, 0);
    }
    // Only what the checks look at is copied with every combination.
    let mut looked_at = best.clone();
    looked_at.retain(|name, _| named.contains(&name.as_str()));
    let mut tries = MOST_TRIES;
    for changes in 0..=varied.len() {
        let mut members = looked_at.clone();
        if vary(&varied, changes, &mut members, &wanted, &mut tries) {
            for slot in varied {
                best.remove(&slot.name);
            }
            best.extend(members);
            return Some(best);
        }
        if tries == 0 {
            return None;
        }
    }
    None
}

/// Gives `changes` of the fields another value than their best.
fn vary(
    slots: &[&Slot],
    changes: usize,
    members: &mut Map<String, Json>,
    wanted: &impl Fn(&Map<String, Json>) -> bool,
    tries: &mut usize,
) -> bool {
    if changes == 0 {
        *tries = tries.saturating_sub(1);
        return wanted(members);
    }
    for (at, slot) in slots.iter().enumerate() {
        for option in 1..slot.options.len() {
            set(members, slot, option);
            if vary(&slots[at + 1..], changes - 1, members, wanted, tries) {
                return true;
            }
            if *tries == 0 {
                return false;
            }
        }
        set(members, slot, 0);
    }
    false
}

fn set(members: &mut Map<String, Json>, slot: &Slot, option: usize) {
    match slot.options.get(option) {
        Some(Some(value)) => members.insert(slot.name.clone(), value.clone()),
        _ => members.remove(&slot.name),
    };
}

/// Values of a field that matter to the checks: those that it is compared with,
/// their neighbours, and the values of an enum.
pub(super) fn literals(version: &Version, field: &Field, checks: &[Check]) -> Vec<Json> {
    let mut found = Vec::new();
    let named = checks
        .iter()
        .filter(|check| check.kind == CheckKind::Named)
        .filter(|check| fields_of(&check.holds).contains(&field.name.as_str()));
    let mut is_compared = false;
    for check in named {
        is_compared |= compared_with(&check.holds, &field.name, &mut found);
    }
    if !is_compared {
        return found;
    }
    match resolve(version, &field.ty).kind {
        Kind::Bool => found.extend([true.into(), false.into()]),
        Kind::Named { name } => {
            if let Some(TypeBody::Enum { variants, .. }) =
                version.type_decl(name).map(|decl| &decl.body)
            {
                let values = variants.iter().map(|variant| variant.wire.clone());
                found.extend(values.take(MOST_VARIANTS));
            }
        }
        _ => {}
    }
    found
}

/// Collects what `name` is compared with; whether it is compared at all.
fn compared_with(predicate: &Predicate, name: &str, found: &mut Vec<Json>) -> bool {
    match predicate {
        Predicate::Present(_) => false,
        Predicate::All(parts) | Predicate::Any(parts) => {
            let mut any = false;
            for part in parts {
                any |= compared_with(part, name, found);
            }
            any
        }
        Predicate::Not(part) => compared_with(part, name, found),
        Predicate::Compare { left, how, right } => {
            let is_it = |side: &Operand| matches!(side, Operand::Field(other) if other == name);
            let other = match (is_it(left), is_it(right)) {
                (true, _) => right,
                (_, true) => left,
                _ => return false,
            };
            if let Operand::Value(value) = other {
                found.push(value.clone());
                if let (Some(whole), false) = (value.as_i64(), *how == Comparison::Eq) {
                    found
                        .extend([whole.saturating_sub(1), whole.saturating_add(1)].map(Json::from));
                }
            } else {
                // Two fields: numbers on both sides of any other.
                found.extend([0, 1, 2, 1_000_000].map(Json::from));
            }
            true
        }
    }
}
