//! The schema of keys that are no declared fields.

use super::keywords::{Object, demand, literal};
use super::types::Composer;
use crate::model::{Constraint, EnumBase, Kind, Rest, Type, TypeBody};
use crate::value::format_rule;
use serde_json::{Value as Json, json};

impl Composer<'_> {
    /// Adds the dynamic keys to an object's schema. `foreign` keys are never
    /// among them, nor is a declared property.
    pub(super) fn dynamic(
        &self,
        schema: &mut Object,
        rest: &Rest,
        values: Object,
        foreign: &[&str],
    ) {
        let mut declared: Vec<String> = match schema.get("properties") {
            Some(Json::Object(properties)) => properties.keys().cloned().collect(),
            _ => Vec::new(),
        };
        declared.extend(foreign.iter().map(|key| (*key).to_owned()));
        match self.key_pattern(&rest.keys) {
            // Every other key is dynamic.
            None => {
                let properties = schema
                    .entry("properties")
                    .or_insert_with(|| Object::new().into());
                if let Json::Object(properties) = properties {
                    for key in foreign {
                        let remark = json!({"description": "Juju's own key."});
                        properties.entry(*key).or_insert(remark);
                    }
                }
                schema.insert("additionalProperties".into(), values.into());
            }
            Some(pattern) => {
                let pattern = self.without(&pattern, &rest.keys, &declared);
                schema.insert("patternProperties".into(), json!({pattern: values}));
            }
        }
    }

    /// Refuses dynamic keys.
    pub(super) fn no_dynamic(&self, schema: &mut Object, rest: &Rest) {
        let (keyword, value) = match self.key_pattern(&rest.keys) {
            None => ("additionalProperties", json!(false)),
            Some(pattern) => ("patternProperties", json!({pattern: false})),
        };
        demand(schema, keyword, value);
    }

    /// The pattern, made so that it matches none of the declared keys. Only
    /// where one of them would match is look-ahead needed.
    fn without(&self, pattern: &str, keys: &Type, declared: &[String]) -> String {
        let fits = |key: &&String| crate::value::key_fits(self.version, keys, key);
        let fitting: Vec<String> = declared
            .iter()
            .filter(fits)
            .map(|key| literal(key))
            .collect();
        if fitting.is_empty() {
            pattern.to_owned()
        } else {
            format!("^(?!(?:{})$)(?=[\\s\\S]*?(?:{pattern}))", fitting.join("|"))
        }
    }

    /// A regular expression that the keys of this type match; `None` if any
    /// key does.
    fn key_pattern(&self, keys: &Type) -> Option<String> {
        let resolved = self.version.resolve(keys);
        let mut patterns = Vec::new();
        match &resolved.kind {
            Kind::Text { format } => {
                let rule = format_rule(*format);
                patterns.extend(rule.pattern.map(str::to_owned));
                patterns.extend(rule.max_length.map(|max| length(0, Some(max))));
            }
            Kind::Named { name } => {
                if let Some(TypeBody::Enum {
                    base: EnumBase::Text,
                    closed: true,
                    variants,
                }) = self.version.type_decl(name).map(|decl| &decl.body)
                {
                    let words: Vec<String> = variants
                        .iter()
                        .filter_map(|variant| variant.wire.as_str())
                        .map(literal)
                        .collect();
                    patterns.push(format!("^(?:{})$", words.join("|")));
                }
            }
            _ => {}
        }
        for constraint in &resolved.constraints {
            match constraint {
                Constraint::Pattern(pattern) => patterns.push(pattern.clone()),
                Constraint::Length { min, max } => {
                    patterns.push(length(min.unwrap_or(0), *max));
                }
                Constraint::Range { .. } => {}
            }
        }
        if patterns.len() <= 1 {
            return patterns.pop();
        }
        let all: Vec<String> = patterns
            .iter()
            .map(|pattern| format!("(?=[\\s\\S]*?(?:{pattern}))"))
            .collect();
        Some(format!("^{}", all.concat()))
    }
}

fn length(min: u64, max: Option<u64>) -> String {
    let max = max.map_or_else(String::new, |max| max.to_string());
    format!("^[\\s\\S]{{{min},{max}}}$")
}
