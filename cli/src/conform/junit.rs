//! What was found out, for a continuous integration.

use super::{Report, Tried};
use crate::failure::Failure;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use relata_tester::conformance::CaseVerdict;
use std::time::Duration;

pub(super) fn document(report: &Report<'_>) -> Result<String, Failure> {
    let mut document = Document::new(format!("relata test {}", report.charm));
    let mut suites: Vec<TestSuite> = Vec::new();
    for tried in &report.results {
        let result = &tried.result;
        let name = format!("{}.{}.{}", result.interface, result.version, result.role);
        let case = case(tried, &name);
        match suites.iter_mut().find(|suite| suite.name.as_str() == name) {
            Some(suite) => {
                suite.add_test_case(case);
            }
            None => {
                let mut suite = TestSuite::new(name);
                suite.add_test_case(case);
                suites.push(suite);
            }
        }
    }
    document.add_test_suites(suites);
    document
        .to_string()
        .map_err(|error| Failure::new(format!("the JUnit report cannot be written: {error}")))
}

fn case(Tried { result, replay }: &Tried, suite: &str) -> TestCase {
    let status = match result.verdict {
        CaseVerdict::Passed => TestCaseStatus::success(),
        CaseVerdict::NotServed => {
            let mut status = TestCaseStatus::skipped();
            status.set_message("the charm does not speak this version");
            status
        }
        CaseVerdict::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let first = result.findings.first();
            if let Some(finding) = first {
                status.set_type(finding.fault.id());
                status.set_message(format!("{}: {}", finding.fault.title(), finding.what));
            }
            let lines = result.findings.iter().flat_map(|finding| {
                let place = match (&finding.unit, &finding.hook) {
                    (Some(unit), Some(hook)) => format!("{unit} {hook}: "),
                    _ => String::new(),
                };
                std::iter::once(format!("{} {place}{}", finding.fault.id(), finding.what))
                    .chain(finding.evidence.iter().map(|line| format!("  {line}")))
            });
            let lines = lines.chain(replay.clone());
            status.set_description(lines.collect::<Vec<_>>().join("\n"));
            status
        }
    };
    let mut case = TestCase::new(result.id(), status);
    case.set_classname(suite);
    case.set_time(Duration::try_from_secs_f64(result.seconds).unwrap_or_default());
    case
}
