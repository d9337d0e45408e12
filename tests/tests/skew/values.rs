//! Databags that a declaration allows, made up.

use proptest::prelude::*;
use proptest::string::string_regex;
use relata::Databag;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{
    Bag, EnumBase, Field, IntegerWidth, Kind, Presence, Role, Scope, TextFormat, Type, TypeBody,
    Version,
};
use relata_spec::value::check;
use relata_spec::{sample, wire};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// How deep values are.
const DEPTH: u32 = 4;

/// The decoded values of a databag without its version marker.
pub(crate) type Values = Map<String, Json>;

/// Values of a databag that is ready; `None` if the role writes none.
pub(crate) fn values(
    version: &Arc<Version>,
    role: Role,
    scope: Scope,
) -> Option<BoxedStrategy<Values>> {
    let bag = version.bag(role, scope)?.clone();
    let fields: Vec<BoxedStrategy<Option<(String, Json)>>> = bag
        .fields
        .iter()
        .filter(|field| field.marker.is_none())
        .map(|field| member(version, field, DEPTH))
        .collect();
    let rest = match &bag.rest {
        Some(rest) => {
            let key = value(version, &rest.keys, 1);
            let entry = (key, value(version, &rest.values, DEPTH));
            prop::collection::vec(entry, 0..3).boxed()
        }
        None => Just(Vec::new()).boxed(),
    };
    let fallback = typical(version, role, scope, &bag);
    let version = Arc::clone(version);
    let made = (fields, rest).prop_map(move |(fields, rest)| {
        let mut values: Values = fields.into_iter().flatten().collect();
        for (key, value) in rest {
            if let Some(key) = key.as_str()
                && bag.field(key).is_none()
            {
                values.insert(key.to_owned(), value);
            }
        }
        let is_ready = wire::encode_bag(&version, &bag, &values)
            .is_ok_and(|databag| is_ready(&version, role, scope, &databag));
        if is_ready { values } else { fallback.clone() }
    });
    Some(made.boxed())
}

fn is_ready(version: &Version, role: Role, scope: Scope, databag: &Databag) -> bool {
    judge(version, role, scope, databag).verdict == Verdict::Ready
}

/// What the examples of the declaration say.
fn typical(version: &Version, role: Role, scope: Scope, bag: &Bag) -> Values {
    let databag = sample::typical(version, role, scope).unwrap_or_default();
    let judged = judge(version, role, scope, &databag).value;
    let mut values = judged.as_object().cloned().unwrap_or_default();
    if let Some((marker, _)) = bag.marker() {
        values.remove(&marker.name);
    }
    values
}

fn member(
    version: &Arc<Version>,
    field: &Field,
    depth: u32,
) -> BoxedStrategy<Option<(String, Json)>> {
    let name = field.name.clone();
    let made = value(version, &field.ty, depth);
    let made = made.prop_map(move |value| Some((name.clone(), value)));
    match field.presence {
        Presence::Required => made.boxed(),
        Presence::Optional | Presence::Default(_) => {
            prop_oneof![4 => made, 1 => Just(None)].boxed()
        }
    }
}

/// A value of a type.
fn value(version: &Arc<Version>, ty: &Type, depth: u32) -> BoxedStrategy<Json> {
    let usual = sample::value(version, ty);
    if depth == 0 {
        return Just(usual).boxed();
    }
    let resolved = version.resolve(ty);
    let made = match &resolved.kind {
        Kind::Text { format } => prop_oneof![3 => text(*format), 1 => Just(usual.clone())].boxed(),
        Kind::Bool => any::<bool>().prop_map(Json::from).boxed(),
        Kind::Integer { width } => integer(*width),
        Kind::Float => (-1000..1000_i32)
            .prop_map(|number| json!(f64::from(number) / 8.0))
            .boxed(),
        Kind::Any => prop_oneof![
            Just(json!({"a": [1, "b"]})),
            Just(json!("x")),
            Just(json!(7))
        ]
        .boxed(),
        Kind::List { items } | Kind::Set { items } => {
            prop::collection::vec(value(version, items, depth - 1), 0..4)
                .prop_map(Json::from)
                .boxed()
        }
        Kind::Map { keys, values } => {
            let entry = (value(version, keys, 1), value(version, values, depth - 1));
            prop::collection::vec(entry, 0..4)
                .prop_map(|entries| {
                    let entry =
                        |(key, value): (Json, Json)| Some((key.as_str()?.to_owned(), value));
                    Json::Object(entries.into_iter().filter_map(entry).collect())
                })
                .boxed()
        }
        Kind::Secret { .. } => pattern("secret:[0-9a-v]{20}"),
        Kind::Named { name } => match version.type_decl(name).map(|decl| &decl.body) {
            Some(body) => declared(version, body, depth - 1, &usual),
            None => Just(usual.clone()).boxed(),
        },
    };
    let (version, ty) = (Arc::clone(version), ty.clone());
    made.prop_map(move |made| {
        if check(&version, &ty, &made).fits() {
            made
        } else {
            usual.clone()
        }
    })
    .boxed()
}

fn declared(
    version: &Arc<Version>,
    body: &TypeBody,
    depth: u32,
    usual: &Json,
) -> BoxedStrategy<Json> {
    match body {
        TypeBody::Struct { fields, .. } | TypeBody::Secret { fields, .. } => {
            let members: Vec<_> = fields
                .iter()
                .map(|field| member(version, field, depth))
                .collect();
            let usual = usual.clone();
            members
                .prop_map(move |members| {
                    let members: Values = members.into_iter().flatten().collect();
                    // An object without any member is dropped from a list.
                    if members.is_empty() {
                        return usual.clone();
                    }
                    members.into()
                })
                .boxed()
        }
        TypeBody::Enum {
            base,
            closed,
            variants,
        } => {
            let known: Vec<Json> = variants.iter().map(|one| one.wire.clone()).collect();
            let unknown = match base {
                EnumBase::Text => json!("of-another-release"),
                EnumBase::Integer => json!(123_456),
            };
            match (known.is_empty(), closed) {
                (true, _) => Just(unknown).boxed(),
                (false, true) => prop::sample::select(known).boxed(),
                (false, false) => {
                    prop_oneof![6 => prop::sample::select(known), 1 => Just(unknown)].boxed()
                }
            }
        }
        TypeBody::Union { tag, variants, .. } => {
            let shapes = variants.iter().map(|variant| {
                let tag = tag.clone().map(|tag| (tag, json!(variant.wire)));
                let shape = value(version, &variant.ty, depth.max(1));
                shape.prop_map(move |mut shape| {
                    if let (Some((tag, word)), Some(members)) = (&tag, shape.as_object_mut()) {
                        members.insert(tag.clone(), word.clone());
                    }
                    shape
                })
            });
            let shapes: Vec<BoxedStrategy<Json>> = shapes.map(Strategy::boxed).collect();
            proptest::strategy::Union::new(shapes).boxed()
        }
        TypeBody::Alias { .. } => Just(usual.clone()).boxed(),
    }
}

fn pattern(pattern: &str) -> BoxedStrategy<Json> {
    let texts = string_regex(pattern).expect("a regular expression");
    texts.prop_map(Json::from).boxed()
}

fn text(format: TextFormat) -> BoxedStrategy<Json> {
    match format {
        TextFormat::Plain | TextFormat::Sensitive => pattern("[a-z][a-z0-9-]{0,11}"),
        TextFormat::Url => pattern(
            "https?://([a-z]{1,8}\\.example|10\\.1\\.2\\.[1-9])(:[1-9][0-9]{1,3})?(/[a-z]{1,6})?",
        ),
        TextFormat::Pem => pattern(
            "-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/]{4}){2,6}\n-----END CERTIFICATE-----\n",
        ),
        TextFormat::IpAddress => prop_oneof![
            any::<std::net::Ipv4Addr>().prop_map(|address| json!(address.to_string())),
            any::<std::net::Ipv6Addr>().prop_map(|address| json!(address.to_string())),
        ]
        .boxed(),
        TextFormat::Cidr => pattern("10\\.[0-9]{1,2}\\.0\\.0/(16|24)"),
        TextFormat::Hostname => pattern("[a-z]{1,9}(\\.[a-z]{2,5}){1,2}"),
        TextFormat::UnitName => pattern("[a-z]{1,8}/[0-9]"),
        TextFormat::AppName => pattern("[a-z]{1,8}"),
        TextFormat::Base64 => pattern("([A-Za-z0-9+/]{4}){1,4}"),
    }
}

fn integer(width: IntegerWidth) -> BoxedStrategy<Json> {
    let (least, most) = width.bounds();
    let bounded = |low: i128, high: i128| low.max(least)..=high.min(most);
    prop_oneof![bounded(1, 100), bounded(1, 60_000), bounded(least, most)]
        .prop_filter_map("a number of 64 bits", |number: i128| {
            let signed = i64::try_from(number).map(Json::from);
            signed
                .or_else(|_| u64::try_from(number).map(Json::from))
                .ok()
        })
        .boxed()
}
