//! No pair of charms breaks, whichever of them is upgraded first.
//!
//! *Releases of an interface*: for each interface with several versions, two
//! charms talk to each other until neither has anything to say any more. Each
//! knows the versions up to one of its own choosing, as if the later ones had
//! never been declared. What one has to say is made up; the other has to get all
//! of it that both versions can say, whether the version is stated, is not, is
//! garbled, or is from the future.
//!
//! *Releases of a version*: each interface is compared with a future of itself
//! that has an optional field, a value of an enum and a key more.
//!
//! `docs/skew.md` shows the outcome. Where it has changed, and is right,
//! `RELATA_BLESS=1` writes the page anew.

mod as_of;
mod future;
mod markers;
mod matrix;
mod page;
mod roles;
mod steps;
mod talk;
mod values;
