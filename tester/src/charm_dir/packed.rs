//! What does charmcraft make of a source tree?
//!
//! It splits `charmcraft.yaml` into the files that Juju and `ops` read.

use super::{SetupError, copy};
use relata_spec::document;
use serde_json::{Map, Value as Json};
use std::fs;
use std::path::{Path, PathBuf};

/// What of `charmcraft.yaml` becomes `metadata.yaml`.
const METADATA: [&str; 19] = [
    "assumes",
    "charm-user",
    "containers",
    "description",
    "devices",
    "display-name",
    "extra-bindings",
    "maintainers",
    "name",
    "payloads",
    "peers",
    "provides",
    "requires",
    "resources",
    "series",
    "storage",
    "subordinate",
    "summary",
    "terms",
];

/// The text that says what the charm is, and where it was found.
pub(super) struct Metadata {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// `metadata.yaml`, or else `charmcraft.yaml`.
pub(super) fn metadata(folder: &Path) -> Result<Metadata, SetupError> {
    for name in ["metadata.yaml", "charmcraft.yaml"] {
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => return Ok(Metadata { path, text }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(SetupError::at(&path, error)),
        }
    }
    Err(SetupError::new(format!(
        "{}: there is no charm: no `metadata.yaml` and no `charmcraft.yaml`",
        folder.display()
    )))
}

/// Writes those of the files that a source tree with only `charmcraft.yaml` lacks.
pub(super) fn complete(folder: &Path, unpacked: &Path) -> Result<(), SetupError> {
    let has = |name: &str| folder.join(name).exists();
    if has("metadata.yaml") {
        return Ok(());
    }
    let path = folder.join("charmcraft.yaml");
    let text = fs::read_to_string(&path).map_err(|error| SetupError::at(&path, error))?;
    let project: Map<String, Json> =
        document::parse(&text).map_err(|why| SetupError::at(&path, why))?;
    let metadata = (project.iter())
        .filter(|(key, _)| METADATA.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    write(&unpacked.join("metadata.yaml"), &Json::Object(metadata))?;
    for part in ["config", "actions"] {
        let file = format!("{part}.yaml");
        if let Some(value) = project.get(part).filter(|_| !has(&file)) {
            write(&unpacked.join(file), value)?;
        }
    }
    Ok(())
}

/// JSON is YAML, which is all that its readers ask for.
fn write(path: &Path, value: &Json) -> Result<(), SetupError> {
    copy::write(path, &format!("{value:#}\n"))
}
