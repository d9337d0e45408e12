//! Names of Juju's things.

use super::error::WorldError;
use crate::{AppName, UnitName};

/// The application of a unit, such as `db` of `db/0`.
pub(super) fn app_of(unit: &str) -> &str {
    unit.split_once('/').map_or(unit, |(app, _)| app)
}

pub(super) fn is_app(text: &str) -> bool {
    AppName::new(text).is_ok()
}

pub(super) fn is_unit(text: &str) -> bool {
    UnitName::new(text).is_ok()
}

pub(super) fn unit(text: &str) -> Result<UnitName, WorldError> {
    UnitName::new(text).map_err(|_| WorldError::BadName {
        what: "a unit",
        name: text.into(),
    })
}

/// Juju's tag of a unit, as it stands in paths: `unit-db-0`.
pub(super) fn tag_of(unit: &str) -> String {
    format!("unit-{}", unit.replace('/', "-"))
}
