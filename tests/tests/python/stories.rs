//! Stories of pairs of Rust and Python: units come and go, others lead, charms are
//! upgraded, hook tools fail and hooks are killed. In the end nothing is lost.
//!
//! On CI a thousand are told, elsewhere a few; `RELATA_STORIES` says how many, and
//! `RELATA_STORIES_SEED` which seed is the first.

use crate::charms::{options, python, rust};
use crate::storage::Storage;
use relata_tester::CharmDir;
use relata_tester::conformance::Fault;
use relata_tester::story::{Pair, Side, Started, StoryResult};
use std::env;
use std::thread;
use std::time::Instant;

/// How many stories are told on CI, all pairs together.
const ON_CI: u64 = 1000;

/// How many elsewhere.
const ELSEWHERE: u64 = 40;

/// How many runs may be spent on shortening a story that fails.
const SHRINK: usize = 40;

/// A defect of a library that stories bring to light.
struct Known {
    /// The application whose databag shows it, and what is wrong there.
    says: &'static [&'static str],
    /// What the library does.
    why: &'static str,
}

impl Known {
    fn explains(&self, result: &StoryResult) -> bool {
        result.findings.iter().all(|finding| {
            finding.fault == Fault::DataLost
                && self.says.iter().any(|says| finding.what.contains(says))
        })
    }
}

/// Tells this share of all stories, in thousandths, of a pair.
fn tell(share: u64, one: (CharmDir, &str), other: (CharmDir, &str), known: &[Known]) {
    let setting = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
    let all = setting("RELATA_STORIES").unwrap_or(match env::var_os("CI") {
        Some(_) => ON_CI,
        None => ELSEWHERE,
    });
    let first = setting("RELATA_STORIES_SEED").unwrap_or(1);
    let seeds: Vec<u64> = (first..)
        .take(((all * share).div_ceil(1000)) as usize)
        .collect();
    let side = |(charm, endpoint): (CharmDir, &str)| Side::new(&charm, endpoint);
    let [one, other] = [one, other].map(|end| side(end).expect("it has the endpoint").units(1));
    let pair = Pair::new(one, other, &relata_interfaces::catalogue()).expect("they fit");
    let started = Started::new(pair, &options(0)).expect("both start");

    let begun = Instant::now();
    let jobs = thread::available_parallelism().map_or(2, usize::from);
    let results = started
        .run_many(&seeds, jobs, &|_| ())
        .expect("they are told");
    let [one, other] = started.pair().sides();
    println!(
        "{} and {}: {} stories from seed {first} on, {} hooks, {:.0} s",
        one.app(),
        other.app(),
        results.len(),
        results.iter().map(|result| result.hooks).sum::<usize>(),
        begun.elapsed().as_secs_f64()
    );
    for defect in known {
        let count = results
            .iter()
            .filter(|one| !one.is_fine() && defect.explains(one));
        println!("{} times: {}", count.count(), defect.why);
    }
    let is_known = |result: &&StoryResult| known.iter().any(|defect| defect.explains(result));
    let wrong: Vec<&StoryResult> = results
        .iter()
        .filter(|result| !result.is_fine() && !is_known(result))
        .collect();
    for result in wrong.iter().take(3) {
        println!("{}: {:#?}", result.story, result.findings);
    }
    if let Some(result) = wrong.first() {
        let shrunk = started.shrink(result, SHRINK).expect("it is told");
        println!("it is enough: {}", shrunk.result.story);
    }
    let seeds: Vec<Option<u64>> = wrong.iter().map(|one| one.story.seed).collect();
    assert!(
        seeds.is_empty(),
        "something is lost with the seeds {seeds:?}"
    );
}

#[test]
fn rust_shares_certificates_with_python() {
    let Some(requirer) = python("certificates-requirer") else {
        return;
    };
    let mut provider = rust("ca-distributor");
    let pem = relata_tests::made::certificate(1);
    let config = &mut provider.setup_mut().config;
    config.insert("certificates".to_owned(), pem.into());
    tell(
        400,
        (provider, "certificates"),
        (requirer, "certificates"),
        &[],
    );
}

#[test]
fn rust_shares_a_storage_with_python() {
    let storage = Storage::new();
    let Some(requirer) = python("s3-requirer") else {
        return;
    };
    let provider = storage.integrator();
    tell(
        300,
        (provider, "s3-credentials"),
        (requirer, "backup-storage"),
        &[],
    );
}

#[test]
fn python_shares_a_storage_with_rust() {
    let storage = Storage::new();
    let Some(provider) = storage.library_provider() else {
        return;
    };
    let requirer = rust("backup-uploader");
    tell(
        300,
        (provider, "s3-credentials"),
        (requirer, "backup-storage"),
        &[],
    );
}
