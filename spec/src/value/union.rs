//! Which shape of a union does a value have, and does it fit?

use super::describe::{describe, is_confidential};
use super::walk::Walk;
use super::{Findings, Segment};
use crate::model::{Type, UnionVariant};
use serde_json::{Map, Value as Json};

/// How many shapes of unions are tried for one value. A shape that is itself a
/// union of shapes can make the number of tries grow with the power of the
/// depth.
const MOST_TRIES: usize = 100_000;

impl<'a> Walk<'a> {
    pub(super) fn tagged(
        &mut self,
        tag: &str,
        closed: bool,
        variants: &'a [UnionVariant],
        members: &Map<String, Json>,
    ) {
        let known: Vec<String> = variants.iter().map(|v| v.wire.clone()).collect();
        match members.get(tag) {
            None | Some(Json::Null) => self.at(Segment::Member(tag.to_owned()), |walk| {
                let expected = crate::words::list(known.iter().map(String::as_str));
                walk.problem_found("B8", expected, "nothing".to_owned(), None);
            }),
            Some(Json::String(word)) => match variants.iter().find(|v| v.wire == *word) {
                // The tag is no member of the shape, nor a dynamic key of it.
                Some(variant) => {
                    let mut shape = members.clone();
                    shape.remove(tag);
                    self.visit(&variant.ty, &Json::Object(shape));
                }
                None if closed => self.at(Segment::Member(tag.to_owned()), |walk| {
                    walk.unknown_word(&known, &members[tag]);
                }),
                None => self.at(Segment::Member(tag.to_owned()), |walk| {
                    walk.unusual_word(&known, &members[tag]);
                }),
            },
            Some(other) => self.at(Segment::Member(tag.to_owned()), |walk| {
                walk.problem("B2", "a text".to_owned(), other);
            }),
        }
    }

    pub(super) fn untagged(&mut self, ty: &'a Type, variants: &'a [UnionVariant], value: &Json) {
        let outer = self.hidden;
        // What is wrong for one shape may be the secret of another.
        self.hidden |= is_confidential(self.version, ty);
        let place = self.path().segments().len();
        let mut nearest: Option<Findings> = None;
        for variant in variants {
            self.tries += 1;
            if self.tries > MOST_TRIES {
                break;
            }
            let before = std::mem::take(&mut self.findings);
            self.visit(&variant.ty, value);
            let tried = std::mem::replace(&mut self.findings, before);
            if tried.fits() {
                self.hidden = outer;
                self.findings.notes.extend(tried.notes);
                return;
            }
            // A problem further in says more than "this is no such shape".
            let inside = tried
                .problems
                .iter()
                .all(|problem| problem.path.segments().len() > place);
            let fewer = nearest
                .as_ref()
                .is_none_or(|nearest| tried.problems.len() < nearest.problems.len());
            if inside && fewer {
                nearest = Some(tried);
            }
        }
        if self.tries > MOST_TRIES {
            let expected = format!("at most {MOST_TRIES} tries to find the shape");
            self.problem_found("B11", expected, "more".to_owned(), None);
        } else if let Some(nearest) = nearest {
            for problem in nearest.problems {
                self.take(problem);
            }
            self.findings.unlisted += nearest.unlisted;
        } else {
            self.problem("B2", describe(self.version, ty), value);
        }
        self.hidden = outer;
    }
}
