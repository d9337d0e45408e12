//! What do two charms make of each other?

use crate::charms::options;
use relata::testing::{RelationId, WorldError};
use relata::{Databag, UnitName};
use relata_interfaces::catalogue;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{Interface, Role, Scope};
use relata_tester::{CharmDir, Schedule, Stage};
use std::fs;
use std::path::PathBuf;

/// More than any two charms need that do not answer each other for ever.
const MOST_HOOKS: usize = 300;

/// The applications.
pub(crate) const PROVIDER: &str = "provider";
pub(crate) const REQUIRER: &str = "requirer";

/// A provider and a requirer that are up, and not yet related.
pub(crate) struct Started {
    stage: Stage,
    interface: Interface,
    ends: [String; 2],
}

impl Started {
    /// `prepare` runs before their first hook.
    pub(crate) fn new(
        interface: &str,
        provider: (&CharmDir, &str),
        requirer: (&CharmDir, &str),
        prepare: impl FnOnce(&mut Stage),
    ) -> Started {
        let mut stage = Stage::new(options(0)).expect("there is room for a stage");
        for (app, (charm, _)) in [(PROVIDER, provider), (REQUIRER, requirer)] {
            stage.deploy(app, charm, 1).expect("it can be deployed");
        }
        prepare(&mut stage);
        let runs = stage.settle(&mut Schedule::plain(), MOST_HOOKS);
        for run in runs.expect("they come to rest") {
            assert!(run.is_done(), "{run:#?}");
        }
        Started {
            stage,
            interface: declared(interface),
            ends: [
                format!("{PROVIDER}:{}", provider.1),
                format!("{REQUIRER}:{}", requirer.1),
            ],
        }
    }

    /// On a stage of its own they are related, and settle in the order of a seed. With
    /// most seeds one of them is upgraded meanwhile, to the same charm.
    pub(crate) fn relate(&self, seed: u64, charms: [&CharmDir; 2]) -> Pair {
        let mut stage = self.stage.fork().expect("there is room for a stage");
        let relation = stage.world().integrate(&self.ends[0], &self.ends[1]);
        let upgraded = match seed % 3 {
            0 => None,
            1 => Some((PROVIDER, charms[0])),
            _ => Some((REQUIRER, charms[1])),
        };
        if let Some((app, charm)) = upgraded {
            stage.upgrade(app, charm).expect("Juju takes it");
        }
        let mut pair = Pair {
            relation: relation.expect("the endpoints fit"),
            stage,
            schedule: Schedule::seeded(seed),
            interface: self.interface.clone(),
        };
        pair.settle();
        pair
    }
}

fn declared(interface: &str) -> Interface {
    let mut declared = catalogue().into_iter();
    let found = declared.find(|known| known.name == interface);
    found.expect("it is declared")
}

/// A provider and a requirer, related on a stage of their own.
pub(crate) struct Pair {
    pub(crate) stage: Stage,
    pub(crate) relation: RelationId,
    schedule: Schedule,
    interface: Interface,
}

impl Pair {
    /// Both are deployed and integrated at once, and settle in the order of a seed.
    /// `prepare` runs before their first hook.
    pub(crate) fn new(
        seed: u64,
        interface: &str,
        provider: (&CharmDir, &str),
        requirer: (&CharmDir, &str),
        prepare: impl FnOnce(&mut Stage),
    ) -> Pair {
        let mut stage = Stage::new(options(seed)).expect("there is room for a stage");
        for (app, (charm, _)) in [(PROVIDER, provider), (REQUIRER, requirer)] {
            stage.deploy(app, charm, 1).expect("it can be deployed");
        }
        prepare(&mut stage);
        let relation = stage.world().integrate(
            &format!("{PROVIDER}:{}", provider.1),
            &format!("{REQUIRER}:{}", requirer.1),
        );
        let mut pair = Pair {
            relation: relation.expect("the endpoints fit"),
            stage,
            schedule: Schedule::seeded(seed),
            interface: declared(interface),
        };
        pair.settle();
        pair
    }

    /// Runs hooks until nobody has anything to do. None may fail, and every databag has
    /// to be as declared.
    pub(crate) fn settle(&mut self) {
        let runs = self.stage.settle(&mut self.schedule, MOST_HOOKS);
        for run in runs.expect("they come to rest") {
            assert!(run.is_done(), "{run:#?}");
        }
        self.judge();
    }

    /// Every databag is ready or absent in some version.
    fn judge(&self) {
        let world = self.stage.world();
        if !world.relation_ids().any(|id| id == self.relation) {
            return;
        }
        for (app, role) in [(PROVIDER, Role::Provider), (REQUIRER, Role::Requirer)] {
            let units = world.units().filter(|unit| unit.app() == app);
            let mut writers = vec![(app.to_owned(), Scope::App)];
            writers.extend(units.map(|unit| (unit.to_string(), Scope::Unit)));
            for (writer, scope) in writers {
                let bag = world.written(self.relation, &writer);
                let mut versions = self.interface.versions.iter();
                let fine = versions.any(|version| {
                    let verdict = judge(version, role, scope, &bag).verdict;
                    matches!(verdict, Verdict::Ready | Verdict::Absent)
                });
                assert!(fine, "{writer}: {bag:#?}");
            }
        }
    }

    /// Whether an application's databag, or its first unit's, is ready in a version.
    pub(crate) fn speaks(&self, app: &str, version: u32) -> bool {
        let role = if app == PROVIDER {
            Role::Provider
        } else {
            Role::Requirer
        };
        let version = self.interface.version(version).expect("it is declared");
        let ready = |scope, writer: &str| {
            let bag = self.written(writer);
            judge(version, role, scope, &bag).verdict == Verdict::Ready
        };
        ready(Scope::App, app) || ready(Scope::Unit, unit(app).as_str())
    }

    /// What an application or a unit has written.
    pub(crate) fn written(&self, writer: &str) -> Databag {
        self.stage.world().written(self.relation, writer)
    }

    /// Another charm takes the application's place; `prepare` runs before its first
    /// hook.
    pub(crate) fn upgrade(
        &mut self,
        app: &str,
        charm: &CharmDir,
        prepare: impl FnOnce(&mut Stage),
    ) {
        let upgraded = self.stage.upgrade(app, charm);
        upgraded.expect("Juju takes it");
        prepare(&mut self.stage);
        self.settle();
    }

    pub(crate) fn configure(&mut self, app: &str, option: &str, value: &str) {
        set_config(&mut self.stage, app, option, value).expect("there is such an option");
        self.settle();
    }

    /// The relation is removed, and both sides learn it.
    pub(crate) fn part(&mut self) {
        let removed = self.stage.world().remove_relation(self.relation).map(drop);
        removed.expect("it is there");
        self.settle();
    }

    /// A file in the folder of the application's first unit.
    pub(crate) fn file(&self, app: &str, name: &str) -> Option<String> {
        let folder = self.stage.world().charm_folder(unit(app));
        fs::read_to_string(PathBuf::from(folder).join(name)).ok()
    }

    /// The status line of the application's first unit.
    pub(crate) fn status(&self, app: &str) -> String {
        let world = self.stage.world();
        let status = world.status(unit(app));
        status.map_or_else(String::new, |status| status.message.clone())
    }
}

/// Sets an option of an application.
pub(crate) fn set_config(
    stage: &mut Stage,
    app: &str,
    option: &str,
    value: &str,
) -> Result<(), WorldError> {
    stage.world().set_config(app, option, value).map(drop)
}

fn unit(app: &str) -> UnitName {
    UnitName::new(format!("{app}/0")).expect("it is a unit's name")
}
