//! What happened, as a page for a browser.
//!
//! The page needs nothing else: no script, no other file, no network. Everything that
//! a charm wrote is escaped where it enters the page.

use super::report::{ActAt, Bag, BagChange, Hook, Report};
use std::fmt::{self, Write};

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub(super) fn page(report: &Report, is_declared: bool) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut page, report, is_declared);
    page
}

fn write(page: &mut String, report: &Report, is_declared: bool) -> fmt::Result {
    let title = format!("{} between two charms", report.interface);
    writeln!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"relata\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>",
        escaped(&title)
    )?;
    head(page, report)?;
    writeln!(page, "<main>")?;
    findings(page, report)?;
    writeln!(page, "<h2 id=\"timeline\">What happened</h2>")?;
    timeline(page, report)?;
    writeln!(page, "<h2 id=\"databags\">Databags in the end</h2>")?;
    writeln!(page, "<div class=\"bags\">")?;
    for one in &report.bags {
        bag(page, one, is_declared)?;
    }
    if report.bags.is_empty() {
        writeln!(page, "<p>There is no relation.</p>")?;
    }
    writeln!(page, "</div>\n</main>\n</body>\n</html>")
}

fn head(page: &mut String, report: &Report) -> fmt::Result {
    let failed = report.hooks.iter().filter(|hook| !hook.fine).count();
    let calls: usize = report.hooks.iter().map(|hook| hook.calls.len()).sum();
    writeln!(page, "<header>\n<h1>{}</h1>", escaped(&report.interface))?;
    writeln!(
        page,
        "<p>{} {} hooks, <span class=\"{}\">{failed} failed</span>, {calls} hook tools called</p>",
        chip(report.verdict.name()),
        report.hooks.len(),
        if failed == 0 { "fine" } else { "failed" },
    )?;
    if let Some(story) = &report.story {
        let story = escaped(story);
        writeln!(page, "<p class=\"facts\">Story: <code>{story}</code></p>")?;
    }
    if let Some(seed) = report.seed {
        writeln!(
            page,
            "<p class=\"facts\">The order was drawn from seed {seed}</p>"
        )?;
    }
    writeln!(page, "</header>")
}

fn findings(page: &mut String, report: &Report) -> fmt::Result {
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "<section class=\"findings\">\n<h2>What is wrong</h2>\n<ul>"
    )?;
    for finding in &report.findings {
        let (id, title) = (finding.fault.id(), finding.fault.title());
        write!(
            page,
            "<li><strong>{id}</strong> {}: {}",
            escaped(title),
            escaped(&finding.what)
        )?;
        if !finding.evidence.is_empty() {
            write!(page, "<pre>{}</pre>", escaped(&finding.evidence.join("\n")))?;
        }
        writeln!(page, "</li>")?;
    }
    writeln!(page, "</ul>\n</section>")
}

/// A lane for each unit; time goes down.
fn timeline(page: &mut String, report: &Report) -> fmt::Result {
    let longest = report.hooks.iter().map(|hook| hook.seconds);
    let longest = longest.fold(f64::MIN_POSITIVE, f64::max);
    writeln!(
        page,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"timeline\">\n\
         <ol class=\"lanes\" style=\"--lanes: {}\">",
        report.units.len().max(1)
    )?;
    for unit in &report.units {
        writeln!(
            page,
            "<li class=\"lane\" aria-hidden=\"true\">{}</li>",
            escaped(unit)
        )?;
    }
    for at in 0..=report.hooks.len() {
        for ActAt { act, .. } in report.acts.iter().filter(|act| act.after == at) {
            writeln!(page, "<li class=\"act\">{}</li>", escaped(act))?;
        }
        if let Some(one) = report.hooks.get(at) {
            let lane = report.units.iter().position(|unit| *unit == one.unit);
            let lane = lane.map_or(1, |lane| lane + 1);
            writeln!(page, "<li style=\"grid-column: {lane}\">")?;
            hook(page, one, one.seconds / longest)?;
            writeln!(page, "</li>")?;
        }
    }
    writeln!(page, "</ol>\n</div>")
}

fn hook(page: &mut String, hook: &Hook, share: f64) -> fmt::Result {
    if !hook.has_program {
        return writeln!(
            page,
            "<p class=\"unheard\" title=\"the charm has no program for this hook\">\
             <span class=\"unit\">{} </span>{}</p>",
            escaped(&hook.unit),
            escaped(&hook.name)
        );
    }
    let says_nothing = hook.calls.is_empty() && hook.stderr.is_empty();
    let class = match (hook.fine, says_nothing) {
        (false, _) => "failed",
        (true, true) => "quiet",
        (true, false) => "fine",
    };
    // What is wrong, and what was written, is seen at once.
    let open = if hook.fine && hook.changes.is_empty() {
        ""
    } else {
        " open"
    };
    writeln!(
        page,
        "<details class=\"{class}\"{open}><summary><span class=\"unit\">{} </span>{} {} \
         <span class=\"time\">{:.0} ms</span><span class=\"bar\" style=\"width: {:.1}%\"></span></summary>",
        escaped(&hook.unit),
        if hook.fine { "" } else { "✗" },
        escaped(&hook.name),
        hook.seconds * 1000.0,
        share * 100.0
    )?;
    if !hook.fine {
        writeln!(page, "<p class=\"failed\">It {}.</p>", escaped(&hook.ended))?;
        // What it printed stands below, all of it.
        let logged = hook.last_words.iter().map(String::as_str);
        let logged: Vec<&str> = logged
            .filter(|line| !line.starts_with("stderr: "))
            .collect();
        if !logged.is_empty() {
            let last = escaped(&logged.join("\n"));
            writeln!(
                page,
                "<pre class=\"failed\" aria-label=\"last words\">{last}</pre>"
            )?;
        }
    }
    changes(page, &hook.changes)?;
    if !hook.calls.is_empty() {
        let calls = escaped(&hook.calls.join("\n"));
        writeln!(page, "<pre aria-label=\"hook tools\">{calls}</pre>")?;
    }
    if !hook.stderr.is_empty() {
        let stderr = escaped(&hook.stderr);
        writeln!(
            page,
            "<pre class=\"failed\" aria-label=\"standard error\">{stderr}</pre>"
        )?;
    }
    if says_nothing {
        writeln!(page, "<p class=\"facts\">It called no hook tool.</p>")?;
    }
    writeln!(page, "</details>")
}

fn changes(page: &mut String, changes: &[BagChange]) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "<table><caption>written</caption><tr><th scope=\"col\">databag</th>\
         <th scope=\"col\">key</th><th scope=\"col\">before → after</th></tr>"
    )?;
    for change in changes {
        write!(
            page,
            "<tr><td>{}</td><th scope=\"row\">{}</th><td class=\"value\">",
            escaped(&change.writer),
            escaped(&change.key)
        )?;
        if let Some(before) = &change.before {
            write!(page, "<del>{}</del> → ", escaped(before))?;
        }
        match &change.after {
            Some(after) => write!(page, "<ins>{}</ins>", escaped(after))?,
            None => write!(page, "taken back")?,
        }
        writeln!(page, "</td></tr>")?;
    }
    writeln!(page, "</table>")
}

fn bag(page: &mut String, bag: &Bag, is_declared: bool) -> fmt::Result {
    let verdict = if is_declared {
        chip(bag.verdict.name())
    } else {
        "not declared here".to_owned()
    };
    writeln!(
        page,
        "<article>\n<h3>{} {} <small>({}, {} databag)</small></h3>\n<p>{verdict} {}</p>",
        escaped(&bag.writer),
        if bag.databag.is_empty() {
            "wrote nothing"
        } else {
            ""
        },
        bag.role,
        bag.scope,
        escaped(&bag.version)
    )?;
    if !bag.databag.is_empty() {
        writeln!(page, "<table>")?;
        for (key, value) in &bag.databag {
            let (key, value) = (escaped(key), escaped(value));
            writeln!(
                page,
                "<tr><th scope=\"row\">{key}</th><td class=\"value\">{value}</td></tr>"
            )?;
        }
        writeln!(page, "</table>")?;
    }
    for problem in &bag.problems {
        writeln!(page, "<p class=\"invalid\">{}</p>", escaped(problem))?;
    }
    for note in &bag.notes {
        writeln!(page, "<p class=\"facts\">{}</p>", escaped(note))?;
    }
    writeln!(page, "</article>")
}

/// One of our own words, in its colour.
fn chip(word: &str) -> String {
    format!("<span class=\"chip {word}\">{word}</span>")
}

/// The text with nothing in it that a browser could take for more than text.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // What changes the direction of a line, or rings a bell, is shown as what it is.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                safe.extend(letter.escape_unicode());
            }
            letter if letter.is_control() && letter != '\n' && letter != '\t' => {
                safe.extend(letter.escape_unicode());
            }
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(
            escaped("<script>alert(\"a&b\")</script>'"),
            "&lt;script&gt;alert(&quot;a&amp;b&quot;)&lt;/script&gt;&#39;"
        );
        assert_eq!(escaped("a\u{202e}b\u{7}c\nd"), "a\\u{202e}b\\u{7}c\nd");
    }
}
