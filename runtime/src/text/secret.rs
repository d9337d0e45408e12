//! The URI of a Juju secret.

use super::{Sensitive, TextError, TextType, read_text, rules};
use crate::value::{Value, View, collapse_ordered};
use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Error as _, Serialize, Serializer};
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
///
/// Where an older version of an interface has in plain text what a newer one has
/// in a secret, the conversion to the newer makes a secret that has its content
/// with it, see [`Secret::in_plain`].
pub struct Secret<C> {
    uri: String,
    /// The content as a JSON object, if it came in plain text.
    given: Option<Sensitive>,
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

    /// A secret that is none for Juju: its content was read in plain text. It has
    /// no URI and cannot be written, but read like any other.
    ///
    /// ```
    /// # relata::interface! {
    /// #     /// Reach a database.
    /// #     interface database {
    /// #         /// The first version.
    /// #         version v0 (published);
    /// #         provider { app { /** Who to be. */ user: Option<Secret<User>>, } }
    /// #         /// Who to be.
    /// #         secret User { /** The name. */ name: String, }
    /// #     }
    /// # }
    /// use database::v0::User;
    /// use relata::Secret;
    ///
    /// let user = User { name: "anna".into() };
    /// let secret = Secret::in_plain(&user);
    /// assert!(secret.is_in_plain());
    /// assert_eq!(secret.plain_content(), Some(user));
    /// ```
    pub fn in_plain(content: &C) -> Self
    where
        C: Serialize,
    {
        // A content is an object of texts, which JSON can spell.
        let given = serde_json::to_string(content).unwrap_or_default();
        Secret {
            uri: String::new(),
            given: Some(given.into()),
            content: PhantomData,
        }
    }

    /// Whether the content came in plain text, so that there is no URI.
    pub fn is_in_plain(&self) -> bool {
        self.given.is_some()
    }

    /// The content, if it came in plain text.
    pub fn plain_content(&self) -> Option<C>
    where
        C: for<'de> Deserialize<'de>,
    {
        serde_json::from_str(self.given.as_ref()?.reveal()).ok()
    }

    /// The content as JSON, if it came in plain text.
    pub(crate) fn given(&self) -> Option<&Sensitive> {
        self.given.as_ref()
    }

    /// The URI as it stands on the wire; empty if the content came in plain text.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Whether Juju can have made the id. If not, there is no such secret, and
    /// the text may be the secret itself.
    pub(crate) fn is_usual(&self) -> bool {
        rules::is_usual_secret_id(self.id())
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
            given: None,
            content: PhantomData,
        }
    }
}

impl<C> Clone for Secret<C> {
    fn clone(&self) -> Self {
        Secret {
            uri: self.uri.clone(),
            given: self.given.clone(),
            content: PhantomData,
        }
    }
}

impl<C> PartialEq for Secret<C> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.given == other.given
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
        let ids = self.id().cmp(other.id());
        ids.then_with(|| self.given.cmp(&other.given))
    }
}

impl<C> Hash for Secret<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
        self.given.hash(state);
    }
}

/// A word alone that is no id that Juju makes is not shown: it may be the secret
/// itself.
impl<C> fmt::Debug for Secret<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_in_plain() {
            return f.write_str("Secret(in plain)");
        }
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
        if self.is_in_plain() {
            return Err(S::Error::custom(
                "the URI of a Juju secret: this one came in plain text",
            ));
        }
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
        if self.is_in_plain() {
            // Then it cannot be spelled, and whoever tries is told.
            return View::Opaque;
        }
        View::Text(&self.uri)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}
