//! `#[pattern(…)]`, `#[range(…)]` and `#[len(…)]`.

use super::Parser;
use super::tree::{ConstraintDecl, ConstraintKind, Range, Value};
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
        }
        if range.min.is_none() && range.max.is_none() {
            self.malformed(span, name, "takes a range with at least one end");
            return None;
        }
        Some(range)
    }

    fn end(&mut self, args: ParseStream) -> Option<Value> {
        let span = args.span();
        let negative = args.parse::<Token![-]>().is_ok();
        self.number(args, span, negative)
    }
}

fn at_number(args: ParseStream) -> bool {
    args.peek(Token![-]) || args.peek(Lit)
}
