//! One hook of a unit, and all that there are.

use super::process::Limits;
use super::{Exit, Stage, process, strays};
use crate::charm_dir::{self, CharmDir, SetupError};
use crate::conformance::evidence;
use crate::schedule::Schedule;
use crate::tool::State;
use relata::UnitName;
use relata::testing::{Finished, HookEvent, LogLine, Outcome, ToolCall, WorldError};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// One hook that was run.
#[derive(Debug)]
pub struct HookRun {
    /// The unit.
    pub unit: UnitName,
    /// What it was about.
    pub event: HookEvent,
    /// The name of the hook, such as `db-relation-changed`.
    pub hook: String,
    /// The folder of the unit's charm.
    pub folder: PathBuf,
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

    /// How it ended, if not well: `ended with exit code 1`.
    pub fn failure(&self) -> Option<String> {
        if self.is_done() {
            return None;
        }
        Some(match &self.exit {
            Exit::Code(0) | Exit::NothingToRun => match &self.finished.outcome {
                Outcome::Refused { message } => format!("wrote what Juju refuses: {message}"),
                other => format!("was not taken by Juju: {other:?}"),
            },
            Exit::Code(code) => format!("ended with exit code {code}"),
            Exit::Signal(signal) => format!("died of signal {signal}"),
            Exit::TimedOut => format!("was killed after {} s", self.took.as_secs()),
            Exit::TooMuchDisk => "filled the disk of its sandbox and was killed".to_owned(),
            Exit::TooManyProcesses => {
                "started hundreds of processes at once and was killed".to_owned()
            }
            Exit::Interrupted => "was killed while a hook tool hung".to_owned(),
            Exit::NotStarted(why) => format!("could not be started: {why}"),
        })
    }

    /// The end of what it printed and logged as wrong, a line each, and where in the
    /// charm a Python exception came from.
    pub fn last_words(&self) -> Vec<String> {
        evidence::last_words(self)
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

impl Stage {
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
        let folder = PathBuf::from(world.charm_folder(unit));
        let log = world.log().get(logged..).unwrap_or_default().to_vec();
        Ok(HookRun {
            unit: unit.clone(),
            event,
            hook,
            folder,
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
