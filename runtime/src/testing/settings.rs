//! What `--file` brings: a YAML mapping of texts, as Juju's YAML reader takes it.

use super::flags::quote;
use crate::Json;
use std::collections::BTreeMap;

/// A mapping of texts; `null` stands for none, and for no text.
type Settings = Option<BTreeMap<String, Option<String>>>;

/// How far a key may be from its colon, in characters.
const LONGEST_KEY: usize = 1024;

/// Reads a mapping of texts. Numbers and booleans become the text that stood
/// there, and null an empty text.
///
/// # Errors
///
/// Juju's words. Where juju/yaml tells the place of a fault by its own
/// scanner, only the first words are the same.
pub(super) fn parse(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "yaml: invalid leading UTF-8 octet")?;
    if text.chars().any(is_forbidden) {
        return Err("yaml: control characters are not allowed".into());
    }
    if text.trim().is_empty() {
        return Ok(BTreeMap::new());
    }
    // YAML 1.1 takes a "next line" for a line break. How it is folded inside of
    // quotes is left to the parser.
    let text = &text.replace('\u{85}', "\n");
    if let Some((line, why)) = bad_quote(text) {
        return Err(format!("yaml: line {line}: {why}"));
    }
    // JSON is what charms send. It is YAML, and quick to read.
    if let Ok(Json::Object(entries)) = serde_json::from_str(text)
        && entries.values().all(Json::is_string)
    {
        let settings = entries.into_iter().map(|(key, value)| match value {
            Json::String(value) => (key, value),
            _ => (key, String::new()),
        });
        return checked(settings.collect());
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 48,
            simple_key_max_lookahead: 16 << 10,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_reader_input_bytes: None,
        },
    };
    match serde_saphyr::from_str_with_options::<Settings>(text, options) {
        Ok(settings) => {
            let entries = settings.unwrap_or_default().into_iter();
            checked(
                entries
                    .map(|(key, value)| (key, value.unwrap_or_default()))
                    .collect(),
            )
        }
        Err(error) => Err(explain(text, &error)),
    }
}

fn checked(settings: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, String> {
    if settings.keys().any(|key| key.chars().count() > LONGEST_KEY) {
        return Err("yaml: line 1: could not find expected ':'".into());
    }
    Ok(settings)
}

/// Juju's words for what serde-saphyr did not like.
fn explain(text: &str, error: &serde_saphyr::Error) -> String {
    let line = error.location().map_or(1, |place| place.line());
    let refuse = |kind: String, target: &str| {
        format!("yaml: unmarshal errors:\n  line {line}: cannot unmarshal {kind} into {target}")
    };
    match crate::yaml::parse(text) {
        Ok(Json::Object(entries)) => {
            let is_seq = entries
                .values()
                .find(|value| value.is_array() || value.is_object());
            let kind = if is_seq.is_some_and(Json::is_array) {
                "!!seq"
            } else {
                "!!map"
            };
            refuse(kind.into(), "string")
        }
        Ok(other) => {
            let tag = match other {
                Json::Array(_) => return refuse("!!seq".into(), "map[string]string"),
                Json::Bool(_) => "!!bool",
                Json::Number(number) if number.is_f64() => "!!float",
                Json::Number(_) => "!!int",
                _ => "!!str",
            };
            let text = text.trim();
            let start: String = text.chars().take(10).collect();
            // juju/yaml shows the first letters of a long value.
            let shown = if start.len() < text.len() {
                text.chars().take(7).chain("...".chars()).collect()
            } else {
                start
            };
            refuse(format!("{tag} `{shown}`"), "map[string]string")
        }
        Err(_) => format!("yaml: line {line}: did not find expected node content"),
    }
}

/// What a YAML reader refuses outside of escapes.
fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{feff}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// The line of the first text in double quotes that a YAML reader refuses and a
/// JSON reader does not, with the complaint: it escapes a slash or half of a
/// surrogate pair, or it is a key that does not end soon enough.
///
/// Double quotes inside of single quotes or remarks are taken for those of a text:
/// a charm that writes escapes writes JSON, which has neither.
fn bad_quote(text: &str) -> Option<(usize, &'static str)> {
    let mut line = 1;
    // Where the quotes opened: the character and the line.
    let mut open = None;
    // Where the last text began, until something else than white space comes.
    let mut key = None;
    let mut rest = text.char_indices().enumerate();
    while let Some((index, (_, c))) = rest.next() {
        match c {
            '\n' => line += 1,
            '"' => match open.take() {
                None => open = Some((index, line)),
                start => key = start,
            },
            '\\' if open.is_some() => {
                let (_, (at, escaped)) = rest.next()?;
                let code = text.get(at + 1..at + 5);
                let code = code.and_then(|code| u16::from_str_radix(code, 16).ok());
                let is_half = code.is_some_and(|code| (0xd800..0xe000).contains(&code));
                match escaped {
                    '/' => return Some((line, "found unknown escape character")),
                    'u' if is_half => {
                        return Some((line, "found invalid Unicode character escape code"));
                    }
                    _ => {}
                }
            }
            _ if open.is_some() || c.is_whitespace() => {}
            ':' if key
                .is_some_and(|(start, begun)| index - start > LONGEST_KEY || line > begun) =>
            {
                return Some((line, "did not find expected ',' or '}'"));
            }
            _ => key = None,
        }
    }
    None
}

/// Reads the content of a secret from a file: JSON, else YAML.
pub(super) fn parse_secret(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    match serde_json::from_slice::<Json>(bytes) {
        Ok(Json::Object(entries)) if entries.values().all(Json::is_string) => Ok(entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())))
            .collect()),
        _ => parse(bytes),
    }
}

/// Reads `key=value` arguments as juju/utils does: white space around both is
/// cut, and empty arguments are skipped.
pub(super) fn parse_pairs(args: &[String]) -> Result<BTreeMap<String, String>, String> {
    let mut pairs = BTreeMap::new();
    for arg in args.iter().filter(|arg| !arg.is_empty()) {
        let expected = || format!("expected \"key=value\", got {}", quote(arg));
        let (key, value) = arg.split_once('=').ok_or_else(expected)?;
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() {
            return Err(expected());
        }
        if pairs.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(format!("key {} specified more than once", quote(key)));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_pairs};

    fn read(text: &str) -> Vec<(String, String)> {
        parse(text.as_bytes()).expect(text).into_iter().collect()
    }

    fn one(key: &str, value: &str) -> Vec<(String, String)> {
        vec![(key.into(), value.into())]
    }

    #[test]
    fn a_scalar_is_the_text_that_stood_there() {
        for text in [
            "42",
            "true",
            "1.10",
            "2024-01-01",
            "yes",
            "0x1F",
            "1_000",
            "012",
            ".5",
        ] {
            assert_eq!(read(&format!("a: {text}\n")), one("a", text));
            assert_eq!(read(&format!("{{\"a\": {text}}}")), one("a", text));
        }
        assert_eq!(read("1: 2\n"), one("1", "2"));
    }

    #[test]
    fn null_is_an_empty_text_unless_it_is_quoted() {
        for text in ["null", "~", "", "''", "\"\""] {
            assert_eq!(read(&format!("a: {text}\n")), one("a", ""), "{text}");
        }
        assert_eq!(read("a: 'null'\nb: \"~\"\n").len(), 2);
        assert_eq!(read("a: 'null'\n"), one("a", "null"));
        assert_eq!(read("a: \"~\"\n"), one("a", "~"));
    }

    #[test]
    fn nothing_is_no_settings() {
        for text in ["", "\n", "{}", "---\n", "null", "# only a remark\n"] {
            assert_eq!(read(text), [], "{text:?}");
        }
    }

    #[test]
    fn white_space_around_a_quoted_value_stays() {
        assert_eq!(read("{\"a\": \"  x \\n\"}"), one("a", "  x \n"));
        assert_eq!(read("a: |\n  one\n  two\n"), one("a", "one\ntwo\n"));
    }

    #[test]
    fn pairs_are_cut_and_checked() {
        let parse = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            parse_pairs(&args)
        };
        assert_eq!(
            parse(&[" a = b=c ", ""]).map(|pairs| pairs["a"].clone()),
            Ok("b=c".into())
        );
        assert_eq!(
            parse(&["a"]),
            Err("expected \"key=value\", got \"a\"".into())
        );
        assert_eq!(
            parse(&["=b"]),
            Err("expected \"key=value\", got \"=b\"".into())
        );
        assert_eq!(
            parse(&["a=1", "a=2"]),
            Err("key \"a\" specified more than once".into())
        );
    }
}
