//! Nothing is left of a stage.

use crate::{PROVIDES, charm, first_hook, folder, is_running, options, stage};
use relata::testing::HookEvent;
use std::time::{Duration, Instant};

#[test]
fn no_process_socket_or_folder_is_left() {
    let sources = folder();
    let script = "setsid sleep 1003 >/dev/null 2>&1 &\ntouch made; sleep 0.1";
    let messy = charm(&sources, "messy", PROVIDES, script);
    let mut stage = stage();
    stage.deploy("messy", &messy, 1).expect("deployed");
    let unit = relata::UnitName::new("messy/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    let place = stage.folder().to_owned();
    assert!(place.join("agent.socket").exists());
    drop(stage);
    assert!(!place.exists());
    assert!(!is_running("sleep\u{0}1003"));
    // The charm's own folder is as it was.
    assert!(!messy.folder().join("made").exists());
}

#[test]
fn a_process_without_our_environment_is_found_where_it_works() {
    let run = first_hook(
        options(),
        "env -i setsid sleep 1004 >/dev/null 2>&1 &\nsleep 0.1; kill -9 $$",
    );
    assert_eq!(run.exit, relata_tester::Exit::Signal(9));
    assert!(!is_running("sleep\u{0}1004"));
}

#[test]
fn a_charm_that_takes_its_socket_away_keeps_nobody_from_going() {
    let sources = folder();
    let script =
        "rm \"$JUJU_AGENT_SOCKET_ADDRESS\"; is-leader 2>said || true; grep -q 'dial unix' said";
    let rude = charm(&sources, "rude", PROVIDES, script);
    let mut stage = stage();
    stage.deploy("rude", &rude, 1).expect("deployed");
    let unit = relata::UnitName::new("rude/0").expect("a name");
    let run = stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    assert_eq!(run.exit, relata_tester::Exit::Code(0), "{run:?}");
    let (place, begun) = (stage.folder().to_owned(), Instant::now());
    drop(stage);
    assert!(!place.exists() && begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_happens_on_a_fork_does_not_happen_on_the_stage() {
    let sources = folder();
    let script = "mkdir -p venv; [ -e venv/big ] || echo first > venv/big; cat venv/big; \
                  [ $JUJU_DISPATCH_PATH != hooks/update-status ] || echo second > venv/big";
    let writer = charm(&sources, "writer", PROVIDES, script);
    let mut stage = stage();
    stage.deploy("writer", &writer, 1).expect("deployed");
    let unit = relata::UnitName::new("writer/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    let big = |stage: &relata_tester::Stage| {
        let charm = stage.world().charm_folder("writer/0");
        std::path::PathBuf::from(charm).join("venv/big")
    };
    let mut fork = stage.fork().expect("a fork");
    let time = |path| std::fs::metadata(path).and_then(|file| file.modified());
    let times = [time(big(&stage)), time(big(&fork))].map(|time| time.expect("a time"));
    assert_eq!(times[0], times[1]);
    fork.dispatch(&unit, HookEvent::UpdateStatus)
        .expect("a hook");
    let read = |stage| std::fs::read_to_string(big(stage)).expect("a file");
    assert_eq!(
        (read(&fork), read(&stage)),
        ("second\n".into(), "first\n".into())
    );
}
