//! Setting a world up, and running a charm in it.

use crate::rig::{BOTH, apart, changed, client, created, refuses, related, server};
use relata::juju::{Error, Juju, StatusLine, ToolFault};
use relata::testing::{
    Charm, Fault, HookEvent, InWorld, JujuVersion, Outcome, World, WorldError, run, run_all, run_or,
};
use serde_json::json;

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn metadata_of_every_kind_is_read() {
    let text = "
name: mixed
subordinate: true
requires:
  db: {interface: database, limit: 1, optional: true}
  host: {interface: juju-info, scope: container}
  short: database
provides:
  api:
    interface: http
peers: {mates: {interface: mates}}
storage:
  data: {type: filesystem, location: /srv/data}
  many: {type: block, multiple: {range: 0-}}
resources: {image: {type: oci-image}}
containers: {web: {resource: image}}
config:
  options:
    level: {type: string, default: info}
    size: {type: int}
actions:
  dump: {description: Dumps.}
";
    let charm = Charm::from_metadata(text).unwrap();
    assert_eq!(charm.name(), "mixed");
    assert!(charm.is_subordinate());
    let db = charm.endpoint("db").unwrap();
    assert_eq!(
        (db.limit, db.optional, &*db.interface),
        (Some(1), true, "database")
    );
    assert!(charm.endpoint("host").unwrap().container_scope);
    assert_eq!(charm.endpoint("short").unwrap().interface, "database");
    assert_eq!(charm.endpoints().count(), 5);
    let counts: Vec<u32> = charm.storages().map(|(_, kind)| kind.count).collect();
    assert_eq!(counts, [1, 0]);
    assert!(charm.has_resource("image"));
    assert_eq!(charm.containers().collect::<Vec<_>>(), ["web"]);
    let options: Vec<_> = charm
        .options()
        .map(|(name, option)| (name, &option.default))
        .collect();
    assert_eq!(options, [("level", &json!("info")), ("size", &json!(null))]);
    assert_eq!(charm.actions().collect::<Vec<_>>(), ["dump"]);
    let more = charm
        .with_config("options: {new: {type: boolean, default: true}}")
        .unwrap();
    let more = more.with_actions("extra: {}\n").unwrap();
    assert_eq!((more.options().count(), more.actions().count()), (3, 2));
}

#[test]
fn broken_metadata_is_an_error_that_says_why() {
    for (text, why) in [
        ("provides: {}\n", "it states no `name`"),
        ("name: x\nprovides: {a: {}}\n", "provides.a: no `interface`"),
        ("name: x\nrequires: [a]\n", "`requires` is no mapping"),
    ] {
        let error = Charm::from_metadata(text).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(Charm::from_metadata("{").is_err());
}

#[test]
fn what_does_not_fit_is_not_related() {
    let mut world = apart(BOTH[0], 1, 1);
    world
        .app(
            "x",
            1,
            Charm::new("x")
                .provides("db", "other")
                .peers("own", "database"),
        )
        .unwrap();
    for (one, other) in [
        ("c:db", "x:db"),
        ("c:db", "c:other"),
        ("c:db", "x:own"),
        ("c:db", "p:nope"),
        ("c:db", "nope:db"),
        ("c", "p:db"),
    ] {
        assert!(world.integrate(one, other).is_err(), "{one} {other}");
    }
    world.integrate("p:db", "c:db").unwrap();
    assert!(matches!(
        world.integrate("c:db", "p:db"),
        Err(WorldError::Exists { .. })
    ));
    assert!(world.deploy("c", 1, client()).is_err());
    assert!(world.deploy("C!", 1, client()).is_err());
    assert!(world.relate_to("c:mates", "y", 1).is_err());
}

#[test]
fn an_application_that_is_set_up_has_nothing_to_do() {
    for version in BOTH {
        let (world, _) = related(version, 3, 2);
        assert!(world.busy().is_empty(), "{:?}", world.busy());
    }
}

#[test]
fn a_world_that_was_cloned_goes_its_own_way() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let kept = world.clone();
    world.set_bag(relation, "p", [("k", "v")]).unwrap();
    assert_eq!(kept.pending("c/0").len(), 0);
    assert_eq!(world.pending("c/0").len(), 1);
    assert!(kept.written(relation, "p").is_empty());
}

#[test]
fn databags_are_set_as_a_whole_or_by_key_and_juju_keeps_its_own() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world
        .set_bag(relation, "p/0", [("a", "1"), ("b", "2")])
        .unwrap();
    world.set_bag(relation, "p/0", [("c", "3")]).unwrap();
    world
        .update_bag(relation, "p/0", [("d", "4"), ("c", "")])
        .unwrap();
    assert_eq!(
        world
            .written(relation, "p/0")
            .into_iter()
            .collect::<Vec<_>>(),
        [("d".into(), "4".into())]
    );
    assert!(
        world
            .bag(relation, "p/0")
            .unwrap()
            .contains_key("ingress-address")
    );
    assert!(world.set_bag(relation, "x", [("a", "1")]).is_err());
    assert!(world.set_bag(relation, "p/7", [("a", "1")]).is_err());
    assert!(world.set_bag(99, "p", [("a", "1")]).is_err());
}

#[test]
fn a_tool_fails_on_purpose_where_and_as_often_as_asked() {
    let (mut world, relation) = related(BOTH[0], 2, 1);
    let fault = Fault::exit(1, "connection is shut down")
        .on("c/0")
        .with_argument("--app");
    world.fail_tool("relation-set", fault.after(1).times(1));
    let mut hook = world.begin("c/0", changed(relation, "p/0")).unwrap();
    let line = "relation-set --app k=v";
    crate::rig::says(&mut world, &mut hook, line);
    let answer = refuses(&mut world, &mut hook, line);
    assert_eq!(answer, (1, "connection is shut down".into()));
    crate::rig::says(&mut world, &mut hook, line);
    crate::rig::says(&mut world, &mut hook, "relation-set k=v");
    world.finish(hook, 0);
    world.fail_tool("is-leader", Fault::says("garbage"));
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    assert_eq!(
        crate::rig::says(&mut world, &mut hook, "is-leader"),
        "garbage"
    );
    world.mend_tools();
    assert_eq!(
        crate::rig::says(&mut world, &mut hook, "is-leader"),
        "False\n"
    );
}

#[test]
fn a_tool_that_hangs_or_is_missing_is_told_from_one_that_fails() {
    let mut world = apart(BOTH[0], 1, 0);
    world
        .fail_tool("config-get", Fault::hang())
        .fail_tool("unit-get", Fault::missing());
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let folder = std::path::Path::new("/");
    let hung = world.try_call(&mut hook, "config-get", &[], None, folder);
    assert!(matches!(hung, Err(ToolFault::Hung { .. })), "{hung:?}");
    for tool in ["unit-get", "no-such-tool"] {
        let missing = world.try_call(&mut hook, tool, &[], None, folder);
        assert!(
            matches!(missing, Err(ToolFault::Missing { .. })),
            "{missing:?}"
        );
    }
    assert_eq!(
        world.call(&mut hook, "config-get", &[], None, folder).code,
        1
    );
    let codes: Vec<Option<i32>> = world.calls().iter().map(|call| call.code).collect();
    assert_eq!(codes, [None, None, None, None]);
    assert_eq!(world.count_calls("config-get"), 2);
    assert_eq!(world.take_calls().len(), 4);
    assert!(world.calls().is_empty());
}

/// A charm that says how loud it is, and fails if it is told to.
fn charm(juju: &Juju) -> Result<(), Error> {
    let level = juju.config()?.text("level");
    juju.set_status(StatusLine::active(level.unwrap_or_default()));
    Ok(())
}

#[test]
fn a_charm_runs_in_a_world_without_a_process() {
    for version in BOTH {
        let world = apart(version, 1, 0).shared();
        let ran = run(&world, "c/0", HookEvent::ConfigChanged, charm).unwrap();
        assert!(ran.is_done());
        assert_eq!(ran.tools(), ["config-get", "status-set"]);
        assert_eq!(world.borrow().status("c/0").unwrap().message, "info");
    }
}

#[test]
fn a_charm_that_fails_leaves_its_error_and_a_unit_in_error() {
    let world = apart(BOTH[0], 1, 0).shared();
    world
        .borrow_mut()
        .fail_tool("config-get", Fault::hang().times(2));
    let ran = run(&world, "c/0", UPDATE, charm).unwrap();
    assert_eq!(ran.finished.outcome, Outcome::Failed { code: 1 });
    let hung = matches!(
        ran.error.unwrap().downcast_ref(),
        Some(Error::Tool(ToolFault::Hung { .. }))
    );
    assert!(hung);
    assert!(world.borrow().is_in_error("c/0"));
    assert_eq!(world.borrow().log().last().unwrap().level, "ERROR");
    // It settles for a status instead.
    let ran = run_or(&world, "c/0", UPDATE, charm, relata::juju::settle).unwrap();
    assert!(ran.error.is_some() && ran.finished.is_done());
    assert!(!world.borrow().is_in_error("c/0"));
}

/// What a charm with a type of its own for errors fails with.
#[derive(Debug)]
enum Own {
    Juju(Error),
    Machine,
}

impl std::fmt::Display for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Own {}

impl From<Error> for Own {
    fn from(error: Error) -> Own {
        Own::Juju(error)
    }
}

#[test]
fn a_commit_fails_with_the_charms_own_error() {
    let mut world = World::new(JujuVersion::V3_6);
    world.app("c", 1, client()).unwrap();
    let world = world.shared();
    let decided = |charm: fn(&Juju) -> Result<(), Own>| {
        let ran = run_or(&world, "c/0", UPDATE, charm, |juju, error| {
            match error.downcast_ref() {
                Some(Own::Juju(error)) => relata::juju::fail(juju, error),
                Some(Own::Machine) => relata::juju::settle(juju, error),
                None => panic!("it is no error of the charm's: {error:?}"),
            }
        });
        ran.unwrap().finished.is_done()
    };
    let fault = Fault::exit(1, "connection is shut down");
    world.borrow_mut().fail_tool("status-set", fault);
    assert!(!decided(|juju| {
        // It is told only when the charm is done.
        juju.set_status(StatusLine::active("up"));
        Ok(())
    }));
    world.borrow_mut().mend_tools();
    assert!(decided(|_| Err(Own::Machine)));
}

#[test]
fn all_pending_hooks_of_a_unit_run_until_one_fails() {
    let mut world = World::new(JujuVersion::V4_0);
    world.deploy("c", 1, client()).unwrap();
    world.app("p", 1, server()).unwrap();
    let relation = world.integrate("c:db", "p:db").unwrap();
    let world = world.shared();
    let ran = run_all(&world, "c/0", charm).unwrap();
    let events: Vec<&HookEvent> = ran.iter().map(|ran| &ran.event).collect();
    assert_eq!(events.len(), 6);
    assert!(events.contains(&&created(relation)));
    world
        .borrow_mut()
        .set_config("c", "level", "debug")
        .unwrap();
    world
        .borrow_mut()
        .fail_tool("status-set", Fault::exit(1, "no"));
    let ran = run_all(&world, "c/0", charm).unwrap();
    assert_eq!(ran.len(), 1);
    assert!(!ran[0].is_done());
}

#[test]
fn a_hook_that_is_dropped_was_interrupted() {
    let world = apart(BOTH[0], 1, 0).shared();
    let hook = InWorld::begin(&world, "c/0", HookEvent::ConfigChanged).unwrap();
    assert!(InWorld::begin(&world, "c/0", UPDATE).is_err());
    drop(hook);
    assert_eq!(world.borrow().pending("c/0"), [HookEvent::ConfigChanged]);
    assert!(!world.borrow().is_in_error("c/0"));
}

#[test]
fn a_hook_that_is_over_has_no_tools() {
    let world = apart(BOTH[0], 1, 0).shared();
    let hook = InWorld::begin(&world, "c/0", UPDATE).unwrap();
    let juju = hook.juju().unwrap();
    assert!(hook.finish(0).is_done());
    assert!(matches!(
        juju.config(),
        Err(Error::Tool(ToolFault::Io { .. }))
    ));
    assert!(hook.environment().is_empty());
}
