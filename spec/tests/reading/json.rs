//! Frozen specifications.

use crate::models::{
    self, FieldExt, bag, decl, field, interface, list, named, plain, structure, union, version,
};
use relata_spec::Interface;
use relata_spec::model::{
    CheckKind, Constraint, Expectation, Expected, Kind, MarkerSpelling, Moment, Predicate, Role,
    RoleSpec, Type, TypeBody, TypeDecl, Version,
};
use serde_json::json;

fn refused(versions: Vec<Version>) -> String {
    let text = interface("test", versions).to_json_string();
    Interface::from_json_str(&text).unwrap_err().to_string()
}

fn refused_types(types: Vec<TypeDecl>) -> String {
    refused(vec![version(bag(vec![]), types)])
}

#[test]
fn what_is_written_is_read_back() {
    for (name, version) in models::all() {
        let interface = interface(name, vec![version]);
        let text = interface.to_json_string();
        assert!(text.ends_with("}\n"));
        assert_eq!(Interface::from_json_str(&text), Ok(interface), "{name}");
    }
}

#[test]
fn the_envelope_states_the_format() {
    let text = interface("test", vec![version(bag(vec![]), vec![])]).to_json_string();
    assert!(text.starts_with("{\n  \"relata\": 1,\n  \"interface\": {\n    \"name\": \"test\","));
}

#[test]
fn broken_json_is_reported_with_line_and_column() {
    let error = Interface::from_json_str("{\n  \"relata\": 1,\n  \"interface\": }").unwrap_err();
    assert_eq!(error.to_string(), "line 3, column 16: expected value");
}

#[test]
fn a_newer_format_is_refused_whatever_else_is_in_it() {
    let error = Interface::from_json_str(r#"{"relata": 2, "future": []}"#).unwrap_err();
    assert!(error.message.contains("format 2"), "{error}");
    assert!(error.message.contains("update relata"), "{error}");
}

#[test]
fn something_else_than_a_frozen_specification_is_refused() {
    for text in [
        "",
        "[]",
        "{}",
        "null",
        r#"{"relata": -1}"#,
        r#"{"relata": 0}"#,
        r#"{"relata": 1}"#,
    ] {
        assert!(Interface::from_json_str(text).is_err(), "{text}");
    }
}

#[test]
fn an_unknown_member_is_refused_and_named() {
    let text = interface("test", vec![version(bag(vec![]), vec![])])
        .to_json_string()
        .replace("\"summary\"", "\"summery\"");
    let error = Interface::from_json_str(&text).unwrap_err();
    assert!(error.message.contains("unknown field `summery`"), "{error}");
    assert_eq!(error.place.map(|(line, _)| line), Some(5));
}

#[test]
fn versions_have_to_be_there_and_in_order() {
    assert_eq!(refused(vec![]), "`test` has no version");
    let twice = vec![version(bag(vec![]), vec![]), version(bag(vec![]), vec![])];
    assert_eq!(
        refused(twice),
        "v0 stands before v0: versions are in ascending order"
    );
}

#[test]
fn an_undeclared_type_is_refused_with_a_suggestion() {
    let app = bag(vec![field("items", list(named("Itme")))]);
    let types = vec![structure("Item", vec![])];
    assert_eq!(
        refused(vec![version(app, types)]),
        "v0: provider/app: `items`: the type `Itme` is not declared; did you mean `Item`?"
    );
}

#[test]
fn a_type_that_contains_itself_without_end_is_refused() {
    let alias = |name: &str, of: Type| decl(name, TypeBody::Alias { of, rust: None });
    assert_eq!(
        refused_types(vec![alias("A", named("B")), alias("B", named("A"))]),
        "v0: the type `A` contains itself"
    );
    assert_eq!(
        refused_types(vec![union("U", None, false, &[("u", named("U"))])]),
        "v0: the type `U` contains itself"
    );
    assert_eq!(
        refused_types(vec![structure(
            "S",
            vec![field("s", named("S")).required()]
        )]),
        "v0: the type `S` contains itself"
    );
    // These have an end.
    let types = vec![
        structure("S", vec![field("s", named("S"))]),
        union("U", None, false, &[("u", list(named("U")))]),
    ];
    let text = interface("test", vec![version(bag(vec![]), types)]).to_json_string();
    assert!(Interface::from_json_str(&text).is_ok());
}

#[test]
fn a_type_declared_twice_is_refused() {
    assert_eq!(
        refused_types(vec![structure("S", vec![]), structure("S", vec![])]),
        "v0: the type `S` is declared twice"
    );
}

#[test]
fn two_fields_of_one_name_are_refused() {
    let app = bag(vec![
        field("a", plain()),
        field("b", plain()).alias("a", false),
    ]);
    assert_eq!(
        refused(vec![version(app, vec![])]),
        "v0: provider/app: two fields are read from `a`"
    );
}

#[test]
fn a_check_of_an_unknown_field_is_refused() {
    let mut app = bag(vec![field("a", plain())]);
    app.checks.push(models::check(
        CheckKind::Named,
        "wrong",
        models::present("b"),
    ));
    assert_eq!(
        refused(vec![version(app, vec![])]),
        "v0: provider/app: the check `wrong` names `b`, which is no field"
    );
}

#[test]
fn markers_stand_in_databags_and_once() {
    let marker = |name: &str| field(name, plain()).marker(MarkerSpelling::Number);
    let app = bag(vec![marker("a"), marker("b")]);
    assert_eq!(
        refused(vec![version(app, vec![])]),
        "v0: provider/app: the databag has two version markers"
    );
    assert_eq!(
        refused_types(vec![structure("S", vec![marker("a")])]),
        "v0: `S`: `a` is a version marker outside of a databag"
    );
}

#[test]
fn a_malformed_pattern_is_refused() {
    let ty = Type {
        constraints: vec![Constraint::Pattern("(".into())],
        ..plain()
    };
    let error = refused(vec![version(bag(vec![field("a", ty)]), vec![])]);
    assert!(
        error.starts_with("v0: provider/app: `a`: the pattern `(`: "),
        "{error}"
    );
}

#[test]
fn a_secret_has_to_be_declared_as_one() {
    let secret = Type::new(Kind::Secret {
        content: "S".into(),
    });
    let app = bag(vec![field("s", secret)]);
    let error = refused(vec![version(app, vec![structure("S", vec![])])]);
    assert_eq!(error, "v0: provider/app: `s`: `S` is no secret");
}

#[test]
fn objects_in_defaults_and_examples_are_sorted() {
    let mut a = field("a", Type::new(Kind::Any)).or(json!({"z": {"y": 1, "b": 2}, "c": 3}));
    a.examples.push(json!([{"z": 1, "a": 2}]));
    let text = interface("test", vec![version(bag(vec![a]), vec![])]).to_json_string();
    let positions = [
        "\"c\": 3", "\"z\": {", "\"b\": 2", "\"y\": 1", "\"a\": 2", "\"z\": 1",
    ]
    .map(|part| text.find(part).expect(part));
    assert!(positions.is_sorted(), "{text}");
}

#[test]
fn deep_nesting_is_an_error() {
    let text = format!("{{\"relata\": 1, \"interface\": {}", "[".repeat(1_000_000));
    assert!(Interface::from_json_str(&text).is_err());
}

#[test]
fn an_expectation_is_read_back_and_names_fields_that_are_there() {
    let expecting = |own: &str, other: &str| {
        let mut version = version(bag(vec![field("url", plain())]), vec![]);
        let requirer = RoleSpec {
            app: Some(bag(vec![field("name", plain())])),
            ..RoleSpec::default()
        };
        version.roles.insert(Role::Requirer, requirer);
        let provider = version.roles.get_mut(&Role::Provider).expect("a provider");
        provider.expects = vec![Expectation {
            doc: "Answers.".into(),
            expected: Expected::Holds(Predicate::Present(own.into())),
            when: vec![Moment::Silent, Moment::Missing(other.into())],
        }];
        version
    };
    let good = interface("test", vec![expecting("app.url", "app.name")]);
    let text = good.to_json_string();
    assert!(text.contains("\"missing\": \"app.name\""), "{text}");
    assert_eq!(Interface::from_json_str(&text), Ok(good));
    for (own, other, told) in [
        (
            "app.uri",
            "app.name",
            "`app.uri`, which is no field of the provider",
        ),
        (
            "unit.url",
            "app.name",
            "`unit.url`, which is no field of the provider",
        ),
        ("url", "app.name", "`url`, which says no databag"),
        (
            "app.url",
            "app.url",
            "`app.url`, which is no field of the requirer",
        ),
    ] {
        let why = refused(vec![expecting(own, other)]);
        let expected = format!("v0: provider: an expectation names {told}");
        assert_eq!(why, expected);
    }
}
