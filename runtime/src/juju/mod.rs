//! In a charm: what Juju says to it, and what it says to Juju.
//!
//! [`run`] makes a `main` of what a charm does. A [`Juju`] stands for one hook:
//! why it runs ([`Juju::event`]), its relations ([`Juju::requires`] and its
//! sisters), its configuration, its secrets, and its status.
//!
//! ```no_run
//! # relata::interface! {
//! #     /// Say hello.
//! #     interface greeting {
//! #         /// The first version.
//! #         version v0 (published);
//! #         provider { app { /** What to say. */ text: Option<String>, } }
//! #         requirer { app { /** Who asks. */ name: Option<String>, } }
//! #     }
//! # }
//! use relata::Reading;
//! use relata::juju::{Juju, Result, StatusLine};
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     relata::juju::run(greet)
//! }
//!
//! fn greet(juju: &Juju) -> Result<()> {
//!     let greetings = juju.requires::<greeting::Requirer>("greetings");
//!     juju.set_status(StatusLine::active(""));
//!     for relation in greetings.relations()? {
//!         if let Some(leader) = juju.leader()? {
//!             let name = Some(juju.unit().to_string());
//!             relation.write_app(leader, &greeting::v0::RequirerApp { name })?;
//!         }
//!         match relation.remote()? {
//!             Reading::Ready(greeting::ProviderData::V0(provider)) => {
//!                 let text = provider.app.and_then(|app| app.text);
//!                 juju.info(text.as_deref().unwrap_or("nobody greets"));
//!             }
//!             reading => juju.set_status(relation.status(&reading)),
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # How it calls Juju
//!
//! Through hook tools, each of which is a process: so there are as few calls as
//! can be. What a tool says is asked for once in a hook, and only when the charm
//! looks at it. What the charm writes to databags, and its status, is held back
//! until [`Juju::commit`], which [`run`] calls when the charm ends well: then each
//! databag that is not yet as it should be takes one call. A charm that fails has
//! written nothing, as with Juju itself.
//!
//! Secrets, ports and the state are handed to Juju at once, which keeps them
//! until the hook ends well, too.
//!
//! # In unit tests
//!
//! [`Juju::with`] takes anything that implements [`Tools`], and the variables of
//! the hook; no process is needed.

mod action;
mod announce;
mod bags;
mod call;
mod charm;
mod config;
mod content;
mod credential;
mod endpoint;
mod env;
mod error;
mod event;
mod goal;
mod hook;
mod log;
mod network;
mod ports;
mod process;
mod relation;
mod run;
mod secret_calls;
mod secret_types;
mod secrets;
mod seen;
mod serve;
mod state;
mod status;
pub(crate) mod stdin;
mod tools;
mod vault;

pub use action::Action;
pub use config::Config;
pub use content::Content;
pub use credential::Credential;
pub use endpoint::Endpoint;
pub use error::{Error, Result};
pub use event::{
    ActionEvent, Event, PebbleEvent, PebbleEventKind, RelationEvent, RelationEventKind,
    SecretEvent, SecretEventKind, StorageEvent,
};
pub use goal::{Goal, GoalState};
pub use hook::Juju;
pub use log::Level;
pub use network::{Address, Interface, Network};
pub use ports::{Ports, Protocol};
pub use process::Process;
pub use relation::Relation;
#[cfg(feature = "testing")]
pub(crate) use run::carry_out;
pub use run::{fail, run, run_or, settle};
pub use secret_types::{Owner, Rotation, SecretInfo, SecretOptions};
pub use secrets::Secrets;
pub use serve::Draft;
pub use status::{Status, StatusLine};
pub use tools::{Output, ToolFault, Tools};
