//! What does a value hold that nobody has set?

mod common;

use common::{bag, changed, ready, refused, written};
use relata::{Databag, IpAddr, Port, Set, Url};
use serde_json::json;

relata::interface! {
    /// Defaults of every kind.
    interface defaults {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// A text.
                text: String = "text",
                /// An integer.
                number: i32 = -1,
                /// A large one.
                large: u64 = 18446744073709551615,
                /// A fraction.
                ratio: f64 = 0.5,
                /// A fraction without one.
                whole: f64 = 2,
                /// Truth.
                truth: bool = true,
                /// A port.
                port: Port = 443,
                /// A URL.
                url: Url = "https://a.example",
                /// An address.
                address: IpAddr = "::1",
                /// A word.
                size: Size = "extra large",
                /// A number of a list.
                count: Count = Four,
                /// A list.
                #[allow(R15, reason = "for this test")]
                list: Vec<String> = ["b", "a"],
                /// A set.
                #[allow(R15, reason = "for this test")]
                set: Set<String> = ["b", "a"],
                /// A map.
                #[allow(R15, reason = "for this test")]
                map: Map<String, String> = { "a": "b" },
                /// Anything.
                any: Json = { "a": "b" },
                /// Nothing in it.
                things: Vec<Thing> = [],
                /// A struct in which everything may be missing.
                thing: Thing = {},
            }
        }

        requirer {
            #[encoding(raw)]
            app {
                /// A text.
                text: String = "text",
                /// A text that may be missing.
                other: Option<String>,
                /// A list.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                list: Vec<String> = ["a"],
                /// A list that is empty unless set.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                empty: Vec<String> = [],
                /// Nothing unless set.
                nothing: String = "",
                /// A boolean.
                truth: bool = false,
            }
            #[encoding(raw)]
            unit {
                /// Has to be there.
                #[required]
                #[allow(R8, reason = "for this test")]
                address: String,
            }
        }

        /// Sizes.
        enum Size { small, "extra large" }

        /// Counts.
        enum Count { Two = 2, Four = 4 }

        /// A thing.
        struct Thing {
            /// A number.
            number: u8 = 7,
            /// May be missing.
            name: Option<String>,
        }
    }
}

use defaults::v0::{Count, ProviderApp, RequirerApp, RequirerUnit, Size, Thing};

#[test]
fn a_default_of_every_kind_is_what_was_declared() {
    let value = ProviderApp::default();
    assert_eq!(value.text, "text");
    assert_eq!(value.number, -1);
    assert_eq!(value.large, u64::MAX);
    assert!((value.ratio - 0.5).abs() < f64::EPSILON);
    assert!((value.whole - 2.0).abs() < f64::EPSILON);
    assert!(value.truth);
    assert_eq!(Some(value.port), Port::new(443));
    assert_eq!(Ok(value.url), Url::new("https://a.example"));
    assert_eq!(value.address, IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]));
    assert_eq!(value.size, Size::ExtraLarge);
    assert_eq!(value.count, Count::Four);
    assert_eq!(value.list, ["b", "a"]);
    assert_eq!(value.set, Set::from(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(value.map, [("a".to_owned(), "b".to_owned())].into());
    assert_eq!(value.any, json!({"a": "b"}));
    assert!(value.things.is_empty());
    assert_eq!(
        value.thing,
        Thing {
            number: 7,
            name: None
        }
    );
}

#[test]
fn what_is_not_there_reads_as_its_default() {
    let value: ProviderApp = ready(&bag([("number", "5")]));
    assert_eq!(
        value,
        ProviderApp {
            number: 5,
            ..ProviderApp::default()
        }
    );
}

#[test]
fn a_default_is_written_so_that_nobody_has_to_know_it() {
    let keys = written(&ProviderApp::default());
    assert_eq!(keys.len(), 17);
    assert_eq!(keys["text"], r#""text""#);
    assert_eq!(keys["list"], r#"["b","a"]"#);
    assert_eq!(keys["set"], r#"["a","b"]"#);
    assert_eq!(keys["thing"], r#"{"number":7}"#);
    assert_eq!(ready::<ProviderApp>(&keys), ProviderApp::default());
}

#[test]
fn a_default_that_has_no_text_is_written_as_nothing() {
    let keys = written(&RequirerApp::default());
    assert_eq!(
        keys,
        bag([("list", "a"), ("text", "text"), ("truth", "false")])
    );
    assert_eq!(ready::<RequirerApp>(&keys), RequirerApp::default());
}

#[test]
fn an_optional_text_that_is_empty_is_written_as_absence() {
    let value = RequirerApp {
        other: Some(String::new()),
        ..RequirerApp::default()
    };
    assert!(!written(&value).contains_key("other"));
}

#[test]
fn what_would_be_read_as_the_default_instead_is_refused() {
    let value = RequirerApp {
        text: String::new(),
        ..RequirerApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "text");
    let value = RequirerApp {
        list: vec![],
        ..RequirerApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "list");
}

#[test]
fn what_would_be_read_as_missing_instead_is_refused() {
    let value = RequirerUnit {
        address: String::new(),
    };
    assert_eq!(refused(&value).problems[0].key, "address");
}

#[test]
fn a_value_that_became_empty_is_deleted() {
    let mut current = Databag::new();
    let value = RequirerApp {
        nothing: "something".into(),
        empty: vec!["a".into()],
        ..RequirerApp::default()
    };
    changed(&value, &mut current);
    assert_eq!(
        changed(&RequirerApp::default(), &mut current),
        ["-empty", "-nothing"]
    );
    assert_eq!(ready::<RequirerApp>(&current), RequirerApp::default());
}
