//! The test that keeps a release's promise.

use super::freeze::look;
use crate::diff::{breaking, human};
use anstream::adapter::strip_str;
use relata_spec::Interface;
use std::path::Path;

/// Compares declarations with the frozen specifications in a folder, for a test
/// of the crate that declares them.
///
/// # Errors
///
/// If a declaration breaks what was released, if a released version is not
/// frozen, or if a file cannot be read: the whole report, with rules and source
/// positions.
///
/// ```
/// # fn catalogue() -> Vec<relata_spec::Interface> { Vec::new() }
/// // In tests/frozen.rs:
/// // #[test]
/// fn nothing_released_breaks() {
///     if let Err(report) = relata_cli::frozen(&catalogue(), "frozen") {
///         panic!("{report}");
///     }
/// }
/// # nothing_released_breaks();
/// ```
pub fn check(catalogue: &[Interface], directory: impl AsRef<Path>) -> Result<(), String> {
    let outcome = look(catalogue, directory.as_ref(), &[])
        .map_err(|failure| strip_str(&failure.line()).to_string())?;
    let mut text = String::new();
    if breaking(&outcome.findings) > 0 {
        for finding in outcome.findings.iter().filter(|one| one.change.breaking) {
            human::refused(&mut text, finding);
        }
    }
    for entry in outcome.unfrozen() {
        text.push_str(&entry.unfrozen());
    }
    if text.is_empty() {
        Ok(())
    } else {
        Err(strip_str(&text).to_string())
    }
}
