//! `#[pattern(…)]`, `#[range(…)]` and `#[len(…)]`.

use super::tree::{ConstraintDecl, ConstraintKind, Range, Value};
use super::Parser;
use syn::parse::ParseStream;
use syn::{Ident, Lit, Token};

impl Parser<'_> {
    pub(super) fn constraint(
        &mut self,
        name: &Ident,
        args: ParseStream,
    ) -> Option<ConstraintDecl> {
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
        let min = self.end(args)?;
        let closed = args.peek(Token![..=]);
        if closed {
            let _: Token![..=] = args.parse().ok()?;
        } else if args.peek(Token![..]) {
            let _: Token![..] = args.parse().ok()?;
        } else {
            // One number is both ends.
            let Some(min) = min else {
                self.malformed(span, name, "takes a range");
                return None;
            };
            let max = Value {
                span: min.span,
                kind: match min.kind {
                    super::tree::ValueKind::Integer(number) => {
                        super::tree::ValueKind::Integer(number)
                    }
                    super::tree::ValueKind::Float(number) => super::tree::ValueKind::Float(number),
                    _ => return None,
                },
            };
            return Some(Range {
                min: Some(min),
                max: Some(max),
                exclusive: false,
                span,
            });
        }
        let max = self.end(args)?;
        if closed && max.is_none() {
            self.syntax(args.span(), "this range lacks its end")
                .help("write `1..=10`, or `1..` for a range without an end");
            return None;
        }
        if min.is_none() && max.is_none() {
            self.malformed(span, name, "takes a range with at least one end");
            return None;
        }
        Some(Range {
            exclusive: !closed && max.is_some(),
            min,
            max,
            span,
        })
    }

    /// One end of a range; `Some(None)` if it is open.
    fn end(&mut self, args: ParseStream) -> Option<Option<Value>> {
        let span = args.span();
        if args.peek(Token![-]) {
            super::recover::bump(args);
            return self.number(args, span, true).map(Some);
        }
        if args.peek(Lit) {
            return self.number(args, span, false).map(Some);
        }
        Some(None)
    }
}
