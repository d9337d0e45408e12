//! Texts that say something particular.
//!
//! Each type keeps the text as it came, so that reading and writing back
//! changes nothing. What a text must look like is the same rule that the JSON
//! Schema and the interpreter in `relata-spec` enforce.

mod rules;
mod secret;
mod sensitive;

pub use secret::Secret;
pub use sensitive::Sensitive;

use crate::value::{Key, Value, View, collapse_ordered};
use serde_core::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde_core::ser::{Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// A text that is not what its type asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    pub(crate) expected: &'static str,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for TextError {}

/// A newtype over a text, for [`read_text`].
pub(crate) trait TextType: Sized {
    const EXPECTED: &'static str;

    fn accepts(text: &str) -> bool;

    fn wrap(text: String) -> Self;
}

/// Reads a text and checks it, without a second copy.
pub(crate) fn read_text<'de, T: TextType, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    source.deserialize_string(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: TextType> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: serde_core::de::Error>(self, text: String) -> Result<T, E> {
        if T::accepts(&text) {
            Ok(T::wrap(text))
        } else {
            Err(E::invalid_value(
                serde_core::de::Unexpected::Str(&text),
                &T::EXPECTED,
            ))
        }
    }
}

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident, $expected:literal, $accepts:path;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            ///
            /// Says what was expected. The text itself is not repeated.
            pub fn new(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                if $accepts(&text) {
                    Ok($name(text))
                } else {
                    Err(TextError { expected: $expected })
                }
            }

            /// The text as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as it stands on the wire.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl TextType for $name {
            const EXPECTED: &'static str = $expected;

            fn accepts(text: &str) -> bool {
                $accepts(text)
            }

            fn wrap(text: String) -> Self {
                $name(text)
            }
        }

        impl Value for $name {
            fn vacant() -> Self {
                $name(String::new())
            }

            fn view(&self) -> View<'_> {
                View::Text(&self.0)
            }

            fn wipe(&mut self) {
                self.0.wipe();
            }

            fn collapse(elements: &mut Vec<Self>) {
                collapse_ordered(elements);
            }
        }

        impl Key for $name {
            const EXPECTED: &'static str = $expected;

            fn from_key(text: &str) -> Option<Self> {
                Self::new(text).ok()
            }

            fn as_key(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                target.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                read_text(source)
            }
        }
    )*};
}

text_types! {
    /// A URL or URI with a scheme (RFC 3986). It is not taken apart: use the
    /// crate `url` for that.
    ///
    /// ```
    /// use relata::Url;
    ///
    /// assert!(Url::new("https://s3.example:9000/").is_ok());
    /// assert!(Url::new("s3.example").is_err());
    /// ```
    Url, "a URL with a scheme", rules::is_url;

    /// PEM text, such as a certificate (RFC 7468). Any text is accepted, because
    /// every reader in the field takes any; [`Pem::has_header`] tells.
    Pem, "a text in PEM form", rules::is_any;

    /// An IPv4 or IPv6 network, such as `10.0.0.0/8`.
    Cidr, "a network in CIDR notation, such as `10.0.0.0/8`", rules::is_cidr;

    /// A DNS name, with or without a leading `*.`.
    Hostname, "a host name", rules::is_hostname;

    /// A Juju unit, such as `postgresql/0`.
    UnitName, "a unit name, such as `app/0`", rules::is_unit_name;

    /// A Juju application, such as `postgresql`.
    AppName, "an application name", rules::is_app_name;

    /// Base64 (RFC 4648, standard alphabet); line breaks are allowed.
    Base64, "base64", rules::is_base64;
}

impl Pem {
    /// Whether the text has the first line of a PEM document.
    ///
    /// ```
    /// use relata::Pem;
    ///
    /// assert!(Pem::from("-----BEGIN CERTIFICATE-----\nMII…").has_header());
    /// assert!(!Pem::from("cert1").has_header());
    /// ```
    pub fn has_header(&self) -> bool {
        self.0.contains("-----BEGIN ")
    }
}

impl UnitName {
    /// The application that it is a unit of.
    ///
    /// ```
    /// use relata::UnitName;
    ///
    /// assert_eq!(UnitName::new("postgresql/0")?.app(), "postgresql");
    /// # Ok::<(), relata::TextError>(())
    /// ```
    pub fn app(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(app, _)| app)
    }
}

macro_rules! convert_checked {
    ($($name:ident),*) => {$(
        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = TextError;

            fn try_from(text: &str) -> Result<Self, TextError> {
                Self::new(text)
            }
        }
    )*};
}

convert_checked!(Url, Cidr, Hostname, UnitName, AppName, Base64);

impl From<String> for Pem {
    fn from(text: String) -> Self {
        Pem(text)
    }
}

impl From<&str> for Pem {
    fn from(text: &str) -> Self {
        Pem(text.to_owned())
    }
}

/// A TCP or UDP port, 1 to 65535.
///
/// ```
/// use relata::Port;
///
/// assert_eq!(Port::new(443).map(u16::from), Some(443));
/// assert_eq!(Port::new(0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(u16);

impl Port {
    /// The port, unless it is 0.
    pub const fn new(port: u16) -> Option<Self> {
        if port == 0 { None } else { Some(Port(port)) }
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<Port> for u16 {
    fn from(port: Port) -> u16 {
        port.0
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Port {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_u16(self.0)
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let port = u16::deserialize(source)?;
        Port::new(port).ok_or_else(|| D::Error::custom("expected a port from 1 to 65535"))
    }
}

impl Value for Port {
    fn vacant() -> Self {
        Port(1)
    }

    fn view(&self) -> View<'_> {
        View::Int(self.0.into())
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}
