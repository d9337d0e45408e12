//! A field with its databag, in an expectation: `app.name`.

use super::recover::inside;
use super::tree::Word;
use super::{Parser, parenthesized};
use relata_spec::model::{Role, Scope};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, ExprField, ExprLit, Ident, Lit, LitStr, Member, Token, token};

impl Parser<'_> {
    /// `app.name` or `app.field("wire-name")`, after the name of the other side.
    pub(super) fn place_after(&mut self, input: ParseStream, other: &str) -> Option<Word> {
        let span = input.span();
        let scope = input
            .call(Ident::parse_any)
            .ok()
            .map(|word| Word::from(&word));
        let known = |scope: &Word| Scope::ALL.iter().any(|known| known.name() == scope.text);
        match &scope {
            Some(scope) if known(scope) => {}
            Some(scope) => {
                self.unknown("databag", scope, Scope::ALL.map(Scope::name))
                    .help(format!("write `{other}.app.name` or `{other}.unit.name`"));
                return None;
            }
            None => {
                self.syntax(span, "expected a databag")
                    .help(format!("write `{other}.app.name` or `{other}.unit.name`"));
                return None;
            }
        }
        let scope = scope?;
        let named = input.parse::<Token![.]>().ok().and_then(|_| {
            let word = input.call(Ident::parse_any).ok()?;
            if word == "field" && input.peek(token::Paren) {
                let (_, content) = parenthesized(input).ok()?;
                let text: LitStr = inside(&content, |content| content.parse().ok())?;
                return Some((text.value(), text.span()));
            }
            Some((word.to_string(), word.span()))
        });
        let Some((name, span)) = named else {
            self.syntax(scope.span, "expected a field of this databag")
                .help(format!(
                    "write `{other}.{0}.name` or `{other}.{0}.field(\"wire-name\")`",
                    scope.text
                ));
            return None;
        };
        Some(Word {
            text: format!("{}.{name}", scope.text),
            span,
            quoted: false,
        })
    }

    /// `app.name` or `app.field("wire-name")`, in an expectation.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<Word> {
        let (base, name, span) = match expr {
            Expr::Field(ExprField {
                base,
                member: Member::Named(name),
                ..
            }) => (base, name.to_string(), name.span()),
            Expr::MethodCall(call) if call.method == "field" && call.args.len() == 1 => {
                match call.args.first() {
                    Some(Expr::Lit(ExprLit {
                        lit: Lit::Str(text),
                        ..
                    })) => (&call.receiver, text.value(), text.span()),
                    _ => return self.no_place(expr),
                }
            }
            _ => return self.no_place(expr),
        };
        let role = self.own.map_or("", Role::name);
        match &**base {
            Expr::Path(path) => {
                let scope = Word::from(path.path.get_ident()?);
                if Scope::ALL.iter().any(|known| known.name() == scope.text) {
                    return Some(Word {
                        text: format!("{}.{name}", scope.text),
                        span,
                        quoted: false,
                    });
                }
                self.unknown("databag", &scope, Scope::ALL.map(Scope::name));
                None
            }
            Expr::Field(ExprField { base: side, .. }) if Self::is_role(side) => {
                let own = Self::word_of(side).is_some_and(|side| side.text == role);
                self.report.lose();
                let mistake = self.report.error(
                    "D25",
                    side.span(),
                    format!("what is expected of the {role} is about its own databags"),
                );
                if own {
                    mistake.help(format!("leave it out: write `app.{name}` or `unit.{name}`"));
                } else {
                    mistake.help(
                        "expect it in the block of the role that writes it; what the other side \
                         did stands behind `when`",
                    );
                }
                None
            }
            _ => self.no_place(expr),
        }
    }

    fn is_role(expr: &Expr) -> bool {
        let word = Self::word_of(expr);
        word.is_some_and(|word| Role::ALL.iter().any(|role| role.name() == word.text))
    }

    fn word_of(expr: &Expr) -> Option<Word> {
        match expr {
            Expr::Path(path) => path.path.get_ident().map(Word::from),
            _ => None,
        }
    }

    fn no_place(&mut self, expr: &Expr) -> Option<Word> {
        let word = Self::word_of(expr);
        let (message, help) = match word.as_ref().map(|word| word.text.as_str()) {
            Some(bag @ ("app" | "unit")) => (
                format!("`{bag}` is a databag, not a field"),
                format!(
                    "write `{bag}.name`; `expect nothing` is about all fields of both databags"
                ),
            ),
            Some(name) => (
                format!("`{name}` lacks its databag"),
                format!("write `app.{name}` or `unit.{name}`"),
            ),
            None => (
                "expected a field with its databag".to_owned(),
                "write `app.name`, or `app.field(\"wire-name\")` where it is no identifier"
                    .to_owned(),
            ),
        };
        self.syntax(expr.span(), message).help(help);
        None
    }
}
