//! Verdicts on whole databags.

use crate::models::{self, FieldExt, bag, field, named, plain, rest, text, version};
use relata_spec::bag::{Judgement, Verdict, judge};
use relata_spec::model::{
    CheckKind, Document, Encoding, IntegerWidth, Kind, Layout, MarkerSpelling, Role, Scope,
    TextFormat, Type, Version,
};
use serde_json::json;
use std::collections::BTreeMap;

fn judged(version: &Version, entries: &[(&str, &str)]) -> Judgement {
    let bag: BTreeMap<String, String> = entries
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect();
    judge(version, Role::Provider, Scope::App, &bag)
}

/// Each problem as `rule key path: message`.
fn said(judgement: &Judgement) -> Vec<String> {
    judgement
        .problems
        .iter()
        .map(|found| {
            let problem = &found.problem;
            let message = problem.message();
            format!("{} {} {}: {message}", problem.rule, found.key, problem.path)
        })
        .collect()
}

const PEM: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----";

#[test]
fn an_empty_databag_is_absent() {
    for (name, version) in models::all() {
        let judgement = judged(&version, &[]);
        assert_eq!(judgement.verdict, Verdict::Absent, "{name}");
        assert!(judgement.missing.is_empty(), "{name}");
    }
}

#[test]
fn jujus_own_and_unknown_keys_do_not_make_a_databag_present() {
    let judgement = judged(
        &models::certificate_transfer(),
        &[
            ("ingress-address", "10.0.0.1"),
            ("egress-subnets", "10.0.0.1/32"),
            ("private-address", "10.0.0.1"),
            ("colour", "blue"),
        ],
    );
    assert_eq!(judgement.verdict, Verdict::Absent);
    assert_eq!(judgement.unknown_keys, ["colour"]);
}

#[test]
fn an_empty_value_is_an_absent_key() {
    let judgement = judged(
        &models::certificate_transfer(),
        &[("ca", ""), ("colour", "")],
    );
    assert_eq!(judgement.verdict, Verdict::Absent);
    assert!(judgement.unknown_keys.is_empty());
}

#[test]
fn a_role_without_the_databag_makes_it_absent_and_all_keys_unknown() {
    let bag = BTreeMap::from([("ca".to_owned(), PEM.to_owned())]);
    let judgement = judge(
        &models::certificate_transfer(),
        Role::Requirer,
        Scope::Unit,
        &bag,
    );
    assert_eq!(judgement.verdict, Verdict::Absent);
    assert_eq!(judgement.unknown_keys, ["ca"]);
}

#[test]
fn plain_text_and_json_are_both_read_where_both_are_accepted() {
    let version = models::certificate_transfer();
    let quoted = json!(PEM).to_string();
    for certificate in [PEM, &quoted] {
        let judgement = judged(&version, &[("certificate", certificate), ("version", "0")]);
        assert_eq!(judgement.verdict, Verdict::Ready, "{:?}", said(&judgement));
        assert_eq!(judgement.value, json!({"certificate": PEM}));
        assert_eq!(judgement.stated, Some(json!(0)));
    }
}

#[test]
fn json_wins_over_plain_text_where_it_fits() {
    let judgement = judged(&models::certificate_transfer(), &[("ca", "123")]);
    // The number does not fit a text, so the plain text is taken.
    assert_eq!(judgement.value, json!({"ca": "123"}));
    let judgement = judged(&models::certificate_transfer(), &[("ca", r#""123""#)]);
    assert_eq!(judgement.value, json!({"ca": "123"}));
}

#[test]
fn a_databag_with_nothing_but_the_marker_is_not_absent() {
    let judgement = judged(&models::certificate_transfer(), &[("version", "1")]);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(judgement.missing, ["certificate | ca | chain"]);
}

#[test]
fn a_garbled_marker_is_noted_and_does_not_spoil_the_databag() {
    let version = models::certificate_transfer();
    for (garbage, stated) in [
        ("v1", json!("v1")),
        (r#""one""#, json!("one")),
        ("[", json!("[")),
    ] {
        let judgement = judged(&version, &[("ca", PEM), ("version", garbage)]);
        assert_eq!(judgement.verdict, Verdict::Ready, "{garbage}");
        assert_eq!(judgement.stated, Some(stated));
        assert_eq!(judgement.notes.len(), 1);
        assert_eq!(judgement.notes[0].key, "version");
        assert!(
            judgement.notes[0]
                .note
                .message
                .contains("states no version")
        );
    }
    let judgement = judged(&version, &[("ca", PEM)]);
    assert_eq!(judgement.stated, None);
}

#[test]
fn the_encoding_that_the_writer_seems_to_use_is_named() {
    let judgement = judged(&models::certificate_transfer(), &[("chain", "10.0.0.1")]);
    assert_eq!(judgement.verdict, Verdict::Invalid);
    assert_eq!(
        said(&judgement),
        ["B1 chain : expected JSON, found plain text `10.0.0.1`: the writer seems to use raw"]
    );
}

#[test]
fn json_in_quotes_within_json_is_told() {
    let judgement = judged(
        &models::certificate_transfer(),
        &[("chain", r#""[\"a\"]""#)],
    );
    assert_eq!(
        said(&judgement),
        [
            r#"B2 chain : expected a list, found the text `["a"]`: the writer seems to have encoded it as JSON twice"#
        ]
    );
}

#[test]
fn json_where_plain_text_is_expected_is_told() {
    let port = Type::new(Kind::Integer {
        width: IntegerWidth::Port,
    });
    let version = version(
        bag(vec![
            field("port", port).raw(),
            field("url", models::url()).raw(),
            field("name", plain()).raw(),
        ]),
        vec![],
    );
    let judgement = judged(
        &version,
        &[
            ("port", r#""80""#),
            ("url", r#""http://a""#),
            ("name", r#""a""#),
        ],
    );
    assert_eq!(
        said(&judgement),
        [
            r#"B2 port : expected a port from 1 to 65535, found the text `"80"`: the writer seems to use JSON"#,
            r#"B6 url : expected a URL, found the text `"http://a"`: the text is in quotes: the writer seems to use JSON"#,
        ]
    );
    assert_eq!(judgement.notes[0].key, "name");
}

#[test]
fn dynamic_keys_are_read_and_unfitting_ones_are_unknown() {
    let issued = json!({"cert": PEM, "key": "k"}).to_string();
    let judgement = judged(
        &models::tls_certificates(),
        &[
            ("ca", PEM),
            ("chain", PEM),
            ("host.example", &issued),
            ("not a host", &issued),
        ],
    );
    assert_eq!(judgement.verdict, Verdict::Ready, "{:?}", said(&judgement));
    assert_eq!(judgement.unknown_keys, ["not a host"]);
    assert_eq!(judgement.value["host.example"]["key"], "k");
}

#[test]
fn a_problem_under_a_dynamic_key_names_it() {
    let judgement = judged(
        &models::tls_certificates(),
        &[("ca", PEM), ("host.example", r#"{"cert": 7}"#)],
    );
    assert_eq!(judgement.verdict, Verdict::Invalid);
    assert_eq!(judgement.missing, ["chain"]);
    assert_eq!(
        said(&judgement),
        [
            "B2 host.example cert: expected PEM text, found the number 7",
            "B8 host.example key: expected a text, found nothing",
        ]
    );
}

#[test]
fn only_a_dynamic_key_is_enough_not_to_be_absent() {
    let judgement = judged(
        &models::tls_certificates(),
        &[("host.example", r#"{"cert": "c", "key": "k"}"#)],
    );
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(judgement.missing, ["ca", "chain"]);
}

#[test]
fn a_key_that_juju_owns_is_no_dynamic_key() {
    let judgement = judged(
        &models::tls_certificates(),
        &[("private-address", "10.0.0.1")],
    );
    assert_eq!(judgement.verdict, Verdict::Absent);
}

#[test]
fn a_nested_document_is_read_with_its_paths() {
    let config =
        json!({"metrics_alert_rules": {}, "dashboards": ["YQ==", "?"], "port": 0, "new": 1});
    let judgement = judged(&models::cos_agent(), &[("config", &config.to_string())]);
    assert_eq!(
        said(&judgement),
        [
            "B6 config dashboards[1]: expected base64 text, found the text `?`",
            "B3 config port: expected a port from 1 to 65535, found the number 0",
        ]
    );
}

#[test]
fn a_nested_document_without_required_members_is_incomplete() {
    let judgement = judged(
        &models::cos_agent(),
        &[("config", r#"{"dashboards": null}"#)],
    );
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(judgement.missing, ["metrics_alert_rules", "dashboards"]);
}

#[test]
fn a_nested_document_that_is_no_object_is_invalid() {
    let judgement = judged(&models::cos_agent(), &[("config", "[]")]);
    assert_eq!(
        said(&judgement),
        ["B10 config : expected an object with the fields of the databag, found an empty list"]
    );
    let judgement = judged(&models::cos_agent(), &[("config", "{'a': 1}")]);
    assert_eq!(
        said(&judgement),
        [
            "B1 config : expected JSON, found Python's notation: the writer seems to use `str()` of Python"
        ]
    );
    assert!(judgement.missing.is_empty());
}

#[test]
fn a_nested_document_goes_before_single_keys() {
    let mut app = bag(vec![field("host", plain()).raw().required()]);
    app.layouts = vec![Layout::Keys, models::nested("data", Document::Json)];
    let version = version(app, vec![]);
    let judgement = judged(&version, &[("data", r#"{"host": "a"}"#), ("host", "b")]);
    assert_eq!(judgement.value, json!({"host": "a"}));
    assert_eq!(judgement.notes[0].key, "host");
    assert!(judgement.unknown_keys.is_empty());

    let judgement = judged(&version, &[("host", "b")]);
    assert_eq!(judgement.value, json!({"host": "b"}));
    assert_eq!(judgement.verdict, Verdict::Ready);
}

#[test]
fn an_alias_is_read_and_the_own_name_goes_first() {
    let version = version(
        bag(vec![field("new", plain()).raw().alias("old", true)]),
        vec![],
    );
    let judgement = judged(&version, &[("old", "a")]);
    assert_eq!(judgement.value, json!({"new": "a"}));
    let judgement = judged(&version, &[("old", "a"), ("new", "b")]);
    assert_eq!(judgement.value, json!({"new": "b"}));
    assert!(judgement.unknown_keys.is_empty());
}

#[test]
fn null_is_as_good_as_an_absent_key() {
    let version = version(
        bag(vec![
            field("a", plain()).required(),
            field("b", plain()).or(json!("x")),
        ]),
        vec![],
    );
    let judgement = judged(&version, &[("a", "null"), ("b", "null")]);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(judgement.missing, ["a"]);
    assert_eq!(judgement.value, json!({}));
}

#[test]
fn conditions_between_members_are_checked_at_their_object() {
    let providers = json!([
        {"client_id": "a", "client_secret": "s", "provider": "google", "tenant_id": "t"},
        {"client_id": "a", "client_secret": "s", "provider": "microsoft", "tenant_id": "t"},
        {"client_id": "a", "client_secret": "s", "provider": "gogle", "tenant_id": "t"},
    ]);
    let judgement = judged(
        &models::kratos_external_idp(),
        &[("providers", &providers.to_string())],
    );
    assert_eq!(
        said(&judgement),
        [
            "B9 providers [0]: tenant_id is for microsoft only",
            "B7 providers [2].provider: expected `microsoft`, `generic` or `google`, found the text \
             `gogle`: did you mean `google`?",
        ]
    );
}

#[test]
fn missing_keys_of_a_group_make_a_databag_incomplete_and_too_many_invalid() {
    let mut app = bag(["a", "b", "c", "d"]
        .map(|name| field(name, plain()).raw())
        .into());
    app.checks.push(models::one_of("a", "b"));
    app.checks.push(models::together(&["c", "d"]));
    let version = version(app, vec![]);

    let judgement = judged(&version, &[("c", "x")]);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(judgement.missing, ["a | b", "d"]);

    let judgement = judged(&version, &[("a", "x"), ("b", "x")]);
    assert_eq!(said(&judgement), ["B9 a : exactly one of them is needed"]);

    let judgement = judged(&version, &[("a", "x"), ("c", "x"), ("d", "x")]);
    assert_eq!(judgement.verdict, Verdict::Ready);
}

#[test]
fn a_condition_over_a_broken_value_is_not_judged() {
    let mut app = bag(vec![
        field("a", plain()).raw(),
        field("b", models::url()).raw(),
    ]);
    app.checks.push(models::check(
        CheckKind::Named,
        "b must be x:y",
        models::equals("b", json!("x:y")),
    ));
    let version = version(app, vec![]);
    assert_eq!(said(&judged(&version, &[("b", "no url")])).len(), 1);
    assert_eq!(
        said(&judged(&version, &[("b", "x:z")])),
        ["B9 b : b must be x:y"]
    );
}

#[test]
fn a_broken_value_counts_as_there() {
    let mut app = bag(vec![
        field("a", models::url()).raw(),
        field("b", plain()).raw(),
    ]);
    app.checks.push(models::any_of(&["a", "b"]));
    let judgement = judged(&version(app, vec![]), &[("a", "no url")]);
    assert_eq!(judgement.verdict, Verdict::Invalid);
    assert!(judgement.missing.is_empty());
}

#[test]
fn every_problem_of_every_key_is_listed_in_declared_order() {
    let judgement = judged(
        &models::everything(),
        &[
            ("flag", "yes"),
            ("size", "256"),
            ("ratio", "much"),
            ("names", "a,-b"),
            ("level", "true"),
            ("password", "17"),
        ],
    );
    assert_eq!(
        said(&judgement),
        [
            "B2 flag : expected `True`, `true` or `False`, found the text `yes`",
            "B3 size : expected a whole number from 0 to 255, found the number 256",
            "B2 ratio : expected a number, found the text `much`",
            "B6 names [1]: expected a host name, found the text `-b`",
            "B2 level : expected a whole number, found `true`",
            "B2 password : expected a text, found a number",
        ]
    );
}

#[test]
fn neither_a_secret_nor_a_sensitive_text_is_shown() {
    let version = models::everything();
    let judgement = judged(
        &version,
        &[
            ("password", "hunter2 is plain"),
            ("credentials", "hunter2 is secret"),
        ],
    );
    let shown = format!("{:?}", said(&judgement));
    assert_eq!(judgement.problems.len(), 2, "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");

    let judgement = judged(
        &models::kratos_external_idp(),
        &[("providers", r#"["client_secret=hunter2"]"#)],
    );
    let shown = format!("{:?}", said(&judgement));
    assert_eq!(judgement.problems.len(), 1, "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_templated_marker_is_read_as_text() {
    let spelling = MarkerSpelling::Template("{}.0".into());
    let version = version(
        bag(vec![
            field("version", plain()).raw().marker(spelling),
            field("a", plain()),
        ]),
        vec![],
    );
    let judgement = judged(&version, &[("version", "1.3")]);
    assert_eq!(judgement.verdict, Verdict::Ready);
    assert_eq!(judgement.stated, Some(json!("1.3")));
    assert!(judgement.notes.is_empty());
}

#[test]
fn a_databag_of_dynamic_keys_only_is_read() {
    let mut app = bag(vec![]);
    let mut others = rest(text(TextFormat::UnitName), named("Anything"));
    others.encodings = vec![Encoding::RAW];
    others.values = plain();
    app.rest = Some(others);
    let version = version(app, vec![]);
    assert_eq!(judged(&version, &[("app/0", "x")]).verdict, Verdict::Ready);
    assert_eq!(judged(&version, &[("app", "x")]).verdict, Verdict::Absent);
}
