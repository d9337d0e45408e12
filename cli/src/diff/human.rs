//! How are changes shown to people?

use super::finding::{Finding, breaking, bump};
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use relata_spec::evolution::Bump;
use relata_spec::rules;
use std::fmt::Write;

/// Every change, those that break something first, and a summary.
pub(crate) fn render(findings: &[Finding]) -> String {
    let mut text = String::new();
    let (bad, good): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|one| one.change.breaking);
    for finding in bad {
        refused(&mut text, finding);
    }
    for finding in good {
        accepted(&mut text, finding, "");
    }
    if !findings.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{}", summary(findings));
    text
}

/// A change that breaks something, like a compiler's error.
pub(crate) fn refused(text: &mut String, finding: &Finding) {
    let change = &finding.change;
    let _ = writeln!(
        text,
        "{}: {}",
        paint(ERROR, format_args!("error[{}]", change.rule)),
        paint(
            STRONG,
            one_line(&format!(
                "{} {}: {}",
                finding.interface, change.place, change.what
            ))
        )
    );
    if let Some(source) = &finding.source {
        let _ = writeln!(text, "  {} {}", paint(FRAME, "-->"), paint(NAME, source));
    }
    let mut note = |word: &str, what: &str| {
        let _ = writeln!(
            text,
            "   {} {what}",
            paint(FRAME, format_args!("= {word}:"))
        );
    };
    for order in &change.breaks {
        note("breaks", order);
    }
    for (role, charms) in &finding.charms {
        note(
            &format!("registered {role}s"),
            &one_line(&charms.join(", ")),
        );
    }
    if let Some(rule) = rules::rule(change.rule) {
        note("help", rule.help);
        let page = paint(FAINT, format_args!("(relata explain {})", rule.id));
        note("rule", &format!("{} {page}", rule.title));
    }
    text.push('\n');
}

/// A change that every old and new pair survives, in a line or two.
pub(crate) fn accepted(text: &mut String, finding: &Finding, indent: &str) {
    let change = &finding.change;
    let _ = writeln!(
        text,
        "{indent}{} {}",
        paint(
            GOOD,
            format_args!("{} {}:", change.bump.name(), change.rule)
        ),
        one_line(&format!(
            "{} {}: {}",
            finding.interface, change.place, change.what
        ))
    );
    if let Some(reason) = &change.allowed {
        let _ = writeln!(
            text,
            "{indent}   {} {}",
            paint(WARNING, "= allowed:"),
            one_line(reason)
        );
    }
}

fn summary(findings: &[Finding]) -> String {
    let bad = breaking(findings);
    let good = findings.len() - bad;
    match bump(findings) {
        None => "nothing changed".to_owned(),
        Some(bump) => format!(
            "{bad} breaking and {good} compatible {}: {}",
            if findings.len() == 1 {
                "change"
            } else {
                "changes"
            },
            match bump {
                Bump::Major =>
                    "deployed charms break; make it in a new version of the interface, \
                    or in a major release of its crate",
                Bump::Minor => "this needs a minor release",
                Bump::Patch => "this needs a patch release",
            }
        ),
    }
}
