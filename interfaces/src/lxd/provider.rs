//! Sharing nodes, and learning which certificates they have to trust.

use super::certificate::plain;
use super::v1::{Node, ProviderUnit};
use super::{Certificate, Provider};
use relata::juju::{Endpoint, Juju, Relation, Result, StatusLine};
use relata::{Pem, Reading, Report, Set};

/// An endpoint under `provides:` that shares nodes of LXD.
///
/// Every method is for all relations of the endpoint, unless [`Provides::only`]
/// names one. Each unit speaks for itself, whether it leads or not.
///
/// ```
/// use relata::juju::{Juju, Result};
/// use relata_interfaces::lxd::{Provides, v1::Node};
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let node = Node {
///         endpoint: "https://10.10.10.10:8443".parse().expect("it is a URL"),
///         name: Some("node-1".to_owned()),
///         trusted_certs_fp: Default::default(),
///     };
///     for request in Provides::new(juju, "api").requests()? {
///         let wanted = request.certificates();
///         // …have LXD trust them. Then tell that it does:
///         let trusted = wanted.iter().map(|one| one.fingerprint());
///         request.publish(&[node.clone()], trusted)?;
///     }
///     Ok(())
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("lxd", 1, Charm::new("lxd").provides("api", "lxd"))?;
/// # let relation = world.relate_to("lxd:api", "app", 1)?;
/// # let pem = r#"["-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n"]"#;
/// # world.set_bag(relation, "app/0", [("client_certificates", pem)])?;
/// # let world = world.shared();
/// # assert!(run(&world, "lxd/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # let shared = world.borrow().written(relation, "lxd/0");
/// # assert!(shared["nodes"].contains("ba7816bf8f01cfea"), "{shared:?}");
/// # assert_eq!(shared["version"], "1.0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Provides<'j> {
    endpoint: Endpoint<'j, Provider>,
    only: Option<u32>,
}

impl<'j> Provides<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Provides {
            endpoint: juju.provides(endpoint),
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

    /// What each relation asks for, by number. One that is broken is not among them:
    /// its certificates are to be trusted no more.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the other side wrote is never an error.
    pub fn requests(&self) -> Result<Vec<Request<'j>>> {
        self.relations()?.into_iter().map(request).collect()
    }

    /// Makes these the nodes in every relation. A node that is there already, by its
    /// endpoint, keeps the fingerprints that it lists; those in `nodes` are added.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn set_nodes(&self, nodes: &[Node]) -> Result<()> {
        for relation in self.relations()? {
            let before = published(&relation)?;
            let mut nodes = nodes.to_vec();
            for node in &mut nodes {
                let same = before.iter().filter(|one| one.endpoint == node.endpoint);
                let kept = same.flat_map(|one| &one.trusted_certs_fp).cloned();
                node.trusted_certs_fp.extend(kept);
            }
            relation.write_unit(&ProviderUnit { nodes })?;
        }
        Ok(())
    }

    /// Takes everything back that this unit has written.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn withdraw(&self) -> Result<()> {
        self.relations()?.iter().try_for_each(Relation::clear_unit)
    }

    fn relations(&self) -> Result<Vec<Relation<'j, Provider>>> {
        let mut relations = self.endpoint.relations()?;
        if let Some(only) = self.only {
            relations.retain(|relation| relation.id() == only);
        }
        Ok(relations)
    }
}

/// What one relation asks for.
#[derive(Debug)]
pub struct Request<'j> {
    /// The relation.
    pub relation: Relation<'j, Provider>,
    /// Every certificate that any of its units hands over, as it is written: it may
    /// be none. See [`Request::certificates`].
    pub texts: Set<Pem>,
    /// What is wrong with databags that cannot be read. Their certificates are not
    /// known; those of an earlier time should stay.
    pub reports: Vec<Report>,
}

impl Request<'_> {
    /// The certificates that are wanted, each once.
    pub fn certificates(&self) -> Vec<Certificate> {
        let texts = self.texts.iter();
        let mut all: Vec<Certificate> = texts
            .filter_map(|text| Certificate::parse(text.as_str()))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    /// How many of the texts are no certificates.
    pub fn refused(&self) -> usize {
        let is_none = |text: &&Pem| Certificate::parse(text.as_str()).is_none();
        self.texts.iter().filter(is_none).count()
    }

    /// Whether everything that the other side wrote can be read.
    pub fn is_complete(&self) -> bool {
        self.reports.is_empty()
    }

    /// What it means for the unit: nothing, if all is well. Who has not asked for
    /// anything yet keeps nobody waiting.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn status(&self) -> Result<Option<StatusLine>> {
        let refused = self.refused();
        let mut lines: Vec<StatusLine> = self.reports.iter().map(StatusLine::from).collect();
        if refused > 0 {
            let endpoint = self.relation.endpoint();
            let app = self.relation.app()?;
            lines.push(StatusLine::blocked(format!(
                "{endpoint}: texts of {app} that are no certificates: {refused}"
            )));
        }
        Ok(StatusLine::combine(lines))
    }

    /// The fingerprints that this unit lists in this relation.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn published(&self) -> Result<Set<String>> {
        let nodes = published(&self.relation)?.into_iter();
        let listed = nodes.flat_map(|node| node.trusted_certs_fp);
        Ok(listed.map(|one| plain(&one)).collect())
    }

    /// Makes these the nodes, each of which trusts the certificates with these
    /// fingerprints besides those that it lists itself.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn publish<F: AsRef<str>>(
        &self,
        nodes: &[Node],
        trusted: impl IntoIterator<Item = F>,
    ) -> Result<()> {
        let trusted = trusted.into_iter();
        let trusted: Vec<String> = trusted.map(|one| plain(one.as_ref())).collect();
        let mut nodes = nodes.to_vec();
        for node in &mut nodes {
            node.trusted_certs_fp.extend(trusted.iter().cloned());
        }
        self.relation.write_unit(&ProviderUnit { nodes })
    }
}

fn request(relation: Relation<'_, Provider>) -> Result<Request<'_>> {
    let mut texts = Set::new();
    let mut reports = Vec::new();
    if let Some(received) = relation.receive()? {
        let super::RequirerData::V1(side) = received.data;
        let units = side.units.into_values();
        texts.extend(units.flat_map(|unit| unit.client_certificates));
        reports = received.reports;
    }
    Ok(Request {
        relation,
        texts,
        reports,
    })
}

/// The nodes that this unit has written.
fn published(relation: &Relation<'_, Provider>) -> Result<Vec<Node>> {
    Ok(match relation.local_unit::<ProviderUnit>()? {
        Reading::Ready(unit) => unit.nodes,
        _ => Vec::new(),
    })
}
