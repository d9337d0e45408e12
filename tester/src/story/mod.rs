//! Do two related charms survive what a model goes through?
//!
//! A [`Story`] is a list of [acts](Act): charms are integrated, units come and go,
//! another unit leads, a side is upgraded, a hook is killed. It is drawn from a seed or
//! written down, and the same story is played in the same way every time. When it is
//! over and all units have come to rest,
//!
//! * no hook has failed, but where a fault was planted, and there the next try did not;
//! * every databag is ready, or absent, in a version that both sides speak;
//! * **nothing is lost**: both sides have written what a run ends with that goes straight
//!   to the same units, leaders and revisions. What two such runs do not agree on, such
//!   as ids, keys and times, only has to be there; a secret's URI stands for who may read
//!   which keys;
//! * when the relation is removed, no secret of it is left.
//!
//! A story that fails is [shrunk](Started::shrink) to the few acts that matter.
//!
//! ```standalone_crate
//! use relata_tester::story::{Pair, Side, Started, Story};
//! use relata_tester::{CharmDir, StageOptions};
//! use std::fs::{self, Permissions};
//! use std::os::unix::fs::PermissionsExt;
//! use std::process::ExitCode;
//!
//! /// A charm in shell.
//! fn charm(name: &str, metadata: &str, script: &str) -> Result<CharmDir, Box<dyn std::error::Error>> {
//!     let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
//!     fs::create_dir_all(&folder)?;
//!     fs::write(folder.join("metadata.yaml"), format!("name: {name}\n{metadata}"))?;
//!     fs::write(folder.join("dispatch"), format!("#!/bin/sh\nset -e\n{script}"))?;
//!     fs::set_permissions(folder.join("dispatch"), Permissions::from_mode(0o755))?;
//!     Ok(CharmDir::load(&folder)?)
//! }
//!
//! fn stories() -> Result<(), Box<dyn std::error::Error>> {
//!     let guest = charm("guest", "requires:\n  door: {interface: bell}\n", "")?;
//!     // It answers the door once, and takes its answer back when another unit leads.
//!     let host = charm("host", "provides:\n  door: {interface: bell}\n", r#"
//!         case $JUJU_DISPATCH_PATH in
//!           hooks/door-relation-created)
//!             [ "$(is-leader)" = False ] || relation-set --app welcome=yes ;;
//!           hooks/leader-elected)
//!             for id in $(relation-ids door); do relation-set --app -r "$id" welcome=; done ;;
//!         esac"#)?;
//!     let pair = Pair::new(Side::new(&host, "door")?, Side::new(&guest, "door")?, &[])?;
//!     let started = Started::new(pair, &StageOptions::default())?;
//!
//!     let fine = started.play(&"integrate,settle,upgrade:guest".parse()?)?;
//!     assert!(fine.findings.is_empty());
//!
//!     let story: Story = "integrate,settle,update-status,hooks:4,leader:host/1".parse()?;
//!     let lost = started.try_story(&story)?;
//!     assert!(lost.findings[0].what.starts_with("`welcome` in the app databag of host is lost"));
//!     let shrunk = started.shrink(&lost, 50)?;
//!     assert_eq!(shrunk.result.story.to_string(), "integrate,leader:host/1");
//!     for charm in [host, guest] {
//!         fs::remove_dir_all(charm.folder())?;
//!     }
//!     Ok(())
//! }
//!
//! fn main() -> ExitCode {
//!     // The charms call this executable by the names of hook tools.
//!     if let Some(code) = relata_tester::multicall() {
//!         return code;
//!     }
//!     stories().expect("the stories are told");
//!     ExitCode::SUCCESS
//! }
//! ```

mod act;
mod cast;
mod compare;
mod draw;
mod judge;
mod pair;
mod plain;
mod play;
mod player;
mod renaming;
mod shrink;
mod started;
mod written;

pub use act::{Act, Blow, Story, StoryError};
pub use pair::{Pair, Side, UNITS};
pub use play::{Moment, Played};
pub use shrink::Shrunk;
pub use started::Started;

use crate::conformance::{Fault, Finding};
use relata::UnitName;
use std::time::Duration;

/// What came of a story.
#[derive(Debug, Clone)]
pub struct StoryResult {
    /// The story.
    pub story: Story,
    /// What is wrong, if anything is.
    pub findings: Vec<Finding>,
    /// How many hooks ran.
    pub hooks: usize,
    /// How long it took.
    pub took: Duration,
}

/// What kind of finding it is: which fault, and of which application if a hook
/// showed it.
pub(crate) type Kind = (Fault, Option<String>);

impl StoryResult {
    /// Whether nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether another story shows the same: the same fault of the same application.
    pub fn shows_the_same(&self, other: &StoryResult) -> bool {
        self.kind() == other.kind()
    }

    pub(crate) fn kind(&self) -> Option<Kind> {
        let first = self.findings.first()?;
        let unit = first
            .unit
            .as_ref()
            .and_then(|unit| UnitName::new(&**unit).ok());
        Some((first.fault, unit.map(|unit| unit.app().to_owned())))
    }
}
