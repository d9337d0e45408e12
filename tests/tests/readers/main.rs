//! The typed reader and the interpreter read alike.
//!
//! The runtime decodes straight into types; the interpreter of `relata-spec`
//! judges against the model. They share no code, so every databag of every
//! interface is read by both, on made-up data: the verdicts must be the same.

mod typed;

use proptest::prelude::*;
use relata::spec::bag::{Verdict, judge};
use relata::spec::model::{Bag as BagModel, Field, Interface, Layout, Role, Scope, Version};
use relata::spec::wire;
use relata::{Bag, Databag, Reading, RoleKind, ScopeKind};
use relata_interfaces::catalogue;
use serde_json::{Value as Json, json};

/// One typed databag: where it belongs, and how it is read and written back.
struct Reader {
    interface: &'static str,
    versions: &'static [u32],
    role: Role,
    scope: Scope,
    read: fn(&Databag) -> (Verdict, Option<Databag>),
}

fn reader<B: Bag>() -> Reader {
    let table = B::TABLE;
    Reader {
        interface: table.interface,
        versions: table.versions,
        role: match table.role {
            RoleKind::Provider => Role::Provider,
            RoleKind::Requirer => Role::Requirer,
            RoleKind::Peer => Role::Peer,
        },
        scope: match table.scope {
            ScopeKind::App => Scope::App,
            ScopeKind::Unit => Scope::Unit,
        },
        read: |bag| match relata::read::<B>(bag) {
            Reading::Absent => (Verdict::Absent, None),
            Reading::Incomplete(_) => (Verdict::Incomplete, None),
            Reading::Invalid(report) => {
                assert!(!report.problems.is_empty(), "{report}");
                assert!(!report.line().is_empty());
                (Verdict::Invalid, None)
            }
            Reading::Ready(value) => {
                let version = B::TABLE.versions.last().copied().unwrap_or_default();
                // A list that is read from nothing but separators has no element. Its text
                // is the empty one, which Juju takes for missing: it cannot be written.
                let is_only_separators = |text: &String| !text.contains(char::is_alphanumeric);
                match relata::write(&value, version) {
                    Ok(written) => (Verdict::Ready, Some(written)),
                    Err(report) => {
                        let is_known = report.problems.iter().all(|problem| problem.rule == "B1")
                            && bag.values().any(is_only_separators);
                        assert!(is_known, "what was read cannot be written: {report}");
                        (Verdict::Ready, None)
                    }
                }
            }
        },
    }
}

/// Every databag of the catalogue, with its model and its reader.
fn bags() -> Vec<(Interface, u32, Reader)> {
    let catalogue = catalogue();
    let mut bags: Vec<(Interface, u32, Reader)> = Vec::new();
    for reader in typed::readers() {
        let interface = catalogue
            .iter()
            .find(|interface| interface.name == reader.interface)
            .unwrap_or_else(|| panic!("{} is in the catalogue", reader.interface));
        for number in reader.versions {
            let known = |(of, version, other): &(Interface, u32, Reader)| {
                (of.name.as_str(), *version, other.role, other.scope)
                    == (reader.interface, *number, reader.role, reader.scope)
            };
            if bags.iter().any(known) {
                continue;
            }
            bags.push((
                interface.clone(),
                *number,
                Reader {
                    versions: &[],
                    ..reader
                },
            ));
        }
    }
    bags
}

#[test]
fn every_databag_of_the_catalogue_has_a_reader() {
    let known: Vec<(String, u32, Role, Scope)> = bags()
        .iter()
        .map(|(interface, number, reader)| {
            (interface.name.clone(), *number, reader.role, reader.scope)
        })
        .collect();
    for interface in catalogue() {
        for version in &interface.versions {
            for (role, spec) in &version.roles {
                for scope in Scope::ALL {
                    if spec.bag(scope).is_some() {
                        let place = (interface.name.clone(), version.number, *role, scope);
                        assert!(known.contains(&place), "{place:?}: add it to `typed.rs`");
                    }
                }
            }
        }
    }
}

/// Texts that are read differently from how they look.
fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "",
            "null",
            "true",
            "True",
            "0",
            "1",
            "-1",
            "65535",
            "65536",
            "1.10",
            "4.0",
            "1e3",
            "[]",
            "{}",
            "[{}]",
            "[null]",
            "\"\"",
            "\"a\"",
            "a,b",
            "a;b",
            ",",
            " ",
            "yes",
            "~",
            "[1,\"a\",{}]",
            "{\"url\":\"http://a\"}",
            "url: http://a",
            "{\"a\":{\"b\":[{}]}}",
            "secret:d40rbhnmp25c76d6bdn0",
            "https://a.example:8443",
            "-----BEGIN CERTIFICATE-----",
            "{\"x\":",
            "\u{0}",
            "- a\n- b\n",
            "&a [*a]",
            "99999999999999999999",
            "0x10",
            "+1",
        ])
        .prop_map(str::to_owned),
    ]
}

fn odd_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1.0e6..1.0e6f64).prop_map(Json::from),
        odd_text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(
                prop::sample::select(vec!["url", "name", "provider", "cert", "csr", "error", "x"])
                    .prop_map(str::to_owned),
                inner,
                0..4
            )
            .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// What happens to one field of a good databag.
#[derive(Debug, Clone)]
enum Turn {
    Keep,
    Drop,
    Text(String),
    Json(Json),
    /// One place inside the value is replaced.
    Inside(usize, Json),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => Just(Turn::Keep),
        2 => Just(Turn::Drop),
        2 => odd_text().prop_map(Turn::Text),
        2 => odd_json().prop_map(Turn::Json),
        3 => (any::<usize>(), odd_json()).prop_map(|(place, json)| Turn::Inside(place, json)),
    ]
}

/// Replaces the `place`th node of a value.
fn replace(value: &mut Json, place: &mut usize, with: &Json) {
    if *place == 0 {
        *value = with.clone();
    }
    *place = place.wrapping_sub(1);
    match value {
        Json::Array(list) => list.iter_mut().for_each(|one| replace(one, place, with)),
        Json::Object(map) => map.values_mut().for_each(|one| replace(one, place, with)),
        _ => {}
    }
}

fn nodes(value: &Json) -> usize {
    1 + match value {
        Json::Array(list) => list.iter().map(nodes).sum(),
        Json::Object(map) => map.values().map(nodes).sum(),
        _ => 0,
    }
}

/// The example of a field, turned, as the text of a databag.
fn text(version: &Version, field: &Field, turn: &Turn) -> Option<String> {
    let example = || field.examples.first().cloned().unwrap_or(json!("x"));
    let encode = |value: &Json| {
        let encoding = field.encodings.first()?;
        wire::encode(version, &field.ty, encoding, value).ok()
    };
    match turn {
        Turn::Keep => encode(&example()).or_else(|| Some(example().to_string())),
        Turn::Drop => None,
        Turn::Text(text) => Some(text.clone()),
        Turn::Json(value) => Some(value.to_string()),
        Turn::Inside(place, with) => {
            let mut value = example();
            let mut place = place % nodes(&value);
            replace(&mut value, &mut place, with);
            Some(encode(&value).unwrap_or_else(|| value.to_string()))
        }
    }
}

fn databag(
    version: &Version,
    bag: &BagModel,
    turns: &[Turn],
    extra: &[(String, String)],
) -> Databag {
    let mut databag: Databag = extra.iter().cloned().collect();
    let nested = bag.layouts.iter().find_map(|layout| match layout {
        Layout::Nested { key, .. } => Some(key),
        Layout::Keys => None,
    });
    let turned = bag.fields.iter().zip(turns.iter().cycle());
    if let Some(key) = nested {
        let object: serde_json::Map<String, Json> = turned
            .filter_map(|(field, turn)| {
                let mut value = field.examples.first().cloned().unwrap_or(Json::Null);
                match turn {
                    Turn::Keep => {}
                    Turn::Drop => return None,
                    Turn::Text(text) => value = Json::from(text.clone()),
                    Turn::Json(json) => value = json.clone(),
                    Turn::Inside(place, with) => {
                        let mut place = place % nodes(&value);
                        replace(&mut value, &mut place, with);
                    }
                }
                Some((field.name.clone(), value))
            })
            .collect();
        databag.insert(key.clone(), Json::from(object).to_string());
        return databag;
    }
    for (field, turn) in turned {
        if let Some(text) = text(version, field, turn) {
            databag.insert(field.name.clone(), text);
        }
    }
    databag
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_typed_reader_and_the_interpreter_come_to_the_same_verdict(
        turns in prop::collection::vec(turn(), 1..12),
        extra in prop::collection::vec((odd_text(), odd_text()), 0..3),
    ) {
        for (interface, number, reader) in bags() {
            let version = interface.version(number).expect("the version is declared");
            let model = version.bag(reader.role, reader.scope).expect("the databag is declared");
            let bag = databag(version, model, &turns, &extra);
            let judgement = judge(version, reader.role, reader.scope, &bag);
            let (verdict, written) = (reader.read)(&bag);
            prop_assert_eq!(
                verdict,
                judgement.verdict,
                "{} v{} {} {}: {:?}\n{:?} {:?}",
                interface.name, number, reader.role, reader.scope, bag,
                judgement.missing, judgement.problems
            );
            // What was read and written back is ready again, and stays as it is.
            if let Some(written) = written {
                let (again, rewritten) = (reader.read)(&written);
                prop_assert!(matches!(again, Verdict::Ready | Verdict::Absent), "{again:?}: {written:#?}");
                if let Some(rewritten) = rewritten {
                    prop_assert_eq!(written, rewritten);
                }
            }
        }
    }
}

#[test]
fn an_empty_databag_is_absent_everywhere() {
    for (interface, number, reader) in bags() {
        let (verdict, _) = (reader.read)(&Databag::new());
        assert_eq!(verdict, Verdict::Absent, "{} v{number}", interface.name);
    }
}
