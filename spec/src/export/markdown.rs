//! How is Markdown put together so that it stays well-formed?
//!
//! What an author wrote is Markdown already. Here it is fitted into its place:
//! between headings of the document, or into one cell of a table.

use std::fmt::Write;

/// A document of blocks with an empty line between them.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    /// Of the last heading.
    level: usize,
}

impl Page {
    pub(super) fn heading(&mut self, level: usize, title: &str) {
        self.level = level;
        self.level = level;
        self.block(&format!("{} {title}", "#".repeat(level)));
    }

    /// Text of the author's own, or of ours. Nothing is written for an empty
    /// one. Headings in it go below the last heading of the document.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.block(&demoted(text, self.level));
    }

    /// A list of one line each.
    pub(super) fn bullets(&mut self, items: &[String]) {
        let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.block(&lines.join("\n"));
    }

    /// A block of code in this language.
    pub(super) fn fence(&mut self, language: &str, code: &str) {
        let mark = "`".repeat(longest_run(code).max(2) + 1);
        self.block(&format!("{mark}{language}\n{}\n{mark}", code.trim_end()));
    }

    /// A table; each cell is Markdown of any number of lines.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let mut table = String::new();
        let _ = writeln!(table, "| {} |", head.join(" | "));
        let _ = writeln!(table, "|{}", "---|".repeat(head.len()));
        for row in rows {
            table.push('|');
            for text in row {
                match cell(text).as_str() {
                    "" => table.push_str(" |"),
                    text => {
                        let _ = write!(table, " {text} |");
                    }
                }
            }
            table.push('\n');
        }
        self.block(&table);
    }

    fn block(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in text.trim_end().lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// The document, with a newline at its end.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// The text as code in a sentence, whatever backquotes are in it.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let run = longest_run(&text);
    if run == 0 {
        return format!("`{text}`");
    }
    let mark = "`".repeat(run + 1);
    format!("{mark} {text} {mark}")
}

/// The text with its soft line breaks as spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The text with a full stop at its end, unless it has one.
pub(super) fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) {
        text
    } else {
        format!("{text}.")
    }
}

/// Markdown of any number of lines as one line that a table can hold: a
/// paragraph stays apart, a list becomes lines with bullets, a pipe is escaped.
fn cell(text: &str) -> String {
    let mut line = String::new();
    let mut fresh = true;
    for part in text.lines().map(str::trim) {
        let item = ["- ", "* "]
            .into_iter()
            .find_map(|mark| part.strip_prefix(mark));
        match (part.is_empty() || part.starts_with("```"), item) {
            (true, _) => {
                fresh = true;
                continue;
            }
            (false, Some(item)) => {
                line.push_str(if line.is_empty() { "• " } else { "<br>• " });
                line.push_str(item);
            }
            (false, None) => {
                if !line.is_empty() {
                    line.push_str(if fresh { "<br>" } else { " " });
                }
                line.push_str(part);
            }
        }
        fresh = false;
    }
    let mut escaped = String::with_capacity(line.len());
    let mut before = ' ';
    for letter in line.chars() {
        if letter == '|' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = letter;
    }
    escaped
}

fn demoted(text: &str, below: usize) -> String {
    let mut fenced = false;
    let lines: Vec<String> = text
        .trim_matches('\n')
        .lines()
        .map(|line| {
            fenced ^= line.trim_start().starts_with("```");
            let level = line.chars().take_while(|letter| *letter == '#').count();
            let is_heading = !fenced && (1..=6).contains(&level) && line[level..].starts_with(' ');
            if is_heading {
                format!("{}{}", "#".repeat((level + below).min(6)), &line[level..])
            } else {
                line.to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> String {
        let mut page = Page::default();
        page.table(&["A"], &[vec![text.to_owned()]]);
        page.finish()
    }

    #[test]
    fn a_pipe_in_a_cell_is_escaped_once() {
        assert_eq!(
            table("a|b `c|d`, e\\|f"),
            "| A |\n|---|\n| a\\|b `c\\|d`, e\\|f |\n"
        );
    }

    #[test]
    fn paragraphs_and_lists_stay_apart_in_a_cell() {
        assert_eq!(
            table("One\nline.\n\nTwo:\n\n- a\n  b\n- c\n"),
            "| A |\n|---|\n| One line.<br>Two:<br>• a b<br>• c |\n"
        );
    }

    #[test]
    fn an_empty_cell_leaves_no_double_space() {
        assert_eq!(table(""), "| A |\n|---|\n| |\n");
    }

    #[test]
    fn headings_of_the_author_go_below_those_of_the_document() {
        let mut page = Page::default();
        page.heading(3, "X");
        page.paragraph("# A\n\n```\n# no heading\n```\n#no heading");
        assert_eq!(
            page.finish(),
            "### X\n\n#### A\n\n```\n# no heading\n```\n#no heading\n"
        );
    }

    #[test]
    fn code_may_hold_backquotes() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
    }

    #[test]
    fn no_line_ends_with_a_space() {
        let mut page = Page::default();
        page.paragraph("a  \nb ");
        assert_eq!(page.finish(), "a\nb\n");
    }
}
