//! A charm on the newest version understands, and serves, older charms.

use relata::{Databag, FoundBy, Pem, Remote, UnitName, receive};
use relata_interfaces::certificate_transfer::{self, ProviderData, v0, v1};
use relata_interfaces::ingress;
use relata_interfaces::kratos_external_idp::v0 as kratos;
use relata_interfaces::tempo_cluster;
use serde_json::{Value, json};

fn bag(entries: &[(&str, &str)]) -> Databag {
    entries
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect()
}

fn unit(name: &str) -> UnitName {
    UnitName::new(name).expect("the name of a unit")
}

#[test]
fn certificates_of_version_0_become_a_set() {
    let first = bag(&[
        ("certificate", "leaf"),
        ("ca", "ca"),
        ("chain", r#"["leaf", "ca"]"#),
    ]);
    let second = bag(&[("ca", r#""other""#), ("version", "0")]);
    let remote = Remote::new()
        .unit(unit("provider/0"), &first)
        .unit(unit("provider/1"), &second);
    let received = receive::<certificate_transfer::Provider>(&remote).expect("something");
    assert_eq!(received.version, 0);
    assert!(received.is_clean(), "{:?}", received.reports);
    let newest: v1::Provider = received.data.into_newest();
    let certificates = newest.app.expect("an application databag").certificates;
    let certificates: Vec<&str> = certificates.iter().map(Pem::as_str).collect();
    assert_eq!(certificates, ["ca", "leaf", "other"]);
}

#[test]
fn certificates_of_version_1_stay_as_they_are() {
    let app = bag(&[("certificates", r#"["ca"]"#), ("version", "1")]);
    let received = receive::<certificate_transfer::Provider>(&Remote::new().app(&app));
    let received = received.expect("something");
    assert_eq!(received.found_by, FoundBy::Marker);
    assert!(matches!(received.data, ProviderData::V1(_)), "{received:?}");
}

#[test]
fn certificates_of_an_early_version_1_that_states_no_version_are_found() {
    let app = bag(&[("certificates", r#"["ca"]"#)]);
    let received = receive::<certificate_transfer::Provider>(&Remote::new().app(&app));
    let received = received.expect("something");
    assert!(matches!(received.data, ProviderData::V1(_)), "{received:?}");
}

#[test]
fn a_unit_serves_version_0_as_the_python_library_does() {
    let shared = v1::ProviderApp {
        certificates: ["b", "a"].map(Into::into).into_iter().collect(),
    };
    let unit: v0::ProviderUnit = shared.to_unit_of_v0().expect("something to share");
    let mut written = Databag::new();
    relata::changes(&unit, &written)
        .expect("it fits its declaration")
        .apply(&mut written);
    assert_eq!(
        written,
        bag(&[
            ("ca", r#""a""#),
            ("certificate", r#""a""#),
            ("chain", r#"["a","b"]"#),
            ("version", "0"),
        ])
    );
}

#[test]
fn a_url_of_any_version_of_ingress_is_the_newest_ones() {
    for text in [
        "url: http://a.example/b\n",
        r#"{"url": "http://a.example/b"}"#,
    ] {
        let app = bag(&[("ingress", text)]);
        let received = receive::<ingress::Provider>(&Remote::new().app(&app));
        let received = received.expect("something");
        let newest: ingress::v2::Provider = received.data.into_newest();
        let ingress = newest.app.and_then(|app| app.ingress).expect("an answer");
        assert_eq!(ingress.url.as_str(), "http://a.example/b");
    }
}

/// The members of the only registration that is written.
fn written_registration(registration: &Value) -> Value {
    let given = bag(&[("providers", &json!([registration]).to_string())]);
    let relata::Reading::Ready(app) = relata::read::<kratos::ProviderApp>(&given) else {
        panic!("{given:?} is not ready");
    };
    let mut written = Databag::new();
    relata::changes(&app, &written)
        .expect("it fits its declaration")
        .apply(&mut written);
    let mut list: Vec<Value> = serde_json::from_str(&written["providers"]).expect("a list");
    list.pop().expect("a registration")
}

#[test]
fn a_registration_is_written_so_that_both_libraries_of_kratos_read_it() {
    let microsoft = json!({
        "provider": "microsoft", "client_id": "c", "client_secret": "s",
        "microsoft_tenant_id": "t", "id": "my-id"
    });
    let written = written_registration(&microsoft);
    assert_eq!(written["tenant_id"], "t");
    assert_eq!(written["microsoft_tenant"], "t");
    assert_eq!(written["provider_id"], "my-id");
    assert_eq!(written["secret_backend"], "relation");
    assert!(written.get("microsoft_tenant_id").is_none(), "{written}");
}

#[test]
fn a_tempo_cluster_of_version_0_keeps_what_version_1_does_not_know() {
    let keys = bag(&[
        ("worker_config", r#""target: all""#),
        (
            "tempo_receiver",
            r#"{"otlp_grpc": "http://tempo.example:4317"}"#,
        ),
    ]);
    let received = receive::<tempo_cluster::Provider>(&Remote::new().app(&keys));
    let received = received.expect("something");
    assert_eq!((received.version, received.found_by), (0, FoundBy::Fit));
    // What both know alike is of the newer one.
    let keys = bag(&[("worker_config", r#""target: all""#)]);
    let received = receive::<tempo_cluster::Provider>(&Remote::new().app(&keys));
    assert_eq!(received.expect("something").version, 1);
}
