//! What happens when a charm runs a hook?
//!
//! A [`Stage`] is a model with charms in it that are really dispatched: each unit
//! has a copy of its charm in a sandbox, hook tools on its `PATH`, and nothing of
//! our own environment.

mod cleanup;
mod hook;
mod process;
mod strays;

pub use hook::{HookRun, StageError};
pub use process::Exit;

use crate::charm_dir::{self, CharmDir, OtherRelation, Setup, SetupError};
use crate::tool::{Server, Shared, State};
use relata::UnitName;
use relata::testing::{Charm, JujuVersion, Owner, Secret, World, WorldError};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;
use std::time::Duration;
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
