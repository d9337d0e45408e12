//! What becomes of what a provider says?

use crate::provider::{Authority, asked, issued, turned_down};
use crate::setting::{LEADER, OTHER, Setting, WAITING};
use relata::Databag;
use relata_interfaces::tls_certificates::v1::{ErrorCode, IssuedCertificate};

#[test]
fn a_revoked_certificate_goes_and_another_key_is_certified() {
    for mode in ["unit", "app"] {
        let setting = Setting::new();
        setting.configure("mode", mode);
        setting.settle();
        let authority = Authority::new("Authority");
        let relation = setting.certified(&authority);
        let key = setting
            .file(relation, OTHER, "private-key.pem")
            .expect("it is there");
        let before = asked(&setting, relation);
        let mut answers = authority.answers(&setting, relation);
        for one in &mut answers.certificates {
            one.revoked = Some(true);
        }
        setting.answer(relation, &answers);
        assert_eq!(setting.folders().len(), 0);
        let after = asked(&setting, relation);
        assert_eq!(after.len(), before.len());
        assert!(after.iter().all(|csr| !before.contains(csr)));
        setting.answer(relation, &authority.answers(&setting, relation));
        let new = setting
            .file(relation, OTHER, "private-key.pem")
            .expect("it is there");
        assert_ne!(new, key, "{mode}");
        // Nobody can read the former key any more.
        let world = setting.world.borrow();
        assert!(world.secrets().all(|secret| secret.revisions().eq([2])));
    }
}

#[test]
fn what_cannot_be_used_is_not_installed_and_said() {
    let authority = Authority::new("Authority");
    let stranger = Authority::new("Authority");
    let setting = Setting::new();
    let relation = setting.relate("authority");
    let csr = setting.asked(relation, LEADER).remove(0);
    let fine = authority.sign(&setting, &csr);
    let foreign = authority.sign(&setting, &setting.asked(relation, OTHER)[0]);
    let for_ca = authority.sign_as(&setting, &csr, |params| {
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    });
    let none = relata::Pem::from("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    for (answer, expected) in [
        (
            IssuedCertificate {
                certificate: foreign.certificate,
                ..fine.clone()
            },
            "is for another key",
        ),
        (for_ca, "is for an authority"),
        (
            IssuedCertificate {
                ca: stranger.pem.as_str().into(),
                chain: None,
                ..fine.clone()
            },
            "was not signed by the authority",
        ),
        (
            IssuedCertificate {
                certificate: none.clone(),
                ..fine.clone()
            },
            "is none",
        ),
        (
            IssuedCertificate {
                ca: none.clone(),
                ..fine.clone()
            },
            "comes with an authority's that is none",
        ),
        (
            IssuedCertificate {
                chain: Some(vec![none]),
                ..fine.clone()
            },
            "comes with a chain that holds something else",
        ),
    ] {
        setting.answer(relation, &issued([answer]));
        let status = format!("blocked: certificates: the certificate of authority {expected}");
        assert_eq!(setting.status(LEADER), status);
        assert_eq!(setting.folders().len(), 0, "{expected}");
        assert_eq!(setting.asked(relation, LEADER), [&*csr]);
    }
    setting.answer(relation, &issued([fine]));
    assert_eq!(setting.status(LEADER), "active: certificates held: 1");
}

#[test]
fn answers_to_others_are_of_no_interest() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.relate("authority");
    let csr = setting.asked(relation, OTHER).remove(0);
    let mut nameless = authority.sign(&setting, &setting.asked(relation, LEADER)[0]);
    nameless.certificate_signing_request = None;
    setting.answer(
        relation,
        &issued([authority.sign(&setting, &csr), nameless]),
    );
    assert_eq!(setting.status(LEADER), WAITING);
    assert_eq!(setting.folders(), ["web-1-0".to_owned()].into());
    let other = turned_down(&csr, ErrorCode::Other, "OTHER");
    setting.answer(relation, &other);
    assert_eq!(setting.status(LEADER), WAITING);
}

#[test]
fn why_a_request_is_turned_down_stands_in_the_status() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.relate("authority");
    for (code, name, status) in [
        (ErrorCode::DomainNotAllowed, "DOMAIN_NOT_ALLOWED", "blocked"),
        (
            ErrorCode::ServerNotAvailable,
            "SERVER_NOT_AVAILABLE",
            "waiting",
        ),
    ] {
        let csr = setting.asked(relation, LEADER).remove(0);
        setting.answer(relation, &turned_down(&csr, code, name));
        let line =
            format!("{status}: certificates: authority turned the request down: {name}: not today");
        assert_eq!(setting.status(LEADER), line);
        assert_eq!(setting.asked(relation, LEADER), [&*csr]);
    }
    // Another name is another request.
    setting.configure("common-name", "web.example");
    setting.settle();
    assert_eq!(setting.status(LEADER), WAITING);
    setting.answer(relation, &authority.answers(&setting, relation));
    assert_eq!(setting.status(LEADER), "active: certificates held: 1");
}

#[test]
fn nonsense_takes_nothing_away() {
    let setting = Setting::new();
    let relation = setting.certified(&Authority::new("Authority"));
    let before = setting.asked(relation, LEADER);
    let bag: Databag = [("certificates".to_owned(), "{7".to_owned())].into();
    setting.write(relation, bag);
    let status = setting.status(LEADER);
    assert!(
        status.starts_with("blocked: certificates: `certificates`: expected"),
        "{status}"
    );
    assert!(setting.file(relation, LEADER, "certificate.pem").is_some());
    assert_eq!(setting.asked(relation, LEADER), before);
}

#[test]
fn a_provider_of_version_0_is_told_of() {
    let setting = Setting::new();
    let relation = setting.relate("vault");
    let ca = Authority::new("Authority").pem;
    let set = setting
        .world
        .borrow_mut()
        .set_bag(relation, "vault/0", [("ca", ca)])
        .map(drop);
    set.expect("it is in the relation");
    setting.settle();
    let status = "blocked: certificates: vault does not sign requests: upgrade it";
    assert_eq!(setting.status(LEADER), status);
}
