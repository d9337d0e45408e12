//! `expect present(app.url) when requirer is silent;`

use super::Parser;
use super::attrs::{Place, RawAttrs};
use super::condition::is_short;
use super::recover::{bump, skip_item};
use super::tree::{Condition, ExpectDecl, MomentDecl, Word};
use proc_macro2::{Span, TokenStream, TokenTree};
use relata_spec::model::{Moment, Role};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Ident, Token, token};

const FORM: &str = "write `expect present(app.name) when requirer is silent;`";

/// What may be said of the other side.
const OF_A_SIDE: [&str; 5] = ["silent", "minimal", "complete", "broken", "withdrawn"];
/// What may be said of one of its fields.
const OF_A_FIELD: [&str; 2] = ["missing", "broken"];

/// Whether an expectation begins here, and not a databag of that name.
pub(super) fn at_expectation(input: ParseStream) -> bool {
    let ahead = input.fork();
    ahead
        .call(Ident::parse_any)
        .is_ok_and(|word| word == "expect")
        && !ahead.peek(token::Brace)
        && !ahead.peek(Token![:])
}

impl Parser<'_> {
    /// The whole clause, with its semicolon. `None` if it could not be understood;
    /// then everything up to the next item is skipped.
    pub(super) fn expectation(
        &mut self,
        input: ParseStream,
        raw: RawAttrs,
        role: Role,
    ) -> Option<ExpectDecl> {
        let attrs = self.attrs(raw, Place::Expectation);
        let span = input.span();
        bump(input);
        self.own = Some(role);
        let clause = self.clause(input, span, role);
        self.own = None;
        let Some((expected, when)) = clause else {
            skip_item(input);
            return None;
        };
        if input.parse::<Token![;]>().is_err() {
            let last = when.last().map_or(span, |moment| moment.span);
            self.syntax(last, "this expectation lacks its `;`")
                .help("write `;` at its end");
        }
        Some(ExpectDecl {
            attrs,
            span,
            expected,
            when,
        })
    }

    fn clause(
        &mut self,
        input: ParseStream,
        keyword: Span,
        role: Role,
    ) -> Option<(Option<Condition>, Vec<MomentDecl>)> {
        let expected = if is_word(input, "nothing") {
            bump(input);
            None
        } else {
            Some(self.expected(input, keyword)?)
        };
        if !is_word(input, "when") {
            let span = if input.is_empty() || input.peek(Token![;]) {
                keyword
            } else {
                input.span()
            };
            self.syntax(span, "this expectation does not say when")
                .help(format!(
                    "write `when {} is …`: {}",
                    role.other(),
                    relata_spec::words::list(OF_A_SIDE)
                ));
            return None;
        }
        bump(input);
        let mut when = Vec::new();
        loop {
            self.moments(input, role, &mut when)?;
            if input.parse::<Token![,]>().is_err() {
                return Some((expected, when));
            }
        }
    }

    /// The condition up to `when`.
    fn expected(&mut self, input: ParseStream, keyword: Span) -> Option<Condition> {
        let mut tokens = TokenStream::new();
        let ahead = input.fork();
        while !ahead.is_empty() && !ahead.peek(Token![;]) && !is_word(&ahead, "when") {
            tokens.extend(ahead.parse::<TokenTree>().ok());
        }
        if tokens.is_empty() {
            self.syntax(keyword, "this expectation lacks its condition")
                .help(FORM);
            return None;
        }
        if !is_short(tokens) {
            self.syntax(keyword, "this expectation is too long")
                .help("write several: all of them must be met");
            return None;
        }
        match input.parse::<Expr>() {
            Ok(expr) => self.condition(&expr),
            Err(error) => {
                self.syntax(error.span(), format!("in this expectation: {error}"))
                    .help(FORM);
                None
            }
        }
    }

    /// `requirer is silent or broken`, `requirer.app.role is missing`
    fn moments(
        &mut self,
        input: ParseStream,
        role: Role,
        when: &mut Vec<MomentDecl>,
    ) -> Option<()> {
        let other = role.other().name();
        let span = input.span();
        let Ok(subject) = input.call(Ident::parse_any) else {
            self.syntax(span, format!("expected `{other} is …`"))
                .help(FORM);
            return None;
        };
        if subject != other {
            let word = Word::from(&subject);
            if word.text == role.name() {
                self.report.lose();
                self.report
                    .error(
                        "D25",
                        span,
                        format!("a moment is what the {other} has done, not the {role}"),
                    )
                    .help(format!("write `when {other} is …`"));
            } else {
                self.unknown("side", &word, [other])
                    .help(format!("write `when {other} is …`"));
            }
            return None;
        }
        let mut field = None;
        if input.parse::<Token![.]>().is_ok() {
            field = Some(self.place_after(input, other)?);
        }
        if !is_word(input, "is") {
            let place = field.as_ref().map_or(span, |field| field.span);
            let words: &[&str] = if field.is_some() {
                &OF_A_FIELD
            } else {
                &OF_A_SIDE
            };
            self.syntax(place, format!("expected `is` after `{other}`"))
                .help(format!(
                    "write `is` and {}",
                    relata_spec::words::list(words.iter().copied())
                ));
            return None;
        }
        loop {
            bump(input);
            when.push(self.moment(input, span, field.as_ref())?);
            if !is_word(input, "or") {
                return Some(());
            }
        }
    }

    fn moment(
        &mut self,
        input: ParseStream,
        subject: Span,
        field: Option<&Word>,
    ) -> Option<MomentDecl> {
        let known: &[&str] = if field.is_some() {
            &OF_A_FIELD
        } else {
            &OF_A_SIDE
        };
        let Ok(word) = input.call(Ident::parse_any) else {
            self.syntax(subject, "this expectation does not say when")
                .help(format!(
                    "write `is` and {}",
                    relata_spec::words::list(known.iter().copied())
                ));
            return None;
        };
        let name = || field.map_or_else(String::new, |field| field.text.clone());
        let moment = match (word.to_string().as_str(), field.is_some()) {
            ("silent", false) => Moment::Silent,
            ("minimal", false) => Moment::Minimal,
            ("complete", false) => Moment::Complete,
            ("broken", false) => Moment::Broken,
            ("withdrawn", false) => Moment::Withdrawn,
            ("missing", true) => Moment::Missing(name()),
            ("broken", true) => Moment::BrokenField(name()),
            _ => {
                self.unknown("moment", &Word::from(&word), known.iter().copied());
                return None;
            }
        };
        Some(MomentDecl {
            span: word.span(),
            field: field.cloned(),
            moment,
        })
    }
}

fn is_word(input: ParseStream, word: &str) -> bool {
    input
        .fork()
        .call(Ident::parse_any)
        .is_ok_and(|found| found == word)
}
