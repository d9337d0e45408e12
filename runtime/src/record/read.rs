//! Reading a record: one visitor for all of them.

use super::{Presence, Record, Seen};
use crate::Json;
use crate::value::at;
use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

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
