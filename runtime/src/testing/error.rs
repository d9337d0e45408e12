//! What cannot be done to a world.

use std::fmt;

/// Something was asked of a [`World`](super::World) that Juju would not do.
///
/// A hook tool never ends in one: what a charm does wrong is in the tool's
/// [`Output`](crate::juju::Output).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WorldError {
    /// There is no such thing in the model.
    Missing {
        /// What it would be: an application, a unit, a relation.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// It is there already.
    Exists {
        /// What it is.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A name that Juju does not allow.
    BadName {
        /// What it should name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two endpoints that cannot be integrated.
    Unfit {
        /// The endpoints, and why.
        why: String,
    },
    /// A charm's metadata cannot be read.
    Metadata {
        /// What is wrong with it.
        why: String,
    },
    /// A hook that Juju would not run now.
    NotNow {
        /// The unit.
        unit: String,
        /// The hook.
        hook: String,
        /// Why.
        why: String,
    },
}

impl WorldError {
    pub(crate) fn missing(what: &'static str, name: impl Into<String>) -> Self {
        WorldError::Missing {
            what,
            name: name.into(),
        }
    }

    pub(crate) fn exists(what: &'static str, name: impl Into<String>) -> Self {
        WorldError::Exists {
            what,
            name: name.into(),
        }
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorldError::Missing { what, name } => write!(f, "there is no {what} `{name}`"),
            WorldError::Exists { what, name } => write!(f, "the {what} `{name}` is there already"),
            WorldError::BadName { what, name } => write!(f, "`{name}` is no name for {what}"),
            WorldError::Unfit { why } => write!(f, "cannot integrate: {why}"),
            WorldError::Metadata { why } => write!(f, "the charm's metadata: {why}"),
            WorldError::NotNow { unit, hook, why } => {
                write!(f, "`{hook}` cannot run on {unit} now: {why}")
            }
        }
    }
}

impl std::error::Error for WorldError {}
