//! Under which names is a field read and written?

mod common;

use common::{bag, changed, invalid, ready};

relata::interface! {
    /// Fields with more than one name.
    interface aliases {
        /// The only version.
        version v0 (published);

        provider {
            #[encoding(raw)]
            app {
                /// Read from its old name, too.
                #[alias("old-host")]
                #[alias("a-host")]
                host: Option<String>,
                /// Written to both.
                #[alias("tls-ca", written)]
                #[encoding(json)]
                ca: Option<String>,
                #[alias("api", written)]
                #[alias("ver")]
                #[version]
                version: u32,
                /// Further in.
                #[encoding(json)]
                thing: Option<Thing>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            #[alias("label")]
            #[alias("also", written)]
            name: String,
        }
    }
}

use aliases::v0::{ProviderApp, Thing};

#[test]
fn a_field_is_read_from_its_first_name_that_is_there() {
    let host = |keys: &[(&str, &str)]| {
        let bag = keys
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        ready::<ProviderApp>(&bag.collect()).host
    };
    assert_eq!(host(&[("host", "1")]).as_deref(), Some("1"));
    assert_eq!(host(&[("old-host", "2")]).as_deref(), Some("2"));
    assert_eq!(host(&[("a-host", "3")]).as_deref(), Some("3"));
    assert_eq!(
        host(&[("a-host", "3"), ("old-host", "2")]).as_deref(),
        Some("2")
    );
    assert_eq!(
        host(&[("a-host", "3"), ("host", "1"), ("old-host", "2")]).as_deref(),
        Some("1")
    );
    assert_eq!(host(&[("a-host", "3"), ("host", "")]).as_deref(), Some("3"));
}

#[test]
fn a_problem_is_told_of_the_name_that_was_read() {
    let report = invalid::<ProviderApp>(&bag([("tls-ca", "{")]));
    assert_eq!(report.problems[0].key, "tls-ca");
    // What goes after the name that counts is not looked at.
    ready::<ProviderApp>(&bag([("ca", r#""x""#), ("tls-ca", "{")]));
}

#[test]
fn a_name_that_is_only_read_is_deleted_and_one_that_is_written_is_kept() {
    let mut current = bag([("a-host", "x"), ("old-host", "y"), ("ver", "0")]);
    let value = ProviderApp {
        host: Some("y".into()),
        ca: Some("c".into()),
        thing: None,
    };
    let expected = [
        "-a-host",
        "api=0",
        r#"ca="c""#,
        "host=y",
        "-old-host",
        r#"tls-ca="c""#,
        "-ver",
        "version=0",
    ];
    assert_eq!(changed(&value, &mut current), expected);
    assert_eq!(changed(&value, &mut current), [""; 0]);
    let value = ProviderApp { ca: None, ..value };
    assert_eq!(changed(&value, &mut current), ["-ca", "-tls-ca"]);
}

#[test]
fn aliases_work_further_in_too() {
    let thing = |text: &str| ready::<ProviderApp>(&bag([("thing", text)])).thing;
    let expected = Some(Thing { name: "x".into() });
    for text in [r#"{"name":"x"}"#, r#"{"label":"x"}"#, r#"{"also":"x"}"#] {
        assert_eq!(thing(text), expected, "{text}");
    }
    let value = ProviderApp {
        thing: expected,
        ..ProviderApp::default()
    };
    let mut current = relata::Databag::new();
    changed(&value, &mut current);
    assert_eq!(current["thing"], r#"{"name":"x","also":"x"}"#);
}

#[test]
fn the_first_name_counts_further_in_too() {
    let thing = |text: &str| ready::<ProviderApp>(&bag([("thing", text)])).thing;
    let expected = Some(Thing { name: "x".into() });
    for text in [
        r#"{"name":"x","label":"y"}"#,
        r#"{"label":"y","name":"x"}"#,
        r#"{"also":"y","label":"x"}"#,
        r#"{"label":"x","also":"y"}"#,
    ] {
        assert_eq!(thing(text), expected, "{text}");
    }
}

#[test]
fn null_further_in_is_no_value_and_its_alias_may_have_one() {
    let text = r#"{"name":null,"also":"y","label":null}"#;
    let value: ProviderApp = ready(&bag([("thing", text)]));
    assert_eq!(value.thing, Some(Thing { name: "y".into() }));
    invalid::<ProviderApp>(&bag([("thing", r#"{"name":null}"#)]));
}
