//! Plain text in a databag: what `raw`, `csv` and `separated` read and write.

use crate::Json;
use crate::bag::Plain;
use crate::value::{Value, View};
use serde_core::de::value::{Error, SeqDeserializer};
use serde_core::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde_core::forward_to_deserialize_any;

/// The name of a newtype that asks for the text as it is, where there is one. A
/// union wants to know whether `80` is plain text or a JSON number.
pub(crate) const PLAIN: &str = "$relata::plain";

/// The number that a plain text spells.
pub(crate) fn plain_number(text: &str) -> Option<Json> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.bytes().all(|c| c.is_ascii_digit()) {
        let signed = text.parse::<i64>().map(Json::from);
        return signed.or_else(|_| text.parse::<u64>().map(Json::from)).ok();
    }
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    (!text.contains(char::is_whitespace)).then(|| number.into())
}

/// Reads one plain text.
#[derive(Clone, Copy)]
pub(crate) struct PlainText<'de> {
    pub(crate) text: &'de str,
    pub(crate) plain: &'static Plain,
}

impl<'de> IntoDeserializer<'de, Error> for PlainText<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl PlainText<'_> {
    /// Digits with an optional minus, and nothing else.
    fn integer(self) -> Option<i128> {
        let digits = self.text.strip_prefix('-').unwrap_or(self.text);
        if digits.bytes().all(|c| c.is_ascii_digit()) {
            self.text.parse().ok()
        } else {
            None
        }
    }

    fn unexpected(self, expected: &'static str) -> Error {
        Error::invalid_value(Unexpected::Str(self.text), &expected)
    }

    fn visit_integer<'v, V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = self
            .integer()
            .ok_or_else(|| self.unexpected("an integer"))?;
        if let Ok(number) = u64::try_from(number) {
            return visitor.visit_u64(number);
        }
        match i64::try_from(number) {
            Ok(number) => visitor.visit_i64(number),
            Err(_) => Err(self.unexpected("an integer of at most 64 bits")),
        }
    }

    fn visit_float<'v, V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Error> {
        // What JSON takes for a number; Rust's own `parse` takes `inf`, too.
        match serde_json::from_str::<f64>(self.text) {
            Ok(number) if !self.text.contains(char::is_whitespace) => visitor.visit_f64(number),
            _ => Err(self.unexpected("a number")),
        }
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.visit_integer(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for PlainText<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.plain.yes.contains(&self.text) {
            visitor.visit_bool(true)
        } else if self.plain.no.contains(&self.text) {
            visitor.visit_bool(false)
        } else {
            Err(self.unexpected("a boolean in its declared spelling"))
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_float(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_float(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == PLAIN {
            return visitor.visit_borrowed_str(self.text);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Some(separator) = self.plain.separator else {
            return Err(self.unexpected("a list, which plain text cannot hold"));
        };
        // As everywhere in a databag, an empty text is no value.
        let pieces = self
            .text
            .split(separator)
            .map(|text| text.trim_matches(' '));
        let elements = pieces
            .filter(|text| !text.is_empty())
            .map(|text| PlainText {
                text,
                plain: self.plain,
            });
        visitor.visit_seq(SeqDeserializer::new(elements))
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// Writes one value as plain text, other than a text, which is its own spelling.
///
/// # Errors
///
/// Says why the value has no plain form.
pub(crate) fn write<T: Value>(value: &T, plain: &Plain) -> Result<String, String> {
    match value.view() {
        View::Int(number) => Ok(number.to_string()),
        View::Bool(truth) => spell(truth, plain),
        // Lists, floats and types of the author's own: by way of their JSON.
        View::Text(_) | View::Absent | View::Len(_) | View::Float(_) | View::Opaque => {
            match (serde_json::to_value(value), plain.separator) {
                (Err(error), _) => Err(error.to_string()),
                (Ok(Json::Array(elements)), Some(separator)) => join(elements, separator, plain),
                (Ok(one), _) => scalar(one, plain),
            }
        }
    }
}

fn join(elements: Vec<Json>, separator: &str, plain: &Plain) -> Result<String, String> {
    let mut texts = Vec::with_capacity(elements.len());
    for element in elements {
        let text = scalar(element, plain)?;
        if text.contains(separator) {
            return Err(format!("elements without the separator `{separator}`"));
        }
        if text.starts_with(' ') || text.ends_with(' ') {
            return Err("elements without spaces at their ends".to_owned());
        }
        // A reader passes over it.
        if text.is_empty() {
            return Err("elements that are not empty".to_owned());
        }
        texts.push(text);
    }
    Ok(texts.join(separator))
}

fn scalar(value: Json, plain: &Plain) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(truth) => spell(truth, plain),
        Json::Null | Json::Array(_) | Json::Object(_) => {
            Err("a value that plain text can hold".to_owned())
        }
    }
}

fn spell(truth: bool, plain: &Plain) -> Result<String, String> {
    let spellings = if truth { plain.yes } else { plain.no };
    let spelling = spellings.first().copied();
    spelling
        .map(str::to_owned)
        .ok_or_else(|| format!("a spelling of `{truth}`"))
}
