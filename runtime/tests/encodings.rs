//! How is a value spelled?

mod common;

use common::{bag, changed, invalid, ready, refused, written};
use relata::{Databag, Port, Reading, Url};

relata::interface! {
    /// Every encoding without a feature of its own.
    interface spelling {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// JSON, because nothing else is said.
                plain: Option<String>,
                /// A number in JSON.
                number: Option<u8>,
                /// A signed number in JSON.
                signed: Option<i8>,
                /// A fraction in JSON.
                ratio: Option<f64>,
                /// Anything.
                any: Option<Json>,
            }
        }

        peer {
            #[encoding(raw)]
            unit {
                /// A text.
                text: Option<String>,
                /// A number.
                number: Option<i64>,
                /// A large number.
                large: Option<u64>,
                /// A fraction.
                ratio: Option<f64>,
                /// A port.
                port: Option<Port>,
                /// Truth.
                truth: Option<bool>,
                /// Truth in Python's spelling.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                python: Option<bool>,
                /// A word.
                size: Option<Size>,
                /// A number of a list.
                count: Option<Count>,
                /// A URL.
                url: Option<Url>,
            }
        }

        requirer {
            app {
                /// A list with commas.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                names: Option<Vec<String>>,
                /// A list with semicolons.
                #[encoding(separated(";"))]
                #[allow(R15, reason = "for this test")]
                numbers: Option<Vec<u32>>,
                /// A set with commas.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                ports: Option<Set<Port>>,
                /// Words with a long separator.
                #[encoding(separated(", "))]
                #[allow(R15, reason = "for this test")]
                sizes: Option<Vec<Size>>,
            }
            unit {
                /// JSON is written, plain text is read.
                #[encoding(json, raw)]
                json_first: Option<String>,
                /// Plain text is written, JSON is read.
                #[encoding(raw, json)]
                raw_first: Option<bool>,
                /// A list with commas, or in JSON.
                #[encoding(csv, json)]
                #[allow(R15, reason = "for this test")]
                csv_first: Option<Vec<u32>>,
                /// A list in JSON, or with commas.
                #[encoding(json, csv)]
                #[allow(R15, reason = "for this test")]
                json_list: Option<Vec<String>>,
            }
        }

        /// Sizes.
        enum Size { small, "extra large" }

        /// Counts.
        enum Count { Two = 2, Minus = -1 }
    }
}

use spelling::v0::{Count, PeerUnit, ProviderApp, RequirerApp, RequirerUnit, Size};

#[test]
fn json_is_read_and_written_where_nothing_is_declared() {
    let keys = [
        ("any", r#"{"b":[1,null],"a":"ü"}"#),
        ("number", " 7 "),
        ("plain", r#""a\"b\u00e9""#),
        ("ratio", "1"),
        ("signed", "-128"),
    ];
    let value: ProviderApp = ready(&bag(keys));
    assert_eq!(value.plain.as_deref(), Some("a\"bé"));
    assert_eq!(value.number, Some(7));
    assert_eq!(value.ratio, Some(1.0));
    assert_eq!(value.signed, Some(-128));
    let told = changed(&value, &mut bag(keys));
    let expected = [
        r#"any={"a":"ü","b":[1,null]}"#,
        "number=7",
        r#"plain="a\"bé""#,
        "ratio=1.0",
    ];
    assert_eq!(told, expected);
}

#[test]
fn json_is_not_guessed_around() {
    let cases = [
        ("plain", "plain text"),
        ("plain", "7"),
        ("plain", "'x'"),
        ("number", r#""7""#),
        ("number", "7.0"),
        ("number", "256"),
        ("number", "-1"),
        ("number", "7 7"),
        ("signed", "128"),
        ("ratio", "NaN"),
        ("ratio", "true"),
        ("ratio", "1e999"),
        ("any", "{,}"),
    ];
    for (key, text) in cases {
        let report = invalid::<ProviderApp>(&bag([(key, text)]));
        assert_eq!(report.problems.len(), 1, "{text}: {report}");
        assert_eq!(report.problems[0].key, key);
    }
}

#[test]
fn raw_texts_are_taken_as_they_are() {
    for text in [
        "1.10",
        "true",
        "null",
        " spaced ",
        "\"quoted\"",
        "a\nb",
        "[1]",
    ] {
        let keys = bag([("text", text)]);
        let value: PeerUnit = ready(&keys);
        assert_eq!(value.text.as_deref(), Some(text));
        assert_eq!(written(&value), keys);
    }
}

#[test]
fn raw_numbers_are_decimal() {
    let keys = bag([
        ("count", "-1"),
        ("large", "18446744073709551615"),
        ("number", "-9223372036854775808"),
        ("port", "65535"),
        ("ratio", "1.5"),
    ]);
    let value: PeerUnit = ready(&keys);
    assert_eq!(value.large, Some(u64::MAX));
    assert_eq!(value.number, Some(i64::MIN));
    assert_eq!(value.port.map(Port::get), Some(65535));
    assert_eq!(value.ratio, Some(1.5));
    assert_eq!(value.count, Some(Count::Minus));
    assert_eq!(written(&value), keys);
}

#[test]
fn raw_numbers_have_no_other_spelling() {
    let cases = [
        ("number", "+1"),
        ("number", " 1"),
        ("number", "1.0"),
        ("number", "0x10"),
        ("number", "-"),
        ("number", "1_000"),
        ("number", "9223372036854775808"),
        ("number", "99999999999999999999999999999999999999999999"),
        ("large", "-1"),
        ("port", "0"),
        ("port", "65536"),
        ("ratio", "inf"),
        ("ratio", "NaN"),
        ("ratio", "1 "),
        ("ratio", ".5"),
        ("count", "two"),
    ];
    for (key, text) in cases {
        let report = invalid::<PeerUnit>(&bag([(key, text)]));
        assert_eq!(report.problems[0].key, key, "{text}: {report}");
    }
}

#[test]
fn raw_booleans_have_their_declared_spellings_and_no_others() {
    let truth = |text: &str| relata::read::<PeerUnit>(&bag([("truth", text)])).ready();
    assert_eq!(truth("true").and_then(|value| value.truth), Some(true));
    assert_eq!(truth("false").and_then(|value| value.truth), Some(false));
    assert_eq!(truth("True"), None);
    assert_eq!(truth("1"), None);
    let python = |text: &str| relata::read::<PeerUnit>(&bag([("python", text)])).ready();
    for (text, expected) in [
        ("True", true),
        ("true", true),
        ("False", false),
        ("false", false),
    ] {
        assert_eq!(python(text).and_then(|value| value.python), Some(expected));
    }
    assert_eq!(python("yes"), None);
}

#[test]
fn the_first_spelling_of_a_boolean_is_written() {
    let value = PeerUnit {
        truth: Some(false),
        python: Some(true),
        ..PeerUnit::default()
    };
    assert_eq!(
        written(&value),
        bag([("truth", "false"), ("python", "True")])
    );
}

#[test]
fn raw_words_and_urls_are_plain_texts() {
    let keys = bag([("size", "extra large"), ("url", "https://a.example/x?y=1")]);
    let value: PeerUnit = ready(&keys);
    assert_eq!(value.size, Some(Size::ExtraLarge));
    assert_eq!(value.url, Url::new("https://a.example/x?y=1").ok());
    assert_eq!(written(&value), keys);
    let report = invalid::<PeerUnit>(&bag([("url", "a.example")]));
    assert_eq!(report.problems[0].key, "url");
}

#[test]
fn separated_lists_are_split_and_joined() {
    let keys = bag([
        ("names", "a, b ,c d,,e"),
        ("numbers", "1; 2;3"),
        ("ports", "443,80,443"),
        ("sizes", "small, huge"),
    ]);
    let value: RequirerApp = ready(&keys);
    let names = ["a", "b", "c d", "e"].map(String::from);
    assert_eq!(value.names.as_deref(), Some(&names[..]));
    assert_eq!(value.numbers.as_deref(), Some(&[1, 2, 3][..]));
    let ports: Vec<u16> = value
        .ports
        .iter()
        .flatten()
        .map(|port| port.get())
        .collect();
    assert_eq!(ports, [80, 443]);
    let sizes = [Size::Small, Size::Unknown("huge".into())];
    assert_eq!(value.sizes.as_deref(), Some(&sizes[..]));
    let expected = bag([
        ("names", "a,b,c d,e"),
        ("numbers", "1;2;3"),
        ("ports", "80,443"),
        ("sizes", "small, huge"),
    ]);
    assert_eq!(written(&value), expected);
}

#[test]
fn an_element_that_does_not_fit_breaks_a_separated_list() {
    for (key, text) in [("numbers", "1;x"), ("numbers", "1,2"), ("ports", "0")] {
        let report = invalid::<RequirerApp>(&bag([(key, text)]));
        assert_eq!(report.problems[0].key, key, "{text}: {report}");
    }
}

#[test]
fn an_empty_list_has_no_separated_spelling_but_absence() {
    let value = RequirerApp {
        names: Some(vec![]),
        ..RequirerApp::default()
    };
    assert_eq!(written(&value), Databag::new());
    assert_eq!(changed(&value, &mut bag([("names", "a")])), ["-names"]);
}

#[test]
fn an_element_that_would_be_read_as_something_else_is_refused() {
    for names in [&["a,b"][..], &[" a"], &["a "], &[""]] {
        let value = RequirerApp {
            names: Some(names.iter().copied().map(String::from).collect()),
            ..RequirerApp::default()
        };
        let report = refused(&value);
        assert_eq!(report.problems[0].key, "names", "{names:?}: {report}");
    }
    let value = RequirerApp {
        sizes: Some(vec![Size::Unknown("a, b".into())]),
        ..RequirerApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "sizes");
}

#[test]
fn several_encodings_are_accepted_in_their_order() {
    let json_first = |text: &str| ready::<RequirerUnit>(&bag([("json_first", text)])).json_first;
    assert_eq!(json_first(r#""a""#).as_deref(), Some("a"));
    assert_eq!(json_first("a").as_deref(), Some("a"));
    // JSON, but no text: so it is plain.
    assert_eq!(json_first("1.10").as_deref(), Some("1.10"));
    assert_eq!(json_first("[\"a\"]").as_deref(), Some("[\"a\"]"));
    let csv_first = |text: &str| ready::<RequirerUnit>(&bag([("csv_first", text)])).csv_first;
    assert_eq!(csv_first("1,2"), Some(vec![1, 2]));
    assert_eq!(csv_first("[1, 2]"), Some(vec![1, 2]));
    let json_list = |text: &str| ready::<RequirerUnit>(&bag([("json_list", text)])).json_list;
    assert_eq!(json_list(r#"["a","b"]"#), json_list("a,b"));
}

#[test]
fn null_is_absence_where_json_is_one_of_several() {
    let keys = [
        ("json_first", "null"),
        ("raw_first", "null"),
        ("csv_first", "null"),
    ];
    for (key, text) in keys {
        let value: RequirerUnit = ready(&bag([(key, text)]));
        assert_eq!(value, RequirerUnit::default(), "{key}");
    }
}

#[test]
fn the_first_of_several_encodings_is_written() {
    let value = RequirerUnit {
        json_first: Some("a".into()),
        raw_first: Some(true),
        csv_first: Some(vec![1, 2]),
        json_list: Some(vec!["a".into()]),
    };
    let expected = bag([
        ("json_first", r#""a""#),
        ("raw_first", "true"),
        ("csv_first", "1,2"),
        ("json_list", r#"["a"]"#),
    ]);
    assert_eq!(written(&value), expected);
}

#[test]
fn a_value_that_fits_none_of_several_encodings_is_told_once() {
    let report = invalid::<RequirerUnit>(&bag([("csv_first", "x")]));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "csv_first");
}

#[test]
fn what_another_encoding_wrote_is_rewritten_in_the_first() {
    let mut current = bag([("json_first", "a"), ("csv_first", "[1, 2]")]);
    let value: RequirerUnit = ready(&current);
    assert_eq!(
        changed(&value, &mut current),
        ["csv_first=1,2", r#"json_first="a""#]
    );
    assert_eq!(changed(&value, &mut current), [""; 0]);
}

#[test]
fn a_number_that_json_cannot_spell_is_refused() {
    for ratio in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let app = ProviderApp {
            ratio: Some(ratio),
            ..ProviderApp::default()
        };
        assert_eq!(refused(&app).problems[0].key, "ratio");
        let unit = PeerUnit {
            ratio: Some(ratio),
            ..PeerUnit::default()
        };
        assert_eq!(refused(&unit).problems[0].key, "ratio");
    }
}

#[test]
fn deep_values_are_invalid_and_nothing_worse() {
    let deep = "[".repeat(100_000);
    let closed = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for text in [deep, closed] {
        let reading = relata::read::<ProviderApp>(&bag([("any", &text)]));
        assert!(matches!(reading, Reading::Invalid(_)));
    }
}

#[cfg(feature = "yaml")]
mod yaml {
    use super::common::{bag, changed, invalid, ready, written};

    relata::interface! {
        /// Values in YAML.
        interface yaml_spelling {
            /// The only version.
            version v0 (published);

            provider {
                #[encoding(yaml)]
                app {
                    /// A text.
                    text: Option<String>,
                    /// A list of jobs.
                    jobs: Vec<Job> = [],
                    /// YAML, or plain text.
                    #[encoding(yaml, raw)]
                    either: Option<String>,
                    /// A fraction.
                    ratio: Option<f64>,
                }
            }

            /// A job.
            struct Job {
                /// Its name.
                name: String,
                /// Whether it runs.
                on: Option<bool>,
            }
        }
    }

    use yaml_spelling::v0::{Job, ProviderApp};

    #[test]
    fn yaml_is_read_in_every_style() {
        for text in [
            "- name: a\n  on: true\n- name: b\n",
            "[{name: a, on: true}, {name: b}]",
            r#"[{"name": "a", "on": true}, {"name": "b", "on": null}]"#,
        ] {
            let value: ProviderApp = ready(&bag([("jobs", text)]));
            assert_eq!(value.jobs.len(), 2, "{text}");
            assert_eq!(value.jobs[0].on, Some(true));
            assert_eq!(value.jobs[1].on, None);
        }
    }

    #[test]
    fn yaml_is_written_so_that_every_reader_takes_a_text_for_a_text() {
        let value = ProviderApp {
            text: Some("yes".into()),
            jobs: vec![Job {
                name: "1.10\u{85}".into(),
                on: Some(false),
            }],
            ..ProviderApp::default()
        };
        let keys = written(&value);
        assert_eq!(keys["text"], r#""yes""#);
        assert_eq!(keys["jobs"], r#"[{"name":"1.10\u0085","on":false}]"#);
        assert_eq!(ready::<ProviderApp>(&keys), value);
        assert_eq!(changed(&value, &mut keys.clone()), [""; 0]);
    }

    #[test]
    fn yamls_null_is_absence() {
        for null in ["null", "~", "# nothing\n", " "] {
            let value: ProviderApp = ready(&bag([("text", null), ("ratio", "0.5")]));
            assert_eq!(value.text, None, "{null:?}");
            assert_eq!(value.ratio, Some(0.5));
        }
    }

    #[test]
    fn a_yaml_number_is_no_text_unless_raw_is_accepted_too() {
        invalid::<ProviderApp>(&bag([("text", "1.10")]));
        let value: ProviderApp = ready(&bag([("either", "1.10")]));
        assert_eq!(value.either.as_deref(), Some("1.10"));
    }

    #[test]
    fn hostile_yaml_is_invalid_and_nothing_worse() {
        let unfolds = ('a'..='h').zip('b'..='i').map(|(before, name)| {
            let again = format!("*{before},").repeat(9);
            format!("{name}: &{name} [{again}]")
        });
        let first = "a: &a [x,x,x,x,x,x,x,x,x]".to_owned();
        let bomb = [first].into_iter().chain(unfolds).collect::<Vec<_>>();
        let bomb = bomb.join("\n");
        for text in [
            &bomb,
            &"[".repeat(100_000),
            &"- ".repeat(100_000),
            "&a [*a]",
            "*b",
            "\t- x",
        ] {
            invalid::<ProviderApp>(&bag([("jobs", text)]));
        }
    }
}
