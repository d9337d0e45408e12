//! How are changes told to a code scanner?
//!
//! SARIF 2.1.0, which GitHub and others show beside the lines of a change.

use super::finding::Finding;
use relata_spec::rules;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The findings as one run.
pub(crate) fn document(findings: &[Finding]) -> Json {
    let ids: BTreeSet<&str> = findings.iter().map(|one| one.change.rule).collect();
    let described = ids.into_iter().filter_map(rules::rule).map(|rule| {
        json!({
            "id": rule.id,
            "name": rule.slug,
            "shortDescription": {"text": rule.title},
            "help": {"text": rule.help, "markdown": rule.page()},
        })
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "relata",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": described.collect::<Vec<Json>>(),
            }},
            "results": findings.iter().map(result).collect::<Vec<Json>>(),
        }],
    })
}

fn result(finding: &Finding) -> Json {
    let change = &finding.change;
    let mut message = format!("{} {}: {}", finding.interface, change.place, change.what);
    if !change.breaks.is_empty() {
        message = format!("{message}. Breaks: {}", change.breaks.join("; "));
    }
    let level = match (change.breaking, &change.allowed) {
        (true, _) => "error",
        (false, Some(_)) => "warning",
        (false, None) => "note",
    };
    let mut location = json!({
        "logicalLocations": [{
            "fullyQualifiedName": format!("{} {}", finding.interface, change.place),
        }],
    });
    if let Some(source) = &finding.source {
        location["physicalLocation"] = physical(source);
    }
    json!({
        "ruleId": change.rule,
        "level": level,
        "message": {"text": message},
        "locations": [location],
    })
}

/// `file`, or `file:line:column`.
fn physical(source: &str) -> Json {
    let mut parts = source.rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
    match (file, number(line), number(column)) {
        (Some(file), Some(line), Some(column)) => json!({
            "artifactLocation": {"uri": file.replace('\\', "/")},
            "region": {"startLine": line, "startColumn": column},
        }),
        _ => json!({"artifactLocation": {"uri": source.replace('\\', "/")}}),
    }
}
