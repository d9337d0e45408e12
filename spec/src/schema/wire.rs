//! The schema of the strings that Juju holds.

use super::checks::Terms;
use super::keywords::{Object, and, any_of, comment, describe, object};
use super::object::write_aliases;
use super::spelling::document_text;
use super::types::{Composer, annotate};
use crate::model::{Bag, Document, Encoding, Field, JUJU_KEYS, Layout, Presence, Type};
use crate::wire::{encode, first};
use serde_json::{Value as Json, json};

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
        } else if let ([(key, format)], false) = (documents.as_slice(), by_key) {
            let mut schema = self.nested(bag, key, *format);
            if !self.needs_something(bag) {
                schema.remove("required");
            }
            schema
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
        let value = document_text(format, content, self.reads());
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
            let mut value = self.wire_field(field);
            let needed = self.must_be_there(field);
            if self.reads() && !field.aliases.is_empty() {
                read_aliases(&mut schema, &mut properties, field, &value, needed);
                if needed {
                    // Another name may have a value in its stead.
                    value = any_of(vec![value, empty()]);
                }
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
            ways.push(empty());
        }
        let mut schema = any_of(ways);
        schema.entry("type").or_insert(json!("string"));
        schema
    }
}

fn empty() -> Object {
    let remark = "An empty value is a missing key.";
    object([("const", json!("")), ("description", json!(remark))])
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
    let is_there = |name: &str| json!({"required": [name], "properties": {name: {"minLength": 1}}});
    let mut there = vec![is_there(own)];
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
        there.push(is_there(name));
    }
    if needed {
        and(schema, object([("anyOf", there.into())]));
    }
}
