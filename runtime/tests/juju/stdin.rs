//! What hook tools read is YAML 1.1 to Juju, and says the same there.

use crate::stub::Stub;
use libyaml_safer::{EventData, Parser};
use proptest::prelude::*;

/// The one entry that libyaml, whose port Juju uses, finds.
fn read_by_libyaml(document: &str) -> Result<Vec<String>, String> {
    let mut input = document.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut input);
    let mut scalars = Vec::new();
    loop {
        let event = parser.parse().map_err(|error| error.to_string())?;
        match event.data {
            EventData::Scalar { value, .. } => scalars.push(value),
            EventData::StreamEnd => return Ok(scalars),
            _ => {}
        }
    }
}

fn written(key: &str, text: &str) -> String {
    let stub = Stub::new()
        .says("state-get", "{}")
        .says("state-set --file -", "");
    let juju = stub.hook(&[]);
    juju.set_state(key, text).unwrap();
    let call = stub.calls().pop().expect("it is written");
    call.stdin.expect("through the standard input")
}

/// Any character, those that YAML minds more often than others.
fn characters() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        '\0',
        '\t',
        '\n',
        '\r',
        '\u{1b}',
        '\u{7f}',
        '\u{80}',
        '\u{85}',
        '\u{9f}',
        '\u{a0}',
        '\u{2028}',
        '\u{2029}',
        '\u{d7ff}',
        '\u{e000}',
        '\u{feff}',
        '\u{fffd}',
        '\u{fffe}',
        '\u{ffff}',
        '😀',
        '\u{10ffff}',
        '"',
        '\\',
        '/',
        ':',
        '#',
        '{',
        ',',
        '%',
        '@',
        '`',
        ' ',
    ]);
    prop::collection::vec(prop_oneof![awkward, any::<char>()], 0..40)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn every_text_arrives_as_it_is(key in characters(), text in characters()) {
        let document = written(&key, &text);
        prop_assert_eq!(read_by_libyaml(&document), Ok(vec![key, text]), "{}", document);
    }
}

#[test]
fn plain_json_would_not_arrive() {
    // What the escapes are for.
    assert!(read_by_libyaml("{\"k\":\"\u{7f}\"}").is_err());
    assert!(read_by_libyaml("{\"k\":\"\\ud83d\\ude00\"}").is_err());
}

#[test]
fn a_key_of_the_greatest_length_arrives() {
    let key = "k".repeat(1022);
    assert_eq!(
        read_by_libyaml(&written(&key, "v")),
        Ok(vec![key.clone(), "v".to_owned()])
    );
    let stub = Stub::new().says("state-get", "{}");
    let error = stub.hook(&[]).set_state(&(key + "k"), "v");
    assert!(error.is_err());
    assert_eq!(stub.lines(), ["state-get"]);
}
