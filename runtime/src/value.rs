//! What may stand in a field.

use crate::limits::{Limits, Trail};
use crate::{Json, Map};
use serde_core::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_core::ser::Serialize;
use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use zeroize::Zeroize;

/// A JSON object.
#[doc(hidden)]
pub type Object = serde_json::Map<String, Json>;

/// A type that may stand in a field of a databag.
///
/// Rust's own types, those of this crate and every declared type implement it.
/// Implement it for a type of your own that a declaration names in `type Name:
/// Base = path::to::YourType;`. Only [`vacant`](Value::vacant) has to be
/// written; how the type is read and written is said by its `Serialize` and
/// `Deserialize`.
///
/// ```
/// # mod serde { pub use serde_core::*; }
/// /// Verbosity, on the wire a string.
/// #[derive(Debug, Clone, PartialEq)]
/// struct Level(u8);
///
/// impl serde::Serialize for Level {
///     fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
///         s.serialize_str(if self.0 == 0 { "quiet" } else { "loud" })
///     }
/// }
///
/// impl<'de> serde::Deserialize<'de> for Level {
///     fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
///         Ok(Level(u8::from(String::deserialize(d)? == "loud")))
///     }
/// }
///
/// impl relata::Value for Level {
///     fn vacant() -> Self {
///         Level(0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a databag",
    note = "implement `relata::Value` for it: `fn vacant() -> Self` beside `Serialize` and `Deserialize`"
)]
pub trait Value: Serialize + DeserializeOwned + Clone + PartialEq + fmt::Debug {
    /// A placeholder that stands in a struct while it is read. Nobody sees it:
    /// a struct whose mandatory member was not read is not handed out.
    fn vacant() -> Self;

    /// Reads the value. Collections differ here from plain `Deserialize`: they
    /// drop objects without any known member.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::deserialize(source)
    }

    /// Reads the value as an element of a collection; `None` if it is an object
    /// without any known member.
    #[doc(hidden)]
    fn read_element<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Self::read(source).map(Some)
    }

    /// Whether an object holds nothing that the type knows; `None` for a type
    /// that is no object.
    #[doc(hidden)]
    fn is_hollow(_object: &Object) -> Option<bool> {
        None
    }

    /// Whether there is nothing to write.
    #[doc(hidden)]
    fn is_absent(&self) -> bool {
        false
    }

    /// The value as conditions and constraints see it.
    #[doc(hidden)]
    fn view(&self) -> View<'_> {
        View::Opaque
    }

    /// Whether [`Value::inspect`] can find anything without limits of its own.
    #[doc(hidden)]
    const INSPECTED: bool = false;

    /// Reports every constraint that the value breaks.
    #[doc(hidden)]
    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        if let Some(limits) = limits {
            limits.inspect_own(self, trail);
        }
    }

    /// Overwrites a text in memory, and leaves nothing of it.
    #[doc(hidden)]
    fn wipe(&mut self) {}

    /// Brings the elements of a set into their stable order, each once.
    #[doc(hidden)]
    fn collapse(elements: &mut Vec<Self>) {
        if elements.len() > 1 {
            elements.sort_by_cached_key(canonical);
            elements.dedup();
        }
    }
}

/// The canonical JSON of a value: what it is ordered by in a set. A value that
/// cannot be serialized is refused when it is written.
fn canonical<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Sorts and removes repetitions, for types whose own order is stable.
#[doc(hidden)]
pub fn collapse_ordered<T: Ord>(elements: &mut Vec<T>) {
    if !elements.is_sorted_by(|a, b| a.cmp(b) == Ordering::Less) {
        elements.sort_unstable();
        elements.dedup();
    }
}

/// A value as conditions and constraints see it.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum View<'a> {
    Absent,
    Text(&'a str),
    Int(i128),
    Float(f64),
    Bool(bool),
    /// A collection with this many elements.
    Len(usize),
    /// Present, but neither comparable nor measurable.
    Opaque,
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl Value for $ty {
            fn vacant() -> Self {
                0
            }

            fn view(&self) -> View<'_> {
                View::Int(i128::from(*self))
            }

            fn collapse(elements: &mut Vec<Self>) {
                collapse_ordered(elements);
            }
        }
    )*};
}

integers!(u8, u16, u32, u64, i8, i16, i32, i64);

impl Value for bool {
    fn vacant() -> Self {
        false
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}

impl Value for f64 {
    fn vacant() -> Self {
        0.0
    }

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    const INSPECTED: bool = true;

    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        // JSON has no spelling for the others and would write `null`.
        if !self.is_finite() {
            trail.report("B2", "a finite number".to_owned());
        }
        if let Some(limits) = limits {
            limits.inspect_own(self, trail);
        }
    }
}

impl Value for String {
    fn vacant() -> Self {
        String::new()
    }

    fn wipe(&mut self) {
        if !self.is_empty() {
            self.zeroize();
        }
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}

impl Value for std::net::IpAddr {
    fn vacant() -> Self {
        std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED)
    }

    fn collapse(elements: &mut Vec<Self>) {
        collapse_ordered(elements);
    }
}

impl Value for Json {
    fn vacant() -> Self {
        Json::Null
    }

    fn is_hollow(_: &Object) -> Option<bool> {
        Some(false)
    }

    /// `null` is as good as missing, for every reader.
    fn is_absent(&self) -> bool {
        self.is_null()
    }

    fn view(&self) -> View<'_> {
        match self {
            Json::Null => View::Absent,
            Json::Bool(truth) => View::Bool(*truth),
            Json::Number(number) => match number.as_i128() {
                Some(whole) => View::Int(whole),
                None => number.as_f64().map_or(View::Opaque, View::Float),
            },
            Json::String(text) => View::Text(text),
            Json::Array(list) => View::Len(list.len()),
            Json::Object(map) => View::Len(map.len()),
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn vacant() -> Self {
        None
    }

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_option(OptionVisitor(PhantomData))
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(T::is_absent)
    }

    fn wipe(&mut self) {
        if let Some(value) = self {
            value.wipe();
        }
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }

    const INSPECTED: bool = T::INSPECTED;

    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        if let Some(value) = self {
            value.inspect(limits, trail);
        }
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        T::read(source).map(Some)
    }
}

impl<T: Value> Value for Vec<T> {
    fn vacant() -> Self {
        Vec::new()
    }

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_seq(ListVisitor(PhantomData))
    }

    fn view(&self) -> View<'_> {
        View::Len(self.len())
    }

    const INSPECTED: bool = T::INSPECTED;

    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        inspect_elements(self, self, limits, trail);
    }
}

/// Reports what a list or set breaks, and what its elements break.
pub(crate) fn inspect_elements<C: Value, T: Value>(
    whole: &C,
    elements: &[T],
    limits: Option<&'static Limits>,
    trail: &mut Trail,
) {
    if let Some(limits) = limits {
        limits.inspect_own(whole, trail);
    }
    let inner = limits.and_then(|limits| limits.elements);
    if inner.is_some() || T::INSPECTED {
        for (index, element) in elements.iter().enumerate() {
            trail.index(index, |trail| element.inspect(inner, trail));
        }
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Vec<T>, A::Error> {
        // A hint from the writer is no promise: reserve no more than a page.
        let mut list = Vec::with_capacity(source.size_hint().unwrap_or(0).min(64));
        let mut index = 0;
        loop {
            match source.next_element_seed(ElementSeed(PhantomData)) {
                Ok(Some(Some(element))) => list.push(element),
                Ok(Some(None)) => {}
                Ok(None) => return Ok(list),
                Err(error) => return Err(at(format_args!("[{index}]"), &error)),
            }
            index += 1;
        }
    }
}

struct ElementSeed<T>(PhantomData<T>);

impl<'de, T: Value> serde_core::de::DeserializeSeed<'de> for ElementSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Option<T>, D::Error> {
        T::read_element(source)
    }
}

struct ValueSeed<T>(PhantomData<T>);

impl<'de, T: Value> serde_core::de::DeserializeSeed<'de> for ValueSeed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        T::read(source)
    }
}

impl<K: Key, V: Value> Value for Map<K, V> {
    fn vacant() -> Self {
        Map::new()
    }

    fn is_hollow(_: &Object) -> Option<bool> {
        Some(false)
    }

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(MapVisitor(PhantomData))
    }

    fn view(&self) -> View<'_> {
        View::Len(self.len())
    }

    const INSPECTED: bool = V::INSPECTED || K::INSPECTED;

    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        if let Some(limits) = limits {
            limits.inspect_own(self, trail);
        }
        let keys = limits.and_then(|limits| limits.keys);
        let values = limits.and_then(|limits| limits.elements);
        if keys.is_some() || values.is_some() || Self::INSPECTED {
            for (key, value) in self {
                trail.key(key.as_key(), |trail| {
                    key.inspect(keys, trail);
                    value.inspect(values, trail);
                });
            }
        }
    }
}

struct MapVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Key, V: Value> Visitor<'de> for MapVisitor<K, V> {
    type Value = Map<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            let parsed = K::from_key(&key).ok_or_else(|| {
                let problem = A::Error::custom(format_args!("expected {} as key", K::EXPECTED));
                at(format_args!("[{key:?}]"), &problem)
            })?;
            match source.next_value_seed(ValueSeed(PhantomData)) {
                Ok(value) => {
                    map.insert(parsed, value);
                }
                Err(error) => return Err(at(format_args!("[{key:?}]"), &error)),
            }
        }
        Ok(map)
    }
}

/// A text that may be the key of a map.
#[doc(hidden)]
pub trait Key: Value + Ord {
    /// What a key should be.
    const EXPECTED: &'static str;

    /// The key, if `text` is one.
    fn from_key(text: &str) -> Option<Self>;

    /// The text.
    fn as_key(&self) -> &str;
}

impl Key for String {
    const EXPECTED: &'static str = "a text";

    fn from_key(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn as_key(&self) -> &str {
        self
    }
}

/// Prefixes an error with one step of the path to it. Text is all that a serde
/// error can carry, so the path is written into it: at `nodes[0].url`.
pub(crate) fn at<E: serde_core::de::Error>(step: fmt::Arguments<'_>, error: &E) -> E {
    let text = error.to_string();
    let (path, rest) = split_path(&text);
    let dot = dot_before(path);
    E::custom(format_args!("at `{step}{dot}{path}`: {rest}"))
}

/// What stands between a step and the path behind it.
pub(crate) fn dot_before(path: &str) -> &'static str {
    if path.is_empty() || path.starts_with('[') {
        ""
    } else {
        "."
    }
}

/// Splits the text of an error into the path, which may be empty, and the rest.
pub(crate) fn split_path(text: &str) -> (&str, &str) {
    text.strip_prefix("at `")
        .and_then(|text| text.split_once("`: "))
        .unwrap_or(("", text))
}
