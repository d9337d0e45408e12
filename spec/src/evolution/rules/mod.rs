//! One function per rule, and the table of them.

mod checks;
mod collections;
mod docs;
mod encodings;
mod expectations;
mod marker;
mod names;
mod options;
mod presence;
mod secrets;
mod types;
mod versions;

pub(super) use collections::collections_of;
pub(super) use names::names_reused_between_versions;

use super::{Change, Step};
use crate::model::Interface;

/// How a rule is asked.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    /// Of two states of one version.
    Version(fn(&Step<'_>) -> Vec<Change>),
    /// Of two states of a whole interface.
    Interface(fn(&Interface, &Interface) -> Vec<Change>),
}

/// Every rule of evolution with its function.
pub static TABLE: &[(&str, Test)] = &[
    ("R1", Test::Version(names::removed)),
    ("R2", Test::Version(names::reservation_dropped)),
    ("R3", Test::Version(names::reused)),
    ("R4", Test::Version(types::changed)),
    ("R5", Test::Version(encodings::changed)),
    ("R6", Test::Version(names::renamed)),
    ("R7", Test::Version(names::moved)),
    ("R8", Test::Version(presence::required_added)),
    ("R9", Test::Version(presence::changed)),
    ("R10", Test::Version(presence::default_changed)),
    ("R11", Test::Version(types::list_or_not)),
    ("R12", Test::Version(options::added)),
    ("R13", Test::Version(options::removed)),
    ("R14", Test::Version(checks::changed)),
    ("R15", Test::Version(collections::added)),
    ("R16", Test::Version(secrets::moved)),
    ("R17", Test::Version(marker::changed)),
    ("R18", Test::Interface(versions::changed)),
    ("R19", Test::Version(names::added)),
    ("R20", Test::Version(docs::changed)),
    ("R20", Test::Version(expectations::reworded)),
    ("R21", Test::Version(expectations::changed)),
    // A renamed interface and its documentation belong to no version.
    ("R6", Test::Interface(versions::renamed)),
    ("R20", Test::Interface(docs::interface_changed)),
];
