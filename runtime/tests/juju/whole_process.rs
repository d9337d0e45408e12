//! A charm as Juju runs it: a process, its environment, and its exit code.

#[path = "../../examples/greeter.rs"]
mod greeter;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// A folder of hook tools that write down how they are called.
struct Agent {
    folder: PathBuf,
}

impl Agent {
    fn new(name: &str) -> Self {
        let folder = format!("relata-agent-{name}-{}", std::process::id());
        let agent = Agent {
            folder: std::env::temp_dir().join(folder),
        };
        fs::create_dir_all(&agent.folder).unwrap();
        agent
            .tool("config-get", "echo '{\"word\":\"hello\"}'")
            .tool("relation-ids", "echo '[\"greetings:1\"]'")
            .tool("relation-list", "echo '[\"bob/0\"]'")
            .tool(
                "relation-get",
                r#"case "$*" in *bob*) echo '{"name":"\"bob\""}';; *) echo '{}';; esac"#,
            )
            .tool("is-leader", "echo true")
            .tool("relation-set", "/bin/cat >> \"$0.read\"")
            .tool("status-set", "exit 0")
            .tool("juju-log", "exit 0")
    }

    fn tool(self, name: &str, body: &str) -> Self {
        let calls = self.folder.join("calls");
        let script = format!(
            "#!/bin/sh\necho \"{name} $*\" >> {}\n{body}\n",
            calls.display()
        );
        let path = self.folder.join(name);
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// The charm, ready to run.
    fn charm(&self) -> Command {
        let mut charm = Command::new(std::env::current_exe().unwrap());
        charm
            .args([
                "--exact",
                "whole_process::charm",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::null())
            .env_clear()
            .env("PATH", &self.folder)
            .env("JUJU_UNIT_NAME", "alice/0")
            .env("JUJU_DISPATCH_PATH", "hooks/greetings-relation-changed")
            .env("JUJU_RELATION", "greetings")
            .env("JUJU_RELATION_ID", "greetings:1")
            .env("JUJU_REMOTE_APP", "bob")
            .env("JUJU_REMOTE_UNIT", "bob/0")
            .stdin(Stdio::null());
        charm
    }

    /// The exit code of the charm, and the tools that it called.
    fn run(&self) -> (Option<i32>, Vec<String>) {
        let status = self.charm().stderr(Stdio::null()).status().unwrap();
        (status.code(), self.calls())
    }

    fn calls(&self) -> Vec<String> {
        let calls = self.folder.join("calls");
        let text = fs::read_to_string(&calls).unwrap_or_default();
        let _ = fs::remove_file(calls);
        text.lines().map(str::to_owned).collect()
    }

    fn was_set(&self) -> String {
        fs::read_to_string(self.folder.join("relation-set.read")).unwrap_or_default()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The charm, with the `main` that it has.
#[test]
#[ignore = "the other tests run it as a process of its own"]
fn charm() {
    let code = greeter::main();
    std::process::exit(i32::from(code != ExitCode::SUCCESS));
}

#[test]
fn a_charm_that_ends_well_has_written() {
    let agent = Agent::new("well");
    let (code, calls) = agent.run();
    assert_eq!(code, Some(0));
    assert_eq!(
        calls,
        [
            "config-get --format=json",
            "relation-ids --format=json -- greetings",
            "relation-get --format=json -r greetings:1 --app - bob",
            "is-leader --format=json",
            "relation-get --format=json -r greetings:1 --app - alice",
            "relation-set -r greetings:1 --app --file -",
            "status-set active -- ",
        ]
    );
    assert_eq!(agent.was_set(), r#"{"text":"\"hello, bob\""}"#);
}

#[test]
fn a_charm_that_fails_has_written_nothing() {
    let agent = Agent::new("fails").tool("is-leader", "echo 'ERROR no connection' >&2; exit 1");
    let (code, calls) = agent.run();
    assert_eq!(code, Some(1));
    assert_eq!(agent.was_set(), "");
    assert_eq!(
        calls.last().map(String::as_str),
        Some("juju-log --log-level ERROR -- `is-leader` failed: no connection")
    );
}

#[test]
fn the_author_decides_what_becomes_of_a_failure() {
    let refusal = "echo 'ERROR cannot write relation settings' >&2; exit 1";
    let agent = Agent::new("settles").tool("relation-set", refusal);
    let (code, calls) = agent.run();
    assert_eq!(code, Some(0));
    assert_eq!(
        calls.last().map(String::as_str),
        Some("status-set waiting -- waiting for the leader to do its part")
    );
}

#[test]
fn a_missing_tool_is_named() {
    let agent = Agent::new("missing");
    fs::remove_file(agent.folder.join("relation-ids")).unwrap();
    let (code, calls) = agent.run();
    assert_eq!(code, Some(1));
    let last = calls.last().expect("it is logged");
    assert!(last.contains("`relation-ids` is not there"), "{last}");
}

#[test]
fn outside_a_hook_it_says_so() {
    let agent = Agent::new("outside");
    let output = agent.charm().env_remove("JUJU_UNIT_NAME").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("JUJU_UNIT_NAME"), "{stderr}");
    assert_eq!(agent.calls(), Vec::<String>::new());
}

#[test]
fn a_charm_that_was_killed_does_the_same_when_it_runs_again() {
    // At each of its calls in turn, the tool waits until the charm is dead.
    let whole = Agent::new("whole").run().1;
    for killed_at in &whole {
        let tool = killed_at
            .split(' ')
            .next()
            .expect("a call begins with its tool");
        let agent = Agent::new("killed");
        let path = agent.folder.join(tool);
        let usual = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            usual.replacen(
                '\n',
                "\n[ -e \"$0.once\" ] || { : > \"$0.once\"; exec /bin/sleep 60; }\n",
                1,
            ),
        )
        .unwrap();
        let mut charm = agent.charm().spawn().unwrap();
        let waits = agent.folder.join(format!("{tool}.once"));
        let begin = Instant::now();
        while !waits.exists() && begin.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(1));
        }
        charm.kill().unwrap();
        charm.wait().unwrap();
        agent.calls();
        // Juju has dropped what was written, and runs the hook again.
        let _ = fs::remove_file(agent.folder.join("relation-set.read"));
        let (code, calls) = agent.run();
        assert_eq!((code, &calls), (Some(0), &whole), "{killed_at}");
        assert_eq!(agent.was_set(), r#"{"text":"\"hello, bob\""}"#);
    }
}
