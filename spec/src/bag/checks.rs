//! What must hold between the fields of a databag.

use super::BagProblem;
use super::reading::{Place, Reading};
use crate::model::{Check, CheckKind};
use crate::predicate::{eval, fields_of};
use crate::value::{Path, Problem, Segment};

impl Reading<'_> {
    /// Judges every check. Where only keys are missing, so that they may still
    /// come, the databag is incomplete; everything else is a problem.
    pub(super) fn checks(&mut self) {
        let declared = self.declared;
        for check in &declared.checks {
            let names = fields_of(&check.holds);
            let (there, absent): (Vec<&str>, Vec<&str>) = names
                .iter()
                .partition(|name| self.present.contains_key(**name));
            match check.kind {
                CheckKind::AnyOf | CheckKind::OneOf if there.is_empty() => {
                    self.missing.push(names.join(" | "));
                }
                CheckKind::OneOf if there.len() > 1 => self.fails(check, there[0]),
                CheckKind::Together if !there.is_empty() => {
                    for name in absent {
                        if !self.missing.iter().any(|missing| missing == name) {
                            self.missing.push(name.to_owned());
                        }
                    }
                }
                CheckKind::Named => {
                    // A condition over a value that is wrong in itself says
                    // nothing.
                    let judged = !names.iter().any(|name| self.broken.contains(*name));
                    if judged && !eval(&check.holds, &declared.fields, &self.values) {
                        self.fails(check, names.first().copied().unwrap_or_default());
                    }
                }
                CheckKind::AnyOf | CheckKind::OneOf | CheckKind::Together => {}
            }
        }
    }

    fn fails(&mut self, check: &Check, name: &str) {
        let Place { key, path } = match (self.present.get(name), self.nested) {
            (Some(place), _) => place.clone(),
            (None, Some(document)) => Place {
                key: document.to_owned(),
                path: vec![Segment::Member(name.to_owned())],
            },
            (None, None) => Place {
                key: name.to_owned(),
                path: Vec::new(),
            },
        };
        self.problems.push(BagProblem {
            key,
            problem: Problem {
                rule: "B9",
                path: Path::from(path),
                expected: check.message.clone(),
                found: String::new(),
                hint: None,
            },
        });
    }
}
