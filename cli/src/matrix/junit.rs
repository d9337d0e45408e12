//! What was found out, for a continuous integration.

use super::Report;
use super::results::Outcome;
use crate::failure::Failure;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

pub(super) fn document(report: &Report) -> Result<String, Failure> {
    let mut document = Document::new("relata matrix");
    let mut suites: Vec<TestSuite> = Vec::new();
    let mut add = |suite: &str, case: TestCase| match suites.last_mut() {
        Some(last) if last.name.as_str() == suite => {
            last.add_test_case(case);
        }
        _ => {
            let mut fresh = TestSuite::new(suite);
            fresh.add_test_case(case);
            suites.push(fresh);
        }
    };
    for result in report.results.each() {
        let suite = format!("{}.v{}.{}", result.interface, result.version, result.role);
        add(&suite, case(report, result, &suite));
    }
    for one in &report.trial.broken {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&one.why).set_description(&one.at);
        add("not set up", TestCase::new(&one.charm, status));
    }
    for one in &report.trial.untried {
        let mut status = TestCaseStatus::skipped();
        status.set_message(&one.why).set_description(&one.at);
        add("not tried", TestCase::new(&one.charm, status));
    }
    document.add_test_suites(suites);
    document
        .to_string()
        .map_err(|error| Failure::new(format!("the JUnit report cannot be written: {error}")))
}

fn case(report: &Report, result: Outcome<'_>, suite: &str) -> TestCase {
    let cell = report.cell(result);
    let mut status = if result.passed {
        TestCaseStatus::success()
    } else {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    };
    if let Some(why) = cell.and_then(|cell| cell.why.as_ref()) {
        status.set_message(&why.what);
        if let Some(replay) = &why.replay {
            status.set_description(replay);
        }
    }
    let mut case = TestCase::new(result.charm, status);
    case.set_classname(suite);
    let seconds = cell.map_or(0.0, |cell| cell.seconds);
    case.set_time(Duration::try_from_secs_f64(seconds).unwrap_or_default());
    case
}
