//! The other end of a relation, as the reader of databags sees it.

use super::bags::Bags;
use super::error::{Error, Result};
use super::event::{RelationEvent, RelationEventKind};
use super::hook::Juju;
use crate::receive::Source;
use crate::{Databag, UnitName};
use std::borrow::Cow;
use std::cell::RefCell;

/// The other end, as the reader of databags sees it.
pub(super) struct Seen<'b> {
    juju: &'b Juju,
    bags: &'b Bags,
    /// What went wrong while it looked.
    fault: RefCell<Option<Error>>,
}

impl<'b> Seen<'b> {
    /// Looks at the other end; what a hook tool fails at comes out here.
    pub(super) fn look<T>(
        juju: &'b Juju,
        bags: &'b Bags,
        look: impl FnOnce(&Seen<'b>) -> T,
    ) -> Result<T> {
        let seen = Seen {
            juju,
            bags,
            fault: RefCell::new(None),
        };
        let found = look(&seen);
        match seen.fault.into_inner() {
            Some(error) => Err(error),
            None => Ok(found),
        }
    }

    fn note<T>(&self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    fn stopped(&self) -> bool {
        self.fault.borrow().is_some()
    }
}

impl Source for Seen<'_> {
    fn app(&self) -> Option<Cow<'_, Databag>> {
        if self.stopped() {
            return None;
        }
        self.note(self.bags.remote_app(self.juju))
    }

    fn units(&self) -> usize {
        if self.stopped() {
            return 0;
        }
        self.note(self.bags.listed(self.juju)).map_or(0, Vec::len)
    }

    fn unit(&self, index: usize) -> Option<(&UnitName, &Databag)> {
        if self.stopped() {
            return None;
        }
        let unit = self.bags.units.get()?.get(index)?;
        let bag = self.note(self.bags.fetch_unit(self.juju, unit))?;
        Some((&unit.name, bag))
    }

    /// Somebody is there who has written something, or has joined.
    fn is_empty(&self) -> bool {
        let bags = self.bags;
        let here = |event: &RelationEvent| {
            event.relation_id == bags.id
                && event.unit.is_some()
                && event.kind != RelationEventKind::Departed
        };
        if self.juju.event().relation().is_some_and(here) {
            return false;
        }
        let written = |bag: &Databag| !bag.is_empty();
        if bags.remote_app.get().is_some_and(written) {
            return false;
        }
        if let Some(units) = bags.units.get()
            && !units.is_empty()
        {
            return false;
        }
        self.units() == 0 && self.app().is_none_or(|bag| bag.is_empty())
    }
}
