//! What if a databag is one document?

mod common;

use common::{bag, changed, incomplete, invalid, ready, refused};
use relata::{Hostname, Reading, read};

relata::interface! {
    /// Databags that are one document.
    interface documents {
        /// The only version.
        version v0 (published);

        provider {
            #[encoding(nested("config"))]
            app {
                /// A name.
                #[required]
                #[allow(R8, reason = "for this test")]
                #[alias("label")]
                name: String,
                /// A level.
                #[range(1..)]
                level: u32 = 1,
                /// Everything else.
                #[allow(R15, reason = "for this test")]
                ..hosts: Map<Hostname, Port>,
            }
        }

        requirer {
            #[encoding(raw, nested("data"))]
            app {
                /// A name.
                name: Option<String>,
                /// A number.
                count: Option<u32>,
                #[encoding(json)]
                #[version]
                version: u32,
            }
            #[encoding(nested("state"))]
            unit {
                /// Down.
                #[alias("older")]
                depth: Option<u32>,
                #[allow(R17, reason = "for this test")]
                #[alias("api", written)]
                #[version(spelling = "v{}")]
                spoken: String,
                /// Everything else.
                #[allow(R15, reason = "for this test")]
                ..rest: Map<String, u32>,
            }
        }

        peer {
            #[encoding(nested("new"), nested("old"), raw)]
            app {
                /// A name.
                name: Option<String>,
            }
        }
    }
}

use documents::v0::{PeerApp, ProviderApp, RequirerApp, RequirerUnit};

#[test]
fn a_document_holds_every_field() {
    let text = r#"{"a.example":80,"name":"x","no host":1}"#;
    let value: ProviderApp = ready(&bag([("config", text)]));
    assert_eq!((value.name.as_str(), value.level), ("x", 1));
    assert_eq!(value.hosts.len(), 1);
    let mut current = bag([("b.example", "80"), ("name", "old"), ("other", "kept")]);
    let told = changed(&value, &mut current);
    assert_eq!(told, [r#"config={"name":"x","level":1,"a.example":80}"#]);
    assert_eq!(changed(&value, &mut current), [""; 0]);
    assert_eq!(ready::<ProviderApp>(&current), value);
}

#[test]
fn without_its_document_a_databag_is_absent() {
    assert_eq!(
        read::<ProviderApp>(&bag([("name", r#""x""#)])),
        Reading::Absent
    );
    assert_eq!(
        read::<ProviderApp>(&bag([("a.example", "80")])),
        Reading::Absent
    );
    for nothing in ["", "null", " null\n"] {
        assert_eq!(
            read::<ProviderApp>(&bag([("config", nothing)])),
            Reading::Absent
        );
    }
}

#[test]
fn a_document_may_lack_something_or_be_wrong() {
    let report = incomplete::<ProviderApp>(&bag([("config", r#"{"name":null}"#)]));
    assert_eq!(report.missing, ["name"]);
    let cases = [
        (r#"{"name":7}"#, "name"),
        (r#"{"label":7}"#, "label"),
        (r#"{"name":"x","level":0}"#, "level"),
        (r#"{"name":"x","a.example":0}"#, r#"["a.example"]"#),
        ("[]", ""),
        ("7", ""),
        ("{", ""),
        ("name: x", ""),
    ];
    for (text, path) in cases {
        let report = invalid::<ProviderApp>(&bag([("config", text)]));
        assert_eq!(report.problems.len(), 1, "{text}: {report}");
        assert_eq!(report.problems[0].key, "config");
        assert_eq!(report.problems[0].path, path, "{text}: {report}");
    }
}

#[test]
fn what_a_document_may_not_hold_is_not_written() {
    let value = ProviderApp {
        name: "x".into(),
        level: 0,
        hosts: [].into(),
    };
    let report = refused(&value);
    assert_eq!(
        (
            report.problems[0].key.as_str(),
            report.problems[0].path.as_str()
        ),
        ("config", "level")
    );
    let host = Hostname::new("name").expect("a host name");
    let port = relata::Port::new(80).expect("a port");
    let value = ProviderApp {
        name: "x".into(),
        level: 1,
        hosts: [(host, port)].into(),
    };
    assert_eq!(refused(&value).problems[0].path, r#"["name"]"#);
}

#[test]
fn the_name_of_a_field_goes_before_its_alias_in_a_document() {
    for text in [r#"{"name":"x","label":"y"}"#, r#"{"label":"y","name":"x"}"#] {
        assert_eq!(ready::<ProviderApp>(&bag([("config", text)])).name, "x");
    }
}

#[test]
fn a_document_goes_before_keys_and_only_keys_are_written() {
    let keys = [("count", "1"), ("data", r#"{"name":"x"}"#), ("name", "y")];
    let value: RequirerApp = ready(&bag(keys));
    assert_eq!(
        value,
        RequirerApp {
            name: Some("x".into()),
            count: None
        }
    );
    let told = changed(&value, &mut bag(keys));
    assert_eq!(told, ["-count", "-data", "name=x", "version=0"]);
    let value: RequirerApp = ready(&bag([("count", "1")]));
    assert_eq!(value.count, Some(1));
}

#[test]
fn the_first_of_several_documents_counts_and_is_written() {
    let keys = [
        ("new", r#"{"name":"a"}"#),
        ("old", r#"{"name":"b"}"#),
        ("name", "c"),
    ];
    let value: PeerApp = ready(&bag(keys));
    assert_eq!(value.name.as_deref(), Some("a"));
    assert_eq!(changed(&value, &mut bag(keys)), ["-name", "-old"]);
    let value: PeerApp = ready(&bag([("old", r#"{"name":"b"}"#), ("name", "c")]));
    assert_eq!(value.name.as_deref(), Some("b"));
    let value: PeerApp = ready(&bag([("name", "c")]));
    assert_eq!(
        changed(&value, &mut bag([("name", "c")])),
        ["-name", r#"new={"name":"c"}"#]
    );
}

#[test]
fn the_marker_of_a_document_stands_in_it() {
    let value = RequirerUnit {
        depth: Some(1),
        rest: [("ingress-address".into(), 2)].into(),
    };
    let mut current = bag([("spoken", "kept"), ("rest", "kept")]);
    let text = r#"{"spoken":"v0","api":"v0","depth":1,"ingress-address":2}"#;
    assert_eq!(changed(&value, &mut current), [format!("state={text}")]);
    assert_eq!(changed(&value, &mut current), [""; 0]);
    assert_eq!(ready::<RequirerUnit>(&current), value);
    let value: RequirerUnit = ready(&bag([("state", r#"{"spoken":"v0"}"#)]));
    assert_eq!(value, RequirerUnit::default());
    assert_eq!(
        read::<RequirerUnit>(&bag([("spoken", "v0")])),
        Reading::Absent
    );
}

#[test]
fn a_dynamic_key_cannot_take_the_markers_place_in_a_document() {
    let value = RequirerUnit {
        depth: None,
        rest: [("api".into(), 2)].into(),
    };
    assert_eq!(refused(&value).problems[0].key, "state");
}

#[test]
fn null_in_a_document_is_no_value_and_its_alias_may_have_one() {
    let text = r#"{"depth":null,"older":3,"x":null}"#;
    let value: RequirerUnit = ready(&bag([("state", text)]));
    assert_eq!((value.depth, value.rest.len()), (Some(3), 0));
}
