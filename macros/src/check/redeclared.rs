//! Is a name on the wire declared once in each version? D5, and R4 to R11
//! where two declarations overlap and differ.

use super::names::owners;
use crate::lower::nodes::FieldNode;
use crate::lower::{Scene, shown_owner};
use crate::parse::tree::{Declaration, Default, TypeExpr, Value, ValueKind};
use crate::report::Report;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for (owner, fields) in owners(scene) {
        for (index, later) in fields.iter().enumerate() {
            for earlier in &fields[..index] {
                if later.name() == earlier.name() {
                    compare(scene.tree, &owner, earlier, later, report);
                }
            }
        }
    }
}

fn compare(
    tree: &Declaration,
    owner: &str,
    earlier: &FieldNode,
    later: &FieldNode,
    report: &mut Report,
) {
    let Some(version) = later.versions.overlap(&earlier.versions) else {
        return;
    };
    // Without its tags, or its type, a declaration says nothing.
    let broken = later.decl.attrs.broken || earlier.decl.attrs.broken;
    if broken || earlier.ty.is_none() || later.ty.is_none() {
        return;
    }
    let name = later.name();
    let differences = differences(tree, earlier, later);
    let help = match (later.decl.attrs.since, earlier.decl.attrs.until) {
        (Some(since), None) if later.versions.first() > earlier.versions.first() => format!(
            "write `#[until({})]` on the first one, or remove one of the two",
            since.name()
        ),
        _ => format!(
            "remove one, or let them not overlap: `#[until(v1)]` on one and `#[since(v1)]` on \
             the other; both are in `v{version}`"
        ),
    };
    let first = format!("`{name}` was declared first here");
    if differences.is_empty() {
        report
            .error(
                "D5",
                later.span(),
                format!("`{name}` is declared twice in {}", shown_owner(owner)),
            )
            .help(help)
            .also(earlier.span(), first);
        return;
    }
    for (rule, what) in differences {
        let shown = |field: &FieldNode| {
            let ty = field.decl.ty.shown();
            if rule == "R9" && field.decl.optional {
                format!("Option<{ty}>")
            } else {
                ty
            }
        };
        let (before, now) = (shown(earlier), shown(later));
        let how = match rule {
            "R4" | "R9" | "R11" if before != now => format!("as `{before}` and as `{now}`"),
            _ => format!("with another {what}"),
        };
        report
            .error(
                rule,
                later.span(),
                format!("`{name}` is declared twice for `v{version}`, {how}"),
            )
            .help(help.clone())
            .also(earlier.span(), first.clone());
    }
}

/// In what two declarations of a name differ, with the rule against it.
fn differences(
    tree: &Declaration,
    earlier: &FieldNode,
    later: &FieldNode,
) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let (old, new) = (earlier.decl, later.decl);
    let lists = [&old.ty, &new.ty].map(|ty| tree.class(ty).is_list());
    if lists[0] != lists[1] {
        found.push(("R11", "number of values"));
    } else if !same_type(tree, &old.ty, &new.ty, 16) {
        found.push(("R4", "type"));
    }
    if earlier.encodings != later.encodings {
        found.push(("R5", "encoding"));
    }
    match (&old.default, &new.default) {
        (Some(Default::Value(before)), Some(Default::Value(after))) => {
            if !same_value(before, after) {
                found.push(("R10", "default"));
            }
        }
        (before, after) => {
            if before.is_some() != after.is_some() || old.optional != new.optional {
                found.push(("R9", "answer to whether it has a default"));
            }
        }
    }
    found
}

/// Whether two types are the same but for aliases.
fn same_type(tree: &Declaration, left: &TypeExpr, right: &TypeExpr, depth: usize) -> bool {
    let (left, right) = (tree.base(left), tree.base(right));
    left.name == right.name
        && left.args.len() == right.args.len()
        && (depth == 0
            || left
                .args
                .iter()
                .zip(&right.args)
                .all(|(left, right)| same_type(tree, left, right, depth - 1)))
}

fn same_value(left: &Value, right: &Value) -> bool {
    use ValueKind::{Bool, Float, Integer, List, Object, Text, Word};
    match (&left.kind, &right.kind) {
        (Text(left) | Word(left), Text(right) | Word(right)) => left == right,
        (Integer(left), Integer(right)) => left == right,
        (Float(left), Float(right)) => left.to_bits() == right.to_bits(),
        (Bool(left), Bool(right)) => left == right,
        (List(left), List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same_value(l, r))
        }
        (Object(left), Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(l, r)| l.0.text == r.0.text && same_value(&l.1, &r.1))
        }
        _ => false,
    }
}
