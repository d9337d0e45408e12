//! `relata explain`: what does a rule say, whom does breaking it hurt, and how
//! is it mended?

use crate::Said;
use crate::args::{ExplainArgs, Format};
use crate::failure::Failure;
use crate::style::{NAME, paint};
use relata_spec::rules::{self, RULES, Rule};
use serde::Serialize;
use std::fmt::Write;

/// A rule for programs.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    slug: &'static str,
    title: &'static str,
    help: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'static str>,
}

impl Entry {
    fn new(rule: &Rule) -> Entry {
        Entry {
            id: rule.id,
            slug: rule.slug,
            title: rule.title,
            help: rule.help,
            page: None,
        }
    }
}

pub(crate) fn run(args: &ExplainArgs, format: Format) -> Result<Said, Failure> {
    let Some(asked) = &args.rule else {
        return Ok(Said::fine(all(format)));
    };
    let rule = find(asked)?;
    Ok(Said::fine(match format {
        Format::Json => crate::json(&Entry {
            page: Some(rule.page()),
            ..Entry::new(rule)
        }),
        Format::Human => rule.page().to_owned(),
    }))
}

/// The rule of this id or slug.
fn find(asked: &str) -> Result<&'static Rule, Failure> {
    // As it stands in a message: `error[R4]`.
    let asked = asked.trim_start_matches("error").trim_matches(['[', ']']);
    rules::rule(&asked.to_uppercase())
        .or_else(|| RULES.iter().find(|rule| rule.slug == asked))
        .ok_or_else(|| {
            let last = |letter: char| {
                let mut of_letter = RULES.iter().rev();
                let last = of_letter.find(|rule| rule.id.starts_with(letter));
                last.map_or("", |rule| rule.id)
            };
            Failure::new(format!(
                "there is no rule `{asked}`, only R1 to {}, B1 to {}, D1 to {} and C1 to {}; \
                 `relata explain` lists them",
                last('R'),
                last('B'),
                last('D'),
                last('C')
            ))
        })
}

fn all(format: Format) -> String {
    match format {
        Format::Json => crate::json(&RULES.iter().map(Entry::new).collect::<Vec<_>>()),
        Format::Human => RULES.iter().fold(String::new(), |mut text, rule| {
            let id = paint(NAME, format_args!("{:<4}", rule.id));
            let _ = writeln!(text, "{id} {}", rule.title);
            text
        }),
    }
}
