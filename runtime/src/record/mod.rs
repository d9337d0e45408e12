//! A struct that the macro made: a table of its members, and the smallest
//! typed glue.
//!
//! `#[derive(Serialize, Deserialize)]` writes a visitor per struct; that code is
//! what makes derives slow to compile. Here the visitors are written once and
//! read the table. All that is left per struct is two `match`es: one that reads
//! member *n*, one that hands out member *n*.

mod inspect;
mod read;
mod write;

pub(crate) use inspect::inspect_known;
pub use inspect::inspect_record;
pub use read::{read_element, read_record};
pub use write::write_record;
pub(crate) use write::{is_absent, write_members};

use crate::Map;
use crate::condition::Check;
use crate::limits::{Limits, Trail};
use crate::value::{Key, Object, Value};
use serde_core::de::{Deserializer, Error as _, IgnoredAny};
use std::fmt;

/// A struct with a table of its members.
#[doc(hidden)]
pub trait Record: Sized + Clone + PartialEq + fmt::Debug {
    const SHAPE: &'static Shape;

    /// Every member vacant, or with its default.
    fn vacant() -> Self;

    /// Reads a member.
    fn put<'de, D: Deserializer<'de>>(&mut self, index: usize, source: D) -> Result<(), D::Error>;

    /// Hands out a member; `None` for an index that is none.
    fn get<'a, V: Visit<'a>>(&'a self, index: usize, visit: V) -> Option<V::Out>;

    /// Whether `key` fits the dynamic keys, if the record has any.
    fn fits_rest(_key: &str) -> bool {
        false
    }

    /// Reads the value of a dynamic key.
    fn put_rest<'de, D: Deserializer<'de>>(
        &mut self,
        _key: &str,
        source: D,
    ) -> Result<(), D::Error> {
        skip(source)
    }

    /// Hands out the dynamic keys.
    fn get_rest<V: VisitRest>(&self, _visit: V) -> Option<V::Out> {
        None
    }
}

/// Something that looks at a member of any type.
#[doc(hidden)]
pub trait Visit<'a> {
    type Out;

    fn visit<T: Value>(self, value: &'a T) -> Self::Out;
}

/// Something that looks at the dynamic keys.
#[doc(hidden)]
pub trait VisitRest {
    type Out;

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) -> Self::Out;
}

/// The table of a record.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shape {
    pub name: &'static str,
    pub members: &'static [Member],
    pub checks: &'static [Check],
    /// The limits of the dynamic keys and values.
    pub rest: Option<&'static Limits>,
    /// Whether there is anything to inspect here or further in.
    pub inspected: bool,
    /// Whether a problem may show what nobody should see.
    pub sensitive: bool,
}

/// One member of a record.
#[doc(hidden)]
#[derive(Debug)]
pub struct Member {
    pub name: &'static str,
    /// Every other name under which it is read.
    pub aliases: &'static [&'static str],
    /// Those of them under which it is written, too.
    pub also_written: &'static [&'static str],
    pub presence: Presence,
    pub limits: Option<&'static Limits>,
    /// Whether there is anything to inspect in its value.
    pub inspected: bool,
}

#[doc(hidden)]
#[derive(Debug)]
pub enum Presence {
    Optional,
    Required,
    /// It may be missing; then it keeps what `vacant` gave it.
    Default,
}

impl Member {
    pub const fn new(name: &'static str, presence: Presence) -> Self {
        Member {
            name,
            aliases: &[],
            also_written: &[],
            presence,
            limits: None,
            inspected: false,
        }
    }

    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    #[must_use]
    pub const fn also_written(mut self, names: &'static [&'static str]) -> Self {
        self.also_written = names;
        self
    }

    #[must_use]
    pub const fn limits(mut self, limits: &'static Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    #[must_use]
    pub const fn inspected(mut self) -> Self {
        self.inspected = true;
        self
    }

    fn is(&self, key: &str) -> bool {
        self.name == key || self.aliases.contains(&key)
    }
}

impl Shape {
    /// The place of the member that is read from `key`. Writers mostly keep the
    /// declared order, so the search starts at `hint`.
    pub(crate) fn find(&self, key: &str, hint: usize) -> Option<usize> {
        let members = self.members;
        if members.get(hint).is_some_and(|member| member.is(key)) {
            return Some(hint);
        }
        members.iter().position(|member| member.is(key))
    }
}

/// Which members have been seen.
pub(crate) struct Seen {
    words: [u64; Seen::WORDS],
}

impl Seen {
    /// 256 members; the macro refuses more.
    const WORDS: usize = 4;

    pub(crate) fn none() -> Self {
        Seen {
            words: [0; Seen::WORDS],
        }
    }

    pub(crate) fn add(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    pub(crate) fn has(&self, index: usize) -> bool {
        self.words
            .get(index / 64)
            .is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

/// Reads a member in place. Here and below, what is replaced is wiped: it may be
/// of a secret.
#[doc(hidden)]
pub fn put<'de, T: Value, D: Deserializer<'de>>(slot: &mut T, source: D) -> Result<(), D::Error> {
    slot.wipe();
    *slot = T::read(source)?;
    Ok(())
}

/// Reads a member of any kind in place; `null` is as good as missing.
#[doc(hidden)]
pub fn put_present<'de, T: Value, D: Deserializer<'de>>(
    slot: &mut T,
    source: D,
) -> Result<(), D::Error> {
    slot.wipe();
    let value = Option::<T>::read(source)?;
    *slot = value.ok_or_else(|| D::Error::custom("expected a value other than `null`"))?;
    Ok(())
}

/// Reads a member that has a default; `null` stands for it.
#[doc(hidden)]
pub fn put_or_default<'de, T: Value, D: Deserializer<'de>>(
    slot: &mut T,
    source: D,
) -> Result<(), D::Error> {
    if let Some(value) = Option::<T>::read(source)? {
        slot.wipe();
        *slot = value;
    }
    Ok(())
}

/// Reads the value of a dynamic key in place; `null` is no value.
#[doc(hidden)]
pub fn put_entry<'de, K: Key, T: Value, D: Deserializer<'de>>(
    entries: &mut Map<K, T>,
    key: &str,
    source: D,
) -> Result<(), D::Error> {
    if let Some(value) = Option::<T>::read(source)?
        && let Some(key) = K::from_key(key)
        && let Some(mut replaced) = entries.insert(key, value)
    {
        replaced.wipe();
    }
    Ok(())
}

/// Whether a text is a key and keeps the limits of keys; `limits` are those of
/// the whole.
#[doc(hidden)]
pub fn fits_key<K: Key>(text: &str, limits: Option<&'static Limits>) -> bool {
    K::from_key(text).is_some_and(|key| {
        let mut trail = Trail::default();
        key.inspect(limits.and_then(|limits| limits.keys), &mut trail);
        trail.found.is_empty()
    })
}

/// Whether an object holds no member that the record knows.
#[doc(hidden)]
pub fn is_hollow_record<R: Record>(object: &Object) -> bool {
    !object
        .keys()
        .any(|key| R::SHAPE.find(key, 0).is_some() || R::fits_rest(key))
}

/// Skips a value.
#[doc(hidden)]
pub fn skip<'de, D: Deserializer<'de>>(source: D) -> Result<(), D::Error> {
    source.deserialize_ignored_any(IgnoredAny).map(|_| ())
}

/// A default that is more than a literal.
#[doc(hidden)]
pub fn parse_default<T: Value>(json: &str) -> T {
    // The macro has checked that the default fits its type.
    T::read(&mut serde_json::Deserializer::from_str(json)).unwrap_or_else(|_| T::vacant())
}
