//! What the user asks of `relata matrix`.

use super::TrialArgs;
use super::play::shard;
use clap::Args;
use std::path::PathBuf;

/// How many jobs GitHub Actions takes in one matrix.
const MOST_JOBS: u16 = 256;

#[derive(Debug, Args)]
pub(crate) struct MatrixArgs {
    /// Lists of charms, `interface.yaml` or `charms.yaml`, and folders that hold such
    /// lists; with `--merge` results that `--json` wrote.
    #[arg(value_name = "LIST", required = true)]
    pub(crate) lists: Vec<PathBuf>,

    /// Put the results of several machines together instead of trying charms.
    #[arg(
        long,
        conflicts_with_all = ["checkouts", "shard", "github_matrix", "jobs", "seed", "juju", "hook_limit"]
    )]
    pub(crate) merge: bool,

    /// Where charms are that a list gives no `path` for: DIR/NAME.
    #[arg(long, value_name = "DIR")]
    pub(crate) checkouts: Option<PathBuf>,

    /// Only a part of the charms, such as `1/4`.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<(usize, usize)>,

    /// Try nothing; print the matrix of a GitHub Actions job, in at most N parts.
    #[arg(
        long,
        value_name = "N",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "256",
        value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_JOBS)),
        conflicts_with_all = ["shard", "json", "markdown"]
    )]
    pub(crate) github_matrix: Option<u16>,

    /// Write the results, too, in the form of the public catalogue's matrix tests.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,

    /// Write a table of badges, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) trial: TrialArgs,
}
