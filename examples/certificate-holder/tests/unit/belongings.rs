//! Where are keys and files, and when do they go?

use crate::provider::Authority;
use crate::setting::{APP, LEADER, OTHER, Setting};
use relata::testing::{Ran, run_all};
use std::fs;

#[test]
fn the_key_never_leaves_the_unit() {
    let setting = Setting::new();
    let relation = setting.certified(&Authority::new("Authority"));
    let key = setting
        .file(relation, LEADER, "private-key.pem")
        .expect("it is there");
    let line = key.lines().nth(1).expect("it has a body");
    let world = setting.world.borrow();
    let bags = [APP, LEADER, OTHER].map(|writer| world.written(relation, writer));
    let said = format!("{bags:?} {:?} {:?}", world.log(), world.state(LEADER));
    assert!(!said.contains(line));
    assert!(
        world
            .calls()
            .iter()
            .all(|call| !format!("{:?}", call.args).contains(line))
    );
}

#[test]
fn each_relation_has_key_request_and_files_of_its_own() {
    let setting = Setting::new();
    let authority = Authority::new("Authority");
    let first = setting.certified(&authority);
    let second = setting.relate("vault");
    setting.answer(second, &Authority::new("Vault").answers(&setting, second));
    assert_eq!(setting.status(LEADER), "active: certificates held: 2");
    assert_eq!(setting.folders().len(), 4);
    let key = |relation| setting.file(relation, LEADER, "private-key.pem");
    assert_ne!(key(first), key(second));

    let removed = setting.world.borrow_mut().remove_relation(first).map(drop);
    removed.expect("it is there");
    setting.settle();
    assert_eq!(
        setting.folders(),
        ["web-0-1".to_owned(), "web-1-1".to_owned()].into()
    );
    assert_eq!(setting.keys(), ["unit-key-1", "unit-key-1"]);
    assert_eq!(setting.status(LEADER), "active: certificates held: 1");
}

#[test]
fn the_applications_key_outlives_a_unit_and_goes_with_the_relation() {
    let setting = Setting::new();
    setting.configure("mode", "app");
    setting.settle();
    let relation = setting.certified(&Authority::new("Authority"));
    let before = setting.asked(relation, APP);
    let mut world = setting.world.borrow_mut();
    world.remove_unit(LEADER).map(drop).expect("it is there");
    drop(world);
    setting.settle();
    assert_eq!(setting.keys(), ["app-key-0"]);
    assert_eq!(setting.folders(), ["web-1-0".to_owned()].into());
    assert_eq!(setting.asked(relation, APP), before);
    let removed = setting
        .world
        .borrow_mut()
        .remove_relation(relation)
        .map(drop);
    removed.expect("it is there");
    // Nobody leads when it ends: the next leader removes the key.
    let settle = || {
        let now = setting.now.get();
        let ran = run_all(&setting.world, OTHER, |juju| {
            certificate_holder::reconcile(juju, now)
        });
        let ran = ran.expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    };
    settle();
    assert_eq!(setting.folders().len(), 0);
    assert_eq!(setting.keys(), ["app-key-0"]);
    let set = setting.world.borrow_mut().set_leader(OTHER).map(drop);
    set.expect("it is there");
    settle();
    assert_eq!(setting.keys(), [""; 0]);
    assert_eq!(setting.folders().len(), 0);
}

#[test]
fn another_folder_is_filled_and_the_former_one_emptied() {
    let setting = Setting::new();
    let relation = setting.certified(&Authority::new("Authority"));
    fs::write(setting.folder.path().join("web-0-of-mine"), "").expect("there is room");
    let other = tempfile::tempdir().expect("there is room");
    setting.configure(
        "folder",
        other.path().join("deep").to_str().expect("it is UTF-8"),
    );
    setting.settle();
    assert_eq!(setting.folders(), ["web-0-of-mine".to_owned()].into());
    let certificate = other
        .path()
        .join(format!("deep/web-0-{relation}/certificate.pem"));
    assert!(certificate.exists());
}
