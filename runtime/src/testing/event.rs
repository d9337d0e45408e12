//! The hooks that a unit can run.

use super::secret::SecretId;
use crate::{Json, UnitName};

/// The number of a relation in its model.
pub type RelationId = u32;

/// One hook or action that is to be run on a unit.
///
/// [`World::pending`](super::World::pending) says which can come next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HookEvent {
    /// `install`
    Install,
    /// `start`
    Start,
    /// `stop`
    Stop,
    /// `remove`
    Remove,
    /// `config-changed`
    ConfigChanged,
    /// `upgrade-charm`
    UpgradeCharm,
    /// `update-status`
    UpdateStatus,
    /// `leader-elected`
    LeaderElected,
    /// `leader-settings-changed`, which Juju 4 does not have.
    LeaderSettingsChanged,
    /// `<endpoint>-relation-created`
    RelationCreated {
        /// The relation.
        relation: RelationId,
    },
    /// `<endpoint>-relation-joined`
    RelationJoined {
        /// The relation.
        relation: RelationId,
        /// The remote unit.
        unit: UnitName,
    },
    /// `<endpoint>-relation-changed`
    RelationChanged {
        /// The relation.
        relation: RelationId,
        /// Whose unit databag changed; `None` if it is the application databag.
        unit: Option<UnitName>,
    },
    /// `<endpoint>-relation-departed`
    RelationDeparted {
        /// The relation.
        relation: RelationId,
        /// The remote unit that is not seen any more.
        unit: UnitName,
    },
    /// `<endpoint>-relation-broken`
    RelationBroken {
        /// The relation.
        relation: RelationId,
    },
    /// `secret-changed`
    SecretChanged {
        /// A secret that the unit has read.
        secret: SecretId,
    },
    /// `secret-rotate`
    SecretRotate {
        /// A secret of the unit, or of its application if it is the leader.
        secret: SecretId,
    },
    /// `secret-expired`
    SecretExpired {
        /// A secret of the unit, or of its application if it is the leader.
        secret: SecretId,
        /// The revision.
        revision: u32,
    },
    /// `secret-remove`
    SecretRemove {
        /// A secret of the unit, or of its application if it is the leader.
        secret: SecretId,
        /// The revision that nobody reads any more.
        revision: u32,
    },
    /// `<storage>-storage-attached`
    StorageAttached {
        /// The instance, such as `data/0`.
        storage: String,
    },
    /// `<storage>-storage-detaching`
    StorageDetaching {
        /// The instance, such as `data/0`.
        storage: String,
    },
    /// `<container>-pebble-ready`
    PebbleReady {
        /// The container.
        container: String,
    },
    /// `<container>-pebble-custom-notice`
    PebbleNotice {
        /// The container.
        container: String,
        /// The notice's number.
        id: String,
        /// Its kind, such as `custom`.
        kind: String,
        /// Its key.
        key: String,
    },
    /// `<container>-pebble-check-failed`
    PebbleCheckFailed {
        /// The container.
        container: String,
        /// The check.
        check: String,
    },
    /// `<container>-pebble-check-recovered`
    PebbleCheckRecovered {
        /// The container.
        container: String,
        /// The check.
        check: String,
    },
    /// An action that somebody runs.
    Action {
        /// Its name.
        name: String,
        /// Its number in the model.
        id: u32,
        /// Its parameters, an object.
        params: Json,
    },
}

impl HookEvent {
    /// The relation that it is about.
    pub fn relation(&self) -> Option<RelationId> {
        match self {
            HookEvent::RelationCreated { relation }
            | HookEvent::RelationJoined { relation, .. }
            | HookEvent::RelationChanged { relation, .. }
            | HookEvent::RelationDeparted { relation, .. }
            | HookEvent::RelationBroken { relation } => Some(*relation),
            _ => None,
        }
    }

    /// The remote unit that it is about.
    pub fn remote_unit(&self) -> Option<&UnitName> {
        match self {
            HookEvent::RelationJoined { unit, .. } | HookEvent::RelationDeparted { unit, .. } => {
                Some(unit)
            }
            HookEvent::RelationChanged { unit, .. } => unit.as_ref(),
            _ => None,
        }
    }

    /// The secret that it is about.
    pub fn secret(&self) -> Option<&SecretId> {
        match self {
            HookEvent::SecretChanged { secret }
            | HookEvent::SecretRotate { secret }
            | HookEvent::SecretExpired { secret, .. }
            | HookEvent::SecretRemove { secret, .. } => Some(secret),
            _ => None,
        }
    }

    /// Whether somebody runs it, as opposed to Juju.
    pub fn is_action(&self) -> bool {
        matches!(self, HookEvent::Action { .. })
    }

    /// The name of the hook, or of the action. `endpoint` is that of the relation
    /// that it is about.
    pub(crate) fn name(&self, endpoint: &str) -> String {
        let instance = |storage: &str| storage.split('/').next().unwrap_or_default().to_owned();
        let (subject, verb) = match self {
            HookEvent::Install => return "install".into(),
            HookEvent::Start => return "start".into(),
            HookEvent::Stop => return "stop".into(),
            HookEvent::Remove => return "remove".into(),
            HookEvent::ConfigChanged => return "config-changed".into(),
            HookEvent::UpgradeCharm => return "upgrade-charm".into(),
            HookEvent::UpdateStatus => return "update-status".into(),
            HookEvent::LeaderElected => return "leader-elected".into(),
            HookEvent::LeaderSettingsChanged => return "leader-settings-changed".into(),
            HookEvent::SecretChanged { .. } => return "secret-changed".into(),
            HookEvent::SecretRotate { .. } => return "secret-rotate".into(),
            HookEvent::SecretExpired { .. } => return "secret-expired".into(),
            HookEvent::SecretRemove { .. } => return "secret-remove".into(),
            HookEvent::Action { name, .. } => return name.clone(),
            HookEvent::RelationCreated { .. } => (endpoint.to_owned(), "relation-created"),
            HookEvent::RelationJoined { .. } => (endpoint.to_owned(), "relation-joined"),
            HookEvent::RelationChanged { .. } => (endpoint.to_owned(), "relation-changed"),
            HookEvent::RelationDeparted { .. } => (endpoint.to_owned(), "relation-departed"),
            HookEvent::RelationBroken { .. } => (endpoint.to_owned(), "relation-broken"),
            HookEvent::StorageAttached { storage } => (instance(storage), "storage-attached"),
            HookEvent::StorageDetaching { storage } => (instance(storage), "storage-detaching"),
            HookEvent::PebbleReady { container } => (container.clone(), "pebble-ready"),
            HookEvent::PebbleNotice { container, .. } => {
                (container.clone(), "pebble-custom-notice")
            }
            HookEvent::PebbleCheckFailed { container, .. } => {
                (container.clone(), "pebble-check-failed")
            }
            HookEvent::PebbleCheckRecovered { container, .. } => {
                (container.clone(), "pebble-check-recovered")
            }
        };
        format!("{subject}-{verb}")
    }
}
