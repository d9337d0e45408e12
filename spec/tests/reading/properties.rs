//! What holds of any input.

use crate::models::{
    self, FieldExt, bag, field, integer, interface, list, map, named, plain, set, structure, text,
    union, version,
};
use proptest::prelude::*;
use relata_spec::Interface;
use relata_spec::bag::{Judgement, Verdict, judge};
use relata_spec::model::{
    Document, Encoding, IntegerWidth, Kind, Role, Scope, TextFormat, Type, Version,
};
use relata_spec::value::check;
use relata_spec::wire::{decode, encode, encode_bag};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Any JSON, with a liking for the words that the models use.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        (-3_i64..300).prop_map(Json::from),
        any::<f64>().prop_map(|float| json!(float)),
        any_word().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::Array),
            prop::collection::btree_map(any_word(), inner, 0..5)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

const WORDS: [&str; 30] = [
    "certificate",
    "ca",
    "chain",
    "version",
    "unit_name",
    "host.example",
    "config",
    "dashboards",
    "metrics_alert_rules",
    "providers",
    "client_id",
    "client_secret",
    "provider",
    "tenant_id",
    "microsoft",
    "flag",
    "size",
    "ratio",
    "anything",
    "whatever",
    "names",
    "units",
    "tree",
    "level",
    "password",
    "kind",
    "circle",
    "radius",
    "app/0",
    "credentials",
];

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z0-9./:-]{0,8}",
    ]
}

/// Any databag value: any text, any JSON, and JSON with a piece cut off.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        any_word(),
        any_json().prop_map(|value| value.to_string()),
        (any_json(), any::<prop::sample::Index>()).prop_map(|(value, at)| {
            let text = value.to_string();
            let end = at.index(text.len());
            text.chars().take(end).collect()
        }),
    ]
}

fn any_bag() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map(any_word(), any_value(), 0..8)
}

fn is_consistent(
    judgement: &Judgement,
    bag: &BTreeMap<String, String>,
) -> Result<(), TestCaseError> {
    let expected = if !judgement.problems.is_empty() {
        vec![Verdict::Invalid]
    } else if !judgement.missing.is_empty() {
        vec![Verdict::Incomplete]
    } else {
        vec![Verdict::Ready, Verdict::Absent]
    };
    prop_assert!(expected.contains(&judgement.verdict), "{:?}", judgement);
    for problem in &judgement.problems {
        prop_assert!(bag.contains_key(&problem.key) || problem.problem.rule == "B9");
        prop_assert!(relata_spec::rules::rule(problem.problem.rule).is_some());
        prop_assert!(!problem.problem.message().is_empty());
    }
    for key in &judgement.unknown_keys {
        prop_assert!(bag.contains_key(key));
    }
    Ok(())
}

/// A version with types for [`fitting`].
fn types() -> Version {
    version(
        bag(vec![]),
        vec![
            structure(
                "Item",
                vec![
                    field("name", plain()).required(),
                    field("size", integer(IntegerWidth::I16)).or(json!(7)),
                    field("links", set(text(TextFormat::Url))).alias("urls", true),
                ],
            ),
            union(
                "Either",
                None,
                false,
                &[
                    ("number", integer(IntegerWidth::I64)),
                    ("item", named("Item")),
                ],
            ),
            union("Tagged", Some("kind"), false, &[("item", named("Item"))]),
            models::enumeration("Word", false, &["a", "b"]),
        ],
    )
}

/// A type with a value that fits it.
fn fitting() -> impl Strategy<Value = (Type, Json)> {
    let scalar = prop_oneof![
        any::<String>().prop_map(|word| (plain(), json!(word))),
        any::<bool>().prop_map(|truth| (Type::new(Kind::Bool), json!(truth))),
        any::<i16>().prop_map(|number| (integer(IntegerWidth::I16), json!(number))),
        any::<u64>().prop_map(|number| (integer(IntegerWidth::U64), json!(number))),
        prop::num::f64::NORMAL.prop_map(|float| (Type::new(Kind::Float), json!(float))),
        any::<String>().prop_map(|word| (named("Word"), json!(word))),
        any_json().prop_map(|value| (Type::new(Kind::Any), value)),
    ];
    let item = (
        any::<String>(),
        any::<Option<i16>>(),
        prop::option::of("[a-z]{1,3}:[a-z]{1,3}"),
    )
        .prop_map(|(name, size, link)| {
            let mut item = json!({"name": name, "unknown": 1});
            if let Some(size) = size {
                item["size"] = json!(size);
            }
            if let Some(link) = link {
                item["urls"] = json!([link, link]);
            }
            item
        })
        .boxed();
    let tagged = item.clone().prop_map(|mut item| {
        item["kind"] = json!("item");
        item
    });
    prop_oneof![
        scalar,
        item.clone().prop_map(|item| (named("Item"), item)),
        item.clone().prop_map(|item| (named("Either"), item)),
        any::<i64>().prop_map(|number| (named("Either"), json!(number))),
        tagged.prop_map(|value| (named("Tagged"), value)),
        prop::collection::vec(item.clone(), 0..4)
            .prop_map(|items| (list(named("Item")), Json::Array(items))),
        prop::collection::vec(item.clone(), 0..4)
            .prop_map(|items| (set(named("Item")), Json::Array(items))),
        prop::collection::btree_map(any::<String>(), item, 0..4).prop_map(|items| {
            let members: Map<String, Json> = items.into_iter().collect();
            (map(plain(), named("Item")), Json::Object(members))
        }),
    ]
}

fn written_and_read(encoding: &Encoding, ty: &Type, value: &Json) -> Result<(), TestCaseError> {
    let version = types();
    let Ok(written) = encode(&version, ty, encoding, value) else {
        return Ok(());
    };
    let read = decode(&version, ty, encoding, &written);
    let read = read.map_err(|error| TestCaseError::fail(format!("{written}: {error}")))?;
    let findings = check(&version, ty, &read);
    prop_assert!(findings.fits(), "{}: {:?}", written, findings);
    let again = encode(&version, ty, encoding, &read);
    prop_assert_eq!(again, Ok(written));
    Ok(())
}

proptest! {
    #[test]
    fn every_databag_gets_a_consistent_verdict(bag in any_bag()) {
        for (_, version) in models::all() {
            for scope in Scope::ALL {
                let judgement = judge(&version, Role::Provider, scope, &bag);
                is_consistent(&judgement, &bag)?;
            }
        }
    }

    #[test]
    fn every_value_under_every_declared_key_gets_a_consistent_verdict(value in any_value()) {
        for (_, version) in models::all() {
            let declared = version.bag(Role::Provider, Scope::App).unwrap();
            let fields = declared.fields.iter().map(|field| field.name.as_str());
            for key in fields.chain(["config", "host.example"]) {
                let bag = BTreeMap::from([(key.to_owned(), value.clone())]);
                let judgement = judge(&version, Role::Provider, Scope::App, &bag);
                is_consistent(&judgement, &bag)?;
            }
        }
    }

    #[test]
    fn a_verdict_is_the_same_every_time(bag in any_bag()) {
        for (_, version) in models::all() {
            let first = judge(&version, Role::Provider, Scope::App, &bag);
            prop_assert_eq!(first, judge(&version, Role::Provider, Scope::App, &bag));
        }
    }

    #[test]
    fn unknown_keys_have_no_influence(bag in any_bag(), value in any_value()) {
        let version = models::kratos_external_idp();
        let mut more = bag.clone();
        more.insert("no key of it".to_owned(), value);
        let before = judge(&version, Role::Provider, Scope::App, &bag);
        let mut after = judge(&version, Role::Provider, Scope::App, &more);
        after.unknown_keys.retain(|key| key != "no key of it");
        prop_assert_eq!(before, after);
    }

    #[test]
    fn any_json_is_judged_against_any_type(value in any_json()) {
        for (_, version) in models::all() {
            for decl in &version.types {
                let ty = named(&decl.name);
                let fits = check(&version, &ty, &value).fits();
                // What is written of a value fits exactly if the value does.
                let written = encode(&version, &ty, &Encoding::Json, &value).unwrap();
                let read: Json = serde_json::from_str(&written).unwrap();
                prop_assert!(!fits || check(&version, &ty, &read).fits(), "{}", written);
            }
        }
    }

    #[test]
    fn what_fits_is_written_and_read_back((ty, value) in fitting()) {
        prop_assert!(check(&types(), &ty, &value).fits());
        written_and_read(&Encoding::Json, &ty, &value)?;
        written_and_read(&Encoding::RAW, &ty, &value)?;
        written_and_read(&Encoding::Separated { by: ",".into() }, &ty, &value)?;
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn what_fits_is_written_and_read_back_as_yaml((ty, value) in fitting()) {
        written_and_read(&Encoding::Yaml, &ty, &value)?;
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn any_text_is_read_as_yaml_or_refused(text in any::<String>()) {
        let _ = decode(&types(), &Type::new(Kind::Any), &Encoding::Yaml, &text);
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn yaml_like_text_is_read_or_refused(text in "[-:{}\\[\\]&*!|>'\"a1 ,\n#%@?~<]{0,60}") {
        let _ = decode(&types(), &Type::new(Kind::Any), &Encoding::Yaml, &text);
    }

    #[test]
    fn a_written_databag_is_ready(
        host in "[a-z]{1,8}",
        port in 1_u16..,
        names in prop::collection::vec("[a-z]{1,5}", 1..4),
        document in prop::option::of(prop_oneof![Just(Document::Json), Just(Document::Yaml)]),
    ) {
        let mut app = bag(vec![
            field("host", text(TextFormat::Hostname)).raw().required(),
            field("port", integer(IntegerWidth::Port)).raw().alias("p", true),
            field("names", set(plain())).encoded(&[Encoding::Separated { by: ";".into() }]),
        ]);
        app.layouts.splice(0..0, document.map(|format| models::nested("data", format)));
        let version = version(app.clone(), vec![]);
        let values = json!({"host": host, "port": port, "names": names});
        let written = encode_bag(&version, &app, values.as_object().unwrap()).unwrap();
        let judgement = judge(&version, Role::Provider, Scope::App, &written);
        if document != Some(Document::Yaml) || cfg!(feature = "yaml") {
            prop_assert_eq!(judgement.verdict, Verdict::Ready, "{:?}", judgement);
            prop_assert_eq!(&judgement.value["port"], &json!(port));
        }
    }

    #[test]
    fn any_text_is_a_frozen_specification_or_refused(text in any::<String>()) {
        prop_assert!(Interface::from_json_str(&text).is_err());
    }

    #[test]
    fn a_damaged_frozen_specification_is_read_or_refused(
        which in 0..5_usize, at: prop::sample::Index, with in "[\\[\\]{}:,\"a0 ]{0,3}",
    ) {
        let (name, version) = models::all().swap_remove(which);
        let mut text = interface(name, vec![version]).to_json_string();
        let at = at.index(text.len());
        text.replace_range(at..=at, &with);
        if let Ok(read) = Interface::from_json_str(&text) {
            let again = read.to_json_string();
            prop_assert_eq!(Interface::from_json_str(&again), Ok(read));
        }
    }
}
