//! Nodes and certificates in a miniature Juju.

use relata::Set;
use relata::juju::{Juju, Result};
use relata::testing::{
    Charm, HookEvent, JujuVersion, RelationId, SharedWorld, World, relation_for_provider, run,
};
use relata_interfaces::lxd::v1::Node;
use relata_interfaces::lxd::{Certificate, Provides, Request, Requires};

/// A provider with two units, or a requirer with one.
fn world() -> World {
    let mut world = World::new(JujuVersion::V4_0);
    world
        .app("lxd", 2, Charm::new("lxd").provides("api", "lxd"))
        .expect("the name is free");
    world
        .app("app", 1, Charm::new("app").requires("lxd", "lxd"))
        .expect("the name is free");
    world
}

fn pem(body: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn certificate(body: &str) -> Certificate {
    Certificate::parse(&pem(body)).expect("it is base64")
}

fn node(name: &str, trusted: &[&str]) -> Node {
    let url = format!("https://{name}:8443");
    Node {
        endpoint: url.parse().expect("it is a URL"),
        name: Some(name.to_owned()),
        trusted_certs_fp: trusted.iter().map(|&one| one.to_owned()).collect(),
    }
}

/// Runs a charm on a unit for any hook.
fn on(world: &SharedWorld, unit: &str, charm: impl FnOnce(&Juju) -> Result<()>) {
    let ran = run(world, unit, HookEvent::UpdateStatus, charm).expect("the hook can run");
    assert!(ran.is_done(), "{ran:?}");
}

fn nodes(world: &SharedWorld, relation: RelationId) -> Option<String> {
    world.borrow().written(relation, "lxd/0").remove("nodes")
}

fn asks(world: &mut World, app: &str, bodies: &[&str]) -> RelationId {
    let relation = world.relate_to("lxd:api", app, 2).expect("they fit");
    for (number, body) in bodies.iter().enumerate() {
        let unit = format!("{app}/{number}");
        let bag = [("client_certificates", format!("{:?}", [pem(body)]))];
        world.set_bag(relation, unit, bag).expect("it is there");
    }
    relation
}

#[test]
fn the_certificates_of_all_units_are_asked_for_once() {
    let mut world = world();
    let both = asks(&mut world, "both", &["AAAA", "BBBB"]);
    let same = asks(&mut world, "same", &["AAAA", "AAAA"]);
    let none = asks(&mut world, "none", &[]);
    let world = world.shared();
    on(&world, "lxd/0", |juju| {
        let requests = Provides::new(juju, "api").requests()?;
        let found: Vec<(u32, usize)> = requests
            .iter()
            .map(|one| (one.relation.id(), one.certificates().len()))
            .collect();
        assert_eq!(found, [(both, 2), (same, 1), (none, 0)]);
        assert!(requests.iter().all(Request::is_complete));
        Ok(())
    });
}

#[test]
fn nodes_keep_what_they_trust() {
    let mut world = world();
    let relation = asks(&mut world, "one", &["AAAA"]);
    let world = world.shared();
    on(&world, "lxd/0", |juju| {
        Provides::new(juju, "api").set_nodes(&[node("a", &[])])
    });
    on(&world, "lxd/0", |juju| {
        for request in Provides::new(juju, "api").requests()? {
            request.publish(&[node("a", &[])], ["CE:D5"])?;
            assert_eq!(request.published()?, Set::from(vec!["ced5".to_owned()]));
        }
        Ok(())
    });
    on(&world, "lxd/0", |juju| {
        Provides::new(juju, "api").set_nodes(&[node("b", &[]), node("a", &["0a"])])
    });
    let expected = concat!(
        r#"[{"endpoint":"https://b:8443","name":"b","trusted_certs_fp":[]},"#,
        r#"{"endpoint":"https://a:8443","name":"a","trusted_certs_fp":["0a","ced5"]}]"#
    );
    assert_eq!(nodes(&world, relation).as_deref(), Some(expected));
    on(&world, "lxd/0", |juju| {
        Provides::new(juju, "api").withdraw()
    });
    assert!(world.borrow().written(relation, "lxd/0").is_empty());
}

#[test]
fn one_relation_alone_can_be_meant() {
    let mut world = world();
    let one = asks(&mut world, "one", &[]);
    let other = asks(&mut world, "other", &[]);
    let world = world.shared();
    on(&world, "lxd/0", |juju| {
        let provides = Provides::new(juju, "api").only(other);
        provides.set_nodes(&[node("a", &[])])
    });
    assert_eq!(nodes(&world, one), None);
    assert!(nodes(&world, other).is_some());
}

#[test]
fn what_a_requirer_may_write_wrong_is_told() {
    let interface = relata_interfaces::lxd::model();
    let samples = relation_for_provider(&interface);
    let mut tried = 0;
    for sample in samples.broken() {
        let mut world = world();
        let relation = world.relate_to("lxd:api", "odd", 1).expect("they fit");
        sample
            .write(&mut world, relation)
            .expect("it is in the relation");
        on(&world.shared(), "lxd/0", |juju| {
            for request in Provides::new(juju, "api").requests()? {
                assert!(!request.is_complete(), "{}", sample.what);
                assert!(request.status()?.is_some(), "{}", sample.what);
                assert!(request.certificates().is_empty(), "{}", sample.what);
            }
            Ok(())
        });
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn a_certificate_is_asked_for_and_withdrawn() {
    let mut world = world();
    let relation = world.relate_to("app:lxd", "lxd-x", 1).expect("they fit");
    let world = world.shared();
    let asked = || world.borrow().written(relation, "app/0");
    on(&world, "app/0", |juju| {
        Requires::new(juju, "lxd").request([pem("AAAA")])
    });
    assert_eq!(
        asked()["client_certificates"],
        format!("{:?}", [pem("AAAA")])
    );
    on(&world, "app/0", |juju| {
        Requires::new(juju, "lxd").withdraw()
    });
    assert!(asked().is_empty());
}

#[test]
fn a_certificate_is_registered_once_a_node_lists_it() {
    let mut world = world();
    let relation = world.relate_to("app:lxd", "lxd-x", 2).expect("they fit");
    let one = certificate("AAAA");
    // As some spell it: with colons and in capitals.
    let digits: Vec<char> = one.fingerprint().to_uppercase().chars().collect();
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    let node = |name: &str, trusted: &str| {
        format!(r#"{{"endpoint":"https://{name}:1","trusted_certs_fp":[{trusted}]}}"#)
    };
    // Two units of the provider name the same node.
    let listed = format!("{:?}", pairs.join(":"));
    let first = format!("[{},{}]", node("a", ""), node("b", ""));
    let second = format!("[{}]", node("a", &listed));
    for (unit, nodes) in [("lxd-x/0", first), ("lxd-x/1", second)] {
        let bag = [("version", "1.0".to_owned()), ("nodes", nodes)];
        world.set_bag(relation, unit, bag).expect("it is there");
    }
    on(&world.shared(), "app/0", |juju| {
        let requires = Requires::new(juju, "lxd");
        assert!(requires.is_registered(&one)?);
        assert!(!requires.is_registered(&certificate("BBBB"))?);
        let offers = requires.offers()?;
        let names = |nodes: Vec<&Node>| -> Vec<String> {
            let urls = nodes.into_iter().map(|one| one.endpoint.to_string());
            urls.collect()
        };
        let all = names(offers[0].nodes().iter().collect());
        assert_eq!(all, ["https://a:1", "https://b:1"]);
        assert_eq!(names(offers[0].trusting(&one).collect()), ["https://a:1"]);
        assert_eq!(offers[0].status(&one), None);
        Ok(())
    });
}
