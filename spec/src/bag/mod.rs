//! What is the verdict on a whole databag?
//!
//! [`judge`] reads one databag against one version. It is total: whatever a
//! remote charm wrote gets a verdict, and what is wrong is listed in full.

mod checks;
mod marker;
mod misstated;
mod read;
mod reading;
mod unknown;

pub use marker::stated_versions;
pub use misstated::{Misstated, misstated};
pub use unknown::{declared_keys, unknown_key};

use crate::model::{JUJU_KEYS, Layout, Role, Scope, Version};
use crate::value::{Note, Problem};
use reading::Reading;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::fmt;

/// What a databag is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// None of the declared keys is there: nothing was written yet.
    Absent,
    /// What is there is well-formed, but required keys are missing.
    Incomplete,
    /// The databag can be used.
    Ready,
    /// Something in it does not fit.
    Invalid,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 4] = [
        Verdict::Absent,
        Verdict::Incomplete,
        Verdict::Ready,
        Verdict::Invalid,
    ];

    /// The verdict as the command line prints it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Absent => "absent",
            Verdict::Incomplete => "incomplete",
            Verdict::Ready => "ready",
            Verdict::Invalid => "invalid",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A problem under one key of a databag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BagProblem {
    /// The key as it stands in the databag. For a check between fields, the
    /// first that the check names.
    pub key: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// Advice about one key of a databag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BagNote {
    /// The key as it stands in the databag.
    pub key: String,
    /// The advice.
    pub note: Note,
}

/// All that there is to say about one databag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// What the databag is good for.
    pub verdict: Verdict,
    /// The required keys that are missing; of keys of which one suffices, all,
    /// as `a | b`. Empty if the databag is absent.
    pub missing: Vec<String>,
    /// Everything that is wrong, in declared order.
    pub problems: Vec<BagProblem>,
    /// Keys that this version does not declare, but for Juju's own, sorted.
    pub unknown_keys: Vec<String>,
    /// Advice. It has no influence on the verdict.
    pub notes: Vec<BagNote>,
    /// What could be decoded, under the fields' own names, as an object.
    /// Values that do not fit their type are included.
    pub value: Json,
    /// The version marker, decoded; as a string if it could not be. `None` if
    /// there is none.
    pub stated: Option<Json>,
}

/// The verdict on the databag that `role` wrote in `scope`.
///
/// A role without that databag in this version makes it absent, and all of its
/// keys unknown. An empty value is an absent key, as Juju sees it.
///
/// ```
/// use relata_spec::bag::{Verdict, judge};
/// use relata_spec::model::{Role, Scope, Status, Version};
///
/// let version = Version {
///     number: 1,
///     status: Status::Draft,
///     doc: "First.".into(),
///     lib: None,
///     providers: vec![],
///     requirers: vec![],
///     roles: Default::default(),
///     types: vec![],
/// };
/// let bag = [("url".to_owned(), "https://a.example".to_owned())].into();
/// let judgement = judge(&version, Role::Provider, Scope::App, &bag);
/// assert_eq!(judgement.verdict, Verdict::Absent);
/// assert_eq!(judgement.unknown_keys, ["url"]);
/// ```
pub fn judge(
    version: &Version,
    role: Role,
    scope: Scope,
    bag: &BTreeMap<String, String>,
) -> Judgement {
    // Juju deletes a key that is set to nothing.
    let keys: BTreeMap<&str, &str> = bag
        .iter()
        .filter(|(key, text)| !text.is_empty() && !JUJU_KEYS.contains(&key.as_str()))
        .map(|(key, text)| (key.as_str(), text.as_str()))
        .collect();
    let Some(declared) = version.bag(role, scope) else {
        return Judgement {
            verdict: Verdict::Absent,
            missing: Vec::new(),
            problems: Vec::new(),
            unknown_keys: keys.keys().map(|&key| key.to_owned()).collect(),
            notes: Vec::new(),
            value: Json::Object(Map::new()),
            stated: None,
        };
    };
    let mut reading = Reading::new(version, declared, keys);
    // A nested document is read if its key is there, wherever it stands among
    // the layouts: its key is a clear sign, while single keys may be anything.
    let document = declared.layouts.iter().find_map(|layout| match layout {
        Layout::Nested { key, format } => reading.claim(key).map(|text| (key, *format, text)),
        Layout::Keys => None,
    });
    let by_key = declared.layouts.contains(&Layout::Keys) || declared.layouts.is_empty();
    match document {
        Some((key, format, text)) => {
            reading.document(key, format, text);
            if by_key {
                reading.pass_over(key);
            }
        }
        None if by_key => reading.keys(),
        None => {}
    }
    reading.finish()
}
