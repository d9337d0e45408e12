//! The charm in a miniature Juju, with a trust store in memory: no process runs.

use super::{Fault, Lxd, Trusted, reconcile};
use relata::Set;
use relata::testing::{self, Charm, HookEvent, JujuVersion, Ran, SharedWorld, World, run, run_all};
use relata_interfaces::lxd::Certificate;
use relata_interfaces::lxd::v1::Node;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

const UNIT: &str = "lxd-integrator/0";

/// A LXD that only notes what it trusts.
#[derive(Default)]
struct Noted {
    /// Fingerprints and names.
    trusted: RefCell<BTreeMap<String, String>>,
    down: Cell<bool>,
    deaf: Cell<bool>,
}

impl Noted {
    fn answer(&self) -> Result<(), Fault> {
        if self.down.get() {
            return Err(Fault::Unreachable {
                socket: "/lxd".into(),
                error: io::ErrorKind::ConnectionRefused.into(),
            });
        }
        Ok(())
    }

    fn fingerprints(&self) -> Vec<String> {
        self.trusted.borrow().keys().cloned().collect()
    }
}

impl Lxd for Rc<Noted> {
    fn nodes(&self) -> Result<Vec<Node>, Fault> {
        self.answer()?;
        let node = Node {
            endpoint: "https://10.0.0.1:8443".parse().expect("it is a URL"),
            name: Some("node-1".to_owned()),
            trusted_certs_fp: Set::new(),
        };
        Ok(if self.deaf.get() { vec![] } else { vec![node] })
    }

    fn trusted(&self) -> Result<Vec<Trusted>, Fault> {
        self.answer()?;
        let trusted = self.trusted.borrow();
        let all = trusted.iter().map(|(fingerprint, name)| Trusted {
            name: name.clone(),
            fingerprint: fingerprint.clone(),
        });
        Ok(all.collect())
    }

    fn trust(&self, name: &str, certificate: &Certificate) -> Result<(), Fault> {
        self.answer()?;
        if certificate.base64().starts_with("Bad") {
            let message = "Invalid certificate material".to_owned();
            return Err(Fault::Refused { code: 400, message });
        }
        let fingerprint = certificate.fingerprint().to_owned();
        let before = self
            .trusted
            .borrow_mut()
            .insert(fingerprint, name.to_owned());
        assert_eq!(before, None, "it was there already");
        Ok(())
    }

    fn distrust(&self, fingerprint: &str) -> Result<(), Fault> {
        self.answer()?;
        let before = self.trusted.borrow_mut().remove(fingerprint);
        assert!(before.is_some(), "it was not there");
        Ok(())
    }
}

struct Setting {
    world: SharedWorld,
    lxd: Rc<Noted>,
}

impl Setting {
    /// The charm, with one requirer for each text.
    fn new(asked: &[&str]) -> Self {
        let charm = Charm::from_metadata(include_str!("../metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../config.yaml")))
            .expect("the metadata is sound");
        let mut world = World::new(JujuVersion::V3_6);
        world
            .app("lxd-integrator", 1, charm)
            .expect("the name is free");
        for number in 0..asked.len() {
            let app = format!("app{number}");
            let relation = world.relate_to("lxd-integrator:api", &app, 1);
            assert_eq!(relation.map(|id| id as usize), Ok(number));
        }
        let setting = Setting {
            world: world.shared(),
            lxd: Rc::default(),
        };
        for (relation, text) in (0..).zip(asked) {
            setting.ask(relation, text);
        }
        setting
    }

    fn ask(&self, relation: u32, text: &str) {
        let bag = [("client_certificates", text)];
        let unit = format!("app{relation}/0");
        let mut world = self.world.borrow_mut();
        world.set_bag(relation, unit, bag).expect("it is there");
    }

    /// Runs what is pending, and one hook more; tells the status.
    fn settle(&self) -> String {
        let ran = run_all(&self.world, UNIT, |juju| {
            reconcile(juju, |_, _| Rc::clone(&self.lxd))
        });
        let ran = ran.expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
        self.update();
        let world = self.world.borrow();
        let status = world.status(UNIT).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }

    fn update(&self) -> Ran {
        let ran = run(&self.world, UNIT, HookEvent::UpdateStatus, |juju| {
            reconcile(juju, |_, _| Rc::clone(&self.lxd))
        });
        let ran = ran.expect("it can run");
        assert!(ran.is_done(), "{ran:?}");
        ran
    }

    fn nodes(&self, relation: u32) -> Option<String> {
        self.world.borrow().written(relation, UNIT).remove("nodes")
    }

    fn set(&self, option: &str, value: &str) {
        self.world
            .borrow_mut()
            .set_config("lxd-integrator", option, value)
            .expect("there is such an option");
    }
}

fn pem(body: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn json(bodies: &[&str]) -> String {
    let texts: Vec<String> = bodies.iter().map(|body| pem(body)).collect();
    format!("{texts:?}")
}

fn fingerprint(body: &str) -> String {
    let certificate = Certificate::parse(&pem(body)).expect("it is base64");
    certificate.fingerprint().to_owned()
}

fn sorted(bodies: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = bodies.iter().map(|body| fingerprint(body)).collect();
    all.sort();
    all
}

fn told(bodies: &[&str]) -> String {
    let list = sorted(bodies).join(r#"",""#);
    let list = if list.is_empty() {
        list
    } else {
        format!(r#""{list}""#)
    };
    format!(
        r#"[{{"endpoint":"https://10.0.0.1:8443","name":"node-1","trusted_certs_fp":[{list}]}}]"#
    )
}

#[test]
fn each_relation_is_told_of_its_own_certificates() {
    let setting = Setting::new(&[&json(&["AAAA"]), &json(&["BBBB", "CCCC"])]);
    assert_eq!(setting.settle(), "active: client certificates trusted: 3");
    assert_eq!(
        setting.lxd.fingerprints(),
        sorted(&["AAAA", "BBBB", "CCCC"])
    );
    assert_eq!(setting.nodes(0), Some(told(&["AAAA"])));
    assert_eq!(setting.nodes(1), Some(told(&["BBBB", "CCCC"])));
    assert_eq!(setting.world.borrow().written(0, UNIT)["version"], "1.0");
}

#[test]
fn what_is_withdrawn_is_trusted_no_more() {
    let setting = Setting::new(&[&json(&["AAAA", "BBBB"]), &json(&["BBBB"])]);
    setting.settle();
    setting.ask(0, &json(&["CCCC"]));
    setting.settle();
    assert_eq!(setting.lxd.fingerprints(), sorted(&["BBBB", "CCCC"]));
    assert_eq!(setting.nodes(0), Some(told(&["CCCC"])));

    let removed = setting.world.borrow_mut().remove_relation(1).map(drop);
    removed.expect("it is there");
    setting.settle();
    assert_eq!(setting.lxd.fingerprints(), sorted(&["CCCC"]));
}

#[test]
fn a_certificate_of_somebody_else_is_never_removed() {
    let setting = Setting::new(&[&json(&["AAAA"])]);
    let operators = (fingerprint("AAAA"), "operator".to_owned());
    setting.lxd.trusted.borrow_mut().extend([operators]);
    assert_eq!(setting.settle(), "active: client certificates trusted: 1");
    assert_eq!(setting.nodes(0), Some(told(&["AAAA"])));
    setting.ask(0, "[]");
    setting.settle();
    assert_eq!(setting.lxd.fingerprints(), sorted(&["AAAA"]));
    assert_eq!(setting.nodes(0), Some(told(&[])));
}

#[test]
fn nonsense_takes_nothing_away_and_hides_no_other() {
    let setting = Setting::new(&[&json(&["AAAA"]), &json(&["BBBB"])]);
    setting.settle();
    setting.ask(0, "{");
    let status = setting.settle();
    let start = "blocked: api: `client_certificates`: expected";
    assert!(status.starts_with(start), "{status}");
    setting.ask(1, &json(&["CCCC"]));
    setting.settle();
    assert_eq!(setting.lxd.fingerprints(), sorted(&["AAAA", "CCCC"]));
    assert_eq!(setting.nodes(0), Some(told(&["AAAA"])));
    assert_eq!(setting.nodes(1), Some(told(&["CCCC"])));
}

#[test]
fn a_certificate_that_is_none_is_reported() {
    for (asked, expected) in [
        (
            r#"["cert1"]"#.to_owned(),
            "blocked: api: texts of app0 that are no certificates: 1",
        ),
        (
            json(&["BadB"]),
            "blocked: api: LXD refuses a certificate of app0: Invalid certificate material",
        ),
    ] {
        let setting = Setting::new(&[&asked, &json(&["AAAA"])]);
        assert_eq!(setting.settle(), expected);
        assert_eq!(setting.nodes(0), Some(told(&[])));
        assert_eq!(setting.nodes(1), Some(told(&["AAAA"])));
    }
}

#[test]
fn who_asks_for_nothing_gets_the_nodes() {
    let setting = Setting::new(&["[]"]);
    assert_eq!(setting.settle(), "active: client certificates trusted: 0");
    assert_eq!(setting.nodes(0), Some(told(&[])));
}

#[test]
fn while_lxd_is_down_nothing_is_taken_back() {
    let setting = Setting::new(&[&json(&["AAAA"])]);
    setting.settle();
    setting.lxd.down.set(true);
    setting.ask(0, "[]");
    assert_eq!(
        setting.settle(),
        "waiting: LXD at /lxd cannot be reached: connection refused: trying again with the next event"
    );
    assert_eq!(setting.nodes(0), Some(told(&["AAAA"])));
    setting.lxd.down.set(false);
    assert_eq!(setting.settle(), "active: client certificates trusted: 0");
    assert_eq!(setting.lxd.fingerprints(), sorted(&[]));
}

#[test]
fn what_an_operator_has_to_do_is_told() {
    let setting = Setting::new(&[]);
    setting.lxd.deaf.set(true);
    assert_eq!(
        setting.settle(),
        "blocked: LXD listens nowhere: run `lxc config set core.https_address`, or set `endpoint`"
    );
    setting.set("endpoint", "10.0.0.1");
    assert_eq!(
        setting.settle(),
        "blocked: `endpoint`: expected a URL with a scheme"
    );
    setting.set("socket", "lxd");
    assert_eq!(
        setting.settle(),
        "blocked: set `socket` to an absolute path"
    );
}

#[test]
fn if_nothing_changed_nothing_is_written() {
    let setting = Setting::new(&[&json(&["AAAA"])]);
    setting.settle();
    let ran = setting.update();
    assert!(ran.finished.changes.is_empty(), "{ran:?}");
    assert!(!ran.tools().contains(&"relation-set"), "{:?}", ran.tools());
}

#[test]
fn what_a_hook_that_failed_has_added_is_found_again() {
    let setting = Setting::new(&[&json(&["AAAA"])]);
    setting
        .world
        .borrow_mut()
        .fail_tool("relation-set", testing::Fault::exit(1, "ERROR lost"));
    let ran = run(&setting.world, UNIT, HookEvent::UpdateStatus, |juju| {
        reconcile(juju, |_, _| Rc::clone(&setting.lxd))
    });
    assert!(!ran.expect("it can run").is_done());
    assert_eq!(setting.lxd.fingerprints(), sorted(&["AAAA"]));
    assert_eq!(setting.nodes(0), None);

    let mut world = setting.world.borrow_mut();
    world.mend_tools();
    world.remove_relation(0).expect("it is there");
    drop(world);
    setting.settle();
    assert_eq!(setting.lxd.fingerprints(), sorted(&[]));
}

#[test]
fn a_unit_that_goes_takes_its_certificates_with_it() {
    let setting = Setting::new(&[&json(&["AAAA"])]);
    setting.settle();
    let removed = setting.world.borrow_mut().remove_unit(UNIT).map(drop);
    removed.expect("it is there");
    let ran = run_all(&setting.world, UNIT, |juju| {
        reconcile(juju, |_, _| Rc::clone(&setting.lxd))
    });
    let ran = ran.expect("the hooks can run");
    assert!(ran.len() > 2 && ran.iter().all(Ran::is_done), "{ran:?}");
    assert_eq!(setting.lxd.fingerprints(), sorted(&[]));
}
