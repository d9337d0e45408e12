//! The `relata` command for the public catalogue.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata_cli::main(&relata_interfaces::catalogue())
}
