//! Which files does a hook tool read and write, and who opens them?

use super::flags::{self, Flag, Kind, RELATION};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files that the caller of a hook tool names.
///
/// A [`World`](super::World) opens no file: it asks the caller. Charms in the process of
/// the test have [`OwnFiles`]; who answers tools for other processes answers from what
/// those sent, so that a charm reaches no file over a tool that it could not open
/// itself.
pub trait Files {
    /// The caller's working directory, in which relative paths begin.
    fn folder(&self) -> &Path;

    /// What stands in a file.
    ///
    /// # Errors
    ///
    /// If the caller cannot read it.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Replaces what stands in a file.
    ///
    /// # Errors
    ///
    /// If the caller cannot write it.
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// The files of this process, as seen from a folder.
#[derive(Debug, Clone, Copy)]
pub struct OwnFiles<'a>(pub &'a Path);

impl Files for OwnFiles<'_> {
    fn folder(&self) -> &Path {
        self.0
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(self.0.join(path))
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.0.join(path), bytes)
    }
}

/// The paths of the files that a call of a hook tool reads, as [`Files::read`] is asked
/// for them.
///
/// ```
/// use relata::testing::files_read;
/// use std::path::Path;
///
/// let args = ["--owner", "unit", "password#file=/run/password"].map(str::to_owned);
/// assert_eq!(files_read("secret-add", &args), [Path::new("/run/password")]);
/// assert!(files_read("relation-get", &args).is_empty());
/// ```
pub fn files_read(tool: &str, args: &[String]) -> Vec<PathBuf> {
    match tool {
        "relation-set" | "state-set" => settings_file(args)
            .filter(|path| !path.is_empty() && path != "-")
            .map(PathBuf::from)
            .into_iter()
            .collect(),
        "secret-add" | "secret-set" => {
            let known = super::tools::SECRET_FLAGS;
            let Ok(parsed) = flags::parse(&known, args, |_, _| Ok(())) else {
                return Vec::new();
            };
            let named = parsed.args.iter().filter_map(|arg| secret_file(arg));
            let file = Some(parsed.text("file")).filter(|path| !path.is_empty());
            named.chain(file).map(agents).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a tool reads its standard input. A tool that does not leaves the
/// caller's alone, as Juju's do: they ask for it only when they come to it.
///
/// ```
/// use relata::testing::reads_stdin;
///
/// let args = ["-r", "3", "--file", "-"].map(str::to_owned);
/// assert!(reads_stdin("relation-set", &args));
/// assert!(!reads_stdin("relation-get", &args));
/// ```
pub fn reads_stdin(tool: &str, args: &[String]) -> bool {
    matches!(tool, "relation-set" | "state-set") && settings_file(args).as_deref() == Some("-")
}

/// What `--file` of `relation-set` and `state-set` says.
fn settings_file(args: &[String]) -> Option<String> {
    let known = [
        RELATION,
        Flag(&["app"], Kind::Bool),
        Flag(&["file"], Kind::Text),
        Flag(&["format"], Kind::Text),
    ];
    let parsed = flags::parse(&known, args, |_, _| Ok(())).ok()?;
    parsed.get("file").map(str::to_owned)
}

/// The file that an argument such as `key#file=path` names.
pub(super) fn secret_file(arg: &str) -> Option<&str> {
    let (key, path) = key_value(arg)?;
    key.ends_with("#file").then_some(path)
}

/// A key and its value. The padding of base64 at the end is no separator.
pub(super) fn key_value(arg: &str) -> Option<(&str, &str)> {
    let at = arg.trim_end_matches('=').find('=').filter(|at| *at > 0)?;
    Some((&arg[..at], &arg[at + 1..]))
}

/// A path of a secret's content, which begins where Juju's agent runs and not where its
/// caller does.
pub(super) fn agents(path: &str) -> PathBuf {
    Path::new("/").join(path)
}

/// Why a file cannot be opened, in the words of Juju's system.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        io::ErrorKind::NotADirectory => "not a directory".to_owned(),
        io::ErrorKind::FileTooLarge => "file too large".to_owned(),
        _ => error.to_string(),
    }
}
