//! What must hold of a value besides its type, as static data.

use crate::report::Problem;
use crate::value::{Value, View};
use regex_lite::Regex;
use std::fmt::{self, Write as _};
use std::sync::OnceLock;

/// The limits of a value, of its keys and of its elements.
#[doc(hidden)]
#[derive(Debug)]
pub struct Limits {
    pub own: &'static [Limit],
    pub keys: Option<&'static Limits>,
    pub elements: Option<&'static Limits>,
}

/// One limit.
#[doc(hidden)]
#[derive(Debug)]
pub enum Limit {
    Pattern(&'static Pattern),
    /// Both included.
    Whole(Option<i128>, Option<i128>),
    /// Both included.
    Real(Option<f64>, Option<f64>),
    /// Characters of a text, elements of a collection; both included.
    Length(Option<usize>, Option<usize>),
}

/// A regular expression that is compiled when it is first needed.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
    /// Named here, so that a charm whose interfaces have no pattern carries no
    /// regular expressions.
    matches: fn(&Pattern, &str) -> bool,
}

impl Pattern {
    pub const fn new(text: &'static str) -> Self {
        Pattern {
            text,
            compiled: OnceLock::new(),
            matches: Pattern::is_match,
        }
    }

    /// The macro has compiled the expression with the same crate, so that a
    /// failure here can only be an expression too large; it then matches
    /// nothing.
    fn is_match(&self, text: &str) -> bool {
        self.compiled
            .get_or_init(|| Regex::new(self.text).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(text))
    }
}

impl Limits {
    pub(crate) fn inspect_own<T: Value>(&self, value: &T, trail: &mut Trail) {
        if self.own.is_empty() {
            return;
        }
        match value.view() {
            View::Absent => {}
            // A type of the author's own: what counts is what goes on the wire.
            View::Opaque => {
                if let Ok(wire) = serde_json::to_value(value) {
                    self.inspect_view(wire.view(), trail);
                }
            }
            view => self.inspect_view(view, trail),
        }
    }

    fn inspect_view(&self, view: View<'_>, trail: &mut Trail) {
        for limit in self.own {
            if let Some((rule, expected)) = limit.broken_by(view) {
                trail.report(rule, expected);
            }
        }
    }
}

impl Limit {
    /// The rule that the value breaks, and what was expected.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a limit on a whole number is written as one"
    )]
    fn broken_by(&self, view: View<'_>) -> Option<(&'static str, String)> {
        match (self, view) {
            (Limit::Pattern(pattern), View::Text(text)) if !(pattern.matches)(pattern, text) => {
                Some(("B4", format!("a text that matches `{}`", pattern.text)))
            }
            (Limit::Whole(min, max), View::Int(number)) if !within(number, *min, *max) => {
                Some(("B3", format!("a number {}", Bounds(min, max))))
            }
            (Limit::Real(min, max), View::Float(number)) if !within(number, *min, *max) => {
                Some(("B3", format!("a number {}", Bounds(min, max))))
            }
            (Limit::Real(min, max), View::Int(number)) if !within(number as f64, *min, *max) => {
                Some(("B3", format!("a number {}", Bounds(min, max))))
            }
            (Limit::Length(min, max), View::Text(text))
                if !within(text.chars().count(), *min, *max) =>
            {
                Some(("B5", format!("a text of {} characters", Bounds(min, max))))
            }
            (Limit::Length(min, max), View::Len(len)) if !within(len, *min, *max) => {
                Some(("B5", format!("{} elements", Bounds(min, max))))
            }
            _ => None,
        }
    }
}

fn within<T: PartialOrd + Copy>(value: T, min: Option<T>, max: Option<T>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

/// `from 1 to 5`, `at least 1`, `at most 5`.
struct Bounds<'a, T>(&'a Option<T>, &'a Option<T>);

impl<T: fmt::Display + PartialEq> fmt::Display for Bounds<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Some(min), Some(max)) if min == max => write!(f, "exactly {min}"),
            (Some(min), Some(max)) => write!(f, "from {min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("of any size"),
        }
    }
}

/// The way into a value while it is inspected, and what was found there.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Trail {
    /// The key of the document that the databag is, if it is one.
    document: Option<&'static str>,
    steps: Vec<Step>,
    pub(crate) found: Vec<Breach>,
}

/// One step of the way. It is put into words only where something is found.
#[derive(Debug)]
enum Step {
    Member(&'static str),
    Index(usize),
    Key(String),
}

/// One broken limit or check.
#[derive(Debug)]
pub(crate) struct Breach {
    /// The key in the databag.
    key: String,
    /// The way into its value.
    path: String,
    rule: &'static str,
    pub(crate) expected: String,
    /// The place of the check of the whole, if that is what is broken.
    pub(crate) check: Option<usize>,
}

impl Breach {
    /// What is told of it.
    pub(crate) fn into_problem(self) -> Problem {
        Problem {
            rule: self.rule,
            key: self.key,
            path: self.path,
            message: if self.rule == "B9" {
                self.expected
            } else {
                format!("expected {}", self.expected)
            },
        }
    }
}

impl Trail {
    /// The way into a databag that is one document under this key, or is not.
    pub(crate) fn into_bag(document: Option<&'static str>) -> Self {
        Trail {
            document,
            ..Trail::default()
        }
    }

    pub(crate) fn member(&mut self, name: &'static str, inspect: impl FnOnce(&mut Self)) {
        self.step(Step::Member(name), inspect);
    }

    pub(crate) fn index(&mut self, index: usize, inspect: impl FnOnce(&mut Self)) {
        self.step(Step::Index(index), inspect);
    }

    pub(crate) fn key(&mut self, key: &str, inspect: impl FnOnce(&mut Self)) {
        self.step(Step::Key(key.to_owned()), inspect);
    }

    fn step(&mut self, step: Step, inspect: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        inspect(self);
        self.steps.pop();
    }

    pub(crate) fn report(&mut self, rule: &'static str, expected: String) {
        // Without a document the first step is the key.
        let (key, rest) = match (self.document, self.steps.split_first()) {
            (None, Some((Step::Member(name), rest))) => (*name, rest),
            (None, Some((Step::Key(key), rest))) => (key.as_str(), rest),
            (document, _) => (document.unwrap_or_default(), self.steps.as_slice()),
        };
        let key = key.to_owned();
        let mut path = String::new();
        for step in rest {
            // Writing to a `String` cannot fail.
            let _ = match step {
                Step::Member(name) if path.is_empty() => path.write_str(name),
                Step::Member(name) => write!(path, ".{name}"),
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Key(key) => write!(path, "[{key:?}]"),
            };
        }
        self.found.push(Breach {
            key,
            path,
            rule,
            expected,
            check: None,
        });
    }

    /// Reports a broken check; that of the whole is told of `member`.
    pub(crate) fn report_check(&mut self, index: usize, member: &'static str, message: &str) {
        let whole = self.steps.is_empty();
        if whole {
            self.member(member, |trail| trail.report("B9", message.to_owned()));
        } else {
            self.report("B9", message.to_owned());
        }
        if let Some(breach) = self.found.last_mut() {
            breach.check = whole.then_some(index);
        }
    }
}
