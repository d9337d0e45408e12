//! The catalogue: public Juju relation interfaces, declared with [`relata`].
//!
//! Each interface is a module with a Cargo feature of the same name, so that a
//! charm compiles the interfaces that it uses and no other:
//!
//! ```toml
//! [dependencies]
//! relata-interfaces = { version = "0.1", features = ["certificate_transfer", "s3"] }
//! ```
//!
//! | feature | module | interface |
//! |---|---|---|
//! | `certificate_transfer` | `certificate_transfer` | certificates that the other side has to trust |
//! | `cos_agent` | `cos_agent` | observing a machine charm |
//! | `ingress` | `ingress` | being reachable from outside the model |
//! | `kratos_external_idp` | `kratos_external_idp` | logging in with an account elsewhere |
//! | `lxd` | `lxd` | the nodes of a LXD cluster |
//! | `postgresql_client` | `postgresql_client` | a PostgreSQL database |
//! | `s3` | `s3` | a bucket of an object storage |
//! | `tls-certificates` | `tls_certificates` | having a certificate signed |
//! | `vault-kv` | `vault_kv` | Vault's key-value store |
//!
//! `catalogue` adds `catalogue()`, the models of the enabled interfaces as data,
//! for tools that look at interfaces. `all` stands for every interface and
//! `catalogue`. `schema` adds `schemars::JsonSchema` to every type.
//!
//! The public catalogue, the libraries and the charms do not always agree on
//! what an interface looks like. Here, what charms really write is read, and
//! what they really read is written. Each module says under *Where this differs
//! from upstream* what that changed, and why.

#![allow(clippy::doc_markdown, reason = "a product's name is no code")]

#[cfg(feature = "catalogue")]
mod catalogue;
#[cfg(feature = "certificate_transfer")]
pub mod certificate_transfer;
#[cfg(feature = "cos_agent")]
pub mod cos_agent;
#[cfg(feature = "ingress")]
pub mod ingress;
#[cfg(feature = "kratos_external_idp")]
pub mod kratos_external_idp;
#[cfg(feature = "lxd")]
pub mod lxd;
#[cfg(feature = "postgresql_client")]
pub mod postgresql_client;
#[cfg(feature = "s3")]
pub mod s3;
#[cfg(feature = "tls-certificates")]
pub mod tls_certificates;
#[cfg(feature = "vault-kv")]
pub mod vault_kv;

#[cfg(feature = "catalogue")]
pub use catalogue::catalogue;
