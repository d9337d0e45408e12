//! Whether decoded values fit their types.

use crate::models::{
    self, FieldExt, any_of, bag, decl, field, integer, list, map, named, plain, sensitive, set,
    structure, text, union, url, variant, version,
};
use relata_spec::model::{
    Constraint, EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody, TypeDecl,
};
use relata_spec::value::{Findings, check};
use serde_json::{Value as Json, json};

fn findings(types: Vec<TypeDecl>, ty: &Type, value: &Json) -> Findings {
    check(&version(bag(vec![]), types), ty, value)
}

fn said_of(types: Vec<TypeDecl>, ty: &Type, value: &Json) -> Vec<String> {
    findings(types, ty, value)
        .problems
        .iter()
        .map(|problem| format!("{} {}: {}", problem.rule, problem.path, problem.message()))
        .collect()
}

fn rules_of(ty: &Type, value: &Json) -> Vec<&'static str> {
    findings(vec![], ty, value)
        .problems
        .iter()
        .map(|problem| problem.rule)
        .collect()
}

fn narrowed(ty: Type, constraint: Constraint) -> Type {
    Type {
        constraints: vec![constraint],
        ..ty
    }
}

#[test]
fn a_whole_number_with_a_fraction_is_none() {
    let byte = integer(IntegerWidth::U8);
    assert!(rules_of(&byte, &json!(255)).is_empty());
    assert_eq!(rules_of(&byte, &json!(42.0)), ["B2"]);
    assert_eq!(rules_of(&byte, &json!("42")), ["B2"]);
    assert_eq!(rules_of(&byte, &json!(256)), ["B3"]);
    assert_eq!(rules_of(&byte, &json!(-1)), ["B3"]);
}

#[test]
fn a_number_that_no_integer_holds_is_out_of_range() {
    let huge: Json = serde_json::from_str("123456789012345678901234567890").unwrap();
    assert_eq!(rules_of(&integer(IntegerWidth::U64), &huge), ["B3"]);
}

#[test]
fn every_width_takes_exactly_its_bounds() {
    for width in IntegerWidth::ALL {
        let (least, most) = width.bounds();
        let fits = |number: i128| {
            let value: Json = serde_json::from_str(&number.to_string()).unwrap();
            rules_of(&integer(width), &value).is_empty()
        };
        assert!(fits(least) && fits(most), "{width:?}");
        assert!(!fits(least - 1) && !fits(most + 1), "{width:?}");
    }
}

#[test]
fn null_fits_nothing_but_any_value() {
    assert!(rules_of(&Type::new(Kind::Any), &Json::Null).is_empty());
    assert_eq!(rules_of(&plain(), &Json::Null), ["B2"]);
    assert_eq!(rules_of(&list(plain()), &json!(["a", null])), ["B2"]);
}

#[test]
fn constraints_are_judged_and_say_what_they_want() {
    let word = narrowed(plain(), Constraint::Pattern("^[a-z]+$".into()));
    assert_eq!(
        said_of(vec![], &word, &json!("A")),
        ["B4 : expected a text that matches `^[a-z]+$`, found the text `A`"]
    );
    let level = narrowed(
        integer(IntegerWidth::I64),
        Constraint::Range {
            min: Some(1.into()),
            max: Some(10.into()),
        },
    );
    assert_eq!(
        said_of(vec![], &level, &json!(11)),
        ["B3 : expected a number from 1 to 10, found the number 11"]
    );
    let short = narrowed(
        plain(),
        Constraint::Length {
            min: Some(1),
            max: Some(2),
        },
    );
    // Counted in characters, not in bytes.
    assert!(rules_of(&short, &json!("äö")).is_empty());
    assert_eq!(
        said_of(vec![], &short, &json!("äöü")),
        ["B5 : expected 1 to 2 characters, found 3"]
    );
}

#[test]
fn a_set_is_as_long_as_it_has_different_elements() {
    let pair = narrowed(
        set(named("Item")),
        Constraint::Length {
            min: Some(2),
            max: Some(2),
        },
    );
    let item = || {
        vec![structure(
            "Item",
            vec![field("a", plain()), field("b", plain()).or(json!("x"))],
        )]
    };
    let two = json!([{"a": "1"}, {"a": "2"}, {"b": "x", "a": "1", "new": 1}, {}, {"new": 1}]);
    assert_eq!(said_of(item(), &pair, &two), [""; 0]);
    assert_eq!(
        said_of(item(), &pair, &json!([{"a": "1"}, {"a": "1"}])),
        ["B5 : expected 2 elements, found 1"]
    );
}

#[test]
fn elements_without_a_known_member_are_dropped_and_others_are_not() {
    let strict = || vec![structure("Item", vec![field("url", url()).required()])];
    let items = list(named("Item"));
    assert_eq!(said_of(strict(), &items, &json!([{}, {"new": 1}])), [""; 0]);
    assert_eq!(
        said_of(strict(), &items, &json!([{"url": null}])),
        ["B8 [0].url: expected a URL, found `null`"]
    );
    assert_eq!(
        said_of(
            strict(),
            &list(map(plain(), named("Item"))),
            &json!([{"x": {}}])
        ),
        [r#"B8 [0]["x"].url: expected a URL, found nothing"#]
    );
}

#[test]
fn a_misspelled_member_is_pointed_out() {
    let item = vec![structure("Item", vec![field("endpoint", url()).required()])];
    assert_eq!(
        said_of(item, &named("Item"), &json!({"endpiont": "x:y"})),
        ["B8 endpoint: expected a URL, found nothing: `endpiont` looks like a misspelling of it"]
    );
}

#[test]
fn a_default_takes_the_place_of_null() {
    let item = vec![structure("Item", vec![field("a", url()).or(json!("x:y"))])];
    assert!(findings(item, &named("Item"), &json!({"a": null})).fits());
}

#[test]
fn groups_inside_an_object_are_problems() {
    let item = decl(
        "Item",
        TypeBody::Struct {
            fields: vec![field("a", plain()), field("b", plain())],
            rest: None,
            checks: vec![any_of(&["a", "b"])],
        },
    );
    assert_eq!(
        said_of(vec![item], &named("Item"), &json!({})),
        ["B9 : one of them is needed"]
    );
}

#[test]
fn other_members_are_judged_if_their_key_fits() {
    let item = decl(
        "Item",
        TypeBody::Struct {
            fields: vec![field("a", plain())],
            rest: Some(models::rest(text(TextFormat::UnitName), url())),
            checks: vec![],
        },
    );
    let value = json!({"a": "x", "app/0": "no url", "other": 7, "app/1": null});
    assert_eq!(
        said_of(vec![item], &named("Item"), &value),
        [r#"B6 ["app/0"]: expected a URL, found the text `no url`"#]
    );
}

#[test]
fn a_key_of_a_map_has_to_fit() {
    let units = map(text(TextFormat::UnitName), plain());
    assert_eq!(
        said_of(vec![], &units, &json!({"app/0": "a", "app": "b"})),
        [
            r#"B6 ["app"]: expected the name of a unit such as `app/0` as the key, found the text `app`"#
        ]
    );
}

#[test]
fn an_open_enum_takes_any_value_of_its_kind() {
    let number = |closed| {
        vec![decl(
            "Level",
            TypeBody::Enum {
                base: EnumBase::Integer,
                closed,
                variants: vec![variant(json!(1)), variant(json!(2))],
            },
        )]
    };
    assert!(findings(number(false), &named("Level"), &json!(3)).fits());
    assert_eq!(
        said_of(number(true), &named("Level"), &json!(3)),
        ["B7 : expected `1` or `2`, found the number 3"]
    );
    assert_eq!(
        said_of(number(false), &named("Level"), &json!("1")),
        ["B2 : expected a whole number, found the text `1`"]
    );
}

#[test]
fn a_tag_says_which_members_are_expected() {
    let shapes = |closed| {
        vec![
            union(
                "Shape",
                Some("kind"),
                closed,
                &[("circle", named("Circle"))],
            ),
            structure(
                "Circle",
                vec![field("radius", integer(IntegerWidth::U8)).required()],
            ),
        ]
    };
    let shape = named("Shape");
    assert!(
        findings(
            shapes(true),
            &shape,
            &json!({"kind": "circle", "radius": 1})
        )
        .fits()
    );
    assert_eq!(
        said_of(shapes(true), &shape, &json!({"kind": "circle"})),
        ["B8 radius: expected a whole number from 0 to 255, found nothing"]
    );
    assert!(findings(shapes(false), &shape, &json!({"kind": "star", "tips": 5})).fits());
    assert_eq!(
        said_of(shapes(true), &shape, &json!({"kind": "cirle"})),
        ["B7 kind: expected `circle`, found the text `cirle`: did you mean `circle`?"]
    );
    assert_eq!(
        said_of(shapes(false), &shape, &json!({"radius": 1})),
        ["B8 kind: expected `circle`, found nothing"]
    );
    assert!(findings(shapes(true), &list(shape), &json!([{"new": 1}])).fits());
}

#[test]
fn without_a_tag_the_nearest_shape_tells_what_is_wrong() {
    let shapes = || {
        vec![
            union(
                "Either",
                None,
                false,
                &[("word", url()), ("item", named("Item"))],
            ),
            structure("Item", vec![field("url", url()).required()]),
        ]
    };
    let either = named("Either");
    assert!(findings(shapes(), &either, &json!("a:b")).fits());
    assert!(findings(shapes(), &either, &json!({"url": "a:b"})).fits());
    assert_eq!(
        said_of(shapes(), &either, &json!({"url": "x"})),
        ["B6 url: expected a URL, found the text `x`"]
    );
    assert_eq!(
        said_of(shapes(), &either, &json!(7)),
        ["B2 : expected a URL or an object, found the number 7"]
    );
}

#[test]
fn what_may_be_the_secret_of_another_shape_is_not_shown() {
    let shapes = vec![
        union(
            "Login",
            None,
            false,
            &[("a", named("A")), ("b", named("B"))],
        ),
        structure("A", vec![field("token", url()).required()]),
        structure(
            "B",
            vec![
                field("token", sensitive()).required(),
                field("more", plain()).required(),
            ],
        ),
    ];
    let said = said_of(shapes, &named("Login"), &json!({"token": "hunter2"}));
    assert_eq!(
        said,
        ["B6 token: expected a URL, found a text that is not shown"]
    );
}

#[test]
fn the_content_of_a_secret_is_judged_and_never_shown() {
    let content = vec![decl(
        "Login",
        TypeBody::Secret {
            fields: vec![
                field("user", plain()).required(),
                field("endpoint", url()).required(),
            ],
            checks: vec![],
        },
    )];
    assert_eq!(
        said_of(content, &named("Login"), &json!({"endpoint": "hunter2"})),
        [
            "B8 user: expected a text, found nothing",
            "B6 endpoint: expected a URL, found a text that is not shown",
        ]
    );
}

#[test]
fn pem_that_is_none_is_noted_only() {
    let findings = findings(vec![], &models::pem(), &json!("MIIC"));
    assert!(findings.fits());
    assert_eq!(findings.notes.len(), 1);
}

#[test]
fn an_unusual_secret_id_is_noted_only() {
    let secret = Type::new(Kind::Secret {
        content: "Login".into(),
    });
    let usual = findings(vec![], &secret, &json!("secret:9m4e2mr0ui3e8a215n4g"));
    assert!(usual.fits() && usual.notes.is_empty());
    let unusual = findings(vec![], &secret, &json!("secret:abc"));
    assert!(unusual.fits() && unusual.notes.len() == 1);
    let word = findings(vec![], &secret, &json!("hunter2"));
    assert!(word.fits() && word.notes.len() == 1);
    assert_eq!(
        said_of(vec![], &secret, &json!("hunter 2")),
        [
            "B6 : expected the URI of a secret, found a text that is not shown: the secret itself \
             must not be in a databag, only its URI"
        ]
    );
}

#[test]
fn the_words_of_a_closed_enum_are_told_in_a_union_too() {
    let words = |closed| TypeBody::Enum {
        base: EnumBase::Text,
        closed,
        variants: ["auto", "never"].map(|word| variant(json!(word))).to_vec(),
    };
    let either = |closed| {
        vec![
            decl("Word", words(closed)),
            union(
                "Either",
                None,
                false,
                &[("flag", Type::new(Kind::Bool)), ("word", named("Word"))],
            ),
        ]
    };
    assert_eq!(
        said_of(either(true), &named("Either"), &json!(7)),
        ["B2 : expected `true`, `false`, `auto` or `never`, found the number 7"]
    );
    assert_eq!(
        said_of(either(false), &named("Either"), &json!(7)),
        ["B2 : expected `true`, `false` or a text, found the number 7"]
    );
}

#[test]
fn a_misspelled_value_of_an_open_enum_is_noted_only() {
    let style = decl(
        "Style",
        TypeBody::Enum {
            base: EnumBase::Text,
            closed: false,
            variants: ["path", "host"].map(|word| variant(json!(word))).to_vec(),
        },
    );
    let noted = |word: &str| {
        let found = findings(vec![style.clone()], &named("Style"), &json!(word));
        assert!(found.fits());
        found.notes.into_iter().map(|note| note.message).collect()
    };
    let said: Vec<String> = noted("pth");
    assert_eq!(
        said,
        ["the text `pth` is none of the known values: did the writer mean `path`?"]
    );
    for word in ["path", "virtual"] {
        let said: Vec<String> = noted(word);
        assert!(said.is_empty(), "{said:?}");
    }
}

#[test]
fn an_alias_narrows_what_it_stands_for() {
    let tac = decl(
        "Tac",
        TypeBody::Alias {
            of: narrowed(
                integer(IntegerWidth::U32),
                Constraint::Range {
                    min: Some(1.into()),
                    max: None,
                },
            ),
            rust: None,
        },
    );
    let narrower = narrowed(
        named("Tac"),
        Constraint::Range {
            min: None,
            max: Some(9.into()),
        },
    );
    assert_eq!(
        said_of(vec![tac.clone()], &narrower, &json!(0)),
        ["B3 : expected a number of at least 1, found the number 0"]
    );
    assert_eq!(
        said_of(vec![tac], &narrower, &json!(10)),
        ["B3 : expected a number of at most 9, found the number 10"]
    );
}

#[test]
fn a_text_in_the_place_of_a_number_or_boolean_is_told() {
    assert_eq!(
        said_of(vec![], &integer(IntegerWidth::Port), &json!("80")),
        [
            "B2 : expected a port from 1 to 65535, found the text `80`: the number is written as a text"
        ]
    );
    assert_eq!(
        said_of(vec![], &Type::new(Kind::Bool), &json!("True")),
        [
            "B2 : expected `true` or `false`, found the text `True`: the boolean is written as a text"
        ]
    );
}
