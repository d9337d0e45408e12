//! The environment of a hook.

use crate::rig::{
    BOTH, apart, app_changed, broken, changed, created, departed, does, drain, joined, mates,
    related, server,
};
use relata::testing::{Charm, HookEvent, JujuVersion, Owner, World};
use std::collections::BTreeMap;

/// The variables of a hook that does nothing else.
fn variables(world: &mut World, unit: &str, event: HookEvent) -> BTreeMap<String, String> {
    let hook = world.begin(unit, event).unwrap();
    let variables = world.environment(&hook);
    assert!(world.finish(hook, 0).is_done());
    variables
}

fn get<'a>(variables: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    variables.get(name).map(|value| &**value)
}

/// Names of the variables that only some hooks have.
fn special(variables: &BTreeMap<String, String>) -> Vec<&str> {
    let kinds = [
        "JUJU_RELATION",
        "JUJU_REMOTE",
        "JUJU_DEPARTING",
        "JUJU_SECRET",
        "JUJU_ACTION",
        "JUJU_WORKLOAD",
        "JUJU_NOTICE",
        "JUJU_PEBBLE",
        "JUJU_STORAGE",
    ];
    let is_special = |name: &&str| kinds.iter().any(|kind| name.starts_with(kind));
    variables
        .keys()
        .map(|name| &**name)
        .filter(is_special)
        .collect()
}

#[test]
fn s7_1_the_same_variables_are_in_every_hook() {
    for version in BOTH {
        let mut world = apart(version, 1, 0);
        let there = variables(&mut world, "c/0", HookEvent::ConfigChanged);
        for name in [
            "CHARM_DIR",
            "JUJU_CHARM_DIR",
            "JUJU_CONTEXT_ID",
            "JUJU_HOOK_NAME",
            "JUJU_DISPATCH_PATH",
            "JUJU_AGENT_SOCKET_ADDRESS",
            "JUJU_AGENT_SOCKET_NETWORK",
            "JUJU_UNIT_NAME",
            "JUJU_MODEL_UUID",
            "JUJU_MODEL_NAME",
            "JUJU_API_ADDRESSES",
            "JUJU_MACHINE_ID",
            "JUJU_PRINCIPAL_UNIT",
            "JUJU_AVAILABILITY_ZONE",
            "JUJU_VERSION",
            "CLOUD_API_VERSION",
            "JUJU_CHARM_HTTP_PROXY",
            "JUJU_CHARM_HTTPS_PROXY",
            "JUJU_CHARM_FTP_PROXY",
            "JUJU_CHARM_NO_PROXY",
            "PATH",
            "LANG",
            "TERM",
        ] {
            assert!(there.contains_key(name), "{name}");
        }
        assert_eq!(get(&there, "JUJU_HOOK_NAME"), Some("config-changed"));
        assert_eq!(
            get(&there, "JUJU_DISPATCH_PATH"),
            Some("hooks/config-changed")
        );
        assert_eq!(get(&there, "JUJU_PRINCIPAL_UNIT"), Some(""));
        assert_eq!(
            get(&there, "JUJU_CHARM_DIR"),
            Some("/var/lib/juju/agents/unit-c-0/charm")
        );
        assert_eq!(get(&there, "LANG"), Some("C.UTF-8"));
        let path = get(&there, "PATH").unwrap();
        assert!(path.starts_with("/var/lib/juju/tools/unit-c-0:"), "{path}");
        let context = get(&there, "JUJU_CONTEXT_ID").unwrap();
        let random = context.strip_prefix("c/0-config-changed-").unwrap();
        assert!(
            random.len() == 32 && random.bytes().all(|c| c.is_ascii_hexdigit()),
            "{context}"
        );
        assert_eq!(special(&there), Vec::<&str>::new());
        // Nothing comes from the agent.
        for name in ["HOME", "USER", "TMPDIR", "OPERATOR_DISPATCH"] {
            assert!(!there.contains_key(name), "{name}");
        }
    }
}

#[test]
fn s7_1_some_variables_are_only_in_one_version() {
    for (version, here, absent) in [
        (
            JujuVersion::V3_6,
            "JUJU_SLA",
            "JUJU_CHARM_TRACE_CONFIG_HTTP",
        ),
        (
            JujuVersion::V4_0,
            "JUJU_CHARM_TRACE_CONFIG_HTTP",
            "JUJU_SLA",
        ),
    ] {
        let mut world = apart(version, 1, 0);
        let there = variables(&mut world, "c/0", HookEvent::UpdateStatus);
        assert!(there.contains_key(here));
        assert!(!there.contains_key(absent));
        assert!(
            get(&there, "JUJU_VERSION")
                .unwrap()
                .starts_with(match version {
                    JujuVersion::V3_6 => "3.6.",
                    _ => "4.0.",
                })
        );
    }
}

#[test]
fn s7_1_a_relation_hook_names_the_remote_unit_or_has_it_empty() {
    let mut world = apart(BOTH[0], 1, 1);
    let relation = world.integrate("c:db", "p:db").unwrap();
    world.look("p/0");
    world.set_bag(relation, "p", [("k", "v")]).unwrap();
    let id = format!("db:{relation}");
    for (event, hook, unit) in [
        (created(relation), "created", ""),
        (app_changed(relation), "changed", ""),
        (joined(relation, "p/0"), "joined", "p/0"),
        (changed(relation, "p/0"), "changed", "p/0"),
    ] {
        let there = variables(&mut world, "c/0", event);
        let hook = format!("db-relation-{hook}");
        assert_eq!(get(&there, "JUJU_HOOK_NAME"), Some(&*hook));
        assert_eq!(get(&there, "JUJU_RELATION"), Some("db"));
        assert_eq!(get(&there, "JUJU_RELATION_ID"), Some(&*id));
        assert_eq!(get(&there, "JUJU_REMOTE_APP"), Some("p"));
        assert_eq!(get(&there, "JUJU_REMOTE_UNIT"), Some(unit), "{hook}");
        assert_eq!(get(&there, "JUJU_DEPARTING_UNIT"), None);
    }
    world.remove_relation(relation).unwrap();
    let there = variables(&mut world, "c/0", departed(relation, "p/0"));
    assert_eq!(get(&there, "JUJU_REMOTE_UNIT"), Some("p/0"));
    assert_eq!(get(&there, "JUJU_DEPARTING_UNIT"), Some("p/0"));
    let there = variables(&mut world, "c/0", broken(relation));
    assert_eq!(get(&there, "JUJU_REMOTE_APP"), Some("p"));
    assert_eq!(get(&there, "JUJU_REMOTE_UNIT"), Some(""));
    assert_eq!(get(&there, "JUJU_DEPARTING_UNIT"), None);
}

#[test]
fn s7_1_the_departing_unit_is_the_unit_itself_if_it_goes() {
    let (mut world, relation) = related(BOTH[0], 1, 2);
    world.remove_unit("c/0").unwrap();
    let there = variables(&mut world, "c/0", departed(relation, "p/0"));
    assert_eq!(get(&there, "JUJU_DEPARTING_UNIT"), Some("c/0"));
    let there = variables(&mut world, "p/1", departed(relation, "c/0"));
    assert_eq!(get(&there, "JUJU_DEPARTING_UNIT"), Some("c/0"));
}

#[test]
fn s7_1_among_peers_the_remote_application_is_ones_own() {
    let mut world = apart(BOTH[0], 2, 0);
    let peers = mates(&world);
    let there = variables(&mut world, "c/0", changed(peers, "c/1"));
    assert_eq!(get(&there, "JUJU_REMOTE_APP"), Some("c"));
    assert_eq!(get(&there, "JUJU_REMOTE_UNIT"), Some("c/1"));
}

#[test]
fn s7_1_secret_hooks_name_the_secret_and_some_the_revision() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let owner = Owner::App("p".into());
    let secret = world.add_secret(owner, "own", [("key", "1")]).unwrap();
    world.grant_secret(&secret, relation).unwrap();
    let line = format!("secret-get {secret} --label mine");
    does(&mut world, "c/0", HookEvent::UpdateStatus, &[&line]);
    world.set_secret(&secret, [("key", "2")]).unwrap();
    world.set_secret(&secret, [("key", "3")]).unwrap();
    let event = HookEvent::SecretChanged {
        secret: secret.clone(),
    };
    let there = variables(&mut world, "c/0", event);
    assert_eq!(special(&there), ["JUJU_SECRET_ID", "JUJU_SECRET_LABEL"]);
    assert_eq!(
        get(&there, "JUJU_SECRET_ID"),
        Some(&*format!("secret:{secret}"))
    );
    assert_eq!(get(&there, "JUJU_SECRET_LABEL"), Some("mine"));
    let event = HookEvent::SecretRemove {
        secret,
        revision: 2,
    };
    let there = variables(&mut world, "p/0", event);
    assert_eq!(get(&there, "JUJU_SECRET_LABEL"), Some("own"));
    assert_eq!(get(&there, "JUJU_SECRET_REVISION"), Some("2"));
}

#[test]
fn s7_1_an_action_has_no_hook_name() {
    let mut world = apart(BOTH[0], 1, 0);
    world
        .run_action("c/0", "dump", serde_json::json!({}))
        .unwrap();
    let event = world.pending("c/0").remove(0);
    let there = variables(&mut world, "c/0", event);
    assert_eq!(get(&there, "JUJU_HOOK_NAME"), Some(""));
    assert_eq!(get(&there, "JUJU_DISPATCH_PATH"), Some("actions/dump"));
    assert_eq!(get(&there, "JUJU_ACTION_NAME"), Some("dump"));
    assert_eq!(get(&there, "JUJU_ACTION_UUID"), Some("1"));
    assert_eq!(get(&there, "JUJU_ACTION_TAG"), Some("action-1"));
}

#[test]
fn s7_1_pebble_and_storage_hooks_name_what_they_are_about() {
    let mut world = World::new(BOTH[0]);
    let charm = Charm::new("k")
        .container("web")
        .storage("data", "/srv/data");
    world.app("k", 1, charm).unwrap();
    let ready = HookEvent::PebbleReady {
        container: "web".into(),
    };
    let notice = HookEvent::PebbleNotice {
        container: "web".into(),
        id: "7".into(),
        kind: "custom".into(),
        key: "example.com/x".into(),
    };
    let check = HookEvent::PebbleCheckFailed {
        container: "web".into(),
        check: "up".into(),
    };
    for event in [&ready, &notice, &check] {
        world.notify("k/0", event.clone()).unwrap();
    }
    let there = variables(&mut world, "k/0", ready);
    assert_eq!(get(&there, "JUJU_HOOK_NAME"), Some("web-pebble-ready"));
    assert_eq!(special(&there), ["JUJU_WORKLOAD_NAME"]);
    assert_eq!(get(&there, "JUJU_MACHINE_ID"), Some(""));
    let there = variables(&mut world, "k/0", notice);
    assert_eq!(get(&there, "JUJU_NOTICE_KEY"), Some("example.com/x"));
    let there = variables(&mut world, "k/0", check);
    assert_eq!(get(&there, "JUJU_PEBBLE_CHECK_NAME"), Some("up"));
    assert!(world.pending("k/0").is_empty());

    world.remove_storage("k/0", "data/0").unwrap();
    let event = world.pending("k/0").remove(0);
    let there = variables(&mut world, "k/0", event);
    assert_eq!(
        get(&there, "JUJU_HOOK_NAME"),
        Some("data-storage-detaching")
    );
    assert_eq!(get(&there, "JUJU_STORAGE_ID"), Some("data/0"));
    assert_eq!(get(&there, "JUJU_STORAGE_LOCATION"), Some("/srv/data"));
    assert_eq!(get(&there, "JUJU_STORAGE_KIND"), Some("filesystem"));
}

#[test]
fn s7_1_a_subordinate_names_its_principal() {
    let mut world = World::new(BOTH[0]);
    world.app("p", 2, server()).unwrap();
    let charm = Charm::new("s").subordinate_over("host", "juju-info");
    world.deploy("s", 0, charm).unwrap();
    world.integrate("s:host", "p:juju-info").unwrap();
    drain(&mut world, "p/1");
    world.look("p/1");
    let there = variables(&mut world, "s/0", HookEvent::Install);
    assert_eq!(get(&there, "JUJU_PRINCIPAL_UNIT"), Some("p/1"));
    assert!(!drain(&mut world, "s/0").is_empty());
}
