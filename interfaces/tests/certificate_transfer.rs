//! Certificates shared and got in a miniature Juju, with peers of both versions.

use relata::Pem;
use relata::juju::{Juju, Result, Status};
use relata::testing::{Charm, HookEvent, JujuVersion, RelationId, SharedWorld, World, run};
use relata_interfaces::certificate_transfer::{News, Provides, Requires};
use std::cell::RefCell;
use std::collections::BTreeMap;

const INTERFACE: &str = "certificate_transfer";

/// A provider with two units, of which `ca/0` leads.
fn provider() -> World {
    let mut world = World::new(JujuVersion::V3_6);
    world
        .app("ca", 2, Charm::new("ca").provides("send", INTERFACE))
        .expect("the name is free");
    world
}

/// A requirer of the provider that states this version, or none.
fn reader(world: &mut World, app: &str, version: Option<&str>) -> RelationId {
    let relation = world.relate_to("ca:send", app, 1).expect("they fit");
    let bag = version.map(|version| ("version", version));
    world.set_bag(relation, app, bag).expect("it is there");
    relation
}

/// A requirer with one unit.
fn requirer() -> World {
    let mut world = World::new(JujuVersion::V3_6);
    world
        .app("store", 1, Charm::new("store").requires("get", INTERFACE))
        .expect("the name is free");
    world
}

/// A provider of the requirer that has written this.
fn writer(world: &mut World, app: &str, bag: &[(&str, &str)]) -> RelationId {
    let relation = world.relate_to("store:get", app, 2).expect("they fit");
    let bag = bag.iter().copied();
    world.set_bag(relation, app, bag).expect("it is there");
    relation
}

fn provides(juju: &Juju) -> Provides<'_> {
    Provides::new(juju, "send")
}

fn requires(juju: &Juju) -> Requires<'_> {
    Requires::new(juju, "get")
}

/// Runs a charm on a unit for any hook; tells which tools it called.
fn on(world: &SharedWorld, unit: &str, charm: impl FnOnce(&Juju) -> Result<()>) -> Vec<String> {
    at(world, unit, HookEvent::UpdateStatus, charm)
}

fn at(
    world: &SharedWorld,
    unit: &str,
    event: HookEvent,
    charm: impl FnOnce(&Juju) -> Result<()>,
) -> Vec<String> {
    let ran = run(world, unit, event, charm).expect("the hook can run");
    assert!(ran.is_done(), "{ran:?}");
    ran.tools().into_iter().map(str::to_owned).collect()
}

fn bag(world: &SharedWorld, relation: RelationId, writer: &str) -> BTreeMap<String, String> {
    world.borrow().written(relation, writer)
}

fn entries<const N: usize>(entries: [(&str, &str); N]) -> BTreeMap<String, String> {
    entries
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .into()
}

#[test]
fn peers_of_both_versions_are_served_at_once() {
    let mut world = provider();
    let new = reader(&mut world, "new", Some("1"));
    let old = reader(&mut world, "old", None);
    let world = world.shared();
    on(&world, "ca/0", |juju| provides(juju).add(["B", "A"]));
    let app = entries([("certificates", r#"["A","B"]"#), ("version", "1")]);
    assert_eq!(bag(&world, new, "ca"), app);
    assert_eq!(bag(&world, new, "ca/0"), entries([]));
    // The application's databag holds what is shared; who is upgraded finds it there.
    assert_eq!(bag(&world, old, "ca"), app);
    let unit = entries([
        ("ca", r#""A""#),
        ("certificate", r#""A""#),
        ("chain", r#"["A","B"]"#),
        ("version", "0"),
    ]);
    assert_eq!(bag(&world, old, "ca/0"), unit);
}

#[test]
fn a_requirer_that_is_upgraded_is_served_in_its_new_version() {
    let mut world = provider();
    let relation = reader(&mut world, "store", None);
    let world = world.shared();
    on(&world, "ca/0", |juju| provides(juju).add(["A"]));
    assert!(bag(&world, relation, "ca/0").contains_key("chain"));
    world
        .borrow_mut()
        .set_bag(relation, "store", [("version", "1")])
        .unwrap();
    on(&world, "ca/0", |juju| provides(juju).serve());
    assert_eq!(bag(&world, relation, "ca/0"), entries([]));
    assert_eq!(bag(&world, relation, "ca")["certificates"], r#"["A"]"#);
}

#[test]
fn certificates_are_added_removed_and_all_removed() {
    for version in [Some("1"), None] {
        let mut world = provider();
        let relation = reader(&mut world, "store", version);
        let world = world.shared();
        let holds = |certificates: &str, chain: Option<&str>| {
            assert_eq!(bag(&world, relation, "ca")["certificates"], certificates);
            let unit = bag(&world, relation, "ca/0");
            let chain = chain.filter(|_| version.is_none());
            assert_eq!(unit.get("chain").map(String::as_str), chain);
        };
        on(&world, "ca/0", |juju| provides(juju).add(["A", "B"]));
        on(&world, "ca/0", |juju| provides(juju).add(["C", "A"]));
        holds(r#"["A","B","C"]"#, Some(r#"["A","B","C"]"#));
        on(&world, "ca/0", |juju| {
            provides(juju).remove(&Pem::from("B\n"))
        });
        on(&world, "ca/0", |juju| {
            provides(juju).remove(&Pem::from("nobody knows it"))
        });
        holds(r#"["A","C"]"#, Some(r#"["A","C"]"#));
        on(&world, "ca/0", |juju| provides(juju).share(["C", "D"]));
        holds(r#"["C","D"]"#, Some(r#"["C","D"]"#));
        on(&world, "ca/0", |juju| provides(juju).remove_all());
        // Version 0 has no way to say that there is nothing.
        holds("[]", None);
        assert_eq!(bag(&world, relation, "ca/0"), entries([]));
    }
}

#[test]
fn one_relation_is_changed_and_no_other() {
    let mut world = provider();
    let one = reader(&mut world, "one", Some("1"));
    let other = reader(&mut world, "other", Some("1"));
    let world = world.shared();
    on(&world, "ca/0", |juju| provides(juju).only(one).add(["A"]));
    assert_eq!(bag(&world, one, "ca")["certificates"], r#"["A"]"#);
    assert_eq!(bag(&world, other, "ca"), entries([]));
    on(&world, "ca/0", |juju| provides(juju).only(99).remove_all());
    assert_eq!(bag(&world, one, "ca")["certificates"], r#"["A"]"#);
}

#[test]
fn nothing_is_written_twice() {
    let mut world = provider();
    reader(&mut world, "new", Some("1"));
    reader(&mut world, "old", None);
    let world = world.shared();
    let share = |juju: &Juju| provides(juju).share(["A"]);
    assert!(on(&world, "ca/0", share).contains(&"relation-set".to_owned()));
    assert!(!on(&world, "ca/0", share).contains(&"relation-set".to_owned()));
}

#[test]
fn what_was_added_before_anybody_came_is_not_lost() {
    let mut world = provider();
    world
        .deploy("store", 1, Charm::new("store").requires("get", INTERFACE))
        .unwrap();
    let relation = world.integrate("ca:send", "store:get").unwrap();
    let world = world.shared();
    at(
        &world,
        "ca/0",
        HookEvent::RelationCreated { relation },
        |juju| provides(juju).add(["A"]),
    );
    assert_eq!(bag(&world, relation, "ca")["certificates"], r#"["A"]"#);
}

#[test]
fn a_follower_adds_nothing_and_takes_back_what_it_shared_as_a_leader() {
    let mut world = provider();
    let relation = reader(&mut world, "old", None);
    let world = world.shared();
    let share = |texts: &'static [&'static str]| {
        move |juju: &Juju| provides(juju).share(texts.iter().copied())
    };
    on(&world, "ca/0", share(&["A", "B"]));
    world.borrow_mut().set_leader("ca/1").unwrap();
    on(&world, "ca/0", share(&["B", "C"]));
    assert_eq!(bag(&world, relation, "ca/0")["chain"], r#"["B"]"#);
    on(&world, "ca/1", share(&["B", "C"]));
    assert_eq!(bag(&world, relation, "ca/1")["chain"], r#"["B","C"]"#);
    on(&world, "ca/0", |juju| provides(juju).remove_all());
    assert_eq!(bag(&world, relation, "ca/0"), entries([]));
}

#[test]
fn certificates_of_a_charm_that_knew_version_0_only_are_kept() {
    let mut world = provider();
    let relation = reader(&mut world, "old", None);
    // Plain text, as that library wrote it.
    let unit = [
        ("certificate", "LEAF"),
        ("ca", "CA"),
        ("chain", r#"["LEAF","CA"]"#),
    ];
    world.set_bag(relation, "ca/0", unit).unwrap();
    let world = world.shared();
    on(&world, "ca/0", |juju| provides(juju).add(["NEW"]));
    assert_eq!(
        bag(&world, relation, "ca")["certificates"],
        r#"["CA","LEAF","NEW"]"#
    );
}

#[test]
fn nonsense_in_our_own_databag_stops_nothing() {
    let mut world = provider();
    let relation = reader(&mut world, "store", Some("7"));
    world
        .set_bag(relation, "ca", [("certificates", "{")])
        .unwrap();
    let world = world.shared();
    on(&world, "ca/0", |juju| provides(juju).add(["A"]));
    assert_eq!(bag(&world, relation, "ca")["certificates"], r#"["A"]"#);
}

#[test]
fn providers_of_both_versions_are_read_at_once() {
    let mut world = requirer();
    let new = writer(
        &mut world,
        "new",
        &[("certificates", r#"["B","A"]"#), ("version", "1")],
    );
    let old = writer(&mut world, "old", &[]);
    for (unit, chain) in [("old/0", r#"["C","A"]"#), ("old/1", r#"["D"]"#)] {
        world
            .set_bag(old, unit, [("chain", chain), ("version", "0")])
            .unwrap();
    }
    let world = world.shared();
    on(&world, "store/0", |juju| {
        let requires = requires(juju);
        let all = requires.certificates()?;
        assert_eq!(*all, ["A", "B", "C", "D"].map(Pem::from));
        let by_relation = requires.by_relation()?;
        assert_eq!(by_relation.keys().copied().collect::<Vec<_>>(), [new, old]);
        assert_eq!(*by_relation[&new], ["A", "B"].map(Pem::from));
        assert_eq!(*by_relation[&old], ["A", "C", "D"].map(Pem::from));
        assert_eq!(
            *self::requires(juju).only(old).certificates()?,
            *by_relation[&old]
        );
        assert!(requires.is_ready()?);
        assert_eq!(requires.status()?, None);
        Ok(())
    });
}

#[test]
fn one_relation_that_is_not_ready_hides_no_other() {
    let mut world = requirer();
    let good = writer(
        &mut world,
        "good",
        &[("certificates", r#"["A"]"#), ("version", "1")],
    );
    let bad = writer(
        &mut world,
        "bad",
        &[("certificates", "A"), ("version", "1")],
    );
    let late = writer(&mut world, "late", &[]);
    let world = world.shared();
    on(&world, "store/0", |juju| {
        let requires = requires(juju);
        let shared = requires.shared()?;
        let ready = shared.iter().map(|one| (one.relation.id(), one.is_ready()));
        assert_eq!(
            ready.collect::<Vec<_>>(),
            [(good, true), (bad, false), (late, false)]
        );
        assert!(!requires.is_ready()?);
        assert_eq!(*requires.certificates()?, [Pem::from("A")]);
        assert!(requires.by_relation()?[&bad].is_empty());
        let status = shared
            .iter()
            .map(|one| one.status().map(|line| line.status));
        assert_eq!(
            status.collect::<Vec<_>>(),
            [None, Some(Status::Blocked), Some(Status::Waiting)]
        );
        let line = requires.status()?.expect("one is blocked");
        assert_eq!(line.status, Status::Blocked);
        Ok(())
    });
}

#[test]
fn without_a_relation_the_unit_is_blocked() {
    let world = requirer().shared();
    on(&world, "store/0", |juju| {
        let requires = requires(juju);
        assert!(!requires.is_ready()?);
        let line = requires.status()?.expect("there is no relation");
        assert_eq!(line.to_string(), "blocked: missing relation: get");
        Ok(())
    });
}

#[test]
fn the_version_is_stated_in_a_new_relation_and_by_a_new_leader() {
    let announce = |juju: &Juju| requires(juju).announce();
    let mut world = requirer();
    world
        .app("ca", 1, Charm::new("ca").provides("send", INTERFACE))
        .unwrap();
    let relation = world.integrate("store:get", "ca:send").unwrap();
    let world = world.shared();
    at(
        &world,
        "store/0",
        HookEvent::RelationCreated { relation },
        announce,
    );
    assert_eq!(bag(&world, relation, "store"), entries([("version", "1")]));
    world
        .borrow_mut()
        .set_bag(relation, "store", [("else", "kept")])
        .unwrap();
    at(&world, "store/0", HookEvent::LeaderElected, announce);
    let both = entries([("else", "kept"), ("version", "1")]);
    assert_eq!(bag(&world, relation, "store"), both);
    // Once said, it costs nothing in the hooks that come often.
    let joined = HookEvent::RelationJoined {
        relation,
        unit: relata::UnitName::new("ca/0").unwrap(),
    };
    world.borrow_mut().look("ca/0");
    assert_eq!(
        at(&world, "store/0", joined, announce),
        Vec::<String>::new()
    );
}

/// The news of each hook that is pending.
fn news(world: &SharedWorld) -> Vec<News> {
    let all = RefCell::new(Vec::new());
    relata::testing::run_all(world, "store/0", |juju| -> Result<()> {
        all.borrow_mut().extend(requires(juju).news()?);
        Ok(())
    })
    .expect("the hooks can run");
    all.into_inner()
}

#[test]
fn certificates_are_news_once() {
    let mut world = requirer();
    let relation = writer(&mut world, "ca", &[]);
    let world = world.shared();
    let write = |certificates: &str| {
        let bag = [("certificates", certificates), ("version", "1")];
        world.borrow_mut().set_bag(relation, "ca", bag).unwrap();
    };
    let available = |certificates: &[&str]| News::Available {
        relation,
        certificates: certificates.iter().map(|text| Pem::from(*text)).collect(),
    };
    assert_eq!(news(&world), []);
    write(r#"["B","A"]"#);
    assert_eq!(news(&world), [available(&["A", "B"])]);
    // Other bytes that say the same.
    write(r#"["A", "B", "B"]"#);
    assert_eq!(news(&world), []);
    // Nonsense takes nothing away.
    write("A");
    assert_eq!(news(&world), []);
    write("[]");
    assert_eq!(news(&world), [available(&[])]);
    write(r#"["A"]"#);
    assert_eq!(news(&world), [available(&["A"])]);
    world.borrow_mut().remove_relation(relation).unwrap();
    assert_eq!(news(&world), [News::Removed { relation }]);
}

#[test]
fn a_unit_that_goes_is_news_in_version_0() {
    let mut world = requirer();
    let relation = writer(&mut world, "ca", &[]);
    for (unit, chain) in [("ca/0", r#"["A"]"#), ("ca/1", r#"["B"]"#)] {
        world.set_bag(relation, unit, [("chain", chain)]).unwrap();
    }
    let world = world.shared();
    assert_eq!(news(&world).len(), 1);
    world.borrow_mut().remove_unit("ca/1").unwrap();
    relata::testing::run_all(&world, "ca/1", |_| -> Result<()> { Ok(()) }).unwrap();
    let certificates = [Pem::from("A")].into_iter().collect();
    assert_eq!(
        news(&world),
        [News::Available {
            relation,
            certificates
        }]
    );
}
