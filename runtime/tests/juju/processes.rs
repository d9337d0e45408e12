//! Hook tools as processes.

use relata::juju::{Process, ToolFault, Tools};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A shell script as a hook tool, by its path.
fn script(name: &str, body: &str) -> String {
    let dir: PathBuf = std::env::temp_dir().join(format!("relata-tools-{}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    let path = dir.join(name);
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn both_outputs_and_the_exit_code_arrive() {
    let tool = script("speaks", "cat; echo \"ERROR $1\" >&2; exit 2");
    let output = Process::default()
        .call(&tool, &["no"], Some(b"in"))
        .unwrap();
    assert_eq!(output.code, 2);
    assert_eq!(output.stdout, b"in");
    assert_eq!(output.stderr, b"ERROR no\n");
}

#[test]
fn a_tool_may_leave_its_input_unread() {
    let tool = script("deaf", "exit 0");
    let much = vec![b'x'; 1 << 20];
    let output = Process::default().call(&tool, &[], Some(&much)).unwrap();
    assert_eq!(output.code, 0);
}

#[test]
fn much_on_every_pipe_blocks_nothing() {
    let tool = script(
        "floods",
        "head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; cat",
    );
    let much = vec![b'x'; 1 << 20];
    let output = Process::default().call(&tool, &[], Some(&much)).unwrap();
    assert_eq!(output.stderr.len(), 1_000_000);
    assert_eq!(output.stdout.len(), 1_000_000 + much.len());
}

#[test]
fn a_tool_that_hangs_is_killed_with_all_that_it_started() {
    let pid = std::env::temp_dir().join(format!("relata-pid-{}", std::process::id()));
    let tool = script(
        "hangs",
        &format!("sleep 1000 & echo $! > {}; wait", pid.display()),
    );
    let process = Process {
        timeout: Duration::from_secs(1),
    };
    let fault = process.call(&tool, &[], None).expect_err("it hangs");
    assert_eq!(fault, ToolFault::Hung { tool, seconds: 1 });
    let sleeper = fs::read_to_string(&pid).unwrap();
    let gone = || {
        // Whoever takes over the orphan may leave it a zombie.
        let stat = fs::read_to_string(format!("/proc/{}/stat", sleeper.trim()));
        stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z "))
    };
    let begin = Instant::now();
    while !gone() && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(gone(), "it has been killed");
}

#[test]
fn a_tool_that_closes_its_pipes_and_hangs_is_killed() {
    let tool = script("hides", "exec >&- 2>&-; sleep 1000");
    let process = Process {
        timeout: Duration::from_secs(1),
    };
    assert!(matches!(
        process.call(&tool, &[], None),
        Err(ToolFault::Hung { .. })
    ));
}

#[test]
fn a_tool_that_is_not_there_is_missing() {
    let fault = Process::default().call("relata-no-such-tool", &[], None);
    let tool = "relata-no-such-tool".to_owned();
    assert_eq!(fault, Err(ToolFault::Missing { tool }));
}

#[test]
fn a_signal_is_an_exit_code() {
    let tool = script("dies", "kill -TERM $$");
    let output = Process::default().call(&tool, &[], None).unwrap();
    assert_eq!(output.code, 128 + 15);
}

#[test]
fn what_cannot_be_an_argument_is_an_error() {
    let tool = script("fine", "exit 0");
    let fault = Process::default().call(&tool, &["a\0b"], None);
    assert!(matches!(fault, Err(ToolFault::Io { .. })), "{fault:?}");
}
