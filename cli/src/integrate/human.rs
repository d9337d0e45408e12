//! What happened, hook by hook, for people.

use super::report::{Hook, Report};
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use relata_spec::bag::Verdict;
use std::fmt::Write;

pub(super) fn render(report: &Report, is_declared: bool) -> String {
    let mut text = String::new();
    // What everybody has done alike need not be told.
    let told = report.story.is_some() || report.acts.len() > 1;
    for at in 0..=report.hooks.len() {
        for act in report.acts.iter().filter(|act| told && act.after == at) {
            let _ = writeln!(text, "{} {}", paint(FRAME, "=="), paint(STRONG, &act.act));
        }
        if let Some(hook) = report.hooks.get(at) {
            render_hook(&mut text, hook);
        }
    }
    let _ = writeln!(text, "\n{}", paint(STRONG, "databags"));
    for bag in &report.bags {
        let (sign, style) = match bag.verdict {
            Verdict::Ready => ("✓", GOOD),
            Verdict::Absent => ("–", FAINT),
            Verdict::Incomplete => ("…", WARNING),
            Verdict::Invalid => ("✗", ERROR),
        };
        let _ = writeln!(
            text,
            "{} {} {} ({} databag): {}{}",
            paint(style, sign),
            bag.role,
            paint(NAME, &bag.writer),
            bag.scope,
            if is_declared {
                bag.verdict.name()
            } else {
                "not declared here"
            },
            if bag.version.is_empty() {
                String::new()
            } else {
                format!(", {}", bag.version)
            },
        );
        for (key, value) in &bag.databag {
            let _ = writeln!(text, "    {key}: {}", short(value));
        }
        for problem in &bag.problems {
            let _ = writeln!(text, "    {} {}", paint(ERROR, "error:"), one_line(problem));
        }
        for note in &bag.notes {
            let _ = writeln!(text, "    {} {}", paint(WARNING, "note:"), one_line(note));
        }
    }
    for finding in &report.findings {
        let code = paint(ERROR, format_args!("error[{}]:", finding.fault.id()));
        let _ = writeln!(text, "\n{code} {}", one_line(&finding.what));
        let (mark, id) = (paint(FRAME, "="), finding.fault.id());
        let explained = paint(FAINT, format_args!("(relata explain {id})"));
        let _ = writeln!(text, "   {mark} help: {} {explained}", finding.fault.help());
    }
    let failed = report.hooks.iter().filter(|hook| !hook.fine).count();
    let _ = writeln!(
        text,
        "\n{} over {}: {} hooks, {failed} failed, {} hook tools called{}",
        report.interface,
        if report.bags.is_empty() {
            "nothing"
        } else {
            "one relation"
        },
        report.hooks.len(),
        report
            .hooks
            .iter()
            .map(|hook| hook.calls.len())
            .sum::<usize>(),
        match report.seed {
            Some(seed) => format!("; the order was drawn from --seed {seed}"),
            None => String::new(),
        }
    );
    text
}

fn render_hook(text: &mut String, hook: &Hook) {
    let (sign, style) = if hook.fine {
        ("✓", GOOD)
    } else {
        ("✗", ERROR)
    };
    let _ = writeln!(
        text,
        "{} {} {} {}",
        paint(style, sign),
        paint(NAME, &hook.unit),
        paint(STRONG, &hook.name),
        paint(FAINT, format_args!("{:.0} ms", hook.seconds * 1000.0))
    );
    if !hook.fine {
        let _ = writeln!(text, "    {}", paint(ERROR, one_line(&hook.ended)));
        for line in &hook.last_words {
            let _ = writeln!(text, "    {} {}", paint(FRAME, "|"), one_line(line));
        }
    }
    for call in &hook.calls {
        let _ = writeln!(text, "    {} {}", paint(FRAME, "$"), short(call));
    }
    for change in &hook.changes {
        let value = |text: &Option<String>| text.as_deref().map_or("nothing".to_owned(), short);
        let _ = writeln!(
            text,
            "    {} {} {} {}: {} → {}",
            paint(WARNING, "~"),
            change.writer,
            change.scope,
            change.key,
            value(&change.before),
            value(&change.after)
        );
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 100;
    let line = one_line(text);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
