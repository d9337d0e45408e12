//! What does a row of a table say about one field?

use super::super::markdown::{code, one_line, sentence};
use super::super::phrases::{encoding_phrase, type_phrase};
use crate::model::{
    Encoding, Field, Marker, MarkerSpelling, Presence, Rest, Type, TypeBody, Variant, Version,
};
use serde_json::Value as Json;

/// Longer examples are told by the example of the whole databag only.
const SHORT: usize = 60;

/// Words of an enum that a row repeats; a longer list stands with the type.
const FEW: usize = 4;

/// One table of a version.
pub(super) struct Rows<'a> {
    pub(super) version: &'a Version,
    /// Whether the fields have encodings of their own.
    pub(super) encoded: bool,
}

impl Rows<'_> {
    pub(super) fn head(&self) -> Vec<&'static str> {
        let mut head = vec!["Field", "Type", "Encoding", "Presence", "Meaning"];
        if !self.encoded {
            head.retain(|title| *title != "Encoding");
        }
        head
    }

    pub(super) fn field(&self, field: &Field) -> Vec<String> {
        let ty = match &field.marker {
            Some(marker) => marked(self.version.number, marker),
            None => ty(self.version, &field.ty),
        };
        let presence = match (&field.presence, &field.marker) {
            (_, Some(marker)) => stated(marker),
            (Presence::Required, None) => "**required**".to_owned(),
            (Presence::Optional, None) => "optional".to_owned(),
            (Presence::Default(value), None) => default(value),
        };
        self.row(
            code(&field.name),
            ty,
            &field.encodings,
            presence,
            meaning(field),
        )
    }

    pub(super) fn rest(&self, rest: &Rest) -> Vec<String> {
        let keys = match ty(self.version, &rest.keys).as_str() {
            "text" => "*any other key*".to_owned(),
            keys => format!("*any other key*: {keys}"),
        };
        let examples: Vec<&Json> = rest.examples.iter().collect();
        let meaning = format!("{}\n\n{}", rest.doc, example(&examples, &[]));
        self.row(
            keys,
            ty(self.version, &rest.values),
            &rest.encodings,
            "any number".to_owned(),
            meaning,
        )
    }

    fn row(
        &self,
        name: String,
        ty: String,
        encodings: &[Encoding],
        presence: String,
        meaning: String,
    ) -> Vec<String> {
        let mut row = vec![name, ty];
        if self.encoded {
            row.push(spelled(encodings));
        }
        row.extend([presence, meaning]);
        row
    }
}

/// A type in words; a short enum with its values.
pub(super) fn ty(version: &Version, ty: &Type) -> String {
    type_phrase(
        version,
        ty,
        &|name| match version.type_decl(name).map(|decl| &decl.body) {
            Some(TypeBody::Enum {
                variants, closed, ..
            }) if variants.len() <= FEW => {
                let mut words: Vec<String> = variants.iter().map(wire).collect();
                if !closed {
                    words.push("…".to_owned());
                }
                format!("{} ({})", code(name), words.join(", "))
            }
            _ => code(name),
        },
    )
}

/// A value of an enum, as text or number.
pub(super) fn wire(variant: &Variant) -> String {
    match &variant.wire {
        Json::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

fn marked(number: u32, marker: &Marker) -> String {
    let one = match &marker.spelling {
        MarkerSpelling::Number => "number",
        MarkerSpelling::Template(_) => "text",
    };
    let written = match &marker.spelling {
        MarkerSpelling::Number => number.to_string(),
        MarkerSpelling::Template(template) => template.replace("{}", &number.to_string()),
    };
    if marker.list {
        format!("list of version {one}s such as {}", code(&written))
    } else {
        format!("version {one}: {}", code(&written))
    }
}

fn stated(marker: &Marker) -> String {
    let absent = marker.absent.map_or_else(
        || "the oldest version".to_owned(),
        |number| format!("version {number}"),
    );
    format!("states the writer's version; missing means {absent}")
}

fn default(value: &Json) -> String {
    match value {
        Json::Array(items) if items.is_empty() => "optional; missing means none".to_owned(),
        Json::Object(members) if members.is_empty() => "optional; missing means none".to_owned(),
        value => format!("optional; missing means {}", code(&value.to_string())),
    }
}

fn spelled(encodings: &[Encoding]) -> String {
    let phrases: Vec<String> = encodings.iter().map(encoding_phrase).collect();
    match phrases.split_first() {
        None => String::new(),
        Some((first, [])) => first.clone(),
        Some((first, others)) => format!("{first}; also read: {}", others.join(", ")),
    }
}

fn meaning(field: &Field) -> String {
    let mut meaning = field.doc.clone();
    let mut add = |text: String| {
        meaning.push_str("\n\n");
        meaning.push_str(&text);
    };
    if let Some(deprecated) = &field.deprecated {
        add(format!(
            "**Deprecated since v{}:** {}",
            deprecated.since,
            sentence(&one_line(&deprecated.note))
        ));
    }
    for alias in &field.aliases {
        let also = if alias.written {
            "written to, and read from,"
        } else {
            "read from"
        };
        add(format!("Also {also} {}.", code(&alias.name)));
    }
    if field.marker.is_none() {
        let examples: Vec<&Json> = field.examples.iter().collect();
        add(example(&examples, &field.encodings));
    }
    meaning
}

/// The examples that fit into a line: as plain text where that is what is
/// written, else as JSON.
fn example(examples: &[&Json], encodings: &[Encoding]) -> String {
    let plain = matches!(encodings.first(), Some(Encoding::Raw { .. }));
    let short: Vec<String> = examples
        .iter()
        .map(|value| match value {
            Json::String(text) if plain => text.clone(),
            value => value.to_string(),
        })
        .filter(|text| text.chars().count() <= SHORT)
        .map(|text| code(&text))
        .collect();
    match short.len() {
        0 => String::new(),
        1 => format!("Example: {}", short[0]),
        _ => format!("Examples: {}", short.join(", ")),
    }
}
