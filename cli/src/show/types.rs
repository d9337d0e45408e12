//! What do the declared types say?

use super::fields::{self, kind};
use super::indented;
use crate::style::{FAINT, NAME, STRONG, paint};
use relata_spec::model::{TypeBody, TypeDecl, UnionVariant, Variant, Version};
use serde_json::Value as Json;
use std::fmt::Write;

/// All declared types of a version.
pub(super) fn render(text: &mut String, version: &Version) {
    for decl in &version.types {
        render_decl(text, version, decl);
    }
}

fn render_decl(text: &mut String, version: &Version, decl: &TypeDecl) {
    let name = paint(STRONG, &decl.name);
    let what = match &decl.body {
        TypeBody::Struct { .. } => "an object".to_owned(),
        TypeBody::Secret { .. } => "the content of a secret".to_owned(),
        TypeBody::Enum { closed: true, .. } => "one of these values".to_owned(),
        TypeBody::Enum { closed: false, .. } => {
            "one of these values; others are kept, not refused".to_owned()
        }
        TypeBody::Union { tag: Some(tag), .. } => {
            format!("an object of one of these shapes, told by `{tag}`")
        }
        TypeBody::Union { tag: None, .. } => "the first of these shapes that fits".to_owned(),
        TypeBody::Alias { of, .. } => kind(version, of),
    };
    let _ = writeln!(text, "\n  {name}: {what}");
    if !decl.doc.is_empty() {
        let _ = writeln!(text, "{}", indented(&decl.doc, 4));
    }
    match &decl.body {
        TypeBody::Struct {
            fields,
            rest,
            checks,
        } => {
            fields::render(text, version, fields, 4, false);
            if let Some(rest) = rest {
                fields::render_rest(text, version, rest, 4, false);
            }
            fields::render_checks(text, checks, 4);
        }
        TypeBody::Secret { fields, checks } => {
            fields::render(text, version, fields, 4, false);
            fields::render_checks(text, checks, 4);
        }
        TypeBody::Enum { variants, .. } => render_values(text, variants),
        TypeBody::Union { variants, .. } => render_shapes(text, version, variants),
        TypeBody::Alias { .. } => {}
    }
}

fn render_values(text: &mut String, variants: &[Variant]) {
    for variant in variants {
        let wire = match &variant.wire {
            Json::String(word) => word.clone(),
            other => other.to_string(),
        };
        let _ = writeln!(text, "    {}{}", paint(NAME, wire), meaning(&variant.doc));
    }
}

fn render_shapes(text: &mut String, version: &Version, variants: &[UnionVariant]) {
    for variant in variants {
        let _ = writeln!(
            text,
            "    {}: {}{}",
            paint(NAME, &variant.wire),
            kind(version, &variant.ty),
            meaning(&variant.doc)
        );
    }
}

fn meaning(doc: &str) -> String {
    if doc.is_empty() {
        String::new()
    } else {
        format!(" {}", paint(FAINT, crate::failure::one_line(doc)))
    }
}
