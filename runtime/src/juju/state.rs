//! What a unit remembers from hook to hook.

use super::call::texts;
use super::error::Result;
use super::hook::{Juju, once};
use super::stdin;
use crate::Databag;
use std::cell::RefCell;

/// Juju keeps some state for each unit: texts of up to 64 KiB under keys of up to
/// 256 bytes. It takes a change when the hook ends well. Better than to remember
/// is to look: state gets out of step with the world.
impl Juju {
    /// What is remembered under `key`.
    ///
    /// # Errors
    ///
    /// If the hook tool `state-get` fails.
    pub fn state(&self, key: &str) -> Result<Option<String>> {
        Ok(self.states()?.borrow().get(key).cloned())
    }

    /// Remembers a text. Nothing is called if it is remembered already.
    ///
    /// # Errors
    ///
    /// If a hook tool fails, such as for a text that is too long.
    pub fn set_state(&self, key: &str, text: &str) -> Result<()> {
        let state = self.states()?;
        if state.borrow().get(key).is_some_and(|before| before == text) {
            return Ok(());
        }
        let tool = "state-set";
        let document = stdin::document([(key, text)].into_iter());
        let document = document.map_err(|key| stdin::too_long(tool, &key))?;
        self.call(tool, "", &["--file", "-"], Some(&document))?;
        state.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    /// Forgets what is under `key`. Nothing is called if there is nothing.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn delete_state(&self, key: &str) -> Result<()> {
        let state = self.states()?;
        if state.borrow().contains_key(key) {
            self.order("state-delete", &["--", key])?;
            state.borrow_mut().remove(key);
        }
        Ok(())
    }

    fn states(&self) -> Result<&RefCell<Databag>> {
        once(&self.state, || {
            let tool = "state-get";
            let answer = self.ask(tool, "", &["--format=json"])?;
            texts(tool, answer).map(RefCell::new)
        })
    }
}
