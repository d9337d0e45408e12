//! Is the data of these relations right?

mod bare;
mod charm;
mod document;
mod fit;
mod hint;
mod human;
mod identify;
mod judging;
mod reading;
mod relations;
mod report;
mod sides;
mod version;

use crate::Said;
use crate::args::{CheckArgs, Format};
use crate::failure::Failure;
use crate::{input, names};
use charm::Charm;
use document::Document;
use identify::Given;
use judging::{Index, Judges};
use relata_spec::Interface;
use relata_spec::bag::Verdict;
use relata_spec::words;
use report::Report;
use std::io::Read;
use std::path::Path;

/// The exit code when a databag is invalid or incomplete.
const FINDINGS: u8 = 1;
/// The exit code when there is no relation to check.
const NOTHING: u8 = 3;

pub(crate) fn run(
    catalogue: &[Interface],
    args: &CheckArgs,
    format: Format,
    stdin: Option<&mut dyn Read>,
) -> Result<Said, Failure> {
    if let Some(path) = &args.bag {
        let report = bare::check(catalogue, args, path, stdin)?;
        return Ok(said(&report, format, None));
    }
    let path = args.file.as_deref().unwrap_or(Path::new("-"));
    let text = input::read(path, stdin)?;
    let given = given(catalogue, args)?;
    let document = document::parse(&text, &input::name(path))?;
    // The document has its own copy by now, and the text may be large.
    drop(text);
    if let Some(nothing) = nothing_to_check(&document, args, &input::name(path)) {
        return Ok(said(&Report::default(), format, Some(nothing)));
    }
    let report = relations::check(&document, &given, args);
    let nothing = report.relations.is_empty().then(|| {
        "no relation could be told; say what one is with `--endpoint`, `--interface` and `--role`"
            .to_owned()
    });
    Ok(said(&report, format, nothing))
}

fn given<'a>(catalogue: &'a [Interface], args: &CheckArgs) -> Result<Given<'a>, Failure> {
    let given = Given {
        catalogue,
        index: Index::new(catalogue),
        judges: Judges::default(),
        interface: args
            .interface
            .as_deref()
            .map(|name| names::interface(catalogue, name))
            .transpose()?,
        role: args.role.map(Into::into),
        version: args.version,
        endpoint: args.endpoint.is_some(),
        charm: args.charm.as_deref().map(Charm::read).transpose()?,
    };
    given.validate()?;
    Ok(given)
}

/// Why there is nothing to check, if so.
fn nothing_to_check(document: &Document, args: &CheckArgs, name: &str) -> Option<String> {
    let relations = || document.units.iter().flat_map(|unit| &unit.relations);
    if relations().next().is_none() {
        return Some(format!("{name} shows no relation"));
    }
    let wanted = args.endpoint.as_deref()?;
    if relations().any(|relation| relation.endpoint == wanted) {
        return None;
    }
    let known = relations().map(|relation| relation.endpoint.as_str());
    Some(match words::did_you_mean(wanted, known) {
        Some(meant) => format!("no relation of the endpoint `{wanted}`; did you mean `{meant}`?"),
        None => format!(
            "no relation of the endpoint `{wanted}`, only of {}",
            document::endpoints(document)
        ),
    })
}

fn said(report: &Report, format: Format, nothing: Option<String>) -> Said {
    let stdout = match format {
        Format::Json => report.json(),
        Format::Human => human::render(report),
    };
    if let Some(why) = nothing {
        return Said {
            code: NOTHING,
            stdout,
            stderr: format!("nothing to check: {}\n", crate::failure::one_line(&why)),
        };
    }
    let code = match report.verdict() {
        Verdict::Invalid | Verdict::Incomplete => FINDINGS,
        Verdict::Ready | Verdict::Absent => 0,
    };
    Said {
        code,
        stdout,
        stderr: String::new(),
    }
}
