//! What a text of each type must look like.

use std::net::IpAddr;

/// Without white space of any kind. Nearly every text is plain ASCII, and then
/// there is no need to decode it.
fn has_no_space(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_graphic()) || !text.contains(char::is_whitespace)
}

pub(super) fn is_any(_: &str) -> bool {
    true
}

/// A scheme, a colon and something without white space.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'.' | b'-'))
        && !rest.is_empty()
        && has_no_space(rest)
}

pub(super) fn is_cidr(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else {
        return false;
    };
    if prefix.is_empty() || !prefix.bytes().all(|c| c.is_ascii_digit()) {
        return false;
    }
    match (address.parse(), prefix.parse::<u8>()) {
        (Ok(IpAddr::V4(_)), Ok(length)) => length <= 32,
        (Ok(IpAddr::V6(_)), Ok(length)) => length <= 128,
        _ => false,
    }
}

/// A DNS name; underscores occur in the field and are accepted.
pub(super) fn is_hostname(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let name = name.strip_suffix('.').unwrap_or(name);
    text.len() <= 253 && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let inner = |c: u8| c.is_ascii_alphanumeric() || c == b'_';
    let bytes = label.as_bytes();
    matches!((bytes.first(), bytes.last()), (Some(first), Some(last)) if inner(*first) && inner(*last))
        && bytes.iter().all(|c| inner(*c) || *c == b'-')
}

/// An application name, remote tokens of cross-model relations included.
pub(super) fn is_app_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.last().is_some_and(|last| *last != b'-')
        && bytes
            .iter()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-')
}

pub(super) fn is_unit_name(text: &str) -> bool {
    text.split_once('/').is_some_and(|(app, number)| {
        is_app_name(app)
            && !number.is_empty()
            && number.bytes().all(|c| c.is_ascii_digit())
            && (number == "0" || !number.starts_with('0'))
    })
}

pub(super) fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|c| !c.is_ascii_whitespace()).collect();
    let padding = letters.iter().rev().take_while(|c| **c == b'=').count();
    letters.len().is_multiple_of(4)
        && padding <= 2
        && letters[..letters.len() - padding]
            .iter()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/'))
}

/// Whether this is an id as Juju makes it: 20 characters.
pub(super) fn is_usual_secret_id(id: &str) -> bool {
    let usual = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    id.len() == 20 && id.bytes().all(usual)
}

/// A secret's URI in any form that Juju accepts or prints.
pub(super) fn is_secret_uri(text: &str) -> bool {
    let id = |id: &str| {
        !id.is_empty()
            && id
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
    };
    let Some(rest) = text.strip_prefix("secret:") else {
        return id(text);
    };
    let model = |model: &str| !model.is_empty() && has_no_space(model);
    if let Some(rest) = rest.strip_prefix("//") {
        return match rest.split_once('/') {
            Some((uuid, last)) => model(uuid) && id(last),
            None => id(rest),
        };
    }
    match rest.split_once('/') {
        Some((uuid, last)) => {
            !uuid.is_empty()
                && uuid
                    .bytes()
                    .all(|c| c.is_ascii_digit() || matches!(c, b'a'..=b'f' | b'-'))
                && id(last)
        }
        None => id(rest),
    }
}
