//! What has to hold between fields?

mod common;

use common::{bag, incomplete, invalid, ready, refused, written};
use relata::Bag;

relata::interface! {
    /// Checks.
    interface checks {
        /// The only version.
        version v0 (published);

        provider {
            #[any_of(certificate, chain)]
            app {
                /// A certificate.
                certificate: Option<String>,
                /// A chain.
                chain: Option<String>,
                /// Neither.
                other: Option<String>,
            }
            #[one_of(url, field("host-name"))]
            #[together(user, "pass-word")]
            unit {
                /// A URL.
                url: Option<String>,
                /// A host.
                "host-name": Option<String>,
                /// A user.
                user: Option<String>,
                /// A password.
                "pass-word": Option<String>,
            }
        }

        requirer {
            #[check(tenant_only_with_microsoft, "a tenant needs microsoft",
                !present(tenant) || provider == "microsoft")]
            #[check(ordered, "the least is above the most", least <= most && (least > 0 || most != -1))]
            #[check(not_both, "neither name is the other", !(name == nickname))]
            app {
                /// A tenant.
                tenant: Option<String>,
                /// A provider.
                provider: Option<String>,
                /// The least.
                least: i32 = 1,
                /// The most.
                most: f64 = 2.5,
                /// A name.
                name: Option<String>,
                /// Another.
                nickname: Option<String>,
            }
            #[check(far_enough, "the end comes before the start", start < end)]
            unit {
                /// Where it starts.
                #[required]
                #[allow(R8, reason = "for this test")]
                start: u32,
                /// Where it ends.
                end: u32 = 10,
            }
        }

        peer {
            #[encoding(nested("data"))]
            #[any_of(things, words)]
            app {
                /// Checked inside.
                things: Option<Vec<Thing>>,
                /// A word.
                words: Option<Words>,
            }
        }

        /// A thing.
        #[any_of(name, size)]
        struct Thing {
            /// Its name.
            name: Option<String>,
            /// Its size.
            size: Option<u32>,
            /// More of it.
            more: Option<String>,
        }

        /// Words.
        #[tag("type")]
        union Words {
            #[one_of(a, b)]
            some {
                /// One.
                a: Option<String>,
                /// Other.
                b: Option<String>,
            },
            none {},
        }
    }
}

use checks::v0::{
    PeerApp, ProviderApp, ProviderUnit, RequirerApp, RequirerUnit, Thing, Words, WordsSome,
};

/// The messages of an invalid databag.
fn messages<B: Bag, const N: usize>(keys: [(&str, &str); N]) -> Vec<String> {
    let report = invalid::<B>(&bag(keys));
    let each = report.problems.into_iter();
    each.inspect(|problem| assert_eq!(problem.rule, "B9"))
        .map(|problem| problem.message)
        .collect()
}

#[test]
fn with_none_of_several_a_databag_is_incomplete() {
    let report = incomplete::<ProviderApp>(&bag([("other", r#""x""#)]));
    assert_eq!(report.missing, ["certificate | chain"]);
    for keys in [[("certificate", r#""x""#)], [("chain", r#""x""#)]] {
        ready::<ProviderApp>(&bag(keys));
    }
    ready::<ProviderApp>(&bag([("certificate", r#""x""#), ("chain", r#""x""#)]));
}

#[test]
fn null_is_none_of_several() {
    let report = incomplete::<ProviderApp>(&bag([("chain", "null")]));
    assert_eq!(report.missing, ["certificate | chain"]);
}

#[test]
fn one_of_several_may_still_come_but_two_are_wrong() {
    let report = incomplete::<ProviderUnit>(&bag([("user", r#""x""#), ("pass-word", r#""x""#)]));
    assert_eq!(report.missing, ["url | host-name"]);
    ready::<ProviderUnit>(&bag([("host-name", r#""x""#)]));
    let report = invalid::<ProviderUnit>(&bag([("url", r#""x""#), ("host-name", r#""x""#)]));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "url");
}

#[test]
fn what_stands_together_is_missing_as_long_as_one_is() {
    let report = incomplete::<ProviderUnit>(&bag([("url", r#""x""#), ("user", r#""x""#)]));
    assert_eq!(report.missing, ["pass-word"]);
    let report = incomplete::<ProviderUnit>(&bag([("user", r#""x""#)]));
    assert_eq!(report.missing, ["url | host-name", "pass-word"]);
}

#[test]
fn a_condition_that_does_not_hold_is_told_in_the_authors_words() {
    let tenant = [("tenant", r#""x""#), ("provider", r#""google""#)];
    assert_eq!(
        messages::<RequirerApp, 2>(tenant),
        ["a tenant needs microsoft"]
    );
    assert_eq!(
        messages::<RequirerApp, 1>([("tenant", r#""x""#)]),
        ["a tenant needs microsoft"]
    );
    ready::<RequirerApp>(&bag([("tenant", r#""x""#), ("provider", r#""microsoft""#)]));
    ready::<RequirerApp>(&bag([("provider", r#""google""#)]));
}

#[test]
fn numbers_are_compared_as_numbers_and_defaults_count() {
    ready::<RequirerApp>(&bag([("least", "2")]));
    assert_eq!(
        messages::<RequirerApp, 1>([("least", "3")]),
        ["the least is above the most"]
    );
    ready::<RequirerApp>(&bag([("least", "3"), ("most", "3")]));
    ready::<RequirerApp>(&bag([("least", "-5"), ("most", "-2")]));
    let keys = [("least", "-5"), ("most", "-1")];
    assert_eq!(
        messages::<RequirerApp, 2>(keys),
        ["the least is above the most"]
    );
}

#[test]
fn absent_fields_are_equal_to_nothing() {
    ready::<RequirerApp>(&bag([("least", "1")]));
    ready::<RequirerApp>(&bag([("name", r#""x""#)]));
    let keys = [("name", r#""x""#), ("nickname", r#""x""#)];
    assert_eq!(
        messages::<RequirerApp, 2>(keys),
        ["neither name is the other"]
    );
}

#[test]
fn a_comparison_with_a_missing_key_does_not_hold() {
    let report = invalid::<RequirerUnit>(&bag([("end", "5")]));
    assert_eq!(report.missing, ["start"]);
    assert_eq!(report.problems[0].key, "start");
    ready::<RequirerUnit>(&bag([("start", "5")]));
}

#[test]
fn a_check_is_told_of_the_first_field_that_it_names() {
    let report = invalid::<RequirerApp>(&bag([("least", "3")]));
    assert_eq!(report.problems[0].key, "least");
    assert_eq!(report.problems[0].path, "");
    let value = RequirerApp {
        least: 3,
        ..RequirerApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "least");
}

#[test]
fn a_check_further_in_is_a_problem_even_if_only_something_is_missing() {
    let report = invalid::<PeerApp>(&bag([("data", r#"{"things":[{"more":"x"},{"size":1}]}"#)]));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].key, "data");
    assert_eq!(report.problems[0].path, "things[0]");
    let report = invalid::<PeerApp>(&bag([("data", r#"{"words":{"type":"some"}}"#)]));
    assert_eq!(report.problems[0].path, "words", "{report}");
    ready::<PeerApp>(&bag([("data", r#"{"words":{"type":"some","a":"x"}}"#)]));
}

#[test]
fn a_document_that_lacks_something_is_incomplete() {
    let report = incomplete::<PeerApp>(&bag([("data", "{}")]));
    assert_eq!(report.missing, ["things | words"]);
}

#[test]
fn what_breaks_a_check_is_not_written() {
    let value = ProviderUnit {
        url: Some("x".into()),
        user: Some("x".into()),
        ..ProviderUnit::default()
    };
    refused(&value);
    let value = ProviderUnit {
        user: None,
        ..value
    };
    assert_eq!(written(&value), bag([("url", r#""x""#)]));
}

#[test]
fn what_breaks_a_check_further_in_is_not_written() {
    let broken = Thing {
        more: Some("x".into()),
        ..Thing::default()
    };
    let value = PeerApp {
        things: Some(vec![broken]),
        words: None,
    };
    assert_eq!(refused(&value).problems[0].path, "things[0]");
    let value = PeerApp {
        things: None,
        words: Some(Words::Some(WordsSome::default())),
    };
    assert_eq!(refused(&value).problems[0].path, "words");
}

#[test]
fn what_says_nothing_yet_is_written() {
    assert_eq!(written(&ProviderApp::default()), bag([]));
    assert_eq!(written(&ProviderUnit::default()), bag([]));
}

#[test]
fn an_answer_in_parts_is_written_and_read_as_incomplete() {
    let part = ProviderApp {
        other: Some("x".into()),
        ..ProviderApp::default()
    };
    let mut databag = relata::Databag::new();
    relata::changes(&part, &databag)
        .expect("a part")
        .apply(&mut databag);
    assert_eq!(databag, bag([("other", r#""x""#)]));
    let report = incomplete::<ProviderApp>(&databag);
    assert_eq!(report.missing, ["certificate | chain"]);
}
