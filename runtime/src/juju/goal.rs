//! What the model is meant to become.

use super::error::{Error, Result};
use super::hook::Juju;
use super::network::text;
use crate::{Json, Map};

/// The units that will be there once the model has settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoalState {
    /// The units of this application.
    pub units: Map<String, Goal>,
    /// For each endpoint, the applications and units at the other end.
    pub relations: Map<String, Map<String, Goal>>,
}

/// How far a unit or application is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// Its status, such as `active` or `waiting`; that of an application is
    /// `joined` or `joining`.
    pub status: String,
    /// Since when, as Juju writes it.
    pub since: String,
}

impl Juju {
    /// What the model is meant to become.
    ///
    /// # Errors
    ///
    /// If the hook tool `goal-state` fails.
    pub fn goal_state(&self) -> Result<GoalState> {
        let answer = self.ask("goal-state", "", &["--format=json"])?;
        if !answer.is_object() {
            return Err(Error::garbage("goal-state", "a map of units"));
        }
        Ok(GoalState {
            units: answer.get("units").map(goals).unwrap_or_default(),
            relations: entries(answer.get("relations"))
                .map(|(endpoint, there)| (endpoint.clone(), goals(there)))
                .collect(),
        })
    }
}

fn goals(json: &Json) -> Map<String, Goal> {
    let goal = |goal: &Json| Goal {
        status: text(goal, "status"),
        since: text(goal, "since"),
    };
    entries(Some(json))
        .map(|(name, json)| (name.clone(), goal(json)))
        .collect()
}

fn entries(json: Option<&Json>) -> impl Iterator<Item = (&String, &Json)> {
    let object = json.and_then(Json::as_object);
    object.into_iter().flatten()
}
