//! Which charms does a list name, and for what?

use crate::args::MatrixArgs;
use crate::failure::Failure;
use crate::{input, names};
use relata_spec::Interface;
use relata_spec::document::parse;
use relata_spec::model::Role;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What a list says of one charm.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    /// The charm's name.
    pub(super) name: String,
    /// What it is to keep to.
    pub(super) claim: Claim<'a>,
    /// The folder that it is in, if it is on this machine.
    pub(super) folder: Option<PathBuf>,
    /// Where it can be fetched.
    pub(super) url: Option<String>,
    /// The branch to fetch, if not the usual one.
    pub(super) branch: Option<String>,
    /// The list, with the line.
    pub(super) at: String,
}

/// What a charm is said to keep to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    /// Every interface that the charm itself names if `None`.
    pub(super) interface: Option<&'a Interface>,
    /// Every version if `None`.
    pub(super) version: Option<u32>,
    pub(super) role: Role,
}

/// The form of a list: that of `interface.yaml`, of which `charms.yaml` is a part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: Option<Spanned<String>>,
    version: Option<Spanned<u32>>,
    #[serde(default)]
    providers: Option<Vec<Spanned<Charm>>>,
    #[serde(default)]
    requirers: Option<Vec<Spanned<Charm>>>,
    #[serde(rename = "internal")]
    _internal: Option<IgnoredAny>,
    #[serde(rename = "status")]
    _status: Option<IgnoredAny>,
    #[serde(rename = "lib")]
    _lib: Option<IgnoredAny>,
    #[serde(rename = "summary")]
    _summary: Option<IgnoredAny>,
    #[serde(rename = "description")]
    _description: Option<IgnoredAny>,
    #[serde(rename = "maintainer")]
    _maintainer: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Charm {
    name: String,
    path: Option<PathBuf>,
    url: Option<String>,
    branch: Option<String>,
    test_setup: Option<TestSetup>,
}

/// What upstream's tester has to know of a charm. Only where the charm is in its
/// repository concerns us.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestSetup {
    charm_root: Option<PathBuf>,
    #[serde(rename = "pre_run")]
    _pre_run: Option<IgnoredAny>,
    #[serde(rename = "location")]
    _location: Option<IgnoredAny>,
    #[serde(rename = "identifier")]
    _identifier: Option<IgnoredAny>,
}

/// Reads lists, and those in folders.
pub(super) fn read<'a>(
    catalogue: &'a [Interface],
    args: &MatrixArgs,
) -> Result<Vec<Entry<'a>>, Failure> {
    let mut entries = Vec::new();
    for path in &args.lists {
        if path.is_dir() {
            let mut found = Vec::new();
            search(path, &mut found)?;
            if found.is_empty() {
                return Err(Failure::new(format!(
                    "{}: there is no `interface.yaml` and no `charms.yaml` in this folder",
                    input::name(path)
                )));
            }
            for list in found {
                document(catalogue, args, &list, &mut entries)?;
            }
        } else {
            document(catalogue, args, path, &mut entries)?;
        }
    }
    once(&entries)?;
    Ok(entries)
}

/// The lists in a folder, in order. Hidden folders and templates (`__template__`) are
/// passed over.
fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("cannot read {}: {error}", input::name(folder)));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        paths.push((entry.path(), entry.file_type().map_err(failed)?));
    }
    paths.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, kind) in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if kind.is_dir() && !name.starts_with(['.', '_']) {
            search(&path, found)?;
        } else if kind.is_file() && ["charms.yaml", "interface.yaml"].contains(&&*name) {
            found.push(path);
        }
    }
    Ok(())
}

fn document<'a>(
    catalogue: &'a [Interface],
    args: &MatrixArgs,
    path: &Path,
    entries: &mut Vec<Entry<'a>>,
) -> Result<(), Failure> {
    let list = input::name(path);
    let text = input::read(path, None)?;
    let document: Document = parse(&text).map_err(|error| {
        Failure::new(format!(
            "cannot read {list}: {error}; a list of charms has the keys `providers` and \
             `requirers`, as in `interface.yaml`"
        ))
    })?;
    let (mut name, mut version) = by_place(path);
    if let Some(stated) = document.name {
        name = Some(stated.value);
    }
    if let Some(stated) = document.version {
        version = Some(stated.value);
    }
    let in_list = |failure: Failure| failure.in_file(&list);
    let interface = match &name {
        Some(name) => Some(names::interface(catalogue, name).map_err(in_list)?),
        None => None,
    };
    match (interface, version) {
        (Some(interface), Some(number)) => {
            names::version(interface, number).map_err(in_list)?;
        }
        (None, Some(_)) => {
            return Err(Failure::new(format!(
                "{list} has a `version` and no `name`: write which interface it is of"
            )));
        }
        _ => {}
    }
    let roles = [
        (Role::Provider, document.providers),
        (Role::Requirer, document.requirers),
    ];
    for (role, charms) in roles {
        for charm in charms.unwrap_or_default() {
            let at = format!("{list}, line {}", charm.referenced.line());
            let claim = Claim {
                interface,
                version,
                role,
            };
            entries.push(entry(charm.value, claim, path, args, at)?);
        }
    }
    Ok(())
}

/// Upstream's lists lie in `interfaces/<name>/v<N>/`, since the catalogue has moved in
/// `interfaces/<name>/interface/v<N>/`.
fn by_place(path: &Path) -> (Option<String>, Option<u32>) {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folders: Vec<&str> = (path.parent().into_iter())
        .flat_map(Path::components)
        .filter_map(|part| part.as_os_str().to_str())
        .collect();
    let number = |folder: &str| folder.strip_prefix('v')?.parse().ok();
    match folders[..] {
        [.., "interfaces", name, "interface", version] | [.., "interfaces", name, version] => {
            match number(version) {
                Some(number) => (Some(name.to_owned()), Some(number)),
                None => (None, None),
            }
        }
        _ => (None, None),
    }
}

fn entry<'a>(
    charm: Charm,
    claim: Claim<'a>,
    list: &Path,
    args: &MatrixArgs,
    at: String,
) -> Result<Entry<'a>, Failure> {
    if charm.name.is_empty() || charm.name.contains(['/', '\0']) || charm.name.starts_with('.') {
        return Err(Failure::new(format!(
            "{at}: `{}` is no charm's name",
            charm.name
        )));
    }
    let repository = match (&charm.path, &args.checkouts) {
        (Some(path), _) => Some(list.parent().unwrap_or(Path::new("")).join(path)),
        (None, Some(checkouts)) => Some(checkouts.join(&charm.name)),
        (None, None) => None,
    };
    let root = charm.test_setup.and_then(|setup| setup.charm_root);
    let folder = match (repository, root) {
        (Some(repository), Some(root)) => Some(repository.join(inside(&root, &at)?)),
        (repository, _) => repository,
    };
    Ok(Entry {
        name: charm.name,
        claim,
        folder,
        url: charm.url,
        branch: charm.branch,
        at,
    })
}

/// A folder of a charm's repository.
fn inside<'p>(root: &'p Path, at: &str) -> Result<&'p Path, Failure> {
    let stays =
        (root.components()).all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if stays {
        Ok(root)
    } else {
        Err(Failure::new(format!(
            "{at}: `charm_root` is a folder in the charm's repository, not `{}`",
            root.display()
        )))
    }
}

/// A charm, an interface, a version and a role.
type Named<'e> = (&'e str, Option<&'e str>, Option<u32>, Role);

/// No charm may be named twice for the same, nor be in two places.
fn once(entries: &[Entry<'_>]) -> Result<(), Failure> {
    let mut claims: BTreeMap<Named<'_>, &str> = BTreeMap::new();
    let mut places: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for entry in entries {
        let claim = &entry.claim;
        let interface = claim.interface.map(|interface| interface.name.as_str());
        let key = (entry.name.as_str(), interface, claim.version, claim.role);
        if let Some(first) = claims.insert(key, &entry.at) {
            return Err(Failure::new(format!(
                "{}: `{}` is named twice as a {}, first in {first}",
                entry.at, entry.name, claim.role
            )));
        }
        match places.get(entry.name.as_str()) {
            Some(first) if first.folder.is_some() && entry.folder.is_some() => {
                let place = |entry: &Entry<'_>| {
                    (entry.folder.as_ref())
                        .map(|path| fs::canonicalize(path).unwrap_or(path.clone()))
                };
                if place(first) != place(entry) {
                    return Err(Failure::new(format!(
                        "{}: `{}` has another path in {}; give two charms two names",
                        entry.at, entry.name, first.at
                    )));
                }
            }
            Some(first) if first.folder.is_some() => {}
            _ => {
                places.insert(&entry.name, entry);
            }
        }
    }
    Ok(())
}
