//! Values as plain text, and lists of plain texts with separators.

use super::{DecodeError, EncodeError, items, looks};
use crate::model::{BoolSpelling, EnumBase, Kind, Type, TypeBody, Version};
use crate::value::{self, describe, is_confidential, resolve, shown_text};
use crate::words;
use serde_json::{Number, Value as Json};

/// What plain text can spell.
enum Scalar<'a> {
    Text,
    Bool,
    Integer,
    Float,
    /// A union without a tag: the first shape that fits is taken.
    OneOf(Vec<&'a Type>),
    /// Plain text cannot hold it (rule D15).
    None,
}

fn scalar<'a>(version: &'a Version, kind: &Kind) -> Scalar<'a> {
    match kind {
        // Any value: what plain text can say of it is a text.
        Kind::Text { .. } | Kind::Secret { .. } | Kind::Any => Scalar::Text,
        Kind::Bool => Scalar::Bool,
        Kind::Integer { .. } => Scalar::Integer,
        Kind::Float => Scalar::Float,
        Kind::List { .. } | Kind::Set { .. } | Kind::Map { .. } => Scalar::None,
        Kind::Named { name } => match version.type_decl(name).map(|decl| &decl.body) {
            Some(TypeBody::Enum {
                base: EnumBase::Integer,
                ..
            }) => Scalar::Integer,
            Some(TypeBody::Enum {
                base: EnumBase::Text,
                ..
            })
            | None => Scalar::Text,
            Some(TypeBody::Union {
                tag: None,
                variants,
                ..
            }) => Scalar::OneOf(variants.iter().map(|variant| &variant.ty).collect()),
            Some(
                TypeBody::Struct { .. }
                | TypeBody::Secret { .. }
                | TypeBody::Union { .. }
                | TypeBody::Alias { .. },
            ) => Scalar::None,
        },
    }
}

pub(super) fn decode(
    version: &Version,
    ty: &Type,
    bools: &BoolSpelling,
    text: &str,
) -> Result<Json, DecodeError> {
    let found = || {
        if is_confidential(version, ty) {
            "a text that is not shown".to_owned()
        } else {
            shown_text("the text", text)
        }
    };
    let wrong = |rule, expected| DecodeError {
        rule,
        expected,
        found: found(),
        looks_like: looks::like_raw(text),
    };
    let resolved = resolve(version, ty);
    match scalar(version, resolved.kind) {
        Scalar::Text => Ok(Json::String(text.to_owned())),
        Scalar::Bool => bools.read(text).map(Json::Bool).ok_or_else(|| {
            let spellings = [bools.of(true), bools.of(false)].concat();
            wrong("B2", words::list(spellings))
        }),
        Scalar::Integer => {
            if !is_integer(text) {
                return Err(wrong("B2", describe(version, ty)));
            }
            integer(text)
                .map(Json::Number)
                .ok_or_else(|| wrong("B3", describe(version, ty)))
        }
        Scalar::Float => {
            // A number is written as in JSON, but without white space.
            let trimmed = text.trim() == text;
            serde_json::from_str::<Number>(text)
                .ok()
                .filter(|_| trimmed)
                .map(Json::Number)
                .ok_or_else(|| wrong("B2", describe(version, ty)))
        }
        Scalar::OneOf(shapes) => shapes
            .into_iter()
            // A shape that is a union again is no plain text.
            .filter(|shape| {
                let kind = resolve(version, shape).kind;
                !matches!(scalar(version, kind), Scalar::OneOf(_))
            })
            .find_map(|shape| {
                decode(version, shape, bools, text)
                    .ok()
                    .filter(|value| value::check(version, shape, value).fits())
            })
            .ok_or_else(|| wrong("B2", describe(version, ty))),
        Scalar::None => Err(wrong(
            "B1",
            format!("{}, which plain text cannot hold", describe(version, ty)),
        )),
    }
}

pub(super) fn encode(
    version: &Version,
    ty: &Type,
    bools: &BoolSpelling,
    value: &Json,
) -> Result<String, EncodeError> {
    let resolved = resolve(version, ty);
    match value {
        Json::String(text) => Ok(text.clone()),
        Json::Bool(truth) => Ok(bools.of(*truth)[0].to_owned()),
        Json::Number(number) => match (resolved.kind, number.as_f64()) {
            // As a typed writer spells it, `1.0`.
            (Kind::Float, Some(float)) => Ok(Json::from(float).to_string()),
            _ => Ok(number.to_string()),
        },
        Json::Null | Json::Array(_) | Json::Object(_) => Err(EncodeError::new(format!(
            "plain text cannot hold {}",
            value::found(value)
        ))),
    }
}

pub(super) fn decode_separated(
    version: &Version,
    ty: &Type,
    by: &str,
    text: &str,
) -> Result<Json, DecodeError> {
    let resolved = resolve(version, ty);
    let Some(items) = items(resolved.kind) else {
        return Err(DecodeError {
            rule: "B1",
            expected: format!(
                "{}, which a separated list cannot hold",
                describe(version, ty)
            ),
            found: "a separated list".to_owned(),
            looks_like: None,
        });
    };
    if text.is_empty() || by.is_empty() {
        return Ok(Json::Array(Vec::new()));
    }
    let looks_like = looks::like_raw(text);
    // Python's libraries put a space behind a comma, or strip it, as they like.
    // As everywhere in a databag, an empty text is no value: a comma at the end
    // adds nothing.
    text.split(by)
        .map(|element| element.trim_matches(' '))
        .filter(|element| !element.is_empty())
        .map(|element| decode(version, items, &BoolSpelling::default(), element))
        .collect::<Result<Vec<Json>, DecodeError>>()
        .map(Json::Array)
        .map_err(|error| DecodeError {
            expected: format!("{} between every `{by}`", error.expected),
            looks_like,
            ..error
        })
}

pub(super) fn encode_separated(
    version: &Version,
    ty: &Type,
    by: &str,
    value: &Json,
) -> Result<String, EncodeError> {
    let resolved = resolve(version, ty);
    let (Some(items), Json::Array(elements)) = (items(resolved.kind), value) else {
        return Err(EncodeError::new(format!(
            "a separated list cannot hold {}",
            value::found(value)
        )));
    };
    let mut texts = elements
        .iter()
        .map(|element| encode(version, items, &BoolSpelling::default(), element))
        .collect::<Result<Vec<String>, EncodeError>>()?;
    if matches!(resolved.kind, Kind::Set { .. }) {
        texts.sort_unstable();
        texts.dedup();
    }
    if texts.iter().any(|text| text.contains(by)) {
        return Err(EncodeError::new(format!(
            "an element contains the separator `{by}`"
        )));
    }
    if texts.iter().any(|text| text.trim_matches(' ') != text) {
        return Err(EncodeError::new(
            "an element begins or ends with a space, which a reader strips",
        ));
    }
    if texts.iter().any(String::is_empty) {
        return Err(EncodeError::new(
            "an element is empty, which a reader passes over",
        ));
    }
    Ok(texts.join(by))
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn integer(text: &str) -> Option<Number> {
    text.parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok()
}
