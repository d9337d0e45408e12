//! The charm's executable.

use relata::juju::run_or;
use std::process::ExitCode;
use trust_store::{Machine, give_up, reconcile};

fn main() -> ExitCode {
    run_or(|juju| reconcile(juju, &Machine), give_up)
}
