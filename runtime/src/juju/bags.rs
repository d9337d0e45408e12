//! The databags of every relation, each fetched once and only when looked at.

use super::call::{list, put_in_order, texts};
use super::error::{Error, Result};
use super::event::{RelationEventKind, relation_id};
use super::hook::{Juju, once};
use super::stdin;
use crate::{AppName, Changes, Databag, ScopeKind, UnitName};
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
    /// Whether Juju still lists the relation that is broken.
    goes_on: Cell<bool>,
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
    pub(super) remote_app: OnceCell<Databag>,
    pub(super) units: OnceCell<Vec<Unit>>,
    pub(super) own_app: Own,
    pub(super) own_unit: Own,
}

/// A unit at the other end.
pub(super) struct Unit {
    pub(super) name: UnitName,
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

impl Whose {
    pub(super) fn scope(self) -> ScopeKind {
        match self {
            Whose::App => ScopeKind::App,
            Whose::Unit => ScopeKind::Unit,
        }
    }
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
        let mut ids = Vec::new();
        for name in names {
            let id = relation_id(&name).ok_or(Error::garbage(tool, "names of relations"))?;
            if broken.is_some_and(|event| event.relation_id == id) {
                // It is broken for this unit alone, which goes.
                self.goes_on.set(true);
            } else {
                put_in_order(&mut ids, id, |id| id);
            }
        }
        let ids: Rc<[u32]> = ids.into();
        self.ids
            .borrow_mut()
            .insert(endpoint.to_owned(), Rc::clone(&ids));
        Ok(ids)
    }

    /// Whether a relation of this endpoint that is broken goes on without this unit.
    pub(super) fn goes_on(&self, juju: &Juju, endpoint: &str) -> Result<bool> {
        self.ids(juju, endpoint)?;
        Ok(self.goes_on.get())
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
                return AppName::new(unit.name.app()).map_err(garbage);
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

    pub(super) fn listed(&self, juju: &Juju) -> Result<&Vec<Unit>> {
        once(&self.units, || {
            let tool = "relation-list";
            let args = ["--format=json", "-r", &self.name];
            let names = match juju.ask(tool, &self.name, &args) {
                Ok(answer) => list(tool, answer)?,
                Err(error) => self.if_there(error).map(|()| Vec::new())?,
            };
            let mut units = Vec::with_capacity(names.len());
            for name in names {
                let unit = Unit {
                    name: UnitName::new(name)
                        .map_err(|_| Error::garbage(tool, "names of units"))?,
                    bag: OnceCell::new(),
                };
                put_in_order(&mut units, unit, |unit| &unit.name);
            }
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

    pub(super) fn fetch_unit<'b>(&self, juju: &Juju, unit: &'b Unit) -> Result<&'b Databag> {
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

    /// Writes one of our own databags if it is not as it shall be.
    pub(super) fn commit(&self, juju: &Juju, whose: Whose) -> Result<()> {
        let own = self.own_bag(whose);
        let Some(wanted) = own.wanted.borrow().clone() else {
            return Ok(());
        };
        let stored = own.stored.borrow().clone().unwrap_or_default();
        let mut changes = BTreeMap::new();
        for (key, text) in &*wanted {
            if stored.get(key) != Some(text) {
                changes.insert(key.as_str(), text.as_str());
            }
        }
        for key in stored.keys() {
            if !wanted.contains_key(key) {
                changes.insert(key, "");
            }
        }
        if !changes.is_empty() && !self.gone.get() {
            self.set(juju, whose, &changes)?;
        }
        *own.stored.borrow_mut() = own.wanted.take();
        Ok(())
    }

    fn set(&self, juju: &Juju, whose: Whose, changes: &BTreeMap<&str, &str>) -> Result<()> {
        let tool = "relation-set";
        let document = stdin::document(changes.iter().map(|(key, text)| (*key, *text)));
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
