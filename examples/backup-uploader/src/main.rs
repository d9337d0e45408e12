//! The charm's process: one run for one event.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata::juju::run(backup_uploader::charm)
}
