//! The databags of every relation, each fetched once and only when looked at.

use super::call::{list, texts};
use super::error::{Error, Result};
use super::event::{RelationEventKind, relation_id};
use super::hook::{Juju, app_of, once};
use super::stdin;
use crate::receive::Source;
use crate::{AppName, Changes, Databag, UnitName};
use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Every relation that the charm has looked at.
#[derive(Default)]
pub(super) struct Relations {
    /// The numbers of the relations of each endpoint.
    ids: RefCell<BTreeMap<String, Rc<[u32]>>>,
    bags: RefCell<BTreeMap<u32, Rc<Bags>>>,
}

/// The databags of one relation.
pub(super) struct Bags {
    /// The endpoint and the number, as in `db:3`.
    pub(super) name: String,
    pub(super) endpoint: String,
    pub(super) id: u32,
    peer: bool,
    /// Whether Juju says that there is no such relation any more.
    pub(super) gone: Cell<bool>,
    app: OnceCell<AppName>,
    remote_app: OnceCell<Databag>,
    units: OnceCell<Vec<Unit>>,
    pub(super) own_app: Own,
    pub(super) own_unit: Own,
}

/// A unit at the other end.
struct Unit {
    name: UnitName,
    bag: OnceCell<Databag>,
}

/// A databag that we write: as Juju has it, and as it shall be.
#[derive(Default)]
pub(super) struct Own {
    stored: RefCell<Option<Rc<Databag>>>,
    wanted: RefCell<Option<Rc<Databag>>>,
}

/// Which of our own databags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    App,
    Unit,
}

impl Relations {
    /// The numbers of an endpoint's relations, without one that is broken.
    pub(super) fn ids(&self, juju: &Juju, endpoint: &str) -> Result<Rc<[u32]>> {
        if let Some(ids) = self.ids.borrow().get(endpoint) {
            return Ok(Rc::clone(ids));
        }
        let tool = "relation-ids";
        let names = list(
            tool,
            juju.ask(tool, "", &["--format=json", "--", endpoint])?,
        )?;
        let broken = juju
            .event()
            .relation()
            .filter(|event| event.kind == RelationEventKind::Broken);
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            let id = relation_id(&name).ok_or(Error::garbage(tool, "names of relations"))?;
            // Some versions of Juju still list it.
            if broken.is_none_or(|event| event.relation_id != id) {
                ids.push(id);
            }
        }
        ids.sort_unstable();
        let ids: Rc<[u32]> = ids.into();
        self.ids
            .borrow_mut()
            .insert(endpoint.to_owned(), Rc::clone(&ids));
        Ok(ids)
    }

    /// The databags of a relation.
    pub(super) fn bags(&self, endpoint: &str, id: u32, peer: bool) -> Rc<Bags> {
        let mut bags = self.bags.borrow_mut();
        let bags = bags.entry(id).or_insert_with(|| {
            Rc::new(Bags {
                name: [endpoint, ":", &id.to_string()].concat(),
                endpoint: endpoint.to_owned(),
                id,
                peer,
                gone: Cell::new(false),
                app: OnceCell::new(),
                remote_app: OnceCell::new(),
                units: OnceCell::new(),
                own_app: Own::default(),
                own_unit: Own::default(),
            })
        });
        Rc::clone(bags)
    }

    /// Writes every databag that is not as it shall be.
    pub(super) fn commit(&self, juju: &Juju) -> Result<()> {
        for bags in self.bags.borrow().values() {
            bags.commit(juju, Whose::App)?;
            bags.commit(juju, Whose::Unit)?;
        }
        Ok(())
    }
}

impl Bags {
    /// The application at the other end.
    pub(super) fn app(&self, juju: &Juju) -> Result<&AppName> {
        once(&self.app, || {
            let tool = "relation-list";
            let garbage = |_| Error::garbage(tool, "the name of an application");
            if self.peer {
                return AppName::new(juju.app()).map_err(garbage);
            }
            let event = juju.event().relation();
            if let Some(app) = event
                .filter(|event| event.relation_id == self.id)
                .and_then(|event| event.app.as_ref())
            {
                return Ok(app.clone());
            }
            if let Some(unit) = self.units.get().and_then(|units| units.first()) {
                return AppName::new(app_of(&unit.name)).map_err(garbage);
            }
            let args = ["--format=json", "--app", "-r", &self.name];
            let answer = juju.ask(tool, &self.name, &args)?;
            AppName::new(answer.as_str().unwrap_or_default()).map_err(garbage)
        })
    }

    /// The units at the other end, in the order of their names.
    pub(super) fn units(&self, juju: &Juju) -> Result<impl ExactSizeIterator<Item = &UnitName>> {
        Ok(self.listed(juju)?.iter().map(|unit| &unit.name))
    }

    fn listed(&self, juju: &Juju) -> Result<&Vec<Unit>> {
        once(&self.units, || {
            let tool = "relation-list";
            let args = ["--format=json", "-r", &self.name];
            let names = match juju.ask(tool, &self.name, &args) {
                Ok(answer) => list(tool, answer)?,
                Err(error) => self.if_there(error).map(|()| Vec::new())?,
            };
            let unit = |name| {
                UnitName::new(name)
                    .map(|name| Unit {
                        name,
                        bag: OnceCell::new(),
                    })
                    .map_err(|_| Error::garbage(tool, "names of units"))
            };
            let mut units = names.into_iter().map(unit).collect::<Result<Vec<_>>>()?;
            units.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            units.dedup_by(|a, b| a.name == b.name);
            Ok(units)
        })
    }

    /// The databag of a unit at the other end; an empty one if it has none.
    pub(super) fn unit(&self, juju: &Juju, name: &UnitName) -> Result<Cow<'_, Databag>> {
        let units = self.listed(juju)?;
        match units.binary_search_by(|unit| unit.name.cmp(name)) {
            Ok(index) => self.fetch_unit(juju, &units[index]).map(Cow::Borrowed),
            // It departs, or is one of our own.
            Err(_) => self.get(juju, &["-", name.as_str()]).map(Cow::Owned),
        }
    }

    fn fetch_unit<'b>(&self, juju: &Juju, unit: &'b Unit) -> Result<&'b Databag> {
        once(&unit.bag, || self.get(juju, &["-", unit.name.as_str()]))
    }

    /// The application databag of the other end. That of a peer is our own.
    pub(super) fn remote_app(&self, juju: &Juju) -> Result<Cow<'_, Databag>> {
        if self.peer {
            let own = self.own(juju, Whose::App)?;
            return Ok(Cow::Owned((*own).clone()));
        }
        once(&self.remote_app, || {
            let app = match self.app(juju) {
                Ok(app) => app,
                Err(error) => return self.if_there(error).map(|()| Databag::new()),
            };
            self.get(juju, &["--app", "-", app.as_str()])
        })
        .map(Cow::Borrowed)
    }

    /// One of our own databags, as it shall be.
    pub(super) fn own(&self, juju: &Juju, whose: Whose) -> Result<Rc<Databag>> {
        let own = self.own_bag(whose);
        if let Some(bag) = &*own.wanted.borrow() {
            return Ok(Rc::clone(bag));
        }
        if let Some(bag) = &*own.stored.borrow() {
            return Ok(Rc::clone(bag));
        }
        let bag = match whose {
            Whose::App => self.get_own_app(juju)?,
            Whose::Unit => self.get(juju, &["-", juju.unit().as_str()])?,
        };
        let bag = Rc::new(bag);
        *own.stored.borrow_mut() = Some(Rc::clone(&bag));
        Ok(bag)
    }

    fn own_bag(&self, whose: Whose) -> &Own {
        match whose {
            Whose::App => &self.own_app,
            Whose::Unit => &self.own_unit,
        }
    }

    /// Changes one of our own databags, until [`Bags::commit`] in memory only.
    pub(super) fn change(&self, juju: &Juju, whose: Whose, changes: Changes) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut bag = self.own(juju, whose)?;
        changes.apply(Rc::make_mut(&mut bag));
        *self.own_bag(whose).wanted.borrow_mut() = Some(bag);
        Ok(())
    }

    fn commit(&self, juju: &Juju, whose: Whose) -> Result<()> {
        let own = self.own_bag(whose);
        let Some(wanted) = own.wanted.borrow().clone() else {
            return Ok(());
        };
        let stored = own.stored.borrow().clone().unwrap_or_default();
        let gone = stored.keys().filter(|key| !wanted.contains_key(*key));
        let gone = gone.map(|key| (key.as_str(), None));
        let new = wanted
            .iter()
            .filter(|(key, text)| stored.get(*key) != Some(text))
            .map(|(key, text)| (key.as_str(), Some(text.as_str())));
        let mut changes: Vec<_> = gone.chain(new).collect();
        changes.sort_unstable();
        if !changes.is_empty() && !self.gone.get() {
            self.set(juju, whose, &changes)?;
        }
        *own.stored.borrow_mut() = own.wanted.take();
        Ok(())
    }

    fn set(&self, juju: &Juju, whose: Whose, changes: &[(&str, Option<&str>)]) -> Result<()> {
        let tool = "relation-set";
        let document = stdin::document(changes.iter().copied());
        let document = document.map_err(|key| stdin::too_long(tool, &key))?;
        let args: &[&str] = match whose {
            Whose::App => &["-r", &self.name, "--app", "--file", "-"],
            Whose::Unit => &["-r", &self.name, "--file", "-"],
        };
        match juju.call(tool, &self.name, args, Some(&document)) {
            Ok(_) => Ok(()),
            Err(error @ Error::RelationGone { .. }) => {
                juju.debug(&error.to_string());
                self.gone.set(true);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn get_own_app(&self, juju: &Juju) -> Result<Databag> {
        let tool = "relation-get";
        let args = ["--format=json", "-r", &self.name, "--app", "-", juju.app()];
        match juju.ask(tool, &self.name, &args) {
            Ok(answer) => texts(tool, answer),
            // Here that means something else than at the other end.
            Err(Error::Refused { message, .. }) if message.contains("permission denied") => {
                Err(Error::NotLeader { tool: tool.into() })
            }
            Err(error) => self.if_there(error).map(|()| Databag::new()),
        }
    }

    fn get(&self, juju: &Juju, what: &[&str]) -> Result<Databag> {
        let tool = "relation-get";
        let mut args = vec!["--format=json", "-r", &self.name];
        args.extend(what);
        match juju.ask(tool, &self.name, &args) {
            Ok(answer) => texts(tool, answer),
            Err(error) => self.if_there(error).map(|()| Databag::new()),
        }
    }

    /// Takes what is gone by now for empty: that is how it would have read a
    /// moment later.
    fn if_there(&self, error: Error) -> Result<()> {
        match &error {
            Error::RelationGone { .. } => self.gone.set(true),
            // Juju says so of a relation that is gone at the other end, too.
            Error::Refused { message, .. } if message.contains("permission denied") => {
                self.gone.set(true);
            }
            Error::Refused { message, .. }
                if [
                    "settings not found",
                    "unit not found",
                    "application not found",
                ]
                .iter()
                .any(|wording| message.contains(wording)) => {}
            _ => return Err(error),
        }
        Ok(())
    }
}

/// The other end, as the reader of databags sees it.
pub(super) struct Seen<'b> {
    pub(super) juju: &'b Juju,
    pub(super) bags: &'b Bags,
    /// What went wrong while it looked.
    pub(super) fault: RefCell<Option<Error>>,
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
        let here = |event: &&super::RelationEvent| {
            event.relation_id == bags.id
                && event.unit.is_some()
                && event.kind != RelationEventKind::Departed
        };
        if self.juju.event().relation().filter(here).is_some() {
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
