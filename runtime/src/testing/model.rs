//! Applications and units, and what the agent of a unit remembers.

use super::charm::Charm;
use super::event::{HookEvent, RelationId};
use super::ports::PortRange;
use super::relation::{Bag, LocalRelation};
use super::secret::SecretId;
use crate::{Json, UnitName};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Whether something is being removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    Alive,
    Dying,
}

/// What a charm says about how it is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `active`, `blocked`, `maintenance`, `waiting` or `unknown`.
    pub word: String,
    /// The rest.
    pub message: String,
    /// When it was said, on the world's clock.
    pub(crate) since: u64,
}

impl Status {
    pub(crate) fn new(word: &str, message: &str, since: u64) -> Self {
        Status {
            word: word.into(),
            message: message.into(),
            since,
        }
    }

    /// How bad it is: an application without a status of its own shows the worst
    /// of its units.
    pub(crate) fn severity(&self) -> u8 {
        match &*self.word {
            "error" => 6,
            "blocked" => 5,
            "maintenance" => 4,
            "waiting" => 3,
            "active" => 2,
            _ => 1,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) charm: Arc<Charm>,
    /// Goes up with each upgrade.
    pub(crate) charm_revision: u64,
    pub(crate) life: Life,
    /// What somebody set; defaults are the charm's.
    pub(crate) config: BTreeMap<String, Json>,
    pub(crate) trusted: bool,
    pub(crate) leader: Option<UnitName>,
    /// When the lease of a leader that went away ends.
    pub(crate) lease_ends: Option<u64>,
    pub(crate) leader_settings: Bag,
    pub(crate) status: Option<Status>,
    pub(crate) workload_version: String,
    /// Where each resource lies.
    pub(crate) resources: BTreeMap<String, String>,
    pub(crate) next_unit: u32,
}

impl Application {
    pub(crate) fn new(charm: Arc<Charm>) -> Self {
        Application {
            charm,
            charm_revision: 0,
            life: Life::Alive,
            config: BTreeMap::new(),
            trusted: false,
            leader: None,
            lease_ends: None,
            leader_settings: Bag::default(),
            status: None,
            workload_version: String::new(),
            resources: BTreeMap::new(),
            next_unit: 0,
        }
    }

    /// Every option with its value; `null` for those without one.
    pub(crate) fn settings(&self) -> BTreeMap<String, Json> {
        let value = |name: &str, default: &Json| {
            let set = self.config.get(name);
            (name.to_owned(), set.unwrap_or(default).clone())
        };
        let options = self.charm.options();
        options
            .map(|(name, option)| value(name, &option.default))
            .collect()
    }

    /// Whether its units run on Kubernetes.
    pub(crate) fn is_on_kubernetes(&self) -> bool {
        self.charm.containers().next().is_some()
    }
}

/// Where a unit can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Network {
    /// Without one, the unit has no address yet.
    pub(crate) address: Option<String>,
    pub(crate) public_address: Option<String>,
    pub(crate) egress: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Storage {
    pub(crate) kind: String,
    pub(crate) location: String,
    pub(crate) life: Life,
    /// Whether `storage-attached` has run.
    pub(crate) is_attached: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) life: Life,
    /// The unit that a subordinate stands beside.
    pub(crate) principal: Option<UnitName>,
    /// Empty on Kubernetes.
    pub(crate) machine: String,
    pub(crate) network: Network,
    pub(crate) status: Status,
    pub(crate) ports: BTreeSet<(PortRange, String)>,
    pub(crate) state: BTreeMap<String, String>,
    pub(crate) storage: BTreeMap<String, Storage>,
    pub(crate) actions: VecDeque<HookEvent>,
    pub(crate) pebble: VecDeque<HookEvent>,
    pub(crate) agent: Agent,
}

/// What the agent of a unit remembers from hook to hook.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Juju's agent records them one by one"
)]
pub(crate) struct Agent {
    pub(crate) is_installed: bool,
    pub(crate) is_started: bool,
    /// Whether a hook runs now.
    pub(crate) is_running: bool,
    pub(crate) is_leader: bool,
    /// The version of the leader settings that the last hook about them saw.
    pub(crate) leader_settings: Option<u64>,
    /// What the last `config-changed` saw.
    pub(crate) config: Option<u64>,
    pub(crate) charm_revision: u64,
    /// A hook that follows the last one for sure.
    pub(crate) queued: Option<HookEvent>,
    /// A hook that did not end well, and the version of the data that it is about.
    pub(crate) failed: Option<Failed>,
    pub(crate) relations: BTreeMap<RelationId, LocalRelation>,
    /// The revision of each secret that the last `secret-changed` was about.
    pub(crate) secrets: BTreeMap<SecretId, u32>,
    /// Revisions for which `secret-remove` has run.
    pub(crate) obsolete: BTreeSet<(SecretId, u32)>,
    /// When an expired revision is told of again.
    pub(crate) expiry_retry: BTreeMap<(SecretId, u32), u64>,
    pub(crate) last_update_status: u64,
}

#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) event: HookEvent,
    /// Of the databag, when the hook was chosen.
    pub(crate) version: Option<u64>,
    /// Whether the unit is in error; else the hook was only interrupted.
    pub(crate) is_error: bool,
}
