//! What Juju says in the environment of a hook.

use super::error::{Error, Result};
use std::collections::BTreeMap;

/// The variables that Juju sets for a hook.
///
/// Whether Juju leaves a variable out or sets it to nothing differs between its
/// versions and means the same here.
#[derive(Debug, Clone, Default)]
pub(super) struct Env(BTreeMap<String, String>);

impl Env {
    /// Those of this process that are Juju's.
    pub(super) fn of_process() -> Self {
        let is_ours = |name: &str| name.starts_with("JUJU_") || name == "CHARM_DIR";
        let mut env = BTreeMap::new();
        for (name, text) in std::env::vars_os() {
            // What is no UTF-8 cannot be Juju's.
            if let (Ok(name), Ok(text)) = (name.into_string(), text.into_string())
                && is_ours(&name)
            {
                env.insert(name, text);
            }
        }
        Env(env)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    pub(super) fn require(&self, name: &'static str) -> Result<&str> {
        self.get(name).ok_or(Error::Environment { variable: name })
    }

    /// A variable of some type; an error if it is set to something else.
    pub(super) fn parse<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>> {
        let parse = |text: &str| text.parse().ok();
        let wrong = Error::Environment { variable: name };
        match self.get(name) {
            None => Ok(None),
            Some(text) => parse(text).map(Some).ok_or(wrong),
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let mut env = BTreeMap::new();
        for (name, text) in variables {
            env.insert(name.into(), text.into());
        }
        Env(env)
    }
}
