//! What stands in the parentheses of an attribute.

use super::Parser;
use super::attrs::form;
use super::recover::{bump, text};
use super::tree::{AliasDecl, AllowDecl, Attrs, Deprecated, MarkerDecl, Tag, Word};
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitInt, Token, token};

impl Parser<'_> {
    /// Adds what an attribute says to `attrs`. `None` if it could not be
    /// understood.
    pub(super) fn attribute(
        &mut self,
        name: &Ident,
        args: Option<ParseStream>,
        attrs: &mut Attrs,
    ) -> Option<()> {
        let word = name.to_string();
        if matches!(word.as_str(), "required" | "closed") {
            return self.flag(name, args, attrs);
        }
        let Some(args) = args.filter(|args| !args.is_empty()) else {
            if word == "version" {
                attrs.marker = Some(marker(name.span()));
                return Some(());
            }
            self.malformed(name.span(), name, "lacks its arguments");
            return None;
        };
        match word.as_str() {
            "since" => attrs.since = Some(self.version_tag(args)?),
            "until" => attrs.until = Some(self.version_tag(args)?),
            "deprecated" => attrs.deprecated = Some(self.deprecated(name, args)?),
            "encoding" => attrs.encodings = self.encodings(args)?,
            "alias" => attrs.aliases.push(self.alias(name, args)?),
            "version" => attrs.marker = Some(self.marker(name, args)?),
            "pattern" | "range" | "len" => {
                let constraint = self.constraint(name, args)?;
                attrs.constraints.push(constraint);
            }
            "example" => attrs.examples.push(self.value(args)?),
            "rust" => attrs.rust = Some(self.rust_name(args)?),
            "allow" => {
                let allows = self.allow(name, args)?;
                attrs.allows.extend(allows);
            }
            "tag" => attrs.tag = Some(self.text(name, args)?),
            _ => {
                let check = self.check(name, args)?;
                attrs.checks.push(check);
            }
        }
        self.ends(name, args)
    }

    fn flag(&mut self, name: &Ident, args: Option<ParseStream>, attrs: &mut Attrs) -> Option<()> {
        if args.is_some() {
            self.malformed(name.span(), name, "takes no arguments");
            return None;
        }
        if name == "required" {
            attrs.required = Some(name.span());
        } else {
            attrs.closed = true;
        }
        Some(())
    }

    /// Reports an attribute with the wrong arguments.
    pub(super) fn malformed(&mut self, span: Span, name: &Ident, what: &str) {
        let word = name.to_string();
        let form = form(&word).unwrap_or_default();
        self.syntax(span, format!("`#[{word}]` {what}"))
            .help(format!("write `{form}`"));
    }

    /// Whether nothing follows the arguments.
    fn ends(&mut self, name: &Ident, args: ParseStream) -> Option<()> {
        if args.peek(Token![,]) {
            bump(args);
        }
        if args.is_empty() {
            return Some(());
        }
        self.malformed(args.span(), name, "does not go on like this");
        None
    }

    /// A version, such as `v1`.
    pub(super) fn version_tag(&mut self, input: ParseStream) -> Option<Tag> {
        let span = input.span();
        if let Ok(word) = input.call(Ident::parse_any) {
            let number = word
                .to_string()
                .strip_prefix('v')
                .filter(|digits| *digits == "0" || !digits.starts_with('0'))
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|digits| digits.parse().ok());
            if let Some(number) = number {
                return Some(Tag { number, span });
            }
            self.report.lose();
            self.report
                .error("D2", span, format!("`{word}` is no version"))
                .help("a version is a `v` and a number, such as `v0` or `v1`");
            return None;
        }
        if let Ok(number) = input.fork().parse::<LitInt>()
            && let Ok(number) = number.base10_parse()
        {
            bump(input);
            self.syntax(span, "a version begins with a `v`")
                .help(format!("write `v{number}`"));
            return Some(Tag { number, span });
        }
        self.syntax(span, "expected a version")
            .help("a version is a `v` and a number, such as `v0` or `v1`");
        None
    }

    /// One text in quotes.
    pub(super) fn text(&mut self, name: &Ident, args: ParseStream) -> Option<Word> {
        let Some(text) = text(args) else {
            self.malformed(args.span(), name, "takes a text in quotes");
            return None;
        };
        Some(Word::from(&text))
    }

    fn deprecated(&mut self, name: &Ident, args: ParseStream) -> Option<Deprecated> {
        let tag = self.version_tag(args)?;
        if args.parse::<Token![,]>().is_err() || args.is_empty() {
            self.malformed(tag.span, name, "lacks what to use instead");
            return None;
        }
        let note = self.text(name, args)?.text;
        Some(Deprecated { tag, note })
    }

    fn alias(&mut self, name: &Ident, args: ParseStream) -> Option<AliasDecl> {
        let alias = self.text(name, args)?;
        let mut written = false;
        if args.parse::<Token![,]>().is_ok() && !args.is_empty() {
            let word = args.call(Ident::parse_any).map(|word| Word::from(&word));
            match word {
                Ok(word) if word.text == "written" => written = true,
                Ok(word) => {
                    self.unknown("word", &word, ["written"]);
                    return None;
                }
                Err(error) => {
                    self.malformed(error.span(), name, "takes a name and perhaps `written`");
                    return None;
                }
            }
        }
        Some(AliasDecl {
            name: alias,
            written,
        })
    }

    fn marker(&mut self, name: &Ident, args: ParseStream) -> Option<MarkerDecl> {
        let mut marker = marker(name.span());
        while !args.is_empty() {
            let Ok(option) = args.call(Ident::parse_any) else {
                self.malformed(args.span(), name, "takes `spelling` and `absent`");
                return None;
            };
            let option = Word::from(&option);
            if !matches!(option.text.as_str(), "spelling" | "absent") {
                self.unknown("option", &option, ["spelling", "absent"]);
                return None;
            }
            if args.parse::<Token![=]>().is_err() || args.is_empty() {
                self.syntax(option.span, format!("`{}` lacks its value", option.text))
                    .help("write `#[version(spelling = \"v{}\", absent = v0)]`");
                return None;
            }
            if option.text == "absent" {
                marker.absent = Some(self.version_tag(args)?);
            } else {
                marker.spelling = Some(self.text(name, args)?);
            }
            if args.parse::<Token![,]>().is_err() {
                break;
            }
        }
        Some(marker)
    }

    fn rust_name(&mut self, args: ParseStream) -> Option<Ident> {
        let span = args.span();
        let name = args.parse::<Ident>().ok().filter(is_plain);
        if name.is_none() {
            self.syntax(span, "expected an identifier that is no keyword of Rust")
                .help("write `#[rust(other_name)]`");
        }
        name
    }

    fn allow(&mut self, name: &Ident, args: ParseStream) -> Option<Vec<AllowDecl>> {
        let mut allows: Vec<AllowDecl> = Vec::new();
        let mut reason = None;
        while !args.is_empty() {
            let Ok(word) = args.call(Ident::parse_any) else {
                self.malformed(args.span(), name, "takes a rule and a reason");
                return None;
            };
            if args.peek(Token![=]) {
                bump(args);
                if word != "reason" {
                    self.unknown("option", &Word::from(&word), ["reason"]);
                    return None;
                }
                if args.is_empty() {
                    self.malformed(word.span(), name, "takes a reason in quotes");
                    return None;
                }
                reason = Some(self.text(name, args)?.text);
            } else {
                allows.push(AllowDecl {
                    rule: word.to_string(),
                    span: word.span(),
                    reason: None,
                });
            }
            if args.parse::<Token![,]>().is_err() {
                break;
            }
        }
        for allow in &mut allows {
            allow.reason.clone_from(&reason);
        }
        Some(allows)
    }

    /// Names in parentheses after a known word: `field("wire-name")`,
    /// `since(v1)`.
    pub(super) fn called(input: ParseStream, word: &str) -> bool {
        let ahead = input.fork();
        ahead.parse::<Ident>().is_ok_and(|found| found == word) && ahead.peek(token::Paren)
    }
}

/// Whether an identifier is none that needs `r#`.
pub(super) fn is_plain(name: &Ident) -> bool {
    *name == name.unraw()
}

fn marker(span: Span) -> MarkerDecl {
    MarkerDecl {
        span,
        spelling: None,
        absent: None,
    }
}
