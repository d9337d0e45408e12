//! Base64, as Juju stores the values of secrets: as Go writes and reads it.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, PAD};

/// Go looks at none of the bits that mean nothing.
const GO: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, PAD.with_decode_allow_trailing_bits(true));

pub(super) fn encode(bytes: &[u8]) -> String {
    GO.encode(bytes)
}

/// Line breaks are skipped; everything else that is no base64 makes it `None`.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let letters = text.bytes().filter(|c| !matches!(c, b'\r' | b'\n'));
    GO.decode(letters.collect::<Vec<u8>>()).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn the_vectors_of_rfc_4648_go_both_ways() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(text.as_bytes()), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn line_breaks_and_bits_without_a_meaning_are_passed_over() {
        assert_eq!(decode("Zm9v\r\nYg==\n").as_deref(), Some(&b"foob"[..]));
        assert_eq!(decode("Zh==").as_deref(), Some(&b"f"[..]));
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        for text in ["Z", "Zg=", "Zg===", "Z===", "Z!==", "====", "Zm 9v"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
