//! What do the declared types say?

use super::super::conditions::member_check;
use super::super::markdown::{Page, code, sentence};
use super::example;
use super::fields::{Rows, ty, wire};
use crate::model::{Check, Field, Rest, TypeBody, TypeDecl, UnionVariant, Variant, Version};
use crate::sample::secret_content;

pub(super) fn section(page: &mut Page, version: &Version) {
    let mut declared = version
        .types
        .iter()
        .filter(|decl| !is_secret(decl))
        .peekable();
    if declared.peek().is_some() {
        page.heading(2, "Types");
    }
    for decl in declared {
        page.heading(3, &code(&decl.name));
        page.paragraph(&decl.doc);
        body(page, version, decl);
    }
}

/// What the secrets hold whose URIs stand in databags.
pub(super) fn secrets(page: &mut Page, version: &Version) {
    let mut secrets = version
        .types
        .iter()
        .filter(|decl| is_secret(decl))
        .peekable();
    if secrets.peek().is_none() {
        return;
    }
    page.heading(2, "Secrets");
    page.paragraph(
        "A databag holds only the URI of a secret. Its owner creates the secret, and grants \
         it to this relation. The content is a map of strings.",
    );
    for decl in secrets {
        page.heading(3, &code(&decl.name));
        page.paragraph(&decl.doc);
        body(page, version, decl);
        if let Some(content) = secret_content(version, &decl.name).filter(|it| !it.is_empty()) {
            page.paragraph("Example of the content:");
            let mut text = String::new();
            example::entries(&mut text, 0, &content);
            page.fence("yaml", &text);
        }
    }
}

fn is_secret(decl: &TypeDecl) -> bool {
    matches!(decl.body, TypeBody::Secret { .. })
}

fn body(page: &mut Page, version: &Version, decl: &TypeDecl) {
    match &decl.body {
        TypeBody::Struct {
            fields,
            rest,
            checks,
        } => members(page, version, fields, rest.as_ref(), checks),
        TypeBody::Secret { fields, checks } => members(page, version, fields, None, checks),
        TypeBody::Enum {
            closed, variants, ..
        } => values(page, *closed, variants),
        TypeBody::Union {
            tag,
            closed,
            variants,
        } => shapes(page, version, tag.as_deref(), *closed, variants),
        TypeBody::Alias { of, .. } => {
            page.paragraph(&format!("On the wire: {}.", ty(version, of)));
        }
    }
    if !decl.reserved.is_empty() {
        let names: Vec<String> = decl.reserved.iter().map(|name| code(name)).collect();
        page.paragraph(&format!(
            "Had a meaning once and must not be used again: {}.",
            names.join(", ")
        ));
    }
}

fn members(
    page: &mut Page,
    version: &Version,
    fields: &[Field],
    rest: Option<&Rest>,
    checks: &[Check],
) {
    let rows = Rows {
        version,
        encoded: false,
    };
    let all = fields.iter().map(|field| rows.field(field));
    let all: Vec<_> = all.chain(rest.map(|rest| rows.rest(rest))).collect();
    if all.is_empty() {
        page.paragraph("An object without declared members.");
    } else {
        page.table(&rows.head(), &all);
    }
    page.bullets(&checks.iter().map(member_check).collect::<Vec<_>>());
}

fn values(page: &mut Page, closed: bool, variants: &[Variant]) {
    page.paragraph(if closed {
        "One of these values; any other is refused."
    } else {
        "One of these values. More may come: a reader keeps a value that it does not know."
    });
    let rows: Vec<Vec<String>> = variants
        .iter()
        .map(|variant| {
            let mut meaning = variant.doc.clone();
            if let Some(deprecated) = &variant.deprecated {
                meaning = format!(
                    "{meaning}\n\n**Deprecated since v{}:** {}",
                    deprecated.since,
                    sentence(&deprecated.note)
                );
            }
            vec![wire(variant), meaning]
        })
        .collect();
    if rows.iter().all(|row| row[1].is_empty()) {
        page.bullets(&rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>());
    } else {
        page.table(&["Value", "Meaning"], &rows);
    }
}

fn shapes(
    page: &mut Page,
    version: &Version,
    tag: Option<&str>,
    closed: bool,
    variants: &[UnionVariant],
) {
    let unknown = if closed {
        "any other is refused"
    } else {
        "a reader keeps one that it does not know"
    };
    page.paragraph(&match tag {
        Some(tag) => format!(
            "An object whose member {} says which of these shapes it has; {unknown}.",
            code(tag)
        ),
        None => "The first of these shapes that fits.".to_owned(),
    });
    let first = if tag.is_some() { "Value" } else { "Shape" };
    let rows: Vec<Vec<String>> = variants
        .iter()
        .map(|variant| {
            let name = if tag.is_some() {
                code(&variant.wire)
            } else {
                variant.wire.clone()
            };
            vec![name, ty(version, &variant.ty), variant.doc.clone()]
        })
        .collect();
    page.table(&[first, "Type", "Meaning"], &rows);
}
