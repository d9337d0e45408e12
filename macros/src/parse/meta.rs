//! What is said about an interface and its versions: `maintainer`, `tags`,
//! `internal`, `version`.

use super::attrs::{Place, RawAttrs};
use super::recover::{at_item, bump, inside, skip_item, text};
use super::tree::{Declaration, Tag, VersionDecl, Word};
use super::{Parser, braced, parenthesized};
use proc_macro2::Span;
use relata_spec::model::{Charm, Status};
use std::collections::BTreeMap;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, LitInt, LitStr, Token, token};

/// What may be said of a charm besides where its source lives.
const CHARM_WORDS: [&str; 6] = [
    "url",
    "branch",
    "charm_root",
    "location",
    "identifier",
    "pre_run",
];

impl Parser<'_> {
    /// What follows `maintainer`, `tags` or `internal`.
    pub(super) fn meta(&mut self, input: ParseStream, word: &Word, into: &mut Declaration) {
        let form = match word.text.as_str() {
            "maintainer" => "maintainer: \"team\";",
            "tags" => "tags: data, \"two words\";",
            _ => "internal: true;",
        };
        let understood = input.parse::<Token![:]>().ok().and_then(|_| {
            match word.text.as_str() {
                "maintainer" => {
                    into.maintainer = Some(input.parse::<LitStr>().ok()?.value());
                }
                "tags" => into.tags = tags(input)?,
                _ => into.internal = input.parse::<LitBool>().ok()?.value,
            }
            Some(())
        });
        if understood.is_none() {
            self.syntax(word.span, format!("`{}` is not finished", word.text))
                .help(format!("write `{form}`"));
            if !at_item(input) {
                skip_item(input);
            }
            return;
        }
        self.semicolon(input, word.span, &word.text);
    }

    /// The semicolon at the end of an item.
    pub(super) fn semicolon(&mut self, input: ParseStream, item: Span, what: &str) {
        if input.parse::<Token![;]>().is_ok() {
            return;
        }
        self.syntax(item, format!("`{what}` lacks its `;`"))
            .help("write `;` at its end");
        if input.peek(Token![,]) {
            bump(input);
        } else if !at_item(input) {
            skip_item(input);
        }
    }

    /// What follows `version`.
    pub(super) fn version(
        &mut self,
        input: ParseStream,
        raw: RawAttrs,
        keyword: Span,
    ) -> Option<VersionDecl> {
        const FORM: &str = "write `version v0 (draft);`";
        let attrs = self.attrs(raw, Place::Version);
        if !(input.peek(Ident::peek_any) || input.peek(LitInt)) || at_item(input) {
            self.syntax(keyword, "this version lacks its number")
                .help(FORM);
            if !at_item(input) {
                skip_item(input);
            }
            return None;
        }
        let Some(tag) = self.version_tag(input) else {
            skip_item(input);
            return None;
        };
        let name = format!("v{}", tag.number);
        let status = if let Ok((_, content)) = parenthesized(input) {
            inside(&content, |content| self.status(content, &name, tag.span))
        } else {
            self.syntax(tag.span, format!("version `{name}` lacks its status"))
                .help(format!("write `version {name} (draft);`"));
            None
        };
        let mut version = VersionDecl {
            attrs,
            tag,
            status: status.unwrap_or(Status::Draft),
            lib: None,
            providers: Vec::new(),
            requirers: Vec::new(),
        };
        if input.peek(token::Brace) {
            let (_, content) = braced(input).ok()?;
            inside(&content, |content| {
                self.version_block(content, &mut version);
            });
        } else {
            self.semicolon(input, tag.span, &format!("version {name}"));
        }
        Some(version)
    }

    fn status(&mut self, content: ParseStream, name: &str, span: Span) -> Option<Status> {
        let Ok(word) = content.call(Ident::parse_any) else {
            self.syntax(span, format!("version `{name}` lacks its status"))
                .help(format!("write `version {name} (draft);`"));
            return None;
        };
        let word = Word::from(&word);
        let status = Status::ALL
            .into_iter()
            .find(|status| status.name() == word.text);
        if status.is_none() {
            self.unknown("status", &word, Status::ALL.map(Status::name));
        }
        status
    }

    fn version_block(&mut self, input: ParseStream, version: &mut VersionDecl) {
        const WORDS: [&str; 3] = ["lib", "providers", "requirers"];
        while !input.is_empty() {
            let span = input.span();
            let Ok(word) = input.call(Ident::parse_any) else {
                self.syntax(span, "expected `lib`, `providers` or `requirers`")
                    .help("write `lib: \"package.module\";`");
                bump(input);
                skip_item(input);
                continue;
            };
            let word = Word::from(&word);
            if !WORDS.contains(&word.text.as_str()) {
                self.unknown("item of a version", &word, WORDS);
                skip_past_semicolon(input);
                continue;
            }
            let understood = input.parse::<Token![:]>().ok().and_then(|_| {
                match word.text.as_str() {
                    "lib" => version.lib = Some(input.parse::<LitStr>().ok()?.value()),
                    "providers" => version.providers = charms(input)?,
                    _ => version.requirers = charms(input)?,
                }
                Some(())
            });
            if understood.is_none() {
                let form = match word.text.as_str() {
                    "lib" => "lib: \"package.module\";".to_owned(),
                    other => format!(
                        "{other}: {{ \"charm\": \"https://…\" }};`, where more is to be said \
                         `\"charm\": {{ url: \"https://…\", branch: \"main\" }}"
                    ),
                };
                self.syntax(word.span, format!("`{}` is not finished", word.text))
                    .help(format!("write `{form}`"));
                skip_past_semicolon(input);
            } else if input.parse::<Token![;]>().is_err() {
                self.syntax(word.span, format!("`{}` lacks its `;`", word.text))
                    .help("write `;` at its end");
                if input.peek(Token![,]) {
                    bump(input);
                }
            }
        }
    }
}

fn skip_past_semicolon(input: ParseStream) {
    while !input.is_empty() && input.parse::<Token![;]>().is_err() {
        bump(input);
    }
}

/// `word, "two words"`
fn tags(input: ParseStream) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    loop {
        if let Some(text) = text(input) {
            tags.push(text.value());
        } else if at_item(input) {
            return None;
        } else {
            tags.push(input.call(Ident::parse_any).ok()?.to_string());
        }
        if input.parse::<Token![,]>().is_err() || input.peek(Token![;]) {
            return Some(tags);
        }
    }
}

/// `{ "charm": "url" }` or `{ "charm": { url: "url", branch: "main" } }`
fn charms(input: ParseStream) -> Option<Vec<Charm>> {
    let (_, content) = braced(input).ok()?;
    let mut charms = Vec::new();
    inside(&content, |content| {
        while !content.is_empty() {
            let name: LitStr = content.parse().ok()?;
            content.parse::<Token![:]>().ok()?;
            let name = name.value();
            charms.push(if content.peek(token::Brace) {
                charm(name, content)?
            } else {
                Charm {
                    name,
                    url: content.parse::<LitStr>().ok()?.value(),
                    branch: None,
                    test_setup: BTreeMap::new(),
                }
            });
            if content.parse::<Token![,]>().is_err() {
                break;
            }
        }
        content.is_empty().then_some(())
    })?;
    Some(charms)
}

/// `{ url: "url", branch: "main", location: "tests/conftest.py" }`
fn charm(name: String, input: ParseStream) -> Option<Charm> {
    let (_, content) = braced(input).ok()?;
    let mut told = BTreeMap::new();
    inside(&content, |content| {
        while !content.is_empty() {
            let word = content.call(Ident::parse_any).ok()?.to_string();
            content.parse::<Token![:]>().ok()?;
            let text: LitStr = content.parse().ok()?;
            let known = CHARM_WORDS.contains(&word.as_str());
            if !known || told.insert(word, text.value()).is_some() {
                return None;
            }
            if content.parse::<Token![,]>().is_err() {
                break;
            }
        }
        content.is_empty().then_some(())
    })?;
    Some(Charm {
        name,
        url: told.remove("url")?,
        branch: told.remove("branch"),
        test_setup: told,
    })
}

impl Tag {
    /// The version as it is written.
    pub(crate) fn name(self) -> String {
        format!("v{}", self.number)
    }
}
