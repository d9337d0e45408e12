//! What a model goes through, told of pairs of Rust and Python: leaders change, units
//! come and go, a side is upgraded, hooks are killed. Nothing may be lost.
//!
//! 40 stories are told unless `RELATA_STORIES` says how many: `.ci/run` says 1000, which
//! take two cores ten minutes and more; `RELATA_STORIES_MINUTES` says after how many
//! minutes no other story of a pair is begun. `RELATA_STORIES_SEED` says which seed is
//! the first, and `RELATA_STORY` is the text of one story that is told alone.

use crate::certificates::prepare_machine;
use crate::charms::{options, python, rust};
use crate::storage::Storage;
use relata_interfaces::catalogue;
use relata_tester::CharmDir;
use relata_tester::conformance::{Fault, Finding};
use relata_tester::story::{Act, Pair, Side, Started, Story, StoryResult};
use std::env;
use std::io::{self, Write as _};
use std::thread;
use std::time::{Duration, Instant};

/// How many stories are told of all pairs together.
const STORIES: u64 = 40;

/// How many pairs there are.
const PAIRS: u64 = 4;

/// How many stories are tried to shorten one that fails.
const TRIES: usize = 60;

/// Two charms, what is known of them, and what must not happen in their stories.
struct Cast {
    started: Started,
    /// Options that stay as they are: another value would lead to the real internet.
    fixed: &'static [&'static str],
}

impl Cast {
    fn new(
        provider: (&CharmDir, &str),
        requirer: (&CharmDir, &str),
        fixed: &'static [&'static str],
    ) -> Cast {
        let side = |(charm, endpoint): (&CharmDir, &str)| {
            let side = Side::new(charm, endpoint).expect("it has the endpoint");
            side.units(1)
        };
        let pair = Pair::new(side(provider).units(2), side(requirer), &catalogue());
        let started = Started::new(pair.expect("they fit"), &options(0));
        Cast {
            started: started.expect("both start"),
            fixed,
        }
    }

    fn ignoring(self, is_known: fn(&Finding, &[Finding]) -> bool) -> Cast {
        Cast {
            started: self.started.ignoring(is_known),
            ..self
        }
    }

    /// The story of a seed.
    fn drawn(&self, seed: u64) -> Story {
        let mut story = Story::drawn(self.started.pair(), seed);
        let is_fixed =
            |act: &Act| matches!(act, Act::Config(_, option) if self.fixed.contains(&&**option));
        story.acts.retain(|act| !is_fixed(act));
        story
    }

    /// Tells a pair's share of the stories.
    fn tell(&self) {
        let setting = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
        let first = setting("RELATA_STORIES_SEED").unwrap_or(1);
        let all = setting("RELATA_STORIES").unwrap_or(STORIES);
        let stories: Vec<Story> = match env::var("RELATA_STORY") {
            Ok(text) => {
                let story: Story = text.parse().expect("RELATA_STORY is a story");
                vec![story.with_seed(setting("RELATA_STORIES_SEED"))]
            }
            Err(_) => (first..first + all.div_ceil(PAIRS))
                .map(|seed| self.drawn(seed))
                .collect(),
        };
        let begun = Instant::now();
        let patience = setting("RELATA_STORIES_MINUTES").map(|most| Duration::from_secs(60 * most));
        let jobs = thread::available_parallelism().map_or(2, usize::from);
        let mut results = Vec::new();
        for some in stories.chunks(10) {
            if patience.is_some_and(|most| begun.elapsed() > most) {
                // Where the harness does not keep it to itself.
                let (told, all) = (results.len(), stories.len());
                let line = format!("only {told} of {all} stories: the time is up\n");
                io::stderr().write_all(line.as_bytes()).expect("it is ours");
                break;
            }
            let told = self.started.run_many(some, jobs, &|_| ());
            results.extend(told.expect("they can be told"));
        }
        let hooks: usize = results.iter().map(|result| result.hooks).sum();
        let is_bad = |result: &&StoryResult| !result.is_fine();
        let failed: Vec<&StoryResult> = results.iter().filter(is_bad).collect();
        let [one, other] = self.started.pair().sides();
        println!(
            "{} and {}: {} stories from the seed {first}, {} failed; {hooks} hooks in {:.0} s",
            one.app(),
            other.app(),
            results.len(),
            failed.len(),
            begun.elapsed().as_secs_f64()
        );
        for result in &failed {
            println!("{:?} {}", result.story.seed, first_of(result));
        }
        if let Some(result) = failed.first() {
            panic!("{}", self.shown(result));
        }
    }

    /// The shortest story that shows the same, and how to tell it again.
    fn shown(&self, result: &StoryResult) -> String {
        let shrunk = self.started.shrink(result, TRIES);
        let shortest = shrunk.expect("it can be told").result;
        let seed = shortest.story.seed;
        let seed = seed.map_or_else(String::new, |seed| format!("RELATA_STORIES_SEED={seed} "));
        format!(
            "{:#?}\ntold by the seed {:?}: {}\nin short: {seed}RELATA_STORY={}",
            shortest.findings, result.story.seed, result.story, shortest.story
        )
    }
}

fn first_of(result: &StoryResult) -> String {
    let first = result.findings.first();
    first.map_or_else(String::new, |finding| {
        format!("{:?}: {}", finding.fault, finding.what)
    })
}

/// A certificate that a charm in Rust takes: a real one.
fn certificate() -> String {
    let made = rcgen::generate_simple_self_signed(["one.example".to_owned()]);
    let text = made.expect("it is a name").cert.pem();
    text.replace('\r', "").trim().to_owned()
}

fn with(mut charm: CharmDir, option: &str, value: &str) -> CharmDir {
    let config = &mut charm.setup_mut().config;
    config.insert(option.to_owned(), value.into());
    charm
}

const CERTIFICATES: &str = "certificates";

#[test]
fn certificates_from_rust_to_python() {
    let Some(requirer) = python("certificates-requirer") else {
        return;
    };
    let provider = with(rust("ca-distributor"), "certificates", &certificate());
    let ends = ((&provider, CERTIFICATES), (&requirer, CERTIFICATES));
    // The library states its version only when the relation is made: if its leader is
    // gone by then, no later one does, and the provider answers as to version 0.
    let is_known = |finding: &Finding, others: &[Finding]| {
        let is_root = |finding: &Finding| {
            let lost = "`version` in the app databag of certificates-requirer is lost";
            finding.what.starts_with(lost)
        };
        let answer = "in the unit databag of ca-distributor/";
        is_root(finding) || others.iter().any(is_root) && finding.what.contains(answer)
    };
    let cast = Cast::new(ends.0, ends.1, &[]).ignoring(is_known);
    cast.tell();
}

#[test]
fn certificates_from_python_to_rust() {
    let Some(provider) = python("certificates-provider") else {
        return;
    };
    let provider = with(provider, "certificates", &certificate());
    let machine = tempfile::tempdir().expect("there is room for a folder");
    prepare_machine(machine.path());
    let root = machine.path().display().to_string();
    let requirer = with(rust("trust-store"), "root", &root);
    let ends = ((&provider, CERTIFICATES), (&requirer, CERTIFICATES));
    // Before the requirer has said which version it speaks, the library writes for
    // version 0 into units' databags, and takes nothing of it back.
    let is_known = |finding: &Finding, _: &[Finding]| {
        let place = "in the unit databag of certificates-provider/";
        finding.what.contains(place)
    };
    // The default of `root` is the trust store of this very machine.
    let cast = Cast::new(ends.0, ends.1, &["root"]).ignoring(is_known);
    cast.tell();
}

#[test]
fn storage_from_rust_to_python() {
    let Some(requirer) = python("s3-requirer") else {
        return;
    };
    let storage = Storage::new();
    let provider = storage.integrator();
    let ends = ((&provider, "s3-credentials"), (&requirer, "backup-storage"));
    // The library asks for something only if its unit leads when the relation is made:
    // a later leader does not, so that there is no answer either, and a former leader
    // does not take it back. And it falls over a secret that is gone, as that of a
    // relation that the other side has left already.
    let is_known = |finding: &Finding, others: &[Finding]| {
        let is_root = |finding: &Finding| {
            let asks = finding.what.starts_with("`requested-secrets` in the ");
            asks && finding.what.contains(" databag of s3-requirer")
        };
        let answer = " is lost: ";
        let is_gone = |line: &String| line.ends_with("ops.model.SecretNotFoundError");
        match finding.fault {
            Fault::HookFailed => finding.evidence.iter().any(is_gone),
            _ => is_root(finding) || others.iter().any(is_root) && finding.what.contains(answer),
        }
    };
    let cast = Cast::new(ends.0, ends.1, &["endpoint", "s3-uri-style"]).ignoring(is_known);
    cast.tell();
}

#[test]
fn storage_from_python_to_rust() {
    let Some(provider) = python("s3-provider") else {
        return;
    };
    let storage = Storage::new();
    let endpoint = storage.integrator().setup().config["endpoint"].clone();
    let endpoint = endpoint.as_str().expect("it is text").to_owned();
    let provider = with(provider, "endpoint", &endpoint);
    let requirer = with(rust("backup-uploader"), "bucket", "backups");
    let ends = ((&provider, "s3-credentials"), (&requirer, "backup-storage"));
    // The library never removes a secret that it made, and states its version only when
    // the relation is made: if its leader is gone by then, no later one does.
    let is_known = |finding: &Finding, _: &[Finding]| match finding.fault {
        Fault::LeftBehind => finding.what.starts_with("s3-provider: "),
        Fault::DataLost => {
            let lost = "`version` in the app databag of s3-provider is lost";
            finding.what.starts_with(lost)
        }
        _ => false,
    };
    let cast = Cast::new(ends.0, ends.1, &["endpoint"]).ignoring(is_known);
    cast.tell();
}
