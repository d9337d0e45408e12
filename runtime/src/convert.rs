//! From one version of a side to its neighbour, to the newest, and to the one
//! that a peer speaks.

use crate::bag::{AppBag, Databag, ScopeKind, UnitBag};
use crate::receive::{Gather, Remote};
use crate::report::Report;
use crate::side::{Paired, Role};
use crate::write::{Changes, changes_in};
use crate::{Json, Secret, UnitName};
use serde_core::Deserialize;
use std::fmt;

/// How a side becomes that of the next version.
///
/// The macro implements it where every field of the older version has its place
/// in the newer one. Where it has not, write it: only the author knows what
/// becomes of the rest.
///
/// ```
/// relata::interface! {
///     /// Say hello.
///     interface greeting {
///         /// One name, by each unit.
///         version v0 (retired);
///         /// All names, by the application.
///         version v1 (published);
///         provider {
///             #[until(v1)]
///             unit { /** Whom to greet. */ name: Option<String>, }
///             #[since(v1)]
///             app { /** Whom to greet. */ names: Option<Vec<Person>>, }
///         }
///         /// Somebody.
///         #[since(v1)]
///         struct Person { /** Their name. */ name: String, }
///     }
/// }
/// use greeting::{v0, v1};
/// use relata::{Downgrade, Upgrade, Writer};
///
/// impl Upgrade for v0::Provider {
///     type Next = v1::Provider;
///
///     fn upgrade(self) -> v1::Provider {
///         let names = self.units.into_values().filter_map(|unit| unit.name);
///         let people: Vec<v1::Person> = names.map(|name| v1::Person { name }).collect();
///         v1::Provider { app: Some(v1::ProviderApp { names: Some(people) }) }
///     }
/// }
///
/// impl Downgrade for v1::Provider {
///     type Previous = v0::Provider;
///
///     fn downgrade(self, writer: &Writer<'_>) -> v0::Provider {
///         let people = self.app.and_then(|app| app.names).unwrap_or_default();
///         let name = people.into_iter().next().map(|person| person.name);
///         // What the application said is said by the unit that writes.
///         v0::Provider { units: [(writer.unit().clone(), v0::ProviderUnit { name })].into() }
///     }
/// }
///
/// let old = v0::Provider {
///     units: [("a/0".parse()?, v0::ProviderUnit { name: Some("Ida".into()) })].into(),
/// };
/// let writer = Writer::new("a/0".parse()?);
/// assert_eq!(old.clone().upgrade().downgrade(&writer), old);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Without the conversion the newest version cannot be asked for:
///
/// ```compile_fail,E0277
/// relata::interface! {
///     /// Say hello.
///     interface greeting {
///         /// One name, by each unit.
///         version v0 (retired);
///         /// One name, by the application.
///         version v1 (published);
///         provider {
///             #[until(v1)]
///             unit { /** Whom to greet. */ name: Option<String>, }
///             #[since(v1)]
///             app { /** Whom to greet. */ name: Option<String>, }
///         }
///     }
/// }
/// fn newest(data: greeting::ProviderData) -> greeting::v1::Provider {
///     // `name` (units) of version 0 has no place in version 1
///     data.into_newest()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "no way is known from `{Self}` to the next version of the interface",
    label = "some of its fields have no place there",
    note = "implement `relata::Upgrade` for `{Self}`, and say what becomes of them"
)]
pub trait Upgrade {
    /// The same side in the next version.
    type Next;

    /// Says the same in the next version.
    fn upgrade(self) -> Self::Next;
}

/// How a side becomes that of the version before.
///
/// The macro implements it where [`Upgrade`] is generated, too. What only the
/// newer version can say is lost; the documentation of the side lists it.
///
/// The side is one's own, about to be written: where what the application says
/// moves to the units, it becomes what *this* unit says.
#[diagnostic::on_unimplemented(
    message = "no way is known from `{Self}` to the version before",
    label = "some of its fields have no place there",
    note = "implement `relata::Downgrade` for `{Self}`, and say what becomes of them"
)]
pub trait Downgrade {
    /// The same side in the version before.
    type Previous;

    /// Says what the version before can say.
    fn downgrade(self, writer: &Writer<'_>) -> Self::Previous;
}

/// A role whose every version leads to the newest.
///
/// The macro implements it; it holds as soon as there is an [`Upgrade`] for each
/// version but the newest.
pub trait IntoNewest: Role {
    /// Says the same in the newest version.
    fn into_newest(data: Self::Data) -> Self::Newest;
}

/// A role whose newest version leads to every other.
///
/// The macro implements it; it holds as soon as there is a [`Downgrade`] for each
/// version but the oldest.
pub trait FromNewest: Role {
    /// Says in a version what that version can say. For a version that the role
    /// does not have it is the next older one that it has, else the oldest.
    fn from_newest(newest: Self::Newest, version: u32, writer: &Writer<'_>) -> Self::Data;
}

/// The content of a secret by its URI, as an object of texts.
type Contents<'a> = &'a dyn Fn(&str) -> Option<Json>;

/// Who writes, as far as a conversion to an older version has to know.
#[derive(Clone)]
pub struct Writer<'a> {
    unit: UnitName,
    contents: Option<Contents<'a>>,
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Writer").field(&self.unit).finish()
    }
}

impl<'a> Writer<'a> {
    /// This unit writes.
    pub fn new(unit: UnitName) -> Self {
        Writer {
            unit,
            contents: None,
        }
    }

    /// The writer may look into its own secrets: `contents` is given the URI of
    /// one, and answers with an object of texts.
    #[must_use]
    pub fn with_secrets(mut self, contents: &'a dyn Fn(&str) -> Option<Json>) -> Self {
        self.contents = Some(contents);
        self
    }

    /// The unit that writes.
    pub fn unit(&self) -> &UnitName {
        &self.unit
    }

    /// The content of a secret, for a version that has it in plain text. `None`
    /// if the writer cannot look into it.
    pub fn content<C>(&self, secret: &Secret<C>) -> Option<C>
    where
        C: for<'de> Deserialize<'de>,
    {
        if secret.is_in_plain() {
            return secret.plain_content();
        }
        let content = (self.contents?)(secret.uri())?;
        serde_json::from_value(content).ok()
    }
}

/// One's own side, in the version in which it is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Served<D> {
    /// The version in which it is written, which is what its marker states.
    pub version: u32,
    /// What is written.
    pub data: D,
}

/// Says the same to whatever the other side understands: turns the newest version
/// of one's own side into what is to be written to a side with which `agreed` is
/// the newest common version.
///
/// Where a reader of the agreed version reads the newest as it stands, and loses
/// nothing by that, the newest is written: so both sides arrive at the newest
/// version when the other is upgraded, too, and neither waits for the other. It is
/// written as well where the agreed version has no words for any of it.
///
/// ```
/// # relata::interface! {
/// #     /// Say hello.
/// #     interface greeting {
/// #         /// Names.
/// #         version v0 (retired);
/// #         /// Levels, too.
/// #         version v1 (published);
/// #         provider {
/// #             app {
/// #                 /// Whom to greet.
/// #                 name: Option<String>,
/// #                 /// How loud.
/// #                 #[since(v1)]
/// #                 level: u32 = 7,
/// #             }
/// #         }
/// #     }
/// # }
/// use greeting::{Provider, ProviderData, v1};
/// use relata::{Served, Writer, serve};
///
/// let app = v1::ProviderApp { name: Some("Ida".into()), level: 3 };
/// let newest = v1::Provider { app: Some(app) };
/// let writer = Writer::new("a/0".parse()?);
/// // Version 0 reads `name` and passes over `level`: nothing has to be changed.
/// let served = serve::<Provider>(newest.clone(), 0, &writer);
/// assert_eq!(served, Served { version: 1, data: ProviderData::V1(newest) });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn serve<R>(newest: R::Newest, agreed: u32, writer: &Writer<'_>) -> Served<R::Data>
where
    R: FromNewest,
    R::Newest: Clone,
    R::Data: PartialEq,
{
    let version = nearest(R::VERSIONS, u32::MAX);
    let agreed = nearest(R::VERSIONS, agreed);
    if version == agreed {
        let data = R::from_newest(newest, version, writer);
        return Served { version, data };
    }
    let older = R::from_newest(newest.clone(), agreed, writer);
    let data = R::from_newest(newest, version, writer);
    if says_nothing::<R>(&older, writer)
        || read_as::<R>(&data, version, agreed, writer).as_ref() == Some(&older)
    {
        return Served { version, data };
    }
    Served {
        version: agreed,
        data: older,
    }
}

/// Whether no databag is written.
fn says_nothing<R: Role>(data: &R::Data, writer: &Writer<'_>) -> bool {
    let nothing = Databag::new();
    let own = Own {
        app: Some(&nothing),
        unit: &nothing,
    };
    let version = nearest(R::VERSIONS, u32::MAX);
    scatter::<R>(data, version, writer.unit(), own)
        .is_ok_and(|written| !written.app.said && !written.unit.said)
}

/// The version that is spoken where this one is asked for.
fn nearest(versions: &[u32], wanted: u32) -> u32 {
    let known = versions.iter().rev().find(|version| **version <= wanted);
    known.or(versions.first()).copied().unwrap_or_default()
}

/// What a reader of an older version makes of what is written in this one.
/// `None` if it would find something missing or wrong.
fn read_as<R: Role>(
    data: &R::Data,
    version: u32,
    older: u32,
    writer: &Writer<'_>,
) -> Option<R::Data> {
    let nothing = Databag::new();
    let own = Own {
        app: Some(&nothing),
        unit: &nothing,
    };
    let written = scatter::<R>(data, version, writer.unit(), own).ok()?;
    let (mut app, mut unit) = (Databag::new(), Databag::new());
    written.app.changes.apply(&mut app);
    written.unit.changes.apply(&mut unit);
    let mut remote = Remote::new();
    if !app.is_empty() {
        remote = remote.app(&app);
    }
    if !unit.is_empty() {
        remote = remote.unit(writer.unit().clone(), &unit);
    }
    let mut gather = Gather::new(&remote, older);
    let read = R::gather(older, &mut gather)?;
    gather.is_clean().then_some(read)
}

/// What is in one's own databags now. `app` is `None` for a unit that does not
/// lead: then nothing is said of the application.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// The application databag.
    pub app: Option<&'a Databag>,
    /// The databag of this unit.
    pub unit: &'a Databag,
}

/// What has to be changed in one's own databags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnChanges {
    /// In the application databag.
    pub app: Changes,
    /// In the databag of this unit.
    pub unit: Changes,
}

/// What has to be changed in one's own databags so that they say what is served.
///
/// A databag that this version does not have, or of which the side says nothing,
/// is cleared of every key that the interface owns in any version; other keys are
/// left alone.
///
/// # Errors
///
/// A report, if a value breaks its declaration. Nothing should be written then.
pub fn changes_of<R: Paired>(
    served: &Served<R::Data>,
    unit: &UnitName,
    own: Own<'_>,
) -> Result<OwnChanges, Box<Report>> {
    let written = scatter::<R>(&served.data, served.version, unit, own)?;
    let settle = |one: Part, scope, current: Option<&Databag>| match current {
        Some(current) if !one.said => cleared::<R>(scope, current),
        _ => one.changes,
    };
    Ok(OwnChanges {
        app: settle(written.app, ScopeKind::App, own.app),
        unit: settle(written.unit, ScopeKind::Unit, Some(own.unit)),
    })
}

/// Deletes every key of a databag that the role owns in any version.
fn cleared<R: Paired>(scope: ScopeKind, current: &Databag) -> Changes {
    let tables = R::TABLES.iter().filter(|table| table.scope == scope);
    let owned = tables.flat_map(|table| table.keys.iter().map(|(key, _)| *key));
    let keys = owned.filter(|key| current.contains_key(*key));
    Changes::deleting(keys.map(str::to_owned))
}

fn scatter<R: Role>(
    data: &R::Data,
    version: u32,
    unit: &UnitName,
    own: Own<'_>,
) -> Result<Scattered, Box<Report>> {
    let mut changes = ToChanges {
        version,
        unit,
        own,
        written: Scattered::default(),
    };
    R::scatter(data, &mut changes)?;
    Ok(changes.written)
}

/// Takes the databags of a side, one by one, to be written.
pub trait Scatter<R: Role> {
    /// Why a databag could not be written.
    type Error;

    /// The application databag.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn app<B: AppBag<Role = R>>(&mut self, bag: &B) -> Result<(), Self::Error>;

    /// The databag of one unit; of others than this one nothing is written.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn unit<B: UnitBag<Role = R>>(&mut self, unit: &UnitName, bag: &B) -> Result<(), Self::Error>;
}

#[derive(Default)]
struct Scattered {
    app: Part,
    unit: Part,
}

#[derive(Default)]
struct Part {
    changes: Changes,
    said: bool,
}

struct ToChanges<'a> {
    version: u32,
    unit: &'a UnitName,
    own: Own<'a>,
    written: Scattered,
}

impl ToChanges<'_> {
    fn part<B: crate::Bag>(&self, bag: &B, current: &Databag) -> Result<Part, Box<Report>> {
        let table = B::TABLE;
        let version = if table.versions.contains(&self.version) {
            self.version
        } else {
            table.version()
        };
        Ok(Part {
            changes: changes_in(bag, version, current)?,
            said: true,
        })
    }
}

impl<R: Role> Scatter<R> for ToChanges<'_> {
    type Error = Box<Report>;

    fn app<B: AppBag<Role = R>>(&mut self, bag: &B) -> Result<(), Box<Report>> {
        if let Some(current) = self.own.app {
            self.written.app = self.part(bag, current)?;
        }
        Ok(())
    }

    fn unit<B: UnitBag<Role = R>>(&mut self, unit: &UnitName, bag: &B) -> Result<(), Box<Report>> {
        if unit == self.unit {
            self.written.unit = self.part(bag, self.own.unit)?;
        }
        Ok(())
    }
}
