//! A miniature Juju in memory, to try a charm in.
//!
//! A [`World`] is a model with applications, units and relations. It answers hook
//! tools as Juju does, with the same exit codes, texts and rules: what is visible
//! when, who may read and write what, what a failed hook leaves behind, and which
//! hook comes next. It stands for Juju 3.6 or 4.0: [`JujuVersion`].
//!
//! A unit test sets up a situation, runs the charm for a hook, and looks at what
//! came of it. No process is needed.
//!
//! ```
//! use relata::juju::{Juju, Result, StatusLine};
//! use relata::testing::{Charm, JujuVersion, World, run_all};
//!
//! relata::interface! {
//!     /// Say hello.
//!     interface greeting {
//!         /// The first version.
//!         version v0 (published);
//!         provider { app { /** What to say. */ text: Option<String>, } }
//!     }
//! }
//!
//! // The charm: it greets whoever asks.
//! fn charm(juju: &Juju) -> Result<()> {
//!     for relation in juju.provides::<greeting::Provider>("greetings").relations()? {
//!         if let Some(leader) = juju.leader()? {
//!             let text = Some(format!("hello, {}", relation.app()?));
//!             relation.write_app(leader, &greeting::v0::ProviderApp { text })?;
//!         }
//!     }
//!     juju.set_status(StatusLine::active(""));
//!     Ok(())
//! }
//!
//! let mut world = World::new(JujuVersion::V3_6);
//! world.app("host", 2, Charm::new("host").provides("greetings", "greeting"))?;
//! world.app("guest", 1, Charm::new("guest").requires("greetings", "greeting"))?;
//! let relation = world.integrate("guest:greetings", "host:greetings")?;
//! let world = world.shared();
//!
//! // The guest's unit has to be there before the host's can see it.
//! world.borrow_mut().look("guest/0");
//! let hooks = run_all(&world, "host/0", charm)?;
//! assert_eq!(hooks.len(), 3); // created, joined, changed
//! assert_eq!(world.borrow().written(relation, "host")["text"], r#""hello, guest""#);
//!
//! // Once more, and nothing is written.
//! let again = relata::testing::HookEvent::UpdateStatus;
//! let ran = relata::testing::run(&world, "host/0", again, charm)?;
//! assert!(ran.finished.changes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Setting up
//!
//! | to have | there is |
//! |---|---|
//! | an application that is up, or one that has yet to start | [`World::app`], [`World::deploy`] |
//! | a relation whose units know each other, or one that has yet to begin | [`World::relate`], [`World::integrate`] |
//! | a relation to an application of which nothing else is known | [`World::relate_to`] |
//! | what the other side wrote | [`World::set_bag`], [`World::update_bag`] |
//! | ready-made databags of a role | [`relation_for_provider`], [`relation_for_requirer`], [`relation_for_peer`] |
//! | a secret of the other side | [`World::add_secret`], [`World::grant_secret`] |
//! | configuration, leaders, addresses, resources | [`World::set_config`], [`World::set_leader`], … |
//! | the end of something | [`World::remove_relation`], [`World::remove_unit`], … |
//! | a hook tool that fails or hangs | [`World::fail_tool`] |
//! | another day | [`World::advance`] |
//!
//! # What it does not do
//!
//! Relations across models, the network's spaces, payloads, the tools of old
//! Kubernetes charms (`pod-spec-set`, `k8s-spec-set`, …) and the checking of an
//! action's parameters are left out. YAML on standard output has the same meaning
//! as Juju's and not always the same bytes.

mod base64;
mod charm;
mod commit;
mod environment;
mod error;
mod event;
mod fault;
mod files;
mod finished;
mod flags;
mod hash;
mod hook;
mod in_world;
mod membership;
mod model;
mod names;
mod output;
mod ports;
mod record;
mod relation;
mod relations;
mod schedule;
mod secret;
mod secrets;
mod settings;
mod snapshot;
mod time;
mod tools;
mod units;
mod version;
mod watch;
mod world;

pub use charm::{Charm, ConfigOption, Endpoint, StorageKind};
pub use error::WorldError;
pub use event::{HookEvent, RelationId};
pub use fault::Fault;
pub use files::{Files, OwnFiles, files_read, reads_stdin};
pub use finished::{ActionResult, Change, Finished, Outcome};
pub use hook::Hook;
pub use in_world::{InWorld, Ran, SharedWorld, run, run_all, run_or};
pub use model::Status;
pub use ports::{PortRange, Protocol};
pub use secret::{Owner, Rotation, Secret, SecretId, Target};
pub use version::JujuVersion;
pub use watch::{LogLine, RelationEnd, ToolCall};
pub use world::World;

#[doc(inline)]
pub use crate::testing_roles::{
    Sample, SampleSecret, Samples, relation_for_peer, relation_for_provider, relation_for_requirer,
};
