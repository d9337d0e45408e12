//! Nothing that the catalogue has released breaks.
//!
//! After a change that breaks nothing, `cargo run -- freeze` writes the files
//! anew.

mod common;

use relata_spec::Interface;
use relata_spec::model::Status;
use std::fs;

#[test]
fn nothing_released_breaks() {
    let folder = common::root().join("interfaces/frozen");
    if let Err(report) = relata_cli::frozen(&relata_interfaces::catalogue(), folder) {
        panic!("{report}");
    }
}

#[test]
fn every_released_version_is_frozen_as_it_is_declared() {
    let said = common::relata(&["freeze", "--check", "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let answer = said.json();
    let states = answer["versions"].as_array().expect("a list");
    let released = relata_interfaces::catalogue();
    let released = released.iter().flat_map(|interface| &interface.versions);
    let released = released.filter(|version| version.status != Status::Draft);
    assert_eq!(states.len(), released.count());
    for version in states {
        assert_eq!(
            version["state"], "unchanged",
            "{version}: run `cargo run -- freeze`"
        );
    }
    assert_eq!(
        answer["idle"],
        serde_json::json!([]),
        "an exception that nothing needs"
    );
}

#[test]
fn each_file_holds_one_version_and_is_as_it_is_written() {
    let folder = common::root().join("interfaces/frozen");
    for interface in fs::read_dir(folder).expect("the frozen catalogue") {
        let interface = interface.expect("an entry");
        for file in fs::read_dir(interface.path()).expect("a folder per interface") {
            let path = file.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a text");
            let read = Interface::from_json_str(&text).expect("a frozen specification");
            assert_eq!(read.name, interface.file_name().to_string_lossy());
            let [version] = &read.versions[..] else {
                panic!("{} holds {} versions", path.display(), read.versions.len());
            };
            let stem = path.file_stem().expect("a name").to_string_lossy();
            assert_eq!(format!("v{}", version.number), stem);
            assert_eq!(read.to_json_string(), text, "{}", path.display());
        }
    }
}
