//! Declared types: `struct`, `enum`, `union`, `secret`, `type`.

use super::attr_args::is_plain;
use super::attrs::{Place, RawAttrs, discard};
use super::fields::at_reserved;
use super::recover::{at_item, at_item_word, bump, inside, skip_field, skip_item, text};
use super::tree::{Declaration, Shape, TypeBody, TypeDecl, UnionVariantDecl, VariantDecl, Word};
use super::{Parser, braced, parenthesized};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token, token};

impl Parser<'_> {
    /// What follows the keyword of a type.
    pub(super) fn type_item(
        &mut self,
        input: ParseStream,
        raw: RawAttrs,
        keyword: &Word,
        into: &mut Declaration,
    ) {
        let place = match keyword.text.as_str() {
            "struct" => Place::Struct,
            "enum" => Place::Enum,
            "union" => Place::Union,
            "secret" => Place::Secret,
            _ => Place::Alias,
        };
        let attrs = self.attrs(raw, place);
        let named = !at_item(input) || input.peek2(token::Brace);
        let Some(name) = named.then(|| input.parse::<Ident>().ok()).flatten() else {
            self.syntax(
                keyword.span,
                format!("this {} lacks its name", keyword.text),
            )
            .help(format!("write `{}`", form(place)));
            if !at_item(input) {
                skip_item(input);
            }
            return;
        };
        if !is_plain(&name) {
            self.syntax(name.span(), format!("`{name}` cannot name a type"))
                .help("choose a name that is no keyword of Rust");
            into.broken_types.push(name.unraw().to_string());
            skip_item(input);
            return;
        }
        let body = if place == Place::Alias {
            self.alias_body(input, &name)
        } else {
            self.type_body(input, &name, place)
        };
        match body {
            Some(body) => {
                let index = into.types.len();
                let by_name = into.types_by_name.entry(name.to_string());
                by_name.or_insert(index);
                into.types.push(TypeDecl { attrs, name, body });
            }
            None => into.broken_types.push(name.to_string()),
        }
    }

    fn type_body(&mut self, input: ParseStream, name: &Ident, place: Place) -> Option<TypeBody> {
        if input.peek(Token![<]) {
            self.syntax(input.span(), "declared types have no parameters")
                .help("declare a type for each use");
            skip_item(input);
            return None;
        }
        let content = self.body(input, &Word::from(name), "…")?;
        if content.is_empty() {
            self.syntax(name.span(), format!("`{name}` is empty"))
                .help(format!("write `{}`", form(place)));
            return None;
        }
        Some(inside(&content, |content| match place {
            Place::Struct => TypeBody::Struct(self.fields(content, Place::Member)),
            Place::Secret => TypeBody::Secret(self.fields(content, Place::Key)),
            Place::Enum => self.variants(content),
            _ => self.union_variants(content),
        }))
    }

    /// `: Base;` or `: Base = path::to::RustType;`
    fn alias_body(&mut self, input: ParseStream, name: &Ident) -> Option<TypeBody> {
        let colon = input.parse::<Token![:]>().is_ok();
        if !colon
            || input.is_empty()
            || input.peek(Token![;])
            || at_item(input)
            || at_item_word(input)
        {
            self.syntax(name.span(), format!("`type {name}` lacks its base"))
                .help(format!("write `type {name}: Base;`"));
            if !at_item(input) && !at_item_word(input) {
                skip_item(input);
            }
            return None;
        }
        let Some(of) = self.type_expr(input) else {
            skip_item(input);
            return None;
        };
        let mut rust = None;
        if input.parse::<Token![=]>().is_ok() {
            match input.parse::<syn::Type>() {
                Ok(ty) => rust = Some(Box::new(ty)),
                Err(error) => {
                    self.syntax(error.span(), "expected the path of a Rust type")
                        .help(format!("write `type {name}: Base = crate::{name};`"));
                    skip_item(input);
                    return None;
                }
            }
        }
        self.semicolon(input, name.span(), &format!("type {name}"));
        Some(TypeBody::Alias { of, rust })
    }

    fn variants(&mut self, input: ParseStream) -> TypeBody {
        let mut variants = Vec::new();
        let mut reserved = Vec::new();
        while !input.is_empty() {
            let raw = self.raw_attrs(input);
            if input.is_empty() {
                self.nothing_follows(raw, "a variant");
                break;
            }
            if at_reserved(input) {
                reserved.push(self.reserved(input, raw));
                continue;
            }
            let Some(word) = self.variant_word(input) else {
                discard(raw);
                continue;
            };
            let attrs = self.attrs(raw, Place::Variant);
            let mut wire = None;
            if input.parse::<Token![=]>().is_ok() {
                let value = (!input.is_empty() && !input.peek(Token![,]))
                    .then(|| self.value(input))
                    .or_else(|| {
                        self.lacks_wire(&word);
                        None
                    });
                let Some(value) = value.flatten() else {
                    skip_field(input);
                    continue;
                };
                wire = Some(value);
            }
            if input.peek(token::Brace) || input.peek(token::Paren) {
                self.syntax(word.span, format!("the variant `{}` holds data", word.text))
                    .help("an `enum` is a list of words; a choice of shapes is a `union`");
                bump(input);
            }
            self.comma(input, &word);
            variants.push(VariantDecl { attrs, word, wire });
        }
        TypeBody::Enum(variants, reserved)
    }

    fn lacks_wire(&mut self, word: &Word) {
        self.syntax(
            word.span,
            format!("`{}` lacks what it is on the wire", word.text),
        )
        .help(format!("write `{} = \"wire-text\"`", word.text));
    }

    /// The word of a variant.
    fn variant_word(&mut self, input: ParseStream) -> Option<Word> {
        let span = input.span();
        if let Some(text) = text(input) {
            return Some(Word::from(&text));
        }
        if let Ok(word) = input.call(Ident::parse_any) {
            let mut word = Word::from(&word);
            if Self::hyphens(input, &mut word) {
                self.syntax(span, format!("`{}` has a hyphen", word.text))
                    .help(format!("write it in quotes: `\"{}\"`", word.text));
            }
            return Some(word);
        }
        if input.peek(syn::Lit) {
            self.syntax(span, "a number needs a name")
                .help("write `Two = 2`");
        } else {
            self.syntax(span, "expected a variant")
                .help("write a word, a text in quotes, or `Name = \"wire\"`");
        }
        bump(input);
        skip_field(input);
        None
    }

    fn union_variants(&mut self, input: ParseStream) -> TypeBody {
        let mut variants = Vec::new();
        let mut reserved = Vec::new();
        while !input.is_empty() {
            let raw = self.raw_attrs(input);
            if input.is_empty() {
                self.nothing_follows(raw, "a variant");
                break;
            }
            if at_reserved(input) {
                reserved.push(self.reserved(input, raw));
                continue;
            }
            let Some(word) = self.variant_word(input) else {
                discard(raw);
                continue;
            };
            let attrs = self.attrs(raw, Place::UnionVariant);
            let mut wire = None;
            if input.parse::<Token![=]>().is_ok() {
                let Some(text) = text(input) else {
                    self.lacks_wire(&word);
                    skip_field(input);
                    continue;
                };
                wire = Some(text.value());
            }
            let Some(shape) = self.shape(input, &word) else {
                skip_field(input);
                continue;
            };
            self.comma(input, &word);
            variants.push(UnionVariantDecl {
                attrs,
                word,
                wire,
                shape,
            });
        }
        TypeBody::Union(variants, reserved)
    }

    fn shape(&mut self, input: ParseStream, word: &Word) -> Option<Shape> {
        if let Ok((_, content)) = braced(input) {
            let body = inside(&content, |content| self.fields(content, Place::Member));
            return Some(Shape::Members(body));
        }
        if let Ok((span, content)) = parenthesized(input) {
            return inside(&content, |content| {
                if content.is_empty() {
                    self.syntax(span, format!("the variant `{}` lacks its type", word.text))
                        .help(format!("write `{}(Type)`", word.text));
                    return None;
                }
                let ty = self.type_expr(content)?;
                if !content.is_empty() {
                    self.syntax(content.span(), "a variant holds one type")
                        .help(format!("write `{} {{ members }}`", word.text));
                }
                Some(Shape::Of(ty))
            });
        }
        self.syntax(
            word.span,
            format!("the variant `{}` lacks its members", word.text),
        )
        .help(format!(
            "write `{0} {{ name: Type }}`, `{0} {{}}` or `{0}(Type)`",
            word.text
        ));
        None
    }
}

/// How a type is written.
fn form(place: Place) -> &'static str {
    match place {
        Place::Struct => "struct Name { member: Type }",
        Place::Secret => "secret Name { \"key\": String }",
        Place::Enum => "enum Name { word, \"two-words\" }",
        Place::Union => "union Name { Text(String), List(Names) }",
        _ => "type Name: Base;",
    }
}
