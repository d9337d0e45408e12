//! Which cases are there?

use super::{NOTHING, id, no_sarif};
use crate::Said;
use crate::args::FormatArg;
use crate::failure::{Failure, one_line};
use crate::style::{NAME, WARNING, paint};
use quick_junit::{Report as Document, TestCase, TestCaseStatus, TestSuite};
use relata_spec::model::Role;
use relata_tester::CharmDir;
use relata_tester::conformance::{Case, Subject};
use serde::Serialize;
use std::fmt::Write;

/// One case.
#[derive(Serialize)]
struct Listed<'a> {
    id: String,
    endpoint: &'a str,
    interface: &'a str,
    version: String,
    role: Role,
    case: &'a str,
    what: &'a str,
}

/// The cases that would be tried, and `hint` if there are none.
pub(super) fn of(
    charm: &CharmDir,
    cases: &[(&Subject, Vec<Case>)],
    hint: &str,
    format: FormatArg,
) -> Result<Said, Failure> {
    let mut listed = Vec::new();
    for (subject, cases) in cases {
        listed.extend(cases.iter().map(|case| Listed {
            id: id(subject, case),
            endpoint: &subject.endpoint,
            interface: &subject.interface.name,
            version: format!("v{}", case.version),
            role: subject.role,
            case: &case.name,
            what: &case.what,
        }));
    }
    let stdout = match format {
        FormatArg::Human => human(&listed, hint),
        FormatArg::Json => crate::json(&listed),
        FormatArg::Junit => junit(charm, &listed)?,
        FormatArg::Sarif => return Err(no_sarif()),
    };
    Ok(Said {
        code: if listed.is_empty() { NOTHING } else { 0 },
        stdout,
        stderr: String::new(),
    })
}

fn human(listed: &[Listed<'_>], hint: &str) -> String {
    if listed.is_empty() {
        return format!("{} {}\n", paint(WARNING, "nothing to try:"), one_line(hint));
    }
    let mut text = String::new();
    for one in listed {
        let _ = writeln!(text, "{}: {}", paint(NAME, &one.id), one_line(one.what));
    }
    let cases = if listed.len() == 1 { "case" } else { "cases" };
    let _ = writeln!(text, "{} {cases}", listed.len());
    text
}

/// Each case as one that was not run.
fn junit(charm: &CharmDir, listed: &[Listed<'_>]) -> Result<String, Failure> {
    let mut document = Document::new(format!("relata test {}", charm.name()));
    let same = |one: &Listed<'_>, other: &Listed<'_>| {
        (one.endpoint, &one.version) == (other.endpoint, &other.version)
    };
    for cases in listed.chunk_by(same) {
        let Some(first) = cases.first() else { continue };
        let name = format!("{}.{}.{}", first.interface, first.version, first.role);
        let mut suite = TestSuite::new(name.clone());
        for one in cases {
            let mut status = TestCaseStatus::skipped();
            status.set_message(one.what);
            let mut case = TestCase::new(&one.id, status);
            case.set_classname(name.clone());
            suite.add_test_case(case);
        }
        document.add_test_suite(suite);
    }
    (document.to_string())
        .map_err(|error| Failure::new(format!("the JUnit report cannot be written: {error}")))
}
