//! What the user asks of `relata test`.

use super::TrialArgs;
use super::play::shard;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// The charm: a folder with `metadata.yaml` or `charmcraft.yaml`, or what
    /// `charmcraft pack` wrote.
    #[arg(value_name = "CHARM_DIR")]
    pub(crate) charm: PathBuf,

    /// Only this endpoint.
    #[arg(long, value_name = "E")]
    pub(crate) endpoint: Option<String>,

    /// Only endpoints of this interface.
    #[arg(long, value_name = "N")]
    pub(crate) interface: Option<String>,

    /// Only cases whose name, such as `certificates/v1/typical`, contains this.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// Only a part of the cases, such as `1/4`.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<(usize, usize)>,

    /// Only list the cases that would be tried.
    #[arg(long)]
    pub(crate) list: bool,

    #[command(flatten)]
    pub(crate) trial: TrialArgs,
}
