//! Units of the charm that keep files in a temporary folder.

use crate::provider::Authority;
use certificate_holder::{ENDPOINT, Failure, reconcile};
use relata::testing::{
    Charm, HookEvent, JujuVersion, Ran, RelationId, SharedWorld, World, run, run_all,
};
use relata::{Databag, Json, Reading};
use relata_interfaces::tls_certificates::v1::{ProviderApp, RequirerApp, RequirerUnit};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

pub(crate) const APP: &str = "web";
pub(crate) const LEADER: &str = "web/0";
pub(crate) const OTHER: &str = "web/1";

pub(crate) const WAITING: &str = "waiting: certificates: waiting for authority";

pub(crate) struct Setting {
    pub(crate) world: SharedWorld,
    pub(crate) folder: TempDir,
    pub(crate) now: Cell<SystemTime>,
}

impl Setting {
    /// Two units, which have nothing to do.
    pub(crate) fn new() -> Self {
        let charm = Charm::from_metadata(include_str!("../../metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../../config.yaml")))
            .expect("the metadata is sound");
        let mut world = World::new(JujuVersion::V3_6);
        world.app(APP, 2, charm).expect("the name is free");
        let setting = Setting {
            world: world.shared(),
            folder: TempDir::new().expect("there is room"),
            now: Cell::new(SystemTime::now()),
        };
        setting.configure(
            "folder",
            setting.folder.path().to_str().expect("it is UTF-8"),
        );
        setting.settle();
        setting
    }

    pub(crate) fn relate(&self, app: &str) -> RelationId {
        let mut world = self.world.borrow_mut();
        let relation = world.relate_to(&format!("{APP}:{ENDPOINT}"), app, 1);
        drop(world);
        self.update();
        relation.expect("they fit")
    }

    /// A relation over which everything that is asked for has been signed.
    pub(crate) fn certified(&self, authority: &Authority) -> RelationId {
        let relation = self.relate("authority");
        self.answer(relation, &authority.answers(self, relation));
        relation
    }

    /// The provider writes this, and the charm reads it.
    pub(crate) fn answer(&self, relation: RelationId, answers: &ProviderApp) {
        let mut bag = Databag::new();
        let changes = relata::changes(answers, &bag).expect("it is as declared");
        changes.apply(&mut bag);
        self.write(relation, bag);
    }

    pub(crate) fn write(&self, relation: RelationId, bag: Databag) {
        let mut world = self.world.borrow_mut();
        let provider = world.ends(relation);
        let provider = provider
            .iter()
            .find(|end| end.app != APP)
            .expect("there is one");
        let set = world.set_bag(relation, &*provider.app, bag).map(drop);
        set.expect("it is in the relation");
        drop(world);
        self.settle();
    }

    pub(crate) fn configure(&self, option: &str, value: impl Into<Json>) {
        let set = self
            .world
            .borrow_mut()
            .set_config(APP, option, value)
            .map(drop);
        set.expect("there is such an option");
    }

    /// Time passes.
    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }

    pub(crate) fn try_hook(&self, unit: &str, event: HookEvent) -> Ran {
        let now = self.now.get();
        let ran = run(&self.world, unit, event, |juju| reconcile(juju, now));
        ran.expect("the hook can run")
    }

    pub(crate) fn hook(&self, unit: &str, event: HookEvent) -> Ran {
        let ran = self.try_hook(unit, event);
        assert!(ran.is_done(), "{ran:?}");
        ran
    }

    /// Some minutes pass, as Juju sees it.
    pub(crate) fn update(&self) {
        for unit in [LEADER, OTHER] {
            self.hook(unit, HookEvent::UpdateStatus);
        }
    }

    /// Runs every hook that is pending.
    pub(crate) fn settle(&self) {
        let now = self.now.get();
        for unit in [LEADER, OTHER] {
            let ran = run_all(&self.world, unit, |juju| reconcile(juju, now));
            let ran = ran.expect("the hooks can run");
            assert!(ran.iter().all(Ran::is_done), "{ran:?}");
        }
    }

    /// What a unit or the application asks for.
    pub(crate) fn asked(&self, relation: RelationId, writer: &str) -> Vec<String> {
        let bag = self.world.borrow().written(relation, writer);
        let requests = if writer == APP {
            let app = relata::read::<RequirerApp>(&bag);
            app.ready().map(|app| app.certificate_signing_requests)
        } else {
            match relata::read::<RequirerUnit>(&bag) {
                Reading::Ready(unit) => Some(unit.certificate_signing_requests),
                _ => None,
            }
        };
        let requests = requests.into_iter().flatten();
        requests
            .map(|one| {
                assert_eq!(one.ca, Some(false.into()));
                one.certificate_signing_request.to_string()
            })
            .collect()
    }

    /// Where a unit has its files.
    pub(crate) fn shelf(&self, relation: RelationId, unit: &str) -> PathBuf {
        let name = format!("{}-{relation}", unit.replace('/', "-"));
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, relation: RelationId, unit: &str, name: &str) -> Option<String> {
        fs::read_to_string(self.shelf(relation, unit).join(name)).ok()
    }

    /// What is in the folder.
    pub(crate) fn folders(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.folder.path()).expect("it is there");
        let names = entries.map(|entry| entry.expect("it is readable").file_name());
        names
            .map(|name| name.into_string().expect("it is UTF-8"))
            .collect()
    }

    pub(crate) fn status(&self, unit: &str) -> String {
        let world = self.world.borrow();
        let status = world.status(unit).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }

    /// The labels of the secrets that are there.
    pub(crate) fn keys(&self) -> Vec<String> {
        let world = self.world.borrow();
        let mut labels: Vec<String> = world.secrets().map(|one| one.label().to_owned()).collect();
        labels.sort();
        labels
    }
}

/// What a charm failed with.
pub(crate) fn failure(ran: &Ran) -> &Failure {
    let error = ran.error.as_ref().expect("it failed");
    error.downcast_ref().expect("it is the charm's own")
}
