//! Where the names of the model stand in the declaration.

use super::Scene;
use super::nodes::Body;
use crate::lowered::Spans;

/// The places of all names.
pub(super) fn spans(scene: &Scene) -> Spans {
    let mut spans = Spans::default();
    spans.insert("", "", scene.tree.name.span);
    for version in &scene.tree.versions {
        spans.insert("", &version.tag.name(), version.tag.span);
    }
    for role in &scene.roles {
        spans.insert(role.decl.role.name(), "", role.decl.span);
    }
    for object in scene.objects() {
        spans.insert(&object.owner, "", object.span);
        for field in &object.fields {
            spans.insert(&object.owner, field.name(), field.span());
        }
        for rest in &object.rests {
            spans.insert(
                &object.owner,
                &rest.decl.name.to_string(),
                rest.decl.name.span(),
            );
        }
    }
    for node in &scene.types {
        spans.insert(&node.name, "", node.span);
        match &node.body {
            Body::Enum { variants, .. } => {
                for variant in variants {
                    let wire = match &variant.wire {
                        serde_json::Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    spans.insert(&node.name, &wire, variant.decl.word.span);
                }
            }
            Body::Union { variants, .. } => {
                for variant in variants {
                    spans.insert(&node.name, &variant.wire, variant.decl.word.span);
                }
            }
            Body::Object(_) | Body::Alias(_) => (),
        }
    }
    spans
}
