//! The harness reads and writes nothing outside of a sandbox: the files that hook tools
//! name are opened by the tool, as the charm itself would.

use crate::{PROVIDES, charm, first_hook, folder, options, stage, write_script};
use relata::testing::HookEvent;
use relata_tester::{CharmDir, Exit, HookRun, StageOptions};
use std::fs;
use std::time::{Duration, Instant};

/// What a script printed that has to end well.
fn printed(script: &str) -> String {
    let run = first_hook(options(), script);
    assert_eq!(run.exit, Exit::Code(0), "{run:?}");
    run.stdout
}

/// A hook that has half a second.
fn hurried(script: &str) -> HookRun {
    let options = StageOptions {
        hook_limit: Duration::from_millis(500),
        ..options()
    };
    let begun = Instant::now();
    let run = first_hook(options, script);
    assert!(begun.elapsed() < Duration::from_secs(15));
    run
}

#[test]
fn a_file_is_opened_by_the_tool_and_not_by_the_harness() {
    // Both paths are something else in every process.
    let script = "echo 'a: of the tool' | state-set --file /dev/fd/0\n\
                  state-get a --output /proc/self/fd/1 | cat";
    assert_eq!(printed(script), "of the tool\n");
}

#[test]
fn settings_are_read_where_the_caller_works() {
    let script = "mkdir -p one/two; cd one\n\
                  echo 'a: relative' > file; state-set --file file; state-get a\n\
                  cd two; echo 'a: above' > ../file; state-set --file ../file; state-get a\n\
                  echo 'a: absolute' > file; state-set --file \"$PWD/file\"; state-get a\n\
                  echo 'a: linked' > ../file; ln -s ../file link; state-set --file link; state-get a";
    assert_eq!(printed(script), "relative\nabove\nabsolute\nlinked\n");
}

#[test]
fn the_content_of_a_secret_is_read_where_the_agent_works() {
    let script = "set +e; echo hello > word\n\
                  secret-add --owner unit greeting#file=word; echo $?\n\
                  secret-get --format json \"$(secret-add --owner unit greeting#file=$PWD/word)\"\n\
                  echo 'greeting: hi' > whole; secret-add --owner unit --file whole; echo $?\n\
                  secret-get --format json \"$(secret-add --owner unit --file $PWD/whole)\"";
    let run = first_hook(options(), script);
    assert_eq!(
        run.stdout,
        "2\n{\"greeting\":\"hello\\n\"}\n2\n{\"greeting\":\"hi\"}\n"
    );
    assert!(
        run.stderr.contains("open /word: no such file or directory"),
        "{}",
        run.stderr
    );
}

#[test]
fn output_is_written_where_the_caller_works() {
    let script = "mkdir one; cd one; state-set a=b; state-get a -o file; cat file\n\
                  ln -s target link; state-get a -o link; cat target\n\
                  state-get a -o ../above; cat ../above\n\
                  set +e; state-get a -o /no/such/folder/file; echo $?";
    let run = first_hook(options(), script);
    assert_eq!(run.stdout, "b\nb\nb\n1\n");
    assert!(
        run.stderr.starts_with("ERROR open /no/such/folder/file: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_pipe_that_nobody_fills_or_empties_stops_the_hook_and_not_the_harness() {
    for script in [
        "mkfifo pipe; state-set --file pipe",
        "mkfifo pipe; secret-add --owner unit content#file=$PWD/pipe",
        "mkfifo pipe; state-set a=b; state-get a -o pipe",
    ] {
        assert_eq!(hurried(script).exit, Exit::TimedOut, "{script}");
    }
}

#[test]
fn a_folder_is_no_file() {
    let script = "set +e; mkdir folder; state-set --file folder; state-set a=b; \
                  state-get a -o folder; secret-add --owner unit content#file=$PWD/folder; echo $?";
    let run = first_hook(options(), script);
    assert_eq!(run.stdout, "2\n");
    let complaints: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    for complaint in complaints {
        assert!(
            complaint.to_lowercase().contains("is a directory"),
            "{complaint}"
        );
    }
}

#[test]
fn a_file_without_end_is_too_large() {
    let script = "set +e; truncate -s 100M huge\n\
                  state-set --file huge; echo $?; state-set --file /dev/zero; echo $?\n\
                  secret-add --owner unit content#file=/dev/zero; echo $?";
    let run = first_hook(options(), script);
    assert_eq!(run.stdout, "1\n1\n2\n");
    assert_eq!(
        run.stderr.matches("file too large").count(),
        3,
        "{}",
        run.stderr
    );
}

#[test]
fn an_upgrade_writes_into_the_sandbox_only() {
    let (sources, outside) = (folder(), folder());
    let path = outside.path().display();
    let script = format!(
        "[ -e done ] && exit; touch done\n\
         rm -rf src metadata.yaml; ln -s {path} src; ln -s {path}/metadata.yaml metadata.yaml"
    );
    let old = charm(&sources, "rude", PROVIDES, &script);
    write_script(&old.folder().join("src/more"), "exit 0");
    let mut stage = stage();
    stage.deploy("rude", &old, 1).expect("deployed");
    let unit = relata::UnitName::new("rude/0").expect("a name");
    let run = stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    assert_eq!(run.exit, Exit::Code(0), "{run:?}");
    stage.upgrade("rude", &old).expect("upgraded");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
    let sandbox = std::path::PathBuf::from(stage.world().charm_folder("rude/0"));
    assert!(sandbox.join("src/more").is_file() && sandbox.join("metadata.yaml").is_file());
}

#[test]
fn a_sandbox_that_was_replaced_by_a_link_is_not_followed() {
    let (sources, outside) = (folder(), folder());
    fs::write(outside.path().join("private"), "x").expect("a file");
    let path = outside.path().display();
    let script = format!("cd ../../..; mv agents old; ln -s {path} agents");
    let rude = charm(&sources, "rude", PROVIDES, &script);
    let mut stage = stage();
    stage.deploy("rude", &rude, 1).expect("deployed");
    let unit = relata::UnitName::new("rude/0").expect("a name");
    stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    for told in [
        stage.fork().map(drop).expect_err("a link"),
        stage.upgrade("rude", &rude).expect_err("a link"),
    ] {
        assert!(told.message.contains("has replaced this folder"), "{told}");
    }
    drop(stage);
    assert!(outside.path().join("private").exists());
}

#[test]
fn a_built_file_has_its_place_in_the_charm() {
    let sources = folder();
    let path = charm(&sources, "built", PROVIDES, "bin/tool")
        .folder()
        .to_owned();
    write_script(&path.join("target/tool"), "echo built");
    let setup = path.join("relata-test.yaml");
    fs::write(&setup, "files: {bin/tool: target/tool}\n").expect("a file");
    let built = CharmDir::load(&path).expect("a charm");
    let mut stage = stage();
    stage.deploy("built", &built, 1).expect("deployed");
    let unit = relata::UnitName::new("built/0").expect("a name");
    let run = stage.dispatch(&unit, HookEvent::Install).expect("a hook");
    assert_eq!(run.stdout, "built\n", "{run:?}");
    for place in ["../tool", "/tmp/tool", "bin/../../tool", "''", "."] {
        fs::write(&setup, format!("files: {{{place}: target/tool}}\n")).expect("a file");
        let told = CharmDir::load(&path).expect_err(place).message;
        assert!(told.contains("is no place in the packed charm"), "{told}");
    }
}
