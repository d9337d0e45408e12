//! Literals: defaults, examples, wire values and the ends of ranges.

use super::recover::{inside, skip_field, text};
use super::tree::{Value, ValueKind, Word};
use super::{Parser, braced, bracketed};
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitStr, Token, token};

/// Deeper values than this are refused.
const DEPTH: usize = 64;

impl Parser<'_> {
    /// A literal, list, object or variant's word. `None` if there is none; the
    /// report says why.
    pub(super) fn value(&mut self, input: ParseStream) -> Option<Value> {
        self.value_within(input, DEPTH)
    }

    fn value_within(&mut self, input: ParseStream, depth: usize) -> Option<Value> {
        let span = input.span();
        if depth == 0 {
            self.syntax(span, "this value is nested too deeply")
                .help("write a flatter one");
            return None;
        }
        if input.peek(token::Bracket) {
            let (span, content) = bracketed(input).ok()?;
            let elements = inside(&content, |content| self.elements(content, depth))?;
            return Some(Value {
                span,
                kind: ValueKind::List(elements),
            });
        }
        if input.peek(token::Brace) {
            let (span, content) = braced(input).ok()?;
            let members = inside(&content, |content| self.members(content, depth))?;
            return Some(Value {
                span,
                kind: ValueKind::Object(members),
            });
        }
        if input.peek(Token![-]) {
            super::recover::bump(input);
            return self.number(input, span, true);
        }
        if input.peek(Lit) {
            return self.literal(input);
        }
        if input.peek(Ident::peek_any) {
            let word = input.call(Ident::parse_any).ok()?;
            if is_call(input) {
                self.syntax(word.span(), "a call is no value here").help(
                    "a default or an example is a literal, such as `0`, `\"text\"`, `true` or `[]`",
                );
                return None;
            }
            if input.peek(Token![::]) {
                self.syntax(word.span(), "a variant is written as its word alone")
                    .help("write the word, or the text in quotes");
                return None;
            }
            return Some(Value {
                span: word.span(),
                kind: ValueKind::Word(word.unraw().to_string()),
            });
        }
        self.syntax(span, "expected a value").help(
            "write a literal (`\"text\"`, `true`, `-1`), a list `[…]`, an object \
             `{ \"key\": value }` or a variant's word",
        );
        None
    }

    fn literal(&mut self, input: ParseStream) -> Option<Value> {
        let lit: Lit = input.fork().parse().ok()?;
        let span = lit.span();
        let kind = match lit {
            Lit::Str(text) => ValueKind::Text(text.value()),
            Lit::Bool(truth) => ValueKind::Bool(truth.value),
            Lit::Int(_) | Lit::Float(_) => return self.number(input, span, false),
            _ => {
                super::recover::bump(input);
                self.syntax(span, "this literal has no meaning here")
                    .help("a text is written in double quotes");
                return None;
            }
        };
        super::recover::bump(input);
        Some(Value { span, kind })
    }

    /// A number without its sign.
    pub(super) fn number(
        &mut self,
        input: ParseStream,
        sign: Span,
        negative: bool,
    ) -> Option<Value> {
        let Ok(lit) = input.parse::<Lit>() else {
            self.syntax(sign, "expected a number")
                .help("write a number such as `1` or `0.5`");
            return None;
        };
        let span = lit.span();
        let (digits, suffix) = match &lit {
            Lit::Int(int) => (int.base10_digits(), int.suffix()),
            Lit::Float(float) => (float.base10_digits(), float.suffix()),
            _ => {
                self.syntax(span, "expected a number")
                    .help("write a number such as `1` or `0.5`");
                return None;
            }
        };
        if !suffix.is_empty() {
            self.syntax(span, "a number has no suffix")
                .help(format!("remove `{suffix}`"));
            return None;
        }
        let kind = if matches!(lit, Lit::Int(_)) {
            let bounds = i128::from(i64::MIN)..=i128::from(u64::MAX);
            let number = digits.parse::<i128>().ok();
            let number = number.map(|number| if negative { -number } else { number });
            number
                .filter(|number| bounds.contains(number))
                .map(ValueKind::Integer)
        } else {
            let number = digits.parse::<f64>().ok();
            let number = number.map(|number| if negative { -number } else { number });
            number
                .filter(|number| number.is_finite())
                .map(ValueKind::Float)
        };
        if kind.is_none() {
            self.syntax(span, "this number does not fit in 64 bits")
                .help("write a smaller one");
        }
        Some(Value { span, kind: kind? })
    }

    fn elements(&mut self, content: ParseStream, depth: usize) -> Option<Vec<Value>> {
        let mut elements = Vec::new();
        while !content.is_empty() {
            elements.push(self.value_within(content, depth - 1)?);
            self.separator(content)?;
        }
        Some(elements)
    }

    fn members(&mut self, content: ParseStream, depth: usize) -> Option<Vec<(Word, Value)>> {
        let mut members = Vec::new();
        while !content.is_empty() {
            let Some(key) = text(content) else {
                self.syntax(content.span(), "expected a key in quotes")
                    .help("an object is written `{ \"key\": value }`");
                return None;
            };
            if content.parse::<Token![:]>().is_err() {
                self.syntax(key.span(), "this key lacks its value")
                    .help("an object is written `{ \"key\": value }`");
                return None;
            }
            let key = Word::from(&key);
            members.push((key, self.value_within(content, depth - 1)?));
            self.separator(content)?;
        }
        Some(members)
    }

    /// The comma between two elements.
    fn separator(&mut self, content: ParseStream) -> Option<()> {
        if content.is_empty() || content.parse::<Token![,]>().is_ok() {
            return Some(());
        }
        self.syntax(content.span(), "expected `,`")
            .help("elements are separated by commas");
        skip_field(content);
        None
    }
}

/// Whether the rest of a path and its arguments come next.
fn is_call(input: ParseStream) -> bool {
    let ahead = input.fork();
    while ahead.parse::<Token![::]>().is_ok() {
        if ahead.call(Ident::parse_any).is_err() {
            return false;
        }
    }
    ahead.peek(token::Paren) || ahead.peek(Token![!])
}

impl From<&LitStr> for Word {
    fn from(text: &LitStr) -> Self {
        Word {
            text: text.value(),
            span: text.span(),
            quoted: true,
        }
    }
}

impl From<&Ident> for Word {
    fn from(word: &Ident) -> Self {
        Word {
            text: word.unraw().to_string(),
            span: word.span(),
            quoted: false,
        }
    }
}
