//! Which Rust name follows from a name on the wire?

use crate::parse::is_keyword;
use crate::parse::tree::{Attrs, Word};
use proc_macro2::Span;
use syn::Ident;

/// The identifier of a field: what `#[rust(…)]` says, else the name itself if
/// it is one, else the name in snake case.
pub(super) fn field(name: &Word, attrs: &Attrs) -> String {
    match &attrs.rust {
        Some(chosen) => chosen.to_string(),
        None if !name.quoted => finished(name.text.clone()),
        None => snake(&name.text),
    }
}

/// The identifier of a variant: what `#[rust(…)]` says, else the word in upper
/// camel case. `None` if the word has no letter or digit.
pub(super) fn variant(word: &Word, attrs: &Attrs) -> Option<String> {
    match &attrs.rust {
        Some(chosen) => Some(chosen.to_string()),
        None => camel(&word.text),
    }
}

/// A name on the wire as an identifier.
pub(super) fn snake(name: &str) -> String {
    let plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let mut text: String = if plain {
        name.to_owned()
    } else {
        name.chars()
            .map(|letter| match letter {
                letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
                _ => '_',
            })
            .collect()
    };
    if text.bytes().all(|byte| byte == b'_') {
        text.push_str("field");
    }
    finished(text)
}

/// A word on the wire as a variant.
pub(super) fn camel(word: &str) -> Option<String> {
    let parts: Vec<&str> = word
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return word.is_empty().then(|| "Empty".to_owned());
    }
    let mut text = String::new();
    for part in parts {
        let digits = (text.ends_with(is_digit), part.starts_with(is_digit));
        if digits == (true, true) {
            // `1.2` and `12` are two words.
            text.push('_');
        }
        let shouted = part.len() > 1 && !part.contains(|letter: char| letter.is_ascii_lowercase());
        let (first, rest) = part.split_at(1);
        text.push_str(&first.to_ascii_uppercase());
        if shouted {
            text.push_str(&rest.to_ascii_lowercase());
        } else {
            text.push_str(rest);
        }
    }
    Some(finished(text))
}

/// The module of an interface.
pub(super) fn module(name: &str, span: Span) -> Ident {
    Ident::new(&snake(name), span)
}

fn finished(mut text: String) -> String {
    if text.starts_with(is_digit) {
        text.insert(0, '_');
    }
    if is_keyword(&text) {
        text.push('_');
    }
    text
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// An owner of fields, `provider/app` or a type's name, as it stands in a
/// sentence.
pub(crate) fn shown_owner(owner: &str) -> String {
    match owner.split_once('/') {
        Some((role, "app")) => format!("the {role} application databag"),
        Some((role, scope)) => format!("the {role} {scope} databag"),
        None => format!("`{owner}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn a_wire_name_that_is_an_identifier_stays_as_it_is() {
        assert_eq!(snake("secret_extra"), "secret_extra");
        assert_eq!(snake("apiVersion"), "apiVersion");
    }

    #[test]
    fn other_wire_names_become_snake_case() {
        assert_eq!(snake("secret-extra"), "secret_extra");
        assert_eq!(snake("HTTP-Port"), "http_port");
        assert_eq!(snake("2fa"), "_2fa");
        assert_eq!(snake("-"), "_field");
    }

    #[test]
    fn keywords_get_an_underscore() {
        assert_eq!(snake("for"), "for_");
        assert_eq!(snake("self"), "self_");
        assert_eq!(camel("self").as_deref(), Some("Self_"));
    }

    #[test]
    fn words_become_upper_camel_case() {
        assert_eq!(camel("debug-symbols").as_deref(), Some("DebugSymbols"));
        assert_eq!(camel("S3v4").as_deref(), Some("S3v4"));
        assert_eq!(camel("TLS").as_deref(), Some("Tls"));
        assert_eq!(camel("1.2").as_deref(), Some("_1_2"));
        assert_eq!(camel("").as_deref(), Some("Empty"));
        assert_eq!(camel("*"), None);
    }
}
