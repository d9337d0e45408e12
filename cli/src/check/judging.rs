//! What is the verdict on a databag? Asked often, answered once.
//!
//! Finding the interface, the version and Juju's way of showing databags all
//! look at the same verdicts.

use super::document::Data;
use super::sides::Bag;
use relata_spec::bag::{Judgement, declared_keys, judge};
use relata_spec::model::{Role, Scope, Version};
use relata_spec::{Interface, model};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ptr;
use std::rc::Rc;

/// How many verdicts are kept.
const MOST: usize = 20_000;

/// The verdicts so far. Versions and databags are told by their place: both
/// outlive the check.
#[derive(Default)]
pub(super) struct Judges {
    known: RefCell<HashMap<Key, Rc<Judgement>>>,
}

type Key = (*const Version, Role, Scope, *const Data);

impl Judges {
    /// The verdict on a databag in a version, without the decoded value.
    pub(super) fn judge(&self, version: &Version, bag: &Bag<'_>) -> Rc<Judgement> {
        let key = (
            ptr::from_ref(version),
            bag.role,
            bag.scope,
            ptr::from_ref(bag.data),
        );
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut judgement = judge(version, bag.role, bag.scope, bag.data);
        judgement.value = Json::Null;
        let judgement = Rc::new(judgement);
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, Rc::clone(&judgement));
        judgement
    }
}

/// The interfaces of a catalogue by the keys that they declare.
pub(super) struct Index<'a> {
    catalogue: &'a [Interface],
    by_key: HashMap<&'a str, Vec<usize>>,
    /// Those with dynamic keys, which any key may be.
    dynamic: Vec<usize>,
}

impl<'a> Index<'a> {
    pub(super) fn new(catalogue: &'a [Interface]) -> Index<'a> {
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut dynamic = Vec::new();
        for (place, interface) in catalogue.iter().enumerate() {
            let mut keys = HashSet::new();
            let mut rest = false;
            for bag in bags(interface) {
                keys.extend(declared_keys(bag));
                rest |= bag.rest.is_some();
            }
            for key in keys {
                by_key.entry(key).or_default().push(place);
            }
            if rest {
                dynamic.push(place);
            }
        }
        Index {
            catalogue,
            by_key,
            dynamic,
        }
    }

    /// The interfaces that could know any of these keys, in the catalogue's
    /// order.
    pub(super) fn knowing<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Vec<&'a Interface> {
        let mut places: Vec<usize> = keys
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .chain(&self.dynamic)
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .map(|place| &self.catalogue[place])
            .collect()
    }
}

fn bags(interface: &Interface) -> impl Iterator<Item = &model::Bag> {
    interface
        .versions
        .iter()
        .flat_map(|version| version.roles.values())
        .flat_map(|role| Scope::ALL.into_iter().filter_map(|scope| role.bag(scope)))
}
