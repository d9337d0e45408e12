//! The answer for people: what is wrong, where, on whose side, what to do.

mod bag;

use super::report::{BagReport, RelationReport, Report, Skipped};
use crate::failure::one_line;
use crate::style::{ERROR, FAINT, FRAME, GOOD, NAME, STRONG, WARNING, paint};
use anstyle::Style;
use relata_spec::bag::Verdict;
use relata_spec::model::Role;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many units are named before the rest is counted.
const MOST_UNITS: usize = 3;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for relation in &report.relations {
        render_relation(&mut text, relation);
    }
    render_skipped(&mut text, &report.skipped);
    render_reading(&mut text, report);
    render_summary(&mut text, report);
    text
}

fn render_relation(text: &mut String, relation: &RelationReport) {
    if relation.units.is_empty() {
        for bag in &relation.bags {
            bag::render(text, relation, bag);
        }
        text.push('\n');
        return;
    }
    let mut place = paint(NAME, clean(&relation.endpoint));
    if let Some(other) = &relation.related_endpoint
        && relation.role != Role::Peer
    {
        place.push_str(" ↔ ");
        if let Some(remote) = relation.remote() {
            let _ = write!(place, "{} ", paint(STRONG, clean(remote)));
        }
        place.push_str(&paint(NAME, clean(other)));
    }
    if let Some(id) = relation.id {
        let _ = write!(place, " · relation {id}");
    }
    if relation.cross_model {
        place.push_str(" · cross-model");
    }
    let _ = writeln!(text, "{} {place}", paint(STRONG, units(&relation.units)));
    let own = application(&relation.units[0]);
    let how = match relation.origin.confidence {
        "given" => relation.origin.why.clone(),
        sure => format!("found by fit, {sure}: {}", relation.origin.why),
    };
    let _ = writeln!(
        text,
        "  interface {}, of which {} is the {} {}",
        paint(NAME, &relation.interface),
        clean(own),
        relation.role,
        paint(FAINT, format_args!("({how})"))
    );
    for bag in relation.bags.iter().filter(|bag| bag.is_news()) {
        bag::render(text, relation, bag);
    }
    if !relation.bags.iter().any(BagReport::is_news) {
        let _ = writeln!(
            text,
            "  {}",
            paint(FAINT, "no databag that it declares is shown")
        );
    }
    text.push('\n');
}

fn sign(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Ready => ("✓", GOOD),
        Verdict::Incomplete => ("…", WARNING),
        Verdict::Invalid => ("✗", ERROR),
        Verdict::Absent => ("–", FAINT),
    }
}

fn render_skipped(text: &mut String, skipped: &[Skipped]) {
    // All that an application leaves unchecked for one reason is one line.
    let mut groups: BTreeMap<(&str, &str), Vec<&Skipped>> = BTreeMap::new();
    for each in skipped {
        groups
            .entry((application(&each.unit), &each.why))
            .or_default()
            .push(each);
    }
    for ((_, why), group) in &groups {
        let mut names: Vec<String> = Vec::new();
        let mut endpoints: Vec<String> = Vec::new();
        for each in group {
            let mut place = paint(NAME, clean(&each.endpoint));
            if let Some(id) = each.relation_id {
                let _ = write!(place, " (relation {id})");
            }
            if !names.contains(&each.unit) {
                names.push(each.unit.clone());
            }
            if !endpoints.contains(&place) {
                endpoints.push(place);
            }
        }
        let _ = writeln!(
            text,
            "{} {} {}: {}",
            paint(STRONG, units(&names)),
            shorten_list(&endpoints),
            paint(WARNING, "not checked"),
            clean(why)
        );
        let candidates: Vec<String> = group[0]
            .candidates
            .iter()
            .map(|each| format!("{} as {}", each.interface, each.role))
            .collect();
        if !candidates.is_empty() {
            let _ = writeln!(
                text,
                "  {} {}",
                paint(FRAME, "= candidates:"),
                shorten_list(&candidates)
            );
        }
    }
    if !groups.is_empty() {
        text.push('\n');
    }
}

fn render_reading(text: &mut String, report: &Report) {
    let Some(reading) = &report.reading else {
        return;
    };
    if report.relations.is_empty() {
        return;
    }
    let said = format!(
        "read as the output of Juju {}: {}",
        reading.version, reading.why
    );
    let _ = if reading.by == "assumed" {
        writeln!(text, "{} {said}", paint(WARNING, "assumed:"))
    } else {
        writeln!(text, "{}", paint(FAINT, said))
    };
}

fn render_summary(text: &mut String, report: &Report) {
    let total = report.bags().filter(|bag| bag.is_news()).count();
    if total == 0 {
        return;
    }
    let count = |verdict| {
        report
            .bags()
            .filter(|bag| bag.is_news() && bag.verdict == verdict)
            .count()
    };
    let parts: Vec<String> = [
        Verdict::Invalid,
        Verdict::Incomplete,
        Verdict::Ready,
        Verdict::Absent,
    ]
    .into_iter()
    .map(|verdict| (verdict, count(verdict)))
    .filter(|(_, count)| *count > 0)
    .map(|(verdict, count)| {
        let (_, style) = sign(verdict);
        paint(style, format_args!("{count} {}", name(verdict)))
    })
    .collect();
    let noun = if total == 1 { "databag" } else { "databags" };
    let _ = writeln!(text, "{total} {noun}: {}", parts.join(", "));
}

impl RelationReport {
    /// The application at the other end, where it is known.
    fn remote(&self) -> Option<&str> {
        self.bags
            .iter()
            .filter(|bag| bag.side == Some("remote"))
            .find_map(|bag| bag.application.as_deref())
    }
}

impl BagReport {
    /// Whether it is worth a line: a databag that the version does not have,
    /// and in which nobody wrote, is not.
    fn is_news(&self) -> bool {
        self.declared || !self.unknown_keys.is_empty() || !self.notes.is_empty()
    }

    fn verdict_name(&self) -> &'static str {
        name(self.verdict)
    }
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Absent => "absent",
        Verdict::Incomplete => "incomplete",
        Verdict::Ready => "ready",
        Verdict::Invalid => "invalid",
    }
}

fn units(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_UNITS)
        .map(|name| clean(name))
        .collect();
    let more = names.len() - shown.len();
    let shown = shown.join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

fn shorten_list(words: &[String]) -> String {
    const MOST: usize = 12;
    let shown = words
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if words.len() > MOST {
        format!("{shown} and {} more", words.len() - MOST)
    } else {
        shown
    }
}

fn application(unit: &str) -> &str {
    super::document::application(unit)
}

/// Text from the input, fit for a terminal: one line, nothing that steers it.
fn clean(text: &str) -> String {
    one_line(text)
}
