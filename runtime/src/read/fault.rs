//! Why could a value not be read?

use crate::report::Problem;
use crate::value::split_path;

/// Why a value could not be read.
pub(super) struct Fault {
    /// Not even the encoding fits.
    pub(super) undecodable: bool,
    /// It was JSON's `null`.
    pub(super) null: bool,
    pub(super) rule: &'static str,
    pub(super) text: String,
}

impl Fault {
    pub(super) fn null() -> Self {
        Fault {
            undecodable: false,
            null: true,
            rule: "B2",
            text: "expected a value".to_owned(),
        }
    }

    /// What is wrong with a value that has been decoded.
    pub(super) fn of_member(error: &serde_json::Error) -> Self {
        Fault {
            undecodable: false,
            null: false,
            rule: "B2",
            text: error.to_string(),
        }
    }

    /// Says which encoding was expected, where that is what is wrong.
    pub(super) fn expecting(mut self, encoding: &str) -> Self {
        if self.undecodable {
            self.rule = "B1";
            self.text = format!("expected {encoding}, found other text ({})", self.text);
        }
        self
    }

    pub(super) fn problem(self, key: &str, sensitive: bool) -> Problem {
        // Where in the text it was is of no use to whoever sees only the path.
        let text = if self.undecodable {
            self.text.as_str()
        } else {
            without_position(&self.text)
        };
        let (path, text) = split_path(text);
        let (path, text) = (path.to_owned(), text.to_owned());
        let message = if sensitive {
            without_found(&text)
        } else {
            expected_first(text)
        };
        Problem {
            rule: self.rule,
            key: key.to_owned(),
            path,
            message,
        }
    }
}

/// The text of an error of `serde_json` without its last words, such as ` at line
/// 1 column 5`. The same words in what was found are left alone.
fn without_position(text: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let position = text.rsplit_once(" at line ").filter(|(_, position)| {
        let numbers = position.split_once(" column ");
        numbers.is_some_and(|(line, column)| is_number(line) && is_number(column))
    });
    position.map_or(text, |(text, _)| text)
}

/// Says what was expected before what was found, which may be long.
fn expected_first(text: String) -> String {
    const MOST: usize = 60;
    let found = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|start| text.strip_prefix(start));
    let Some((found, expected)) = found.and_then(|text| text.rsplit_once(", expected ")) else {
        return text;
    };
    match found.char_indices().nth(MOST) {
        None => format!("expected {expected}, found {found}"),
        Some((end, _)) => format!("expected {expected}, found {}…", &found[..end]),
    }
}

/// What was expected, without what was found: that goes before it, and may hold
/// any words.
fn without_found(text: &str) -> String {
    let expected = match text.rfind(", expected ") {
        Some(comma) => &text[comma + 2..],
        None if text.starts_with("expected ") => text,
        None => return "not what was expected".to_owned(),
    };
    let end = expected.find(" (").unwrap_or(expected.len());
    expected[..end].to_owned()
}
