//! How to reach the cloud itself.

use super::error::{Error, Result};
use super::hook::Juju;
use super::network::text;
use crate::{Json, Map, Sensitive};

/// The cloud of the model and a credential for it, for applications that
/// operators trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The type of the cloud, such as `lxd`.
    pub kind: String,
    /// The name of the cloud.
    pub name: String,
    /// The region; may be empty.
    pub region: String,
    /// Where the cloud's interface is; may be empty.
    pub endpoint: String,
    /// How to authenticate, such as `certificate`.
    pub auth_type: String,
    /// What to authenticate with.
    pub attributes: Map<String, Sensitive>,
}

impl Juju {
    /// The cloud and a credential for it.
    ///
    /// # Errors
    ///
    /// If the hook tool `credential-get` fails: the application has to be
    /// trusted.
    pub fn credential(&self) -> Result<Credential> {
        let tool = "credential-get";
        let answer = self.ask(tool, "", &["--format=json"])?;
        let credential = answer.get("credential");
        let credential = credential.ok_or(Error::garbage(tool, "a credential"))?;
        let attributes = credential.get("attrs").and_then(Json::as_object);
        let attribute = |(name, value): (&String, &Json)| {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), Sensitive::from(value))
        };
        Ok(Credential {
            kind: text(&answer, "type"),
            name: text(&answer, "name"),
            region: text(&answer, "region"),
            endpoint: text(&answer, "endpoint"),
            auth_type: text(credential, "auth-type"),
            attributes: attributes.into_iter().flatten().map(attribute).collect(),
        })
    }
}
