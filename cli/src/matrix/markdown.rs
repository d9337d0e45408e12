//! What was found out, as a table of badges for a page of a repository.

use super::Report;
use relata_spec::model::Role;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A row for each version, a badge for each charm. Whoever sees no pictures reads the
/// same in their alternative texts.
pub(super) fn table(report: &Report) -> String {
    let mut text =
        String::from("| interface | version | providers | requirers |\n|---|---|---|---|\n");
    for (interface, version, roles) in report.results.versions() {
        let cell = |role| {
            roles
                .get(&role)
                .map_or(String::new(), |charms| badges(report, charms))
        };
        let _ = writeln!(
            text,
            "| `{interface}` | v{version} | {} | {} |",
            cell(Role::Provider),
            cell(Role::Requirer)
        );
    }
    text
}

fn badges(report: &Report, charms: &BTreeMap<String, bool>) -> String {
    let each = charms.iter().map(|(charm, passed)| {
        let (word, colour) = if *passed {
            ("passing", "brightgreen")
        } else {
            ("failing", "red")
        };
        let picture = format!(
            "![{}: {word}](https://img.shields.io/badge/{}-{word}-{colour})",
            in_text(charm),
            in_badge(charm)
        );
        match report.urls.get(charm).filter(|url| is_link(url)) {
            Some(url) => format!("[{picture}]({url})"),
            None => picture,
        }
    });
    each.collect::<Vec<_>>().join("<br>")
}

/// A name as it stands in the path of a badge: a hyphen and an underscore are doubled.
fn in_badge(name: &str) -> String {
    let mut path = String::new();
    for byte in name.bytes() {
        match byte {
            b'-' => path.push_str("--"),
            b'_' => path.push_str("__"),
            b' ' => path.push('_'),
            byte if byte.is_ascii_alphanumeric() || byte == b'.' => path.push(char::from(byte)),
            byte => {
                let _ = write!(path, "%{byte:02X}");
            }
        }
    }
    path
}

/// A name that cannot end the cell or the picture that it stands in.
fn in_text(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '[' | ']' | '|' | '\\' | '`' | '<' | '*' | '_' => {
                text.push('\\');
                text.push(c);
            }
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url
            .chars()
            .all(|c| c.is_ascii_graphic() && !"()<>|`".contains(c))
}
