//! What we say when something cannot be done: one line, with what to do.

use crate::Answer;
use crate::style::{ERROR, WARNING, paint};
use clap::ColorChoice;
use clap::error::ErrorKind;

/// The exit code of wrong use and of unreadable input.
pub(crate) const CODE: u8 = 2;

/// Wrong use, or input that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
        }
    }

    /// The same, with the file that it is about.
    pub(crate) fn in_file(self, name: &str) -> Failure {
        Failure::new(format!("{name}: {}", self.message))
    }

    /// The line for standard error. What the message quotes from the input
    /// cannot break it in two, nor send control codes to the terminal.
    pub(crate) fn line(&self) -> String {
        format!("{} {}\n", paint(ERROR, "error:"), one_line(&self.message))
    }
}

/// A line for standard error about what is no failure.
pub(crate) fn warning(message: &str) -> String {
    format!("{} {}\n", paint(WARNING, "note:"), one_line(message))
}

/// The text with every run of white space and of characters that steer a
/// terminal (control characters, changes of direction) as one space.
pub(crate) fn one_line(text: &str) -> String {
    let steers =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.split(|c: char| c.is_whitespace() || steers(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What clap says about the arguments: help as it is, an error in one line.
pub(crate) fn of_arguments(error: &clap::Error) -> Answer {
    let text = error.render().ansi().to_string();
    let (code, stdout, stderr) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (0, text, String::new()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (CODE, String::new(), text),
        _ => (CODE, String::new(), condensed(&error.to_string())),
    };
    Answer {
        code,
        stdout,
        stderr,
        color: ColorChoice::Auto,
    }
}

/// clap's paragraphs without the usage, in one line.
fn condensed(text: &str) -> String {
    let told: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect();
    let told = told.join(" ");
    let told = told.strip_prefix("error: ").unwrap_or(&told);
    Failure::new(format!("{told}; `--help` lists what is possible")).line()
}
