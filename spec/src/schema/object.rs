//! The schema of a decoded object: a databag or a struct.

use super::checks::Terms;
use super::keywords::{Object, and, describe, object};
use super::types::{Composer, annotate};
use crate::model::{Bag, Check, Field, JUJU_KEYS, Layout, MarkerSpelling, Presence, Rest};
use serde_json::{Value as Json, json};

impl Composer<'_> {
    /// A databag, decoded. Other keys are allowed on both sides: a reader
    /// ignores them and a writer leaves them alone.
    pub(super) fn bag(&mut self, bag: &Bag) -> Object {
        let by_key = bag.layouts.is_empty() || bag.layouts.contains(&Layout::Keys);
        let terms = if by_key {
            Terms::of_keys(&bag.fields)
        } else {
            Terms::of_members(&bag.fields)
        };
        let mut schema = self.members(&bag.fields, &terms);
        describe(&mut schema, &bag.doc);
        terms.demand(&mut schema, &bag.checks);
        if let Some(rest) = &bag.rest {
            let values = self.rest_value(rest);
            let foreign = if by_key { &JUJU_KEYS[..] } else { &[] };
            self.dynamic(&mut schema, rest, values, foreign);
        }
        schema
    }

    /// A databag as one document.
    pub(super) fn document(&mut self, bag: &Bag) -> Object {
        self.object(&bag.fields, bag.rest.as_ref(), &bag.checks, None)
    }

    /// A struct, the content of a secret, or the shape of a union, whose tag is
    /// one more member.
    pub(super) fn object(
        &mut self,
        fields: &[Field],
        rest: Option<&Rest>,
        checks: &[Check],
        tag: Option<&str>,
    ) -> Object {
        let terms = Terms::of_members(fields);
        let mut schema = self.members(fields, &terms);
        terms.demand(&mut schema, checks);
        if let Some(tag) = tag
            && let Some(Json::Object(properties)) = schema.get_mut("properties")
        {
            properties.entry(tag).or_insert(json!(true));
        }
        match rest {
            Some(rest) => {
                let values = self.rest_value(rest);
                self.dynamic(&mut schema, rest, values, &[]);
                // A writer knows only keys that fit.
                if !self.reads() {
                    schema.entry("additionalProperties").or_insert(json!(false));
                }
            }
            None if !self.reads() => {
                schema.insert("additionalProperties".into(), json!(false));
            }
            None => {}
        }
        schema
    }

    fn rest_value(&mut self, rest: &Rest) -> Object {
        let mut values = self.value(&rest.values, self.reads());
        describe(&mut values, &rest.doc);
        values
    }

    fn members(&mut self, fields: &[Field], terms: &Terms<'_>) -> Object {
        let mut schema = object([("type", json!("object"))]);
        let mut properties = Object::new();
        let mut required = Vec::new();
        for field in fields {
            let value = if field.marker.is_some() {
                self.marker(field)
            } else {
                self.field(field)
            };
            if self.reads() && !field.aliases.is_empty() {
                self.read_aliases(&mut schema, &mut properties, field, terms);
                continue;
            }
            if !field.aliases.is_empty() {
                write_aliases(&mut schema, &mut properties, field, &value);
            }
            if self.must_be_there(field) {
                required.push(field.name.as_str());
            }
            properties.insert(field.name.clone(), value.into());
        }
        if !properties.is_empty() {
            schema.insert("properties".into(), properties.into());
        }
        if !required.is_empty() {
            schema.insert("required".into(), required.into());
        }
        schema
    }

    /// A reader takes the first of a field's names that counts, and does not
    /// look at the others.
    fn read_aliases(
        &mut self,
        schema: &mut Object,
        properties: &mut Object,
        field: &Field,
        terms: &Terms<'_>,
    ) {
        if field.marker.is_some() {
            properties.insert(field.name.clone(), self.marker(field).into());
            return;
        }
        let mut own = self.value(&field.ty, true);
        let value = own.clone();
        annotate(&mut own, field);
        properties.insert(field.name.clone(), own.into());
        let mut before = terms.passed_over(&field.name);
        for alias in &field.aliases {
            let remark = format!("Read where `{}` is missing.", field.name);
            properties.insert(alias.name.clone(), json!({"description": remark}));
            let case = object([
                ("if", json!({"properties": before})),
                ("then", json!({"properties": {alias.name.as_str(): value}})),
            ]);
            and(schema, case);
            before.extend(terms.passed_over(&alias.name));
        }
        if field.is_required()
            && let Some(Json::Object(present)) = terms.present(&field.name)
        {
            and(schema, present);
        }
    }

    /// Whether a databag without the field is refused.
    pub(super) fn must_be_there(&self, field: &Field) -> bool {
        if field.marker.is_some() {
            return !self.reads();
        }
        match field.presence {
            Presence::Required => true,
            Presence::Default(_) => !self.reads(),
            Presence::Optional => false,
        }
    }

    /// Whether an empty databag is refused.
    pub(super) fn needs_something(&self, bag: &Bag) -> bool {
        let nothing = serde_json::Map::new();
        bag.fields.iter().any(|field| self.must_be_there(field))
            || bag
                .checks
                .iter()
                .any(|check| !crate::predicate::eval(&check.holds, &bag.fields, &nothing))
    }

    /// The field that states the writer's version. What a reader cannot make
    /// out is as good as a missing marker, so it accepts anything.
    fn marker(&mut self, field: &Field) -> Object {
        let mut schema = Object::new();
        if let (Some(marker), false) = (&field.marker, self.reads()) {
            let one = match &marker.spelling {
                MarkerSpelling::Number => {
                    object([("type", json!("integer")), ("minimum", json!(0))])
                }
                MarkerSpelling::Template(template) => object([
                    ("type", json!("string")),
                    ("pattern", json!(super::keywords::template(template))),
                ]),
            };
            schema = if marker.list {
                object([("type", json!("array")), ("items", one.into())])
            } else {
                one
            };
        }
        annotate(&mut schema, field);
        let remark = "States the version that the writer speaks.";
        super::keywords::comment(&mut schema, remark);
        schema
    }
}

/// A writer writes the field under its name and those aliases that are written
/// too, and under no other.
pub(super) fn write_aliases(
    schema: &mut Object,
    properties: &mut Object,
    field: &Field,
    value: &Object,
) {
    let mut written = vec![field.name.as_str()];
    for alias in &field.aliases {
        let property = if alias.written {
            let mut same = value.clone();
            describe(&mut same, &format!("The same as `{}`.", field.name));
            written.push(&alias.name);
            same.into()
        } else {
            json!(false)
        };
        properties.insert(alias.name.clone(), property);
    }
    together(schema, &written);
}

/// Demands all of these members or none.
fn together(schema: &mut Object, names: &[&str]) {
    if names.len() < 2 {
        return;
    }
    let needs: Object = names
        .iter()
        .map(|name| {
            let others: Vec<&&str> = names.iter().filter(|other| *other != name).collect();
            ((*name).to_owned(), json!(others))
        })
        .collect();
    and(schema, object([("dependentRequired", needs.into())]));
}
