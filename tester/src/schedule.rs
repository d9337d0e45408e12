//! Which unit runs next?

use crate::random::Random;
use crate::stage::HookRun;
use relata::UnitName;
use relata::testing::{HookEvent, World};
use std::collections::BTreeMap;

/// An order of hooks, drawn from a seed.
///
/// Juju promises an order within a unit and none between units. A schedule draws
/// which unit is next, and which of the hooks that it may run; the same seed draws
/// the same order for the same charms.
#[derive(Debug, Clone)]
pub struct Schedule {
    random: Random,
    plain: bool,
    retries: u32,
    failures: BTreeMap<UnitName, u32>,
}

/// How often a failing hook is run again, unless told otherwise.
const RETRIES: u32 = 1;

impl Schedule {
    /// The plainest order: the first unit by name that has something to do.
    pub fn plain() -> Schedule {
        Schedule {
            plain: true,
            ..Schedule::seeded(0)
        }
    }

    /// An order drawn from a seed.
    pub fn seeded(seed: u64) -> Schedule {
        Schedule {
            random: Random::new(seed),
            plain: false,
            retries: RETRIES,
            failures: BTreeMap::new(),
        }
    }

    /// How often a failing hook is run again before its unit is left in error.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Schedule {
        self.retries = retries;
        self
    }

    /// The next unit and hook; `None` if nobody has anything to do.
    pub(crate) fn next(&mut self, world: &World) -> Option<(UnitName, HookEvent)> {
        let ready: Vec<UnitName> = world
            .busy()
            .into_iter()
            .filter(|unit| {
                self.failures
                    .get(unit)
                    .is_none_or(|failed| *failed <= self.retries)
            })
            .collect();
        let unit = self.draw(&ready)?.clone();
        let event = self.draw(&world.pending(&unit))?.clone();
        Some((unit, event))
    }

    pub(crate) fn ran(&mut self, run: &HookRun) {
        if run.is_done() {
            self.failures.remove(&run.unit);
        } else {
            *self.failures.entry(run.unit.clone()).or_default() += 1;
        }
    }

    fn draw<'c, T>(&mut self, choices: &'c [T]) -> Option<&'c T> {
        if self.plain {
            choices.first()
        } else {
            self.random.choose(choices)
        }
    }
}
