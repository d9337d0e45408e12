use super::{CSR, PEM, assert_verdict, judged};
use relata::spec::bag::Verdict;
use serde_json::json;

const NAME: &str = "tls-certificates";

fn issued() -> serde_json::Value {
    json!({ "certificate": PEM, "certificate_signing_request": CSR, "ca": PEM })
}

#[test]
fn an_answer_is_ready_with_and_without_what_is_optional() {
    let mut long = issued();
    long["chain"] = json!([PEM]);
    long["recommended_expiry_notification_time"] = json!(720);
    long["revoked"] = json!(true);
    let mut nulls = issued();
    nulls["chain"] = json!(null);
    nulls["recommended_expiry_notification_time"] = json!(null);
    nulls["revoked"] = json!(null);
    for answers in [json!([]), json!([issued()]), json!([long, nulls])] {
        let text = answers.to_string();
        let bag = [("certificates", text.as_str())];
        assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
    }
}

#[test]
fn an_answer_to_no_request_does_not_spoil_the_others() {
    let text = json!([{ "certificate": PEM, "ca": PEM }, issued()]).to_string();
    let bag = [("certificates", text.as_str())];
    assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
}

#[test]
fn values_may_be_base64_of_pem() {
    let base64 = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K";
    let text = json!([
        { "certificate_signing_request": base64 },
        { "certificate_signing_request": base64, "ca": true }
    ])
    .to_string();
    for scope in ["requirer/unit", "requirer/app"] {
        let bag = [("certificate_signing_requests", text.as_str())];
        assert_verdict(Verdict::Ready, NAME, 1, scope, &bag);
    }
}

#[test]
fn a_request_says_in_several_ways_whether_it_is_for_an_authority() {
    for ca in [
        json!(true),
        json!(false),
        json!(null),
        json!("false"),
        json!("True"),
    ] {
        let text = json!([{ "certificate_signing_request": CSR, "ca": ca }]).to_string();
        let bag = [("certificate_signing_requests", text.as_str())];
        assert_verdict(Verdict::Ready, NAME, 1, "requirer/unit", &bag);
    }
    let text = json!([{ "certificate_signing_request": CSR, "ca": "perhaps" }]).to_string();
    let bag = [("certificate_signing_requests", text.as_str())];
    assert_verdict(Verdict::Invalid, NAME, 1, "requirer/unit", &bag);
}

#[test]
fn errors_name_their_request_in_two_ways() {
    let error = json!({ "code": 102, "name": "DOMAIN_NOT_ALLOWED", "message": "no" });
    for key in ["csr", "certificate_signing_request"] {
        let text = json!([{ key: "csr-pem", "error": error }]).to_string();
        let bag = [("request_errors", text.as_str())];
        assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
    }
}

#[test]
fn an_error_code_may_be_new() {
    let error = json!({ "code": 204, "name": "NEW", "message": "no", "reason": null });
    let text = json!([{ "csr": CSR, "error": error }]).to_string();
    let bag = [("request_errors", text.as_str())];
    assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
}

#[test]
fn capabilities_may_be_empty_but_not_prose() {
    for text in [
        "{}",
        r#"{"supports_ip_sans": true, "unknown_key": "value"}"#,
    ] {
        assert_verdict(
            Verdict::Ready,
            NAME,
            1,
            "provider/app",
            &[("capabilities", text)],
        );
    }
    let bag = [("capabilities", "not-json")];
    assert_verdict(Verdict::Invalid, NAME, 1, "provider/app", &bag);
}

#[test]
fn version_0_answers_under_the_common_name() {
    let pair = json!({ "key": "-----BEGIN RSA PRIVATE KEY-----", "cert": PEM }).to_string();
    let bag = [
        ("ca", PEM),
        ("chain", PEM),
        ("unit_name", "web-app-0"),
        ("abcd.canonical.com", pair.as_str()),
    ];
    let judgement = judged(NAME, 0, "provider/unit", &bag);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:#?}");
    assert!(judgement.unknown_keys.is_empty(), "{judgement:#?}");
}

#[test]
fn version_0_answers_as_the_vault_charm_does() {
    let processed = json!({ "cn.example": { "cert": PEM, "key": "k" } }).to_string();
    let bag = [
        ("ca", PEM),
        ("chain", PEM),
        ("client.cert", PEM),
        ("client.key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("keystone_0.server.cert", PEM),
        ("keystone_0.server.key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("keystone_0.processed_requests", processed.as_str()),
    ];
    assert_verdict(Verdict::Ready, NAME, 0, "provider/unit", &bag);
}

#[test]
fn version_0_without_an_authority_is_incomplete() {
    let bag = [("chain", PEM)];
    assert_verdict(Verdict::Incomplete, NAME, 0, "provider/unit", &bag);
}

#[test]
fn version_0_asks_with_lists_and_with_objects() {
    for text in [
        r#"[{"common_name": "canonical.com"}]"#,
        r#"[{"common_name": "canonical.com", "sans": ["10.0.0.7"]}]"#,
        r#"[{"common_name": "canonical.com", "sans": "10.0.0.7"}]"#,
        r#"{"canonical.com": {"sans": ["10.0.0.7"]}}"#,
    ] {
        for key in [
            "cert_requests",
            "client_cert_requests",
            "application_cert_requests",
        ] {
            let bag = [(key, text), ("unit_name", "web-app-0")];
            assert_verdict(Verdict::Ready, NAME, 0, "requirer/unit", &bag);
        }
    }
    let bag = [
        ("common_name", "canonical.com"),
        ("sans", r#"["10.0.0.7"]"#),
    ];
    assert_verdict(Verdict::Ready, NAME, 0, "requirer/unit", &bag);
}

#[test]
fn version_0_asks_for_nothing_with_a_unit_name_alone() {
    let bag = [("unit_name", "web-app-0")];
    assert_verdict(Verdict::Incomplete, NAME, 0, "requirer/unit", &bag);
}
