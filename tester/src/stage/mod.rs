//! What happens when a charm runs a hook?
//!
//! A [`Stage`] is a model with charms in it that are really dispatched: each unit
//! has a copy of its charm in a sandbox, hook tools on its `PATH`, and nothing of
//! our own environment.

mod cleanup;
mod process;
mod strays;

pub use process::Exit;

use crate::charm_dir::{self, CharmDir, OtherRelation, Setup, SetupError};
use crate::schedule::Schedule;
use crate::tool::{Server, Shared, State};
use process::Limits;
use relata::UnitName;
use relata::testing::{
    Charm, Finished, HookEvent, JujuVersion, LogLine, Owner, Secret, ToolCall, World, WorldError,
};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How a stage is set up.
#[derive(Debug, Clone)]
pub struct StageOptions {
    /// Which Juju it stands for.
    pub juju: JujuVersion,
    /// What the model draws its numbers from.
    pub seed: u64,
    /// How long a hook may take.
    pub hook_limit: Duration,
    /// How long a hook tool may hang that was [made to](relata::testing::Fault::hang)
    /// before its hook is killed; as long as the hook may take if `None`.
    pub hang_limit: Option<Duration>,
    /// How many bytes the sandbox of a stage may hold.
    pub disk_limit: u64,
    /// The executable that does the work of every hook tool; this one if `None`.
    pub tool: Option<PathBuf>,
}

impl Default for StageOptions {
    fn default() -> Self {
        StageOptions {
            juju: JujuVersion::V3_6,
            seed: 0,
            hook_limit: Duration::from_secs(30),
            hang_limit: None,
            disk_limit: 1 << 30,
            tool: None,
        }
    }
}

/// A model with charms that are dispatched as processes.
///
/// When it is dropped, nothing of it is left: no process, no socket, no file.
pub struct Stage {
    shared: Shared,
    server: Option<Server>,
    options: StageOptions,
    /// By application.
    charms: BTreeMap<String, CharmDir>,
    /// Units whose charm has been unpacked.
    unpacked: BTreeSet<UnitName>,
    /// Units that run nothing, although their application has a charm.
    mute: BTreeSet<UnitName>,
    folder: TempDir,
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stage")
            .field("charms", &self.charms.keys())
            .field("folder", &self.folder.path())
            .finish_non_exhaustive()
    }
}

/// One hook that was run.
#[derive(Debug)]
pub struct HookRun {
    /// The unit.
    pub unit: UnitName,
    /// What it was about.
    pub event: HookEvent,
    /// The name of the hook, such as `db-relation-changed`.
    pub hook: String,
    /// How its process ended.
    pub exit: Exit,
    /// What became of it in the model.
    pub finished: Finished,
    /// The hook tools that it called, in order.
    pub calls: Vec<ToolCall>,
    /// What it logged.
    pub log: Vec<LogLine>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
    /// Processes that were still there when it was over; they were killed.
    pub left_behind: Vec<String>,
}

impl HookRun {
    /// Whether it ended well and what it wrote was applied.
    pub fn is_done(&self) -> bool {
        self.exit.is_fine() && self.finished.is_done()
    }
}

/// Why a hook could not be run.
#[derive(Debug)]
pub enum StageError {
    /// Juju would not run it.
    World(WorldError),
    /// The charm could not be unpacked.
    Setup(SetupError),
    /// The units did not come to rest within so many hooks.
    NeverSettles {
        /// How many were run.
        hooks: usize,
        /// The last of them.
        last: Vec<String>,
    },
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StageError::World(error) => error.fmt(f),
            StageError::Setup(error) => error.fmt(f),
            StageError::NeverSettles { hooks, last } => write!(
                f,
                "the units are still not at rest after {hooks} hooks; the last were {}",
                last.join(", ")
            ),
        }
    }
}

impl std::error::Error for StageError {}

impl From<WorldError> for StageError {
    fn from(error: WorldError) -> Self {
        StageError::World(error)
    }
}

impl From<SetupError> for StageError {
    fn from(error: SetupError) -> Self {
        StageError::Setup(error)
    }
}

/// The model, while nobody else may look at it.
#[expect(missing_debug_implementations, reason = "a lock has nothing to show")]
pub struct Model<'a>(MutexGuard<'a, State>);

impl Deref for Model<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0.world
    }
}

impl DerefMut for Model<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0.world
    }
}

impl Stage {
    /// An empty model in a folder of its own.
    ///
    /// # Errors
    ///
    /// If the folder, the socket or the executable of the hook tools cannot be had.
    pub fn new(options: StageOptions) -> Result<Stage, SetupError> {
        let folder = tempfile::Builder::new()
            .prefix("relata-")
            .tempdir()
            .map_err(|error| SetupError::at(&std::env::temp_dir(), error))?;
        let mut world = World::with_seed(options.juju, options.seed);
        world.set_folder(folder.path().display().to_string());
        let shared = Shared::new(world);
        let socket = folder.path().join("agent.socket");
        let server = Server::start(&socket, shared.clone())
            .map_err(|error| SetupError::at(&socket, error))?;
        Ok(Stage {
            shared,
            server: Some(server),
            options,
            charms: BTreeMap::new(),
            unpacked: BTreeSet::new(),
            mute: BTreeSet::new(),
            folder,
        })
    }

    /// The model. No hook tool is answered while it is held.
    pub fn world(&self) -> Model<'_> {
        Model(self.shared.lock())
    }

    /// Deploys a charm; its units have yet to run the hooks of their start.
    ///
    /// # Errors
    ///
    /// If the application is there already, or the setup beside the charm does not
    /// fit it.
    pub fn deploy(&mut self, app: &str, charm: &CharmDir, units: u32) -> Result<(), SetupError> {
        let deployed = self
            .world()
            .deploy(app, units, charm.charm().clone())
            .map(drop);
        deployed.map_err(|error| SetupError::new(format!("{app}: {error}")))?;
        self.configure(app, charm.setup())?;
        self.charms.insert(app.to_owned(), charm.clone());
        Ok(())
    }

    /// Adds the secrets of a setup and sets its options, as [`Stage::deploy`] does with
    /// the charm's own; after an upgrade to another charm it is asked for.
    ///
    /// # Errors
    ///
    /// If there is no such application, option or secret.
    pub fn configure(&mut self, app: &str, setup: &Setup) -> Result<(), SetupError> {
        let said = |error: WorldError| SetupError::new(format!("{app}: {error}"));
        for (label, content) in &setup.secrets {
            let content = content.iter().map(|(key, text)| (&**key, &**text));
            let mut world = self.world();
            let secret = world.add_secret(Owner::Model, label, content);
            let secret = secret.map_err(said)?;
            world.grant_secret_to_app(&secret, app).map_err(said)?;
        }
        for (option, value) in &setup.config {
            self.set_option(app, option, value)?;
        }
        Ok(())
    }

    /// Sets an option to what a setup says of it, where `{secret:NAME}` stands for a
    /// secret of the model.
    ///
    /// # Errors
    ///
    /// If there is no such application, option or secret.
    pub fn set_option(
        &mut self,
        app: &str,
        option: &str,
        value: &serde_json::Value,
    ) -> Result<(), SetupError> {
        let mut world = self.world();
        let value = match Setup::secret_of(value) {
            None => value.clone(),
            Some(name) => {
                let labelled =
                    |secret: &&Secret| *secret.owner() == Owner::Model && secret.label() == name;
                let secret = world.secrets().filter(labelled).last();
                let secret = secret.ok_or_else(|| {
                    SetupError::new(format!("{app}: `{option}`: there is no secret `{name}`"))
                })?;
                secret.id().uri().into()
            }
        };
        let set = world.set_config(app, option, value).map(drop);
        set.map_err(|error| SetupError::new(format!("{app}: {error}")))
    }

    /// An application without a process: what it writes is set by the test.
    ///
    /// # Errors
    ///
    /// If the application is there already.
    pub fn puppet(&mut self, app: &str, charm: Charm, units: u32) -> Result<(), SetupError> {
        let mut world = self.world();
        let deployed = world.app(app, units, charm).map(drop);
        deployed.map_err(|error| SetupError::new(format!("{app}: {error}")))
    }

    /// Relates an application to one of which only the databags are known, as its
    /// charm's setup asks for.
    ///
    /// # Errors
    ///
    /// If the charm has no such endpoint, or there is such an application already.
    pub fn relate_other(
        &mut self,
        app: &str,
        other: &str,
        relation: &OtherRelation,
    ) -> Result<(), SetupError> {
        let said = |error: WorldError| SetupError::new(format!("{app}: {error}"));
        let endpoint = format!("{app}:{}", relation.endpoint);
        let mut world = self.world();
        let id = world.relate_to(&endpoint, other, 1).map_err(said)?;
        let unit = format!("{other}/0");
        (world.set_bag(id, other, relation.app.clone())).map_err(said)?;
        (world.set_bag(id, unit, relation.unit.clone())).map_err(said)?;
        Ok(())
    }

    /// Lets a unit run nothing from now on: what it writes is set by the test.
    pub fn mute(&mut self, unit: &UnitName) {
        self.mute.insert(unit.clone());
    }

    /// Whether a unit runs nothing, although its application has a charm.
    pub fn is_mute(&self, unit: &UnitName) -> bool {
        self.mute.contains(unit)
    }

    /// Gives an application another revision of its charm. Its units run
    /// `upgrade-charm` next.
    ///
    /// # Errors
    ///
    /// If there is no such application, or the files cannot be written.
    pub fn upgrade(&mut self, app: &str, charm: &CharmDir) -> Result<(), SetupError> {
        let upgraded = self
            .world()
            .upgrade_charm(app, charm.charm().clone())
            .map(drop);
        upgraded.map_err(|error| SetupError::new(format!("{app}: {error}")))?;
        self.charms.insert(app.to_owned(), charm.clone());
        let of_app = |unit: &&UnitName| unit.app() == app;
        let units: Vec<UnitName> = self.unpacked.iter().filter(of_app).cloned().collect();
        for unit in units {
            // What the charm itself wrote into its folder stays, as in Juju.
            let to = PathBuf::from(self.world().charm_folder(&unit));
            let above = to.ancestors().skip(1);
            (above.take_while(|folder| folder.starts_with(self.folder.path())))
                .try_for_each(charm_dir::copy::check)?;
            charm.unpack(&to)?;
        }
        Ok(())
    }

    /// Runs one hook of a unit. A unit of a puppet has nothing to run: its hook is
    /// over at once.
    ///
    /// # Errors
    ///
    /// If Juju would not run this hook now, or the charm cannot be unpacked. What the
    /// charm itself does wrong is in the [`HookRun`].
    pub fn dispatch(&mut self, unit: &UnitName, event: HookEvent) -> Result<HookRun, StageError> {
        let charm = self.charms.get(unit.app());
        let charm = charm.filter(|_| !self.is_mute(unit)).cloned();
        let (context, hook, mut environment) = {
            let mut state = self.shared.lock();
            let hook = state.world.begin(unit, event.clone())?;
            let environment = state.world.environment(&hook);
            let (context, name) = (hook.context_id().to_owned(), hook.name().to_owned());
            state.world.take_calls();
            state.hooks.insert(context.clone(), hook);
            (context, name, environment)
        };
        let logged = self.world().log().len();
        let ended = match charm {
            None => nothing_to_run(),
            Some(charm) => match self.prepare(unit, &charm) {
                Ok(sandbox) => {
                    let socket = self.folder.path().join("agent.socket");
                    environment.insert(
                        "JUJU_AGENT_SOCKET_ADDRESS".into(),
                        socket.display().to_string(),
                    );
                    environment.extend(charm.setup().environment.clone());
                    self.run(&sandbox, &charm, &environment)
                }
                Err(error) => {
                    self.end(&context, 1, false);
                    return Err(error.into());
                }
            },
        };
        let code = match ended.exit {
            Exit::Code(code) => Some(code),
            Exit::NothingToRun => Some(0),
            Exit::NotStarted(_) => Some(126),
            Exit::Signal(_)
            | Exit::TimedOut
            | Exit::TooMuchDisk
            | Exit::TooManyProcesses
            | Exit::Interrupted => None,
        };
        let finished = self.end(&context, code.unwrap_or(1), code.is_none());
        let mut left_behind = Vec::new();
        if ended.left.is_some() || code.is_none() {
            left_behind = strays::kill(self.folder.path());
            process::kill(ended.left);
            if code.is_none() {
                // Of a hook that was killed nobody asks what else was there.
                left_behind.clear();
            } else if left_behind.is_empty() {
                left_behind.push("a process without the hook's environment".to_owned());
            }
        }
        let mut world = self.world();
        let log = world.log().get(logged..).unwrap_or_default().to_vec();
        Ok(HookRun {
            unit: unit.clone(),
            event,
            hook,
            exit: ended.exit,
            finished,
            calls: world.take_calls(),
            log,
            stdout: ended.stdout,
            stderr: ended.stderr,
            took: ended.took,
            left_behind,
        })
    }

    fn run(
        &self,
        sandbox: &Path,
        charm: &CharmDir,
        environment: &BTreeMap<String, String>,
    ) -> process::Ended {
        let path = environment.get("JUJU_DISPATCH_PATH");
        let program = charm_dir::program(sandbox, path.map_or("", String::as_str));
        let Some(program) = program else {
            return nothing_to_run();
        };
        let hung = Cell::new(None);
        let is_over = || {
            let Some(limit) = self.options.hang_limit else {
                return false;
            };
            let world = self.world();
            if world.calls().last().is_some_and(|call| call.code.is_none()) {
                let since = hung.get().unwrap_or_else(Instant::now);
                hung.set(Some(since));
                return since.elapsed() >= limit;
            }
            false
        };
        let limits = Limits {
            is_over: &is_over,
            time: charm
                .setup()
                .hook_limit()
                .unwrap_or(self.options.hook_limit),
            disk: self.options.disk_limit,
        };
        process::run(&program, sandbox, self.folder.path(), environment, &limits)
    }

    /// Ends the hook in the model. `killed` if its process did not end by itself.
    fn end(&self, context: &str, code: i32, killed: bool) -> Finished {
        let mut state = self.shared.lock();
        let State { world, hooks } = &mut *state;
        match hooks.remove(context) {
            Some(hook) if killed => world.interrupt(hook),
            Some(hook) => world.finish(hook, code),
            None => unreachable!("a hook is ended once, where it was begun"),
        }
    }

    /// The folder of a unit's charm, with its hook tools, made when first needed.
    fn prepare(&mut self, unit: &UnitName, charm: &CharmDir) -> Result<PathBuf, SetupError> {
        let (sandbox, tools, names) = {
            let world = self.world();
            let names: Vec<&str> = world.tools().collect();
            (
                PathBuf::from(world.charm_folder(unit)),
                PathBuf::from(world.tools_folder(unit)),
                names,
            )
        };
        if self.unpacked.contains(unit) {
            return Ok(sandbox);
        }
        charm.unpack(&sandbox)?;
        // As in Juju, the tools of all units are the same.
        let all = tools.with_file_name("all");
        if !all.exists() {
            self.link_tools(&all, &names)?;
        }
        symlink("all", &tools).map_err(|error| SetupError::at(&tools, error))?;
        self.unpacked.insert(unit.clone());
        Ok(sandbox)
    }

    fn link_tools(&self, folder: &Path, names: &[&str]) -> Result<(), SetupError> {
        let executable = match &self.options.tool {
            Some(tool) => tool.clone(),
            None => std::env::current_exe()
                .map_err(|error| SetupError::new(format!("the hook tools: {error}")))?,
        };
        fs::create_dir_all(folder).map_err(|error| SetupError::at(folder, error))?;
        for name in names {
            let link = folder.join(name);
            symlink(&executable, &link).map_err(|error| SetupError::at(&link, error))?;
        }
        Ok(())
    }

    /// Runs hooks in the order that the schedule draws until no unit has anything to
    /// do.
    ///
    /// A hook that fails is run again, as Juju does; a unit whose hook fails
    /// [too often](Schedule::retries) is left in error.
    ///
    /// # Errors
    ///
    /// If the units do not come to rest within `most` hooks, or as for
    /// [`Stage::dispatch`].
    pub fn settle(
        &mut self,
        schedule: &mut Schedule,
        most: usize,
    ) -> Result<Vec<HookRun>, StageError> {
        let mut runs: Vec<HookRun> = Vec::new();
        loop {
            let next = schedule.next(&self.world());
            let Some((unit, event)) = next else {
                return Ok(runs);
            };
            if runs.len() >= most {
                let last = runs.iter().rev().take(6).rev();
                return Err(StageError::NeverSettles {
                    hooks: runs.len(),
                    last: last
                        .map(|run| format!("{} {}", run.unit, run.hook))
                        .collect(),
                });
            }
            let run = self.dispatch(&unit, event)?;
            schedule.ran(&run);
            runs.push(run);
        }
    }

    /// The same model and the same sandboxes once more: what happens on the one does
    /// not happen on the other.
    ///
    /// # Errors
    ///
    /// If the folder, the files or the socket cannot be had.
    pub fn fork(&self) -> Result<Stage, SetupError> {
        let mut stage = Stage::new(self.options.clone())?;
        for part in ["agents", "tools"] {
            let from = self.folder.path().join(part);
            if from.exists() {
                charm_dir::copy::sandbox(&from, &stage.folder.path().join(part))?;
            }
        }
        let mut world = self.world().clone();
        world.set_folder(stage.folder.path().display().to_string());
        *stage.world() = world;
        stage.charms.clone_from(&self.charms);
        stage.unpacked.clone_from(&self.unpacked);
        stage.mute.clone_from(&self.mute);
        Ok(stage)
    }

    /// The folder of everything that belongs to the stage.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        strays::kill(self.folder.path());
        // Before the folder with its socket goes.
        drop(self.server.take());
        cleanup::remove(self.folder.path());
    }
}

fn nothing_to_run() -> process::Ended {
    process::Ended {
        exit: Exit::NothingToRun,
        stdout: String::new(),
        stderr: String::new(),
        took: Duration::ZERO,
        left: None,
    }
}
