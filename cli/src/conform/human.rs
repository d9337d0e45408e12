//! What was found out, for people.

use super::{Report, Tried};
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use relata_tester::conformance::CaseVerdict;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for tried in &report.results {
        if tried.result.verdict == CaseVerdict::Failed {
            failed(&mut text, tried);
        }
    }
    summary(&mut text, report);
    for unknown in &report.unknown {
        let _ = writeln!(
            text,
            "{} endpoint {} speaks {}, which is not declared here",
            paint(FAINT, "not tried:"),
            unknown.endpoint,
            unknown.interface
        );
    }
    let _ = match report.results.len() {
        0 => writeln!(text, "{}", paint(WARNING, "nothing was tried")),
        all => writeln!(
            text,
            "{all} {}: {} passed, {} failed, {} of a version that is not served",
            if all == 1 { "case" } else { "cases" },
            report.passed,
            report.failed,
            report.not_served
        ),
    };
    text
}

fn failed(text: &mut String, Tried { result, replay }: &Tried) {
    let _ = writeln!(
        text,
        "{} {}",
        paint(ERROR, format_args!("✗ {}:", result.id())),
        paint(STRONG, one_line(&result.what))
    );
    for finding in &result.findings {
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
        let _ = writeln!(
            text,
            "    {} {}",
            paint(FRAME, "= help:"),
            finding.fault.help()
        );
    }
    if let Some(replay) = replay {
        let mark = paint(FRAME, "= replay:");
        let _ = writeln!(text, "    {mark} {}\n", one_line(replay));
    }
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
