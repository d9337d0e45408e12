//! What does one databag value say, in this encoding?
//!
//! [`decode`] reads the string that Juju holds into a JSON value, guided by the
//! type only where the encoding needs it: in plain text, `42` is a number for a
//! number and a text for a text. Whether the value *fits* the type is a
//! question for [`crate::value`].
//!
//! [`encode`] writes a value in the canonical spelling: the same value always
//! gives the same bytes.

mod canonical;
mod looks;
mod raw;
#[cfg(feature = "yaml")]
mod yaml;

pub(crate) use canonical::canonical;

use crate::model::{Bag, Document, Encoding, Kind, Layout, Presence, Type, Version};
use crate::predicate::member;
use crate::value::{self, MOST_DEPTH, Path, Problem};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// Why a databag value could not be read in an encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The rule's id: `B1` where the encoding is another, `B2` or `B3` where
    /// plain text spells no value of the type, `B11` where the value is too
    /// deep or too large to be read.
    pub rule: &'static str,
    /// What was expected: "JSON".
    pub expected: String,
    /// What was found: "plain text `10.0.0.1`". Nothing of the text is in it
    /// if the type is confidential.
    pub found: String,
    /// The encoding that the writer seems to have used.
    pub looks_like: Option<&'static str>,
}

impl DecodeError {
    /// The error in one line.
    pub fn message(&self) -> String {
        self.clone().into_problem().message()
    }

    pub(crate) fn into_problem(self) -> Problem {
        Problem {
            rule: self.rule,
            path: Path::default(),
            expected: self.expected,
            found: self.found,
            hint: self
                .looks_like
                .map(|encoding| format!("the writer seems to use {encoding}")),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for DecodeError {}

/// Reads one databag value.
///
/// # Errors
///
/// If `text` is not in this encoding.
///
/// ```
/// use relata_spec::model::{Encoding, Kind, Status, Type, Version};
/// use relata_spec::wire::decode;
/// # let version = Version {
/// #     number: 1, status: Status::Draft, doc: "First.".into(), lib: None,
/// #     providers: vec![], requirers: vec![], roles: Default::default(), types: vec![],
/// # };
///
/// let text = Type::text();
/// assert_eq!(decode(&version, &text, &Encoding::RAW, "1.10").unwrap(), "1.10");
///
/// let error = decode(&version, &text, &Encoding::Json, "10.0.0.1").unwrap_err();
/// assert_eq!(
///     error.message(),
///     "expected JSON, found plain text `10.0.0.1`: the writer seems to use raw",
/// );
/// ```
pub fn decode(
    version: &Version,
    ty: &Type,
    encoding: &Encoding,
    text: &str,
) -> Result<Json, DecodeError> {
    match encoding {
        Encoding::Json => document(Document::Json, text, value::is_confidential(version, ty)),
        Encoding::Yaml => document(Document::Yaml, text, value::is_confidential(version, ty)),
        Encoding::Raw { bools } => raw::decode(version, ty, bools, text),
        Encoding::Separated { by } => raw::decode_separated(version, ty, by, text),
    }
}

/// Reads a text as a document of this format. Nothing of a text that is to stay
/// `hidden` is in the error.
pub(crate) fn document(format: Document, text: &str, hidden: bool) -> Result<Json, DecodeError> {
    let error = match format {
        Document::Json => match serde_json::from_str(text) {
            Ok(value) => return Ok(value),
            Err(error) => Broken {
                limit: error
                    .to_string()
                    .starts_with("recursion limit exceeded")
                    .then_some(Limit::Depth),
                why: error.to_string(),
            },
        },
        Document::Yaml => match read_yaml(text) {
            Ok(value) => return Ok(value),
            Err(broken) => broken,
        },
    };
    let (expected, most_depth) = match format {
        Document::Json => ("JSON", MOST_DEPTH),
        Document::Yaml => ("YAML", MOST_YAML_DEPTH),
    };
    if let Some(limit) = error.limit {
        let (expected, found) = match limit {
            Limit::Depth => (
                format!("{expected} of at most {most_depth} levels"),
                "more levels",
            ),
            Limit::Size => (
                format!("{expected} that does not multiply by its references"),
                "more than is safe to read",
            ),
        };
        return Err(DecodeError {
            rule: "B11",
            expected,
            found: found.to_owned(),
            looks_like: None,
        });
    }
    let (found, looks_like) = looks::like(text, format, &error.why, hidden);
    Err(DecodeError {
        rule: "B1",
        expected: expected.to_owned(),
        found,
        looks_like,
    })
}

/// Why a document could not be read.
struct Broken {
    /// Which limit it exceeds, if that is why.
    limit: Option<Limit>,
    /// What the parser says.
    why: String,
}

/// What protects a reader.
#[derive(Clone, Copy)]
enum Limit {
    /// How many levels a document has.
    Depth,
    /// How much its references unfold to.
    #[cfg_attr(
        not(feature = "yaml"),
        expect(dead_code, reason = "only YAML has references")
    )]
    Size,
}

#[cfg(feature = "yaml")]
const MOST_YAML_DEPTH: usize = yaml::MOST_DEPTH;

#[cfg(not(feature = "yaml"))]
const MOST_YAML_DEPTH: usize = MOST_DEPTH;

#[cfg(feature = "yaml")]
fn read_yaml(text: &str) -> Result<Json, Broken> {
    yaml::read(text)
}

#[cfg(not(feature = "yaml"))]
fn read_yaml(text: &str) -> Result<Json, Broken> {
    // JSON is YAML, and it is what `encode` writes.
    serde_json::from_str(text).map_err(|_| Broken {
        limit: None,
        why: "this program was built without YAML".to_owned(),
    })
}

/// What a value that decoded and did not fit may really be.
pub(crate) fn hint(encoding: &Encoding, text: &str, value: &Json) -> Option<&'static str> {
    match encoding {
        Encoding::Raw { .. } if looks::is_json_string(text) => {
            Some("the text is in quotes: the writer seems to use JSON")
        }
        Encoding::Json | Encoding::Yaml => {
            let inner = value.as_str()?;
            let is_document = inner.starts_with(['{', '['])
                && serde_json::from_str::<serde::de::IgnoredAny>(inner).is_ok();
            is_document.then_some("the writer seems to have encoded it as JSON twice")
        }
        _ => None,
    }
}

/// Why a value could not be written in an encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    /// What is wrong, in one line.
    pub message: String,
}

impl EncodeError {
    fn new(message: impl Into<String>) -> Self {
        EncodeError {
            message: message.into(),
        }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EncodeError {}

/// Writes one value as a databag value, in the canonical spelling.
///
/// In JSON, the members of a struct stand in declared order, those of a map
/// are sorted, the elements of a set are sorted by their own canonical JSON and
/// stand once each. Members that the type does not know are left out and
/// defaults filled in, so that what is written is what a reader of this version
/// sees. There is no white space. YAML is written as JSON, which is YAML.
///
/// # Errors
///
/// If the encoding cannot hold the value, such as an object in plain text.
///
/// ```
/// use relata_spec::model::{Encoding, Kind, Status, Type, Version};
/// use relata_spec::wire::encode;
/// use serde_json::json;
/// # let version = Version {
/// #     number: 1, status: Status::Draft, doc: "First.".into(), lib: None,
/// #     providers: vec![], requirers: vec![], roles: Default::default(), types: vec![],
/// # };
///
/// let set = Type::new(Kind::Set { items: Box::new(Type::text()) });
/// let written = encode(&version, &set, &Encoding::Json, &json!(["b", "a", "b"])).unwrap();
/// assert_eq!(written, r#"["a","b"]"#);
/// ```
pub fn encode(
    version: &Version,
    ty: &Type,
    encoding: &Encoding,
    value: &Json,
) -> Result<String, EncodeError> {
    match encoding {
        Encoding::Json => Ok(canonical(version, ty, value)),
        Encoding::Yaml => Ok(yaml_printable(&canonical(version, ty, value))),
        Encoding::Raw { bools } => raw::encode(version, ty, bools, value),
        Encoding::Separated { by } => raw::encode_separated(version, ty, by, value),
    }
}

/// Writes a whole databag from the decoded values of its fields and dynamic
/// keys, in the first of its layouts.
///
/// Fields that are absent or `null` are not written; neither are keys that the
/// databag does not declare.
///
/// # Errors
///
/// If an encoding cannot hold its value; the key is named.
pub fn encode_bag(
    version: &Version,
    bag: &Bag,
    values: &Map<String, Json>,
) -> Result<BTreeMap<String, String>, EncodeError> {
    if let Some(Layout::Nested { key, format }) = bag.layouts.first() {
        let document = canonical::bag(version, bag, values);
        let document = match format {
            Document::Json => document,
            Document::Yaml => yaml_printable(&document),
        };
        return Ok(BTreeMap::from([(key.clone(), document)]));
    }
    let mut keys = BTreeMap::new();
    for field in &bag.fields {
        if let Some((_, value)) = member(field, values) {
            let text = encode(version, &field.ty, first(&field.encodings), value)
                .map_err(|error| at(&field.name, &error))?;
            for alias in field.aliases.iter().filter(|alias| alias.written) {
                keys.insert(alias.name.clone(), text.clone());
            }
            keys.insert(field.name.clone(), text);
        }
    }
    if let Some(rest) = &bag.rest {
        for (key, value) in values {
            if bag.field(key).is_none()
                && !value.is_null()
                && value::key_fits(version, &rest.keys, key)
            {
                let text = encode(version, &rest.values, first(&rest.encodings), value)
                    .map_err(|error| at(key, &error))?;
                keys.insert(key.clone(), text);
            }
        }
    }
    Ok(keys)
}

fn at(key: &str, error: &EncodeError) -> EncodeError {
    EncodeError::new(format!("`{key}`: {error}"))
}

/// The encoding that is written. JSON where none is declared.
pub(crate) fn first(encodings: &[Encoding]) -> &Encoding {
    encodings.first().unwrap_or(&Encoding::Json)
}

/// JSON in which every character is one that YAML calls printable. Others can
/// only stand inside strings, where both languages know `\u`.
fn yaml_printable(json: &str) -> String {
    let mut printable = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '\u{7F}'..='\u{9F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {
                // Writing to a string cannot fail.
                let _ = write!(printable, "\\u{:04x}", u32::from(letter));
            }
            _ => printable.push(letter),
        }
    }
    printable
}

/// The type of the elements, if this is a list or set.
fn items(kind: &Kind) -> Option<&Type> {
    match kind {
        Kind::List { items } | Kind::Set { items } => Some(items),
        _ => None,
    }
}

/// The default of a field, if it has one.
fn default_of(presence: &Presence) -> Option<&Json> {
    match presence {
        Presence::Default(value) => Some(value),
        Presence::Optional | Presence::Required => None,
    }
}
