//! Which interfaces are in these files?

use crate::failure::Failure;
use crate::input;
use relata_spec::Interface;
use relata_spec::model::Version;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How deep a folder is searched. The layout needs two levels.
const DEPTH: usize = 8;

/// The frozen versions of one interface, joined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Released {
    /// The interface with every frozen version.
    pub(crate) interface: Interface,
    /// The file of each version.
    pub(crate) files: BTreeMap<u32, File>,
}

/// A file that holds a frozen version.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: Rc<str>,
}

/// The frozen interfaces of a file or folder, by name.
pub(crate) fn load(path: &Path) -> Result<BTreeMap<String, Released>, Failure> {
    let mut texts = Vec::new();
    if path.is_dir() {
        for file in json_files(path)? {
            texts.push((file.display().to_string(), input::read(&file, None)?));
        }
    } else {
        texts.push((path.display().to_string(), input::read(path, None)?));
    }
    join(texts, "")
}

/// The frozen interfaces of these files, each with its path and text. `at` says
/// in messages of which revision they are.
pub(crate) fn join(
    texts: impl IntoIterator<Item = (String, String)>,
    at: &str,
) -> Result<BTreeMap<String, Released>, Failure> {
    let mut released: BTreeMap<String, Released> = BTreeMap::new();
    for (path, text) in texts {
        let interface = Interface::from_json_str(&text).map_err(|error| {
            let place = match error.place {
                Some((line, column)) => format!("{path}:{line}:{column}"),
                None => path.clone(),
            };
            let said = error.message;
            Failure::new(if error.newer {
                format!("{place}{at}: {said}")
            } else {
                format!(
                    "{place}{at}: this is no frozen specification: {said}; restore the file from \
                     version control, or move it elsewhere if it is another kind of file"
                )
            })
        })?;
        let text = text.into();
        add(&mut released, &File { path, text }, interface)?;
    }
    Ok(released)
}

fn add(
    released: &mut BTreeMap<String, Released>,
    file: &File,
    interface: Interface,
) -> Result<(), Failure> {
    let Some(known) = released.get_mut(&interface.name) else {
        let files = interface.numbers().into_iter();
        let one = Released {
            files: files.map(|number| (number, file.clone())).collect(),
            interface,
        };
        released.insert(one.interface.name.clone(), one);
        return Ok(());
    };
    for version in &interface.versions {
        if let Some(other) = known.files.get(&version.number) {
            return Err(Failure::new(format!(
                "`{}` v{} is frozen twice, in `{}` and in `{}`: remove one of the two",
                interface.name, version.number, other.path, file.path
            )));
        }
        known.files.insert(version.number, file.clone());
    }
    let newest = |interface: &Interface| interface.newest().map(|version| version.number);
    // What is said of the interface as a whole is what its newest file says.
    let (newer, older) = if newest(&interface) > newest(&known.interface) {
        (interface, known.interface.clone())
    } else {
        (known.interface.clone(), interface)
    };
    let mut joined = newer;
    joined.versions.extend(older.versions);
    joined.versions.sort_by_key(|version| version.number);
    for allowance in older.allows {
        if !joined.allows.contains(&allowance) {
            joined.allows.push(allowance);
        }
    }
    known.interface = joined;
    Ok(())
}

/// That each version has a file of its own: else one would be lost when another
/// is frozen again.
pub(super) fn a_file_each(released: &Released) -> Result<(), Failure> {
    let mut paths = BTreeMap::new();
    for (number, file) in &released.files {
        if let Some(other) = paths.insert(&file.path, number) {
            return Err(Failure::new(format!(
                "`{}` holds v{other} and v{number} of `{}`: a frozen version has a file of its \
                 own; restore both from version control",
                file.path, released.interface.name
            )));
        }
    }
    Ok(())
}

/// Every `*.json` in the folder, in the order of their paths. Hidden entries are
/// not looked at.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    search(folder, DEPTH, &mut found)?;
    found.sort();
    Ok(found)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(format!("cannot read {}: {error}", input::name(folder)))
    };
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link may lead anywhere, also back.
        let kind = entry.file_type().map_err(cannot)?;
        if hidden {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            search(&path, depth - 1, found)?;
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    Ok(())
}

/// The file of a version, from the folder of all frozen specifications.
pub(super) fn place(interface: &str, version: u32) -> PathBuf {
    Path::new(interface).join(format!("v{version}.json"))
}

/// What is frozen of an interface for one of its versions.
pub(super) fn alone(interface: &Interface, version: &Version) -> Interface {
    Interface {
        versions: vec![version.clone()],
        ..interface.clone()
    }
}
