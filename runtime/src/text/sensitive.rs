//! A text that nobody should see.

use super::{TextType, read_text};
use crate::value::{Value, View, collapse_ordered};
use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use std::fmt;

/// A text that `Debug`, reports and logs do not show.
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

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(redacted)")
    }
}

impl TextType for Sensitive {
    const EXPECTED: &'static str = "a text";

    fn accepts(_: &str) -> bool {
        true
    }

    fn wrap(text: String) -> Self {
        Sensitive(text)
    }
}

impl Serialize for Sensitive {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sensitive {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        read_text(source)
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
