//! A struct that the macro made: a table of its members, and the smallest
//! typed glue.
//!
//! `#[derive(Serialize, Deserialize)]` writes a visitor per struct; that code is
//! what makes derives slow to compile. Here the visitors are written once and
//! read the table. All that is left per struct is two `match`es: one that reads
//! member *n*, one that hands out member *n*.

use crate::condition::{Check, Known};
use crate::limits::{Limits, Trail};
use crate::value::{Key, Object, Value, at};
use crate::{Json, Map};
use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};
use std::fmt;
use std::marker::PhantomData;

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

/// Reads a record.
#[doc(hidden)]
pub fn read_record<'de, R: Record, D: Deserializer<'de>>(source: D) -> Result<R, D::Error> {
    let visitor = RecordVisitor {
        element: false,
        record: PhantomData,
    };
    let record = source.deserialize_map(visitor)?;
    record.ok_or_else(|| D::Error::custom("expected an object"))
}

/// Reads a record that is an element of a collection; `None` if it has no known
/// member.
#[doc(hidden)]
pub fn read_element<'de, R: Record, D: Deserializer<'de>>(
    source: D,
) -> Result<Option<R>, D::Error> {
    source.deserialize_map(RecordVisitor {
        element: true,
        record: PhantomData,
    })
}

struct RecordVisitor<R> {
    /// Whether an object without any known member is dropped.
    element: bool,
    record: PhantomData<R>,
}

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = Option<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let shape = R::SHAPE;
        let mut record = R::vacant();
        let mut seen = Seen::none();
        let mut knows_any = false;
        let mut several = Vec::new();
        let mut hint = 0;
        while let Some(key) = source.next_key_seed(KeySeed::<R>(hint, PhantomData))? {
            match key {
                MemberKey::Named(index, name) => {
                    hint = index + 1;
                    knows_any = true;
                    let value: Json = source.next_value()?;
                    if !value.is_null() {
                        several.push((index, name, value));
                    }
                }
                MemberKey::Member(index) => {
                    hint = index + 1;
                    knows_any = true;
                    let place = PutSeed {
                        record: &mut record,
                        index,
                    };
                    if let Err(error) = source.next_value_seed(place) {
                        return Err(at(format_args!("{}", shape.members[index].name), &error));
                    }
                    seen.add(index);
                }
                MemberKey::Rest(key) => {
                    knows_any = true;
                    let place = PutRestSeed {
                        record: &mut record,
                        key: &key,
                    };
                    source
                        .next_value_seed(place)
                        .map_err(|error| at(format_args!("[{key:?}]"), &error))?;
                }
                MemberKey::Unknown => {
                    source.next_value::<IgnoredAny>()?;
                }
            }
        }
        if self.element && !knows_any {
            return Ok(None);
        }
        put_named(&mut record, &mut seen, several)?;
        for (index, member) in shape.members.iter().enumerate() {
            if seen.has(index) {
                continue;
            }
            match member.presence {
                Presence::Optional | Presence::Default => {}
                Presence::Required => {
                    return Err(A::Error::custom(format_args!(
                        "expected the member `{}`",
                        member.name
                    )));
                }
            }
        }
        Ok(Some(record))
    }
}

/// Reads the members with more than one name: which of several values counts is
/// known only when all are there.
fn put_named<R: Record, E: serde_core::de::Error>(
    record: &mut R,
    seen: &mut Seen,
    mut values: Vec<(usize, String, Json)>,
) -> Result<(), E> {
    values.sort_by_key(|(index, name, _)| {
        let aliases = R::SHAPE.members[*index].aliases.iter();
        let rank = aliases.rev().position(|alias| alias == name);
        (*index, rank.unwrap_or(usize::MAX))
    });
    // The best name comes last, and of one that is there twice the later value.
    for (index, name, value) in values.into_iter().rev() {
        if !seen.has(index) {
            let put = record.put(index, value);
            put.map_err(|error| at(format_args!("{name}"), &E::custom(error)))?;
            seen.add(index);
        }
    }
    Ok(())
}

enum MemberKey {
    Member(usize),
    /// A member with more than one name, and the one that was found.
    Named(usize, String),
    Rest(String),
    Unknown,
}

/// Reads a key and finds out whose it is.
struct KeySeed<R>(usize, PhantomData<R>);

impl<'de, R: Record> DeserializeSeed<'de> for KeySeed<R> {
    type Value = MemberKey;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<MemberKey, D::Error> {
        source.deserialize_str(self)
    }
}

impl<R: Record> Visitor<'_> for KeySeed<R> {
    type Value = MemberKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<MemberKey, E> {
        Ok(match R::SHAPE.find(key, self.0) {
            Some(index) if !R::SHAPE.members[index].aliases.is_empty() => {
                MemberKey::Named(index, key.to_owned())
            }
            Some(index) => MemberKey::Member(index),
            None if R::fits_rest(key) => MemberKey::Rest(key.to_owned()),
            None => MemberKey::Unknown,
        })
    }
}

struct PutSeed<'a, R> {
    record: &'a mut R,
    index: usize,
}

impl<'de, R: Record> DeserializeSeed<'de> for PutSeed<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        self.record.put(self.index, source)
    }
}

struct PutRestSeed<'a, R> {
    record: &'a mut R,
    key: &'a str,
}

impl<'de, R: Record> DeserializeSeed<'de> for PutRestSeed<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        self.record.put_rest(self.key, source)
    }
}

/// Whether a member has nothing to write.
pub(crate) fn is_absent<R: Record>(record: &R, index: usize) -> bool {
    struct IsAbsent;

    impl Visit<'_> for IsAbsent {
        type Out = bool;

        fn visit<T: Value>(self, value: &T) -> bool {
            value.is_absent()
        }
    }

    record.get(index, IsAbsent).unwrap_or(true)
}

/// Writes a record as an object; absent members are left out.
#[doc(hidden)]
pub fn write_record<R: Record, S: Serializer>(record: &R, target: S) -> Result<S::Ok, S::Error> {
    let mut map = target.serialize_map(None)?;
    write_members(record, &mut map)?;
    map.end()
}

/// Writes the members of a record into an object that has been begun.
pub(crate) fn write_members<R: Record, M: SerializeMap>(
    record: &R,
    map: &mut M,
) -> Result<(), M::Error> {
    for (index, member) in R::SHAPE.members.iter().enumerate() {
        let entry = Entry {
            map: &mut *map,
            member,
        };
        record.get(index, entry).unwrap_or(Ok(()))?;
    }
    record.get_rest(Entries { map }).unwrap_or(Ok(()))
}

struct Entry<'m, M> {
    map: &'m mut M,
    member: &'static Member,
}

impl<M: SerializeMap> Visit<'_> for Entry<'_, M> {
    type Out = Result<(), M::Error>;

    fn visit<T: Value>(self, value: &T) -> Self::Out {
        if value.is_absent() {
            return Ok(());
        }
        self.map.serialize_entry(self.member.name, value)?;
        for name in self.member.also_written {
            self.map.serialize_entry(name, value)?;
        }
        Ok(())
    }
}

struct Entries<'m, M> {
    map: &'m mut M,
}

impl<M: SerializeMap> VisitRest for Entries<'_, M> {
    type Out = Result<(), M::Error>;

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) -> Self::Out {
        for (key, value) in entries {
            self.map.serialize_entry(key.as_key(), value)?;
        }
        Ok(())
    }
}

/// Reports every limit and check that a record breaks.
#[doc(hidden)]
pub fn inspect_record<R: Record>(record: &R, trail: &mut Trail) {
    inspect_known(
        &Known {
            record,
            missing: &[],
        },
        trail,
    );
}

/// As [`inspect_record`], for a record that is not all there.
pub(crate) fn inspect_known<R: Record>(known: &Known<'_, R>, trail: &mut Trail) {
    let shape = R::SHAPE;
    let record = known.record;
    if !shape.inspected {
        return;
    }
    for (index, member) in shape.members.iter().enumerate() {
        if !member.inspected || known.missing.contains(&index) {
            continue;
        }
        record.get(index, Inspect { member, trail });
    }
    record.get_rest(InspectRest {
        members: shape.members,
        limits: shape.rest,
        trail,
    });
    for (index, check) in shape.checks.iter().enumerate() {
        if !check.holds.holds(known) {
            let first = check.holds.first_member();
            let member = first.and_then(|first| shape.members.get(first));
            let name = member.map_or(check.name, |member| member.name);
            trail.report_check(index, name, check.message);
        }
    }
}

struct Inspect<'t> {
    member: &'static Member,
    trail: &'t mut Trail,
}

impl Visit<'_> for Inspect<'_> {
    type Out = ();

    fn visit<T: Value>(self, value: &T) {
        if self.member.limits.is_some() || T::INSPECTED {
            self.trail.member(self.member.name, |trail| {
                value.inspect(self.member.limits, trail);
            });
        }
    }
}

struct InspectRest<'t> {
    members: &'static [Member],
    limits: Option<&'static Limits>,
    trail: &'t mut Trail,
}

impl VisitRest for InspectRest<'_> {
    type Out = ();

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) {
        for key in entries.keys() {
            let key = key.as_key();
            if self.members.iter().any(|member| member.is(key)) {
                self.trail.key(key, |trail| {
                    trail.report("B2", "a key that no declared field has".to_owned());
                });
            }
        }
        entries.inspect(self.limits, self.trail);
    }
}
