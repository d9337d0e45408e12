//! One call of a hook tool: what goes in, and what comes out.

use super::Juju;
use super::error::{Error, Result};
use super::tools::Output;
use crate::{Databag, Json};

/// How much of a text a hook tool is given as an argument, in bytes. Linux allows
/// 128 KiB for each, and a character that cannot stand in one takes three.
const MOST_TEXT: usize = 40_000;

impl Juju {
    /// Runs a tool; one that fails is an error. `subject` is the relation or
    /// secret that an error is about.
    pub(super) fn call(
        &self,
        tool: &str,
        subject: &str,
        args: &[&str],
        stdin: Option<&[u8]>,
    ) -> Result<Output> {
        let output = self.tools.call(tool, args, stdin)?;
        if output.code == 0 {
            Ok(output)
        } else {
            Err(Error::from_output(tool, subject, &output))
        }
    }

    /// Runs a tool for its effect.
    pub(super) fn order(&self, tool: &str, args: &[&str]) -> Result<()> {
        self.call(tool, "", args, None).map(|_| ())
    }

    /// Runs a tool that answers in JSON. It has to be asked to in `args`.
    pub(super) fn ask(&self, tool: &str, subject: &str, args: &[&str]) -> Result<Json> {
        let output = self.call(tool, subject, args, None)?;
        serde_json::from_slice(&output.stdout).map_err(|_| Error::garbage(tool, "any JSON"))
    }
}

/// A map of texts. Go prints a map that is nil as `null`.
pub(super) fn texts(tool: &str, answer: Json) -> Result<Databag> {
    let expected = "a map of texts";
    let entries = match answer {
        Json::Null => return Ok(Databag::new()),
        Json::Object(entries) => entries,
        _ => return Err(Error::garbage(tool, expected)),
    };
    // Collecting into a map would bring in the code of a sort.
    let mut texts = Databag::new();
    for (key, value) in entries {
        match value {
            Json::String(text) => texts.insert(key, text),
            _ => return Err(Error::garbage(tool, expected)),
        };
    }
    Ok(texts)
}

/// A list of texts. Go prints a list that is nil as `null`.
pub(super) fn list(tool: &str, answer: Json) -> Result<Vec<String>> {
    let expected = "a list of texts";
    let elements = match answer {
        Json::Null => return Ok(Vec::new()),
        Json::Array(elements) => elements,
        _ => return Err(Error::garbage(tool, expected)),
    };
    let text = |value| match value {
        Json::String(text) => Ok(text),
        _ => Err(Error::garbage(tool, expected)),
    };
    elements.into_iter().map(text).collect()
}

/// Puts an element into its place in a list that is in order, unless it is there.
/// What Juju lists mostly is in order, so this is as quick as a sort, and much
/// smaller.
pub(super) fn put_in_order<T, K: Ord>(list: &mut Vec<T>, element: T, key: impl Fn(&T) -> &K) {
    if let Err(place) = list.binary_search_by(|other| key(other).cmp(key(&element))) {
        list.insert(place, element);
    }
}

/// A text as an argument: without the character that ends one, and not too long.
pub(super) fn argument(text: &str) -> String {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| *end <= MOST_TEXT).last().unwrap_or(0);
    let mut argument = text[..end].replace('\0', "\u{fffd}");
    if end < text.len() {
        argument.push('…');
    }
    argument
}

/// A text without line breaks and other control characters.
pub(super) fn one_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    argument(line.trim())
}
