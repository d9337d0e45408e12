//! The charm's executable.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata::juju::run(lxd_client::charm)
}
