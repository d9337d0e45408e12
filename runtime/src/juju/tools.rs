//! How a hook tool is called.

use std::fmt;

/// What a hook tool left behind when it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Its exit code: 0 fine, 1 it failed, 2 it was called the wrong way. A tool
    /// that died of a signal has 128 plus the signal's number.
    pub code: i32,
    /// What it said.
    pub stdout: Vec<u8>,
    /// What it complained about.
    pub stderr: Vec<u8>,
}

impl Output {
    /// A tool that ended well and said this.
    pub fn ok(stdout: impl Into<Vec<u8>>) -> Self {
        Output {
            code: 0,
            stdout: stdout.into(),
            stderr: Vec::new(),
        }
    }

    /// A tool that failed with this complaint, spelled as Juju does:
    /// `ERROR <message>` and a line break.
    ///
    /// ```
    /// use relata::juju::Output;
    ///
    /// let output = Output::error(2, "no relation id specified");
    /// assert_eq!(output.stderr, b"ERROR no relation id specified\n");
    /// ```
    pub fn error(code: i32, message: &str) -> Self {
        Output {
            code,
            stdout: Vec::new(),
            stderr: ["ERROR ", message, "\n"].concat().into_bytes(),
        }
    }
}

/// Runs hook tools.
///
/// A charm runs them as processes: [`Process`](super::Process). A unit test runs them in memory.
pub trait Tools {
    /// Runs one hook tool to its end.
    ///
    /// `stdin` is what the tool may read; `None` leaves it empty.
    ///
    /// # Errors
    ///
    /// Only if the tool could not be run at all, or hung. A tool that fails has
    /// an [`Output`], too.
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault>;
}

impl<T: Tools + ?Sized> Tools for &T {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

impl<T: Tools + ?Sized> Tools for std::rc::Rc<T> {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

impl<T: Tools + ?Sized> Tools for Box<T> {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        (**self).call(tool, args, stdin)
    }
}

/// A hook tool that could not be run to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolFault {
    /// There is no such tool: this Juju does not have it, or this is no hook.
    Missing {
        /// The tool.
        tool: String,
    },
    /// It did not end within the time limit, and was killed.
    Hung {
        /// The tool.
        tool: String,
        /// The limit.
        seconds: u64,
    },
    /// The system did not let it run.
    Io {
        /// The tool.
        tool: String,
        /// What the system says.
        message: String,
    },
}

impl fmt::Display for ToolFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ToolFault::Missing { tool } => write!(
                f,
                "the hook tool `{tool}` is not there: this Juju lacks it, or this is no hook"
            ),
            ToolFault::Hung { tool, seconds } => {
                write!(f, "the hook tool `{tool}` did not end within {seconds} s")
            }
            ToolFault::Io { tool, message } => {
                write!(f, "the hook tool `{tool}` could not be run: {message}")
            }
        }
    }
}

impl std::error::Error for ToolFault {}
