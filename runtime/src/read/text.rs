//! Reading one text in each encoding that is declared for it.

use super::document::parse_yaml;
use super::fault::Fault;
use crate::Json;
use crate::bag::{Encoding, Plain};
use crate::plain::PlainText;
use crate::record::Record;
use serde_core::de::Deserializer;

/// A place to which one value is read, whatever its encoding.
pub(super) trait Slot {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error>;
}

pub(super) struct MemberSeed<'a, R> {
    pub(super) record: &'a mut R,
    pub(super) index: usize,
}

impl<R: Record> Slot for MemberSeed<'_, R> {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error> {
        self.record.put(self.index, source)
    }
}

pub(super) struct RestSeed<'a, R> {
    pub(super) record: &'a mut R,
    pub(super) key: &'a str,
}

impl<R: Record> Slot for RestSeed<'_, R> {
    fn put<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<(), D::Error> {
        self.record.put_rest(self.key, source)
    }
}

/// Reads a text in the first encoding that fits; else says why it does not.
pub(super) fn read_text<S: Slot>(
    slot: &mut S,
    text: &str,
    encodings: &[Encoding],
) -> Option<Fault> {
    let mut best: Option<Fault> = None;
    for encoding in encodings {
        let fault = match encoding {
            Encoding::Json => read_json(slot, text),
            Encoding::Plain(plain) => read_plain(slot, text, plain),
            Encoding::Yaml => read_yaml(slot, text),
        };
        let fault = fault?;
        // `null` is absence, whatever another encoding would make of it.
        if fault.null {
            return Some(fault);
        }
        // The first encoding that could at least be decoded tells most.
        best = match best {
            Some(earlier) if !earlier.undecodable || fault.undecodable => Some(earlier),
            _ => Some(fault),
        };
    }
    best
}

fn read_json<S: Slot>(slot: &mut S, text: &str) -> Option<Fault> {
    if text.trim_ascii() == "null" {
        return Some(Fault::null());
    }
    let mut source = serde_json::Deserializer::from_str(text);
    let read = slot.put(&mut source).and_then(|()| source.end());
    let error = read.err()?;
    Some(
        Fault {
            undecodable: error.is_syntax() || error.is_eof(),
            null: false,
            rule: "B2",
            text: error.to_string(),
        }
        .expecting("JSON"),
    )
}

fn read_plain<S: Slot>(slot: &mut S, text: &str, plain: &'static Plain) -> Option<Fault> {
    let error = slot.put(PlainText { text, plain }).err()?;
    Some(Fault {
        undecodable: false,
        null: false,
        rule: "B2",
        text: error.to_string(),
    })
}

fn read_yaml<S: Slot>(slot: &mut S, text: &str) -> Option<Fault> {
    match parse_yaml(text) {
        Err(error) => Some(
            Fault {
                undecodable: true,
                null: false,
                rule: "B2",
                text: error,
            }
            .expecting("YAML"),
        ),
        Ok(Json::Null) => Some(Fault::null()),
        Ok(value) => slot.put(value).err().as_ref().map(Fault::of_member),
    }
}
