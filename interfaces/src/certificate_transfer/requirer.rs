//! Getting certificates, from providers of either version at once.

use super::Requirer;
use relata::juju::{Endpoint, Juju, Relation, RelationEventKind, Result, StatusLine};
use relata::{Map, Pem, Reading, Set};

/// An endpoint under `requires:` that gets certificates.
///
/// Every method is for all relations of the endpoint, unless [`Requires::only`]
/// names one.
///
/// ```
/// use relata::juju::{Juju, Result};
/// use relata_interfaces::certificate_transfer::Requires;
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let requires = Requires::new(juju, "certificates");
///     requires.announce()?;
///     juju.set_status(requires.status()?);
///     for certificate in requires.certificates()? {
///         juju.info(certificate.as_str());
///     }
///     Ok(())
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("store", 1, Charm::new("store").requires("certificates", "certificate_transfer"))?;
/// # let relation = world.relate_to("store:certificates", "ca", 1)?;
/// # world.set_bag(relation, "ca", [("version", "1"), ("certificates", r#"["A"]"#)])?;
/// # let world = world.shared();
/// # assert!(run(&world, "store/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # assert_eq!(world.borrow().log()[0].message, "A");
/// # assert_eq!(world.borrow().written(relation, "store")["version"], "1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Requires<'j> {
    juju: &'j Juju,
    endpoint: Endpoint<'j, Requirer>,
    only: Option<u32>,
}

/// What became of the certificates of one relation.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// These are the certificates that are shared now, be they none.
    Available {
        /// The relation.
        relation: u32,
        /// All that it shares.
        certificates: Set<Pem>,
    },
    /// The relation is gone, and everything that it shared with it.
    Removed {
        /// The relation.
        relation: u32,
    },
}

/// What one relation shares.
#[derive(Debug)]
pub struct Shared<'j> {
    /// The relation.
    pub relation: Relation<'j, Requirer>,
    /// The certificates, if they can be read.
    pub reading: Reading<Set<Pem>>,
}

impl Shared<'_> {
    /// The certificates in their stable order; none if they cannot be read.
    pub fn certificates(&self) -> &[Pem] {
        match &self.reading {
            Reading::Ready(certificates) => certificates,
            _ => &[],
        }
    }

    /// Whether the certificates can be read. They may be none.
    pub fn is_ready(&self) -> bool {
        matches!(self.reading, Reading::Ready(_))
    }

    /// What it means for the unit: nothing if it is ready, else who is waited for,
    /// or by whom it is blocked.
    pub fn status(&self) -> Option<StatusLine> {
        self.relation.status(&self.reading)
    }
}

impl<'j> Requires<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Requires {
            juju,
            endpoint: juju.requires(endpoint),
            only: None,
        }
    }

    /// The same endpoint with only one of its relations, by number. If there is no
    /// such relation, it shares nothing.
    #[must_use]
    pub fn only(mut self, relation: u32) -> Self {
        self.only = Some(relation);
        self
    }

    /// States the version that this charm reads, wherever that may not have been
    /// done: a provider that is told nothing speaks version 0. To be called in
    /// every hook; see [`Endpoint::announce`].
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn announce(&self) -> Result<()> {
        self.endpoint.announce()
    }

    /// What each relation shares, by number. One that is broken is not among them.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the other side wrote is never an error.
    pub fn shared(&self) -> Result<Vec<Shared<'j>>> {
        let mut relations = self.endpoint.relations()?;
        if let Some(only) = self.only {
            relations.retain(|relation| relation.id() == only);
        }
        relations.into_iter().map(shared).collect()
    }

    /// Every certificate that any relation shares, each once and in a stable order.
    ///
    /// # Errors
    ///
    /// As [`Requires::shared`].
    pub fn certificates(&self) -> Result<Set<Pem>> {
        let shared = self.shared()?;
        let certificates = shared.iter().flat_map(Shared::certificates);
        Ok(certificates.cloned().collect())
    }

    /// The certificates of each relation, in a stable order; none where they cannot
    /// be read.
    ///
    /// # Errors
    ///
    /// As [`Requires::shared`].
    pub fn by_relation(&self) -> Result<Map<u32, Set<Pem>>> {
        let shared = self.shared()?.into_iter();
        let certificates = shared.map(|one| {
            let id = one.relation.id();
            match one.reading {
                Reading::Ready(certificates) => (id, certificates),
                _ => (id, Set::new()),
            }
        });
        Ok(certificates.collect())
    }

    /// Whether there is a relation, and the certificates of each can be read.
    ///
    /// # Errors
    ///
    /// As [`Requires::shared`].
    pub fn is_ready(&self) -> Result<bool> {
        let shared = self.shared()?;
        Ok(!shared.is_empty() && shared.iter().all(Shared::is_ready))
    }

    /// What keeps the certificates from being complete, if anything does: a relation
    /// that is missing, or one that is waited for, or one that says nonsense.
    ///
    /// # Errors
    ///
    /// As [`Requires::shared`].
    pub fn status(&self) -> Result<Option<StatusLine>> {
        if let Some(missing) = self.endpoint.missing()? {
            return Ok(Some(missing));
        }
        let shared = self.shared()?;
        Ok(StatusLine::combine(
            shared.iter().filter_map(Shared::status),
        ))
    }

    /// What this hook tells about certificates; `None` if it is not about them, or
    /// they are the same as when this last told of them, which Juju keeps in the
    /// [state](Juju::state) of the unit.
    ///
    /// What cannot be read is no news: [`Requires::status`] tells of it. A charm
    /// that brings everything in order in every hook has no use for news.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn news(&self) -> Result<Option<News>> {
        let Some((event, relation)) = self.endpoint.event() else {
            return Ok(None);
        };
        let id = relation.id();
        if self.only.is_some_and(|only| only != id) {
            return Ok(None);
        }
        let key = [
            "certificate_transfer.",
            self.endpoint.name(),
            ".",
            &id.to_string(),
        ]
        .concat();
        match event.kind {
            // A unit that goes takes with it what it shared in version 0.
            RelationEventKind::Changed | RelationEventKind::Departed => {
                let certificates = match shared(relation)?.reading {
                    Reading::Ready(certificates) => certificates,
                    Reading::Absent => Set::new(),
                    Reading::Incomplete(_) | Reading::Invalid(_) => return Ok(None),
                };
                let digest = digest(&certificates);
                let before = self.juju.state(&key)?;
                if before.map_or(certificates.is_empty(), |before| before == digest) {
                    return Ok(None);
                }
                self.juju.set_state(&key, &digest)?;
                Ok(Some(News::Available {
                    relation: id,
                    certificates,
                }))
            }
            RelationEventKind::Broken => {
                self.juju.delete_state(&key)?;
                Ok(Some(News::Removed { relation: id }))
            }
            RelationEventKind::Created | RelationEventKind::Joined => Ok(None),
        }
    }
}

fn shared(relation: Relation<'_, Requirer>) -> Result<Shared<'_>> {
    let reading = match relation.newest()? {
        Reading::Ready(side) => Reading::Ready(side.app.unwrap_or_default().certificates),
        Reading::Absent => Reading::Absent,
        Reading::Incomplete(report) => Reading::Incomplete(report),
        Reading::Invalid(report) => Reading::Invalid(report),
    };
    Ok(Shared { relation, reading })
}

/// A short text that is another one for other certificates: FNV-1a with 128 bits.
/// It guards nothing, it only spares work.
fn digest(certificates: &[Pem]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let texts = certificates.iter().map(|one| one.as_str().as_bytes());
    for byte in texts.flat_map(|text| text.iter().chain(&[0])) {
        hash ^= u128::from(*byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("{hash:032x}")
}
