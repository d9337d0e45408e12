//! The schema of the strings that Juju holds.

use super::checks::Terms;
use super::keywords::{Object, and, any_of, comment, demand, describe, literal, object};
use super::object::write_aliases;
use super::types::{Composer, annotate};
use crate::model::{
    Bag, BoolSpelling, Document, Encoding, EnumBase, Field, JUJU_KEYS, Kind, Layout, Presence,
    Type, TypeBody,
};
use crate::wire::{encode, first};
use serde_json::{Value as Json, json};

/// What white space JSON allows around a value.
const SPACE: &str = "[ \\t\\n\\r]*";
const JSON_INTEGER: &str = "-?(?:0|[1-9][0-9]*)";
const JSON_NUMBER: &str = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
const JSON_TEXT: &str = "\"[^\"\\\\]*(?:\\\\[\\s\\S][^\"\\\\]*)*\"";
const UNSEEN: &str = "JSON Schema describes the content (`contentSchema`) but does not check it.";

impl Composer<'_> {
    /// A databag as Juju holds it.
    pub(super) fn wire_bag(&mut self, bag: &Bag) -> Object {
        let documents: Vec<(&String, Document)> = bag
            .layouts
            .iter()
            .filter_map(|layout| match layout {
                Layout::Nested { key, format } => Some((key, *format)),
                Layout::Keys => None,
            })
            .collect();
        let by_key = documents.len() < bag.layouts.len() || bag.layouts.is_empty();
        let mut schema = if !self.reads() {
            match bag.layouts.first() {
                Some(Layout::Nested { key, format }) => self.nested(bag, key, *format),
                _ => self.keys(bag),
            }
        } else if documents.is_empty() {
            self.keys(bag)
        } else {
            self.read_nested(bag, &documents, by_key)
        };
        describe(&mut schema, &bag.doc);
        // Whatever else is in the databag, it is a string.
        schema
            .entry("additionalProperties")
            .or_insert(json!({"type": "string"}));
        schema
    }

    /// A nested document is read if its key is there, else the single keys.
    fn read_nested(
        &mut self,
        bag: &Bag,
        documents: &[(&String, Document)],
        by_key: bool,
    ) -> Object {
        let mut schema = if by_key {
            self.keys(bag)
        } else {
            let keys: Vec<Json> = documents
                .iter()
                .map(|(key, _)| json!({"required": [key]}))
                .collect();
            let mut schema = object([("type", json!("object"))]);
            if self.needs_something(bag) {
                schema.insert("anyOf".into(), keys.into());
            }
            schema
        };
        for (key, format) in documents.iter().rev() {
            let mut nested = self.nested(bag, key, *format);
            nested.remove("required");
            schema = object([
                ("type", json!("object")),
                ("if", json!({"required": [key]})),
                ("then", nested.into()),
                ("else", schema.into()),
            ]);
        }
        schema
    }

    fn nested(&mut self, bag: &Bag, key: &str, format: Document) -> Object {
        let content = self.document(bag);
        let mut value = match format {
            Document::Json => json_text(Some("\\{[\\s\\S]*\\}"), content, self.reads()),
            Document::Yaml => yaml_text(content),
        };
        comment(&mut value, UNSEEN);
        object([
            ("type", json!("object")),
            ("properties", json!({key: value})),
            ("required", json!([key])),
        ])
    }

    fn keys(&mut self, bag: &Bag) -> Object {
        let mut schema = object([("type", json!("object"))]);
        let mut properties = Object::new();
        let mut required = Vec::new();
        for field in &bag.fields {
            let value = self.wire_field(field);
            let needed = self.must_be_there(field);
            if self.reads() && !field.aliases.is_empty() {
                read_aliases(&mut schema, &mut properties, field, &value, needed);
            } else {
                write_aliases(&mut schema, &mut properties, field, &value);
                if needed {
                    required.push(field.name.as_str());
                }
            }
            properties.insert(field.name.clone(), value.into());
        }
        if !properties.is_empty() {
            schema.insert("properties".into(), properties.into());
        }
        if !required.is_empty() {
            schema.insert("required".into(), required.into());
        }
        Terms::of_strings(&bag.fields).demand(&mut schema, &bag.checks);
        if let Some(rest) = &bag.rest {
            let optional = self.reads();
            let mut value = self.encoded(&rest.values, &rest.encodings, optional);
            describe(&mut value, &rest.doc);
            self.dynamic(&mut schema, rest, value, &JUJU_KEYS);
        }
        schema
    }

    fn wire_field(&mut self, field: &Field) -> Object {
        if field.marker.is_some() && self.reads() {
            let mut schema = object([("type", json!("string"))]);
            annotate(&mut schema, field);
            comment(&mut schema, "States the version that the writer speaks.");
            return schema;
        }
        let optional = self.reads() && !field.is_required();
        let mut schema = self.encoded(&field.ty, &field.encodings, optional);
        annotate(&mut schema, field);
        let encoding = first(&field.encodings);
        let spelled = |value: &Json| encode(self.version, &field.ty, encoding, value).ok();
        if let Presence::Default(value) = &field.presence
            && let Some(text) = spelled(value)
        {
            schema.insert("default".into(), text.into());
        }
        let examples: Vec<String> = field.examples.iter().filter_map(spelled).collect();
        if !examples.is_empty() {
            schema.insert("examples".into(), examples.into());
        }
        schema
    }

    /// One databag value: in any encoding that a reader accepts, or in the one
    /// that a writer writes.
    fn encoded(&mut self, ty: &Type, encodings: &[Encoding], optional: bool) -> Object {
        let accepted = match encodings {
            [] => &[Encoding::Json],
            [first, ..] if !self.reads() => std::slice::from_ref(first),
            all => all,
        };
        let mut ways: Vec<Object> = accepted
            .iter()
            .filter_map(|encoding| self.in_encoding(ty, encoding, optional))
            .collect();
        if ways.is_empty() {
            ways.push(object([
                ("type", json!("string")),
                (
                    "$comment",
                    json!("No declared encoding can hold this type."),
                ),
            ]));
        }
        if optional {
            let remark = "An empty value is a missing key.";
            ways.push(object([
                ("const", json!("")),
                ("description", json!(remark)),
            ]));
        }
        let mut schema = any_of(ways);
        schema.entry("type").or_insert(json!("string"));
        schema
    }

    fn in_encoding(&mut self, ty: &Type, encoding: &Encoding, optional: bool) -> Option<Object> {
        Some(match encoding {
            Encoding::Json => {
                let content = self.value(ty, optional);
                let shape = self.json_shape(ty);
                let mut schema = json_text(shape.as_deref(), content, optional);
                comment(&mut schema, UNSEEN);
                schema
            }
            Encoding::Yaml => {
                let content = self.value(ty, optional);
                let mut schema = yaml_text(content);
                comment(&mut schema, UNSEEN);
                schema
            }
            Encoding::Raw { bools } => self.raw(ty, bools)?,
            Encoding::Separated { by } => self.separated(ty, by)?,
        })
    }

    /// What JSON of a type looks like from outside; `None` if it can be
    /// anything.
    fn json_shape(&self, ty: &Type) -> Option<String> {
        let shape = match self.version.resolve(ty).kind {
            Kind::Any => return None,
            Kind::Text { .. } | Kind::Secret { .. } => JSON_TEXT.to_owned(),
            Kind::Bool => "true|false".to_owned(),
            Kind::Integer { width } if width.bounds().0 >= 0 => "0|[1-9][0-9]*".to_owned(),
            Kind::Integer { .. } => JSON_INTEGER.to_owned(),
            Kind::Float => JSON_NUMBER.to_owned(),
            Kind::List { .. } | Kind::Set { .. } => "\\[[\\s\\S]*\\]".to_owned(),
            Kind::Map { .. } => "\\{[\\s\\S]*\\}".to_owned(),
            Kind::Named { name } => match &self.version.type_decl(&name)?.body {
                TypeBody::Enum { base, variants, .. } => {
                    if self.reads() {
                        match base {
                            EnumBase::Text => JSON_TEXT.to_owned(),
                            EnumBase::Integer => JSON_INTEGER.to_owned(),
                        }
                    } else {
                        let words: Vec<String> = variants
                            .iter()
                            .map(|variant| literal(&variant.wire.to_string()))
                            .collect();
                        words.join("|")
                    }
                }
                TypeBody::Union {
                    tag: None,
                    variants,
                    ..
                } if !variants
                    .iter()
                    .any(|variant| self.is_declared_union(&variant.ty)) =>
                {
                    let shapes: Option<Vec<String>> = variants
                        .iter()
                        .map(|variant| self.json_shape(&variant.ty))
                        .collect();
                    shapes?.join("|")
                }
                TypeBody::Union { tag: None, .. } | TypeBody::Alias { .. } => return None,
                TypeBody::Union { .. } | TypeBody::Struct { .. } | TypeBody::Secret { .. } => {
                    "\\{[\\s\\S]*\\}".to_owned()
                }
            },
        };
        Some(shape)
    }

    fn is_declared_union(&self, ty: &Type) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Named { name } => matches!(
                self.version.type_decl(&name).map(|decl| &decl.body),
                Some(TypeBody::Union { .. })
            ),
            _ => false,
        }
    }

    /// A value as plain text; `None` if plain text cannot hold the type.
    fn raw(&mut self, ty: &Type, bools: &BoolSpelling) -> Option<Object> {
        let kind = self.version.resolve(ty).kind;
        if matches!(kind, Kind::Text { .. } | Kind::Secret { .. }) || self.is_text_enum(&kind) {
            let mut schema = self.ty(ty);
            demand(&mut schema, "minLength", json!(1));
            return Some(schema);
        }
        if let Kind::Named { name } = &kind
            && let Some(TypeBody::Union {
                tag: None,
                variants,
                ..
            }) = self.version.type_decl(name).map(|decl| &decl.body)
        {
            let mut shapes = Vec::new();
            for variant in variants {
                // A union inside is no plain text to the interpreter either.
                if !self.is_declared_union(&variant.ty) {
                    shapes.extend(self.raw(&variant.ty, bools));
                }
            }
            return (!shapes.is_empty()).then(|| any_of(shapes));
        }
        if kind == Kind::Any {
            return Some(object([("type", json!("string")), ("minLength", json!(1))]));
        }
        let body = self.raw_body(&kind, bools)?;
        let mut schema = object([
            ("type", json!("string")),
            ("pattern", json!(format!("^(?:{body})$"))),
        ]);
        if matches!(kind, Kind::Integer { .. } | Kind::Float) {
            let value = self.ty(ty);
            let bound = |keyword: &str| value.get(keyword).map(ToString::to_string);
            let (min, max) = (bound("minimum"), bound("maximum"));
            if min.is_some() || max.is_some() {
                let remark = format!(
                    "The number is {} to {}.",
                    min.unwrap_or_else(|| "any".into()),
                    max.unwrap_or_else(|| "any".into())
                );
                comment(&mut schema, &remark);
            }
        }
        Some(schema)
    }

    fn is_text_enum(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Named { name } => matches!(
                self.version.type_decl(name).map(|decl| &decl.body),
                Some(TypeBody::Enum {
                    base: EnumBase::Text,
                    ..
                }) | None
            ),
            _ => false,
        }
    }

    /// The pattern of a number, boolean or integer enum in plain text.
    fn raw_body(&self, kind: &Kind, bools: &BoolSpelling) -> Option<String> {
        Some(match kind {
            Kind::Bool => {
                let words: Vec<String> = [true, false]
                    .into_iter()
                    .flat_map(|truth| {
                        let most = if self.reads() { usize::MAX } else { 1 };
                        bools.of(truth).into_iter().take(most)
                    })
                    .map(literal)
                    .collect();
                words.join("|")
            }
            Kind::Integer { width } => match (self.reads(), width.bounds().0 >= 0) {
                (true, true) => "[0-9]+|-0+".to_owned(),
                (true, false) => "-?[0-9]+".to_owned(),
                (false, true) => "0|[1-9][0-9]*".to_owned(),
                (false, false) => "0|-?[1-9][0-9]*".to_owned(),
            },
            Kind::Float => JSON_NUMBER.to_owned(),
            Kind::Named { name } => match &self.version.type_decl(name)?.body {
                TypeBody::Enum {
                    base: EnumBase::Integer,
                    variants,
                    ..
                } => {
                    if self.reads() {
                        // `02` is 2, so the known values are no list of texts.
                        "-?[0-9]+".to_owned()
                    } else {
                        let numbers: Vec<String> = variants
                            .iter()
                            .map(|variant| variant.wire.to_string())
                            .collect();
                        numbers.join("|")
                    }
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    fn separated(&mut self, ty: &Type, by: &str) -> Option<Object> {
        let (Kind::List { items } | Kind::Set { items }) = self.version.resolve(ty).kind else {
            return None;
        };
        let mut schema = object([("type", json!("string"))]);
        let items_kind = self.version.resolve(&items).kind;
        if let Some(body) = self.raw_body(&items_kind, &BoolSpelling::default()) {
            let by = literal(by);
            let pattern = format!("^(?:{body})(?:{by}(?:{body}))*$");
            schema.insert("pattern".into(), pattern.into());
        } else {
            schema.insert("minLength".into(), json!(1));
        }
        let remark = format!(
            "A list with `{by}` between two elements. JSON Schema does not look at the elements."
        );
        comment(&mut schema, &remark);
        Some(schema)
    }
}

/// A reader looks at the first of a field's names that has a value.
fn read_aliases(
    schema: &mut Object,
    properties: &mut Object,
    field: &Field,
    value: &Object,
    needed: bool,
) {
    let own = field.name.as_str();
    let mut before = object([(own, json!({"const": ""}))]);
    let mut there = vec![json!({"required": [own]})];
    for alias in &field.aliases {
        let name = alias.name.as_str();
        let remark = format!("Read where `{own}` is missing.");
        properties.insert(
            name.to_owned(),
            json!({"type": "string", "description": remark}),
        );
        let case = json!({"properties": {name: value}});
        and(
            schema,
            object([("if", json!({"properties": before})), ("then", case)]),
        );
        before.insert(name.to_owned(), json!({"const": ""}));
        there.push(json!({"required": [name]}));
    }
    if needed {
        and(schema, object([("anyOf", there.into())]));
    }
}

fn json_text(shape: Option<&str>, content: Object, nullable: bool) -> Object {
    let mut schema = object([
        ("type", json!("string")),
        ("contentMediaType", json!("application/json")),
        ("contentSchema", content.into()),
    ]);
    let pattern = match (shape, nullable) {
        (None, _) => "[^ \\t\\n\\r]".to_owned(),
        (Some(shape), false) => format!("^{SPACE}(?:{shape}){SPACE}$"),
        (Some(shape), true) => format!("^{SPACE}(?:{shape}|null){SPACE}$"),
    };
    schema.insert("pattern".into(), pattern.into());
    schema
}

fn yaml_text(content: Object) -> Object {
    object([
        ("type", json!("string")),
        ("contentMediaType", json!("application/yaml")),
        ("contentSchema", content.into()),
        ("minLength", json!(1)),
    ])
}
