//! Fields, dynamic keys and reserved names: what stands in the braces of a
//! databag, struct, secret or union variant.

use super::attr_args::is_plain;
use super::attrs::{Place, RawAttrs, discard};
use super::recover::{at_field, at_name_and_colon, bump, skip_field, text};
use super::tree::{Body, Default, FieldDecl, ReservedDecl, RestDecl, TypeExpr, Word};
use super::{Parser, is_keyword};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitInt, LitStr, Token};

impl Parser<'_> {
    /// The whole content of the braces; `place` is where each field's
    /// attributes stand.
    pub(super) fn fields(&mut self, input: ParseStream, place: Place) -> Body {
        let mut body = Body::default();
        while !input.is_empty() {
            if input.peek(Token![,]) || input.peek(Token![;]) {
                self.syntax(input.span(), "expected a field")
                    .help("remove this token");
                bump(input);
                continue;
            }
            let raw = self.raw_attrs(input);
            if input.is_empty() {
                self.nothing_follows(raw, "a field");
                break;
            }
            self.no_visibility(input);
            if input.peek(Token![..]) {
                for rest in &mut body.rests {
                    rest.misplaced = true;
                }
                let rest = self.rest(input, raw);
                body.rests.extend(rest);
            } else if at_reserved(input) {
                body.reserved.push(self.reserved(input, raw));
            } else {
                for rest in &mut body.rests {
                    rest.misplaced = true;
                }
                let field = self.field(input, raw, place);
                body.fields.extend(field);
            }
        }
        body
    }

    fn field(&mut self, input: ParseStream, raw: RawAttrs, place: Place) -> Option<FieldDecl> {
        let Some(name) = self.field_word(input) else {
            discard(raw);
            return None;
        };
        let attrs = self.attrs(raw, place);
        if input.parse::<Token![:]>().is_err() {
            self.syntax(
                name.span,
                format!("the field `{}` lacks its type", name.text),
            )
            .help(format!("write `{}: Option<String>,`", shown(&name)));
            if !at_field(input) {
                skip_field(input);
            }
            return None;
        }
        if input.is_empty() || input.peek(Token![,]) || at_field(input) {
            self.syntax(
                name.span,
                format!("the field `{}` lacks its type", name.text),
            )
            .help(format!("write `{}: Option<String>,`", shown(&name)));
            if input.peek(Token![,]) {
                bump(input);
            }
            return None;
        }
        let Some(ty) = self.type_expr(input) else {
            skip_field(input);
            return None;
        };
        let default = self.default(input, &name);
        if default
            .as_ref()
            .is_none_or(|default| matches!(default, Default::Value(_)))
        {
            self.comma(input, &name);
        } else {
            skip_field(input);
        }
        let (ty, optional) = without_option(ty);
        Some(FieldDecl {
            attrs,
            name,
            ty,
            optional,
            default,
        })
    }

    /// A field's name.
    fn field_word(&mut self, input: ParseStream) -> Option<Word> {
        let span = input.span();
        if let Some(text) = text(input) {
            let word = Word::from(&text);
            if word.text.is_empty() {
                self.syntax(span, "a name on the wire is not empty")
                    .help("write the key that is in the databag");
                skip_field(input);
                return None;
            }
            return Some(word);
        }
        let Ok(word) = input.call(Ident::parse_any) else {
            self.syntax(span, "expected the name of a field")
                .help("a field is written `name: Type,` or `\"wire-name\": Type,`");
            bump(input);
            skip_field(input);
            return None;
        };
        let mut name = Word::from(&word);
        if Self::hyphens(input, &mut name) {
            self.syntax(span, format!("`{}` has a hyphen", name.text))
                .help(format!("write it in quotes: `\"{}\": Type,`", name.text));
        } else if is_keyword(&word.to_string()) {
            self.syntax(span, format!("`{}` is a keyword of Rust", name.text))
                .help(format!("write it in quotes: `\"{}\": Type,`", name.text));
        }
        Some(name)
    }

    /// Takes the rest of a name with hyphens that lacks its quotes.
    pub(super) fn hyphens(input: ParseStream, name: &mut Word) -> bool {
        while input.peek(Token![-]) && input.peek2(Ident::peek_any) {
            bump(input);
            if let Ok(part) = input.call(Ident::parse_any) {
                name.text.push('-');
                name.text.push_str(&part.to_string());
                name.quoted = true;
            }
        }
        name.text.contains('-')
    }

    fn default(&mut self, input: ParseStream, name: &Word) -> Option<Default> {
        input.parse::<Token![=]>().ok()?;
        if input.is_empty() || input.peek(Token![,]) || at_field(input) {
            self.syntax(
                name.span,
                format!("the field `{}` lacks its default", name.text),
            )
            .help("write a value after the `=`, or remove the `=`");
            return Some(Default::Broken);
        }
        Some(match self.value(input) {
            Some(value) => Default::Value(value),
            None => Default::Broken,
        })
    }

    /// The comma after a field or variant.
    pub(super) fn comma(&mut self, input: ParseStream, before: &Word) {
        if input.is_empty() || input.parse::<Token![,]>().is_ok() {
            return;
        }
        if input.peek(Token![;]) {
            self.syntax(input.span(), "expected `,`, found `;`")
                .help(format!("`{}` ends with a comma", before.text));
            bump(input);
        } else if at_field(input) {
            self.syntax(before.span, format!("`{}` lacks its `,`", before.text))
                .help("write `,` at its end");
        } else {
            self.syntax(input.span(), "expected `,`")
                .help(format!("`{}` ends before this", before.text));
            skip_field(input);
        }
    }

    fn rest(&mut self, input: ParseStream, raw: RawAttrs) -> Option<RestDecl> {
        const FORM: &str = "write `..name: Map<Hostname, Certificate>,`";
        let dots = input.span();
        let _: Token![..] = input.parse().ok()?;
        let attrs = self.attrs(raw, Place::Rest);
        let named = input
            .parse::<Ident>()
            .and_then(|name| Ok((name, input.parse::<Token![:]>()?)));
        let Some((name, _)) = named.ok().filter(|(name, _)| is_plain(name)) else {
            self.syntax(dots, "the dynamic keys lack their name or type")
                .help(FORM);
            skip_field(input);
            return None;
        };
        if input.is_empty() || input.peek(Token![,]) || at_field(input) {
            self.syntax(name.span(), "the dynamic keys lack their type")
                .help(FORM);
            if input.peek(Token![,]) {
                bump(input);
            }
            return None;
        }
        let Some(ty) = self.type_expr(input) else {
            skip_field(input);
            return None;
        };
        if input.peek(Token![=]) {
            self.report
                .error("D22", input.span(), "dynamic keys have no default")
                .help("no keys at all is an empty map");
            skip_field(input);
        } else {
            self.comma(input, &Word::from(&name));
        }
        Some(RestDecl {
            attrs,
            name,
            ty,
            misplaced: false,
        })
    }

    /// `reserved "name", "other";`
    pub(super) fn reserved(&mut self, input: ParseStream, raw: RawAttrs) -> ReservedDecl {
        let attrs = self.attrs(raw, Place::Reserved);
        let keyword = input.span();
        bump(input);
        let mut names = Vec::new();
        while !at_name_and_colon(input) {
            if let Some(name) = text(input) {
                names.push(Word::from(&name));
            } else if let Ok(number) = input.parse::<LitInt>() {
                names.push(Word {
                    text: number.base10_digits().to_owned(),
                    span: number.span(),
                    quoted: true,
                });
            } else {
                break;
            }
            if input.parse::<Token![,]>().is_err() {
                break;
            }
        }
        if input.parse::<Token![;]>().is_err() {
            let span = names.last().map_or(keyword, |last| last.span);
            self.syntax(span, "`reserved` lacks its `;`")
                .help("write `reserved \"name\", \"other\";`");
        }
        ReservedDecl { attrs, names }
    }
}

/// Whether reserved names come next, and no field of that name.
pub(super) fn at_reserved(input: ParseStream) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|word| word == "reserved")
        && (ahead.peek(LitStr) || ahead.peek(LitInt))
}

/// A field's name as it is written.
fn shown(name: &Word) -> String {
    if name.quoted {
        format!("{:?}", name.text)
    } else {
        name.text.clone()
    }
}

/// The type inside an `Option`, and whether there was one.
fn without_option(mut ty: TypeExpr) -> (TypeExpr, bool) {
    if ty.name == "Option"
        && ty.args.len() == 1
        && let Some(inner) = ty.args.pop()
    {
        return (inner, true);
    }
    (ty, false)
}
