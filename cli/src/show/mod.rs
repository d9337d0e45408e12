//! What does one interface say?

mod fields;
mod types;

use crate::Said;
use crate::args::{Format, ShowArgs, version};
use crate::failure::Failure;
use crate::names;
use crate::style::{FRAME, NAME, STRONG, paint};
use relata_spec::Interface;
use relata_spec::evolution;
use relata_spec::export::expectation_phrase;
use relata_spec::model::{Bag, Charm, Document, Layout, Role, RoleSpec, Scope, Status, Version};
use std::fmt::Write;

pub(crate) fn run(
    catalogue: &[Interface],
    args: &ShowArgs,
    format: Format,
) -> Result<Said, Failure> {
    let (name, wanted) = match args.name.split_once('@') {
        None => (args.name.as_str(), None),
        Some((name, number)) => {
            let number =
                version(number).map_err(|why| Failure::new(format!("`{}`: {why}", args.name)))?;
            (name, Some(number))
        }
    };
    let whole = names::interface(catalogue, name)?;
    let mut interface = whole.clone();
    if let Some(number) = wanted {
        interface.versions = vec![names::version(whole, number)?.clone()];
    }
    Ok(Said::fine(match format {
        Format::Json => crate::json(&interface),
        Format::Human => human(whole, &interface),
    }))
}

/// `shown` is `whole` with the versions that are wanted.
fn human(whole: &Interface, shown: &Interface) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}: {}",
        paint(STRONG, &shown.name),
        crate::failure::one_line(&shown.summary)
    );
    if !shown.description.is_empty() {
        let _ = writeln!(text, "\n{}", indented(&shown.description, 2));
    }
    let numbers: Vec<String> = whole
        .versions
        .iter()
        .map(|version| format!("v{} ({})", version.number, version.status))
        .collect();
    let _ = writeln!(text, "\n  versions: {}", numbers.join(", "));
    if let Some(maintainer) = &shown.maintainer {
        let _ = writeln!(text, "  maintainer: {maintainer}");
    }
    if !shown.tags.is_empty() {
        let _ = writeln!(text, "  tags: {}", shown.tags.join(", "));
    }
    // The newest first: it is what a new charm speaks.
    for version in shown.versions.iter().rev() {
        render_version(&mut text, version);
        let older = whole
            .versions
            .iter()
            .rev()
            .find(|older| older.number < version.number);
        if let Some(older) = older {
            render_differences(&mut text, older, version);
        }
    }
    text
}

fn render_version(text: &mut String, version: &Version) {
    let status = match version.status {
        Status::Draft => " (draft: may still change)",
        Status::Published => "",
        Status::Retired => " (retired: no new charm should speak it)",
    };
    let _ = writeln!(
        text,
        "\n{}{status}",
        paint(STRONG, format_args!("v{}", version.number))
    );
    if !version.doc.is_empty() {
        let _ = writeln!(text, "{}", indented(&version.doc, 2));
    }
    if let Some(lib) = &version.lib {
        let _ = writeln!(text, "  library: {lib}");
    }
    charms(text, "providers", &version.providers);
    charms(text, "requirers", &version.requirers);
    for (role, spec) in &version.roles {
        for scope in Scope::ALL {
            if let Some(bag) = spec.bag(scope) {
                render_bag(text, version, *role, scope, bag);
            }
        }
        if spec.app.is_none() && spec.unit.is_none() {
            let _ = writeln!(text, "\n  {} writes nothing", paint(STRONG, role));
        }
        if !spec.doc.is_empty() {
            let _ = writeln!(text, "\n  The {role}:\n{}", indented(&spec.doc, 4));
        }
        render_expectations(text, *role, spec);
    }
    types::render(text, version);
}

/// What `relata test` expects of a charm that plays the role.
fn render_expectations(text: &mut String, role: Role, spec: &RoleSpec) {
    if spec.expects.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  Expected of the {role}:");
    for expectation in &spec.expects {
        let _ = writeln!(
            text,
            "    {} {} {}",
            paint(FRAME, "·"),
            crate::failure::one_line(&expectation.doc),
            paint(FRAME, expectation_phrase(role, expectation))
        );
    }
}

fn charms(text: &mut String, label: &str, charms: &[Charm]) {
    if !charms.is_empty() {
        let names: Vec<&str> = charms.iter().map(|charm| charm.name.as_str()).collect();
        let _ = writeln!(text, "  known {label}: {}", names.join(", "));
    }
}

fn render_bag(text: &mut String, version: &Version, role: Role, scope: Scope, bag: &Bag) {
    let reader = match role {
        Role::Peer => "its peers".to_owned(),
        role => role.other().to_string(),
    };
    let writer = match scope {
        Scope::App => "application databag, written by the leader",
        Scope::Unit => "unit databag, one per unit",
    };
    let _ = writeln!(
        text,
        "\n  {} → {reader}: {writer}{}",
        paint(STRONG, role),
        layout(bag)
    );
    if !bag.doc.is_empty() {
        let _ = writeln!(text, "{}", indented(&bag.doc, 4));
    }
    let nested = !bag.layouts.contains(&Layout::Keys);
    fields::render(text, version, &bag.fields, 4, !nested);
    if let Some(rest) = &bag.rest {
        fields::render_rest(text, version, rest, 4, !nested);
    }
    fields::render_checks(text, &bag.checks, 4);
}

/// How the fields of a databag are laid out, unless each has its own key.
fn layout(bag: &Bag) -> String {
    let nested: Vec<String> = bag
        .layouts
        .iter()
        .filter_map(|layout| match layout {
            Layout::Keys => None,
            Layout::Nested { key, format } => Some(format!(
                "one {} document under {}",
                match format {
                    Document::Json => "JSON",
                    Document::Yaml => "YAML",
                },
                paint(NAME, key)
            )),
        })
        .collect();
    match (nested.is_empty(), bag.layouts.contains(&Layout::Keys)) {
        (true, _) => String::new(),
        (false, true) => format!(" (also read: {})", nested.join(", ")),
        (false, false) => format!(", as {}", nested.join(" or ")),
    }
}

fn render_differences(text: &mut String, older: &Version, newer: &Version) {
    // What would be wrong within one version is news between two; advice on
    // single nodes, and what is shown above in words, is not.
    let changes: Vec<_> = evolution::compare(older, newer)
        .into_iter()
        .filter(|change| !matches!(change.rule, "R15" | "R20" | "R21"))
        .collect();
    if changes.is_empty() {
        return;
    }
    let number = format!("v{} ", newer.number);
    let _ = writeln!(
        text,
        "\n  {}",
        paint(STRONG, format_args!("What differs from v{}", older.number))
    );
    for change in changes {
        let _ = writeln!(
            text,
            "    {} {}: {}",
            paint(FRAME, "·"),
            paint(
                NAME,
                change.place.strip_prefix(&number).unwrap_or(&change.place)
            ),
            crate::failure::one_line(fact(&change.what))
        );
    }
}

/// What changed, without what follows from it inside one version: between two
/// nobody is surprised.
fn fact(what: &str) -> &str {
    const ASIDES: [&str; 7] = [
        ": ",
        "; ",
        ", although",
        ", and its name",
        ", and old",
        ", where old",
        ", which old",
    ];
    let aside = ASIDES.iter().filter_map(|words| what.find(words)).min();
    &what[..aside.unwrap_or(what.len())]
}

/// The text with this many spaces before each line.
fn indented(text: &str, width: usize) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                String::new()
            } else {
                format!("{:width$}{line}", "")
            }
        })
        .collect();
    lines.join("\n")
}
