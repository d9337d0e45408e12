//! What a well-formed declaration says.

use super::{body, field, fields, names, two_versions, well_formed};
use relata_spec::model::{
    CheckKind, Comparison, Constraint, Document, Encoding, EnumBase, Expected, Kind, Layout,
    MarkerSpelling, Moment, Operand, Predicate, Presence, Role, Scope, Status, TypeBody,
};
use serde_json::json;

#[test]
fn the_documented_declaration_is_understood() {
    let (_, rest) = super::DOCUMENTED.split_once("interface! {").unwrap();
    let (source, _) = rest.split_once("\n}\n```").unwrap();
    let interface = well_formed(source);
    assert_eq!(interface.name, "build_result");
    assert_eq!(
        interface.summary,
        "Share build results with the charms that publish them."
    );
    assert_eq!(
        interface.description,
        "A second paragraph becomes the longer description."
    );
    assert_eq!(interface.maintainer.as_deref(), Some("ci"));
    assert_eq!(interface.tags, ["data", "continuous-delivery"]);
    let statuses = interface.versions.iter().map(|version| version.status);
    assert!(statuses.eq([Status::Retired, Status::Published]));
    assert_eq!(names(&super::bag(&interface.versions[0]).fields), ["url"]);
    assert_eq!(
        names(&super::bag(&interface.versions[1]).fields),
        ["artefacts"]
    );
}

#[test]
fn versions_are_sorted_whatever_their_order() {
    let interface = well_formed(
        "/// One.\ninterface example { /// Two.\nversion v1 (draft); /// One.\nversion v0 (draft); }",
    );
    assert_eq!(interface.numbers(), [0, 1]);
}

#[test]
fn a_node_is_only_where_what_it_stands_in_is() {
    let interface = well_formed(&two_versions(
        "#[since(v1)] provider { app {
            /// A.\na: Option<String>,
        } }
        #[until(v1)] provider { unit {
            /// B.\nb: Option<String>,
        } }",
    ));
    let [v0, v1] = interface.versions.as_slice() else {
        panic!("two versions");
    };
    assert!(v0.bag(Role::Provider, Scope::App).is_none());
    assert!(v0.bag(Role::Provider, Scope::Unit).is_some());
    assert!(v1.bag(Role::Provider, Scope::App).is_some());
    assert!(v1.bag(Role::Provider, Scope::Unit).is_none());
    assert_eq!(field(v1, "a").since, Some(1));
}

#[test]
fn a_name_that_is_declared_twice_is_another_field_in_each_version() {
    let interface = well_formed(&fields(
        "/// Text.\n#[until(v1)] #[encoding(raw)] port: Option<String>,
         /// Number.\n#[since(v1)] port: Option<Port>,",
    ));
    let [v0, v1] = interface.versions.as_slice() else {
        panic!("two versions");
    };
    assert_eq!(field(v0, "port").encodings, [Encoding::RAW]);
    assert_eq!(field(v0, "port").until, Some(1));
    assert_eq!(field(v1, "port").encodings, [Encoding::Json]);
    assert!(matches!(field(v1, "port").ty.kind, Kind::Integer { .. }));
}

#[test]
fn types_are_in_the_versions_whose_databags_lead_to_them() {
    let interface = well_formed(&two_versions(
        "provider { app {
            /// A.\n#[since(v1)] a: Option<Outer>,
        } }
        /// Outer.\nstruct Outer {
            /// Inner.\ninner: Option<Inner>,
        }
        /// Inner.\nenum Inner { a }",
    ));
    assert!(interface.versions[0].types.is_empty());
    let declared = interface.versions[1]
        .types
        .iter()
        .map(|decl| decl.name.as_str());
    assert!(declared.eq(["Outer", "Inner"]));
}

#[test]
fn wire_names_become_identifiers() {
    let interface = well_formed(&fields(
        r#"/// A.
        "secret-extra": Option<String>,
        /// B.
        "for": Option<String>,
        /// C.
        #[rust(count)] n: Option<u32>,"#,
    ));
    let v0 = &interface.versions[0];
    assert_eq!(field(v0, "secret-extra").rust, "secret_extra");
    assert_eq!(field(v0, "for").rust, "for_");
    assert_eq!(field(v0, "n").rust, "count");
}

#[test]
fn words_become_variants() {
    let interface = well_formed(&two_versions(
        r#"provider { app {
            /// A.
            a: Option<A>,
            /// B.
            b: Option<B>,
        } }
        /// A.
        enum A { small, "very-large", Other = "third", #[rust(Any)] "*" }
        /// B.
        #[closed] enum B { Two = 2, Minus = -1 }"#,
    ));
    let v0 = &interface.versions[0];
    let TypeBody::Enum {
        base,
        closed,
        variants,
    } = body(v0, "A")
    else {
        panic!("an enum");
    };
    assert_eq!((*base, *closed), (EnumBase::Text, false));
    let pairs: Vec<_> = variants
        .iter()
        .map(|variant| (variant.wire.as_str().unwrap(), variant.rust.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("small", "Small"),
            ("very-large", "VeryLarge"),
            ("third", "Other"),
            ("*", "Any")
        ]
    );
    let TypeBody::Enum {
        base,
        closed,
        variants,
    } = body(v0, "B")
    else {
        panic!("an enum");
    };
    assert_eq!((*base, *closed), (EnumBase::Integer, true));
    assert_eq!(variants[1].wire, json!(-1));
}

#[test]
fn members_of_a_variant_become_a_struct() {
    let interface = well_formed(&two_versions(
        r#"provider { app {
            /// A.
            event: Option<Event>,
        } }
        /// Events.
        #[tag("type")] union Event {
            started {
                /// When.
                at: String,
            },
            "shut-down" {},
        }"#,
    ));
    let v0 = &interface.versions[0];
    let TypeBody::Union { tag, variants, .. } = body(v0, "Event") else {
        panic!("a union");
    };
    assert_eq!(tag.as_deref(), Some("type"));
    assert_eq!(variants[1].wire, "shut-down");
    let name = "EventShutDown".to_owned();
    assert_eq!(variants[1].ty.kind, Kind::Named { name });
    let TypeBody::Struct { fields, .. } = body(v0, "EventStarted") else {
        panic!("a struct");
    };
    assert_eq!(fields[0].presence, Presence::Required);
    assert!(fields[0].encodings.is_empty());
}

#[test]
fn a_databags_encodings_hold_for_its_fields() {
    let interface = well_formed(&two_versions(
        r#"provider { #[encoding(raw, nested("data", yaml))] app {
            /// A.
            a: Option<String>,
            /// B.
            #[encoding(json, yaml)] b: Option<String>,
        } }"#,
    ));
    let v0 = &interface.versions[0];
    let nested = Layout::Nested {
        key: "data".into(),
        format: Document::Yaml,
    };
    assert_eq!(super::bag(v0).layouts, [Layout::Keys, nested]);
    assert_eq!(field(v0, "a").encodings, [Encoding::RAW]);
    assert_eq!(field(v0, "b").encodings, [Encoding::Json, Encoding::Yaml]);
}

#[test]
fn literals_are_values_of_their_type() {
    let interface = well_formed(&two_versions(
        r#"provider { app {
            /// A.
            #[example({ "size": large })] a: Option<Thing>,
            /// B.
            b: i32 = -1,
            /// C.
            c: Count = Two,
            /// D.
            d: Vec<Thing> = [],
        } }
        /// A thing.
        struct Thing {
            /// How large.
            size: Size,
        }
        /// Sizes.
        enum Size { small, Large = "large" }
        /// Counts.
        enum Count { Two = 2 }"#,
    ));
    let v0 = &interface.versions[0];
    assert_eq!(field(v0, "a").examples, [json!({ "size": "large" })]);
    assert_eq!(field(v0, "b").presence, Presence::Default(json!(-1)));
    assert_eq!(field(v0, "c").presence, Presence::Default(json!(2)));
    assert_eq!(field(v0, "d").presence, Presence::Default(json!([])));
}

#[test]
fn ranges_include_their_ends() {
    let interface = well_formed(&fields(
        "/// A.\n#[range(1..10)] a: Option<u32>,
         /// B.\n#[len(3)] b: Option<String>,
         /// C.\n#[range(..=0.5)] c: Option<f64>,",
    ));
    let v0 = &interface.versions[0];
    let range = |min: Option<i64>, max: Option<serde_json::Number>| Constraint::Range {
        min: min.map(Into::into),
        max,
    };
    assert_eq!(
        field(v0, "a").ty.constraints,
        [range(Some(1), Some(9.into()))]
    );
    let length = Constraint::Length {
        min: Some(3),
        max: Some(3),
    };
    assert_eq!(field(v0, "b").ty.constraints, [length]);
    let half = serde_json::Number::from_f64(0.5);
    assert_eq!(field(v0, "c").ty.constraints, [range(None, half)]);
}

#[test]
fn an_exception_holds_for_everything_below() {
    let interface = well_formed(&two_versions(
        r#"#[allow(R15, reason = "outer")] provider { app {
            /// A.
            a: Option<Vec<String>>,
            /// B.
            #[allow(R15, reason = "inner")] b: Option<Vec<String>>,
        } }"#,
    ));
    let v0 = &interface.versions[0];
    assert_eq!(field(v0, "a").allows[0].reason, "outer");
    assert_eq!(field(v0, "b").allows[0].reason, "inner");
    assert_eq!(field(v0, "b").allows.len(), 1);
}

#[test]
fn a_deprecation_holds_from_its_version_on_and_for_everything_below() {
    let interface = well_formed(&two_versions(
        r#"#[deprecated(v1, "use the requirer")] provider { app {
            /// A.
            a: Option<String>,
        } }"#,
    ));
    assert_eq!(field(&interface.versions[0], "a").deprecated, None);
    let deprecated = field(&interface.versions[1], "a").deprecated.as_ref();
    assert_eq!(
        deprecated.map(|it| (it.since, it.note.as_str())),
        Some((1, "use the requirer"))
    );
}

#[test]
fn checks_become_conditions() {
    let interface = well_formed(&two_versions(
        r#"provider {
            #[any_of(a, b, until(v1))]
            #[one_of(a, b, since(v1))]
            #[check(named, "message", !present("c-d") || a == "x" && b != "y")]
            app {
                /// A.
                a: Option<String>,
                /// B.
                b: Option<String>,
                /// C.
                "c-d": Option<String>,
            }
        }"#,
    ));
    let [v0, v1] = interface.versions.as_slice() else {
        panic!("two versions");
    };
    let present = |name: &str| Predicate::Present(name.to_owned());
    let checks = &super::bag(v0).checks;
    assert_eq!(checks[0].kind, CheckKind::AnyOf);
    assert_eq!(
        checks[0].holds,
        Predicate::Any(vec![present("a"), present("b")])
    );
    assert_eq!(checks[1].name, "named");
    let compare = |name: &str, how, value| Predicate::Compare {
        left: Operand::Field(name.to_owned()),
        how,
        right: Operand::Value(json!(value)),
    };
    assert_eq!(
        checks[1].holds,
        Predicate::Any(vec![
            Predicate::Not(Box::new(present("c-d"))),
            Predicate::All(vec![
                compare("a", Comparison::Eq, "x"),
                compare("b", Comparison::Ne, "y"),
            ]),
        ])
    );
    let kinds: Vec<_> = super::bag(v1)
        .checks
        .iter()
        .map(|check| check.kind)
        .collect();
    assert_eq!(kinds, [CheckKind::OneOf, CheckKind::Named]);
}

#[test]
fn a_marker_is_an_optional_field_that_needs_no_documentation() {
    let interface = well_formed(&fields(
        r#"#[version(spelling = "v{}", absent = v1)] versions: Vec<String>,"#,
    ));
    let (field, marker) = super::bag(&interface.versions[0]).marker().unwrap();
    assert_eq!(field.presence, Presence::Optional);
    assert!(!field.doc.is_empty());
    assert_eq!(marker.spelling, MarkerSpelling::Template("v{}".into()));
    assert_eq!((marker.absent, marker.list), (Some(1), true));
}

#[test]
fn reserved_names_have_versions_too() {
    let interface = well_formed(&fields(
        r#"/// A.
        #[until(v1)] a: Option<String>,
        reserved "b";
        #[since(v1)] reserved "a", "c";"#,
    ));
    assert_eq!(super::bag(&interface.versions[0]).reserved, ["b"]);
    assert_eq!(super::bag(&interface.versions[1]).reserved, ["b", "a", "c"]);
}

#[test]
fn dynamic_keys_are_no_field() {
    let interface = well_formed(&two_versions(
        r#"provider { app {
            /// A.
            #[example({ "app/0": { "name": "x" } })]
            ..others: Map<UnitName, Thing>,
        } }
        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
        }"#,
    ));
    let bag = super::bag(&interface.versions[0]);
    assert!(bag.fields.is_empty());
    let rest = bag.rest.as_ref().unwrap();
    assert_eq!(rest.rust, "others");
    assert_eq!(rest.examples, [json!({ "app/0": { "name": "x" } })]);
    assert_eq!(rest.encodings, [Encoding::Json]);
}

#[test]
fn an_expectation_is_in_the_versions_that_it_names() {
    let interface = well_formed(&two_versions(
        "provider {
            app {
                /// A.\na: Option<String>,
                /// B.\n#[since(v1)]\nb: Option<String>,
            }
            /// Waits.\nexpect nothing when requirer is silent or withdrawn;
            /// Answers.\n#[since(v1)]
            expect present(app.b) && app.a != \"x\"
                when requirer is complete, requirer.app.field(\"c-d\") is missing;
        }
        requirer { app {
            /// C.\n\"c-d\": Option<u32>,
        } }",
    ));
    let expects = |version: usize| &interface.versions[version].roles[&Role::Provider].expects;
    let [waits] = expects(0).as_slice() else {
        panic!("one in the first version");
    };
    assert_eq!(waits.doc, "Waits.");
    assert_eq!(waits.expected, Expected::Nothing);
    assert_eq!(waits.when, [Moment::Silent, Moment::Withdrawn]);
    assert_eq!(&expects(1)[0], waits);
    let answers = &expects(1)[1];
    assert_eq!(
        answers.expected,
        Expected::Holds(Predicate::All(vec![
            Predicate::Present("app.b".into()),
            Predicate::Compare {
                left: Operand::Field("app.a".into()),
                how: Comparison::Ne,
                right: Operand::Value(json!("x")),
            },
        ]))
    );
    let missing = Moment::Missing("app.c-d".into());
    assert_eq!(answers.when, [Moment::Complete, missing]);
}

#[test]
fn an_expectation_that_is_not_understood_hides_nothing() {
    let (interface, errors) = super::read(&two_versions(
        "provider {
            /// Half-typed.\nexpect present(app.)
            app { /// A.\na: Option<String>, }
        }",
    ));
    assert!(!errors.is_empty());
    let interface = interface.expect("the rest");
    assert_eq!(names(&super::bag(&interface.versions[0]).fields), ["a"]);
}
