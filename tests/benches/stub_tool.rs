//! A hook tool that answers from a file, for the benchmark `dispatch`, which
//! compiles it: `$STUB_ANSWERS/<tool>`, or `$STUB_ANSWERS/<tool>.app` where `--app`
//! is asked for. It notes its call in `$STUB_CALLS`, if that is set.

use std::io::{self, Write};
use std::{env, fs};

fn main() -> io::Result<()> {
    let mut args = env::args();
    let program = args.next().unwrap_or_default();
    let tool = program.rsplit('/').next().unwrap_or_default().to_owned();
    let args: Vec<String> = args.collect();
    if let Some(calls) = env::var_os("STUB_CALLS") {
        let mut calls = fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(calls)?;
        calls.write_all(format!("{tool} {}\n", args.join(" ")).as_bytes())?;
    }
    let of_app = args.iter().any(|arg| arg == "--app");
    let answers = env::var("STUB_ANSWERS").unwrap_or_default();
    let path = format!("{answers}/{tool}{}", if of_app { ".app" } else { "" });
    match fs::read(path) {
        Ok(answer) => io::stdout().write_all(&answer),
        Err(_) => Ok(()),
    }
}
