//! Nothing is left of a stage.

use crate::{PROVIDES, charm, folder, stage};
use relata::testing::HookEvent;

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

fn is_running(command: &str) -> bool {
    let processes = std::fs::read_dir("/proc").expect("/proc");
    processes.flatten().any(|process| {
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).starts_with(command)
    })
}
