//! Charms that misbehave.

use crate::{PROVIDES, charm, first_hook, folder, options, stage};
use relata::testing::HookEvent;
use relata_tester::{CharmDir, Exit, Schedule, StageOptions};
use std::time::{Duration, Instant};

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
    // Its program has begun by the time that the hook ends.
    let leaves = |what: &str| format!("{what} >/dev/null 2>&1 &\nsleep 0.3");
    let run = first_hook(options(), &leaves("setsid sleep 1001"));
    assert_eq!(run.exit, Exit::Code(0));
    assert!(!crate::is_running("sleep\u{0}1001"));
    let run = first_hook(options(), &leaves("sleep 1002"));
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
fn a_charm_that_starts_processes_without_end_is_stopped() {
    let begun = Instant::now();
    // Slowly, for the sake of the machine that this test runs on.
    let script = "while true; do sleep 1005 & sleep 1005 & sleep 0.001; done";
    let run = first_hook(options(), script);
    assert_eq!(run.exit, Exit::TooManyProcesses);
    assert!(begun.elapsed() < Duration::from_secs(19));
    assert!(!crate::is_running("sleep\u{0}1005"));
}

#[test]
fn the_system_keeps_a_user_s_charm_from_having_thousands_of_processes() {
    let run = first_hook(options(), "grep '^Max processes' /proc/self/limits");
    let limit = run.stdout.split_whitespace().nth(2);
    let limit: u64 = limit.and_then(|text| text.parse().ok()).expect("a limit");
    assert!((1..100_000).contains(&limit), "{}", run.stdout);
}

#[test]
fn huge_and_binary_values_are_taken_or_refused_as_in_juju() {
    let script = r#"
        set +e
        head -c 300000 /dev/zero | tr '\0' x > big
        printf '{"a": "%s"}' "$(cat big)" | state-set --file -; echo "state $?"
        head -c 30 /dev/urandom | state-set --file -; echo "binary $?"
        printf '\377\376' > bytes
        secret-add --owner unit content#file="$PWD/bytes" >/dev/null; echo "secret $?"
        status-set active "$(head -c 100000 big)"; echo "status $?"
        status-set active "$(cat big)" 2>/dev/null; echo "too long for a command line $?"
    "#;
    let run = first_hook(options(), script);
    assert_eq!(run.exit, Exit::Code(0), "{run:?}");
    assert_eq!(
        run.stdout,
        "state 1\nbinary 1\nsecret 0\nstatus 0\ntoo long for a command line 126\n"
    );
    assert!(
        run.stderr
            .contains("max allowed value length (65536) exceeded")
    );
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
