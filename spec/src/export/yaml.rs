//! How is a text spelled in YAML, so that every reader sees that text?
//!
//! Readers of YAML 1.1, such as `PyYAML` and Juju's own, take more words for
//! numbers, booleans, dates and nulls than those of YAML 1.2. A text stands
//! plain only where no reader can mistake it.

use std::fmt::Write;

/// The text as a YAML scalar behind a key. `indent` is that of the key; a text
/// of several lines follows in lines of its own, as Juju prints it.
pub(super) fn scalar(text: &str, indent: usize) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    if text.chars().any(needs_escape) {
        return escaped(text);
    }
    if !text.contains('\n') {
        return format!("'{}'", text.replace('\'', "''"));
    }
    literal(text, indent).unwrap_or_else(|| escaped(text))
}

/// The text in lines of its own, behind `|`. Not every text can be told so.
fn literal(text: &str, indent: usize) -> Option<String> {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    let starts_well = !body.starts_with([' ', '\n', '\t']) && !body.is_empty();
    if !starts_well || body.lines().any(|line| line.ends_with([' ', '\t'])) {
        return None;
    }
    let mut told = match ends {
        0 => "|-".to_owned(),
        1 => "|".to_owned(),
        _ => return None,
    };
    for line in body.lines() {
        told.push('\n');
        if !line.is_empty() {
            let _ = write!(told, "{:1$}{line}", "", indent + 2);
        }
    }
    Some(told)
}

/// The text in double quotes.
fn escaped(text: &str) -> String {
    let mut told = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => told.push_str("\\\""),
            '\\' => told.push_str("\\\\"),
            '\n' => told.push_str("\\n"),
            '\t' => told.push_str("\\t"),
            '\r' => told.push_str("\\r"),
            letter if needs_escape(letter) => {
                let _ = match u32::from(letter) {
                    code @ ..=0xff => write!(told, "\\x{code:02X}"),
                    code @ ..=0xffff => write!(told, "\\u{code:04X}"),
                    code => write!(told, "\\U{code:08X}"),
                };
            }
            letter => told.push(letter),
        }
    }
    told.push('"');
    told
}

/// What YAML does not print, what breaks a line there and nowhere else, and
/// what steers a terminal.
fn needs_escape(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || u32::from(letter) > 0xffff
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let lower = text.to_ascii_lowercase();
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && !WORDS.contains(&lower.as_str())
        && lower != "null"
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || " -_./:@+=,()".contains(c))
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_plain_where_nothing_else_can_be_meant() {
        for plain in [
            "backups",
            "https://a.example:9000/x",
            "a/b c",
            "secret:9m4e2mr0ui3e8a215n4g",
        ] {
            assert_eq!(scalar(plain, 0), plain);
        }
        for quoted in [
            "",
            "1",
            "1.10",
            "0x1",
            "2024-01-01",
            "1:20",
            "yes",
            "Off",
            "NULL",
            "~",
            "a: b",
            "- a",
            "[a]",
            " a",
            "a ",
            "a #b",
            "null",
            "=",
            "<<",
            ".inf",
        ] {
            let told = scalar(quoted, 0);
            assert!(told.starts_with('\''), "{told}");
        }
        assert_eq!(scalar("it's", 0), "'it''s'");
    }

    #[test]
    fn lines_stand_in_lines_of_their_own() {
        assert_eq!(scalar("a\n\nb\n", 2), "|\n    a\n\n    b");
        assert_eq!(scalar("a\nb", 0), "|-\n  a\n  b");
        for text in [" a\nb", "\na", "a \nb", "a\nb\n\n", "\n"] {
            assert!(scalar(text, 0).starts_with('"'), "{text:?}");
        }
    }

    #[test]
    fn what_steers_a_reader_is_escaped() {
        assert_eq!(
            scalar("\u{1b}[0m\u{202e}\u{1f600}\t", 0),
            "\"\\x1B[0m\\u202E\\U0001F600\\t\""
        );
    }

    #[cfg(feature = "yaml")]
    proptest::proptest! {
        #[test]
        fn every_text_is_read_back(text in "(?s)[ -~\n\t'\":#-]{0,12}|\\PC{0,6}|(?s).{0,6}", indent in 0usize..4) {
            let document = format!("{:indent$}k: {}\n{:indent$}l: m\n", "", scalar(&text, indent), "");
            let read: std::collections::BTreeMap<String, String> =
                serde_saphyr::from_str(&document).map_err(|e| proptest::test_runner::TestCaseError::fail(format!("{e}: {document}")))?;
            proptest::prop_assert_eq!(&read["k"], &text);
        }
    }
}
