//! The URI of a Juju secret.

use super::{TextError, TextType, read_text, rules};
use crate::value::{Value, View, collapse_ordered};
use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The URI of a Juju secret whose content is a `C`.
///
/// Juju spells one secret in several ways: `secret:<id>`,
/// `secret://<model>/<id>`, the bare id. Two URIs are equal when their ids are.
///
/// ```
/// use relata::Secret;
///
/// struct Credentials;
/// let long = Secret::<Credentials>::new("secret://91f805c5-5b49-47a3-8e7b-70befa766caf/d40rbhnmp25c76d6bdn0")?;
/// let short = Secret::new("secret:d40rbhnmp25c76d6bdn0")?;
/// assert_eq!(long, short);
/// # Ok::<(), relata::TextError>(())
/// ```
pub struct Secret<C> {
    uri: String,
    content: PhantomData<fn() -> C>,
}

impl<C> Secret<C> {
    /// Checks that the text is a secret's URI.
    ///
    /// # Errors
    ///
    /// Says what was expected.
    pub fn new(uri: impl Into<String>) -> Result<Self, TextError> {
        let uri = uri.into();
        if rules::is_secret_uri(&uri) {
            Ok(Self::wrap(uri))
        } else {
            Err(TextError {
                expected: Self::EXPECTED,
            })
        }
    }

    /// The URI as it stands on the wire.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The id alone: the only part that all of Juju's spellings share.
    pub fn id(&self) -> &str {
        let rest = self.uri.strip_prefix("secret:").unwrap_or(&self.uri);
        rest.rsplit_once('/').map_or(rest, |(_, id)| id)
    }
}

impl<C> TextType for Secret<C> {
    const EXPECTED: &'static str = "the URI of a Juju secret";

    fn accepts(text: &str) -> bool {
        rules::is_secret_uri(text)
    }

    fn wrap(uri: String) -> Self {
        Secret {
            uri,
            content: PhantomData,
        }
    }
}

impl<C> Clone for Secret<C> {
    fn clone(&self) -> Self {
        Self::wrap(self.uri.clone())
    }
}

impl<C> PartialEq for Secret<C> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl<C> Eq for Secret<C> {}

impl<C> PartialOrd for Secret<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C> Ord for Secret<C> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id().cmp(other.id())
    }
}

impl<C> Hash for Secret<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

/// A word alone that is no id that Juju makes is not shown: it may be the secret
/// itself.
impl<C> fmt::Debug for Secret<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.uri.starts_with("secret:") || rules::is_usual_secret_id(&self.uri) {
            &self.uri
        } else {
            "[redacted]"
        };
        f.debug_tuple("Secret").field(&shown).finish()
    }
}

impl<C> Serialize for Secret<C> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(&self.uri)
    }
}

impl<'de, C> Deserialize<'de> for Secret<C> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        read_text(source)
    }
}

impl<C> Value for Secret<C> {
    fn vacant() -> Self {
        Self::wrap(String::new())
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.uri)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}
