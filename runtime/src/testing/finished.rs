//! What is left of a hook.

use super::event::{HookEvent, RelationId};
use super::hook::Hook;
use super::secret::SecretId;
use crate::Json;
use crate::bag::ScopeKind;

/// How a hook ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It ended well, and what it wrote is applied.
    Done,
    /// It ended with another exit code than 0. What it wrote is dropped; it has to
    /// be run again. An action is over.
    Failed {
        /// The exit code.
        code: i32,
    },
    /// It ended well, but what it wrote cannot be applied: the unit does not lead
    /// any more, a databag is too large. It has to be run again.
    Refused {
        /// Juju's words.
        message: String,
    },
    /// It was interrupted. What it wrote is dropped; it has to be run again.
    Interrupted,
}

/// One thing that a hook changed in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A key of a databag.
    Databag {
        /// The relation.
        relation: RelationId,
        /// Whose databag: an application or a unit.
        writer: String,
        /// Which of the two.
        scope: ScopeKind,
        /// The key.
        key: String,
        /// What stood there.
        before: Option<String>,
        /// What stands there now.
        after: Option<String>,
    },
    /// A secret was added.
    SecretAdded {
        /// The secret.
        secret: SecretId,
    },
    /// A secret has another newest revision, or other metadata.
    SecretSet {
        /// The secret.
        secret: SecretId,
        /// The newest revision.
        latest: u32,
    },
    /// A secret, or some of its revisions, were removed.
    SecretRemoved {
        /// The secret.
        secret: SecretId,
    },
    /// A secret can be read by others than before.
    SecretAccess {
        /// The secret.
        secret: SecretId,
    },
    /// Ports were opened or closed.
    Ports,
    /// The state that Juju keeps for the unit is another.
    State,
    /// Storage was asked for.
    Storage,
}

/// What an action came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionResult {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// What it answered, an object.
    pub results: Json,
    /// What it said on the way.
    pub messages: Vec<String>,
}

/// What is left of a hook.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// How it ended.
    pub outcome: Outcome,
    /// What is another in the model than before. What was written with the value
    /// that was there already is not in it.
    pub changes: Vec<Change>,
    /// If it was an action.
    pub action: Option<ActionResult>,
}

impl Finished {
    /// Whether it ended well and was applied.
    pub fn is_done(&self) -> bool {
        self.outcome == Outcome::Done
    }
}

pub(super) fn action_result(hook: &Hook, outcome: &Outcome) -> Option<ActionResult> {
    let HookEvent::Action { name, id, .. } = &hook.event else {
        return None;
    };
    let run = hook.action.clone().unwrap_or_default();
    let ended = match outcome {
        Outcome::Done => None,
        Outcome::Failed { code } => Some(format!("exit status {code}")),
        Outcome::Refused { message } => Some(message.clone()),
        Outcome::Interrupted => Some("action terminated".into()),
    };
    Some(ActionResult {
        id: *id,
        name: name.clone(),
        failure: run.failure.or(ended),
        results: Json::Object(run.results),
        messages: run.messages,
    })
}
