//! The `relata` command for the public catalogue.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A charm calls a hook tool often: what it does not need is not read.
    if let Some(code) = relata_cli::hook_tool() {
        return code;
    }
    relata_cli::main(&relata_interfaces::catalogue())
}
