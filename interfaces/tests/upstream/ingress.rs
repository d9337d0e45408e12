use super::{assert_verdict, judged};
use relata::spec::bag::Verdict;

const NAME: &str = "ingress";

#[test]
fn version_1_is_plain_text_and_yaml() {
    let bag = [
        ("host", "h"),
        ("model", "m"),
        ("name", "n"),
        ("port", "4242"),
    ];
    assert_verdict(Verdict::Ready, NAME, 1, "requirer/app", &bag);
    let mut flags = bag.to_vec();
    flags.extend([("strip-prefix", "true"), ("redirect-https", "true")]);
    assert_verdict(Verdict::Ready, NAME, 1, "requirer/app", &flags);
    for text in [
        "url: http://foo.bar:80/model-app\n",
        r#"{"url": "http://foo.bar"}"#,
    ] {
        assert_verdict(
            Verdict::Ready,
            NAME,
            1,
            "provider/app",
            &[("ingress", text)],
        );
    }
}

#[test]
fn version_1_takes_json_strings_as_they_stand() {
    let bag = [
        ("host", r#""0.0.0.42""#),
        ("model", r#""bar""#),
        ("name", r#""remote/0""#),
        ("port", "42"),
    ];
    assert_verdict(Verdict::Ready, NAME, 1, "requirer/app", &bag);
}

#[test]
fn version_1_needs_all_four() {
    let bag = [("host", "0.0.0.42"), ("bubble", "10"), ("rubble", "foo")];
    assert_verdict(Verdict::Incomplete, NAME, 1, "requirer/app", &bag);
}

#[test]
fn a_url_outside_of_ingress_is_no_answer() {
    let bag = [("url", "http://foo.bar:80/model_name-unit_name/0")];
    assert_verdict(Verdict::Absent, NAME, 1, "provider/app", &bag);
}

#[test]
fn version_2_is_json() {
    let bag = [
        ("model", r#""bar""#),
        ("port", "42"),
        ("name", r#""remote""#),
    ];
    assert_verdict(Verdict::Ready, NAME, 2, "requirer/app", &bag);
    assert_verdict(Verdict::Ready, NAME, 2, "requirer/app", &bag[..2]);
    let unit = [("host", r#""0.0.0.42""#), ("ip", r#""10.1.2.3""#)];
    assert_verdict(Verdict::Ready, NAME, 2, "requirer/unit", &unit);
    let url = r#"{"url": "http://foo.bar:80/model_name-app_name/0"}"#;
    assert_verdict(Verdict::Ready, NAME, 2, "provider/app", &[("ingress", url)]);
}

#[test]
fn version_2_refuses_plain_text() {
    let bag = [("model", "bar"), ("port", "42"), ("name", "true")];
    assert_verdict(Verdict::Invalid, NAME, 2, "requirer/app", &bag);
    let bag = [("host", "0.0.0.42")];
    assert_verdict(Verdict::Invalid, NAME, 2, "requirer/unit", &bag);
}

#[test]
fn version_2_knows_what_the_library_adds() {
    let bag = [
        ("model", r#""bar""#),
        ("port", "42"),
        ("name", r#""remote""#),
        ("scheme", r#""h2c""#),
        ("is_port_open", "true"),
        ("strip-prefix", "true"),
        ("redirect-https", "true"),
        (
            "healthcheck_params",
            r#"{"path": "/health", "interval": "10s"}"#,
        ),
    ];
    let judgement = judged(NAME, 2, "requirer/app", &bag);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:#?}");
    assert!(judgement.unknown_keys.is_empty(), "{judgement:#?}");
}

#[test]
fn a_port_out_of_range_is_invalid() {
    for port in ["0", "65536", "-1"] {
        let bag = [
            ("model", r#""bar""#),
            ("port", port),
            ("name", r#""remote""#),
        ];
        assert_verdict(Verdict::Invalid, NAME, 2, "requirer/app", &bag);
    }
}
