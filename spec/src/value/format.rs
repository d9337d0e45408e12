//! What is the rule of each text format?

use crate::model::TextFormat;
use regex_lite::Regex;
use std::net::IpAddr;
use std::sync::LazyLock;

/// The rule of one text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatRule {
    /// A regular expression that exactly the fitting texts match, but for
    /// [`FormatRule::max_length`]. In the syntax that `regex-lite`, ECMA 262
    /// and Python have in common. `None` where any text fits.
    pub pattern: Option<&'static str>,
    /// The most characters that a fitting text has.
    pub max_length: Option<u64>,
    /// What is expected, as in "expected a URL".
    pub expected: &'static str,
    /// The `format` keyword of JSON Schema that says about the same, as an
    /// annotation.
    pub schema_format: Option<&'static str>,
    /// A text that fits.
    pub example: &'static str,
}

/// The rule of `format`.
///
/// | format | rule |
/// |---|---|
/// | `Plain`, `Sensitive`, `Pem` | any text |
/// | `Url` | a scheme, `:`, and no white space (RFC 3986) |
/// | `IpAddress` | an IPv4 address in four decimal parts or an IPv6 address (RFC 4291) |
/// | `Cidr` | an IP address, `/` and a prefix length |
/// | `Hostname` | labels of letters, digits, `-` and `_`, perhaps after `*.`; 253 characters |
/// | `UnitName` | an application name, `/` and a number |
/// | `AppName` | lower-case letters, digits and `-`, beginning with a letter; this is also what Juju calls the application of another model, `remote-0f9a…` |
/// | `Base64` | groups of four of the standard alphabet, padded (RFC 4648); white space between |
///
/// ```
/// use relata_spec::model::TextFormat;
/// use relata_spec::value::format_rule;
///
/// assert_eq!(format_rule(TextFormat::Url).expected, "a URL");
/// ```
pub fn format_rule(format: TextFormat) -> FormatRule {
    let (pattern, expected, schema_format, example) = match format {
        TextFormat::Plain => (None, "a text", None, "text"),
        TextFormat::Sensitive => (None, "a text", None, "invented"),
        TextFormat::Pem => (
            None,
            "PEM text",
            None,
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
        ),
        TextFormat::Url => (Some(URL), "a URL", Some("uri"), "https://host.example:8443"),
        TextFormat::IpAddress => (Some(IP_ADDRESS), "an IP address", None, "10.0.0.1"),
        TextFormat::Cidr => (
            Some(CIDR),
            "a network such as `10.0.0.0/24`",
            None,
            "10.0.0.0/24",
        ),
        TextFormat::Hostname => (Some(HOSTNAME), "a host name", None, "host.example"),
        TextFormat::UnitName => (
            Some(UNIT_NAME),
            "the name of a unit such as `app/0`",
            None,
            "app/0",
        ),
        TextFormat::AppName => (Some(APP_NAME), "the name of an application", None, "app"),
        TextFormat::Base64 => (Some(BASE64), "base64 text", None, "cmVsYXRh"),
    };
    FormatRule {
        pattern,
        max_length: (format == TextFormat::Hostname).then_some(MOST_HOSTNAME as u64),
        expected,
        schema_format,
        example,
    }
}

/// Whether `text` fits `format`.
///
/// ```
/// use relata_spec::model::TextFormat;
/// use relata_spec::value::fits_format;
///
/// assert!(fits_format(TextFormat::Cidr, "fd00::/8"));
/// assert!(!fits_format(TextFormat::Cidr, "10.0.0.0/33"));
/// ```
pub fn fits_format(format: TextFormat, text: &str) -> bool {
    // Short formats are matched by their pattern. The others have a function
    // that says the same and is quicker on large values; a test compares them.
    match format {
        TextFormat::Plain | TextFormat::Sensitive | TextFormat::Pem => true,
        TextFormat::IpAddress => text.parse::<IpAddr>().is_ok(),
        TextFormat::Cidr => is_cidr(text),
        TextFormat::Base64 => is_base64(text),
        TextFormat::Url => is_url(text),
        TextFormat::Hostname => text.len() <= MOST_HOSTNAME && HOSTNAME_RE.is_match(text),
        TextFormat::UnitName => UNIT_NAME_RE.is_match(text),
        TextFormat::AppName => APP_NAME_RE.is_match(text),
    }
}

/// What the URI of a Juju secret looks like: an id, perhaps with `secret:` before
/// it and the UUID of the model that owns it. Juju makes ids of one form, but
/// tests and documents invent others; what is no id that Juju makes is noted.
pub(crate) const SECRET_URI: &str = r"^(?:secret:(?://(?:[^/\s]+/)?|[0-9a-f-]+/)?)?[A-Za-z0-9_-]+$";

pub(crate) fn is_secret_uri(text: &str) -> bool {
    static SECRET_RE: LazyLock<Regex> = LazyLock::new(|| constant(SECRET_URI));
    SECRET_RE.is_match(text)
}

/// Whether the id in a secret's URI is one that Juju makes: 20 characters.
pub(crate) fn has_usual_secret_id(uri: &str) -> bool {
    let id = uri.rsplit(['/', ':']).next().unwrap_or(uri);
    id.len() == 20
        && id
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

const MOST_HOSTNAME: usize = 253;

macro_rules! octet {
    () => {
        "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
    };
}
macro_rules! ipv4 {
    () => {
        concat!("(?:", octet!(), r"\.){3}", octet!())
    };
}
macro_rules! group {
    () => {
        "[0-9A-Fa-f]{1,4}"
    };
}
// The last 32 bits of an IPv6 address.
macro_rules! tail {
    () => {
        concat!("(?:", group!(), ":", group!(), "|", ipv4!(), ")")
    };
}
// At most so many groups, then `::`.
macro_rules! upto {
    ($more:literal) => {
        concat!("(?:(?:", group!(), ":){0,", $more, "}", group!(), ")?::")
    };
}
// The grammar of RFC 3986, section 3.2.2.
macro_rules! ipv6 {
    () => {
        concat!(
            "(?:(?:",
            group!(),
            ":){6}",
            tail!(),
            "|::(?:",
            group!(),
            ":){5}",
            tail!(),
            "|(?:",
            group!(),
            ")?::(?:",
            group!(),
            ":){4}",
            tail!(),
            "|",
            upto!("1"),
            "(?:",
            group!(),
            ":){3}",
            tail!(),
            "|",
            upto!("2"),
            "(?:",
            group!(),
            ":){2}",
            tail!(),
            "|",
            upto!("3"),
            group!(),
            ":",
            tail!(),
            "|",
            upto!("4"),
            tail!(),
            "|",
            upto!("5"),
            group!(),
            "|",
            upto!("6"),
            ")"
        )
    };
}
macro_rules! app_name {
    () => {
        "[a-z](?:[a-z0-9-]*[a-z0-9])?"
    };
}
macro_rules! label {
    () => {
        "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
    };
}

const URL: &str = r"^[A-Za-z][A-Za-z0-9+.-]*:[^\t\n\v\f\r ]+$";
const IP_ADDRESS: &str = concat!("^(?:", ipv4!(), "|", ipv6!(), ")$");
const CIDR: &str = concat!(
    "^(?:",
    ipv4!(),
    "/(?:3[0-2]|[12]?[0-9])|",
    ipv6!(),
    "/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))$"
);
const HOSTNAME: &str = concat!(r"^(?:\*\.)?", label!(), r"(?:\.", label!(), r")*\.?$");
const APP_NAME: &str = concat!("^", app_name!(), "$");
const UNIT_NAME: &str = concat!("^", app_name!(), "/(?:0|[1-9][0-9]*)$");
const BASE64: &str = concat!(
    r"^[\t\n\f\r ]*(?:(?:[A-Za-z0-9+/][\t\n\f\r ]*){4})*",
    r"(?:(?:[A-Za-z0-9+/][\t\n\f\r ]*){2}=[\t\n\f\r ]*=[\t\n\f\r ]*",
    r"|(?:[A-Za-z0-9+/][\t\n\f\r ]*){3}=[\t\n\f\r ]*)?$"
);

// The patterns are constants, and a test compiles each.
static HOSTNAME_RE: LazyLock<Regex> = LazyLock::new(|| constant(HOSTNAME));
static UNIT_NAME_RE: LazyLock<Regex> = LazyLock::new(|| constant(UNIT_NAME));
static APP_NAME_RE: LazyLock<Regex> = LazyLock::new(|| constant(APP_NAME));

fn constant(pattern: &'static str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
        && !rest.is_empty()
        && !rest
            .bytes()
            .any(|byte| matches!(byte, b'\t'..=b'\r' | b' '))
}

fn is_cidr(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else {
        return false;
    };
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    // `parse` alone would take `+8` and `08`.
    let decimal = prefix.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = prefix.len() > 1 && prefix.starts_with('0');
    decimal && !leading_zero && prefix.parse::<u8>().is_ok_and(|length| length <= most)
}

fn is_base64(text: &str) -> bool {
    let mut letters = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'=' => padding += 1,
            b'+' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if padding == 0 => letters += 1,
            _ => return false,
        }
    }
    padding <= 2 && (letters + padding).is_multiple_of(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_pattern(format: TextFormat, text: &str) -> bool {
        let rule = format_rule(format);
        let matches = rule
            .pattern
            .is_none_or(|pattern| Regex::new(pattern).unwrap().is_match(text));
        let short = rule
            .max_length
            .is_none_or(|most| text.chars().count() as u64 <= most);
        matches && short
    }

    #[test]
    fn every_example_fits_its_format() {
        for format in TextFormat::ALL {
            let example = format_rule(format).example;
            assert!(fits_format(format, example), "{format:?}");
            assert!(by_pattern(format, example), "{format:?}");
        }
    }

    #[test]
    fn pattern_and_function_agree_on_borderline_texts() {
        let texts = [
            "",
            ":",
            "a:",
            "a:b",
            "1a:b",
            "a b:c",
            "a:b c",
            "http://x\n",
            "é:x",
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            "::ffff:1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4",
            "1.2.3.4::",
            "fe80::1%eth0",
            "12345::",
            "01.2.3.4",
            "1.2.3",
            "256.1.1.1",
            "1.2.3.4",
            "0.0.0.0/0",
            "1.2.3.4/32",
            "1.2.3.4/33",
            "1.2.3.4/+8",
            "1.2.3.4/08",
            "::/128",
            "::/129",
            "::/",
            "/8",
            "*.a",
            "*",
            "a.",
            "a..b",
            "-a",
            "a-",
            "a_b",
            ".",
            "app",
            "app/0",
            "app/00",
            "app/01",
            "app/-1",
            "a-/0",
            "remote-0f9a2b",
            "App",
            "YQ==",
            "YQ=",
            "YQ",
            "YWI=",
            "YWJj",
            " Y W\nJ j ",
            "Y===",
            "====",
            "=",
            "YQ==YQ==",
            "Y Q = =",
        ];
        for format in TextFormat::ALL {
            for text in texts {
                assert_eq!(
                    fits_format(format, text),
                    by_pattern(format, text),
                    "{format:?} {text:?}"
                );
            }
        }
    }

    #[test]
    fn a_hostname_has_at_most_253_characters() {
        let long = "a".repeat(253);
        assert!(fits_format(TextFormat::Hostname, &long));
        assert!(!fits_format(TextFormat::Hostname, &format!("{long}a")));
    }

    #[test]
    fn a_unit_of_another_model_has_a_name_too() {
        let token = "remote-0f9a2b3c4d5e6f708192a3b4c5d6e7f8";
        assert!(fits_format(TextFormat::AppName, token));
        assert!(fits_format(TextFormat::UnitName, &format!("{token}/0")));
    }

    #[test]
    fn secret_uris_come_with_and_without_scheme_and_model() {
        for uri in [
            "secret:9m4e2mr0ui3e8a215n4g",
            "9m4e2mr0ui3e8a215n4g",
            "secret:6b6e9a5c-1f0f-4a53-8e0f-0123456789ab/9m4e2mr0ui3e8a215n4g",
            "secret://6b6e9a5c-1f0f-4a53-8e0f-0123456789ab/9m4e2mr0ui3e8a215n4g",
        ] {
            assert!(is_secret_uri(uri), "{uri}");
            assert!(has_usual_secret_id(uri), "{uri}");
        }
        assert!(is_secret_uri("secret:label") && !has_usual_secret_id("secret:label"));
        for text in ["", "secret:", "hunter 2", "https://x/y", "secret:a/b/c"] {
            assert!(!is_secret_uri(text), "{text}");
        }
    }

    #[test]
    fn an_id_that_juju_does_not_make_is_unusual() {
        for text in [
            "hunter2",
            "label",
            "9m4e2mr0ui3e8a215n4",
            "9m4e2mr0ui3e8a215n4gg",
            "9M4E2MR0UI3E8A215N4G",
            "9m4e2mr0ui3e8a215n-g",
        ] {
            for uri in [text.to_owned(), format!("secret:{text}")] {
                assert!(is_secret_uri(&uri) && !has_usual_secret_id(&uri), "{uri}");
            }
        }
    }

    proptest! {
        #[test]
        fn pattern_and_function_agree(text in "[0-9a-f:./=+ *A-Z-]{0,24}") {
            for format in TextFormat::ALL {
                prop_assert_eq!(fits_format(format, &text), by_pattern(format, &text), "{:?}", format);
            }
        }

        #[test]
        fn pattern_and_function_agree_on_addresses(address: IpAddr, prefix in 0_u8..140) {
            let text = address.to_string();
            let cidr = format!("{text}/{prefix}");
            prop_assert!(by_pattern(TextFormat::IpAddress, &text));
            prop_assert_eq!(fits_format(TextFormat::Cidr, &cidr), by_pattern(TextFormat::Cidr, &cidr));
        }

        #[test]
        fn pattern_and_function_agree_on_any_text(text in any::<String>()) {
            for format in TextFormat::ALL {
                prop_assert_eq!(fits_format(format, &text), by_pattern(format, &text), "{:?}", format);
            }
        }
    }
}
