//! Where does parsing go on after something that cannot be understood?

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Ident, LitStr, Token, token};

/// The words that begin an item which has a name.
const NAMED_ITEMS: [&str; 6] = ["version", "struct", "enum", "union", "secret", "type"];
/// The words that begin an item which has a body and no name.
const ROLES: [&str; 5] = ["provider", "requirer", "peer", "app", "unit"];
/// The words before a colon at the top of an interface.
const META: [&str; 3] = ["maintainer", "tags", "internal"];

/// Takes one token tree, whatever it is.
pub(super) fn bump(input: ParseStream) {
    // At the end there is nothing to take, which is what the caller wants.
    let _: syn::Result<TokenTree> = input.parse();
}

/// Takes everything. syn reports what a parser leaves behind.
pub(super) fn drain(input: ParseStream) {
    while !input.is_empty() {
        bump(input);
    }
}

/// Skips to the next item: past a semicolon or a body, or up to the words that
/// begin one.
pub(super) fn skip_item(input: ParseStream) {
    while !input.is_empty() && !at_item(input) {
        let last = input.peek(Token![;]) || input.peek(token::Brace);
        bump(input);
        if last {
            break;
        }
    }
}

/// Skips to the next field, variant or argument: past a comma, or up to what
/// begins one.
pub(super) fn skip_field(input: ParseStream) {
    while !input.is_empty() && !at_field(input) {
        let last = input.peek(Token![,]) || input.peek(Token![;]);
        bump(input);
        if last {
            break;
        }
    }
}

/// Whether an item of an interface or role begins here.
pub(super) fn at_item(input: ParseStream) -> bool {
    if input.peek(Token![#]) {
        return true;
    }
    let ahead = input.fork();
    let Ok(word) = Ident::parse_any(&ahead) else {
        return false;
    };
    let word = word.to_string();
    if NAMED_ITEMS.contains(&word.as_str()) {
        ahead.peek(Ident::peek_any)
    } else if ROLES.contains(&word.as_str()) {
        ahead.peek(token::Brace)
    } else {
        META.contains(&word.as_str()) && ahead.peek(Token![:])
    }
}

/// Whether the word is one that begins an item of an interface, whatever
/// follows it.
pub(super) fn at_item_word(input: ParseStream) -> bool {
    let Ok(word) = Ident::parse_any(&input.fork()) else {
        return false;
    };
    let mut words = NAMED_ITEMS.iter().chain(&ROLES[..3]);
    words.any(|known| word == known)
}

/// Whether a field begins here: `name:`, `"name":`, `..` or an attribute.
pub(super) fn at_field(input: ParseStream) -> bool {
    input.peek(Token![#]) || input.peek(Token![..]) || at_name_and_colon(input)
}

/// Whether a field's name and its colon come next.
pub(super) fn at_name_and_colon(input: ParseStream) -> bool {
    (input.peek(Ident::peek_any) || input.peek(LitStr))
        && input.peek2(Token![:])
        && !input.peek2(Token![::])
}

/// A text in quotes, if it comes next. (`parse::<LitStr>` takes any literal,
/// and then fails.)
pub(super) fn text(input: ParseStream) -> Option<LitStr> {
    input.peek(LitStr).then(|| input.parse().ok()).flatten()
}

/// Runs `parse` on the content of a group, and takes what it leaves behind.
pub(super) fn inside<'a, T>(
    content: &ParseBuffer<'a>,
    parse: impl FnOnce(&ParseBuffer<'a>) -> T,
) -> T {
    let parsed = parse(content);
    drain(content);
    parsed
}
