//! Every hook tool in one executable, for the charms that are tested here.

use std::process::ExitCode;

fn main() -> ExitCode {
    relata_tester::multicall().unwrap_or_else(|| {
        eprintln!("this is no command of its own: the tester calls it as a hook tool");
        ExitCode::from(2)
    })
}
