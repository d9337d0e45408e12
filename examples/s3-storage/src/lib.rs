//! What both S3 example charms ask of the object storage itself: is the bucket
//! there, keep this, give it back.
//!
//! Signing is left to `rusty-s3`, and HTTP to `ureq`; neither needs an
//! asynchronous runtime. This crate turns a
//! [`ConnectionInfo`](relata_interfaces::s3::ConnectionInfo) into requests, and
//! answers into something that a charm can act upon: [`Fault`].

mod address;
mod fault;
mod storage;
#[cfg(feature = "tls")]
mod tls;

pub use fault::Fault;
pub use storage::Storage;
