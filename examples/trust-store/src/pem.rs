//! The certificates in a text.

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The length of a line in RFC 7468.
const LINE: usize = 64;

/// Every certificate in a text, each as RFC 7468 spells it: so one that came with
/// other line breaks is the same text. What stands between them is left out, and so
/// is what cannot be base64.
pub(crate) fn certificates(text: &str) -> Vec<String> {
    let bodies = text.split(BEGIN).skip(1);
    let bodies = bodies.filter_map(|rest| rest.split_once(END));
    bodies.filter_map(|(body, _)| certificate(body)).collect()
}

fn certificate(body: &str) -> Option<String> {
    let body: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    if body.is_empty() || !body.chars().all(is_base64) {
        return None;
    }
    let mut text = String::from(BEGIN);
    for (index, c) in body.chars().enumerate() {
        if index % LINE == 0 {
            text.push('\n');
        }
        text.push(c);
    }
    text.push('\n');
    text.push_str(END);
    text.push('\n');
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, certificates};

    #[test]
    fn each_certificate_of_a_chain_is_one() {
        let text = format!("leaf\n{BEGIN}\nAA\n{END}\nroot\r\n{BEGIN}\r\nBB==\r\n{END}");
        assert_eq!(
            certificates(&text),
            [
                format!("{BEGIN}\nAA\n{END}\n"),
                format!("{BEGIN}\nBB==\n{END}\n")
            ]
        );
    }

    #[test]
    fn line_breaks_make_no_other_certificate() {
        let body = "A".repeat(130);
        let (first, rest) = body.split_at(76);
        let one = certificates(&format!("{BEGIN}\n{body}\n{END}\n"));
        assert_eq!(one, certificates(&format!("{BEGIN}\n{first}\n{rest}{END}")));
        let lengths: Vec<usize> = one[0].lines().map(str::len).collect();
        assert_eq!(lengths, [27, 64, 64, 2, 25]);
    }

    #[test]
    fn what_is_no_certificate_is_left_out() {
        for text in [
            "",
            "certificate",
            BEGIN,
            &format!("{BEGIN}\n{END}"),
            &format!("{BEGIN}\nAA"),
            &format!("{BEGIN}\nA-A\n{END}"),
            "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----",
        ] {
            assert_eq!(certificates(text), Vec::<String>::new(), "{text}");
        }
    }
}
