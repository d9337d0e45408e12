//! Real databags get the verdict that their authors claim.
//!
//! The vectors are databags from upstream's READMEs, schemas and test suites,
//! as wire strings. They do not belong to this repository: where the folder is
//! missing, the test says so and passes.

use relata::spec::Interface;
use relata::spec::bag::{Judgement, Verdict, judge};
use relata::spec::model::{Role, Scope};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Of 100 vectors, this many are judged as claimed.
const AGREEING_IN_100: usize = 98;

/// Vectors that are judged otherwise on purpose, as `interface/version/file`,
/// and why.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "database_backup/v0/requirer_app_01_readme",
        "upstream's example lacks a comma and has one too many: it is no JSON",
    ),
    (
        "oauth/v0/provider_app_10_lib-unit-test",
        "the test has put the secret itself where its URI belongs; Juju finds no secret by that",
    ),
];

#[derive(Deserialize)]
struct Vector {
    role: Role,
    scope: Scope,
    databag: BTreeMap<String, String>,
    expect: Claim,
    source: String,
}

/// What upstream claims of a databag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Claim {
    Valid,
    Invalid,
}

impl Claim {
    /// Whether a verdict says the same. A databag with nothing of ours in it is
    /// no mistake of its writer's, and nothing that a charm may answer: upstream
    /// calls it the one or the other.
    fn agrees(self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Absent => true,
            Verdict::Ready => self == Claim::Valid,
            Verdict::Incomplete | Verdict::Invalid => self == Claim::Invalid,
        }
    }
}

#[test]
fn upstreams_databags_get_the_verdict_that_upstream_claims() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/catalogue/vectors");
    if !folder.is_dir() {
        println!("SKIPPED: {} does not exist", folder.display());
        return;
    }
    let catalogue = relata_interfaces::catalogue();
    let mut judged = 0;
    let mut undeclared = Vec::new();
    let mut disagreeing = Vec::new();
    for interface in &catalogue {
        for (number, file) in vectors(&folder.join(&interface.name)) {
            let id = id(interface, number, &file);
            let Some(version) = interface.version(number) else {
                undeclared.push(id);
                continue;
            };
            let vector = read(&file);
            let judgement = judge(version, vector.role, vector.scope, &vector.databag);
            judged += 1;
            if !vector.expect.agrees(judgement.verdict) {
                disagreeing.push((id, describe(&vector, &judgement)));
            }
        }
    }
    let agreeing = judged - disagreeing.len();
    println!("{agreeing} of {judged} databags are judged as upstream claims");
    for id in &undeclared {
        println!("not judged, the version is not declared: {id}");
    }
    for (id, what) in &disagreeing {
        println!("{id}: {what}");
    }
    let unexplained: Vec<&(String, String)> = disagreeing
        .iter()
        .filter(|(id, _)| reason(id).is_none())
        .collect();
    assert!(unexplained.is_empty(), "without a reason: {unexplained:#?}");
    let idle: Vec<&str> = EXCEPTIONS
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| {
            let of = |interface: &Interface| id.starts_with(&format!("{}/", interface.name));
            catalogue.iter().any(of) && disagreeing.iter().all(|(other, _)| other != id)
        })
        .collect();
    assert!(idle.is_empty(), "no exceptions any more: {idle:?}");
    assert!(judged > 0, "{} holds no vectors", folder.display());
    assert!(
        agreeing * 100 >= judged * AGREEING_IN_100,
        "{agreeing} of {judged} is less than {AGREEING_IN_100} in 100"
    );
}

fn reason(id: &str) -> Option<&'static str> {
    EXCEPTIONS
        .iter()
        .find(|(other, _)| *other == id)
        .map(|(_, reason)| *reason)
}

/// Every vector of an interface with its version, in the order of their names.
fn vectors(folder: &Path) -> Vec<(u32, PathBuf)> {
    let mut found = Vec::new();
    for version in entries(folder) {
        // The folder `lib` holds what only a library defines, so far in one
        // version.
        let number = match version.file_name().and_then(|name| name.to_str()) {
            Some("lib") => Some(0),
            name => name.and_then(|name| name.strip_prefix('v')?.parse().ok()),
        };
        let Some(number) = number else { continue };
        found.extend(entries(&version).into_iter().map(|file| (number, file)));
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths
}

fn read(file: &Path) -> Vector {
    let text = fs::read_to_string(file).expect("the vector can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn id(interface: &Interface, version: u32, file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    format!("{}/v{version}/{stem}", interface.name)
}

fn describe(vector: &Vector, judgement: &Judgement) -> String {
    let problems: Vec<String> = judgement
        .problems
        .iter()
        .map(|found| format!("{}: {}", found.key, found.problem.message()))
        .collect();
    format!(
        "claimed to be {:?}, judged {}; missing {:?}, problems {problems:?} ({})",
        vector.expect, judgement.verdict, judgement.missing, vector.source
    )
}
