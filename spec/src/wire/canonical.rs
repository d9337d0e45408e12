//! The one spelling of a value as JSON.

use super::default_of;
use crate::model::{Bag, Field, Kind, Rest, Type, TypeBody, Version};
use crate::predicate::member;
use crate::value::{MOST_DEPTH, check, is_hollow, key_fits, resolve};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// `value` in the canonical spelling of its type. What does not fit the type is
/// written as it is, its objects sorted by key.
pub(crate) fn canonical(version: &Version, ty: &Type, value: &Json) -> String {
    let mut writer = Writer {
        version,
        out: String::new(),
        depth: 0,
    };
    writer.value(ty, value);
    writer.out
}

/// The document of a databag with a nested layout.
pub(super) fn bag(version: &Version, bag: &Bag, values: &Map<String, Json>) -> String {
    let mut writer = Writer {
        version,
        out: String::new(),
        depth: 0,
    };
    writer.object(&bag.fields, bag.rest.as_ref(), None, values);
    writer.out
}

struct Writer<'a> {
    version: &'a Version,
    out: String,
    depth: usize,
}

impl Writer<'_> {
    fn value(&mut self, ty: &Type, value: &Json) {
        if self.depth >= MOST_DEPTH {
            self.untyped(value);
            return;
        }
        self.depth += 1;
        let resolved = resolve(self.version, ty);
        self.kind(resolved.kind, value);
        self.depth -= 1;
    }

    fn kind(&mut self, kind: &Kind, value: &Json) {
        match (kind, value) {
            (Kind::List { items }, Json::Array(elements)) => {
                let elements: Vec<String> = self.elements(items, elements);
                self.list(&elements);
            }
            (Kind::Set { items }, Json::Array(elements)) => {
                let mut elements = self.elements(items, elements);
                elements.sort_unstable();
                elements.dedup();
                self.list(&elements);
            }
            (Kind::Map { values, .. }, Json::Object(members)) => {
                let sorted: BTreeMap<&String, &Json> = members.iter().collect();
                self.out.push('{');
                for (key, member) in sorted {
                    self.key(key);
                    self.value(values, member);
                }
                self.out.push('}');
            }
            // `1` and `1.0` are the same number here.
            (Kind::Float, Json::Number(number)) if number.as_f64().is_some() => {
                self.scalar(&Json::from(number.as_f64()));
            }
            (Kind::Named { name }, _) => {
                let version = self.version;
                match (version.type_decl(name).map(|decl| &decl.body), value) {
                    (Some(TypeBody::Struct { fields, rest, .. }), Json::Object(members)) => {
                        self.object(fields, rest.as_ref(), None, members);
                    }
                    (Some(TypeBody::Secret { fields, .. }), Json::Object(members)) => {
                        self.object(fields, None, None, members);
                    }
                    (Some(TypeBody::Union { tag, variants, .. }), _) => {
                        let shape = match tag {
                            Some(tag) => variants.iter().find(|variant| {
                                value.get(tag).is_some_and(|word| *word == *variant.wire)
                            }),
                            None => variants
                                .iter()
                                .find(|variant| check(version, &variant.ty, value).fits()),
                        };
                        match (shape, tag) {
                            (None, _) => self.untyped(value),
                            (Some(variant), None) => self.value(&variant.ty, value),
                            (Some(variant), Some(tag)) => {
                                self.tagged(&variant.ty, (tag, &variant.wire), value);
                            }
                        }
                    }
                    _ => self.untyped(value),
                }
            }
            _ => self.untyped(value),
        }
    }

    fn tagged(&mut self, ty: &Type, tag: (&str, &str), value: &Json) {
        let resolved = resolve(self.version, ty);
        let body = match resolved.kind {
            Kind::Named { name } => self.version.type_decl(name).map(|decl| &decl.body),
            _ => None,
        };
        match (body, value) {
            (Some(TypeBody::Struct { fields, rest, .. }), Json::Object(members)) => {
                self.object(fields, rest.as_ref(), Some(tag), members);
            }
            _ => self.untyped(value),
        }
    }

    fn object(
        &mut self,
        fields: &[Field],
        rest: Option<&Rest>,
        tag: Option<(&str, &str)>,
        members: &Map<String, Json>,
    ) {
        self.out.push('{');
        if let Some((tag, word)) = tag {
            self.key(tag);
            self.scalar(&Json::from(word));
        }
        for field in fields {
            // A shape may declare the tag of its union as a member too.
            if tag.is_some_and(|(tag, _)| tag == field.name) {
                continue;
            }
            let value = member(field, members)
                .map(|(_, value)| value)
                .or_else(|| default_of(&field.presence));
            let Some(value) = value else { continue };
            self.key(&field.name);
            self.value(&field.ty, value);
            for alias in field.aliases.iter().filter(|alias| alias.written) {
                self.key(&alias.name);
                self.value(&field.ty, value);
            }
        }
        if let Some(rest) = rest {
            let sorted: BTreeMap<&String, &Json> = members
                .iter()
                .filter(|(key, value)| {
                    !value.is_null()
                        && tag.is_none_or(|(tag, _)| tag != key.as_str())
                        && !fields.iter().any(|field| field.answers_to(key))
                        && key_fits(self.version, &rest.keys, key)
                })
                .collect();
            for (key, value) in sorted {
                self.key(key);
                self.value(&rest.values, value);
            }
        }
        self.out.push('}');
    }

    fn elements(&mut self, items: &Type, elements: &[Json]) -> Vec<String> {
        elements
            .iter()
            .filter(|element| !is_hollow(self.version, items, element))
            .map(|element| {
                let outer = std::mem::take(&mut self.out);
                self.value(items, element);
                std::mem::replace(&mut self.out, outer)
            })
            .collect()
    }

    fn list(&mut self, elements: &[String]) {
        self.out.push('[');
        self.out.push_str(&elements.join(","));
        self.out.push(']');
    }

    fn untyped(&mut self, value: &Json) {
        match value {
            Json::Array(elements) => {
                self.out.push('[');
                for (at, element) in elements.iter().enumerate() {
                    if at > 0 {
                        self.out.push(',');
                    }
                    self.untyped(element);
                }
                self.out.push(']');
            }
            Json::Object(members) => {
                let sorted: BTreeMap<&String, &Json> = members.iter().collect();
                self.out.push('{');
                for (key, member) in sorted {
                    self.key(key);
                    self.untyped(member);
                }
                self.out.push('}');
            }
            scalar => self.scalar(scalar),
        }
    }

    /// A member's name, after a comma if it is not the first.
    fn key(&mut self, key: &str) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
        self.scalar(&Json::from(key));
        self.out.push(':');
    }

    fn scalar(&mut self, value: &Json) {
        self.out.push_str(&value.to_string());
    }
}
