//! D9, R17: is there one way in which a role states its version?

use super::names::owners;
use crate::lower::nodes::FieldNode;
use crate::lower::{Scene, shown_owner};
use crate::report::Report;

pub(super) fn check(scene: &Scene, report: &mut Report) {
    for (owner, fields) in owners(scene) {
        once(&owner, &fields, report);
    }
    for role in relata_spec::model::Role::ALL {
        let nodes = scene.roles.iter().filter(|node| node.decl.role == role);
        let fields: Vec<&FieldNode> = nodes
            .flat_map(|node| &node.bags)
            .flat_map(|bag| &bag.fields)
            .filter(|field| field.marker.is_some())
            .collect();
        if let Some((first, others)) = fields.split_first() {
            for other in others {
                alike(scene, first, other, report);
            }
        }
    }
}

fn once(owner: &str, fields: &[&FieldNode], report: &mut Report) {
    let markers: Vec<_> = fields
        .iter()
        .filter(|field| field.decl.attrs.marker.is_some())
        .collect();
    for (index, later) in markers.iter().enumerate() {
        let earlier = markers[..index].iter().find(|earlier| {
            earlier.name() != later.name() && earlier.versions.overlap(&later.versions).is_some()
        });
        if let Some(earlier) = earlier {
            report
                .error(
                    "D9",
                    later.span(),
                    format!("{} has a version marker already", shown_owner(owner)),
                )
                .help("a databag states one version: remove one of the two")
                .also(
                    earlier.span(),
                    format!("`{}` is the version marker", earlier.name()),
                );
        }
    }
}

fn alike(scene: &Scene, first: &FieldNode, other: &FieldNode, report: &mut Report) {
    let (Some(one), Some(two)) = (&first.marker, &other.marker) else {
        return;
    };
    if first.chain.allows("R17") || other.chain.allows("R17") {
        return;
    }
    // Two in one databag are a mistake of their own.
    let beside = scene.roles.iter().flat_map(|role| &role.bags).any(|bag| {
        let here = |field: &FieldNode| bag.fields.iter().any(|own| std::ptr::eq(own, field));
        here(first) && here(other) && first.versions.overlap(&other.versions).is_some()
    });
    if beside {
        return;
    }
    let absent = |marker: &relata_spec::model::Marker| marker.absent.or(scene.declared.first());
    let what = if first.name() != other.name() {
        "key"
    } else if (&one.spelling, one.list, &first.encodings)
        != (&two.spelling, two.list, &other.encodings)
    {
        "spelling"
    } else if absent(one) != absent(two) {
        "meaning where it is missing"
    } else {
        return;
    };
    report
        .error(
            "R17",
            other.span(),
            format!("this version marker has another {what} than the role's first one"),
        )
        .help(
            "a marker is read before the version is known: declare both alike, or write \
             `#[allow(R17, reason = \"…\")]`",
        )
        .also(
            first.span(),
            format!("`{}` is the role's first version marker", first.name()),
        );
}
