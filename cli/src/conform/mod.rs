//! Does a charm keep to the interfaces that it names?

mod hint;
mod human;
mod junit;
mod listing;
mod sameness;

use crate::Said;
use crate::args::{FormatArg, TestArgs};
use crate::failure::Failure;
use relata_spec::{Interface, words};
use relata_tester::CharmDir;
use relata_tester::conformance::{Case, CaseResult, CaseVerdict, Subject, run as run_cases};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// The exit code if there was nothing to try.
const NOTHING: u8 = 3;

/// Everything that was found out.
#[derive(Serialize)]
struct Report<'a> {
    charm: &'a str,
    passed: usize,
    failed: usize,
    not_served: usize,
    /// Endpoints whose interface nobody has declared here.
    unknown: Vec<Unknown>,
    results: Vec<Tried>,
    /// What there is instead, if nothing was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// One case.
#[derive(Serialize)]
struct Tried {
    #[serde(flatten)]
    result: CaseResult,
    /// The command that plays just this case again, if something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<String>,
}

#[derive(Serialize)]
struct Unknown {
    endpoint: String,
    interface: String,
    /// The interface that was perhaps meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
}

pub(crate) fn run(
    catalogue: &[Interface],
    args: &TestArgs,
    format: FormatArg,
) -> Result<Said, Failure> {
    let failed = |error: relata_tester::SetupError| Failure::new(error.message);
    let charm = CharmDir::load(&args.charm).map_err(failed)?;
    let (subjects, unknown) = Subject::of(&charm, catalogue);
    let all = subjects.clone();
    let (subjects, unknown) = wanted(args, &charm, subjects, unknown)?;
    if args.list {
        let cases: Vec<(&Subject, Vec<Case>)> = (subjects.iter())
            .map(|subject| (subject, chosen(args, subject)))
            .collect();
        let hint = hint::of_nothing(args, &charm, &all, &subjects);
        return listing::of(&charm, &cases, &hint, format);
    }
    let options = args.trial.options();
    let mut results = Vec::new();
    for subject in &subjects {
        let cases = chosen(args, subject);
        if cases.is_empty() {
            continue;
        }
        results.extend(run_cases(subject, &cases, &options, &progress).map_err(failed)?);
    }
    let count = |verdict| results.iter().filter(|one| one.verdict == verdict).count();
    let folder = args.charm.display().to_string();
    let tried = |result: CaseResult| Tried {
        replay: (result.verdict == CaseVerdict::Failed)
            .then(|| args.trial.replay(&folder, &result.id())),
        result,
    };
    let report = Report {
        charm: charm.name(),
        passed: count(CaseVerdict::Passed),
        failed: count(CaseVerdict::Failed),
        not_served: count(CaseVerdict::NotServed),
        unknown: unknown
            .into_iter()
            .map(|(endpoint, interface)| Unknown {
                did_you_mean: hint::interface(catalogue, &interface),
                endpoint,
                interface,
            })
            .collect(),
        hint: (results.is_empty()).then(|| hint::of_nothing(args, &charm, &all, &subjects)),
        results: results.into_iter().map(tried).collect(),
    };
    let code = match (report.results.is_empty(), report.failed) {
        (true, _) => NOTHING,
        (false, 0) => 0,
        (false, _) => 1,
    };
    let stdout = match format {
        FormatArg::Junit => junit::document(&report)?,
        FormatArg::Json => crate::json(&report),
        FormatArg::Human => human::render(&report),
        FormatArg::Sarif => return Err(no_sarif()),
    };
    Ok(Said {
        code,
        stdout,
        stderr: String::new(),
    })
}

fn no_sarif() -> Failure {
    Failure::new("`relata test` does not answer in SARIF: use `--format json` or `--format junit`")
}

/// Endpoints with what their interface declares, and the names of the others.
type Endpoints = (Vec<Subject>, Vec<(String, String)>);

/// The endpoints that were asked for.
fn wanted(
    args: &TestArgs,
    charm: &CharmDir,
    mut subjects: Vec<Subject>,
    mut unknown: Vec<(String, String)>,
) -> Result<Endpoints, Failure> {
    if let Some(endpoint) = &args.endpoint {
        if charm.charm().endpoint(endpoint).is_none() {
            let known: Vec<&str> = (charm.charm().endpoints()).map(|(name, _)| name).collect();
            let there_is = match words::did_you_mean(endpoint, known.iter().copied()) {
                Some(meant) => format!("; did you mean `{meant}`?"),
                None if known.is_empty() => " nor any other".to_owned(),
                None => format!(", only {}", words::list(known)),
            };
            return Err(Failure::new(format!(
                "{} has no endpoint `{endpoint}`{there_is}",
                charm.name()
            )));
        }
        subjects.retain(|subject| subject.endpoint == *endpoint);
        unknown.retain(|(name, _)| name == endpoint);
    }
    if let Some(interface) = &args.interface {
        subjects.retain(|subject| subject.interface.name == *interface);
        unknown.retain(|(_, name)| name == interface);
    }
    Ok((subjects, unknown))
}

/// The cases of an endpoint that were asked for, and that are of this shard.
fn chosen(args: &TestArgs, subject: &Subject) -> Vec<Case> {
    let id = |case: &Case| id(subject, case);
    let cases = subject.cases();
    // The whole name is the name of one case, even if others begin with it.
    let is_whole = |filter: &str| cases.iter().any(|case| id(case) == filter);
    let wanted = |case: &Case| match &args.filter {
        None => true,
        Some(filter) if is_whole(filter) => id(case) == *filter,
        Some(filter) => id(case).contains(filter.as_str()),
    };
    let wanted: Vec<bool> = cases.iter().map(wanted).collect();
    let (shard, shards) = args.shard.unwrap_or((1, 1));
    (cases.into_iter().zip(wanted))
        .filter_map(|(case, is_wanted)| is_wanted.then_some(case))
        .enumerate()
        .filter(|(number, _)| number % shards == shard - 1)
        .map(|(_, case)| case)
        .collect()
}

/// How a case is named on the command line.
fn id(subject: &Subject, case: &Case) -> String {
    format!("{}/v{}/{}", subject.endpoint, case.version, case.name)
}

/// A line for whoever watches; nothing where nobody does.
pub(crate) fn progress(result: &CaseResult) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        let sign = match result.verdict {
            CaseVerdict::Passed => "ok",
            CaseVerdict::Failed => "FAILED",
            CaseVerdict::NotServed => "not served",
        };
        // Whoever stopped watching misses nothing.
        let _ = writeln!(stderr, "{} {sign} ({:.1} s)", result.id(), result.seconds);
    }
}
