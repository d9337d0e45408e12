//! One relation: what the other end says, and what this end says.

use super::announce::announce;
use super::bags::{Bags, Whose};
use super::error::{Error, Result};
use super::hook::Juju;
use super::log::Level;
use super::seen::Seen;
use super::status::StatusLine;
use crate::receive::{agree_with, receive_from};
use crate::report::{Place, Report};
use crate::versions::Agreement;
use crate::{
    AppBag, AppName, Changes, Databag, IntoNewest, Leader, Local, Paired, Reading, Received, Role,
    ScopeKind, UnitBag, UnitName,
};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

/// What the other end of a relation in role `R` writes, in any version.
type Theirs<R> = <<R as Paired>::Other as Role>::Data;

/// A relation in which the charm plays the role `R`.
///
/// What is read is fetched when it is first looked at, and once. What is written
/// waits for [`Juju::commit`], and is in what one's own databags say from then
/// on. If the relation goes while the hook runs, it reads as empty, and what is
/// written to it is dropped.
pub struct Relation<'j, R> {
    pub(super) juju: &'j Juju,
    pub(super) bags: Rc<Bags>,
    role: PhantomData<R>,
}

impl<R> Clone for Relation<'_, R> {
    fn clone(&self) -> Self {
        Relation {
            juju: self.juju,
            bags: Rc::clone(&self.bags),
            role: PhantomData,
        }
    }
}

/// The endpoint and the number, as in `db:3`.
impl<R> fmt::Display for Relation<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.bags.name)
    }
}

impl<R> fmt::Debug for Relation<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Relation").field(&self.bags.name).finish()
    }
}

impl<R> Relation<'_, R> {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.bags.id
    }

    /// The endpoint of this charm.
    pub fn endpoint(&self) -> &str {
        &self.bags.endpoint
    }

    /// Whether Juju said during this hook that there is no such relation any
    /// more.
    pub fn is_gone(&self) -> bool {
        self.bags.gone.get()
    }

    /// The application at the other end. That of a peer relation is one's own.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-list` fails.
    pub fn app(&self) -> Result<&AppName> {
        self.bags.app(self.juju)
    }

    /// The units at the other end, in the order of their names. In a peer
    /// relation this unit is not among them.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-list` fails.
    pub fn units(&self) -> Result<impl ExactSizeIterator<Item = &UnitName>> {
        self.bags.units(self.juju)
    }

    /// The application databag of the other end, as it is. Use
    /// [`Relation::remote`] for what it says.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn remote_app_bag(&self) -> Result<Cow<'_, Databag>> {
        self.bags.remote_app(self.juju)
    }

    /// The databag of a unit at the other end, as it is; also of one that
    /// departs.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn remote_unit_bag(&self, unit: &UnitName) -> Result<Cow<'_, Databag>> {
        self.bags.unit(self.juju, unit)
    }

    /// The UUID of the model of the other end. Juju has this from 3.6 on.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-model-get` fails, or is missing.
    pub fn model_uuid(&self) -> Result<String> {
        let tool = "relation-model-get";
        let args = ["--format=json", "-r", &self.bags.name];
        let answer = self.juju.ask(tool, &self.bags.name, &args)?;
        let uuid = answer.get("uuid").and_then(crate::Json::as_str);
        let uuid = uuid.ok_or(Error::garbage(tool, "the UUID of a model"))?;
        Ok(uuid.to_owned())
    }

    /// Tells where a databag of the other end is.
    fn place(&self, report: &mut Report) {
        let writer = report.place.writer.take();
        report.place = Place {
            endpoint: Some(self.bags.endpoint.clone()),
            relation_id: Some(self.bags.id),
            // The name of the application is there if its databag is.
            writer: writer.or_else(|| Some(self.bags.app(self.juju).ok()?.to_string())),
        };
    }

    pub(super) fn own_place(&self, scope: ScopeKind) -> Place {
        Place {
            endpoint: Some(self.bags.endpoint.clone()),
            relation_id: Some(self.bags.id),
            writer: Some(match scope {
                ScopeKind::App => self.juju.app().to_owned(),
                ScopeKind::Unit => self.juju.unit().to_string(),
            }),
        }
    }

    pub(super) fn hold(&self, whose: Whose, changes: Result<Changes, Box<Report>>) -> Result<()> {
        match changes {
            Ok(changes) => self.bags.change(self.juju, whose, changes),
            Err(mut report) => {
                report.place = self.own_place(whose.scope());
                Err(Error::Invalid(report))
            }
        }
    }
}

impl<'j, R: Paired> Relation<'j, R> {
    pub(super) fn new(juju: &'j Juju, bags: Rc<Bags>) -> Self {
        Relation {
            juju,
            bags,
            role: PhantomData,
        }
    }

    /// The newest version that both ends speak, by what the other states.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn agreement(&self) -> Result<Agreement> {
        Seen::look(self.juju, &self.bags, |seen| agree_with::<R::Other>(seen))
    }

    /// Everything that the other end has written, with a report for each databag
    /// that is not ready; `None` if nothing of the interface is there.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the other end wrote is never an error.
    pub fn receive(&self) -> Result<Option<Received<Theirs<R>>>> {
        let received = Seen::look(self.juju, &self.bags, |seen| receive_from::<R::Other>(seen))?;
        Ok(received.map(|mut received| {
            for report in &mut received.reports {
                self.place(report);
            }
            received
        }))
    }

    /// What the other end says, as one of four outcomes.
    ///
    /// It is ready as soon as one of its databags is: what is wrong with the
    /// others goes to the log. [`Relation::receive`] hands it out instead.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the other end wrote is never an error.
    pub fn remote(&self) -> Result<Reading<Theirs<R>>> {
        let Some(received) = self.receive()? else {
            return Ok(Reading::Absent);
        };
        let mut reports = received.reports;
        if received.any_ready {
            for report in &reports {
                self.juju.log(Level::Warning, &report.to_string());
            }
            return Ok(Reading::Ready(received.data));
        }
        // What is wrong weighs more than what is missing.
        let invalid = |report: &Report| !report.problems.is_empty();
        let worst = reports.iter().position(invalid).unwrap_or(0);
        let wrong = reports.get(worst).is_some_and(invalid);
        if reports.is_empty() {
            return Ok(Reading::Absent);
        }
        let report = reports.swap_remove(worst);
        Ok(if wrong {
            Reading::Invalid(report)
        } else {
            Reading::Incomplete(report)
        })
    }

    /// As [`Relation::remote`], and whatever version the other end speaks, what it
    /// says in the newest.
    ///
    /// # Errors
    ///
    /// As [`Relation::remote`].
    pub fn newest(&self) -> Result<Reading<<R::Other as Role>::Newest>>
    where
        R::Other: IntoNewest,
    {
        Ok(match self.remote()? {
            Reading::Ready(data) => Reading::Ready(R::Other::into_newest(data)),
            Reading::Absent => Reading::Absent,
            Reading::Incomplete(report) => Reading::Incomplete(report),
            Reading::Invalid(report) => Reading::Invalid(report),
        })
    }

    /// What an outcome of [`Relation::remote`] means for the unit: nothing if it
    /// is ready, else who is waited for, or by whom it is blocked.
    pub fn status<T>(&self, reading: &Reading<T>) -> Option<StatusLine> {
        match reading {
            Reading::Absent => {
                let app = self.bags.app(self.juju);
                let other = app.map_or("the other side", AppName::as_str);
                let line = [self.endpoint(), ": waiting for ", other].concat();
                Some(StatusLine::waiting(line))
            }
            reading => reading.status(),
        }
    }

    /// States the version that this charm speaks, in its application databag,
    /// and leaves everything else in it alone. Nothing happens for a role that
    /// states no version there.
    ///
    /// A charm that writes a databag with [`Relation::write_app`] states it
    /// thereby.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn announce(&self, _leader: &Leader) -> Result<()> {
        announce::<R>(self.juju, &self.bags, Whose::App)
    }

    /// [`Relation::announce`], of which Juju is told at once.
    pub(super) fn announce_now(&self, leader: &Leader) -> Result<()> {
        self.announce(leader)?;
        self.bags.commit(self.juju, Whose::App)
    }

    /// States the version that this charm speaks, in the databag of this unit,
    /// for a role that does so there.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn announce_unit(&self) -> Result<()> {
        announce::<R>(self.juju, &self.bags, Whose::Unit)
    }

    /// What our application databag says. Only a leader may read it.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn local_app<B: AppBag<Role = R>>(&self, _leader: &Leader) -> Result<Reading<B>> {
        self.local(Whose::App)
    }

    /// What the databag of this unit says.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn local_unit<B: UnitBag<Role = R>>(&self) -> Result<Reading<B>> {
        self.local(Whose::Unit)
    }

    fn local<B: crate::Bag>(&self, whose: Whose) -> Result<Reading<B>> {
        let bag = self.bags.own(self.juju, whose)?;
        let mut reading = crate::read::<B>(&bag);
        if let Reading::Incomplete(report) | Reading::Invalid(report) = &mut reading {
            report.place = self.own_place(report.scope);
        }
        Ok(reading)
    }

    /// Makes our application databag say `value`. Keys that the interface owns
    /// and `value` does not have are deleted, in whatever version they were
    /// written; all others are left alone.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the value breaks its declaration, or whatever makes
    /// the hook tool `relation-get` fail.
    pub fn write_app<B: AppBag<Role = R>>(&self, leader: &Leader, value: &B) -> Result<()> {
        let current = self.bags.own(self.juju, Whose::App)?;
        self.hold(Whose::App, Local::<R>::new().app(leader, value, &current))
    }

    /// Makes the databag of this unit say `value`, as [`Relation::write_app`]
    /// does for the application's.
    ///
    /// # Errors
    ///
    /// As [`Relation::write_app`].
    pub fn write_unit<B: UnitBag<Role = R>>(&self, value: &B) -> Result<()> {
        let current = self.bags.own(self.juju, Whose::Unit)?;
        self.hold(Whose::Unit, Local::<R>::new().unit(value, &current))
    }

    /// Deletes every key of our application databag that the interface owns in
    /// any version.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn clear_app(&self, _leader: &Leader) -> Result<()> {
        self.clear(Whose::App)
    }

    /// Deletes every key of the databag of this unit that the interface owns in
    /// any version.
    ///
    /// # Errors
    ///
    /// If the hook tool `relation-get` fails.
    pub fn clear_unit(&self) -> Result<()> {
        self.clear(Whose::Unit)
    }

    pub(super) fn clear(&self, whose: Whose) -> Result<()> {
        let mut tables = R::TABLES
            .iter()
            .filter(|table| table.scope == whose.scope());
        let Some(table) = tables.next() else {
            return Ok(());
        };
        let current = self.bags.own(self.juju, whose)?;
        let owned = |key: &String| table.keys.iter().any(|(owned, _)| owned == key);
        let keys = current.keys().filter(|key| owned(key)).cloned();
        self.bags.change(self.juju, whose, Changes::deleting(keys))
    }
}
