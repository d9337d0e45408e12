//! The configuration of the application.

use super::error::{Error, Result};
use super::hook::Juju;
use crate::{Json, Secret};

/// What operators have configured; options without a value are not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config(serde_json::Map<String, Json>);

impl Config {
    pub(super) fn ask(juju: &Juju) -> Result<Config> {
        match juju.ask("config-get", "", &["--format=json"])? {
            Json::Null => Ok(Config::default()),
            Json::Object(options) => Ok(Config(options)),
            _ => Err(Error::garbage("config-get", "a map of options")),
        }
    }

    /// An option of any type.
    pub fn get(&self, option: &str) -> Option<&Json> {
        self.0.get(option)
    }

    /// An option of type `string`; `None` also if it is empty.
    pub fn text(&self, option: &str) -> Option<&str> {
        let text = self.get(option)?.as_str();
        text.filter(|text| !text.is_empty())
    }

    /// An option of type `int`.
    pub fn int(&self, option: &str) -> Option<i64> {
        self.get(option)?.as_i64()
    }

    /// An option of type `float`.
    pub fn float(&self, option: &str) -> Option<f64> {
        self.get(option)?.as_f64()
    }

    /// An option of type `boolean`.
    pub fn bool(&self, option: &str) -> Option<bool> {
        self.get(option)?.as_bool()
    }

    /// An option of type `secret`; `None` also for what is no URI of one.
    pub fn secret<C>(&self, option: &str) -> Option<Secret<C>> {
        Secret::new(self.text(option)?).ok()
    }

    /// Every option that has a value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0
            .iter()
            .map(|(option, value)| (option.as_str(), value))
    }
}
