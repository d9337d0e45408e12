//! What Juju knows about a charm: its metadata.

use super::error::WorldError;
use super::names;
use crate::bag::RoleKind;
use crate::{Json, yaml};
use std::collections::{BTreeMap, BTreeSet};

/// One end that a charm offers for relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its interface.
    pub interface: String,
    /// Its side.
    pub role: RoleKind,
    /// How many relations it takes; no limit if `None`. Juju itself does not
    /// keep a charm from having more.
    pub limit: Option<u32>,
    /// Whether the charm works without it.
    pub optional: bool,
    /// Whether units only see the unit that they share a machine with.
    pub container_scope: bool,
}

/// One configuration option.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigOption {
    /// `string`, `boolean`, `int`, `float` or `secret`.
    pub kind: String,
    /// Its value unless somebody sets it; `null` for none.
    pub default: Json,
}

/// One kind of storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageKind {
    /// `filesystem` or `block`.
    pub kind: String,
    /// Where it is mounted.
    pub location: String,
    /// Instances that each new unit gets.
    pub count: u32,
}

/// A charm, as far as Juju knows it: what `metadata.yaml`, `config.yaml` and
/// `actions.yaml` say.
///
/// ```
/// use relata::testing::Charm;
///
/// let charm = Charm::new("trust-store")
///     .requires("certificates", "certificate_transfer")
///     .peers("members", "trust_store_peers")
///     .option("bundle", "/etc/ssl");
/// assert_eq!(charm.endpoints().count(), 2);
///
/// let same = Charm::from_metadata(
///     "name: trust-store
/// requires:
///   certificates: {interface: certificate_transfer}
/// peers:
///   members: {interface: trust_store_peers}
/// ",
/// )?;
/// assert_eq!(same.endpoint("members"), charm.endpoint("members"));
/// # Ok::<(), relata::testing::WorldError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Charm {
    name: String,
    endpoints: BTreeMap<String, Endpoint>,
    options: BTreeMap<String, ConfigOption>,
    actions: BTreeSet<String>,
    storage: BTreeMap<String, StorageKind>,
    resources: BTreeSet<String>,
    containers: BTreeSet<String>,
    subordinate: bool,
}

/// The endpoint that every charm has.
const JUJU_INFO: &str = "juju-info";

impl Charm {
    /// A charm without endpoints.
    pub fn new(name: impl Into<String>) -> Self {
        Charm {
            name: name.into(),
            ..Charm::default()
        }
    }

    /// Reads `metadata.yaml`, or a `charmcraft.yaml` that has everything in it.
    ///
    /// # Errors
    ///
    /// The text is no YAML, or an endpoint has no interface.
    pub fn from_metadata(text: &str) -> Result<Self, WorldError> {
        let document = document(text)?;
        let name = document["name"]
            .as_str()
            .ok_or_else(|| wrong("it states no `name`"))?;
        if !names::is_app(name) {
            return Err(wrong(&format!(
                "`{}` is no charm's name: it has lower-case letters, digits and hyphens",
                name.escape_debug()
            )));
        }
        let mut charm = Charm::new(name);
        for (section, role) in [
            ("provides", RoleKind::Provider),
            ("requires", RoleKind::Requirer),
            ("peers", RoleKind::Peer),
        ] {
            for (endpoint, body) in entries(&document[section], section)? {
                let body = self::endpoint(body, role)
                    .ok_or_else(|| wrong(&format!("{section}.{endpoint}: no `interface`")))?;
                if let Some(other) = charm.endpoints.insert(endpoint.clone(), body) {
                    return Err(wrong(&format!(
                        "{section}.{endpoint}: there is a {} of this name already",
                        other.role
                    )));
                }
            }
        }
        for (storage, body) in entries(&document["storage"], "storage")? {
            let kind = StorageKind {
                kind: text_or(&body["type"], "filesystem"),
                location: text_or(
                    &body["location"],
                    &format!("/var/lib/juju/storage/{storage}"),
                ),
                count: u32::from(!has_count_range_from_zero(body)),
            };
            charm.storage.insert(storage.clone(), kind);
        }
        for (resource, _) in entries(&document["resources"], "resources")? {
            charm.resources.insert(resource.clone());
        }
        for (container, _) in entries(&document["containers"], "containers")? {
            charm.containers.insert(container.clone());
        }
        charm.subordinate = document["subordinate"].as_bool().unwrap_or_default();
        if charm.subordinate && !charm.endpoints.values().any(|one| one.container_scope) {
            return Err(wrong(
                "a subordinate charm needs an endpoint with `scope: container`, over which it \
                 comes to the units that it stands beside",
            ));
        }
        charm.read_options(&document["config"]["options"])?;
        charm.read_actions(&document["actions"])?;
        Ok(charm)
    }

    /// Adds the options of a `config.yaml`.
    ///
    /// # Errors
    ///
    /// The text is no YAML.
    pub fn with_config(mut self, text: &str) -> Result<Self, WorldError> {
        self.read_options(&document(text)?["options"])?;
        Ok(self)
    }

    /// Adds the actions of an `actions.yaml`.
    ///
    /// # Errors
    ///
    /// The text is no YAML.
    pub fn with_actions(mut self, text: &str) -> Result<Self, WorldError> {
        self.read_actions(&document(text)?)?;
        Ok(self)
    }

    fn read_options(&mut self, options: &Json) -> Result<(), WorldError> {
        for (option, body) in entries(options, "config")? {
            let kind = ConfigOption {
                kind: text_or(&body["type"], "string"),
                default: body["default"].clone(),
            };
            self.options.insert(option.clone(), kind);
        }
        Ok(())
    }

    fn read_actions(&mut self, actions: &Json) -> Result<(), WorldError> {
        for (action, _) in entries(actions, "actions")? {
            self.actions.insert(action.clone());
        }
        Ok(())
    }

    /// Adds an endpoint under `provides:`.
    #[must_use]
    pub fn provides(self, endpoint: &str, interface: &str) -> Self {
        self.with_endpoint(endpoint, interface, RoleKind::Provider)
    }

    /// Adds an endpoint under `requires:`.
    #[must_use]
    pub fn requires(self, endpoint: &str, interface: &str) -> Self {
        self.with_endpoint(endpoint, interface, RoleKind::Requirer)
    }

    /// Adds an endpoint under `peers:`.
    #[must_use]
    pub fn peers(self, endpoint: &str, interface: &str) -> Self {
        self.with_endpoint(endpoint, interface, RoleKind::Peer)
    }

    /// Adds an endpoint of any side.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: &str, interface: &str, role: RoleKind) -> Self {
        let body = Endpoint {
            interface: interface.into(),
            role,
            limit: None,
            optional: false,
            container_scope: false,
        };
        self.endpoints.insert(endpoint.into(), body);
        self
    }

    /// Makes it a subordinate charm, whose units stand beside those that they are
    /// related to over this endpoint, which it requires.
    #[must_use]
    pub fn subordinate_over(mut self, endpoint: &str, interface: &str) -> Self {
        self = self.requires(endpoint, interface);
        if let Some(body) = self.endpoints.get_mut(endpoint) {
            body.container_scope = true;
        }
        self.subordinate = true;
        self
    }

    /// Adds a configuration option with a default; `null` for none.
    #[must_use]
    pub fn option(mut self, name: &str, default: impl Into<Json>) -> Self {
        let default = default.into();
        let kind = match &default {
            Json::Bool(_) => "boolean",
            Json::Number(number) if number.is_f64() => "float",
            Json::Number(_) => "int",
            _ => "string",
        };
        let body = ConfigOption {
            kind: kind.into(),
            default,
        };
        self.options.insert(name.into(), body);
        self
    }

    /// Adds an option that holds the URI of a secret.
    #[must_use]
    pub fn secret_option(mut self, name: &str) -> Self {
        let body = ConfigOption {
            kind: "secret".into(),
            default: Json::Null,
        };
        self.options.insert(name.into(), body);
        self
    }

    /// Adds an action.
    #[must_use]
    pub fn action(mut self, name: &str) -> Self {
        self.actions.insert(name.into());
        self
    }

    /// Adds a kind of storage, of which each unit gets one.
    #[must_use]
    pub fn storage(mut self, name: &str, location: &str) -> Self {
        let body = StorageKind {
            kind: "filesystem".into(),
            location: location.into(),
            count: 1,
        };
        self.storage.insert(name.into(), body);
        self
    }

    /// Adds a resource.
    #[must_use]
    pub fn resource(mut self, name: &str) -> Self {
        self.resources.insert(name.into());
        self
    }

    /// Adds a container with a workload, which makes it a charm for Kubernetes.
    #[must_use]
    pub fn container(mut self, name: &str) -> Self {
        self.containers.insert(name.into());
        self
    }

    /// The charm's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its endpoints, by name.
    pub fn endpoints(&self) -> impl Iterator<Item = (&str, &Endpoint)> {
        self.endpoints.iter().map(|(name, body)| (&**name, body))
    }

    /// One endpoint.
    pub fn endpoint(&self, name: &str) -> Option<&Endpoint> {
        self.endpoints.get(name)
    }

    /// One endpoint, with the one that every charm has without saying so.
    pub(crate) fn endpoint_or_implicit(&self, name: &str) -> Option<Endpoint> {
        let implicit = || Endpoint {
            interface: JUJU_INFO.into(),
            role: RoleKind::Provider,
            limit: None,
            optional: true,
            container_scope: false,
        };
        let declared = self.endpoints.get(name).cloned();
        declared.or_else(|| (name == JUJU_INFO).then(implicit))
    }

    /// Its options, by name.
    pub fn options(&self) -> impl Iterator<Item = (&str, &ConfigOption)> {
        self.options.iter().map(|(name, body)| (&**name, body))
    }

    /// Its actions.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.iter().map(|name| &**name)
    }

    /// Its kinds of storage, by name.
    pub fn storages(&self) -> impl Iterator<Item = (&str, &StorageKind)> {
        self.storage.iter().map(|(name, body)| (&**name, body))
    }

    /// Its containers.
    pub fn containers(&self) -> impl Iterator<Item = &str> {
        self.containers.iter().map(|name| &**name)
    }

    /// Whether it has this resource.
    pub fn has_resource(&self, name: &str) -> bool {
        self.resources.contains(name)
    }

    /// Whether its units stand beside those of another application.
    pub fn is_subordinate(&self) -> bool {
        self.subordinate
    }
}

fn wrong(why: &str) -> WorldError {
    WorldError::Metadata { why: why.into() }
}

fn document(text: &str) -> Result<Json, WorldError> {
    yaml::parse(text).map_err(|why| WorldError::Metadata { why })
}

/// The entries of a mapping, or none if it is not there.
fn entries<'a>(
    value: &'a Json,
    section: &str,
) -> Result<impl Iterator<Item = (&'a String, &'a Json)>, WorldError> {
    match value {
        Json::Null => Ok(None.into_iter().flatten()),
        Json::Object(entries) => Ok(Some(entries).into_iter().flatten()),
        _ => Err(wrong(&format!("`{section}` is no mapping"))),
    }
}

/// One endpoint; `name: interface` is short for `name: {interface: …}`.
fn endpoint(body: &Json, role: RoleKind) -> Option<Endpoint> {
    let interface = body.as_str().or_else(|| body["interface"].as_str())?;
    Some(Endpoint {
        interface: interface.into(),
        role,
        limit: body["limit"].as_u64().and_then(|n| n.try_into().ok()),
        optional: body["optional"].as_bool().unwrap_or_default(),
        container_scope: body["scope"] == "container",
    })
}

fn text_or(value: &Json, otherwise: &str) -> String {
    value.as_str().unwrap_or(otherwise).to_owned()
}

/// Storage that may be absent is absent unless somebody asks for it.
fn has_count_range_from_zero(body: &Json) -> bool {
    match &body["multiple"]["range"] {
        Json::String(range) => range.starts_with('0'),
        Json::Number(count) => count.as_u64() == Some(0),
        _ => false,
    }
}
