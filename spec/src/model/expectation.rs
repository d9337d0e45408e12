//! What a role is expected to do, beside what its databags look like.

use super::{Predicate, Scope};
use serde::{Deserialize, Serialize};

/// One behaviour of a role: what its databags say at a moment.
///
/// Nothing on the wire tells it. The tester plays the moment to a charm and looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The behaviour in a sentence, in Markdown.
    pub doc: String,
    /// What must hold.
    pub expected: Expected,
    /// When it must hold: at each of these.
    pub when: Vec<Moment>,
}

/// What must hold of a side's databags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// None of the fields is there, in either databag. A version marker may be.
    Nothing,
    /// A condition. A field is named with its databag, such as `app.url` (see
    /// [`place`]). It is *present* if it holds something: an empty text, list or
    /// object is as good as none. What is said of a field of the unit databag must
    /// hold for every unit.
    Holds(Predicate),
}

/// What the other side has done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// It is there and has written nothing.
    Silent,
    /// It has written only what it must.
    Minimal,
    /// It has written everything that it can.
    Complete,
    /// It has written everything, and one value is wrong.
    Broken,
    /// It has taken back what it wrote.
    Withdrawn,
    /// It has written everything but this field, named with its databag.
    Missing(String),
    /// It has written everything, and the value of this field is wrong.
    BrokenField(String),
}

impl Moment {
    /// The field of the other side that it is about, named with its databag.
    pub fn field(&self) -> Option<&str> {
        match self {
            Moment::Missing(field) | Moment::BrokenField(field) => Some(field),
            Moment::Silent
            | Moment::Minimal
            | Moment::Complete
            | Moment::Broken
            | Moment::Withdrawn => None,
        }
    }

    /// The moment as the last word of a declaration's clause.
    pub fn word(&self) -> &'static str {
        match self {
            Moment::Silent => "silent",
            Moment::Minimal => "minimal",
            Moment::Complete => "complete",
            Moment::Broken | Moment::BrokenField(_) => "broken",
            Moment::Withdrawn => "withdrawn",
            Moment::Missing(_) => "missing",
        }
    }

    /// Whether both are said of one and the same situation at times.
    pub fn overlaps(&self, other: &Moment) -> bool {
        self == other
            || matches!(
                (self, other),
                (Moment::Broken, Moment::BrokenField(_)) | (Moment::BrokenField(_), Moment::Broken)
            )
    }
}

/// The databag and the wire name in a field's name with its databag.
///
/// ```
/// use relata_spec::model::{Scope, place};
///
/// assert_eq!(place("app.tls-ca"), Some((Scope::App, "tls-ca")));
/// assert_eq!(place("bucket"), None);
/// ```
pub fn place(name: &str) -> Option<(Scope, &str)> {
    let (scope, field) = name.split_once('.')?;
    let scope = Scope::ALL.into_iter().find(|known| known.name() == scope)?;
    Some((scope, field))
}
