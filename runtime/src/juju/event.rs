//! Why a charm is running.

use super::env::Env;
use super::error::{Error, Result};
use crate::{AppName, UnitName};

/// What Juju tells a charm, one at a time.
///
/// A charm may react to one of them, or look at all there is and bring it in
/// order, whatever the event: that is simpler, and needed anyway, because Juju
/// promises only that there is *some* event after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The first event of a unit.
    Install,
    /// The unit is installed and configured; also after a reboot.
    Start,
    /// The unit is about to go; its relations are gone already.
    Stop,
    /// The last event of a unit.
    Remove,
    /// The configuration, or an address, may have changed.
    ConfigChanged,
    /// A new revision of the charm runs for the first time.
    UpgradeCharm,
    /// Some minutes have passed.
    UpdateStatus,
    /// This unit leads its application from now on.
    LeaderElected,
    /// Something about a relation.
    Relation(RelationEvent),
    /// Something about a secret.
    Secret(SecretEvent),
    /// Something about a storage.
    Storage(StorageEvent),
    /// Something about a workload container.
    Pebble(PebbleEvent),
    /// Somebody runs an action.
    Action(ActionEvent),
    /// Any other hook, by its name: `collect-metrics`, `leader-settings-changed`
    /// and others that only some versions of Juju have.
    Other(String),
}

/// Something about a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationEvent {
    /// What.
    pub kind: RelationEventKind,
    /// The endpoint of this charm.
    pub endpoint: String,
    /// The number of the relation.
    pub relation_id: u32,
    /// The application at the other end; for a peer relation one's own.
    pub app: Option<AppName>,
    /// The unit that joined, changed or departs. None where it is about the
    /// application, such as a change of its databag.
    pub unit: Option<UnitName>,
    /// The unit that is being removed, or whose relation is: this very unit, if
    /// it is this side that goes.
    pub departing: Option<UnitName>,
}

/// What happened to a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationEventKind {
    /// It is new. Nobody need be at the other end.
    Created,
    /// A unit is there.
    Joined,
    /// The databag of a unit or application changed, or is seen for the first
    /// time.
    Changed,
    /// A unit goes. Its databag can still be read.
    Departed,
    /// It is gone.
    Broken,
}

/// Something about a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretEvent {
    /// What.
    pub kind: SecretEventKind,
    /// Its URI, in one of Juju's spellings: compare by id, as
    /// [`Secret`](crate::Secret) does.
    pub uri: String,
    /// The label that this side gave it.
    pub label: Option<String>,
    /// The revision that expired, or that nobody uses any more.
    pub revision: Option<u32>,
}

/// What happened to a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretEventKind {
    /// For a reader: there is a new revision.
    Changed,
    /// For the owner: it is time for a new revision.
    Rotate,
    /// For the owner: a revision is out of date.
    Expired,
    /// For the owner: nobody uses an old revision any more.
    Remove,
}

/// Something about a storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageEvent {
    /// Whether it is there; otherwise it is about to go.
    pub attached: bool,
    /// Its name in the charm's metadata.
    pub name: String,
    /// Its id, such as `data/0`.
    pub id: String,
    /// Where it is, if it is there.
    pub location: Option<String>,
}

/// Something about a workload container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PebbleEvent {
    /// The container.
    pub workload: String,
    /// What.
    pub kind: PebbleEventKind,
}

/// What a workload container tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PebbleEventKind {
    /// Pebble can be reached.
    Ready,
    /// Something noted a notice.
    CustomNotice {
        /// Its number.
        id: String,
        /// Its type, `custom`.
        kind: String,
        /// Its key.
        key: String,
    },
    /// A check has failed too often.
    CheckFailed {
        /// Its name.
        check: String,
    },
    /// A check is well again.
    CheckRecovered {
        /// Its name.
        check: String,
    },
}

/// Somebody runs an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionEvent {
    /// Its name.
    pub name: String,
    /// The id of this run.
    pub id: String,
}

impl Event {
    /// What the environment says.
    pub(super) fn read(env: &Env) -> Result<Event> {
        if let Some(name) = env.get("JUJU_ACTION_NAME") {
            return Ok(action(name, env));
        }
        let name = match env.get("JUJU_DISPATCH_PATH") {
            Some(path) => match path.rsplit_once('/') {
                Some((folder, name)) if folder.ends_with("actions") => {
                    return Ok(action(name, env));
                }
                Some((_, name)) => name,
                None => path,
            },
            None => env.require("JUJU_HOOK_NAME")?,
        };
        Ok(match name {
            "install" => Event::Install,
            "start" => Event::Start,
            "stop" => Event::Stop,
            "remove" => Event::Remove,
            "config-changed" => Event::ConfigChanged,
            "upgrade-charm" => Event::UpgradeCharm,
            "update-status" => Event::UpdateStatus,
            "leader-elected" => Event::LeaderElected,
            "secret-changed" => secret(SecretEventKind::Changed, env)?,
            "secret-rotate" => secret(SecretEventKind::Rotate, env)?,
            "secret-expired" => secret(SecretEventKind::Expired, env)?,
            "secret-remove" => secret(SecretEventKind::Remove, env)?,
            _ => match of_something(name, env)? {
                Some(event) => event,
                None => Event::Other(name.to_owned()),
            },
        })
    }

    /// The relation event, if it is one.
    pub fn relation(&self) -> Option<&RelationEvent> {
        match self {
            Event::Relation(event) => Some(event),
            _ => None,
        }
    }

    /// Whether it may be that something which is said once, such as the version
    /// that one speaks, has not been said yet: to a relation that is new, by a
    /// leader that is new, or by a charm that is.
    pub fn is_beginning(&self) -> bool {
        match self {
            Event::Relation(event) => event.kind == RelationEventKind::Created,
            Event::Stop
            | Event::Remove
            | Event::Secret(_)
            | Event::Storage(_)
            | Event::Pebble(_)
            | Event::Action(_) => false,
            _ => true,
        }
    }
}

fn action(name: &str, env: &Env) -> Event {
    Event::Action(ActionEvent {
        name: name.to_owned(),
        id: env.get("JUJU_ACTION_UUID").unwrap_or_default().to_owned(),
    })
}

fn secret(kind: SecretEventKind, env: &Env) -> Result<Event> {
    Ok(Event::Secret(SecretEvent {
        kind,
        uri: env.require("JUJU_SECRET_ID")?.to_owned(),
        label: env.get("JUJU_SECRET_LABEL").map(str::to_owned),
        revision: env.parse("JUJU_SECRET_REVISION")?,
    }))
}

/// A hook whose name begins with that of an endpoint, storage or container.
fn of_something(name: &str, env: &Env) -> Result<Option<Event>> {
    let relation = [
        ("-relation-created", RelationEventKind::Created),
        ("-relation-joined", RelationEventKind::Joined),
        ("-relation-changed", RelationEventKind::Changed),
        ("-relation-departed", RelationEventKind::Departed),
        ("-relation-broken", RelationEventKind::Broken),
    ];
    for (suffix, kind) in relation {
        if let Some(endpoint) = name.strip_suffix(suffix) {
            let id = env.require("JUJU_RELATION_ID")?;
            return Ok(Some(Event::Relation(RelationEvent {
                kind,
                endpoint: env.get("JUJU_RELATION").unwrap_or(endpoint).to_owned(),
                relation_id: relation_id(id).ok_or(Error::Environment {
                    variable: "JUJU_RELATION_ID",
                })?,
                app: env.parse("JUJU_REMOTE_APP")?,
                unit: env.parse("JUJU_REMOTE_UNIT")?,
                departing: env.parse("JUJU_DEPARTING_UNIT")?,
            })));
        }
    }
    for (suffix, attached) in [("-storage-attached", true), ("-storage-detaching", false)] {
        if let Some(storage) = name.strip_suffix(suffix) {
            let id = env.get("JUJU_STORAGE_ID").unwrap_or_default();
            return Ok(Some(Event::Storage(StorageEvent {
                attached,
                name: storage.to_owned(),
                id: id.to_owned(),
                location: env.get("JUJU_STORAGE_LOCATION").map(str::to_owned),
            })));
        }
    }
    Ok(pebble(name, env).map(Event::Pebble))
}

fn pebble(name: &str, env: &Env) -> Option<PebbleEvent> {
    let text = |variable| env.get(variable).unwrap_or_default().to_owned();
    let check = || text("JUJU_PEBBLE_CHECK_NAME");
    let (workload, kind) = if let Some(workload) = name.strip_suffix("-pebble-ready") {
        (workload, PebbleEventKind::Ready)
    } else if let Some(workload) = name.strip_suffix("-pebble-custom-notice") {
        let kind = PebbleEventKind::CustomNotice {
            id: text("JUJU_NOTICE_ID"),
            kind: text("JUJU_NOTICE_TYPE"),
            key: text("JUJU_NOTICE_KEY"),
        };
        (workload, kind)
    } else if let Some(workload) = name.strip_suffix("-pebble-check-failed") {
        (workload, PebbleEventKind::CheckFailed { check: check() })
    } else {
        let workload = name.strip_suffix("-pebble-check-recovered")?;
        (workload, PebbleEventKind::CheckRecovered { check: check() })
    };
    Some(PebbleEvent {
        workload: env.get("JUJU_WORKLOAD_NAME").unwrap_or(workload).to_owned(),
        kind,
    })
}

/// The number of a relation: what stands after the last colon.
pub(super) fn relation_id(text: &str) -> Option<u32> {
    let number = text.rsplit_once(':').map_or(text, |(_, number)| number);
    number.parse().ok()
}
