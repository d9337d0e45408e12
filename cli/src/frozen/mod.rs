//! What was released, as frozen specifications?
//!
//! A file holds one version of one interface. A folder of them, however deep,
//! holds several; the files of one interface make one [`Interface`] again.

mod freeze;
mod git;
mod guard;
mod store;

pub(crate) use freeze::run;
pub(crate) use git::revisions;
pub use guard::check;
pub(crate) use store::{File, Released, load};
