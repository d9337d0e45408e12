//! A collection in which neither order nor repetition matters.

use crate::limits::{Limits, Trail};
use crate::value::{Value, View, inspect_elements};
use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use std::ops::Deref;

/// A list on the wire in which neither order nor repetition matters.
///
/// The elements stand in a stable order, each once, so that the same data gives
/// the same bytes however it was gathered.
///
/// ```
/// use relata::Set;
///
/// let set: Set<String> = ["b", "a", "b"].map(String::from).into_iter().collect();
/// assert_eq!(*set, ["a", "b"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Set<T>(Vec<T>);

impl<T> Set<T> {
    /// An empty set.
    pub const fn new() -> Self {
        Set(Vec::new())
    }
}

impl<T: Value> Set<T> {
    /// Adds an element; false if it was there already.
    pub fn insert(&mut self, element: T) -> bool {
        let new = !self.0.contains(&element);
        if new {
            self.0.push(element);
            T::collapse(&mut self.0);
        }
        new
    }

    /// Takes an element out; false if it was not there.
    pub fn remove(&mut self, element: &T) -> bool {
        let before = self.0.len();
        self.0.retain(|kept| kept != element);
        self.0.len() != before
    }

    /// The elements, in their stable order.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Set::new()
    }
}

impl<T> Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Value> From<Vec<T>> for Set<T> {
    fn from(mut elements: Vec<T>) -> Self {
        T::collapse(&mut elements);
        Set(elements)
    }
}

impl<T: Value> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        elements.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T: Value> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        self.0.extend(elements);
        T::collapse(&mut self.0);
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Serialize> Serialize for Set<T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(target)
    }
}

impl<'de, T: Value> Deserialize<'de> for Set<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Vec::<T>::read(source).map(Set::from)
    }
}

impl<T: Value> Value for Set<T> {
    fn vacant() -> Self {
        Set::new()
    }

    fn view(&self) -> View<'_> {
        View::Len(self.0.len())
    }

    const INSPECTED: bool = T::INSPECTED;

    fn inspect(&self, limits: Option<&'static Limits>, trail: &mut Trail) {
        inspect_elements(self, &self.0, limits, trail);
    }
}
