//! A charm and Juju, with stub hook tools that count.

mod interfaces;
mod stub;

mod relations;
