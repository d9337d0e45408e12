//! Both charms in a miniature Juju: no process is needed.

use hello_interface::charms::{guest, host};
use relata::testing::{Charm, JujuVersion, SharedWorld, World, run_all};

/// Two applications that are related, each with a unit.
fn world() -> (SharedWorld, u32) {
    let mut world = World::new(JujuVersion::V3_6);
    let hotel = Charm::new("hotel").provides("guests", "greeting");
    let bob = Charm::new("bob").requires("host", "greeting");
    world.app("hotel", 1, hotel).expect("the name is free");
    world.app("bob", 1, bob).expect("the name is free");
    let relation = world.relate("hotel:guests", "bob:host").expect("they fit");
    (world.shared(), relation)
}

fn status(world: &SharedWorld, unit: &str) -> String {
    let world = world.borrow();
    let status = world.status(unit).expect("the unit is there");
    format!("{}: {}", status.word, status.message)
}

#[test]
fn who_gives_a_name_is_greeted() {
    let (world, relation) = world();
    world
        .borrow_mut()
        .set_bag(relation, "bob", [("name", r#""bob""#)])
        .unwrap();
    run_all(&world, "hotel/0", host).unwrap();
    run_all(&world, "bob/0", guest).unwrap();
    assert_eq!(status(&world, "bob/0"), "active: good morning, bob");
    let written = world.borrow().written(relation, "hotel");
    assert_eq!(written["text"], r#""good morning, bob""#);
}

#[test]
fn a_host_that_talks_nonsense_is_reported() {
    let (world, relation) = world();
    let bag = [("text", r#""hello""#), ("times", "often")];
    world.borrow_mut().set_bag(relation, "hotel", bag).unwrap();
    run_all(&world, "bob/0", guest).unwrap();
    let status = status(&world, "bob/0");
    assert!(
        status.starts_with("blocked: host: `times`: expected"),
        "{status}"
    );
}
