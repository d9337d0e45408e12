//! The charm's executable.

use std::process::ExitCode;
use std::time::SystemTime;

fn main() -> ExitCode {
    relata::juju::run(|juju| certificate_holder::reconcile(juju, SystemTime::now()))
}
