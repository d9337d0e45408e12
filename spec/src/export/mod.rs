//! The documents of the public catalogue, written from the model.

pub mod schema_py;
