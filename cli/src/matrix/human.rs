//! What was found out, for people.

use super::Report;
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use std::fmt::Write;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let (mut passed, mut all) = (0, 0);
    let mut heading = None;
    for result in report.results.each() {
        let of = (result.interface, result.version);
        if heading.replace(of) != Some(of) {
            let name = format_args!("{} v{}", result.interface, result.version);
            let _ = writeln!(text, "{}", paint(STRONG, name));
        }
        all += 1;
        let cell = report.cell(result);
        let (sign, style) = if result.passed {
            passed += 1;
            ("✓", GOOD)
        } else {
            ("✗", ERROR)
        };
        let _ = write!(
            text,
            "  {} {} {}",
            paint(style, sign),
            paint(FAINT, result.role),
            paint(NAME, one_line(result.charm))
        );
        match cell.map(|cell| (&cell.why, cell.cases)) {
            Some((Some(why), _)) => {
                let _ = writeln!(text, ": {}", one_line(&why.what));
                if let Some(replay) = &why.replay {
                    let _ = writeln!(
                        text,
                        "      {} {}",
                        paint(FRAME, "= replay:"),
                        one_line(replay)
                    );
                }
            }
            Some((None, cases)) => {
                let _ = writeln!(
                    text,
                    ": {cases} {}",
                    if cases == 1 { "case" } else { "cases" }
                );
            }
            None => text.push('\n'),
        }
    }
    for (word, style, charms) in [
        ("not set up:", ERROR, &report.trial.broken),
        ("not tried:", WARNING, &report.trial.untried),
    ] {
        for one in charms {
            let _ = writeln!(
                text,
                "{} {} ({}): {}",
                paint(style, word),
                paint(NAME, one_line(&one.charm)),
                one_line(&one.at),
                one_line(&one.why)
            );
        }
    }
    for note in &report.trial.notes {
        let _ = writeln!(text, "{} {}", paint(WARNING, "note:"), one_line(note));
    }
    let _ = match all {
        0 => writeln!(text, "{}", paint(WARNING, "nothing was tried")),
        1 => writeln!(text, "1 result: {passed} passed"),
        _ => writeln!(
            text,
            "{all} results: {passed} passed, {} failed",
            all - passed
        ),
    };
    text
}
