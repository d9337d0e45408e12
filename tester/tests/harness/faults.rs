//! Charms that misbehave.

use crate::{PROVIDES, charm, folder, options, stage};
use relata::testing::HookEvent;
use relata_tester::{CharmDir, Exit, HookRun, Schedule, Stage, StageOptions};
use std::time::{Duration, Instant};

/// The first hook of a charm with this script.
fn first_hook(options: StageOptions, script: &str) -> HookRun {
    let folder = folder();
    let bad = charm(&folder, "bad", PROVIDES, script);
    let mut stage = Stage::new(options).expect("a stage");
    stage.deploy("bad", &bad, 1).expect("deployed");
    let unit = relata::UnitName::new("bad/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook")
}

#[test]
fn a_hook_that_fails_changes_nothing_and_is_run_again() {
    let folder = folder();
    let script = "state-set tried=yes\n[ -e ok ] || { touch ok; echo sorry >&2; exit 3; }";
    let bad = charm(&folder, "bad", PROVIDES, script);
    let mut stage = stage();
    stage.deploy("bad", &bad, 1).expect("deployed");
    let runs = stage.settle(&mut Schedule::plain(), 20).expect("settled");
    assert_eq!(runs[0].exit, Exit::Code(3));
    assert_eq!(runs[0].stderr, "sorry\n");
    assert!(runs[0].finished.changes.is_empty());
    assert_eq!(
        (runs[1].hook.as_str(), &runs[1].exit),
        ("install", &Exit::Code(0))
    );
}

#[test]
fn a_unit_whose_hook_always_fails_is_left_in_error() {
    let folder = folder();
    let bad = charm(&folder, "bad", PROVIDES, "exit 1");
    let mut stage = stage();
    stage.deploy("bad", &bad, 1).expect("deployed");
    let runs = stage
        .settle(&mut Schedule::plain().retries(2), 20)
        .expect("settled");
    assert_eq!(runs.len(), 3);
    assert!(stage.world().is_in_error("bad/0"));
}

#[test]
fn a_hook_that_hangs_is_killed_with_its_children() {
    let options = StageOptions {
        hook_limit: Duration::from_millis(400),
        ..options()
    };
    let begun = Instant::now();
    let run = first_hook(options, "sleep 1000 &\nsleep 1000");
    assert_eq!(run.exit, Exit::TimedOut);
    assert!(!run.is_done());
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn what_a_hook_leaves_running_is_found_and_killed() {
    let run = first_hook(options(), "setsid sleep 1001 >/dev/null 2>&1 &\nsleep 0.1");
    assert_eq!(run.exit, Exit::Code(0));
    let run = first_hook(options(), "sleep 1002 >/dev/null 2>&1 &");
    assert_eq!(run.left_behind, ["sleep 1002"]);
}

#[test]
fn a_charm_that_fills_the_disk_is_stopped() {
    let options = StageOptions {
        disk_limit: 1 << 20,
        ..options()
    };
    let run = first_hook(options.clone(), "exec cat /dev/zero > all");
    assert_eq!(run.exit, Exit::TooMuchDisk);
    let many = "i=0; while true; do i=$((i+1)); head -c 100000 /dev/zero > file-$i; done";
    assert_eq!(first_hook(options, many).exit, Exit::TooMuchDisk);
}

#[test]
fn any_bytes_in_any_amount_can_be_printed() {
    let run = first_hook(
        options(),
        "head -c 5000000 /dev/urandom; head -c 100 /dev/urandom >&2",
    );
    assert_eq!(run.exit, Exit::Code(0));
    assert!(run.stdout.len() <= 3 << 20);
}

#[test]
fn unknown_tools_and_flags_fail_as_in_juju() {
    let run = first_hook(options(), "payload-register a b c");
    assert_eq!(run.exit, Exit::Code(127));
    let run = first_hook(options(), "set +e; relation-ids --nonsense x; echo $?");
    assert_eq!(run.stdout, "2\n");
    assert!(
        run.stderr
            .contains("option provided but not defined: --nonsense"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_tool_outside_of_a_hook_is_refused() {
    let script = "set +e; JUJU_CONTEXT_ID=other is-leader; env -u JUJU_CONTEXT_ID is-leader; \
                  JUJU_AGENT_SOCKET_ADDRESS=/nowhere is-leader";
    let run = first_hook(options(), script);
    for part in [
        "wrong context ID",
        "JUJU_CONTEXT_ID not set",
        "dial unix /nowhere",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}

#[test]
fn a_charm_that_cannot_be_dispatched_is_a_mistake_of_its_set_up() {
    let folder = folder();
    let path = folder.path().join("empty");
    std::fs::create_dir_all(&path).expect("a folder");
    let told = CharmDir::load(&path).expect_err("nothing there").message;
    assert!(
        told.contains("no `metadata.yaml` and no `charmcraft.yaml`"),
        "{told}"
    );
    for (text, part) in [
        ("name: x\n", "nothing can be dispatched"),
        ("- a\n", ""),
        ("name: [\n", ""),
        ("provides: {a: {interface: b}}\n", ""),
    ] {
        std::fs::write(path.join("metadata.yaml"), text).expect("metadata");
        let told = CharmDir::load(&path).expect_err(text).message;
        assert!(told.contains(part) && !told.contains('\n'), "{told}");
    }
}

#[test]
fn a_dispatch_without_its_interpreter_says_so() {
    let folder = folder();
    let bad = charm(&folder, "bad", PROVIDES, "");
    std::fs::write(bad.folder().join("dispatch"), "#!/no/such/shell\n").expect("a script");
    let mut stage = stage();
    stage.deploy("bad", &bad, 1).expect("deployed");
    let unit = relata::UnitName::new("bad/0").expect("a name");
    let run = stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    let Exit::NotStarted(why) = run.exit else {
        panic!("{:?}", run.exit)
    };
    assert!(why.contains("interpreter"), "{why}");
}
