//! Does this value fit this type, and if not, what is *every* problem?
//!
//! [`check`] judges a decoded value: a databag value after [`crate::wire`] has
//! read it, an example, a default, the content of a secret. It is total: any
//! value gets an answer, in time and memory in proportion to its size.
//!
//! The rule of each text format is in one table, [`format_rule`].

mod constraint;
mod describe;
mod format;
mod members;
mod path;
mod union;
mod walk;

pub(crate) use constraint::compiles;
pub use describe::{describe, found, holds_sensitive};
pub(crate) use describe::{found_or_hidden, is_confidential, shown_text};
pub(crate) use format::SECRET_URI;
pub use format::{FormatRule, fits_format, format_rule};
pub use path::{Path, Segment};
pub(crate) use walk::resolve;

use crate::model::{Type, Version};
use serde::Serialize;
use serde_json::Value as Json;

/// How many problems of one value are listed. A value of many megabytes would
/// otherwise get a report many times its size.
pub const MOST_PROBLEMS: usize = 1000;

/// How deep a value may be. Parsers of JSON refuse the same depth.
pub const MOST_DEPTH: usize = 128;

/// What is wrong at one place of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The rule's id, such as `B6`; see [`crate::rules`].
    pub rule: &'static str,
    /// Where in the value.
    pub path: Path,
    /// What should stand there: "a URL". For a check between fields, the
    /// author's message.
    pub expected: String,
    /// What stands there: "the text `10.0.0.1`". Long texts are shortened;
    /// secrets and sensitive texts are not shown. Empty for a check between
    /// fields.
    pub found: String,
    /// What may have led to it.
    pub hint: Option<String>,
}

impl Problem {
    /// The problem in one line, without its place.
    ///
    /// ```
    /// use relata_spec::value::{Path, Problem};
    ///
    /// let problem = Problem {
    ///     rule: "B6",
    ///     path: Path::default(),
    ///     expected: "a URL".into(),
    ///     found: "the text `10.0.0.1`".into(),
    ///     hint: None,
    /// };
    /// assert_eq!(problem.message(), "expected a URL, found the text `10.0.0.1`");
    /// ```
    pub fn message(&self) -> String {
        let mut message = if self.found.is_empty() {
            self.expected.clone()
        } else {
            format!("expected {}, found {}", self.expected, self.found)
        };
        if let Some(hint) = &self.hint {
            message.push_str(": ");
            message.push_str(hint);
        }
        message
    }
}

/// Advice about one place of a value. Nothing is wrong with the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Where in the value.
    pub path: Path,
    /// What its reader should know.
    pub message: String,
}

/// All that there is to say about a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// What is wrong, in the order of the type. At most [`MOST_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// Advice.
    pub notes: Vec<Note>,
    /// How many problems there are besides those listed.
    pub unlisted: usize,
}

impl Findings {
    /// Whether nothing is wrong.
    pub fn fits(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Every problem of a decoded value.
///
/// A name that `version` does not declare fits anything: the macro and
/// [`crate::json`] refuse such a version, so that none gets here.
///
/// ```
/// use relata_spec::model::{Kind, Status, TextFormat, Type, Version};
/// use relata_spec::value::check;
/// use serde_json::json;
///
/// let version = Version {
///     number: 1,
///     status: Status::Draft,
///     doc: "First.".into(),
///     lib: None,
///     providers: vec![],
///     requirers: vec![],
///     roles: Default::default(),
///     types: vec![],
/// };
/// let url = Type::new(Kind::Text { format: TextFormat::Url });
/// let urls = Type::new(Kind::List { items: Box::new(url) });
///
/// let findings = check(&version, &urls, &json!(["https://a.example", "10.0.0.1", 7]));
/// let problems: Vec<String> = findings
///     .problems
///     .iter()
///     .map(|problem| format!("{}: {}", problem.path, problem.message()))
///     .collect();
/// assert_eq!(problems, [
///     "[1]: expected a URL, found the text `10.0.0.1`",
///     "[2]: expected a URL, found the number 7",
/// ]);
/// ```
pub fn check(version: &Version, ty: &Type, value: &Json) -> Findings {
    walk::Walk::new(version).judge(ty, value)
}

/// The same as [`check`], for a key that no declared field has.
pub(crate) fn key_fits(version: &Version, keys: &Type, key: &str) -> bool {
    walk::Walk::new(version)
        .judge(keys, &Json::String(key.to_owned()))
        .fits()
}

/// Whether `element` of a collection is an object of which the type of the
/// elements knows no member; a reader drops it.
pub(crate) fn is_hollow(version: &Version, items: &Type, element: &Json) -> bool {
    walk::Walk::new(version).is_hollow(items, element)
}
