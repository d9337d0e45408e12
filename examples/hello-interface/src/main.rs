//! The `relata` command for the interfaces of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata_cli::main(&[hello_interface::greeting::model()])
}
