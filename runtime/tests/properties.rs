//! What holds of every databag, whatever is in it?

mod common;

#[path = "common/everything.rs"]
mod declared;

use declared::everything::{self, v0, v1};
use proptest::prelude::*;
use relata::{Bag, Databag, Reading, Remote, UnitName, read, receive};

/// The keys of the interface and others that look like them.
const KEYS: &[&str] = &[
    "",
    "text",
    "number",
    "level",
    "ratio",
    "list",
    "set",
    "map",
    "event",
    "events",
    "place",
    "places",
    "kind",
    "state",
    "count",
    "any",
    "more",
    "version",
    "name",
    "old-name",
    "a-name",
    "either",
    "user",
    "pass-word",
    "port",
    "truth",
    "sizes",
    "words",
    "large",
    "balance",
    "login",
    "config",
    "url",
    "uri",
    "address",
    "host",
    "thing",
    "everything",
    "strict",
    "networks",
    "egress-subnets",
    "other",
    "a.example",
    "UP",
];

/// Texts that are good for some of them, and some that are good for none.
const TEXTS: &[&str] = &[
    "",
    "null",
    " null ",
    "~",
    "true",
    "True",
    "yes",
    "0",
    "1",
    "-1",
    "10",
    "65536",
    "1.0",
    "1.5",
    "-0.5",
    "1e3",
    "NaN",
    "99999999999999999999",
    "18446744073709551615",
    "+1",
    "0x1",
    "\"\"",
    "\"a\"",
    "\"7\"",
    "\"package\"",
    "\"up\"",
    "\"https://a.example\"",
    "\"10.0.0.1\"",
    "a",
    "a,b",
    "1,2",
    "1, 300",
    "a;b",
    ";",
    ",",
    "v1",
    "\"v1\"",
    "[]",
    "{}",
    "[1,2]",
    "[null]",
    "[{}]",
    "[{\"name\":\"a\"}]",
    "[{\"label\":\"a\",\"size\":0}]",
    "[{\"name\":\"\"}]",
    "{\"a/0\":{\"name\":\"b\"}}",
    "{\"A\":{}}",
    "{\"type\":\"began\",\"at\":\"x\"}",
    "[{\"type\":\"ended\"},{\"x\":1}]",
    "{\"type\":\"moved\",\"name\":\"x\"}",
    "{\"type\":\"new\"}",
    "{\"name\":\"x\"}",
    "{\"name\":null}",
    "{\"name\":\"x\",\"children\":[{\"name\":\"y\",\"kind\":\"z\"}]}",
    "{\"url\":\"http://a\"}",
    "{\"uri\":\"http://a\",\"url\":null}",
    "{\"host\":\"::1\",\"abc\":7,\"ABC\":0}",
    "{\"value\":null}",
    "{\"value\":1,\"a\":2}",
    "[{\"cidr\":\"10.0.0.0/8\",\"host\":\"*.a\"}]",
    "[{\"cidr\":\"10.0.0.0/33\"}]",
    "[{\"unit\":\"a/01\"}]",
    "[{\"data\":\"YQ==\"}]",
    "secret:d40rbhnmp25c76d6bdn0",
    "{\"x\":",
    "\u{0}",
    "[[[[",
    "{\"name\":\"x\",\"a.example\":{\"name\":\"y\"}}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(TEXTS).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => json(),
    ]
}

/// JSON with members that the interface knows.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|truth| truth.to_string()),
        (-3..20i64).prop_map(|number| number.to_string()),
        prop::sample::select(vec!["a", "", "package", "began", "A b"])
            .prop_map(|text| format!("{text:?}")),
    ];
    let member = prop::sample::select(vec![
        "name", "label", "size", "children", "kind", "type", "at", "times", "value", "a", "x",
        "cidr",
    ]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::vec((member.clone(), inner), 0..4).prop_map(|all| {
                let all: Vec<String> = all
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{value}"))
                    .collect();
                format!("{{{}}}", all.join(","))
            }),
        ]
    })
}

fn databag() -> impl Strategy<Value = Databag> {
    let key = prop_oneof![
        20 => prop::sample::select(KEYS).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::btree_map(key, text(), 0..8)
}

/// Reads a databag, and if it is ready, writes it and reads it again.
fn there_and_back<B: Bag>(keys: &Databag) -> Result<(), TestCaseError> {
    let value = match read::<B>(keys) {
        Reading::Absent => return Ok(()),
        Reading::Incomplete(report) => {
            prop_assert!(
                !report.missing.is_empty() && report.problems.is_empty(),
                "{report}"
            );
            return Ok(());
        }
        Reading::Invalid(report) => {
            prop_assert!(!report.problems.is_empty());
            prop_assert!(!report.line().contains('\n'), "{}", report.line());
            return Ok(());
        }
        Reading::Ready(value) => value,
    };
    let mut written = keys.clone();
    match relata::changes(&value, keys) {
        Ok(changes) => changes.apply(&mut written),
        Err(report) => prop_assert!(false, "what was read cannot be written: {report}"),
    }
    match read::<B>(&written) {
        Reading::Ready(again) => prop_assert_eq!(&again, &value),
        // Everything that was there was as good as nothing.
        Reading::Absent => {}
        other => prop_assert!(false, "{written:?}: {other:?}"),
    }
    let again = relata::changes(&value, &written);
    prop_assert!(
        again.as_ref().is_ok_and(relata::Changes::is_empty),
        "{again:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_was_read_is_written_and_read_as_the_same(keys in databag()) {
        there_and_back::<v0::ProviderApp>(&keys)?;
        there_and_back::<v1::ProviderApp>(&keys)?;
        there_and_back::<v1::ProviderUnit>(&keys)?;
        there_and_back::<v1::RequirerApp>(&keys)?;
        there_and_back::<v1::RequirerUnit>(&keys)?;
        there_and_back::<v1::PeerApp>(&keys)?;
    }

    #[test]
    fn a_side_is_read_whatever_its_databags_hold(
        app in prop::option::of(databag()),
        units in prop::collection::vec(databag(), 0..3),
    ) {
        let names: Vec<UnitName> =
            (0..units.len()).filter_map(|n| UnitName::new(format!("a/{n}")).ok()).collect();
        let mut remote = Remote::new();
        if let Some(app) = &app {
            remote = remote.app(app);
        }
        for (name, bag) in names.iter().zip(&units) {
            remote = remote.unit(name.clone(), bag);
        }
        let agreement = relata::agree::<everything::Provider>(&remote);
        let there = app.is_some() || !units.is_empty();
        let waiting = agreement == relata::versions::Agreement::Waiting;
        prop_assert!(there || waiting);
        if let Some(received) = receive::<everything::Provider>(&remote) {
            prop_assert!(!waiting);
            prop_assert!(everything::v1::ProviderApp::TABLE.versions.contains(&1));
            prop_assert!(received.reports.len() <= 1 + units.len());
            prop_assert_eq!(received.data.version(), received.version);
            // Each databag is read on its own: it is there, or it is told, or
            // nothing is in it.
            if let everything::ProviderData::V1(side) = &received.data {
                for (name, bag) in names.iter().zip(&units) {
                    let ready = matches!(read::<v1::ProviderUnit>(bag), Reading::Ready(_));
                    prop_assert_eq!(side.units.contains_key(name), ready);
                }
            }
        }
        let _ = receive::<everything::Requirer>(&remote);
        let _ = receive::<everything::Peer>(&remote);
    }
}

/// The typed reader and the interpreter share no code.
#[cfg(feature = "spec")]
mod interpreted {
    use super::*;
    use relata::spec::bag::{Verdict, judge};
    use relata::spec::model::{Interface, Role, Scope};
    use std::sync::LazyLock;

    static MODEL: LazyLock<Interface> = LazyLock::new(everything::model);

    fn same<B: Bag>(
        number: u32,
        role: Role,
        scope: Scope,
        keys: &Databag,
    ) -> Result<(), TestCaseError> {
        let version = MODEL.version(number).expect("the version is declared");
        let judgement = judge(version, role, scope, keys);
        let reading = read::<B>(keys);
        let verdict = match &reading {
            Reading::Absent => Verdict::Absent,
            Reading::Incomplete(_) => Verdict::Incomplete,
            Reading::Ready(_) => Verdict::Ready,
            Reading::Invalid(_) => Verdict::Invalid,
        };
        prop_assert_eq!(
            verdict,
            judgement.verdict,
            "{} {} v{}: {:?}\n{:?} {:?}\n{:?}",
            role,
            scope,
            number,
            keys,
            judgement.missing,
            judgement.problems,
            reading.report()
        );
        if let Some(report) = reading.report() {
            let mut ours = report.missing.clone();
            let mut theirs = judgement.missing;
            ours.sort();
            theirs.sort();
            prop_assert_eq!(ours, theirs);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

        #[test]
        fn the_typed_reader_and_the_interpreter_come_to_the_same_verdict(keys in databag()) {
            same::<v0::ProviderApp>(0, Role::Provider, Scope::App, &keys)?;
            same::<v1::ProviderApp>(1, Role::Provider, Scope::App, &keys)?;
            same::<v1::ProviderUnit>(1, Role::Provider, Scope::Unit, &keys)?;
            same::<v1::RequirerApp>(1, Role::Requirer, Scope::App, &keys)?;
            same::<v1::RequirerUnit>(1, Role::Requirer, Scope::Unit, &keys)?;
            same::<v1::PeerApp>(1, Role::Peer, Scope::App, &keys)?;
        }
    }
}
