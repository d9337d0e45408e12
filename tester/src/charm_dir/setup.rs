//! What has to be said about a charm before it can be tested?

use super::{SetupError, fit};
use relata::testing::Charm;
use relata_spec::document;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// The file beside a charm.
pub(super) const FILE: &str = "relata-test.yaml";

/// What `relata-test.yaml` beside a charm says. Everything in it is optional.
///
/// ```yaml
/// # Configuration that the charm cannot do without.
/// config:
///   bucket: backups
///   credentials: "{secret:account}"
/// # Secrets that a person added and granted to the charm.
/// secrets:
///   account: { access-key: EXAMPLEKEYID, secret-key: kq3nR8sVt1ZxYw0m }
/// # The Python that runs `src/charm.py`, where there is no `dispatch`.
/// python: ../venv/bin/python
/// # Variables for its processes, besides Juju's.
/// environment:
///   PYTHONPATH: "{charm}/../shared/lib"
/// # Built files, and where they belong in the packed charm.
/// files:
///   bin/charm: target/release/charm
/// # Seconds that a hook may take.
/// hook_limit: 30
/// # Other relations without which it does nothing, each to an application of
/// # which only the databag is known.
/// relations:
///   - endpoint: database
///     app: { endpoints: "db.example:5432" }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Setup {
    /// Configuration options. A value that is `{secret:NAME}` stands for the URI of one
    /// of the `secrets`.
    pub config: BTreeMap<String, serde_json::Value>,
    /// Secrets that a person added to the model and granted to the charm: their labels,
    /// and what is in them.
    pub secrets: BTreeMap<String, BTreeMap<String, String>>,
    /// The Python that runs `src/charm.py` where the charm has no `dispatch`: a command,
    /// or a path from the charm's folder. Without it, the virtual environment `.venv` or
    /// `venv` in that folder, else the one that is active, else `python3`.
    pub python: Option<PathBuf>,
    /// Variables for the charm's processes. In a value, `{charm}` stands for the
    /// folder of the charm's source.
    pub environment: BTreeMap<String, String>,
    /// Files that belong into the packed charm: where, and where they are, as a path
    /// from the charm's folder.
    pub files: BTreeMap<String, PathBuf>,
    hook_limit: Option<u64>,
    /// Other relations that are there from the beginning.
    pub relations: Vec<OtherRelation>,
}

/// A relation to an application of which only the databags are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherRelation {
    /// The charm's endpoint.
    pub endpoint: String,
    /// The other application's databag.
    #[serde(default)]
    pub app: BTreeMap<String, String>,
    /// The databag of its only unit.
    #[serde(default)]
    pub unit: BTreeMap<String, String>,
}

impl Setup {
    pub(super) fn load(folder: &Path, charm: &Charm) -> Result<Setup, SetupError> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Setup::default());
            }
            Err(error) => return Err(SetupError::at(&path, error)),
        };
        let mut setup: Setup = if text.trim().is_empty() {
            Setup::default()
        } else {
            document::parse(&text).map_err(|why| SetupError::at(&path, why))?
        };
        setup.check().map_err(|why| SetupError::at(&path, why))?;
        fit::check(&text, charm, &setup.secrets).map_err(|why| SetupError::at(&path, why))?;
        let home = folder.display().to_string();
        for value in setup.environment.values_mut() {
            *value = value.replace("{charm}", &home);
        }
        Ok(setup)
    }

    /// That nothing in it reaches out of the sandbox, nor takes Juju's place.
    fn check(&self) -> Result<(), String> {
        for inside in self.files.keys() {
            let is_normal = |part: Component<'_>| matches!(part, Component::Normal(_));
            let mut parts = Path::new(inside).components();
            if inside.is_empty() || !parts.all(is_normal) {
                return Err(format!(
                    "`files`: `{inside}` is no place in the packed charm; write it as \
                     `bin/charm`, without `/` at the beginning and without `..`"
                ));
            }
        }
        for name in self.environment.keys() {
            if name.is_empty() || name.contains(['=', '\0']) {
                return Err(format!("`environment`: `{name}` is no name of a variable"));
            }
            if name.starts_with("JUJU_") {
                return Err(format!(
                    "`environment`: `{name}` is Juju's to say; configuration belongs under \
                     `config`"
                ));
            }
        }
        Ok(())
    }

    /// Files that belong into the packed charm: there, and where they are.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Path)> {
        (self.files.iter()).map(|(inside, outside)| (inside.as_str(), outside.as_path()))
    }

    /// The name of the secret that a configuration option stands for.
    pub(crate) fn secret_of(value: &serde_json::Value) -> Option<&str> {
        value.as_str()?.strip_prefix("{secret:")?.strip_suffix('}')
    }

    /// How long a hook may take, if the charm needs its own limit.
    pub fn hook_limit(&self) -> Option<Duration> {
        self.hook_limit.map(Duration::from_secs)
    }
}
