//! The charm's executable.

use std::process::ExitCode;
use std::time::SystemTime;

fn main() -> ExitCode {
    relata::juju::run(|juju| self_signed_authority::reconcile(juju, SystemTime::now()))
}
