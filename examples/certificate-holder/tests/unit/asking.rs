//! What is asked for, and when anew?

use crate::provider::{Authority, VALIDITY, asked, issued};
use crate::setting::{APP, LEADER, OTHER, Setting, WAITING};
use relata::testing::HookEvent;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use x509_parser::extensions::GeneralName;
use x509_parser::pem::parse_x509_pem;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The subject of a certificate, and the host names and addresses that it is for.
fn names(pem: &str) -> (String, Vec<String>) {
    let (_, block) = parse_x509_pem(pem.as_bytes()).expect("it is PEM");
    let certificate = block.parse_x509().expect("it is a certificate");
    let names = certificate
        .subject_alternative_name()
        .expect("there is one at most");
    let names = names.expect("it has names").value.general_names.iter();
    let names = names.map(|name| match name {
        GeneralName::DNSName(name) => (*name).to_owned(),
        GeneralName::IPAddress(octets) => format!("{octets:?}"),
        other => panic!("{other:?}"),
    });
    (certificate.subject().to_string(), names.collect())
}

#[test]
fn each_unit_has_key_and_certificate_as_files() {
    let setting = Setting::new();
    assert_eq!(
        setting.status(LEADER),
        "blocked: missing relation: certificates"
    );
    let relation = setting.relate("authority");
    assert_eq!(setting.status(LEADER), WAITING);
    assert_eq!(
        setting.folders().len(),
        0,
        "nothing is there before it can be used"
    );
    let authority = Authority::new("Authority").below("Department");
    setting.answer(relation, &authority.answers(&setting, relation));
    for unit in [LEADER, OTHER] {
        assert_eq!(setting.status(unit), "active: certificates held: 1");
        let file = |name| setting.file(relation, unit, name).expect("it is there");
        let certificate = file("certificate.pem");
        let name = unit.replace('/', "-");
        assert_eq!(names(&certificate), (format!("CN={name}"), vec![name]));
        assert_eq!(file("ca.pem"), authority.pem);
        let chain = file("chain.pem");
        assert!(chain.starts_with(&[&*certificate, &*authority.pem].concat()));
        assert_eq!(chain.matches("BEGIN CERTIFICATE").count(), 3);
        let key = rcgen::KeyPair::from_pem(&file("private-key.pem")).expect("it is a key");
        let csr = &setting.asked(relation, unit)[0];
        let request = rcgen::CertificateSigningRequestParams::from_pem(csr).expect("it is one");
        let public = |key: &dyn rcgen::PublicKeyData| key.der_bytes().to_vec();
        assert_eq!(public(&key), public(&request.public_key));
        for (name, mode) in [("private-key.pem", 0o600), ("certificate.pem", 0o644)] {
            let path = setting.shelf(relation, unit).join(name);
            let permissions = fs::metadata(path).expect("it is there").permissions();
            assert_eq!(permissions.mode() & 0o777, mode, "{name}");
        }
    }
    let (one, other) = (
        setting.asked(relation, LEADER),
        setting.asked(relation, OTHER),
    );
    assert_eq!((one.len(), other.len()), (1, 1));
    assert_ne!(one, other);
    assert!(setting.asked(relation, APP).is_empty());
}

#[test]
fn the_application_has_one_certificate_that_all_units_use() {
    let setting = Setting::new();
    setting.configure("mode", "app");
    setting.configure("common-name", "{name}.example");
    setting.configure("sans", "10.0.0.7, *.web.example 2001:db8::7");
    setting.settle();
    let relation = setting.certified(&Authority::new("Authority"));
    let requests = asked(&setting, relation);
    assert_eq!(
        (setting.asked(relation, APP), requests.len()),
        (requests.clone(), 1)
    );
    let of = |unit| {
        let file = |name| setting.file(relation, unit, name).expect("it is there");
        (file("certificate.pem"), file("private-key.pem"))
    };
    assert_eq!(of(LEADER), of(OTHER));
    let (subject, mut names) = names(&of(OTHER).0);
    names.sort();
    assert_eq!(subject, "CN=web.example");
    let address = "[32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]";
    assert_eq!(
        names,
        ["*.web.example", "[10, 0, 0, 7]", address, "web.example"]
    );

    // The next leader goes on with the same key and the same request.
    let before = of(LEADER);
    let set = setting.world.borrow_mut().set_leader(OTHER).map(drop);
    set.expect("it is there");
    setting.settle();
    setting.update();
    assert_eq!(asked(&setting, relation), requests);
    assert_eq!(of(OTHER), before);
    assert_eq!(setting.keys(), ["app-key-0"]);
}

#[test]
fn a_follower_waits_for_the_leaders_key() {
    let setting = Setting::new();
    setting.configure("mode", "app");
    setting.settle();
    let mut world = setting.world.borrow_mut();
    let relation = world
        .relate_to("web:certificates", "authority", 1)
        .expect("they fit");
    drop(world);
    setting.hook(OTHER, HookEvent::UpdateStatus);
    assert_eq!(
        setting.status(OTHER),
        "waiting: waiting for the leader to make a key"
    );
    assert!(asked(&setting, relation).is_empty());
    setting.update();
    assert_eq!(setting.status(OTHER), WAITING);
}

#[test]
fn another_name_is_asked_for_with_the_same_key() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.certified(&authority);
    let before = setting.asked(relation, LEADER);
    let key = setting.file(relation, LEADER, "private-key.pem");
    let certificate = setting.file(relation, LEADER, "certificate.pem");
    setting.configure("sans", "www.example");
    setting.settle();
    let after = setting.asked(relation, LEADER);
    assert_eq!(after.len(), 1);
    assert_ne!(after, before);
    // Until there is another, the former one is of use.
    assert_eq!(
        setting.file(relation, LEADER, "certificate.pem"),
        certificate
    );
    assert_eq!(setting.status(LEADER), WAITING);
    setting.answer(relation, &authority.answers(&setting, relation));
    let certificate = setting
        .file(relation, LEADER, "certificate.pem")
        .expect("it is there");
    assert_eq!(names(&certificate).1, ["web-0", "www.example"]);
    assert_eq!(setting.file(relation, LEADER, "private-key.pem"), key);
}

#[test]
fn another_mode_withdraws_the_requests_and_keys_of_the_former() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.certified(&authority);
    assert_eq!(setting.keys(), ["unit-key-0", "unit-key-0"]);
    setting.configure("mode", "app");
    setting.settle();
    assert_eq!(setting.keys(), ["app-key-0"]);
    assert!(
        setting.asked(relation, LEADER).is_empty() && setting.asked(relation, OTHER).is_empty()
    );
    assert_eq!(setting.asked(relation, APP).len(), 1);
    // The former certificates are not of that key.
    setting.update();
    assert_eq!(setting.folders().len(), 0);
    setting.answer(relation, &authority.answers(&setting, relation));
    assert_eq!(setting.folders().len(), 2);
    setting.configure("mode", "unit");
    setting.settle();
    assert_eq!(setting.keys(), ["unit-key-0", "unit-key-0"]);
    assert!(setting.asked(relation, APP).is_empty());
}

#[test]
fn a_certificate_is_renewed_before_it_expires_and_used_until_then() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.certified(&authority);
    let before = setting.asked(relation, LEADER);
    let certificate = setting.file(relation, LEADER, "certificate.pem");
    setting.pass(89 * HOUR);
    setting.update();
    assert_eq!(setting.asked(relation, LEADER), before);
    setting.pass(HOUR);
    setting.update();
    let after = setting.asked(relation, LEADER);
    assert!(after.len() == 1 && after != before);
    assert_eq!(
        setting.file(relation, LEADER, "certificate.pem"),
        certificate
    );
    assert_eq!(setting.status(LEADER), "active: certificates held: 1");
    // It asks once.
    setting.update();
    assert_eq!(setting.asked(relation, LEADER), after);
    setting.answer(relation, &authority.answers(&setting, relation));
    assert_ne!(
        setting.file(relation, LEADER, "certificate.pem"),
        certificate
    );
    assert_eq!(setting.asked(relation, LEADER), after);
}

#[test]
fn the_provider_says_how_long_before_the_end_a_certificate_is_renewed() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.relate("authority");
    let csr = setting.asked(relation, LEADER).remove(0);
    let mut answer = authority.sign(&setting, &csr);
    answer.recommended_expiry_notification_time = Some(40);
    setting.answer(relation, &issued([answer]));
    setting.pass(59 * HOUR);
    setting.update();
    assert_eq!(setting.asked(relation, LEADER), [&*csr]);
    setting.pass(HOUR);
    setting.update();
    assert_ne!(setting.asked(relation, LEADER), [&*csr]);
}

#[test]
fn an_answer_that_has_expired_does_not_have_it_ask_for_ever() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let relation = setting.relate("authority");
    let csr = setting.asked(relation, LEADER).remove(0);
    let past = setting.now.get() - HOUR;
    let late = authority.sign_as(&setting, &csr, |params| {
        params.not_before = (past - VALIDITY).into();
        params.not_after = past.into();
    });
    setting.answer(relation, &issued([late]));
    assert_eq!(setting.status(LEADER), WAITING);
    assert_eq!(setting.folders().len(), 0);
    assert_eq!(setting.asked(relation, LEADER), [&*csr]);
    // Some minutes later it does.
    setting.update();
    assert_ne!(setting.asked(relation, LEADER), [&*csr]);
}
