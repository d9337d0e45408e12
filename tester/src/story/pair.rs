//! Which two charms are related, and how many units has each?

use crate::charm_dir::{CharmDir, SetupError};
use crate::conformance::Subject;
use relata::UnitName;
use relata::testing::Endpoint;
use relata_spec::model::{Interface, Role};

/// How many units each side of a story has, unless told otherwise: so that there is
/// one that does not lead.
pub const UNITS: u32 = 2;

/// One side of a relation.
#[derive(Debug, Clone)]
pub struct Side {
    pub(super) app: String,
    pub(super) charm: CharmDir,
    pub(super) other: Option<CharmDir>,
    pub(super) endpoint: String,
    role: Role,
    pub(super) units: u32,
}

impl Side {
    /// A charm and the endpoint that it takes part with. Its application is called as
    /// the charm.
    ///
    /// # Errors
    ///
    /// If the charm has no such endpoint.
    pub fn new(charm: &CharmDir, endpoint: &str) -> Result<Side, SetupError> {
        let role = described(charm, endpoint)?.role.into();
        Ok(Side {
            role,
            app: charm.name().to_owned(),
            charm: charm.clone(),
            other: None,
            endpoint: endpoint.to_owned(),
            units: UNITS,
        })
    }

    /// How many units it has in the beginning; at least one.
    #[must_use]
    pub fn units(mut self, units: u32) -> Side {
        self.units = units.max(1);
        self
    }

    /// Another revision of the charm, to which it is upgraded, or downgraded, and back.
    ///
    /// # Errors
    ///
    /// If the endpoint is not the same in it: Juju would refuse it.
    pub fn upgrades_to(mut self, other: &CharmDir) -> Result<Side, SetupError> {
        let (now, then) = (
            described(&self.charm, &self.endpoint)?,
            described(other, &self.endpoint)?,
        );
        if (&now.interface, now.role) != (&then.interface, then.role) {
            return Err(SetupError::new(format!(
                "{}: its endpoint `{}` is {} of `{}`, and {} of `{}` in the charm that it would \
                 replace: Juju refuses such an upgrade",
                other.folder().display(),
                self.endpoint,
                then.role,
                then.interface,
                now.role,
                now.interface
            )));
        }
        self.other = Some(other.clone());
        Ok(self)
    }

    /// The name of the application.
    pub fn app(&self) -> &str {
        &self.app
    }

    /// The charm.
    pub fn charm(&self) -> &CharmDir {
        &self.charm
    }

    /// The endpoint, as `app:endpoint`.
    pub fn address(&self) -> String {
        format!("{}:{}", self.app, self.endpoint)
    }

    /// Its side of the relation.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The names of the units that it has in the beginning.
    pub fn unit_names(&self) -> impl Iterator<Item = UnitName> {
        (0..self.units).filter_map(|number| UnitName::new(format!("{}/{number}", self.app)).ok())
    }

    pub(super) fn described(&self) -> Result<&Endpoint, SetupError> {
        described(&self.charm, &self.endpoint)
    }
}

fn described<'c>(charm: &'c CharmDir, endpoint: &str) -> Result<&'c Endpoint, SetupError> {
    charm.charm().endpoint(endpoint).ok_or_else(|| {
        let known = charm.charm().endpoints().map(|(name, _)| name);
        SetupError::new(format!(
            "{} has no endpoint `{endpoint}`, only {}",
            charm.name(),
            relata_spec::words::list(known.collect::<Vec<_>>())
        ))
    })
}

/// Two charms that can be related.
#[derive(Debug, Clone)]
pub struct Pair {
    pub(super) sides: [Side; 2],
    interface: String,
    pub(super) declared: Option<Interface>,
}

impl Pair {
    /// Two sides that speak the same interface. If it is not in the catalogue, their
    /// databags cannot be judged, only compared. If both have the same name, the
    /// second is called `<name>-too`.
    ///
    /// # Errors
    ///
    /// If the endpoints do not fit.
    pub fn new(one: Side, mut other: Side, catalogue: &[Interface]) -> Result<Pair, SetupError> {
        if one.app == other.app {
            other.app.push_str("-too");
        }
        let (first, second) = (one.described()?, other.described()?);
        if first.interface != second.interface {
            return Err(SetupError::new(format!(
                "{} speaks `{}`, {} speaks `{}`",
                one.address(),
                first.interface,
                other.address(),
                second.interface
            )));
        }
        if first.role == second.role {
            return Err(SetupError::new(format!(
                "both endpoints are {}s: one has to provide what the other requires",
                first.role
            )));
        }
        let interface = first.interface.clone();
        let declared = catalogue.iter().find(|known| known.name == interface);
        Ok(Pair {
            declared: declared.cloned(),
            interface,
            sides: [one, other],
        })
    }

    /// The interface that both speak.
    pub fn interface(&self) -> &str {
        &self.interface
    }

    /// What is declared of it, if it is in the catalogue.
    pub fn declared(&self) -> Option<&Interface> {
        self.declared.as_ref()
    }

    /// Both sides, in the order in which they were given.
    pub fn sides(&self) -> &[Side; 2] {
        &self.sides
    }

    /// The side of an application.
    pub fn side(&self, app: &str) -> Option<&Side> {
        self.sides.iter().find(|side| side.app == app)
    }

    /// Both sides as the conformance tests see a charm; none if nothing is declared.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let Some(interface) = &self.declared else {
            return Vec::new();
        };
        let subject = |side: &Side| Subject {
            app: side.app.clone(),
            charm: side.charm.clone(),
            endpoint: side.endpoint.clone(),
            interface: interface.clone(),
            role: side.role(),
        };
        self.sides.iter().map(subject).collect()
    }
}
