//! Which charms does each machine try?

use super::list::Entry;
use crate::failure::Failure;
use serde::Serialize;
use std::collections::BTreeMap;

/// The matrix of a job of GitHub Actions.
#[derive(Serialize)]
struct Matrix<'a> {
    include: Vec<Part<'a>>,
}

/// What one machine does.
#[derive(Serialize)]
struct Part<'a> {
    /// For the name of the job.
    name: String,
    /// For `--shard`.
    shard: String,
    charms: Vec<Charm<'a>>,
}

/// Where a machine gets a charm from.
#[derive(Serialize)]
struct Charm<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<&'a str>,
}

/// The entries of each charm that can be tried, by its name.
pub(super) fn by_charm<'e, 'a>(entries: &'e [Entry<'a>]) -> BTreeMap<&'e str, Vec<&'e Entry<'a>>> {
    let mut charms: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        charms.entry(&entry.name).or_default().push(entry);
    }
    charms
}

/// Whether the charm with this number among those that can be tried is for the `shard`
/// of so many.
pub(super) fn is_in(number: usize, (shard, shards): (usize, usize)) -> bool {
    number % shards == shard - 1
}

/// Whether a charm with these entries can be tried by somebody.
pub(super) fn can_be_tried(entries: &[&Entry<'_>]) -> bool {
    entries.iter().any(|entry| entry.folder.is_some())
}

/// The matrix, in one line, as `GITHUB_OUTPUT` takes it; `None` if there is nothing to
/// try.
pub(super) fn github(entries: &[Entry<'_>], most: usize) -> Result<Option<String>, Failure> {
    let charms = by_charm(entries);
    let charms: Vec<(&str, &[&Entry<'_>])> = (charms.iter())
        .filter(|(_, entries)| can_be_tried(entries))
        .map(|(name, entries)| (*name, entries.as_slice()))
        .collect();
    let shards = charms.len().min(most);
    let include: Vec<Part<'_>> = (1..=shards)
        .map(|shard| {
            let mine: Vec<Charm<'_>> = (charms.iter().enumerate())
                .filter(|(number, _)| is_in(*number, (shard, shards)))
                .map(|(_, (name, entries))| Charm {
                    name,
                    url: entries.iter().find_map(|entry| entry.url.as_deref()),
                    branch: entries.iter().find_map(|entry| entry.branch.as_deref()),
                })
                .collect();
            let names: Vec<&str> = mine.iter().map(|charm| charm.name).collect();
            Part {
                name: names.join(", "),
                shard: format!("{shard}/{shards}"),
                charms: mine,
            }
        })
        .collect();
    if include.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(&Matrix { include });
    text.map(|text| Some(text + "\n"))
        .map_err(|error| Failure::new(format!("the matrix cannot be written: {error}")))
}
