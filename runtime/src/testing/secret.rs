//! A secret as the model holds it.

use super::base64;
use crate::{Sensitive, UnitName};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The id of a secret: what all forms of its URI have in common.
///
/// ```
/// use relata::testing::SecretId;
///
/// let id = SecretId::parse("secret://9f484882-2f18-4fd2-967d-db9663db7bea/9m4e2mr0ui3e8a215n4g")?;
/// assert_eq!(id.as_str(), "9m4e2mr0ui3e8a215n4g");
/// assert_eq!(id, SecretId::parse("secret:9m4e2mr0ui3e8a215n4g")?);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretId(String);

impl SecretId {
    /// Reads any form of a URI that Juju accepts.
    ///
    /// # Errors
    ///
    /// Juju's own words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let invalid = || format!("secret URI {} not valid", super::flags::quote(text));
        let rest = match text.split_once(':') {
            Some(("secret", rest)) => rest,
            Some((scheme, _)) if is_scheme(scheme) => {
                let scheme = super::flags::quote(scheme);
                return Err(format!("secret URI scheme {scheme} not valid"));
            }
            Some(_) => return Err(invalid()),
            None => text,
        };
        let id = match rest.strip_prefix("//").unwrap_or(rest).split_once('/') {
            Some((model, id)) if is_uuid(model) => id,
            Some(_) => return Err(invalid()),
            None if rest.starts_with("//") => return Err(invalid()),
            None => rest,
        };
        if is_xid(id) {
            Ok(SecretId(id.to_owned()))
        } else {
            Err(invalid())
        }
    }

    /// An id made of 20 numbers.
    pub(crate) fn generate(mut number: impl FnMut() -> u64) -> Self {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
        let mut id = String::with_capacity(20);
        for _ in 0..19 {
            id.push(char::from(DIGITS[(number() % 32) as usize]));
        }
        // 96 bits: the last of 20 digits of 5 bits has only one that counts.
        id.push(if number().is_multiple_of(2) { '0' } else { 'g' });
        SecretId(id)
    }

    /// The bare id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `secret:<id>`, as it stands in `JUJU_SECRET_ID`.
    pub fn uri(&self) -> String {
        format!("secret:{}", self.0)
    }

    /// `secret://<model>/<id>`, as `secret-add` prints it.
    pub(crate) fn uri_in(&self, model: &str) -> String {
        format!("secret://{model}/{}", self.0)
    }
}

impl fmt::Display for SecretId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_scheme(text: &str) -> bool {
    let mut letters = text.bytes();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'))
}

fn is_uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    let fits = |part: &str, length| {
        part.len() == length && part.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
    };
    groups
        .iter()
        .all(|length| parts.next().is_some_and(|part| fits(part, *length)))
        && parts.next().is_none()
}

/// 20 digits of base 32 that stand for 96 bits.
fn is_xid(text: &str) -> bool {
    text.len() == 20
        && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'v'))
        && text.ends_with(['0', 'g'])
}

/// Who a secret belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// An application: its leader manages it, each of its units reads it.
    App(String),
    /// A unit, and nobody else.
    Unit(UnitName),
    /// A person, who added it with `juju add-secret`.
    Model,
}

impl Owner {
    /// The word that `secret-info-get` says.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Owner::App(_) => "application",
            Owner::Unit(_) => "unit",
            Owner::Model => "model",
        }
    }
}

/// Who may read a secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Every unit of an application.
    App(String),
    /// One unit.
    Unit(UnitName),
}

/// What stands in one revision of a secret: keys, and values in base64.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Content(pub(crate) BTreeMap<String, String>);

impl Content {
    pub(crate) fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let encode =
            |(key, value): (&str, &str)| (key.to_owned(), base64::encode(value.as_bytes()));
        Content(values.into_iter().map(encode).collect())
    }

    /// The decoded value of a key, if it is text.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        String::from_utf8(base64::decode(self.0.get(key)?)?).ok()
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// How often an owner is asked to make a new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    /// Not at all.
    #[default]
    Never,
    /// Every so many seconds, with Juju's word for it.
    Every(&'static str, u64),
}

impl Rotation {
    /// Reads Juju's word.
    pub fn parse(word: &str) -> Option<Self> {
        const DAY: u64 = 24 * 60 * 60;
        Some(match word {
            "never" => Rotation::Never,
            "hourly" => Rotation::Every("hourly", DAY / 24),
            "daily" => Rotation::Every("daily", DAY),
            "weekly" => Rotation::Every("weekly", 7 * DAY),
            "monthly" => Rotation::Every("monthly", 30 * DAY),
            "quarterly" => Rotation::Every("quarterly", 91 * DAY),
            "yearly" => Rotation::Every("yearly", 365 * DAY),
            _ => return None,
        })
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Rotation::Never => "never",
            Rotation::Every(word, _) => word,
        }
    }

    /// When the next one is due, if one is made now.
    pub(crate) fn after(self, now: u64) -> Option<u64> {
        match self {
            Rotation::Never => None,
            Rotation::Every(_, seconds) => Some(now + seconds),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) content: Content,
    /// When the owner is told that it expired.
    pub(crate) expires: Option<u64>,
}

/// A unit that has read a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consumer {
    pub(crate) label: Option<String>,
    /// What it reads until it refreshes.
    pub(crate) revision: u32,
}

/// One secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    pub(crate) id: SecretId,
    pub(crate) owner: Owner,
    /// Empty for none, as Juju has it.
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) rotation: Rotation,
    pub(crate) next_rotation: Option<u64>,
    pub(crate) revisions: BTreeMap<u32, Revision>,
    pub(crate) latest: u32,
    /// With the relation that each grant goes with.
    pub(crate) grants: BTreeSet<(Target, Option<u32>)>,
    pub(crate) consumers: BTreeMap<UnitName, Consumer>,
}

impl Secret {
    /// Its id.
    pub fn id(&self) -> &SecretId {
        &self.id
    }

    /// Who it belongs to.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// The owner's name for it; empty for none.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What the owner says about it.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// How often it is renewed.
    pub fn rotation(&self) -> Rotation {
        self.rotation
    }

    /// The number of the newest revision.
    pub fn latest(&self) -> u32 {
        self.latest
    }

    /// The numbers of the revisions that are there.
    pub fn revisions(&self) -> impl Iterator<Item = u32> {
        self.revisions.keys().copied()
    }

    /// What stands in a revision. Values that are no text are left out.
    pub fn content(&self, revision: u32) -> Option<BTreeMap<String, Sensitive>> {
        let content = &self.revisions.get(&revision)?.content;
        let decode = |key: &String| Some((key.clone(), Sensitive::from(content.text(key)?)));
        Some(content.0.keys().filter_map(decode).collect())
    }

    /// Who may read it besides its owner, and the relation that the grant goes
    /// with.
    pub fn grants(&self) -> impl Iterator<Item = (&Target, Option<u32>)> {
        self.grants
            .iter()
            .map(|(target, relation)| (target, *relation))
    }

    /// Which revision a unit reads until it refreshes; `None` if it never read.
    pub fn read_by(&self, unit: &str) -> Option<u32> {
        Some(self.consumers.get(unit)?.revision)
    }

    /// Whether a unit may read it.
    pub(crate) fn is_readable_by(&self, unit: &str) -> bool {
        let app = super::names::app_of(unit);
        let owns = match &self.owner {
            Owner::App(owner) => owner == app,
            Owner::Unit(owner) => owner.as_str() == unit,
            Owner::Model => false,
        };
        owns || self.grants.iter().any(|(target, _)| match target {
            Target::App(name) => name == app,
            Target::Unit(name) => name.as_str() == unit,
        })
    }

    /// The revisions but the newest that nobody reads.
    pub(crate) fn obsolete(&self) -> impl Iterator<Item = u32> {
        let read = |revision: u32| self.consumers.values().any(|c| c.revision == revision);
        self.revisions()
            .filter(move |n| *n != self.latest && !read(*n))
    }
}
