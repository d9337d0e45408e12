//! What a secret has besides its content.

use crate::Leader;

/// Who owns a secret: who may change, grant and remove it.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'l> {
    /// The application: its leader manages the secret, each of its units may read
    /// it.
    App(&'l Leader),
    /// This unit alone.
    Unit,
}

/// How often the owner is asked for a new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says it all")]
pub enum Rotation {
    Never,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Yearly,
}

impl Rotation {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Rotation::Never => "never",
            Rotation::Hourly => "hourly",
            Rotation::Daily => "daily",
            Rotation::Weekly => "weekly",
            Rotation::Monthly => "monthly",
            Rotation::Quarterly => "quarterly",
            Rotation::Yearly => "yearly",
        }
    }
}

/// What a secret has besides its content. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretOptions {
    /// The owner's name for it; unique among those of the owner.
    pub label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// When it expires: a time such as `2027-01-01T00:00:00Z`, or a duration such
    /// as `24h`.
    pub expire: Option<String>,
    /// How often it is to be renewed.
    pub rotate: Option<Rotation>,
}

/// What the owner of a secret knows about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretInfo {
    /// Its id: the part of a URI that does not depend on Juju's version.
    pub id: String,
    /// The newest revision.
    pub revision: u32,
    /// The owner's name for it; may be empty.
    pub label: String,
    /// `application` or `unit`.
    pub owner: String,
    /// What it is for; may be empty.
    pub description: String,
    /// How often it is to be renewed, such as `never`.
    pub rotation: String,
    /// When it expires, if it does.
    pub expiry: Option<String>,
}
