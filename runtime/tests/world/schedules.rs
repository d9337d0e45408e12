//! Random schedules: whatever the order, Juju's guarantees hold and all settles.

use crate::rig::{client, server};
use proptest::prelude::*;
use relata::UnitName;
use relata::testing::{HookEvent, JujuVersion, RelationId, World};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the hooks of one unit have to keep to in one relation.
#[derive(Default)]
struct Seen {
    is_created: bool,
    members: BTreeSet<UnitName>,
    joined: Option<UnitName>,
    is_broken: bool,
}

impl Seen {
    fn check(&mut self, event: &HookEvent) {
        assert!(!self.is_broken, "{event:?} after broken");
        if let Some(unit) = self.joined.take() {
            let changed = matches!(event, HookEvent::RelationChanged { unit: Some(next), .. } if *next == unit);
            assert!(changed, "{event:?} follows joined of {unit}");
        }
        match event {
            HookEvent::RelationCreated { .. } => {
                assert!(!self.is_created, "created twice");
                self.is_created = true;
            }
            HookEvent::RelationJoined { unit, .. } => {
                assert!(self.is_created, "joined before created");
                assert!(self.members.insert(unit.clone()), "{unit} joined twice");
                self.joined = Some(unit.clone());
            }
            HookEvent::RelationChanged {
                unit: Some(unit), ..
            } => {
                assert!(self.members.contains(unit), "changed without joined");
            }
            HookEvent::RelationDeparted { unit, .. } => {
                assert!(self.members.remove(unit), "departed without joined");
            }
            HookEvent::RelationBroken { .. } => {
                assert!(self.members.is_empty(), "broken with members");
                self.is_broken = true;
            }
            _ => {}
        }
    }
}

/// Runs a hook that says in each of its databags how many hooks it has run, and
/// remembers what it read.
fn run(world: &mut World, unit: &str, event: &HookEvent, fails: bool) {
    let mut hook = world.begin(unit, event.clone()).unwrap();
    let mut call = |line: String| {
        let args: Vec<String> = line.split(' ').skip(1).map(str::to_owned).collect();
        let tool = line.split(' ').next().unwrap().to_owned();
        let output = world.call(&mut hook, &tool, &args, None, Path::new("/"));
        (output.code, String::from_utf8(output.stdout).unwrap())
    };
    if let HookEvent::RelationChanged {
        relation,
        unit: Some(remote),
    } = event
    {
        let (code, told) = call(format!("relation-get -r {relation} told {remote}"));
        assert_eq!(code, 0);
        call(format!("state-set {relation}.{remote}={}", told.trim_end()));
    }
    if matches!(
        event,
        HookEvent::RelationCreated { .. } | HookEvent::ConfigChanged
    ) {
        for endpoint in ["db", "mates"] {
            let (_, ids) = call(format!("relation-ids {endpoint}"));
            for id in ids.lines() {
                let (_, level) = call("config-get level".into());
                let told = level.trim_end().to_owned();
                assert_eq!(call(format!("relation-set -r {id} told={told}")).0, 0);
            }
        }
    }
    let finished = world.finish(hook, i32::from(fails));
    assert_eq!(finished.is_done(), !fails, "{finished:?}");
}

fn settle(world: &mut World, steps: &[(u8, u8)], seen: &mut BTreeMap<(String, RelationId), Seen>) {
    let mut steps = steps.iter().copied().chain(std::iter::repeat((0, 0)));
    for _ in 0..2000 {
        let (choice, other) = steps.next().unwrap();
        let busy = world.busy();
        let Some(unit) = busy.get(usize::from(choice) % busy.len().max(1)) else {
            return;
        };
        if other % 5 == 4 {
            world.look(unit);
        }
        let pending = world.pending(unit);
        let event = pending[usize::from(other) % pending.len()].clone();
        let fails = other % 16 == 15;
        if !fails && let Some(relation) = event.relation() {
            let key = (unit.as_str().to_owned(), relation);
            seen.entry(key).or_default().check(&event);
        }
        run(world, unit.as_str(), &event, fails);
    }
    panic!("does not come to rest: {:?}", world.busy());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn s9_9_every_schedule_keeps_the_guarantees_and_comes_to_rest(
        is_new in any::<bool>(),
        clients in 1_u32..4,
        servers in 1_u32..4,
        steps in prop::collection::vec(any::<(u8, u8)>(), 0..200),
    ) {
        let version = if is_new { JujuVersion::V4_0 } else { JujuVersion::V3_6 };
        let mut world = World::new(version);
        let mut seen = BTreeMap::new();
        world.deploy("c", clients, client()).unwrap();
        world.deploy("p", servers, server().option("level", "info")).unwrap();
        let relation = world.integrate("c:db", "p:db").unwrap();
        settle(&mut world, &steps, &mut seen);
        world.set_config("p", "level", "debug").unwrap();
        world.add_unit("p").unwrap();
        settle(&mut world, &steps, &mut seen);

        // Each client has read what each server last told.
        for unit in world.units().filter(|unit| unit.as_str().starts_with("c/")) {
            let state = world.state(unit).unwrap();
            for number in 0..=servers {
                let key = format!("{relation}.p/{number}");
                prop_assert_eq!(state.get(&key).map(|told| &**told), Some("debug"), "{} {}", unit, key);
            }
        }

        world.remove_unit("p/0").unwrap();
        world.remove_relation(relation).unwrap();
        settle(&mut world, &steps, &mut seen);
        prop_assert!(world.ends(relation).is_empty());
        for ((unit, id), seen) in &seen {
            prop_assert!(*id != relation || seen.is_broken, "{} never broke", unit);
        }
    }

    #[test]
    fn the_same_steps_lead_to_the_same_world(
        steps in prop::collection::vec(any::<(u8, u8)>(), 0..60),
    ) {
        let run = || {
            let mut world = World::new(JujuVersion::V3_6);
            world.deploy("c", 2, client()).unwrap();
            world.deploy("p", 2, server().option("level", "info")).unwrap();
            world.integrate("c:db", "p:db").unwrap();
            settle(&mut world, &steps, &mut BTreeMap::new());
            world
        };
        let (one, other) = (run(), run());
        prop_assert_eq!(one.snapshot(), other.snapshot());
        prop_assert_eq!(one.calls(), other.calls());
    }
}
