//! The charm in a miniature Juju: no process is needed.

mod authority;
mod faults;
mod refusing;
mod setting;
mod signing;
