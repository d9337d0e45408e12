//! The schema of one decoded value.

use super::Side;
use super::keywords::{
    Object, any_of, comment, demand, deprecate, describe, nullable, object, pointer,
};
use crate::model::{
    Constraint, EnumBase, Field, Kind, Presence, TextFormat, Type, TypeBody, TypeDecl,
    UnionVariant, Variant, Version,
};
use crate::value::format_rule;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Puts the schemas of one version and side together, and remembers which
/// declared types they refer to.
pub(super) struct Composer<'a> {
    pub(super) version: &'a Version,
    pub(super) side: Side,
    /// The declared types that were referred to: `None` until composed.
    referred: BTreeMap<String, Option<Object>>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(version: &'a Version, side: Side) -> Composer<'a> {
        Composer {
            version,
            side,
            referred: BTreeMap::new(),
        }
    }

    pub(super) fn reads(&self) -> bool {
        self.side == Side::Reader
    }

    /// A reference to a declared type, which becomes a definition.
    pub(super) fn reference(&mut self, name: &str) -> String {
        self.referred.entry(name.to_owned()).or_insert(None);
        pointer(name)
    }

    /// Every definition that was referred to, and those that these refer to.
    pub(super) fn definitions(&mut self) -> Object {
        while let Some(name) = self.open_reference() {
            let schema = match self.version.type_decl(&name) {
                Some(decl) => self.declared(decl),
                None => object([("$comment", json!(format!("no type `{name}` is declared")))]),
            };
            self.referred.insert(name, Some(schema));
        }
        self.referred
            .iter()
            .filter_map(|(name, schema)| Some((name.clone(), schema.clone()?.into())))
            .collect()
    }

    fn open_reference(&self) -> Option<String> {
        self.referred
            .iter()
            .find_map(|(name, schema)| schema.is_none().then(|| name.clone()))
    }

    fn declared(&mut self, decl: &TypeDecl) -> Object {
        let mut schema = match &decl.body {
            TypeBody::Struct {
                fields,
                rest,
                checks,
            } => self.object(fields, rest.as_ref(), checks, None),
            TypeBody::Secret { fields, checks } => {
                let mut schema = self.object(fields, None, checks, None);
                comment(&mut schema, "The content of a Juju secret.");
                schema.insert("writeOnly".into(), true.into());
                schema
            }
            TypeBody::Enum {
                base,
                closed,
                variants,
            } => self.choice(*base, *closed, variants),
            TypeBody::Union {
                tag: Some(tag),
                closed,
                variants,
            } => self.tagged(tag, *closed, variants),
            TypeBody::Union {
                tag: None,
                variants,
                ..
            } => {
                let shapes = variants.iter().map(|variant| self.shape(variant)).collect();
                any_of(shapes)
            }
            TypeBody::Alias { of, .. } if self.is_endless(of) => Object::new(),
            TypeBody::Alias { of, .. } => self.ty(of),
        };
        schema.insert("title".into(), decl.name.as_str().into());
        describe(&mut schema, &decl.doc);
        schema
    }

    /// Whether an alias stands for itself, which is a mistake (rule D20). It
    /// accepts anything, as for the interpreter.
    fn is_endless(&self, ty: &Type) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Named { name } => matches!(
                self.version.type_decl(&name).map(|decl| &decl.body),
                Some(TypeBody::Alias { .. })
            ),
            _ => false,
        }
    }

    /// A value of a type, neither missing nor `null`.
    pub(super) fn ty(&mut self, ty: &Type) -> Object {
        let mut schema = match &ty.kind {
            Kind::Text { format } => text(*format),
            Kind::Bool => object([("type", json!("boolean"))]),
            Kind::Integer { width } => {
                let (min, max) = width.bounds();
                object([
                    ("type", json!("integer")),
                    ("minimum", json!(min)),
                    ("maximum", json!(max)),
                ])
            }
            Kind::Float => object([("type", json!("number"))]),
            Kind::Any => Object::new(),
            Kind::List { items } => object([
                ("type", json!("array")),
                ("items", self.element(items).into()),
            ]),
            Kind::Set { items } => {
                let mut schema = object([
                    ("type", json!("array")),
                    ("items", self.element(items).into()),
                ]);
                if !self.reads() {
                    schema.insert("uniqueItems".into(), true.into());
                }
                schema
            }
            Kind::Map { keys, values } => {
                let mut schema = object([
                    ("type", json!("object")),
                    ("additionalProperties", self.ty(values).into()),
                ]);
                let keys = self.ty(keys);
                if keys != text(TextFormat::Plain) {
                    schema.insert("propertyNames".into(), keys.into());
                }
                schema
            }
            Kind::Secret { content } => {
                let mut schema = secret_uri();
                let content = self.reference(content);
                comment(
                    &mut schema,
                    &format!("The URI of a Juju secret whose content is {content}."),
                );
                schema
            }
            Kind::Named { name } => object([("$ref", self.reference(name).into())]),
        };
        self.constrain(&mut schema, ty);
        schema
    }

    /// An element of a list or set.
    fn element(&mut self, ty: &Type) -> Object {
        let schema = self.ty(ty);
        match self.hollow(ty) {
            Some(hollow) => any_of(vec![schema, hollow]),
            None => schema,
        }
    }

    fn constrain(&mut self, schema: &mut Object, ty: &Type) {
        let kind = self.version.resolve(ty).kind;
        for constraint in &ty.constraints {
            match constraint {
                Constraint::Pattern(pattern) => demand(schema, "pattern", json!(pattern)),
                Constraint::Range { min, max } => {
                    if let Some(min) = min {
                        demand(schema, "minimum", json!(min));
                    }
                    if let Some(max) = max {
                        demand(schema, "maximum", json!(max));
                    }
                }
                Constraint::Length { min, max } => {
                    self.limit_length(schema, &kind, *min, *max);
                }
            }
        }
    }

    fn limit_length(&self, schema: &mut Object, kind: &Kind, min: Option<u64>, max: Option<u64>) {
        let what = match kind {
            Kind::List { .. } | Kind::Set { .. } => "Items",
            Kind::Map { .. } => "Properties",
            _ => "Length",
        };
        // A reader does not count the elements that it drops.
        if self.reads()
            && let Kind::List { items } | Kind::Set { items } = kind
            && let Some(dropped) = self.without_known(items)
        {
            schema.insert("contains".into(), json!({"not": dropped}));
            schema.insert("minContains".into(), json!(min.unwrap_or(0)));
            if let (Some(max), Kind::List { .. }) = (max, kind) {
                schema.insert("maxContains".into(), json!(max));
            }
        } else if let Some(min) = min {
            demand(schema, &format!("min{what}"), json!(min));
        }
        match (max, kind) {
            (Some(max), Kind::Set { .. }) if self.reads() => {
                let remark = format!("At most {max} elements that differ.");
                comment(schema, &remark);
            }
            (Some(max), _) if !schema.contains_key("contains") => {
                demand(schema, &format!("max{what}"), json!(max));
            }
            _ => {}
        }
    }

    fn choice(&self, base: EnumBase, closed: bool, variants: &[Variant]) -> Object {
        let mut schema = match base {
            EnumBase::Text => object([("type", json!("string"))]),
            EnumBase::Integer => object([
                ("type", json!("integer")),
                ("minimum", json!(i64::MIN)),
                ("maximum", json!(i64::MAX)),
            ]),
        };
        let open = self.reads() && !closed;
        let plain = variants
            .iter()
            .all(|variant| variant.doc.is_empty() && variant.deprecated.is_none());
        if plain && !open {
            let values: Vec<&Json> = variants.iter().map(|variant| &variant.wire).collect();
            schema.insert("enum".into(), json!(values));
            return schema;
        }
        let mut options: Vec<Object> = variants
            .iter()
            .map(|variant| {
                let mut option = object([("const", variant.wire.clone())]);
                describe(&mut option, &variant.doc);
                deprecate(&mut option, variant.deprecated.as_ref());
                option
            })
            .collect();
        if open {
            let unknown = "Any other value: a reader keeps it as unknown.";
            options.push(object([("description", json!(unknown))]));
        }
        schema.insert("anyOf".into(), options.into());
        schema
    }

    fn tagged(&mut self, tag: &str, closed: bool, variants: &[UnionVariant]) -> Object {
        let mut member = object([("type", json!("string"))]);
        if closed || !self.reads() {
            let tags: Vec<&str> = variants
                .iter()
                .map(|variant| variant.wire.as_str())
                .collect();
            member.insert("enum".into(), json!(tags));
        }
        let cases: Vec<Json> = variants
            .iter()
            .map(|variant| {
                let chosen =
                    json!({"properties": {tag: {"const": variant.wire}}, "required": [tag]});
                json!({"if": chosen, "then": self.tagged_shape(tag, variant)})
            })
            .collect();
        let mut schema = object([
            ("type", json!("object")),
            ("properties", json!({tag: member})),
            ("required", json!([tag])),
        ]);
        if !cases.is_empty() {
            schema.insert("allOf".into(), cases.into());
        }
        schema
    }

    /// A shape's own members, beside the tag.
    fn tagged_shape(&mut self, tag: &str, variant: &UnionVariant) -> Object {
        let declared = match self.version.resolve(&variant.ty).kind {
            Kind::Named { name } => self.version.type_decl(&name),
            _ => None,
        };
        let mut schema = match declared.map(|decl| &decl.body) {
            Some(TypeBody::Struct {
                fields,
                rest,
                checks,
            }) => self.object(fields, rest.as_ref(), checks, Some(tag)),
            _ => self.ty(&variant.ty),
        };
        describe(&mut schema, &variant.doc);
        schema
    }

    fn shape(&mut self, variant: &UnionVariant) -> Object {
        let mut schema = self.ty(&variant.ty);
        schema.insert("title".into(), variant.wire.as_str().into());
        describe(&mut schema, &variant.doc);
        schema
    }

    /// A value that is there: for an optional field, a reader takes `null` for
    /// a missing one.
    pub(super) fn value(&mut self, ty: &Type, optional: bool) -> Object {
        let schema = self.ty(ty);
        match (optional, self.accepts_null(ty, &mut BTreeSet::new())) {
            (true, false) => nullable(schema),
            (false, true) => {
                let mut schema = schema;
                demand(&mut schema, "not", json!({"type": "null"}));
                schema
            }
            (true, true) | (false, false) => schema,
        }
    }

    /// Whether `null` is a value of the type. `seen` are the unions that were
    /// asked: one may contain itself in a faulty declaration.
    fn accepts_null(&self, ty: &Type, seen: &mut BTreeSet<String>) -> bool {
        match self.version.resolve(ty).kind {
            Kind::Any => true,
            Kind::Named { name } => match self.version.type_decl(&name).map(|decl| &decl.body) {
                None | Some(TypeBody::Alias { .. }) => true,
                Some(TypeBody::Union {
                    tag: None,
                    variants,
                    ..
                }) => {
                    seen.insert(name)
                        && (variants.iter()).any(|variant| self.accepts_null(&variant.ty, seen))
                }
                Some(_) => false,
            },
            _ => false,
        }
    }

    /// A field's value with all that is said about it; the field is there.
    pub(super) fn field(&mut self, field: &Field) -> Object {
        let mut schema = self.value(&field.ty, self.reads() && !field.is_required());
        annotate(&mut schema, field);
        if let Presence::Default(value) = &field.presence {
            schema.insert("default".into(), value.clone());
        }
        if !field.examples.is_empty() {
            schema.insert("examples".into(), field.examples.clone().into());
        }
        schema
    }
}

/// Documentation and deprecation of a field.
pub(super) fn annotate(schema: &mut Object, field: &Field) {
    describe(schema, &field.doc);
    deprecate(schema, field.deprecated.as_ref());
}

fn text(format: TextFormat) -> Object {
    let rule = format_rule(format);
    let mut schema = object([("type", json!("string"))]);
    let content = match format {
        TextFormat::Sensitive => Some(("writeOnly", json!(true))),
        TextFormat::Pem => Some(("contentMediaType", json!("application/x-pem-file"))),
        TextFormat::Base64 => Some(("contentEncoding", json!("base64"))),
        _ => None,
    };
    if let Some((keyword, value)) = content {
        schema.insert(keyword.into(), value);
    }
    if let Some(format) = rule.schema_format {
        schema.insert("format".into(), format.into());
    }
    if let Some(pattern) = rule.pattern {
        schema.insert("pattern".into(), pattern.into());
    }
    if let Some(max) = rule.max_length {
        schema.insert("maxLength".into(), max.into());
    }
    schema
}

fn secret_uri() -> Object {
    object([
        ("type", json!("string")),
        ("pattern", json!(crate::value::SECRET_URI)),
    ])
}
