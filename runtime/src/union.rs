//! Unions: one of several shapes.

use crate::Json;
use crate::limits::{Limits, Trail};
use crate::plain::{PLAIN, plain_number};
use crate::record::{Record, write_members};
use crate::value::{Value, at};
use serde_core::de::{Deserialize, Deserializer, Error as _, Unexpected, Visitor};
use serde_core::ser::{SerializeMap, Serializer};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

/// A union whose shape is said by a member of the object.
#[doc(hidden)]
pub trait Tagged: Sized {
    const TAG: &'static str;

    /// The known tags, in declared order.
    const TAGS: &'static [&'static str];

    /// Reads the shape of a known tag.
    fn read_shape(index: usize, value: Json) -> Result<Self, serde_json::Error>;

    /// What becomes of an object with an unknown tag; `None` if the union is
    /// closed.
    fn unknown(value: Json) -> Option<Self>;
}

#[doc(hidden)]
pub fn read_tagged<'de, U: Tagged, D: Deserializer<'de>>(source: D) -> Result<U, D::Error> {
    let mut value = Json::deserialize(source)?;
    let Some(object) = value.as_object() else {
        return Err(D::Error::custom("expected an object"));
    };
    match object.get(U::TAG).and_then(Json::as_str) {
        None => Err(D::Error::custom(format_args!(
            "expected the member `{}`, a text",
            U::TAG
        ))),
        Some(tag) => match U::TAGS.iter().position(|known| *known == tag) {
            Some(index) => {
                // The tag is no member of the shape, nor a dynamic key of it.
                if let Json::Object(object) = &mut value {
                    object.remove(U::TAG);
                }
                U::read_shape(index, value).map_err(D::Error::custom)
            }
            None => U::unknown(value).ok_or_else(|| {
                let expected = U::TAGS.join("`, `");
                let error = D::Error::custom(format_args!("expected one of `{expected}`"));
                at(format_args!("{}", U::TAG), &error)
            }),
        },
    }
}

/// Writes the shape's members behind the tag.
#[doc(hidden)]
pub fn write_tagged<U: Tagged, R: Record, S: Serializer>(
    tag: &str,
    shape: &R,
    target: S,
) -> Result<S::Ok, S::Error> {
    let mut map = target.serialize_map(None)?;
    map.serialize_entry(U::TAG, tag)?;
    write_members(shape, &mut map)?;
    map.end()
}

/// Reads a union that is an element of a collection; `None` if it is an object
/// without any known member.
#[doc(hidden)]
pub fn read_union_element<'de, U: Value, D: Deserializer<'de>>(
    source: D,
) -> Result<Option<U>, D::Error> {
    let value = Json::deserialize(source)?;
    if value.as_object().and_then(U::is_hollow) == Some(true) {
        return Ok(None);
    }
    U::read(value).map(Some).map_err(D::Error::custom)
}

/// Whether an object has neither the tag nor a member of any of the shapes, each
/// of which has been asked.
#[doc(hidden)]
pub fn is_hollow_union(tagged: bool, shapes: &[Option<bool>]) -> Option<bool> {
    // Of a union of objects and, say, texts, the objects count.
    let objects = shapes.iter().copied().flatten();
    Some(!tagged && objects.reduce(|all, one| all && one).unwrap_or(false))
}

/// A union that takes the first shape that fits.
#[doc(hidden)]
pub trait Untagged: Sized {
    /// The names of the shapes, in declared order.
    const SHAPES: &'static [&'static str];

    /// The limits of each shape.
    const LIMITS: &'static [Option<&'static Limits>];

    /// Reads the value in one shape.
    fn read_shape(index: usize, value: &Json) -> Result<Self, serde_json::Error>;
}

#[doc(hidden)]
pub fn read_untagged<'de, U: Untagged, D: Deserializer<'de>>(source: D) -> Result<U, D::Error> {
    source.deserialize_newtype_struct(PLAIN, UntaggedVisitor(PhantomData))
}

struct UntaggedVisitor<U>(PhantomData<U>);

impl<'de, U: Untagged> Visitor<'de> for UntaggedVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of: {}", U::SHAPES.join(", "))
    }

    /// Plain text says a number to a shape that is one, and a text to a text.
    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<U, E> {
        let word = Json::from(text);
        let number = plain_number(text);
        let truth = match text {
            "true" => Some(Json::from(true)),
            "false" => Some(Json::from(false)),
            _ => None,
        };
        let readings = [number.as_ref(), truth.as_ref(), Some(&word)];
        for index in 0..U::SHAPES.len() {
            for reading in readings.into_iter().flatten() {
                if let Ok(shape) = U::read_shape(index, reading) {
                    return Ok(shape);
                }
            }
        }
        Err(E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, source: D) -> Result<U, D::Error> {
        let value = Json::deserialize(source)?;
        let Some(_effort) = Effort::spend(&value) else {
            return Err(D::Error::custom("expected something less ambiguous"));
        };
        for index in 0..U::SHAPES.len() {
            if let Ok(shape) = U::read_shape(index, &value) {
                return Ok(shape);
            }
        }
        Err(D::Error::custom(format_args!(
            "expected one of: {}",
            U::SHAPES.join(", ")
        )))
    }
}

thread_local! {
    /// How many unions may still be read inside the outermost one.
    static EFFORT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Where two shapes hold unions in turn, each level of a value that fits neither
/// doubles the time. So the time is bounded by the size of the value.
struct Effort {
    outermost: bool,
}

impl Effort {
    /// How often each part of a value may be looked at. In a union that is not
    /// ambiguous it is once.
    const MOST: usize = 64;

    /// `None` if all is spent.
    fn spend(value: &Json) -> Option<Self> {
        let left = EFFORT.get();
        let outermost = left.is_none();
        let left = left.unwrap_or_else(|| parts(value).saturating_mul(Self::MOST));
        EFFORT.set(Some(left.checked_sub(1)?));
        Some(Effort { outermost })
    }
}

impl Drop for Effort {
    fn drop(&mut self) {
        if self.outermost {
            EFFORT.set(None);
        }
    }
}

/// The number of values that a value is made of. Parsers bound its depth.
fn parts(value: &Json) -> usize {
    1 + match value {
        Json::Array(list) => list.iter().map(parts).sum(),
        Json::Object(object) => object.values().map(parts).sum(),
        _ => 0,
    }
}

/// Reads one shape, constraints included: a value that breaks them does not fit.
#[doc(hidden)]
pub fn read_fitting<T: Value>(
    value: &Json,
    limits: Option<&'static Limits>,
) -> Result<T, serde_json::Error> {
    let shape = T::read(value)?;
    let mut trail = Trail::default();
    shape.inspect(limits, &mut trail);
    match trail.found.first() {
        None => Ok(shape),
        Some(breach) => Err(serde_json::Error::custom(&breach.expected)),
    }
}

/// Nobody asks for a shape that is not there.
#[doc(hidden)]
pub fn no_such_shape() -> serde_json::Error {
    serde_json::Error::custom("no such shape")
}
