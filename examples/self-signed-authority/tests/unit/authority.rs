//! What becomes of the authority?

use crate::setting::{APP, LEADER, OTHER, Setting, assert_certified, csr, look};
use relata::testing::{HookEvent, Owner};
use self_signed_authority::SECRET;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[test]
fn the_next_leader_goes_on_with_the_same_authority() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let first = csr("first.example");
    setting.ask(relation, "web/0", &[(&first, false)]);
    setting.settle();
    let before = setting.issued(relation, &first);
    setting
        .world
        .borrow_mut()
        .set_leader(OTHER)
        .expect("it is there");
    let second = csr("second.example");
    setting.ask(relation, "web/1", &[(&second, false)]);
    setting.settle();
    assert_eq!(setting.issued(relation, &first), before);
    assert_eq!(setting.issued(relation, &second).ca, before.ca);
    assert_eq!(setting.world.borrow().secrets().count(), 1);
}

#[test]
fn an_authority_with_another_name_signs_everything_anew() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    let request = csr("web.example");
    setting.ask(relation, "web/0", &[(&request, false)]);
    setting.settle();
    let before = setting.issued(relation, &request);
    setting.configure("ca-common-name", "Our Authority");
    setting.settle();
    let after = setting.issued(relation, &request);
    assert_ne!(after.ca, before.ca);
    look(&after.ca, |ca| {
        assert_eq!(ca.subject().to_string(), "CN=Our Authority");
    });
    assert_certified(&after.certificate, &after.ca, &request, setting.now.get());
    // Nobody can read the former key any more.
    let world = setting.world.borrow();
    let secret = world.secrets().next().expect("it is kept");
    assert_eq!(
        (secret.label(), secret.revisions().collect::<Vec<_>>()),
        (SECRET, vec![2])
    );
}

#[test]
fn what_has_expired_is_signed_anew_and_an_authority_outlives_what_it_signs() {
    let setting = Setting::new();
    setting.configure("certificate-validity", "1825d");
    let relation = setting.relate("web");
    let request = csr("web.example");
    setting.ask(relation, "web/0", &[(&request, false)]);
    setting.settle();
    let first = setting.issued(relation, &request);

    setting.pass(1824 * DAY);
    setting.hook(LEADER, HookEvent::UpdateStatus);
    assert_eq!(setting.issued(relation, &request), first);
    setting.pass(DAY);
    setting.hook(LEADER, HookEvent::UpdateStatus);
    let second = setting.issued(relation, &request);
    assert_ne!(second.certificate, first.certificate);
    assert_eq!(second.ca, first.ca);

    // From now on the authority would expire first.
    setting.pass(DAY);
    setting.hook(LEADER, HookEvent::UpdateStatus);
    let third = setting.issued(relation, &request);
    assert_ne!(third.ca, second.ca);
    assert_certified(&third.certificate, &third.ca, &request, setting.now.get());
}

#[test]
fn the_key_is_in_the_secret_and_nowhere_else() {
    let setting = Setting::new();
    let relation = setting.relate("web");
    setting.ask(relation, "web/0", &[(&csr("web.example"), false)]);
    setting.settle();
    let world = setting.world.borrow();
    let secret = world.secrets().next().expect("it is kept");
    let key = secret
        .content(1)
        .expect("there is one")
        .remove("private-key");
    let key = key.expect("it is there");
    let line = key.reveal().lines().nth(1).expect("it has a body");
    let said = format!("{:?} {:?}", world.written(relation, APP), world.log());
    assert!(!said.contains(line));
    assert!(
        world
            .calls()
            .iter()
            .all(|call| !format!("{:?}", call.args).contains(line))
    );
}

#[test]
fn a_secret_that_holds_no_authority_is_replaced() {
    let key = || rcgen::KeyPair::generate().expect("there is a key");
    let others = rcgen::generate_simple_self_signed(["self-signed-authority".to_owned()]);
    let others = others.expect("it is a name").cert.pem();
    for (certificate, key) in [
        ("none", "none".to_owned()),
        ("none", key().serialize_pem()),
        (&*others, key().serialize_pem()),
    ] {
        let setting = Setting::new();
        let content = [("certificate", certificate), ("private-key", &*key)];
        let owner = Owner::App(APP.to_owned());
        let added = setting
            .world
            .borrow_mut()
            .add_secret(owner, SECRET, content)
            .map(drop);
        added.expect("the label is free");
        let relation = setting.relate("web");
        let request = csr("web.example");
        setting.ask(relation, "web/0", &[(&request, false)]);
        setting.settle();
        let issued = setting.issued(relation, &request);
        assert_certified(&issued.certificate, &issued.ca, &request, setting.now.get());
        assert_eq!(setting.world.borrow().secrets().count(), 1);
    }
}
