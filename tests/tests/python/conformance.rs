//! Does each charm keep to its declaration?
//!
//! A case in Python takes half a second, and a declaration with many fields or a deep
//! document makes hundreds. So every case is played of what becomes of a relation, its
//! units, secrets and versions, but of those that try one field after the other only
//! [`OF_A_KIND`], always the same: of the mistakes of each field, and of the fields that
//! are left out, odd or long. `RELATA_ALL_CASES=1` plays them all.
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

/// How many cases of a kind are played: the first, and others evenly spread over the
/// rest.
const OF_A_KIND: usize = 3;

/// Cases that are played besides, because only they show a known defect.
const ALWAYS: [&str; 1] = ["broken-app-urls-5"];

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
        let cases = some_of_each_kind(cases);
        let played = run_cases(subject, &cases, &options, &|_| ());
        results.extend(played.expect("the charm starts"));
    }
    assert!(!results.is_empty(), "no case was played");
    results
}

/// Leaves out all but some of the cases that try one field after the other.
fn some_of_each_kind(mut cases: Vec<Case>) -> Vec<Case> {
    if env::var_os("RELATA_ALL_CASES").is_some() {
        return cases;
    }
    let mut counts = BTreeMap::new();
    for kind in cases.iter().filter_map(kind) {
        *counts.entry(kind).or_insert(0_usize) += 1;
    }
    let mut places = BTreeMap::new();
    cases.retain(|case: &Case| {
        let Some(kind) = kind(case) else {
            return true;
        };
        let count = counts[&kind];
        let place = places.entry(kind).or_insert(0);
        let kept = (0..OF_A_KIND).any(|number| number * count / OF_A_KIND == *place)
            || ALWAYS.contains(&&*case.name);
        *place += 1;
        kept
    });
    cases
}

/// What a case shares with those that try the same: the version, and the field that is
/// broken, or what becomes of one field after the other.
fn kind(case: &Case) -> Option<(u32, String)> {
    let name = match case.name.strip_prefix("broken-") {
        Some(mistake) => mistake.rsplit_once('-')?.0,
        None => {
            let kinds = ["without-", "odd-", "long-"];
            kinds.into_iter().find(|kind| case.name.starts_with(kind))?
        }
    };
    Some((case.version, name.to_owned()))
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

#[test]
fn self_signed_authority() {
    check(Some(rust("self-signed-authority")), &[], |_| true);
}

#[test]
fn certificate_holder() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut charm = rust("certificate-holder");
    let config = &mut charm.setup_mut().config;
    let folder = folder.path().display().to_string();
    config.insert("folder".to_owned(), folder.clone().into());
    for mode in ["unit", "app"] {
        let config = &mut charm.setup_mut().config;
        config.insert("mode".to_owned(), mode.into());
        check(Some(charm.clone()), &[], |_| true);
    }
    let left = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    assert_eq!(left, 0, "files are left of relations that are over");
}
