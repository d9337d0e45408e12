//! `#[pattern(…)]`, `#[range(…)]` and `#[len(…)]`.

use super::Parser;
use super::recover::bump;
use super::tree::{ConstraintDecl, ConstraintKind, Range, Value, ValueKind};
use syn::parse::ParseStream;
use syn::{Ident, Lit, Token};

impl Parser<'_> {
    pub(super) fn constraint(&mut self, name: &Ident, args: ParseStream) -> Option<ConstraintDecl> {
        let kind = if name == "pattern" {
            ConstraintKind::Pattern(self.text(name, args)?)
        } else if name == "range" {
            ConstraintKind::Range(self.range(name, args)?)
        } else {
            ConstraintKind::Length(self.range(name, args)?)
        };
        Some(ConstraintDecl {
            span: name.span(),
            kind,
        })
    }

    fn range(&mut self, name: &Ident, args: ParseStream) -> Option<Range> {
        let span = args.span();
        let mut range = Range {
            min: None,
            max: None,
            exclusive: false,
            span,
        };
        if at_number(args) {
            range.min = Some(self.end(args)?);
        }
        if args.parse::<Token![..=]>().is_ok() {
            if !at_number(args) {
                self.syntax(args.span(), "this range lacks its end")
                    .help("write `1..=10`, or `1..` for a range without an end");
                return None;
            }
            range.max = Some(self.end(args)?);
        } else if args.parse::<Token![..]>().is_ok() {
            if at_number(args) {
                range.max = Some(self.end(args)?);
                range.exclusive = true;
            }
        } else {
            // One number is both ends.
            range.max.clone_from(&range.min);
            self.one_number(name, args, range.min.as_ref())?;
        }
        if range.min.is_none() && range.max.is_none() {
            self.malformed(span, name, "takes a range with at least one end");
            return None;
        }
        Some(range)
    }

    /// Reports two numbers with a comma between them.
    fn one_number(&mut self, name: &Ident, args: ParseStream, min: Option<&Value>) -> Option<()> {
        let ahead = args.fork();
        let second = ahead.parse::<Token![,]>().is_ok() && at_number(&ahead);
        let Some(min) = min.filter(|_| second) else {
            return Some(());
        };
        bump(args);
        let max = self.end(args)?;
        let help = format!("write `#[{name}({}..={})]`", shown(min), shown(&max));
        self.syntax(
            max.span,
            format!("`#[{name}]` takes one range, not two numbers"),
        )
        .help(help);
        None
    }

    fn end(&mut self, args: ParseStream) -> Option<Value> {
        let span = args.span();
        let negative = args.parse::<Token![-]>().is_ok();
        self.number(args, span, negative)
    }
}

fn shown(number: &Value) -> String {
    match number.kind {
        ValueKind::Integer(whole) => whole.to_string(),
        ValueKind::Float(fraction) => fraction.to_string(),
        _ => String::new(),
    }
}

fn at_number(args: ParseStream) -> bool {
    args.peek(Token![-]) || args.peek(Lit)
}
