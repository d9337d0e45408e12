//! How does a charm's hook tool reach the model?
//!
//! A tool is a link to the running executable. Called by a tool's name, the
//! executable connects to the socket that the hook's environment names, says what
//! it was called with, and prints what it is answered: as `jujuc` does.

mod client;
mod sent;
mod server;
mod wire;

pub use client::multicall;
pub(crate) use server::{Server, Shared, State};
