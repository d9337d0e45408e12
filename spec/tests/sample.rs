//! What is made up from a declaration is what it promises.

#[path = "reading/models.rs"]
#[allow(dead_code, reason = "shared with the tests of reading")]
mod models;

use proptest::prelude::*;
use relata_spec::Interface;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{
    CheckKind, Constraint, Deprecation, Encoding, EnumBase, IntegerWidth, Kind, Presence, Role,
    Scope, TextFormat, Type, TypeBody, Version,
};
use relata_spec::sample::{Databag, broken, minimal, secret_content, typical, value};
use relata_spec::value::check;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Everything that `relata_spec::sample` promises of any version.
fn holds(version: &Version) {
    for (role, spec) in &version.roles {
        for scope in Scope::ALL {
            let (typical, minimal) = (
                typical(version, *role, scope),
                minimal(version, *role, scope),
            );
            if spec.bag(scope).is_none() {
                assert_eq!((typical, minimal), (None, None));
                assert_eq!(broken(version, *role, scope), []);
                continue;
            }
            for databag in [typical, minimal].into_iter().flatten() {
                let judgement = judge(version, *role, scope, &databag);
                match judgement.verdict {
                    Verdict::Ready => {}
                    Verdict::Absent => assert!(databag.is_empty(), "{databag:?}"),
                    _ => panic!("{databag:#?}\n{judgement:#?}"),
                }
            }
            for case in broken(version, *role, scope) {
                let judgement = judge(version, *role, scope, &case.databag);
                match judgement.verdict {
                    Verdict::Incomplete => assert_eq!(case.rule, "incomplete", "{case:?}"),
                    Verdict::Invalid => {
                        assert_eq!(case.rule, judgement.problems[0].problem.rule, "{case:?}");
                    }
                    verdict => panic!("{verdict}: {case:#?}"),
                }
                assert!(!case.what.is_empty());
            }
        }
    }
    for decl in &version.types {
        let ty = models::named(&decl.name);
        let made = value(version, &ty);
        assert!(
            made.is_null() || check(version, &ty, &made).fits(),
            "{made}"
        );
    }
}

#[test]
fn the_promises_hold_of_interfaces_made_by_hand() {
    for (name, version) in models::all() {
        println!("{name}");
        holds(&version);
        let typical = typical(&version, Role::Provider, Scope::App);
        assert!(typical.is_some_and(|typical| !typical.is_empty()), "{name}");
    }
}

#[test]
fn the_same_declaration_gives_the_same_databags() {
    let (one, other) = (models::everything(), models::everything());
    let both = |version: &Version| {
        (
            typical(version, Role::Provider, Scope::App),
            minimal(version, Role::Provider, Scope::App),
            broken(version, Role::Provider, Scope::App),
        )
    };
    assert_eq!(both(&one), both(&other));
}

fn one_field(ty: Type, examples: Vec<Json>, encoding: Encoding) -> Version {
    let mut field = models::field("f", ty);
    field.examples = examples;
    field.encodings = vec![encoding];
    models::version(models::bag(vec![field]), Vec::new())
}

fn text_of(version: &Version) -> String {
    typical(version, Role::Provider, Scope::App).expect("a databag")["f"].clone()
}

#[test]
fn an_example_goes_before_what_is_made_up() {
    let ty = models::url();
    let example = json!("https://example.example");
    let version = one_field(ty.clone(), vec![json!("no url"), example], Encoding::RAW);
    assert_eq!(text_of(&version), "https://example.example");
    let version = one_field(ty, Vec::new(), Encoding::RAW);
    assert_eq!(text_of(&version), "https://host.example:8443");
}

#[test]
fn every_constraint_is_kept_and_then_broken() {
    let text = |constraints: Vec<Constraint>| Type {
        constraints,
        ..Type::text()
    };
    let length = |min, max| Constraint::Length { min, max };
    let range = |min: i64, max: i64| Constraint::Range {
        min: Some(min.into()),
        max: Some(max.into()),
    };
    let pattern = |pattern: &str| Constraint::Pattern(pattern.to_owned());
    let number = |constraints| Type {
        constraints,
        ..models::integer(IntegerWidth::U32)
    };
    let set = |constraints| Type {
        constraints,
        ..models::set(Type::text())
    };
    let list = |constraints| Type {
        constraints,
        ..models::list(Type::text())
    };
    let float = Type {
        kind: Kind::Float,
        constraints: vec![Constraint::Range {
            min: serde_json::Number::from_f64(0.25),
            max: serde_json::Number::from_f64(0.5),
        }],
    };
    for (ty, rules) in [
        (text(vec![length(Some(40), Some(41))]), vec!["B2", "B5"]),
        (text(vec![length(None, Some(2))]), vec!["B5"]),
        (text(vec![pattern("^[0-9a-f]{64}$")]), vec!["B4"]),
        (
            text(vec![pattern("^[a-z]+$"), length(Some(30), None)]),
            vec!["B4", "B5"],
        ),
        (number(vec![range(10, 12)]), vec!["B2", "B3"]),
        (set(vec![length(Some(3), Some(4))]), vec!["B2", "B5"]),
        (list(vec![length(Some(2), Some(2))]), vec!["B5"]),
        (float, vec!["B2", "B3"]),
        (models::text(TextFormat::Cidr), vec!["B6"]),
        (
            Type::new(Kind::Secret {
                content: "S".into(),
            }),
            vec!["B6"],
        ),
    ] {
        let version = one_field(ty.clone(), Vec::new(), Encoding::Json);
        let made = value(&version, &ty);
        assert!(check(&version, &ty, &made).fits(), "{ty:?}: {made}");
        let found: BTreeSet<&str> = broken(&version, Role::Provider, Scope::App)
            .iter()
            .map(|broken| broken.rule)
            .collect();
        for rule in rules.into_iter().chain(["B1"]) {
            assert!(found.contains(rule), "{ty:?}: {rule} is not in {found:?}");
        }
    }
}

#[test]
fn a_full_value_has_every_member_and_the_least_only_what_must_be_there() {
    let mut needed = models::field("needed", models::list(Type::text()));
    needed.presence = Presence::Required;
    let optional = models::field("optional", Type::text());
    let structure = models::structure("Thing", vec![needed, optional]);
    let mut field = models::field("f", models::named("Thing"));
    field.presence = Presence::Required;
    let version = models::version(
        models::bag(vec![field, models::field("other", Type::text())]),
        vec![structure],
    );
    assert_eq!(
        value(&version, &models::named("Thing")),
        json!({"needed": ["text"], "optional": "text"})
    );
    let minimal = minimal(&version, Role::Provider, Scope::App).expect("a databag");
    assert_eq!(
        minimal,
        Databag::from([("f".into(), r#"{"needed":[]}"#.into())])
    );
}

#[test]
fn fields_are_chosen_so_that_the_checks_hold() {
    let fields = || {
        ["a", "b", "c", "d"]
            .map(|name| models::field(name, Type::text()))
            .to_vec()
    };
    let mut bag = models::bag(fields());
    bag.checks = vec![models::one_of("a", "b"), models::together(&["b", "c"])];
    let version = models::version(bag, Vec::new());
    let keys = |databag: Option<Databag>| -> Vec<String> {
        databag.expect("a databag").into_keys().collect()
    };
    assert_eq!(
        keys(typical(&version, Role::Provider, Scope::App)),
        ["b", "c", "d"]
    );
    assert_eq!(keys(minimal(&version, Role::Provider, Scope::App)), ["a"]);
    let rules: Vec<(&str, String)> = broken(&version, Role::Provider, Scope::App)
        .into_iter()
        .map(|broken| (broken.rule, broken.what))
        .collect();
    for rule in ["B9", "incomplete"] {
        assert!(rules.iter().any(|(found, _)| *found == rule), "{rules:?}");
    }
}

#[test]
fn of_several_fields_the_first_is_chosen_that_is_not_deprecated() {
    let mut bag = models::bag(vec![
        models::field("old", Type::text()),
        models::field("new", Type::text()),
        models::field("other", Type::text()),
    ]);
    bag.fields[0].deprecated = Some(Deprecation {
        since: 1,
        note: "use `new`".into(),
    });
    for (checks, expected) in [
        (vec![models::any_of(&["old", "new", "other"])], vec!["new"]),
        (vec![models::one_of("old", "new")], vec!["new"]),
    ] {
        bag.checks = checks;
        let version = models::version(bag.clone(), Vec::new());
        let minimal = minimal(&version, Role::Provider, Scope::App).expect("a databag");
        assert_eq!(minimal.into_keys().collect::<Vec<_>>(), expected);
    }
    bag.checks = vec![models::one_of("old", "new")];
    let version = models::version(bag, Vec::new());
    let typical = typical(&version, Role::Provider, Scope::App).expect("a databag");
    assert_eq!(typical.into_keys().collect::<Vec<_>>(), ["new", "other"]);
}

#[test]
fn a_value_that_a_condition_asks_for_is_found() {
    let version = || {
        let mut bag = models::bag(vec![
            models::field("mode", models::named("Mode")),
            models::field("tenant", Type::text()),
        ]);
        bag.fields[1].presence = Presence::Required;
        let only_with = models::only_if("tenant", models::equals("mode", json!("many")));
        bag.checks = vec![models::check(
            CheckKind::Named,
            "`tenant` is for `many` only",
            only_with,
        )];
        let mode = models::enumeration("Mode", true, &["one", "many"]);
        models::version(bag, vec![mode])
    };
    for made in [typical, minimal] {
        let databag = made(&version(), Role::Provider, Scope::App).expect("a databag");
        assert_eq!(databag["mode"], "\"many\"");
        assert_eq!(databag["tenant"], "\"text\"");
    }
}

#[test]
fn a_type_that_contains_itself_ends() {
    let tree = models::structure(
        "Tree",
        vec![
            models::field("name", Type::text()),
            models::field("children", models::list(models::named("Tree"))),
        ],
    );
    let version = models::version(
        models::bag(vec![models::field("f", models::named("Tree"))]),
        vec![tree],
    );
    assert_eq!(
        value(&version, &models::named("Tree")),
        json!({"name": "text", "children": []})
    );
    holds(&version);
}

#[test]
fn what_no_value_fits_is_left_out() {
    let ty = Type {
        constraints: vec![Constraint::Pattern("^(?:a)$^b$".into())],
        ..Type::text()
    };
    let version = one_field(ty.clone(), Vec::new(), Encoding::Json);
    assert_eq!(value(&version, &ty), Json::Null);
    assert_eq!(
        typical(&version, Role::Provider, Scope::App),
        Some(Databag::new())
    );
}

#[test]
fn the_content_of_a_secret_is_a_map_of_texts() {
    let version = models::version(
        models::bag(Vec::new()),
        vec![models::decl(
            "Account",
            TypeBody::Secret {
                fields: vec![
                    models::field("username", Type::text()),
                    models::field("password", models::sensitive()),
                ],
                checks: Vec::new(),
            },
        )],
    );
    let content = secret_content(&version, "Account").expect("a secret");
    assert_eq!(
        content,
        Databag::from([
            ("password".into(), "invented".into()),
            ("username".into(), "text".into()),
        ])
    );
    assert_eq!(secret_content(&version, "Other"), None);
}

#[test]
fn types_that_multiply_do_not_take_forever() {
    // Each level has ten members of the next: 10¹² values in full.
    let level = |index: usize| {
        let ty = if index == 12 {
            Type::text()
        } else {
            models::named(&format!("L{}", index + 1))
        };
        let fields = (0..10).map(|at| models::field(&format!("m{at}"), ty.clone()));
        models::structure(&format!("L{index}"), fields.collect())
    };
    let version = models::version(
        models::bag(vec![models::field("f", models::named("L0"))]),
        (0..=12).map(level).collect(),
    );
    holds(&version);
}

#[test]
fn an_enum_without_variants_has_values_all_the_same() {
    for (base, closed) in [(EnumBase::Text, false), (EnumBase::Integer, true)] {
        let body = TypeBody::Enum {
            base,
            closed,
            variants: Vec::new(),
        };
        let version = models::version(
            models::bag(vec![models::field("f", models::named("E"))]),
            vec![models::decl("E", body)],
        );
        holds(&version);
    }
}

/// Any type over a few declared ones, constraints included, however odd.
fn any_type() -> impl Strategy<Value = Type> {
    let constraint = prop_oneof![
        (0_u64..60, 0_u64..60).prop_map(|(min, max)| Constraint::Length {
            min: Some(min),
            max: Some(max)
        }),
        (-9_i64..300, -9_i64..70_000).prop_map(|(min, max)| Constraint::Range {
            min: Some(min.into()),
            max: Some(max.into())
        }),
        prop::sample::select(vec![
            "^[a-z]+$",
            "",
            "a|b",
            "^$",
            "x{3}",
            "^[^a-z0-9]*$",
            "("
        ])
        .prop_map(|pattern| Constraint::Pattern(pattern.to_owned())),
    ];
    let leaf = prop_oneof![
        prop::sample::select(TextFormat::ALL.to_vec()).prop_map(models::text),
        prop::sample::select(IntegerWidth::ALL.to_vec()).prop_map(models::integer),
        Just(Type::new(Kind::Bool)),
        Just(Type::new(Kind::Float)),
        Just(Type::new(Kind::Any)),
        Just(Type::new(Kind::Secret {
            content: "S".into()
        })),
        (0_usize..3).prop_map(|index| models::named(&format!("T{index}"))),
    ];
    let nested = leaf.prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(models::list),
            inner.clone().prop_map(models::set),
            (inner.clone(), inner).prop_map(|(keys, values)| models::map(keys, values)),
        ]
    });
    (nested, prop::collection::vec(constraint, 0..2))
        .prop_map(|(ty, constraints)| Type { constraints, ..ty })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_declaration_can_be_sampled(
        types in prop::collection::vec(any_type(), 3..7),
        shapes in prop::collection::vec(0_usize..4, 3),
        encodings in prop::collection::vec(0_usize..4, 4),
        required in any::<u8>(),
    ) {
        let field = |(index, ty): (usize, &Type)| {
            let mut field = models::field(["a", "b", "c", "d", "e", "f"][index], ty.clone());
            if required & (1 << index) != 0 {
                field.presence = Presence::Required;
            }
            field.encodings = vec![match encodings[index % 4] {
                0 => Encoding::Json,
                1 => Encoding::RAW,
                2 => Encoding::Yaml,
                _ => Encoding::Separated { by: ",".into() },
            }];
            field
        };
        let fields = || types.iter().enumerate().map(field).collect::<Vec<_>>();
        let declared = shapes.iter().enumerate().map(|(index, shape)| {
            let name = format!("T{index}");
            match shape {
                0 => models::structure(&name, fields()),
                1 => models::enumeration(&name, index == 1, &["x", "y"]),
                2 => models::decl(&name, TypeBody::Alias { of: types[index].clone(), rust: None }),
                _ => models::decl(&name, TypeBody::Union {
                    tag: None,
                    closed: false,
                    variants: types[..2]
                        .iter()
                        .zip(["one", "other"])
                        .map(|(ty, wire)| relata_spec::model::UnionVariant {
                            wire: wire.into(),
                            rust: wire.into(),
                            doc: String::new(),
                            ty: ty.clone(),
                        })
                        .collect(),
                }),
            }
        });
        let mut bag = models::bag(fields());
        bag.rest = Some(models::rest(types[0].clone(), types[1].clone()));
        let content = TypeBody::Secret { fields: fields(), checks: Vec::new() };
        let secret = models::decl("S", content);
        let version = models::version(bag, declared.chain([secret]).collect());
        // A type that contains itself directly is refused before.
        let interface = models::interface("demo", vec![version]);
        let sound = Interface::from_json_str(&interface.to_json_string());
        prop_assume!(sound.is_ok());
        holds(&interface.versions[0]);
    }
}
