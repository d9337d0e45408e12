//! The charm in a miniature Juju, with its files in a temporary folder and no process
//! at all.

mod answers;
mod asking;
mod belongings;
mod faults;
mod provider;
mod setting;
