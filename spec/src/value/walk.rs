//! Visiting a value together with its type.

use super::describe::{describe, describe_integer, found_or_hidden, is_confidential, spelled};
use super::format::{fits_format, format_rule, has_usual_secret_id, is_secret_uri};
use super::{Findings, MOST_DEPTH, MOST_PROBLEMS, Note, Path, Problem, Segment, constraint};
use crate::model::{
    Constraint, EnumBase, IntegerWidth, Kind, TextFormat, Type, TypeBody, Variant, Version,
};
use crate::predicate::whole;
use crate::words;
use serde_json::{Number, Value as Json};

/// One visit. What is known about the place is kept here, so that a problem
/// needs to say only what was expected.
pub(crate) struct Walk<'a> {
    pub(super) version: &'a Version,
    pub(super) findings: Findings,
    path: Vec<Segment>,
    depth: usize,
    /// Whether no text at this place may be shown, whatever its type.
    pub(super) hidden: bool,
    /// The type at this place: it says whether the value may be shown.
    place: Option<&'a Type>,
    /// How many values were visited to try the shapes of a union.
    pub(super) tries: usize,
}

/// A type after its aliases, without copying it.
pub(crate) struct Resolved<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) constraints: Vec<&'a Constraint>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(version: &'a Version) -> Self {
        Walk {
            version,
            findings: Findings::default(),
            path: Vec::new(),
            depth: 0,
            hidden: false,
            place: None,
            tries: 0,
        }
    }

    pub(crate) fn judge(mut self, ty: &'a Type, value: &Json) -> Findings {
        self.visit(ty, value);
        self.findings
    }

    pub(super) fn visit(&mut self, ty: &'a Type, value: &Json) {
        if self.depth >= MOST_DEPTH {
            let expected = format!("at most {MOST_DEPTH} levels");
            self.problem_found("B11", expected, "more".to_owned(), None);
            return;
        }
        self.depth += 1;
        let outer = self.place.replace(ty);
        let resolved = self.resolve(ty);
        let before = self.findings.problems.len();
        self.visit_kind(ty, resolved.kind, value);
        if !resolved.constraints.is_empty() && self.findings.problems.len() == before {
            let needs_length = resolved
                .constraints
                .iter()
                .any(|constraint| matches!(constraint, Constraint::Length { .. }));
            let count = if needs_length {
                constraint::length(self, resolved.kind, value)
            } else {
                0
            };
            for constraint in resolved.constraints {
                self.constrain(constraint, value, count);
            }
        }
        self.place = outer;
        self.depth -= 1;
    }

    fn visit_kind(&mut self, ty: &'a Type, kind: &'a Kind, value: &Json) {
        match (kind, value) {
            (Kind::Any, _) | (Kind::Bool, Json::Bool(_)) | (Kind::Float, Json::Number(_)) => {}
            (Kind::Text { format }, Json::String(text)) => self.text(*format, text, value),
            (Kind::Integer { width }, Json::Number(number)) => {
                self.integer(*width, number, value);
            }
            (Kind::List { items } | Kind::Set { items }, Json::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    if !self.is_hollow(items, element) {
                        self.at(Segment::Index(index), |walk| walk.visit(items, element));
                    }
                }
            }
            (Kind::Map { keys, values }, Json::Object(members)) => {
                for (key, member) in members {
                    self.map_key(keys, key);
                    let segment = self.key_segment(keys, key);
                    self.at(segment, |walk| walk.visit(values, member));
                }
            }
            (Kind::Secret { .. }, Json::String(text)) => self.secret_uri(text, value),
            (Kind::Named { name }, _) => {
                // A copy of the reference, so that the declaration outlives the
                // borrow of the walk.
                let version = self.version;
                if let Some(decl) = version.type_decl(name) {
                    self.declared(ty, &decl.body, value);
                }
            }
            _ => self.wrong_kind(ty, value),
        }
    }

    fn declared(&mut self, ty: &'a Type, body: &'a TypeBody, value: &Json) {
        match (body, value) {
            (
                TypeBody::Struct {
                    fields,
                    rest,
                    checks,
                },
                Json::Object(members),
            ) => self.object(fields, rest.as_ref(), checks, members),
            (TypeBody::Secret { fields, checks }, Json::Object(members)) => {
                let outer = std::mem::replace(&mut self.hidden, true);
                self.object(fields, None, checks, members);
                self.hidden = outer;
            }
            (
                TypeBody::Enum {
                    base,
                    closed,
                    variants,
                },
                _,
            ) => self.variant_of_enum(ty, *base, *closed, variants, value),
            (
                TypeBody::Union {
                    tag: Some(tag),
                    closed,
                    variants,
                },
                Json::Object(members),
            ) => self.tagged(tag, *closed, variants, members),
            (
                TypeBody::Union {
                    tag: None,
                    variants,
                    ..
                },
                _,
            ) => self.untagged(ty, variants, value),
            // Only an alias that stands for itself is left after resolving.
            (TypeBody::Alias { .. }, _) => {}
            _ => self.wrong_kind(ty, value),
        }
    }

    fn text(&mut self, format: TextFormat, text: &str, value: &Json) {
        if !fits_format(format, text) {
            self.problem("B6", format_rule(format).expected.to_owned(), value);
        } else if format == TextFormat::Pem && !text.contains("-----BEGIN ") {
            self.note("this is no PEM text: it has no `-----BEGIN …-----` line");
        }
    }

    fn integer(&mut self, width: IntegerWidth, number: &Number, value: &Json) {
        let (least, most) = width.bounds();
        match whole(number) {
            Some(whole) if (least..=most).contains(&whole) => {}
            Some(_) => self.problem("B3", describe_integer(width), value),
            // A parser of JSON turns what does not fit in 64 bits into a float.
            None if number.as_f64().is_some_and(|float| float.abs() >= 9.2e18) => {
                self.problem("B3", describe_integer(width), value);
            }
            None => self.problem("B2", describe_integer(width), value),
        }
    }

    fn secret_uri(&mut self, text: &str, value: &Json) {
        if !is_secret_uri(text) {
            let hint = "the secret itself must not be in a databag, only its URI";
            self.problem_hint("B6", "the URI of a secret".to_owned(), value, Some(hint));
        } else if !has_usual_secret_id(text) {
            self.note("the id of a secret that Juju makes has 20 characters");
        }
    }

    fn variant_of_enum(
        &mut self,
        ty: &'a Type,
        base: EnumBase,
        closed: bool,
        variants: &[Variant],
        value: &Json,
    ) {
        match (base, value) {
            (EnumBase::Text, Json::String(_)) => {}
            (EnumBase::Integer, Json::Number(number)) if number.is_i64() => {}
            (EnumBase::Integer, Json::Number(number)) if number.is_u64() => {
                let expected = describe_integer(IntegerWidth::I64);
                self.problem("B3", expected, value);
                return;
            }
            _ => {
                self.wrong_kind(ty, value);
                return;
            }
        }
        if variants.iter().any(|variant| variant.wire == *value) {
            return;
        }
        let known: Vec<String> = variants
            .iter()
            .map(|variant| spelled(&variant.wire))
            .collect();
        if closed {
            self.unknown_word(&known, value);
        } else {
            self.unusual_word(&known, value);
        }
    }

    /// A value or tag that is none of those known, where others may be added:
    /// only one that looks like a misspelling is worth a word.
    pub(super) fn unusual_word(&mut self, known: &[String], value: &Json) {
        let known = || known.iter().map(String::as_str);
        let Some(word) = value.as_str() else {
            return;
        };
        let Some(meant) = words::did_you_mean(word, known()) else {
            return;
        };
        let word = found_or_hidden(value, self.hides(value));
        self.note(&format!(
            "{word} is none of the known values: did the writer mean `{meant}`?"
        ));
    }

    /// A value or tag that is none of those known.
    pub(super) fn unknown_word(&mut self, known: &[String], value: &Json) {
        let known = || known.iter().map(String::as_str);
        let hint = value
            .as_str()
            .and_then(|word| words::did_you_mean(word, known()))
            .map(|meant| format!("did you mean `{meant}`?"));
        self.problem_hint("B7", words::list(known()), value, hint.as_deref());
    }

    fn map_key(&mut self, keys: &'a Type, key: &str) {
        if matches!(
            &keys.kind,
            Kind::Text {
                format: TextFormat::Plain
            }
        ) && keys.constraints.is_empty()
        {
            return;
        }
        let segment = self.key_segment(keys, key);
        let first = self.findings.problems.len();
        self.at(segment, |walk| {
            walk.visit(keys, &Json::String(key.to_owned()));
        });
        for problem in &mut self.findings.problems[first..] {
            problem.expected = format!("{} as the key", problem.expected);
        }
    }

    pub(super) fn key_segment(&self, keys: &'a Type, key: &str) -> Segment {
        let sensitive = matches!(
            self.resolve(keys).kind,
            Kind::Text {
                format: TextFormat::Sensitive
            }
        );
        if sensitive {
            Segment::Key("(not shown)".to_owned())
        } else {
            Segment::Key(key.to_owned())
        }
    }

    pub(super) fn wrong_kind(&mut self, ty: &'a Type, value: &Json) {
        let hint = match (self.resolve(ty).kind, value) {
            (Kind::Integer { .. } | Kind::Float, Json::String(text))
                if text.parse::<f64>().is_ok() =>
            {
                Some("the number is written as a text")
            }
            (Kind::Bool, Json::String(text)) if text.eq_ignore_ascii_case("true") => {
                Some("the boolean is written as a text")
            }
            (Kind::Bool, Json::String(text)) if text.eq_ignore_ascii_case("false") => {
                Some("the boolean is written as a text")
            }
            _ => None,
        };
        self.problem_hint("B2", describe(self.version, ty), value, hint);
    }

    pub(super) fn resolve(&self, ty: &'a Type) -> Resolved<'a> {
        resolve(self.version, ty)
    }

    pub(super) fn at(&mut self, segment: Segment, visit: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        visit(self);
        self.path.pop();
    }

    pub(super) fn path(&self) -> Path {
        Path::from(self.path.clone())
    }

    /// Whether `value`, at this place, must not be shown.
    pub(super) fn hides(&self, value: &Json) -> bool {
        if value.is_array() || value.is_object() {
            return false;
        }
        self.hidden
            || self
                .place
                .is_some_and(|ty| is_confidential(self.version, ty))
    }

    pub(super) fn problem(&mut self, rule: &'static str, expected: String, value: &Json) {
        self.problem_hint(rule, expected, value, None);
    }

    pub(super) fn problem_hint(
        &mut self,
        rule: &'static str,
        expected: String,
        value: &Json,
        hint: Option<&str>,
    ) {
        let found = found_or_hidden(value, self.hides(value));
        self.problem_found(rule, expected, found, hint);
    }

    pub(super) fn problem_found(
        &mut self,
        rule: &'static str,
        expected: String,
        found: String,
        hint: Option<&str>,
    ) {
        self.take(Problem {
            rule,
            path: self.path(),
            expected,
            found,
            hint: hint.map(str::to_owned),
        });
    }

    pub(super) fn take(&mut self, problem: Problem) {
        if self.findings.problems.len() < MOST_PROBLEMS {
            self.findings.problems.push(problem);
        } else {
            self.findings.unlisted += 1;
        }
    }

    fn note(&mut self, message: &str) {
        if self.findings.notes.len() < MOST_PROBLEMS {
            self.findings.notes.push(Note {
                path: self.path(),
                message: message.to_owned(),
            });
        }
    }
}

/// Follows aliases, as [`Version::resolve`] does, without copying the type.
pub(crate) fn resolve<'a>(version: &'a Version, ty: &'a Type) -> Resolved<'a> {
    let mut kind = &ty.kind;
    let mut constraints: Vec<&Constraint> = ty.constraints.iter().collect();
    for _ in 0..=version.types.len() {
        let Kind::Named { name } = kind else { break };
        let Some(TypeBody::Alias { of, .. }) = version.type_decl(name).map(|decl| &decl.body)
        else {
            break;
        };
        kind = &of.kind;
        constraints.extend(&of.constraints);
    }
    Resolved { kind, constraints }
}
