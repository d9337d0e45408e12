//! Which limits are enforced, and where?

mod common;

use common::{bag, invalid, ready, refused, written};
use relata::{Databag, Hostname, Report};

relata::interface! {
    /// Limits.
    interface limits {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// A pattern and a length.
                #[pattern("^[a-zé]+$")]
                #[len(2..=4)]
                name: Option<String>,
                /// A range.
                #[range(1..=10)]
                level: u32 = 1,
                /// Without an end.
                #[range(-1..)]
                low: Option<i64>,
                /// Without its end.
                #[range(..100)]
                high: Option<i64>,
                /// Fractions.
                #[range(0.0..=1)]
                ratio: Option<f64>,
                /// A length.
                #[len(2)]
                pair: Option<Vec<Thing>>,
                /// Not too many.
                #[len(..=2)]
                set: Option<Set<Thing>>,
                /// Not nothing.
                #[len(1..)]
                map: Option<Map<UnitName, Thing>>,
                /// A secure URL.
                #[pattern("^https:")]
                url: Option<Url>,
                /// A secret of some length.
                #[len(8..)]
                password: Option<Sensitive>,
                /// A port that anybody may open.
                #[range(1024..)]
                port: Option<Port>,
            }
        }

        requirer {
            app {
                /// Only short names.
                #[allow(R15, reason = "for this test")]
                ..areas: Map<Hostname, Tac>,
            }
        }

        /// A tracking area code.
        #[range(1..=16777215)]
        type Tac: u32;

        /// A thing.
        struct Thing {
            /// Its name.
            #[len(1..)]
            name: String,
            /// Below it.
            children: Vec<Thing> = [],
        }
    }
}

use limits::v0::{ProviderApp, RequirerApp, Thing};

/// Every problem as `key path rule`.
fn told(report: &Report) -> Vec<String> {
    let each = report.problems.iter();
    each.map(|problem| format!("{} {} {}", problem.key, problem.path, problem.rule))
        .collect()
}

fn thing(name: &str) -> Thing {
    Thing {
        name: name.into(),
        children: vec![],
    }
}

#[test]
fn what_keeps_the_limits_is_ready() {
    let cases = [
        ("name", r#""éé""#),
        ("level", "10"),
        ("low", "-1"),
        ("high", "99"),
        ("ratio", "0"),
        ("ratio", "1.0"),
        ("pair", r#"[{"name":"a"},{"name":"b"}]"#),
        ("set", r#"[{"name":"a"},{"name":"b"},{"name":"a"}]"#),
        ("map", r#"{"a/0":{"name":"b"}}"#),
        ("url", r#""https://a""#),
        ("port", "1024"),
    ];
    for (key, text) in cases {
        let value: ProviderApp = ready(&bag([(key, text)]));
        assert_eq!(ready::<ProviderApp>(&written(&value)), value);
    }
}

#[test]
fn what_breaks_a_limit_is_invalid_and_told_by_its_rule() {
    let cases = [
        ("name", r#""a""#, "name  B5"),
        ("name", r#""ééééé""#, "name  B5"),
        ("name", r#""AA""#, "name  B4"),
        ("level", "0", "level  B3"),
        ("level", "11", "level  B3"),
        ("low", "-2", "low  B3"),
        ("high", "100", "high  B3"),
        ("ratio", "-0.001", "ratio  B3"),
        ("ratio", "2", "ratio  B3"),
        ("pair", r#"[{"name":"a"}]"#, "pair  B5"),
        (
            "set",
            r#"[{"name":"a"},{"name":"b"},{"name":"c"}]"#,
            "set  B5",
        ),
        ("map", "{}", "map  B5"),
        ("url", r#""http://a""#, "url  B4"),
        ("password", r#""short""#, "password  B5"),
        ("port", "443", "port  B3"),
        ("pair", r#"[{"name":"a"},{"name":""}]"#, "pair [1].name B5"),
        ("map", r#"{"a/0":{"name":""}}"#, r#"map ["a/0"].name B5"#),
        (
            "set",
            r#"[{"name":"a","children":[{"name":""}]}]"#,
            "set [0].children[0].name B5",
        ),
    ];
    for (key, text, expected) in cases {
        let report = invalid::<ProviderApp>(&bag([(key, text)]));
        assert_eq!(told(&report), [expected], "{text}: {report}");
    }
}

#[test]
fn elements_that_are_dropped_do_not_count() {
    let text = r#"[{"name":"a"},{},{"name":"b"}]"#;
    assert!(ready::<ProviderApp>(&bag([("pair", text)])).pair.is_some());
}

#[test]
fn every_broken_limit_is_told_in_reading() {
    let keys = [
        ("name", r#""A""#),
        ("level", "0"),
        ("pair", r#"[{"name":""},{"name":"b"}]"#),
    ];
    let report = invalid::<ProviderApp>(&bag(keys));
    let mut told = told(&report);
    told.sort();
    assert_eq!(
        told,
        ["level  B3", "name  B4", "name  B5", "pair [0].name B5"]
    );
}

#[test]
fn every_broken_limit_is_told_in_writing_and_nothing_is_written() {
    let value = ProviderApp {
        name: Some("A".into()),
        level: 0,
        pair: Some(vec![thing("")]),
        map: Some([].into()),
        ratio: Some(f64::NAN),
        ..ProviderApp::default()
    };
    let mut told = told(&refused(&value));
    told.sort();
    let expected = [
        "level  B3",
        "map  B5",
        "name  B4",
        "name  B5",
        "pair  B5",
        "pair [0].name B5",
        "ratio  B2",
        "ratio  B3",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_limit_that_is_kept_again_lets_the_value_through() {
    let mut value = ProviderApp {
        level: 11,
        ..ProviderApp::default()
    };
    refused(&value);
    value.level = 10;
    assert_eq!(written(&value), bag([("level", "10")]));
}

#[test]
fn the_limits_of_dynamic_values_are_told_by_their_key() {
    let report = invalid::<RequirerApp>(&bag([("a.example", "0"), ("b.example", "1")]));
    assert_eq!(told(&report), ["a.example  B3"]);
    let mut value = RequirerApp::default();
    let host = Hostname::new("a.example").expect("a host name");
    value.areas.insert(host, 0);
    assert_eq!(told(&refused(&value)), ["a.example  B3"]);
}

#[test]
fn what_was_there_before_need_not_keep_any_limit() {
    let mut current = bag([("level", "-7"), ("name", "{"), ("pair", "[1]")]);
    let value = ProviderApp {
        level: 2,
        ..ProviderApp::default()
    };
    assert_eq!(
        common::changed(&value, &mut current),
        ["level=2", "-name", "-pair"]
    );
    assert_eq!(current, Databag::from([("level".into(), "2".into())]));
}
