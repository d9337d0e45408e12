//! Both charms in a miniature Juju, with the daemon.

use crate::client::Client;
use crate::daemon::Home;
use lxd_integrator::Lxd;
use relata::testing::{Charm, HookEvent, JujuVersion, Ran, RelationId, SharedWorld, World};
use relata::testing::{run, run_all};
use std::collections::BTreeSet;

pub(crate) const INTEGRATOR: &str = "lxd-integrator/0";
pub(crate) const CLIENT: &str = "lxd-client/0";

pub(crate) struct Scene<'h> {
    pub(crate) world: SharedWorld,
    home: &'h Home,
}

impl<'h> Scene<'h> {
    /// Both charms, not related yet.
    pub(crate) fn new(home: &'h Home) -> Self {
        let integrator = Charm::from_metadata(include_str!("../../metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../../config.yaml")));
        let client = Charm::from_metadata(include_str!("../../../lxd-client/metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../../../lxd-client/config.yaml")));
        let mut world = World::new(JujuVersion::V3_6);
        for (name, charm) in [("lxd-integrator", integrator), ("lxd-client", client)] {
            let charm = charm.expect("the metadata is sound");
            world.app(name, 1, charm).expect("the name is free");
        }
        let socket = home.socket();
        let socket = socket.to_str().expect("it is UTF-8");
        world
            .set_config("lxd-integrator", "socket", socket)
            .expect("there is such an option");
        Scene {
            world: world.shared(),
            home,
        }
    }

    pub(crate) fn integrate(&self) -> RelationId {
        let mut world = self.world.borrow_mut();
        let relation = world.integrate("lxd-client:lxd", "lxd-integrator:api");
        relation.expect("they fit")
    }

    /// A relation with an application of which nothing is known but what it asks for.
    pub(crate) fn stranger(&self, app: &str, texts: &[&str]) -> RelationId {
        let mut world = self.world.borrow_mut();
        let relation = world
            .relate_to("lxd-integrator:api", app, 1)
            .expect("they fit");
        let texts = format!("{texts:?}");
        world
            .set_bag(
                relation,
                format!("{app}/0"),
                [("client_certificates", texts)],
            )
            .expect("it is there");
        relation
    }

    pub(crate) fn remove(&self, relation: RelationId) {
        let mut world = self.world.borrow_mut();
        world.remove_relation(relation).expect("it is there");
    }

    pub(crate) fn configure(&self, client: &Client) {
        self.world
            .borrow_mut()
            .set_config("lxd-client", "certificate", client.pem())
            .expect("there is such an option");
    }

    /// Runs all hooks of both charms until nothing is left to do, and one more of the
    /// integrator, as Juju does every few minutes.
    pub(crate) fn settle(&self) {
        let again = HookEvent::UpdateStatus;
        let once = run(&self.world, INTEGRATOR, again, lxd_integrator::charm);
        let mut last = vec![once.expect("it can run")];
        while !last.is_empty() {
            assert!(last.iter().all(Ran::is_done), "{last:?}");
            last = run_all(&self.world, INTEGRATOR, lxd_integrator::charm).expect("they can run");
            last.extend(run_all(&self.world, CLIENT, lxd_client::charm).expect("they can run"));
        }
    }

    pub(crate) fn status(&self, unit: &str) -> String {
        let world = self.world.borrow();
        let status = world.status(unit).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }

    /// Whether the integrator lists a certificate in a relation.
    pub(crate) fn lists(&self, relation: RelationId, client: &Client) -> bool {
        let world = self.world.borrow();
        let nodes = world.written(relation, INTEGRATOR).remove("nodes");
        nodes.is_some_and(|nodes| nodes.contains(client.certificate().fingerprint()))
    }

    /// What the daemon itself says is in its trust store.
    pub(crate) fn store(&self) -> BTreeSet<String> {
        let all = self.home.lxd().trusted().expect("it is up");
        all.into_iter().map(|one| one.fingerprint).collect()
    }
}
