//! What is turned down, and what is nonsense?

use crate::setting::{LEADER, Setting, csr, csr_of};
use relata::testing::HookEvent;
use relata_interfaces::tls_certificates::v1::ErrorCode;

#[test]
fn what_is_not_ours_to_certify_is_turned_down_with_its_reason() {
    let setting = Setting::new();
    setting.configure("allowed-domains", "shop.example");
    setting.configure("allow-ip-addresses", false);
    setting.configure("allow-wildcards", false);
    let relation = setting.relate("web");
    let algorithm = &rcgen::PKCS_ECDSA_P256_SHA256;
    let fine = csr_of("shop.example", &["Www.Shop.Example"], algorithm);
    setting.ask(relation, "web/0", &[(&fine, false)]);
    for (sans, is_ca, code, name) in [
        (
            &["bank.example"],
            false,
            ErrorCode::DomainNotAllowed,
            "DOMAIN_NOT_ALLOWED",
        ),
        (
            &["myshop.example"],
            false,
            ErrorCode::DomainNotAllowed,
            "DOMAIN_NOT_ALLOWED",
        ),
        (
            &["10.0.0.7"],
            false,
            ErrorCode::IpNotAllowed,
            "IP_NOT_ALLOWED",
        ),
        (
            &["*.shop.example"],
            false,
            ErrorCode::WildcardNotAllowed,
            "WILDCARD_NOT_ALLOWED",
        ),
        (&["www.shop.example"], true, ErrorCode::Other, "OTHER"),
    ] {
        let request = csr_of("shop.example", sans, algorithm);
        setting.ask(relation, "web/1", &[(&request, is_ca)]);
        setting.settle();
        let answers = setting.answers(relation);
        let [error] = &answers.request_errors[..] else {
            panic!("{sans:?}: {answers:?}");
        };
        assert_eq!(error.csr.as_str(), request);
        assert_eq!(
            (&error.error.code, &*error.error.name),
            (&code, name),
            "{sans:?}"
        );
        assert_eq!(answers.certificates.len(), 1, "the other is answered");
        let status = "active: certificates issued: 1, turned down: 1";
        assert_eq!(setting.status(LEADER), status);
        let ran = setting.hook(LEADER, HookEvent::UpdateStatus);
        assert!(ran.finished.changes.is_empty(), "{sans:?}");
    }
    let capabilities = setting
        .answers(relation)
        .capabilities
        .expect("they are known");
    assert_eq!(
        capabilities.allowed_domains,
        Some(vec!["shop.example".to_owned()])
    );
    assert_eq!(capabilities.supports_ca_certificates, Some(false));

    // What has been allowed meanwhile is signed, and the reason goes.
    let request = csr_of("shop.example", &["10.0.0.7"], algorithm);
    setting.ask(relation, "web/1", &[(&request, false)]);
    setting.settle();
    setting.configure("allow-ip-addresses", true);
    setting.settle();
    assert!(setting.answers(relation).request_errors.is_empty());
    setting.issued(relation, &request);
    // And what is forbidden afterwards is certified no more.
    setting.configure("allowed-domains", "bank.example");
    setting.settle();
    let answers = setting.answers(relation);
    assert_eq!(
        (answers.certificates.len(), answers.request_errors.len()),
        (0, 2)
    );
}

#[test]
fn what_cannot_be_signed_is_turned_down_and_hides_no_other() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let fine = csr("web.example");
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let begin = "-----BEGIN CERTIFICATE REQUEST-----";
    for (wrong, message) in [
        ("", "no certificate signing request"),
        ("MIIB", "no certificate signing request"),
        (begin, "no certificate signing request"),
        (&*key, "no certificate signing request"),
        (
            include_str!("forged.pem"),
            "the signature of the request is not that of its key",
        ),
        // rcgen would leave out one of two parts of the domain.
        (
            include_str!("domain-components.pem"),
            "cannot be certified here",
        ),
        (
            include_str!("unknown-extension.pem"),
            "an extension that is not known",
        ),
    ] {
        setting.ask(relation, "web/0", &[(wrong, false), (&fine, false)]);
        setting.settle();
        let answers = setting.answers(relation);
        assert_eq!(answers.certificates.len(), 1, "{wrong}");
        let [error] = &answers.request_errors[..] else {
            panic!("{wrong}: {answers:?}");
        };
        assert_eq!(error.csr.as_str(), wrong);
        assert_eq!(error.error.code, ErrorCode::Other);
        assert!(
            error.error.message.contains(message),
            "{wrong}: {:?}",
            error.error
        );
        assert_eq!(
            setting
                .hook(LEADER, HookEvent::UpdateStatus)
                .finished
                .changes,
            []
        );
    }
}

#[test]
fn nonsense_in_a_databag_takes_no_answer_away() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let (one, other) = (csr("one.example"), csr("other.example"));
    setting.ask(relation, "web/0", &[(&one, false)]);
    setting.ask(relation, "web/1", &[(&other, false), ("nonsense", false)]);
    setting.settle();
    let before = setting.answers(relation);
    setting.write(relation, "web/1", "certificate_signing_requests", "{7");
    setting.settle();
    let after = setting.answers(relation);
    assert_eq!(after, before);
    let status = setting.status(LEADER);
    let start = "blocked: certificates: `certificate_signing_requests`: expected";
    assert!(status.starts_with(start), "{status}");
}

#[test]
fn a_requirer_of_version_0_is_told_of_and_keeps_nobody_waiting() {
    let setting = Setting::new();
    let (old, new) = (setting.relate("keystone"), setting.relate("web"));
    setting.write(old, "keystone/0", "common_name", "keystone.example");
    setting.ask(new, "web/0", &[(&csr("web.example"), false)]);
    setting.settle();
    let status = "blocked: certificates: keystone sends no signing requests: upgrade it";
    assert_eq!(setting.status(LEADER), status);
    assert_eq!(setting.answers(new).certificates.len(), 1);
}
