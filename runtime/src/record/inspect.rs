//! What does a record break?

use super::{Member, Record, Visit, VisitRest};
use crate::Map;
use crate::condition::Known;
use crate::limits::{Limits, Trail};
use crate::value::{Key, Value};

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
