//! What was found out, for people.

use super::sameness::{Sameness, sameness};
use super::{Report, Tried};
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use relata_tester::conformance::{CaseVerdict, Finding, Remark};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ptr;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    let failed = report.results.iter();
    let failed: Vec<&Tried> = failed
        .filter(|tried| tried.result.verdict == CaseVerdict::Failed)
        .collect();
    let groups = groups(&failed);
    for tried in &failed {
        let own = groups.iter().filter(|group| ptr::eq(group.first, *tried));
        let own: Vec<&Group<'_>> = own.collect();
        if !own.is_empty() {
            told(&mut text, tried, &own);
        }
    }
    notes(&mut text, report);
    summary(&mut text, report);
    for unknown in &report.unknown {
        let meant = match &unknown.did_you_mean {
            Some(meant) => format!("; did you mean `{}`?", one_line(meant)),
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "{} endpoint {} speaks {}, which is not declared here{meant}",
            paint(FAINT, "not tried:"),
            unknown.endpoint,
            unknown.interface
        );
    }
    if let Some(hint) = &report.hint {
        let nothing = paint(WARNING, "nothing was tried:");
        let _ = writeln!(text, "{nothing} {}", one_line(hint));
        return text;
    }
    let all = report.results.len();
    let _ = writeln!(
        text,
        "{all} {}: {} passed, {} failed, {} of a version that is not served",
        if all == 1 { "case" } else { "cases" },
        report.passed,
        report.failed,
        report.not_served
    );
    text
}

/// A finding, and every other case that shows the same.
struct Group<'a> {
    first: &'a Tried,
    finding: &'a Finding,
    also: Vec<String>,
}

/// All findings, each that is the same in several cases once, with the first of them.
fn groups<'a>(failed: &[&'a Tried]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: BTreeMap<Sameness, usize> = BTreeMap::new();
    for tried in failed {
        for finding in &tried.result.findings {
            let at = *known.entry(sameness(finding)).or_insert(groups.len());
            match groups.get_mut(at) {
                None => groups.push(Group {
                    first: tried,
                    finding,
                    also: Vec::new(),
                }),
                Some(group) if !ptr::eq(group.first, *tried) => {
                    let id = tried.result.id();
                    if group.also.last() != Some(&id) {
                        group.also.push(id);
                    }
                }
                Some(_) => {}
            }
        }
    }
    groups
}

fn told(text: &mut String, tried: &Tried, groups: &[&Group<'_>]) {
    let _ = writeln!(
        text,
        "{} {}",
        paint(ERROR, format_args!("✗ {}:", tried.result.id())),
        paint(STRONG, one_line(&tried.result.what))
    );
    for Group { finding, also, .. } in groups {
        let _ = writeln!(
            text,
            "  {}: {}: {}",
            paint(ERROR, format_args!("error[{}]", finding.fault.id())),
            finding.fault.title(),
            one_line(&finding.what)
        );
        if let (Some(unit), Some(hook)) = (&finding.unit, &finding.hook) {
            let _ = writeln!(
                text,
                "   {} {}",
                paint(FRAME, "-->"),
                paint(NAME, format_args!("{unit} {hook}"))
            );
        }
        for line in &finding.evidence {
            let _ = writeln!(text, "    {} {}", paint(FRAME, "|"), one_line(line));
        }
        let mark = paint(FRAME, "= also:");
        match also.len() {
            0 => {}
            1 => {
                let _ = writeln!(text, "    {mark} in {}", also[0]);
            }
            all => {
                let _ = writeln!(text, "    {mark} in {all} cases: {}", shortened(also));
            }
        }
        let mark = paint(FRAME, "= help:");
        let (help, id) = (finding.fault.help(), finding.fault.id());
        let explained = paint(FAINT, format_args!("(relata explain {id})"));
        let _ = writeln!(text, "    {mark} {help} {explained}");
    }
    if let Some(replay) = &tried.replay {
        let mark = paint(FRAME, "= replay:");
        let _ = writeln!(text, "    {mark} {}\n", one_line(replay));
    }
}

/// What is worth knowing and not wrong, each once.
fn notes(text: &mut String, report: &Report<'_>) {
    let mut known: BTreeMap<&Remark, Vec<String>> = BTreeMap::new();
    for Tried { result, .. } in &report.results {
        for note in &result.notes {
            known.entry(note).or_default().push(result.id());
        }
    }
    for (note, cases) in known {
        let also = match cases.len() {
            1 => cases[0].clone(),
            all => format!("{all} cases: {}", shortened(&cases)),
        };
        let _ = writeln!(
            text,
            "{} {}: `{}`: {} {}",
            paint(WARNING, "note:"),
            note.databag,
            one_line(&note.key),
            one_line(&note.message),
            paint(FAINT, format_args!("(in {also})"))
        );
    }
}

/// The first of the names of cases, and how many there are besides.
fn shortened(cases: &[String]) -> String {
    const MOST: usize = 4;
    if cases.len() <= MOST + 1 {
        return cases.join(", ");
    }
    format!(
        "{} and {} more",
        cases[..MOST].join(", "),
        cases.len() - MOST
    )
}

/// A line for each interface, version and role.
fn summary(text: &mut String, report: &Report<'_>) {
    let mut lines: BTreeMap<(String, String, String), [usize; 3]> = BTreeMap::new();
    for Tried { result, .. } in &report.results {
        let key = (
            format!(
                "{} ({} of {})",
                result.endpoint, result.role, result.interface
            ),
            result.version.clone(),
            result.interface.clone(),
        );
        let counts = lines.entry(key).or_default();
        counts[match result.verdict {
            CaseVerdict::Passed => 0,
            CaseVerdict::Failed => 1,
            CaseVerdict::NotServed => 2,
        }] += 1;
    }
    for ((endpoint, version, _), [passed, failed, unserved]) in lines {
        let (sign, style) = if failed > 0 {
            ("✗", ERROR)
        } else if unserved > 0 {
            ("–", WARNING)
        } else {
            ("✓", GOOD)
        };
        let _ = write!(
            text,
            "{} {endpoint} {version}: {passed} passed",
            paint(style, sign)
        );
        if failed > 0 {
            let _ = write!(text, ", {failed} failed");
        }
        if unserved > 0 {
            let _ = write!(text, ", {unserved} not served");
        }
        text.push('\n');
    }
}
