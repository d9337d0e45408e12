//! A client certificate, as LXD knows it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::fmt;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A client certificate with its fingerprint, by which LXD knows it.
///
/// ```
/// use relata_interfaces::lxd::Certificate;
///
/// let text = "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
/// let certificate = Certificate::parse(text).expect("it is in PEM form");
/// assert_eq!(certificate.base64(), "YWJj");
/// assert!(certificate.fingerprint().starts_with("ba7816bf8f01cfea"));
/// assert!(Certificate::parse("no certificate").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Certificate {
    fingerprint: String,
    base64: String,
}

impl Certificate {
    /// The first certificate in a text in PEM form, as LXD reads it; `None` if there
    /// is none. What it says is not looked at: only LXD knows whether it takes it.
    pub fn parse(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(BEGIN)?;
        let (body, _) = rest.split_once(END)?;
        let base64: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let der = BASE64_STANDARD.decode(&base64).ok();
        let der = der.filter(|der| !der.is_empty())?;
        Some(Certificate {
            fingerprint: hex(&hmac_sha256::Hash::hash(&der)),
            base64,
        })
    }

    /// SHA-256 over the DER form: 64 hexadecimal digits in lower case.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The DER form in base64, without line breaks: as LXD's API takes it.
    pub fn base64(&self) -> &str {
        &self.base64
    }
}

/// Its fingerprint.
impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint)
    }
}

/// A fingerprint as one has to spell it, whoever wrote it: in lower case and without
/// colons.
pub(super) fn plain(fingerprint: &str) -> String {
    let digits = fingerprint.chars().filter(|c| *c != ':');
    digits.map(|c| c.to_ascii_lowercase()).collect()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, Certificate, END, plain};

    #[test]
    fn a_fingerprint_is_what_openssl_says() {
        // `openssl x509 -fingerprint -sha256 -noout`
        let text = "-----BEGIN CERTIFICATE-----\n\
            MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
            RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
            BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
            W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
            ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
            -----END CERTIFICATE-----\n";
        let certificate = Certificate::parse(text).expect("it is one");
        let expected = "ced5d7b465abd8f3394a078717be606d98f935985f5f2558dbbbed52ed6d546a";
        assert_eq!(certificate.fingerprint(), expected);
        // Line breaks and what stands around it make no other one.
        let other = format!("hello {}", text.replace('\n', "\r\n"));
        assert_eq!(Certificate::parse(&other), Some(certificate));
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        for body in [
            "", "Z", "Zg", "Zg=", "Z===", "====", "Zm9v!===", "Z!==", "Zg==Zg==",
        ] {
            let text = format!("{BEGIN}\n{body}\n{END}");
            assert_eq!(Certificate::parse(&text), None, "{body}");
        }
        for text in ["", BEGIN, "-----BEGIN CERTIFICATE-----\nZg=="] {
            assert_eq!(Certificate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn colons_and_capitals_do_not_matter() {
        assert_eq!(plain("CE:D5"), "ced5");
    }
}
