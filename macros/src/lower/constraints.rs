//! `#[pattern(…)]`, `#[range(…)]` and `#[len(…)]`: can the type have it, and
//! can anything fulfil it?

use super::classes::Class;
use super::lowering::Lowering;
use super::values::number;
use crate::parse::tree::{ConstraintDecl, ConstraintKind, Range, TypeExpr, Value, ValueKind, Word};
use proc_macro2::Span;
use relata_spec::model::{Constraint, IntegerWidth};
use serde_json::Number;

impl Lowering<'_, '_> {
    /// The constraints that make sense; the others are reported.
    pub(super) fn constraints(
        &mut self,
        decls: &[ConstraintDecl],
        ty: &TypeExpr,
    ) -> Vec<Constraint> {
        if decls.is_empty() {
            return Vec::new();
        }
        let class = self.tree.class(ty);
        decls
            .iter()
            .filter_map(|decl| match &decl.kind {
                ConstraintKind::Pattern(pattern) => self.pattern(decl, pattern, class, ty),
                ConstraintKind::Range(range) => self.number_range(decl, range, class, ty),
                ConstraintKind::Length(range) => self.length(decl, range, class, ty),
            })
            .collect()
    }

    fn pattern(
        &mut self,
        decl: &ConstraintDecl,
        pattern: &Word,
        class: Class,
        ty: &TypeExpr,
    ) -> Option<Constraint> {
        if !matches!(class, Class::Text(_) | Class::Unknown) {
            self.impossible(decl.span, "pattern", "texts", class, ty);
            return None;
        }
        if let Some(why) = unusable(&pattern.text) {
            self.malformed(
                pattern.span,
                why,
                "write what regex-lite, ECMA 262 and Python share",
            );
            return None;
        }
        Some(Constraint::Pattern(pattern.text.clone()))
    }

    fn number_range(
        &mut self,
        decl: &ConstraintDecl,
        range: &Range,
        class: Class,
        ty: &TypeExpr,
    ) -> Option<Constraint> {
        let (min, max) = match class {
            Class::Integer(width) => self.integer_range(range, width)?,
            Class::Float => self.float_range(range)?,
            Class::Unknown => return None,
            _ => {
                self.impossible(decl.span, "range", "numbers", class, ty);
                return None;
            }
        };
        Some(Constraint::Range { min, max })
    }

    fn integer_range(
        &mut self,
        range: &Range,
        width: IntegerWidth,
    ) -> Option<(Option<Number>, Option<Number>)> {
        let (min, max) = self.whole_ends(range)?;
        let (least, most) = width.bounds();
        for (end, value) in [(min, &range.min), (max, &range.max)] {
            if let (Some(end), Some(value)) = (end, value)
                && !(least..=most).contains(&end)
            {
                self.malformed(
                    value.span,
                    format!("`{end}` is no `{}`", width.rust()),
                    format!("a `{}` lies between {least} and {most}", width.rust()),
                );
                return None;
            }
        }
        Some((min.and_then(number), max.and_then(number)))
    }

    fn float_range(&mut self, range: &Range) -> Option<(Option<Number>, Option<Number>)> {
        if range.exclusive {
            self.malformed(
                range.span,
                "a range of fractions includes its end",
                "write `..=`: there is no largest number below the end",
            );
            return None;
        }
        let min = range.min.as_ref().and_then(fraction);
        let max = range.max.as_ref().and_then(fraction);
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            self.empty(range.span);
            return None;
        }
        Some((
            min.and_then(Number::from_f64),
            max.and_then(Number::from_f64),
        ))
    }

    fn length(
        &mut self,
        decl: &ConstraintDecl,
        range: &Range,
        class: Class,
        ty: &TypeExpr,
    ) -> Option<Constraint> {
        if !matches!(
            class,
            Class::Text(_) | Class::List | Class::Map | Class::Unknown
        ) {
            self.impossible(decl.span, "len", "texts, lists, sets and maps", class, ty);
            return None;
        }
        let (min, max) = self.whole_ends(range)?;
        let ends = [min, max].map(|end| end.map(u64::try_from).transpose());
        let [Ok(min), Ok(max)] = ends else {
            self.malformed(
                range.span,
                "a length is not negative",
                "write `#[len(1..=200)]`",
            );
            return None;
        };
        Some(Constraint::Length { min, max })
    }

    /// Both ends as whole numbers, the last included.
    fn whole_ends(&mut self, range: &Range) -> Option<(Option<i128>, Option<i128>)> {
        let mut ends = [None, None];
        for (end, value) in ends.iter_mut().zip([&range.min, &range.max]) {
            let Some(value) = value else { continue };
            let ValueKind::Integer(number) = value.kind else {
                self.malformed(value.span, "expected a whole number", "write `1..=10`");
                return None;
            };
            *end = Some(number);
        }
        let [min, max] = ends;
        let max = max.map(|max| if range.exclusive { max - 1 } else { max });
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            self.empty(range.span);
            return None;
        }
        Some((min, max))
    }

    fn empty(&mut self, span: Span) {
        self.malformed(
            span,
            "nothing lies in this range",
            "write the smaller end first: `1..=10`",
        );
    }

    fn malformed(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report.error("D11", span, message).help(help);
    }

    fn impossible(&mut self, span: Span, name: &str, on: &str, class: Class, ty: &TypeExpr) {
        let mut help = format!("`{name}` stands on {on}");
        let elements = match class {
            Class::List | Class::Map => self.tree.base(ty).args.last(),
            _ => None,
        };
        if let Some(elements) = elements {
            help = format!(
                "{help}; for the elements, declare `#[{name}(…)] type Name: {};`",
                elements.name
            );
        }
        self.report
            .error(
                "D10",
                span,
                format!("`{}` cannot have `#[{name}]`", ty.shown()),
            )
            .help(help);
    }
}

/// Why a pattern does not mean the same everywhere, if so.
fn unusable(pattern: &str) -> Option<String> {
    if let Err(error) = regex_lite::Regex::new(pattern) {
        return Some(format!("this is no regular expression: {error}"));
    }
    let mut rest = pattern;
    while let Some(at) = rest.find(['\\', '(']) {
        let (escape, tail) = (rest[at..].starts_with('\\'), &rest[at + 1..]);
        if escape {
            if tail.starts_with(['A', 'z']) {
                return Some("`\\A` and `\\z` do not mean the same everywhere".to_owned());
            }
            rest = tail.get(tail.chars().next().map_or(0, char::len_utf8)..)?;
        } else {
            if tail.starts_with('?') && !tail.starts_with("?:") {
                return Some("flags and named groups do not mean the same everywhere".to_owned());
            }
            rest = tail;
        }
    }
    None
}

fn fraction(value: &Value) -> Option<f64> {
    match value.kind {
        ValueKind::Float(number) => Some(number),
        #[expect(
            clippy::cast_precision_loss,
            reason = "the end of a range of fractions is a fraction"
        )]
        ValueKind::Integer(number) => Some(number as f64),
        _ => None,
    }
}
