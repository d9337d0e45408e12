//! Enums: one of a list of strings or integers.

use crate::TextError;
use serde_core::de::{Deserializer, Unexpected, Visitor};
use serde_core::ser::Serializer;
use std::fmt;
use std::marker::PhantomData;

/// An enum of strings.
#[doc(hidden)]
pub trait Words: Sized {
    /// The known words, in declared order.
    const WORDS: &'static [&'static str];

    /// The variant of a known word.
    fn known(index: usize) -> Option<Self>;

    /// What becomes of an unknown word; `None` if the enum is closed.
    fn unknown(word: String) -> Option<Self>;

    /// The word.
    fn word(&self) -> &str;
}

/// An enum of integers.
#[doc(hidden)]
pub trait Numbers: Sized {
    /// The known numbers, in declared order.
    const NUMBERS: &'static [i64];

    /// The variant of a known number.
    fn known(index: usize) -> Option<Self>;

    /// What becomes of an unknown number; `None` if the enum is closed.
    fn unknown(number: i64) -> Option<Self>;

    /// The number.
    fn number(&self) -> i64;
}

#[doc(hidden)]
pub fn read_word<'de, W: Words, D: Deserializer<'de>>(source: D) -> Result<W, D::Error> {
    source.deserialize_str(WordVisitor(PhantomData))
}

/// The variant of a word, known or not.
#[doc(hidden)]
pub fn parse_word<W: Words>(text: &str) -> Result<W, TextError> {
    let known = W::WORDS.iter().position(|word| *word == text);
    known
        .and_then(W::known)
        .or_else(|| W::unknown(text.to_owned()))
        .ok_or(TextError {
            expected: "one of the declared words",
        })
}

#[doc(hidden)]
pub fn write_word<W: Words, S: Serializer>(word: &W, target: S) -> Result<S::Ok, S::Error> {
    target.serialize_str(word.word())
}

struct WordVisitor<W>(PhantomData<W>);

impl<W: Words> Visitor<'_> for WordVisitor<W> {
    type Value = W;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (index, word) in W::WORDS.iter().enumerate() {
            write!(f, "{}`{word}`", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<W, E> {
        parse_word(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

#[doc(hidden)]
pub fn read_number<'de, N: Numbers, D: Deserializer<'de>>(source: D) -> Result<N, D::Error> {
    source.deserialize_i64(NumberVisitor(PhantomData))
}

#[doc(hidden)]
pub fn write_number<N: Numbers, S: Serializer>(number: &N, target: S) -> Result<S::Ok, S::Error> {
    target.serialize_i64(number.number())
}

struct NumberVisitor<N>(PhantomData<N>);

impl<N: Numbers> Visitor<'_> for NumberVisitor<N> {
    type Value = N;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (index, number) in N::NUMBERS.iter().enumerate() {
            write!(f, "{}{number}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }

    fn visit_i64<E: serde_core::de::Error>(self, number: i64) -> Result<N, E> {
        let known = N::NUMBERS.iter().position(|known| *known == number);
        known
            .and_then(N::known)
            .or_else(|| N::unknown(number))
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: serde_core::de::Error>(self, number: u64) -> Result<N, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }
}
