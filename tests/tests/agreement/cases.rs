//! Databags to be judged: those of the public catalogue, and those that are
//! made from the declarations.

use relata::spec::model::{Interface, Role, Scope, Version};
use relata::spec::sample::{self, Databag};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// One databag.
pub(crate) struct Case<'a> {
    /// Where it comes from.
    pub(crate) id: String,
    pub(crate) interface: &'a Interface,
    pub(crate) version: &'a Version,
    pub(crate) role: Role,
    pub(crate) scope: Scope,
    pub(crate) databag: Databag,
}

/// Every databag that some version declares.
pub(crate) fn places(
    catalogue: &[Interface],
) -> impl Iterator<Item = (&Interface, &Version, Role, Scope)> {
    catalogue.iter().flat_map(|interface| {
        interface.versions.iter().flat_map(move |version| {
            version.roles.iter().flat_map(move |(role, spec)| {
                Scope::ALL
                    .into_iter()
                    .filter(|scope| spec.bag(*scope).is_some())
                    .map(move |scope| (interface, version, *role, scope))
            })
        })
    })
}

/// What is made from the declarations: a typical databag of each, the least
/// one, an empty one, and each that must be refused.
pub(crate) fn samples(catalogue: &[Interface]) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for (interface, version, role, scope) in places(catalogue) {
        let mut put = |what: &str, databag: Databag| {
            cases.push(Case {
                id: format!(
                    "{} v{} {role} {scope}: {what}",
                    interface.name, version.number
                ),
                interface,
                version,
                role,
                scope,
                databag,
            });
        };
        put("empty", Databag::new());
        for (what, made) in [
            ("typical", sample::typical(version, role, scope)),
            ("minimal", sample::minimal(version, role, scope)),
        ] {
            if let Some(databag) = made {
                put(what, databag);
            }
        }
        for broken in sample::broken(version, role, scope) {
            put(&format!("{}: {}", broken.rule, broken.what), broken.databag);
        }
    }
    cases
}

#[derive(Deserialize)]
struct Vector {
    role: Role,
    scope: Scope,
    databag: Databag,
}

/// The databags of the public catalogue, where they are at hand: they do not
/// belong to this repository.
pub(crate) fn vectors(catalogue: &[Interface]) -> Vec<Case<'_>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/catalogue/vectors");
    if !folder.is_dir() {
        println!("SKIPPED: {} does not exist", folder.display());
        return Vec::new();
    }
    let mut cases = Vec::new();
    for interface in catalogue {
        for of_version in entries(&folder.join(&interface.name)) {
            let name = of_version
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            // The folder `lib` holds what only a library defines, so far in one
            // version.
            let number = match name.strip_prefix('v') {
                Some(number) => number.parse().ok(),
                None => Some(0),
            };
            let Some(version) = number.and_then(|number| interface.version(number)) else {
                continue;
            };
            for file in entries(&of_version) {
                let text = fs::read_to_string(&file).expect("the vector can be read");
                let vector: Vector = serde_json::from_str(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                let stem = file.file_stem().unwrap_or_default().to_string_lossy();
                cases.push(Case {
                    id: format!("{}/{name}/{stem}", interface.name),
                    interface,
                    version,
                    role: vector.role,
                    scope: vector.scope,
                    databag: vector.databag,
                });
            }
        }
    }
    cases
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
