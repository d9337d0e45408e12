//! What the charm asks of LXD.

use crate::fault::Fault;
use crate::http;
use relata::{Json, Set, Url};
use relata_interfaces::lxd::Certificate;
use relata_interfaces::lxd::v1::Node;
use serde_json::json;
use std::path::PathBuf;

/// A LXD server, or cluster. A unit test asks something else.
pub trait Lxd {
    /// The nodes that are up, and where others reach them; none if it listens
    /// nowhere.
    ///
    /// # Errors
    ///
    /// If LXD does not say.
    fn nodes(&self) -> Result<Vec<Node>, Fault>;

    /// Every client certificate in the trust store, which all nodes share.
    ///
    /// # Errors
    ///
    /// If LXD does not say.
    fn trusted(&self) -> Result<Vec<Trusted>, Fault>;

    /// Adds a client certificate to the trust store, with a name for it. Nothing
    /// happens if it is there.
    ///
    /// # Errors
    ///
    /// [`Fault::Refused`] if it is not good enough for LXD.
    fn trust(&self, name: &str, certificate: &Certificate) -> Result<(), Fault>;

    /// Takes a certificate out of the trust store. Nothing happens if it is not
    /// there.
    ///
    /// # Errors
    ///
    /// If LXD does not do that.
    fn distrust(&self, fingerprint: &str) -> Result<(), Fault>;
}

/// A certificate in the trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// What it is called there.
    pub name: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// The daemon behind a socket, through its REST API.
#[derive(Debug)]
pub struct Daemon {
    socket: PathBuf,
    endpoint: Option<Url>,
}

impl Daemon {
    /// The daemon behind a socket; `endpoint` is where others reach it, if it is not
    /// to say so itself.
    pub fn new(socket: impl Into<PathBuf>, endpoint: Option<Url>) -> Self {
        Daemon {
            socket: socket.into(),
            endpoint,
        }
    }

    /// Asks; returns what LXD calls the metadata.
    fn ask(&self, method: &str, path: &str, body: &str) -> Result<Json, Fault> {
        const EXPECTED: Fault = Fault::Garbage {
            expected: "what LXD's API says",
        };
        let answer = http::ask(&self.socket, method, path, body)?;
        let mut said: Json = serde_json::from_slice(&answer.body).map_err(|_| EXPECTED)?;
        if (200..300).contains(&answer.code) {
            return Ok(said.get_mut("metadata").ok_or(EXPECTED)?.take());
        }
        let message = said.get("error").and_then(Json::as_str).ok_or(EXPECTED)?;
        Err(Fault::Refused {
            code: answer.code,
            message: message.to_owned(),
        })
    }

    fn list(&self, path: &str) -> Result<Vec<Json>, Fault> {
        match self.ask("GET", path, "")? {
            Json::Array(list) => Ok(list),
            // Go writes an empty list like this.
            Json::Null => Ok(Vec::new()),
            _ => Err(Fault::Garbage {
                expected: "a list from LXD's API",
            }),
        }
    }
}

impl Lxd for Daemon {
    fn nodes(&self) -> Result<Vec<Node>, Fault> {
        let server = self.ask("GET", "/1.0", "")?;
        let environment = server.get("environment").ok_or(Fault::Garbage {
            expected: "the environment of LXD",
        })?;
        if environment.get("server_clustered") == Some(&Json::Bool(true)) {
            let members = self.list("/1.0/cluster/members?recursion=1")?;
            let online = members.iter();
            let online = online.filter(|one| text(one, "status") == Some("Online"));
            return Ok(online
                .filter_map(|one| node(text(one, "url")?.parse().ok()?, one))
                .collect());
        }
        let listening = environment.pointer("/addresses/0").and_then(Json::as_str);
        let listening = || ["https://", listening?].concat().parse().ok();
        let endpoint = self.endpoint.clone().or_else(listening);
        let node = endpoint.and_then(|endpoint| node(endpoint, environment));
        Ok(node.into_iter().collect())
    }

    fn trusted(&self) -> Result<Vec<Trusted>, Fault> {
        let all = self.list("/1.0/certificates?recursion=1")?;
        let clients = all.iter().filter(|one| text(one, "type") == Some("client"));
        let read = |one| {
            Some(Trusted {
                name: text(one, "name")?.to_owned(),
                fingerprint: text(one, "fingerprint")?.to_owned(),
            })
        };
        Ok(clients.filter_map(read).collect())
    }

    fn trust(&self, name: &str, certificate: &Certificate) -> Result<(), Fault> {
        let body = json!({
            "type": "client",
            "name": name,
            "certificate": certificate.base64(),
        });
        match self.ask("POST", "/1.0/certificates", &body.to_string()) {
            // Somebody else was quicker.
            Ok(_) | Err(Fault::Refused { code: 409, .. }) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    fn distrust(&self, fingerprint: &str) -> Result<(), Fault> {
        let path = ["/1.0/certificates/", fingerprint].concat();
        match self.ask("DELETE", &path, "") {
            Ok(_) | Err(Fault::Refused { code: 404, .. }) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}

fn text<'a>(object: &'a Json, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str()
}

fn node(endpoint: Url, described: &Json) -> Option<Node> {
    Some(Node {
        endpoint,
        name: Some(text(described, "server_name")?.to_owned()),
        trusted_certs_fp: Set::new(),
    })
}
