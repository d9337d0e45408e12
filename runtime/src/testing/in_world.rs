//! Charms that run in a world inside of a unit test, without any process.

use super::error::WorldError;
use super::event::HookEvent;
use super::finished::Finished;
use super::hook::Hook;
use super::watch::ToolCall;
use super::world::World;
use crate::juju::{self, Juju, Output, ToolFault, Tools};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::rc::Rc;

/// A world that a test and the hooks that it runs look at together.
pub type SharedWorld = Rc<RefCell<World>>;

impl World {
    /// Lets hooks in the same process use the world: see [`run`].
    pub fn shared(self) -> SharedWorld {
        Rc::new(RefCell::new(self))
    }
}

/// One hook in a [`World`], whose hook tools need no process.
///
/// [`run`] is shorter; this is for tests that do something in the middle of a hook.
///
/// ```
/// use relata::juju::StatusLine;
/// use relata::testing::{Charm, HookEvent, InWorld, JujuVersion, World};
///
/// let mut world = World::new(JujuVersion::V3_6);
/// world.app("db", 1, Charm::new("db"))?;
/// let world = world.shared();
///
/// let hook = InWorld::begin(&world, "db/0", HookEvent::UpdateStatus)?;
/// let juju = hook.juju()?;
/// juju.set_status(StatusLine::active("up"));
/// juju.commit()?;
/// assert!(hook.finish(0).is_done());
/// assert_eq!(world.borrow().status("db/0").map(|status| &*status.word), Some("active"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A hook that is dropped before it is finished was interrupted.
#[derive(Clone)]
pub struct InWorld(Rc<Running>);

struct Running {
    world: SharedWorld,
    hook: RefCell<Option<Hook>>,
}

impl fmt::Debug for InWorld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InWorld")
            .field("hook", &self.0.hook)
            .finish_non_exhaustive()
    }
}

impl InWorld {
    /// Begins a hook.
    ///
    /// # Errors
    ///
    /// As for [`World::begin`].
    pub fn begin(
        world: &SharedWorld,
        unit: impl AsRef<str>,
        event: HookEvent,
    ) -> Result<Self, WorldError> {
        let hook = world.borrow_mut().begin(unit, event)?;
        Ok(InWorld(Rc::new(Running {
            world: world.clone(),
            hook: RefCell::new(Some(hook)),
        })))
    }

    /// The variables of the hook; none once it is finished.
    pub fn environment(&self) -> BTreeMap<String, String> {
        let hook = self.0.hook.borrow();
        let world = self.0.world.borrow();
        hook.as_ref()
            .map(|hook| world.environment(hook))
            .unwrap_or_default()
    }

    /// The hook as the charm sees it.
    ///
    /// # Errors
    ///
    /// As for [`Juju::with`].
    pub fn juju(&self) -> juju::Result<Juju> {
        Juju::with(self.clone(), self.environment())
    }

    /// Ends the hook with its exit code.
    ///
    /// # Panics
    ///
    /// It was finished before.
    pub fn finish(&self, exit_code: i32) -> Finished {
        let hook = self.0.hook.borrow_mut().take();
        let hook = hook.expect("a hook is finished once");
        self.0.world.borrow_mut().finish(hook, exit_code)
    }
}

impl Tools for InWorld {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        let mut hook = self.0.hook.borrow_mut();
        let hook = hook.as_mut().ok_or_else(|| ToolFault::Io {
            tool: tool.into(),
            message: "the hook is over".into(),
        })?;
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let folder = std::env::current_dir().unwrap_or_default();
        let mut world = self.0.world.borrow_mut();
        world.try_call(hook, tool, &args, stdin, &folder)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that fails may hold the world; then nobody looks at it any more.
        if let Some(hook) = self.hook.take()
            && let Ok(mut world) = self.world.try_borrow_mut()
        {
            world.interrupt(hook);
        }
    }
}

/// What came of a charm that ran for one hook.
#[derive(Debug)]
pub struct Ran {
    /// What the hook was about.
    pub event: HookEvent,
    /// How it ended, and what it changed.
    pub finished: Finished,
    /// What the charm failed with.
    pub error: Option<Box<dyn Error>>,
    /// The hook tools that it called.
    pub calls: Vec<ToolCall>,
}

impl Ran {
    /// Whether the charm ended well and what it wrote was applied.
    pub fn is_done(&self) -> bool {
        self.error.is_none() && self.finished.is_done()
    }

    /// The tools that were called, in their order.
    pub fn tools(&self) -> Vec<&str> {
        self.calls.iter().map(|call| &*call.tool).collect()
    }
}

/// Runs a charm for one hook, as [`juju::run`] does in its process: what it holds
/// back is committed if it ends well; if not, its error is logged and the hook
/// fails.
///
/// ```
/// use relata::juju::{Juju, Result, StatusLine};
/// use relata::testing::{Charm, HookEvent, JujuVersion, World, run};
///
/// fn charm(juju: &Juju) -> Result<()> {
///     let level = juju.config()?.text("level");
///     juju.set_status(StatusLine::active(level.unwrap_or_default()));
///     Ok(())
/// }
///
/// let mut world = World::new(JujuVersion::V4_0);
/// world.app("db", 1, Charm::new("db").option("level", "debug"))?;
/// let world = world.shared();
/// let ran = run(&world, "db/0", HookEvent::ConfigChanged, charm)?;
/// assert!(ran.is_done());
/// assert_eq!(ran.tools(), ["config-get", "status-set"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As for [`World::begin`]. What the charm fails with is in [`Ran::error`].
pub fn run<E: From<juju::Error> + Into<Box<dyn Error>>>(
    world: &SharedWorld,
    unit: impl AsRef<str>,
    event: HookEvent,
    charm: impl FnOnce(&Juju) -> Result<(), E>,
) -> Result<Ran, WorldError> {
    run_or(world, unit, event, charm, juju::fail)
}

/// As [`run`], for a charm whose `main` is [`juju::run_or`].
///
/// # Errors
///
/// As for [`run`].
pub fn run_or<E: From<juju::Error> + Into<Box<dyn Error>>>(
    world: &SharedWorld,
    unit: impl AsRef<str>,
    event: HookEvent,
    charm: impl FnOnce(&Juju) -> Result<(), E>,
    on_error: impl FnOnce(&Juju, &(dyn Error + 'static)) -> ExitCode,
) -> Result<Ran, WorldError> {
    let before = world.borrow().calls().len();
    let hook = InWorld::begin(world, unit, event.clone())?;
    let mut error = None;
    let code = match hook.juju() {
        Ok(juju) => match juju::carry_out(&juju, charm).map_err(Into::into) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let failure: Box<dyn Error> = failure;
                let code = on_error(&juju, &*failure);
                error = Some(failure);
                code
            }
        },
        Err(failure) => {
            error = Some(failure.into());
            ExitCode::FAILURE
        }
    };
    let finished = hook.finish(i32::from(code != ExitCode::SUCCESS));
    let calls = world
        .borrow()
        .calls()
        .get(before..)
        .unwrap_or_default()
        .to_vec();
    Ok(Ran {
        event,
        finished,
        error,
        calls,
    })
}

/// The most hooks that [`run_all`] runs: a charm that causes its own hooks anew
/// does not come to rest.
const MOST_HOOKS: usize = 1000;

/// Runs every hook that is [pending](World::pending) on a unit, until there is none
/// or one fails.
///
/// # Errors
///
/// As for [`World::begin`]; or the unit does not come to rest within 1000 hooks.
pub fn run_all<E: From<juju::Error> + Into<Box<dyn Error>>>(
    world: &SharedWorld,
    unit: impl AsRef<str>,
    mut charm: impl FnMut(&Juju) -> Result<(), E>,
) -> Result<Vec<Ran>, WorldError> {
    let unit = unit.as_ref();
    let mut all: Vec<Ran> = Vec::new();
    loop {
        let next = world.borrow().pending(unit).into_iter().next();
        let Some(event) = next.filter(|_| all.last().is_none_or(Ran::is_done)) else {
            return Ok(all);
        };
        if all.len() == MOST_HOOKS {
            return Err(WorldError::NotNow {
                unit: unit.into(),
                hook: format!("{event:?}"),
                why: format!("the unit did not come to rest within {MOST_HOOKS} hooks"),
            });
        }
        all.push(run(world, unit, event, &mut charm)?);
    }
}
