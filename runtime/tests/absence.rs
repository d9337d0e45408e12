//! Is anything there, and is everything there?

mod common;

use common::{bag, incomplete, invalid, ready};
use relata::{Databag, Reading, read};

relata::interface! {
    /// What may be missing.
    interface presence {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// May be missing.
                name: Option<String>,
                /// Has a default.
                level: u32 = 3,
                /// Has to be there.
                #[required]
                #[allow(R8, reason = "for this test")]
                size: u32,
                /// A struct.
                thing: Option<Thing>,
            }
            unit {
                /// May be missing.
                #[encoding(raw)]
                address: Option<String>,
                #[version]
                version: u32,
            }
        }

        requirer {
            app {}
        }

        /// A thing.
        struct Thing {
            /// Has to be there.
            name: String,
            /// May be missing.
            size: Option<u32>,
            /// Has a default.
            level: u32 = 7,
        }
    }
}

use presence::v0::{ProviderApp, ProviderUnit, RequirerApp, Thing};

#[test]
fn an_empty_databag_is_absent() {
    assert_eq!(read::<ProviderApp>(&Databag::new()), Reading::Absent);
}

#[test]
fn a_databag_with_nothing_but_jujus_own_and_unknown_keys_is_absent() {
    let bag = bag([
        ("egress-subnets", "10.0.0.0/8"),
        ("ingress-address", "10.0.0.1"),
        ("private-address", "10.0.0.1"),
        ("somebody-elses", "{"),
    ]);
    assert_eq!(read::<ProviderApp>(&bag), Reading::Absent);
    assert_eq!(read::<ProviderUnit>(&bag), Reading::Absent);
}

#[test]
fn an_empty_text_is_a_missing_key() {
    assert_eq!(read::<ProviderApp>(&bag([("name", "")])), Reading::Absent);
    let report = incomplete::<ProviderApp>(&bag([("name", r#""x""#), ("size", "")]));
    assert_eq!(report.missing, ["size"]);
}

#[test]
fn a_databag_without_declared_keys_is_always_absent() {
    assert_eq!(read::<RequirerApp>(&bag([("name", "x")])), Reading::Absent);
}

#[test]
fn a_missing_required_key_makes_a_databag_incomplete() {
    let report = incomplete::<ProviderApp>(&bag([("name", r#""x""#)]));
    assert_eq!(report.missing, ["size"]);
    assert!(report.problems.is_empty());
}

#[test]
fn null_is_as_good_as_missing_for_a_required_key() {
    let report = incomplete::<ProviderApp>(&bag([("size", "null")]));
    assert_eq!(report.missing, ["size"]);
}

#[test]
fn null_is_absence_of_an_optional_and_of_a_defaulted_key() {
    let keys = [("size", "1"), ("name", "null"), ("level", "null")];
    let value: ProviderApp = ready(&bag(keys));
    assert_eq!(value.name, None);
    assert_eq!(value.level, 3);
}

#[test]
fn null_is_absence_further_in_too() {
    let thing = r#"{"name": "x", "size": null, "level": null}"#;
    let value: ProviderApp = ready(&bag([("size", "1"), ("thing", thing)]));
    let expected = Thing {
        name: "x".into(),
        size: None,
        level: 7,
    };
    assert_eq!(value.thing, Some(expected));
}

#[test]
fn null_for_a_required_member_further_in_is_a_problem() {
    let keys = [("size", "1"), ("thing", r#"{"name": null}"#)];
    let report = invalid::<ProviderApp>(&bag(keys));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "thing");
    assert_eq!(report.problems[0].path, "name");
}

#[test]
fn a_missing_required_member_further_in_is_a_problem() {
    let keys = [("size", "1"), ("thing", r#"{"size": 4}"#)];
    let report = invalid::<ProviderApp>(&bag(keys));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "thing");
}

#[test]
fn a_broken_value_makes_a_databag_invalid_and_what_is_missing_is_told_too() {
    let report = invalid::<ProviderApp>(&bag([("name", "{")]));
    assert_eq!(report.missing, ["size"]);
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "name");
}

#[test]
fn every_key_that_is_broken_is_told() {
    let keys = [("name", "7"), ("level", "-1"), ("size", r#""1""#)];
    let report = invalid::<ProviderApp>(&bag(keys));
    let told: Vec<&str> = report.problems.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(report.missing, [""; 0]);
    assert_eq!(told.len(), 3, "{report}");
    for key in ["name", "level", "size"] {
        assert!(told.contains(&key), "{report}");
    }
}

#[test]
fn unknown_members_and_keys_are_ignored() {
    let keys = [
        ("size", "1"),
        ("new-key", "\u{0}{"),
        ("thing", r#"{"name": "x", "new": [{}]}"#),
    ];
    let value: ProviderApp = ready(&bag(keys));
    assert_eq!(value.thing.map(|thing| thing.name), Some("x".to_owned()));
}

#[test]
fn a_marker_alone_is_a_databag_that_is_there() {
    let value: ProviderUnit = ready(&bag([("version", "0")]));
    assert_eq!(value, ProviderUnit { address: None });
}

#[test]
fn a_marker_that_says_nothing_breaks_nothing() {
    for marker in ["soon", "{", "[]", "null", "-1", "1.5", "\"\""] {
        let keys = [("version", marker), ("address", "10.0.0.1")];
        let value: ProviderUnit = ready(&bag(keys));
        assert_eq!(value.address.as_deref(), Some("10.0.0.1"), "{marker}");
    }
}

#[test]
fn a_reading_hands_out_its_value_or_its_report() {
    let good = read::<ProviderApp>(&bag([("size", "1")]));
    assert!(good.report().is_none());
    assert_eq!(good.ready().map(|value| value.size), Some(1));
    let bad = read::<ProviderApp>(&bag([("size", "x")]));
    assert!(bad.report().is_some());
    assert_eq!(bad.ready(), None);
    assert_eq!(read::<ProviderApp>(&Databag::new()).ready(), None);
}
