//! What the charms do to the trust store of a LXD.

use crate::client::Client;
use crate::daemon::Home;
use crate::scene::{CLIENT, INTEGRATOR, Scene};
use lxd_integrator::Lxd;

fn fingerprints<const N: usize>(clients: [&Client; N]) -> std::collections::BTreeSet<String> {
    let all = clients.map(|one| one.certificate().fingerprint().to_owned());
    all.into()
}

#[test]
fn a_certificate_is_trusted_as_long_as_the_relation_is_there() {
    let Some(home) = Home::new() else { return };
    let _daemon = home.start();
    home.listen();
    let client = Client::new("client");
    assert!(!client.is_trusted(&home.address()));

    let scene = Scene::new(&home);
    scene.configure(&client);
    let relation = scene.integrate();
    scene.settle();
    assert_eq!(scene.store(), fingerprints([&client]));
    assert!(client.is_trusted(&home.address()));
    assert!(scene.lists(relation, &client));
    assert_eq!(
        scene.status(INTEGRATOR),
        "active: client certificates trusted: 1"
    );
    let status = scene.status(CLIENT);
    assert!(status.starts_with("active: trusted by "), "{status}");
    let nodes = scene.world.borrow().written(relation, INTEGRATOR)["nodes"].clone();
    let endpoint = format!(r#""endpoint":"https://{}""#, home.address());
    assert!(nodes.contains(&endpoint), "{nodes}");

    // Another certificate takes its place.
    let other = Client::new("other");
    scene.configure(&other);
    scene.settle();
    assert_eq!(scene.store(), fingerprints([&other]));
    assert!(other.is_trusted(&home.address()) && !client.is_trusted(&home.address()));
    assert!(scene.lists(relation, &other) && !scene.lists(relation, &client));

    scene.remove(relation);
    scene.settle();
    assert_eq!(scene.store(), fingerprints([]));
    assert!(!other.is_trusted(&home.address()));
    assert_eq!(
        scene.status(INTEGRATOR),
        "active: client certificates trusted: 0"
    );
    assert_eq!(scene.status(CLIENT), "blocked: missing relation: lxd");
}

#[test]
fn what_is_no_certificate_is_reported_and_hides_no_other() {
    let Some(home) = Home::new() else { return };
    let _daemon = home.start();
    home.listen();
    let client = Client::new("client");
    let scene = Scene::new(&home);
    scene.configure(&client);
    scene.integrate();
    // It looks like a certificate to everybody but LXD.
    let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let odd = scene.stranger("odd", &[garbage]);
    scene.settle();
    let status = scene.status(INTEGRATOR);
    let start = "blocked: api: LXD refuses a certificate of odd: ";
    assert!(status.starts_with(start), "{status}");
    assert_eq!(scene.store(), fingerprints([&client]));
    assert!(scene.status(CLIENT).starts_with("active: "));

    scene.remove(odd);
    scene.stranger("text", &["cert1"]);
    scene.settle();
    assert_eq!(
        scene.status(INTEGRATOR),
        "blocked: api: texts of text that are no certificates: 1"
    );
    assert!(client.is_trusted(&home.address()));
}

#[test]
fn what_an_operator_trusts_stays() {
    let Some(home) = Home::new() else { return };
    let _daemon = home.start();
    home.listen();
    let operator = Client::new("operator");
    let added = home.lxd().trust("operator", &operator.certificate());
    added.expect("it is a certificate");
    let scene = Scene::new(&home);
    let relation = scene.stranger("bold", &[&operator.pem()]);
    scene.settle();
    assert!(scene.lists(relation, &operator));
    scene.remove(relation);
    scene.settle();
    assert!(operator.is_trusted(&home.address()));
}

#[test]
fn a_daemon_that_is_down_is_waited_for() {
    let Some(home) = Home::new() else { return };
    let client = Client::new("client");
    let scene = Scene::new(&home);
    scene.configure(&client);
    let relation = scene.integrate();
    scene.settle();
    let waits = || {
        let status = scene.status(INTEGRATOR);
        let start = format!(
            "waiting: LXD at {} cannot be reached: ",
            home.socket().display()
        );
        assert!(status.starts_with(&start), "{status}");
    };
    waits();
    assert!(scene.status(CLIENT).starts_with("waiting: lxd: "));

    let daemon = home.start();
    scene.settle();
    assert_eq!(
        scene.status(INTEGRATOR),
        "blocked: LXD listens nowhere: run `lxc config set core.https_address`, or set `endpoint`"
    );
    home.listen();
    scene.settle();
    assert!(client.is_trusted(&home.address()) && scene.lists(relation, &client));
    daemon.stop();

    // The relation goes while nobody is there to take the certificate out.
    scene.remove(relation);
    scene.settle();
    waits();
    let _daemon = home.start();
    assert_eq!(scene.store(), fingerprints([&client]));
    scene.settle();
    assert_eq!(scene.store(), fingerprints([]));
}

#[test]
fn the_nodes_of_a_cluster_are_told() {
    let Some(home) = Home::new() else { return };
    let _daemon = home.start();
    home.cluster("node-1");
    let client = Client::new("client");
    let scene = Scene::new(&home);
    scene.configure(&client);
    scene.integrate();
    scene.settle();
    assert!(client.is_trusted(&home.address()));
    assert_eq!(scene.status(CLIENT), "active: trusted by node-1");
}
