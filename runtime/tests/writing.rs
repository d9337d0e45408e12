//! What has to be changed in a databag?

mod common;

use common::{bag, changed, ready, refused, written};
use relata::{Databag, changes, write};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;

relata::interface! {
    /// A databag that changed with the versions.
    interface quiet {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);

        provider {
            app {
                /// In both.
                name: Option<String>,
                /// In the first.
                #[until(v1)]
                old: Option<String>,
                /// In the second.
                #[since(v1)]
                new: Option<u32>,
                /// Anything.
                any: Option<Json>,
                /// Points.
                points: Option<Vec<Point>>,
            }
            #[until(v1)]
            unit {
                /// In the first.
                address: Option<String>,
            }
        }

        /// A point.
        struct Point {
            /// Down.
            y: u32,
            /// Across.
            x: u32,
            /// May be missing.
            label: Option<String>,
        }
    }
}

use quiet::{v0, v1};

fn value() -> v1::ProviderApp {
    v1::ProviderApp {
        name: Some("ü\"\n".into()),
        new: Some(1),
        any: Some(json!({"b": [1.5, null], "a": {"d": 1, "c": 2}})),
        points: Some(vec![v1::Point {
            y: 1,
            x: 2,
            label: None,
        }]),
    }
}

#[test]
fn the_bytes_are_canonical() {
    let expected = bag([
        ("any", r#"{"a":{"c":2,"d":1},"b":[1.5,null]}"#),
        ("name", "\"ü\\\"\\n\""),
        ("new", "1"),
        ("points", r#"[{"y":1,"x":2}]"#),
    ]);
    assert_eq!(written(&value()), expected);
    assert_eq!(write(&value(), 1), Ok(expected));
}

#[test]
fn nothing_changed_is_nothing_to_write() {
    let current = written(&value());
    let changes = changes(&value(), &current).expect("the value keeps its declaration");
    assert!(changes.is_empty());
    assert_eq!(changes.iter().count(), 0);
}

#[test]
fn only_what_changed_is_written() {
    let mut current = written(&value());
    let mut next = value();
    next.new = Some(2);
    next.name = None;
    assert_eq!(changed(&next, &mut current), ["-name", "new=2"]);
    assert_eq!(ready::<v1::ProviderApp>(&current), next);
}

#[test]
fn a_key_that_never_was_there_is_not_deleted() {
    assert_eq!(
        changed(&v1::ProviderApp::default(), &mut Databag::new()),
        [""; 0]
    );
}

#[test]
fn the_keys_of_other_versions_are_deleted() {
    let mut current = Databag::new();
    let old = v0::ProviderApp {
        name: Some("a".into()),
        old: Some("b".into()),
        ..v0::ProviderApp::default()
    };
    changed(&old, &mut current);
    let new = v1::ProviderApp {
        name: Some("a".into()),
        new: Some(1),
        ..v1::ProviderApp::default()
    };
    assert_eq!(changed(&new, &mut current), ["new=1", "-old"]);
    assert_eq!(changed(&old, &mut current), ["-new", r#"old="b""#]);
}

#[test]
fn keys_that_the_interface_never_had_are_left_alone() {
    let mut current = bag([
        ("a", "x"),
        ("egress-subnets", "10.0.0.0/8"),
        ("names", "x"),
        ("old", "x"),
        ("zzz", "x"),
        ("address", "of a unit"),
    ]);
    assert_eq!(changed(&v1::ProviderApp::default(), &mut current), ["-old"]);
    assert_eq!(current.len(), 5);
}

#[test]
fn what_was_there_before_may_be_anything() {
    let mut current = bag([("any", "{"), ("name", "\u{0}"), ("points", "7")]);
    changed(&value(), &mut current);
    assert_eq!(current, written(&value()));
}

#[test]
fn equal_data_in_other_bytes_is_made_canonical_once() {
    let mut current = bag([("name", r#""\u00fc\"\n""#), ("new", " 1")]);
    let value: v1::ProviderApp = ready(&current);
    assert_eq!(
        changed(&value, &mut current),
        ["name=\"ü\\\"\\n\"", "new=1"]
    );
    assert_eq!(changed(&value, &mut current), [""; 0]);
}

#[test]
fn a_databag_without_fields_owns_the_keys_of_the_others() {
    // The unit databag is gone from v1 on; in v0 it still writes its own.
    let mut current = bag([("address", r#""a""#), ("x", "y")]);
    assert_eq!(
        changed(&v0::ProviderUnit::default(), &mut current),
        ["-address"]
    );
}

#[test]
fn changes_are_told_in_stable_order_and_can_be_made_in_memory() {
    let current = bag([("old", "x")]);
    let changes = changes(&value(), &current).expect("the value keeps its declaration");
    let told: Vec<(&str, bool)> = changes
        .iter()
        .map(|(key, text)| (key, text.is_some()))
        .collect();
    let expected = [
        ("any", true),
        ("name", true),
        ("new", true),
        ("old", false),
        ("points", true),
    ];
    assert_eq!(told, expected);
    let mut bag = current.clone();
    changes.apply(&mut bag);
    assert_eq!(bag, written(&value()));
}

/// A type of one's own that cannot be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Mute;

impl Serialize for Mute {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde_core::ser::Error::custom("says nothing"))
    }
}

impl<'de> Deserialize<'de> for Mute {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Mute)
    }
}

impl relata::Value for Mute {
    fn vacant() -> Self {
        Mute
    }
}

relata::interface! {
    /// A field that cannot be written.
    interface mute {
        /// The only version.
        version v0 (draft);

        provider {
            app {
                /// Cannot be written.
                word: Option<Mute>,
                /// Can.
                name: Option<String>,
            }
        }

        /// Says nothing.
        type Mute: String = crate::Mute;
    }
}

#[test]
fn a_value_that_cannot_be_spelled_is_refused_and_nothing_is_written() {
    let value = mute::v0::ProviderApp {
        word: Some(Mute),
        name: Some("x".into()),
    };
    let report = refused(&value);
    assert_eq!(report.problems[0].key, "word");
    assert!(
        report.problems[0].message.contains("says nothing"),
        "{report}"
    );
}
