//! The addresses of this unit.

use super::error::{Error, Result};
use super::hook::Juju;
use crate::Json;

/// The addresses for an endpoint or other binding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// What to listen on.
    pub interfaces: Vec<Interface>,
    /// How others reach this unit; the first is the best. May be host names.
    pub ingress: Vec<String>,
    /// The networks from which this unit's connections come, as CIDRs.
    pub egress: Vec<String>,
}

/// A network interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interface {
    /// Its name, such as `eth0`; may be empty.
    pub name: String,
    /// Its hardware address; may be empty.
    pub mac: String,
    /// Its addresses.
    pub addresses: Vec<Address>,
}

/// An address of an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The host name; mostly empty.
    pub hostname: String,
    /// The address.
    pub value: String,
    /// Its network, as a CIDR; may be empty.
    pub cidr: String,
}

impl Network {
    pub(super) fn ask(juju: &Juju, args: &[&str], subject: &str) -> Result<Network> {
        let tool = "network-get";
        let answer = juju.ask(tool, subject, args)?;
        if !answer.is_object() {
            return Err(Error::garbage(tool, "a map of addresses"));
        }
        Ok(Network {
            interfaces: elements(&answer, "bind-addresses").map(interface).collect(),
            ingress: texts(&answer, "ingress-addresses"),
            egress: texts(&answer, "egress-subnets"),
        })
    }

    /// The address to listen on: the first of the first interface.
    pub fn bind_address(&self) -> Option<&str> {
        let mut addresses = self.interfaces.iter().flat_map(|one| &one.addresses);
        addresses.next().map(|address| address.value.as_str())
    }

    /// The address at which others reach this unit.
    pub fn ingress_address(&self) -> Option<&str> {
        self.ingress.first().map(String::as_str)
    }
}

fn interface(json: &Json) -> Interface {
    Interface {
        name: text(json, "interface-name"),
        mac: text(json, "mac-address"),
        addresses: elements(json, "addresses")
            .map(|address| Address {
                hostname: text(address, "hostname"),
                value: text(address, "value"),
                cidr: text(address, "cidr"),
            })
            .collect(),
    }
}

/// What Juju leaves out is empty.
fn elements<'j>(json: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> {
    let list = json.get(key).and_then(Json::as_array);
    list.into_iter().flatten()
}

fn texts(json: &Json, key: &str) -> Vec<String> {
    let texts = elements(json, key).filter_map(Json::as_str);
    texts.map(str::to_owned).collect()
}

pub(super) fn text(json: &Json, key: &str) -> String {
    let text = json.get(key).and_then(Json::as_str);
    text.unwrap_or_default().to_owned()
}
