//! One databag of one role, as a table that the reader and the writer follow.

use crate::record::Record;
use std::collections::BTreeMap;
use std::fmt;

/// A databag as Juju holds it.
pub type Databag = BTreeMap<String, String>;

/// The keys that Juju itself writes into unit databags.
pub(crate) const JUJU_KEYS: [&str; 3] = ["egress-subnets", "ingress-address", "private-address"];

/// Which side of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// The side under `provides:` in a charm's metadata.
    Provider,
    /// The side under `requires:`.
    Requirer,
    /// Both sides of a relation under `peers:`.
    Peer,
}

impl fmt::Display for RoleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RoleKind::Provider => "provider",
            RoleKind::Requirer => "requirer",
            RoleKind::Peer => "peer",
        })
    }
}

/// Which of a side's databags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeKind {
    /// The application databag, written by the leader.
    App,
    /// A unit's own databag.
    Unit,
}

impl fmt::Display for ScopeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ScopeKind::App => "app",
            ScopeKind::Unit => "unit",
        })
    }
}

/// A struct that is the content of one databag.
///
/// The macro implements it; nobody else should.
pub trait Bag: Record + crate::Value {
    /// Who writes it.
    type Role: crate::Role;

    #[doc(hidden)]
    const TABLE: &'static BagTable;

    /// The model of the interface, as JSON.
    #[doc(hidden)]
    const MODEL: &'static str;
}

/// A [`Bag`] that is an application databag: only the leader writes it.
pub trait AppBag: Bag {}

/// A [`Bag`] that is the databag of a unit.
pub trait UnitBag: Bag {}

/// How a databag is laid out and spelled.
#[doc(hidden)]
#[derive(Debug)]
pub struct BagTable {
    pub interface: &'static str,
    /// The versions in which the databag looks like this, oldest first.
    pub versions: &'static [u32],
    pub role: RoleKind,
    pub scope: ScopeKind,
    /// The first is written, each is accepted.
    pub layouts: &'static [Layout],
    /// Per member; the first is written, each is accepted.
    pub encodings: &'static [&'static [Encoding]],
    /// Of the dynamic keys.
    pub rest: &'static [Encoding],
    pub marker: Option<MarkerTable>,
    /// Every key that the role owns in this scope, in any version, in the order
    /// of a databag: both are walked side by side.
    pub keys: &'static [(&'static str, Use)],
}

/// What a key is used for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A member is read from it and written to it.
    Member(usize),
    /// A member is also written to it, and read from it if need be.
    Also(usize),
    /// A member is read from it if need be.
    Alias(usize),
    /// The version marker is written to it.
    Marker,
    /// The version marker is read from it.
    MarkerAlias,
    /// The whole databag is one document under it.
    Document,
    /// Another version of the interface has it.
    Owned,
}

impl BagTable {
    /// The newest version in which the databag looks like this.
    pub(crate) fn version(&self) -> u32 {
        self.versions.last().copied().unwrap_or_default()
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub enum Layout {
    /// Each member under its own key.
    Keys,
    /// One JSON object under this key.
    NestedJson(&'static str),
    /// One YAML document under this key.
    NestedYaml(&'static str),
}

impl Layout {
    pub(crate) fn key(&self) -> Option<&'static str> {
        match self {
            Layout::Keys => None,
            Layout::NestedJson(key) | Layout::NestedYaml(key) => Some(key),
        }
    }
}

#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Encoding {
    Json,
    Plain(&'static Plain),
    Yaml,
}

/// Plain text.
#[doc(hidden)]
#[derive(Debug)]
pub struct Plain {
    /// Spellings of `true`; the first is written.
    pub yes: &'static [&'static str],
    /// Spellings of `false`; the first is written.
    pub no: &'static [&'static str],
    /// What stands between the elements of a list.
    pub separator: Option<&'static str>,
}

/// Plain text with the usual booleans.
#[doc(hidden)]
pub static RAW: Plain = Plain {
    yes: &["true"],
    no: &["false"],
    separator: None,
};

/// A list of plain texts with commas.
#[doc(hidden)]
pub static CSV: Plain = Plain {
    yes: &["true"],
    no: &["false"],
    separator: Some(","),
};

/// The version marker of a databag.
#[doc(hidden)]
#[derive(Debug)]
pub struct MarkerTable {
    /// The keys from which it is read, the one that counts first.
    pub keys: &'static [&'static str],
    /// Those of them to which it is written.
    pub written: &'static [&'static str],
    /// How its text is spelled; each is accepted.
    pub encodings: &'static [Encoding],
    /// Its text for each version, in the first encoding. JSON if the databag is
    /// one document.
    pub texts: &'static [(u32, &'static str)],
}

impl MarkerTable {
    /// The text that states a version; that of the newest for one that is not
    /// declared.
    pub(crate) fn text(&self, version: u32) -> &'static str {
        let stated = self.texts.iter().find(|(number, _)| *number == version);
        stated.or(self.texts.last()).map_or("", |(_, text)| *text)
    }
}
