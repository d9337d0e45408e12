use super::{assert_verdict, judged};
use relata::spec::bag::Verdict;
use serde_json::json;

fn config() -> serde_json::Value {
    json!({
        "metrics_alert_rules": { "groups": [{ "name": "g", "rules": [{
            "alert": "Down", "expr": "up == 0", "for": "0m",
            "labels": { "severity": "critical" },
            "annotations": { "summary": "down" }
        }] }] },
        "log_alert_rules": {},
        "dashboards": ["/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj6hvVPXVdA…"],
        "metrics_scrape_jobs": [{ "job_name": "kafka_0", "path": "/metrics", "port": 9101 }],
        "log_slots": ["charmed-kafka:logs"]
    })
}

#[test]
fn a_document_under_one_key_is_ready() {
    let text = config().to_string();
    let judgement = judged("cos_agent", 0, "provider/unit", &[("config", &text)]);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:#?}");
    let mut newer = config();
    newer["subordinate"] = json!(null);
    newer["tracing_protocols"] = json!(["otlp_http", "tempo_grpc"]);
    let text = newer.to_string();
    assert_verdict(
        Verdict::Ready,
        "cos_agent",
        0,
        "provider/unit",
        &[("config", &text)],
    );
}

#[test]
fn nothing_of_a_rule_or_job_is_lost() {
    let text = config().to_string();
    let judgement = judged("cos_agent", 0, "provider/unit", &[("config", &text)]);
    assert_eq!(judgement.value["metrics_scrape_jobs"][0]["port"], 9101);
}

#[test]
fn a_document_without_dashboards_is_incomplete() {
    let mut lacking = config();
    lacking["dashboards"].take();
    let text = lacking.to_string();
    let judgement = judged("cos_agent", 0, "provider/unit", &[("config", &text)]);
    assert_eq!(judgement.verdict, Verdict::Incomplete, "{judgement:#?}");
    assert_eq!(judgement.missing, ["dashboards"]);
}

#[test]
fn a_document_that_is_no_object_is_invalid() {
    for text in ["config", "[]", "{"] {
        assert_verdict(
            Verdict::Invalid,
            "cos_agent",
            0,
            "provider/unit",
            &[("config", text)],
        );
    }
}

#[test]
fn what_the_agent_offers_is_ready() {
    let receivers = json!([
        { "protocol": { "name": "otlp_http", "type": "http" }, "url": "http://host:4318" },
        { "protocol": { "name": "otlp_grpc", "type": "grpc" }, "url": null }
    ])
    .to_string();
    let bag = [("receivers", receivers.as_str())];
    assert_verdict(Verdict::Ready, "cos_agent", 0, "requirer/unit", &bag);
}
