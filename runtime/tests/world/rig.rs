//! A provider and a requirer, and calls of tools in short.

use relata::UnitName;
use relata::testing::{Charm, Finished, Hook, HookEvent, JujuVersion, RelationId, World};
use std::path::Path;

pub(crate) const BOTH: [JujuVersion; 2] = [JujuVersion::V3_6, JujuVersion::V4_0];

pub(crate) fn client() -> Charm {
    Charm::new("client")
        .requires("db", "database")
        .requires("other", "database")
        .peers("mates", "client_peers")
        .option("level", "info")
        .option("size", 3)
        .option("ratio", 0.5)
        .option("loud", true)
        .option("nothing", serde_json::Value::Null)
        .action("dump")
}

pub(crate) fn server() -> Charm {
    Charm::new("server").provides("db", "database")
}

/// `c` with units that require `db` of `p`; all is up, nobody is related.
pub(crate) fn apart(version: JujuVersion, clients: u32, servers: u32) -> World {
    let mut world = World::new(version);
    world.app("c", clients, client()).unwrap();
    world.app("p", servers, server()).unwrap();
    world
}

/// The same, related: all units know each other.
pub(crate) fn related(version: JujuVersion, clients: u32, servers: u32) -> (World, RelationId) {
    let mut world = apart(version, clients, servers);
    let relation = world.relate("c:db", "p:db").unwrap();
    (world, relation)
}

/// The relation between the units of `c`.
pub(crate) fn mates(world: &World) -> RelationId {
    world.relations_on("c", "mates")[0]
}

pub(crate) fn unit(name: &str) -> UnitName {
    UnitName::new(name).unwrap()
}

pub(crate) fn joined(relation: RelationId, name: &str) -> HookEvent {
    HookEvent::RelationJoined {
        relation,
        unit: unit(name),
    }
}

pub(crate) fn changed(relation: RelationId, name: &str) -> HookEvent {
    HookEvent::RelationChanged {
        relation,
        unit: Some(unit(name)),
    }
}

pub(crate) fn app_changed(relation: RelationId) -> HookEvent {
    HookEvent::RelationChanged {
        relation,
        unit: None,
    }
}

pub(crate) fn departed(relation: RelationId, name: &str) -> HookEvent {
    HookEvent::RelationDeparted {
        relation,
        unit: unit(name),
    }
}

pub(crate) fn created(relation: RelationId) -> HookEvent {
    HookEvent::RelationCreated { relation }
}

pub(crate) fn broken(relation: RelationId) -> HookEvent {
    HookEvent::RelationBroken { relation }
}

/// One run of a tool: exit code, standard output, standard error.
pub(crate) fn raw(
    world: &mut World,
    hook: &mut Hook,
    line: &[&str],
    stdin: Option<&str>,
) -> (i32, String, String) {
    let args: Vec<String> = line[1..].iter().map(|arg| (*arg).to_owned()).collect();
    let stdin = stdin.map(str::as_bytes);
    let output = world.call(hook, line[0], &args, stdin, Path::new("/"));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.code, text(output.stdout), text(output.stderr))
}

/// What a tool says that ends well. The line is split at white space.
pub(crate) fn says(world: &mut World, hook: &mut Hook, line: &str) -> String {
    let line: Vec<&str> = line.split_whitespace().collect();
    let (code, stdout, stderr) = raw(world, hook, &line, None);
    assert_eq!((code, &*stderr), (0, ""), "{line:?}");
    stdout
}

/// The same with something on standard input.
pub(crate) fn feed(world: &mut World, hook: &mut Hook, line: &str, stdin: &str) {
    let line: Vec<&str> = line.split_whitespace().collect();
    let (code, stdout, stderr) = raw(world, hook, &line, Some(stdin));
    assert_eq!((code, &*stdout, &*stderr), (0, "", ""), "{line:?}");
}

/// The exit code and complaint of a tool that fails.
pub(crate) fn refuses(world: &mut World, hook: &mut Hook, line: &str) -> (i32, String) {
    let line: Vec<&str> = line.split_whitespace().collect();
    refuses_args(world, hook, &line, None)
}

pub(crate) fn refuses_args(
    world: &mut World,
    hook: &mut Hook,
    line: &[&str],
    stdin: Option<&str>,
) -> (i32, String) {
    let (code, stdout, stderr) = raw(world, hook, line, stdin);
    assert_eq!(stdout, "", "{line:?}");
    let complaint = stderr
        .strip_prefix("ERROR ")
        .and_then(|text| text.strip_suffix('\n'));
    let complaint = complaint.unwrap_or_else(|| panic!("{line:?}: {stderr:?}"));
    (code, complaint.to_owned())
}

/// Runs a hook that does nothing.
#[expect(
    clippy::needless_pass_by_value,
    reason = "events are made where they are used"
)]
pub(crate) fn pass(world: &mut World, unit: &str, event: HookEvent) -> Finished {
    let hook = world
        .begin(unit, event.clone())
        .unwrap_or_else(|why| panic!("{event:?}: {why}"));
    let finished = world.finish(hook, 0);
    assert!(finished.is_done(), "{finished:?}");
    finished
}

/// Runs a hook that calls these tools, each of which has to end well.
pub(crate) fn does(world: &mut World, unit: &str, event: HookEvent, lines: &[&str]) -> Finished {
    let mut hook = world.begin(unit, event).unwrap();
    for line in lines {
        says(world, &mut hook, line);
    }
    world.finish(hook, 0)
}

/// Runs all that is pending on a unit with hooks that do nothing; returns what ran.
pub(crate) fn drain(world: &mut World, unit: &str) -> Vec<HookEvent> {
    let mut ran = Vec::new();
    while let Some(event) = world.pending(unit).into_iter().next() {
        pass(world, unit, event.clone());
        ran.push(event);
        assert!(ran.len() < 100, "{unit} does not come to rest: {ran:?}");
    }
    ran
}

/// The one hook that can come next.
pub(crate) fn next(world: &World, unit: &str) -> Option<HookEvent> {
    let mut pending = world.pending(unit);
    assert!(pending.len() < 2, "{pending:?}");
    pending.pop()
}

/// Runs so many pending hooks that do nothing; returns how many there were.
pub(crate) fn drain_at_most(world: &mut World, unit: &str, most: usize) -> usize {
    (0..most)
        .take_while(|_| match world.pending(unit).into_iter().next() {
            Some(event) => pass(world, unit, event).is_done(),
            None => false,
        })
        .count()
}
