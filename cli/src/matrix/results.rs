//! Which charms keep to which interface, in the form that upstream's matrix tests have.

use crate::failure::Failure;
use crate::input;
use relata_spec::model::Role;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::Path;

/// `{interface: {version: {role: {charm: bool}}}}`
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Results(BTreeMap<String, BTreeMap<Number, Roles>>);

type Roles = BTreeMap<Role, BTreeMap<String, bool>>;

/// A version's number, written `v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Number(u32);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("v{}", self.0))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text
            .strip_prefix('v')
            .and_then(|digits| digits.parse().ok());
        let number = number
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no version such as `v1`")))?;
        Ok(Number(number))
    }
}

/// One result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome<'a> {
    pub(super) interface: &'a str,
    pub(super) version: u32,
    pub(super) role: Role,
    pub(super) charm: &'a str,
    pub(super) passed: bool,
}

impl Results {
    /// Says that a version was looked at: it has both roles, be there charms or not.
    pub(super) fn add_version(&mut self, interface: &str, version: u32) {
        let versions = self.0.entry(interface.to_owned()).or_default();
        let roles = versions.entry(Number(version)).or_default();
        roles.entry(Role::Provider).or_default();
        roles.entry(Role::Requirer).or_default();
    }

    /// Adds a result. A charm passes only where it passes every time.
    pub(super) fn add(&mut self, result: Outcome<'_>) {
        self.add_version(result.interface, result.version);
        let versions = self.0.entry(result.interface.to_owned()).or_default();
        let roles = versions.entry(Number(result.version)).or_default();
        let charms = roles.entry(result.role).or_default();
        let passed = charms.entry(result.charm.to_owned()).or_insert(true);
        *passed &= result.passed;
    }

    /// The results that a file holds, added to these.
    pub(super) fn merge(&mut self, path: &Path) -> Result<(), Failure> {
        let text = input::read(path, None)?;
        let read: Results = serde_json::from_str(&text).map_err(|error| {
            Failure::new(format!(
                "{} holds no results of `relata matrix`: {error}",
                input::name(path)
            ))
        })?;
        for (interface, versions) in &read.0 {
            for number in versions.keys() {
                self.add_version(interface, number.0);
            }
        }
        for result in read.each() {
            self.add(result);
        }
        Ok(())
    }

    /// Every result, in order.
    pub(super) fn each(&self) -> impl Iterator<Item = Outcome<'_>> {
        self.versions().flat_map(|(interface, version, roles)| {
            roles.iter().flat_map(move |(role, charms)| {
                charms.iter().map(move |(charm, passed)| Outcome {
                    interface,
                    version,
                    role: *role,
                    charm,
                    passed: *passed,
                })
            })
        })
    }

    /// Every version with the charms of each role, in order.
    pub(super) fn versions(&self) -> impl Iterator<Item = (&str, u32, &Roles)> {
        self.0.iter().flat_map(|(interface, versions)| {
            (versions.iter()).map(move |(number, roles)| (interface.as_str(), number.0, roles))
        })
    }
}
