//! Sharing certificates, with requirers of either version at once.

use super::{Provider, v0, v1};
use relata::juju::{Endpoint, Juju, Relation, Result};
use relata::versions::Agreement;
use relata::{Leader, Pem, Reading, Set};

/// An endpoint under `provides:` that shares certificates.
///
/// Every method is for all relations of the endpoint, unless [`Provides::only`]
/// names one. The leader writes the application's databag in each of them, whether
/// somebody is there already or not, and its own unit's as well where the other
/// side reads version 0 only.
///
/// A unit that does not lead shares nothing. What it shared while it led, it takes
/// back as soon as that is not to be shared any more: so call the same methods on
/// every unit.
///
/// ```
/// use relata::juju::{Juju, Result};
/// use relata_interfaces::certificate_transfer::Provides;
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let certificates = ["-----BEGIN CERTIFICATE-----…"];
///     Provides::new(juju, "send-ca-cert").share(certificates)
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("ca", 1, Charm::new("ca").provides("send-ca-cert", "certificate_transfer"))?;
/// # let relation = world.relate_to("ca:send-ca-cert", "store", 1)?;
/// # world.set_bag(relation, "store", [("version", "1")])?;
/// # let world = world.shared();
/// # assert!(run(&world, "ca/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # let shared = world.borrow().written(relation, "ca");
/// # assert_eq!(shared["certificates"], r#"["-----BEGIN CERTIFICATE-----…"]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Provides<'j> {
    juju: &'j Juju,
    endpoint: Endpoint<'j, Provider>,
    only: Option<u32>,
}

impl<'j> Provides<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Provides {
            juju,
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

    /// Shares exactly these certificates, and no others.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn share<C: Into<Pem>>(&self, certificates: impl IntoIterator<Item = C>) -> Result<()> {
        let wanted: Set<Pem> = certificates.into_iter().map(Into::into).collect();
        self.change(|shared| shared.clone_from(&wanted))
    }

    /// Shares these certificates besides those that are shared already. A relation
    /// that is made later has none of them.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn add<C: Into<Pem>>(&self, certificates: impl IntoIterator<Item = C>) -> Result<()> {
        let new: Vec<Pem> = certificates.into_iter().map(Into::into).collect();
        self.change(|shared| shared.extend(new.iter().cloned()))
    }

    /// Takes a certificate back. Nothing happens where it is not shared. White
    /// space at its ends does not matter.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn remove(&self, certificate: &Pem) -> Result<()> {
        let gone = certificate.as_str().trim();
        let is_kept = |one: &Pem| one.as_str().trim() != gone;
        self.change(|shared| *shared = std::mem::take(shared).into_iter().filter(is_kept).collect())
    }

    /// Takes all certificates back.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn remove_all(&self) -> Result<()> {
        self.change(|shared| *shared = Set::new())
    }

    /// Shares what is shared already, in the version that each requirer reads by
    /// now. A charm that calls [`Provides::share`] in every hook has no use for it;
    /// one that adds and removes calls it in the hooks of its relations.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn serve(&self) -> Result<()> {
        self.change(|_| ())
    }

    fn change(&self, change: impl Fn(&mut Set<Pem>)) -> Result<()> {
        let relations = self.relations()?;
        if relations.is_empty() {
            return Ok(());
        }
        let leader = self.juju.leader()?;
        relations.iter().try_for_each(|relation| match leader {
            Some(leader) => lead(relation, leader, &change),
            None => follow(relation, &change),
        })
    }

    fn relations(&self) -> Result<Vec<Relation<'j, Provider>>> {
        let mut relations = self.endpoint.relations()?;
        if let Some(only) = self.only {
            relations.retain(|relation| relation.id() == only);
        }
        Ok(relations)
    }
}

/// The application's databag says what is shared, whatever the other side reads:
/// an old requirer that is upgraded finds it there.
fn lead(
    relation: &Relation<'_, Provider>,
    leader: &Leader,
    change: impl Fn(&mut Set<Pem>),
) -> Result<()> {
    let mut shared = match relation.local_app::<v1::ProviderApp>(leader)? {
        Reading::Ready(shared) => shared,
        // An earlier revision of the charm may have known version 0 only.
        _ => v1::ProviderApp {
            certificates: of_unit(relation)?,
        },
    };
    change(&mut shared.certificates);
    relation.write_app(leader, &shared)?;
    match relation.agreement()? {
        Agreement::Agreed(0) => match shared.to_unit_of_v0() {
            Some(unit) => relation.write_unit(&unit),
            None => relation.clear_unit(),
        },
        Agreement::Agreed(_) => relation.clear_unit(),
        Agreement::Waiting | Agreement::Incompatible { .. } => Ok(()),
    }
}

/// A follower only ever takes back.
fn follow(relation: &Relation<'_, Provider>, change: impl Fn(&mut Set<Pem>)) -> Result<()> {
    let before = of_unit(relation)?;
    if before.is_empty() {
        return Ok(());
    }
    let mut wanted = before.clone();
    change(&mut wanted);
    let left = before.into_iter().filter(|one| wanted.contains(one));
    let left = v1::ProviderApp {
        certificates: left.collect(),
    };
    match left.to_unit_of_v0() {
        Some(unit) if !matches!(relation.agreement()?, Agreement::Agreed(1..)) => {
            relation.write_unit(&unit)
        }
        _ => relation.clear_unit(),
    }
}

/// What the databag of this unit says in version 0.
fn of_unit(relation: &Relation<'_, Provider>) -> Result<Set<Pem>> {
    Ok(match relation.local_unit::<v0::ProviderUnit>()? {
        Reading::Ready(unit) => unit.into_certificates().collect(),
        _ => Set::new(),
    })
}
