//! The charm's executable.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata::juju::run(ca_distributor::reconcile)
}
