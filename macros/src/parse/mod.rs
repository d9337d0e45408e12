//! Tokens to tree, with recovery.
//!
//! Every item, field and attribute is parsed on its own. What cannot be
//! understood is reported at its token and skipped up to the next comma,
//! semicolon or item; the rest is parsed as if it were not there.

mod attr_args;
mod attrs;
mod condition;
mod constraint;
mod encoding;
mod expectation;
mod fields;
mod items;
mod meta;
mod place;
mod recover;
pub(crate) mod tree;
mod type_expr;
mod types;
mod value;

use crate::report::{Mistake, Report};
use proc_macro2::{Span, TokenStream};
use relata_spec::model::Role;
use syn::parse::{ParseBuffer, ParseStream, Parser as _};
use tree::{Declaration, Word};

/// Parses an `interface!` block. `None` if it has no name to emit anything
/// under; then the report says why.
pub(crate) fn parse(input: TokenStream, report: &mut Report) -> Option<Declaration> {
    let mut parser = Parser { report, own: None };
    let mut declaration = None;
    let outcome = (|input: ParseStream| {
        declaration = parser.block(input);
        recover::drain(input);
        Ok(())
    })
    .parse2(input);
    if let Err(error) = outcome {
        report.lose();
        report.error("D23", error.span(), error.to_string());
    }
    declaration
}

/// Whether rustc does not take a word as an identifier. (`syn::parse_str` would
/// tell, too, but it goes through the compiler for every field.)
pub(crate) fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 53] = [
        "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const",
        "continue", "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for",
        "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
        "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
        "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
        "yield",
    ];
    KEYWORDS.binary_search(&word).is_ok()
}

/// What the parts of the parser share.
struct Parser<'r> {
    report: &'r mut Report,
    /// The role whose databags a condition is about, while an expectation is read.
    own: Option<Role>,
}

impl Parser<'_> {
    /// Reports that something cannot be understood.
    fn syntax(&mut self, span: Span, message: impl Into<String>) -> &mut Mistake {
        self.report.lose();
        self.report.error("D23", span, message)
    }

    /// Reports a word that is not one of those known here.
    fn unknown<'w>(
        &mut self,
        what: &str,
        word: &Word,
        known: impl IntoIterator<Item = &'w str> + Clone,
    ) -> &mut Mistake {
        self.report.lose();
        let longer = |known: &&str| known.len() > 2 && word.text.starts_with(known);
        let meant = relata_spec::words::did_you_mean(&word.text, known.clone())
            .or_else(|| known.clone().into_iter().find(longer));
        let list = relata_spec::words::list(known);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`? Allowed here: {list}"),
            None => format!("allowed here: {list}"),
        };
        self.report
            .error("D1", word.span, format!("unknown {what} `{}`", word.text))
            .help(help)
    }
}

/// The content of a brace group, with the place of the group.
fn braced<'a>(input: &ParseBuffer<'a>) -> syn::Result<(Span, ParseBuffer<'a>)> {
    let content;
    let token = syn::braced!(content in input);
    Ok((token.span.join(), content))
}

/// The content of a parenthesis group, with the place of the group.
fn parenthesized<'a>(input: &ParseBuffer<'a>) -> syn::Result<(Span, ParseBuffer<'a>)> {
    let content;
    let token = syn::parenthesized!(content in input);
    Ok((token.span.join(), content))
}

/// The content of a bracket group, with the place of the group.
fn bracketed<'a>(input: &ParseBuffer<'a>) -> syn::Result<(Span, ParseBuffer<'a>)> {
    let content;
    let token = syn::bracketed!(content in input);
    Ok((token.span.join(), content))
}

#[cfg(test)]
mod tests {
    use super::is_keyword;

    #[test]
    fn keywords_are_what_syn_takes_for_no_identifier() {
        for word in [
            "type", "for", "Self", "self", "_", "abstract", "yield", "gen", "try",
        ] {
            assert!(is_keyword(word), "{word}");
        }
        for word in ["kind", "union", "auto", "r#type", "default"] {
            assert!(!is_keyword(word), "{word}");
        }
    }
}
