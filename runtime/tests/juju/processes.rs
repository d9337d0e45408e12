//! Hook tools as processes.

use relata::juju::{Process, ToolFault, Tools};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A shell script as a hook tool; it goes away with this.
struct Script {
    folder: PathBuf,
    tool: String,
}

impl Script {
    fn new(name: &str, body: &str) -> Self {
        let folder = format!("relata-tool-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\ncd \"${{0%/*}}\"\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let tool = path.to_str().unwrap().to_owned();
        Script { folder, tool }
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn both_outputs_and_the_exit_code_arrive() {
    let script = Script::new("speaks", "cat; echo \"ERROR $1\" >&2; exit 2");
    let output = Process::default()
        .call(&script.tool, &["no"], Some(b"in"))
        .unwrap();
    assert_eq!(output.code, 2);
    assert_eq!(output.stdout, b"in");
    assert_eq!(output.stderr, b"ERROR no\n");
}

#[test]
fn a_tool_may_leave_its_input_unread() {
    let script = Script::new("deaf", "exit 0");
    let much = vec![b'x'; 1 << 20];
    let output = Process::default()
        .call(&script.tool, &[], Some(&much))
        .unwrap();
    assert_eq!(output.code, 0);
}

#[test]
fn much_on_every_pipe_blocks_nothing() {
    let script = Script::new(
        "floods",
        "head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; cat",
    );
    let much = vec![b'x'; 1 << 20];
    let output = Process::default()
        .call(&script.tool, &[], Some(&much))
        .unwrap();
    assert_eq!(output.stderr.len(), 1_000_000);
    assert_eq!(output.stdout.len(), 1_000_000 + much.len());
}

#[test]
fn a_tool_that_hangs_is_killed_with_all_that_it_started() {
    let script = Script::new("hangs", "sleep 1000 & echo $! > pid; wait");
    let process = Process {
        timeout: Duration::from_secs(1),
    };
    let fault = process.call(&script.tool, &[], None).expect_err("it hangs");
    let tool = script.tool.clone();
    assert_eq!(fault, ToolFault::Hung { tool, seconds: 1 });
    let sleeper = fs::read_to_string(script.folder.join("pid")).unwrap();
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
    let script = Script::new("hides", "exec >&- 2>&-; sleep 1000");
    let process = Process {
        timeout: Duration::from_secs(1),
    };
    assert!(matches!(
        process.call(&script.tool, &[], None),
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
    let script = Script::new("dies", "kill -TERM $$");
    let output = Process::default().call(&script.tool, &[], None).unwrap();
    assert_eq!(output.code, 128 + 15);
}

#[test]
fn what_cannot_be_an_argument_is_an_error() {
    let script = Script::new("fine", "exit 0");
    let fault = Process::default().call(&script.tool, &["a\0b"], None);
    assert!(matches!(fault, Err(ToolFault::Io { .. })), "{fault:?}");
}
