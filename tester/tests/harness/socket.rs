//! Whatever a charm says to its socket, the harness stays up.

use crate::{PROVIDES, charm, folder, stage};
use relata::testing::HookEvent;
use relata_tester::{Exit, Stage};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

/// A stage with a unit whose hook calls a tool.
fn ready() -> (tempfile::TempDir, Stage) {
    let sources = folder();
    let good = charm(&sources, "good", PROVIDES, "is-leader");
    let mut stage = stage();
    stage.deploy("good", &good, 1).expect("deployed");
    (sources, stage)
}

fn connect(stage: &Stage) -> UnixStream {
    UnixStream::connect(stage.folder().join("agent.socket")).expect("a socket")
}

#[track_caller]
fn works(stage: &mut Stage) {
    let unit = relata::UnitName::new("good/0").expect("a name");
    let run = stage
        .dispatch(&unit, HookEvent::ConfigChanged)
        .expect("a hook");
    assert_eq!(
        (run.exit, run.stdout.as_str()),
        (Exit::Code(0), "True\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn nonsense_is_not_answered() {
    let (_sources, mut stage) = ready();
    let huge = u64::MAX;
    let request = |rest: &str| {
        format!(
            "{{\"context\":\"x\",\"tool\":\"is-leader\",\"args\":[],\"folder\":\"/\",{rest}}}\n"
        )
    };
    for said in [
        "nonsense\n".to_owned(),
        "{\"context\": \"x\"".to_owned(),
        "\u{0}\u{1}\u{2}\n".to_owned(),
        "\n\n\n".to_owned(),
        request(&format!("\"stdin\":{huge},\"files\":[]")),
        request("\"stdin\":1000000,\"files\":[]"),
        request("\"stdin\":-1,\"files\":[]"),
        request(&format!(
            "\"stdin\":null,\"files\":[{{\"path\":\"a\",\"read\":{{\"Ok\":{huge}}}}}]"
        )),
    ] {
        let mut stream = connect(&stage);
        stream.write_all(said.as_bytes()).expect("it is heard");
        stream.shutdown(std::net::Shutdown::Write).expect("the end");
        let mut answer = String::new();
        // It may have been closed with something unread.
        let _ = stream.read_to_string(&mut answer);
        assert_eq!(answer, "", "{said}");
    }
    works(&mut stage);
}

#[test]
fn a_call_for_another_hook_is_refused() {
    let (_sources, mut stage) = ready();
    let mut stream = connect(&stage);
    let said = "{\"context\":\"good/0-install\",\"tool\":\"is-leader\",\"args\":[],\
                \"folder\":\"/\",\"stdin\":null,\"files\":[]}\n";
    stream.write_all(said.as_bytes()).expect("it is heard");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.contains("wrong context ID"), "{answer}");
    works(&mut stage);
}

#[test]
fn an_endless_header_is_cut_off() {
    let (_sources, mut stage) = ready();
    let mut stream = connect(&stage);
    let chunk = vec![b'['; 1 << 20];
    let mut written = 0;
    while written < 64 && stream.write_all(&chunk).is_ok() {
        written += 1;
    }
    assert!(written < 64, "it listened to {written} MiB");
    works(&mut stage);
}

#[test]
fn those_who_connect_and_say_nothing_keep_nobody_from_working_for_long() {
    let (_sources, mut stage) = ready();
    let few: Vec<UnixStream> = (0..50).map(|_| connect(&stage)).collect();
    works(&mut stage);
    let many: Vec<UnixStream> = (0..300).map(|_| connect(&stage)).collect();
    drop((few, many));
    let begun = Instant::now();
    // Until it is noticed that they have gone.
    while stage_is_deaf(&stage) {
        assert!(begun.elapsed() < Duration::from_secs(5));
        thread::sleep(Duration::from_millis(10));
    }
    works(&mut stage);
    for _ in 0..3000 {
        drop(connect(&stage));
    }
    while stage_is_deaf(&stage) {
        assert!(begun.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(10));
    }
    works(&mut stage);
    let silent = connect(&stage);
    let begun = Instant::now();
    drop(stage);
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(silent);
}

/// Whether callers are turned away.
fn stage_is_deaf(stage: &Stage) -> bool {
    let mut stream = connect(stage);
    let said = "{\"context\":\"x\",\"tool\":\"x\",\"args\":[],\"folder\":\"/\",\"stdin\":null,\
                \"files\":[]}\n";
    let mut answer = String::new();
    stream.write_all(said.as_bytes()).is_err()
        || stream.read_to_string(&mut answer).is_err()
        || answer.is_empty()
}
