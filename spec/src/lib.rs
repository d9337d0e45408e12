//! The model of a Juju relation interface as plain data.
//!
//! An interface exists once, as an [`Interface`] value. The `interface!` macro
//! builds it from tokens, the command line reads it from a compiled catalogue
//! or from a frozen file, and everything else is a question asked of it:
//!
//! | module | question |
//! |---|---|
//! | [`model`] | what did the author declare? |
//! | [`json`] | how is that written to, and read from, a file? |
//! | [`wire`] | what does one databag value say, in this encoding? |
//! | [`value`] | does this value fit this type, and if not, what is *every* problem? |
//! | [`bag`] | what is the verdict on a whole databag? |
//! | [`predicate`] | does a check that spans several fields hold? |
//! | [`expectation`] | does a side behave as its role is expected to? |
//! | [`schema`] | what is the JSON Schema of a role's databags? |
//! | [`sample`] | what would a charm write, and what must be refused? |
//! | `document` | what does a YAML document that a person wrote say? |
//! | [`export`] | what do the documents of the public catalogue say? |
//! | [`evolution`] | may this version become that one? |
//! | [`rules`] | which rule is that, and what does it say? |
//! | [`words`] | which known word did the author mean? |
//!
//! The crate depends on nothing else of Relata, so that the macro, the runtime
//! and the command share one set of answers.

pub mod bag;
#[cfg(feature = "yaml")]
pub mod document;
pub mod evolution;
pub mod expectation;
pub mod export;
pub mod json;
pub mod model;
pub mod predicate;
pub mod rules;
pub mod sample;
pub mod schema;
pub mod value;
pub mod wire;
pub mod words;

pub use model::Interface;
