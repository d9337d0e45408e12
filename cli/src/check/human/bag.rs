//! What is said of one databag?

use super::{application, clean, shorten_list, sign};
use crate::check::report::{BagReport, NoteReport, ProblemReport, RelationReport};
use crate::style::{ERROR, FAINT, FRAME, NAME, STRONG, WARNING, paint};
use relata_spec::bag::Verdict;
use relata_spec::model::Scope;
use relata_spec::rules;
use std::collections::BTreeSet;
use std::fmt::Write;

pub(super) fn render(text: &mut String, relation: &RelationReport, bag: &BagReport) {
    let (sign, style) = sign(bag.verdict);
    let _ = writeln!(
        text,
        "  {} {}: {} {}",
        paint(style, sign),
        writer(bag),
        paint(style, bag.verdict_name()),
        paint(
            FAINT,
            format_args!("({} {}{})", bag.interface, bag.version, version_by(bag))
        ),
    );
    for problem in &bag.problems {
        render_problem(text, problem);
    }
    if !bag.missing.is_empty() {
        let names: Vec<String> = bag
            .missing
            .iter()
            .map(|name| paint(NAME, clean(name)))
            .collect();
        let _ = writeln!(
            text,
            "    {} {}",
            paint(WARNING, "missing:"),
            names.join(", ")
        );
    }
    if matches!(bag.verdict, Verdict::Invalid | Verdict::Incomplete) {
        let _ = writeln!(
            text,
            "    {} {}",
            paint(FRAME, "= do:"),
            advice(relation, bag)
        );
    }
    for note in &bag.notes {
        render_note(text, note);
    }
    let explained: BTreeSet<&String> = bag
        .notes
        .iter()
        .filter_map(|note| note.key.as_ref())
        .collect();
    let unexplained: Vec<String> = bag
        .unknown_keys
        .iter()
        .filter(|key| !explained.contains(key))
        .map(|key| format!("`{}`", clean(key)))
        .collect();
    if !unexplained.is_empty() {
        let _ = writeln!(
            text,
            "    {} not part of {} {}, and ignored: {}",
            paint(FRAME, "= note:"),
            bag.interface,
            bag.version,
            shorten_list(&unexplained)
        );
    }
}

fn render_problem(text: &mut String, problem: &ProblemReport) {
    let _ = writeln!(
        text,
        "    {}: {}",
        paint(ERROR, format_args!("error[{}]", problem.rule)),
        paint(STRONG, clean(&problem.expectation()))
    );
    let _ = writeln!(
        text,
        "     {} {}",
        paint(FRAME, "-->"),
        paint(NAME, clean(&place(&problem.key, &problem.path)))
    );
    if let Some(hint) = &problem.hint {
        let _ = writeln!(text, "      {} {}", paint(FRAME, "= help:"), clean(hint));
    }
    if let Some(rule) = rules::rule(problem.rule) {
        let _ = writeln!(
            text,
            "      {} {} {}",
            paint(FRAME, "= rule:"),
            rule.title,
            paint(FAINT, format_args!("(relata explain {})", rule.id))
        );
    }
}

fn render_note(text: &mut String, note: &NoteReport) {
    let place = note
        .key
        .as_ref()
        .map(|key| format!("`{}`: ", clean(&place(key, &note.path))))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "    {} {place}{}",
        paint(FRAME, "= note:"),
        clean(&note.message)
    );
}

/// The scope in a sentence.
fn databag(scope: Scope) -> &'static str {
    match scope {
        Scope::App => "application",
        Scope::Unit => "unit",
    }
}

/// Who wrote the databag, as a heading.
fn writer(bag: &BagReport) -> String {
    let who = match (&bag.unit, &bag.application, bag.side) {
        (Some(unit), _, _) => format!(" of unit {}", clean(unit)),
        (None, Some(application), _) => format!(" of application {}", clean(application)),
        (None, None, Some(_)) => " of the other application".to_owned(),
        (None, None, None) => String::new(),
    };
    format!("{} {} databag{who}", bag.role, databag(bag.scope))
}

/// On whose side it is to be mended.
fn advice(relation: &RelationReport, bag: &BagReport) -> String {
    let own = relation.units.first().map(|unit| application(unit));
    let who = match (&bag.application, bag.side) {
        (Some(name), Some("remote")) => format!("{} (the other side)", clean(name)),
        (Some(name), Some(_)) if own == Some(name.as_str()) => {
            format!("{} (this side)", clean(name))
        }
        (Some(name), _) => clean(name),
        (None, Some(_)) => "the other side".to_owned(),
        (None, None) => format!("the {}", bag.role),
    };
    if bag.verdict == Verdict::Invalid && bag.problems.iter().all(|problem| problem.rule == "B7") {
        format!(
            "either {who} has to mend this, or it is newer than what reads it here, which then \
             has to be upgraded"
        )
    } else if bag.verdict == Verdict::Invalid {
        format!("{who} has to mend this: check its configuration, else report it to its charm")
    } else {
        let leader = if bag.scope == Scope::App {
            ", where the leader writes it"
        } else {
            ""
        };
        format!("nothing is wrong yet; {who} has still to write it{leader}: look at its status")
    }
}

fn version_by(bag: &BagReport) -> &'static str {
    match bag.version_by {
        "marker" => ", as the writer states",
        "unstated" => ", as the writer states none",
        "fit" => ", by fit",
        _ => "",
    }
}

impl ProblemReport {
    /// The message without the hint, which has its own line.
    fn expectation(&self) -> String {
        if self.found.is_empty() {
            self.expected.clone()
        } else {
            format!("expected {}, found {}", self.expected, self.found)
        }
    }
}

/// `nodes[0].endpoint`: the key, and the path in its value.
fn place(key: &str, path: &str) -> String {
    let joint = if path.is_empty() || path.starts_with('[') {
        ""
    } else {
        "."
    };
    format!("{key}{joint}{path}")
}
