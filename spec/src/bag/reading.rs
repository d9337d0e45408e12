//! Going through the keys of one databag.

use super::marker::{self, Spelled};
use super::read::{Read, read};
use super::{BagNote, BagProblem, Judgement, Verdict};
use crate::model::{Bag, Document, Field, Marker, Type, Version};
use crate::predicate::member;
use crate::value::{self, Note, Path, Problem, Segment};
use crate::wire;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// What is known so far. Fields are named as declared, keys as in the databag.
pub(super) struct Reading<'a> {
    pub(super) version: &'a Version,
    pub(super) declared: &'a Bag,
    /// All keys with a value, but for Juju's own.
    keys: BTreeMap<&'a str, &'a str>,
    /// Keys that mean something in this version.
    claimed: BTreeSet<&'a str>,
    /// Where each field that is there stands, whether it fits or not.
    pub(super) present: BTreeMap<String, Place>,
    /// Fields with a problem.
    pub(super) broken: BTreeSet<String>,
    pub(super) values: Map<String, Json>,
    pub(super) missing: Vec<String>,
    pub(super) problems: Vec<BagProblem>,
    notes: Vec<BagNote>,
    stated: Option<Json>,
    /// The key of the nested document that is read.
    pub(super) nested: Option<&'a str>,
    /// Whether that document is `null`, which is none.
    is_null: bool,
    /// Whether that document could not be read, so that nothing can be said
    /// about single fields.
    is_unreadable: bool,
}

/// Where a field's value stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) key: String,
    pub(super) path: Vec<Segment>,
}

impl Place {
    fn of_key(key: &str) -> Self {
        Place {
            key: key.to_owned(),
            path: Vec::new(),
        }
    }

    fn in_document(key: &str, segment: Segment) -> Self {
        Place {
            key: key.to_owned(),
            path: vec![segment],
        }
    }

    fn join(&self, inner: &Path) -> Path {
        let mut path = self.path.clone();
        path.extend_from_slice(inner.segments());
        Path::from(path)
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        version: &'a Version,
        declared: &'a Bag,
        keys: BTreeMap<&'a str, &'a str>,
    ) -> Self {
        Reading {
            version,
            declared,
            keys,
            claimed: BTreeSet::new(),
            present: BTreeMap::new(),
            broken: BTreeSet::new(),
            values: Map::new(),
            missing: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
            stated: None,
            nested: None,
            is_null: false,
            is_unreadable: false,
        }
    }

    /// The text under `key`, which is then no unknown key.
    pub(super) fn claim(&mut self, key: &str) -> Option<&'a str> {
        let (&key, &text) = self.keys.get_key_value(key)?;
        self.claimed.insert(key);
        Some(text)
    }

    /// Reads every field from its own key.
    pub(super) fn keys(&mut self) {
        let declared = self.declared;
        for field in &declared.fields {
            // The field's own name goes before the others. Those are claimed
            // all the same: a writer may write several for older readers.
            let mut found = None;
            for name in names(field) {
                if let Some(text) = self.claim(name) {
                    found = found.or(Some((name, text)));
                }
            }
            let Some((key, text)) = found else { continue };
            if let Some(marker) = &field.marker {
                self.marker(field, marker, &Place::of_key(key), Spelled::Wire(text));
            } else {
                let outcome = read(self.version, &field.ty, &field.encodings, text);
                self.take(&field.name, &Place::of_key(key), outcome);
            }
        }
        let Some(rest) = &declared.rest else { return };
        let unclaimed: Vec<(&str, &str)> = self
            .keys
            .iter()
            .filter(|(key, _)| !self.claimed.contains(*key))
            .map(|(&key, &text)| (key, text))
            .collect();
        for (key, text) in unclaimed {
            if value::key_fits(self.version, &rest.keys, key) {
                self.claimed.insert(key);
                let outcome = read(self.version, &rest.values, &rest.encodings, text);
                self.take(key, &Place::of_key(key), outcome);
            }
        }
    }

    /// Reads every field from one document.
    pub(super) fn document(&mut self, key: &'a str, format: Document, text: &str) {
        self.nested = Some(key);
        let problem = match wire::document(format, text, self.hides_document()) {
            Ok(Json::Object(members)) => return self.members(key, &members),
            Ok(Json::Null) => {
                self.is_null = true;
                return;
            }
            Ok(other) => Problem {
                rule: "B10",
                path: Path::default(),
                expected: "an object with the fields of the databag".to_owned(),
                found: value::found_or_hidden(&other, self.hides_document()),
                hint: None,
            },
            Err(error) => error.into_problem(),
        };
        self.is_unreadable = true;
        self.problems.push(BagProblem {
            key: key.to_owned(),
            problem,
        });
    }

    fn members(&mut self, key: &str, members: &Map<String, Json>) {
        let declared = self.declared;
        for field in &declared.fields {
            let Some((name, value)) = member(field, members) else {
                continue;
            };
            let place = Place::in_document(key, Segment::Member(name.to_owned()));
            if let Some(marker) = &field.marker {
                self.marker(field, marker, &place, Spelled::Decoded(value));
            } else {
                self.take_decoded(&field.name, &field.ty, &place, value);
            }
        }
        let Some(rest) = &declared.rest else { return };
        for (name, value) in members {
            if declared.field(name).is_none() && value::key_fits(self.version, &rest.keys, name) {
                let place = Place::in_document(key, Segment::Key(name.clone()));
                self.take_decoded(name, &rest.values, &place, value);
            }
        }
    }

    /// Says of declared keys beside a nested document that they are not read.
    pub(super) fn pass_over(&mut self, document: &str) {
        let declared = self.declared;
        for name in declared.fields.iter().flat_map(names) {
            if name != document && self.claim(name).is_some() {
                self.notes.push(BagNote {
                    key: name.to_owned(),
                    note: Note {
                        path: Path::default(),
                        message: format!("not read, because the document under `{document}` is"),
                    },
                });
            }
        }
    }

    pub(super) fn finish(mut self) -> Judgement {
        let is_absent = self.claimed.is_empty() || self.is_null;
        if !is_absent && !self.is_unreadable {
            for field in &self.declared.fields {
                let is_there = self.present.contains_key(field.name.as_str());
                if field.is_required() && field.marker.is_none() && !is_there {
                    self.missing.push(field.name.clone());
                }
            }
            self.checks();
        }
        let verdict = if is_absent {
            Verdict::Absent
        } else if !self.problems.is_empty() {
            Verdict::Invalid
        } else if !self.missing.is_empty() {
            Verdict::Incomplete
        } else {
            Verdict::Ready
        };
        let unknown_keys = self
            .keys
            .keys()
            .filter(|key| !self.claimed.contains(*key))
            .map(|&key| key.to_owned())
            .collect();
        Judgement {
            verdict,
            missing: self.missing,
            problems: self.problems,
            unknown_keys,
            notes: self.notes,
            value: Json::Object(self.values),
            stated: self.stated,
        }
    }

    fn take_decoded(&mut self, name: &str, ty: &Type, place: &Place, value: &Json) {
        let findings = value::check(self.version, ty, value);
        let value = Some(value.clone());
        self.take(name, place, Read { value, findings });
    }

    fn take(&mut self, name: &str, place: &Place, read: Read) {
        let Read { value, findings } = read;
        // `null` is as good as an absent key.
        if value.as_ref().is_some_and(Json::is_null) {
            return;
        }
        self.present.insert(name.to_owned(), place.clone());
        if let Some(value) = value {
            self.values.insert(name.to_owned(), value);
        }
        if !findings.fits() {
            self.broken.insert(name.to_owned());
        }
        for problem in findings.problems {
            self.problems.push(BagProblem {
                key: place.key.clone(),
                problem: Problem {
                    path: place.join(&problem.path),
                    ..problem
                },
            });
        }
        for note in findings.notes {
            self.note(place, &note.path, note.message);
        }
        if findings.unlisted > 0 {
            let message = format!("{} more problems are not listed", findings.unlisted);
            self.note(place, &Path::default(), message);
        }
    }

    fn marker(&mut self, field: &Field, marker: &Marker, place: &Place, spelled: Spelled<'_>) {
        let (stated, is_version) = marker::read(self.version, field, marker, spelled);
        if !is_version {
            let message = format!(
                "{} states no version: it is treated as missing",
                value::found(&stated)
            );
            self.note(place, &Path::default(), message);
        }
        self.stated = Some(stated).filter(|stated| !stated.is_null());
    }

    fn note(&mut self, place: &Place, path: &Path, message: String) {
        self.notes.push(BagNote {
            key: place.key.clone(),
            note: Note {
                path: place.join(path),
                message,
            },
        });
    }

    /// Whether the document may hold something that must not be shown.
    fn hides_document(&self) -> bool {
        let fields = self.declared.fields.iter().map(|field| &field.ty);
        let rest = self.declared.rest.iter().map(|rest| &rest.values);
        fields
            .chain(rest)
            .any(|ty| value::is_confidential(self.version, ty))
    }
}

/// Every key under which a field may stand, its own first.
fn names(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(field.name.as_str())
        .chain(field.aliases.iter().map(|alias| alias.name.as_str()))
}
