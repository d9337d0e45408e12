//! Types as they are written: a name, perhaps with types in angle brackets.

use super::Parser;
use super::recover::at_name_and_colon;
use super::tree::TypeExpr;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token, token};

/// Deeper types than this are refused.
const DEPTH: usize = 16;

impl Parser<'_> {
    /// A type. `None` if there is none; the report says why and the caller
    /// skips to where it can go on.
    pub(super) fn type_expr(&mut self, input: ParseStream) -> Option<TypeExpr> {
        self.type_within(input, DEPTH)
    }

    fn type_within(&mut self, input: ParseStream, depth: usize) -> Option<TypeExpr> {
        if depth == 0 {
            self.syntax(input.span(), "this type is nested too deeply")
                .help("declare a struct or a `type` for the inner part");
            return None;
        }
        if !input.peek(Ident::peek_any) || at_name_and_colon(input) {
            self.no_type(input);
            return None;
        }
        let Ok(name) = input.call(Ident::parse_any) else {
            return None;
        };
        if input.peek(Token![::]) {
            self.syntax(name.span(), "a type is written as one name, without a path")
                .help(
                    "write `Url`, not `relata::Url`; a type of your own gets a name \
                     with `type Name: Base = path::to::Type;`",
                );
            return None;
        }
        let mut args = Vec::new();
        if input.peek(Token![<]) {
            args = self.type_args(input, &name, depth)?;
        }
        Some(TypeExpr {
            name: name.unraw().to_string(),
            span: name.span(),
            args,
        })
    }

    fn type_args(
        &mut self,
        input: ParseStream,
        name: &Ident,
        depth: usize,
    ) -> Option<Vec<TypeExpr>> {
        let open: Token![<] = input.parse().ok()?;
        let mut args = Vec::new();
        loop {
            if input.peek(Token![>]) {
                break;
            }
            if input.is_empty() || input.peek(Token![,]) || at_name_and_colon(input) {
                self.syntax(open.span, format!("`{name}<` is not finished"))
                    .help(format!("write the type that it holds and `>`: `{name}<…>`"));
                return None;
            }
            args.push(self.type_within(input, depth - 1)?);
            if input.peek(Token![,]) {
                // `Option<String, next: …` lacks its `>`: the comma is the
                // field's.
                let ahead = input.fork();
                if ahead.parse::<Token![,]>().is_ok()
                    && (at_name_and_colon(&ahead) || ahead.is_empty() || ahead.peek(Token![#]))
                {
                    self.unclosed(open, name);
                    return None;
                }
                super::recover::bump(input);
            } else if !input.peek(Token![>]) {
                self.unclosed(open, name);
                return None;
            }
        }
        // `>>` is one token to peek at, but two to take.
        input.parse::<Token![>]>().ok()?;
        Some(args)
    }

    fn unclosed(&mut self, open: Token![<], name: &Ident) {
        self.syntax(open.span, format!("`{name}<` lacks its `>`"))
            .help(format!("write `{name}<…>`"));
    }

    fn no_type(&mut self, input: ParseStream) {
        let (message, help) = if input.peek(token::Brace) {
            (
                "a type is written as a name",
                "declare the members as `struct Name { … }` and write `Name` here",
            )
        } else if input.peek(token::Paren) {
            (
                "there are no tuples on the wire",
                "declare a struct, or write `Vec<T>`",
            )
        } else if input.peek(token::Bracket) {
            ("there are no arrays here", "write `Vec<T>` or `Set<T>`")
        } else if input.peek(Token![&]) {
            ("there are no references here", "write `String` for text")
        } else {
            (
                "expected a type",
                "write a type such as `Option<String>` or the name of a declared one",
            )
        };
        self.syntax(input.span(), message).help(help);
    }
}
