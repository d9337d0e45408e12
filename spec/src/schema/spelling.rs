//! The schema of one string in one encoding.

use super::keywords::{Object, any_of, comment, demand, literal, object};
use super::types::Composer;
use crate::model::{BoolSpelling, Document, Encoding, EnumBase, Kind, Type, TypeBody};
use serde_json::json;

/// What white space JSON allows around a value.
const SPACE: &str = "[ \\t\\n\\r]*";
const JSON_INTEGER: &str = "-?(?:0|[1-9][0-9]*)";
const JSON_NUMBER: &str = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";
const JSON_TEXT: &str = "\"[^\"\\\\]*(?:\\\\[\\s\\S][^\"\\\\]*)*\"";
const UNSEEN: &str = "JSON Schema describes the content (`contentSchema`) but does not check it.";
const JSON_OBJECT: &str = "\\{[\\s\\S]*\\}";

impl Composer<'_> {
    /// A value in one encoding; `None` if that cannot hold the type.
    pub(super) fn in_encoding(
        &mut self,
        ty: &Type,
        encoding: &Encoding,
        optional: bool,
    ) -> Option<Object> {
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
            Kind::Map { .. } => JSON_OBJECT.to_owned(),
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
                    JSON_OBJECT.to_owned()
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
            // A piece may be empty, which is no element.
            let piece = format!(" *(?:{body})? *");
            let pattern = format!("^{piece}(?:{by}{piece})*$");
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

/// A document in a string.
pub(super) fn document_text(format: Document, content: Object, nullable: bool) -> Object {
    let mut value = match format {
        Document::Json => json_text(Some(JSON_OBJECT), content, nullable),
        Document::Yaml => yaml_text(content),
    };
    comment(&mut value, UNSEEN);
    value
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
