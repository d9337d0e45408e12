//! Short ways to say what a databag holds and what was read from it.
#![allow(dead_code, reason = "no test file uses all of them")]

use relata::{Bag, Databag, Reading, Report};

/// A databag with these keys.
pub(crate) fn bag<const N: usize>(keys: [(&str, &str); N]) -> Databag {
    keys.into_iter()
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}

/// The value of a databag that has to be ready.
pub(crate) fn ready<B: Bag>(bag: &Databag) -> B {
    match relata::read::<B>(bag) {
        Reading::Ready(value) => value,
        Reading::Absent => panic!("absent: {bag:?}"),
        Reading::Incomplete(report) | Reading::Invalid(report) => panic!("{bag:?}\n{report}"),
    }
}

/// The report on a databag that has to be invalid.
pub(crate) fn invalid<B: Bag>(bag: &Databag) -> Report {
    match relata::read::<B>(bag) {
        Reading::Invalid(report) => report,
        other => panic!("{bag:?}\n{other:?}"),
    }
}

/// The report on a databag that has to be incomplete.
pub(crate) fn incomplete<B: Bag>(bag: &Databag) -> Report {
    match relata::read::<B>(bag) {
        Reading::Incomplete(report) => report,
        other => panic!("{bag:?}\n{other:?}"),
    }
}

/// The databag that says a value, from nothing.
pub(crate) fn written<B: Bag>(value: &B) -> Databag {
    let mut bag = Databag::new();
    changed(value, &mut bag);
    bag
}

/// Writes a value into a databag and says what had to be changed, `-key` for a
/// deletion.
pub(crate) fn changed<B: Bag>(value: &B, bag: &mut Databag) -> Vec<String> {
    let changes = relata::changes(value, bag).unwrap_or_else(|report| panic!("{report}"));
    let told = changes
        .iter()
        .map(|(key, text)| text.map_or_else(|| format!("-{key}"), |text| format!("{key}={text}")))
        .collect();
    changes.apply(bag);
    told
}

/// What is told to whoever writes a value that breaks its declaration.
pub(crate) fn refused<B: Bag>(value: &B) -> Report {
    match relata::changes(value, &Databag::new()) {
        Ok(changes) => panic!("not refused: {changes:?}"),
        Err(report) => *report,
    }
}
