//! Nothing is found where nothing is wrong.

use crate::{HEALTHY, failed, made, options, results, subject};

#[test]
fn a_healthy_charm_passes_every_case() {
    let results = results(HEALTHY, |_| true);
    assert!(failed(&results).is_empty(), "{:#?}", failed(&results));
    let named = |name: &str| results.iter().any(|result| result.case.starts_with(name));
    for case in [
        "nothing-yet",
        "typical",
        "minimal",
        "without-app-reader",
        "long-app-reader",
        "unknown-key-app",
        "broken-app-books-",
        "secret-not-granted",
        "secret-rotated",
        "secret-removed",
        "followers",
        "leader-changes",
        "two-relations",
        "taken-back",
        "upgraded",
        "gone",
        "gibberish",
        "odd-app-reader",
        "odd-app-binding",
        "leader-leaves",
        "scaled-down",
        "remote-scaled",
        "remote-units-gone",
    ] {
        assert!(
            named(case),
            "{case} is not among {:?}",
            results.iter().map(|one| &one.case).collect::<Vec<_>>()
        );
    }
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let made = made(HEALTHY);
    let cases = subject(&made.charm).cases();
    let mut names: Vec<(u32, &str)> = cases
        .iter()
        .map(|case| (case.version, case.name.as_str()))
        .collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn a_charm_that_does_not_start_says_nothing_about_its_relations() {
    let made = made("exit 9");
    let subject = subject(&made.charm);
    let told = relata_tester::conformance::run(&subject, &subject.cases(), &options(), &|_| ());
    let told = told.expect_err("it does not start").message;
    assert!(
        told.contains("does not start") && told.contains("exit code 9"),
        "{told}"
    );
}

#[test]
fn a_charm_that_does_nothing_breaks_nothing_but_what_is_expected_of_it() {
    let results = results("exit 0", |_| true);
    let failed = failed(&results);
    let named: Vec<&str> = failed.iter().map(|result| &*result.case).collect();
    assert!(named.contains(&"typical"), "{named:?}");
    for result in failed {
        assert_eq!(result.findings[0].fault.id(), "C11", "{result:#?}");
    }
}
