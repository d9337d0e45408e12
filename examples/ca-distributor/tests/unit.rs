//! The charm in a miniature Juju: no process is needed.

use ca_distributor::{ENDPOINT, reconcile};
use relata::testing::{
    Charm, Fault, HookEvent, JujuVersion, Ran, RelationId, SharedWorld, World, run, run_all,
};

fn pem(body: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

/// A list of texts as it stands in a databag.
fn json(texts: &[String]) -> String {
    format!("{texts:?}").replace("\", \"", "\",\"")
}

/// Two units of the charm, of which the first leads.
fn world() -> SharedWorld {
    let charm = Charm::from_metadata(include_str!("../metadata.yaml"))
        .and_then(|charm| charm.with_config(include_str!("../config.yaml")))
        .expect("the metadata is sound");
    let mut world = World::new(JujuVersion::V4_0);
    world.app("ca", 2, charm).expect("the name is free");
    world.shared()
}

fn configure(world: &SharedWorld, certificates: &str) {
    let mut world = world.borrow_mut();
    world
        .set_config("ca", "certificates", certificates)
        .expect("there is such an option");
}

/// A requirer that states this version, or none.
fn relate(world: &SharedWorld, app: &str, version: Option<&str>) -> RelationId {
    let mut world = world.borrow_mut();
    let relation = world
        .relate_to(&format!("ca:{ENDPOINT}"), app, 1)
        .expect("they fit");
    let bag = version.map(|version| ("version", version));
    world.set_bag(relation, app, bag).expect("it is there");
    relation
}

fn settle(world: &SharedWorld) -> Vec<Ran> {
    let mut all = Vec::new();
    for unit in ["ca/0", "ca/1"] {
        all.extend(run_all(world, unit, reconcile).expect("the hooks can run"));
    }
    assert!(all.iter().all(Ran::is_done), "{all:?}");
    all
}

fn status(world: &SharedWorld, unit: &str) -> String {
    let world = world.borrow();
    let status = world.status(unit).expect("the unit is there");
    format!("{}: {}", status.word, status.message)
}

fn shared(world: &SharedWorld, relation: RelationId) -> String {
    let bag = world.borrow().written(relation, "ca");
    bag.get("certificates").cloned().unwrap_or_default()
}

#[test]
fn what_is_configured_is_shared_and_nothing_else() {
    let world = world();
    let relation = relate(&world, "store", Some("1"));
    settle(&world);
    assert_eq!(status(&world, "ca/0"), "blocked: set `certificates`");
    configure(&world, &format!("root\n{}leaf\n{}", pem("BB"), pem("AA")));
    settle(&world);
    assert_eq!(shared(&world, relation), json(&[pem("AA"), pem("BB")]));
    for unit in ["ca/0", "ca/1"] {
        assert_eq!(
            status(&world, unit),
            "active: certificates shared: 2, relations: 1"
        );
    }
    configure(&world, &pem("AA"));
    settle(&world);
    assert_eq!(shared(&world, relation), json(&[pem("AA")]));
    configure(&world, "");
    settle(&world);
    assert_eq!(shared(&world, relation), "[]");
}

#[test]
fn a_requirer_of_version_0_finds_them_in_the_leaders_databag() {
    let world = world();
    configure(&world, &pem("AA"));
    let relation = relate(&world, "old", None);
    settle(&world);
    let unit = world.borrow().written(relation, "ca/0");
    assert_eq!(unit["chain"], json(&[pem("AA")]));
    assert_eq!(world.borrow().written(relation, "ca/1").len(), 0);
    configure(&world, "");
    settle(&world);
    assert_eq!(world.borrow().written(relation, "ca/0").len(), 0);
}

#[test]
fn a_new_relation_gets_everything_at_once() {
    let world = world();
    configure(&world, &pem("AA"));
    settle(&world);
    assert_eq!(
        status(&world, "ca/0"),
        "active: certificates shared: 1, relations: 0"
    );
    let relation = {
        let mut world = world.borrow_mut();
        let store = Charm::new("store").requires("get", "certificate_transfer");
        world.app("store", 1, store).unwrap();
        world
            .integrate(&format!("ca:{ENDPOINT}"), "store:get")
            .unwrap()
    };
    let created = HookEvent::RelationCreated { relation };
    assert!(run(&world, "ca/0", created, reconcile).unwrap().is_done());
    assert_eq!(shared(&world, relation), json(&[pem("AA")]));
}

#[test]
fn a_slip_of_the_pen_takes_nothing_back() {
    let world = world();
    let relation = relate(&world, "store", Some("1"));
    configure(&world, &pem("AA"));
    settle(&world);
    for slip in [
        "AA",
        "-----BEGIN CERTIFICATE-----\nAA\n",
        &pem(""),
        &pem("A-A"),
        &format!("{}-----BEGIN CERTIFICATE-----", pem("AA")),
    ] {
        configure(&world, slip);
        settle(&world);
        assert_eq!(shared(&world, relation), json(&[pem("AA")]), "{slip}");
        let expected = "blocked: `certificates` holds something that is no certificate";
        assert_eq!(status(&world, "ca/0"), expected, "{slip}");
    }
}

#[test]
fn nothing_is_written_twice() {
    let world = world();
    configure(&world, &pem("AA"));
    relate(&world, "new", Some("1"));
    relate(&world, "old", None);
    settle(&world);
    let ran = run(&world, "ca/0", HookEvent::UpdateStatus, reconcile).unwrap();
    assert!(
        ran.finished.changes.is_empty(),
        "{:?}",
        ran.finished.changes
    );
    assert!(!ran.tools().contains(&"relation-set"));
}

#[test]
fn whatever_hook_tool_fails_the_next_run_ends_the_same() {
    for tool in [
        "config-get",
        "is-leader",
        "relation-ids",
        "relation-get",
        "relation-set",
    ] {
        for fault in [
            Fault::exit(1, "connection is shut down"),
            Fault::hang(),
            Fault::missing(),
        ] {
            let world = world();
            configure(&world, &pem("AA"));
            let relation = relate(&world, "old", None);
            world.borrow_mut().fail_tool(tool, fault);
            let ran = run(&world, "ca/0", HookEvent::ConfigChanged, reconcile).unwrap();
            let error = ran.error.expect(tool);
            assert!(error.to_string().contains(tool), "{error}");
            assert_eq!(shared(&world, relation), "", "{tool}");
            world.borrow_mut().mend_tools();
            settle(&world);
            assert_eq!(shared(&world, relation), json(&[pem("AA")]), "{tool}");
        }
    }
}

#[test]
fn leadership_that_is_lost_in_the_middle_writes_nothing() {
    let world = world();
    configure(&world, &pem("AA"));
    let relation = relate(&world, "store", Some("1"));
    let ran = run(&world, "ca/0", HookEvent::ConfigChanged, |juju| {
        reconcile(juju)?;
        world
            .borrow_mut()
            .set_leader("ca/1")
            .expect("the unit is there");
        Ok::<(), relata::juju::Error>(())
    })
    .unwrap();
    assert!(!ran.is_done());
    assert_eq!(shared(&world, relation), "");
    // The new leader does it.
    run_all(&world, "ca/1", reconcile).unwrap();
    assert_eq!(shared(&world, relation), json(&[pem("AA")]));
}
