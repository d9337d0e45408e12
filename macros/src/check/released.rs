//! R3, R15, R18: does the declaration keep the rules of evolution between its
//! own versions? The rules themselves are `relata-spec`'s.

use crate::lower::Scene;
use crate::lower::nodes::{Body, FieldNode};
use crate::parse::tree::TypeExpr;
use crate::report::Report;
use proc_macro2::Span;
use relata_spec::evolution;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    reused(scene, report);
    collections(scene, report);
    gaps(scene, report);
}

/// R3: a name that one version dropped is not used for something else later.
fn reused(scene: &Scene, report: &mut Report) {
    let changes = evolution::declared(&scene.interface);
    for change in changes {
        if change.rule != "R3" || change.allowed.is_some() {
            continue;
        }
        let mut fields: Vec<&FieldNode> = scene
            .objects()
            .filter(|object| object.owner == change.owner)
            .flat_map(|object| &object.fields)
            .filter(|field| field.name() == change.name && field.ty.is_some())
            .collect();
        fields.sort_by_key(|field| field.versions.first());
        let [earlier @ .., later] = fields.as_slice() else {
            continue;
        };
        let Some(earlier) = earlier.last() else {
            continue;
        };
        if report.first(later.decl, "R3") {
            let mistake = report.error(
                "R3",
                later.span(),
                format!("`{}` is used again: {}", change.name, change.what),
            );
            mistake
                .help(
                    "older charms still read the old meaning: choose a new name, declare it as \
                     it was, or write `#[allow(R3, reason = \"…\")]`",
                )
                .also(
                    earlier
                        .decl
                        .attrs
                        .until
                        .map_or(earlier.span(), |tag| tag.span),
                    format!("`{}` was removed here", change.name),
                );
        }
    }
}

/// R15: what is collected can be extended.
fn collections(scene: &Scene, report: &mut Report) {
    for version in &scene.interface.versions {
        for change in evolution::collections(version) {
            if change.allowed.is_some() {
                continue;
            }
            for (ty, span) in places(scene, &change.owner, &change.name, version.number) {
                if report.first(ty, "R15") {
                    let what = format!("this is {}", change.what);
                    let help = "use a list of structs, which can get more members, or allow it \
                                with a reason: `#[allow(R15, reason = \"…\")]`";
                    report.error("R15", span, what).help(help);
                }
            }
        }
    }
}

/// The declarations that are called `name` in `owner` in a version.
fn places<'s>(
    scene: &'s Scene,
    owner: &str,
    name: &str,
    version: u32,
) -> Vec<(&'s TypeExpr, Span)> {
    let mut places = Vec::new();
    for object in scene.objects().filter(|object| object.owner == owner) {
        for field in &object.fields {
            let ty = &field.decl.ty;
            let here = field.name() == name && field.versions.contains(version);
            if here && !field.chain.allows("R15") {
                places.push((ty, ty.span));
            }
        }
        for rest in object.rests.iter().filter(|_| name.is_empty()) {
            if rest.versions.contains(version) && !rest.chain.allows("R15") {
                let ty = &rest.decl.ty;
                places.push((ty, ty.span));
            }
        }
    }
    for node in scene.types.iter().filter(|node| node.name == owner) {
        if let Body::Union { variants, .. } = &node.body {
            for variant in variants.iter().filter(|variant| variant.wire == name) {
                let allows = &variant.decl.attrs.allows;
                let allowed = allows.iter().any(|allow| allow.rule == "R15");
                if variant.versions.contains(version) && !allowed {
                    places.push((&variant.expr, variant.expr.span));
                }
            }
        }
    }
    places
}

/// R18: versions follow each other.
fn gaps(scene: &Scene, report: &mut Report) {
    let numbers: Vec<u32> = scene.declared.iter().collect();
    for pair in numbers.windows(2) {
        let [before, after] = pair else { continue };
        if after - before == 1 {
            continue;
        }
        let decl = |number| {
            let mut versions = scene.tree.versions.iter();
            versions.find(move |version| version.tag.number == number)
        };
        let (Some(before), Some(after)) = (decl(*before), decl(*after)) else {
            continue;
        };
        let allowed = [&scene.tree.attrs, &after.attrs, &before.attrs];
        let mut allowed = allowed.iter().flat_map(|attrs| &attrs.allows);
        if allowed.any(|allow| allow.rule == "R18") {
            continue;
        }
        report
            .error(
                "R18",
                after.tag.span,
                format!(
                    "`{}` does not follow `{}`",
                    after.tag.name(),
                    before.tag.name()
                ),
            )
            .help(
                "declare the version between them as `(retired)`, or write \
                 `#[allow(R18, reason = \"…\")]`",
            )
            .also(
                before.tag.span,
                format!("`{}` is the version before it", before.tag.name()),
            );
    }
}
