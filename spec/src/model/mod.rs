//! What an author declares: an interface, its versions, roles, databags,
//! fields and types.
//!
//! Everything here is *resolved*: a [`Version`] holds what is valid in that
//! version and nothing else. The `since` and `until` numbers that remain on a
//! node are there for documentation only.
//!
//! The types are plain data with public fields. They are built by the
//! `interface!` macro or read by [`crate::json`]; both check what they build.

mod check;
mod expectation;
mod field;
mod sources;
mod types;

pub use check::{Check, CheckKind, Comparison, Operand, Predicate};
pub use expectation::{Expectation, Expected, Moment, place};
pub use field::{
    Alias, Allowance, BoolSpelling, Deprecation, Encoding, Field, Marker, MarkerSpelling, Presence,
    Rest,
};
pub use sources::{Source, Sources};
pub use types::{
    Constraint, EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody, TypeDecl, UnionVariant,
    Variant,
};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// One relation interface, in all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// The name that charms write after `interface:` in their metadata.
    pub name: String,
    /// The first paragraph of the documentation.
    pub summary: String,
    /// The rest of the documentation, in Markdown; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The team that answers for the interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer: Option<String>,
    /// Categories of the catalogue, in declared order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether the interface is meant for the charms of one project only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub internal: bool,
    /// All versions, oldest first.
    pub versions: Vec<Version>,
    /// Rules that the author allowed to be broken by the interface or a version
    /// as a whole, such as a version that is dropped without being retired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allowance>,
    /// Where its nodes are written, if it was compiled into the program.
    #[serde(skip)]
    pub sources: Sources,
}

impl Interface {
    /// The version with this number.
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.number == number)
    }

    /// The newest declared version. `None` only for an interface without any,
    /// which the macro and [`crate::json`] refuse.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The numbers of all declared versions, oldest first.
    pub fn numbers(&self) -> Vec<u32> {
        self.versions.iter().map(|version| version.number).collect()
    }
}

/// One version of an interface: everything that is valid in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The number behind the `v`.
    pub number: u32,
    /// How far the version has come.
    pub status: Status,
    /// What distinguishes this version, in Markdown.
    pub doc: String,
    /// The Python or Rust library that implements the version, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lib: Option<String>,
    /// Charms known to provide this version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Charm>,
    /// Charms known to require this version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirers: Vec<Charm>,
    /// What each role writes. A role that is absent does not exist in this
    /// version.
    pub roles: BTreeMap<Role, RoleSpec>,
    /// The structs, enums, unions, secrets and aliases that the roles use, in
    /// declared order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<TypeDecl>,
}

impl Version {
    /// The databag that `role` writes in `scope`, if it writes one.
    pub fn bag(&self, role: Role, scope: Scope) -> Option<&Bag> {
        self.roles.get(&role)?.bag(scope)
    }

    /// The declaration of a type named in the body.
    pub fn type_decl(&self, name: &str) -> Option<&TypeDecl> {
        self.types.iter().find(|decl| decl.name == name)
    }

    /// Follows aliases from `ty` to the type that they stand for. Constraints
    /// of every alias on the way are kept.
    pub fn resolve(&self, ty: &Type) -> Type {
        let mut resolved = ty.clone();
        // An alias cannot contain itself (rule D20); the bound keeps a
        // hand-edited frozen file from looping.
        for _ in 0..=self.types.len() {
            let Kind::Named { name } = &resolved.kind else {
                break;
            };
            let Some(TypeBody::Alias { of, .. }) = self.type_decl(name).map(|decl| &decl.body)
            else {
                break;
            };
            let mut next = of.clone();
            next.constraints.append(&mut resolved.constraints);
            resolved = next;
        }
        resolved
    }
}

/// A charm that is known to speak a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charm {
    /// The charm's name.
    pub name: String,
    /// Where its source lives.
    pub url: String,
    /// The branch to look at, if it is not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// How the catalogue's interface tests are set up for the charm, such as
    /// `location` or `charm_root`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub test_setup: BTreeMap<String, String>,
}

/// How far a version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// May still change in any way.
    Draft,
    /// Charms rely on it: only additions are allowed.
    Published,
    /// No new charm should speak it; deployed ones may.
    Retired,
}

impl Status {
    /// Every status, in the order of a version's life.
    pub const ALL: [Status; 3] = [Status::Draft, Status::Published, Status::Retired];

    /// The status as written in a declaration.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Published => "published",
            Status::Retired => "retired",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which side of a relation writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The side under `provides:` in a charm's metadata.
    Provider,
    /// The side under `requires:`.
    Requirer,
    /// Both sides of a relation under `peers:`.
    Peer,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Provider, Role::Requirer, Role::Peer];

    /// The role as written in a declaration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Provider => "provider",
            Role::Requirer => "requirer",
            Role::Peer => "peer",
        }
    }

    /// The role at the other end of the relation.
    #[must_use]
    pub fn other(self) -> Role {
        match self {
            Role::Provider => Role::Requirer,
            Role::Requirer => Role::Provider,
            Role::Peer => Role::Peer,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which of a side's databags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The application databag: one per side, written by the leader only.
    App,
    /// The unit databag: one per unit, written by that unit.
    Unit,
}

impl Scope {
    /// Both scopes.
    pub const ALL: [Scope; 2] = [Scope::App, Scope::Unit];

    /// The scope as written in a declaration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Scope::App => "app",
            Scope::Unit => "unit",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What one role does and writes in one version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// What the role is expected to do, in Markdown; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Its application databag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<Bag>,
    /// The databag of each of its units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Bag>,
    /// How it is expected to behave, in declared order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expects: Vec<Expectation>,
}

impl RoleSpec {
    /// The databag of one scope.
    pub fn bag(&self, scope: Scope) -> Option<&Bag> {
        match scope {
            Scope::App => self.app.as_ref(),
            Scope::Unit => self.unit.as_ref(),
        }
    }
}

/// One databag: a map of strings, as Juju holds it, and what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bag {
    /// What the databag is for; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// How the fields are laid out. The first is written, each is accepted.
    pub layouts: Vec<Layout>,
    /// The fields, in declared order. The version marker is one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// What the keys that are not fields hold, if they mean something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// What must hold between the fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Wire names that fields had once. No field may take one again, because
    /// charms of that time still read the old meaning (rules R1 to R3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<String>,
    /// Rules that the author allowed to be broken by the databag itself: its
    /// layouts, its checks, its reservations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allowance>,
}

impl Bag {
    /// The field that states the writer's version.
    pub fn marker(&self) -> Option<(&Field, &Marker)> {
        self.fields
            .iter()
            .find_map(|field| Some((field, field.marker.as_ref()?)))
    }

    /// The field that is written under `key`, or read from it as an alias.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.answers_to(key))
    }
}

/// How the fields of a databag are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "layout", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Layout {
    /// Each field under its own key, in its own encoding.
    Keys,
    /// The whole databag as one document under one key; the fields' own
    /// encodings play no part.
    Nested {
        /// The key that holds the document.
        key: String,
        /// How the document is written.
        format: Document,
    },
}

/// The format of a document in a databag value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2, read so that a YAML 1.1 writer is understood.
    Yaml,
}

/// The keys that Juju itself writes into unit databags. No interface owns them.
pub const JUJU_KEYS: [&str; 3] = ["egress-subnets", "ingress-address", "private-address"];

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
