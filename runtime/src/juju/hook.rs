//! One run of a charm.

use super::bags::Relations;
use super::call::argument;
use super::config::Config;
use super::endpoint::Endpoint;
use super::env::Env;
use super::error::{Error, Result};
use super::event::Event;
use super::network::Network;
use super::process::Process;
use super::status::{Status, StatusLine};
use super::tools::Tools;
use crate::{Databag, Json, Leader, Paired, RoleKind, UnitName};
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::path::PathBuf;

/// One run of a charm: a hook or an action.
///
/// What is asked of Juju is asked once; what is written to databags, and the
/// status, waits for [`Juju::commit`].
pub struct Juju {
    pub(super) tools: Box<dyn Tools>,
    pub(super) env: Env,
    event: Event,
    unit: UnitName,
    leader: OnceCell<Option<Leader>>,
    config: OnceCell<Config>,
    pub(super) relations: Relations,
    pub(super) state: OnceCell<RefCell<Databag>>,
    status: RefCell<Option<StatusLine>>,
}

impl fmt::Debug for Juju {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Juju")
            .field("unit", &self.unit)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

impl Juju {
    /// The hook that this process runs in.
    ///
    /// # Errors
    ///
    /// [`Error::Environment`], if this is no hook.
    pub fn from_env() -> Result<Juju> {
        Juju::new(Box::new(Process::default()), Env::of_process())
    }

    /// A hook with other hook tools and an environment of its own: for tests.
    ///
    /// ```
    /// use relata::juju::{Event, Juju, Output, ToolFault, Tools};
    ///
    /// struct Leads;
    ///
    /// impl Tools for Leads {
    ///     fn call(&self, tool: &str, _: &[&str], _: Option<&[u8]>) -> Result<Output, ToolFault> {
    ///         assert_eq!(tool, "is-leader");
    ///         Ok(Output::ok("true\n"))
    ///     }
    /// }
    ///
    /// let variables = [("JUJU_UNIT_NAME", "app/0"), ("JUJU_DISPATCH_PATH", "hooks/install")];
    /// let juju = Juju::with(Leads, variables)?;
    /// assert_eq!(juju.event(), &Event::Install);
    /// assert!(juju.leader()?.is_some());
    /// # Ok::<(), relata::juju::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Environment`], if a variable is missing or not as Juju sets it.
    pub fn with<K: Into<String>, V: Into<String>>(
        tools: impl Tools + 'static,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Juju> {
        Juju::new(Box::new(tools), variables.into_iter().collect())
    }

    fn new(tools: Box<dyn Tools>, env: Env) -> Result<Juju> {
        let variable = "JUJU_UNIT_NAME";
        let unit = UnitName::new(env.require(variable)?);
        Ok(Juju {
            event: Event::read(&env)?,
            unit: unit.map_err(|_| Error::Environment { variable })?,
            tools,
            env,
            leader: OnceCell::new(),
            config: OnceCell::new(),
            relations: Relations::default(),
            state: OnceCell::new(),
            status: RefCell::new(None),
        })
    }

    /// Why the charm runs.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// This unit.
    pub fn unit(&self) -> &UnitName {
        &self.unit
    }

    /// The application of this unit.
    pub fn app(&self) -> &str {
        self.unit.app()
    }

    /// Major, minor and patch number of Juju's version; zeros where it is not
    /// said.
    pub fn version(&self) -> (u32, u32, u32) {
        let text = self.env.get("JUJU_VERSION").unwrap_or_default();
        // `3.6-beta2.1` is some 3.6.
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .map(|number| number.parse().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        (next(), next(), next())
    }

    /// The UUID of the model, if it is said.
    pub fn model_uuid(&self) -> Option<&str> {
        self.env.get("JUJU_MODEL_UUID")
    }

    /// The name of the model, if it is said.
    pub fn model_name(&self) -> Option<&str> {
        self.env.get("JUJU_MODEL_NAME")
    }

    /// Where the charm's files are.
    pub fn charm_dir(&self) -> Option<PathBuf> {
        let dir = self.env.get("JUJU_CHARM_DIR");
        dir.or(self.env.get("CHARM_DIR")).map(PathBuf::from)
    }

    /// Proof that this unit leads its application, if it does. Juju keeps it
    /// leader for half a minute from then.
    ///
    /// # Errors
    ///
    /// If the hook tool `is-leader` fails.
    pub fn leader(&self) -> Result<Option<&Leader>> {
        let leader = once(&self.leader, || {
            match self.ask("is-leader", "", &["--format=json"])? {
                Json::Bool(leads) => Ok(Leader::if_true(leads)),
                _ => Err(Error::garbage("is-leader", "`true` or `false`")),
            }
        })?;
        Ok(leader.as_ref())
    }

    /// The configuration of the application.
    ///
    /// # Errors
    ///
    /// If the hook tool `config-get` fails.
    pub fn config(&self) -> Result<&Config> {
        once(&self.config, || Config::ask(self))
    }

    /// An endpoint under `requires:` in the charm's metadata.
    ///
    /// Asking for one that plays another role does not compile.
    pub fn requires<R: Paired>(&self, endpoint: &str) -> Endpoint<'_, R> {
        const {
            assert!(
                matches!(R::KIND, RoleKind::Requirer),
                "an endpoint under `requires:` plays the role `Requirer`"
            );
        }
        Endpoint::new(self, endpoint)
    }

    /// An endpoint under `provides:` in the charm's metadata.
    ///
    /// Asking for one that plays another role does not compile.
    pub fn provides<R: Paired>(&self, endpoint: &str) -> Endpoint<'_, R> {
        const {
            assert!(
                matches!(R::KIND, RoleKind::Provider),
                "an endpoint under `provides:` plays the role `Provider`"
            );
        }
        Endpoint::new(self, endpoint)
    }

    /// An endpoint under `peers:` in the charm's metadata.
    ///
    /// Asking for one that plays another role does not compile.
    pub fn peers<R: Paired>(&self, endpoint: &str) -> Endpoint<'_, R> {
        const {
            assert!(
                matches!(R::KIND, RoleKind::Peer),
                "an endpoint under `peers:` plays the role `Peer`"
            );
        }
        Endpoint::new(self, endpoint)
    }

    /// The addresses for an endpoint or other binding.
    ///
    /// # Errors
    ///
    /// If the hook tool `network-get` fails, such as for an unknown binding.
    pub fn network(&self, binding: &str) -> Result<Network> {
        Network::ask(self, &["--format=json", "--", binding], binding)
    }

    /// Says how the unit is. Of several that are said the weightiest counts; see
    /// [`StatusLine`]. It is set by [`Juju::commit`].
    pub fn set_status(&self, line: impl Into<Option<StatusLine>>) {
        let mut status = self.status.borrow_mut();
        let lines = status.take().into_iter().chain(line.into());
        *status = StatusLine::combine(lines);
    }

    /// Sets the status of the unit at once, for what takes long. What
    /// [`Juju::set_status`] said still counts in the end.
    ///
    /// # Errors
    ///
    /// If the hook tool `status-set` fails.
    pub fn set_status_now(&self, line: &StatusLine) -> Result<()> {
        self.order("status-set", &[line.status.word(), "--", &line.message])
    }

    /// Sets the status of the application at once.
    ///
    /// # Errors
    ///
    /// [`Error::NotLeader`] if leadership has been lost, or whatever else makes
    /// the hook tool `status-set` fail.
    pub fn set_app_status(&self, _leader: &Leader, line: &StatusLine) -> Result<()> {
        let word = line.status.word();
        self.order(
            "status-set",
            &["--application=true", word, "--", &line.message],
        )
    }

    /// The status that the unit had when the hook began; `None` if it is one that
    /// only Juju sets, such as `unknown`.
    ///
    /// # Errors
    ///
    /// If the hook tool `status-get` fails.
    pub fn status(&self) -> Result<Option<StatusLine>> {
        let answer = self.ask("status-get", "", &["--include-data", "--format=json"])?;
        let text = |key: &str| answer.get(key).and_then(Json::as_str);
        let word = text("status").ok_or(Error::garbage("status-get", "a status"))?;
        let status = Status::from_word(word);
        Ok(status.map(|status| StatusLine::new(status, text("message").unwrap_or_default())))
    }

    /// Tells operators the version of the workload.
    ///
    /// # Errors
    ///
    /// If the hook tool `application-version-set` fails.
    pub fn set_workload_version(&self, version: &str) -> Result<()> {
        self.order("application-version-set", &["--", &argument(version)])
    }

    /// Writes what has been held back: the databags that are not yet as they
    /// should be, in one call each, and then the status.
    ///
    /// A relation that is gone by now is passed over: there is nobody to tell.
    ///
    /// # Errors
    ///
    /// If a hook tool fails. Juju forgets everything then, provided that the
    /// charm fails as well.
    pub fn commit(&self) -> Result<()> {
        self.relations.commit(self)?;
        match self.status.take() {
            Some(line) => self.set_status_now(&line),
            None => Ok(()),
        }
    }
}

/// What is in the cell; it is put there when it is first asked for.
pub(super) fn once<T>(cell: &OnceCell<T>, find: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = find()?;
    Ok(cell.get_or_init(|| value))
}
