//! What does the other side's databag look like if one field of it is otherwise?

use super::bag_of;
use relata::Databag;
use relata::testing::Sample;
use relata_spec::bag::judge;
use relata_spec::model::{
    self, EnumBase, Field, Kind, Layout, Role, Scope, Type, TypeBody, Version,
};
use relata_spec::wire;
use serde_json::{Map, Value as Json, json};

/// A value that no enum has declared.
const UNKNOWN: &str = "x-relata-unknown";
/// The same, of an enum of numbers.
const UNKNOWN_NUMBER: i64 = 907_001;

/// A databag of the other side: as declared, and with its typical content.
pub(super) struct Bag<'s> {
    version: &'s Version,
    scope: Scope,
    pub(super) declared: &'s model::Bag,
    typical: &'s Sample,
    databag: &'s Databag,
    values: Map<String, Json>,
}

impl<'s> Bag<'s> {
    /// `None` if the other side has no such databag.
    pub(super) fn new(
        version: &'s Version,
        writer: Role,
        scope: Scope,
        typical: &'s Sample,
    ) -> Option<Self> {
        let declared = version.bag(writer, scope)?;
        let databag = match scope {
            Scope::App => typical.app.as_ref(),
            Scope::Unit => typical.unit.as_ref(),
        }?;
        let values = judge(version, writer, scope, databag).value;
        Some(Bag {
            version,
            scope,
            declared,
            typical,
            databag,
            values: values.as_object().cloned().unwrap_or_default(),
        })
    }

    /// The key of the one document that holds all fields.
    fn document(&self) -> Option<&str> {
        match self.declared.layouts.first() {
            Some(Layout::Nested { key, .. }) => Some(key),
            Some(Layout::Keys) | None => None,
        }
    }

    /// What the field typically holds.
    pub(super) fn value(&self, field: &Field) -> Option<&Json> {
        self.values.get(&field.name)
    }

    /// Everything but this field. `None` if it is not there anyway.
    pub(super) fn without(&self, field: &Field) -> Option<Sample> {
        let what = format!("`{}` is missing", field.name);
        let mut databag = self.databag.clone();
        if let Some(key) = self.document() {
            self.value(field)?;
            let mut members = self.values.clone();
            members.remove(&field.name);
            databag.insert(key.to_owned(), Json::Object(members).to_string());
        } else {
            databag.remove(&field.name)?;
            for alias in &field.aliases {
                databag.remove(&alias.name);
            }
        }
        Some(self.sample(what, databag))
    }

    /// The field as this text; in a document, as this member.
    pub(super) fn with(&self, field: &Field, what: &str, text: &str, member: Json) -> Sample {
        let mut databag = self.databag.clone();
        if let Some(key) = self.document() {
            let mut members = self.values.clone();
            members.insert(field.name.clone(), member);
            databag.insert(key.to_owned(), Json::Object(members).to_string());
        } else {
            for alias in &field.aliases {
                databag.remove(&alias.name);
            }
            databag.insert(field.name.clone(), text.to_owned());
        }
        self.sample(format!("`{}` is {what}", field.name), databag)
    }

    /// One more key, or one more member of the document.
    pub(super) fn with_unknown_key(&self) -> Sample {
        let mut databag = self.databag.clone();
        if let Some(key) = self.document() {
            let mut members = self.values.clone();
            members.insert(UNKNOWN.to_owned(), json!("of a newer charm"));
            databag.insert(key.to_owned(), Json::Object(members).to_string());
        }
        databag.insert(UNKNOWN.to_owned(), "\"of a newer charm\"".to_owned());
        self.sample("a key more".to_owned(), databag)
    }

    /// The field with a value in it that its enum has not declared. `None` if there
    /// is no enum in it, or none that more may come to.
    pub(super) fn with_unknown_variant(&self, field: &Field) -> Option<Sample> {
        let mut value = self.value(field)?.clone();
        if !unknown_variant(self.version, &field.ty, &mut value) {
            return None;
        }
        let encoding = field.encodings.first().unwrap_or(&model::Encoding::Json);
        let text = wire::encode(self.version, &field.ty, encoding, &value).ok()?;
        Some(self.with(
            field,
            "of a kind that nobody has declared yet",
            &text,
            value,
        ))
    }

    fn sample(&self, what: String, databag: Databag) -> Sample {
        let mut sample = self.typical.clone();
        sample.what = what;
        *bag_of(&mut sample, self.scope) = Some(databag);
        sample
    }
}

/// Puts an unknown value in place of the first one of an open enum.
fn unknown_variant(version: &Version, ty: &Type, value: &mut Json) -> bool {
    match version.resolve(ty).kind {
        Kind::List { items } | Kind::Set { items } => value
            .as_array_mut()
            .and_then(|elements| elements.first_mut())
            .is_some_and(|first| unknown_variant(version, &items, first)),
        Kind::Map { values, .. } => value
            .as_object_mut()
            .and_then(|members| members.values_mut().next())
            .is_some_and(|first| unknown_variant(version, &values, first)),
        Kind::Named { name } => match version.type_decl(&name).map(|decl| &decl.body) {
            Some(TypeBody::Enum {
                base,
                closed: false,
                ..
            }) => {
                *value = match base {
                    EnumBase::Text => json!(UNKNOWN),
                    EnumBase::Integer => json!(UNKNOWN_NUMBER),
                };
                true
            }
            Some(TypeBody::Struct { fields, .. }) => {
                let Some(members) = value.as_object_mut() else {
                    return false;
                };
                fields.iter().any(|field| {
                    let member = members.get_mut(&field.name);
                    member.is_some_and(|member| unknown_variant(version, &field.ty, member))
                })
            }
            _ => false,
        },
        Kind::Text { .. }
        | Kind::Bool
        | Kind::Integer { .. }
        | Kind::Float
        | Kind::Any
        | Kind::Secret { .. } => false,
    }
}
