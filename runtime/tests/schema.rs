//! Does a generated type fit its own JSON Schema?
#![cfg(feature = "schema")]

mod common;

#[path = "common/everything.rs"]
mod declared;

use declared::everything::{v0, v1};
use jsonschema::Validator;
use relata::{Json, Port, Sensitive};
use schemars::JsonSchema;
use serde_json::json;

fn validator<T: JsonSchema>() -> Validator {
    let schema = schemars::schema_for!(T).to_value();
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}

/// Whether a value fits the schema of its type.
fn fits<T: JsonSchema + relata::Value>(value: &T) {
    let json = serde_json::to_value(value).expect("a value that can be written");
    fits_as::<T>(&json);
}

fn fits_as<T: JsonSchema>(json: &Json) {
    let validator = validator::<T>();
    let problems: Vec<String> = validator
        .iter_errors(json)
        .map(|error| error.to_string())
        .collect();
    assert!(problems.is_empty(), "{json}: {problems:?}");
}

fn thing(name: &str) -> v0::Thing {
    v0::Thing {
        name: name.into(),
        size: Some(1),
        children: vec![],
        kind: v0::Kind::Unknown("new".into()),
    }
}

fn app() -> v1::ProviderApp {
    v1::ProviderApp {
        text: Some("x".into()),
        number: Some(7),
        level: 2,
        ratio: Some(0.5),
        list: vec![thing("a")],
        set: [thing("b"), thing("a")].into_iter().collect(),
        map: Some(
            [(
                relata::UnitName::new("a/0").expect("a unit name"),
                thing("c"),
            )]
            .into(),
        ),
        event: Some(v1::Event::Began(v1::EventBegan {
            at: "now".into(),
            times: 2,
        })),
        events: vec![
            v1::Event::Unknown(json!({"type": "new", "x": 1})),
            v1::Event::Moved(thing("d")),
            v1::Event::Ended(v1::EventEnded {}),
        ],
        place: Some(v1::Place::Number(7)),
        places: Some(
            [v1::Place::Text("x".into()), v1::Place::Thing(thing("e"))]
                .into_iter()
                .collect(),
        ),
        kind: Some(v1::Kind::DebugSymbols),
        state: Some(v1::State::Down),
        count: Some(v1::Count::Unknown(9)),
        any: Some(json!([1, {"a": null}])),
        more: None,
    }
}

#[test]
fn what_is_written_fits() {
    fits(&app());
    fits(&v0::ProviderApp {
        text: Some("x".into()),
        ..v0::ProviderApp::default()
    });
    fits(&v1::ProviderUnit {
        name: Some("x".into()),
        either: None,
        user: Some("x".into()),
        pass_word: Some(Sensitive::from("x")),
        port: Port::new(80).expect("a port"),
        truth: true,
        sizes: Some(vec![1, 2]),
        words: None,
        large: Some(u64::MAX),
        balance: Some(-0.5),
        login: relata::Secret::new("secret:d40rbhnmp25c76d6bdn0").ok(),
    });
    fits(&thing("x"));
    fits(&v1::Kind::Package);
    fits(&v1::Count::Four);
    fits(&v1::Place::Text("x".into()));
}

#[test]
fn what_breaks_the_declaration_does_not_fit() {
    let cases = [
        json!({"text": "x", "level": 11}),
        json!({"text": "too long a text"}),
        json!({"text": 7}),
        json!({"text": "x", "state": "sideways"}),
        json!({"text": "x", "list": [{"name": 7}]}),
        json!({"text": "x", "place": []}),
        json!({"level": 3}),
        json!([]),
    ];
    let validator = validator::<v1::ProviderApp>();
    for json in cases {
        assert!(!validator.is_valid(&json), "{json}");
    }
}

/// A type of one's own that holds generated ones.
struct Holder;

impl JsonSchema for Holder {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Holder".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let app = generator.subschema_for::<v1::ProviderApp>();
        let thing = generator.subschema_for::<v1::Thing>();
        let old = generator.subschema_for::<v0::ProviderApp>();
        schemars::json_schema!({
            "type": "object",
            "properties": { "app": app, "thing": thing, "old": old },
        })
    }
}

#[test]
fn a_generated_type_may_stand_in_another_schema() {
    let app = serde_json::to_value(app()).expect("a value that can be written");
    let thing = serde_json::to_value(thing("x")).expect("a value that can be written");
    fits_as::<Holder>(&json!({"app": app, "thing": thing, "old": {"text": "x"}}));
    let validator = validator::<Holder>();
    assert!(!validator.is_valid(&json!({"thing": {"name": 7}})));
    assert!(!validator.is_valid(&json!({"app": {"text": "x", "list": [{"name": 7}]}})));
}
