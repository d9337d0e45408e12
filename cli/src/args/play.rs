//! How charms are played: what several commands have in common.

use clap::{Args, ValueEnum};
use relata::testing::JujuVersion;
use relata_tester::StageOptions;
use relata_tester::conformance::RunOptions;
use std::time::Duration;

/// How many seconds a hook may take if nobody says.
const HOOK_LIMIT: u64 = 30;

/// The model in which charms are played.
#[derive(Debug, Args)]
pub(crate) struct PlayArgs {
    /// Which Juju to stand for.
    #[arg(long, value_enum, default_value_t = StandInArg::Three)]
    juju: StandInArg,

    /// How many seconds a hook may take.
    #[arg(long, value_name = "SECONDS", default_value_t = HOOK_LIMIT)]
    hook_limit: u64,
}

impl PlayArgs {
    pub(crate) fn stage(&self, seed: u64) -> StageOptions {
        StageOptions {
            juju: match self.juju {
                StandInArg::Three => JujuVersion::V3_6,
                StandInArg::Four => JujuVersion::V4_0,
            },
            seed,
            hook_limit: Duration::from_secs(self.hook_limit),
            ..StageOptions::default()
        }
    }

    /// What has to be said to play the same again.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.juju == StandInArg::Four {
            words.push("--juju 4".to_owned());
        }
        if self.hook_limit != HOOK_LIMIT {
            words.push(format!("--hook-limit {}", self.hook_limit));
        }
        words
    }
}

/// How the cases of charms are played.
#[derive(Debug, Args)]
pub(crate) struct TrialArgs {
    /// How many cases to run at once; as many as there are processors if not given.
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,

    /// What the numbers of the model are drawn from.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    #[command(flatten)]
    play: PlayArgs,
}

impl TrialArgs {
    pub(crate) fn options(&self) -> RunOptions {
        RunOptions {
            stage: self.play.stage(self.seed),
            jobs: self.jobs.unwrap_or_else(crate::cores),
        }
    }

    /// The command that plays one case of a charm again.
    pub(crate) fn replay(&self, charm: &str, case: &str) -> String {
        let mut words = vec![
            format!("relata test {}", quoted(charm)),
            format!("--filter {}", quoted(case)),
        ];
        if self.seed != 0 {
            words.push(format!("--seed {}", self.seed));
        }
        words.extend(self.play.words());
        words.join(" ")
    }
}

/// Which Juju the miniature one behaves as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StandInArg {
    #[value(name = "3")]
    Three,
    #[value(name = "4")]
    Four,
}

/// The word as a shell reads it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-:,=+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// How many things happen at once.
pub(super) fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs @ 1..) => Ok(jobs),
        _ => Err("expected a number from 1".to_owned()),
    }
}

/// `1/4`
pub(super) fn shard(text: &str) -> Result<(usize, usize), String> {
    let parsed = text.split_once('/').and_then(|(shard, shards)| {
        let (shard, shards) = (shard.parse().ok()?, shards.parse().ok()?);
        (1..=shards).contains(&shard).then_some((shard, shards))
    });
    parsed.ok_or_else(|| "a part is written `1/4`: the first of four".to_owned())
}
