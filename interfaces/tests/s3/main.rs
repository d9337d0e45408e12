//! What the conveniences for S3 do in a miniature Juju: no process runs.

mod provider;
mod requirer;

use relata::Databag;
use relata::juju::{Juju, Result};
use relata::testing::{Charm, HookEvent, JujuVersion, Ran, SharedWorld, World, run};

/// Both Jujus, which differ in what is stored when.
const VERSIONS: [JujuVersion; 2] = [JujuVersion::V3_6, JujuVersion::V4_0];

/// A provider and some requirers, each of one unit and related to it already.
fn world(version: JujuVersion, requirers: &[&str]) -> SharedWorld {
    let mut world = World::new(version);
    let provider = Charm::new("storage").provides("s3", "s3");
    world.app("storage", 2, provider).expect("the name is free");
    for requirer in requirers {
        world
            .relate_to("storage:s3", requirer, 1)
            .expect("there is such an endpoint");
    }
    world.shared()
}

/// Runs a charm, which ends well.
fn hook(
    world: &SharedWorld,
    unit: &str,
    event: HookEvent,
    charm: impl FnOnce(&Juju) -> Result<()>,
) -> Ran {
    let ran = run(world, unit, event, charm).expect("the hook can run now");
    assert!(ran.is_done(), "{ran:?}");
    ran
}

/// What a charm wrote.
fn written(world: &SharedWorld, relation: u32, writer: &str) -> Databag {
    world.borrow().written(relation, writer)
}

fn bag<const N: usize>(entries: [(&str, &str); N]) -> Databag {
    let own = |(key, text): (&str, &str)| (key.to_owned(), text.to_owned());
    entries.into_iter().map(own).collect()
}
