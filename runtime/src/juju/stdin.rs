//! What a hook tool reads from its standard input.
//!
//! Juju reads YAML there, with a parser of version 1.1. JSON is YAML but for a
//! few characters, which are escaped here.

use std::fmt::Write as _;

/// The longest key that a YAML reader takes, quotes included.
const MOST_KEY: usize = 1024;

/// A character that JSON lets stand and YAML does not.
pub(crate) fn is_special(c: char) -> bool {
    matches!(
        c,
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// A map of texts as JSON that Juju's reader takes for the same. In a databag an
/// empty text deletes its key.
///
/// `Err` holds a key that is too long for any YAML reader.
pub(super) fn document<'t>(
    entries: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Vec<u8>, String> {
    let mut document = String::from("{");
    for (key, text) in entries {
        if document.len() > 1 {
            document.push(',');
        }
        let start = document.len();
        quote(&mut document, key);
        if document[start..].chars().count() > MOST_KEY {
            return Err(key.to_owned());
        }
        document.push(':');
        quote(&mut document, text);
    }
    document.push('}');
    Ok(document.into_bytes())
}

/// What to say of such a key.
pub(super) fn too_long(tool: &str, key: &str) -> super::Error {
    let head: String = key.chars().take(40).collect();
    super::Error::Refused {
        tool: tool.to_owned(),
        code: 1,
        message: ["the key `", &head, "…` is longer than Juju takes"].concat(),
    }
}

fn quote(document: &mut String, text: &str) {
    // Mostly nothing has to be escaped, and then nothing is moved twice.
    document.reserve(text.len() + 2);
    document.push('"');
    for c in text.chars() {
        match c {
            '"' => document.push_str("\\\""),
            '\\' => document.push_str("\\\\"),
            '\n' => document.push_str("\\n"),
            '\r' => document.push_str("\\r"),
            '\t' => document.push_str("\\t"),
            c if c < ' ' || is_special(c) => {
                // Writing to a `String` cannot fail.
                let _ = write!(document, "\\u{:04x}", u32::from(c));
            }
            c => document.push(c),
        }
    }
    document.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(key: &str, text: &str) -> String {
        let document = document([(key, text)].into_iter()).expect("the key is short");
        String::from_utf8(document).expect("JSON is UTF-8")
    }

    #[test]
    fn control_characters_are_escaped_and_astral_ones_are_not() {
        assert_eq!(
            json("a/b", "\u{7f}\u{80}\u{fffe}😀\0\n"),
            "{\"a/b\":\"\\u007f\\u0080\\ufffe😀\\u0000\\n\"}"
        );
    }

    #[test]
    fn an_empty_text_stays_one() {
        assert_eq!(json("k", ""), r#"{"k":""}"#);
    }

    #[test]
    fn a_key_that_no_yaml_reader_takes_is_refused() {
        let fits = "k".repeat(MOST_KEY - 2);
        assert!(document([(&*fits, "")].into_iter()).is_ok());
        let long = "k".repeat(MOST_KEY - 1);
        assert_eq!(document([(&*long, "")].into_iter()), Err(long.clone()));
    }
}
