//! How a hook tool is called, and how it answers.

use crate::rig::{BOTH, feed, raw, refuses, related, says};
use relata::testing::{HookEvent, reads_stdin};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

#[test]
fn s1_1_a_wrong_call_is_2_and_a_failure_is_1() {
    for version in BOTH {
        let (mut world, _) = related(version, 1, 1);
        let mut hook = world.begin("c/0", UPDATE).unwrap();
        let (code, _) = refuses(&mut world, &mut hook, "config-get --what");
        assert_eq!(code, 2);
        let (code, _) = refuses(&mut world, &mut hook, "action-get");
        assert_eq!(code, 1);
    }
}

#[test]
fn s1_1_help_is_no_failure() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for flag in ["--help", "-h"] {
        assert!(
            says(&mut world, &mut hook, &format!("relation-get {flag}")).starts_with("Usage: ")
        );
    }
}

#[test]
fn s1_1_an_unknown_command_is_a_bad_request() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "relation-got");
    assert_eq!(
        answer,
        (1, "bad request: unknown command: relation-got".into())
    );
}

#[test]
fn s1_2_flags_and_arguments_may_be_mixed() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "p/0", [("k", "v")]).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for line in [
        format!("relation-get -r {relation} k p/0"),
        format!("relation-get k -r {relation} p/0"),
        format!("relation-get k p/0 --relation={relation}"),
        format!("relation-get k p/0 -r{relation}"),
        format!("relation-get --relation {relation} --format smart -- k p/0"),
        format!("relation-get --app=False -r db:{relation} k p/0"),
    ] {
        assert_eq!(says(&mut world, &mut hook, &line), "v\n", "{line}");
    }
}

#[test]
fn s1_2_a_short_flag_takes_an_equals_sign_as_its_value() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("relation-list -r={relation}"),
    );
    let why = format!("invalid value \"={relation}\" for option -r: invalid relation id");
    assert_eq!(answer, (2, why));
}

#[test]
fn s1_2_the_complaints_about_flags_are_jujus() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for (line, why) in [
        (
            "relation-get --foo",
            "option provided but not defined: --foo",
        ),
        ("relation-get -x", "option provided but not defined: -x"),
        ("relation-list -r", "option needs an argument: -r"),
        ("is-leader --format", "option needs an argument: --format"),
        ("is-leader a b", "unrecognized args: [\"a\" \"b\"]"),
        (
            "is-leader --format=xml",
            "invalid value \"xml\" for option --format: unknown format \"xml\"",
        ),
        (
            "relation-get --app=maybe",
            "invalid value \"maybe\" for option --app: strconv.ParseBool: parsing \"maybe\": invalid syntax",
        ),
    ] {
        assert_eq!(
            refuses(&mut world, &mut hook, line),
            (2, why.into()),
            "{line}"
        );
    }
}

#[test]
fn s1_2_two_dashes_end_the_flags() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    says(&mut world, &mut hook, "juju-log -l DEBUG -- --not-a-flag -");
    let line = world.log().last().unwrap();
    assert_eq!((&*line.level, &*line.message), ("DEBUG", "--not-a-flag -"));
}

#[test]
fn s1_3_each_kind_of_value_is_printed_as_juju_does() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world
        .set_bag(relation, "p/0", [("empty-not", "x")])
        .unwrap();
    world.set_config("c", "level", "").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let list = format!("relation-list -r {relation}");
    for (line, smart, yaml, json) in [
        ("config-get missing", "", "", "null\n"),
        ("config-get level", "", "\"\"\n", "\"\"\n"),
        ("config-get loud", "True\n", "true\n", "true\n"),
        ("config-get size", "3\n", "3\n", "3\n"),
        ("config-get ratio", "0.5\n", "0.5\n", "0.5\n"),
        ("relation-ids nope", "", "[]\n", "[]\n"),
        (&list, "p/0\n", "- p/0\n", "[\"p/0\"]\n"),
    ] {
        assert_eq!(says(&mut world, &mut hook, line), smart, "{line}");
        for (format, expected) in [("smart", smart), ("yaml", yaml), ("json", json)] {
            let line = format!("{line} --format={format}");
            assert_eq!(says(&mut world, &mut hook, &line), expected, "{line}");
        }
    }
}

#[test]
fn s1_3_json_is_escaped_as_go_does() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    world.set_config("c", "level", "<a>&\u{2028}é").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "config-get level --format=json");
    assert_eq!(said, "\"\\u003ca\\u003e\\u0026\\u2028é\"\n");
}

#[test]
fn s1_3_output_goes_to_a_file_that_is_asked_for() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let path = std::env::temp_dir().join(format!("relata-world-{}", std::process::id()));
    let line = ["config-get", "size", "-o", path.to_str().unwrap()];
    assert_eq!(
        raw(&mut world, &mut hook, &line, None),
        (0, String::new(), String::new())
    );
    let said = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(said, "3\n");
}

#[test]
fn s1_3_a_map_that_is_nil_is_null_in_json_only() {
    let (mut world, _) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    assert_eq!(
        says(&mut world, &mut hook, "state-get --format=json"),
        "null\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, "state-get --format=yaml"),
        "{}\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, "secret-ids --format=json"),
        "null\n"
    );
    assert_eq!(
        says(&mut world, &mut hook, "secret-ids --format=yaml"),
        "[]\n"
    );
}

#[test]
fn s1_4_arguments_win_over_the_file() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = format!("relation-set -r {relation} --file - a=argument");
    feed(&mut world, &mut hook, &line, r#"{"a":"file","b":"file"}"#);
    assert!(world.finish(hook, 0).is_done());
    let bag = world.written(relation, "c/0");
    assert_eq!((&*bag["a"], &*bag["b"]), ("argument", "file"));
}

#[test]
fn s1_4_a_file_is_looked_for_in_the_callers_folder() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let folder = std::env::temp_dir().join(format!("relata-world-dir-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("settings"), "a: 1.10\n").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let args = ["-r", &relation.to_string(), "--file", "settings"].map(str::to_owned);
    let output = world.call(&mut hook, "relation-set", &args, None, &folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(output.code, 0, "{output:?}");
    let missing = world.call(&mut hook, "relation-set", &args, None, &folder);
    assert_eq!(missing.code, 1);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no such file or directory"));
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.written(relation, "c/0")["a"], "1.10");
}

/// What comes of feeding a text to `relation-set --file -`.
fn stored(text: &str) -> Result<Vec<(String, String)>, (i32, String)> {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    world.set_bag(relation, "c/0", [("old", "x")]).unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = ["relation-set", "-r", &relation.to_string(), "--file", "-"];
    let (code, _, stderr) = raw(&mut world, &mut hook, &line, Some(text));
    assert!(world.finish(hook, 0).is_done());
    match code {
        0 => Ok(world.written(relation, "c/0").into_iter().collect()),
        code => Err((code, stderr)),
    }
}

#[test]
fn s1_4_scalars_are_stored_as_they_stand() {
    let bag = stored("a: 42\nb: true\nc: 1.10\nd: 2024-01-01\ne: yes\n").unwrap();
    let values: Vec<&str> = bag.iter().map(|(_, value)| &**value).collect();
    assert_eq!(values, ["42", "true", "1.10", "2024-01-01", "yes", "x"]);
}

#[test]
fn s1_4_null_and_nothing_delete_a_key() {
    for text in [
        "old: null\n",
        "old: ~\n",
        "old:\n",
        "{\"old\": null}",
        "{\"old\": \"\"}",
    ] {
        assert_eq!(stored(text).unwrap(), [], "{text}");
    }
}

#[test]
fn s1_4_a_list_or_a_map_as_a_value_fails_the_whole_call() {
    for (text, kind) in [
        ("{\"a\": \"1\", \"b\": [\"x\"]}", "!!seq"),
        ("a: 1\nb: {c: d}\n", "!!map"),
    ] {
        let (code, why) = stored(text).unwrap_err();
        assert_eq!(code, 1);
        assert!(
            why.starts_with("ERROR yaml: unmarshal errors:\n  line "),
            "{why}"
        );
        assert!(
            why.ends_with(&format!("cannot unmarshal {kind} into string\n")),
            "{why}"
        );
    }
}

#[test]
fn s1_4_a_file_that_is_no_mapping_is_refused() {
    let (code, why) = stored("haha").unwrap_err();
    assert_eq!(code, 1);
    assert_eq!(
        why,
        "ERROR yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `haha` into map[string]string\n"
    );
    let (_, why) = stored("[1, 2]").unwrap_err();
    assert!(
        why.contains("cannot unmarshal !!seq into map[string]string"),
        "{why}"
    );
}

#[test]
fn s1_4_halves_of_a_surrogate_pair_are_refused_and_raw_characters_are_not() {
    let (code, why) = stored("{\"a\": \"\\uD83D\\uDE00\"}").unwrap_err();
    assert_eq!(code, 1);
    assert!(
        why.contains("found invalid Unicode character escape code"),
        "{why}"
    );
    let bag = stored("{\"a\": \"😀\\u00e9\\\\uD83D\"}").unwrap();
    assert_eq!(bag[0].1, "😀é\\uD83D");
}

#[test]
fn s1_4_control_characters_have_to_be_escaped() {
    for c in [
        '\u{7f}', '\u{80}', '\u{9f}', '\u{fffe}', '\u{ffff}', '\u{1}',
    ] {
        let (code, why) = stored(&format!("{{\"a\": \"{c}\"}}")).unwrap_err();
        assert_eq!(
            (code, &*why),
            (1, "ERROR yaml: control characters are not allowed\n")
        );
        let escaped = format!("{{\"a\": \"\\u{:04x}\"}}", u32::from(c));
        assert_eq!(stored(&escaped).unwrap()[0].1, c.to_string(), "{escaped}");
    }
    assert_eq!(
        stored("{\"a\": \"\u{85}x\"}").map(|bag| bag[0].0.clone()),
        Ok("a".into())
    );
}

#[test]
fn s1_4_an_escaped_slash_is_refused() {
    assert!(stored("{\"a\": \"\\/\"}").is_err());
    assert_eq!(stored("{\"a\": \"/\"}").unwrap()[0].1, "/");
}

#[test]
fn s1_4_bytes_that_are_no_text_are_refused() {
    let (mut world, relation) = related(BOTH[0], 1, 1);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let args = ["-r", &relation.to_string(), "--file", "-"].map(str::to_owned);
    let folder = std::path::Path::new("/");
    let output = world.call(&mut hook, "relation-set", &args, Some(b"a: \xff\n"), folder);
    assert_eq!(output.code, 1);
    assert!(output.stderr.starts_with(b"ERROR yaml: "));
}

#[test]
fn s1_4_a_key_may_have_1024_characters_with_its_quotes() {
    let document = |length: usize| format!("{{\"{}\": \"x\"}}", "k".repeat(length));
    assert!(stored(&document(1022)).is_ok());
    assert_eq!(stored(&document(1023)).unwrap_err().0, 1);
}

#[test]
fn s1_4_the_standard_input_is_read_only_if_it_is_asked_for() {
    let reads = |line: &str| {
        let args: Vec<String> = line.split(' ').map(str::to_owned).collect();
        reads_stdin(&args[0], &args[1..])
    };
    assert!(reads("relation-set -r 1 --app --file -"));
    assert!(reads("relation-set --file=- a=b"));
    assert!(reads("state-set --file -"));
    assert!(!reads("relation-set -r 1 a=-"));
    assert!(!reads("relation-set --file settings.yaml"));
    assert!(!reads("secret-add --file -"));
}
