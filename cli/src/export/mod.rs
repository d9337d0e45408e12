//! What do the documents of the public catalogue say?

mod journal;
mod survey;

use crate::Said;
use crate::args::{ExportArgs, Format};
use crate::failure::{Failure, one_line};
use crate::input;
use crate::names;
use relata_spec::Interface;
use relata_spec::export::{self, File, index};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Component, Path};

/// What one run did.
#[derive(Serialize)]
struct Outcome<'a> {
    directory: &'a Path,
    interfaces: Vec<Exported<'a>>,
    /// Relative to the directory.
    written: Vec<&'a str>,
    unchanged: Vec<&'a str>,
}

#[derive(Serialize)]
struct Exported<'a> {
    name: &'a str,
    versions: Vec<String>,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &ExportArgs,
    format: Format,
) -> Result<Said, Failure> {
    let interfaces = wanted(catalogue, &args.names)?;
    if interfaces.is_empty() {
        return Ok(Said {
            code: 3,
            stderr: "nothing to export: there is no interface\n".to_owned(),
            ..Said::default()
        });
    }
    check_names(&interfaces)?;
    let directory = args.directory.as_path();
    let mut files: Vec<File> = interfaces
        .iter()
        .flat_map(export::interface_files)
        .collect();
    files.push(index_file(directory, &interfaces, args.overwrite)?);
    let (stale, unchanged): (Vec<&File>, Vec<&File>) =
        survey::split(directory, &files, args.overwrite)?;
    journal::write(directory, &stale)?;
    let paths = |files: &[&'_ File]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    let (written, unchanged) = (paths(&stale), paths(&unchanged));
    let outcome = Outcome {
        directory,
        interfaces: interfaces.iter().map(exported).collect(),
        written: written.iter().map(String::as_str).collect(),
        unchanged: unchanged.iter().map(String::as_str).collect(),
    };
    Ok(Said::fine(match format {
        Format::Json => crate::json(&outcome),
        Format::Human => human(&outcome),
    }))
}

/// The named interfaces, each once and in the catalogue's order; all if none
/// is named.
fn wanted(catalogue: &[Interface], wanted: &[String]) -> Result<Vec<Interface>, Failure> {
    for name in wanted {
        names::interface(catalogue, name)?;
    }
    let all = catalogue.iter();
    Ok(all
        .filter(|interface| wanted.is_empty() || wanted.contains(&interface.name))
        .cloned()
        .collect())
}

/// That each interface has a folder to itself, inside the directory.
fn check_names(interfaces: &[Interface]) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for interface in interfaces {
        let name = interface.name.as_str();
        let mut parts = Path::new(name).components();
        let is_folder = matches!(parts.next(), Some(Component::Normal(part)) if part == name);
        if !is_folder || name.contains(['/', '\\', '\0']) || name == index::NAME {
            return Err(Failure::new(format!(
                "`{name}` cannot be the name of a folder; nothing was written"
            )));
        }
        if !seen.insert(name) {
            return Err(Failure::new(format!(
                "two interfaces are called `{name}`; nothing was written"
            )));
        }
    }
    Ok(())
}

/// The index with what it says already of other interfaces.
fn index_file(
    directory: &Path,
    interfaces: &[Interface],
    overwrite: bool,
) -> Result<File, Failure> {
    let path = directory.join(index::NAME);
    let content = if path.is_file() && !overwrite {
        let existing = input::read(&path, None)?;
        index::merged(&existing, interfaces).map_err(|why| {
            Failure::new(format!(
                "{} is not an index of interfaces ({why}); move it away, or say `--overwrite`; \
                 nothing was written",
                input::name(&path)
            ))
        })?
    } else {
        index::index(interfaces)
    };
    Ok(File {
        path: index::NAME.to_owned(),
        content,
    })
}

fn exported(interface: &Interface) -> Exported<'_> {
    let numbers = interface.numbers();
    Exported {
        name: &interface.name,
        versions: numbers.iter().map(|number| format!("v{number}")).collect(),
    }
}

fn human(outcome: &Outcome<'_>) -> String {
    let versions: usize = outcome
        .interfaces
        .iter()
        .map(|interface| interface.versions.len())
        .sum();
    let count = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    format!(
        "{} in {}: {} written, {} unchanged, in {}\n",
        count(outcome.interfaces.len(), "interface"),
        count(versions, "version"),
        count(outcome.written.len(), "file"),
        outcome.unchanged.len(),
        one_line(&outcome.directory.display().to_string())
    )
}
