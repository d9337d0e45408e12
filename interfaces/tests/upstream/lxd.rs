use super::{PEM, assert_verdict, judged};
use relata::spec::bag::Verdict;
use serde_json::json;

#[test]
fn what_the_integrator_writes_is_ready() {
    let nodes = json!([{
        "endpoint": "https://10.10.10.10:8443",
        "name": "node-1",
        "trusted_certs_fp": []
    }])
    .to_string();
    let bag = [("version", "1.0"), ("nodes", nodes.as_str())];
    assert_verdict(Verdict::Ready, "lxd", 1, "provider/unit", &bag);
    let judgement = judged("lxd", 1, "provider/unit", &bag);
    assert_eq!(judgement.stated, Some(json!("1.0")));
}

#[test]
fn what_a_client_writes_is_ready() {
    let certificates = json!([PEM]).to_string();
    let bag = [("client_certificates", certificates.as_str())];
    assert_verdict(Verdict::Ready, "lxd", 1, "requirer/unit", &bag);
}

#[test]
fn an_endpoint_without_a_scheme_is_invalid() {
    let bag = [(
        "nodes",
        r#"[{"endpoint": "10.10.10.10:8443", "name": "node-1"}]"#,
    )];
    assert_verdict(Verdict::Invalid, "lxd", 1, "provider/unit", &bag);
}
