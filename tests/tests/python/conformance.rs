//! Does each charm keep to its declaration?
//!
//! Every kind of case of a declaration is played to every charm. Of the mistakes that
//! one field can make, [`MISTAKES`] are: a field that is a document can make dozens, and
//! a case in Python takes half a second. `RELATA_MISTAKES=1000` plays them all.
//!
//! What fails is either a mistake of ours, or a known defect of a library, listed here
//! with its reason. A defect that does not show any more has to leave the list.

mod known;

use crate::certificates::prepare_machine;
use crate::charms::{options, plain_python, python, rust, shell};
use crate::storage::Storage;
use known::Known;
use relata_tester::CharmDir;
use relata_tester::conformance::{
    Case, CaseResult, CaseVerdict, RunOptions, Subject, run as run_cases,
};
use std::collections::BTreeMap;
use std::env;
use std::time::Instant;

/// How many mistakes of one field are played: the first, and others evenly spread over
/// the rest.
const MISTAKES: usize = 3;

/// Plays the cases that are wanted, and compares what fails with what is known.
fn check(charm: Option<CharmDir>, known: &[Known], wanted: impl Fn(&Case) -> bool) {
    let Some(charm) = charm else { return };
    let begun = Instant::now();
    let results = results(&charm, wanted);
    let count = |verdict| results.iter().filter(|one| one.verdict == verdict).count();
    println!(
        "{}: {} passed, {} failed, {} of a version that is not served, in {:.0} s",
        charm.name(),
        count(CaseVerdict::Passed),
        count(CaseVerdict::Failed),
        count(CaseVerdict::NotServed),
        begun.elapsed().as_secs_f64()
    );
    let failed = || (results.iter()).filter(|result| result.verdict == CaseVerdict::Failed);
    let mut unknown = 0;
    for result in failed() {
        if !known.iter().any(|known| known.explains(result)) {
            unknown += 1;
            println!("{}: {:#?}", result.id(), result.findings);
        }
    }
    let healed: Vec<&Known> = known
        .iter()
        .filter(|known| !failed().any(|result| known.explains(result)))
        .collect();
    assert!(unknown == 0, "{unknown} cases fail; they stand above");
    assert!(healed.is_empty(), "no defects any more: {healed:#?}");
}

/// Plays the cases that are wanted.
pub(crate) fn results(charm: &CharmDir, wanted: impl Fn(&Case) -> bool) -> Vec<CaseResult> {
    let (subjects, undeclared) = Subject::of(charm, &relata_interfaces::catalogue());
    assert!(undeclared.is_empty(), "{undeclared:?}");
    let options = RunOptions {
        stage: options(0),
        jobs: 1,
    };
    let mut results = Vec::new();
    for subject in &subjects {
        let mut cases = subject.cases();
        cases.retain(|case| wanted(case));
        let cases = with_few_mistakes(cases);
        let played = run_cases(subject, &cases, &options, &|_| ());
        results.extend(played.expect("the charm starts"));
    }
    assert!(!results.is_empty(), "no case was played");
    results
}

/// Leaves out all but some mistakes of each field.
fn with_few_mistakes(cases: Vec<Case>) -> Vec<Case> {
    let set = env::var("RELATA_MISTAKES").ok();
    let most = set.map_or(MISTAKES, |set| {
        set.parse().expect("RELATA_MISTAKES is a number")
    });
    let mut counts = BTreeMap::new();
    for field in cases.iter().filter_map(mistaken_field) {
        *counts.entry(field).or_insert(0) += 1;
    }
    let mut seen = BTreeMap::new();
    let mut is_kept = |case: &Case| {
        let Some(field) = mistaken_field(case) else {
            return true;
        };
        let count: usize = counts[&field];
        let place = seen.entry(field).or_insert(0);
        let kept = (0..most).any(|number| number * count / most == *place);
        *place += 1;
        kept
    };
    let kept: Vec<bool> = cases.iter().map(&mut is_kept).collect();
    let kept = cases.into_iter().zip(kept);
    kept.filter_map(|(case, kept)| kept.then_some(case))
        .collect()
}

/// The version and the field of a case `broken-FIELD-NUMBER`.
fn mistaken_field(case: &Case) -> Option<(u32, String)> {
    let mistake = case.name.strip_prefix("broken-")?;
    let (field, _) = mistake.rsplit_once('-')?;
    Some((case.version, field.to_owned()))
}

#[test]
fn certificates_provider() {
    check(
        python("certificates-provider"),
        known::CERTIFICATES_PROVIDER,
        |_| true,
    );
}

#[test]
fn certificates_requirer() {
    check(python("certificates-requirer"), &[], |_| true);
}

#[test]
fn certificates_in_plain_processes() {
    check(
        plain_python("certificates-provider"),
        known::CERTIFICATES_PROVIDER,
        |case| case.name == "typical",
    );
    check(plain_python("certificates-requirer"), &[], |case| {
        case.name == "typical"
    });
}

#[test]
fn s3_provider() {
    check(python("s3-provider"), known::S3_PROVIDER, |_| true);
}

#[test]
fn s3_requirer() {
    check(python("s3-requirer"), known::S3_REQUIRER, |_| true);
}

#[test]
fn tls_provider() {
    check(python("tls-provider"), known::TLS_PROVIDER, |_| true);
}

#[test]
fn tls_requirer() {
    check(python("tls-requirer"), known::TLS_REQUIRER, |_| true);
}

#[test]
fn oauth_provider() {
    check(python("oauth-provider"), known::OAUTH_PROVIDER, |_| true);
}

#[test]
fn oauth_requirer() {
    check(python("oauth-requirer"), known::OAUTH_REQUIRER, |_| true);
}

#[test]
fn tracing_provider() {
    check(python("tracing-provider"), known::TRACING_PROVIDER, |_| {
        true
    });
}

#[test]
fn tracing_requirer() {
    check(python("tracing-requirer"), known::TRACING_REQUIRER, |_| {
        true
    });
}

#[test]
fn ldap_provider() {
    check(python("ldap-provider"), known::LDAP_PROVIDER, |_| true);
}

#[test]
fn ldap_requirer() {
    check(python("ldap-requirer"), known::LDAP_REQUIRER, |_| true);
}

#[test]
fn otlp_provider() {
    check(python("otlp-provider"), known::OTLP_PROVIDER, |_| true);
}

#[test]
fn otlp_requirer() {
    check(python("otlp-requirer"), known::OTLP_REQUIRER, |_| true);
}

#[test]
fn the_old_charms_in_shell() {
    for charm in [
        "old-certificates-provider",
        "old-certificates-requirer",
        "old-s3-provider",
        "old-s3-requirer",
    ] {
        check(Some(shell(charm)), known::OLD, |case| case.version == 0);
    }
}

#[test]
fn ca_distributor() {
    let mut charm = rust("ca-distributor");
    let pem = relata_tests::made::certificate(1);
    let config = &mut charm.setup_mut().config;
    config.insert("certificates".to_owned(), pem.into());
    check(Some(charm), &[], |_| true);
}

#[test]
fn trust_store() {
    // Cases share the machine, one after the other: the charm brings it in order.
    let machine = tempfile::tempdir().expect("there is room for a folder");
    prepare_machine(machine.path());
    let mut charm = rust("trust-store");
    let config = &mut charm.setup_mut().config;
    config.insert(
        "root".to_owned(),
        machine.path().display().to_string().into(),
    );
    check(Some(charm), &[], |_| true);
}

#[test]
fn s3_integrator() {
    let storage = Storage::new();
    check(Some(storage.integrator()), &[], |_| true);
}

#[test]
fn backup_uploader() {
    // What the other side writes names a storage that nobody has.
    check(Some(rust("backup-uploader")), &[], |_| true);
}
