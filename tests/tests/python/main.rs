//! Charms on the real `ops` with the real libraries, charms in shell, and the example
//! charms in Rust: each by itself against the declaration, and in pairs.
//!
//! The Python charms are in `tests/charms`: a few lines of our own around a library
//! that is installed from its registry and not changed. Where Python or the registry
//! is missing, the tests say so and pass; with `CI` in the environment they fail
//! instead.
//!
//! | module | question |
//! |---|---|
//! | `charms` | which charms are there, and how is each dispatched? |
//! | `fork` | how does a hook in Python cost less? |
//! | `conformance` | does each charm keep to its declaration? |
//! | `pair` | what do two charms make of each other? |
//! | `certificates`, `storage`, `signing` | has each side really got what the other gave? |
//! | `schedules` | is anything lost in any order of hooks? |
//! | `stories` | is anything lost in what a model goes through? |
//! | `layouts` | are charms dispatched as they are packed? |

mod certificates;
mod charms;
mod conformance;
mod fork;
mod layouts;
mod pair;
mod schedules;
#[path = "../../../examples/backup-uploader/tests/real/server.rs"]
#[allow(dead_code, reason = "the example's own tests need more of it")]
mod server;
mod signing;
mod storage;
mod stories;
#[path = "../venv/mod.rs"]
mod venv;
