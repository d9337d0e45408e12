//! Handing over certificates, and learning where nodes are that trust them.

use super::certificate::plain;
use super::v1::{Node, RequirerUnit};
use super::{Certificate, Requirer};
use relata::juju::{Endpoint, Juju, Relation, Result, StatusLine};
use relata::{Pem, Reading};

/// An endpoint under `requires:` that uses LXD.
///
/// Every method is for all relations of the endpoint, unless [`Requires::only`]
/// names one. Each unit speaks for itself, whether it leads or not.
///
/// ```
/// use relata::juju::{Juju, Result};
/// use relata_interfaces::lxd::{Certificate, Requires};
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let text = "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
///     let certificate = Certificate::parse(text).expect("it is in PEM form");
///     let requires = Requires::new(juju, "lxd");
///     requires.request([text])?;
///     for offer in requires.offers()? {
///         juju.set_status(offer.status(&certificate));
///         for node in offer.trusting(&certificate) {
///             juju.info(node.endpoint.as_str());
///         }
///     }
///     Ok(())
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("app", 1, Charm::new("app").requires("lxd", "lxd"))?;
/// # let relation = world.relate_to("app:lxd", "lxd", 1)?;
/// # let fingerprint = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// # let nodes = format!(r#"[{{"endpoint":"https://a:1","trusted_certs_fp":["{fingerprint}"]}}]"#);
/// # world.set_bag(relation, "lxd/0", [("version", "1.0"), ("nodes", &nodes)])?;
/// # let world = world.shared();
/// # assert!(run(&world, "app/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # assert_eq!(world.borrow().log()[0].message, "https://a:1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Requires<'j> {
    endpoint: Endpoint<'j, Requirer>,
    only: Option<u32>,
}

impl<'j> Requires<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Requires {
            endpoint: juju.requires(endpoint),
            only: None,
        }
    }

    /// The same endpoint with only one of its relations, by number. If there is no
    /// such relation, nothing happens.
    #[must_use]
    pub fn only(mut self, relation: u32) -> Self {
        self.only = Some(relation);
        self
    }

    /// Asks for exactly these certificates to be trusted: those that this unit asked
    /// for earlier are withdrawn.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn request<C: Into<Pem>>(&self, certificates: impl IntoIterator<Item = C>) -> Result<()> {
        let unit = RequirerUnit {
            client_certificates: certificates.into_iter().map(Into::into).collect(),
        };
        let relations = self.relations()?;
        relations.iter().try_for_each(|one| one.write_unit(&unit))
    }

    /// Takes everything back that this unit has asked for.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn withdraw(&self) -> Result<()> {
        self.relations()?.iter().try_for_each(Relation::clear_unit)
    }

    /// What each relation offers, by number. One that is broken is not among them.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the other side wrote is never an error.
    pub fn offers(&self) -> Result<Vec<Offer<'j>>> {
        self.relations()?.into_iter().map(offer).collect()
    }

    /// Whether a node of any relation trusts the certificate by now.
    ///
    /// # Errors
    ///
    /// As [`Requires::offers`].
    pub fn is_registered(&self, certificate: &Certificate) -> Result<bool> {
        let offers = self.offers()?;
        let mut trusting = offers.iter().flat_map(|offer| offer.trusting(certificate));
        Ok(trusting.next().is_some())
    }

    /// What it means that there is no relation; nothing if there is one.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn missing(&self) -> Result<Option<StatusLine>> {
        self.endpoint.missing()
    }

    fn relations(&self) -> Result<Vec<Relation<'j, Requirer>>> {
        let mut relations = self.endpoint.relations()?;
        if let Some(only) = self.only {
            relations.retain(|relation| relation.id() == only);
        }
        Ok(relations)
    }
}

/// What one relation offers.
#[derive(Debug)]
pub struct Offer<'j> {
    /// The relation.
    pub relation: Relation<'j, Requirer>,
    /// The nodes, if they can be read. One that several units of the provider name is
    /// there once, and trusts what any of them says that it trusts.
    pub reading: Reading<Vec<Node>>,
}

impl Offer<'_> {
    /// The nodes; none if they cannot be read.
    pub fn nodes(&self) -> &[Node] {
        match &self.reading {
            Reading::Ready(nodes) => nodes,
            _ => &[],
        }
    }

    /// The nodes that trust a certificate by now.
    pub fn trusting(&self, certificate: &Certificate) -> impl Iterator<Item = &Node> {
        let trusts = |node: &&Node| {
            let mut listed = node.trusted_certs_fp.iter();
            listed.any(|one| plain(one) == certificate.fingerprint())
        };
        self.nodes().iter().filter(trusts)
    }

    /// What keeps the unit from using LXD with this certificate, if anything does.
    pub fn status(&self, certificate: &Certificate) -> Option<StatusLine> {
        let line = self.relation.status(&self.reading);
        if line.is_some() || self.trusting(certificate).next().is_some() {
            return line;
        }
        let endpoint = self.relation.endpoint();
        let what = if self.nodes().is_empty() {
            ": waiting for nodes of LXD"
        } else {
            ": waiting for LXD to trust the certificate"
        };
        Some(StatusLine::waiting([endpoint, what].concat()))
    }
}

fn offer(relation: Relation<'_, Requirer>) -> Result<Offer<'_>> {
    let reading = match relation.newest()? {
        Reading::Ready(side) => {
            let units = side.units.into_values();
            Reading::Ready(merged(units.flat_map(|unit| unit.nodes)))
        }
        Reading::Absent => Reading::Absent,
        Reading::Incomplete(report) => Reading::Incomplete(report),
        Reading::Invalid(report) => Reading::Invalid(report),
    };
    Ok(Offer { relation, reading })
}

fn merged(nodes: impl Iterator<Item = Node>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    for node in nodes {
        match all.iter_mut().find(|one| one.endpoint == node.endpoint) {
            Some(same) => {
                same.name = same.name.take().or(node.name);
                same.trusted_certs_fp.extend(node.trusted_certs_fp);
            }
            None => all.push(node),
        }
    }
    all
}
