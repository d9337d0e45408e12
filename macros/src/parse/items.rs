//! The block, its header, and the items of an interface, a role and a
//! databag.

use super::attrs::{Place, RawAttrs};
use super::expectation::at_expectation;
use super::recover::{at_item, bump, drain, inside, skip_item};
use super::tree::{BagDecl, Body, Declaration, RoleDecl, Word};
use super::{Parser, braced};
use relata_spec::model::{Role, Scope};
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Ident, LitStr, Token, Visibility, token};

/// The words that begin an item of an interface.
const ITEMS: [&str; 12] = [
    "maintainer",
    "tags",
    "internal",
    "version",
    "provider",
    "requirer",
    "peer",
    "struct",
    "enum",
    "union",
    "secret",
    "type",
];

/// What others call a role, with its name here.
const FOREIGN_ROLES: [(&str, &str); 8] = [
    ("provides", "provider"),
    ("producer", "provider"),
    ("server", "provider"),
    ("requires", "requirer"),
    ("consumer", "requirer"),
    ("client", "requirer"),
    ("user", "requirer"),
    ("peers", "peer"),
];

const HEADER: &str = "write `pub interface name { … }`";

impl Parser<'_> {
    /// The whole block.
    pub(super) fn block(&mut self, input: ParseStream) -> Option<Declaration> {
        let raw = self.raw_attrs(input);
        let attrs = self.attrs(raw, Place::Interface);
        let vis = input.parse().unwrap_or(Visibility::Inherited);
        let keyword = input.span();
        match input.call(Ident::parse_any) {
            Ok(word) if word == "interface" => (),
            Ok(word) => {
                self.unknown("item", &Word::from(&word), ["interface"])
                    .help(HEADER);
            }
            Err(_) => {
                self.syntax(keyword, "expected `interface`").help(HEADER);
                return None;
            }
        }
        let name = self.interface_name(input);
        if !input.peek(token::Brace) {
            let span = if input.is_empty() {
                keyword
            } else {
                input.span()
            };
            self.syntax(span, "expected the body of the interface")
                .help(HEADER);
            drain(input);
            return None;
        }
        let (_, content) = braced(input).ok()?;
        let mut declaration = Declaration {
            attrs,
            vis,
            name: name.clone().unwrap_or(Word {
                text: String::new(),
                span: keyword,
                quoted: false,
            }),
            maintainer: None,
            tags: Vec::new(),
            internal: false,
            versions: Vec::new(),
            roles: Vec::new(),
            types: Vec::new(),
            types_by_name: std::collections::BTreeMap::new(),
            broken_types: Vec::new(),
        };
        inside(&content, |content| self.items(content, &mut declaration));
        if !input.is_empty() {
            self.syntax(input.span(), "unexpected text after the interface")
                .help("one `interface!` block holds one interface");
        }
        name.map(|_| declaration)
    }

    fn interface_name(&mut self, input: ParseStream) -> Option<Word> {
        let name = if input.peek(LitStr) {
            input.parse::<LitStr>().ok().map(|name| Word::from(&name))
        } else {
            let name = input.call(Ident::parse_any);
            name.ok().map(|name| Word::from(&name))
        };
        let Some(mut name) = name else {
            self.syntax(input.span(), "the interface lacks its name")
                .help(HEADER);
            return None;
        };
        if !name
            .text
            .starts_with(|first: char| first.is_ascii_alphabetic())
        {
            self.syntax(name.span, "an interface's name begins with a letter")
                .help(HEADER);
            return None;
        }
        if !name.quoted && Self::hyphens(input, &mut name) {
            self.syntax(name.span, format!("`{}` has a hyphen", name.text))
                .help(format!(
                    "a name with a hyphen is written in quotes: `interface {:?} {{ … }}`",
                    name.text
                ));
        }
        Some(name)
    }

    fn items(&mut self, input: ParseStream, declaration: &mut Declaration) {
        while !input.is_empty() {
            if input.peek(Token![;]) || input.peek(Token![,]) {
                self.stray(input);
                continue;
            }
            let raw = self.raw_attrs(input);
            if input.is_empty() {
                self.nothing_follows(raw, "a version, role or type");
                break;
            }
            self.no_visibility(input);
            let span = input.span();
            let Ok(word) = input.call(Ident::parse_any) else {
                super::attrs::discard(raw);
                self.syntax(span, "expected an item")
                    .help(format!("write {}", relata_spec::words::list(ITEMS)));
                bump(input);
                skip_item(input);
                continue;
            };
            self.item(input, raw, &Word::from(&word), declaration);
        }
    }

    fn item(
        &mut self,
        input: ParseStream,
        raw: RawAttrs,
        word: &Word,
        declaration: &mut Declaration,
    ) {
        match word.text.as_str() {
            "maintainer" | "tags" | "internal" => {
                if let Some(span) = raw.span() {
                    self.syntax(span, format!("nothing stands on `{}`", word.text))
                        .help("remove the documentation or attribute");
                }
                super::attrs::discard(raw);
                self.meta(input, word, declaration);
            }
            "version" => {
                let version = self.version(input, raw, word.span);
                declaration.versions.extend(version);
            }
            "provider" | "requirer" | "peer" => {
                let role = self.role(input, raw, word);
                declaration.roles.extend(role);
            }
            "struct" | "enum" | "union" | "secret" | "type" => {
                self.type_item(input, raw, word, declaration);
            }
            _ => {
                super::attrs::discard(raw);
                let role = FOREIGN_ROLES.iter().find(|(name, _)| *name == word.text);
                let mistake = self.unknown("item", word, ITEMS);
                if let Some((_, own)) = role {
                    mistake.help(format!("did you mean `{own}`?"));
                }
                skip_item(input);
            }
        }
    }

    fn stray(&mut self, input: ParseStream) {
        self.syntax(input.span(), "nothing is separated here")
            .help("remove this token");
        bump(input);
    }

    /// Reports a `pub` where everything is as visible as the interface.
    pub(super) fn no_visibility(&mut self, input: ParseStream) {
        if input.peek(Token![pub]) {
            self.syntax(input.span(), "everything is as visible as the interface")
                .help("remove `pub`");
            let _: syn::Result<Visibility> = input.parse();
        }
    }

    fn role(&mut self, input: ParseStream, raw: RawAttrs, word: &Word) -> Option<RoleDecl> {
        let role = Role::ALL
            .into_iter()
            .find(|role| role.name() == word.text)?;
        let mut declared = RoleDecl {
            attrs: self.attrs(raw, Place::Role),
            role,
            span: word.span,
            bags: Vec::new(),
            expects: Vec::new(),
        };
        let content = self.body(input, word, "app { … }")?;
        inside(&content, |content| {
            while !content.is_empty() {
                if content.peek(Token![;]) || content.peek(Token![,]) {
                    self.stray(content);
                    continue;
                }
                let raw = self.raw_attrs(content);
                if content.is_empty() {
                    self.nothing_follows(raw, "`app` or `unit`");
                    break;
                }
                if at_expectation(content) {
                    let expectation = self.expectation(content, raw, role);
                    declared.expects.extend(expectation);
                    continue;
                }
                let bag = self.bag(content, raw, role);
                declared.bags.extend(bag);
            }
        });
        Some(declared)
    }

    fn bag(&mut self, input: ParseStream, raw: RawAttrs, role: Role) -> Option<BagDecl> {
        let known = ["app", "unit", "expect"];
        let span = input.span();
        let word = if input.peek(LitStr) {
            input.parse::<LitStr>().map(|text| Word::from(&text))
        } else {
            input.call(Ident::parse_any).map(|word| Word::from(&word))
        };
        let Ok(word) = word else {
            super::attrs::discard(raw);
            self.syntax(span, "expected `app` or `unit`")
                .help(format!("write `{role} {{ app {{ … }} }}`"));
            bump(input);
            skip_item(input);
            return None;
        };
        let scope = Scope::ALL
            .into_iter()
            .find(|scope| scope.name() == word.text);
        let Some(scope) = scope else {
            super::attrs::discard(raw);
            if input.peek(Token![:]) {
                self.syntax(
                    word.span,
                    format!("the field `{}` is in no databag", word.text),
                )
                .help(format!(
                    "write `{role} {{ app {{ … }} }}` or `{role} {{ unit {{ … }} }}`"
                ));
                super::recover::skip_field(input);
            } else {
                self.unknown("databag", &word, known);
                skip_item(input);
            }
            return None;
        };
        let attrs = self.attrs(raw, Place::Bag);
        let content = self.body(input, &word, "name: Type,")?;
        let body: Body = inside(&content, |content| self.fields(content, Place::Field));
        Some(BagDecl {
            attrs,
            scope,
            span: word.span,
            body,
        })
    }

    /// The braces after a word.
    pub(super) fn body<'a>(
        &mut self,
        input: &ParseBuffer<'a>,
        word: &Word,
        example: &str,
    ) -> Option<ParseBuffer<'a>> {
        if let Ok((_, content)) = braced(input) {
            return Some(content);
        }
        self.syntax(word.span, format!("`{}` lacks its body", word.text))
            .help(format!("write `{} {{ {example} }}`", word.text));
        if !at_item(input) {
            skip_item(input);
        }
        None
    }
}
