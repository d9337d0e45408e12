//! `relata new`: a crate for one interface, which builds, passes its tests and
//! exports as it is.

mod crate_files;
mod name;

use crate::Said;
use crate::args::{Format, NewArgs};
use crate::failure::Failure;
use crate::input;
use crate::style::{GOOD, NAME, STRONG, paint};
use crate_files::{Plan, files};
use relata_spec::Interface;
use serde::Serialize;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Outcome {
    name: String,
    package: String,
    path: PathBuf,
    files: Vec<String>,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &NewArgs,
    format: Format,
) -> Result<Said, Failure> {
    name::check(catalogue, &args.name)?;
    let folder = (args.path.clone()).unwrap_or_else(|| PathBuf::from(&args.name));
    free(&folder)?;
    let plan = Plan::new(&args.name, args.relata.as_deref(), &folder)?;
    let files = files(&plan);
    write(&folder, &files)?;
    let outcome = Outcome {
        name: args.name.clone(),
        package: plan.package,
        path: folder,
        files: files.into_iter().map(|(path, _)| path).collect(),
    };
    Ok(Said::fine(match format {
        Format::Json => crate::json(&outcome),
        Format::Human => human(&outcome),
    }))
}

/// That nothing of anybody's is there.
fn free(folder: &Path) -> Result<(), Failure> {
    let taken = |what: &str| {
        Failure::new(format!(
            "{} {what}: choose another folder with `--path`",
            input::name(folder)
        ))
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(taken("exists and is not empty")),
        },
        Err(_) if folder.symlink_metadata().is_ok() => Err(taken("exists and is no folder")),
        Err(_) => Ok(()),
    }
}

/// Writes a whole crate beside its place, then moves it there: it is there whole
/// or not at all.
fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", input::name(folder)))
    };
    let mut beside = folder.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let all = files.iter().try_for_each(|(path, text)| {
        let file = beside.join(path);
        let parent = file.parent().unwrap_or(&beside);
        fs::create_dir_all(parent)?;
        fs::write(&file, text)
    });
    all.and_then(|()| fs::rename(&beside, folder))
        .map_err(|error| {
            let _ = fs::remove_dir_all(&beside);
            cannot(error)
        })
}

fn human(outcome: &Outcome) -> String {
    let path = outcome.path.display();
    let mut text = format!(
        "{} {} in {}\n",
        paint(GOOD, "created"),
        paint(STRONG, &outcome.package),
        paint(NAME, &path)
    );
    for (command, what) in [
        (format!("cd {path}"), "from here:"),
        ("cargo test".to_owned(), "builds and tests it"),
        (
            format!("cargo run -- show {}", outcome.name),
            "shows the interface",
        ),
        (
            "cargo run -- export docs".to_owned(),
            "writes its documents",
        ),
    ] {
        let _ = writeln!(text, "  {command:<28} {what}");
    }
    let _ = writeln!(text, "Edit the declaration in {path}/src/lib.rs.");
    text
}
