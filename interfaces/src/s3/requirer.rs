//! Using an object storage, shared by a provider of either version.

use super::info::{ConnectionInfo, Request, text};
use super::v1::{self, Credentials};
use super::{Provider, ProviderData, Requirer};
use relata::juju::{
    Endpoint, Error, Event, Juju, Relation, RelationEventKind, Result, SecretEventKind, StatusLine,
};
use relata::report::{Place, Problem, Report};
use relata::versions::Agreement;
use relata::{Databag, IntoNewest, Leader, Reading, Remote, RoleKind, ScopeKind, Secret, Url};

/// An endpoint under `requires:` that uses an object storage.
///
/// Every method is for all relations of the endpoint, unless [`Requires::only`]
/// names one.
///
/// ```
/// use relata::juju::{Juju, Result, StatusLine};
/// use relata_interfaces::s3::{Request, Requires, State};
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let storage = Requires::new(juju, "backup-storage");
///     storage.ask(&Request { bucket: Some("backups".into()), path: None })?;
///     juju.set_status(storage.missing()?);
///     for connection in storage.connections()? {
///         juju.set_status(connection.status());
///         if let State::Ready(info) = connection.state {
///             juju.set_status(StatusLine::active(info.bucket.unwrap_or_default()));
///         }
///     }
///     Ok(())
/// }
/// # use relata::testing::{Charm, JujuVersion, HookEvent, World, run};
/// # let mut world = World::new(JujuVersion::V3_6);
/// # world.app("db", 1, Charm::new("db").requires("backup-storage", "s3"))?;
/// # let relation = world.relate_to("db:backup-storage", "storage", 1)?;
/// # let world = world.shared();
/// # assert!(run(&world, "db/0", HookEvent::UpdateStatus, charm)?.is_done());
/// # assert_eq!(world.borrow().written(relation, "db")["bucket"], "backups");
/// # let message = world.borrow().status("db/0").map(|status| status.message.clone());
/// # assert_eq!(message.as_deref(), Some("backup-storage: waiting for storage"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Requires<'j> {
    juju: &'j Juju,
    endpoint: Endpoint<'j, Requirer>,
    only: Option<u32>,
}

/// One relation, and what its provider shares.
#[derive(Debug)]
pub struct Connection<'j> {
    /// The relation.
    pub relation: Relation<'j, Requirer>,
    /// What its provider shares.
    pub state: State,
}

/// What a provider shares.
#[derive(Debug)]
pub enum State {
    /// All that is needed.
    Ready(Box<ConnectionInfo>),
    /// Nothing yet, or nothing any more.
    Absent,
    /// Something is missing: the provider is not done yet.
    Incomplete(Report),
    /// Something is wrong.
    Invalid(Report),
    /// The secret with the credentials cannot be read: it has not been granted, it
    /// is gone, or its content is not what it should be. The error says which.
    Sealed(Error),
}

/// What an event means for those who use the storage.
#[derive(Debug)]
pub enum Change<'j> {
    /// There is connection information, which is new or may have changed.
    Changed(Relation<'j, Requirer>, Box<ConnectionInfo>),
    /// The relation is gone, and the storage is not to be used any more.
    Gone(Relation<'j, Requirer>),
}

impl Connection<'_> {
    /// What this means for the unit: nothing if it is ready, else who is waited
    /// for, or what is to be done.
    pub fn status(&self) -> Option<StatusLine> {
        let report: Reading<()> = match &self.state {
            State::Ready(_) => return None,
            State::Absent => Reading::Absent,
            State::Incomplete(report) => Reading::Incomplete(report.clone()),
            State::Invalid(report) => Reading::Invalid(report.clone()),
            State::Sealed(error) => {
                let line = error.status();
                let message = [self.relation.endpoint(), ": ", &line.message].concat();
                return Some(StatusLine::new(line.status, message));
            }
        };
        self.relation.status(&report)
    }

    /// The connection information, if it is there.
    pub fn info(&self) -> Option<&ConnectionInfo> {
        match &self.state {
            State::Ready(info) => Some(info),
            _ => None,
        }
    }
}

impl<'j> Requires<'j> {
    /// The endpoint of this name. That asks nothing of Juju.
    pub fn new(juju: &'j Juju, endpoint: &str) -> Self {
        Requires {
            juju,
            endpoint: juju.requires(endpoint),
            only: None,
        }
    }

    /// The same endpoint with only one of its relations, by number. If there is no
    /// such relation, nothing happens.
    #[must_use]
    pub fn only(mut self, relation: u32) -> Self {
        self.only = Some(relation);
        self
    }

    /// Asks for a bucket and a path in it; for whatever the provider has, where
    /// they are left out. It may share others. Only the leader asks; on any other
    /// unit nothing happens.
    ///
    /// A charm that does not care asks as well, with [`Request::default`]: before
    /// that, the provider shares nothing.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn ask(&self, request: &Request) -> Result<()> {
        let relations = self.relations()?;
        if relations.is_empty() {
            return Ok(());
        }
        let Some(leader) = self.juju.leader()? else {
            return Ok(());
        };
        let ask = |relation| ask(relation, leader, request);
        relations.iter().try_for_each(ask)
    }

    /// What is shared over each relation.
    ///
    /// The newest credentials are read, and Juju tells this unit from then on
    /// when there are newer ones.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. What the provider wrote is never an error, nor that
    /// its secret cannot be read.
    pub fn connections(&self) -> Result<Vec<Connection<'j>>> {
        let relations = self.relations()?.into_iter();
        relations
            .map(|relation| {
                let state = self.state(&relation)?;
                Ok(Connection { relation, state })
            })
            .collect()
    }

    /// Whether some relation has all that is needed.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn is_ready(&self) -> Result<bool> {
        let connections = self.connections()?;
        Ok(connections.iter().any(|one| one.info().is_some()))
    }

    /// What it means that there is no relation, where the charm cannot do without
    /// one; nothing if there is one.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn missing(&self) -> Result<Option<StatusLine>> {
        self.endpoint.missing()
    }

    /// What the event means for those who use the storage; `None` if nothing.
    ///
    /// A charm that looks at [`Requires::connections`] in every hook can do
    /// without.
    ///
    /// # Errors
    ///
    /// As [`Requires::connections`].
    pub fn change(&self) -> Result<Option<Change<'j>>> {
        let changed = match self.juju.event() {
            Event::Relation(_) => match self.endpoint.event() {
                Some((event, relation)) if self.is_ours(&relation) => match event.kind {
                    RelationEventKind::Broken => return Ok(Some(Change::Gone(relation))),
                    RelationEventKind::Changed => Some(relation),
                    _ => None,
                },
                _ => None,
            },
            Event::Secret(event) if event.kind == SecretEventKind::Changed => {
                match Secret::<Credentials>::new(event.uri.as_str()) {
                    Ok(secret) => self.reader_of(&secret)?,
                    Err(_) => None,
                }
            }
            _ => None,
        };
        let Some(relation) = changed else {
            return Ok(None);
        };
        Ok(match self.state(&relation)? {
            State::Ready(info) => Some(Change::Changed(relation, info)),
            _ => None,
        })
    }

    fn is_ours(&self, relation: &Relation<'_, Requirer>) -> bool {
        self.only.is_none_or(|only| relation.id() == only)
    }

    fn relations(&self) -> Result<Vec<Relation<'j, Requirer>>> {
        let mut relations = self.endpoint.relations()?;
        relations.retain(|relation| self.is_ours(relation));
        Ok(relations)
    }

    /// The relation over which a secret came.
    fn reader_of(&self, secret: &Secret<Credentials>) -> Result<Option<Relation<'j, Requirer>>> {
        for relation in self.relations()? {
            let bag = relation.remote_app_bag()?;
            if let Reading::Ready(app) = relata::read::<v1::ProviderApp>(&bag)
                && app.secret_extra.as_ref() == Some(secret)
            {
                drop(bag);
                return Ok(Some(relation));
            }
        }
        Ok(None)
    }

    fn state(&self, relation: &Relation<'_, Requirer>) -> Result<State> {
        let bag = relation.remote_app_bag()?;
        let mut state = self.read(&bag)?;
        if let State::Incomplete(report) | State::Invalid(report) = &mut state {
            report.place = Place {
                endpoint: Some(self.endpoint.name().to_owned()),
                relation_id: Some(relation.id()),
                writer: Some(relation.app()?.to_string()),
            };
        }
        Ok(state)
    }

    fn read(&self, bag: &Databag) -> Result<State> {
        let remote = Remote::new().app(bag);
        let Some(received) = relata::receive::<Provider>(&remote) else {
            return Ok(State::Absent);
        };
        if let Some(report) = received.reports.into_iter().next() {
            return Ok(unready(report));
        }
        if let Some(problem) = unreachable(&received.data) {
            return Ok(State::Invalid(Report {
                problems: vec![problem],
                ..report(0)
            }));
        }
        match Provider::into_newest(received.data).app {
            None => Ok(State::Absent),
            Some(app) => self.unseal(app),
        }
    }

    fn unseal(&self, app: v1::ProviderApp) -> Result<State> {
        let Some(secret) = &app.secret_extra else {
            return Ok(State::Incomplete(Report {
                missing: vec!["secret-extra".to_owned()],
                ..report(1)
            }));
        };
        Ok(match self.juju.secrets().refresh(secret) {
            Ok(content) => State::Ready(Box::new(ConnectionInfo::from_parts(app, &content))),
            Err(
                error @ (Error::SecretDenied { .. }
                | Error::SecretNotFound { .. }
                | Error::SecretContent { .. }),
            ) => State::Sealed(error),
            Err(error) => return Err(error),
        })
    }
}

/// What keeps the storage from being reached: a provider in version 0 passes on
/// what was configured, which may be no URL.
fn unreachable(data: &ProviderData) -> Option<Problem> {
    let ProviderData::V0(side) = data else {
        return None;
    };
    let endpoint = side.app.as_ref()?.endpoint.as_ref()?;
    let error = Url::new(endpoint.as_str()).err()?;
    Some(Problem {
        rule: "B6",
        key: "endpoint".to_owned(),
        path: String::new(),
        message: error.to_string(),
    })
}

/// A report on the provider's databag that says nothing yet.
fn report(version: u32) -> Report {
    Report {
        interface: "s3",
        version,
        role: RoleKind::Provider,
        scope: ScopeKind::App,
        place: Place::default(),
        missing: Vec::new(),
        problems: Vec::new(),
        ours: false,
    }
}

fn unready(report: Report) -> State {
    if report.problems.is_empty() {
        State::Incomplete(report)
    } else {
        State::Invalid(report)
    }
}

fn ask(relation: &Relation<'_, Requirer>, leader: &Leader, request: &Request) -> Result<()> {
    let mut bucket = text(request.bucket.as_ref());
    if bucket.is_none() && waits_for_bucket(&*relation.remote_app_bag()?) {
        bucket = Some(["relation-", &relation.id().to_string()].concat());
    }
    let app = v1::RequirerApp {
        bucket,
        path: text(request.path.as_ref()),
        ..v1::RequirerApp::default()
    };
    relation.write_app(leader, &app)
}

/// Whether the provider speaks version 0 only. It has written something by then,
/// be it a note to itself: a newer one states its version first.
fn waits_for_bucket(bag: &Databag) -> bool {
    match relata::agree::<Provider>(&Remote::new().app(bag)) {
        Agreement::Agreed(0) | Agreement::Waiting => !bag.is_empty(),
        Agreement::Agreed(_) | Agreement::Incompatible { .. } => false,
    }
}
