//! Defaults and examples: literals of the tree to decoded values, held
//! against their type.

use crate::parse::tree::{Value, ValueKind};
use crate::report::Report;
use proc_macro2::Span;
use relata_spec::model::{Kind, Type, TypeBody, Version};
use relata_spec::value::{self, Segment};
use relata_spec::words;
use serde_json::{Map, Number, Value as Json};

/// A whole number of the model. `None` beyond 64 bits.
pub(super) fn number(value: i128) -> Option<Number> {
    match (u64::try_from(value), i64::try_from(value)) {
        (Ok(value), _) => Some(value.into()),
        (_, Ok(value)) => Some(value.into()),
        _ => None,
    }
}

/// A literal that needs no type: not a variant's word.
pub(super) fn literal(value: &Value) -> Option<Json> {
    match &value.kind {
        ValueKind::Text(text) => Some(Json::String(text.clone())),
        ValueKind::Integer(whole) => number(*whole).map(Json::Number),
        ValueKind::Float(fraction) => Number::from_f64(*fraction).map(Json::Number),
        ValueKind::Bool(truth) => Some(Json::Bool(*truth)),
        ValueKind::Word(_) | ValueKind::List(_) | ValueKind::Object(_) => None,
    }
}

/// What a literal is there for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Default,
    Example,
}

impl Use {
    fn rule(self) -> &'static str {
        match self {
            Use::Default => "D13",
            Use::Example => "D12",
        }
    }

    fn one(self) -> &'static str {
        match self {
            Use::Default => "a default",
            Use::Example => "an example",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Use::Default => "default",
            Use::Example => "example",
        }
    }
}

/// A literal as a value of `ty` in `version`. `None` if it does not fit, which
/// is reported.
pub(super) fn fitting(
    value: &Value,
    ty: &Type,
    version: &Version,
    what: Use,
    report: &mut Report,
) -> Option<Json> {
    let mut unknown = Vec::new();
    let json = decoded(value, Some(ty), version, &mut unknown);
    if let Some(json) = json.filter(|_| unknown.is_empty()) {
        let findings = value::check(version, ty, &json);
        if findings.problems.is_empty() {
            return Some(json);
        }
        if report.first(value, what.rule()) {
            for mut problem in findings.problems {
                let span = place(value, problem.path.segments());
                let hint = problem.hint.take();
                let message = format!("this {} does not fit: {}", what.name(), problem.message());
                let mut help = format!("write {} that its type and constraints allow", what.one());
                if let Some(hint) = hint {
                    help = format!("{hint}; {help}");
                }
                report.error(what.rule(), span, message).help(help);
            }
        }
        return None;
    }
    if report.first(value, what.rule()) {
        for word in unknown {
            report
                .error(
                    what.rule(),
                    word.span,
                    format!("`{}` is no value here", word.text),
                )
                .help(word.help);
        }
    }
    None
}

/// A word that is no variant of an enum.
struct UnknownWord {
    text: String,
    span: Span,
    help: String,
}

fn decoded(
    value: &Value,
    ty: Option<&Type>,
    version: &Version,
    unknown: &mut Vec<UnknownWord>,
) -> Option<Json> {
    let resolved = ty.map(|ty| version.resolve(ty).kind);
    match &value.kind {
        ValueKind::Word(word) => match variant(word, resolved.as_ref(), version) {
            Ok(json) => Some(json),
            Err(help) => {
                unknown.push(UnknownWord {
                    text: word.clone(),
                    span: value.span,
                    help,
                });
                None
            }
        },
        ValueKind::List(elements) => {
            let items = match &resolved {
                Some(Kind::List { items } | Kind::Set { items }) => Some(&**items),
                _ => None,
            };
            let elements: Vec<_> = elements
                .iter()
                .map(|element| decoded(element, items, version, unknown))
                .collect();
            elements.into_iter().collect::<Option<_>>().map(Json::Array)
        }
        ValueKind::Object(members) => {
            let shape = shape_of(members, resolved.as_ref(), version);
            let members: Vec<_> = members
                .iter()
                .map(|(key, member)| {
                    let ty = match (&resolved, shape) {
                        (Some(Kind::Map { values, .. }), _) => Some(&**values),
                        (_, Some(TypeBody::Struct { fields, rest, .. })) => fields
                            .iter()
                            .find(|field| field.answers_to(&key.text))
                            .map(|field| &field.ty)
                            .or(rest.as_ref().map(|rest| &rest.values)),
                        _ => None,
                    };
                    Some((key.text.clone(), decoded(member, ty, version, unknown)?))
                })
                .collect();
            let members: Option<Map<_, _>> = members.into_iter().collect();
            members.map(Json::Object)
        }
        _ => literal(value),
    }
}

/// The struct whose members an object has: its own, or that of the variant
/// that its tag names.
fn shape_of<'v>(
    members: &[(crate::parse::tree::Word, Value)],
    kind: Option<&Kind>,
    version: &'v Version,
) -> Option<&'v TypeBody> {
    let Some(Kind::Named { name }) = kind else {
        return None;
    };
    let body = &version.type_decl(name)?.body;
    let TypeBody::Union {
        tag: Some(tag),
        variants,
        ..
    } = body
    else {
        return Some(body);
    };
    let stated = members.iter().find(|(key, _)| key.text == *tag)?;
    let ValueKind::Text(stated) = &stated.1.kind else {
        return None;
    };
    let variant = variants.iter().find(|variant| variant.wire == *stated)?;
    let Kind::Named { name } = &variant.ty.kind else {
        return None;
    };
    Some(&version.type_decl(name)?.body)
}

/// What a variant's word is on the wire, or what to write instead.
fn variant(word: &str, kind: Option<&Kind>, version: &Version) -> Result<Json, String> {
    if let Some(Kind::Named { name }) = kind
        && let Some(TypeBody::Enum { variants, .. }) = version.type_decl(name).map(|ty| &ty.body)
    {
        let chosen = variants
            .iter()
            .find(|variant| variant.wire.as_str() == Some(word) || variant.rust == word);
        if let Some(variant) = chosen {
            return Ok(variant.wire.clone());
        }
        let known = variants
            .iter()
            .map(|variant| variant.wire.as_str().unwrap_or(&variant.rust));
        return Err(match words::did_you_mean(word, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the variants of `{name}` are {}", words::list(known)),
        });
    }
    if word == "null" {
        return Ok(Json::Null);
    }
    Err(format!("a text is written in quotes: `{word:?}`"))
}

/// Where the part of a literal stands that a path leads to.
fn place(value: &Value, path: &[Segment]) -> Span {
    let mut value = value;
    for segment in path {
        let next = match (segment, &value.kind) {
            (Segment::Index(index), ValueKind::List(elements)) => elements.get(*index),
            (Segment::Member(name) | Segment::Key(name), ValueKind::Object(members)) => members
                .iter()
                .find(|(key, _)| key.text == *name)
                .map(|(_, member)| member),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    value.span
}
