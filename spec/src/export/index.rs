//! `index.json`: which interfaces are there, for programs?
//!
//! The form is that of the public catalogue: a list with one entry per
//! interface, which describes its newest version, in the order of the names,
//! in ASCII. `lib_url` and `lib_docs_url` follow from the library's name as
//! Charmhub, the Python package index and charmlibs build their addresses.

use super::interface_yaml::{description, summary};
use crate::model::Interface;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// The file's name, beside the interfaces' folders.
pub const NAME: &str = "index.json";

/// The keys of an entry, in their order.
const KEYS: [&str; 10] = [
    "name",
    "version",
    "lib",
    "lib_url",
    "lib_docs_url",
    "docs_url",
    "summary",
    "description",
    "tags",
    "status",
];

/// The index of these interfaces.
pub fn index(interfaces: &[Interface]) -> String {
    written(interfaces.iter().filter_map(entry).collect())
}

/// An index that is there already, with these interfaces in it: their entries
/// are written anew, every other one is kept.
///
/// # Errors
///
/// If `existing` is no such index, with what is wrong with it.
///
/// ```
/// use relata_spec::export::index::merged;
///
/// assert_eq!(merged(r#"[{"name": "mine"}]"#, &[]).unwrap(), "[\n  {\n    \"name\": \"mine\"\n  }\n]\n");
/// assert!(merged("{}", &[]).is_err());
/// ```
pub fn merged(existing: &str, interfaces: &[Interface]) -> Result<String, String> {
    let list: Json = serde_json::from_str(existing).map_err(|error| format!("no JSON: {error}"))?;
    let Json::Array(list) = list else {
        return Err("no list of interfaces".to_owned());
    };
    let mut entries: Vec<Entry> = interfaces.iter().filter_map(entry).collect();
    for (number, other) in list.into_iter().enumerate() {
        let Json::Object(other) = other else {
            return Err(format!("entry {} is no object", number + 1));
        };
        let Some(Json::String(name)) = other.get("name") else {
            return Err(format!("entry {} has no name", number + 1));
        };
        if !interfaces.iter().any(|interface| interface.name == *name) {
            entries.push(Entry(other));
        }
    }
    Ok(written(entries))
}

/// An entry. It is written with the known keys first.
struct Entry(Map<String, Json>);

impl Entry {
    /// The order of the catalogue: that of the entries' own JSON, which begins
    /// with the name and a quote.
    fn key(&self) -> String {
        format!(
            "{}\"",
            self.0
                .get("name")
                .and_then(Json::as_str)
                .unwrap_or_default()
        )
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for key in KEYS {
            if let Some(value) = self.0.get(key) {
                map.serialize_entry(key, value)?;
            }
        }
        for (key, value) in &self.0 {
            if !KEYS.contains(&key.as_str()) {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

fn entry(interface: &Interface) -> Option<Entry> {
    let version = interface.newest()?;
    let lib = version.lib.as_deref().unwrap_or_default();
    let mut tags = interface.tags.clone();
    tags.sort();
    let entry = json!({
        "name": interface.name,
        "version": version.number.to_string(),
        "lib": lib,
        "lib_url": lib_url(lib),
        "lib_docs_url": lib_docs_url(lib),
        "docs_url": format!(
            "https://canonical.com/juju/docs/charmlibs/reference/interfaces/{}/",
            interface.name
        ),
        "summary": summary(interface),
        "description": description(interface, version),
        "tags": tags,
        "status": version.status.name(),
    });
    match entry {
        Json::Object(entry) => Some(Entry(entry)),
        _ => None,
    }
}

fn written(mut entries: Vec<Entry>) -> String {
    entries.sort_by_cached_key(Entry::key);
    // Strings and numbers only: nothing that cannot be written.
    let text = serde_json::to_string_pretty(&entries).unwrap_or_default();
    ascii(&text) + "\n"
}

/// Other letters only stand in strings, where JSON has an escape for them.
fn ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

/// Where a library can be had: `charms.<charm>.<lib>` on Charmhub, the
/// distributions of charmlibs and any name without a dot from the Python package
/// index. Nothing for a module of another distribution: its name does not say
/// which.
fn lib_url(lib: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if lib.is_empty() || !lib.chars().all(part) {
        return String::new();
    }
    let parts: Vec<&str> = lib.split('.').collect();
    match parts[..] {
        ["charms", charm, .., name] => format!(
            "https://charmhub.io/{}/libraries/{name}",
            charm.replace('_', "-")
        ),
        ["charmlibs", ..] | [_] => {
            let words: Vec<&str> = lib
                .split(['-', '_', '.'])
                .filter(|word| !word.is_empty())
                .collect();
            format!(
                "https://pypi.org/project/{}",
                words.join("-").to_lowercase()
            )
        }
        _ => String::new(),
    }
}

/// Where charmlibs documents a library of its own.
fn lib_docs_url(lib: &str) -> String {
    if !lib.starts_with("charmlibs.") {
        return String::new();
    }
    let path = lib.replace('.', "/").replace('_', "-");
    format!("https://canonical.com/juju/docs/charmlibs/reference/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_library_follows_from_its_name() {
        for (lib, url, docs) in [
            ("", "", ""),
            (
                "object-storage-charmlib",
                "https://pypi.org/project/object-storage-charmlib",
                "",
            ),
            (
                "charmlibs.interfaces.auth_proxy",
                "https://pypi.org/project/charmlibs-interfaces-auth-proxy",
                "https://canonical.com/juju/docs/charmlibs/reference/charmlibs/interfaces/auth-proxy",
            ),
            (
                "charms.vault_k8s.v0.vault_kv",
                "https://charmhub.io/vault-k8s/libraries/vault_kv",
                "",
            ),
            ("my_crate::ingress", "", ""),
            ("coordinated_workers.interfaces.cluster", "", ""),
        ] {
            assert_eq!(
                (lib_url(lib).as_str(), lib_docs_url(lib).as_str()),
                (url, docs)
            );
        }
    }

    #[test]
    fn entries_of_others_are_kept_in_the_form_of_the_catalogue() {
        let old = r#"[{"tags": [], "zz": 1, "name": "b"}, {"name": "a_b"}, {"name": "a", "summary": "é 😀"}]"#;
        let text = merged(old, &[]).expect("an index");
        assert_eq!(
            text,
            "[\n  {\n    \"name\": \"a\",\n    \"summary\": \"\\u00e9 \\ud83d\\ude00\"\n  },\n  \
             {\n    \"name\": \"a_b\"\n  },\n  {\n    \"name\": \"b\",\n    \"tags\": [],\n    \"zz\": 1\n  }\n]\n"
        );
        assert_eq!(merged(&text, &[]).expect("an index"), text);
    }

    #[test]
    fn what_is_no_index_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "no JSON"),
            ("{}", "no list"),
            ("[1]", "entry 1 is no object"),
            ("[{}]", "entry 1 has no name"),
        ] {
            let error = merged(text, &[]).expect_err("no index");
            assert!(error.starts_with(why), "{error}");
        }
    }
}
