//! `interface.yaml`: what the catalogue notes about a version besides its data.

use super::MARK;
use super::markdown::one_line;
use super::yaml::scalar;
use crate::model::{Charm, Interface, Version};
use std::fmt::Write;

/// The `interface.yaml` of a version.
///
/// Its keys are those of the public catalogue: `name`, `internal`, `version`,
/// `status`, `lib`, `summary`, `description`, `providers`, `requirers` and
/// `maintainer`. `lib` and `maintainer` are left out where the declaration
/// does not say them.
pub fn interface_yaml(interface: &Interface, version: &Version) -> String {
    let mut text = format!("# {MARK} from the declaration of the interface: edit that.\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key}: {value}");
    };
    line("name", &scalar(&interface.name, 0));
    line("internal", &interface.internal.to_string());
    line("version", &version.number.to_string());
    line("status", version.status.name());
    if let Some(lib) = &version.lib {
        line("lib", &scalar(lib, 0));
    }
    line("summary", &scalar(&summary(interface), 0));
    line(
        "description",
        &scalar(&format!("{}\n", description(interface, version)), 0),
    );
    text.push('\n');
    charms(&mut text, "providers", &version.providers);
    text.push('\n');
    charms(&mut text, "requirers", &version.requirers);
    if let Some(maintainer) = &interface.maintainer {
        let _ = writeln!(text, "\nmaintainer: {}", scalar(maintainer, 0));
    }
    text
}

fn charms(text: &mut String, key: &str, charms: &[Charm]) {
    if charms.is_empty() {
        let _ = writeln!(text, "{key}: []");
        return;
    }
    let _ = writeln!(text, "{key}:");
    for charm in charms {
        let _ = writeln!(text, "  - name: {}", scalar(&charm.name, 4));
        let _ = writeln!(text, "    url: {}", scalar(&charm.url, 4));
        if let Some(branch) = &charm.branch {
            let _ = writeln!(text, "    branch: {}", scalar(branch, 4));
        }
        if !charm.test_setup.is_empty() {
            text.push_str("    test_setup:\n");
        }
        for (key, value) in &charm.test_setup {
            let _ = writeln!(text, "      {}: {}", scalar(key, 6), scalar(value, 6));
        }
    }
}

/// The summary, in one line.
pub(super) fn summary(interface: &Interface) -> String {
    one_line(&interface.summary)
}

/// What the interface is for, and what distinguishes this version. One line a
/// paragraph or list item, as the catalogue's own descriptions have it.
pub(super) fn description(interface: &Interface, version: &Version) -> String {
    let whole = format!("{}\n\n{}", interface.description, version.doc);
    let mut lines: Vec<String> = Vec::new();
    let mut fresh = true;
    for part in whole.lines().map(str::trim) {
        let starts = part.starts_with("- ") || part.starts_with("* ") || part.starts_with('|');
        match lines.last_mut() {
            _ if part.is_empty() => fresh = true,
            Some(last) if !fresh && !starts => {
                last.push(' ');
                last.push_str(part);
            }
            _ => {
                if fresh && !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.push(part.to_owned());
                fresh = false;
            }
        }
    }
    lines.join("\n")
}
