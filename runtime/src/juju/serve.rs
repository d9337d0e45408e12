//! Saying the same to every peer, in the version that it understands.

use super::bags::Whose;
use super::error::{Error, Result};
use super::relation::Relation;
use crate::versions::Agreement;
use crate::{
    AppBag, Databag, FromNewest, Leader, Own, Paired, RoleKind, UnitBag, Writer, changes_in,
    changes_of, serve,
};
use std::fmt;
use std::rc::Rc;

impl<R: Paired> Relation<'_, R> {
    /// Says the same to whatever the other end understands: the newest version of
    /// our side, or what becomes of it in the version that both speak. What an
    /// earlier version has left in our databags is deleted.
    ///
    /// Without proof of leadership nothing is said of the application, so that
    /// leader and followers run the same code. As long as nobody is there, a
    /// requirer or peer begins with the newest version, and a provider writes
    /// nothing; nor does anybody if no version is common. The agreement that is
    /// returned says so.
    ///
    /// ```
    /// # relata::interface! {
    /// #     /// Say hello.
    /// #     interface greeting {
    /// #         /// One text.
    /// #         version v0 (retired);
    /// #         /// Several times.
    /// #         version v1 (published);
    /// #         provider { app {
    /// #             /// What to say.
    /// #             text: Option<String>,
    /// #             /// How often.
    /// #             #[since(v1)]
    /// #             times: u32 = 1,
    /// #         } }
    /// #         requirer { app { #[version] version: u32, } }
    /// #     }
    /// # }
    /// use greeting::v1::{Provider, ProviderApp};
    /// use relata::juju::{Juju, Result};
    ///
    /// fn greet(juju: &Juju, text: &str) -> Result<()> {
    ///     let leader = juju.leader()?;
    ///     for relation in juju.provides::<greeting::Provider>("greetings").relations()? {
    ///         let app = Some(ProviderApp { text: Some(text.into()), times: 3 });
    ///         relation.serve(leader, Provider { app })?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if something breaks its declaration, or whatever makes a
    /// hook tool fail.
    pub fn serve(&self, leader: Option<&Leader>, newest: R::Newest) -> Result<Agreement>
    where
        R: FromNewest,
        R::Newest: Clone,
        R::Data: PartialEq,
    {
        let agreement = self.agreement()?;
        if let Some(version) = Self::spoken(&agreement) {
            let contents = |uri: &str| {
                let args = ["--format=json", "--refresh", uri];
                self.juju.ask("secret-get", "", &args).ok()
            };
            let unit = self.juju.unit();
            let writer = Writer::new(unit.clone()).with_secrets(&contents);
            let served = serve::<R>(newest, version, &writer);
            let app = match leader {
                Some(_) => Some(self.owned(Whose::App)?),
                None => None,
            };
            let own = Own {
                app: app.as_deref(),
                unit: &*self.owned(Whose::Unit)?,
            };
            let changes = changes_of::<R>(&served, unit, own).map_err(|mut report| {
                report.place = self.own_place(report.scope);
                Error::Invalid(report)
            })?;
            self.bags.change(self.juju, Whose::App, changes.app)?;
            self.bags.change(self.juju, Whose::Unit, changes.unit)?;
        }
        Ok(agreement)
    }

    /// The version to write. As long as nobody is there, a requirer or peer begins
    /// the talk with the newest; a provider waits to hear what is understood.
    fn spoken(agreement: &Agreement) -> Option<u32> {
        match agreement {
            Agreement::Agreed(version) => Some(*version),
            Agreement::Waiting if R::KIND != RoleKind::Provider => R::VERSIONS.last().copied(),
            Agreement::Waiting | Agreement::Incompatible { .. } => None,
        }
    }

    /// One of our own databags; an empty one if no version of the role has it.
    fn owned(&self, whose: Whose) -> Result<Rc<Databag>> {
        if R::TABLES.iter().any(|table| table.scope == whose.scope()) {
            self.bags.own(self.juju, whose)
        } else {
            Ok(Rc::default())
        }
    }

    /// As [`Relation::serve`], where the conversions between versions are not
    /// enough: `write` is given the version that both speak, and writes the
    /// databags of that version.
    ///
    /// ```
    /// # relata::interface! {
    /// #     /// Say hello.
    /// #     interface greeting {
    /// #         /// One text, by each unit.
    /// #         version v0 (retired);
    /// #         /// One text, by the application.
    /// #         version v1 (published);
    /// #         provider {
    /// #             #[until(v1)]
    /// #             unit { /** What to say. */ text: Option<String>, }
    /// #             #[since(v1)]
    /// #             app { /** What to say. */ text: Option<String>, }
    /// #         }
    /// #         requirer { app { #[version] version: u32, } }
    /// #     }
    /// # }
    /// use greeting::{v0, v1};
    /// use relata::juju::{Juju, Result};
    ///
    /// fn greet(juju: &Juju, text: &str) -> Result<()> {
    ///     let leader = juju.leader()?;
    ///     for relation in juju.provides::<greeting::Provider>("greetings").relations()? {
    ///         relation.serve_with(leader, |version, draft| match version {
    ///             0 => draft.unit(&v0::ProviderUnit { text: Some(text.into()) }),
    ///             _ => draft.app(&v1::ProviderApp { text: Some(text.into()) }),
    ///         })?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of `write`, or whatever makes a hook tool fail.
    pub fn serve_with(
        &self,
        leader: Option<&Leader>,
        write: impl FnOnce(u32, &mut Draft<'_, R>) -> Result<()>,
    ) -> Result<Agreement> {
        let agreement = self.agreement()?;
        if let Some(version) = Self::spoken(&agreement) {
            let mut draft = Draft {
                relation: self,
                leader,
                version,
                app: false,
                unit: false,
            };
            write(version, &mut draft)?;
            if !draft.unit {
                self.clear(Whose::Unit)?;
            }
            if !draft.app && leader.is_some() {
                self.clear(Whose::App)?;
            }
        }
        Ok(agreement)
    }
}

/// What [`Relation::serve_with`] writes, in one version.
pub struct Draft<'d, R> {
    relation: &'d Relation<'d, R>,
    leader: Option<&'d Leader>,
    version: u32,
    app: bool,
    unit: bool,
}

impl<R> fmt::Debug for Draft<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.relation.bags.name;
        f.debug_tuple("Draft").field(name).finish()
    }
}

impl<R: Paired> Draft<'_, R> {
    /// As [`Relation::write_app`]; nothing happens if this unit does not lead.
    ///
    /// # Errors
    ///
    /// As [`Relation::write_app`].
    pub fn app<B: AppBag<Role = R>>(&mut self, value: &B) -> Result<()> {
        self.app = true;
        if self.leader.is_none() {
            return Ok(());
        }
        let relation = self.relation;
        let current = relation.bags.own(relation.juju, Whose::App)?;
        let version = self.stated::<B>();
        relation.hold(Whose::App, changes_in(value, version, &current))
    }

    /// As [`Relation::write_unit`].
    ///
    /// # Errors
    ///
    /// As [`Relation::write_app`].
    pub fn unit<B: UnitBag<Role = R>>(&mut self, value: &B) -> Result<()> {
        self.unit = true;
        let relation = self.relation;
        let current = relation.bags.own(relation.juju, Whose::Unit)?;
        let version = self.stated::<B>();
        relation.hold(Whose::Unit, changes_in(value, version, &current))
    }

    /// The agreed version, if the databag looks like this in it.
    fn stated<B: crate::Bag>(&self) -> u32 {
        if B::TABLE.versions.contains(&self.version) {
            self.version
        } else {
            B::TABLE.version()
        }
    }
}
