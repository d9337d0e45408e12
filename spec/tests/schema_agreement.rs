//! The reader's schemas and the interpreter agree on any model and any value.
//!
//! Models and values are drawn from a list of choices, so that a failure
//! shrinks to a small one. What JSON Schema cannot say (see the documentation
//! of `relata_spec::schema`) is not drawn.

use proptest::prelude::*;
use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{Bag, Role, Scope, Version};
use relata_spec::predicate::eval;
use relata_spec::schema::{Side, View, bag_schema, role_schema, type_schema};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

struct Choices {
    bytes: Vec<u8>,
    at: usize,
}

impl Choices {
    fn below(&mut self, most: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % most
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

const NAMES: [&str; 5] = ["a", "b", "c-d", "e", "f.g"];
const FORMATS: [&str; 9] = [
    "plain",
    "sensitive",
    "url",
    "pem",
    "ip-address",
    "cidr",
    "hostname",
    "unit-name",
    "base64",
];
const WORDS: [&str; 12] = [
    "",
    "x",
    "abcd",
    "https://a.example",
    "10.0.0.1",
    "fd00::/8",
    "*.host.example",
    "app/0",
    "YQ==",
    "null",
    "secret:9m4e2mr0ui3e8a215n4g",
    "é€😀",
];

// Models

fn scalar(choices: &mut Choices) -> Json {
    match choices.below(7) {
        0 | 1 => {
            let format = choices.pick(&FORMATS);
            let constraints = match choices.below(4) {
                0 => json!([{"pattern": "^[a-z0-9:/.]+$"}]),
                1 => json!([{"length": {"min": 1, "max": 4}}]),
                _ => json!([]),
            };
            json!({"kind": "text", "format": format, "constraints": constraints})
        }
        2 => json!({"kind": "bool"}),
        3 => {
            let width = choices.pick(&["u8", "i64", "u64", "port"]);
            json!({"kind": "integer", "width": width})
        }
        4 => {
            json!({"kind": "integer", "width": "i32", "constraints": [{"range": {"min": -2, "max": 7}}]})
        }
        5 => json!({"kind": "float", "constraints": [{"range": {"min": 0.5}}]}),
        _ => json!({"kind": "secret", "content": "S"}),
    }
}

/// A type that may refer to the first `known` declared types.
fn some_type(choices: &mut Choices, known: usize, depth: usize) -> Json {
    match choices.below(8) {
        0 | 1 if known > 0 => {
            let name = format!("T{}", choices.below(known));
            json!({"kind": "named", "name": name})
        }
        2 if depth > 0 => json!({"kind": "list", "items": some_type(choices, known, depth - 1)}),
        3 if depth > 0 => json!({"kind": "set", "items": some_type(choices, known, depth - 1)}),
        4 if depth > 0 => {
            let keys = match choices.below(3) {
                0 => json!({"kind": "text", "format": "unit-name"}),
                1 => json!({"kind": "text", "constraints": [{"pattern": "^[a-z]"}]}),
                _ => json!({"kind": "text"}),
            };
            json!({"kind": "map", "keys": keys, "values": some_type(choices, known, depth - 1)})
        }
        5 => json!({"kind": "any"}),
        _ => scalar(choices),
    }
}

fn some_fields(choices: &mut Choices, known: usize) -> Vec<Json> {
    let count = choices.below(4);
    (0..count)
        .map(|index| {
            let ty = some_type(choices, known, 2);
            let presence = choices.pick(&["optional", "required", "optional", "default"]);
            let presence = if presence == "default" {
                json!({"default": 3})
            } else {
                json!(presence)
            };
            let aliases = if choices.one_in(4) {
                json!([{"name": format!("old-{index}")}])
            } else {
                json!([])
            };
            json!({
                "name": NAMES[index], "rust": format!("f{index}"), "doc": "A field.", "type": ty,
                "presence": presence, "aliases": aliases,
            })
        })
        .collect()
}

fn condition(choices: &mut Choices, depth: usize) -> Json {
    let name = choices.pick(&NAMES[..3]);
    match choices.below(6) {
        0 if depth > 0 => {
            json!({"all": [condition(choices, depth - 1), condition(choices, depth - 1)]})
        }
        1 if depth > 0 => {
            json!({"any": [condition(choices, depth - 1), condition(choices, depth - 1)]})
        }
        2 if depth > 0 => json!({"not": condition(choices, depth - 1)}),
        3 => {
            let how = choices.pick(&["eq", "ne", "lt", "le", "gt", "ge"]);
            json!({"compare": {"left": {"field": name}, "how": how, "right": {"value": 3}}})
        }
        4 => {
            let how = choices.pick(&["eq", "ne"]);
            let value = choices.pick(&[json!("x"), json!(true)]);
            json!({"compare": {"left": {"value": value}, "how": how, "right": {"field": name}}})
        }
        _ => json!({"present": name}),
    }
}

fn some_checks(choices: &mut Choices, fields: usize) -> Vec<Json> {
    if fields < 3 || !choices.one_in(3) {
        return Vec::new();
    }
    let named = |holds: Json, kind: &str| json!({"name": "c", "kind": kind, "message": "It must.", "holds": holds});
    let (a, b) = (json!({"present": "a"}), json!({"present": "b"}));
    vec![match choices.below(4) {
        0 => named(json!({"any": [a, b]}), "any-of"),
        1 => named(
            json!({"any": [{"all": [a, {"not": b}]}, {"all": [b, {"not": a}]}]}),
            "one-of",
        ),
        2 => named(
            json!({"any": [{"all": [a, b]}, {"not": {"any": [a, b]}}]}),
            "together",
        ),
        _ => named(condition(choices, 2), "named"),
    }]
}

fn some_rest(choices: &mut Choices, known: usize) -> Json {
    if !choices.one_in(3) {
        return Json::Null;
    }
    let keys = match choices.below(4) {
        0 => json!({"kind": "text"}),
        1 => json!({"kind": "text", "format": "unit-name"}),
        2 => json!({"kind": "text", "format": "hostname", "constraints": [{"length": {"max": 8}}]}),
        _ => json!({"kind": "text", "constraints": [{"pattern": "[a-c]"}, {"pattern": "^[^.]"}]}),
    };
    json!({"rust": "others", "doc": "Others.", "keys": keys, "values": some_type(choices, known, 1)})
}

fn some_body(choices: &mut Choices, known: usize, structs: &[usize]) -> Json {
    match choices.below(6) {
        0 => {
            let of = some_type(choices, known, 1);
            json!({"is": "alias", "of": of})
        }
        1 => {
            let closed = choices.one_in(2);
            json!({"is": "enum", "base": "text", "closed": closed, "variants": [
                {"wire": "x", "rust": "X", "doc": if closed { "" } else { "An x." }},
                {"wire": "abcd", "rust": "Abcd"},
            ]})
        }
        2 => {
            let closed = choices.one_in(2);
            json!({"is": "enum", "base": "integer", "closed": closed, "variants": [
                {"wire": 2, "rust": "Two"}, {"wire": 3, "rust": "Three"},
            ]})
        }
        3 if !structs.is_empty() => {
            let of = format!("T{}", choices.pick(structs));
            let closed = choices.one_in(2);
            json!({"is": "union", "tag": "type", "closed": closed, "variants": [
                {"wire": "x", "rust": "X", "type": {"kind": "named", "name": of}},
            ]})
        }
        4 => {
            let (one, other) = (some_type(choices, known, 1), some_type(choices, known, 1));
            json!({"is": "union", "variants": [
                {"wire": "one", "rust": "One", "type": one},
                {"wire": "other", "rust": "Other", "type": other},
            ]})
        }
        _ => {
            let fields = some_fields(choices, known);
            let checks = some_checks(choices, fields.len());
            let rest = some_rest(choices, known);
            json!({"is": "struct", "fields": fields, "checks": checks, "rest": rest})
        }
    }
}

fn some_version(choices: &mut Choices, encodings: &[Json]) -> Version {
    let mut types =
        vec![json!({"name": "S", "doc": "A secret.", "body": {"is": "secret", "fields": []}})];
    let mut structs = Vec::new();
    let count = choices.below(5);
    for index in 0..count {
        let body = some_body(choices, index, &structs);
        // Beside dynamic keys, a tag is one of them to the interpreter.
        if body["is"] == "struct" && body["rest"].is_null() {
            structs.push(index);
        }
        types.push(json!({"name": format!("T{index}"), "doc": "A type.", "body": body}));
    }
    let mut fields = some_fields(choices, count);
    for field in &mut fields {
        field["encodings"] = choices.pick(encodings);
    }
    let checks = some_checks(choices, fields.len());
    if choices.one_in(3) {
        fields.push(json!({
            "name": "version", "rust": "version", "doc": "The marker.", "marker": {},
            "type": {"kind": "integer", "width": "u32"}, "encodings": [{"as": "json"}],
        }));
    }
    let mut rest = some_rest(choices, count);
    if rest.is_object() {
        rest["encodings"] = choices.pick(encodings);
    }
    let bag =
        json!({"layouts": [{"layout": "keys"}], "fields": fields, "checks": checks, "rest": rest});
    serde_json::from_value(json!({
        "number": 1, "status": "draft", "doc": "A version.",
        "roles": {"provider": {"app": bag}}, "types": types,
    }))
    .expect("a version")
}

// Values

fn some_value(choices: &mut Choices, depth: usize) -> Json {
    match choices.below(9) {
        0 => Json::Null,
        1 => json!(true),
        2 => choices.pick(&[
            json!(0),
            json!(2),
            json!(3),
            json!(-1),
            json!(300),
            json!(70_000),
        ]),
        3 => choices.pick(&[json!(2.5), json!(-0.25), json!(u64::MAX), json!(i64::MIN)]),
        4 if depth > 0 => {
            let count = choices.below(3);
            (0..count).map(|_| some_value(choices, depth - 1)).collect()
        }
        5 | 6 if depth > 0 => some_object(choices, depth - 1).into(),
        _ => json!(choices.pick(&WORDS)),
    }
}

fn some_object(choices: &mut Choices, depth: usize) -> Map<String, Json> {
    let count = choices.below(4);
    (0..count)
        .map(|_| {
            let key = choices.pick(&["a", "b", "c-d", "type", "old-0", "app/0", "z"]);
            (key.to_owned(), some_value(choices, depth))
        })
        .collect()
}

/// A value that fits the type, more often than not.
fn fitting(choices: &mut Choices, version: &Version, ty: &Json, depth: usize) -> Json {
    if depth == 0 || choices.one_in(10) {
        return some_value(choices, 2);
    }
    match ty["kind"].as_str() {
        Some("text") => json!(choices.pick(&WORDS)),
        Some("bool") => json!(choices.one_in(2)),
        Some("integer") => json!(choices.below(5)),
        Some("float") => choices.pick(&[json!(0.75), json!(3), json!(1e30)]),
        Some("secret") => json!("secret:9m4e2mr0ui3e8a215n4g"),
        Some("list" | "set") => {
            let count = choices.below(4);
            (0..count)
                .map(|_| {
                    if choices.one_in(6) {
                        some_object(choices, 1).into()
                    } else {
                        fitting(choices, version, &ty["items"], depth - 1)
                    }
                })
                .collect()
        }
        Some("map") => {
            let count = choices.below(3);
            (0..count)
                .map(|_| {
                    let key = choices.pick(&["app/0", "a", "Z"]);
                    (
                        key.to_owned(),
                        fitting(choices, version, &ty["values"], depth - 1),
                    )
                })
                .collect::<Map<String, Json>>()
                .into()
        }
        Some("named") => {
            let name = ty["name"].as_str().unwrap_or_default();
            let body = version.type_decl(name).map(|decl| json!(decl.body));
            declared(choices, version, &body.unwrap_or_default(), depth)
        }
        _ => some_value(choices, 2),
    }
}

fn declared(choices: &mut Choices, version: &Version, body: &Json, depth: usize) -> Json {
    match body["is"].as_str() {
        Some("alias") => fitting(choices, version, &body["of"], depth - 1),
        Some("enum") => {
            let index = choices.below(2);
            body["variants"][index]["wire"].clone()
        }
        Some("union") => {
            let index = choices.below(body["variants"].as_array().map_or(1, Vec::len));
            let mut value = fitting(
                choices,
                version,
                &body["variants"][index]["type"],
                depth - 1,
            );
            if let (Some(object), Some(tag)) = (value.as_object_mut(), body["tag"].as_str())
                && !choices.one_in(5)
            {
                let word = choices.pick(&["x", "x", "y"]);
                object.insert(tag.to_owned(), json!(word));
            }
            value
        }
        _ => members(choices, version, &body["fields"], depth).into(),
    }
}

fn members(
    choices: &mut Choices,
    version: &Version,
    fields: &Json,
    depth: usize,
) -> Map<String, Json> {
    let mut members = if choices.one_in(4) {
        some_object(choices, 1)
    } else {
        Map::new()
    };
    for field in fields.as_array().into_iter().flatten() {
        if choices.one_in(5) {
            continue;
        }
        let alias = field["aliases"][0]["name"].as_str();
        let name = match alias {
            Some(alias) if choices.one_in(2) => alias,
            _ => field["name"].as_str().unwrap_or_default(),
        };
        let value = fitting(choices, version, &field["type"], depth - 1);
        members.insert(name.to_owned(), value);
    }
    members
}

fn some_bag(choices: &mut Choices, version: &Version, bag: &Bag) -> Map<String, Json> {
    let mut values = members(choices, version, &json!(bag.fields), 4);
    if choices.one_in(3) {
        let values_of = bag
            .rest
            .as_ref()
            .map(|rest| json!(rest.values))
            .unwrap_or_default();
        let key = choices.pick(&["app/0", "host.example", "abc", "a"]);
        values.insert(key.to_owned(), fitting(choices, version, &values_of, 2));
    }
    if choices.one_in(4) {
        values.insert("private-address".into(), json!(17));
    }
    values
}

// Comparing

fn interface(version: &Version) -> Interface {
    Interface {
        name: "demo".into(),
        summary: "A demonstration.".into(),
        description: String::new(),
        maintainer: None,
        tags: Vec::new(),
        internal: false,
        versions: vec![version.clone()],
        allows: Vec::new(),
        sources: relata_spec::model::Sources::default(),
    }
}

fn accepts(schema: &Json, value: &Json) -> Result<bool, TestCaseError> {
    let validator = jsonschema::draft202012::new(schema)
        .map_err(|error| TestCaseError::fail(format!("{error}: {schema:#}")))?;
    Ok(validator.is_valid(value))
}

/// Whether nothing is demanded of an empty databag.
fn demands_nothing(bag: &Bag) -> bool {
    !bag.fields
        .iter()
        .any(relata_spec::model::Field::is_required)
        && bag
            .checks
            .iter()
            .all(|check| eval(&check.holds, &bag.fields, &Map::new()))
}

fn agree(version: &Version, values: Map<String, Json>) -> Result<(), TestCaseError> {
    let bag = version
        .bag(Role::Provider, Scope::App)
        .expect("the databag");
    let strings: BTreeMap<String, String> = values
        .iter()
        .map(|(key, value)| (key.clone(), value.to_string()))
        .collect();
    let judgement = judge(version, Role::Provider, Scope::App, &strings);
    let expected = match judgement.verdict {
        Verdict::Ready => true,
        Verdict::Incomplete | Verdict::Invalid => false,
        Verdict::Absent => demands_nothing(bag),
    };
    let interface = interface(version);
    let schema = bag_schema(
        &interface,
        version,
        Role::Provider,
        Scope::App,
        Side::Reader,
        View::Decoded,
    );
    let value = Json::Object(values);
    prop_assert_eq!(
        accepts(&schema, &value)?,
        expected,
        "{:#}\n{:#}\n{:#?}",
        schema,
        value,
        judgement
    );
    // What a writer may write, a reader can read.
    let writer = bag_schema(
        &interface,
        version,
        Role::Provider,
        Scope::App,
        Side::Writer,
        View::Decoded,
    );
    if accepts(&writer, &value)? {
        prop_assert!(expected, "{:#}\n{:#}\n{:#?}", writer, value, judgement);
    }
    Ok(())
}

fn choices() -> impl Strategy<Value = Choices> {
    proptest::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| Choices { bytes, at: 0 })
}

impl std::fmt::Debug for Choices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.bytes)
    }
}

#[test]
fn the_models_and_values_that_are_drawn_lead_to_every_verdict() {
    let mut seen: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut state = 1_u32;
    for _ in 0..2000 {
        let bytes = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        let mut choices = Choices {
            bytes: bytes.take(200).collect(),
            at: 0,
        };
        let version = some_version(&mut choices, &[json!([{"as": "json"}])]);
        let bag = version
            .bag(Role::Provider, Scope::App)
            .expect("the databag")
            .clone();
        let strings = some_bag(&mut choices, &version, &bag)
            .into_iter()
            .map(|(key, value)| (key, value.to_string()))
            .collect();
        let judgement = judge(&version, Role::Provider, Scope::App, &strings);
        *seen.entry(judgement.verdict).or_default() += 1;
    }
    for verdict in Verdict::ALL {
        let often = seen.get(&verdict).copied().unwrap_or(0);
        assert!(often > 50, "{verdict}: {often} of 2000: {seen:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_decoded_schema_and_the_interpreter_give_one_verdict(mut choices in choices()) {
        let version = some_version(&mut choices, &[json!([{"as": "json"}])]);
        let bag = version.bag(Role::Provider, Scope::App).expect("the databag").clone();
        let values = some_bag(&mut choices, &version, &bag);
        agree(&version, values)?;
    }

    #[test]
    fn the_wire_schema_accepts_what_the_interpreter_can_use(mut choices in choices()) {
        let encodings = [
            json!([{"as": "json"}]),
            json!([{"as": "raw"}, {"as": "json"}]),
            json!([{"as": "json"}, {"as": "raw", "bools": {"true": ["True", "yes"], "false": ["False"]}}]),
            json!([{"as": "separated", "by": ","}, {"as": "json"}]),
        ];
        let version = some_version(&mut choices, &encodings);
        let bag = version.bag(Role::Provider, Scope::App).expect("the databag").clone();
        let values = some_bag(&mut choices, &version, &bag);
        let strings: BTreeMap<String, String> = values
            .iter()
            .map(|(key, value)| match value {
                Json::String(text) if choices.one_in(2) => (key.clone(), text.clone()),
                Json::Array(items) if choices.one_in(2) => {
                    let texts: Vec<String> = items.iter().map(ToString::to_string).collect();
                    (key.clone(), texts.join(","))
                }
                _ => (key.clone(), value.to_string()),
            })
            .collect();
        let judgement = judge(&version, Role::Provider, Scope::App, &strings);
        if judgement.verdict == Verdict::Ready {
            let interface = interface(&version);
            let schema = bag_schema(&interface, &version, Role::Provider, Scope::App, Side::Reader, View::Wire);
            let value = json!(strings);
            prop_assert!(accepts(&schema, &value)?, "{:#}\n{:#}\n{:#?}", schema, value, judgement);
        }
    }

    #[test]
    fn the_schema_of_a_type_accepts_what_fits_it(mut choices in choices()) {
        let version = some_version(&mut choices, &[json!([{"as": "json"}])]);
        for decl in &version.types {
            let value = declared(&mut choices, &version, &json!(decl.body), 4);
            let ty = relata_spec::model::Type::new(relata_spec::model::Kind::Named { name: decl.name.clone() });
            let fits = relata_spec::value::check(&version, &ty, &value).fits();
            let schema = type_schema(&version, &decl.name, Side::Reader);
            prop_assert_eq!(accepts(&schema, &value)?, fits, "{:#}\n{:#}", schema, value);
        }
    }

    #[test]
    fn every_schema_is_json_schema(mut choices in choices()) {
        let version = some_version(&mut choices, &[json!([{"as": "json"}, {"as": "yaml"}]), json!([{"as": "raw"}])]);
        for side in Side::ALL {
            for view in View::ALL {
                let schema = role_schema(&interface(&version), &version, Role::Provider, side, view);
                prop_assert!(jsonschema::draft202012::meta::is_valid(&schema), "{schema:#}");
                accepts(&schema, &json!({}))?;
            }
        }
    }
}
