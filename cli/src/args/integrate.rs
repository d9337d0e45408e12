//! What the user asks of `relata integrate`.

use super::play::{PlayArgs, jobs};
use clap::Args;
use relata_tester::story::Blow;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct IntegrateArgs {
    /// A charm and its endpoint.
    #[arg(value_name = "CHARM_DIR:ENDPOINT")]
    pub(crate) one: String,

    /// The charm at the other end, and its endpoint.
    #[arg(value_name = "CHARM_DIR:ENDPOINT")]
    pub(crate) other: String,

    /// How many units each side has, or one of them: `--units 2`, `--units reader=3`
    /// [default: 1, in stories 2].
    #[arg(long, value_name = "[APP=]N", value_parser = units)]
    pub(crate) units: Vec<(Option<String>, u32)>,

    /// The unit that leads; the first of each side if not given.
    #[arg(long, value_name = "UNIT", conflicts_with_all = ["story", "stories"])]
    pub(crate) leader: Vec<String>,

    /// Upgrade a side to the charm in another folder when all is settled, and settle
    /// again. In stories it is upgraded to that charm and back.
    #[arg(long, value_name = "APP=CHARM_DIR", value_parser = upgrade)]
    pub(crate) upgrade: Vec<(String, PathBuf)>,

    /// Let a unit's call of a hook tool fail, the first or the Nth.
    #[arg(long, value_name = "UNIT:TOOL[:N]", conflicts_with_all = ["story", "stories"])]
    pub(crate) fault: Vec<Blow>,

    /// Draw the order of the units from this number; with `--stories`, the first
    /// story.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Tell this story, such as `integrate,hooks:3,leader:reader/1`.
    #[arg(long, value_name = "TEXT")]
    pub(crate) story: Option<String>,

    /// Tell so many stories that are drawn from seeds, and shrink those that fail.
    #[arg(long, value_name = "N", conflicts_with_all = ["story", "html"])]
    pub(crate) stories: Option<u64>,

    /// How many stories to tell at once; as many as there are processors if not given.
    #[arg(long, value_name = "N", requires = "stories", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,

    /// Write what happened to this file as a page for a browser.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) play: PlayArgs,
}

/// `2` or `reader=2`
fn units(text: &str) -> Result<(Option<String>, u32), String> {
    let (app, number) = match text.split_once('=') {
        Some((app, number)) => (Some(app.to_owned()), number),
        None => (None, text),
    };
    match number.parse() {
        Ok(units @ 1..=100) => Ok((app, units)),
        _ => Err("a number of units is written `2` or `reader=2`, from 1 to 100".to_owned()),
    }
}

/// `reader=../newer`
fn upgrade(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((app, folder)) if !app.is_empty() && !folder.is_empty() => {
            Ok((app.to_owned(), folder.into()))
        }
        _ => Err("an upgrade is written `reader=CHARM_DIR`".to_owned()),
    }
}
