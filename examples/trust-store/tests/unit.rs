//! The charm in a miniature Juju, with a trust store in a temporary folder and no
//! process at all.

use relata::UnitName;
use relata::juju::Juju;
use relata::testing::{
    Charm, Fault, HookEvent, InWorld, JujuVersion, Ran, RelationId, SharedWorld, World, run,
    run_all, run_or,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::rc::Rc;
use tempfile::TempDir;
use trust_store::{ENDPOINT, Failure, Folders, Programs, Step, Store, Wanted, give_up, reconcile};

/// Programs that only note what they are asked to do.
#[derive(Default)]
struct Noted {
    updates: RefCell<Vec<bool>>,
    fails: Cell<bool>,
}

impl Programs for Noted {
    fn is_certificate(&self, pem: &str) -> Result<bool, Failure> {
        Ok(!pem.contains("Bad"))
    }

    fn update(&self, _: &Folders, fresh: bool, _: File) -> Result<(), Failure> {
        if self.fails.get() {
            let message = "no space left".to_owned();
            return Err(Failure::Update { message });
        }
        self.updates.borrow_mut().push(fresh);
        Ok(())
    }
}

/// A unit of the charm that trusts below a folder of its own.
struct Setting {
    world: SharedWorld,
    folder: TempDir,
    programs: Rc<Noted>,
}

const UNIT: &str = "trust-store/0";

impl Setting {
    fn new() -> Self {
        let charm = Charm::from_metadata(include_str!("../metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../config.yaml")))
            .expect("the metadata is sound");
        let folder = TempDir::new().expect("there is room");
        let mut world = World::new(JujuVersion::V3_6);
        world
            .app("trust-store", 1, charm)
            .expect("the name is free");
        let root = folder.path().to_str().expect("it is UTF-8");
        world
            .set_config("trust-store", "root", root)
            .expect("there is such an option");
        let setting = Setting {
            world: world.shared(),
            folder,
            programs: Rc::default(),
        };
        setting.settle();
        setting
    }

    fn relate(&self, app: &str, bodies: &[&str]) -> RelationId {
        let mut world = self.world.borrow_mut();
        let endpoint = format!("trust-store:{ENDPOINT}");
        let relation = world.relate_to(&endpoint, app, 1).expect("they fit");
        drop(world);
        self.share(relation, app, bodies);
        relation
    }

    fn share(&self, relation: RelationId, app: &str, bodies: &[&str]) {
        let texts: Vec<String> = bodies.iter().map(|body| pem(body)).collect();
        self.write(relation, app, &format!("{texts:?}"));
    }

    fn write(&self, relation: RelationId, app: &str, certificates: &str) {
        let bag = [("certificates", certificates), ("version", "1")];
        self.world
            .borrow_mut()
            .set_bag(relation, app, bag)
            .expect("it is there");
    }

    fn hook(&self, event: HookEvent) -> Ran {
        run(&self.world, UNIT, event, |juju| {
            reconcile(juju, &*self.programs)
        })
        .expect("the hook can run")
    }

    /// Runs every hook that is pending.
    fn settle(&self) -> Vec<Ran> {
        let ran = run_all(&self.world, UNIT, |juju| reconcile(juju, &*self.programs))
            .expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
        ran
    }

    /// The bodies of the certificates that are trusted, and nothing else is there.
    fn trusted(&self) -> BTreeSet<String> {
        let local = self.folder.path().join("usr/local/share/ca-certificates");
        let Ok(entries) = fs::read_dir(local) else {
            return BTreeSet::new();
        };
        let files = entries.map(|entry| entry.expect("it is readable").path());
        files
            .map(|path| {
                assert_eq!(
                    path.extension().and_then(|ending| ending.to_str()),
                    Some("crt")
                );
                let text = fs::read_to_string(path).expect("it is readable");
                text.lines().nth(1).unwrap_or_default().to_owned()
            })
            .collect()
    }

    fn status(&self) -> String {
        let world = self.world.borrow();
        let status = world.status(UNIT).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }

    fn updates(&self) -> Vec<bool> {
        self.programs.updates.take()
    }
}

fn pem(body: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn set<const N: usize>(bodies: [&str; N]) -> BTreeSet<String> {
    bodies.map(str::to_owned).into()
}

#[test]
fn what_is_shared_is_trusted_and_what_is_taken_back_is_not() {
    let setting = Setting::new();
    assert_eq!(setting.status(), "blocked: missing relation: certificates");
    let relation = setting.relate("ca", &["One", "Two"]);
    setting.settle();
    assert_eq!(setting.trusted(), set(["One", "Two"]));
    assert_eq!(setting.status(), "active: certificates trusted: 2");
    assert_eq!(setting.updates(), [false]);

    setting.share(relation, "ca", &["Two", "Three"]);
    setting.settle();
    assert_eq!(setting.trusted(), set(["Two", "Three"]));
    // Only so do the links of the other go away.
    assert_eq!(setting.updates(), [true]);

    setting
        .world
        .borrow_mut()
        .remove_relation(relation)
        .unwrap();
    setting.settle();
    assert_eq!(setting.trusted(), set([]));
    assert_eq!(setting.status(), "blocked: missing relation: certificates");
}

#[test]
fn a_hook_calls_four_tools_and_no_program_if_nothing_changed() {
    let setting = Setting::new();
    let relation = setting.relate("ca", &["One"]);
    setting.settle();
    setting.updates();
    let changed = HookEvent::RelationChanged {
        relation,
        unit: Some(UnitName::new("ca/0").unwrap()),
    };
    let ran = setting.hook(changed);
    assert_eq!(
        ran.tools(),
        ["config-get", "relation-ids", "relation-get", "status-set"]
    );
    assert!(setting.updates().is_empty());
}

#[test]
fn the_version_is_stated_as_soon_as_there_is_a_relation() {
    let setting = Setting::new();
    let endpoint = format!("trust-store:{ENDPOINT}");
    let mut world = setting.world.borrow_mut();
    world
        .app(
            "ca",
            1,
            Charm::new("ca").provides("send", "certificate_transfer"),
        )
        .unwrap();
    let relation = world.integrate(&endpoint, "ca:send").unwrap();
    drop(world);
    setting.hook(HookEvent::RelationCreated { relation });
    let bag = setting.world.borrow().written(relation, "trust-store");
    assert_eq!(bag["version"], "1");
    assert_eq!(setting.status(), "waiting: certificates: waiting for ca");
}

#[test]
fn the_version_is_stated_even_if_the_machine_is_broken() {
    let setting = Setting::new();
    let relation = setting.relate("ca", &["One"]);
    setting.programs.fails.set(true);
    let created = HookEvent::RelationCreated { relation };
    let charm = |juju: &Juju| reconcile(juju, &*setting.programs);
    let ran = run_or(&setting.world, UNIT, created, charm, give_up).unwrap();
    assert!(ran.error.is_some() && ran.finished.is_done(), "{ran:?}");
    let bag = setting.world.borrow().written(relation, "trust-store");
    assert_eq!(bag["version"], "1");
    // A tool that fails is another matter: the hook is run again.
    let fault = Fault::exit(1, "connection is shut down");
    setting.world.borrow_mut().fail_tool("status-set", fault);
    setting.programs.fails.set(false);
    let ran = run_or(
        &setting.world,
        UNIT,
        HookEvent::UpdateStatus,
        charm,
        give_up,
    )
    .unwrap();
    assert!(!ran.finished.is_done(), "{ran:?}");
}

#[test]
fn a_provider_that_knows_version_0_only_is_trusted_too() {
    let setting = Setting::new();
    let new = setting.relate("new", &["One"]);
    let old = setting.relate("old", &[]);
    let mut world = setting.world.borrow_mut();
    world.set_bag(old, "old", [("", ""); 0]).unwrap();
    let (leaf, chain) = (pem("Leaf"), format!("{:?}", [pem("Leaf"), pem("Root")]));
    let bag = [
        ("certificate", &leaf),
        ("ca", &pem("Root")),
        ("chain", &chain),
    ];
    world
        .set_bag(old, "old/0", bag.map(|(key, text)| (key, text.as_str())))
        .unwrap();
    drop(world);
    setting.settle();
    assert_eq!(setting.trusted(), set(["One", "Leaf", "Root"]));
    assert_eq!(
        setting.world.borrow().written(new, "trust-store/0").len(),
        0
    );
}

#[test]
fn a_certificate_that_two_share_stays_until_both_take_it_back() {
    let setting = Setting::new();
    let one = setting.relate("one", &["Same"]);
    let other = setting.relate("other", &["Same"]);
    setting.settle();
    assert_eq!(setting.status(), "active: certificates trusted: 1");
    setting.share(one, "one", &[]);
    setting.settle();
    assert_eq!(setting.trusted(), set(["Same"]));
    setting.share(other, "other", &[]);
    setting.settle();
    assert_eq!(setting.trusted(), set([]));
    assert_eq!(setting.status(), "active: certificates trusted: 0");
}

#[test]
fn nonsense_takes_nothing_away_and_says_whose_it_is() {
    let setting = Setting::new();
    let relation = setting.relate("ca", &["One"]);
    setting.relate("other", &["Two"]);
    setting.settle();
    setting.write(relation, "ca", "[7]");
    setting.settle();
    assert_eq!(setting.trusted(), set(["One", "Two"]));
    let status = setting.status();
    assert!(
        status.starts_with("blocked: certificates: `certificates"),
        "{status}"
    );
}

#[test]
fn what_is_no_certificate_is_not_trusted() {
    let setting = Setting::new();
    let relation = setting.relate("ca", &["One", "Bad"]);
    setting.settle();
    assert_eq!(setting.trusted(), set(["One"]));
    let blocked = "blocked: certificates: texts of ca that are no certificates: 1";
    assert_eq!(setting.status(), blocked);
    setting.write(relation, "ca", r#"["none at all"]"#);
    setting.settle();
    assert_eq!(setting.trusted(), set([]));
    assert_eq!(setting.status(), blocked);
}

#[test]
fn another_root_is_filled_and_the_former_one_emptied() {
    let setting = Setting::new();
    setting.relate("ca", &["One"]);
    setting.settle();
    let other = TempDir::new().unwrap();
    let root = other.path().to_str().unwrap();
    setting
        .world
        .borrow_mut()
        .set_config("trust-store", "root", root)
        .unwrap();
    setting.settle();
    assert_eq!(setting.trusted(), set([]));
    let there = fs::read_dir(other.path().join("usr/local/share/ca-certificates")).unwrap();
    assert_eq!(there.count(), 1);
}

#[test]
fn a_relative_root_is_refused() {
    let setting = Setting::new();
    setting.relate("ca", &["One"]);
    setting
        .world
        .borrow_mut()
        .set_config("trust-store", "root", "etc")
        .unwrap();
    setting.settle();
    assert_eq!(setting.status(), "blocked: set `root` to an absolute path");
    assert_eq!(setting.trusted(), set([]));
}

#[test]
fn certificates_of_others_are_left_alone() {
    let setting = Setting::new();
    let local = setting
        .folder
        .path()
        .join("usr/local/share/ca-certificates");
    fs::create_dir_all(&local).unwrap();
    for name in [
        "mine.crt",
        "juju-trust-store-10-1-ab.crt",
        "juju-other-0-1-ab.crt",
    ] {
        fs::write(local.join(name), pem("Other")).unwrap();
    }
    let relation = setting.relate("ca", &["One"]);
    setting.settle();
    setting
        .world
        .borrow_mut()
        .remove_relation(relation)
        .unwrap();
    setting.settle();
    assert_eq!(setting.trusted(), set(["Other"]));
    assert_eq!(fs::read_dir(local).unwrap().count(), 3);
}

#[test]
fn an_update_that_fails_is_done_again() {
    let setting = Setting::new();
    setting.relate("ca", &["One"]);
    setting.programs.fails.set(true);
    let ran = setting.hook(HookEvent::UpdateStatus);
    let error = ran.error.expect("it failed");
    assert_eq!(
        error.to_string(),
        "update-ca-certificates failed: no space left"
    );
    setting.programs.fails.set(false);
    setting.settle();
    assert_eq!(setting.updates().first(), Some(&true));
    assert_eq!(setting.trusted(), set(["One"]));
}

fn open(folder: &TempDir) -> Store {
    let unit = UnitName::new(UNIT).expect("it is a name");
    Store::open(folder.path().to_str().expect("it is UTF-8"), &unit).expect("it is readable")
}

/// Two certificates are there. Two others are wanted, of which one is the same.
fn change(folder: &TempDir) -> Wanted {
    let store = open(folder);
    let mut before = Wanted::default();
    before.add(&store, 1, pem("One"));
    before.add(&store, 1, pem("Two"));
    store
        .bring_in_order(&before, &Noted::default())
        .expect("it is writable");
    let mut wanted = Wanted::default();
    wanted.add(&store, 1, pem("Two"));
    wanted.add(&store, 2, pem("Three"));
    wanted
}

fn files(store: &Store) -> BTreeSet<(String, String)> {
    let entries = fs::read_dir(&store.folders().local).expect("it is there");
    let files = entries.map(|entry| entry.expect("it is readable"));
    files
        .map(|file| {
            let text = fs::read_to_string(file.path()).expect("it is readable");
            (file.file_name().into_string().expect("it is UTF-8"), text)
        })
        .collect()
}

#[test]
fn whatever_step_is_the_last_before_it_is_killed_the_next_run_ends_the_same() {
    let folder = TempDir::new().unwrap();
    let wanted = change(&folder);
    let store = open(&folder);
    let count = store.plan(&wanted).len();
    assert_eq!(count, 5);
    assert_eq!(store.bring_in_order(&wanted, &Noted::default()).unwrap(), 2);
    let expected = files(&store);

    for done in 0..=count {
        // Killed between two steps, and within one that writes a file.
        for torn in [false, true] {
            let folder = TempDir::new().unwrap();
            let wanted = change(&folder);
            let store = open(&folder);
            let all = store.plan(&wanted);
            for step in &all[..done] {
                store.take(step, &Noted::default()).unwrap();
            }
            if let Some(Step::Add { name, text }) = all.get(done).filter(|_| torn) {
                let half = store.folders().local.join(format!("{name}.new"));
                fs::write(half, &text[..9]).unwrap();
            }
            let programs = Noted::default();
            let store = open(&folder);
            assert_eq!(store.bring_in_order(&wanted, &programs).unwrap(), 2);
            assert_eq!(files(&store), expected, "after {done} steps");
            // Before the first nothing happened, after the last nothing is left.
            let updates: &[bool] = if done == count { &[] } else { &[true] };
            assert_eq!(programs.updates.take(), updates, "after {done} steps");
            assert!(open(&folder).plan(&wanted).is_empty());
        }
    }
}

#[test]
fn whatever_hook_tool_fails_the_next_run_ends_the_same() {
    let tools = [
        "config-get",
        "relation-ids",
        "relation-get",
        "state-get",
        "status-set",
    ];
    for tool in tools {
        for (fault, is_talk) in [
            (Fault::exit(1, "connection is shut down"), false),
            (Fault::says("nonsense"), true),
            (Fault::hang(), false),
            (Fault::missing(), false),
        ] {
            let setting = Setting::new();
            setting.relate("ca", &["One"]);
            setting.world.borrow_mut().fail_tool(tool, fault);
            let ran = setting.hook(HookEvent::ConfigChanged);
            // What `status-set` says is of no interest to anybody.
            assert_eq!(
                ran.error.is_none(),
                tool == "status-set" && is_talk,
                "{ran:?}"
            );
            setting.world.borrow_mut().mend_tools();
            setting.settle();
            assert_eq!(setting.trusted(), set(["One"]), "{tool}");
            assert_eq!(setting.status(), "active: certificates trusted: 1");
        }
    }
}

#[test]
fn a_relation_that_goes_in_the_middle_of_a_hook_shares_nothing() {
    let setting = Setting::new();
    let relation = setting.relate("ca", &["One"]);
    setting.settle();
    let hook = InWorld::begin(&setting.world, UNIT, HookEvent::UpdateStatus).unwrap();
    setting
        .world
        .borrow_mut()
        .force_remove_relation(relation)
        .unwrap();
    let juju = hook.juju().unwrap();
    reconcile(&juju, &*setting.programs).unwrap();
    juju.commit().unwrap();
    assert!(hook.finish(0).is_done());
    assert_eq!(setting.trusted(), set([]));
}
