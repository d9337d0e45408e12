//! From integration to the end of a relation.

use crate::{PROVIDES, REQUIRES, charm, folder, stage};
use relata::testing::{JujuVersion, World};
use relata_tester::{Exit, HookRun, Schedule, Stage, StageOptions};

/// Writes what it reads of the other side, in capitals, as soon as it leads.
const HOST: &str = r#"
case "$JUJU_DISPATCH_PATH" in
  hooks/greetings-relation-changed)
    name=$(relation-get name "$JUJU_REMOTE_UNIT")
    if [ "$(is-leader)" = True ]; then
      printf '{"text": "HELLO %s"}' "$name" | relation-set --app --file -
    fi ;;
esac
status-set active "ran $(basename "$JUJU_DISPATCH_PATH")"
"#;

const GUEST: &str = r#"
case "$JUJU_DISPATCH_PATH" in
  hooks/greetings-relation-created) relation-set name="$JUJU_UNIT_NAME" ;;
  hooks/greetings-relation-changed) relation-get text "${JUJU_REMOTE_APP}" > greeting || true ;;
  hooks/greetings-relation-broken) rm -f greeting ;;
esac
"#;

fn pair(folder: &tempfile::TempDir) -> Stage {
    let mut stage = stage();
    let host = charm(folder, "host", PROVIDES, HOST);
    let guest = charm(folder, "guest", REQUIRES, GUEST);
    stage.deploy("host", &host, 2).expect("deployed");
    stage.deploy("guest", &guest, 1).expect("deployed");
    stage
}

#[test]
fn two_charms_settle_and_read_each_other() {
    let folder = folder();
    let mut stage = pair(&folder);
    let relation = stage
        .world()
        .integrate("guest:greetings", "host:greetings")
        .expect("related");
    let runs = stage.settle(&mut Schedule::plain(), 100).expect("settled");
    assert!(runs.iter().all(HookRun::is_done), "{runs:#?}");
    assert_eq!(
        stage.world().written(relation, "host")["text"],
        "HELLO guest/0"
    );
    assert_eq!(
        stage.world().written(relation, "guest/0")["name"],
        "guest/0"
    );
    let calls: Vec<&str> = (runs.iter().flat_map(|run| &run.calls))
        .map(|call| call.tool.as_str())
        .collect();
    assert!(
        calls.contains(&"relation-set") && calls.contains(&"status-set"),
        "{calls:?}"
    );
    let status = stage
        .world()
        .status("host/0")
        .map(|status| status.word.clone());
    assert_eq!(status.as_deref(), Some("active"));
}

#[test]
fn a_removed_relation_is_over_on_both_sides() {
    let folder = folder();
    let mut stage = pair(&folder);
    let relation = stage
        .world()
        .integrate("guest:greetings", "host:greetings")
        .expect("related");
    stage.settle(&mut Schedule::plain(), 100).expect("settled");
    stage.world().remove_relation(relation).expect("removed");
    let runs = stage.settle(&mut Schedule::plain(), 100).expect("settled");
    let hooks: Vec<&str> = runs.iter().map(|run| run.hook.as_str()).collect();
    assert!(hooks.contains(&"greetings-relation-broken"), "{hooks:?}");
    assert_eq!(stage.world().relation_ids().count(), 0);
}

#[test]
fn every_order_of_the_units_ends_in_the_same_databags() {
    let folder = folder();
    for seed in 0..10 {
        let mut stage = pair(&folder);
        let relation = stage
            .world()
            .integrate("guest:greetings", "host:greetings")
            .expect("related");
        let runs = stage
            .settle(&mut Schedule::seeded(seed), 200)
            .expect("settled");
        assert!(runs.iter().all(HookRun::is_done), "seed {seed}: {runs:#?}");
        let text = stage.world().written(relation, "host")["text"].clone();
        assert_eq!(text, "HELLO guest/0", "seed {seed}");
    }
}

#[test]
fn the_same_seed_draws_the_same_order() {
    let folder = folder();
    let order = |seed| {
        let mut stage = pair(&folder);
        stage
            .world()
            .integrate("guest:greetings", "host:greetings")
            .expect("related");
        let runs = stage
            .settle(&mut Schedule::seeded(seed), 200)
            .expect("settled");
        let named = runs.iter().map(|run| format!("{} {}", run.unit, run.hook));
        named.collect::<Vec<String>>()
    };
    assert_eq!(order(7), order(7));
    assert!((0..8).any(|seed| order(seed) != order(7)));
}

#[test]
fn a_charm_with_hooks_runs_those_that_it_has() {
    let folder = folder();
    let path = folder.path().join("old");
    std::fs::create_dir_all(&path).expect("a folder");
    std::fs::write(path.join("metadata.yaml"), format!("name: old\n{PROVIDES}")).expect("metadata");
    crate::write_script(&path.join("hooks/start"), "status-set active started");
    let old = relata_tester::CharmDir::load(&path).expect("a charm");
    let mut stage = stage();
    stage.deploy("old", &old, 1).expect("deployed");
    let runs = stage.settle(&mut Schedule::plain(), 20).expect("settled");
    let ran: Vec<&str> = (runs.iter().filter(|run| run.exit == Exit::Code(0)))
        .map(|run| run.hook.as_str())
        .collect();
    assert_eq!(ran, ["start"]);
}

#[test]
fn the_environment_is_jujus_and_nothing_of_ours() {
    let folder = folder();
    let probe = charm(&folder, "probe", "", "env | sort > seen");
    let options = StageOptions {
        juju: JujuVersion::V4_0,
        ..crate::options()
    };
    let mut stage = Stage::new(options).expect("a stage");
    stage.deploy("probe", &probe, 1).expect("deployed");
    stage.settle(&mut Schedule::plain(), 20).expect("settled");
    let seen = std::path::PathBuf::from(stage.world().charm_folder("probe/0")).join("seen");
    let seen = std::fs::read_to_string(seen).expect("what the charm saw");
    assert!(seen.contains("JUJU_UNIT_NAME=probe/0"), "{seen}");
    assert!(seen.contains("JUJU_VERSION=4."), "{seen}");
    assert!(!seen.contains("HOME=") && !seen.contains("CARGO"), "{seen}");
    let _: &World = &stage.world();
}
