//! Spellings of single values and whole databags.

use crate::models::{
    self, FieldExt, bag, field, integer, list, map, named, plain, set, structure, union, version,
};
use relata_spec::model::{
    BoolSpelling, Document, Encoding, IntegerWidth, Kind, Layout, Type, TypeDecl,
};
use relata_spec::wire::{decode, encode, encode_bag};
use serde_json::{Value as Json, json};

fn decoded(ty: &Type, encoding: &Encoding, text: &str) -> Result<Json, String> {
    decode(&version(bag(vec![]), vec![]), ty, encoding, text).map_err(|error| error.message())
}

fn encoded(types: Vec<TypeDecl>, ty: &Type, encoding: &Encoding, value: &Json) -> String {
    encode(&version(bag(vec![]), types), ty, encoding, value).unwrap()
}

fn separated(by: &str) -> Encoding {
    Encoding::Separated { by: by.into() }
}

#[test]
fn plain_text_is_a_number_only_for_a_number() {
    assert_eq!(decoded(&plain(), &Encoding::RAW, "42"), Ok(json!("42")));
    let byte = integer(IntegerWidth::U8);
    assert_eq!(decoded(&byte, &Encoding::RAW, "42"), Ok(json!(42)));
    assert_eq!(decoded(&byte, &Encoding::RAW, "-7"), Ok(json!(-7)));
    for text in ["", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "١"] {
        assert!(decoded(&byte, &Encoding::RAW, text).is_err(), "{text:?}");
    }
}

#[test]
fn plain_text_numbers_are_as_large_as_json_holds() {
    let word = integer(IntegerWidth::U64);
    let most = u64::MAX.to_string();
    assert_eq!(decoded(&word, &Encoding::RAW, &most), Ok(json!(u64::MAX)));
    let version = version(bag(vec![]), vec![]);
    let error = decode(&version, &word, &Encoding::RAW, &format!("{most}0")).unwrap_err();
    assert_eq!(error.rule, "B3");
}

#[test]
fn a_plain_fraction_is_spelled_as_in_json() {
    let float = Type::new(Kind::Float);
    assert_eq!(decoded(&float, &Encoding::RAW, "1.5"), Ok(json!(1.5)));
    for text in ["", ".5", "5.", "NaN", "inf", " 1", "1\n", "1e999", "1,5"] {
        assert!(decoded(&float, &Encoding::RAW, text).is_err(), "{text:?}");
    }
    assert_eq!(encoded(vec![], &float, &Encoding::RAW, &json!(1)), "1.0");
    assert_eq!(encoded(vec![], &float, &Encoding::Json, &json!(1)), "1.0");
}

#[test]
fn booleans_are_read_in_every_declared_spelling_and_written_in_the_first() {
    let python = Encoding::Raw {
        bools: BoolSpelling {
            yes: vec!["True".into(), "true".into()],
            no: vec!["False".into()],
        },
    };
    let bool = Type::new(Kind::Bool);
    assert_eq!(decoded(&bool, &python, "true"), Ok(json!(true)));
    assert_eq!(decoded(&bool, &python, "False"), Ok(json!(false)));
    assert!(decoded(&bool, &python, "false").is_err());
    assert_eq!(encoded(vec![], &bool, &python, &json!(true)), "True");
    assert_eq!(
        decoded(&bool, &Encoding::RAW, "True"),
        Err("expected `true` or `false`, found the text `True`: the writer seems to use `str()` of Python".into())
    );
}

#[test]
fn a_separated_list_is_split_at_every_separator_and_nowhere_else() {
    let csv = separated(",");
    assert_eq!(
        decoded(&list(plain()), &csv, "a, b,"),
        Ok(json!(["a", "b"]))
    );
    let numbers = list(integer(IntegerWidth::U8));
    assert_eq!(decoded(&numbers, &csv, "1,2"), Ok(json!([1, 2])));
    assert_eq!(decoded(&numbers, &csv, "1, 2"), Ok(json!([1, 2])));
    assert!(decoded(&numbers, &csv, "1;2").is_err());
    assert_eq!(
        encoded(
            vec![],
            &set(plain()),
            &separated(";"),
            &json!(["b", "a", "b"])
        ),
        "a;b"
    );
}

#[test]
fn an_element_that_contains_the_separator_is_not_written() {
    let version = version(bag(vec![]), vec![]);
    for elements in [json!(["a,b"]), json!([""]), json!([" a"])] {
        assert!(encode(&version, &list(plain()), &separated(","), &elements).is_err());
    }
}

#[test]
fn plain_text_holds_no_object() {
    let error = decoded(&map(plain(), plain()), &Encoding::RAW, "{}").unwrap_err();
    assert_eq!(
        error,
        "expected an object, which plain text cannot hold, found the text `{}`: the writer seems to use JSON"
    );
}

#[test]
fn a_union_of_scalars_is_read_from_plain_text_by_fit() {
    let either = union(
        "Either",
        None,
        false,
        &[("port", integer(IntegerWidth::Port)), ("word", plain())],
    );
    let version = version(bag(vec![]), vec![either]);
    let read = |text| decode(&version, &named("Either"), &Encoding::RAW, text).unwrap();
    assert_eq!(read("80"), json!(80));
    assert_eq!(read("0"), json!("0"));
    assert_eq!(read("http"), json!("http"));
}

#[test]
fn members_stand_in_declared_order_and_map_keys_are_sorted() {
    let item = vec![structure(
        "Item",
        vec![
            field("z", plain()).alias("y", true),
            field("a", map(plain(), plain())),
            field("n", integer(IntegerWidth::U8)).or(json!(7)),
        ],
    )];
    let value = json!({"a": {"b": "1", "a": "2"}, "z": "3", "unknown": 1});
    assert_eq!(
        encoded(item, &named("Item"), &Encoding::Json, &value),
        r#"{"z":"3","y":"3","a":{"a":"2","b":"1"},"n":7}"#
    );
}

#[test]
fn the_tag_of_a_union_stands_first_and_an_unknown_shape_is_kept() {
    let types = || {
        vec![
            union("Shape", Some("kind"), false, &[("circle", named("Circle"))]),
            structure("Circle", vec![field("area", plain())]),
        ]
    };
    let shape = named("Shape");
    assert_eq!(
        encoded(
            types(),
            &shape,
            &Encoding::Json,
            &json!({"area": "1", "kind": "circle"})
        ),
        r#"{"kind":"circle","area":"1"}"#
    );
    assert_eq!(
        encoded(
            types(),
            &shape,
            &Encoding::Json,
            &json!({"tips": 5, "kind": "star"})
        ),
        r#"{"kind":"star","tips":5}"#
    );
}

#[test]
fn sets_are_sorted_by_their_canonical_json() {
    let item = vec![structure(
        "Item",
        vec![field("a", plain()), field("b", plain())],
    )];
    let value =
        json!([{"b": "1", "a": "2"}, {"a": "1", "b": "2"}, {"new": 1}, {"b": "2", "a": "1"}]);
    assert_eq!(
        encoded(item, &set(named("Item")), &Encoding::Json, &value),
        r#"[{"a":"1","b":"2"},{"a":"2","b":"1"}]"#
    );
}

#[test]
fn a_databag_is_written_in_its_first_layout_and_reads_ready() {
    let version = models::tls_certificates();
    let bag = version.bag(
        relata_spec::model::Role::Provider,
        relata_spec::model::Scope::App,
    );
    let values = json!({
        "ca": "C", "chain": "H", "unit_name": null, "unknown key": 1,
        "host.example": {"key": "k", "cert": "c"},
    });
    let written = encode_bag(&version, bag.unwrap(), values.as_object().unwrap()).unwrap();
    let entries: Vec<(&str, &str)> = written
        .iter()
        .map(|(key, text)| (key.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        entries,
        [
            ("ca", "C"),
            ("chain", "H"),
            ("host.example", r#"{"cert":"c","key":"k"}"#),
        ]
    );
}

#[test]
fn a_nested_databag_is_written_as_one_document() {
    let mut app = bag(vec![field("b", plain()).raw(), field("a", plain()).raw()]);
    app.layouts = vec![models::nested("data", Document::Yaml), Layout::Keys];
    let version = version(app.clone(), vec![]);
    let values = json!({"a": "1\u{7f}", "b": "2"});
    let written = encode_bag(&version, &app, values.as_object().unwrap()).unwrap();
    assert_eq!(written["data"], r#"{"b":"2","a":"1\u007f"}"#);
    assert_eq!(written.len(), 1);
}

#[test]
fn an_unwritable_field_is_named() {
    let app = bag(vec![
        field("hosts", list(plain())).encoded(&[separated(",")]),
    ]);
    let version = version(app.clone(), vec![]);
    let values = json!({"hosts": ["a,b"]});
    let error = encode_bag(&version, &app, values.as_object().unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`hosts`: an element contains the separator `,`"
    );
}

#[cfg(feature = "yaml")]
mod yaml {
    use super::*;

    fn read(text: &str) -> Json {
        decoded(&Type::new(Kind::Any), &Encoding::Yaml, text).unwrap()
    }

    #[test]
    fn what_python_dumps_is_understood() {
        // yaml.safe_dump({"a": "yes", "b": True, "c": None, "d": "1.10", "e": 1.5,
        //   "f": ["y", "n", "012", "1_000", "2001-01-01", "~", "null", "1:30"],
        //   "g": "x: y", "h": "a\nb\n", "i": "", "j": {}, "k": []})
        let dumped = "a: 'yes'\nb: true\nc: null\nd: '1.10'\ne: 1.5\nf:\n- y\n- n\n- '012'\n\
                      - '1_000'\n- '2001-01-01'\n- '~'\n- 'null'\n- '1:30'\ng: 'x: y'\nh: 'a\n\n  \
                      b\n\n  '\ni: ''\nj: {}\nk: []\n";
        assert_eq!(
            read(dumped),
            json!({
                "a": "yes", "b": true, "c": null, "d": "1.10", "e": 1.5,
                "f": ["y", "n", "012", "1_000", "2001-01-01", "~", "null", "1:30"],
                "g": "x: y", "h": "a\nb\n", "i": "", "j": {}, "k": [],
            })
        );
    }

    #[test]
    fn anchors_that_python_dumps_for_repeated_values_are_followed() {
        assert_eq!(
            read("a: &id001\n- x\nb: *id001\n"),
            json!({"a": ["x"], "b": ["x"]})
        );
    }

    #[test]
    fn keys_that_are_numbers_are_texts() {
        assert_eq!(read("1: a\ntrue: b\n"), json!({"1": "a", "true": "b"}));
    }

    #[test]
    fn json_is_yaml() {
        assert_eq!(
            read(r#"{"a":[1,"x\n\u00e9"],"b":{}}"#),
            json!({"a": [1, "x\né"], "b": {}})
        );
    }

    #[test]
    fn a_long_key_is_a_key() {
        let text = format!("{{\"{}\":1}}", "k".repeat(10_000));
        assert!(read(&text).is_object());
    }

    #[test]
    fn of_two_equal_keys_the_last_counts() {
        assert_eq!(read("a: 1\na: 2\n"), json!({"a": 2}));
    }

    #[test]
    fn broken_yaml_is_told_and_what_is_confidential_is_not_shown() {
        let error = decoded(&plain(), &Encoding::Yaml, "a: [hunter2").unwrap_err();
        assert!(
            error.starts_with("expected YAML, found broken YAML ("),
            "{error}"
        );
        let error = decoded(&models::sensitive(), &Encoding::Yaml, "a: [hunter2").unwrap_err();
        assert_eq!(error, "expected YAML, found broken YAML");
    }
}
