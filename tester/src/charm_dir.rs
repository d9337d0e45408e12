//! What charm is in this folder, and how is it dispatched?

mod archive;
pub(crate) mod copy;
mod fit;
mod packed;
mod python;
mod setup;

pub use setup::{OtherRelation, Setup};

use relata::testing::{Charm, WorldError};
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Why a charm cannot be set up. That says nothing about its relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupError {
    /// What is wrong and what to do, in one line.
    pub message: String,
}

impl SetupError {
    pub(crate) fn new(message: impl Into<String>) -> SetupError {
        SetupError {
            message: message.into(),
        }
    }

    pub(crate) fn at(path: &Path, error: impl fmt::Display) -> SetupError {
        SetupError::new(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SetupError {}

/// A charm: packed, as `charmcraft pack` leaves it, or in a folder, unpacked or as its
/// source tree.
///
/// | what is in the folder | how a hook is run |
/// |---|---|
/// | `dispatch` | `dispatch`, as Juju does |
/// | `hooks/<name>` | that file, if it is there |
/// | `src/charm.py` | as the `dispatch` that charmcraft would have written, with the Python of [`Setup::python`] |
#[derive(Debug, Clone)]
pub struct CharmDir {
    folder: PathBuf,
    /// What a packed charm was unpacked to, for as long as it is needed.
    _unpacked: Option<Arc<TempDir>>,
    /// Where the file about its tests is.
    home: PathBuf,
    charm: Charm,
    setup: Setup,
    layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Dispatch,
    Hooks,
    Python,
}

impl CharmDir {
    /// Looks at a folder, or at a packed charm.
    ///
    /// # Errors
    ///
    /// If there is no charm in it, its metadata cannot be read, nothing in it can be
    /// dispatched, or the file beside it names what the charm does not have.
    pub fn load(path: &Path) -> Result<CharmDir, SetupError> {
        let path = fs::canonicalize(path).map_err(|error| SetupError::at(path, error))?;
        let unpacked = if path.is_file() {
            Some(Arc::new(archive::unpack(&path)?))
        } else {
            None
        };
        let (folder, home) = match (&unpacked, path.parent()) {
            (Some(unpacked), Some(beside)) => (unpacked.path().to_owned(), beside.to_owned()),
            _ => (path.clone(), path),
        };
        let metadata = packed::metadata(&folder)?;
        let mut charm = Charm::from_metadata(&metadata.text)
            .map_err(|error| SetupError::at(&metadata.path, error))?;
        for (name, read) in [
            ("config.yaml", Charm::with_config as Read),
            ("actions.yaml", Charm::with_actions),
        ] {
            let path = folder.join(name);
            if let Some(text) = optional(&path)? {
                charm = read(charm, &text).map_err(|error| SetupError::at(&path, error))?;
            }
        }
        let setup = Setup::load(&home, &charm)?;
        let layout = layout(&folder, &setup)?;
        Ok(CharmDir {
            folder,
            _unpacked: unpacked,
            home,
            charm,
            setup,
            layout,
        })
    }

    /// The charm's name.
    pub fn name(&self) -> &str {
        self.charm.name()
    }

    /// What its metadata says.
    pub fn charm(&self) -> &Charm {
        &self.charm
    }

    /// What the file beside it says about how to test it.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The same, to be changed before the charm is deployed.
    pub fn setup_mut(&mut self) -> &mut Setup {
        &mut self.setup
    }

    /// The folder that it was found in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the charm, as Juju would unpack it, into a folder that does not exist
    /// yet.
    pub(crate) fn unpack(&self, to: &Path) -> Result<(), SetupError> {
        let python = (self.layout == Layout::Python).then(|| python::find(&self.home, &self.setup));
        let own = python.as_ref().and_then(|found| found.own.as_deref());
        copy::tree(&self.folder, to, own)?;
        for (inside, outside) in self.setup.files() {
            copy::file_into(&self.home.join(outside), to, Path::new(inside))?;
        }
        packed::complete(&self.folder, to)?;
        if let Some(python) = python {
            let dispatch = to.join("dispatch");
            copy::write(&dispatch, &python.dispatch())?;
            fs::set_permissions(&dispatch, fs::Permissions::from_mode(0o755))
                .map_err(|error| SetupError::at(&dispatch, error))?;
        }
        Ok(())
    }
}

fn layout(folder: &Path, setup: &Setup) -> Result<Layout, SetupError> {
    let has = |name: &str| folder.join(name).exists() || setup.files().any(|(to, _)| to == name);
    if has("dispatch") {
        Ok(Layout::Dispatch)
    } else if has("hooks") || setup.files().any(|(to, _)| to.starts_with("hooks/")) {
        Ok(Layout::Hooks)
    } else if has("src/charm.py") {
        Ok(Layout::Python)
    } else {
        Err(SetupError::new(format!(
            "{}: nothing can be dispatched: there is no `dispatch`, no `hooks/` and no \
             `src/charm.py`; build the charm, or say in `{}` which built file belongs there",
            folder.display(),
            setup::FILE
        )))
    }
}

/// The program that runs a hook in an unpacked charm; `None` if the charm has
/// nothing to say to it.
pub(crate) fn program(charm: &Path, dispatch_path: &str) -> Option<PathBuf> {
    [charm.join("dispatch"), charm.join(dispatch_path)]
        .into_iter()
        .find(|path| path.is_file())
}

/// How a charm is told what one more of its files says.
type Read = fn(Charm, &str) -> Result<Charm, WorldError>;

/// The text of a file that need not be there.
fn optional(path: &Path) -> Result<Option<String>, SetupError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SetupError::at(path, error)),
    }
}
