//! State, ports, resources, credentials and storage.

use crate::rig::{BOTH, apart, does, feed, raw, refuses, refuses_args, related, says};
use relata::testing::{Charm, HookEvent, World};
use serde_json::{Value, json};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn s4_state_is_seen_in_the_hook_and_stored_at_its_end() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "state-set a=1 b=2");
    feed(
        &mut world,
        &mut hook,
        "state-set --file - b=3",
        "b: 4\nc: five\n",
    );
    says(&mut world, &mut hook, "state-delete a");
    assert_eq!(says(&mut world, &mut hook, "state-get b"), "3\n");
    let all = says(&mut world, &mut hook, "state-get --format=json -");
    assert_eq!(parsed(&all), json!({"b": "3", "c": "five"}));
    assert!(world.state("c/0").unwrap().is_empty());
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.state("c/0").unwrap().len(), 2);
}

#[test]
fn s4_an_empty_value_of_the_state_is_stored() {
    let mut world = apart(BOTH[0], 1, 0);
    does(&mut world, "c/0", UPDATE, &["state-set a="]);
    assert_eq!(world.state("c/0").unwrap()["a"], "");
}

#[test]
fn s4_a_missing_key_of_the_state_is_an_empty_text_unless_strict() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(says(&mut world, &mut hook, "state-get k"), "");
    assert_eq!(
        says(&mut world, &mut hook, "state-get k --format=json"),
        "\"\"\n"
    );
    let answer = refuses(&mut world, &mut hook, "state-get k --strict");
    assert_eq!(answer, (1, "\"k\" not found".into()));
}

#[test]
fn s4_the_state_has_limits() {
    for (version, ending) in [(BOTH[0], ""), (BOTH[1], ": quota limit exceeded")] {
        let mut world = apart(version, 1, 0);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        let key = ["state-set", &format!("{}=x", "k".repeat(257))];
        let answer = refuses_args(&mut world, &mut hook, &key, None);
        assert_eq!(
            answer,
            (1, format!("max allowed key length (256) exceeded{ending}"))
        );
        let value = ["state-set", &format!("k={}", "x".repeat(65_537))];
        let answer = refuses_args(&mut world, &mut hook, &value, None);
        assert_eq!(
            answer,
            (
                1,
                format!("max allowed value length (65536) exceeded{ending}")
            )
        );
    }
}

#[test]
fn s4_the_state_as_a_whole_is_judged_at_the_end() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for number in 0..33 {
        let pair = format!("k{number}={}", "x".repeat(65_000));
        assert_eq!(raw(&mut world, &mut hook, &["state-set", &pair], None).0, 0);
    }
    assert!(!world.finish(hook, 0).is_done());
    assert!(world.state("c/0").unwrap().is_empty());
}

#[test]
fn s4_the_workload_version_is_set_at_once() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "application-version-set -- 14.2");
    let answer = refuses(&mut world, &mut hook, "application-version-set");
    assert_eq!(answer, (2, "no version specified".into()));
    world.finish(hook, 1);
    assert_eq!(world.workload_version("c"), Some("14.2"));
}

#[test]
fn s4_opened_ports_leaves_out_what_is_pending() {
    let mut world = apart(BOTH[0], 1, 0);
    let lines = ["open-port 8080-8088/udp", "open-port 80", "open-port icmp"];
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for line in lines {
        says(&mut world, &mut hook, line);
    }
    assert_eq!(says(&mut world, &mut hook, "opened-ports"), "");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "opened-ports"),
        "icmp\n80/tcp\n8080-8088/udp\n"
    );
    says(
        &mut world,
        &mut hook,
        "open-port 443/tcp --endpoints db,other",
    );
    says(&mut world, &mut hook, "close-port 80/TCP");
    drop(world.finish(hook, 0));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "opened-ports --endpoints");
    assert_eq!(said, "icmp (*)\n443/tcp (db, other)\n8080-8088/udp (*)\n");
}

#[test]
fn s4_ports_that_are_none_are_refused() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for (line, why) in [
        ("open-port", "no port or range specified"),
        ("open-port 9-8", "invalid port range 9-8/tcp"),
        ("open-port 1-2-3", "invalid port range \"1-2-3\""),
        (
            "open-port 70000",
            "port range bounds must be between 0 and 65535, got 70000-70000",
        ),
        (
            "close-port 80/sctp",
            "invalid protocol \"sctp\", expected \"tcp\", \"udp\", or \"icmp\"",
        ),
        (
            "open-port http",
            "invalid port \"http\": strconv.Atoi: parsing \"http\": invalid syntax",
        ),
    ] {
        assert_eq!(
            refuses(&mut world, &mut hook, line),
            (2, why.into()),
            "{line}"
        );
    }
}

#[test]
fn s4_resource_get_prints_a_path_without_a_line_break() {
    let mut world = World::new(BOTH[0]);
    world.app("r", 1, Charm::new("r").resource("data")).unwrap();
    world.set_resource("r", "data", "/srv/data.tar").unwrap();
    let mut hook = world.begin("r/0", UPDATE).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "resource-get data"),
        "/srv/data.tar"
    );
    let answer = refuses(&mut world, &mut hook, "resource-get nope");
    assert_eq!(answer.0, 1);
    assert!(
        answer.1.starts_with("could not download resource: "),
        "{answer:?}"
    );
    assert!(world.set_resource("r", "nope", "/x").is_err());
}

#[test]
fn s4_the_credential_is_for_applications_that_are_trusted() {
    let mut world = apart(BOTH[0], 1, 0);
    world.set_credential(json!({"type": "lxd"}));
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "credential-get");
    assert_eq!(
        answer,
        (
            1,
            "cannot access cloud credentials: permission denied".into()
        )
    );
    drop(world.finish(hook, 0));
    world.set_trust("c", true).unwrap();
    assert_eq!(world.pending("c/0"), [HookEvent::ConfigChanged]);
    let mut hook = world.begin("c/0", HookEvent::ConfigChanged).unwrap();
    let said = says(&mut world, &mut hook, "credential-get --format=json");
    assert_eq!(said, "{\"type\":\"lxd\"}\n");
}

#[test]
fn s4_storage_can_be_asked_for() {
    let mut world = World::new(BOTH[0]);
    let charm = Charm::new("s").storage("data", "/srv/data");
    world.deploy("s", 1, charm).unwrap();
    let event = HookEvent::StorageAttached {
        storage: "data/0".into(),
    };
    assert_eq!(world.pending("s/0"), std::slice::from_ref(&event));
    let mut hook = world.begin("s/0", event).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "storage-get location"),
        "/srv/data\n"
    );
    assert_eq!(says(&mut world, &mut hook, "storage-list"), "data/0\n");
    assert_eq!(says(&mut world, &mut hook, "storage-list other"), "");
    says(&mut world, &mut hook, "storage-add data=2");
    assert_eq!(refuses(&mut world, &mut hook, "storage-add nope").0, 1);
    assert_eq!(
        refuses(&mut world, &mut hook, "storage-get -s data/9 kind").0,
        2
    );
    assert!(world.finish(hook, 0).is_done());
    let mut hook = world.begin("s/0", HookEvent::Install).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "storage-list").lines().count(),
        3
    );
    let answer = refuses(&mut world, &mut hook, "storage-get");
    assert_eq!(answer, (2, "no storage instance specified".into()));
}

#[test]
fn s4_every_tool_refuses_an_unknown_flag() {
    for version in BOTH {
        let (mut world, _) = related(version, 1, 1);
        let tools: Vec<&str> = world.tools().collect();
        assert!(tools.len() > 35);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        for tool in tools {
            let answer = refuses(&mut world, &mut hook, &format!("{tool} --no-such-flag"));
            let why = "option provided but not defined: --no-such-flag";
            assert_eq!(answer, (2, why.into()), "{tool}");
        }
    }
}
