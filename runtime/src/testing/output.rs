//! What a hook tool prints: `smart`, `yaml` and `json` as juju/cmd does.

use crate::Json;
use std::fmt::Write as _;

/// A value that a tool prints.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// A value. An array of strings is printed smartly as lines.
    Value(Json),
    /// A Go map that is nil: `null` in JSON, `{}` elsewhere.
    NilMap,
    /// A Go slice of strings that is nil: `null` in JSON, `[]` in YAML.
    NilList,
}

impl Shown {
    pub(super) fn nothing() -> Self {
        Shown::Value(Json::Null)
    }

    pub(super) fn lines(lines: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let text = |line| Json::String(Into::into(line));
        Shown::Value(Json::Array(lines.into_iter().map(text).collect()))
    }
}

impl<T: Into<Json>> From<T> for Shown {
    fn from(value: T) -> Self {
        Shown::Value(value.into())
    }
}

/// Prints a value. An unknown format prints nothing: the command line was
/// checked before.
pub(super) fn print(value: &Shown, format: &str) -> String {
    match (value, format) {
        (Shown::Value(value), "json") => json(value) + "\n",
        (Shown::NilMap | Shown::NilList, "json") => "null\n".into(),
        (Shown::NilMap, _) => "{}\n".into(),
        (Shown::NilList, "yaml") => "[]\n".into(),
        (Shown::NilList, _) => String::new(),
        (Shown::Value(value), "yaml") => yaml(value),
        (Shown::Value(value), _) => smart(value),
    }
}

/// JSON as Go writes it, without the line break.
pub(super) fn json(value: &Json) -> String {
    // A `Json` has only keys that are texts, so it can always be written.
    let plain = serde_json::to_string(&go_numbers(value)).unwrap_or_default();
    let mut text = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            // These can only stand inside a text.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}

/// Go prints a float that is a whole number without a fraction.
fn go_numbers(value: &Json) -> Json {
    match value {
        Json::Number(number) if number.is_f64() => whole(number).map_or(value.clone(), Json::from),
        Json::Array(elements) => elements.iter().map(go_numbers).collect(),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), go_numbers(value)))
            .collect(),
        _ => value.clone(),
    }
}

fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = number.as_f64()?;
    if float.fract() == 0.0 && float.abs() < 9e15 {
        // Small and whole, so that its text is that of an integer.
        format!("{float:.0}").parse().ok()
    } else {
        None
    }
}

fn smart(value: &Json) -> String {
    let text = match value {
        Json::Null => return String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(true) => "True".into(),
        Json::Bool(false) => "False".into(),
        Json::Array(elements) if elements.iter().all(Json::is_string) => {
            let lines: Vec<&str> = elements.iter().filter_map(Json::as_str).collect();
            lines.join("\n")
        }
        _ => return yaml(value),
    };
    if text.is_empty() { text } else { text + "\n" }
}

/// YAML that every reader of YAML 1.1 understands as the value. Juju's own is
/// folded at 80 columns and quoted a little less; nobody should compare bytes.
fn yaml(value: &Json) -> String {
    let mut text = String::new();
    match value {
        Json::Null => return text,
        Json::Array(elements) if !elements.is_empty() => list(elements, 0, &mut text),
        Json::Object(entries) if !entries.is_empty() => map(entries, 0, false, &mut text),
        _ => {
            scalar(value, 0, &mut text);
            text.push('\n');
        }
    }
    // Juju cuts all line breaks at the end but one, even those of a text.
    text.truncate(text.trim_end_matches('\n').len());
    text + "\n"
}

fn map(entries: &serde_json::Map<String, Json>, indent: usize, inline: bool, text: &mut String) {
    for (i, (key, value)) in entries.iter().enumerate() {
        if i > 0 || !inline {
            pad(indent, text);
        }
        quoted(key, text);
        text.push(':');
        match value {
            Json::Object(entries) if !entries.is_empty() => {
                text.push('\n');
                map(entries, indent + 2, false, text);
            }
            Json::Array(elements) if !elements.is_empty() => {
                text.push('\n');
                list(elements, indent, text);
            }
            _ => {
                text.push(' ');
                scalar(value, indent + 2, text);
                text.push('\n');
            }
        }
    }
}

fn list(elements: &[Json], indent: usize, text: &mut String) {
    for element in elements {
        pad(indent, text);
        text.push_str("- ");
        match element {
            Json::Object(entries) if !entries.is_empty() => map(entries, indent + 2, true, text),
            Json::Array(elements) if !elements.is_empty() => {
                text.push('\n');
                list(elements, indent + 2, text);
            }
            _ => {
                scalar(element, indent + 2, text);
                text.push('\n');
            }
        }
    }
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

/// A scalar, or a collection that is empty.
fn scalar(value: &Json, indent: usize, text: &mut String) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Json::Number(_) => text.push_str(&go_numbers(value).to_string()),
        Json::String(value) if fits_block(value) => block(value, indent, text),
        Json::String(value) => quoted(value, text),
        Json::Array(_) => text.push_str("[]"),
        Json::Object(_) => text.push_str("{}"),
    }
}

/// Several lines of printable text can stand as they are.
fn fits_block(value: &str) -> bool {
    value.contains('\n')
        && !value.starts_with([' ', '\n', '\t'])
        && value.chars().all(|c| c == '\n' || is_printable(c))
        && value.lines().all(|line| !line.ends_with([' ', '\t']))
}

fn block(value: &str, indent: usize, text: &mut String) {
    let body = value.trim_end_matches('\n');
    text.push_str(match value.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    // What follows the last line break is written by the caller.
    let lines = value.strip_suffix('\n').unwrap_or(value);
    for line in lines.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            pad(indent.max(2), text);
            text.push_str(line);
        }
    }
}

fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A text on one line, in quotes unless every reader takes it for a text.
fn quoted(value: &str, text: &mut String) {
    if is_plain(value) {
        text.push_str(value);
        return;
    }
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            c if is_printable(c) => text.push(c),
            // Writing to a `String` cannot fail.
            c => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
        }
    }
    text.push('"');
}

/// Texts that YAML 1.1 takes for something else than a text.
const WORDS: [&str; 11] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<",
];

fn is_plain(value: &str) -> bool {
    // Numbers, times and dates begin with a digit, a sign or a dot.
    value.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_'))
        && !WORDS.contains(&value.to_ascii_lowercase().as_str())
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && value.chars().all(is_printable)
}

#[cfg(test)]
mod tests {
    use super::{Shown, print};
    use serde_json::json;

    #[test]
    fn yaml_is_read_back_as_the_value() {
        for value in [
            json!({"a": "1", "b": "yes", "c": "x: y", "d": "", "e": "two\nlines", "f": "end\n"}),
            json!({"list": ["a", "- b", {"x": 1, "y": [true, null]}], "empty": {}, "none": []}),
            json!({"pem": "-----BEGIN-----\nMII=\n-----END-----\n\n", "tab": "\tx\n", "bell": "\u{7}"}),
            json!(["a", "b: c", "#d", "1.10", "~"]),
            json!({"deep": {"er": {"est": "line\n\nline"}}, "key: odd": "é", "del": "\u{7f}"}),
        ] {
            let text = print(&Shown::Value(value.clone()), "yaml");
            let read = crate::yaml::parse(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
            assert_eq!(read, value, "{text}");
        }
    }
}
