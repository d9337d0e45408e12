//! The charm as a process that is killed, and run again.

use crate::authority::{Authority, json, root_with};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// A machine with hook tools that are shell scripts, and a root folder.
struct Machine {
    root: TempDir,
    tools: TempDir,
    /// Found before the others on `PATH`: programs that kill.
    killers: TempDir,
}

impl Machine {
    fn new(package: &Authority) -> Self {
        let machine = Machine {
            root: root_with(package),
            tools: TempDir::new().expect("there is room"),
            killers: TempDir::new().expect("there is room"),
        };
        let root = machine.root.path().display();
        let tools = machine.tools.path();
        script(
            tools,
            "config-get",
            &format!(r#"echo '{{"root": "{root}"}}'"#),
        );
        script(tools, "relation-ids", r#"echo '["certificates:1"]'"#);
        let bag = tools.join("bag.json");
        script(tools, "relation-get", &format!("cat {}", bag.display()));
        let status = tools.join("status");
        script(
            tools,
            "status-set",
            &format!("echo \"$@\" > {}", status.display()),
        );
        script(tools, "juju-log", "");
        machine
    }

    /// What the other side shares from now on.
    fn share(&self, certificates: &[&Authority]) {
        let json = json(certificates);
        let bag = format!("{{\"version\": \"1\", \"certificates\": {json:?}}}");
        fs::write(self.tools.path().join("bag.json"), bag).expect("it is writable");
    }

    fn start(&self) -> Child {
        let path = std::env::var("PATH").expect("there is a PATH");
        let (tools, killers) = (self.tools.path(), self.killers.path());
        let path = format!("{}:{}:{path}", killers.display(), tools.display());
        Command::new(env!("CARGO_BIN_EXE_trust-store"))
            .env_clear()
            .env("PATH", path)
            .envs([
                ("JUJU_UNIT_NAME", "trust-store/0"),
                ("JUJU_DISPATCH_PATH", "hooks/certificates-relation-changed"),
                ("JUJU_RELATION", "certificates"),
                ("JUJU_RELATION_ID", "certificates:1"),
                ("JUJU_REMOTE_APP", "ca"),
                ("JUJU_REMOTE_UNIT", "ca/0"),
            ])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the charm can be run")
    }

    fn dispatch(&self) -> ExitStatus {
        self.start().wait().expect("it was started")
    }

    /// A program that does this, then what it is for.
    fn put(&self, program: &str, before: &str, after: &str) {
        let real = "PATH=${PATH#*:}";
        let body =
            format!("{before}\n({real}; exec {program} \"$@\")\ncode=$?\n{after}\nexit $code");
        script(self.killers.path(), program, &body);
    }

    fn mend(&self) {
        for entry in fs::read_dir(self.killers.path()).expect("it is there") {
            let path = entry.expect("it is readable").path();
            fs::remove_file(path).expect("it is there");
        }
    }

    fn status(&self) -> String {
        let status = fs::read_to_string(self.tools.path().join("status"));
        status.unwrap_or_default().trim().to_owned()
    }

    /// Runs the hook once more; then all is as if nothing had happened.
    fn assert_mended(&self, trusted: &[&Authority], distrusted: &[&Authority], when: &str) {
        self.mend();
        assert!(self.dispatch().success(), "{when}");
        let root = self.root.path();
        for authority in trusted {
            assert!(authority.is_trusted(root), "{when}");
        }
        for authority in distrusted {
            assert!(!authority.is_trusted(root), "{when}");
        }
        assert_eq!(self.status(), "active -- certificates trusted: 1", "{when}");
        let names = |folder: &str| {
            let entries = fs::read_dir(root.join(folder)).expect("it is there");
            let names = entries.map(|entry| entry.expect("it is readable").file_name());
            let mut names: Vec<_> = names.filter_map(|name| name.into_string().ok()).collect();
            names.sort();
            names
        };
        let local = names("usr/local/share/ca-certificates");
        assert_eq!(local.len(), 1, "{when}: {local:?}");
        assert!(
            Path::new(&local[0])
                .extension()
                .is_some_and(|end| end == "crt"),
            "{when}: {local:?}"
        );
        // Two certificates, the link of each by its name's hash, and the bundle.
        let store = names("etc/ssl/certs");
        assert_eq!(store.len(), 5, "{when}: {store:?}");
        let bundle = fs::read_to_string(root.join("etc/ssl/certs/ca-certificates.crt"));
        let bundle = bundle.expect("it is there");
        assert_eq!(bundle.matches("BEGIN CERTIFICATE").count(), 2, "{when}");
    }
}

fn script(folder: &Path, name: &str, body: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("it is writable");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[test]
fn killed_in_any_call_it_ends_the_same_when_run_again() {
    let [package, old, new] = ["Package", "Old", "New"].map(Authority::new);
    // The parent of a call is the charm. `openssl rehash` is called by
    // `update-ca-certificates`, whose parent is the charm.
    let parent = "kill -9 $PPID";
    let both = "set -- $(cat /proc/$PPID/stat) && kill -9 $4 $PPID";
    let rehash = format!("if [ \"$1\" = rehash ]; then {both}; exit 1; fi");
    let only_update = "if [ \"$1\" = rehash ]; then kill -9 $PPID; exit 1; fi";
    let die = format!("{parent}; exit 1");
    let mut cases = vec![
        ("openssl", rehash.as_str(), ""),
        ("openssl", only_update, ""),
        ("openssl", die.as_str(), ""),
    ];
    for program in [
        "config-get",
        "relation-ids",
        "relation-get",
        "status-set",
        "update-ca-certificates",
    ] {
        cases.push((program, die.as_str(), ""));
        cases.push((program, "", parent));
    }
    for (program, before, after) in cases {
        let when = format!("{program}: {before} / {after}");
        let machine = Machine::new(&package);
        machine.share(&[&old]);
        assert!(machine.dispatch().success());
        assert!(old.is_trusted(machine.root.path()));
        machine.share(&[&new]);
        machine.put(program, before, after);
        let ended = machine.dispatch();
        // Where only `update-ca-certificates` died, the charm says so and goes on.
        assert_eq!(ended.success(), before == only_update, "{when}");
        if ended.success() {
            let status = machine.status();
            assert!(
                status.starts_with("blocked -- update-ca-certificates"),
                "{status}"
            );
        }
        machine.assert_mended(&[&package, &new], &[&old], &when);
    }
}

#[test]
fn killed_at_any_time_it_ends_the_same_when_run_again() {
    let [package, old, new] = ["Package", "Old", "New"].map(Authority::new);
    for pause in (0..16).map(|step| Duration::from_millis(step * 7)) {
        let machine = Machine::new(&package);
        machine.share(&[&old]);
        assert!(machine.dispatch().success());
        machine.share(&[&new]);
        let mut charm = machine.start();
        thread::sleep(pause);
        // What it has started itself goes on.
        charm.kill().expect("it was started");
        charm.wait().expect("it was started");
        machine.assert_mended(&[&package, &new], &[&old], &format!("after {pause:?}"));
    }
}

#[test]
fn what_a_killed_charm_has_started_is_waited_for() {
    let [package, old, new] = ["Package", "Old", "New"].map(Authority::new);
    let machine = Machine::new(&package);
    machine.share(&[&old]);
    assert!(machine.dispatch().success());
    machine.share(&[&new]);
    // `update-ca-certificates` writes each certificate to the bundle with `sed`. The
    // charm above it is killed; what is left of it takes its time.
    let find = "[ \"$2\" = '$a\\' ] && (pid=$PPID; while [ $pid -gt 1 ]; do \
                grep -q trust-store /proc/$pid/comm && kill -9 $pid && sleep 0.3; \
                set -- $(cat /proc/$pid/stat); pid=$4; done) 2>/dev/null";
    machine.put("sed", find, "");
    assert!(!machine.dispatch().success());
    machine.mend();
    assert!(machine.dispatch().success());
    // By now it would have done whatever it does.
    thread::sleep(Duration::from_secs(1));
    machine.assert_mended(&[&package, &new], &[&old], "in the bundle");
}
