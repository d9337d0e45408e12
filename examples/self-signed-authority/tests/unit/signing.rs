//! What is signed, and how often?

use crate::setting::{LEADER, OTHER, Setting, assert_certified, csr, csr_of, look};
use relata::testing::HookEvent;

#[test]
fn each_request_is_answered_with_a_certificate_for_its_key_subject_and_names() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let requests = [
        csr_of(
            "web.example",
            &["web.example", "10.0.0.7"],
            &rcgen::PKCS_ECDSA_P256_SHA256,
        ),
        csr_of(
            "db.example",
            &["*.db.example"],
            &rcgen::PKCS_ECDSA_P384_SHA384,
        ),
        csr_of("app.example", &[], &rcgen::PKCS_ED25519),
        // With a signature that is not the usual one for its key.
        include_str!("p384-sha256.pem").to_owned(),
    ];
    let [one, other, app, odd] = &requests;
    setting.ask(relation, "web/0", &[(one, false), (odd, false)]);
    setting.ask(relation, "web/1", &[(other, false)]);
    setting.ask(relation, "web", &[(app, false)]);
    setting.settle();
    let answers = setting.answers(relation);
    assert_eq!(answers.certificates.len(), 4);
    for request in &requests {
        let issued = setting.issued(relation, request);
        let chain = issued.chain.expect("there is a chain");
        assert_eq!(chain, [issued.certificate.clone(), issued.ca.clone()]);
        assert_certified(&issued.certificate, &issued.ca, request, setting.now.get());
    }
    let status = "active: certificates issued: 4";
    assert_eq!(setting.status(LEADER), status);
    assert_eq!(setting.status(OTHER), "active: ");
}

#[test]
fn nobody_gets_a_certificate_before_asking() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    setting.hook(LEADER, HookEvent::UpdateStatus);
    let answers = setting.answers(relation);
    assert!(answers.certificates.is_empty() && answers.request_errors.is_empty());
    let capabilities = answers.capabilities.expect("they are known");
    assert_eq!(capabilities.provider_type.as_deref(), Some("self-signed"));
    assert_eq!(capabilities.supports_ca_certificates, Some(true));
    assert_eq!(setting.status(LEADER), "active: certificates issued: 0");
}

#[test]
fn one_request_is_signed_once_however_often_it_is_seen() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let request = csr("web.example");
    setting.ask(relation, "web/0", &[(&request, false)]);
    setting.settle();
    let issued = setting.issued(relation, &request);
    // With other line breaks, and in two databags.
    setting.ask(relation, "web", &[(&request.replace('\n', "\r\n"), false)]);
    setting.settle();
    assert_eq!(setting.answers(relation).certificates, [issued]);
    for event in [HookEvent::UpdateStatus, HookEvent::ConfigChanged] {
        let ran = setting.hook(LEADER, event);
        assert!(
            ran.finished.changes.is_empty(),
            "{:?}",
            ran.finished.changes
        );
        assert!(!ran.tools().contains(&"relation-set"));
        assert!(!ran.tools().contains(&"secret-set"));
    }
}

#[test]
fn what_is_withdrawn_is_answered_no_more() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let (one, other) = (csr("one.example"), csr("other.example"));
    setting.ask(relation, "web/0", &[(&one, false)]);
    setting.ask(relation, "web/1", &[(&other, false), ("nonsense", false)]);
    setting.settle();
    let kept = setting.issued(relation, &other);
    assert_eq!(setting.answers(relation).request_errors.len(), 1);
    setting.ask(relation, "web/0", &[]);
    setting.ask(relation, "web/1", &[(&other, false)]);
    setting.settle();
    let answers = setting.answers(relation);
    assert_eq!(answers.certificates, [kept]);
    assert!(answers.request_errors.is_empty());
    setting.ask(relation, "web/1", &[]);
    setting.settle();
    assert!(setting.answers(relation).certificates.is_empty());
}

#[test]
fn relations_are_answered_each_for_itself() {
    let setting = Setting::new();
    let (one, other) = (setting.relate("one"), setting.relate("other"));
    let request = csr("web.example");
    setting.ask(one, "one/0", &[(&request, false)]);
    setting.ask(other, "other/0", &[(&csr("other.example"), false)]);
    setting.settle();
    let issued = setting.issued(one, &request);
    assert_eq!(setting.answers(other).certificates.len(), 1);
    assert_eq!(setting.answers(other).certificates[0].ca, issued.ca);
    assert_eq!(setting.status(LEADER), "active: certificates issued: 2");
    let removed = setting.world.borrow_mut().remove_relation(one).map(drop);
    removed.expect("it is there");
    setting.settle();
    assert_eq!(setting.answers(other).certificates.len(), 1);
    assert_eq!(setting.status(LEADER), "active: certificates issued: 1");
    // The authority stays for those who come.
    assert_eq!(setting.world.borrow().secrets().count(), 1);
}

#[test]
fn an_authority_below_ours_is_signed_if_it_is_asked_for() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let request = csr("Our Department");
    setting.ask(relation, "web/0", &[(&request, false)]);
    setting.settle();
    let is_ca = |setting: &Setting| {
        let issued = setting.issued(relation, &request);
        look(&issued.certificate, |one| {
            (one.is_ca(), one.key_usage().unwrap().is_some())
        })
    };
    assert_eq!(is_ca(&setting), (false, false));
    // The same request for something else has another answer.
    setting.ask(relation, "web/0", &[(&request, true)]);
    setting.settle();
    assert_eq!(is_ca(&setting), (true, true));
}

#[test]
fn nobody_becomes_an_authority_by_a_request_alone() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["web.example".to_owned()]).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.key_usages = vec![
        rcgen::KeyUsagePurpose::DigitalSignature,
        rcgen::KeyUsagePurpose::KeyCertSign,
    ];
    let request = params.serialize_request(&key).unwrap().pem().unwrap();
    setting.ask(relation, "web/0", &[(&request, false)]);
    setting.settle();
    let issued = setting.issued(relation, &request);
    look(&issued.certificate, |one| {
        let usage = one.key_usage().unwrap().expect("it has one").value;
        assert!(!one.is_ca() && usage.digital_signature() && !usage.key_cert_sign());
    });
}
