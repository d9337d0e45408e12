//! What is a declared type in Python?

use super::classes::Attribute;
use super::helpers::{Helper, Import, append};
use super::names::class;
use super::py::{self, Py, comment, docstring, string};
use super::types::Types;
use crate::model::{Kind, TypeBody, TypeDecl, UnionVariant, Variant, Version};
use serde_json::Value as Json;

impl<'a> Types<'a> {
    /// The statements that define a declared type.
    pub(super) fn declared(&mut self, decl: &'a TypeDecl) -> String {
        let name = class(&decl.name);
        let text = match &decl.body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => {
                let tag = self.tag_of(&decl.name);
                self.structure(&name, &decl.doc, fields, rest.as_ref(), checks, tag)
            }
            TypeBody::Secret { fields, checks } => {
                let doc = format!("{}\n\nThe content of a Juju secret.", decl.doc.trim());
                self.structure(&name, &doc, fields, None, checks, None)
            }
            TypeBody::Enum {
                base,
                closed,
                variants,
            } => {
                let doc = enum_doc(&decl.doc, *closed, variants);
                comment(&doc) + &self.choice(*base, *closed, variants).assigned(&name, 0)
            }
            TypeBody::Union {
                tag: Some(tag),
                closed,
                variants,
            } => self.tagged(&name, &decl.doc, tag, *closed, variants),
            TypeBody::Union {
                tag: None,
                variants,
                ..
            } => {
                let shapes = variants.iter().map(|variant| self.decoded(&variant.ty));
                let shapes = Py::either(shapes.collect());
                let doc = union_doc(&decl.doc, variants);
                comment(&doc) + &self.alias(&name, &shapes)
            }
            TypeBody::Alias { of, .. } => {
                let of = self.decoded(of);
                comment(&decl.doc) + &self.alias(&name, &of)
            }
        };
        self.defined.insert(&decl.name);
        text
    }

    /// `name = ty`.
    pub(super) fn alias(&mut self, name: &str, ty: &Py) -> String {
        let has_later = |parts: &[Py]| parts.iter().any(|part| matches!(part, Py::Later(_)));
        if matches!(ty, Py::Or(parts) if has_later(parts)) {
            // A name that is not known yet cannot stand beside `|`.
            self.import(Import::Typing("TypeAlias"));
            let quoted = Py::atom(string(&ty.bare().flat()));
            return quoted.assigned(&format!("{name}: TypeAlias"), 0);
        }
        ty.assigned(name, 0)
    }

    fn tagged(
        &mut self,
        name: &str,
        doc: &str,
        tag: &str,
        closed: bool,
        variants: &'a [UnionVariant],
    ) -> String {
        let mut text = String::new();
        let mut shapes = Vec::new();
        for variant in variants {
            let Kind::Named { name: shape } = self.version.resolve(&variant.ty).kind else {
                continue;
            };
            if self.tag_of(&shape).is_some() {
                shapes.push(Py::atom(class(&shape)));
                continue;
            }
            // The struct is used elsewhere too, without the tag.
            let sub = format!("{name}{}", class(&variant.rust));
            self.import(Import::Typing("Literal"));
            let ty = Py::of("Literal", vec![Py::atom(string(&variant.wire))]);
            let attribute = Attribute::plain(tag, ty);
            let line = self.line(attribute);
            let doc = docstring(&variant.doc, 4);
            let doc = if doc.is_empty() { doc } else { doc + "\n" };
            append(
                &mut text,
                &format!("class {sub}({}):\n{doc}{line}", class(&shape)),
            );
            shapes.push(Py::atom(sub));
        }
        if !closed {
            self.needs.helper(Helper::Object);
            self.needs.helper(Helper::NoneOf);
            self.import(Import::Typing("Annotated"));
            let known = variants
                .iter()
                .map(|variant| Py::atom(string(&variant.wire)));
            let other = Py::call("_none_of", known.collect());
            let mut ty = Py::atom("str").annotated(vec![other]);
            let unknown = format!("{name}Unknown");
            if !py::is_short(tag, &ty) {
                let alias = format!("{unknown}{}", class(tag));
                append(&mut text, &ty.assigned(&alias, 0));
                ty = Py::atom(alias);
            }
            let attribute = Attribute::plain(tag, ty);
            let line = self.line(attribute);
            let doc = docstring("A shape that came later.", 4);
            append(
                &mut text,
                &format!("class {unknown}(_Object):\n{doc}\n{line}"),
            );
            shapes.push(Py::atom(unknown));
        }
        let shapes = Py::either(shapes);
        append(
            &mut text,
            &(comment(&union_doc(doc, variants)) + &shapes.assigned(name, 0)),
        );
        text
    }

    /// The tag and its value, if the struct is the shape of one tagged union
    /// and nothing else.
    fn tag_of(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let mut found = None;
        for decl in &self.version.types {
            let TypeBody::Union { tag, variants, .. } = &decl.body else {
                continue;
            };
            for variant in variants {
                let is_it =
                    matches!(&variant.ty.kind, Kind::Named { name: other } if other == name);
                if let (true, Some(tag)) = (is_it, tag) {
                    if found.is_some() {
                        return None;
                    }
                    found = Some((tag.as_str(), variant.wire.as_str()));
                }
            }
        }
        (found.is_some() && uses(self.version, name) == 1)
            .then_some(found)
            .flatten()
    }
}

/// How often a declared type is named.
fn uses(version: &Version, name: &str) -> usize {
    fn text(value: &Json, name: &str) -> usize {
        match value {
            Json::Object(members) => {
                let is_it = members.get("kind").is_some_and(|kind| kind == "named")
                    && members.get("name").is_some_and(|other| other == name);
                usize::from(is_it)
                    + members
                        .values()
                        .map(|value| text(value, name))
                        .sum::<usize>()
            }
            Json::Array(elements) => elements.iter().map(|value| text(value, name)).sum(),
            _ => 0,
        }
    }
    serde_json::to_value(version).map_or(0, |value| text(&value, name))
}

/// The documentation of an enum with that of its values.
fn enum_doc(doc: &str, closed: bool, variants: &[Variant]) -> String {
    let mut text = doc.trim().to_owned();
    let documented = variants.iter().filter(|variant| !variant.doc.is_empty());
    let lines: Vec<String> = documented
        .map(|variant| format!("- `{}`: {}", plain(&variant.wire), one_line(&variant.doc)))
        .collect();
    if !lines.is_empty() {
        text += &format!("\n\n{}", lines.join("\n"));
    }
    if !closed {
        text += "\n\nOther values may come: treat one that is unknown as missing.";
    }
    text
}

fn union_doc(doc: &str, variants: &[UnionVariant]) -> String {
    let lines: Vec<String> = variants
        .iter()
        .filter(|variant| !variant.doc.is_empty())
        .map(|variant| format!("- {}", one_line(&variant.doc)))
        .collect();
    if lines.is_empty() {
        doc.trim().to_owned()
    } else {
        format!("{}\n\n{}", doc.trim(), lines.join("\n"))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
