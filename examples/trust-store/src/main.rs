//! The charm's executable.

use relata::juju::{fail, run_or, settle};
use std::process::ExitCode;
use trust_store::{Failure, Machine, reconcile};

fn main() -> ExitCode {
    run_or(
        |juju| reconcile(juju, &Machine),
        |juju, error| match error.downcast_ref() {
            // Juju runs the hook again.
            Some(Failure::Juju(error)) => fail(juju, error),
            // A person has to look at the machine.
            _ => settle(juju, error),
        },
    )
}
