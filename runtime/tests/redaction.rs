//! What is never shown?

mod common;

use common::{bag, invalid, refused};
use relata::{Bag, Reading, Secret, Sensitive};

relata::interface! {
    /// Things that nobody should see.
    interface hidden {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// A password.
                #[len(..=6)]
                password: Option<Sensitive>,
                /// Several.
                #[allow(R15, reason = "for this test")]
                passwords: Option<Vec<Sensitive>>,
                /// By name.
                #[allow(R15, reason = "for this test")]
                by_name: Option<Map<String, Sensitive>>,
                /// Inside.
                login: Option<Login>,
                /// Among others.
                logins: Vec<Login> = [],
                /// In a shape.
                method: Option<Method>,
                /// In a shape without a tag.
                token: Option<Token>,
                /// Of a secret.
                credentials: Option<Secret<Credentials>>,
            }
            #[encoding(raw)]
            unit {
                /// A word of our own.
                own: Option<Own>,
                /// A password.
                key: Option<Sensitive>,
            }
        }

        requirer {
            #[encoding(nested("data"))]
            app {
                /// A password.
                #[pattern("^[a-z]+$")]
                password: Option<Sensitive>,
                /// A number.
                number: Option<u32>,
            }
        }

        /// How to log in.
        struct Login {
            /// The name.
            name: String,
            /// The password.
            password: Option<Sensitive>,
        }

        /// How.
        #[closed]
        #[tag("type")]
        union Method {
            password {
                /// The password.
                value: Sensitive,
            },
        }

        /// A token.
        union Token { number(u32), text(Long) }

        /// Not too long.
        #[len(..=3)]
        type Long: Sensitive;

        /// Never right.
        type Own: Sensitive = crate::Own;

        /// The content of a secret.
        #[any_of("user-name", token)]
        secret Credentials {
            /// The name.
            "user-name": Option<String>,
            /// The token.
            token: Option<Sensitive>,
        }
    }
}

use hidden::v0::{Credentials, Login, Method, ProviderApp, ProviderUnit, RequirerApp};

/// A type of one's own that tells what it was given, as no type should.
#[derive(Debug, Clone, PartialEq)]
pub struct Own;

impl serde_core::Serialize for Own {
    fn serialize<S: serde_core::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str("own")
    }
}

impl<'de> serde_core::Deserialize<'de> for Own {
    fn deserialize<D: serde_core::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = <String as serde_core::Deserialize>::deserialize(source)?;
        let found = serde_core::de::Unexpected::Str(&text);
        Err(serde_core::de::Error::invalid_value(
            found,
            &"something else",
        ))
    }
}

impl relata::Value for Own {
    fn vacant() -> Self {
        Own
    }
}

/// A secret that looks like the words of an error.
const SECRETS: &[&str] = &[
    "hunter2",
    "expected hunter2",
    "hunter2, expected hunter2",
    ", expected hunter2 at line 1 column 2",
    "hunter2 at line 3 column 4",
    "at `hunter2`: hunter2",
    "\u{1f}hunter2",
    "`: hunter2",
    "{\"x\": hunter2",
    "hunter2\n",
];

/// Everything that a report says, in every form.
fn told<B: Bag>(key: &str, text: &str) -> String {
    let report = match relata::read::<B>(&bag([(key, text)])) {
        Reading::Invalid(report) | Reading::Incomplete(report) => report,
        Reading::Ready(value) => return format!("{value:?}"),
        Reading::Absent => panic!("absent: {text}"),
    };
    format!("{}\n{report}\n{report:?}", report.line())
}

#[test]
fn no_report_shows_what_is_sensitive() {
    for secret in SECRETS {
        let quoted = serde_json::to_string(secret).expect("a text");
        let cases = [
            ("password", quoted.clone()),
            ("password", (*secret).to_owned()),
            ("password", format!("[{quoted}]")),
            ("password", format!("{{{quoted}: {quoted}}}")),
            ("passwords", quoted.clone()),
            ("passwords", (*secret).to_owned()),
            ("passwords", format!("[{quoted}, 7]")),
            ("passwords", format!("[[{quoted}]]")),
            ("by_name", format!("{{\"a\": [{quoted}]}}")),
            ("by_name", quoted.clone()),
            ("by_name", format!("{{\"a\": {quoted}")),
            ("login", quoted.clone()),
            ("login", format!("{{\"name\": 7, \"password\": {quoted}}}")),
            (
                "login",
                format!("{{\"name\": \"x\", \"password\": [{quoted}]}}"),
            ),
            ("login", format!("{{\"password\": {quoted}}}")),
            ("logins", format!("[{quoted}]")),
            (
                "logins",
                format!("[{{\"name\": \"x\", \"password\": {{\"a\": {quoted}}}}}]"),
            ),
            (
                "method",
                format!("{{\"type\": \"password\", \"value\": [{quoted}]}}"),
            ),
            (
                "method",
                format!("{{\"type\": \"password\", \"valu\": {quoted}}}"),
            ),
            ("method", quoted.clone()),
            ("token", quoted.clone()),
            ("token", format!("[{quoted}]")),
            ("token", (*secret).to_owned()),
        ];
        for (key, text) in cases {
            let told = told::<ProviderApp>(key, &text);
            assert!(!told.contains("hunter2"), "{key} {text:?}\n{told}");
        }
        let document = format!("{{\"password\": {quoted}, \"number\": \"x\"}}");
        let broken = format!("{{\"password\": {quoted}");
        let inside = format!("{{\"password\": [{quoted}]}}");
        for text in [&document, &broken, &inside, &quoted, &(*secret).to_owned()] {
            let told = told::<RequirerApp>("data", text);
            assert!(!told.contains("hunter2"), "{text:?}\n{told}");
        }
        let told = told::<ProviderUnit>("own", secret);
        assert!(!told.contains("hunter2"), "{secret:?}\n{told}");
    }
}

#[test]
fn numbers_and_booleans_in_place_of_a_password_are_not_shown() {
    for (key, text) in [
        ("password", "987654"),
        ("passwords", "[987654]"),
        ("password", "987654.5"),
    ] {
        let told = told::<ProviderApp>(key, text);
        assert!(!told.contains("987654"), "{told}");
    }
}

#[test]
fn what_stands_in_place_of_a_secrets_uri_is_not_shown() {
    for text in [
        r#""hunter2 hunter2""#,
        r#"["hunter2"]"#,
        r#"{"password":"hunter2"}"#,
        "hunter2!",
    ] {
        let told = told::<ProviderApp>("credentials", text);
        assert!(!told.contains("hunter2"), "{text}\n{told}");
    }
}

#[test]
fn a_report_still_says_what_was_expected() {
    let report = invalid::<ProviderApp>(&bag([("logins", r#"[{"name":"x","password":7}]"#)]));
    assert_eq!(report.problems[0].path, "[0].password");
    assert!(report.problems[0].message.contains("expected"), "{report}");
}

#[test]
fn debug_of_a_databag_shows_no_password() {
    let value = ProviderApp {
        password: Some("hunter2".into()),
        passwords: Some(vec!["hunter2".into()]),
        logins: vec![Login {
            name: "x".into(),
            password: Some("hunter2".into()),
        }],
        ..ProviderApp::default()
    };
    let shown = format!("{value:?} {value:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("redacted"));
    let method = Method::Password(hidden::v0::MethodPassword {
        value: "hunter2".into(),
    });
    assert!(!format!("{method:?}").contains("hunter2"));
}

#[test]
fn debug_of_a_secrets_content_shows_nothing_of_it() {
    let content = Credentials {
        user_name: Some("hunter2".into()),
        token: Some(Sensitive::from("hunter2")),
    };
    assert_eq!(format!("{content:?}"), "Credentials(redacted)");
    assert_eq!(format!("{content:#?}"), "Credentials(redacted)");
}

#[test]
fn the_uri_of_a_secret_may_be_shown() {
    let uri = "secret:d40rbhnmp25c76d6bdn0";
    let secret = Secret::<Credentials>::new(uri).expect("a URI");
    assert!(format!("{secret:?}").contains(uri));
    let value = ProviderApp {
        credentials: Some(secret),
        ..ProviderApp::default()
    };
    assert_eq!(common::written(&value)["credentials"], format!("\"{uri}\""));
}

#[test]
fn a_refusal_shows_no_password() {
    let value = ProviderApp {
        password: Some("hunter2".into()),
        ..ProviderApp::default()
    };
    let report = refused(&value);
    assert!(!format!("{report} {report:?} {}", report.line()).contains("hunter2"));
    let value = RequirerApp {
        password: Some("hunter2".into()),
        number: None,
    };
    let report = refused(&value);
    assert!(!format!("{report} {report:?} {}", report.line()).contains("hunter2"));
}
