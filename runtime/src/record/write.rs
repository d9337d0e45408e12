//! Writing a record.

use super::{Member, Record, Visit, VisitRest};
use crate::Map;
use crate::value::{Key, Value};
use serde_core::ser::{SerializeMap, Serializer};

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
