//! The command takes the same version as a charm that reads the side.

use proptest::prelude::*;
use relata::{Databag, Remote, Role, UnitName, receive};
use relata_interfaces::{certificate_transfer, s3};
use relata_spec::Interface;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Vec<Interface>> = LazyLock::new(relata_interfaces::catalogue);

/// The version in which a charm reads a side.
fn received<R: Role>(app: &Databag, units: &[Databag]) -> Option<u32> {
    let remote = units
        .iter()
        .enumerate()
        .fold(Remote::new().app(app), |remote, (number, bag)| {
            let name: UnitName = format!("b/{number}").parse().expect("a unit's name");
            remote.unit(name, bag)
        });
    receive::<R>(&remote).map(|received| received.version)
}

/// The version in which the command judges the same side, of an interface in
/// which the unit that is shown has the other role.
fn judged(interface: &str, writer: &str, app: &Databag, units: &[Databag]) -> Option<String> {
    let related: serde_json::Map<String, Json> = units
        .iter()
        .enumerate()
        .map(|(number, bag)| {
            (
                format!("b/{number}"),
                json!({"in-scope": true, "data": bag}),
            )
        })
        .collect();
    let document = json!({"a/0": {"relation-info": [{
        "relation-id": 1,
        "endpoint": "x",
        "related-endpoint": "y",
        "application-data": app,
        "related-units": related,
    }]}})
    .to_string();
    let reader = if writer == "provider" {
        "requirer"
    } else {
        "provider"
    };
    let args = [
        "relata",
        "check",
        "-",
        "--format",
        "json",
        "--juju",
        "3",
        "--interface",
        interface,
        "--role",
        reader,
        "--endpoint",
        "x",
    ];
    let answer = relata_cli::run(&CATALOGUE, args, Some(&mut document.as_bytes()));
    let answer: Json = serde_json::from_str(&answer.stdout).expect("JSON");
    let versions: Vec<&str> = answer["bags"]
        .as_array()?
        .iter()
        .filter_map(|bag| bag["version"].as_str())
        .collect();
    assert!(
        versions.iter().all(|version| *version == versions[0]),
        "a side has one version: {answer:#}"
    );
    versions.first().map(|version| (*version).to_owned())
}

/// Fails where a charm reads the side in another version. Where it reads
/// nothing, the command is free.
fn agrees<R: Role>(
    interface: &str,
    writer: &str,
    app: &Databag,
    units: &[Databag],
) -> Result<(), TestCaseError> {
    if let Some(version) = received::<R>(app, units) {
        let judged = judged(interface, writer, app, units);
        prop_assert_eq!(judged, Some(format!("v{version}")), "{:?} {:?}", app, units);
    }
    Ok(())
}

/// A databag with some of these keys, each with one of its values.
fn databag(
    keys: &'static [(&'static str, &'static [&'static str])],
) -> impl Strategy<Value = Databag> {
    let entries: Vec<_> = keys
        .iter()
        .map(|(key, values)| {
            let value = prop::option::of(prop::sample::select(*values));
            value.prop_map(move |value| Some(((*key).to_owned(), value?.to_owned())))
        })
        .collect();
    entries.prop_map(|entries| entries.into_iter().flatten().collect())
}

const MARKERS: &[&str] = &["0", "1", "\"1\"", "9", "1.0", "banana", "[0, 1]", ""];
const URI: &str = "secret:d40rbhnmp25c76d6bdn0";

const S3: &[(&str, &[&str])] = &[
    ("bucket", &["b", ""]),
    ("access-key", &["a"]),
    ("secret-key", &["s"]),
    ("secret-extra", &[URI, "no uri"]),
    ("endpoint", &["https://m:9000", "m"]),
    ("region", &["r"]),
    ("version", MARKERS),
    ("zzz", &["1"]),
];

const TRANSFER_APP: &[(&str, &[&str])] = &[
    ("certificates", &["[\"c\"]", "c", "[]"]),
    ("version", MARKERS),
    ("zzz", &["1"]),
];

const TRANSFER_UNIT: &[(&str, &[&str])] = &[
    ("certificate", &["c"]),
    ("ca", &["c", "\"c\""]),
    ("chain", &["[\"c\"]", "c"]),
    ("zzz", &["1"]),
];

proptest! {
    #[test]
    fn s3_is_judged_in_the_version_in_which_it_is_read(app in databag(S3)) {
        agrees::<s3::Provider>("s3", "provider", &app, &[])?;
        agrees::<s3::Requirer>("s3", "requirer", &app, &[])?;
    }

    #[test]
    fn certificates_are_judged_in_the_version_in_which_they_are_read(
        app in databag(TRANSFER_APP),
        units in prop::collection::vec(databag(TRANSFER_UNIT), 0..3),
    ) {
        let name = "certificate_transfer";
        agrees::<certificate_transfer::Provider>(name, "provider", &app, &units)?;
        agrees::<certificate_transfer::Requirer>(name, "requirer", &app, &units)?;
    }
}
