//! An action that somebody runs.

use super::call::argument;
use super::error::{Error, Result};
use super::event::{ActionEvent, Event};
use super::hook::Juju;
use crate::Json;
use std::fmt;

/// The action that runs.
pub struct Action<'j> {
    juju: &'j Juju,
    event: &'j ActionEvent,
}

impl fmt::Debug for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Action").field(&self.event.name).finish()
    }
}

impl Juju {
    /// The action that runs, if this is one.
    pub fn action(&self) -> Option<Action<'_>> {
        match self.event() {
            Event::Action(event) => Some(Action { juju: self, event }),
            _ => None,
        }
    }
}

impl Action<'_> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.event.name
    }

    /// What it was given, defaults included.
    ///
    /// # Errors
    ///
    /// If the hook tool `action-get` fails.
    pub fn parameters(&self) -> Result<serde_json::Map<String, Json>> {
        match self.juju.ask("action-get", "", &["--format=json"])? {
            Json::Null => Ok(serde_json::Map::new()),
            Json::Object(parameters) => Ok(parameters),
            _ => Err(Error::garbage("action-get", "a map of parameters")),
        }
    }

    /// Sets results. A name is made of lower-case letters, digits and hyphens;
    /// dots lead into it, as in `database.host`.
    ///
    /// # Errors
    ///
    /// If the hook tool `action-set` fails, such as for another name.
    pub fn set<'r>(&self, results: impl IntoIterator<Item = (&'r str, &'r str)>) -> Result<()> {
        let pair = |(name, text): (&str, &str)| argument(&[name, "=", text].concat());
        let pairs: Vec<String> = results.into_iter().map(pair).collect();
        if pairs.is_empty() {
            return Ok(());
        }
        let mut args = vec!["--"];
        args.extend(pairs.iter().map(String::as_str));
        self.juju.order("action-set", &args)
    }

    /// Tells whoever waits for the action how far it is.
    ///
    /// # Errors
    ///
    /// If the hook tool `action-log` fails.
    pub fn log(&self, message: &str) -> Result<()> {
        self.juju.order("action-log", &["--", &argument(message)])
    }

    /// Lets the action fail. The charm should then end, and end well.
    ///
    /// # Errors
    ///
    /// If the hook tool `action-fail` fails.
    pub fn fail(&self, message: &str) -> Result<()> {
        self.juju.order("action-fail", &["--", &argument(message)])
    }
}
