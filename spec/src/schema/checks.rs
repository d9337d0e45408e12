//! The schema of a condition over several fields.

use super::keywords::{Object, and, comment, object};
use crate::model::{Check, Comparison, Encoding, Field, Kind, Operand, Predicate};
use serde_json::{Value as Json, json};

/// How conditions speak of the fields of one object.
pub(super) struct Terms<'a> {
    fields: &'a [Field],
    place: Place,
}

/// Where the fields stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Decoded, each from a key of its own.
    Keys,
    /// Decoded, as members of one document.
    Members,
    /// As the strings that Juju holds.
    Wire,
}

impl<'a> Terms<'a> {
    /// Of the decoded values of a databag's keys.
    pub(super) fn of_keys(fields: &'a [Field]) -> Terms<'a> {
        let place = Place::Keys;
        Terms { fields, place }
    }

    /// Of the members of an object.
    pub(super) fn of_members(fields: &'a [Field]) -> Terms<'a> {
        let place = Place::Members;
        Terms { fields, place }
    }

    /// Of the strings that Juju holds.
    pub(super) fn of_strings(fields: &'a [Field]) -> Terms<'a> {
        let place = Place::Wire;
        Terms { fields, place }
    }

    /// Adds every check to the object's schema, as far as JSON Schema can say
    /// it. What it cannot say is in a `$comment`.
    pub(super) fn demand(&self, schema: &mut Object, checks: &[Check]) {
        for check in checks {
            let parts = match &check.holds {
                Predicate::All(parts) => parts.as_slice(),
                whole => std::slice::from_ref(whole),
            };
            let mut said: Vec<Json> = parts.iter().filter_map(|part| self.schema(part)).collect();
            let complete = said.len() == parts.len();
            let mut demand = match said.len() {
                0 => Object::new(),
                1 => match said.swap_remove(0) {
                    Json::Object(one) => one,
                    other => object([("allOf", json!([other]))]),
                },
                _ => object([("allOf", said.into())]),
            };
            demand.insert("title".into(), check.name.as_str().into());
            demand.insert("description".into(), check.message.as_str().into());
            if !complete {
                comment(&mut demand, "JSON Schema cannot say all of this.");
            }
            and(schema, demand);
        }
    }

    /// A schema that accepts exactly the objects of which the condition holds.
    /// `None` if there is none.
    fn schema(&self, predicate: &Predicate) -> Option<Json> {
        Some(match predicate {
            Predicate::Present(name) => self.present(name)?,
            Predicate::All(parts) => {
                let parts: Option<Vec<Json>> = parts.iter().map(|part| self.schema(part)).collect();
                match parts?.as_slice() {
                    [] => json!(true),
                    parts => json!({"allOf": parts}),
                }
            }
            Predicate::Any(parts) => {
                let parts: Option<Vec<Json>> = parts.iter().map(|part| self.schema(part)).collect();
                match parts?.as_slice() {
                    [] => json!(false),
                    parts => json!({"anyOf": parts}),
                }
            }
            Predicate::Not(part) => json!({"not": self.schema(part)?}),
            Predicate::Compare { left, how, right } => match (left, right) {
                (Operand::Field(field), Operand::Value(value)) => {
                    self.compare(field, *how, value)?
                }
                (Operand::Value(value), Operand::Field(field)) => {
                    self.compare(field, mirrored(*how), value)?
                }
                (Operand::Value(_), Operand::Value(_)) => {
                    let nothing = serde_json::Map::new();
                    json!(crate::predicate::eval(predicate, self.fields, &nothing))
                }
                (Operand::Field(_), Operand::Field(_)) => return None,
            },
        })
    }

    /// A schema of the objects in which the field is there and not `null`.
    pub(super) fn present(&self, name: &str) -> Option<Json> {
        let void = self.void(name)?;
        Some(either(self.first_that(name, &json!({"not": void}))))
    }

    fn compare(&self, name: &str, how: Comparison, value: &Json) -> Option<Json> {
        if how == Comparison::Ne {
            let equal = self.compare(name, Comparison::Eq, value)?;
            return Some(json!({"not": equal}));
        }
        let fits = self.operand(name, how, value)?;
        // Whether the comparison holds where the field is absent: that is
        // whether it holds of the default.
        let predicate = Predicate::Compare {
            left: Operand::Field(name.to_owned()),
            how,
            right: Operand::Value(value.clone()),
        };
        let nothing = serde_json::Map::new();
        let when_absent = crate::predicate::eval(&predicate, self.fields, &nothing);
        let void = self.void(name)?;
        // `fits` accepts nothing that counts as absent.
        let mut ways = self.first_that(name, &fits);
        if when_absent {
            ways.extend(self.first_that(name, &void));
            let nowhere: Object = (self.names(name).into_iter())
                .map(|name| (name.to_owned(), json!(false)))
                .collect();
            ways.push(json!({"properties": nowhere}));
        }
        Some(either(ways))
    }

    /// A way for each of the field's names: the names before it do not count,
    /// and its value is so.
    fn first_that(&self, name: &str, so: &Json) -> Vec<Json> {
        let mut before = Object::new();
        let mut ways = Vec::new();
        for name in self.names(name) {
            let mut properties = before.clone();
            properties.insert(name.to_owned(), so.clone());
            ways.push(json!({"required": [name], "properties": properties}));
            before.extend(self.passed_over(name));
        }
        ways
    }

    /// What the property of a name looks like where the next name is asked.
    pub(super) fn passed_over(&self, name: &str) -> Object {
        object([(
            name,
            match self.place {
                Place::Keys => json!(false),
                Place::Members => json!({"type": "null"}),
                Place::Wire => json!({"const": ""}),
            },
        )])
    }

    /// What a value looks like of which the comparison holds.
    fn operand(&self, name: &str, how: Comparison, value: &Json) -> Option<Json> {
        if self.place == Place::Wire {
            return match (how, value) {
                (Comparison::Eq, Json::String(text)) if self.is_plain_text(name) => {
                    Some(json!({"const": text}))
                }
                _ => None,
            };
        }
        match (how, value) {
            (_, Json::Null) => None,
            (Comparison::Eq, _) | (Comparison::Le | Comparison::Ge, Json::Bool(_)) => {
                Some(json!({"const": value}))
            }
            (_, Json::Number(_)) => {
                let keyword = match how {
                    Comparison::Lt => "exclusiveMaximum",
                    Comparison::Le => "maximum",
                    Comparison::Gt => "exclusiveMinimum",
                    _ => "minimum",
                };
                Some(json!({"type": "number", keyword: value}))
            }
            // The order of strings has no keyword, and nothing else has an
            // order.
            _ => None,
        }
    }

    /// What a value looks like that counts as absent.
    fn void(&self, name: &str) -> Option<Json> {
        if self.place != Place::Wire {
            return Some(json!({"type": "null"}));
        }
        let empty = json!({"const": ""});
        let Some(field) = self.field(name) else {
            return Some(empty);
        };
        match field.encodings.first() {
            None | Some(Encoding::Json) => {
                Some(json!({"pattern": "^(?:[ \\t\\n\\r]*null[ \\t\\n\\r]*)?$"}))
            }
            Some(Encoding::Raw { .. }) if field.encodings.len() == 1 => Some(empty),
            Some(Encoding::Raw { .. } | Encoding::Yaml | Encoding::Separated { .. }) => None,
        }
    }

    /// Whether the field's value in the databag is its very text.
    fn is_plain_text(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| {
            matches!(field.ty.kind, Kind::Text { .. } | Kind::Named { .. })
                && matches!(field.encodings.as_slice(), [Encoding::Raw { .. }])
        })
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn names<'n>(&self, name: &'n str) -> Vec<&'n str>
    where
        'a: 'n,
    {
        let aliases = self.field(name).map_or(&[][..], |field| &field.aliases);
        std::iter::once(name)
            .chain(aliases.iter().map(|alias| alias.name.as_str()))
            .collect()
    }
}

/// One of several schemas.
fn either(mut ways: Vec<Json>) -> Json {
    if ways.len() == 1 {
        ways.swap_remove(0)
    } else {
        json!({"anyOf": ways})
    }
}

fn mirrored(how: Comparison) -> Comparison {
    match how {
        Comparison::Eq => Comparison::Eq,
        Comparison::Ne => Comparison::Ne,
        Comparison::Lt => Comparison::Gt,
        Comparison::Le => Comparison::Ge,
        Comparison::Gt => Comparison::Lt,
        Comparison::Ge => Comparison::Le,
    }
}
