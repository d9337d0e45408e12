//! What is told to whoever has to act?

mod common;

use common::{bag, incomplete, invalid, refused};
use relata::report::Place;
use relata::{Databag, Remote, UnitName, receive};

relata::interface! {
    /// Something to report.
    interface told {
        /// The only version.
        version v3 (published);

        provider {
            #[any_of(certificate, chain)]
            app {
                /// A URL.
                url: Option<Url>,
                /// A certificate.
                certificate: Option<String>,
                /// A chain.
                chain: Option<String>,
                /// A name.
                #[required]
                #[allow(R8, reason = "for this test")]
                name: String,
                /// Endpoints.
                nodes: Vec<Node> = [],
            }
            unit {
                /// A port.
                port: Option<Port>,
            }
        }

        /// A node.
        struct Node {
            /// Where it is.
            endpoint: Url,
            /// A level.
            #[range(1..=3)]
            level: u8 = 1,
        }
    }
}

use told::v3::{Node, ProviderApp, ProviderUnit};

#[test]
fn a_line_says_what_is_waited_for() {
    let report = incomplete::<ProviderApp>(&bag([("url", r#""http://a""#)]));
    assert_eq!(
        report.line(),
        "waiting for `name`, `certificate | chain` from the provider (told v3)"
    );
}

#[test]
fn a_line_says_the_first_problem_and_how_many_more_there_are() {
    let good = [("name", r#""x""#), ("chain", r#""y""#)];
    let report = invalid::<ProviderApp>(&bag([good[0], good[1], ("url", "10.0.0.1")]));
    let line = report.line();
    assert!(line.starts_with("`url`: expected "), "{line}");
    assert!(line.ends_with("(told v3)"), "{line}");
    let nodes = r#"[{"endpoint":"a"},{"endpoint":"http://b","level":"x"}]"#;
    let keys = [good[0], good[1], ("url", "7"), ("nodes", nodes)];
    let line = invalid::<ProviderApp>(&bag(keys)).line();
    assert!(line.contains("(and ") && line.contains(" more)"), "{line}");
}

#[test]
fn a_line_is_one_line_whatever_the_databag_holds() {
    let texts = [
        "a\nb",
        "\"a\\nb\"",
        "{\n\n",
        "[\n{\"endpoint\":\"a\\r\\nb\"}]",
        "\u{2028}\u{85}\n",
        "",
    ];
    for text in texts {
        for key in ["url", "nodes", "name"] {
            if let Some(report) = relata::read::<ProviderApp>(&bag([(key, text)])).report() {
                assert_eq!(report.line().lines().count(), 1, "{}", report.line());
            }
        }
    }
}

#[test]
fn a_long_text_does_not_make_a_long_line() {
    let long = format!("\"{}\"", "x".repeat(100_000));
    let nodes = format!("[{{\"endpoint\":{long}}}]");
    let keys = [
        ("url", long.as_str()),
        ("name", long.as_str()),
        ("nodes", &nodes),
    ];
    let report = invalid::<ProviderApp>(&bag(keys));
    assert!(report.line().len() < 400, "{}", report.line().len());
    assert!(
        report.to_string().len() < 2000,
        "{}",
        report.to_string().len()
    );
}

#[test]
fn everything_that_is_missing_and_wrong_has_a_line_of_its_own() {
    let nodes = r#"[{"endpoint":"http://a"},{"endpoint":"b"}]"#;
    let report = invalid::<ProviderApp>(&bag([("nodes", nodes), ("chain", r#""x""#)])).at(Place {
        endpoint: Some("send".into()),
        relation_id: Some(7),
        writer: Some("up".into()),
    });
    let told = report.to_string();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "told v3, app databag of the provider up, endpoint send, relation 7"
    );
    assert_eq!(lines[1], "  missing: name");
    assert!(
        lines[2].starts_with("  `nodes[1].endpoint`: expected a URL"),
        "{told}"
    );
    assert!(lines[2].ends_with(']'), "{told}");
    assert_eq!(lines.len(), 3, "{told}");
    assert!(
        report.line().starts_with("send: `nodes[1].endpoint`"),
        "{}",
        report.line()
    );
}

#[test]
fn a_report_says_the_unit_that_wrote() {
    let (app, unit) = (Databag::new(), bag([("port", "0")]));
    let name = UnitName::new("up/3").expect("a unit name");
    let remote = Remote::new().app(&app).unit(name, &unit);
    let received = receive::<told::Provider>(&remote).expect("something is there");
    let told = received.reports[0].to_string();
    assert!(
        told.starts_with("told v3, unit databag of the provider up/3\n"),
        "{told}"
    );
    assert_eq!(received.data.version(), 3);
    assert!(!received.is_clean());
}

#[test]
fn a_refusal_says_that_it_is_our_own_data() {
    let value = ProviderApp {
        name: "x".into(),
        url: None,
        certificate: Some("x".into()),
        chain: None,
        nodes: vec![Node {
            endpoint: relata::Url::new("http://a").expect("a URL"),
            level: 4,
        }],
    };
    let report = refused(&value);
    assert!(report.ours);
    let line = report.line();
    assert!(
        line.starts_with("`nodes[0].level`: expected a number from 1 to 3"),
        "{line}"
    );
    assert!(line.contains("our own"), "{line}");
}

#[test]
fn a_report_is_an_error() {
    let report = invalid::<ProviderUnit>(&bag([("port", "0")]));
    let error: Box<dyn std::error::Error> = Box::new(report);
    assert!(error.to_string().contains("`port`"));
}

/// With the interpreter a report knows every problem of every key, and what the
/// writer may have meant.
#[cfg(feature = "spec")]
mod complete {
    use super::*;

    #[test]
    fn every_problem_of_a_value_is_told() {
        let nodes = r#"[{"endpoint":"a","level":9},{"level":"x"},7]"#;
        let keys = [("name", "7"), ("nodes", nodes), ("chain", "x")];
        let report = invalid::<ProviderApp>(&bag(keys));
        let told: Vec<(&str, &str)> = report
            .problems
            .iter()
            .map(|problem| (problem.key.as_str(), problem.path.as_str()))
            .collect();
        for expected in [
            ("chain", ""),
            ("name", ""),
            ("nodes", "[0].endpoint"),
            ("nodes", "[0].level"),
            ("nodes", "[1].endpoint"),
            ("nodes", "[1].level"),
            ("nodes", "[2]"),
        ] {
            assert!(told.contains(&expected), "{expected:?}\n{report}");
        }
    }

    #[test]
    fn the_encoding_that_the_writer_seems_to_have_used_is_told() {
        let keys = [("name", "x"), ("chain", r#""x""#)];
        let report = invalid::<ProviderApp>(&bag(keys));
        let message = &report.problems[0].message;
        assert!(message.contains("plain text"), "{message}");
        assert!(message.contains("raw"), "{message}");
        // A hint is given once.
        assert_eq!(message.matches("raw").count(), 1, "{message}");
    }
}
