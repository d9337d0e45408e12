//! The `relata` command as a library.
//!
//! An interface crate of your own gets the same command for its own
//! interfaces with a binary of one line:
//!
//! ```no_run
//! # fn catalogue() -> Vec<relata_spec::Interface> { Vec::new() }
//! fn main() -> std::process::ExitCode {
//!     relata_cli::main(&catalogue())
//! }
//! ```
//!
//! | module | question |
//! |---|---|
//! | `args` | what did the user ask for? |
//! | `failure` | what do we say when that cannot be done? |
//! | `input` | what is in that file? |
//! | `names` | which interface, version and role is that? |
//! | `list`, `show`, `schema` | what is in the catalogue? |
//! | `check` | is the data of these relations right? |
//! | `frozen` | what was released, and is it still so? |
//! | `conform` | does a charm keep to the interfaces that it names? |
//! | `matrix` | which charms of a list keep to which interface? |
//! | `integrate` | what happens between two charms? |
//! | `diff` | what changed between two releases, and whom does it break? |
//! | `new` | what is in a crate for one's own interface? |
//! | `explain` | what does a rule say? |
//! | `export` | what do the documents of the public catalogue say? |
//!
//! Exit codes: 0 fine, 1 findings, 2 wrong use or unreadable input, 3 nothing
//! to do.

mod args;
mod check;
mod conform;
mod diff;
mod explain;
mod export;
mod failure;
mod frozen;
mod input;
mod integrate;
mod list;
mod matrix;
mod names;
mod new;
mod schema;
mod show;
mod style;

use anstream::AutoStream;
use clap::{ColorChoice, Parser};
use failure::Failure;
pub use frozen::check as frozen;
use relata_spec::Interface;
pub use relata_tester::multicall as hook_tool;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;

/// What the command says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exit code.
    pub code: u8,
    /// For standard output. Human output holds colours: [`main`] removes them
    /// where no terminal shows them, [`Answer::plain`] always does.
    pub stdout: String,
    /// For standard error: at most one line, except for help. Coloured too.
    pub stderr: String,
    /// What `--color` says.
    pub color: ColorChoice,
}

impl Answer {
    /// Standard output without colours.
    pub fn plain(&self) -> String {
        anstream::adapter::strip_str(&self.stdout).to_string()
    }
}

/// Runs the command for these interfaces with the arguments and the standard
/// streams of this process.
pub fn main(catalogue: &[Interface]) -> ExitCode {
    // A charm that is tried calls this executable by the names of hook tools.
    if let Some(code) = hook_tool() {
        return code;
    }
    let stdin = io::stdin();
    let answer = if stdin.is_terminal() {
        run(catalogue, std::env::args_os(), None)
    } else {
        run(catalogue, std::env::args_os(), Some(&mut stdin.lock()))
    };
    let choice = match answer.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    // A reader that has seen enough (`relata list | head`) is no failure.
    let _ = AutoStream::new(io::stdout(), choice).write_all(answer.stdout.as_bytes());
    let _ = AutoStream::new(io::stderr(), choice).write_all(answer.stderr.as_bytes());
    ExitCode::from(answer.code)
}

/// Runs the command without touching the process: `args` begins with the
/// command's own name, `stdin` is `None` where standard input is a terminal.
///
/// ```
/// let answer = relata_cli::run(&[], ["relata", "show", "s3"], None);
/// assert_eq!(answer.code, 2);
/// assert!(answer.stderr.contains("no interface `s3`"));
/// ```
pub fn run<I, T>(catalogue: &[Interface], args: I, stdin: Option<&mut dyn Read>) -> Answer
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let cli = match args::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return failure::of_arguments(&error),
    };
    let said = answer(catalogue, &cli, stdin);
    said.unwrap_or_else(Said::from).with_color(cli.color)
}

fn answer(
    catalogue: &[Interface],
    cli: &args::Cli,
    stdin: Option<&mut dyn Read>,
) -> Result<Said, Failure> {
    let format = || cli.format.plain();
    match &cli.command {
        args::Command::List => Ok(list::run(catalogue, format()?)),
        args::Command::Show(show) => show::run(catalogue, show, format()?),
        args::Command::Schema(schema) => schema::run(catalogue, schema),
        args::Command::Check(check) => check::run(catalogue, check, format()?, stdin),
        args::Command::Test(test) => conform::run(catalogue, test, cli.format),
        args::Command::Matrix(matrix) => matrix::run(catalogue, matrix, cli.format),
        args::Command::Integrate(both) => integrate::run(catalogue, both, format()?),
        args::Command::Diff(diff) => diff::run(diff, cli.format),
        args::Command::Freeze(freeze) => frozen::run(catalogue, freeze, cli.format),
        args::Command::New(new) => new::run(catalogue, new, format()?),
        args::Command::Explain(explain) => explain::run(explain, format()?),
        args::Command::Export(export) => export::run(catalogue, export, format()?),
    }
}

/// What one subcommand says.
#[derive(Debug, Default)]
struct Said {
    code: u8,
    stdout: String,
    stderr: String,
}

impl Said {
    fn fine(stdout: String) -> Said {
        Said {
            stdout,
            ..Said::default()
        }
    }

    fn with_color(self, color: ColorChoice) -> Answer {
        Answer {
            code: self.code,
            stdout: self.stdout,
            stderr: self.stderr,
            color,
        }
    }
}

impl From<Failure> for Said {
    fn from(failure: Failure) -> Said {
        Said {
            code: failure::CODE,
            stdout: String::new(),
            stderr: failure.line(),
        }
    }
}

/// The value as indented JSON with a newline at the end.
fn json(value: &impl serde::Serialize) -> String {
    // Our own answers have string keys only, so that this cannot fail; should
    // it ever, an empty answer would be worse than the reason.
    let mut text =
        serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("\"{error}\""));
    text.push('\n');
    text
}

/// How many things may be done at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
