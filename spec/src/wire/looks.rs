//! Which encoding does the writer seem to have used?

use crate::model::Document;
use crate::value::shown_text;

/// What `text`, which is no document of the expected format, looks like: in
/// words, and the encoding, if it can be told. `why` is what the parser said.
/// Nothing of the text is shown if it is `hidden`.
pub(super) fn like(
    text: &str,
    expected: Document,
    why: &str,
    hidden: bool,
) -> (String, Option<&'static str>) {
    let start = text.trim_start();
    let broken = |name: &str| {
        if hidden {
            format!("broken {name}")
        } else {
            format!("broken {name} ({why})")
        }
    };
    if is_python(start) {
        return ("Python's notation".to_owned(), Some("`str()` of Python"));
    }
    match expected {
        Document::Yaml => (broken("YAML"), None),
        Document::Json if start.starts_with(['{', '[', '"']) => (broken("JSON"), None),
        Document::Json if is_yaml(text) => ("YAML".to_owned(), Some("yaml")),
        Document::Json if hidden => ("plain text that is not shown".to_owned(), Some("raw")),
        Document::Json => (shown_text("plain text", text), Some("raw")),
    }
}

/// What a text for plain text seems to be instead.
pub(super) fn like_raw(text: &str) -> Option<&'static str> {
    if is_python(text) {
        Some("`str()` of Python")
    } else if text.starts_with(['"', '[', '{']) && serde_json::from_str::<Skipped>(text).is_ok() {
        Some("JSON")
    } else {
        None
    }
}

/// Whether the text is one JSON string, quotes included.
pub(crate) fn is_json_string(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('"') && serde_json::from_str::<String>(text).is_ok()
}

type Skipped = serde::de::IgnoredAny;

fn is_python(text: &str) -> bool {
    matches!(text, "True" | "False" | "None")
        || ["{'", "['", "('", "[{'", "[('", "b'"]
            .iter()
            .any(|start| text.starts_with(start))
        || (text.starts_with(['[', '{'])
            && ["True", "False", "None"]
                .iter()
                .any(|word| text[1..].starts_with(word)))
}

/// Whether some line among the first is `key:`, `key: value` or `- element`.
fn is_yaml(text: &str) -> bool {
    const MOST_LINES: usize = 8;
    text.lines().take(MOST_LINES).any(|line| {
        let line = line.trim_start();
        if line.starts_with("- ") || line == "---" {
            return true;
        }
        let Some((key, rest)) = line.split_once(':') else {
            return false;
        };
        (rest.is_empty() || rest.starts_with(' '))
            && !key.is_empty()
            && key
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "_-.'\"/".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> (String, Option<&'static str>) {
        like(text, Document::Json, "why", false)
    }

    #[test]
    fn plain_text_looks_raw() {
        for text in [
            "10.0.0.1",
            "https://a.example/x: y",
            "-----BEGIN CERTIFICATE-----\nM",
        ] {
            assert_eq!(json(text).1, Some("raw"), "{text}");
        }
    }

    #[test]
    fn keys_on_lines_look_like_yaml() {
        for text in ["a: 1\nb: 2", "key:\n  - x", "- a\n- b", "---\nx"] {
            assert_eq!(json(text).1, Some("yaml"), "{text}");
        }
    }

    #[test]
    fn single_quotes_in_brackets_look_like_python() {
        for text in ["{'a': 1}", "['x']", "True", "[None]"] {
            assert_eq!(json(text).1, Some("`str()` of Python"), "{text}");
        }
    }

    #[test]
    fn brackets_without_an_end_are_broken_json() {
        assert_eq!(json("{\"a\""), ("broken JSON (why)".to_owned(), None));
    }

    #[test]
    fn nothing_of_a_hidden_text_is_shown() {
        let (said, looks) = like("hunter2", Document::Json, "hunter2", true);
        assert_eq!(said, "plain text that is not shown");
        assert_eq!(looks, Some("raw"));
        let (said, _) = like("{hunter2", Document::Json, "hunter2", true);
        assert!(!said.contains("hunter2"));
    }
}
