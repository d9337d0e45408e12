//! The exported documents of the whole catalogue: well-formed, and true.

use relata_interfaces::catalogue;
use relata_spec::export::{File, files};
use relata_spec::model::{Interface, Role};
use serde_json::Value as Json;

/// Every version's document of this name.
fn documents(name: &str) -> Vec<(Interface, u32, String)> {
    let catalogue = catalogue();
    let all = files(&catalogue);
    let mut found = Vec::new();
    for interface in catalogue {
        for version in &interface.versions {
            let path = format!("{}/interface/v{}/{name}", interface.name, version.number);
            let file: &File = all
                .iter()
                .find(|file| file.path == path)
                .expect("it is there");
            found.push((interface.clone(), version.number, file.content.clone()));
        }
    }
    found
}

/// The blocks of code of a language.
fn fenced(markdown: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in markdown.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(of)) if of == language => open = Some(String::new()),
            (None, _) => {}
        }
    }
    blocks
}

#[test]
fn each_readme_is_well_formed() {
    for (interface, number, text) in documents("README.md") {
        let place = format!("{} v{number}", interface.name);
        assert!(
            text.starts_with(&format!("# `{}/v{number}`\n", interface.name)),
            "{place}"
        );
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{place}");
        let mut fenced = false;
        let mut columns = None;
        let mut depth = 0;
        let mut before = "";
        for line in text.lines() {
            let place = format!("{place}: {line}");
            if line.starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                before = line;
                continue;
            }
            assert_eq!(line.trim_end(), line, "{place}");
            assert!(!(line.is_empty() && before.is_empty()), "{place}");
            if line.starts_with('#') {
                assert!(before.is_empty(), "{place}");
                let level = line.bytes().take_while(|byte| *byte == b'#').count();
                assert!(level <= depth + 1, "{place}: a level is left out");
                depth = level;
            }
            if line.starts_with('|') {
                let cells = line.replace("\\|", "").matches('|').count();
                assert_eq!(*columns.get_or_insert(cells), cells, "{place}");
            } else {
                columns = None;
            }
            before = line;
        }
        assert!(!fenced, "{place}: a block of code is not closed");
    }
}

#[test]
fn each_arrow_names_the_fields_of_its_databag() {
    for (interface, number, text) in documents("README.md") {
        let version = interface.version(number).expect("it is there");
        let charts = fenced(&text, "mermaid");
        let [chart] = charts.as_slice() else {
            panic!("{} v{number}: one chart", interface.name);
        };
        for (role, spec) in &version.roles {
            for (scope, bag) in [("app", &spec.app), ("unit", &spec.unit)] {
                let Some(bag) = bag.as_ref().filter(|bag| !bag.fields.is_empty()) else {
                    continue;
                };
                let from = match role {
                    Role::Provider => "Provider",
                    Role::Requirer => "Requirer",
                    Role::Peer => "Peer",
                };
                let arrow = chart
                    .lines()
                    .find(|line| line.trim().starts_with(&format!("{from} -- \"{scope}: ")))
                    .unwrap_or_else(|| panic!("{} v{number}: {chart}", interface.name));
                for field in &bag.fields {
                    assert!(arrow.contains(&field.name), "{}: {arrow}", field.name);
                }
            }
        }
    }
}

/// An example is what a charm may write: the checker finds it ready.
#[test]
fn each_example_is_judged_ready() {
    let catalogue = catalogue();
    let mut seen = 0;
    for (interface, number, text) in documents("README.md") {
        for block in fenced(&text, "yaml") {
            if !block.contains("relation-info:") {
                continue;
            }
            let writer = if block.contains("provider/0:\n        in-scope") {
                "provider"
            } else {
                "requirer"
            };
            let role = if writer == "provider" {
                "requirer"
            } else {
                "provider"
            };
            let version = format!("v{number}");
            let args = [
                "relata",
                "check",
                "-",
                "--juju",
                "3",
                "--format",
                "json",
                "--interface",
                &interface.name,
                "--version",
                &version,
                "--role",
                role,
            ];
            let answer = relata_cli::run(&catalogue, args, Some(&mut block.as_bytes()));
            let place = format!(
                "{} {version} {writer}:\n{block}\n{}",
                interface.name, answer.stdout
            );
            assert_eq!(answer.code, 0, "{place}{}", answer.stderr);
            let json: Json = serde_json::from_str(&answer.stdout).expect("JSON");
            assert_eq!(json["verdict"], "ready", "{place}");
            for bag in json["bags"].as_array().expect("a list") {
                assert_eq!(bag["role"], writer, "{place}");
                assert_eq!(bag["unknown_keys"], serde_json::json!([]), "{place}");
            }
            seen += 1;
        }
    }
    assert!(seen > catalogue.len(), "only {seen} examples");
}

#[test]
fn a_role_that_writes_something_has_an_example() {
    for (interface, number, text) in documents("README.md") {
        let version = interface.version(number).expect("it is there");
        for (role, spec) in &version.roles {
            let bags = [&spec.app, &spec.unit].into_iter().flatten();
            let writes = bags.into_iter().any(|bag| !bag.fields.is_empty());
            let has = text.contains(&format!("#### Example of the {role}\n"));
            assert_eq!(has, writes, "{} v{number} {role}", interface.name);
        }
    }
}

/// What a rule says of a release reads strangely where versions are compared.
#[test]
fn differences_between_versions_read_as_news() {
    for (interface, number, text) in documents("README.md") {
        for phrase in ["not reserved", "old charms", "old readers", "new readers"] {
            assert!(
                !text.contains(phrase),
                "{} v{number}: {phrase}",
                interface.name
            );
        }
    }
}

#[test]
fn each_interface_yaml_says_what_the_declaration_says() {
    for (interface, number, text) in documents("interface.yaml") {
        let version = interface.version(number).expect("it is there");
        let yaml: Json =
            serde_saphyr::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"));
        let place = format!("{} v{number}", interface.name);
        assert_eq!(yaml["name"], interface.name, "{place}");
        assert_eq!(yaml["version"], number, "{place}");
        assert_eq!(yaml["status"], version.status.name(), "{place}");
        assert_eq!(yaml["internal"], interface.internal, "{place}");
        assert_eq!(yaml["lib"].as_str(), version.lib.as_deref(), "{place}");
        assert_eq!(
            yaml["maintainer"].as_str(),
            interface.maintainer.as_deref(),
            "{place}"
        );
        assert!(
            !yaml["summary"].as_str().expect("a text").contains('\n'),
            "{place}"
        );
        assert!(
            yaml["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{place}"
        );
        for (key, charms) in [
            ("providers", &version.providers),
            ("requirers", &version.requirers),
        ] {
            let found = yaml[key].as_array().expect("a list");
            assert_eq!(found.len(), charms.len(), "{place}");
            for (found, charm) in found.iter().zip(charms) {
                assert_eq!(found["name"], charm.name, "{place}");
                assert_eq!(found["url"], charm.url, "{place}");
                assert_eq!(found["branch"].as_str(), charm.branch.as_deref(), "{place}");
            }
        }
    }
}

#[test]
fn each_schema_has_an_id_of_its_own() {
    let all = files(&catalogue());
    let mut ids: Vec<String> = all
        .iter()
        .filter(|file| file.path.contains("/schemas/"))
        .map(|file| {
            let schema: Json = serde_json::from_str(&file.content).expect("JSON");
            schema["$id"].as_str().expect("a text").to_owned()
        })
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn the_index_has_the_entries_of_the_catalogue_in_its_form() {
    let all = files(&catalogue());
    let index = all.last().expect("it is the last");
    assert_eq!(index.path, "index.json");
    assert!(index.content.is_ascii());
    let entries: Vec<Json> = serde_json::from_str(&index.content).expect("a list");
    let names: Vec<&str> = entries
        .iter()
        .map(|entry| entry["name"].as_str().expect("a text"))
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    assert_eq!(names.len(), catalogue().len());
    let head = index
        .content
        .lines()
        .skip(2)
        .take(7)
        .map(|line| line.trim().split('"').nth(1).expect("a key").to_owned());
    let keys = [
        "name",
        "version",
        "lib",
        "lib_url",
        "lib_docs_url",
        "docs_url",
        "summary",
    ];
    assert_eq!(head.collect::<Vec<_>>(), keys);
    for entry in &entries {
        assert!(
            entry["version"]
                .as_str()
                .is_some_and(|text| text.parse::<u32>().is_ok())
        );
    }
}
