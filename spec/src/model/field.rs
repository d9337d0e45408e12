//! One key of a databag, or one member of an object.

use super::{Type, is_default};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One key of a databag, or one member of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// The identifier in Rust (`secret_extra` for `secret-extra`).
    pub rust: String,
    /// Other names under which the field is read, and perhaps written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// What the field means, in Markdown.
    pub doc: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether it may be missing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub presence: Presence,
    /// How a databag value is spelled. The first is written, each is accepted,
    /// in this order. Empty inside structs, where the document decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<Encoding>,
    /// Example values, decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Json>,
    /// Set on the field that states the writer's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<Marker>,
    /// Why and since when the field should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// First version that has the field, where the declaration says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u32>,
    /// First version that no longer has the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u32>,
    /// Rules that the author allowed to be broken here, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allowance>,
}

impl Field {
    /// Whether the field is read from `key`.
    pub fn answers_to(&self, key: &str) -> bool {
        self.name == key || self.aliases.iter().any(|alias| alias.name == key)
    }

    /// Whether the field, absent from a databag, makes it incomplete.
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }
}

/// Another name of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The other wire name.
    pub name: String,
    /// Whether the field is written under it too, for readers that know only
    /// this name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub written: bool,
}

/// Whether a field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It may; then it is `None`.
    #[default]
    Optional,
    /// It may not.
    Required,
    /// It may; then this value, decoded, takes its place.
    Default(Json),
}

/// How a databag value is spelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Encoding {
    /// The value is JSON, as `ops`' `Relation.save` writes it.
    Json,
    /// The value is the plain text: strings as they are, numbers in decimal,
    /// booleans in their declared spelling.
    Raw {
        /// How a boolean is spelled.
        #[serde(default, skip_serializing_if = "is_default")]
        bools: BoolSpelling,
    },
    /// The value is YAML.
    Yaml,
    /// The value is a list of plain texts with a separator between them.
    Separated {
        /// What stands between two elements, such as `,`.
        by: String,
    },
}

impl Encoding {
    /// Plain text with the usual spelling of booleans.
    pub const RAW: Encoding = Encoding::Raw {
        bools: BoolSpelling {
            yes: Vec::new(),
            no: Vec::new(),
        },
    };

    /// The encoding's name in messages.
    pub fn name(&self) -> &'static str {
        match self {
            Encoding::Json => "JSON",
            Encoding::Raw { .. } => "plain text",
            Encoding::Yaml => "YAML",
            Encoding::Separated { .. } => "a separated list",
        }
    }
}

/// How `true` and `false` are spelled in plain text. Empty lists stand for the
/// usual `true` and `false`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoolSpelling {
    /// Spellings of `true`; the first is written.
    #[serde(default, rename = "true", skip_serializing_if = "Vec::is_empty")]
    pub yes: Vec<String>,
    /// Spellings of `false`; the first is written.
    #[serde(default, rename = "false", skip_serializing_if = "Vec::is_empty")]
    pub no: Vec<String>,
}

impl BoolSpelling {
    /// The spellings of one truth value; the first is written.
    pub fn of(&self, truth: bool) -> Vec<&str> {
        let (declared, usual) = if truth {
            (&self.yes, "true")
        } else {
            (&self.no, "false")
        };
        if declared.is_empty() {
            vec![usual]
        } else {
            declared.iter().map(String::as_str).collect()
        }
    }

    /// The truth value that `text` spells, if any.
    pub fn read(&self, text: &str) -> Option<bool> {
        [true, false]
            .into_iter()
            .find(|truth| self.of(*truth).contains(&text))
    }
}

/// The field that states which version its writer speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// The version that a missing marker stands for; the oldest if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<u32>,
    /// How a version number is spelled.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spelling: MarkerSpelling,
    /// Whether the marker lists every version that the writer speaks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub list: bool,
}

/// How a version number is spelled in a marker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkerSpelling {
    /// As a number: `1`.
    #[default]
    Number,
    /// As a string in which `{}` stands for the number: `v{}` is `"v1"`,
    /// `{}.0` is `"1.0"`. What follows `{}` and a dot is a minor number: any
    /// is accepted when reading.
    Template(String),
}

/// A field or variant that should no longer be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// The version from which on it should not be used.
    pub since: u32,
    /// What to use instead.
    pub note: String,
}

/// A rule that the author allowed to be broken, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// The rule's id, such as `R14`.
    pub rule: String,
    /// Why that is right here.
    pub reason: String,
}

/// What the keys of a databag or object hold that are no declared fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// The identifier in Rust.
    pub rust: String,
    /// What the keys and values mean, in Markdown.
    pub doc: String,
    /// What a key looks like. A key that does not fit is unknown, not wrong.
    pub keys: Type,
    /// What each value holds.
    pub values: Type,
    /// How each value is spelled; empty inside structs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<Encoding>,
    /// Example entries, decoded: an object of one key each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Json>,
    /// Rules that the author allowed to be broken here, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Allowance>,
}
