//! Whatever a charm calls, and with what: a tool answers, and YAML is what it is to
//! Juju.

use crate::rig::{BOTH, feed, raw, related};
use libyaml_safer::{EventData, Parser};
use proptest::prelude::*;
use relata::testing::{HookEvent, World};
use std::path::Path;

fn is_send<T: Send + Clone>() {}

#[test]
fn a_world_can_go_to_another_thread() {
    is_send::<World>();
}

/// The scalars that libyaml, of which Juju's reader is a port, finds.
fn read_by_libyaml(document: &str) -> Option<Vec<String>> {
    let mut input = document.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut input);
    let mut scalars = Vec::new();
    loop {
        match parser.parse().ok()?.data {
            EventData::Scalar { value, .. } => scalars.push(value),
            EventData::StreamEnd => return Some(scalars),
            _ => {}
        }
    }
}

/// The one entry that `state-set --file -` finds.
fn read_by_the_world(document: &str) -> Option<Vec<String>> {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    let line = ["state-set", "--file", "-"];
    let (code, _, stderr) = raw(&mut world, &mut hook, &line, Some(document));
    if code != 0 {
        assert!(stderr.starts_with("ERROR yaml: "), "{stderr}");
        return None;
    }
    assert!(world.finish(hook, 0).is_done());
    let mut state = world.state("c/0").unwrap().clone().into_iter();
    let (key, value) = state.next()?;
    assert_eq!(state.next(), None, "{document}");
    Some(vec![key, value])
}

/// A character of a JSON text: as it is, or escaped in one of several ways. An
/// escaped slash is not among them: libyaml has learned it, Juju's reader has not.
/// Nor are raw line breaks, which no JSON has.
fn spelled() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        '\u{7f}', '\u{80}', '\u{9f}', '\u{a0}', '\u{d7ff}', '\u{e000}', '\u{fffd}', '\u{fffe}',
        '\u{ffff}', '😀', ':', '#', '{', ',', ' ', '-', '\'',
    ]);
    let plain = prop_oneof![awkward, proptest::char::range(' ', '~')];
    let plain = plain.prop_filter("it stands for itself", |c| !matches!(c, '"' | '\\'));
    prop_oneof![
        8 => plain.prop_map(|c| c.to_string()),
        1 => any::<u16>().prop_map(|unit| format!("\\u{unit:04x}")),
        1 => prop::sample::select(vec!["\\n", "\\t", "\\\"", "\\\\", "\\b"])
            .prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(spelled(), 1..12).prop_map(|parts| parts.concat())
}

/// Words of which command lines are made.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "-r",
            "0",
            "1",
            "db:1",
            "--app",
            "-",
            "--",
            "--file",
            "k",
            "k=v",
            "=",
            "",
            "p/0",
            "p",
            "c/0",
            "c",
            "--format",
            "json",
            "yaml",
            "smart",
            "--format=json",
            "--label",
            "l",
            "--owner",
            "unit",
            "--peek",
            "--refresh",
            "80/tcp",
            "9-8",
            "active",
            "--rotate",
            "hourly",
            "--expire",
            "1h",
            "--revision",
            "--unit",
            "--endpoints",
            "-s",
            "data/0",
            "secret:9m4e2mr0ui3e8a215n4g",
            "abc=x",
            "--help",
            "-h",
            "--all",
            "--strict",
        ])
        .prop_map(str::to_owned),
        ".{0,8}",
        // Never the name of a file that is there.
    ]
    .prop_filter("no file is written", |word| {
        !word.starts_with("-o") && !word.starts_with("--o")
    })
}

proptest! {
    #[test]
    fn s1_4_json_is_taken_or_refused_as_libyaml_does(key in text(), value in text()) {
        for document in [
            format!("{{\"{key}\": \"{value}\"}}"),
            format!("\"{key}\": \"{value}\"\n"),
        ] {
            let expected = read_by_libyaml(&document);
            prop_assert_eq!(read_by_the_world(&document), expected, "{}", document);
        }
    }

    #[test]
    fn no_command_line_and_no_input_makes_a_tool_panic(
        tool in any::<prop::sample::Index>(),
        words in prop::collection::vec(word(), 0..6),
        stdin in prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
        is_new in any::<bool>(),
    ) {
        let (mut world, relation) = related(BOTH[usize::from(is_new)], 2, 1);
        let tools: Vec<&str> = world.tools().collect();
        let event = HookEvent::RelationChanged { relation, unit: None };
        let mut hook = world.begin("c/0", event).unwrap();
        let output = world.call(&mut hook, tools[tool.index(tools.len())], &words, stdin.as_deref(), Path::new("/nowhere"));
        match output.code {
            0 => {}
            1 | 2 => prop_assert!(output.stderr.starts_with(b"ERROR ") || output.code == 1),
            code => prop_assert!(false, "exit code {}", code),
        }
        world.finish(hook, 0);
    }
}

#[test]
fn s3_hundreds_of_units_are_told_of_one_by_one() {
    let (mut world, relation) = related(BOTH[0], 1, 300);
    for number in 0..300 {
        world
            .set_bag(relation, format!("p/{number}"), [("k", "v")])
            .unwrap();
    }
    let ran = crate::rig::drain_at_most(&mut world, "c/0", 1000);
    assert_eq!(ran, 300);
    let mut hook = world.begin("c/0", HookEvent::UpdateStatus).unwrap();
    feed(
        &mut world,
        &mut hook,
        &format!("relation-set -r {relation} --file -"),
        "{\"k\":\"v\"}",
    );
    assert!(world.finish(hook, 0).is_done());
}
