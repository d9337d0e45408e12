//! What is in the catalogue?

use crate::Said;
use crate::args::Format;
use crate::style::{FAINT, NAME, paint};
use relata_spec::Interface;
use relata_spec::model::Status;
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    summary: &'a str,
    tags: &'a [String],
    status: Status,
    versions: Vec<VersionEntry>,
}

#[derive(Serialize)]
struct VersionEntry {
    version: String,
    status: Status,
    roles: Vec<&'static str>,
}

pub(crate) fn run(catalogue: &[Interface], format: Format) -> Said {
    let entries: Vec<Entry<'_>> = catalogue.iter().map(entry).collect();
    Said::fine(match format {
        Format::Json => crate::json(&entries),
        Format::Human => human(&entries),
    })
}

fn entry(interface: &Interface) -> Entry<'_> {
    Entry {
        name: &interface.name,
        summary: &interface.summary,
        tags: &interface.tags,
        status: status(interface),
        versions: interface
            .versions
            .iter()
            .map(|version| VersionEntry {
                version: format!("v{}", version.number),
                status: version.status,
                roles: version.roles.keys().map(|role| role.name()).collect(),
            })
            .collect(),
    }
}

/// An interface is as far as its furthest living version: published if one is,
/// else draft if one is, else retired.
fn status(interface: &Interface) -> Status {
    let has = |status| {
        interface
            .versions
            .iter()
            .any(|version| version.status == status)
    };
    [Status::Published, Status::Draft]
        .into_iter()
        .find(|status| has(*status))
        .unwrap_or(Status::Retired)
}

fn human(entries: &[Entry<'_>]) -> String {
    let versions: Vec<String> = entries
        .iter()
        .map(|entry| {
            let each: Vec<String> = entry
                .versions
                .iter()
                .map(|version| match version.status {
                    Status::Published => version.version.clone(),
                    other => format!("{} ({other})", version.version),
                })
                .collect();
            each.join(", ")
        })
        .collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names = width(&mut entries.iter().map(|entry| entry.name.chars().count()));
    let numbers = width(&mut versions.iter().map(|text| text.chars().count()));
    let mut text = String::new();
    for (entry, versions) in entries.iter().zip(&versions) {
        let _ = writeln!(
            text,
            "{}  {}  {}",
            paint(NAME, format_args!("{:names$}", entry.name)),
            paint(FAINT, format_args!("{versions:numbers$}")),
            crate::failure::one_line(entry.summary)
        );
    }
    text
}
