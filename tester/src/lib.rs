//! A miniature Juju that runs real charms, written in any language.
//!
//! | module | question |
//! |---|---|
//! | [`charm_dir`] | what charm is in this folder, and how is it dispatched? |
//! | [`stage`] | what happens when a charm runs a hook? |
//! | [`schedule`] | which unit runs next? |
//! | [`conformance`] | does a charm keep to the declaration of an interface? |
//! | [`story`] | do two related charms survive what a model goes through? |
//! | `tool` | how does a charm's hook tool reach the model? |
//!
//! The model itself is [`relata::testing::World`]. Here its hook tools become
//! executables on a charm's `PATH`, and its hooks processes with the environment,
//! the working directory and the time limit that an agent would give them.

pub mod charm_dir;
pub mod conformance;
mod jobs;
mod random;
pub mod schedule;
pub mod stage;
pub mod story;
mod tool;

pub use charm_dir::{CharmDir, Setup, SetupError};
pub use schedule::Schedule;
pub use stage::{Exit, HookRun, Stage, StageError, StageOptions};
pub use tool::multicall;
