//! Resources and addresses of the charm.

use super::error::{Error, Result};
use super::hook::Juju;
use crate::Json;
use std::path::PathBuf;

impl Juju {
    /// The file of a resource, which is downloaded if need be.
    ///
    /// # Errors
    ///
    /// If the hook tool `resource-get` fails: nobody may have attached it.
    pub fn resource(&self, name: &str) -> Result<PathBuf> {
        let tool = "resource-get";
        let output = self.call(tool, name, &["--", name], None)?;
        let path = String::from_utf8(output.stdout).unwrap_or_default();
        match path.trim_end_matches('\n') {
            "" => Err(Error::garbage(tool, "the path of a file")),
            path => Ok(PathBuf::from(path)),
        }
    }

    /// The address of this unit inside the model. [`Juju::network`] knows more.
    ///
    /// # Errors
    ///
    /// If the hook tool `unit-get` fails.
    pub fn private_address(&self) -> Result<String> {
        self.unit_get("private-address")
    }

    /// The address of this unit for the world.
    ///
    /// # Errors
    ///
    /// If the hook tool `unit-get` fails.
    pub fn public_address(&self) -> Result<String> {
        self.unit_get("public-address")
    }

    fn unit_get(&self, what: &str) -> Result<String> {
        match self.ask("unit-get", what, &["--format=json", "--", what])? {
            Json::String(address) => Ok(address),
            _ => Err(Error::garbage("unit-get", "an address")),
        }
    }
}
