//! A text that nobody should see.

use crate::value::{Value, View, collapse_ordered};
use serde_core::de::{Deserialize, Deserializer, Visitor};
use serde_core::ser::{Serialize, Serializer};
use std::fmt;
use zeroize::Zeroize;

/// A text that `Debug`, reports and logs do not show, and that is wiped from
/// memory when it is dropped.
///
/// There is no `Display`: to show it takes a decision, and [`Sensitive::reveal`].
///
/// ```
/// use relata::Sensitive;
///
/// let key = Sensitive::from("hunter2");
/// assert_eq!(format!("{key:?}"), "Sensitive(redacted)");
/// assert_eq!(key.reveal(), "hunter2");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive(String);

impl Sensitive {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Sensitive {
    fn from(text: T) -> Self {
        Sensitive(text.into())
    }
}

impl Drop for Sensitive {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(redacted)")
    }
}

impl Serialize for Sensitive {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sensitive {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_string(SensitiveVisitor)
    }
}

/// What is no text is refused without repeating it, as serde would.
struct SensitiveVisitor;

impl SensitiveVisitor {
    fn refuse<E: serde_core::de::Error>() -> Result<Sensitive, E> {
        Err(E::custom("expected a text"))
    }
}

impl Visitor<'_> for SensitiveVisitor {
    type Value = Sensitive;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Sensitive, E> {
        Ok(Sensitive(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Sensitive, E> {
        Ok(Sensitive(text))
    }

    fn visit_bool<E: serde_core::de::Error>(self, _: bool) -> Result<Sensitive, E> {
        Self::refuse()
    }

    fn visit_i64<E: serde_core::de::Error>(self, _: i64) -> Result<Sensitive, E> {
        Self::refuse()
    }

    fn visit_u64<E: serde_core::de::Error>(self, _: u64) -> Result<Sensitive, E> {
        Self::refuse()
    }

    fn visit_f64<E: serde_core::de::Error>(self, _: f64) -> Result<Sensitive, E> {
        Self::refuse()
    }

    fn visit_bytes<E: serde_core::de::Error>(self, _: &[u8]) -> Result<Sensitive, E> {
        Self::refuse()
    }
}

impl Value for Sensitive {
    fn vacant() -> Self {
        Sensitive(String::new())
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.0)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}
